"""Starting the site: several workers at once, a state folder that is damaged or of no use, and a second start."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from app import create_app
from kb.live import Live
from search import SearchQuery
from tests.makers import TODAY, a_folder, an_entry, settings_for, write

WORKERS = 3

PROGRAM = """
import json, sys
from datetime import date
from pathlib import Path
from kb.live import Live
from search import SearchQuery, index
writes = []
written = index._written
index._written = lambda *args: writes.append(args) or written(*args)
print("ready", flush=True)
sys.stdin.readline()
snapshot = Live(Path(sys.argv[1]), Path(sys.argv[2]), lambda: date(2026, 11, 30)).current
results = [snapshot.search(SearchQuery(each)) for each in ("street", "walks", "")]
hits = [[hit.id for hit in each.hits] for each in results]
counts = {value.id: value.count for value in results[2].facets[1].values}
print(json.dumps([snapshot.digest, snapshot.index.stored, snapshot.index.warning, hits, counts]))
print(len(writes), flush=True)
"""

ENTRIES = {
    "street-work.md": an_entry(),
    "night-walks.md": an_entry(title="Night walks", countries=["SE"]),
    "exit.md": an_entry(title="Exit counselling", countries=["SE"]),
}


def start(folder: Path, state: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", PROGRAM, str(folder), str(state)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )


def all_at_once(folder: Path, state: Path) -> tuple[list[object], int]:
    """What each worker answers, and how often entries were indexed in all."""
    workers = [start(folder, state) for _ in range(WORKERS)]
    for worker in workers:
        assert worker.stdout is not None
        worker.stdout.readline()
    ends = [worker.communicate("go\n", timeout=120) for worker in workers]
    assert [errors for _, errors in ends] == [""] * WORKERS
    answers = [output.splitlines() for output, _ in ends]
    return [json.loads(answer) for answer, _ in answers], sum(int(writes) for _, writes in answers)


def expected(folder: Path) -> list[object]:
    """What each worker has to answer, its digest taken from one that keeps nothing."""
    digest = Live(folder, None, lambda: TODAY).current.digest
    hits = [["street-work"], ["night-walks"], ["exit", "night-walks", "street-work"]]
    return [digest, True, None, hits, {"SE": 2, "DK": 1}]


def junk(path: Path) -> None:
    path.write_bytes(b"junk")


def half(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def nothing(path: Path) -> None:
    path.write_bytes(b"")


def test_workers_that_start_at_once_on_an_empty_state_folder_answer_alike(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, ENTRIES)

    answers, writes = all_at_once(folder, tmp_path / "state")

    assert answers == [expected(folder)] * WORKERS
    assert writes == 1


@pytest.mark.parametrize("damage", [junk, half, nothing, Path.unlink])
def test_workers_that_start_at_once_on_a_damaged_state_folder_answer_alike(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    folder = a_folder(tmp_path, ENTRIES)
    assert Live(folder, tmp_path / "state", lambda: TODAY).current.index.stored
    for path in [each for each in (tmp_path / "state").rglob("*") if each.is_file()]:
        damage(path)

    answers, writes = all_at_once(folder, tmp_path / "state")

    assert answers == [expected(folder)] * WORKERS
    assert writes == 1


def test_workers_that_start_later_read_the_saved_index(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, ENTRIES)
    all_at_once(folder, tmp_path / "state")

    answers, writes = all_at_once(folder, tmp_path / "state")

    assert answers == [expected(folder)] * WORKERS
    assert writes == 0


def must_not_run(*_: object) -> object:
    raise AssertionError


def test_a_warm_start_analyses_nothing_and_answers_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = a_folder(tmp_path, ENTRIES)
    cold = Live(folder, tmp_path / "state", lambda: TODAY).current
    monkeypatch.setattr("search.index._analysed", must_not_run)

    warm = Live(folder, tmp_path / "state", lambda: TODAY).current

    questions = [SearchQuery(each) for each in ("street", "night -walks", "jugendarbeit", "")]
    assert (cold.index.stored, warm.index.stored) == (True, True)
    assert [warm.search(each) for each in questions] == [cold.search(each) for each in questions]


def test_a_warm_start_after_an_edit_answers_like_a_cold_one(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, ENTRIES)
    Live(folder, tmp_path / "state", lambda: TODAY).refresh()
    write(folder / "exit.md", an_entry(title="Leaving violence behind"))

    warm = Live(folder, tmp_path / "state", lambda: TODAY).current
    cold = Live(folder, None, lambda: TODAY).current

    questions = [SearchQuery(each) for each in ("counselling", "violence", "")]
    assert [warm.search(each) for each in questions] == [cold.search(each) for each in questions]


def a_file_in_its_place(state: Path) -> Path:
    write(state, "no folder")
    return state


def a_folder_under_a_file(state: Path) -> Path:
    write(state, "no folder")
    return state / "deeper" / "still"


def a_folder_of_the_kernel(_: Path) -> Path:
    return Path("/proc/kb-state")


@pytest.mark.parametrize("place", [a_file_in_its_place, a_folder_under_a_file, a_folder_of_the_kernel])
def test_a_state_folder_that_cannot_be_used_is_one_warning_and_no_failure(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, place: Callable[[Path], Path]
) -> None:
    folder = a_folder(tmp_path, ENTRIES)

    app = create_app(settings_for(folder, state=place(tmp_path / "state")))

    snapshot = app.extensions["kb"].current
    assert [(each.levelno, each.getMessage().split(":")[0]) for each in caplog.records] == [
        (logging.WARNING, "the search index is kept in memory only")
    ]
    assert [hit.id for hit in snapshot.search(SearchQuery("street")).hits] == ["street-work"]


def test_a_folder_that_may_not_be_written_is_one_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    folder = a_folder(tmp_path, ENTRIES)
    monkeypatch.setattr(os, "mkdir", denied)

    snapshot = Live(folder, tmp_path / "state", lambda: TODAY).current

    assert (snapshot.index.stored, list(snapshot.collection.practices)) == (
        False,
        ["exit", "night-walks", "street-work"],
    )
    assert [each.levelno for each in caplog.records] == [logging.WARNING]


def test_in_memory_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = a_folder(tmp_path, ENTRIES)
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))

    app = create_app(settings_for(folder, state=None))

    assert (app.extensions["kb"].current.index.stored, sorted(tmp_path.rglob("*"))) == (False, before)


def test_the_site_starts_with_its_content_loaded(tmp_path: Path) -> None:
    app = create_app(settings_for(a_folder(tmp_path, ENTRIES)), {"TESTING": True})

    assert app.testing
    assert app.test_client().get("/readyz").status_code == 200
    assert app.test_client().get("/practices/street-work").status_code == 200


def test_the_site_starts_without_its_folder_and_says_that_it_is_not_ready(tmp_path: Path) -> None:
    client = create_app(settings_for(tmp_path / "nowhere")).test_client()

    answers = {path: client.get(path).status_code for path in ("/", "/search", "/status", "/healthz", "/readyz")}

    assert answers == {"/": 200, "/search": 200, "/status": 200, "/healthz": 200, "/readyz": 503}


def test_the_site_starts_although_every_entry_is_broken(tmp_path: Path) -> None:
    broken = {f"entry-{number}.md": text for number, text in enumerate(["", "---\n", "\x00", "---\n- a\n---\n"])}

    client = create_app(settings_for(a_folder(tmp_path, broken))).test_client()

    assert [client.get(path).status_code for path in ("/", "/status", "/readyz")] == [200, 200, 503]


def test_a_command_does_not_load_the_content_when_the_app_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Live, "refresh", must_not_run)

    with click.Context(click.Command("kb"), info_name="kb"):
        app = create_app(settings_for(a_folder(tmp_path)))

    assert "kb" in app.cli.commands


def test_flask_run_loads_the_content_before_the_first_request(tmp_path: Path) -> None:
    with click.Context(click.Command("run"), info_name="run"):
        app = create_app(settings_for(a_folder(tmp_path, ENTRIES)))

    live: Live = app.extensions["kb"]
    assert live._current is not None


def test_the_settings_come_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_CONTENT", str(a_folder(tmp_path, ENTRIES)))
    monkeypatch.setenv("KB_STATE", ":memory:")

    app = create_app()

    assert list(app.extensions["kb"].current.collection.practices) == ["exit", "night-walks", "street-work"]
