import re
import time
from datetime import date
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.collection import Entry, Page
from kb.practice import (
    Adoption,
    Caveat,
    Evaluation,
    Evidence,
    Needs,
    Organisation,
    Period,
    Practice,
    Reference,
    Review,
    Slug,
    Translation,
)
from kb.problem import Place, Problem, has_errors
from kb.reader import file_name_problem, read_entry, read_page, split_name
from kb.source import LARGEST_BYTES
from kb.vocabulary import TermId
from tests.problem_examples import ENTRY, ROOT, check, example_entry, rulebook

REAL = {path.name: path.read_bytes() for path in sorted((ROOT / "practices").glob("*.md"))}
FRENCH = """---
title: Travail de rue
summary: Des éducateurs rencontrent les jeunes le soir, les écoutent et les aident à trouver du soutien.
also_known_as: [Promenades]
last_verified: 2026-03-31
review: {status: checked, by: Rédaction}
contributors: [Rédaction]
---

## De quoi il s'agit

Deux éducateurs.
"""


def read(text: str | bytes, path: str = ENTRY) -> Entry:
    return read_entry(path, text if isinstance(text, bytes) else text.encode(), rulebook())


def codes(text: str) -> list[str]:
    return [problem.code for problem in read(text).problems]


def is_inside(place: Place, raw: bytes) -> bool:
    """Whether a place is the whole file, or lies in one of its lines, or right behind it."""
    lines = raw.decode("utf-8", errors="replace").removeprefix("\ufeff").split("\n")
    if place.line == 0:
        return True
    line = lines[place.line - 1].removesuffix("\r")
    return place.excerpt == line and 1 <= place.column <= len(line) + 1 and place.length >= 1


def test_a_complete_entry_is_read_into_a_practice() -> None:
    entry = read(example_entry().replace("    published: 2021", "    published: 2021\n    hide_url: true"))

    ids = {
        "policy_areas": ["youth-work", "education"],
        "working_groups": ["ran-yande"],
        "approaches": ["mentoring"],
        "prevention_levels": ["primary", "secondary"],
        "target_groups": ["adolescents"],
        "audiences": ["youth-workers"],
        "governance_level": ["local"],
        "countries": ["EU"],
        "state": ["running"],
        "settings": ["neighbourhood"],
        "funding": ["regional-local"],
    }
    body = example_entry().split("\n---\n", 1)[1]
    assert entry.value == Practice(
        slug=Slug("street-work"),
        title="Street work in the evening",
        summary="Youth workers of Example Town meet young people where they spend their evenings, listen to them, "
        "and help them find support.",
        terms=MappingProxyType({name: tuple(map(TermId, each)) for name, each in ids.items()}),
        organisations=(
            Organisation("Youth Service of Example Town", TermId("local-authority"), "https://youth.example.org/"),
        ),
        references=(
            Reference(
                id="s1",
                title="Street work in Example Town",
                url="https://www.example.org/street-work",
                publisher="Youth Service of Example Town",
                accessed=date(2026, 3, 31),
                supports=(
                    "title",
                    "countries",
                    "organisations",
                    "approaches",
                    "target_groups",
                    "evidence.theory",
                    "What it is",
                    "How it works",
                ),
            ),
            Reference(
                id="s2",
                title="Two years of street work",
                url="https://www.example.org/two-years.pdf",
                publisher="Youth Service of Example Town",
                published="2021",
                supports=("evidence", "adoptions", "caveats", "Results and evidence"),
                is_url_hidden=True,
            ),
        ),
        review=Review(TermId("checked"), "Editorial team", date(2026, 3, 31)),
        body=f"\n{body}",
        headings=("What it is", "How it works", "Results and evidence", "Limits, risks and safeguards"),
        evidence=Evidence(
            "Adults who come back every week become people whom the young ask for help.",
            (
                Evaluation(
                    title="Feedback of the young people, two years of street work",
                    design=TermId("monitoring"),
                    independence=TermId("self"),
                    effect=TermId("unknown"),
                    sources=("s2",),
                    year=2021,
                ),
            ),
        ),
        period=Period(2018, None),
        places=("Example Town",),
        also_known_as=("Evening Walks",),
        needs=Needs("Two youth workers", "Two evenings a week", "low", "Listening, and knowing who can help"),
        languages=("en",),
        transfer=MappingProxyType({"materials-available": "met", "skills-known": "partly"}),
        adoptions=(Adoption("Sample City", "Taken up with one evening a week, and kept", ("s2",), "", 2022),),
        caveats=(Caveat("Nobody has compared it with places that have no street work.", ("s2",)),),
        last_verified=date(2026, 3, 31),
    )


def test_a_translation_is_read_into_its_words() -> None:
    entry = read(FRENCH, "practices/street-work.fr.md")

    assert entry == Entry(
        path="practices/street-work.fr.md",
        name=Slug("street-work"),
        language="fr",
        value=Translation(
            slug=Slug("street-work"),
            language="fr",
            title="Travail de rue",
            summary="Des éducateurs rencontrent les jeunes le soir, les écoutent et les aident à trouver du soutien.",
            body="\n\n## De quoi il s'agit\n\nDeux éducateurs.\n",
            review=Review(TermId("checked"), "Rédaction"),
            also_known_as=("Promenades",),
            last_verified=date(2026, 3, 31),
            contributors=("Rédaction",),
        ),
    )


