"""What can be set from outside: environment variables with the prefix KB_, or a TOML file that KB_CONFIG names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

__all__ = ["Settings", "SettingsError"]

_KNOWN = frozenset(
    {
        "CONTENT",
        "STATE",
        "HOST",
        "PORT",
        "SITE_NAME",
        "SITE_URL",
        "EDIT_URL",
        "CONTACT",
        "RELOAD",
        "INSIGHT",
        "LANGUAGES",
        "TRUSTED_HOSTS",
        "PROXY_HOPS",
    }
)


class SettingsError(ValueError):
    """A setting cannot be used; the message says which, why and what would do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one site.

    Attributes:
        content: the content folder.
        state: where the index and counted questions may be kept; None keeps them in memory.
        edit_url: pattern of "edit this page" with {path} or {slug}; empty for no such link.
        contact: where security problems are told, as an address (https: or mailto:) of security.txt.
        is_watching: whether the folder is looked at again when it has changed.
        is_counting: whether questions that found little are counted; see `kb.insight`.
        languages: interface languages to offer; none named means all that are translated.
        proxy_hops: number of proxies in front whose headers are believed.
        today: the day, for freshness and for dates that must not lie in the future.
    """

    content: Path = Path("practices")
    state: Path | None = Path("instance")
    host: str = "127.0.0.1"
    port: int = 5000
    site_name: str = "Prevention Field Guide"
    site_url: str = ""
    edit_url: str = ""
    contact: str = ""
    is_watching: bool = True
    is_counting: bool = True
    languages: tuple[str, ...] = ()
    trusted_hosts: tuple[str, ...] = ()
    proxy_hops: int = 0
    today: Callable[[], date] = date.today

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Settings:
        """Read settings from environment variables; a TOML file fills in those that are not set there.

        Raises:
            SettingsError: a value cannot be used, or the file cannot be read.
        """
        given = {**_from_file(environment.get("KB_CONFIG", "")), **_from_environment(environment)}
        default = cls()
        state = given.get("STATE", "instance")
        return cls(
            content=Path(given.get("CONTENT", "practices")),
            state=None if state == ":memory:" else Path(state),
            host=given.get("HOST", default.host),
            port=_number(given, "PORT", default.port, 65535),
            site_name=given.get("SITE_NAME", default.site_name),
            site_url=_address(given, "SITE_URL").rstrip("/"),
            edit_url=_address(given, "EDIT_URL"),
            contact=given.get("CONTACT", ""),
            is_watching=_choice(given, "RELOAD", ("auto", "off")) == "auto",
            is_counting=_choice(given, "INSIGHT", ("on", "off")) == "on",
            languages=_several(given.get("LANGUAGES", "")),
            trusted_hosts=_several(given.get("TRUSTED_HOSTS", "")),
            proxy_hops=_number(given, "PROXY_HOPS", 0, 10),
        )


def _from_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The settings among the environment variables; an empty one is not set."""
    return {name: environment[f"KB_{name}"] for name in _KNOWN if environment.get(f"KB_{name}")}


def _from_file(name: str) -> dict[str, str]:
    if not name:
        return {}
    try:
        values = tomllib.loads(Path(name).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f'KB_CONFIG names "{name}", which cannot be read as TOML: {error}') from error
    plain = {key.upper(): value for key, value in values.items()}
    unknown = sorted(set(plain) - _KNOWN)
    if unknown:
        known = ", ".join(sorted(_KNOWN))
        raise SettingsError(f'"{unknown[0]}" in {name} is not a setting; the settings are {known}')
    return {key: ",".join(map(str, value)) if isinstance(value, list) else str(value) for key, value in plain.items()}


def _number(given: Mapping[str, str], name: str, default: int, most: int) -> int:
    text = given.get(name, str(default))
    if not re.fullmatch("[0-9]{1,9}", text) or int(text) > most:
        raise SettingsError(f'KB_{name} is "{text}"; it has to be a whole number from 0 to {most}')
    return int(text)


def _address(given: Mapping[str, str], name: str) -> str:
    text = given.get(name, "")
    if text and not text.startswith(("https://", "http://")):
        raise SettingsError(f'KB_{name} is "{text}"; it has to start with https:// or http://')
    return text


def _choice(given: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    text = given.get(name, allowed[0])
    if text not in allowed:
        raise SettingsError(f'KB_{name} is "{text}"; it has to be one of: {", ".join(allowed)}')
    return text


def _several(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
