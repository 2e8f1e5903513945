"""The best fragment of a document's texts, found from the spans that were kept at build."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from search.document import Document
from search.results import Snippet

WIDTH = 200
"""Characters of a fragment, about."""
LEAD = 60
"""Characters before the first match where no sentence begins."""
SENTENCE_LEAD = 120
"""How far before the first match a sentence may begin to be shown from there."""
MAX_SPANS = 200
"""More matches of a document than these do not make its fragment any better."""

ELLIPSIS = "…"


class Span(NamedTuple):
    """A match: passage (the title is 0), offsets into it, and what it is worth.

    Spans with one `part` found the same thing; a fragment with several different ones is better.
    """

    passage: int
    start: int
    end: int
    part: int
    worth: float


def snippet(document: Document, spans: Iterable[Span]) -> Snippet:
    """Quote about `WIDTH` characters around what was found, or the beginning of the texts."""
    quotable = [number for number, text in enumerate(document.texts, start=1) if text.snippet]
    inside = sorted(span for span in spans if span.passage in quotable)[:MAX_SPANS]
    if inside:
        best = max(_windows(inside), key=_worth)
        return _fragment(document.texts[best[0].passage - 1].text, best)
    for number in quotable:
        if not document.texts[number - 1].text.isspace():
            return _fragment(document.texts[number - 1].text, ())
    return Snippet()


_SENTENCE_END = re.compile(r"[.!?…;:](?=\s)|\n")
_SPACE = re.compile(r"\s")
_UNPRINTABLE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def _windows(spans: Sequence[Span]) -> list[Sequence[Span]]:
    """For each span, those that a fragment beginning with it can hold."""
    windows = []
    last = 0
    for first, span in enumerate(spans):
        while last < len(spans) and spans[last].passage == span.passage and spans[last].end - span.start <= WIDTH:
            last += 1
        last = max(last, first + 1)
        windows.append(spans[first:last])
    return windows


def _worth(window: Sequence[Span]) -> tuple[float, int]:
    """What different parts are worth; between equals, the number of matches."""
    by_part = {span.part: span.worth for span in window}
    return sum(by_part.values()), len(window)


def _fragment(text: str, spans: Sequence[Span]) -> Snippet:
    if spans:
        begin, is_cut_before = _begin(text, spans[0].start)
    else:
        begin, is_cut_before = _past_space(text, 0, len(text)), False
    end, is_cut_after = _end(text, begin, spans)
    before = f"{ELLIPSIS} " if is_cut_before else ""
    after = f" {ELLIPSIS}" if is_cut_after else ""
    shift = len(before) - begin
    whole = [span for span in spans if span.end <= end] or [span._replace(end=end) for span in spans[:1]]
    marks = _merged((span.start + shift, span.end + shift) for span in whole)
    return Snippet(before + _UNPRINTABLE.sub(" ", text[begin:end]) + after, marks)


def _begin(text: str, first: int) -> tuple[int, bool]:
    """Where to begin, and whether that is in the middle of a sentence."""
    if len(text.rstrip()) <= WIDTH:
        return _past_space(text, 0, first), False
    earliest = max(0, first - SENTENCE_LEAD)
    ends = [match.end() for match in _SENTENCE_END.finditer(text, earliest, first)]
    if ends:
        return _past_space(text, ends[-1], first), False
    if earliest == 0:
        return _past_space(text, 0, first), False
    space = _SPACE.search(text, first - LEAD, first)
    return (_past_space(text, space.end(), first) if space else first), True


def _past_space(text: str, start: int, limit: int) -> int:
    """The first character from `start` on, below `limit`, that is no space."""
    while start < limit and text[start].isspace():
        start += 1
    return start


def _end(text: str, begin: int, spans: Sequence[Span]) -> tuple[int, bool]:
    """Where to end, and whether that is in the middle of a sentence.

    That is between two words and outside of all spans, and past the first of them. Only what is longer than a
    fragment is cut.
    """
    first = spans[0].end if spans and spans[0].end - spans[0].start <= WIDTH else begin
    limit = max(begin + WIDTH, first)
    if len(text.rstrip()) <= limit:
        return len(text.rstrip()), False
    least = max(first, begin + WIDTH // 2)
    last = max([least, *(span.end for span in spans if span.end <= limit)])
    ends = [match.end() for match in _SENTENCE_END.finditer(text, last, limit)]
    if ends:
        return ends[-1], False
    spaces = (match.start() for match in _SPACE.finditer(text, least, limit + LEAD))
    between = [space for space in spaces if not any(span.start < space < span.end for span in spans)]
    inside = [space for space in between if space <= limit]
    return (inside[-1:] or between[:1] or [limit])[0], True


def _merged(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The spans in order, those that overlap made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
