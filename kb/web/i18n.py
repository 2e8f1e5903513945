"""The words of the interface in the reader's language.

English stands in the code. Another language is one file, `locale/<language>/LC_MESSAGES/messages.po`,
which is read at the start: nothing has to be compiled. To collect the texts anew: `make messages`;
to begin or to follow up a language (`init` for the first time, `update` later):

    pybabel init -i kb/web/locale/messages.pot -d kb/web/locale -l de

The language of the interface and the language of an entry are two things; vocabularies bring their own labels.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType

import flask_babel
from babel import Locale, UnknownLocaleError, dates, lists, numbers
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g

from kb.web.addresses import SOURCE_LANGUAGE

__all__ = ["FOLDER", "date_text", "gettext", "install", "joined", "known_language", "ngettext"]
__all__ += ["number_text", "offered", "translated"]

FOLDER = Path(__file__).parent / "locale"

_LOCALES: Mapping[str, str] = MappingProxyType({SOURCE_LANGUAGE: "en_GB"})

Catalogues = Mapping[str, NullTranslations]


def install(app: Flask, wanted: Collection[str], folder: Path = FOLDER) -> tuple[str, ...]:
    """Make `gettext` answer in each language that is translated and wanted.

    Args:
        wanted: languages to offer; none means all that are translated.

    Returns:
        The languages offered, English first. A request's own is in `g.language`.
    """
    catalogues = _catalogues(folder)
    babel = flask_babel.Babel(app, default_locale="en_GB", locale_selector=_locale_name)
    babel.domain_instance = _Domain(catalogues)
    texts = (_in_template, _plural_in_template)
    app.jinja_env.install_gettext_callables(*texts, newstyle=True)  # type: ignore[attr-defined]  # jinja2.ext.i18n's
    return offered(catalogues, wanted)


def offered(translated: Collection[str], wanted: Collection[str]) -> tuple[str, ...]:
    """English, then what is translated and wanted, by code."""
    others = {code for code in translated if not wanted or code in wanted}
    return (SOURCE_LANGUAGE, *sorted(others - {SOURCE_LANGUAGE}))


def gettext(text: str, /, **values: object) -> str:
    """`text` in the reader's language, with its named placeholders filled in."""
    return str(_translations().gettext(text)) % values


def translated(text: str) -> str:
    """A text that was marked with `N_`, placeholders untouched."""
    return str(_translations().gettext(text)) if text else ""


def ngettext(one: str, many: str, count: int, /, **values: object) -> str:
    """The form that fits `count`, which is written as %(count)s."""
    chosen = _translations().ngettext(one, many, count)
    return str(chosen) % {"count": number_text(count), **values}


def date_text(day: date) -> str:
    """A day in words: "23 November 2026"."""
    return dates.format_date(day, "long", locale=_locale())


def number_text(number: int) -> str:
    return numbers.format_decimal(number, locale=_locale())


def joined(texts: Collection[str], style: str = "standard") -> str:
    """Texts as a list in words; style "or" puts "or" before the last."""
    return lists.format_list(list(texts), style=style, locale=_locale())  # type: ignore[arg-type]


def known_language(code: str) -> bool:
    """Whether this is the code of a language, offered or not."""
    try:
        return len(code) in (2, 3) and bool(Locale.parse(code))
    except (ValueError, UnknownLocaleError):
        return False


class _Domain(flask_babel.Domain):  # type: ignore[misc]  # Flask-Babel has no types
    """Catalogues held in memory."""

    def __init__(self, catalogues: Catalogues) -> None:
        super().__init__()
        self._catalogues = catalogues

    def get_translations(self) -> NullTranslations:
        return self._catalogues.get(g.get("language", SOURCE_LANGUAGE), _ENGLISH)


_ENGLISH = NullTranslations()


def _translations() -> NullTranslations:
    """Those of the request, looked up once, because a page has hundreds of texts."""
    here = g._get_current_object()
    found: NullTranslations | None = here.get("translations")
    if found is None:
        found = here.translations = flask_babel.get_translations()
    return found


def _in_template(text: str) -> str:
    return str(_translations().gettext(text))


def _plural_in_template(one: str, many: str, count: int) -> str:
    return str(_translations().ngettext(one, many, count))


def _locale() -> Locale:
    return flask_babel.get_locale() or Locale.parse("en_GB")


def _locale_name() -> str:
    language = g.get("language", SOURCE_LANGUAGE)
    return _LOCALES.get(language, language)


def _catalogues(folder: Path) -> Catalogues:
    files = sorted(folder.glob("*/LC_MESSAGES/messages.po"))
    return MappingProxyType({path.parts[-3]: _catalogue(path) for path in files})


def _catalogue(path: Path) -> Translations:
    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, path.parts[-3]))
    compiled.seek(0)
    return Translations(compiled)
