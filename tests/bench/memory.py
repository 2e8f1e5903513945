"""`python -m tests.bench.memory COUNT FOLDER`: the memory of a saved index above its texts, in a process of its own.

What counts is what Python and NumPy hold once the index is open. It answers in JSON: the sum in megabytes, and the
shares of the files in whose lines it was taken.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import tracemalloc
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from search import Document, Index
from tests.bench import measure, report, texts
from tests.bench.report import Row, Share


def row_of(count: int, folder: Path) -> Row:
    """Measure the memory above so many texts, whose index is saved in the folder."""
    command = (sys.executable, "-m", "tests.bench.memory", str(count), str(folder))
    done = subprocess.run(command, cwd=measure.ROOT, check=True, capture_output=True, text=True)
    answer = json.loads(done.stdout)
    row = Row(report.MEMORY, count, answer["megabytes"])
    shares = tuple(Share(place, share) for place, share in answer["shares"])
    return replace(row, profile=shares) if row.is_met is False else row


def held(documents: Sequence[Document], folder: Path) -> Mapping[str, int]:
    """The bytes that an index holds, by the file of this project in whose lines they were taken."""
    fields = texts.all_fields()
    gc.collect()
    tracemalloc.start()
    index = Index.open(documents, folder, fields)
    gc.collect()
    taken = tracemalloc.take_snapshot().statistics("filename")
    tracemalloc.stop()
    del index  # not before its memory is counted
    sizes: Counter[str] = Counter()
    for found in taken:
        sizes[measure.own_place(found.traceback[0].filename) or "other code"] += found.size
    return sizes


def main(count: int, folder: Path) -> None:
    sizes = held(texts.drawn(texts.real_documents(), count), folder)
    total = sum(sizes.values())
    shares = [(each.place, each.share) for each in measure.largest(sizes, total)]
    print(json.dumps({"megabytes": total / 1e6, "shares": shares}))


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
