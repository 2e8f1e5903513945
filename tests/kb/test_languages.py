import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.languages import code_of, is_language, name_of


@pytest.mark.parametrize("code", ["en", "de", "sr", "cnr", "fil", "ga"])
def test_codes_of_iso_639_are_languages(code: str) -> None:
    assert is_language(code)


@pytest.mark.parametrize("code", ["", "EN", "e", "xx", "english", "en-GB", "pt_BR", "zh_Hans", "12", "ｅｎ"])
def test_what_is_no_code_is_no_language(code: str) -> None:
    assert not is_language(code)


@pytest.mark.parametrize(
    "code, language, name",
    [
        ("de", "en", "German"),
        ("de", "de", "Deutsch"),
        ("fr", "nl", "Frans"),
        ("cnr", "de", "Montenegrin"),
        ("cnr", "cnr", "Montenegrin"),
        ("bar", "bar", "Bavarian"),
        ("de", "not a language", "German"),
        ("xx", "en", "xx"),
        ("xx", "xx", "xx"),
    ],
)
def test_a_language_has_a_name_in_another_one_or_in_english_or_is_its_code(code: str, language: str, name: str) -> None:
    assert name_of(code, language) == name


@pytest.mark.parametrize(
    "name, code",
    [("German", "de"), ("GERMAN", "de"), ("montenegrin", "cnr"), ("Brazilian Portuguese", ""), ("Klang", ""), ("", "")],
)
def test_an_english_name_leads_to_a_code(name: str, code: str) -> None:
    assert code_of(name) == code


@given(st.text(max_size=12), st.text(max_size=12))
def test_any_text_has_a_name(code: str, language: str) -> None:
    assert isinstance(name_of(code, language), str)
