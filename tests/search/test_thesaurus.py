from __future__ import annotations

import pytest

from search import EMPTY, Concept, Thesaurus
from search.analysis import Analyser, split, without_joined
from tests.search.makers import youth_work


def labels_in(text: str, *concepts: Concept) -> list[tuple[str, list[str]]]:
    """What is found: the reader's words, and the ids of the terms."""
    words = without_joined(split(text))
    return [
        (" ".join(word.text for word in found.words), [label.concept.id for label in found.labels])
        for found in Thesaurus.of(concepts).labels_in(words, Analyser())
    ]


@pytest.mark.parametrize(
    "text",
    [
        "youth work",
        "Youth Works",
        "youth-work",
        "jugendarbeit",
        "travail de jeunesse",
        "TRAVAIL DE JEUNESSES",
        "youth services",
    ],
)
def test_a_label_is_found_in_any_language_and_inflection(text: str) -> None:
    assert [ids for _, ids in labels_in(text, youth_work())] == [["youth-work"]]


def test_accents_need_not_be_typed() -> None:
    concept = Concept("area", "citizenship", {"fr": ("éducation à la citoyenneté",)})

    assert labels_in("education a la citoyennete", concept)


def test_spellings_of_a_label_are_one() -> None:
    concept = Concept("area", "centres", {"en": ("rehabilitation programme",)})

    assert labels_in("rehabilitation program", concept)


def test_the_longest_label_goes_first() -> None:
    short = Concept("area", "work", {"en": ("work",)})

    assert labels_in("youth work and work", youth_work(), short) == [
        ("youth work", ["youth-work"]),
        ("work", ["work"]),
    ]


def test_the_beginning_of_a_label_is_no_label() -> None:
    assert labels_in("youth travail de", youth_work()) == []


def test_an_ambiguous_label_leads_to_all_its_terms() -> None:
    one = Concept("area", "cells", {"en": ("cell",)})
    other = Concept("group", "cell", {"en": ("cell",)})

    assert labels_in("cell", one, other) == [("cell", ["cells", "cell"])]


def test_a_label_as_written_goes_before_one_with_the_same_stem() -> None:
    one = Concept("area", "police", {"en": ("policing",)})
    other = Concept("area", "policed", {"en": ("policed",)})

    assert labels_in("policed", one, other) == [("policed", ["policed"])]


def test_words_around_a_label_are_passed_over() -> None:
    assert labels_in("more youth work please", youth_work()) == [("youth work", ["youth-work"])]


def test_a_label_without_words_is_never_found() -> None:
    assert labels_in("a", Concept("area", "x", {"en": ("&", "")})) == []


def test_nothing_is_found_without_concepts() -> None:
    assert list(EMPTY.labels_in(split("youth work"), Analyser())) == []


def test_a_label_names_the_value_of_its_field() -> None:
    thesaurus = Thesaurus.of([youth_work(), Concept(None, "ring", {"en": ("ring",)})])

    assert thesaurus.value_id("area", "JUGENDARBEIT") == "youth-work"
    assert thesaurus.value_id("country", "Jugendarbeit") is None
    assert thesaurus.value_id("area", "ring") is None


def test_a_concept_is_known_by_its_field_and_id() -> None:
    thesaurus = Thesaurus.of([youth_work()])

    assert thesaurus.concept("area", "youth-work") == youth_work()
    assert thesaurus.concept(None, "youth-work") is None


def test_the_words_of_labels_are_kept_as_written() -> None:
    thesaurus = Thesaurus.of([youth_work()])

    assert thesaurus.words_in(["de", "mt"]) == {"jugendarbeit": "Jugendarbeit"}


@pytest.mark.parametrize("language, expected", [("de", "Jugendarbeit"), ("mt", "youth work"), ("en", "youth work")])
def test_a_concept_is_called_by_its_preferred_label(language: str, expected: str) -> None:
    assert youth_work().label(language) == expected


def test_a_concept_without_labels_is_called_by_its_id() -> None:
    assert Concept("area", "x", {"en": ()}).label("en") == "x"


def test_concepts_can_be_members_of_sets() -> None:
    assert len({youth_work(), youth_work()}) == 1


def network() -> Concept:
    return Concept(
        "network", "ran", {"en": ("Radicalisation Awareness Network", "RAN", "RAN YF&C", "CVE", "app", "AGE")}
    )


@pytest.mark.parametrize("text", ["mothers who ran away", "all ages"])
def test_an_acronym_is_not_taken_for_an_ordinary_word(text: str) -> None:
    assert labels_in(text, network()) == []


@pytest.mark.parametrize("text", ["RAN", "ran yf&c", "cve", "CVE", "app"])
def test_an_acronym_is_known_by_its_capitals_or_because_no_word_looks_like_it(text: str) -> None:
    assert [ids for _, ids in labels_in(text, network())] == [["ran"]]


def test_a_stop_word_of_another_language_is_no_acronym() -> None:
    greece = Concept("country", "GR", {"en": ("Greece", "EL")})

    assert labels_in("el colegio", greece) == []
    assert labels_in("EL", greece) == [("EL", ["GR"])]


def test_what_is_english_is_not_read_in_another_language() -> None:
    place = Concept("setting", "school", {"en": ("School",), "nl": ("School",)})
    area = Concept("area", "education", {"en": ("Education", "schools"), "nl": ("Onderwijs", "school")})
    other = Concept("area", "other", {"en": ("Other",), "nl": ("school",)})
    (one,) = Thesaurus.of([place, area, other]).labels_in(split("school"), Analyser())

    assert [(label.text, label.language) for label in one.labels] == [("School", "en"), ("schools", "en")]


def test_a_concept_is_recognised_in_english_where_stems_of_several_languages_fit() -> None:
    concept = Concept("area", "mentor", {"en": ("mentor",), "nl": ("mentor",), "de": ("Mentors",)})
    (one,) = Thesaurus.of([concept]).labels_in(split("mentored"), Analyser())

    assert {label.language for label in one.labels} == {"en"}
