from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from search import store

FILES = {"one": b"1", "two": b"22"}


def save(generation: Path, files: store.Files = FILES) -> None:
    with store.locked(generation.parent):
        store.write(generation, files)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {".lock"}


@pytest.fixture
def generation(tmp_path: Path) -> Path:
    return tmp_path / "state" / "one"


def test_what_was_written_is_read(generation: Path) -> None:
    save(generation)

    assert store.read(generation, "one") == b"1"
    assert store.read_all(generation) == FILES


def test_a_file_that_was_not_written_is_missing(generation: Path) -> None:
    save(generation)

    assert store.read(generation, "three") is None


def test_nothing_is_read_where_nothing_is(generation: Path) -> None:
    assert store.read(generation, "one") is None
    assert store.read_all(generation) is None


def test_nobody_else_can_read_what_is_saved(generation: Path) -> None:
    save(generation)

    assert generation.stat().st_mode & 0o777 == 0o700
    assert generation.parent.stat().st_mode & 0o777 == 0o700


def test_writing_again_takes_the_place_of_what_was_there(generation: Path) -> None:
    save(generation)

    save(generation, {"one": b"new"})

    assert store.read_all(generation) == {"one": b"new"}
    assert names(generation.parent) == {"one"}


@pytest.mark.parametrize("content", [b"", b"2", b"222"])
def test_a_file_that_changed_counts_as_missing(generation: Path, content: bytes) -> None:
    save(generation)

    (generation / "two").write_bytes(content)

    assert store.read(generation, "two") is None
    assert store.read_all(generation) is None


def test_a_file_that_is_gone_counts_as_missing(generation: Path) -> None:
    save(generation)

    (generation / "two").unlink()

    assert store.read_all(generation) is None


@pytest.mark.parametrize("seal", ["", "{", "[]", "\0", '{"one": 1}', '{"\\u0000": "x"}', "{}"])
def test_a_broken_seal_counts_as_missing(generation: Path, seal: str) -> None:
    save(generation)

    (generation / "seal.json").write_text(seal)

    assert store.read(generation, "one") is None
    assert store.read_all(generation) is None


def test_a_seal_that_is_no_text_counts_as_missing(generation: Path) -> None:
    save(generation)

    (generation / "seal.json").write_bytes(b"\xff\xfe")

    assert store.read(generation, "one") is None


def test_a_folder_that_others_can_write_is_not_trusted(generation: Path) -> None:
    save(generation)

    generation.chmod(0o777)

    assert store.read(generation, "one") is None


def test_a_folder_of_another_user_is_not_trusted(generation: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(generation)
    another = os.geteuid() + 1

    monkeypatch.setattr(os, "geteuid", lambda: another)

    assert store.read(generation, "one") is None


def test_a_link_to_a_folder_is_not_trusted(generation: Path, tmp_path: Path) -> None:
    save(tmp_path / "elsewhere" / "one")
    generation.parent.mkdir()

    generation.symlink_to(tmp_path / "elsewhere" / "one")

    assert store.read(generation, "one") is None


@pytest.mark.parametrize("kind", ["file", "link", "folder"])
def test_whatever_is_in_the_way_is_replaced(generation: Path, kind: str) -> None:
    generation.parent.mkdir()
    if kind == "file":
        generation.write_text("junk")
    elif kind == "link":
        generation.symlink_to("nowhere")
    else:
        generation.mkdir()

    save(generation)

    assert store.read_all(generation) == FILES
    assert names(generation.parent) == {"one"}


def test_leftovers_of_a_killed_process_are_swept(generation: Path) -> None:
    save(generation)
    (generation.parent / ".aside-folder").mkdir()
    (generation.parent / ".aside-folder" / "half").write_text("x")
    (generation.parent / ".aside-file").write_text("x")

    with store.locked(generation.parent):
        pass

    assert names(generation.parent) == {"one"}


def test_the_two_newest_generations_are_kept(generation: Path) -> None:
    for age, name in enumerate(["c", "b", "a"]):
        save(generation.with_name(name))
        os.utime(generation.with_name(name), (age, age))

    with store.locked(generation.parent):
        pass

    assert names(generation.parent) == {"b", "a"}


def test_folders_of_others_are_left_alone(generation: Path) -> None:
    for name in ("x", "y", "z"):
        (generation.parent / name).mkdir(parents=True)

    save(generation)

    assert names(generation.parent) == {"x", "y", "z", "one"}


def test_a_failure_leaves_nothing_half_done(generation: Path) -> None:
    with pytest.raises(OSError, match="not-a-folder"):
        save(generation, {"not-a-folder/one": b"1"})

    assert names(generation.parent) == set()


def test_a_lock_that_others_keep_is_not_waited_for_without_end(tmp_path: Path) -> None:
    start = time.perf_counter()

    with (
        store.locked(tmp_path),
        pytest.raises(TimeoutError, match="still writing"),
        store.locked(tmp_path, attempts=2),
    ):
        pytest.fail("two have the lock")

    assert time.perf_counter() - start < 5


def test_a_lock_can_be_had_again(tmp_path: Path) -> None:
    for _ in range(2):
        with store.locked(tmp_path):
            pass
