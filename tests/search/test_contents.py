from __future__ import annotations

import pytest

from search import Document, SearchQuery, Sort
from search.contents import in_order
from tests.search.makers import a_document, an_index, ids


def sorted_ids(sort: Sort, *documents: Document) -> list[str]:
    return ids(an_index(*documents).search(SearchQuery(sort=sort)))


def test_documents_are_counted_in_one_order_whatever_the_order_they_come_in() -> None:
    documents = [a_document("b"), a_document("a.de", group="a"), a_document("a", group="a")]

    assert [d.id for d in in_order(documents)] == ["a", "a.de", "b"]
    assert in_order(documents) == in_order(reversed(documents))


def test_two_documents_cannot_have_one_id() -> None:
    with pytest.raises(ValueError, match='two documents have the id "a"'):
        an_index(a_document("a"), a_document("a", group="b"))


@pytest.mark.parametrize("sort", [Sort.NEWEST, Sort.EVIDENCE, Sort.VERIFIED])
def test_the_highest_key_comes_first_and_none_comes_last(sort: Sort) -> None:
    documents = [
        a_document("none"),
        a_document("low", sort_keys={sort.value: 1}),
        a_document("high", sort_keys={sort.value: 2.5}),
    ]

    assert sorted_ids(sort, *documents) == ["high", "low", "none"]


def test_dates_are_sorted_as_they_are_written() -> None:
    assert sorted_ids(
        Sort.NEWEST,
        a_document("a", sort_keys={"newest": "2019-05-01"}),
        a_document("b", sort_keys={"newest": "2024-01-31"}),
    ) == ["b", "a"]


def test_equal_keys_are_sorted_by_title() -> None:
    assert sorted_ids(
        Sort.EVIDENCE,
        a_document("a", title="Z", sort_keys={"evidence": 1}),
        a_document("b", title="A", sort_keys={"evidence": 1}),
    ) == ["b", "a"]


def test_titles_are_sorted_without_case_and_accents() -> None:
    assert sorted_ids(
        Sort.TITLE,
        a_document("a", title="zebra"),
        a_document("b", title="Éclair"),
        a_document("c", title="apple"),
    ) == ["c", "b", "a"]


def test_a_title_key_goes_before_the_title() -> None:
    assert sorted_ids(
        Sort.TITLE,
        a_document("a", title="A", sort_keys={"title": "z"}),
        a_document("b", title="B"),
    ) == ["b", "a"]


def test_a_group_is_sorted_by_its_first_document_with_a_key() -> None:
    assert sorted_ids(
        Sort.EVIDENCE,
        a_document("a", group="a"),
        a_document("a.de", group="a", sort_keys={"evidence": 3}),
        a_document("b", sort_keys={"evidence": 2}),
    ) == ["a", "b"]
