"""The first page: what is here, and ways in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import ClassVar

from kb.collection import Collection
from kb.fields import vocabulary_of
from kb.practice import EVIDENCE_LEVELS, Practice
from kb.rules import N_
from kb.web.i18n import date_text, gettext, ngettext, translated
from kb.web.present.cards import Card, card
from kb.web.present.marks import EffectMark, EvidenceMark, effect_mark, evidence_mark
from kb.web.present.reader import Label, Link, Reader
from kb.web.present.search import examples
from kb.web.present.words import value_label
from search import SearchResults

__all__ = ["HomePage", "home_page"]

QUESTIONS: Mapping[str, str] = MappingProxyType(
    {
        "audiences": N_("My role"),
        "prevention_levels": N_("Kind of prevention"),
        "settings": N_("Where it happens"),
        "target_groups": N_("Whom it is to help"),
    }
)
"""The four questions of a reader who knows their work and not our words, by facet."""

NEWEST = 4
"""Practices under "newest"."""


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: Label


@dataclass(frozen=True, slots=True)
class Select:
    """One question with its answers; `name` is that of the facet."""

    name: str
    question: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Recent:
    """A practice, and when it was last written or checked, in words."""

    card: Card
    date: str


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A mark with what it means; the address is empty where no practice has it."""

    mark: EvidenceMark | EffectMark
    href: str
    count: int


@dataclass(frozen=True, slots=True)
class HomePage:
    """What is here, and ways in; lists of links carry counts."""

    template: ClassVar[str] = "home.html"
    is_indexed: ClassVar[bool] = True

    title: str
    description: str
    count: str
    examples: tuple[Link, ...]
    levels: tuple[KeyLine, ...]
    effects: tuple[KeyLine, ...]
    selects: tuple[Select, ...]
    areas: tuple[Link, ...]
    groups: tuple[Link, ...]
    countries: tuple[Link, ...]
    status: str
    sobering: tuple[Link, ...]
    with_caveats: str
    recent: tuple[Recent, ...]
    unknown: tuple[str, ...]


def home_page(collection: Collection, everything: SearchResults, reader: Reader) -> HomePage:
    """The first page.

    Args:
        everything: the answer to the empty question, for its counts.
    """
    practices = tuple(collection.practices.values())
    countries = len({code for each in practices for code in each.terms_in("countries")} - {"EU"})
    return HomePage(
        title=reader.settings.site_name,
        description=gettext("What is done in Europe to prevent radicalisation, with what is known about it."),
        count=gettext(
            "%(practices)s from %(countries)s.",
            practices=ngettext("%(count)s practice", "%(count)s practices", len(practices)),
            countries=ngettext("%(count)s country", "%(count)s countries", countries),
        ),
        examples=examples(reader),
        levels=tuple(_levels(collection, everything, reader)),
        effects=tuple(_effects(collection, everything, reader)),
        selects=tuple(_select(name, collection, reader) for name in QUESTIONS),
        areas=_by_value("policy_areas", collection, everything, reader),
        groups=_by_value("working_groups", collection, everything, reader),
        countries=_by_label("countries", collection, everything, reader),
        status=reader.addresses.status,
        sobering=tuple(_sobering(everything, reader)),
        with_caveats=_with_caveats(practices),
        recent=tuple(_recent(practices, collection, reader)),
        unknown=tuple(_unknown(practices)),
    )


def _levels(collection: Collection, everything: SearchResults, reader: Reader) -> Iterator[KeyLine]:
    counts = _counts("evidence", everything)
    for level in reversed(EVIDENCE_LEVELS):
        href = reader.addresses.filtered(("evidence", level)) if counts.get(level) else ""
        yield KeyLine(evidence_mark(level, collection, reader), href, counts.get(level, 0))


def _effects(collection: Collection, everything: SearchResults, reader: Reader) -> Iterator[KeyLine]:
    counts = _counts("effect", everything)
    vocabulary = collection.vocabularies.get("effects")
    for term in vocabulary.terms.values() if vocabulary else ():
        href = reader.addresses.filtered(("effect", term.id)) if counts.get(term.id) else ""
        yield KeyLine(effect_mark(term.id, collection, reader), href, counts.get(term.id, 0))


