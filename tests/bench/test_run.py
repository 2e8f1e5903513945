from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench import memory, report
from tests.bench.report import LINES, Row
from tests.bench.run import MOST_CHARACTERS, Effort, hostile, rows_of, saved
from tests.bench.texts import drawn, real_documents

pytestmark = pytest.mark.content

FEW = 12
LEAST_EFFORT = Effort(builds=1, updates=1, questions=2, rounds=1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bench")


@pytest.fixture(scope="module")
def rows(folder: Path) -> tuple[Row, ...]:
    """The smallest run there is: it says nothing of the search, but that the harness works."""
    return tuple(rows_of(drawn(real_documents(), FEW), folder, LEAST_EFFORT))


def test_every_line_is_measured_once(rows: tuple[Row, ...]) -> None:
    in_processes = {report.MEMORY, report.PAGE}

    assert [row.line for row in rows] == [line for line in LINES if line not in in_processes]


def test_a_missed_target_is_explained_and_no_other(rows: tuple[Row, ...]) -> None:
    assert [bool(row.profile) for row in rows] == [row.is_met is False for row in rows]


def test_an_index_holds_memory_in_files_of_the_search(rows: tuple[Row, ...], folder: Path) -> None:
    assert rows

    held = memory.held(drawn(real_documents(), FEW), saved(folder))

    assert held["search/ranking.py"] > 0


def test_a_hostile_query_is_as_long_as_is_allowed_or_longer() -> None:
    queries = hostile(drawn(real_documents(), FEW))

    assert max(len(query.text) for query in queries) > MOST_CHARACTERS
    assert all(query.text for query in queries[:-3])
