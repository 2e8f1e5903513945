"""Markdown to safe HTML; the only home of Markdown and bleach.

Three things stand between an author and a reader's browser, and each would do alone:

1. Markdown is told to do less. HTML is shown as it was written instead of passed on, so every tag that
   bleach sees is one of Markdown's own; that also leaves out the parts that are slow on hostile
   input. Comments that start a line are left out, so that a template can carry hints. Code stands
   between fences or backticks and headings begin with `#`: indentation or a line of dashes below
   a sentence turns nothing into something else. Images are replaced by their descriptions.
2. bleach comes last, with the few tags Markdown makes, and an address filter of our own.
3. What we add is added to bleach's stream of checked tokens, not to its text, and is escaped when
   the stream is written: ids, notes, `rel`, the frame of a table. No HTML is made of strings.

Notes are not made by the `footnotes` extension: it needs definitions in the text, and ours stand in the
front matter. A marker becomes its name between two private characters, which no input may contain
and which become a link in step 3. `fenced_code` and `toc` are not used either: the first
looks for the end of each fence through the whole text and knows other fences than
`kb.prose`, the second makes ids out of author text before bleach takes them away.

How long rendering can take is bounded by `kb.limits`, which also says why there is no time limit.
Everything here may be called from many threads at once: each call makes its own Markdown and its own
bleach, since neither can be shared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from xml.etree.ElementTree import Element, SubElement

from bleach.sanitizer import Cleaner
from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor, ParagraphProcessor
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString, Registry, code_escape

from kb.dressing import (
    HEADINGS,
    NOTE,
    NOTE_CLOSE,
    NOTE_OPEN,
    Body,
    Labels,
    OutlineItem,
    Token,
    citation_id,
    reference_id,
    starts,
)
from kb.limits import LIMITS, Finding, Kind, TooHostile, limit_findings
from kb.prose import Link, Marker, RegionKind, Section, links, markers, regions, sections

__all__ = ["LIMITS", "Finding", "Kind", "TooHostile", "limit_findings"]
__all__ += ["Link", "Marker", "Section", "links", "markers", "sections"]
__all__ += ["Labels", "OutlineItem", "Rendered", "SafeHtml", "citation_id", "reference_id"]
__all__ += ["clean", "inline", "plain_text", "render"]

_SEAL = object()
_ENGLISH = Labels()


@dataclass(frozen=True, slots=True)
class SafeHtml:
    """HTML that templates print as it is. Made by the functions of this module and by nothing else."""

    text: str
    _seal: object = field(repr=False, compare=False)

    def __post_init__(self) -> None:
        if self._seal is not _SEAL:
            raise TypeError("SafeHtml is made by kb.markup only; see render, inline and clean")

    def __html__(self) -> str:
        return self.text

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Rendered:
    """A body as HTML, with what the page around it needs.

    Attributes:
        html: the body; its headings have levels 2 to 6.
        outline: the headings, in order.
        cited: ids of sources by first citation; a source's place in it, from 1, is its number.
        times: how often each of `cited` is cited; see `citation_id` for the way back.
    """

    html: SafeHtml
    outline: tuple[OutlineItem, ...]
    cited: tuple[str, ...]
    times: tuple[int, ...]


def render(text: str, references: Collection[str], labels: Labels = _ENGLISH) -> Rendered:
    """Turn a body into HTML.

    Args:
        text: Markdown.
        references: ids of the known sources. A marker of any other name stays as it was typed, and so
            does one of a known name other than letters, digits, `.`, `_` and `-`.
        labels: accessible names of notes and tables.

    Raises:
        TooHostile: the text has `limit_findings`.
    """
    body = Body(frozenset(references), labels)
    html = _bleached(_html_of(text, _body_engine()), _BODY_TAGS, body.dress)
    cited = tuple(body.citations)
    times = tuple(body.citations[source] for source in cited)
    return Rendered(html, tuple(body.outline), cited, times)


def inline(text: str) -> SafeHtml:
    """Turn a short text into HTML without paragraphs: emphasis, code and links, nothing else.

    Raises:
        TooHostile: the text has `limit_findings`.
    """
    return _bleached(_html_of(" ".join(text.split()), _inline_engine()), _INLINE_TAGS)


def plain_text(text: str) -> str:
    """Return what a reader would read, for search: a line for each paragraph, heading, item and row.

    Raises:
        TooHostile: the text has `limit_findings`.
    """
    html = _CELL_END.sub(" ", NOTE.sub("", _html_of(text, _body_engine())))
    lines = (unescape(_TAG.sub("", piece)).split() for piece in _BLOCK_TAG.split(html))
    return "\n".join(" ".join(words) for words in lines if words)


# Markdown's serializer writes every < and > that is not of a tag as an entity.
_TAG = re.compile(r"<[^>]*>")
_CELL_END = re.compile(r"</t[dh]>")
_BLOCK_TAG = re.compile(r"</?(?:p|h[1-6]|hr|[ou]l|li|blockquote|pre|table|thead|tbody|tr)\b[^>]*>")


def clean(html: str) -> SafeHtml:
    """Keep of `html` what an entry may have. Bounds no work: not for HTML that is not Markdown's."""
    return _bleached(html, _BODY_TAGS)