def test_a_page_is_read() -> None:
    page = b"---\ntitle: About us\n---\n\nMore at team@example.org.\n"

    assert read_page("practices/_pages/about.md", page) == (
        Page("about", "About us", "\n\nMore at team@example.org.\n"),
        (),
    )


def test_an_entry_with_an_error_keeps_what_other_files_are_held_against() -> None:
    text = example_entry().replace("state: running", "state: x\nrelated: [a-b, {c: d}]") + "\n[a](/about)\n"

    entry = read(text)

    assert (entry.value, entry.title, entry.related) == (None, "Street work in the evening", ("a-b",))
    assert {name: str(place) for name, place in entry.places.items()} == {
        "title": f"{ENTRY}:2:8",
        "related:a-b": f"{ENTRY}:19:11",
    }
    assert [(target, str(place)) for target, place in entry.links] == [("/about", f"{ENTRY}:89:5")]


def test_an_entry_with_warnings_only_has_a_value() -> None:
    entry = read(example_entry().replace("state: running", "state: ended"))

    assert entry.value
    assert [problem.code for problem in entry.problems] == ["ended-without-end"]


@pytest.mark.parametrize(
    "name, expected",
    [
        ("street-work.md", ("street-work", "en")),
        ("street-work.fr.md", ("street-work", "fr")),
        ("a.cnr.md", ("a", "cnr")),
        ("0.md", ("0", "en")),
        ("a" * 80 + ".md", ("a" * 80, "en")),
        ("a" * 81 + ".md", None),
        ("street-work.en.md", None),
        ("street-work.xx.md", None),
        ("street-work.FR.md", None),
        ("Street.md", None),
        ("street_work.md", None),
        ("straße.md", None),
        ("a.md\n", None),
        ("a.txt", None),
        (".md", None),
        ("a.fr.de.md", None),
        ("٣.md", None),
    ],
)
def test_a_file_name_stands_for_a_slug_and_a_language(name: str, expected: tuple[str, str] | None) -> None:
    assert split_name(name) == expected


@given(st.text(max_size=100))
def test_the_name_that_is_offered_for_a_file_can_be_used(name: str) -> None:
    near = dict(file_name_problem(f"practices/{name.replace('/', '')}.md").details)["near"]

    assert near == "" or split_name(near)


@pytest.mark.parametrize("name", REAL)
def test_the_real_entries_hold_no_personal_data_and_no_wording_to_avoid(name: str) -> None:
    problems = read_entry(f"practices/{name}", REAL[name], rulebook()).problems

    assert {problem.code for problem in problems} <= {"ended-without-end", "future-date", "missing-how"}


@settings(max_examples=300)
@given(st.binary(max_size=400))
def test_reading_never_fails_whatever_the_bytes(raw: bytes) -> None:
    for problem in (*read(raw).problems, *read_page("practices/_pages/a.md", raw)[1]):
        assert is_inside(problem.place, raw)


PIECES = [
    *("---", "\n", "\r\n", "\r", "\t", "  ", ": ", "- ", "[", "]", "{", "}", ",", "'", '"', "|", ">", "#", "&a", "*a"),
    *("!", "!!x", "%", "@", "`", "```\n", "<<: ", "? ", "...\n", "--- \n", "<b>", "<!--", "-->", "[^s1]", "[^x]: y"),
    *(
        "## ",
        "## What it is\n",
        "](",
        "](//a)",
        "![",
        "\u200b",
        "\u200d",
        "\ufeff",
        "\x00",
        "\x85",
        "\u2028",
        "é",
        "👩",
    ),
    *(
        "\ufffe",
        "content: x\n",
        "title: ",
        "2018",
        "٢",
        "NO",
        "a@b.org",
        "https://",
        "\\",
        "lone wolf",
        "radıcals",
        "~",
    ),
    *(
        "sources:\n",
        "  - id: s1\n",
        "related: [a]\n",
        "transfer: {a: b}\n",
        "evidence: [",
        "%YAML 1.1\n",
        "<" * 7 + " a\n",
    ),
]


@st.composite
def damaged_entries(draw: st.DrawFn) -> str:
    """The example entry or a real one, with some stretches taken out and others put in their place."""
    text = draw(st.sampled_from([example_entry(), *(raw.decode() for raw in REAL.values())]))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = start + draw(st.integers(0, 60))
        text = text[:start] + "".join(draw(st.lists(st.sampled_from(PIECES), max_size=4))) + text[end:]
    return text


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged_entries())
def test_the_places_of_problems_lie_inside_the_file(text: str) -> None:
    raw = text.encode()

    for problem in check({ENTRY: raw}):
        assert is_inside(problem.place, raw)
        assert "%(" not in f"{problem.what()}{problem.why()}{problem.fix()}"


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_reading_never_fails_whatever_the_pieces(pieces: list[str]) -> None:
    raw = f"---\n{''.join(pieces)}\n---\n{''.join(reversed(pieces))}".encode()

    assert all(is_inside(problem.place, raw) for problem in read(raw).problems)


