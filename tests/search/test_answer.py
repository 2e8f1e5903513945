from __future__ import annotations

import pytest

from search import Index, NoticeCode, SearchQuery, Sort, Thesaurus
from tests.search.makers import a_document, an_index, found, ids, youth_work


@pytest.fixture
def index() -> Index:
    return an_index(
        a_document("a", "mentor", title="C", facets={"area": ("youth-work",)}),
        a_document("b", "mentor school", title="B", facets={"area": ("prison",)}),
        a_document("c", "school", title="A", facets={"area": ("prison", "youth-work")}),
        fields=("area",),
    )


def test_words_are_joined_with_or(index: Index) -> None:
    assert found(index, "mentor school") == {"a", "b", "c"}


def test_nothing_asked_finds_everything_by_title(index: Index) -> None:
    results = index.search(SearchQuery())

    assert ids(results) == ["c", "b", "a"]
    assert {hit.score for hit in results.hits} == {0.0}


def test_a_phrase_is_required_and_words_beside_it_are_not(index: Index) -> None:
    assert found(index, '"mentor school" prison') == {"b"}


def test_all_phrases_are_required(index: Index) -> None:
    assert found(index, '"mentor" "school"') == {"b"}


def test_a_minus_excludes(index: Index) -> None:
    assert found(index, "mentor -school") == {"a"}


def test_a_minus_alone_finds_all_others(index: Index) -> None:
    assert found(index, "-mentor") == {"c"}


def test_a_minus_excludes_the_translations_too() -> None:
    index = an_index(
        a_document("a", "prison", group="a"),
        a_document("a.de", "Gefängnis", language="de", group="a"),
        a_document("b", "school"),
    )

    assert found(index, "-prison") == {"b"}


def test_unknown_words_find_nothing(index: Index) -> None:
    results = index.search(SearchQuery("unheard"))

    assert (results.total, results.pages, results.page) == (0, 1, 1)


@pytest.mark.parametrize("text", ["area:youth-work", 'area:"youth work"', "area:Jugendarbeit", "area:Youth-Work"])
def test_a_typed_filter_is_an_id_or_a_label(index: Index, text: str) -> None:
    assert found(index, text, Thesaurus.of([youth_work()])) == {"a", "c"}


def test_typed_filters_are_joined_with_and(index: Index) -> None:
    assert found(index, "area:youth-work area:prison") == {"c"}


def test_a_typed_filter_can_be_excluded(index: Index) -> None:
    assert found(index, "-area:prison") == {"a"}


def test_an_unknown_typed_value_is_not_applied_and_said_so(index: Index) -> None:
    results = index.search(SearchQuery("area:moon mentor"))

    assert results.total == 2
    assert [(n.code, n.detail) for n in results.notices] == [(NoticeCode.UNKNOWN_VALUE, "area:moon")]


def test_words_and_filters_are_joined_with_and(index: Index) -> None:
    query = SearchQuery("mentor", frozenset({("area", "prison")}))

    assert ids(index.search(query)) == ["b"]


def test_a_text_can_be_sorted_by_title(index: Index) -> None:
    assert ids(index.search(SearchQuery("mentor", sort=Sort.TITLE))) == ["b", "a"]


def test_equal_scores_are_sorted_by_title() -> None:
    index = an_index(a_document("a", "mentor", title="Z"), a_document("b", "mentor", title="A"))

    assert ids(index.search(SearchQuery("mentor"))) == ["b", "a"]


def test_pages_follow_each_other(index: Index) -> None:
    pages = [index.search(SearchQuery(size=2, page=page)) for page in (1, 2)]

    assert [ids(page) for page in pages] == [["c", "b"], ["a"]]
    assert {(page.total, page.pages) for page in pages} == {(3, 2)}


def test_past_the_last_page_is_the_last_page(index: Index) -> None:
    results = index.search(SearchQuery(size=2, page=9))

    assert (results.page, results.query.page, ids(results)) == (2, 2, ["a"])


def test_there_are_no_more_than_two_hundred_pages() -> None:
    index = an_index(*(a_document(str(number)) for number in range(202)))

    results = index.search(SearchQuery(size=1))

    assert (results.pages, results.total) == (200, 202)


def test_a_group_is_one_hit_shown_as_its_best_document() -> None:
    index = an_index(
        a_document("a", "Street work", group="a"),
        a_document("a.de", "Straßenarbeit", language="de", group="a"),
    )

    assert ids(index.search(SearchQuery("Straßenarbeit"))) == ["a.de"]
    assert ids(index.search(SearchQuery("street"))) == ["a"]
    assert ids(index.search(SearchQuery())) == ["a"]
    assert index.search(SearchQuery()).hits[0].group == "a"


def test_an_empty_index_answers() -> None:
    results = Index.build([]).search(SearchQuery("mentor -x rad*"))

    assert (results.total, results.hits, results.facets) == (0, (), ())


def test_documents_without_words_are_found_by_nothing() -> None:
    index = an_index(a_document("a", "..."), a_document("b"))

    assert found(index, "mentor") == set()
    assert found(index, "") == {"a", "b"}
