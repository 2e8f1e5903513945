"""Counted questions in memory and on disk: several processes and threads, files of others, disks of no use."""

from __future__ import annotations

import fcntl
import logging
import os
import threading
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kb import insight_store
from kb.insight import FEWEST_DAYS, KEPT_DAYS, MAX_BYTES, MAX_QUESTIONS, MAX_WAITING, Asked, Insight
from kb.insight_store import FILE, InsightStore
from tests.makers import TODAY

BOXING = Asked("boxing", 0, 3, TODAY - timedelta(days=2), TODAY)
"""What `ask` makes of a question."""


def day(ago: int) -> date:
    return TODAY - timedelta(days=ago)


def ask(store: InsightStore, question: str = "boxing", days: int = FEWEST_DAYS) -> None:
    """Ask a question on as many days as make it known, today the last time."""
    for ago in reversed(range(days)):
        store.count(question, day(ago), 0)


def ask_all(store: InsightStore, questions: Iterable[str]) -> None:
    for question in questions:
        ask(store, question)


def written(state: Path) -> Insight:
    return Insight.from_json((state / FILE).read_bytes())


def names(state: Path) -> set[str]:
    return {path.name for path in state.iterdir()}


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


def test_a_question_of_few_days_is_neither_written_nor_reported(state: Path) -> None:
    store = InsightStore(state)

    ask(store, days=FEWEST_DAYS - 1)

    assert (store.report(TODAY), (state / FILE).exists()) == ((), False)


def test_a_question_of_enough_days_is_written_without_the_others(state: Path) -> None:
    store = InsightStore(state)
    ask(store, "prison", days=FEWEST_DAYS - 1)

    ask(store)

    assert written(state) == Insight({"boxing": {day(ago): 0 for ago in range(3)}})
    assert "prison" not in (state / FILE).read_text("utf-8")


def test_what_was_written_is_known_after_a_restart(state: Path) -> None:
    ask(InsightStore(state))

    store = InsightStore(state)

    assert store.report(TODAY) == (BOXING,)


def test_a_question_that_is_written_needs_one_more_day_after_a_restart(state: Path) -> None:
    ask(InsightStore(state))

    InsightStore(state).count("boxing", day(-1), 2)

    assert InsightStore(state).report(day(-1)) == (Asked("boxing", 2, 4, day(2), day(-1)),)


def test_without_a_folder_all_stays_in_memory() -> None:
    store = InsightStore(None)

    ask(store)

    assert (store.report(TODAY), InsightStore(None).report(TODAY)) == ((BOXING,), ())


def test_nobody_else_can_read_what_is_written(state: Path) -> None:
    ask(InsightStore(state))

    modes = {path.name: path.stat().st_mode & 0o777 for path in (state, *state.iterdir())}
    assert modes == {"state": 0o700, FILE: 0o600, ".insight.lock": 0o600}


def test_the_time_of_the_file_does_not_tell_when_a_question_was_asked(state: Path) -> None:
    ask(InsightStore(state))

    assert datetime.fromtimestamp((state / FILE).stat().st_mtime, UTC) == datetime(2026, 11, 30, tzinfo=UTC)


def test_two_processes_lose_no_day_of_each_other(state: Path) -> None:
    one, other = InsightStore(state), InsightStore(state)
    ask(one)
    one.count("boxing", day(7), 0)

    ask(other, "boxing", days=5)
    ask(other, "prison")

    days = {
        each: {day(ago): 0 for ago in ago} for each, ago in {"boxing": (0, 1, 2, 3, 4, 7), "prison": range(3)}.items()
    }
    assert written(state) == Insight(days)


def test_the_first_question_of_a_day_adds_what_other_processes_have_counted(state: Path) -> None:
    one, other = InsightStore(state), InsightStore(state)
    other.count("boxing", day(5), 0)
    ask(one)

    other.count("prison", TODAY, 0)

    assert written(state) == Insight({"boxing": {day(ago): 0 for ago in (0, 1, 2, 5)}})


def test_the_first_question_of_a_day_removes_what_is_too_old(state: Path) -> None:
    store = InsightStore(state)
    ask(store)

    store.count("prison", day(-KEPT_DAYS), 0)

    assert written(state) == Insight()


