"""`python -m tests.bench [--quick]`: measure, print the table, and write `docs/benchmarks.md`."""

from __future__ import annotations

import os
import platform
import sqlite3
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

from tests.bench import measure, memory, page, report, run, texts
from tests.bench.report import Row

PAGE = measure.ROOT / "docs" / "benchmarks.md"

EFFORTS: Mapping[int, run.Effort] = {
    1_000: run.Effort(builds=3, updates=7, questions=60, rounds=10),
    10_000: run.Effort(builds=1, updates=3, questions=60, rounds=4),
}
"""By the number of documents. Most of the time goes into the builds."""


def main() -> None:
    parser = ArgumentParser(prog="make bench", description="Measure the search and the site against baselines.")
    parser.add_argument("--quick", action="store_true", help="measure with 1,000 documents only, and write nothing")
    is_quick = parser.parse_args().quick
    rows = []
    for row in _rows(list(EFFORTS)[:1] if is_quick else list(EFFORTS)):
        rows.append(row)
        if sys.stderr.isatty():
            print(f"{row.documents:,} documents: {row.line.what}", file=sys.stderr)
    print("\n".join((report.table(rows), *report.missed(rows))), end="")
    if not is_quick:
        PAGE.write_text(report.page(rows, conditions()), encoding="utf-8")


def _rows(counts: list[int]) -> Iterator[Row]:
    for count in counts:
        documents = texts.drawn(texts.real_documents(), count)
        with tempfile.TemporaryDirectory() as folder:
            yield from run.rows_of(documents, Path(folder), EFFORTS[count])
            yield memory.row_of(count, run.saved(Path(folder)))
        if count == report.PAGE.bound:
            yield page.row_of(documents, questions_of_each_kind=5, rounds=4)


def conditions() -> Mapping[str, str]:
    """What the figures depend on besides the code."""
    return {
        "Python": platform.python_version(),
        "CPUs": str(os.cpu_count()),
        "NumPy": version("numpy"),
        "Whoosh-Reloaded": version("Whoosh-Reloaded"),
        "SQLite": sqlite3.sqlite_version,
        "tantivy": version("tantivy"),
    }


if __name__ == "__main__":
    main()
