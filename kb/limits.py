"""Which Markdown is refused because rendering it could take minutes.

Markdown and bleach take time in proportion to the square of some inputs, and no thread can be
stopped from outside: Python has no way to do it, a signal reaches the main thread only, and a
process per entry costs more than the rendering and can be had by the thousand. A time limit that
cannot end the work is not one. So the bound is on the work itself: each limit below caps one way
of making it grow, and whatever passes them all was measured to render in well under a second.
Ordinary prose stays far below each, up to the largest file that is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import accumulate
from types import MappingProxyType

from kb.prose import Places, blank, regions

__all__ = ["LIMITS", "Finding", "Kind", "TooHostile", "limit_findings"]


class Kind(Enum):
    """What is limited, and in which unit it is counted."""

    LENGTH = "length"  # characters of the text
    PARAGRAPH = "paragraph"  # characters between two blank lines
    RUN = "run"  # the same mark again and again
    NESTING = "nesting"  # lists and quotes in each other, written or by four spaces each
    HEADINGS = "headings"  # headings and rules
    UNCLOSED = "unclosed"  # brackets whose end is not near, or links whose address is not plain
    EMPHASIS = "emphasis"  # * and _ between two blank lines
    MARKS = "marks"  # marks, paragraphs, list items and table cells, each by its weight
    DIGITS = "digits"  # digits of one character reference such as &#8211;


LIMITS: Mapping[Kind, int] = MappingProxyType(
    {
        Kind.LENGTH: 200_000,
        Kind.PARAGRAPH: 20_000,
        Kind.RUN: 100,
        Kind.NESTING: 10,
        Kind.HEADINGS: 300,
        Kind.UNCLOSED: 100,
        Kind.EMPHASIS: 1_000,
        Kind.MARKS: 10_000,
        Kind.DIGITS: 8,
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Where a text first passes a limit: `count` is what it has of `kind`, `limit` what it may have."""

    kind: Kind
    line: int
    column: int
    length: int
    count: int
    limit: int


