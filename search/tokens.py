"""Every word of every document as columns of numbers: what all answers are made from.

A module of its own because both the saved index and the ranking need it: Whoosh holds the same
on disk, one posting at a time, and NumPy wants it side by side.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.analysis import Entry

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]

PLACE_BITS = 20
DOCUMENT_BITS = 40
MAX_PLACE = (1 << PLACE_BITS) - 1

Posting = tuple[int, int, int, int, int]
"""Document, position (passage and place, see `position`), entry, start, end."""


def position(passage: int, place: int) -> int:
    """Where a word stands in its document: the title is passage 0, the first text 1."""
    return passage << PLACE_BITS | place


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """The words of numbered documents in reading order. The arrays are never written to.

    Attributes:
        entries: Distinct words, sorted; those of one language and stem are neighbours.
        stops: For each entry, whether it is a stop word in its language.
        keys: Where each token stands: document, passage and place in one number, ascending.
            The next word of the same passage has the next number.
        words: The number of each token's entry.
        starts: Offset of each token's first character in its passage.
        ends: Offset past its last character.
    """

    entries: tuple[Entry, ...]
    stops: Flags
    keys: Numbers
    words: NDArray[np.int32]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]

    @classmethod
    def of(cls, entries: Sequence[Entry], stops: Sequence[bool], postings: Iterable[Posting]) -> Tokens:
        """Bring postings into reading order; they count entries in the order given."""
        rows = np.array(list(postings), dtype=np.int64).reshape(-1, 5)
        keys = rows[:, 0] << DOCUMENT_BITS | rows[:, 1]
        in_order = np.lexsort((rows[:, 3], -rows[:, 4], keys))
        rows = rows[in_order]
        unsorted = cls(
            tuple(entries),
            np.array(stops, dtype=np.bool_),
            keys[in_order],
            rows[:, 2].astype(np.int32),
            rows[:, 3].astype(np.int32),
            rows[:, 4].astype(np.int32),
        )
        return unsorted._with_entries(tuple(sorted(set(entries))))

    def _with_entries(self, entries: tuple[Entry, ...]) -> Tokens:
        """The same tokens counted by other `entries`, which have all that occur here."""
        numbers = {entry: number for number, entry in enumerate(entries)}
        moved = np.array([numbers.get(entry, 0) for entry in self.entries], dtype=np.int32)
        stops = np.zeros(len(entries), dtype=np.bool_)
        for entry, stop in zip(self.entries, self.stops, strict=True):
            if entry in numbers:
                stops[numbers[entry]] = stop
        words = moved[self.words] if len(self.words) else self.words
        return Tokens(entries, stops, self.keys, words, self.starts, self.ends)

    def _without_unused(self) -> Tokens:
        used = np.unique(self.words).tolist()
        return self._with_entries(tuple(self.entries[number] for number in used))

    def documents(self) -> NDArray[np.int32]:
        """The number of each token's document."""
        return (self.keys >> DOCUMENT_BITS).astype(np.int32)

    def passages(self) -> Numbers:
        """The number of each token's passage."""
        return self.keys >> PLACE_BITS & MAX_PLACE

    def slice_of(self, document: int) -> slice:
        """Where the tokens of a document stand."""
        first, last = np.searchsorted(self.keys, [document << DOCUMENT_BITS, (document + 1) << DOCUMENT_BITS])
        return slice(int(first), int(last))

    def to_bytes(self) -> bytes:
        """A form to save: NumPy's own, without pickles."""
        names = json.dumps(self.entries).encode()
        file = io.BytesIO()
        np.savez(
            file,
            entries=np.frombuffer(names, dtype=np.uint8),
            stops=self.stops,
            keys=self.keys,
            words=self.words,
            starts=self.starts,
            ends=self.ends,
        )
        return file.getvalue()

    @classmethod
    def from_bytes(cls, saved: bytes) -> Tokens:
        """The reverse of `to_bytes`, for bytes that are known to be whole."""
        with np.load(io.BytesIO(saved), allow_pickle=False) as columns:
            names: list[list[str]] = json.loads(columns["entries"].tobytes())
            return cls(
                tuple(Entry(*name) for name in names),
                columns["stops"],
                columns["keys"],
                columns["words"],
                columns["starts"],
                columns["ends"],
            )


def assembled(parts: Sequence[tuple[Tokens, int]]) -> Tokens:
    """Put documents together out of several sets of tokens.

    `parts` names for each new document, in order, the set and its number there. Entries that
    no longer occur are dropped, so that the way by which tokens came makes no difference.
    """
    sources = {id(source): source for source, _ in parts}
    entries = tuple(sorted({entry for source in sources.values() for entry in source.entries}))
    recounted = {key: source._with_entries(entries) for key, source in sources.items()}
    pieces = [(recounted[id(source)], source.slice_of(number)) for source, number in parts]
    documents = np.repeat(np.arange(len(pieces), dtype=np.int64), [s.stop - s.start for _, s in pieces])
    inside = _joined([source.keys[s] for source, s in pieces], np.int64)
    stops = np.zeros(len(entries), dtype=np.bool_)
    for source in recounted.values():
        stops |= source.stops
    return Tokens(
        entries,
        stops,
        documents << DOCUMENT_BITS | inside & ((1 << DOCUMENT_BITS) - 1),
        _joined([source.words[s] for source, s in pieces], np.int32),
        _joined([source.starts[s] for source, s in pieces], np.int32),
        _joined([source.ends[s] for source, s in pieces], np.int32),
    )._without_unused()


def _joined(pieces: Sequence[NDArray[Any]], kind: type[np.generic]) -> NDArray[Any]:
    return np.concatenate(pieces) if pieces else np.empty(0, dtype=kind)
