"""The three marks of a practice: how much is known, which way results point, how long ago it was checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kb.collection import Collection
from kb.practice import Freshness, Practice, freshness
from kb.rules import N_
from kb.web.i18n import date_text, gettext, translated
from kb.web.present.reader import Reader

__all__ = ["EffectMark", "EvidenceMark", "FreshnessMark", "Marks", "effect_mark"]
__all__ += ["evidence_mark", "freshness_mark", "marks_of"]


@dataclass(frozen=True, slots=True)
class EvidenceMark:
    """A level on the ladder of evidence; `rungs` of five are filled."""

    level: str
    rungs: int
    label: str
    meaning: str
    language: str
    href: str


@dataclass(frozen=True, slots=True)
class EffectMark:
    """Which way results point; `id` names the shape."""

    id: str
    label: str
    meaning: str
    language: str
    href: str


@dataclass(frozen=True, slots=True)
class FreshnessMark:
    """How long ago an entry was held against its sources; `dot` is full, half or empty."""

    id: str
    dot: str
    label: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Marks:
    """The three marks together."""

    evidence: EvidenceMark
    effect: EffectMark
    freshness: FreshnessMark


_DOTS: Mapping[Freshness, str] = MappingProxyType({Freshness.FRESH: "full", Freshness.AGEING: "half"})

_MEANINGS: Mapping[Freshness, str] = MappingProxyType(
    {
        Freshness.FRESH: N_("Somebody held this entry against its sources within the last year."),
        Freshness.AGEING: N_("The last check against the sources is more than a year old."),
        Freshness.STALE: N_("The last check against the sources is more than two years old. Things may have changed."),
        Freshness.ARCHIVED: N_("The last check against the sources is more than four years old. Read it as history."),
        Freshness.UNVERIFIED: N_("Nobody has yet held this entry against its live sources."),
    }
)


def marks_of(practice: Practice, collection: Collection, reader: Reader) -> Marks:
    return Marks(
        evidence_mark(practice.evidence_level, collection, reader),
        effect_mark(practice.effect, collection, reader),
        freshness_mark(practice, reader),
    )


def evidence_mark(level: str, collection: Collection, reader: Reader) -> EvidenceMark:
    text, meaning, language = _term(collection, "evidence-levels", level, reader)
    href = reader.addresses.terms("evidence-levels", level)
    return EvidenceMark(level, int(level[1:]), text, meaning, language, href)


def effect_mark(effect: str, collection: Collection, reader: Reader) -> EffectMark:
    text, meaning, language = _term(collection, "effects", effect, reader)
    return EffectMark(effect, text, meaning, language, reader.addresses.terms("effects", effect))


def freshness_mark(practice: Practice, reader: Reader) -> FreshnessMark:
    state = freshness(practice.last_verified, reader.today)
    day = practice.last_verified
    label = gettext("Checked on %(date)s", date=date_text(day)) if day else gettext("Not yet verified")
    return FreshnessMark(state.value, _DOTS.get(state, "empty"), label, translated(_MEANINGS[state]))


def _term(collection: Collection, vocabulary: str, identifier: str, reader: Reader) -> tuple[str, str, str]:
    """Label, definition, and language of the label; the id alone where the vocabulary is missing."""
    found = collection.vocabularies.get(vocabulary)
    term = found.find(identifier) if found else None
    if term is None:
        return identifier, "", ""
    label = reader.label(term)
    return label.text, term.definition, label.language
