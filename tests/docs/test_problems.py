import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kb import folder
from kb.problem import Place, Problem
from kb.rules import RULES
from kb.vocabulary_reader import with_needed
from tests.problem_examples import (
    ENTRY,
    ROOT,
    Example,
    changed,
    check,
    example_entry,
    examples_in,
    printed,
    real_lists,
)

PAGE = ROOT / "docs/problems.md"
DOCUMENTED = examples_in(PAGE)


def link_to_elsewhere(path: Path) -> tuple[Problem, ...]:
    (path / "elsewhere.md").write_text(example_entry())
    (path / "practices").mkdir()
    (path / "practices/street-work.md").symlink_to(path / "elsewhere.md")
    return folder.look(path / "practices").problems


def other_file(path: Path) -> tuple[Problem, ...]:
    (path / "practices").mkdir()
    (path / "practices/minutes.docx").write_bytes(b"PK")
    return folder.look(path / "practices").problems


def no_folder(path: Path) -> tuple[Problem, ...]:
    return folder.look(path / "practices").problems


def locked_file(_: Path) -> tuple[Problem, ...]:
    """Who runs the tests may be allowed to read everything, so the answer of the system is spelt out here."""
    name, reason = ENTRY.rsplit("/", 1)[-1], os.strerror(13)
    return (Problem.at(Place(ENTRY), "unreadable-file", name=name, reason=reason),)


def huge_file(path: Path) -> tuple[Problem, ...]:
    (path / "practices").mkdir()
    (path / ENTRY).write_text(example_entry() + "a" * 250_000)
    raw = folder.read(folder.look(path / "practices").entries[0])
    assert isinstance(raw, bytes)
    return check({ENTRY: raw})


def many_languages(_: Path) -> tuple[Problem, ...]:
    languages = "".join(f"+   - Language {number}\n" for number in range(51))
    return check({ENTRY: changed(example_entry(), f"- languages: [en]\n+ languages:\n{languages}").encode()})[-1:]


def missing_list(_: Path) -> tuple[Problem, ...]:
    lists = {name: each for name, each in real_lists().items() if name != "settings"}
    return with_needed(lists, "practices/_vocabularies")[1]


WORLD: dict[str, Callable[[Path], tuple[Problem, ...]]] = {
    "not-a-regular-file": link_to_elsewhere,
    "other-file": other_file,
    "missing-folder": no_folder,
    "unreadable-file": locked_file,
    "too-large": huge_file,
    "more-problems": many_languages,
    "missing-vocabulary": missing_list,
}
"""The problems that no change of an entry can show."""


def test_every_problem_is_documented_in_the_order_of_the_rules() -> None:
    assert [example.name for example in DOCUMENTED] == list(RULES)


@pytest.mark.parametrize("example", DOCUMENTED, ids=lambda example: example.name)
def test_the_checker_says_what_is_documented(example: Example, tmp_path: Path) -> None:
    problems = WORLD[example.name](tmp_path) if example.name in WORLD else check(example.files)

    assert printed(problems) == example.message
    assert example.name in {problem.code for problem in problems}


@pytest.mark.parametrize("example", DOCUMENTED, ids=lambda example: example.name)
def test_a_problem_is_explained_before_it_is_shown(example: Example) -> None:
    part = PAGE.read_text("utf-8").split(f"\n## {example.name}\n")[1]

    assert re.match(r'\n[A-Z"](?s:.){15,}[.:]\n', part.split("```")[0])


def test_the_example_entry_and_the_example_list_have_no_problem() -> None:
    files = {
        ENTRY: example_entry().encode(),
        "practices/_vocabularies/places-of-work.yaml": (ROOT / "docs/example-list.yaml").read_bytes(),
    }

    assert check(files) == ()


def test_a_change_names_lines_that_are_there() -> None:
    with pytest.raises(ValueError, match="no such line"):
        changed(example_entry(), "- no such line\n")


def test_a_change_has_a_sign_in_each_line() -> None:
    with pytest.raises(ValueError, match="not a line of a diff: title"):
        changed(example_entry(), "title: Street work\n")
