"""All that an index knows once it is open: documents, groups, postings, facets, orders.

A module of its own so that saving an index and answering from it know nothing of each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from search.analysis import folded, split
from search.document import Document, SortKey
from search.facets import FacetField, FacetGroups
from search.parts import TermDocuments
from search.query import Sort
from search.ranking import Postings
from search.tokens import MAX_PLACE, PLACE_BITS, Flags, Tokens

MAX_COUNTED_FORMS = 500
"""How many tokens decide in which form a word is shown."""


@dataclass(frozen=True, slots=True, eq=False)
class Contents:
    """Everything to answer from. Never changes, so that threads can share it.

    Attributes:
        documents: In `in_order`; documents of a group are neighbours.
        first_of_group: The number of each group's first document, and where the last ends.
        ranks: For each sort but relevance, the place of each group.
        terms: Documents of each group that has a value itself, not by a narrower one.
    """

    documents: tuple[Document, ...]
    postings: Postings
    first_of_group: NDArray[np.int64]
    facets: tuple[FacetGroups, ...]
    ranks: Mapping[Sort, NDArray[np.int64]]
    terms: TermDocuments

    @classmethod
    def of(cls, documents: tuple[Document, ...], tokens: Tokens, fields: Iterable[FacetField]) -> Contents:
        """Prepare documents, in `in_order`, with the tokens that count them so."""
        starts = [
            number
            for number, document in enumerate(documents)
            if number == 0 or documents[number - 1].group != document.group
        ]
        first_of_group = np.array([*starts, len(documents)], dtype=np.int64)
        groups = [documents[first:end] for first, end in pairwise([*starts, len(documents)])]
        values = [_values_of(group) for group in groups]
        facets = tuple(FacetGroups.of(field, values) for field in fields)
        return cls(
            documents,
            Postings.of(tokens, documents),
            first_of_group,
            facets,
            _ranks(groups),
            _documents_by_term(facets, first_of_group),
        )

    @property
    def group_count(self) -> int:
        """How many different things there are to find."""
        return len(self.first_of_group) - 1

    def groups_of(self, documents: Flags) -> Flags:
        """The groups of which at least one document is flagged."""
        if not self.group_count:
            return np.zeros(0, dtype=np.bool_)
        return np.logical_or.reduceat(documents, self.first_of_group[:-1])

    def text(self, first_token: int, last_token: int | None = None) -> str:
        """What is written at a token, or from one to another of the same passage."""
        tokens = self.postings.tokens
        key = int(tokens.keys[first_token])
        document = self.documents[int(self.postings.owners[first_token])]
        passage = key >> PLACE_BITS & MAX_PLACE
        text = document.texts[passage - 1].text if passage else document.title
        end = tokens.ends[first_token if last_token is None else last_token]
        return text[int(tokens.starts[first_token]) : int(end)]

    def written(self, form: str) -> str:
        """A folded word as it is mostly written, in small letters if in doubt."""
        found = self.postings.tokens_of(self.postings.by_form[form])[:MAX_COUNTED_FORMS]
        counts = Counter(self.text(int(token)) for token in found)
        return min(counts, key=lambda text: (-counts[text], text.swapcase()))


def in_order(documents: Iterable[Document]) -> tuple[Document, ...]:
    """Documents in the one order in which an index counts them.

    Groups are neighbours, and the document that a group is named after is its first.

    Raises:
        ValueError: two documents have the same id.
    """
    ordered = sorted(documents, key=lambda d: (d.group, d.id != d.group, d.id))
    seen: set[str] = set()
    for document in ordered:
        if document.id in seen:
            raise ValueError(f'two documents have the id "{document.id}"')
        seen.add(document.id)
    return tuple(ordered)


def _values_of(group: Sequence[Document]) -> Mapping[str, frozenset[str]]:
    values: dict[str, set[str]] = {}
    for field, ids in chain.from_iterable(document.facets.items() for document in group):
        values.setdefault(field, set()).update(ids)
    return {field: frozenset(ids) for field, ids in values.items()}


def _documents_by_term(facets: Iterable[FacetGroups], first_of_group: NDArray[np.int64]) -> TermDocuments:
    sizes = np.diff(first_of_group)
    by_term = {}
    for facet in facets:
        for value, groups in facet.direct.items():
            flags = np.zeros(len(sizes), dtype=np.bool_)
            flags[groups] = True
            by_term[facet.field.name, value] = np.flatnonzero(np.repeat(flags, sizes)).astype(np.int32)
    return MappingProxyType(by_term)


def _ranks(groups: Sequence[Sequence[Document]]) -> Mapping[Sort, NDArray[np.int64]]:
    titles = [_sort_key(group, Sort.TITLE) or _title_key(group[0].title) for group in groups]
    by_title = sorted(range(len(groups)), key=lambda number: titles[number])
    ranks = {Sort.TITLE: _places(by_title)}
    for sort in (Sort.NEWEST, Sort.EVIDENCE, Sort.VERIFIED):
        keys = {number: _sort_key(groups[number], sort) for number in by_title}
        known = {number: key for number, key in keys.items() if key is not None}
        ordered = sorted(known, key=lambda number: known[number], reverse=sort.is_descending)
        ranks[sort] = _places([*ordered, *(n for n in by_title if n not in known)])
    return MappingProxyType(ranks)


def _sort_key(group: Sequence[Document], sort: Sort) -> SortKey | None:
    keys = (document.sort_keys.get(sort.value) for document in group)
    return next((key for key in keys if key is not None), None)


def _title_key(title: str) -> str:
    return " ".join(folded(word.text) for word in split(title))


def _places(order: Sequence[int]) -> NDArray[np.int64]:
    places = np.empty(len(order), dtype=np.int64)
    places[np.array(order, dtype=np.int64)] = np.arange(len(order))
    return places
