"""The documentation names nothing that is not there, and leaves out no setting."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app import create_app
from kb.cli import kb
from kb.fields import HEADINGS, TRANSLATED
from kb.live import load
from kb.problem import as_text
from kb.prose import links
from kb.settings import _KNOWN, Settings

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "practices" / "_pages"
TODAY = date(2026, 11, 23)

TEXTS = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in (ROOT, ROOT / "docs", PAGES, ROOT / "practices" / "_vocabularies")
    for path in folder.glob("*.md")
)

_COMMANDS = re.compile(r"^( *)```[^\n]*\n(.*?)^ *```|`([^`\n]+)`", re.MULTILINE | re.DOTALL)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def code_in(text: str) -> Iterator[str]:
    """Every line of the code blocks and every code span."""
    for found in _COMMANDS.finditer(text):
        yield from (found[2] or found[3]).splitlines()


def targets_in(text: str) -> Iterator[str]:
    """The make targets named as commands: `make test ARGS="..."` names test."""
    for line in code_in(text):
        if found := re.match(r"\s*make ([a-z][a-z-]*)", line):
            yield found[1]


def commands_in(text: str) -> Iterator[str]:
    """The commands of `flask kb` that are named: check, index ..."""
    for line in code_in(text):
        yield from re.findall(r"\bflask(?: --app \S+)? kb ([a-z]+)", line)


def addresses_in(text: str) -> Iterator[str]:
    """Where the links and images of a text lead, without those that leave the site or the repository."""
    hrefs = (link.href for link in links(text))
    return (href for href in hrefs if not re.match(r"[a-z]+:", href))


def rows_under(heading: str, text: str) -> Iterator[str]:
    """The first code span of each row of the table under a heading."""
    part = text.split(f"\n## {heading}\n")[1].split("\n## ", maxsplit=1)[0]
    yield from re.findall(r"^\| `([^`]+)`", part, re.MULTILINE)


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(Settings(content=ROOT / "practices", state=None, is_watching=False)).test_client()


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_every_make_target_that_is_named_exists(name: str) -> None:
    makefile = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))

    named = set(targets_in(read(name)))

    assert named
    assert named - makefile == set()


def test_every_make_target_of_the_pages_exists() -> None:
    makefile = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))

    named = {target for path in PAGES.glob("*.md") for target in targets_in(path.read_text(encoding="utf-8"))}

    assert named - makefile == set()


def test_the_settings_of_the_readme_are_those_of_the_code() -> None:
    documented = sorted(rows_under("Settings", read("README.md")))

    assert documented == sorted({"KB_CONFIG"} | {f"KB_{name}" for name in _KNOWN})


def test_the_readme_says_why_each_package_is_there() -> None:
    required = re.findall(r"^([A-Za-z-]+)", read("requirements.in"), re.MULTILINE)
    told = read("README.md").split("\n## Dependencies\n")[1].split("\n## ")[0]

    missing = [package for package in required if not re.search(rf"\b{package}\b", told)]

    assert missing == []


@pytest.mark.parametrize("package", ["bleach", "Markdown", "Whoosh-Reloaded"])
def test_the_readme_names_the_pinned_version(package: str) -> None:
    pinned = re.search(rf"^{package}==(\S+)", read("requirements.txt"), re.MULTILINE | re.IGNORECASE)
    told = re.search(rf"^\*\*{package}\*\* \(([\d.]+)", read("README.md"), re.MULTILINE)

    assert pinned
    assert told
    assert told[1] == pinned[1]


@pytest.mark.parametrize("name", TEXTS)
def test_every_command_of_flask_kb_that_is_named_exists(name: str) -> None:
    named = set(commands_in(read(name)))

    assert named - set(kb.commands) == set()


@pytest.mark.parametrize("name", [name for name in TEXTS if not name.startswith("practices/_pages/")])
def test_every_link_in_the_repository_leads_to_a_file(name: str) -> None:
    folder = (ROOT / name).parent

    broken = [href for href in addresses_in(read(name)) if not (folder / href.split("#")[0]).exists()]

    assert broken == []


@pytest.mark.parametrize("name", [name for name in TEXTS if name.startswith("practices/_pages/")])
def test_every_link_of_a_page_leads_to_a_page_of_the_site(name: str, client: FlaskClient) -> None:
    addresses = {address for address in addresses_in(read(name)) if not address.startswith("#")}

    answers = {address: client.get(address).status_code for address in addresses}

    assert answers == dict.fromkeys(addresses, 200)


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.md")), ids=lambda path: path.stem)
def test_every_link_within_a_page_leads_to_a_heading_of_it(path: Path, client: FlaskClient) -> None:
    page = client.get(f"/{path.stem}").get_data(as_text=True)
    fragments = [each for each in addresses_in(path.read_text(encoding="utf-8")) if each.startswith("#")]

    assert [each for each in fragments if f'id="{each.removeprefix("#")}"' not in page] == []


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.md")), ids=lambda path: path.stem)
def test_every_page_is_served_under_its_name(path: Path, client: FlaskClient) -> None:
    title = re.search("^title: (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)

    response = client.get(f"/{path.stem}")

    assert title
    assert f"<h1>{title[1]}</h1>" in re.sub(r"<h1[^>]*>\s*", "<h1>", response.get_data(as_text=True))


def test_no_page_has_a_problem() -> None:
    problems = load(ROOT / "practices", TODAY).collection.problems

    assert [each for each in problems if "/_pages/" in each.place.path] == []


def test_the_example_of_the_contribute_page_has_no_problem(tmp_path: Path) -> None:
    example = re.search("```markdown\n(.*?)```", read("practices/_pages/contribute.md"), re.DOTALL)
    assert example
    shutil.copytree(ROOT / "practices" / "_vocabularies", tmp_path / "_vocabularies")
    (tmp_path / "street-work.md").write_text(example[1], encoding="utf-8")

    collection = load(tmp_path, TODAY).collection

    assert list(collection.practices) == ["street-work"]
    assert collection.problems == ()


def test_the_message_of_the_contributing_guide_is_the_checkers_own(tmp_path: Path) -> None:
    shown = re.search("```\n(practices/street-work.*?)```", read("CONTRIBUTING.md"), re.DOTALL)
    assert shown
    content = tmp_path / "practices"
    shutil.copytree(ROOT / "practices" / "_vocabularies", content / "_vocabularies")
    lines = ("---", "title: Street work", "state: unknown", "policy_areas: [educaton]", "---", "")
    (content / "street-work.md").write_text("\n".join(lines), encoding="utf-8")

    problems = load(content, TODAY).collection.problems

    assert shown[1].strip() in {as_text(each) for each in problems}


def test_the_headings_of_the_contribute_page_are_those_of_an_entry() -> None:
    text = read("practices/_pages/contribute.md")

    assert "".join(f"- {heading}\n" for heading in HEADINGS) in text


def test_the_fields_of_a_translation_on_the_contribute_page_are_those_of_the_code() -> None:
    line = re.search("^It has these fields only: (.+)$", read("practices/_pages/contribute.md"), re.MULTILINE)

    assert line
    assert sorted(re.findall("`([a-z_]+)`", line[1])) == sorted(TRANSLATED)
