"""The page of one practice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar
from urllib.parse import quote

from kb.collection import Collection
from kb.fields import FIELDS, vocabulary_of
from kb.languages import name_of
from kb.markup import OutlineItem, Rendered, SafeHtml
from kb.practice import Evaluation, Practice, Slug, Translation, completeness
from kb.rules import N_
from kb.web.i18n import date_text, gettext, joined, ngettext, translated
from kb.web.present.cards import ENTRY_LANGUAGE, Card, card, period_text, place_text
from kb.web.present.facts import Fact, facts_of, term_label
from kb.web.present.marks import EffectMark, Marks, effect_mark, marks_of
from kb.web.present.notes import Note, ReferenceView, notes_of, numbers_of, reference_views
from kb.web.present.reader import Label, Link, Reader
from search import Similar

__all__ = ["PracticePage", "practice_page"]


@dataclass(frozen=True, slots=True)
class CaveatView:
    text: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class StudyView:
    """An evaluation as a reader weighs it."""

    title: str
    year: str
    design: Label
    evaluator: Label
    organisation: str
    effect: EffectMark
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class CheckView:
    """One of the checks whether a practice can be taken up elsewhere; `answer` is its id."""

    label: Label
    answer: str
    answer_text: str


@dataclass(frozen=True, slots=True)
class AdoptionView:
    place: str
    outcome: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class ReviewView:
    """How far the entry has been checked, in words."""

    label: Label
    text: str


@dataclass(frozen=True, slots=True)
class Limits:
    """Where limits and safeguards are told; the address is empty where nothing is told."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class SimilarView:
    """A similar practice, and why it is.

    Attributes:
        language: of the title and the words, where it is not the page's own.
        terms: what both are tagged with, the rarest first.
        words: what both speak of, the most telling first.
    """

    title: str
    href: str
    language: str
    terms: tuple[Link, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """What the entry does not tell, and where to tell it."""

    texts: tuple[str, ...]
    href: str


@dataclass(frozen=True, slots=True)
class PracticePage:
    """An entry, in its own language or as a translation, with all that its facts say.

    Attributes:
        language: of title, summary and body, where it is not the page's own.
        facts_language: of the texts among the facts, where it is not the page's own.
        also_in: the same entry in other languages.
        studied: in words, who studied it and how often.
        edit: address of the form that changes the file; empty if there is none.
    """

    template: ClassVar[str] = "practice.html"
    is_indexed: ClassVar[bool] = True

    slug: str
    title: str
    description: str
    language: str
    where: tuple[str, ...]
    facts_language: str
    also_in: tuple[Link, ...]
    review: ReviewView
    marks: Marks
    studied: str
    limits: Limits
    caveats: tuple[CaveatView, ...]
    caveat_count: str
    theory: str
    facts: tuple[Fact, ...]
    body: SafeHtml
    outline: tuple[OutlineItem, ...]
    studies: tuple[StudyView, ...]
    checks: tuple[CheckView, ...]
    adoptions: tuple[AdoptionView, ...]
    references: tuple[ReferenceView, ...]
    related: tuple[Card, ...]
    similar: tuple[SimilarView, ...]
    unknown: Unknown
    edit: str
    as_markdown: str
    as_json: str


def practice_page(
    practice: Practice,
    translation: Translation | None,
    rendered: Rendered,
    similar: Iterable[Similar],
    collection: Collection,
    reader: Reader,
) -> PracticePage:
    """Everything there is to say about a practice, in the words of a translation if one is given."""
    shown = translation or practice
    name = f"{practice.slug}.{translation.language}" if translation else str(practice.slug)
    numbers = numbers_of(practice.references, rendered.cited)
    marks = marks_of(practice, collection, reader)
    edit = _edit_address(name, practice.slug, reader)
    caveats = tuple(CaveatView(each.text, notes_of(each.sources, numbers)) for each in practice.caveats)
    return PracticePage(
        slug=practice.slug,
        title=shown.title,
        description=shown.summary,
        language=reader.foreign(translation.language if translation else ENTRY_LANGUAGE),
        where=tuple(_where(practice, collection, reader)),
        facts_language=reader.foreign(ENTRY_LANGUAGE),
        also_in=tuple(_also_in(practice, translation, collection, reader)),
        review=_review(shown, collection, reader),
        marks=marks,
        studied=_studied(practice),
        limits=_limits(rendered.outline),
        caveats=caveats,
        caveat_count=ngettext("%(count)s caveat", "%(count)s caveats", len(caveats)),
        theory=practice.evidence.theory,
        facts=facts_of(practice, collection, reader),
        body=rendered.html,
        outline=tuple(item for item in rendered.outline if item.level == 2),
        studies=tuple(_study(each, numbers, collection, reader) for each in practice.evidence.evaluations),
        checks=tuple(_checks(practice, collection, reader)),
        adoptions=tuple(_adoptions(practice, numbers, collection, reader)),
        references=reference_views(practice.references, numbers, rendered),
        related=tuple(card(each, collection, reader) for each in collection.related(practice.slug)),
        similar=tuple(_similar(each, collection, reader) for each in similar),
        unknown=Unknown(_unknown(practice), edit or reader.way_to_contribute(collection)),
        edit=edit,
        as_markdown=reader.addresses.practice(name, ".md"),
        as_json=reader.addresses.practice(practice.slug, ".json"),
    )


_MOST_OWNERS = 2


def _where(practice: Practice, collection: Collection, reader: Reader) -> Iterator[str]:
    """Place, time, state and owners in a line."""
    yield place_text(practice, collection, reader)
    period = period_text(practice.period)
    if period:
        yield period
    for state in practice.terms_in("state"):
        label = term_label(collection, "practice-states", state, reader).text
        yield gettext("state: %(state)s", state=label) if state == "unknown" else label
    owners = [each.name for each in practice.organisations]
    if len(owners) > _MOST_OWNERS:
        rest = gettext("%(count)s more", count=len(owners) - _MOST_OWNERS)
        owners = [*owners[:_MOST_OWNERS], rest]
    yield gettext("run by %(owners)s", owners=joined(owners))


def _also_in(practice: Practice, shown: Translation | None, collection: Collection, reader: Reader) -> Iterator[Link]:
    """The other languages of the entry, each by its own name."""
    if shown:
        href = reader.addresses.practice(practice.slug)
        yield Link(name_of(ENTRY_LANGUAGE, ENTRY_LANGUAGE), href, ENTRY_LANGUAGE)
    for language in sorted(collection.translations.get(practice.slug, {})):
        if shown is None or language != shown.language:
            href = reader.addresses.practice(f"{practice.slug}.{language}")
            yield Link(name_of(language, language), href, language)


_COMPILED = N_(
    "Written from copies of the listed sources on %(date)s. "
    "It has neither been held against the live pages nor been confirmed by the owner of the practice."
)


def _review(shown: Practice | Translation, collection: Collection, reader: Reader) -> ReviewView:
    review = shown.review
    label = term_label(collection, "review-statuses", review.status, reader)
    if review.status == "compiled" and review.date:
        return ReviewView(label, gettext(_COMPILED, date=date_text(review.date)))
    vocabulary = collection.vocabularies.get("review-statuses")
    term = vocabulary.find(review.status) if vocabulary else None
    parts = [term.definition if term else ""]
    if review.by:
        parts.append(gettext("Checked by %(name)s.", name=review.by))
    if review.date:
        parts.append(gettext("Date: %(date)s.", date=date_text(review.date)))
    return ReviewView(label, " ".join(part for part in parts if part))


def _studied(practice: Practice) -> str:
    """A study that nobody here has read is known, but nothing rests on it."""
    unread = sum(each.design == "unknown" for each in practice.evidence.evaluations)
    read = len(practice.evidence.evaluations) - unread
    if not practice.evidence.evaluations:
        return gettext("We know of no study of it.")
    rests = ngettext("Rests on %(count)s study.", "Rests on %(count)s studies.", read)
    known = ngettext(
        "%(count)s study is known that nobody here has read.",
        "%(count)s studies are known that nobody here has read.",
        unread,
    )
    return " ".join(text for text, count in ((rests, read), (known, unread)) if count)


_LIMITS_HEADING = "Limits, risks and safeguards"
_LIMITS_ID = "section-limits-risks-and-safeguards"


def _limits(outline: Iterable[OutlineItem]) -> Limits:
    if any(item.id == _LIMITS_ID for item in outline):
        return Limits(translated(_LIMITS_HEADING), f"#{_LIMITS_ID}")
    return Limits(gettext("There is no part on limits, risks and safeguards."), "")


def _study(evaluation: Evaluation, numbers: Mapping[str, int], collection: Collection, reader: Reader) -> StudyView:
    return StudyView(
        title=evaluation.title,
        year=str(evaluation.year or ""),
        design=term_label(collection, "evaluation-designs", evaluation.design, reader),
        evaluator=term_label(collection, "evaluator-independence", evaluation.independence, reader),
        organisation=evaluation.evaluator,
        effect=effect_mark(evaluation.effect, collection, reader),
        notes=notes_of(evaluation.sources, numbers),
    )


_ANSWERS: Mapping[str, str] = MappingProxyType(
    {"met": N_("Yes"), "partly": N_("Partly"), "unmet": N_("No"), "unknown": N_("Not known")}
)


def _checks(practice: Practice, collection: Collection, reader: Reader) -> Iterator[CheckView]:
    for check, answer in practice.transfer.items():
        label = term_label(collection, "transfer-checks", check, reader)
        yield CheckView(label, answer, translated(_ANSWERS.get(answer, answer)))


def _adoptions(
    practice: Practice, numbers: Mapping[str, int], collection: Collection, reader: Reader
) -> Iterator[AdoptionView]:
    for each in practice.adoptions:
        country = term_label(collection, "countries", each.country, reader).text
        place = ", ".join(part for part in (each.place, country, str(each.year or "")) if part)
        yield AdoptionView(place, each.outcome, notes_of(each.sources, numbers))


_MOST_TERMS = 2


def _similar(found: Similar, collection: Collection, reader: Reader) -> SimilarView:
    practice = collection.practices[Slug(found.group)]
    return SimilarView(
        title=practice.title,
        href=reader.addresses.practice(practice.slug),
        language=reader.foreign(ENTRY_LANGUAGE),
        terms=tuple(_term_link(name, term, collection, reader) for name, term in found.terms[:_MOST_TERMS]),
        words=found.words,
    )


def _term_link(name: str, term: str, collection: Collection, reader: Reader) -> Link:
    vocabulary = vocabulary_of(name)
    label = term_label(collection, vocabulary, term, reader)
    return Link(label.text, reader.addresses.terms(vocabulary, term), label.language)


def _unknown(practice: Practice) -> tuple[str, ...]:
    """What nobody has told yet, in words: fields first, then headings."""
    found = completeness(practice)
    labels = {field.name: field.label for field in FIELDS} | {"start": N_("First year")}
    names = [translated(labels[name]) for name in found.missing_fields]
    return (*names, *(translated(heading) for heading in found.missing_headings))


def _edit_address(name: str, slug: str, reader: Reader) -> str:
    """The address in the pattern that the site was given."""
    pattern = reader.settings.edit_url
    path = quote(f"practices/{name}.md")
    return pattern.replace("{path}", path).replace("{slug}", quote(slug)) if pattern else ""