def test_threads_of_several_processes_lose_nothing(state: Path) -> None:
    stores = [InsightStore(state) for _ in range(3)]
    words = [f"word{number}" for number in range(20)]
    threads = [threading.Thread(target=ask_all, args=(store, words[start::2])) for store in stores for start in (0, 1)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for store in stores:
        store.count("last", day(-1), 0)

    assert {row.question: row.days for row in InsightStore(state).report(TODAY)} == dict.fromkeys(words, 3)


def test_while_another_process_writes_a_question_is_counted_in_memory(state: Path) -> None:
    store = InsightStore(state)
    state.mkdir()
    with (state / ".insight.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        ask(store)

    assert (store.report(TODAY), names(state)) == ((BOXING,), {".insight.lock"})


def test_what_could_not_be_written_is_written_with_the_next(state: Path) -> None:
    store = InsightStore(state)
    state.mkdir()
    with (state / ".insight.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ask(store)

    ask(store, "prison")

    assert {row.question for row in InsightStore(state).report(TODAY)} == {"boxing", "prison"}


def test_while_another_thread_writes_a_question_is_counted_in_memory(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, write = InsightStore(state), insight_store._replace
    seen: list[tuple[Asked, ...]] = []

    def replace_while_asked(folder: Path, content: bytes, day: date) -> None:
        ask(store, "prison")
        seen.append(store.report(TODAY))
        write(folder, content, day)

    monkeypatch.setattr(insight_store, "_replace", replace_while_asked)
    ask(store)

    assert [[row.question for row in rows] for rows in seen] == [["boxing", "prison"]]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"{", b'{"version": 9}', b'"' + b"a" * MAX_BYTES])
def test_a_broken_or_foreign_file_is_ignored_and_replaced(state: Path, content: bytes) -> None:
    state.mkdir()
    (state / FILE).write_bytes(content)
    store = InsightStore(state)

    ask(store)

    assert InsightStore(state).report(TODAY) == (BOXING,)


@pytest.mark.parametrize("kind", ["pipe", "link"])
def test_what_is_no_file_is_ignored_and_replaced(state: Path, tmp_path: Path, kind: str) -> None:
    ask(InsightStore(tmp_path / "elsewhere"), "prison")
    state.mkdir()
    if kind == "pipe":
        os.mkfifo(state / FILE)
    else:
        (state / FILE).symlink_to(tmp_path / "elsewhere" / FILE)

    ask(InsightStore(state))

    assert InsightStore(state).report(TODAY) == (BOXING,)
    assert [row.question for row in InsightStore(tmp_path / "elsewhere").report(TODAY)] == ["prison"]


def test_what_a_killed_process_left_half_written_is_replaced(state: Path) -> None:
    state.mkdir()
    (state / ".insight.aside").write_text("{")

    ask(InsightStore(state))

    assert names(state) == {FILE, ".insight.lock"}


def unusable(tmp_path: Path, why: str) -> Path:
    """A state folder in which the file cannot be written."""
    state = tmp_path / "state"
    if why == "a file in place of the folder":
        state.write_text("")
    else:
        (state / FILE / "in the way").mkdir(parents=True)
    return state


@pytest.mark.parametrize("why", ["a file in place of the folder", "a folder in place of the file"])
def test_where_nothing_can_be_written_all_stays_in_memory(tmp_path: Path, why: str) -> None:
    store = InsightStore(unusable(tmp_path, why))

    ask(store)

    assert store.report(TODAY) == (BOXING,)


def test_that_nothing_can_be_written_is_told_once_and_without_the_question(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = InsightStore(unusable(tmp_path, "a file in place of the folder"))

    with caplog.at_level(logging.INFO):
        ask(store)
        ask(store, "prison")

    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert caplog.messages[0].startswith("Questions that found little are counted in memory only: ")
    assert "boxing" not in caplog.text


def test_a_failure_leaves_nothing_half_written(tmp_path: Path) -> None:
    state = unusable(tmp_path, "a folder in place of the file")

    ask(InsightStore(state))

    assert names(state) == {FILE, ".insight.lock"}


def test_a_flood_of_questions_is_forgotten_but_for_the_most(state: Path) -> None:
    store = InsightStore(state)
    ask(store)

    for number in range(MAX_QUESTIONS + 1):
        store.count(f"flood{number}", TODAY, 0)

    assert MAX_WAITING < len(store._insight.questions) <= MAX_QUESTIONS
    assert store.report(TODAY) == (BOXING,)


def test_an_ordinary_question_touches_no_file_but_for_the_first_of_a_day(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = InsightStore(state)
    ask(store)

    monkeypatch.setattr(insight_store, "_locked", lambda _: pytest.fail("the file is looked at"))
    ask(store, days=1)
    ask(store, "prison", days=1)

    assert store.report(TODAY) == (BOXING,)
