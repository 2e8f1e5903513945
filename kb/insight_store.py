"""The counted questions of a site: in the memory of each process, and in one file that all processes share."""

from __future__ import annotations

import fcntl
import logging
import os
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path

from kb.insight import MAX_BYTES, MAX_QUESTIONS, Asked, Insight

__all__ = ["FILE", "InsightStore"]

FILE = "insight.json"

_LOCK = ".insight.lock"
_ASIDE = ".insight.aside"
_LOG = logging.getLogger(__name__)


class InsightStore:
    """Counts questions, and writes down those that were asked on enough days.

    Threads and processes can count at once. Where nothing can be written, all stays in memory, and the log says so
    once.

    Args:
        state: the folder of the file; None keeps all in memory.
    """

    def __init__(self, state: Path | None) -> None:
        self._folder = state
        self._insight = _read(state / FILE) if state else Insight()
        self._tidied = date.min
        self._counting = threading.Lock()
        self._writing = threading.Lock()
        self._has_failed = False

    def count(self, question: str, day: date, found: int) -> None:
        """Count a question as asked on a day. Never fails, and waits for no other process.

        The file is written when that changes what is to be in it, and tidied with the first question of a day.
        """
        with self._counting:
            before, is_new_day = self._insight, day != self._tidied
            after = before.counted(question, day, found)
            if is_new_day or len(after.questions) > MAX_QUESTIONS:
                after, self._tidied = after.bounded(day), day
            self._insight = after
        if self._folder and (is_new_day or (after is not before and after.is_kept(question))):
            self._write(self._folder, day)

    def report(self, today: date) -> tuple[Asked, ...]:
        """What was asked on enough days, as this process and the file know it; see `Insight.report`."""
        written = _read(self._folder / FILE) if self._folder else Insight()
        return self._insight.merged(written).report(today)

    def _write(self, folder: Path, today: date) -> None:
        """Make memory and file one. Where another writes, or the disk fails, the next such question tries again."""
        if not self._writing.acquire(blocking=False):
            return
        try:
            self._exchange(folder, today)
        except BlockingIOError:
            pass
        except OSError as error:
            self._tell(error)
        finally:
            self._writing.release()

    def _exchange(self, folder: Path, today: date) -> None:
        with _locked(folder):
            written = _read(folder / FILE)
            with self._counting:
                self._insight = self._insight.merged(written).bounded(today)
            kept = self._insight.kept()
            if kept != written:
                _replace(folder, kept.to_json().encode(), today)

    def _tell(self, error: OSError) -> None:
        if not self._has_failed:
            self._has_failed = True
            _LOG.warning("Questions that found little are counted in memory only: %s", error)


def _read(path: Path) -> Insight:
    """What the file holds; nothing, if it is missing, broken, too large or no file at all."""
    try:
        status = path.lstat()
        is_sound = stat.S_ISREG(status.st_mode) and status.st_size <= MAX_BYTES
        return Insight.from_json(path.read_bytes()) if is_sound else Insight()
    except OSError:
        return Insight()


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Make the folder if there is none, and be the only one who writes the file.

    Raises:
        BlockingIOError: another process is writing it.
        OSError: the folder cannot be written.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder / _LOCK, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)


def _replace(folder: Path, content: bytes, day: date) -> None:
    """Put a file in place of whatever is there, in one step. Its time is midnight, since none may tell when it was."""
    aside, midnight = folder / _ASIDE, datetime.combine(day, time(), UTC).timestamp()
    aside.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600), "wb") as file:
            file.write(content)
        os.utime(aside, (midnight, midnight))
        aside.replace(folder / FILE)
    finally:
        aside.unlink(missing_ok=True)
