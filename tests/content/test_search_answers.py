"""Questions to the real collection, with answers that are counted once more over the files as they lie there."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from kb.documents import FACETS
from kb.fields import TERM_FIELDS, vocabulary_of
from kb.practice import Slug, freshness
from search import SearchQuery
from tests.content.real import SLUGS, found, front_matter, snapshot, terms, text
from tests.makers import TODAY

pytestmark = pytest.mark.content


def own_words(slug: str) -> str:
    """What an entry says itself: all of its file but the list of its sources."""
    _, front, body = text(slug).split("---\n", 2)
    return re.sub(r"(?ms)^sources:.*?^(?=review:)", "", front) + body


def who_say(*forms: str) -> set[str]:
    """The entries with one of these words in them, whatever the case."""
    pattern = re.compile(rf"(?i)\b(?:{'|'.join(forms)})\b")
    return {slug for slug in SLUGS if pattern.search(own_words(slug))}


def who_carry(name: str, identifier: str) -> set[str]:
    """The entries that are tagged with a term, or with one that is narrower."""
    vocabulary = vocabulary_of(name)
    return {slug for slug in SLUGS if identifier in with_broader(vocabulary, values_of(slug, name))}


def test_mentoring_finds_who_mentors_whatever_it_is_called() -> None:
    answer = found("mentoring")

    assert answer >= who_carry("approaches", "mentoring") | who_say("mentors?", "mentoring", "mentored", "mentorship")
    assert answer <= who_carry("approaches", "mentoring") | who_say(
        *(r"mentor\w*", r"coach\w*", r"casework\w*", r"intervention\s+providers?")
    )


def test_education_in_denmark_is_what_is_tagged_with_both() -> None:
    answer = found("", policy_areas="education", countries="DK")

    assert answer == who_carry("policy_areas", "education") & who_carry("countries", "DK")
    assert "aarhus-model" in answer


def test_british_and_american_spelling_find_the_same_in_the_same_order() -> None:
    british, american = (snapshot().search(SearchQuery(each)) for each in ("radicalisation", "radicalization"))

    assert british.total > len(SLUGS) / 2
    assert [hit.group for hit in british.hits] == [hit.group for hit in american.hits]
    assert british.facets == american.facets


@pytest.mark.parametrize("question", ["Jugendarbeit", "youth work", "jongerenwerk", "YOUTH-WORK"])
def test_youth_work_is_found_in_other_languages(question: str) -> None:
    assert found(question) >= who_carry("policy_areas", "youth-work")


def test_a_german_word_finds_its_term_and_not_all_that_sounds_like_it() -> None:
    named = who_say("Jugendarbeit") | who_say(r"youth\s+work\w*", r"youth\s+services?")

    assert found("Jugendarbeit") <= who_carry("policy_areas", "youth-work") | named


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