def _select(name: str, collection: Collection, reader: Reader) -> Select:
    vocabulary = collection.vocabularies.get(vocabulary_of(name))
    terms = vocabulary.terms.values() if vocabulary else ()
    options = tuple(Option(term.id, reader.label(term)) for term in terms if not term.is_retired)
    return Select(name, translated(QUESTIONS[name]), options)


def _counts(name: str, everything: SearchResults) -> Mapping[str, int]:
    facets = (facet for facet in everything.facets if facet.field == name)
    return {value.id: value.count for facet in facets for value in facet.values}


def _by_value(name: str, collection: Collection, everything: SearchResults, reader: Reader) -> tuple[Link, ...]:
    """The terms in the order of their vocabulary, those without practices too."""
    vocabulary = collection.vocabularies.get(vocabulary_of(name))
    counts = _counts(name, everything)
    return tuple(
        Link(
            reader.label(term).text,
            reader.addresses.filtered((name, term.id)),
            reader.label(term).language,
            counts.get(term.id, 0),
        )
        for term in (vocabulary.terms.values() if vocabulary else ())
        if not term.is_retired
    )


def _by_label(name: str, collection: Collection, everything: SearchResults, reader: Reader) -> tuple[Link, ...]:
    """The values that practices have, by alphabet."""
    links = []
    for identifier, count in _counts(name, everything).items():
        label = value_label(collection, name, identifier, reader)
        href = reader.addresses.filtered((name, identifier))
        links.append(Link(label.text, href, label.language, count))
    return tuple(sorted(links, key=lambda link: link.text))


def _sobering(everything: SearchResults, reader: Reader) -> Iterator[Link]:
    """Where to read about what ended, did nothing or did harm."""
    wanted = (
        ("state", "ended", gettext("Practices that have ended")),
        ("effect", "none-found", gettext("Studies looked for an effect and found none")),
        ("effect", "harmful", gettext("Studies found harm")),
        ("effect", "mixed", gettext("Some things improved, others did not")),
    )
    for name, value, text in wanted:
        count = _counts(name, everything).get(value, 0)
        yield Link(text, reader.addresses.filtered((name, value)) if count else "", count=count)


def _with_caveats(practices: Iterable[Practice]) -> str:
    count = sum(bool(each.caveats) for each in practices)
    return ngettext(
        "%(count)s practice carries criticism or another caveat at the top of its page.",
        "%(count)s practices carry criticism or other caveats at the top of their pages.",
        count,
    )


def _recent(practices: Iterable[Practice], collection: Collection, reader: Reader) -> Iterator[Recent]:
    ordered = sorted(practices, key=lambda each: (_touched(each), each.slug), reverse=True)
    for practice in ordered[:NEWEST]:
        day = _touched(practice)
        if practice.last_verified == day:
            words = gettext("Checked on %(date)s", date=date_text(day))
        elif day == date.min:
            words = gettext("Not dated")
        else:
            words = gettext("Written on %(date)s", date=date_text(day))
        yield Recent(card(practice, collection, reader), words)


def _touched(practice: Practice) -> date:
    return max(practice.last_verified or date.min, practice.review.date or date.min)


def _unknown(practices: tuple[Practice, ...]) -> Iterator[str]:
    """What an honest reader has to know about the whole."""
    total = len(practices)
    unmeasured = sum(each.evidence_level in ("E0", "E1", "E2") for each in practices)
    unverified = sum(each.last_verified is None for each in practices)
    if unmeasured:
        yield ngettext(
            "For %(count)s of %(total)s practices we have read no study of outcomes.",
            "For %(count)s of %(total)s practices we have read no study of outcomes.",
            unmeasured,
            total=total,
        )
    if unverified == total and total:
        yield gettext("None of the entries has been held against its live sources yet.")
    elif unverified:
        yield ngettext(
            "%(count)s entry has not been held against its live sources yet.",
            "%(count)s entries have not been held against their live sources yet.",
            unverified,
        )
