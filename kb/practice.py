"""A practice and its small parts, and what is computed from them: evidence level, effect, freshness, completeness."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import NewType

from kb.fields import FIELDS, HEADINGS, TERM_FIELDS, Need
from kb.vocabulary import TermId, empty

__all__ = [
    "NO_EFFECT_DESIGNS",
    "Adoption",
    "Caveat",
    "Completeness",
    "Evaluation",
    "Evidence",
    "Freshness",
    "Needs",
    "Organisation",
    "Period",
    "Practice",
    "Reference",
    "Review",
    "Slug",
    "Translation",
    "completeness",
    "evidence_level",
    "freshness",
    "headline_effect",
]

Slug = NewType("Slug", str)

EVIDENCE_LEVELS = ("E0", "E1", "E2", "E3", "E4", "E5")
_E2 = frozenset({"monitoring", "process"})
_E3 = frozenset({"qualitative-outcome", "before-after"})
_COMPARED = frozenset({"quasi-experimental", "rct"})
_INDEPENDENT = frozenset({"external", "peer-reviewed"})
NO_EFFECT_DESIGNS = frozenset({"monitoring", "process", "unknown"})


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who runs a practice: an organisation, never a person."""

    name: str
    type: TermId
    url: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    """First and last year; None means that no source tells, or that it goes on."""

    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One study of a practice; `evaluator` names the organisation that made it, if known."""

    title: str
    design: TermId
    independence: TermId
    effect: TermId
    sources: tuple[str, ...]
    year: int | None = None
    evaluator: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a practice should work, and every study of whether it does."""

    theory: str = ""
    evaluations: tuple[Evaluation, ...] = ()


@dataclass(frozen=True, slots=True)
class Needs:
    """What a practice takes; empty where no source tells."""

    people: str = ""
    time: str = ""
    cost_band: str = ""
    skills: str = ""


@dataclass(frozen=True, slots=True)
class Adoption:
    """Another place that took a practice up, and how it went."""

    place: str
    outcome: str
    sources: tuple[str, ...]
    country: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Caveat:
    """Criticism, dispute, harm or end, with the ids of the sources that say so."""

    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """One of the sources of an entry.

    Attributes:
        published: year, month or day as far as known, in ISO 8601.
        supports: fields and headings that rest on it.
        is_url_hidden: the address names a person, so that title and publisher stand alone.
    """

    id: str
    title: str
    url: str
    publisher: str
    published: str = ""
    accessed: date | None = None
    supports: tuple[str, ...] = ()
    is_url_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Review:
    """How far an editor has checked the entry, apart from the evidence about the practice."""

    status: TermId
    by: str = ""
    date: date | None = None


@dataclass(frozen=True, slots=True)
class Practice:
    """One entry that could be read without an error.

    Attributes:
        terms: ids by name of the field that holds them, in the author's order.
        body: Markdown, as written.
        headings: the headings that the body has, of level 2.
    """

    slug: Slug
    title: str
    summary: str
    terms: Mapping[str, tuple[TermId, ...]]
    organisations: tuple[Organisation, ...]
    references: tuple[Reference, ...]
    review: Review
    body: str
    headings: tuple[str, ...] = ()
    evidence: Evidence = field(default_factory=Evidence)
    period: Period = field(default_factory=Period)
    places: tuple[str, ...] = ()
    also_known_as: tuple[str, ...] = ()
    needs: Needs = field(default_factory=Needs)
    languages: tuple[str, ...] = ()
    transfer: Mapping[str, str] = field(default_factory=empty)
    adoptions: tuple[Adoption, ...] = ()
    caveats: tuple[Caveat, ...] = ()
    related: tuple[Slug, ...] = ()
    last_verified: date | None = None
    contributors: tuple[str, ...] = ()
    licence: str = "CC-BY-4.0"

    def terms_in(self, name: str) -> tuple[TermId, ...]:
        """The ids in the field `name`, none if it is left out."""
        return self.terms.get(name, ())

    @property
    def evidence_level(self) -> str:
        return evidence_level(self.evidence, self.references)

    @property
    def effect(self) -> str:
        return headline_effect(self.evidence.evaluations)


@dataclass(frozen=True, slots=True)
class Translation:
    """The words of an entry in another language; its facts are those of the original."""

    slug: Slug
    language: str
    title: str
    summary: str
    body: str
    review: Review
    also_known_as: tuple[str, ...] = ()
    last_verified: date | None = None
    contributors: tuple[str, ...] = ()


