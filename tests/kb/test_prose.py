import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.prose import Link, Marker, Places, Section, links, markers, regions, sections


def test_sections_start_below_their_headings() -> None:
    text = "## What it is\n\nStreet work.\n\n## How it works ##\nBy *talking*.\n"

    assert sections(text) == (
        Section("What it is", 2, 1, "\nStreet work.\n\n", 14),
        Section("How it works", 2, 5, "By *talking*.\n", 48),
    )


def test_text_above_the_first_heading_is_a_section_without_heading() -> None:
    assert sections("Before\n## After") == (
        Section("", 0, 1, "Before\n", 0),
        Section("After", 2, 2, "", 15),
    )


def test_blank_text_above_the_first_heading_is_no_section() -> None:
    assert sections("\n \n# After\n") == (Section("After", 1, 3, "", 11),)


def test_text_without_headings_is_one_section_and_blank_text_none() -> None:
    assert sections("Only\ntext") == (Section("", 0, 1, "Only\ntext", 0),)
    assert sections(" \n") == ()


def test_a_heading_of_a_lower_level_or_in_code_or_in_a_comment_splits_nothing() -> None:
    text = "### Lower\n```\n## Code\n```\n<!--\n## Comment\n-->\n    ## Indented\n"

    assert [section.heading for section in sections(text)] == [""]


def test_sections_keep_windows_line_ends_in_their_text_only() -> None:
    assert sections("## A\r\nb\r\n") == (Section("A", 2, 1, "b\r\n", 6),)


@given(st.lists(st.sampled_from(["## A\n", "b\n", "```\n", "# C ##\n", "\n", "`", "é", "\r\n"])))
def test_the_texts_of_sections_are_where_they_say(pieces: list[str]) -> None:
    text = "".join(pieces)

    for section in sections(text):
        assert text.startswith(section.text, section.start)
        assert section.heading in text.split("\n")[section.line - 1]


def test_markers_are_found_with_their_places() -> None:
    assert markers("One[^s1].\n\nTwo [^a b] [^s1]: x") == (
        Marker("s1", 1, 4, 5),
        Marker("a b", 3, 5, 6),
        Marker("s1", 3, 12, 5),
    )


@pytest.mark.parametrize(
    "text",
    [
        "`[^s1]`",
        "``[^s1] ` [^s1]``",
        "`over\nlines [^s1]`",
        "```\n[^s1]\n```",
        "~~~~ info\n```\n[^s1]\n~~~\n[^s1]\n~~~~",
        "   ```\n[^s1]\n",
        "<!-- [^s1]\n\n[^s1] -->",
        r"\[^s1]",
        "[^]",
        "[^s1",
        "[^s\n1]",
        "[s1]",
        "[^`s1`]",
    ],
)
def test_code_comments_and_escapes_hold_no_markers(text: str) -> None:
    assert markers(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        r"\`[^s1]`",
        "`[^s1]",
        "``[^s1]`",
        "`a\n\n[^s1]`",
        "- `a\n- [^s1]`",
        "    ```\n[^s1]",
        "``` `\n[^s1]",
        "```\ncode\n```\n[^s1]",
        "<!-- [^s1]",
        "a <!-- [^s1] -->",
        r"\\[^s1]",
        "    [^s1]",
    ],
)
def test_what_is_no_code_can_hold_a_marker(text: str) -> None:
    assert [marker.name for marker in markers(text)] == ["s1"]


@pytest.mark.parametrize(
    "text, href",
    [
        ("[a](/b)", "/b"),
        ("[a]( /b )", "/b"),
        ("[a](/b 'title')", "/b"),
        ('[a](/b\n"title (more)")', "/b"),
        ("[a](</b c>)", "/b c"),
        ("[a](</b>) ", "/b"),
        ("[a](<b)", "b"),
        ("[a](/b c)", "/b c"),
        ("[a](/b(c)d)", "/b(c)d"),
        ("[a [b] c](/d)", "/d"),
        ("[a]()", ""),
        (r"[a\]](/b)", "/b"),
        ("<https://example.org>", "https://example.org"),
        ("<javascript:alert(1)>", "javascript:alert(1)"),
        ("[a]: /b 'title'", "/b"),
        ("  [a]:</b>", "/b"),
        ("<a title=x href='/b'>", "/b"),
        ('<a HREF = "/b c">', "/b c"),
        ("<form action=/b>", "/b"),
    ],
)
def test_a_link_is_found(text: str, href: str) -> None:
    (link,) = links(text)

    assert (link.href, link.is_image) == (href, False)
    assert text.split("\n")[link.line - 1][link.column - 1 :].startswith(href)


@pytest.mark.parametrize("text", ["![a](/b.png)", "<img src=/b.png>", '<video poster="/b.png">'])
def test_an_image_is_found(text: str) -> None:
    assert [(link.href, link.is_image) for link in links(text)] == [("/b.png", True)]


@pytest.mark.parametrize(
    "text",
    [
        "`[a](/b)`",
        "```\n<a href=/b>\n```",
        "[a](/b",
        "[a] (/b)",
        r"\[a](/b)",
        "a](/b)",
        "(/b)",
        "[a]\n\n(/b)",
        "[a\n\nb](/c)",
        "[a](b\n\nc)",
        "[^s1]: text",
        "< https://example.org>",
        "https://example.org",
        "a [b]: /c",
    ],
)
def test_what_only_looks_like_a_link_is_none(text: str) -> None:
    assert links(text) == ()


def test_links_come_in_the_order_of_the_text() -> None:
    text = "[r]: /a\n\n<b:c> [![d](e)](f)\n<img src=g>"

    assert links(text) == (
        Link("/a", False, 1, 6, 2),
        Link("b:c", False, 3, 2, 3),
        Link("e", True, 3, 13, 1),
        Link("f", False, 3, 17, 1),
        Link("g", True, 4, 10, 1),
    )


@given(st.text("[]()<>!`\\ab: \n\"'^~-#"))
def test_reading_prose_never_raises_and_places_are_true(text: str) -> None:
    sections(text)
    lines = text.split("\n")

    for marker in markers(text):
        assert lines[marker.line - 1][marker.column - 1 :].startswith(f"[^{marker.name}]")
    for link in links(text):
        rest = "\n".join([lines[link.line - 1][link.column - 1 :], *lines[link.line :]])
        assert rest.startswith(link.href)


@given(st.text("`~<!-> \na\r"))
def test_regions_follow_each_other_within_the_text(text: str) -> None:
    edges = [edge for region in regions(text) for edge in (region.start, region.end)]

    assert edges == sorted(edges)
    assert all(edge <= len(text) for edge in edges)


@given(st.text("ab\n"), st.data())
def test_a_place_is_the_number_of_line_ends_and_characters_before_it(text: str, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(text)))

    assert Places(text).of(position) == (
        1 + text.count("\n", 0, position),
        1 + len(re.split("\n", text[:position])[-1]),
    )
