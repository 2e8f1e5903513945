import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jinja2 import Environment

from kb.limits import limit_findings
from kb.markup import (
    Labels,
    OutlineItem,
    Rendered,
    SafeHtml,
    TooHostile,
    citation_id,
    clean,
    inline,
    markers,
    plain_text,
    reference_id,
    render,
    sections,
)

CASES = sorted((Path(__file__).parent / "markup_cases").iterdir())


def read_case(path: Path) -> tuple[str, str]:
    """An input and its HTML. A character that editors do not show is written as ⟦its code⟧."""
    case = re.sub("⟦([0-9A-F]+)⟧", lambda found: chr(int(found[1], 16)), path.read_bytes().decode())
    text, _, expected = case.partition("\n----- expected -----\n")
    return text, expected.rstrip("\n")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_case(path: Path) -> None:
    text, expected = read_case(path)

    html = render(text, ["s1", "s2"]).html if path.suffix == ".md" else clean(text)

    assert str(html) == expected


def test_templates_print_safe_html_as_it_is() -> None:
    template = Environment(autoescape=True).from_string("{{ html }} {{ text }}")

    page = template.render(html=inline("*a* & b"), text="*a* & <b>")

    assert page == "<em>a</em> &amp; b *a* &amp; &lt;b&gt;"


def test_safe_html_cannot_be_made_by_hand() -> None:
    with pytest.raises(TypeError, match=r"made by kb\.markup only"):
        SafeHtml("<script>alert(1)</script>", object())


def test_safe_html_shows_its_text_and_equals_its_like() -> None:
    assert repr(inline("*a*")) == "SafeHtml(text='<em>a</em>')"
    assert inline("*a*") == inline("_a_") != inline("a")


def test_a_rendered_text_says_what_the_page_needs_around_it() -> None:
    rendered = render("# *A*&nbsp;b[^s2]\n\nText[^s1][^s9].\n\n### C `d`\n\nMore[^s2]", ["s1", "s2"])

    assert rendered == Rendered(
        html=rendered.html,
        outline=(OutlineItem("section-a-b", "A b", 2), OutlineItem("section-c-d", "C d", 3)),
        cited=("s2", "s1"),
        times=(2, 1),
    )


def test_every_citation_has_the_id_that_a_reference_leads_back_to() -> None:
    html = str(render("a[^s1] b[^s1]", ["s1"]).html)

    assert html.count(f'href="#{reference_id("s1")}"') == 2
    assert f'id="{citation_id("s1", 1)}"' in html
    assert f'id="{citation_id("s1", 2)}"' in html


def test_labels_are_in_the_readers_language_and_cannot_break_out() -> None:
    labels = Labels(note='"> <b> Notiz %(number)d', table="Tabelle & %(number)d")

    html = str(render("a[^s1]\n\n|a|b|\n|-|-|", ["s1"], labels).html)

    assert """aria-label='"> &lt;b> Notiz 1'""" in html
    assert 'aria-label="Tabelle &amp; 1"' in html


@pytest.mark.parametrize("name", ["s 1", "<b>", "ä", "-a", "a" * 65, ""])
def test_a_source_whose_id_could_not_be_part_of_an_id_is_never_cited(name: str) -> None:
    rendered = render(f"a[^{name}]", [name])

    assert rendered.cited == ()
    assert "<sup" not in str(rendered.html)


def test_ids_of_long_headings_are_cut() -> None:
    (item,) = render("## " + "very " * 40, []).outline

    assert item.id == "section-" + "very-" * 14 + "ve"


@pytest.mark.parametrize("function", [lambda text: render(text, []), inline, plain_text])
def test_hostile_text_is_refused(function) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(TooHostile) as refusal:
        function("[" * 5_000)

    assert refusal.value.findings == limit_findings("[" * 5_000)


def test_inline_text_is_one_line_of_emphasis_code_and_links() -> None:
    text = "# *a*\n\n- **b** `<c>` [d](/e) ![f](g) [^s1]\n\n> <b>h</b> [i](javascript:1) &amp; \\*"

    assert str(inline(text)) == (
        '# <em>a</em> - <strong>b</strong> <code>&lt;c&gt;</code> <a href="/e">d</a> f [^s1] '
        "&gt; &lt;b&gt;h&lt;/b&gt; <a>i</a> &amp; *"
    )
    assert str(inline(" \n")) == ""


def test_plain_text_is_what_a_reader_reads() -> None:
    text = (
        "## What *it* is[^s1]\nOne\nparagraph  \nof `<b>` &eacute; &amp;lt; <i>text</i>[^s9].\n\n"
        "<!-- hint -->\n- [link](/a 'title')\n- ![image](/b)\n\n> quote\n\n---\n\n"
        "| a | b |\n|---|---|\n| c[^s1] | d |\n\n```\ncode\n  more\n```\n\n[r]: /c"
    )

    assert plain_text(text).split("\n") == [
        "What it is",
        "One paragraph of <b> é &lt; <i>text</i>.",
        "link",
        "image",
        "quote",
        "a b",
        "c d",
        "code more",
    ]


# Laws

