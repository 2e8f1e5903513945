"""Small makers of values, so that a test shows only what matters to it."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import settings

from search import Concept, Document, FacetField, Index, SearchResults, SortKey, Text
from search.query import SearchQuery
from search.thesaurus import EMPTY, Thesaurus

UNHURRIED = settings(deadline=None)
"""For laws whose examples may take longer on a busy machine; how long is for other tests to say."""


def a_document(
    id: str = "a",
    body: str = "",
    title: str = "",
    language: str = "en",
    *,
    group: str = "",
    facets: Mapping[str, tuple[str, ...]] | None = None,
    sort_keys: Mapping[str, SortKey] | None = None,
) -> Document:
    """A document with one passage."""
    texts = (Text(body),) if body else ()
    return Document(id, language, title, texts, facets or {}, sort_keys or {}, group)


def an_index(*documents: Document, fields: tuple[str, ...] = ()) -> Index:
    """An index in memory with plain facet fields."""
    return Index.build(documents, [FacetField(name) for name in fields])


def ids(results: SearchResults) -> list[str]:
    """The documents of a page, first to last."""
    return [hit.id for hit in results.hits]


def found(index: Index, text: str, thesaurus: Thesaurus = EMPTY) -> set[str]:
    """The documents that a text finds, in any order."""
    return set(ids(index.search(SearchQuery(text), thesaurus)))


def youth_work() -> Concept:
    """A term with labels in three languages."""
    return Concept(
        "area",
        "youth-work",
        {
            "en": ("youth work", "youth services"),
            "de": ("Jugendarbeit",),
            "fr": ("travail de jeunesse",),
        },
    )
