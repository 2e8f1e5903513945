from __future__ import annotations

import pytest

from search import Concept, Index, SearchQuery, Thesaurus
from search.thesaurus import EMPTY
from tests.search.makers import a_document, an_index, youth_work


def suggestion(index: Index, text: str, thesaurus: Thesaurus = EMPTY) -> str | None:
    return index.search(SearchQuery(text), thesaurus).suggestion


@pytest.fixture
def index() -> Index:
    return an_index(
        a_document("a", "The prison and its mentors. Prevention, prevention, PREVENTION."),
        a_document("b", "Präventionsarbeit mit Jugendlichen", language="de"),
        a_document("c", "Πρόληψη στα σχολεία", language="el"),
    )


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("prisson", "prison"),
        ("prson", "prison"),
        ("prisen", "prison"),
        ("prisno", "prison"),
        ("jugendlicen", "Jugendlichen"),
        ("präventionsarbiet", "Präventionsarbeit"),
        ("προλψη", "Πρόληψη"),
        ("prevntion", "prevention"),
        ("prevntiom", "prevention"),
    ],
)
def test_one_typing_error_is_put_right(index: Index, typed: str, meant: str) -> None:
    assert suggestion(index, typed) == meant


def test_the_rest_of_the_query_stays_as_it_was(index: Index) -> None:
    assert suggestion(index, 'mentors "open" prisson -x') == 'mentors "open" prison -x'


def test_several_words_are_put_right(index: Index) -> None:
    assert suggestion(index, "prisson mentros") == "prison mentors"


@pytest.mark.parametrize("text", ["prison", "prisons", "xyzxyz", "prs", "12345", "prisso", "x" * 40])
def test_there_is_no_suggestion_where_there_is_nothing_better(index: Index, text: str) -> None:
    assert suggestion(index, text) is None


def test_the_more_frequent_word_is_suggested() -> None:
    index = an_index(a_document("a", "mentor mentor center"), a_document("b", "mentos"))

    assert suggestion(index, "mentoz") == "mentor"


def test_words_of_vocabularies_are_suggested() -> None:
    index = an_index(a_document("a", "school"))

    assert suggestion(index, "Jugendarbiet", Thesaurus.of([youth_work()])) == "Jugendarbeit"


def test_a_label_that_documents_do_not_contain_is_no_error() -> None:
    index = an_index(a_document("a", "Jugendarbeiten", language="mt"))

    assert suggestion(index, "Jugendarbeiten") is None
    assert suggestion(index, "Jugendarbeit", Thesaurus.of([youth_work()])) is None


def test_the_joined_form_of_two_words_is_no_error() -> None:
    index = an_index(a_document("a", "streets and works, streetwork"))

    assert suggestion(index, "street-wonk") is None


def test_a_short_word_may_have_one_error_only(index: Index) -> None:
    assert suggestion(index, "przsom") is None


def test_two_errors_do_not_change_how_a_word_begins(index: Index) -> None:
    assert suggestion(index, "trevntion") is None


def test_a_question_in_another_language_is_put_right_by_labels_alone() -> None:
    index = an_index(a_document("a", "The arbiter of travel."))

    assert suggestion(index, "le travial de la jeunesse", Thesaurus.of([youth_work()])) == "le travail de la jeunesse"
    assert suggestion(index, "le arbitr de la rue", Thesaurus.of([youth_work()])) is None
    assert suggestion(index, "the arbitr", Thesaurus.of([youth_work()])) == "the arbiter"


def test_what_is_put_right_is_searched_at_once(index: Index) -> None:
    results = index.search(SearchQuery("prisson"))

    assert (results.total, results.suggestion, results.is_respelled) == (1, "prison", True)


def test_an_exact_search_is_only_told_of_the_other_spelling(index: Index) -> None:
    results = index.search(SearchQuery("prisson", exact=True))

    assert (results.total, results.suggestion, results.is_respelled) == (0, "prison", False)


def test_a_question_with_another_unknown_word_is_searched_as_written(index: Index) -> None:
    results = index.search(SearchQuery("prisson recipe"))

    assert (results.total, results.suggestion, results.is_respelled) == (0, "prison recipe", False)


def test_a_label_in_another_language_is_offered_and_not_searched() -> None:
    mosques = Thesaurus.of([Concept("area", "mosque", {"en": ("mosque",), "pt": ("mesquita",)})])

    results = an_index(a_document("a", "A mosque.")).search(SearchQuery("mosquito"), mosques)

    assert (results.total, results.suggestion, results.is_respelled) == (0, "mesquita", False)


def test_a_word_that_is_known_is_not_put_right(index: Index) -> None:
    results = index.search(SearchQuery("prison"))

    assert (results.suggestion, results.is_respelled) == (None, False)


def test_completions_begin_with_the_most_frequent_word(index: Index) -> None:
    assert index.completions("pr") == ("prevention", "Präventionsarbeit", "prison")


def test_completions_are_no_more_than_asked_for(index: Index) -> None:
    assert index.completions("pr", limit=1) == ("prevention",)


@pytest.mark.parametrize("prefix", ["", "-", "xyz"])
def test_there_may_be_nothing_to_complete(index: Index, prefix: str) -> None:
    assert index.completions(prefix) == ()


def test_a_completion_in_greek_is_written_as_in_the_text(index: Index) -> None:
    assert index.completions("προ") == ("Πρόληψη",)


def test_a_stop_word_is_no_better_word() -> None:
    assert an_index(a_document("a", "it has been")).search(SearchQuery("hass")).suggestion is None
