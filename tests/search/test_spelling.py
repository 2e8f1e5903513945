from __future__ import annotations

import pytest

from search.spelling import is_inflection, is_same_spelling, spelled


@pytest.mark.parametrize(
    "british, american",
    [
        ("radicalisation", "radicalization"),
        ("organise", "organize"),
        ("organisers", "organizers"),
        ("behavioural", "behavioral"),
        ("neighbourhood", "neighborhood"),
        ("centre", "center"),
        ("programmes", "programs"),
        ("counselling", "counseling"),
        ("counsellor", "counselor"),
        ("defence", "defense"),
        ("analysing", "analyzing"),
        ("judgement", "judgment"),
        ("dialogue", "dialog"),
    ],
)
def test_british_and_american_are_one(british: str, american: str) -> None:
    assert spelled(british, "en") == spelled(american, "en")
    assert is_same_spelling(british, american, "en")


@pytest.mark.parametrize("one, other", [("four", "for"), ("hour", "hor"), ("acre", "acer"), ("called", "caled")])
def test_other_words_are_not_made_one(one: str, other: str) -> None:
    assert spelled(one, "en") != spelled(other, "en")


def test_short_words_keep_their_z() -> None:
    assert spelled("size", "en") == "size"


def test_other_languages_keep_their_verbs_in_iz() -> None:
    assert spelled("organize", "pt") == "organize"


def test_english_words_in_other_languages_are_made_one() -> None:
    assert spelled("radicalization", "nl") == spelled("radicalisation", "nl")


def test_german_umlauts_can_be_written_with_e() -> None:
    assert is_same_spelling("jugendamter", "jugendaemter", "de")
    assert not is_same_spelling("jugendamter", "jugendaemter", "en")


@pytest.mark.parametrize(
    "one, other",
    [("family", "families"), ("mother", "mothers"), ("programme", "programs"), ("cve", "cve"), ("mentoring", "mentor")],
)
def test_a_plain_inflection_is_the_same_word(one: str, other: str) -> None:
    assert is_inflection(one, other, "en")
    assert is_inflection(other, one, "en")


@pytest.mark.parametrize("other", ["related", "relations", "relation", "relate"])
def test_a_word_of_the_same_stem_can_be_another_word(other: str) -> None:
    assert not is_inflection("relatives", other, "en")