TAGS = {"a", "blockquote", "br", "code", "div", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol"}
TAGS |= {"p", "pre", "strong", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul"}
VOID = {"br", "hr"}
ATTRIBUTES = {
    "a": {"href", "rel", "id", "role", "aria-label"},
    "div": {"class", "role", "tabindex", "aria-label"},
    "ol": {"start"},
    "sup": {"class"},
    "th": {"scope"},
} | {f"h{level}": {"id"} for level in range(2, 7)}

HOSTILE = """<script> </script> <img/src=x onerror=alert(1)> <svg> <math> <style> </style> <title> <textarea>
<noscript> <!-- --> --!> <![CDATA[ ]]> <?x ?> <a href=" <table> <td> <form> </p> &lt; &#60; &#x3C; &quot; &amp;
&colon; &Tab; " ' = / javascript: data: vbscript:1 https://example.org //evil.example /x # ## ### [^s1] [^s2]
[^s9] [^x]: [a]: [a] [a]( ) ]( ![ ! [ ] ( * ** *** _ __ ` `` ``` ~~~ > >> - + 1. 2. | |-|-| |a|b| \\ \\[ : { }
{:onclick=x} \u00e9 \ue000 \ue001 \ue002 \ue003 \x02 \x03 \x00 klzzwxh:0000 wxzhzdk:0 amp a b""".split(" ")
HOSTILE += ["\n", "\n\n", "\n    ", "  \n", " ", "\t", "\r\n", "\n- ", "\n> ", "\n```\n", "\n|a|b|\n|-|-|\n"]


def hostile_texts() -> st.SearchStrategy[str]:
    pieces = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=5))
    return st.lists(pieces, max_size=40).map("".join)


class Page(HTMLParser):
    """Reads a page as a stranger to the code that made it."""

    def __init__(self, html: SafeHtml) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.open: list[str] = []
        self.feed(str(html))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        assert {name for name, _ in attrs} <= ATTRIBUTES.get(tag, set())
        assert not (tag == "a" and "a" in self.open)
        self.ids += [value or "" for name, value in attrs if name == "id"]
        for address in (value or "" for name, value in attrs if name == "href"):
            assert re.match(r"https?://[^/?#@\\]+([/?#]|$)|#|/(?![/\\])", address)
            assert address.isprintable()
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)


@settings(deadline=None)
@given(hostile_texts())
def test_a_page_has_nothing_but_what_is_allowed(text: str) -> None:
    assume(not limit_findings(text))

    rendered = render(text, ["s1", "s2"])

    page = Page(rendered.html)
    assert page.open == []
    assert Counter(page.ids).total() == len(set(page.ids))
    assert not re.search("[\ue000-\ue003\x00-\x08]", str(rendered.html))


@settings(deadline=None)
@given(hostile_texts())
def test_the_same_holds_for_html_that_is_cleaned(html: str) -> None:
    Page(SafeHtml(re.sub("(</?)h1>", r"\1h2>", str(clean(html))), clean("")._seal))


@settings(deadline=None)
@given(hostile_texts())
def test_cleaning_twice_is_cleaning_once(html: str) -> None:
    once = clean(html)

    assert clean(str(once)) == once


@settings(deadline=None)
@given(hostile_texts())
def test_a_short_text_has_nothing_but_emphasis_code_and_links(text: str) -> None:
    assume(not limit_findings(text))

    tags = set(re.findall("<([a-z0-9]+)", str(inline(text))))

    assert tags <= {"a", "code", "em", "strong"}


@settings(deadline=None)
@given(hostile_texts())
def test_plain_text_never_has_blank_lines_or_placeholders(text: str) -> None:
    assume(not limit_findings(text))

    plain = plain_text(text)

    assert all(line.strip() for line in plain.split("\n") if plain)
    assert not re.search("[\ue000-\ue003\x02]", re.sub("&#x?[0-9a-fA-F]+;?", "", plain))


@settings(deadline=None)
@given(st.text())
def test_words_without_marks_stay_as_they_are(text: str) -> None:
    words = re.findall(r"[^\W\d_]+", text)

    assert plain_text(" ".join(words)) == " ".join(words)


PROSE = ["word", "[^s1]", "[^s2]", "[^s9]", "*em[^s1]*", "`[^s1]`", "`` ` ``", "[link](/a)", r"\[^s1]"]
PROSE += ["\n", "\n\n", "\n- ", "\n> ", "\n## ", "\n```\n", "\n~~~\n", "<!--", "-->", "\n<!--", "    "]


@settings(deadline=None)
@given(st.lists(st.sampled_from(PROSE)).map(" ".join))
def test_the_page_cites_what_the_markers_of_the_text_name(text: str) -> None:
    rendered = render(text, ["s1", "s2"])

    named = Counter(marker.name for marker in markers(text) if marker.name != "s9")
    assert dict(zip(rendered.cited, rendered.times, strict=True)) == named


@settings(deadline=None)
@given(st.lists(st.sampled_from(["## A\n", "## B b\n", "# C\n", "text\n\n", "```\n", "~~~\n"])))
def test_the_outline_of_a_page_is_the_sections_of_its_text(pieces: list[str]) -> None:
    text = "".join(pieces)

    headings = [section.heading for section in sections(text) if section.level]
    assert [item.text for item in render(text, []).outline] == headings


def many_texts() -> Iterator[str]:
    for number in range(60):
        yield f"## A {number}\n\n*b*[^s{number % 3}] &eacute; [c](/d{number})\n\n|e|f|\n|-|-|\n"


def test_rendering_in_many_threads_is_rendering_one_by_one() -> None:
    references = ["s0", "s1", "s2"]
    texts = list(many_texts())

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda text: render(text, references), texts))

    assert together == [render(text, references) for text in texts]
