"""What can be set from outside, and how a wrong setting is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.settings import Settings, SettingsError
from tests.makers import UNHURRIED

NUMBERS = {"PORT": 65535, "PROXY_HOPS": 10}


def a_config(tmp_path: Path, text: str) -> dict[str, str]:
    """The environment that names a TOML file with this text."""
    path = tmp_path / "kb.toml"
    path.write_text(text, encoding="utf-8")
    return {"KB_CONFIG": str(path)}


def test_without_any_variable_the_defaults_hold() -> None:
    assert Settings.of({}) == Settings(
        content=Path("practices"),
        state=Path("instance"),
        host="127.0.0.1",
        port=5000,
        site_name="Prevention Field Guide",
        is_watching=True,
        is_counting=True,
        today=date.today,
    )


def test_every_setting_can_be_given_as_a_variable() -> None:
    environment = {
        "KB_CONTENT": "/srv/content",
        "KB_STATE": "/var/cache/kb",
        "KB_HOST": "0.0.0.0",
        "KB_PORT": "8080",
        "KB_SITE_NAME": "Good practice",
        "KB_SITE_URL": "https://kb.example.org/",
        "KB_EDIT_URL": "https://git.example.org/edit/{path}",
        "KB_CONTACT": "mailto:security@example.org",
        "KB_RELOAD": "off",
        "KB_INSIGHT": "off",
        "KB_LANGUAGES": "en, de,,fr ",
        "KB_TRUSTED_HOSTS": "kb.example.org,.example.com",
        "KB_PROXY_HOPS": "1",
    }

    assert Settings.of(environment) == Settings(
        content=Path("/srv/content"),
        state=Path("/var/cache/kb"),
        host="0.0.0.0",
        port=8080,
        site_name="Good practice",
        site_url="https://kb.example.org",
        edit_url="https://git.example.org/edit/{path}",
        contact="mailto:security@example.org",
        is_watching=False,
        is_counting=False,
        languages=("en", "de", "fr"),
        trusted_hosts=("kb.example.org", ".example.com"),
        proxy_hops=1,
    )


def test_an_empty_variable_is_not_set() -> None:
    names = (
        "CONTENT",
        "STATE",
        "PORT",
        "SITE_NAME",
        "SITE_URL",
        "RELOAD",
        "INSIGHT",
        "LANGUAGES",
        "PROXY_HOPS",
        "CONFIG",
    )

    assert Settings.of({f"KB_{name}": "" for name in names}) == Settings()


def test_variables_of_others_are_passed_over() -> None:
    assert Settings.of({"PORT": "1", "KB_UNHEARD_OF": "x", "XKB_PORT": "2"}) == Settings()


def test_the_index_can_be_kept_in_memory() -> None:
    assert Settings.of({"KB_STATE": ":memory:"}).state is None


def test_a_file_can_hold_the_settings(tmp_path: Path) -> None:
    text = 'CONTENT = "content"\nport = 8080\nLANGUAGES = ["en", "de"]\nPROXY_HOPS = 2\nSTATE = ":memory:"\n'

    settings = Settings.of(a_config(tmp_path, text))

    expected = Settings(content=Path("content"), state=None, port=8080, languages=("en", "de"), proxy_hops=2)
    assert settings == expected


def test_a_variable_goes_before_the_file(tmp_path: Path) -> None:
    environment = a_config(tmp_path, 'PORT = 8080\nHOST = "::1"\n')

    settings = Settings.of({**environment, "KB_PORT": "9090"})

    assert (settings.port, settings.host) == (9090, "::1")


def test_an_unknown_name_in_the_file_is_told_with_the_known_ones(tmp_path: Path) -> None:
    environment = a_config(tmp_path, "PROT = 8080\n")

    with pytest.raises(SettingsError) as raised:
        Settings.of(environment)

    assert str(raised.value) == (
        f'"PROT" in {environment["KB_CONFIG"]} is not a setting; the settings are CONTACT, CONTENT, EDIT_URL, HOST, '
        "INSIGHT, LANGUAGES, PORT, PROXY_HOPS, RELOAD, SITE_NAME, SITE_URL, STATE, TRUSTED_HOSTS"
    )


def test_a_file_that_is_not_there_is_told_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r'^KB_CONFIG names ".*nowhere\.toml", which cannot be read as TOML: '):
        Settings.of({"KB_CONFIG": str(tmp_path / "nowhere.toml")})


@pytest.mark.parametrize("content", [b"PORT = ", b"\xff\xfe", b"PORT = 1\nPORT = 2\n"])
def test_a_file_that_is_no_toml_is_told_by_its_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "kb.toml"
    path.write_bytes(content)

    with pytest.raises(SettingsError, match=r'^KB_CONFIG names ".*kb\.toml", which cannot be read as TOML: '):
        Settings.of({"KB_CONFIG": str(path)})


@pytest.mark.parametrize("name", sorted(NUMBERS))
@pytest.mark.parametrize("value", ["x", "-1", "1.5", "٣", " 1", "1e3", "9" * 5000, "65536"])
def test_what_is_no_number_in_its_range_is_told(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as raised:
        Settings.of({f"KB_{name}": value})

    assert str(raised.value) == f'KB_{name} is "{value}"; it has to be a whole number from 0 to {NUMBERS[name]}'


@pytest.mark.parametrize("name", ["SITE_URL", "EDIT_URL"])
@pytest.mark.parametrize("value", ["kb.example.org", "ftp://kb.example.org", "javascript:alert(1)"])
def test_what_is_no_web_address_is_told(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as raised:
        Settings.of({f"KB_{name}": value})

    assert str(raised.value) == f'KB_{name} is "{value}"; it has to start with https:// or http://'


@pytest.mark.parametrize("name, value, choices", [("KB_RELOAD", "on", "auto, off"), ("KB_INSIGHT", "yes", "on, off")])
def test_what_is_not_one_of_the_choices_is_told(name: str, value: str, choices: str) -> None:
    with pytest.raises(SettingsError) as raised:
        Settings.of({name: value})

    assert str(raised.value) == f'{name} is "{value}"; it has to be one of: {choices}'


@UNHURRIED
@given(st.dictionaries(st.sampled_from([f"KB_{name}" for name in ("PORT", "HOST", "RELOAD", "SITE_URL")]), st.text()))
def test_a_setting_is_taken_or_told_of_whatever_it_is(environment: dict[str, str]) -> None:
    told = ""
    try:
        port = Settings.of(environment).port
    except SettingsError as error:
        port, told = 0, str(error)

    assert 0 <= port <= 65535
    assert told == "" or any(told.startswith(f"{name} is ") for name in environment)