_CODE_OPEN, _CODE_CLOSE = "\ue002", "\ue003"
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ue000-\ue003\ufffe\uffff]")


def _html_of(text: str, engine: Markdown) -> str:
    if findings := limit_findings(text):
        raise TooHostile(findings)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return engine.convert(_NOT_TEXT.sub("\ufffd", text))


def _engine() -> Markdown:
    engine = Markdown(output_format="html")
    engine.preprocessors.deregister("html_block")
    for name in ("html", "automail"):
        engine.inlinePatterns.deregister(name)
    engine.inlinePatterns.register(_CodeSpan(_CodeSpan.PATTERN, engine), "backtick", 190)
    engine.treeprocessors.register(_Descriptions(engine), "descriptions", 15)
    return engine


def _body_engine() -> Markdown:
    engine = _engine()
    for extension in (TableExtension(), SaneListExtension()):
        extension.extendMarkdown(engine)
    code: list[str] = []
    engine.preprocessors.register(_SetAside(code), "set_aside", 25)
    blocks = engine.parser.blockprocessors
    for name in ("code", "setextheader"):
        blocks.deregister(name)
    blocks.register(_FencedCode(engine.parser, code), "fenced_code", 110)
    blocks.register(_Definitions(engine.parser), "reference", 15)
    engine.inlinePatterns.register(_NoteMarker(_NoteMarker.PATTERN, engine), "note", 175)
    return engine


def _inline_engine() -> Markdown:
    engine = _engine()
    engine.parser.blockprocessors = Registry()
    engine.parser.blockprocessors.register(ParagraphProcessor(engine.parser), "paragraph", 10)
    return engine


class _SetAside(Preprocessor):
    """Leave comments out and put a placeholder for each stretch of fenced code."""

    def __init__(self, code: list[str]) -> None:
        super().__init__()
        self._code = code

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        pieces: list[str] = []
        reached = 0
        for region in regions(text):
            pieces.append(text[reached : region.start])
            if region.kind is RegionKind.CODE:
                pieces.append(f"\n\n{_CODE_OPEN}{len(self._code)}{_CODE_CLOSE}\n\n")
                self._code.append(region.code)
            reached = region.end
        return ("".join(pieces) + text[reached:]).split("\n")


class _FencedCode(BlockProcessor):
    """Put code back in the place of its placeholder, which is a block of its own."""

    def __init__(self, parser: BlockParser, code: list[str]) -> None:
        super().__init__(parser)
        self._code = code

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002
        return block.startswith(_CODE_OPEN)

    def run(self, parent: Element, blocks: list[str]) -> None:
        number = int(blocks.pop(0)[len(_CODE_OPEN) : -len(_CODE_CLOSE)])
        code = SubElement(SubElement(parent, "pre"), "code")
        code.text = AtomicString(code_escape(self._code[number]))


