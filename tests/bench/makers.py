"""Small makers for the tests of the benchmarks."""

from __future__ import annotations

from kb.documents import FACETS
from search import Document, Text
from tests.bench.report import PAGE, Line, Row, Share

SENTENCES = (
    "Mentors listen patiently before giving advice.",
    "Teachers discuss difficult questions without judgement.",
    "Families receive counselling whenever relatives disappear.",
    "Prison officers notice changes earlier than visitors.",
)


def a_real_document(number: int = 0, *, passages: int = 4) -> Document:
    """A document with a few passages, as those of the entries that texts are drawn from."""
    texts = tuple(Text(f"{SENTENCES[(number + place) % 4]} Chapter {place} follows.") for place in range(passages))
    return Document(f"real-{number}", "en", f"Title {number}", texts, {name: (f"{name}-{number}",) for name in FACETS})


def some_real_documents() -> tuple[Document, ...]:
    return tuple(a_real_document(number) for number in range(5))


def a_line(what: str = "phrase", against: str = "SQLite", at_most: float | None = 2.0, **others: object) -> Line:
    """A line of the report; `others` are its other attributes by their names."""
    return Line(what, against, at_most, **others)  # type: ignore[arg-type]  # the types are the tests' own


def a_row(
    line: Line = PAGE,
    documents: int = 1_000,
    ours: float = 0.006,
    baseline: float | None = 0.003,
    profile: tuple[Share, ...] = (),
) -> Row:
    return Row(line, documents, ours, baseline, profile)
