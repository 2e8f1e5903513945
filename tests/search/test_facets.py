from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from search import Document, Facet, FacetField, FacetValue, Index, NoticeCode, SearchQuery
from tests.search.makers import UNHURRIED, a_document, an_index, ids

VALUES = ("education", "prison", "sport")
COUNTRIES = ("at", "be")


def counts(facet: Facet) -> dict[str, int]:
    return {value.id: value.count for value in facet.values}


def filtered(index: Index, *filters: tuple[str, str]) -> list[str]:
    return ids(index.search(SearchQuery(filters=frozenset(filters))))


def with_area(id_: str, *areas: str, group: str = "") -> Document:
    return a_document(id_, facets={"area": areas}, group=group)


def several(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True).map(tuple)


def collections() -> st.SearchStrategy[list[Mapping[str, tuple[str, ...]]]]:
    facets = st.fixed_dictionaries({"area": several(VALUES), "country": several(COUNTRIES)})
    return st.lists(facets, max_size=6)


def naive_count(
    rows: list[Mapping[str, tuple[str, ...]]],
    chosen: Mapping[str, tuple[str, ...]],
    field: str,
    value: str,
) -> int:
    """How many rows have the value and fit the choice in all other fields."""
    return sum(
        value in row[field]
        and all(not values or set(values) & set(row[other]) for other, values in chosen.items() if other != field)
        for row in rows
    )


@UNHURRIED
@given(collections(), several(VALUES), several(COUNTRIES))
def test_counts_equal_a_naive_count(
    rows: list[Mapping[str, tuple[str, ...]]], areas: tuple[str, ...], countries: tuple[str, ...]
) -> None:
    fields = [FacetField("area", values=VALUES), FacetField("country", values=COUNTRIES)]
    documents = [a_document(str(number), facets=row) for number, row in enumerate(rows)]
    chosen = {"area": areas, "country": countries}
    filters = frozenset((field, value) for field, values in chosen.items() for value in values)

    results = Index.build(documents, fields).search(SearchQuery(filters=filters))

    for facet in results.facets:
        for value in facet.values:
            assert value.count == naive_count(rows, chosen, facet.field, value.id)
            assert value.selected == ((facet.field, value.id) in filters)


def test_values_of_one_field_are_joined_with_or() -> None:
    index = an_index(with_area("a", "prison"), with_area("b", "sport"), with_area("c"), fields=("area",))

    assert set(filtered(index, ("area", "prison"), ("area", "sport"))) == {"a", "b"}


def test_fields_are_joined_with_and() -> None:
    index = an_index(
        a_document("a", facets={"area": ("sport",), "country": ("at",)}),
        a_document("b", facets={"area": ("sport",), "country": ("be",)}),
        fields=("area", "country"),
    )

    assert filtered(index, ("area", "sport"), ("country", "at")) == ["a"]


def test_values_are_listed_with_the_most_frequent_first() -> None:
    index = an_index(with_area("a", "sport", "prison"), with_area("b", "sport", "education"), fields=("area",))

    (facet,) = index.search(SearchQuery(filters=frozenset({("area", "prison")}))).facets

    assert facet.values == (
        FacetValue("sport", 2, False),
        FacetValue("education", 1, False),
        FacetValue("prison", 1, True),
    )


def test_a_broader_value_includes_narrower_ones_on_all_levels() -> None:
    field = FacetField("area", {"school": ("education",), "education": ("society",)})
    index = Index.build([with_area("a", "school"), with_area("b", "education")], [field])

    assert set(filtered(index, ("area", "society"))) == {"a", "b"}
    assert counts(index.search(SearchQuery()).facets[0]) == {
        "society": 2,
        "education": 2,
        "school": 1,
    }


def test_values_that_are_broader_than_each_other_end_nowhere_badly() -> None:
    field = FacetField("area", {"a": ("b",), "b": ("a",)})

    assert filtered(Index.build([with_area("x", "a")], [field]), ("area", "b")) == ["x"]


def test_a_group_counts_once_with_the_values_of_all_its_documents() -> None:
    index = an_index(with_area("a", "sport"), with_area("a.de", "sport", "prison", group="a"), fields=("area",))

    assert counts(index.search(SearchQuery()).facets[0]) == {"sport": 1, "prison": 1}


def test_a_value_that_exists_without_documents_finds_nothing() -> None:
    index = Index.build([with_area("a", "sport")], [FacetField("area", values=("prison",))])

    results = index.search(SearchQuery(filters=frozenset({("area", "prison")})))

    assert (results.total, results.notices) == (0, ())
    assert FacetValue("prison", 0, True) in results.facets[0].values


def test_an_unknown_value_is_not_applied_and_said_so() -> None:
    index = an_index(with_area("a", "sport"), fields=("area",))

    results = index.search(SearchQuery(filters=frozenset({("area", "x"), ("colour", "red")})))

    assert results.total == 1
    assert [(n.code, n.detail) for n in results.notices] == [
        (NoticeCode.UNKNOWN_VALUE, "area:x"),
        (NoticeCode.UNKNOWN_VALUE, "colour:red"),
    ]
    assert results.query.filters == frozenset()


def test_an_unknown_value_beside_a_known_one_leaves_the_known_one() -> None:
    index = an_index(with_area("a", "sport"), with_area("b", "prison"), fields=("area",))

    assert filtered(index, ("area", "x"), ("area", "sport")) == ["a"]


def test_a_retired_value_means_what_it_gave_way_to() -> None:
    field = FacetField("area", values=("school",), replaced={"school": ("teaching",), "teaching": ("education",)})
    index = Index.build([with_area("a", "education"), with_area("b", "sport")], [field])

    results = index.search(SearchQuery(filters=frozenset({("area", "school")})))

    assert ids(results) == ["a"]
    assert results.query.filters == {("area", "education")}


def test_a_retired_value_that_documents_still_have_is_found_too() -> None:
    field = FacetField("area", replaced={"school": ("education",)})
    index = Index.build([with_area("a", "education"), with_area("b", "school")], [field])

    assert set(filtered(index, ("area", "school"))) == {"a", "b"}


def test_without_documents_every_facet_is_empty() -> None:
    index = Index.build([], [FacetField("area", values=("sport",))])

    assert index.search(SearchQuery(filters=frozenset({("area", "sport")}))).facets == (
        Facet("area", (FacetValue("sport", 0, True),)),
    )


def test_a_document_with_a_retired_value_counts_towards_what_it_became() -> None:
    field = FacetField("area", replaced={"games": ("sport",)})
    index = Index.build([with_area("old", "games"), with_area("new", "sport")], [field])

    (facet,) = index.search(SearchQuery()).facets

    assert counts(facet) == {"games": 1, "sport": 2}
    assert filtered(index, ("area", "sport")) == ["new", "old"]
