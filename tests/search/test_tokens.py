from __future__ import annotations

import numpy as np

from search.analysis import Entry
from search.tokens import Tokens, assembled, position

YOUTH = Entry("en", "youth", "youth")
WORK = Entry("en", "work", "work")
THE = Entry("en", "the", "the")


def some_tokens() -> Tokens:
    """Two documents: "the youth" and "work"."""
    return Tokens.of(
        (YOUTH, WORK, THE),
        (False, False, True),
        [
            (1, position(0, 0), 1, 0, 4),
            (0, position(0, 1), 0, 4, 9),
            (0, position(0, 0), 2, 0, 3),
        ],
    )


def rows(tokens: Tokens) -> list[tuple[int, str, int, int, int]]:
    """Document, word, passage, start and end of each token."""
    return [
        (int(document), tokens.entries[word].folded, int(passage), int(start), int(end))
        for document, word, passage, start, end in zip(
            tokens.documents(),
            tokens.words,
            tokens.passages(),
            tokens.starts,
            tokens.ends,
            strict=True,
        )
    ]


def test_postings_are_brought_into_reading_order() -> None:
    assert rows(some_tokens()) == [(0, "the", 0, 0, 3), (0, "youth", 0, 4, 9), (1, "work", 0, 0, 4)]


def test_entries_are_sorted_and_keep_their_stop_words() -> None:
    tokens = some_tokens()

    assert tokens.entries == (THE, WORK, YOUTH)
    assert tokens.stops.tolist() == [True, False, False]


def test_a_document_is_a_slice() -> None:
    tokens = some_tokens()

    assert [tokens.slice_of(number) for number in range(3)] == [
        slice(0, 2),
        slice(2, 3),
        slice(3, 3),
    ]


def test_passages_are_counted_with_the_title_as_the_first() -> None:
    tokens = Tokens.of((WORK,), (False,), [(0, position(2, 5), 0, 0, 4)])

    assert tokens.passages().tolist() == [2]


def test_saved_tokens_are_the_same_when_read() -> None:
    tokens = some_tokens()

    again = Tokens.from_bytes(tokens.to_bytes())

    assert again.entries == tokens.entries
    assert np.array_equal(again.stops, tokens.stops)
    assert rows(again) == rows(tokens)


def test_documents_are_put_together_from_several_sources() -> None:
    other = Tokens.of((WORK,), (False,), [(0, position(0, 0), 0, 0, 4)])

    both = assembled([(some_tokens(), 1), (other, 0), (other, 0)])

    assert rows(both) == [(0, "work", 0, 0, 4), (1, "work", 0, 0, 4), (2, "work", 0, 0, 4)]


def test_words_that_no_longer_occur_are_dropped() -> None:
    assert assembled([(some_tokens(), 1)]).entries == (WORK,)


def test_nothing_put_together_is_nothing() -> None:
    assert rows(assembled([])) == []
