"""The code against `docs/architecture.md`: who imports whom, where libraries are at home, what stays outside."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")

LONGEST_FUNCTION = 60
MOST_BROAD_EXCEPTS = 3

OUTSIDE = frozenset(
    "asyncio concurrent contextvars ctypes fcntl getpass glob http importlib.resources logging mmap multiprocessing os "
    "pathlib platform queue random sched secrets select shutil signal smtplib socket socketserver sqlite3 ssl "
    "subprocess sys tempfile threading time urllib.request webbrowser".split()
)
"""Modules of the standard library through which files, the clock, chance, other machines and other threads come in."""

TYPES_ALONE = frozenset({"_typeshed"})
"""What exists for type checkers and is never imported when the site runs."""


def modules() -> list[str]:
    """Every module as the page names it: its path from the root."""
    found = [ROOT / "app.py", *(ROOT / "search").rglob("*.py"), *(ROOT / "kb").rglob("*.py")]
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


def scripts() -> list[str]:
    return sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "scripts").rglob("*.py"))


@cache
def tree(module: str) -> ast.Module:
    return ast.parse((ROOT / module).read_text(encoding="utf-8"))


def part(heading: str) -> str:
    """The text of the page below a heading, up to the next one."""
    return PAGE.split(f"{heading}\n", 1)[1].split("\n#", 1)[0]


def rows(text: str) -> list[list[str]]:
    """The cells of a table, without its head."""
    lines = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return lines[1:]


def names(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


@cache
def lines() -> Mapping[str, int]:
    """The number of the line that each module stands on."""
    headings = re.findall(r"^### (\d)\. (.+)$", PAGE, re.MULTILINE)
    return {
        name: int(number)
        for number, title in headings
        for row in rows(part(f"### {number}. {title}"))
        for name in names(row[0])
    }


def line_of(module: str) -> int:
    """The line that a module stands on; 0 for one that the page does not know, which a test of its own tells."""
    return lines().get(module, 0)


def imported(module: str) -> Iterator[str]:
    """What a module imports, with the names it takes from it: `kb.web.api`, `search.Index`, `os.path`."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} has a relative import in line {node.lineno}"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_imports(module: str) -> set[str]:
    """The modules of this project that a module imports, as paths."""
    known = frozenset(modules())
    found: set[str] = set()
    for name in imported(module):
        parts = name.split(".")
        for length in range(len(parts), 0, -1):
            path = "/".join(parts[:length])
            match = {f"{path}.py", f"{path}/__init__.py"} & known
            if match:
                found |= match
                break
    return found - {module}


def foreign_imports(module: str) -> set[str]:
    """The libraries from outside that a module imports."""
    tops = {name.split(".")[0] for name in imported(module)}
    return tops - {"app", "kb", "search"} - TYPES_ALONE - sys.stdlib_module_names


def homes() -> Mapping[str, list[str]]:
    """The places where each library may be imported; one that ends in a slash is a folder."""
    return {library: names(row[1]) for row in rows(part("## Where libraries are at home")) for library in names(row[0])}


def exceptions() -> Mapping[str, frozenset[str]]:
    """What single modules may use of the world outside."""
    return {name: frozenset(names(row[1])) for row in rows(part("## What stays outside")) for name in names(row[0])}


def is_pure(module: str) -> bool:
    return line_of(module) <= 3


def is_at_home(module: str, places: list[str]) -> bool:
    return any(module == place or (place.endswith("/") and module.startswith(place)) for place in places)


def test_every_module_has_a_line_on_the_page_and_no_other_has() -> None:
    assert sorted(lines()) == modules()


def test_every_line_says_what_its_module_is_for() -> None:
    cells = [row for number in range(1, 7) for row in rows(PAGE.split(f"### {number}. ")[1].split("\n#")[0])]

    assert [row[0] for row in cells if len(row) < 2 or len(row[1].split()) < 3] == []


@pytest.mark.parametrize("module", modules())
def test_a_module_imports_from_its_own_line_and_those_above(module: str) -> None:
    below = {each for each in own_imports(module) if line_of(each) > line_of(module)}

    assert below == set(), f"{module} stands on line {line_of(module)} and imports from below"


