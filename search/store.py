"""Saved indexes on disk: files in a folder per generation, whole or not there at all.

A generation is a folder named by what is in it. It is written aside, sealed with the digest of
each of its files, and moved into place in one step, by one process at a time. It is a cache:
whatever is wrong with it, it counts as missing. Nothing is read that this user has not sealed.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import secrets
import shutil
import stat
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

KEPT_GENERATIONS = 2
LOCK_ATTEMPTS = 600
LOCK_PAUSE_SECONDS = 0.1

_SEAL = "seal.json"
_LOCK = ".lock"
_ASIDE = ".aside-"

Files = Mapping[str, bytes]


def file_digest(content: bytes) -> str:
    """The digest that a seal has for a file."""
    return hashlib.blake2b(content, digest_size=20).hexdigest()


def read(generation: Path, name: str) -> bytes | None:
    """One file of a generation, or None unless it is as it was sealed."""
    sealed = _sealed(generation)
    return _checked(generation / name, sealed.get(name)) if sealed else None


def read_all(generation: Path) -> Files | None:
    """All files of a generation, or None unless all are as they were sealed."""
    files = {}
    for name, digest in _sealed(generation).items():
        content = _checked(generation / name, digest)
        if content is None:
            return None
        files[name] = content
    return files or None


def write(generation: Path, files: Files) -> None:
    """Put a generation in place of whatever is there, in one step; only with the lock held.

    Raises:
        OSError: it cannot be written; what was there before is still there or gone.
    """
    aside = generation.with_name(_ASIDE + secrets.token_hex(8))
    aside.mkdir(mode=0o700)
    try:
        for name, content in files.items():
            (aside / name).write_bytes(content)
        seal = {name: file_digest(content) for name, content in files.items()}
        (aside / _SEAL).write_text(json.dumps(seal), encoding="utf-8")
        if os.path.lexists(generation):
            generation.rename(aside.with_name(aside.name + "-old"))
        aside.rename(generation)
    finally:
        _sweep(generation.parent)


@contextmanager
def locked(folder: Path, attempts: int = LOCK_ATTEMPTS) -> Iterator[None]:
    """Make the folder if there is none, and be the only one who writes in it.

    The lock goes with its process, so that one which was killed stops nobody. What it left
    half done is swept.

    Raises:
        OSError: the folder cannot be written, or others held the lock all the time.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder / _LOCK, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        _wait_for(descriptor, attempts)
        _sweep(folder)
        yield
    finally:
        os.close(descriptor)


def _wait_for(descriptor: int, attempts: int) -> None:
    for _ in range(attempts):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(LOCK_PAUSE_SECONDS)
        else:
            return
    raise TimeoutError("another process is still writing the search index")


def _sealed(generation: Path) -> Mapping[str, str]:
    """The digests by file name; nothing, if there is no generation of our own."""
    try:
        if not _is_ours(generation.lstat()):
            return {}
        seal = json.loads((generation / _SEAL).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return seal if isinstance(seal, dict) else {}


def _is_ours(status: os.stat_result) -> bool:
    """Whether it is a folder that nobody else could have written."""
    is_private = not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid() and is_private


def _checked(path: Path, digest: str | None) -> bytes | None:
    try:
        content = path.read_bytes()
    except (OSError, ValueError):
        return None
    return content if file_digest(content) == digest else None


def _sweep(folder: Path) -> None:
    """Remove what was left half done, and all generations but the newest ones."""
    aside = [path for path in folder.iterdir() if path.name.startswith(_ASIDE)]
    generations = sorted(
        (path for path in folder.iterdir() if _is_generation(path)),
        key=lambda path: path.lstat().st_mtime_ns,
        reverse=True,
    )
    for path in (*aside, *generations[KEPT_GENERATIONS:]):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _is_generation(path: Path) -> bool:
    return not path.name.startswith(".") and (path / _SEAL).is_file()