def evidence_level(evidence: Evidence, references: Iterable[Reference]) -> str:
    """How much is known, from "E0" to "E5"; it says nothing about which way the results point.

    E1 needs a theory and a source that names `evidence` under `supports`. E5 needs a systematic review or two
    comparison studies whose evaluating organisations are named and differ, because the same team twice is no
    replication.

    Source: vocabulary `evidence-levels`, key `minimum` of each term.
    """
    evaluations = evidence.evaluations
    compared = {each.evaluator.casefold() for each in evaluations if _is_comparison(each) and each.evaluator}
    if len(compared) > 1 or any(each.design == "systematic-review" for each in evaluations):
        return "E5"
    best = max((_level(each) for each in evaluations), default=0)
    if best == 0 and evidence.theory and any(_supports_evidence(each) for each in references):
        best = 1
    return EVIDENCE_LEVELS[best]


def headline_effect(evaluations: Iterable[Evaluation]) -> str:
    """Which way the results point, as an id of the vocabulary `effects`.

    The strongest designs decide. Where they differ, and where a weaker outcome study found harm, it is "mixed": harm is
    never outvoted. Designs that do not study outcomes say nothing.
    """
    known = [each for each in evaluations if each.design not in NO_EFFECT_DESIGNS and each.effect != "unknown"]
    if not known:
        return "unknown"
    strongest = max(_strength(each) for each in known)
    effects = {each.effect for each in known if _strength(each) == strongest}
    if any(each.effect == "harmful" for each in known):
        effects.add(TermId("harmful"))
    return effects.pop() if len(effects) == 1 else "mixed"


class Freshness(Enum):
    """How long ago someone last held an entry against its sources."""

    UNVERIFIED = "unverified"
    FRESH = "fresh"
    AGEING = "ageing"
    STALE = "stale"
    ARCHIVED = "archived"


_MONTHS_UP_TO: tuple[tuple[int, Freshness], ...] = (
    (12, Freshness.FRESH),
    (24, Freshness.AGEING),
    (48, Freshness.STALE),
)


def freshness(last_verified: date | None, today: date) -> Freshness:
    """The state of a check made on `last_verified`: 12, 24 and 48 months are the limits, the last day included."""
    if last_verified is None:
        return Freshness.UNVERIFIED
    months = (today.year - last_verified.year) * 12 + today.month - last_verified.month
    if today.day > last_verified.day:
        months += 1
    return next((state for limit, state in _MONTHS_UP_TO if months <= limit), Freshness.ARCHIVED)


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much of what an entry could tell it tells.

    Attributes:
        missing_fields, missing_headings: required and recommended fields, and headings, that are not there.
    """

    share: float
    missing_fields: tuple[str, ...]
    missing_headings: tuple[str, ...]


def completeness(practice: Practice) -> Completeness:
    """Count required and recommended fields and all headings, each with the same weight."""
    counted = [each.name for each in FIELDS if each.need is not Need.OPTIONAL]
    fields = tuple(name for name in counted if not _is_filled(practice, name))
    headings = tuple(heading for heading in HEADINGS if heading not in practice.headings)
    total = len(counted) + len(HEADINGS)
    return Completeness((total - len(fields) - len(headings)) / total, fields, headings)


def _is_filled(practice: Practice, name: str) -> bool:
    values: Mapping[str, object] = {
        "start": practice.period.start,
        "needs": practice.needs != Needs(),
        "evidence": practice.evidence.theory or practice.evidence.evaluations,
        "sources": practice.references,
        "working_groups": True,  # that none of them fits is an answer, too
    }
    if name in values:
        return bool(values[name])
    return bool(practice.terms_in(name) if name in TERM_FIELDS else getattr(practice, name))


def _level(evaluation: Evaluation) -> int:
    if _is_comparison(evaluation):
        return 4
    if evaluation.design in _E3 or evaluation.design in _COMPARED:
        return 3
    return 2 if evaluation.design in _E2 else 0


def _strength(evaluation: Evaluation) -> int:
    return 5 if evaluation.design == "systematic-review" else _level(evaluation)


def _is_comparison(evaluation: Evaluation) -> bool:
    return evaluation.design in _COMPARED and evaluation.independence in _INDEPENDENT


def _supports_evidence(reference: Reference) -> bool:
    return any(each in ("evidence", "evidence.theory") for each in reference.supports)
