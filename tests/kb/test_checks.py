from datetime import date
from types import MappingProxyType

import pytest

from kb.checks import check_body, check_words, internal_links
from kb.limits import LIMITS
from kb.limits import Kind as Limit
from kb.source import Source, Text, read_front_matter
from kb.values import Context
from kb.vocabulary import Vocabulary
from kb.wording import Guidance

NO_GUIDANCE = Guidance(Vocabulary("language-guidance", MappingProxyType({"en": "x"}), MappingProxyType({})))


def a_source(body: str, front: str = "title: Street work") -> Source:
    source, problems = read_front_matter(Text("practices/street-work.md", f"---\n{front}\n---\n{body}"))
    assert source
    assert problems == ()
    return source


def found(body: str) -> list[tuple[str, str]]:
    """Code and place of each problem of a text, without the missing headings."""
    source = a_source(body)
    problems = check_body(source, Context(source, MappingProxyType({}), date(2026, 6, 30)))
    return [
        (each.code, f"{each.place.line}:{each.place.column}")
        for each in problems
        if not each.code.startswith("missing")
    ]


def test_places_count_from_the_start_of_the_file() -> None:
    assert found("## What it is\n\nx <b>\n") == [("html", "6:3")]


@pytest.mark.parametrize(
    "kind, text",
    [
        (Limit.PARAGRAPH, "ab " * 7_000),
        (Limit.RUN, "*" * 101),
        (Limit.NESTING, "> " * 11 + "a"),
        (Limit.HEADINGS, "### a\n\nb\n" * 301),
        (Limit.UNCLOSED, "[ " * 101),
        (Limit.EMPHASIS, "*a* " * 501),
        (Limit.MARKS, "\\a" * 9_999),
        (Limit.DIGITS, "&#123456789;"),
    ],
)
def test_every_limit_has_a_remedy_of_its_own(kind: Limit, text: str) -> None:
    source = a_source(f"## What it is\n\n{text}\n")

    problems = check_body(source, Context(source, MappingProxyType({}), date(2026, 6, 30)))

    details = next(dict(each.details) for each in problems if each.code == "too-much-markup")
    assert details["limit"] == f"{LIMITS[kind]:,}"
    assert details["near"]


@pytest.mark.parametrize(
    "text",
    [
        "`<b>`",
        "```\n<b>\n```",
        "~~~\n[^s1]: x\n~~~",
        "<!--\n<b>\n-->",
        "a < b",
        "<5",
        "![a] [b]",
        "`![a][b]`",
        "<https://example.org/>",
        "[a](/x) [b](#y) [c](https://example.org)",
    ],
)
def test_what_is_no_problem_is_not_told(text: str) -> None:
    assert found(f"## What it is\n\n{text}\n") == []


@pytest.mark.parametrize(
    "text, codes",
    [
        ("<b> <i", ["html", "html"]),
        ("<b\n>", ["html"]),
        ("</b>", ["html"]),
        ("x <!-- y -->", ["html"]),
        ("`a <b>", ["html"]),
        ("`` ` <b>", ["html"]),
        ("```` ``` <b>", ["html"]),
        ("![a](b.png)", ["image"]),
        ("![a][b]", ["image"]),
        ("![][b]", ["image"]),
        ("[^a]: b", ["footnote-text"]),
        ("   [^a]: b", ["footnote-text"]),
        ("[a](b)", ["bad-url"]),
        ("[a](b.md)", ["bad-url"]),
        ("[a](//example.org)", ["bad-url"]),
        ("<a href='javascript:x'>", ["bad-url", "html"]),
    ],
)
def test_what_is_a_problem_is_told(text: str, codes: list[str]) -> None:
    assert [code for code, _ in found(f"## What it is\n\n{text}\n")] == codes


def test_links_within_the_site_are_kept_with_their_places() -> None:
    links = internal_links(a_source("[a](/about) [b](//x.org) ![c](/d.png)\n[e](/f#g)"))

    assert [(target, place.line, place.column) for target, place in links] == [("/about", 4, 5), ("/f#g", 5, 5)]


def test_personal_data_in_a_folded_value_is_placed_at_the_value() -> None:
    source = a_source("", 'title: "Some\\x41one@example.org"')

    assert [(each.code, each.place.column, each.place.length) for each in check_words(source, NO_GUIDANCE, "en")] == [
        ("email-address", 8, 25)
    ]


def test_personal_data_in_a_value_with_quotes_is_placed_at_its_first_letter() -> None:
    source = a_source("", "title: 'It''s someone@example.org'")

    assert [each.place.column for each in check_words(source, NO_GUIDANCE, "en")] == [15]


def test_a_text_of_nothing_is_told_to_lack_its_headings() -> None:
    source = a_source("")

    problems = check_body(source, Context(source, MappingProxyType({}), date(2026, 6, 30)))

    assert [each.code for each in problems] == ["missing-heading", "missing-how"]


def test_a_heading_that_is_nearly_right_is_not_told_to_be_missing() -> None:
    source = a_source("## What is it\n\na\n\n## How it work\n\nb\n")

    problems = check_body(source, Context(source, MappingProxyType({}), date(2026, 6, 30)))

    assert [each.code for each in problems] == ["unknown-heading", "unknown-heading"]
