"""A small search library: documents in several languages, facets, vocabularies, snippets.

It knows documents, not practices, and hides its engine: nothing of Whoosh leaves it.
"""

from search.document import Document, SortKey, Text
from search.facets import FacetField
from search.index import Index
from search.query import (
    Clause,
    ClauseKind,
    Notice,
    NoticeCode,
    ParsedQuery,
    SearchQuery,
    Sort,
    parse,
)
from search.results import (
    Facet,
    FacetValue,
    Hit,
    Match,
    Relation,
    SearchResults,
    Snippet,
    TermRef,
)
from search.similar import Similar
from search.thesaurus import EMPTY, Concept, Thesaurus

__all__ = [
    "EMPTY",
    "Clause",
    "ClauseKind",
    "Concept",
    "Document",
    "Facet",
    "FacetField",
    "FacetValue",
    "Hit",
    "Index",
    "Match",
    "Notice",
    "NoticeCode",
    "ParsedQuery",
    "Relation",
    "SearchQuery",
    "SearchResults",
    "Similar",
    "Snippet",
    "Sort",
    "SortKey",
    "TermRef",
    "Text",
    "Thesaurus",
    "parse",
]
