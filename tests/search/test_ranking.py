from __future__ import annotations

import math

import pytest

from search import Document, Index, SearchQuery, Text
from search.analysis import Analyser
from tests.search.makers import a_document, an_index, found, ids


def score(index: Index, text: str) -> float:
    return index.search(SearchQuery(text)).hits[0].score


def order(index: Index, text: str) -> list[str]:
    return ids(index.search(SearchQuery(text)))


def test_a_score_is_bm25_with_lucenes_idf() -> None:
    index = an_index(a_document("a", "mentor mentor school"), a_document("b", "prison"))

    # two documents, one with the word; twice in three words where two is the mean
    idf = math.log(1 + (2 - 1 + 0.5) / (1 + 0.5))
    expected = idf * 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 3 / 2))
    assert score(index, "mentor") == pytest.approx(expected)


def test_the_title_counts_three_times() -> None:
    index = an_index(a_document("a", title="mentor", body="x y z"), a_document("b", title="x", body="mentor y z"))

    assert order(index, "mentor") == ["a", "b"]


def test_a_passage_counts_as_much_as_it_weighs() -> None:
    heavy = Document("a", "en", "", (Text("mentor", 2.0), Text("school street", 1.0)))
    light = Document("b", "en", "", (Text("mentor", 1.0), Text("school street", 1.5)))

    assert order(an_index(heavy, light), "mentor") == ["a", "b"]


def test_a_word_written_twice_counts_twice() -> None:
    index = an_index(a_document("a", "mentor school"), a_document("b", "prison"))

    assert score(index, "mentor mentor") == pytest.approx(2 * score(index, "mentor"))


def test_a_rare_word_counts_more_than_a_frequent_one() -> None:
    index = an_index(a_document("a", "mentor"), a_document("b", "school"), a_document("c", "school"))

    assert order(index, "school mentor")[0] == "a"


def test_more_words_are_better_than_one() -> None:
    index = an_index(a_document("a", "mentor school"), a_document("b", "mentor prison"))

    assert order(index, "mentor school") == ["a", "b"]


def test_stop_words_find_nothing_beside_other_words() -> None:
    index = an_index(a_document("a", "the mentor"), a_document("b", "the school"))

    assert order(index, "the mentor") == ["a"]


def test_stop_words_alone_are_searched() -> None:
    index = an_index(a_document("a", "who are the mentors"), a_document("b", "school"))

    assert order(index, "who are the") == ["a"]


def test_stop_words_do_not_lengthen_a_document() -> None:
    short = an_index(a_document("a", "mentor school"), a_document("b", "prison"))
    long = an_index(a_document("a", "the mentor of the school"), a_document("b", "a prison"))

    assert score(long, "mentor") == score(short, "mentor")


def test_a_stop_word_of_one_language_is_a_word_of_another() -> None:
    index = an_index(a_document("a", "a cold war"), a_document("b", "es war kalt", language="de"))

    assert order(index, "war") == ["a"]


def test_a_word_is_stemmed_by_the_language_of_each_document() -> None:
    index = an_index(a_document("a", "schools"), a_document("b", "Schulen", language="de"), a_document("c", "x"))

    assert found(index, "school") == {"a"}
    assert found(index, "Schule") == {"b"}


def test_accents_need_not_be_typed_for_a_stem_that_depends_on_them() -> None:
    index = an_index(a_document("a", "a educação", language="pt"), a_document("b", "educações", language="pt"))

    assert found(index, "educacao") == {"a", "b"}


def test_a_word_with_and_without_accents_is_one_word_though_its_stems_differ() -> None:
    index = an_index(a_document("a", "educação educacao", language="pt"), a_document("b", "x"))

    both = score(index, "educacao")

    assert both > score(index, "educações") > 0


def test_words_with_the_same_letters_and_other_accents_are_found_together() -> None:
    index = an_index(
        a_document("a", "la pêche au péché", language="fr"),
        a_document("b", "le péché", language="fr"),
        a_document("c", "le pêcher", language="fr"),
    )

    assert {"a", "b"} <= found(index, "peche")


def test_a_phrase_must_stand_together() -> None:
    index = an_index(a_document("a", "open the door"), a_document("b", "the open doors"))

    assert found(index, '"open door"') == {"b"}


def test_a_phrase_does_not_reach_into_the_next_passage() -> None:
    document = Document("a", "en", "open", (Text("door"), Text("open"), Text("door")))

    assert found(an_index(document), '"open door"') == set()


def test_a_phrase_with_stop_words_wants_just_these() -> None:
    index = an_index(a_document("a", "work with youth"), a_document("b", "work for youth"))

    assert found(index, '"work with youth"') == {"a"}


def test_a_word_is_looked_up_in_chosen_languages_only() -> None:
    index = an_index(a_document("a", "Radio"), a_document("b", "Radio", language="de"))

    lookup = index._contents.postings.lookup("radio", Analyser(), ("de",))

    assert set(lookup.stems) == {"de"}
