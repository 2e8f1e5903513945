import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.limits import LIMITS, Finding, Kind, TooHostile, limit_findings
from kb.markup import render

WORDS = "Youth workers meet young people where they are; the school and the police".split() * 2
WORDS += "families take part in what they plan together, week by week, in their own street".split()
WORDS += ["*Trust*", "**mattered**", "(since 2014)", "[a report](https://example.org/a_b)"]


def prose(size: int, seed: int = 0) -> str:
    """About as many characters of an entry as a busy author could write, with notes and lists."""
    chance = random.Random(seed)
    text = "## What it is\n"
    while len(text) < size:
        sentences = [" ".join(chance.choices(WORDS, k=20)) + ".[^s1]" for _ in range(7)]
        items = ["- " + " ".join(chance.choices(WORDS, k=9)) for _ in range(chance.randrange(4))]
        text += "\n".join([f"\n### Step {len(text)}\n", " ".join(sentences), "", *items, ""])
    return text[:size]


@pytest.mark.parametrize("size", [0, 2_000, 50_000, LIMITS[Kind.LENGTH]])
def test_prose_has_no_finding_however_long_it_is(size: int) -> None:
    assert limit_findings(prose(size)) == ()


@settings(deadline=None)
@given(st.integers())
def test_prose_has_no_finding_whatever_it_says(seed: int) -> None:
    assert limit_findings(prose(5_000, seed)) == ()


def test_a_text_that_is_too_long_has_that_finding_alone() -> None:
    text = "[" * (LIMITS[Kind.LENGTH] + 1)

    assert limit_findings(text) == (Finding(Kind.LENGTH, 1, 1, len(text), len(text), LIMITS[Kind.LENGTH]),)


@pytest.mark.parametrize(
    "kind, allowed, refused, place",
    [
        (Kind.PARAGRAPH, "a" * 20_000, "a\n\n" + "a " * 10_001 + "\nb", (3, 1, 20_002, 20_004)),
        (Kind.PARAGRAPH, "\ta" * 4_000, "\ta" * 4_001, (1, 1, 8_002, 20_005)),
        (Kind.RUN, "_" * 100, "Name:\n  " + "_" * 101, (2, 3, 101, 101)),
        (Kind.NESTING, "> " * 5 + "- " * 5 + "a", "a\n" + "> 1. " * 6 + "a", (2, 1, 30, 12)),
        (Kind.NESTING, " " * 40 + "a", "\t" * 11 + "a", (1, 1, 11, 11)),
        (Kind.HEADINGS, "#a\n\n" * 300, "> # a\n\n" * 300 + " * * *", (601, 1, 6, 301)),
        (Kind.HEADINGS, "#a\n\n" * 300, "1. - # a\n\n" * 301, (601, 1, 6, 301)),
        (Kind.UNCLOSED, "[\n\n" * 100, "a [\n\n" * 101, (201, 3, 1, 101)),
        (Kind.UNCLOSED, "[a](b 'c')\n\n" * 200, "[a](b(c)) " * 101, (1, 1003, 2, 101)),
        (Kind.EMPHASIS, "*a " * 1_000, "a\n*a " * 1_001, (1_001 + 1, 1, 1, 1_001)),
        (Kind.MARKS, "\\a" * 9_990, "\\a" * 10_000, (1, 19_997, 1, 10_002)),
        (Kind.DIGITS, "&#00008211;", "`&#x123456789;`", (1, 2, 12, 9)),
    ],
)
def test_a_limit_is_passed_by_one_too_many(
    kind: Kind, allowed: str, refused: str, place: tuple[int, int, int, int]
) -> None:
    line, column, length, count = place

    assert limit_findings(allowed) == ()
    assert limit_findings(refused) == (Finding(kind, line, column, length, count, LIMITS[kind]),)


@pytest.mark.parametrize(
    "text",
    [
        "| a " * 100 + "\n" + "|---" * 100 + "\n" + "x\n" * 100,
        "a\n\n" * 5_000,
        "- a\n" * 5_001,
        "- \n" * 5_001,
        "a  \n" * 10_001,
        "> > > > a\n\n" * 2_000,
        "```\n" + "<" * 10_001,
        "`a` " * 5_001,
        "[a](b)\n\n" * 4_000,
    ],
)
def test_whatever_makes_many_elements_counts_as_marks(text: str) -> None:
    assert Kind.MARKS in {finding.kind for finding in limit_findings(text)}


def test_marks_in_code_and_comments_count_for_nothing() -> None:
    marks = "- 1. " * 20 + "[*_`|" * 60 + "_" * 101 + "\n# a\n" + " " * 90 + "\n"

    assert limit_findings(f"````\n{marks * 20}````\n") == ()
    assert limit_findings(f"<!--\n{marks * 20}{' ' * 90}--> a\n") == ()


def test_every_limit_that_is_passed_is_named_once() -> None:
    text = "[" * 20_001 + "\n" + "> " * 11 + "*" * 1_001 + "&#123456789"

    assert [finding.kind for finding in limit_findings(text)] == [
        Kind.PARAGRAPH,
        Kind.RUN,
        Kind.NESTING,
        Kind.UNCLOSED,
        Kind.EMPHASIS,
        Kind.MARKS,
        Kind.DIGITS,
    ]


def test_what_is_refused_says_which_limits_and_where() -> None:
    findings = limit_findings("[" * 101)

    error = TooHostile(findings)

    assert error.findings == findings
    assert str(error) == "run, unclosed"


FAMILIES = ["[", "![", "[a](", "[a](b'", "[a][", "*a", "**a *b** ", "_", "`", "``a`", "\\`", "<", "</a"]
FAMILIES += ["<!--", "&", "&#", "> ", "- ", "1. ", "    - a\n", "# a\n", "---\n", "|", "|-|\n", "```a\n"]
FAMILIES += ["~~~`", "[a]: b\n", '[a]: """', "[^a]: b\n\n", "\n\n", "\t", "\x00", "[^s1]", "<b>", "{"]


@pytest.mark.parametrize("unit", FAMILIES)
def test_finding_hostile_text_takes_time_in_proportion_to_it(unit: str) -> None:
    text = (unit * 200_000)[: LIMITS[Kind.LENGTH]]

    start = time.perf_counter()
    limit_findings(text)

    assert time.perf_counter() - start < 3


@pytest.mark.parametrize("unit", ["[a](b)", "[^s1]", "*a*", "***a***", "`a`", "&lt;", "- - a\n", "a|b\n"])
def test_hostile_text_within_the_limits_renders_in_seconds_at_worst(unit: str) -> None:
    """Measured at well under one second; the rest is for slow machines."""
    piece = unit * (900 // len(unit)) + "\n\n"
    text = (piece * 200_000)[: LIMITS[Kind.LENGTH]]
    while limit_findings(text):
        text = text[: len(text) * 3 // 4]

    start = time.perf_counter()
    render(text, ["s1"])

    assert time.perf_counter() - start < 10
