"""Practices as documents of the search: what is findable, with which weight, and by which facets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kb.documents import ALIKE_BY, FACETS, document_of, facet_fields, redated, thesaurus_of, translation_document
from kb.fields import FIELDS, TERM_FIELDS, vocabulary_of
from kb.practice import Adoption, Caveat, Organisation, Review
from kb.vocabulary import TermId
from search import Concept, Document, FacetField, Index, SearchQuery, Text
from search.query import RESERVED_ARGS
from tests.makers import (
    TODAY,
    a_practice,
    a_reference,
    a_retired_term,
    a_term,
    a_translation,
    a_vocabulary,
    an_evaluation,
    vocabularies,
)


def facets(document: Document) -> dict[str, tuple[str, ...]]:
    """The facets that have a value."""
    return {name: values for name, values in document.facets.items() if values}


def test_a_document_has_the_slug_the_title_and_the_language_of_its_practice() -> None:
    document = document_of(a_practice("exit-sweden", "Exit Sweden"), TODAY)

    assert (document.id, document.group, document.title, document.language) == (
        "exit-sweden",
        "exit-sweden",
        "Exit Sweden",
        "en",
    )


def test_all_that_a_practice_says_is_searched_and_names_count_more() -> None:
    practice = a_practice(
        summary="Mentors help people leave.",
        body="## What it is\n\nA **group** of mentors.[^s1]\n",
        also_known_as=("Entré",),
        places=("Motala",),
        organisations=(Organisation("Fryshuset", TermId("ngo")),),
        caveats=(Caveat("No outcome study is known.", ("s1",)),),
        theory="Trust makes leaving easier.",
    )

    document = document_of(practice, TODAY)

    assert document.texts == (
        Text("Mentors help people leave.", 1.5),
        Text("A group of mentors."),
        Text("Entré", 2.0, snippet=False),
        Text("Motala", snippet=False),
        Text("Fryshuset", snippet=False),
        Text("No outcome study is known."),
        Text("Trust makes leaving easier."),
    )


def test_a_document_of_another_day_is_the_one_that_is_made_on_that_day() -> None:
    practice = a_practice(last_verified=TODAY)
    later = TODAY.replace(year=TODAY.year + 3)

    document = redated(document_of(practice, TODAY), practice, later)

    assert document == document_of(practice, later)
    assert document.facets["freshness"] == ("stale",)


def test_the_facets_of_a_document_are_the_terms_of_its_practice() -> None:
    terms = {name: (f"{name}-1", f"{name}-2") for name in FACETS if name in TERM_FIELDS}

    document = document_of(a_practice(terms=terms, languages=("da", "en")), TODAY)

    expected = {**terms, "evidence": ("E0",), "effect": ("unknown",), "freshness": ("unverified",)}
    assert document.facets == {**expected, "languages": ("da", "en")}


def test_computed_facets_follow_from_evidence_and_day() -> None:
    practice = a_practice(evaluations=[an_evaluation("rct", effect="harmful")], last_verified=date(2024, 11, 30))

    assert facets(document_of(practice, TODAY)) == {
        "evidence": ("E4",),
        "effect": ("harmful",),
        "freshness": ("ageing",),
    }


def test_a_day_later_a_document_can_be_less_fresh() -> None:
    practice = a_practice(last_verified=date(2024, 11, 30))

    assert document_of(practice, date(2026, 12, 1)).facets["freshness"] == ("stale",)


def test_where_a_practice_was_taken_up_is_no_country_of_its_own() -> None:
    practice = a_practice(adoptions=(Adoption("Ghent", "Kept.", ("s1",), "BE"),), terms={"countries": ("DK",)})

    assert document_of(practice, TODAY).facets["countries"] == ("DK",)


def test_documents_are_sorted_by_evidence_review_and_check() -> None:
    practice = a_practice(
        evaluations=[an_evaluation("process")],
        review=Review(TermId("reviewed"), date=date(2026, 3, 1)),
        last_verified=date(2026, 2, 1),
    )

    assert document_of(practice, TODAY).sort_keys == {
        "evidence": 2,
        "newest": "2026-03-01",
        "verified": "2026-02-01",
    }


def test_a_document_without_days_is_sorted_by_evidence_alone() -> None:
    assert document_of(a_practice(references=[a_reference()]), TODAY).sort_keys == {"evidence": 0}


def test_a_translation_is_found_as_its_original() -> None:
    translation = a_translation(
        "exit", "sv", "Utgång", "Mentorer hjälper.", body="## Vad det är\n\nEn grupp.\n", also_known_as=("Entré",)
    )

    assert translation_document(translation) == Document(
        id="exit.sv",
        language="sv",
        title="Utgång",
        texts=(
            Text("Mentorer hjälper.", 1.5),
            Text("Vad det är\nEn grupp."),
            Text("Entré", 2.0, snippet=False),
        ),
        group="exit",
    )


def test_a_question_in_the_language_of_a_translation_finds_the_practice_once() -> None:
    practice, translation = a_practice("exit", "Exit"), a_translation("exit", "sv", "Utgång")
    index = Index.build([document_of(practice, TODAY), translation_document(translation)], facet_fields({}))

    results = index.search(SearchQuery("utgång"))

    assert [(hit.group, hit.id) for hit in results.hits] == [("exit", "exit.sv")]


def test_every_facet_is_a_field_or_computed_and_no_other_argument() -> None:
    fields = {field.name for field in FIELDS}

    assert set(FACETS) - fields == {"effect", "freshness"}
    assert RESERVED_ARGS.isdisjoint(FACETS)
    assert len(set(FACETS)) == len(FACETS)


def test_every_field_that_holds_terms_is_a_facet() -> None:
    assert set(TERM_FIELDS) <= set(FACETS)


def test_a_facet_knows_all_ids_what_is_broader_and_what_replaced_what() -> None:
    areas = a_vocabulary(
        "policy-areas",
        "sport",
        a_term("judo", broader=["sport"]),
        a_retired_term("games", "play"),
        a_retired_term("play", "sport", "judo"),
    )

    fields = {each.name: each for each in facet_fields(vocabularies(areas))}

    assert fields["policy_areas"] == FacetField(
        "policy_areas",
        broader={"judo": ("sport",)},
        values=("sport", "judo", "games", "play"),
        replaced={"games": ("sport", "judo"), "play": ("sport", "judo")},
    )


def test_facets_stand_in_their_order_even_without_a_list() -> None:
    fields = facet_fields({})

    assert tuple(each.name for each in fields) == FACETS
    assert {each.name: each.values for each in fields if each.values} == {
        "freshness": ("unverified", "fresh", "ageing", "stale", "archived")
    }


@pytest.mark.parametrize("name", [name for name in FACETS if name not in ("freshness", "languages")])
def test_every_other_facet_has_a_list(name: str) -> None:
    assert vocabulary_of(name) != ""


def test_the_labels_of_topics_lead_to_their_terms_in_every_language() -> None:
    term = a_term(
        "youth-work", "Youth work", labels={"de": "Jugendarbeit"}, synonyms={"en": ("YW",), "fr": ("animation",)}
    )

    thesaurus = thesaurus_of(vocabularies(a_vocabulary("policy-areas", term)))

    assert thesaurus.concept("policy_areas", "youth-work") == Concept(
        "policy_areas",
        "youth-work",
        {"en": ("Youth work", "YW"), "de": ("Jugendarbeit",), "fr": ("animation",)},
    )


def test_an_acronym_leads_to_its_term_once() -> None:
    group = a_term("ran-edu", "RAN EDU", notes={"acronym": "EDU"})
    other = a_term("ran-local", "LOCAL", notes={"acronym": "LOCAL"})

    thesaurus = thesaurus_of(vocabularies(a_vocabulary("working-groups", group, other)))

    concepts = [thesaurus.concept("working_groups", each.id) for each in (group, other)]
    assert concepts == [
        Concept("working_groups", "ran-edu", {"en": ("RAN EDU", "EDU")}),
        Concept("working_groups", "ran-local", {"en": ("LOCAL",)}),
    ]


def test_a_term_leads_to_narrower_terms_and_a_retired_one_to_its_successors() -> None:
    areas = a_vocabulary("policy-areas", "sport", a_term("judo", broader=["sport"]), a_retired_term("games", "sport"))

    thesaurus = thesaurus_of(vocabularies(areas))

    concepts = [thesaurus.concept("policy_areas", each) for each in ("sport", "games")]
    assert concepts == [
        Concept("policy_areas", "sport", {"en": ("Sport",)}, narrower=("judo",)),
        Concept("policy_areas", "games", {"en": ("Games",)}, successors=("sport",)),
    ]


def test_the_glossary_is_a_ring_of_words_without_a_facet() -> None:
    glossary = a_vocabulary("glossary", a_term("p-cve", "PVE", synonyms={"en": ("CVE",)}))

    thesaurus = thesaurus_of(vocabularies(glossary))

    assert thesaurus.concept(None, "p-cve") == Concept(None, "p-cve", {"en": ("PVE", "CVE")})


@pytest.mark.parametrize(
    "vocabulary, name",
    [("governance-levels", "governance_level"), ("practice-states", "state"), ("effects", "effect")],
)
def test_everyday_names_of_levels_states_and_effects_lead_nowhere(vocabulary: str, name: str) -> None:
    thesaurus = thesaurus_of(vocabularies(a_vocabulary(vocabulary, "ended")))

    assert thesaurus.concept(name, "ended") is None


def test_a_term_that_says_that_nothing_is_known_leads_nowhere() -> None:
    thesaurus = thesaurus_of(vocabularies(a_vocabulary("settings", "unknown", "school")))

    found = [thesaurus.concept("settings", each) is not None for each in ("unknown", "school")]
    assert found == [False, True]


def test_without_lists_there_is_no_concept() -> None:
    assert dict(thesaurus_of({}).words) == {}


def test_practices_are_alike_by_facets_with_a_vocabulary() -> None:
    assert set(ALIKE_BY) <= set(FACETS) & set(TERM_FIELDS)


def test_practices_are_alike_by_what_is_done_and_not_by_where() -> None:
    mentoring = {"approaches": ("mentoring",)}
    given = [
        a_practice("a", "One", "Said here.", terms={**mentoring, "countries": ("DK",)}),
        a_practice("b", "Two", "Told there.", terms={**mentoring, "countries": ("SE",)}),
        a_practice("c", "Three", "Heard of.", terms={"approaches": ("theatre",), "countries": ("DK",)}),
    ]
    documents = [replace(document_of(each, TODAY), texts=()) for each in given]

    found = Index.build(documents, facet_fields({})).similar("a", ALIKE_BY)

    assert [(each.group, each.terms) for each in found] == [("b", (("approaches", "mentoring"),))]
