from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bench.makers import some_real_documents
from tests.bench.texts import COUNTED, WORDS, Kind, drawn, frequent_words, questions
from tests.search.makers import a_document

REAL = some_real_documents()


def word_count(texts: tuple[str, ...]) -> int:
    return sum(len(text.split()) for text in texts)


def test_the_same_seed_draws_the_same_documents() -> None:
    again = drawn(REAL, 5, seed=1)

    assert drawn(REAL, 5, seed=1) == again


def test_another_seed_draws_other_documents() -> None:
    others = drawn(REAL, 5, seed=2)

    assert drawn(REAL, 5, seed=1) != others


@given(few=st.integers(0, 6), many=st.integers(0, 6))
def test_the_first_documents_are_the_same_whatever_the_count(few: int, many: int) -> None:
    assert drawn(REAL, few + many)[:few] == drawn(REAL, few)


@given(seed=st.integers())
def test_a_text_is_as_long_as_wanted_but_for_half_a_passage(seed: int) -> None:
    longest = max(word_count((text.text,)) for document in REAL for text in document.texts)

    (document,) = drawn(REAL, 1, seed)

    assert abs(word_count(tuple(text.text for text in document.texts)) - WORDS) <= longest / 2


def test_every_passage_is_one_of_the_real_entries() -> None:
    real = {text for document in REAL for text in document.texts}

    assert {text for document in drawn(REAL, 5) for text in document.texts} <= real


def test_facet_values_are_those_of_the_real_entries() -> None:
    real = {(name, values) for document in REAL for name, values in document.facets.items()}

    assert {pair for document in drawn(REAL, 5) for pair in document.facets.items()} <= real


def test_six_facets_are_counted() -> None:
    assert len(set(COUNTED)) == 6


@pytest.mark.parametrize("kind", Kind)
def test_the_same_seed_draws_the_same_questions(kind: Kind) -> None:
    again = questions(REAL, kind, 9, seed=1)

    assert questions(REAL, kind, 9, seed=1) == again


@pytest.mark.parametrize("kind, length", [(Kind.TERM, 1), (Kind.ANY, 3), (Kind.PHRASE, 2)])
def test_a_question_has_as_many_words_as_its_kind(kind: Kind, length: int) -> None:
    asked = questions(REAL, kind, 9)

    assert {len(question.words) for question in asked} == {length}


def test_the_words_of_a_phrase_stand_in_a_row_somewhere() -> None:
    whole = "\n".join(text.text for document in REAL for text in document.texts)

    asked = questions(REAL, Kind.PHRASE, 9)

    assert [question for question in asked if " ".join(question.words) not in whole] == []


def test_no_phrase_reaches_over_punctuation() -> None:
    real = [a_document("a", "first second, fourth-fifth sixths sevenths.", facets={COUNTED[0]: ("x",)})]

    asked = questions(real, Kind.PHRASE, 9)

    assert {question.words for question in asked} == {("sixths", "sevenths")}


def test_a_question_filters_by_a_value_of_a_document_that_has_its_words() -> None:
    real = [a_document("a", "mentoring", facets={COUNTED[0]: ("x",)})]

    (question,) = questions(real, Kind.TERM, 1)

    assert question.chosen == (COUNTED[0], "x")


def test_the_most_frequent_word_comes_first() -> None:
    assert frequent_words([a_document("a", "One two, two three three Three")]) == ("three", "two", "one")
