"""The postings of an index as arrays, and BM25 over them.

Lucene's idf, k1 1.2, b 0.75. The title is one field with the texts and counts three times; stop
words do not lengthen a document. A word of a query is one term whatever the languages: in each
document it is what it is in that document's language, and its rarity is that of all these.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.analysis import Analyser, Entry, base_language, folded
from search.document import Document
from search.spelling import is_inflection
from search.tokens import Numbers, Tokens

K1 = 1.2
B = 0.75
TITLE_WEIGHT = 3.0

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """Documents, ascending, with a number above zero for each."""

    documents: NDArray[np.int32]
    scores: Scores

    def times(self, factor: float) -> Scored:
        """The same documents with each score multiplied."""
        return Scored(self.documents, self.scores * factor)


NO_TOKENS: Numbers = np.empty(0, dtype=np.int64)
NOTHING = Scored(np.empty(0, dtype=np.int32), np.empty(0))


@dataclass(frozen=True, slots=True)
class Lookup:
    """What a word can be: the numbers of its stems by language.

    `stop_languages` are those in which it says nothing.
    """

    stems: Mapping[str, tuple[int, ...]]
    stop_languages: frozenset[str] = frozenset()

    def without_stop_languages(self) -> Lookup:
        """What is left where stop words do not count."""
        return Lookup({k: v for k, v in self.stems.items() if k not in self.stop_languages})


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """Where each word stands and what that is worth. Never changes.

    Entries of one language and stem are neighbours, so that a stem is a range of entries; and
    each stem has its documents with the share of BM25 that does not depend on its rarity.

    Attributes:
        size: Number of documents.
        languages: Those of the entries, sorted.
        forms: All folded words, sorted, for beginnings and suggestions.
        by_form: The entries of each folded word.
        letters: All letters of these words.
        owners: The document of each token.
    """

    tokens: Tokens
    size: int
    languages: tuple[str, ...]
    forms: tuple[str, ...]
    by_form: Mapping[str, tuple[int, ...]]
    letters: str
    owners: NDArray[np.int32]
    _stems: Mapping[tuple[str, str], int]
    _stem_of: Numbers
    _first_entry: Numbers
    _weights: Scores
    _norms: Scores
    _order: Numbers
    _offsets: Numbers
    _stem_offsets: Numbers
    _stem_documents: NDArray[np.int32]
    _stem_shares: NDArray[np.float32]

    @classmethod
    def of(cls, tokens: Tokens, documents: Sequence[Document]) -> Postings:
        """Turn tokens over; `documents` are those the tokens count, for their weights."""
        owners = tokens.documents()
        weights = _weights(tokens, owners, documents)
        norms = _norms(tokens, owners, weights, len(documents))
        stems: dict[tuple[str, str], int] = {}
        forms: dict[str, list[int]] = {}
        stem_of: list[int] = []
        for number, (language, stem, form) in enumerate(tokens.entries):
            forms.setdefault(form, []).append(number)
            stem_of.append(stems.setdefault((language, stem), len(stems)))
        entry_stems = np.array(stem_of, dtype=np.int64)
        offsets, found_in, shares = _shares(entry_stems[tokens.words], owners, weights, norms)
        return cls(
            tokens=tokens,
            size=len(documents),
            languages=tuple(sorted({language for language, _ in stems})),
            forms=tuple(sorted(forms)),
            by_form=MappingProxyType({form: tuple(found) for form, found in forms.items()}),
            letters="".join(sorted(set("".join(forms)))),
            owners=owners,
            _stems=MappingProxyType(stems),
            _stem_of=entry_stems,
            _first_entry=_offsets(entry_stems, len(stems)),
            _weights=weights,
            _norms=norms,
            _order=np.argsort(tokens.words, kind="stable"),
            _offsets=_offsets(tokens.words, len(tokens.entries)),
            _stem_offsets=offsets,
            _stem_documents=found_in,
            _stem_shares=shares,
        )

    def lookup(self, word: str, analyser: Analyser, languages: Iterable[str] = ()) -> Lookup:
        """What a reader's word is in each language, or in `languages` only.

        Words that differ from it in accents alone are included with all their stems, because
        without accents a stemmer may not know what to cut.
        """
        found: dict[str, set[int]] = {}
        stops: set[str] = set()
        for language in languages or self.languages:
            entry = analyser.entry(word, language)
            stem = self._stems.get((language, entry.stem))
            if stem is not None:
                found.setdefault(language, set()).add(stem)
        for number in self.by_form.get(folded(word), ()):
            language = self.tokens.entries[number].language
            if not languages or language in languages:
                found.setdefault(language, set()).add(int(self._stem_of[number]))
                stops |= {language} if self.tokens.stops[number] else set()
        return Lookup({k: tuple(sorted(v)) for k, v in found.items()}, frozenset(stops))

    def entries_of(self, lookup: Lookup) -> tuple[int, ...]:
        """All entries of the stems."""
        return tuple(
            entry
            for stems in lookup.stems.values()
            for stem in stems
            for entry in range(int(self._first_entry[stem]), int(self._first_entry[stem + 1]))
        )

    def inflections_of(self, word: str, language: str, analyser: Analyser) -> tuple[int, ...]:
        """The entries of a word in one language that are the same word in another spelling or with another ending."""
        entries = self.entries_of(self.lookup(word, analyser, (language,)))
        form = folded(word)
        return tuple(e for e in entries if is_inflection(form, self.tokens.entries[e].folded, base_language(language)))

    def beginning_with(self, prefix: str, limit: int) -> tuple[int, ...]:
        """Entries of the words that begin so: of the `limit` most frequent words."""
        frequent = self.most_frequent(self.forms_beginning_with(prefix), limit)
        return tuple(entry for form in frequent for entry in self.by_form[form])

    def forms_beginning_with(self, prefix: str) -> tuple[str, ...]:
        """All folded words that begin with `prefix`, sorted."""
        first = bisect_left(self.forms, prefix)
        last = bisect_right(self.forms, prefix + "\U0010ffff", lo=first)
        return self.forms[first:last]

    def most_frequent(self, forms: Iterable[str], limit: int) -> tuple[str, ...]:
        """At most `limit` of the forms, the most frequent first, then by the alphabet."""
        return tuple(sorted(forms, key=lambda form: (-self.frequency(form), form))[:limit])

    def frequency(self, form: str) -> int:
        """How often a folded word stands in all documents."""
        entries = self.by_form.get(form, ())
        return sum(int(self._offsets[e + 1] - self._offsets[e]) for e in entries)

    def tokens_of(self, entries: Iterable[int]) -> Numbers:
        """The numbers of the tokens of these entries, in reading order."""
        pieces = [self._order[self._offsets[e] : self._offsets[e + 1]] for e in entries]
        return np.sort(np.concatenate(pieces)) if pieces else NO_TOKENS

    def tokens_within(self, entries: Iterable[int], tokens: slice) -> Numbers:
        """The numbers of the tokens of these entries that are in a stretch of all tokens, in reading order."""
        pieces = [NO_TOKENS]
        for entry in entries:
            own = self._order[self._offsets[entry] : self._offsets[entry + 1]]
            first, last = np.searchsorted(own, [tokens.start, tokens.stop])
            pieces.append(own[first:last])
        return np.sort(np.concatenate(pieces))

    def phrase(self, words: Sequence[Iterable[int]]) -> Numbers:
        """The tokens at which the words, each given by its entries, begin to stand one after the other."""
        starts = self.tokens_of(words[0])
        for distance, word in enumerate(words[1:], start=1):
            following = self.tokens.keys[self.tokens_of(word)] - distance
            starts = starts[np.isin(self.tokens.keys[starts], following, assume_unique=True)]
        return starts

    def word_scored(self, word: Lookup, counted: Lookup) -> Scored:
        """BM25 of a word where `counted` has it, as rare as `word` is in all languages.

        `counted` is `word` or a part of it, and not empty.
        """
        rarity = self.rarity(word)
        if any(len(stems) > 1 for stems in counted.stems.values()):
            return self.scored(self.tokens_of(self.entries_of(counted)), rarity)
        slices = self._slices(counted)
        documents = np.concatenate([self._stem_documents[s] for s in slices])
        shares = np.concatenate([self._stem_shares[s] for s in slices])
        in_order = np.argsort(documents, kind="stable")
        return Scored(documents[in_order], shares[in_order] * rarity)

    def scored(self, tokens: Numbers, rarity: float | None = None) -> Scored:
        """BM25 of one term that stands at these tokens, which are in reading order."""
        if not len(tokens):
            return NOTHING
        documents, first = np.unique(self.owners[tokens], return_index=True)
        frequencies = np.add.reduceat(self._weights[tokens], first)
        shares = _saturated(frequencies, self._norms[documents])
        return Scored(documents, shares * (rarity or self.idf(len(documents))))

    def stems_of(self, entries: NDArray[np.integer[Any]]) -> Numbers:
        """The number of the stem of each of these entries."""
        return np.asarray(self._stem_of[entries])

    def entry_of(self, stem: int) -> Entry:
        """The first of the words that have a stem."""
        return self.tokens.entries[int(self._first_entry[stem])]

    def spread_of(self, stems: Numbers) -> Numbers:
        """In how many documents each of these stems stands."""
        return self._stem_offsets[stems + 1] - self._stem_offsets[stems]

    def stem_scored(self, stem: int) -> Scored:
        """BM25 of one stem, as rare as it is in its own language."""
        found = slice(self._stem_offsets[stem], self._stem_offsets[stem + 1])
        documents = self._stem_documents[found]
        return Scored(documents, self._stem_shares[found] * np.float64(self.idf(len(documents))))

    def rarity(self, word: Lookup) -> float:
        """How much a word says, whatever the languages in which it stands; most where no document has it."""
        found_in = [self._stem_documents[each] for each in self._slices(word)]
        if len(found_in) == 1:
            return self.idf(len(found_in[0]))
        return self.idf(len(np.unique(np.concatenate(found_in))) if found_in else 0)

    def idf(self, documents: int) -> float:
        """How much a term says that stands in so many documents; above zero."""
        return math.log(1 + (self.size - documents + 0.5) / (documents + 0.5))

    def _slices(self, word: Lookup) -> list[slice]:
        """Where the documents of each stem are listed."""
        return [
            slice(self._stem_offsets[stem], self._stem_offsets[stem + 1])
            for stems in word.stems.values()
            for stem in stems
        ]


def _saturated(frequencies: Scores, norms: Scores) -> Scores:
    return frequencies * (K1 + 1) / (frequencies + norms)


def _weights(tokens: Tokens, owners: NDArray[np.int32], documents: Sequence[Document]) -> Scores:
    """How often each token counts: as its passage says, the title three times."""
    rows = [(TITLE_WEIGHT, *(text.weight for text in document.texts)) for document in documents]
    flat = np.array([weight for row in rows for weight in row])
    first = np.cumsum([0, *map(len, rows)])
    return flat[first[owners] + tokens.passages()] if len(owners) else np.empty(0)


def _norms(tokens: Tokens, owners: NDArray[np.int32], weights: Scores, size: int) -> Scores:
    """What the length of each document does to its scores."""
    counted = np.where(tokens.stops[tokens.words], 0.0, weights)
    lengths = np.bincount(owners, weights=counted, minlength=size)
    mean = float(lengths.mean()) if size else 0.0
    return np.asarray(K1 * (1 - B + B * lengths / (mean or 1.0)))


def _shares(
    stems: Numbers, owners: NDArray[np.int32], weights: Scores, norms: Scores
) -> tuple[Numbers, NDArray[np.int32], NDArray[np.float32]]:
    """For each stem, its documents and their shares; offsets say where those of a stem begin."""
    pairs, places = np.unique(stems << 32 | owners, return_inverse=True)
    frequencies = np.bincount(places, weights=weights, minlength=len(pairs)).astype(np.float64)
    documents = (pairs & 0xFFFFFFFF).astype(np.int32)
    count = int(stems.max()) + 1 if len(stems) else 0
    shares = _saturated(frequencies, norms[documents]).astype(np.float32)
    return _offsets(pairs >> 32, count), documents, shares


def _offsets(numbers: NDArray[Any], count: int) -> Numbers:
    """Where each number below `count` begins once they are sorted, and where the last ends."""
    return np.concatenate(([0], np.cumsum(np.bincount(numbers, minlength=count))))