class TooHostile(ValueError):  # noqa: N818  it says what the text is
    """A text passes a limit and is not rendered; `findings` says where."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(", ".join(finding.kind.value for finding in findings))
        self.findings = findings


@dataclass(frozen=True, slots=True)
class _Excess:
    """Where a limit is passed, how much there is of what it limits."""

    start: int
    end: int
    count: int


def limit_findings(text: str) -> tuple[Finding, ...]:
    """Return a finding for each limit that `text` passes, at the first place where it does.

    A text that is too long has this finding alone. Takes time in proportion to the length.
    """
    places = Places(text)
    return tuple(
        Finding(kind, *places.of(at.start), _on_one_line(text, at), at.count, LIMITS[kind])
        for kind, at in _excesses(text)
    )


def _excesses(text: str) -> Iterator[tuple[Kind, _Excess]]:
    if len(text) > LIMITS[Kind.LENGTH]:
        yield Kind.LENGTH, _Excess(0, len(text), len(text))
        return
    prose = blank(text, ((region.start, region.end) for region in regions(text)))
    for kind, check in _CHECKS.items():
        if excess := check(text, prose):
            yield kind, excess


def _on_one_line(text: str, at: _Excess) -> int:
    line_end = text.find("\n", at.start, at.end)
    return (at.end if line_end < 0 else line_end) - at.start


_BLANK_LINE = re.compile(r"\n[ \t\r]*(?=\n)")


def _blocks(prose: str) -> Iterator[tuple[int, int]]:
    """Yield where each stretch between blank lines starts and ends."""
    reached = 0
    for found in _BLANK_LINE.finditer(prose):
        yield reached, found.start()
        reached = found.end() + 1
    yield reached, len(prose)


def _paragraph(_text: str, prose: str) -> _Excess | None:
    for start, end in _blocks(prose):
        size = end - start + 3 * prose.count("\t", start, end)  # Markdown makes a tab four spaces
        if size > LIMITS[Kind.PARAGRAPH]:
            return _Excess(start, end, size)
    return None


_RUN = re.compile(rf"([\[\]()!<>*_\\`&|])\1{{{LIMITS[Kind.RUN]},}}+")


def _run(_text: str, prose: str) -> _Excess | None:
    found = _RUN.search(prose)
    return _Excess(*found.span(), len(found[0])) if found else None


_PREFIX = re.compile(r"^(?:(?:[ \t]*(?:>|[-*+](?=[ \t])|\d++\.(?=[ \t])))++[ \t]*+|[ \t]++(?=\S))", re.MULTILINE)
_LIST_OR_QUOTE = re.compile(r">|[-*+]|\d+\.")
_INDENTATION = re.compile(r"\t| {4}")


def _nesting(text: str, prose: str) -> _Excess | None:
    for found in _PREFIX.finditer(prose):
        levels = _count(_LIST_OR_QUOTE, found) + _count(_INDENTATION, found)
        is_code = not text.startswith(found[0], found.start())
        if levels > LIMITS[Kind.NESTING] and not is_code:
            return _Excess(*found.span(), levels)
    return None


def _count(pattern: re.Pattern[str], within: re.Match[str]) -> int:
    return sum(1 for _ in pattern.finditer(within[0]))


_HEADING = re.compile(r"^(?:[ \t>]|[-*+][ \t]|\d++\.[ \t])*+#|^[ \t>]*+(?:[-*_][ \t]*+){3,}+\r?$", re.MULTILINE)


def _headings(_text: str, prose: str) -> _Excess | None:
    return _nth(list(_HEADING.finditer(prose)), LIMITS[Kind.HEADINGS])


_NEAR_END = r"\[[^\[\]]{0,1000}+\]"
_PLAIN_ADDRESS = r"""\]\([^()'"]{0,2000}+(?:"[^"()]{0,500}+"|'[^'()]{0,500}+')?[ \n]{0,9}\)"""
_UNCLOSED = re.compile(rf"(?!{_NEAR_END})\[|(?!{_PLAIN_ADDRESS})\]\(")


def _unclosed(_text: str, prose: str) -> _Excess | None:
    return _nth(list(_UNCLOSED.finditer(prose)), LIMITS[Kind.UNCLOSED])


def _nth(found: list[re.Match[str]], limit: int) -> _Excess | None:
    return _Excess(*found[limit].span(), len(found)) if len(found) > limit else None


_EMPHASIS = re.compile(r"[*_]")


def _emphasis(_text: str, prose: str) -> _Excess | None:
    for start, end in _blocks(prose):
        if excess := _nth(list(_EMPHASIS.finditer(prose, start, end)), LIMITS[Kind.EMPHASIS]):
            return excess
    return None


_LINK_OR_NOTE = re.compile(r"\[")
_OTHER_MARK = re.compile(r"[*_`\\]|  $", re.MULTILINE)
_ESCAPED = re.compile(r"[&<>]")  # these cost in code too: on the page they are entities


def _marks(text: str, prose: str) -> _Excess | None:
    """Add up, roughly in units of 50 microseconds, what may become elements of the page."""
    weights = [(found.start(), 2) for found in _LINK_OR_NOTE.finditer(prose)]
    weights += [(found.start(), 1) for found in _OTHER_MARK.finditer(prose)]
    weights += [(found.start(), 1) for found in _ESCAPED.finditer(text)]
    weights += [(found.start(), 2 * _count(_LIST_OR_QUOTE, found)) for found in _PREFIX.finditer(prose)]
    weights += [(start, 2 + _table(prose[start:end])) for start, end in _blocks(prose)]
    count = sum(weight for _, weight in weights)
    if count <= LIMITS[Kind.MARKS]:
        return None
    return _Excess(*_passing(sorted(weights), LIMITS[Kind.MARKS]), count)


def _table(block: str) -> int:
    """The weight of a table, if `block` is one: each row gets as many cells as the longest."""
    if "|" not in block:
        return 0
    lines = block.split("\n")
    columns = 1 + max(line.count("|") for line in lines)
    return 2 * len(lines) * (1 + columns)


def _passing(weights: list[tuple[int, int]], limit: int) -> tuple[int, int]:
    totals = accumulate(weight for _, weight in weights)
    places = zip(weights, totals, strict=True)
    start = next(start for (start, _), total in places if total > limit)
    return start, start + 1


_DIGITS = re.compile(rf"&#[xX]?[0-9A-Fa-f]{{{LIMITS[Kind.DIGITS] + 1},}}+")


def _digits(text: str, _prose: str) -> _Excess | None:
    found = _DIGITS.search(text)
    return _Excess(*found.span(), len(found[0].lstrip("&#xX"))) if found else None


_CHECKS: Mapping[Kind, Callable[[str, str], _Excess | None]] = MappingProxyType(
    {
        Kind.PARAGRAPH: _paragraph,
        Kind.RUN: _run,
        Kind.NESTING: _nesting,
        Kind.HEADINGS: _headings,
        Kind.UNCLOSED: _unclosed,
        Kind.EMPHASIS: _emphasis,
        Kind.MARKS: _marks,
        Kind.DIGITS: _digits,
    }
)
