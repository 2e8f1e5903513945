"""Names of languages by their ISO 639 codes, from the Unicode CLDR data that Babel carries."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from babel import Locale, UnknownLocaleError

__all__ = ["code_of", "is_language", "name_of"]

_ENGLISH = Locale("en").languages
_OWN = MappingProxyType({"cnr": "Montenegrin"})
"""CLDR has no name for Montenegrin; Babel would say "Serbian (Montenegro)"."""


_CODES: Mapping[str, str] = MappingProxyType(
    {str(label).casefold(): code for code, label in (*_ENGLISH.items(), *_OWN.items())}
)


def is_language(code: str) -> bool:
    """Whether `code` is a language of ISO 639 that has a name."""
    return code.isalpha() and code.islower() and (code in _OWN or code in _ENGLISH) and len(code) in (2, 3)


def name_of(code: str, language: str = "en") -> str:
    """The name of a language in another, else in English, else its code."""
    try:
        names: Mapping[str, str] = Locale.parse(language).languages
    except (UnknownLocaleError, ValueError):
        names = _ENGLISH
    return str(_OWN.get(code) or names.get(code) or _ENGLISH.get(code, code))


def code_of(name: str) -> str:
    """The code of a language that is given by its English name; empty if there is none."""
    code = _CODES.get(name.casefold(), "")
    return code if is_language(code) else ""
