"""What is measured, against what, and how much is allowed; and the table of it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

SIGNIFICANT_DIGITS = 2


class Unit(Enum):
    """What a number counts."""

    SECONDS = "s"
    MEGABYTES = "MB"
    """Of a million bytes."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is measured.

    Attributes:
        against: the baseline; empty where only the amount itself counts.
        at_most: the target, as a ratio to the baseline or, without one, as an amount; None where there is none.
        bound: what the target holds for, where it does not hold for every number of documents.
    """

    what: str
    against: str = ""
    at_most: float | None = None
    unit: Unit = Unit.SECONDS
    bound: int | None = None


WHOOSH, OWN_BUILD, SQLITE, TANTIVY = "raw Whoosh, one field", "own cold build", "SQLite FTS5", "tantivy"

BUILD = Line("cold build", WHOOSH, 0.4)
START = Line("warm start, nothing changed", OWN_BUILD, 0.01)
UPDATE = Line("update of one entry", OWN_BUILD)
TERM_SQLITE = Line("one term, ten hits", SQLITE, 0.15)
TERM_TANTIVY = Line("one term, ten hits", TANTIVY, 0.5)
TERM_FIRST = Line("one term, first hit alone", SQLITE)
ANY_SQLITE = Line("three words OR, ten hits", SQLITE, 0.15)
ANY_TANTIVY = Line("three words OR, ten hits", TANTIVY, 1.0)
ANY_FIRST = Line("three words OR, first hit alone", SQLITE)
PHRASE = Line("phrase, ten hits", SQLITE, 2.0)
FILTER = Line("filter and counts of six facets, ten hits", SQLITE, 0.15)
SNIPPETS = Line("ten snippets", SQLITE, 0.5)
THESAURUS = Line("label of a term in any language, with the thesaurus", "the same without it")
WORST = Line("worst allowed query", at_most=0.05, bound=10_000)
MEMORY = Line("memory above the texts", at_most=150, unit=Unit.MEGABYTES, bound=10_000)
PAGE = Line("whole page of a search over HTTP", "bare Flask view, same template", 3.0, bound=1_000)

LINES = (
    *(BUILD, START, UPDATE, TERM_SQLITE, TERM_TANTIVY, TERM_FIRST, ANY_SQLITE, ANY_TANTIVY, ANY_FIRST),
    *(PHRASE, FILTER, SNIPPETS, THESAURUS, WORST, MEMORY, PAGE),
)


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the code, and its share of what was spent, from 0 to 1."""

    place: str
    share: float


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement.

    Attributes:
        ours, baseline: amounts in the unit of the line; no baseline where the line has none.
        profile: where a missed target's time or memory goes, most first; empty if it is met.
    """

    line: Line
    documents: int
    ours: float
    baseline: float | None = None
    profile: tuple[Share, ...] = ()

    @property
    def ratio(self) -> float | None:
        """How many times the baseline ours is."""
        return None if self.baseline is None else self.ours / self.baseline

    @property
    def is_met(self) -> bool | None:
        """Whether the target is met; None where none holds for so many documents."""
        if self.line.at_most is None or self.line.bound not in (None, self.documents):
            return None
        return (self.ours if self.ratio is None else self.ratio) <= self.line.at_most


def table(rows: Iterable[Row]) -> str:
    """The rows as a Markdown table."""
    head = "what", "documents", "ours", "against", "baseline", "ratio", "target", "result"
    body = [_cells(row) for row in rows]
    widths = [max(map(len, column)) for column in zip(head, *body, strict=True)]
    ruler = ["-" * width for width in widths]
    lines = [
        " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) for cells in (head, *body)
    ]
    return "".join(f"| {line} |\n" for line in (lines[0], " | ".join(ruler), *lines[1:]))


def _cells(row: Row) -> tuple[str, ...]:
    return (
        row.line.what,
        f"{row.documents:,}",
        amount(row.ours, row.line.unit),
        row.line.against or "–",
        "–" if row.baseline is None else amount(row.baseline, row.line.unit),
        "–" if row.ratio is None else f"{rounded(row.ratio)} ×",
        _target(row),
        {True: "met", False: "**missed**", None: "–"}[row.is_met],
    )


def _target(row: Row) -> str:
    if row.is_met is None or row.line.at_most is None:
        return "–"
    return f"{row.line.at_most:g} ×" if row.line.against else amount(row.line.at_most, row.line.unit)


def amount(number: float, unit: Unit) -> str:
    """A number with its unit, seconds in the largest one that leaves no zeros in front."""
    if unit is Unit.MEGABYTES:
        return f"{rounded(number)} MB"
    for name, factor in (("s", 1), ("ms", 1_000)):
        if number * factor >= 1:
            return f"{rounded(number * factor)} {name}"
    return f"{rounded(number * 1_000_000)} µs"


def rounded(number: float) -> str:
    """A number above zero with two significant digits; whole numbers keep all of theirs."""
    digits = SIGNIFICANT_DIGITS - 1 - int(f"{number:e}".split("e")[1])
    return f"{number:,.{max(digits, 0)}f}"


def page(rows: Iterable[Row], conditions: Mapping[str, str]) -> str:
    """The page `docs/benchmarks.md`.

    Args:
        conditions: what the figures depend on besides the code, such as versions.
    """
    rows = tuple(rows)
    met = [row.is_met for row in rows if row.is_met is not None]
    parts = (
        _HEAD,
        f"{sum(met)} of {len(met)} targets are met.\n",
        table(rows),
        *_conditions(conditions),
        *missed(rows),
    )
    return "\n".join(parts)


_HEAD = """# Benchmarks

`make bench` measures and writes this page. How to read it: a ratio says how many times the CPU time of the baseline
ours takes, both as the median (p50) of many turns that alternate on the same texts, so that less is better and 1 × is
a tie. Ratios hold from one machine to another, while the amounts beside them are those of the machine of this run.
"""

_COMPARED = """## What is compared

The texts are drawn from the real entries, passage by passage, about 230 words each, with titles and facet values.
Questions are words of these texts. SQLite and tantivy stem English words and answer with ids and scores alone. Ours
answers with a quotation and the reasons of each hit as well, which cannot be left out: "first hit alone" shows what is
left when there is one of them. The worst query is the slowest of a list of long and hostile ones, with all facets and
vocabularies.
"""


def _conditions(conditions: Mapping[str, str]) -> Iterator[str]:
    yield _COMPARED
    yield textwrap.fill("; ".join(f"{name}: {value}" for name, value in conditions.items()) + ".", 120) + "\n"


def missed(rows: Iterable[Row]) -> Iterator[str]:
    """The part of the page on missed targets: a story for each, of its largest number of documents."""
    found = {row.line.what: row for row in sorted(rows, key=lambda row: row.documents) if row.is_met is False}
    if found:
        yield _MISSED
        yield "\n".join(map(_story, found.values())) + "\n"


_MISSED = """## Missed targets

What a profile says, most first. A function's share includes the functions that it calls, so shares overlap.
"""


def _story(row: Row) -> str:
    shares = ", ".join(f"`{each.place}` {each.share:.0%}" for each in row.profile)
    text = f"- **{row.line.what}**, {row.documents:,} documents: {shares or 'no function stands out'}."
    return textwrap.fill(text, 120, subsequent_indent="  ", break_on_hyphens=False)
