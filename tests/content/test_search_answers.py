"""Questions to the real collection with answers that were counted by hand.

An entry that is added or rewritten can belong to one of these answers: count again, and correct the list here.
"""

from __future__ import annotations

from collections import Counter

import pytest

from kb.documents import FACETS
from kb.fields import TERM_FIELDS, vocabulary_of
from kb.practice import Slug, freshness
from search import SearchQuery
from tests.content.real import SLUGS, found, front_matter, snapshot, terms
from tests.makers import TODAY

pytestmark = pytest.mark.content


def test_mentoring_finds_who_mentors_whatever_it_is_called() -> None:
    carry_the_term = {
        "aarhus-model",
        "channel-prevent",
        "derad-prisons",
        "desistance-disengagement-programme",
        "diamant-training",
        "heroes-berlin",
    }
    speak_of_a_mentor = {"aarhus-model", "dembra-norway"}
    speak_of_coaching = {"diamant-training", "r2pris-prison-toolset"}

    assert found("mentoring") == carry_the_term | speak_of_a_mentor | speak_of_coaching


def test_education_in_denmark_is_a_single_entry() -> None:
    assert found("", policy_areas="education", countries="DK") == {"aarhus-model"}


def test_british_and_american_spelling_find_the_same_in_the_same_order() -> None:
    british, american = (snapshot().search(SearchQuery(each)) for each in ("radicalisation", "radicalization"))

    assert british.total > len(SLUGS) / 2
    assert [hit.group for hit in british.hits] == [hit.group for hit in american.hits]
    assert british.facets == american.facets


@pytest.mark.parametrize("question", ["Jugendarbeit", "youth work", "jongerenwerk", "YOUTH-WORK"])
def test_youth_work_is_found_in_other_languages(question: str) -> None:
    carry_the_term = {
        "anchor-work-finland",
        "bounce-resilience-tools",
        "clear-clearing-procedure-schools",
        "diamant-training",
        "fseg-winterthur",
        "heroes-berlin",
        "police-empowerment-conversation-norway",
    }

    assert found(question) >= carry_the_term
    assert found("Jugendarbeit") == carry_the_term


def test_a_german_word_says_what_it_was_taken_for() -> None:
    hit = snapshot().search(SearchQuery("Jugendarbeit")).hits[0]

    reasons = {(each.word, each.relation.value, each.term.id) for each in hit.matches if each.term}
    assert reasons == {("Jugendarbeit", "translation", "youth-work")}


def test_a_name_in_another_language_finds_its_entry() -> None:
    assert found("Aarhusmodellen", countries="DK") == {"aarhus-model"}


def test_a_slip_of_the_pen_is_offered_its_word() -> None:
    assert snapshot().search(SearchQuery("educaton")).suggestion == "education"


def test_what_is_not_here_is_not_found() -> None:
    assert found("xylophone") == set()


def test_without_a_question_all_entries_are_listed_once() -> None:
    assert found("") == set(SLUGS)


def with_broader(vocabulary: str, identifiers: list[str]) -> set[str]:
    """Ids and all that is broader than they are, at any height."""
    reached: set[str] = set()
    waiting = list(identifiers)
    while waiting:
        each = waiting.pop()
        if each not in reached:
            reached.add(each)
            broader = terms(vocabulary).get(each, {}).get("broader", []) if vocabulary else []
            waiting += [str(name) for name in broader] if isinstance(broader, list) else []
    return reached


def values_of(slug: str, name: str) -> list[str]:
    """What an entry has in a facet, taken from its file as far as it is written there."""
    practice = snapshot().collection.practices[Slug(slug)]
    computed = {
        "evidence": practice.evidence_level,
        "effect": practice.effect,
        "freshness": freshness(practice.last_verified, TODAY).value,
    }
    written = computed.get(name) or front_matter(slug).get(name, [])
    return [str(each) for each in written] if isinstance(written, list) else [str(written)]


def counted(name: str, slugs: set[str]) -> Counter[str]:
    """How many of some entries have each value of a facet, or one that is narrower, counted one by one."""
    vocabulary = vocabulary_of(name)
    return Counter(value for slug in slugs for value in with_broader(vocabulary, values_of(slug, name)))


def shown(question: str, **filters: str) -> dict[str, dict[str, int]]:
    """The counts that a search shows, by facet and value; values that are only selected have none."""
    facets = snapshot().search(SearchQuery(question, frozenset(filters.items()))).facets
    return {facet.field: {each.id: each.count for each in facet.values if each.count} for facet in facets}


@pytest.mark.parametrize("name", FACETS)
def test_a_facet_counts_all_entries_as_one_would_one_by_one(name: str) -> None:
    assert shown("")[name] == dict(counted(name, set(SLUGS)))


@pytest.mark.parametrize("name", FACETS)
def test_a_facet_counts_what_a_question_finds(name: str) -> None:
    assert shown("police")[name] == dict(counted(name, found("police")))


@pytest.mark.parametrize("name", FACETS)
def test_a_facet_counts_what_the_other_facets_leave(name: str) -> None:
    chosen = {"prevention_levels": "secondary", "governance_level": "local"}
    others = {field: value for field, value in chosen.items() if field != name}

    assert shown("", **chosen)[name] == dict(counted(name, found("", **others)))


@pytest.mark.parametrize("name", FACETS)
def test_each_value_finds_as_many_entries_as_it_says(name: str) -> None:
    counts = shown("")[name]

    assert {value: len(found("", **{name: value})) for value in counts} == counts


@pytest.mark.parametrize("name", sorted(TERM_FIELDS))
def test_a_term_in_use_carries_the_entries_that_its_filter_finds(name: str) -> None:
    in_use = [each for each, term in terms(TERM_FIELDS[name]).items() if term["status"] != "retired"]
    tagged = {value: {str(each.slug) for each in snapshot().collection.tagged(name, value)} for value in in_use}

    assert tagged == {value: found("", **{name: value}) for value in tagged}
