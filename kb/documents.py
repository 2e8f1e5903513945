"""Practices -> documents of the search: what is findable, with which weight, and by which facets.

Documents hold ids and texts, never labels, so that a changed vocabulary needs no new index: labels and synonyms reach a
search as a thesaurus, at the time of asking.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from kb.fields import vocabulary_of
from kb.markup import plain_text
from kb.practice import EVIDENCE_LEVELS, Freshness, Practice, Translation, freshness
from kb.vocabulary import Term, Vocabulary
from search import Concept, Document, FacetField, Sort, SortKey, Text, Thesaurus

__all__ = ["ALIKE_BY", "FACETS", "document_of", "facet_fields", "redated", "thesaurus_of", "translation_document"]

FACETS: tuple[str, ...] = (
    "policy_areas",
    "countries",
    "prevention_levels",
    "working_groups",
    "approaches",
    "target_groups",
    "audiences",
    "settings",
    "governance_level",
    "state",
    "phenomena",
    "evidence",
    "effect",
    "freshness",
    "funding",
    "networks",
    "languages",
)
"""What readers can filter by, in the order of the page. The names are those of the fields, and of the URL arguments."""

_TOPICS = tuple(
    name for name in FACETS if name not in {"governance_level", "state", "evidence", "effect", "freshness", "languages"}
)
"""The facets whose terms a search word may lead to. Levels, states and effects have everyday names ("local",
"positive", "ended") that would lead nearly everywhere."""

ALIKE_BY: tuple[str, ...] = (
    "policy_areas",
    "approaches",
    "target_groups",
    "settings",
    "phenomena",
    "prevention_levels",
)
"""The facets that make practices alike: what is done, for whom, where and about what. Where it is, who pays for it and
how much is known of it do not, and working groups would count the policy areas twice."""

_NAMES, _SUMMARY = 2.0, 1.5
_SAYS_NOTHING = frozenset({"unknown"})


def document_of(practice: Practice, today: date) -> Document:
    """The document of an entry in its own language; `today` decides on freshness."""
    return Document(
        id=practice.slug,
        language="en",
        title=practice.title,
        texts=tuple(_texts(practice, plain_text(practice.body))),
        facets=_facets(practice, today),
        sort_keys=_sort_keys(practice),
    )


def redated(document: Document, practice: Practice, today: date) -> Document:
    """The same document on another day: only its freshness can differ."""
    return replace(document, facets=_facets(practice, today))


def translation_document(translation: Translation) -> Document:
    """The document of a translation; it is found as its original, whose facets and order it shares."""
    names = tuple(Text(name, _NAMES, snippet=False) for name in translation.also_known_as)
    return Document(
        id=f"{translation.slug}.{translation.language}",
        language=translation.language,
        title=translation.title,
        texts=(Text(translation.summary, _SUMMARY), Text(plain_text(translation.body)), *names),
        group=translation.slug,
    )


def _texts(practice: Practice, body: str) -> Iterator[Text]:
    yield Text(practice.summary, _SUMMARY)
    yield from (Text(passage) for passage in _passages(body, practice.headings))
    for name in practice.also_known_as:
        yield Text(name, _NAMES, snippet=False)
    for place in practice.places:
        yield Text(place, snippet=False)
    for organisation in practice.organisations:
        yield Text(organisation.name, snippet=False)
    for caveat in practice.caveats:
        yield Text(caveat.text)
    if practice.evidence.theory:
        yield Text(practice.evidence.theory)


def _passages(body: str, headings: tuple[str, ...]) -> Iterator[str]:
    """The parts of a plain text between its headings, which all entries share and which would blur a snippet."""
    passages: list[list[str]] = [[]]
    for line in body.splitlines():
        if line in headings:
            passages.append([])
        else:
            passages[-1].append(line)
    yield from ("\n".join(lines) for lines in passages if lines)


def _facets(practice: Practice, today: date) -> Mapping[str, tuple[str, ...]]:
    computed: Mapping[str, tuple[str, ...]] = {
        "evidence": (practice.evidence_level,),
        "effect": (practice.effect,),
        "freshness": (freshness(practice.last_verified, today).value,),
        "languages": practice.languages,
    }
    return {name: computed.get(name) or tuple(practice.terms_in(name)) for name in FACETS}


def _sort_keys(practice: Practice) -> Mapping[str, SortKey]:
    """Newest is by the day of the entry's review, which is when it came or was last gone through."""
    keys: dict[str, SortKey] = {Sort.EVIDENCE.value: EVIDENCE_LEVELS.index(practice.evidence_level)}
    if practice.review.date:
        keys[Sort.NEWEST.value] = practice.review.date.isoformat()
    if practice.last_verified:
        keys[Sort.VERIFIED.value] = practice.last_verified.isoformat()
    return keys


def facet_fields(vocabularies: Mapping[str, Vocabulary]) -> tuple[FacetField, ...]:
    """The facets with what their vocabularies know of them: every id, what is broader, what replaced what."""
    return tuple(_facet_field(name, vocabularies.get(vocabulary_of(name))) for name in FACETS)


def _facet_field(name: str, vocabulary: Vocabulary | None) -> FacetField:
    if vocabulary is None:
        return FacetField(name, values=tuple(state.value for state in Freshness) if name == "freshness" else ())
    terms = vocabulary.terms.values()
    return FacetField(
        name,
        broader={term.id: tuple(term.broader) for term in terms if term.broader},
        values=tuple(term.id for term in terms),
        replaced={
            term.id: tuple(each.id for each in vocabulary.successors(term.id)) for term in terms if term.is_retired
        },
    )


def thesaurus_of(vocabularies: Mapping[str, Vocabulary]) -> Thesaurus:
    """Labels and synonyms of all topics in all languages, and the rings of the glossary."""
    concepts = [concept for name in _TOPICS for concept in _concepts(name, vocabularies.get(vocabulary_of(name)))]
    return Thesaurus.of([*concepts, *_concepts(None, vocabularies.get("glossary"))])


def _concepts(name: str | None, vocabulary: Vocabulary | None) -> Iterator[Concept]:
    for term in vocabulary.terms.values() if vocabulary else ():
        if vocabulary and term.id not in _SAYS_NOTHING:
            narrower = tuple(each.id for each in vocabulary.narrower(term.id))
            successors = tuple(each.id for each in vocabulary.successors(term.id))
            yield Concept(name, term.id, _labels(term), narrower, successors)


def _labels(term: Term) -> Mapping[str, tuple[str, ...]]:
    words: dict[str, list[str]] = {}
    for language, name in term.names():
        words.setdefault(language, []).append(name)
    if "acronym" in term.notes:
        words["en"].append(term.notes["acronym"])
    return {language: tuple(dict.fromkeys(names)) for language, names in words.items()}