class _Definitions(BlockProcessor):
    """Reference definitions on a line each; Markdown's own takes notes for some and is slow on others."""

    _DEFINITION = re.compile(
        r"""^[ ]{0,3}\[(?!\^)([^\[\]\n]+)\]:[ ]*(\S+)
        (?:[ ]+(?:"[^"\n]*"|'[^'\n]*'|\([^()\n]*\)))?[ ]*$\n?""",
        re.MULTILINE | re.VERBOSE,
    )

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002
        return bool(self._DEFINITION.search(block))

    def run(self, parent: Element, blocks: list[str]) -> None:  # noqa: ARG002
        block = blocks.pop(0)
        for found in self._DEFINITION.finditer(block):
            name = found[1].strip().lower()
            self.parser.md.references.setdefault(name, (found[2].strip("<>"), ""))
        blocks.insert(0, self._DEFINITION.sub("", block))


class _CodeSpan(InlineProcessor):
    """Code between runs of backticks of the same length, as `kb.prose` sees it."""

    PATTERN = r"(?<![\\`])(`++)(.+?)(?<!`)\1(?!`)"

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[Element, int, int]:
        code = Element("code")
        code.text = AtomicString(code_escape(m[2].strip()))
        return code, m.start(), m.end()


class _NoteMarker(InlineProcessor):
    """A name between private characters, for `kb.dressing` to find or to put back."""

    PATTERN = r"\[\^([A-Za-z0-9][A-Za-z0-9._-]{0,63})\]"

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[str, int, int]:
        return f"{NOTE_OPEN}{m[1]}{NOTE_CLOSE}", m.start(), m.end()


class _Descriptions(Treeprocessor):
    """What an image shows, in words, in the place of the image."""

    def run(self, root: Element) -> None:
        for image in list(root.iter("img")):
            image.tag = "span"  # bleach keeps the text of a tag it does not know
            image.text = image.get("alt")


_Filter = Callable[[Iterable[Token]], Iterator[Token]]

_INLINE_TAGS = frozenset({"a", "code", "em", "strong"})
_BLOCK_TAGS = frozenset({"blockquote", "br", "hr", "li", "ol", "p", "pre", "ul"})
_TABLE_TAGS = frozenset({"table", "tbody", "td", "th", "thead", "tr"})
_BODY_TAGS = _INLINE_TAGS | HEADINGS | _BLOCK_TAGS | _TABLE_TAGS

_OUTSIDE = re.compile(r"https?://[^\s/?#@\\]+(?:[/?#][^\s\\]*)?", re.IGNORECASE)
_INSIDE = re.compile(r"#[^\s\\]*|/(?:[^\s\\/][^\s\\]*)?")
_REL = "noopener noreferrer nofollow ugc"


def _bleached(html: str, tags: frozenset[str], *dress: _Filter) -> SafeHtml:
    cleaner = Cleaner(
        tags=tags,
        attributes=_may_have,
        protocols=("http", "https"),
        strip=True,
        filters=[_with_rel, *dress],  # type: ignore[list-item]  # they are only called and iterated
    )
    return SafeHtml(cleaner.clean(html), _SEAL)


def _may_have(tag: str, name: str, value: str) -> bool:
    if tag == "a" and name == "href":
        return _is_safe_address(value)
    return tag == "ol" and name == "start" and re.fullmatch("[0-9]{1,6}", value) is not None


def _is_safe_address(value: str) -> bool:
    """Accept absolute addresses of the web without a user's name, own paths, and fragments.

    bleach 6.4 takes `javascript:123` for a host with a port, and looks at the address without what
    browsers might or might not see. Here the address has to be safe as written and as decoded.
    """
    if re.search("&#[xX]?[0-9A-Fa-f]{9}", value):  # int() may refuse what `unescape` gives it
        return False
    return all(
        way.isprintable() and not re.search('["<>`]', way) and (_OUTSIDE.fullmatch(way) or _INSIDE.fullmatch(way))
        for way in (value, unescape(value))
    )


def _with_rel(source: Iterable[Token]) -> Iterator[Token]:
    for token in source:
        if starts(token, "a") and _OUTSIDE.match(token["data"].get((None, "href"), "")):
            token["data"][None, "rel"] = _REL
        yield token
