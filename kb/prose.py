"""What a Markdown text says before anything renders it: sections, note markers, links, with their places.

Knows no library. `kb.markup` renders by the same regions, so what is code here is code on the page.
Every function takes time in proportion to the length of the text, whatever the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

__all__ = ["Link", "Marker", "Places", "Region", "RegionKind", "Section"]
__all__ += ["blank", "links", "markers", "regions", "sections"]


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of text from one heading of level 1 or 2 to the next.

    Text above the first heading has the heading "" and level 0, and is left out when it is blank.
    """

    heading: str
    level: int
    line: int  # of the heading, counted from 1
    text: str  # Markdown below the heading, as written
    start: int  # where `text` begins, in characters from the beginning


@dataclass(frozen=True, slots=True)
class Marker:
    """A note marker such as `[^s1]`; its place is that of the opening bracket."""

    name: str
    line: int
    column: int
    length: int


@dataclass(frozen=True, slots=True)
class Link:
    """An address an author wrote, as written; its place is that of the address itself."""

    href: str
    is_image: bool
    line: int
    column: int
    length: int


class RegionKind(Enum):
    """What is not prose."""

    CODE = "code"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch that is not prose: fenced code, or an HTML comment that starts a line."""

    kind: RegionKind
    start: int
    end: int
    code: str = ""  # what stands between the fences


class Places:
    """Lines and columns, counted from 1, of positions in a text."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def of(self, position: int) -> tuple[int, int]:
        line = bisect_right(self._starts, position)
        return line, position - self._starts[line - 1] + 1


_OPENING = re.compile(r"^ {0,3}(?:(?P<fence>`{3,}+|~{3,}+)[^`\n]*$|<!--)", re.MULTILINE)


def regions(text: str) -> tuple[Region, ...]:
    """Find fenced code and comments, in order.

    A fence that is never closed reaches to the end, as it does on GitHub. A comment that is never
    closed is none: then its author can see it.
    """
    found: list[Region] = []
    reached, last_close = 0, text.rfind("-->")
    while opening := _OPENING.search(text, reached):
        reached = opening.end()
        if opening["fence"]:
            found.append(_fenced(text, opening))
        elif reached <= last_close:
            end = text.find("-->", reached) + len("-->")
            found.append(Region(RegionKind.COMMENT, opening.start(), end))
        else:
            continue
        reached = found[-1].end
    return tuple(found)


def _fenced(text: str, opening: re.Match[str]) -> Region:
    fence = opening["fence"]
    closing = re.compile(rf"^ {{0,3}}{fence[0]}{{{len(fence)},}}+[ \t\r]*$", re.MULTILINE)
    body = min(opening.end() + 1, len(text))
    if close := closing.search(text, body):
        return Region(RegionKind.CODE, opening.start(), close.end(), text[body : close.start()])
    return Region(RegionKind.CODE, opening.start(), len(text), text[body:])


def blank(text: str, stretches: Iterable[tuple[int, int]]) -> str:
    """Return `text` with spaces for every character of `stretches` but line ends; places stay true."""
    pieces: list[str] = []
    reached = 0
    for start, end in stretches:
        pieces += [text[reached:start], re.sub(r"[^\n]", " ", text[start:end])]
        reached = end
    return "".join(pieces) + text[reached:]


def _prose(text: str) -> str:
    """Return `text` with blanks for fenced code, comments and code spans."""
    text = blank(text, ((region.start, region.end) for region in regions(text)))
    return blank(text, _code_spans(text))


# Code spans end here at the latest, as on GitHub. Markdown knows some more lines that go on with a
# paragraph, which makes a difference only to a backtick that is never closed.
_BLOCK_EDGE = re.compile(r"\n(?=[ \t]*(?:\r?\n|[>#|]|[-*+] |\d+\. ))")
_TICKS = re.compile(r"`+")


def _code_spans(text: str) -> Iterator[tuple[int, int]]:
    if "`" not in text:
        return
    reached = 0
    for edge in [*(found.end() for found in _BLOCK_EDGE.finditer(text)), len(text)]:
        yield from _spans_between(list(_TICKS.finditer(text, reached, edge)))
        reached = edge