@settings(max_examples=50, deadline=None)
@given(damaged_entries())
def test_reading_twice_gives_the_same(text: str) -> None:
    assert read(text) == read(text)


@settings(max_examples=50, deadline=None)
@given(damaged_entries())
def test_an_entry_has_a_value_or_an_error(text: str) -> None:
    entry = read(text)

    assert (entry.value is None) == has_errors(entry.problems)


@settings(max_examples=50)
@given(
    st.lists(st.sampled_from(["youth-work", "education", "sport"]), min_size=1, max_size=3, unique=True),
    st.integers(1990, 2020),
    st.integers(0, 6),
)
def test_a_well_formed_entry_has_no_problem(areas: list[str], start: int, years: int) -> None:
    text = example_entry().replace("[youth-work, education]", f"[{', '.join(areas)}]")

    assert read(text.replace("start: 2018", f"start: {start}\nend: {start + years}")).problems == ()


def test_line_ends_of_windows_change_nothing_but_themselves() -> None:
    text = example_entry().replace("start: 2018", "start: 18") + "\n![a](https://www.example.org/a.png)\n"

    unix, windows = read(text), read(text.replace("\n", "\r\n"))

    assert windows.problems == unix.problems


FAMILIES = [
    *(
        "a",
        "1",
        " ",
        "-",
        "*",
        "`",
        "[",
        "](",
        "<",
        "\\",
        "'",
        '"',
        "“",
        "«",
        "@",
        "👩",
        "\u0301",
        "A-",
        "@a.",
        "1 ",
        "0 ",
    ),
    *(
        "a@a.",
        "[a](",
        "![",
        "[^x]",
        "<a>",
        "<!--",
        "`a",
        "* a\n",
        "> ",
        "```\n",
        "## How it work\n",
        "[a]: b\n",
        "[^a]: b\n",
    ),
    *("https://a.b ", "Via A", "12 rue ", "Aa, 12", "1.11111 ", "AB12 1234 ", "lone ", "suspect ", "\r\n", "\r", "|a"),
    *("x@y.zz ", "a\u200b", "<<<<<<< a\n", "a: b\n", "- a\n", "{a: ", "Straße 1 ", "? a\n", "+1 "),
]


@pytest.mark.parametrize("family", FAMILIES, ids=ascii)
def test_a_large_file_of_one_kind_is_read_quickly(family: str) -> None:
    """It takes about a second; the limit leaves room for a slow machine under coverage, and none for squares."""
    front, body = example_entry().split("\n---\n", 1)
    filling = family * ((LARGEST_BYTES - 4_500) // len(family.encode()))
    texts = [f"{front}\n---\n{body}{filling}", f"{front}\n{filling}\n---\n{body}", f'---\ntitle: "{filling}']

    for text in texts:
        started = time.process_time()
        read(text)
        assert time.process_time() - started < 10


@pytest.mark.parametrize(
    "line",
    [
        *("k#: 1", "titl#: 1", "policy_areas: [#]", "countries: [educatio#", "languages: [englis#", "related: [A#"),
        *("places: [{a: #}", "transfer: {a#: met", "organisations: [{name: a#}", "caveats: [{text: x, source: z#}"),
    ],
)
def test_a_list_of_many_different_faults_is_read_quickly(line: str) -> None:
    key, _, item = line.partition(": ")
    count = min(130_000 // (len(line) + 6), 9_000)
    many = "\n".join(line.replace("#", str(number)) for number in range(count))
    if "#" in item:
        opening = item[0]
        values = ", ".join(item[1:].rstrip("]").replace("#", str(number)) for number in range(count // 2))
        many = f"{key}: {opening}{values}{']' if opening == '[' else '}'}"
    text = re.sub(rf"^{key}:(?:.*)\n(?:  .*\n)*", "", example_entry(), flags=re.MULTILINE)

    started = time.process_time()
    problems = read(text.replace("---\n", f"---\n{many}\n", 1)).problems

    assert time.process_time() - started < 10
    assert "more-problems" in {problem.code for problem in problems}


def test_problems_are_each_told_once_and_in_order() -> None:
    problems = read(example_entry().replace("state: running", "state: x").replace("start: 2018", "start: y")).problems

    assert problems == tuple(sorted(set(problems)))
    assert [problem.code for problem in problems] == ["unknown-term", "bad-year"]


def test_a_file_with_a_name_that_is_none_is_not_read() -> None:
    assert read(b"\x00", "practices/A B.md") == Entry(
        "practices/A B.md",
        Slug(""),
        "en",
        None,
        (Problem.at(Place("practices/A B.md"), "file-name", name="A B.md", near="a-b.md"),),
    )
