"""The content folder on disk, with everything that may lie in it and everything that may happen to it."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from kb import folder
from kb.folder import File, Listing, look, read
from kb.problem import Place, Problem
from kb.source import LARGEST_BYTES
from tests.makers import write


def a_file(tmp_path: Path, name: str = "street-work.md", text: str = "words") -> Path:
    path = tmp_path / "practices" / name
    write(path, text)
    return path


def listed(tmp_path: Path) -> Listing:
    return look(tmp_path / "practices")


def paths(tmp_path: Path) -> list[str]:
    return [each.path for each in listed(tmp_path).entries]


def irregular(name: str, kind: str, where: str = "practices") -> Problem:
    return Problem.at(Place(f"{where}/{name}"), "not-a-regular-file", name=name, kind=kind)


def only_file(tmp_path: Path) -> File:
    (file,) = listed(tmp_path).entries
    return file


def test_entries_vocabularies_and_pages_are_told_apart(tmp_path: Path) -> None:
    for name in ("b.md", "a.md", "a.da.md", "_vocabularies/x.yaml", "_pages/about.md"):
        a_file(tmp_path, name)

    found = listed(tmp_path)

    assert [each.path for each in found.entries] == ["practices/a.da.md", "practices/a.md", "practices/b.md"]
    assert [each.path for each in found.vocabularies] == ["practices/_vocabularies/x.yaml"]
    assert [each.path for each in found.pages] == ["practices/_pages/about.md"]
    assert found.problems == ()


def test_an_empty_folder_holds_nothing(tmp_path: Path) -> None:
    (tmp_path / "practices").mkdir()

    assert listed(tmp_path) == Listing("practices")


def test_a_missing_folder_is_a_problem(tmp_path: Path) -> None:
    problem = Problem.at(Place("practices"), "missing-folder", name="practices")

    assert listed(tmp_path) == Listing("practices", is_there=False, problems=(problem,))


def test_a_file_in_place_of_the_folder_is_a_problem(tmp_path: Path) -> None:
    write(tmp_path / "practices", "no folder")

    assert [each.code for each in listed(tmp_path).problems] == ["missing-folder"]


def test_a_folder_that_is_a_link_to_itself_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "practices").symlink_to("practices")

    assert [each.code for each in listed(tmp_path).problems] == ["missing-folder"]


def test_a_folder_may_itself_be_a_link(tmp_path: Path) -> None:
    a_file(tmp_path)
    (tmp_path / "linked").symlink_to("practices")

    assert [each.path for each in look(tmp_path / "linked").entries] == ["practices/street-work.md"]


def denied(*_: object, **__: object) -> list[str]:
    raise PermissionError(13, "Permission denied")


def test_a_folder_that_cannot_be_listed_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_file(tmp_path)
    monkeypatch.setattr(os, "listdir", denied)

    expected = Problem.at(Place("practices"), "missing-folder", name="practices")
    assert listed(tmp_path).problems[0] == expected


def test_a_folder_that_cannot_even_be_looked_at_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "is_dir", denied)

    assert [each.code for each in listed(tmp_path).problems] == ["missing-folder"]


def test_a_file_that_cannot_be_looked_at_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_file(tmp_path)
    monkeypatch.setattr(Path, "lstat", denied)

    place = Place("practices/street-work.md")
    expected = Problem.at(place, "unreadable-file", name="street-work.md", reason="Permission denied")
    assert listed(tmp_path).problems == (expected,)


@pytest.mark.parametrize("name", ["_vocabularies", "_pages"])
def test_a_file_in_place_of_an_inner_folder_is_a_problem(tmp_path: Path, name: str) -> None:
    a_file(tmp_path, name)

    expected = Problem.at(Place(f"practices/{name}"), "missing-folder", name=name)
    assert listed(tmp_path).problems == (expected,)


def test_a_link_to_a_file_in_the_folder_counts_as_that_file(tmp_path: Path) -> None:
    path = a_file(tmp_path)
    path.with_name("alias.md").symlink_to("street-work.md")

    alias, original = listed(tmp_path).entries

    assert (alias.path, original.path) == ("practices/alias.md", "practices/street-work.md")
    assert (alias.place, read(alias)) == (path, b"words")


def test_a_link_that_leaves_the_folder_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "secret.md", "secret")
    a_file(tmp_path).with_name("alias.md").symlink_to("../secret.md")

    assert paths(tmp_path) == ["practices/street-work.md"]
    assert listed(tmp_path).problems == (irregular("alias.md", "a link that leaves the folder"),)


@pytest.mark.parametrize("name", ["_vocabularies", "_pages"])
def test_an_inner_folder_that_is_a_link_out_of_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    write(tmp_path / "elsewhere" / "secret.md", "secret")
    write(tmp_path / "elsewhere" / "secret.yaml", "secret")
    a_file(tmp_path).with_name(name).symlink_to("../elsewhere")

    found = listed(tmp_path)

    assert (found.vocabularies, found.pages) == ((), ())
    assert found.problems == (irregular(name, "a link that leaves the folder"),)


def test_a_link_that_goes_in_a_circle_is_refused(tmp_path: Path) -> None:
    path = a_file(tmp_path)
    path.with_name("a.md").symlink_to("b.md")
    path.with_name("b.md").symlink_to("a.md")

    kind = "a link that goes in a circle"
    assert listed(tmp_path).problems == (irregular("a.md", kind), irregular("b.md", kind))


def test_a_link_to_nothing_is_refused(tmp_path: Path) -> None:
    a_file(tmp_path).with_name("gone.md").symlink_to("nothing.md")

    assert listed(tmp_path).problems == (irregular("gone.md", "a link to nothing"),)


def a_socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the path of a socket must be short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


def a_link_to_a_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize(
    "make, kind",
    [
        (os.mkfifo, "a pipe"),
        (a_socket, "a socket"),
        (Path.mkdir, "a folder"),
        (a_link_to_a_device, "a link that leaves the folder"),
    ],
)
def test_what_is_no_ordinary_file_is_refused_and_called_what_it_is(
    tmp_path: Path, make: Callable[[Path], None], kind: str
) -> None:
    make(a_file(tmp_path).with_name("x.md"))

    assert paths(tmp_path) == ["practices/street-work.md"]
    assert listed(tmp_path).problems == (irregular("x.md", kind),)


def test_a_link_to_a_pipe_in_the_folder_is_refused(tmp_path: Path) -> None:
    path = a_file(tmp_path)
    os.mkfifo(path.with_name("pipe.md"))
    path.with_name("link.md").symlink_to("pipe.md")

    assert listed(tmp_path).problems == (irregular("link.md", "a pipe"), irregular("pipe.md", "a pipe"))


@pytest.mark.parametrize("name", ["drafts", "photo.jpg", "street-work.txt", "street-work.md~"])
def test_what_is_neither_an_entry_nor_hidden_is_told_of(tmp_path: Path, name: str) -> None:
    path = a_file(tmp_path).with_name(name)
    if "." in name:
        path.write_text("x", encoding="utf-8")
    else:
        path.mkdir()

    assert paths(tmp_path) == ["practices/street-work.md"]
    assert listed(tmp_path).problems == (Problem.at(Place(f"practices/{name}"), "other-file", name=name),)


@pytest.mark.parametrize(
    "name", [".street-work.md.swp", ".#street-work.md", ".git", "README.md", "LICENSE", "notes.md"]
)
def test_what_editors_and_coordinators_leave_is_passed_over(tmp_path: Path, name: str) -> None:
    a_file(tmp_path).with_name(name).write_text("x", encoding="utf-8")

    assert (paths(tmp_path), listed(tmp_path).problems) == (["practices/street-work.md"], ())


def test_an_entry_beside_the_lists_is_told_of(tmp_path: Path) -> None:
    a_file(tmp_path, "_vocabularies/street-work.md")

    place = Place("practices/_vocabularies/street-work.md")
    assert listed(tmp_path).problems == (Problem.at(place, "other-file", name="street-work.md"),)


def test_capital_letters_in_the_ending_are_left_to_the_reader(tmp_path: Path) -> None:
    a_file(tmp_path, "Street.MD")

    assert paths(tmp_path) == ["practices/Street.MD"]


def test_names_that_are_not_utf8_are_shown_byte_by_byte_and_stay_apart(tmp_path: Path) -> None:
    top = os.fsencode(a_file(tmp_path).parent)
    for name in (b"\xff.md", b"\xfe.md"):
        with open(top + b"/" + name, "wb") as opened:  # noqa: PTH123 - a Path cannot be made of bytes
            opened.write(name)

    assert {each.path: read(each) for each in listed(tmp_path).entries} == {
        "practices/street-work.md": b"words",
        "practices/\\xff.md": b"\xff.md",
        "practices/\\xfe.md": b"\xfe.md",
    }


def test_characters_that_cannot_be_seen_in_a_name_are_shown_by_their_numbers(tmp_path: Path) -> None:
    a_file(tmp_path, "a\nb\u202e\U000e0001\x1b.md")

    assert paths(tmp_path) == ["practices/a\\x0ab\\u202e\\U000e0001\\x1b.md"]


def test_the_bytes_of_a_file_are_read_as_they_are(tmp_path: Path) -> None:
    a_file(tmp_path).write_bytes(b"\xef\xbb\xbf\r\n\xff\x00")

    assert read(only_file(tmp_path)) == b"\xef\xbb\xbf\r\n\xff\x00"


def test_of_a_file_that_is_too_large_one_byte_too_many_is_read(tmp_path: Path) -> None:
    a_file(tmp_path).write_bytes(b"x" * (LARGEST_BYTES + 500))

    content = read(only_file(tmp_path))

    assert isinstance(content, bytes)
    assert len(content) == LARGEST_BYTES + 1


def test_a_file_that_vanished_since_it_was_listed_is_a_problem(tmp_path: Path) -> None:
    path = a_file(tmp_path)
    file = only_file(tmp_path)
    path.unlink()

    place = Place("practices/street-work.md")
    expected = Problem.at(place, "unreadable-file", name="street-work.md", reason="No such file or directory")
    assert read(file) == expected


def put_link(path: Path) -> None:
    path.symlink_to("/etc/hostname")


@pytest.mark.parametrize(
    "put, codes",
    [
        (os.mkfifo, "not-a-regular-file"),
        (Path.mkdir, "not-a-regular-file"),
        (a_socket, "unreadable-file"),
        (put_link, "unreadable-file"),
    ],
)
def test_what_took_the_place_of_a_file_is_neither_waited_for_nor_followed(
    tmp_path: Path, put: Callable[[Path], None], codes: str
) -> None:
    path = a_file(tmp_path)
    file = only_file(tmp_path)
    path.unlink()
    put(path)

    problem = read(file)

    assert isinstance(problem, Problem)
    assert (problem.code, problem.place.path) == (codes, "practices/street-work.md")


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_nothing_stays_open_after_a_folder_took_the_place_of_a_file(tmp_path: Path) -> None:
    path = a_file(tmp_path)
    file = only_file(tmp_path)
    path.unlink()
    path.mkdir()
    before = open_files()

    for _ in range(20):
        read(file)

    assert open_files() == before


def test_a_file_that_may_not_be_read_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_file(tmp_path)
    file = only_file(tmp_path)
    monkeypatch.setattr(os, "open", denied)

    place = Place("practices/street-work.md")
    assert read(file) == Problem.at(place, "unreadable-file", name="street-work.md", reason="Permission denied")


def test_a_failure_without_a_name_is_a_problem_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_file(tmp_path)
    file = only_file(tmp_path)

    def failing(*_: object) -> int:
        raise OSError

    monkeypatch.setattr(os, "open", failing)

    problem = read(file)

    assert isinstance(problem, Problem)
    assert dict(problem.details)["reason"] == "unknown reason"


def test_a_file_that_vanishes_while_the_folder_is_listed_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_file(tmp_path)
    monkeypatch.setattr(os, "listdir", lambda path: ["gone.md"] if Path(path).name == "practices" else [])

    assert listed(tmp_path) == Listing("practices")


def test_equal_folders_have_equal_listings(tmp_path: Path) -> None:
    a_file(tmp_path)

    assert listed(tmp_path) == listed(tmp_path)


def retouch(path: Path) -> None:
    os.utime(path, ns=(1, 1))


def replace_alike(path: Path) -> None:
    """Another file of the same size and time takes the place."""
    status = path.stat()
    other = path.with_name(".other")
    other.write_text("sdrow", encoding="utf-8")
    os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
    other.rename(path)


def permit(path: Path) -> None:
    """It could not be read, and now it can: nothing else of the file changes."""
    path.chmod(0o600)


@pytest.mark.parametrize("change", [retouch, replace_alike, permit])
def test_a_change_shows_in_the_listing(tmp_path: Path, change: Callable[[Path], None]) -> None:
    path = a_file(tmp_path)
    before = listed(tmp_path)

    change(path)

    assert listed(tmp_path) != before


def test_the_folder_offers_its_names_for_lists_and_pages() -> None:
    assert (folder.VOCABULARIES, folder.PAGES) == ("_vocabularies", "_pages")
