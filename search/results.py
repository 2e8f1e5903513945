"""What a search answers: plain values, without HTML and without words for people."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from search.query import Notice, SearchQuery


class Relation(Enum):
    """How a word of the reader and a form in a document belong together."""

    SAME = "same"
    """Only case and accents differ."""
    STEM = "stem"
    """Another inflection of the word."""
    SPELLING = "spelling"
    """Another accepted spelling: British or American, German ä or ae."""
    PART = "part"
    """The form begins with what the reader wrote before a star."""
    SYNONYM = "synonym"
    """A vocabulary names both, in one language."""
    TRANSLATION = "translation"
    """A vocabulary names both, in two languages."""
    SIMILAR = "similar"
    """Looks alike. Kept for re-ranking by letter groups; nothing makes it yet."""


@dataclass(frozen=True, slots=True)
class TermRef:
    """The vocabulary term that a reader's word led to.

    `label` is the label or synonym that was recognised and `language` its language; `field`
    is None for a term that is only a ring of words.
    """

    field: str | None
    id: str
    label: str
    language: str


@dataclass(frozen=True, slots=True)
class Match:
    """Why a hit was found: the reader's `word` met `form`.

    `form` is as it stands in the document. Where the document was found by its facet value,
    `form` is the term's label, in the document's language if there is one.
    """

    word: str
    form: str
    relation: Relation
    term: TermRef | None = None


@dataclass(frozen=True, slots=True)
class Snippet:
    """A stretch of a document's plain text, not escaped.

    `marks` are the spans of what matched, in order and without overlap, as offsets into
    `text`: start, and end exclusive.
    """

    text: str = ""
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One group, shown as its document `id`; matches begin with the one that carries most.

    `score` is 0.0 when nothing but filters was asked for.
    """

    id: str
    group: str
    score: float
    snippet: Snippet
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class FacetValue:
    """How many hits there would be with this value alone selected in its facet."""

    id: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of one field: those that occur and those selected, most frequent first."""

    field: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class SearchResults:
    """One page of an answer.

    Attributes:
        query: As asked, with the page brought into what there is.
        total: Number of groups found, also of those past the last page.
        near: Where nothing is an answer, what comes nearest: it has some of the words, and is not counted.
        pages: At least 1, even without a hit.
        facets: In the order in which the index knows them.
        suggestion: The whole query with words that nothing knows in a known spelling, or None.
        is_respelled: Whether the suggestion was searched for, as it is if it is certain and the query not exact.
        notices: What of the query was cut, ignored or read in another way than written.
    """

    query: SearchQuery
    total: int
    page: int
    pages: int
    hits: tuple[Hit, ...]
    near: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    suggestion: str | None
    is_respelled: bool
    notices: tuple[Notice, ...]
