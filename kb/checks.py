"""What is checked once the values of an entry are known: dates, citations, headings, links, words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from itertools import islice
from types import MappingProxyType

from kb.fields import FIELDS, HEADINGS, Kind, with_parts
from kb.limits import Finding, limit_findings
from kb.limits import Kind as Limit
from kb.practice import NO_EFFECT_DESIGNS
from kb.problem import ENOUGH, Place, Problem
from kb.prose import Section, blank, links, markers, regions, sections
from kb.source import Located, LocatedList, LocatedMap, LocatedText, Source, deceiving
from kb.values import SOURCE_ID, Context, Values, slug_like, url_problem
from kb.vocabulary import closest
from kb.wording import Guidance, Remark, personal_data

__all__ = ["check_body", "check_values", "check_words", "internal_links"]

_WITHOUT_VERIFICATION = frozenset({"draft", "compiled"})
_CITING = (("evidence", "evaluations"), ("caveats",), ("adoptions",))


def check_values(source: Source, values: Values) -> Iterator[Problem]:
    """Values that are right by themselves and wrong together."""
    yield from _period(source, values)
    status = values.parts("review").text("status")
    if status and status not in _WITHOUT_VERIFICATION and source.front.key("last_verified") is None:
        place = _place(source, "review", "status")
        yield Problem.at(place, "missing-verification", status=status)
    yield from _effects(source)
    yield from _citations(source, values)


def _period(source: Source, values: Values) -> Iterator[Problem]:
    start, end = values.number("start"), values.number("end")
    if start and end and end < start:
        yield Problem.at(_place(source, "end"), "end-before-start", start=start, end=end)
    if values.text("state") == "ended" and source.front.key("end") is None:
        yield Problem.at(_place(source, "state"), "ended-without-end")


def _effects(source: Source) -> Iterator[Problem]:
    for evaluation in _maps(source, "evidence", "evaluations"):
        design, effect = (_text(evaluation.get(name)) for name in ("design", "effect"))
        if design in NO_EFFECT_DESIGNS and effect not in ("", "unknown"):
            place = source.of(evaluation.get("effect") or evaluation)
            yield Problem.at(place, "effect-without-outcome", design=design, effect=effect)


def _citations(source: Source, values: Values) -> Iterator[Problem]:
    """Every citation names a source, every source is cited, every claim that needs one has one."""
    ids = [
        each
        for each in (reference.get("id") for reference in _maps(source, "sources"))
        if isinstance(each, LocatedText)
    ]
    yield from _doubles(source, ids)
    known = frozenset(each.text for each in ids)
    cited = tuple(_cited(source))
    yield from islice(_unknown_sources(cited, known), ENOUGH if known else 0)
    names = {name for name, _ in cited}
    for each in ids:
        if each.text not in names and SOURCE_ID.fullmatch(each.text):
            yield Problem.at(source.of(each), "uncited-source", source=each.text)
    supported = {name for reference in values.all_parts("sources") for name in reference.texts("supports")}
    for field in FIELDS:
        key = source.front.key(field.name)
        if field.is_claim and key and field.name not in supported and known:
            yield Problem.at(source.of(key), "unsupported-field", field=field.name)


def _unknown_sources(cited: Iterable[tuple[str, Place]], known: frozenset[str]) -> Iterator[Problem]:
    listed = ", ".join(sorted(known))
    for name, place in cited:
        if name not in known:
            near = next(iter(closest(name, known)), "")
            yield Problem.at(place, "unknown-source", source=name, known=listed, near=near)


def _doubles(source: Source, ids: Iterable[LocatedText]) -> Iterator[Problem]:
    first: dict[str, LocatedText] = {}
    for each in ids:
        if each.text in first:
            line = source.of(first[each.text]).line
            yield Problem.at(source.of(each), "duplicate-source-id", source=each.text, first=line)
        first.setdefault(each.text, each)


def _cited(source: Source) -> Iterator[tuple[str, Place]]:
    """Every name of a source in front matter and text, with its place."""
    for path in _CITING:
        for part in _maps(source, *path):
            value = part.get("source")
            items = value.items if isinstance(value, LocatedList) else (value,)
            names = [each for each in items if isinstance(each, LocatedText) and (each.text or not each.plain)]
            yield from ((each.text, source.of(each)) for each in names)
    for marker in markers(source.body):
        yield marker.name, _in_body(source, marker.line, marker.column, marker.length)


def check_body(source: Source, context: Context) -> Iterator[Problem]:
    """The text: headings, limits, notes, links, images, HTML."""
    yield from (_excess(source, finding) for finding in limit_findings(source.body))
    parts = sections(source.body)
    yield from _headings(source, parts)
    yield from _order(source, parts)
    prose = _without_code(source.body)
    yield from islice(_links(source, context, prose), ENOUGH)
    for name, place in islice(_note_texts(source, prose), ENOUGH):
        yield Problem.at(place, "footnote-text", name=name)
    yield from islice(_html(source, prose), ENOUGH)
    yield from islice(_hidden_references(source, prose), ENOUGH)


_REFERENCE = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31});")


def _hidden_references(source: Source, prose: str) -> Iterator[Problem]:
    """Characters that hide or deceive, written as `&#8238;` or by their name."""
    for match in _REFERENCE.finditer(prose):
        for _, details in deceiving(unescape(match.group())):
            start = source.body_start + match.start()
            yield Problem.at(source.place(start, start + len(match.group())), "hidden-character", **details)


def _excess(source: Source, finding: Finding) -> Problem:
    place = _in_body(source, finding.line, finding.column, finding.length)
    what, near = _LIMITED[finding.kind]
    details = {"what": what, "count": f"{finding.count:,}", "limit": f"{finding.limit:,}", "near": near}
    return Problem.at(place, "too-much-markup", **details)


_AS_CODE = "take most of them away; signs that readers are to see belong in a code block"
_LIMITED: Mapping[Limit, tuple[str, str]] = MappingProxyType(
    {
        Limit.LENGTH: (
            "characters of text",
            "keep what a practitioner needs, and link to long documents under sources",
        ),
        Limit.PARAGRAPH: ("characters without a blank line between them", "divide the text by blank lines"),
        Limit.RUN: ("times the same sign in a row", _AS_CODE),
        Limit.NESTING: ("lists and quotations inside each other", "take away blanks, > or - at the start of the line"),
        Limit.HEADINGS: ("headings and rules", "keep the headings of an entry, and take the others away"),
        Limit.UNCLOSED: ("brackets that are opened and not closed near by", _AS_CODE),
        Limit.EMPHASIS: ("signs * and _ in one paragraph", _AS_CODE),
        Limit.MARKS: ("signs, paragraphs and cells that Markdown has to lay out", _AS_CODE),
        Limit.DIGITS: ("digits in the code of one character", "type the character itself"),
    }
)


def _headings(source: Source, parts: tuple[Section, ...]) -> Iterator[Problem]:
    """Each heading by itself, and those that are missing."""
    first: dict[str, int] = {}
    for number, part in enumerate(parts):
        place = _heading_place(source, part)
        if part.level == 0:
            yield Problem.at(place, "text-before-heading")
        elif part.level == 1:
            yield Problem.at(place, "heading-level", heading=part.heading)
        elif part.heading not in HEADINGS:
            near = _nearest_heading(part.heading) if number < _MOST_HEADINGS else ""
            first.setdefault(near, place.line)
            yield Problem.at(place, "unknown-heading", heading=part.heading, known="; ".join(HEADINGS), near=near)
        elif part.heading in first:
            yield Problem.at(place, "duplicate-heading", heading=part.heading, first=first[part.heading])
        elif not part.text.strip():
            yield Problem.at(place, "empty-heading", heading=part.heading)
        first.setdefault(part.heading, place.line)
    for heading, code in ((HEADINGS[0], "missing-heading"), (HEADINGS[2], "missing-how")):
        if heading not in first:
            end = source.place(max(0, len(source.text.rstrip()) - 1))
            yield Problem.at(end, code, heading=heading)


_MOST_HEADINGS = 300
"""A text with more of them is refused, so that nobody needs to know what the others were meant to be."""


def _nearest_heading(written: str) -> str:
    same = next((each for each in HEADINGS if each.casefold() == written.casefold()), "")
    return same or next(iter(closest(written, HEADINGS)), "")


def _order(source: Source, parts: tuple[Section, ...]) -> Iterator[Problem]:
    """Each heading that comes after one that it should precede."""
    latest = -1
    for part in parts:
        rank = HEADINGS.index(part.heading) if part.heading in HEADINGS else latest
        if rank < latest:
            place = _heading_place(source, part)
            yield Problem.at(place, "heading-order", heading=part.heading, before=HEADINGS[latest])
        latest = max(latest, rank)


def _heading_place(source: Source, part: Section) -> Place:
    line = source.position(source.body_start)[0] + part.line - 1
    if part.level:
        return source.spot(line, 1, len(source.line(line)))
    offset = source.body_start + len(source.body) - len(source.body.lstrip())
    return source.place(offset, offset + 200)


def internal_links(source: Source) -> tuple[tuple[str, Place], ...]:
    """Addresses in the text that lead to this site, with their places."""
    return tuple(
        (link.href, _in_body(source, link.line, link.column, link.length))
        for link in links(source.body)
        if link.href.startswith("/") and not link.href.startswith("//") and not link.is_image
    )


def _links(source: Source, context: Context, prose: str) -> Iterator[Problem]:
    for link in links(source.body):
        place = _in_body(source, link.line, link.column, link.length)
        if link.is_image:
            yield Problem.at(place, "image", target=link.href)
        elif re.fullmatch(r"[\w.][\w./-]*\.md", link.href):
            yield Problem.at(place, "bad-url", value=link.href, near=f"/practices/{slug_like(link.href)}")
        elif not re.match(r"#|/(?!/)", link.href):
            problem = url_problem(link.href, place, context.denied)
            yield from [problem] if problem else ()
    for match in _IMAGE_BY_REFERENCE.finditer(prose):
        start = source.body_start + match.start()
        yield Problem.at(source.place(start, start + len(match.group())), "image", target=match["target"])


_IMAGE_BY_REFERENCE = re.compile(r"!\[[^\[\]\n]{0,500}+\]\[(?P<target>[^\[\]\n]{0,200}+)\]")
_NOTE_TEXT = re.compile(r"^ {0,3}\[\^([^\[\]\n]{1,200})\]:[^\n]*", re.MULTILINE)
_HTML = re.compile(r"<(?:/?[A-Za-z][A-Za-z0-9-]*(?=[\s/>])[^<>\n]*>?|!--)")


def _note_texts(source: Source, prose: str) -> Iterator[tuple[str, Place]]:
    for match in _NOTE_TEXT.finditer(prose):
        yield match[1], source.place(source.body_start + match.start(), source.body_start + match.end())


def _html(source: Source, prose: str) -> Iterator[Problem]:
    for match in _HTML.finditer(prose):
        start = source.body_start + match.start()
        yield Problem.at(source.place(start, start + len(match.group())), "html", tag=match.group()[:40])


def _without_code(body: str) -> str:
    """The text with blanks for fenced code and code spans, so that places stay true."""
    body = blank(body, ((region.start, region.end) for region in regions(body)))
    return _CODE_SPAN.sub(lambda match: " " * len(match.group()), body)


_CODE_SPAN = re.compile(r"(?<!`)(`++)[^`\n]++\1(?!`)")


_NOT_PROSE = frozenset(
    {Kind.URL, Kind.TERM, Kind.SLUG, Kind.SOURCE, Kind.SOURCE_ID, Kind.DATE, Kind.PARTIAL_DATE, Kind.YEAR}
)
_KINDS: Mapping[str, Kind] = MappingProxyType({each.name: each.kind for each in with_parts(FIELDS)})
_OUR_WORDS = frozenset({"summary", "theory", "text", "outcome", "people", "time", "skills"})


def check_words(source: Source, guidance: Guidance, language: str) -> Iterator[Problem]:
    """Personal data in all that is shown; wording in what we say ourselves, in English."""
    for name, located in _scalars(source.front):
        remarks = list(personal_data(located.text))
        if name in _OUR_WORDS and language == "en":
            remarks += islice(guidance.remarks(located.text), ENOUGH)
        yield from (Problem.at(_inside(source, located, each), each.code, **each.details) for each in remarks)
    blanked = _ADDRESS.sub(lambda match: " " * len(match.group()), source.body)
    personal = (each for each in personal_data(source.body) if _is_outside(blanked, each))
    remarks = [*personal, *islice(guidance.remarks(blanked), ENOUGH if language == "en" else 0)]
    for each in remarks:
        place = source.place(source.body_start + each.start, source.body_start + each.end)
        yield Problem.at(place, each.code, **each.details)


def _is_outside(blanked: str, remark: Remark) -> bool:
    """Whether it does not stand in a web address; exact places count there, too, because maps are linked so."""
    return remark.code == "coordinates" or bool(blanked[remark.start : remark.end].strip())


_ADDRESS = re.compile(r"https?://[^\s)>\]]+")


def _scalars(front: LocatedMap) -> Iterator[tuple[str, LocatedText]]:
    """Every scalar that is prose, with the name of the field that it stands in."""
    waiting: list[tuple[str, Located]] = [("", front)]
    while waiting:
        name, located = waiting.pop()
        if isinstance(located, LocatedMap):
            waiting += [(key.text, value) for key, value in located.pairs]
        elif isinstance(located, LocatedList):
            waiting += [(name, item) for item in located.items]
        elif _KINDS.get(name) not in _NOT_PROSE:
            yield name, located


def _inside(source: Source, located: LocatedText, remark: Remark) -> Place:
    """The stretch itself where it is found as typed, else the value."""
    value = located.text[remark.start : remark.end]
    start = located.start + (0 if located.plain else 1) + remark.start
    if not source.text.startswith(value, start):
        start = source.text.find(value, located.start, located.end)
    return source.of(located) if start < 0 else source.place(start, start + len(value))


def _maps(source: Source, *path: str) -> tuple[LocatedMap, ...]:
    """The named parts of a list in the front matter."""
    found: Located | None = source.front
    for name in path:
        found = found.get(name) if isinstance(found, LocatedMap) else None
    return tuple(item for item in found.items if isinstance(item, LocatedMap)) if isinstance(found, LocatedList) else ()


def _place(source: Source, *path: str) -> Place:
    """The place of the value at `path`, as deep as it can be followed."""
    found: Located = source.front
    for name in path:
        found = (found.get(name) if isinstance(found, LocatedMap) else None) or found
    return source.of(found)


def _text(located: Located | None) -> str:
    return located.text if isinstance(located, LocatedText) else ""


def _in_body(source: Source, line: int, column: int, length: int) -> Place:
    return source.spot(source.position(source.body_start)[0] + line - 1, column + _indent(source, line), length)


def _indent(source: Source, line: int) -> int:
    """Columns before the body on its first line, which is that of the closing hyphens."""
    return source.position(source.body_start)[1] - 1 if line == 1 else 0
