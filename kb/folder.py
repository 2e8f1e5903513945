"""The content folder on disk: which files count, whether they changed, and their bytes."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kb.problem import Place, Problem
from kb.source import largest

__all__ = ["PAGES", "VOCABULARIES", "File", "Listing", "look", "path_in", "read"]

VOCABULARIES, PAGES = "_vocabularies", "_pages"
_BESIDE = frozenset({"LICENSE", "README.md", "notes.md"})
"""Files that may lie in the folder for those who work in it; they are no entries."""

_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


@dataclass(frozen=True, slots=True)
class File:
    """One file that counts.

    Attributes:
        path: as messages name it: the folder's name and the path inside it.
        place: where it lies, with links followed.
        stamp: changes when the file does, or who may read it: times of the last change of its content and of its
            status in nanoseconds, size, number of the inode.
    """

    path: str
    place: Path
    stamp: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Listing:
    """What lies in a content folder at one moment. Equal listings have equal content.

    Attributes:
        name: of the folder, with which all paths begin.
        is_there: whether there is such a folder at all.
    """

    name: str
    is_there: bool = True
    entries: tuple[File, ...] = ()
    vocabularies: tuple[File, ...] = ()
    pages: tuple[File, ...] = ()
    problems: tuple[Problem, ...] = ()


def look(folder: Path) -> Listing:
    """List a content folder. Never fails: what cannot be listed is a problem."""
    try:
        root = folder.resolve()
        is_there = root.is_dir()
    except (OSError, RuntimeError):
        root, is_there = folder.absolute(), False
    name = path_in(root, root)
    if not is_there:
        return Listing(name, is_there=False, problems=(_missing(root, root),))
    entries, problems = _sorted_out(_files(root, root, ".md"))
    vocabularies, more = _sorted_out(_files(root / VOCABULARIES, root, ".yaml"))
    pages, rest = _sorted_out(_files(root / PAGES, root, ".md"))
    return Listing(name, True, entries, vocabularies, pages, (*problems, *more, *rest))


def path_in(root: Path, place: Path) -> str:
    """How messages name a file or folder inside `root`, or `root` itself, whatever its name is made of."""
    return "/".join(_printable(part) for part in (root.name, *place.relative_to(root).parts))


def read(file: File) -> bytes | Problem:
    """The bytes of a file, one more than are allowed at the most, so that a larger one shows.

    The file may have become something else since it was listed; a pipe is not waited for and a link is not followed.
    """
    name = file.path.rsplit("/", 1)[-1]
    try:
        descriptor = os.open(file.place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                return Problem.at(Place(file.path), "not-a-regular-file", name=name, kind="something else")
            with os.fdopen(descriptor, "rb", closefd=False) as opened:
                return opened.read(largest(file.path) + 1)
        finally:
            os.close(descriptor)
    except OSError as error:
        return _unreadable(file.path, name, error)


def _files(folder: Path, root: Path, ending: str) -> Iterator[File | Problem]:
    """The files of one folder in the order of their names; names that begin with a dot are an editor's."""
    try:
        is_inside = folder.resolve().is_relative_to(root)
        names = sorted(os.listdir(folder)) if is_inside else []  # noqa: PTH208 - names are all that is needed
    except FileNotFoundError:
        return
    except (OSError, RuntimeError):
        yield _missing(folder, root)
        return
    if not is_inside:
        yield _irregular(path_in(root, folder), "a link that leaves the folder")
    for name in names:
        if not name.startswith(".") and name not in _BESIDE and name not in (VOCABULARIES, PAGES):
            found = _file(folder / name, root, ending)
            if found:
                yield found


def _sorted_out(found: Iterable[File | Problem]) -> tuple[tuple[File, ...], tuple[Problem, ...]]:
    everything = tuple(found)
    return (
        tuple(each for each in everything if isinstance(each, File)),
        tuple(each for each in everything if isinstance(each, Problem)),
    )


def _file(path: Path, root: Path, ending: str) -> File | Problem | None:
    """One name in the folder. None where it went away since it was listed."""
    shown = path_in(root, path)
    name = shown.rsplit("/", 1)[-1]
    try:
        status = path.lstat()
        place = path.resolve(strict=True) if stat.S_ISLNK(status.st_mode) else path
        status = place.stat() if place is not path else status
    except FileNotFoundError:
        return _irregular(shown, "a link to nothing") if path.is_symlink() else None
    except RuntimeError:
        return _irregular(shown, "a link that goes in a circle")
    except OSError as error:
        is_circle = error.errno == errno.ELOOP
        return _irregular(shown, "a link that goes in a circle") if is_circle else _unreadable(shown, name, error)
    if not place.is_relative_to(root):
        return _irregular(shown, "a link that leaves the folder")
    if not stat.S_ISREG(status.st_mode):
        return _not_regular(shown, name, ending, status.st_mode)
    if not name.casefold().endswith(ending):
        return Problem.at(Place(shown), "other-file", name=name)
    return File(shown, place, (status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino))


def _missing(folder: Path, root: Path) -> Problem:
    return Problem.at(Place(path_in(root, folder)), "missing-folder", name=_printable(folder.name))


def _unreadable(shown: str, name: str, error: OSError) -> Problem:
    return Problem.at(Place(shown), "unreadable-file", name=name, reason=error.strerror or "unknown reason")


def _irregular(shown: str, kind: str) -> Problem:
    return Problem.at(Place(shown), "not-a-regular-file", name=shown.rsplit("/", 1)[-1], kind=kind)


def _not_regular(shown: str, name: str, ending: str, mode: int) -> Problem:
    kind = next((words for is_kind, words in _KINDS if is_kind(mode)), "something else")
    if stat.S_ISDIR(mode) and not name.endswith(ending):
        return Problem.at(Place(shown), "other-file", name=name)
    return _irregular(shown, kind)


def _printable(name: str) -> str:
    """A name that can be shown: bytes that are not UTF-8, and characters that cannot be seen, by their numbers."""
    text = os.fsencode(name).decode("utf-8", errors="backslashreplace")
    return "".join(letter if letter.isprintable() else _number(letter) for letter in text)


def _number(letter: str) -> str:
    code = ord(letter)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