def _spans_between(runs: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """Pair each run of backticks with the next of the same length, as `kb.markup` does."""
    coming: dict[int, int] = {}
    partners: list[int | None] = []
    for index in reversed(range(len(runs))):
        partners.append(coming.get(len(runs[index][0])))
        coming[len(runs[index][0])] = index
    partners.reverse()

    index = 0
    while index < len(runs):
        run, partner = runs[index], partners[index]
        if partner is not None and not run.string.endswith("\\", 0, run.start()):
            yield run.start(), runs[partner].end()
            index = partner
        index += 1


_HEADING = re.compile(r"^(#{1,2})(?!#)([^\n]*)", re.MULTILINE)


def sections(text: str) -> tuple[Section, ...]:
    """Split at headings written as `## Like this` (or `# Like this`) outside fenced code.

    A level below 2 is for the caller to judge; on the page it is shown as level 2.
    """
    places = Places(text)
    headings = list(_HEADING.finditer(_prose(text)))
    ends = [*(found.start() for found in headings), len(text)]
    found = [] if not text[: ends[0]].strip() else [Section("", 0, 1, text[: ends[0]], 0)]
    for heading, end in zip(headings, ends[1:], strict=True):
        title = text[heading.start(2) : heading.end(2)].strip().rstrip("#").rstrip()
        start = min(heading.end() + 1, len(text))
        line = places.of(heading.start())[0]
        found.append(Section(title, len(heading[1]), line, text[start:end], start))
    return tuple(found)


_MARKER = re.compile(r"\\.|\[\^([^\[\]\n]{1,200})\]")


def markers(text: str) -> tuple[Marker, ...]:
    """Find every `[^name]` outside code, also those whose name no source can have."""
    places = Places(text)
    return tuple(
        Marker(found[1], *places.of(found.start()), len(found[0]))
        for found in _MARKER.finditer(_prose(text))
        if found[1] and text.startswith(found[0], found.start())
    )


_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*:[^<>\s]*)>")
_DEFINITION = re.compile(r"^ {0,3}\[(?!\^)[^\[\]\n]+\]:[ \t]*(\S+)", re.MULTILINE)
_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9]*)\b([^<>]*)")
_ATTRIBUTE = re.compile(
    r"""\b(href|src|srcset|action|poster|background|data)\s*+=\s*+
    (?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""",
    re.IGNORECASE | re.VERBOSE,
)


def links(text: str) -> tuple[Link, ...]:
    """Find every address outside code, in the order of the text.

    These are inline links and images, `<https:...>`, reference definitions, and addresses in HTML.
    The page shows HTML as text, so the last lead nowhere; that they were meant to is worth knowing.
    """
    prose, places = _prose(text), Places(text)
    found = [
        *_inline_links(prose),
        *((match.start(1), match.end(1), False) for match in _AUTOLINK.finditer(prose)),
        *((*_bare(prose, *match.span(1)), False) for match in _DEFINITION.finditer(prose)),
        *_html_links(prose),
    ]
    return tuple(
        Link(text[start:end], is_image, *places.of(start), end - start) for start, end, is_image in sorted(found)
    )


_PUNCTUATION = re.compile(r"\\.|[\[\]()]|\n[ \t]*(?=\n)")


def _inline_links(prose: str) -> Iterator[tuple[int, int, bool]]:
    """Match brackets and parentheses with a stack each; a blank line ends what is open."""
    brackets: list[int] = []
    parentheses: list[int] = []
    images: dict[int, bool] = {}  # by the place of the parenthesis that opens an address
    for found in _PUNCTUATION.finditer(prose):
        mark, place = found[0], found.start()
        if mark == "[":
            brackets.append(place)
        elif mark == "]" and brackets:
            images[place + 1] = prose.endswith("!", 0, brackets.pop())
        elif mark == "(":
            parentheses.append(place)
        elif mark == ")" and parentheses:
            opened = parentheses.pop()
            if opened in images:
                yield *_bare(prose, opened + 1, place), images[opened]
        elif mark.startswith("\n"):
            brackets, parentheses = [], []


def _bare(prose: str, start: int, end: int) -> tuple[int, int]:
    """Narrow what stands between parentheses to the address: no blanks, no `<>`, no title."""
    inside = prose[start:end]
    start += len(inside) - len(inside.lstrip())
    inside = inside.strip()
    if inside.startswith("<"):
        closing = inside.find(">")
        return start + 1, start + (closing if closing > 0 else len(inside))
    if inside.endswith(('"', "'")):
        inside = re.split(r"\s[\"']", inside, maxsplit=1)[0].rstrip()
    return start, start + len(inside)


def _html_links(prose: str) -> Iterator[tuple[int, int, bool]]:
    for tag in _TAG.finditer(prose):
        for found in _ATTRIBUTE.finditer(prose, *tag.span(2)):
            value = next(group for group in (2, 3, 4) if found[group] is not None)
            yield *found.span(value), found[1].lower() in ("src", "srcset", "poster", "background")
