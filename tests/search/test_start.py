"""Several processes that open one folder at once, as the workers of a server do."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

WORKERS = 3

PROGRAM = """
import sys
from pathlib import Path
from search import Document, Index, SearchQuery, Text, index
documents = [
    Document(f"d{n}", "en", f"Title {n}", (Text(f"mentor word{n} " * 50),)) for n in range(60)
]
writes = []
written = index._written
def counted(*args):
    writes.append(args)
    return written(*args)
index._written = counted
print("ready", flush=True)
sys.stdin.readline()
made = Index.open(documents, Path(sys.argv[1]))
results = made.search(SearchQuery("mentor"))
print(made.stored, made.warning, results.total, results.hits[0].id, flush=True)
print(len(writes), flush=True)
"""


def start(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", PROGRAM, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )


def all_at_once(folder: Path) -> tuple[list[str], int]:
    """What each worker answers, and how often the documents were indexed."""
    workers = [start(folder) for _ in range(WORKERS)]
    for worker in workers:
        assert worker.stdout is not None
        worker.stdout.readline()
    lines = [worker.communicate("go\n") for worker in workers]
    assert [errors for _, errors in lines] == [""] * WORKERS
    answers = [output.splitlines() for output, _ in lines]
    return [answer for answer, _ in answers], sum(int(writes) for _, writes in answers)


def test_workers_that_start_together_build_one_index(tmp_path: Path) -> None:
    answers, writes = all_at_once(tmp_path / "state")

    assert answers == ["True None 60 d0"] * WORKERS
    assert writes == 1


@pytest.mark.parametrize("name", ["columns.npz", "seal.json"])
def test_workers_that_meet_a_damaged_index_build_it_once(tmp_path: Path, name: str) -> None:
    all_at_once(tmp_path)
    (generation,) = (path for path in tmp_path.iterdir() if path.is_dir())
    (generation / name).write_bytes(b"junk")

    answers, writes = all_at_once(tmp_path)

    assert answers == ["True None 60 d0"] * WORKERS
    assert writes == 1


def test_workers_that_start_later_build_nothing(tmp_path: Path) -> None:
    all_at_once(tmp_path)

    answers, writes = all_at_once(tmp_path)

    assert answers == ["True None 60 d0"] * WORKERS
    assert writes == 0


KILLED = """
import sys, time
from pathlib import Path
from search import store
with store.locked(Path(sys.argv[1])):
    (Path(sys.argv[1]) / ".aside-killed").mkdir()
    print("locked", flush=True)
    time.sleep(600)
"""


def test_a_worker_that_is_killed_while_indexing_stops_nobody(tmp_path: Path) -> None:
    killed = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    with killed:
        assert killed.stdout is not None
        killed.stdout.readline()
        worker = start(tmp_path)
        with worker:
            assert worker.stdin is not None
            worker.stdin.write("go\n")
            worker.stdin.flush()
            time.sleep(0.5)

            killed.send_signal(signal.SIGKILL)
            output, errors = worker.communicate()

    assert (output.splitlines()[1], errors) == ("True None 60 d0", "")
    assert not (tmp_path / ".aside-killed").exists()