def test_no_ring_of_modules_import_each_other() -> None:
    needs = {module: own_imports(module) for module in modules()}

    while True:
        free = {module for module, others in needs.items() if not others & needs.keys()}
        if not free:
            break
        needs = {module: others for module, others in needs.items() if module not in free}

    assert needs == {}, "these import each other in a ring"


def test_the_search_knows_nothing_of_practices() -> None:
    others = {each for module in modules() if module.startswith("search/") for each in own_imports(module)}

    assert {each for each in others if not each.startswith("search/")} == set()


@pytest.mark.parametrize("module", modules())
def test_a_library_is_imported_at_home_only(module: str) -> None:
    strangers = {each for each in foreign_imports(module) if not is_at_home(module, homes().get(each, []))}

    assert strangers == set()


def test_each_home_of_a_library_is_lived_in() -> None:
    used = {each for module in modules() for each in foreign_imports(module)}
    empty = {
        f"{library} in {place}"
        for library, places in homes().items()
        for place in places
        if not any(library in foreign_imports(module) for module in modules() if is_at_home(module, [place]))
    }

    assert (set(homes()) - used, empty) == (set(), set())


@pytest.mark.parametrize("module", [each for each in modules() if is_pure(each)])
def test_files_clock_and_threads_stay_outside_of_pure_modules(module: str) -> None:
    used = {
        outside for name in imported(module) for outside in OUTSIDE if name == outside or name.startswith(f"{outside}.")
    }

    assert used == exceptions().get(module, frozenset())


@pytest.mark.parametrize("module", [each for each in modules() if is_pure(each)])
def test_pure_modules_neither_ask_the_day_nor_open_nor_print(module: str) -> None:
    calls = [node.func for node in ast.walk(tree(module)) if isinstance(node, ast.Call)]
    asked = [call.attr for call in calls if isinstance(call, ast.Attribute) and call.attr in _CLOCKS]
    plain = [call.id for call in calls if isinstance(call, ast.Name) and call.id in ("open", "print", "input")]

    assert asked + plain == []


_CLOCKS = frozenset({"today", "now", "utcnow", "monotonic", "perf_counter"})


@pytest.mark.parametrize("module", [*modules(), *scripts()])
def test_a_function_fits_on_a_screen(module: str) -> None:
    functions = [node for node in ast.walk(tree(module)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = [f"{each.name} in line {each.lineno}" for each in functions if _length(each) > LONGEST_FUNCTION]

    assert long == []


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def broad_excepts(module: str) -> list[str]:
    """The places where exceptions of every kind are caught."""
    handlers = [node for node in ast.walk(tree(module)) if isinstance(node, ast.ExceptHandler)]
    return [f"{module}:{each.lineno}" for each in handlers if _is_broad(each.type)]


def _is_broad(kind: ast.expr | None) -> bool:
    kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
    return any(each is None or (isinstance(each, ast.Name) and each.id in _EVERY_KIND) for each in kinds)


_EVERY_KIND = frozenset({"Exception", "BaseException"})


def test_exceptions_of_every_kind_are_caught_in_the_doors_only() -> None:
    pure = [place for module in modules() if line_of(module) < 4 for place in broad_excepts(module)]

    assert pure == []


def test_few_places_catch_exceptions_of_every_kind() -> None:
    places = [place for module in modules() for place in broad_excepts(module)]

    assert len(places) <= MOST_BROAD_EXCEPTS, places


def test_a_suppressed_exception_is_never_of_every_kind() -> None:
    suppressed = [
        f"{module}:{node.lineno}"
        for module in modules()
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).endswith("suppress")
        and any(isinstance(each, ast.Name) and each.id in _EVERY_KIND for each in node.args)
    ]

    assert suppressed == []


@pytest.mark.parametrize("place", sorted(set(re.findall(r"`((?:kb|search)/[\w/.]*|app\.py)`", PAGE))))
def test_every_path_on_the_page_exists(place: str) -> None:
    assert (ROOT / place).exists()
