"""A practice in a list."""

from __future__ import annotations

from dataclasses import dataclass

from kb.collection import Collection
from kb.practice import Period, Practice, Translation
from kb.web.i18n import gettext, ngettext
from kb.web.present.marks import Marks, marks_of
from kb.web.present.reader import Label, Reader

__all__ = ["Card", "Stretch", "card", "period_text", "place_text", "stretches"]

ENTRY_LANGUAGE = "en"
"""The language of an entry whose file name says nothing else."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of text, marked where it is what the reader looked for."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """What a list shows of a practice.

    Attributes:
        language: of title, summary and snippet, where it is not the page's own.
        summary, snippet: with what was looked for marked; the snippet can be empty.
        reasons: why it was found, in words.
        caveats: how many the practice has, in words; empty if none.
    """

    title: str
    href: str
    language: str
    place: str
    period: str
    areas: tuple[Label, ...]
    summary: tuple[Stretch, ...]
    marks: Marks
    caveats: str = ""
    snippet: tuple[Stretch, ...] = ()
    reasons: tuple[str, ...] = ()


def card(
    practice: Practice,
    collection: Collection,
    reader: Reader,
    translation: Translation | None = None,
) -> Card:
    """The card of a practice, in the words of a translation if one is given."""
    shown = translation or practice
    name = f"{practice.slug}.{translation.language}" if translation else practice.slug
    return Card(
        title=shown.title,
        href=reader.addresses.practice(name),
        language=reader.foreign(translation.language if translation else ENTRY_LANGUAGE),
        place=place_text(practice, collection, reader),
        period=period_text(practice.period),
        areas=area_labels(practice, collection, reader),
        summary=(Stretch(shown.summary),),
        marks=marks_of(practice, collection, reader),
        caveats=_caveats(practice),
    )


def place_text(practice: Practice, collection: Collection, reader: Reader) -> str:
    """Towns, then countries."""
    vocabulary = collection.vocabularies.get("countries")
    terms = [vocabulary.find(code) if vocabulary else None for code in practice.terms_in("countries")]
    countries = [
        term.label(reader.language) if term else code
        for term, code in zip(terms, practice.terms_in("countries"), strict=True)
    ]
    shown = (
        countries
        if len(countries) <= _MOST_COUNTRIES
        else [
            *countries[:_MOST_COUNTRIES],
            gettext("%(count)s more", count=len(countries) - _MOST_COUNTRIES),
        ]
    )
    return ", ".join((*practice.places[:_MOST_PLACES], *shown))


_MOST_PLACES = 3
_MOST_COUNTRIES = 5


def period_text(period: Period) -> str:
    """First and last year in words; empty where neither is known."""
    if period.start and period.end and period.start != period.end:
        return gettext("%(start)s to %(end)s", start=period.start, end=period.end)
    if period.start and period.end:
        return str(period.end)
    if period.start:
        return gettext("since %(year)s", year=period.start)
    return gettext("until %(year)s", year=period.end) if period.end else ""


def area_labels(practice: Practice, collection: Collection, reader: Reader) -> tuple[Label, ...]:
    vocabulary = collection.vocabularies.get("policy-areas")
    found = [vocabulary.find(area) if vocabulary else None for area in practice.terms_in("policy_areas")]
    return tuple(reader.label(term) for term in found if term)


def stretches(text: str, marks: tuple[tuple[int, int], ...]) -> tuple[Stretch, ...]:
    """Cut a text at its marks, which are in order and do not overlap."""
    pieces: list[Stretch] = []
    reached = 0
    for start, end in marks:
        pieces += [Stretch(text[reached:start]), Stretch(text[start:end], is_marked=True)]
        reached = end
    pieces.append(Stretch(text[reached:]))
    return tuple(piece for piece in pieces if piece.text)


def _caveats(practice: Practice) -> str:
    count = len(practice.caveats)
    return ngettext("%(count)s caveat", "%(count)s caveats", count) if count else ""
