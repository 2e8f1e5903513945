"""A file's text, with its front matter as values that know where they stand.

`python-frontmatter` splits the text; the values are built here from the events of libyaml's parser, because the usual
loaders guess types (`NO` becomes False, `12:30` becomes 750), forget positions, let a second key overwrite the first,
follow aliases that can grow without bound, and recurse. Every scalar stays the text that the author typed until the
table of fields says what it is.
"""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from types import MappingProxyType

import yaml
from frontmatter.default_handlers import BaseHandler

from kb.problem import ENOUGH, Place, Problem

__all__ = [
    "LARGEST_BYTES",
    "LARGEST_LIST_BYTES",
    "Located",
    "LocatedList",
    "LocatedMap",
    "LocatedText",
    "Source",
    "Text",
    "deceiving",
    "not_fields",
    "read_bytes",
    "read_front_matter",
    "read_yaml",
    "shape_of",
]

LARGEST_BYTES = 200_000
MOST_LINES = 10_000
LARGEST_LIST_BYTES = 2_000_000
MOST_LIST_LINES = 60_000
"""A list of terms may be longer than a text: its words stand there in twenty-four languages."""
DEEPEST = 20

_MARKS = frozenset("\u200e\u200f\u061c")
_JOINERS = frozenset("\u200c\u200d")
_SUSPICIOUS = re.compile(
    "\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)
_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?= )[^\n]*", re.MULTILINE)
_CONTROL_NAMES: Mapping[str, str] = MappingProxyType(
    {"\x00": "NUL", "\r": "CARRIAGE RETURN", "\x1b": "ESCAPE", "\x7f": "DELETE", "\x85": "NEXT LINE"}
)
_KINDS: Mapping[str, str] = MappingProxyType(
    {"Cc": "CONTROL CHARACTER", "Co": "FOR PRIVATE USE", "Cn": "WITHOUT A MEANING"}
)


@dataclass(frozen=True, slots=True)
class LocatedText:
    """A scalar, as typed.

    Attributes:
        start, end: offsets in the file's text.
        plain: written without quotes and on one line, so that offsets inside `text` and in the file agree.
    """

    text: str
    start: int
    end: int
    plain: bool = True


@dataclass(frozen=True, slots=True)
class LocatedList:
    """A list, block or flow."""

    items: tuple[Located, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class LocatedMap:
    """Keys and values in the author's order; every key once."""

    pairs: tuple[tuple[LocatedText, Located], ...]
    start: int
    end: int

    def get(self, name: str) -> Located | None:
        return next((value for key, value in self.pairs if key.text == name), None)

    def key(self, name: str) -> LocatedText | None:
        return next((key for key, _ in self.pairs if key.text == name), None)


Located = LocatedText | LocatedList | LocatedMap


@dataclass(frozen=True)
class Text:
    """A file's path and text, and where in it an offset stands."""

    path: str
    text: str

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return (0, *(match.end() for match in re.finditer("\n", self.text)))

    @cached_property
    def _lines(self) -> tuple[str, ...]:
        return tuple(line.removesuffix("\r") for line in self.text.split("\n"))

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of `offset`, both counted from 1; a line end stands right behind its line."""
        line = bisect.bisect_right(self._starts, offset)
        return line, min(offset - self._starts[line - 1], len(self._lines[line - 1])) + 1

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its line end."""
        return self._lines[number - 1]

    def place(self, start: int, end: int | None = None) -> Place:
        """The stretch from `start` up to `end`, or up to the end of its line if that comes first."""
        line, column = self.position(start)
        excerpt = self.line(line)
        room = max(1, len(excerpt) - column + 1)
        return Place(self.path, line, column, max(1, min((end or start + 1) - start, room)), excerpt)

    def spot(self, line: int, column: int, length: int) -> Place:
        """The stretch of `length` characters at a line and a column, both counted from 1."""
        start = self._starts[line - 1] + column - 1
        return self.place(start, start + length)

    def of(self, located: Located) -> Place:
        return self.place(located.start, located.end)


@dataclass(frozen=True)
class Source(Text):
    """A Markdown file whose front matter could be read.

    Attributes:
        body_start: offset of the first character after the front matter.
    """

    front: LocatedMap = field(default_factory=lambda: LocatedMap((), 0, 0))
    body_start: int = 0

    @property
    def body(self) -> str:
        return self.text[self.body_start :]


class _Handler(BaseHandler):
    """YAML between two lines of exactly three hyphens, split by the library; the values are made by `read_yaml`."""

    FM_BOUNDARY = re.compile(r"^---[ \t]*\r?$", re.MULTILINE)
    START_DELIMITER = END_DELIMITER = "---"


def largest(path: str) -> int:
    """How many bytes a file of this name may have."""
    return LARGEST_LIST_BYTES if _is_list(path) else LARGEST_BYTES


def _is_list(path: str) -> bool:
    return path.endswith(".yaml")


def read_bytes(path: str, raw: bytes) -> tuple[Text | None, tuple[Problem, ...]]:
    """Decode a file. Refused: too many bytes, other encodings, characters that hide or deceive."""
    if len(raw) > (limit := largest(path)):
        return None, (Problem.at(Place(path), "too-large", limit=f"{limit:,}"),)
    try:
        decoded = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return None, (_encoding_problem(path, raw, error),)
    text = Text(path, decoded.removeprefix("\ufeff"))
    problems = (*_too_many_lines(text), *islice(_hidden(text), ENOUGH), *islice(_conflicts(text), ENOUGH))
    if problems:
        return None, problems
    if len(decoded) > len(text.text):
        return text, (Problem.at(text.place(0), "byte-order-mark"),)
    return text, ()


def _too_many_lines(text: Text) -> Iterator[Problem]:
    """Lines cost time by themselves, empty ones too; a text of this length in prose has a fifth of them."""
    count = text.text.count("\n")
    most = MOST_LIST_LINES if _is_list(text.path) else MOST_LINES
    if count > most:
        near = f"keep at most {most:,} lines"
        place = text.spot(most + 1, 1, 1)
        yield Problem.at(place, "too-much-markup", what="lines", count=f"{count:,}", limit=f"{most:,}", near=near)


def read_front_matter(text: Text) -> tuple[Source | None, tuple[Problem, ...]]:
    """Find the front matter and read it; the body stays as it is."""
    refused = _refusal(text)
    if refused:
        return None, (refused,)
    front, body = _Handler().split(text.text)
    body_start = len(text.text) - len(body)
    root, problems = read_yaml(text, front, text.text.index("\n"))
    if isinstance(root, LocatedMap):
        return Source(text.path, text.text, root, body_start), problems
    return None, problems or (not_fields(text, root),)


def read_yaml(text: Text, part: str | None = None, offset: int = 0) -> tuple[Located | None, tuple[Problem, ...]]:
    """Build located values from YAML.

    Args:
        text: the file.
        part: the YAML inside it, the whole text if None.
        offset: where `part` starts in the file.

    Returns:
        The root or None if there is none or the syntax is broken, and every problem up to there.
    """
    builder = _Builder(text, offset)
    yaml_text = text.text if part is None else part
    try:
        for event in yaml.parse(yaml_text, Loader=yaml.CSafeLoader):
            if not builder.take(event):
                return None, tuple(builder.problems)
    except yaml.YAMLError as error:
        return None, (*builder.problems, _syntax_problem(text, yaml_text, offset, error))
    return builder.root, tuple(builder.problems)


class _Builder:
    """Puts a stream of YAML events together, without recursion. Lives for one reading only."""

    def __init__(self, text: Text, offset: int) -> None:
        self.text = text
        self.offset = offset
        self.problems: list[Problem] = []
        self.root: Located | None = None
        self._open: list[tuple[int, bool, list[Located]]] = []
        self._count: Counter[str] = Counter()

    def take(self, event: yaml.Event) -> bool:
        """Take one event; False means that reading on makes no sense."""
        assert event.start_mark, "the parser gives every event its place"
        assert event.end_mark, "the parser gives every event its place"
        start, end = event.start_mark.index + self.offset, event.end_mark.index + self.offset
        if self._is_reference(event, start, end) or self._is_another(event, start, end):
            return False
        if isinstance(event, yaml.ScalarEvent):
            plain = not event.style and end - start == len(event.value)
            if event.style == '"' and "\\" in self.text.text[start:end]:
                place, escaped = self.text.place(start, end), islice(deceiving(event.value), ENOUGH)
                self.problems += (Problem.at(place, "hidden-character", **details) for _, details in escaped)
            self._add(LocatedText(event.value, start, end, plain))
        elif isinstance(event, yaml.CollectionStartEvent):
            return self._start(event, start)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._finish(end)
        return True

    def _is_reference(self, event: yaml.Event, start: int, end: int) -> bool:
        tag, anchor = getattr(event, "tag", None), getattr(event, "anchor", None)
        if not anchor and tag is None:
            return False
        if anchor:
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            problem = Problem.at(self.text.place(start, start + len(anchor) + 1), "yaml-alias", written=sign + anchor)
        else:
            written = self.text.text[start:end].split()[0]
            problem = Problem.at(self.text.place(start, start + len(written)), "yaml-tag", tag=written)
        self.problems.append(problem)
        return True

    def _is_another(self, event: yaml.Event, start: int, end: int) -> bool:
        """Whether a second document starts, after a line of dots or hyphens."""
        if not isinstance(event, yaml.DocumentStartEvent) or self.root is None:
            return False
        details = {"reason": "the fields end above it, and others start here", "near": "delete the dots or hyphens"}
        self.problems.append(Problem.at(self.text.place(start, end), "yaml-syntax", **details))
        return True

    def _start(self, event: yaml.Event, start: int) -> bool:
        self._open.append((start, isinstance(event, yaml.MappingStartEvent), []))
        if len(self._open) <= DEEPEST:
            return True
        self.problems.append(Problem.at(self.text.place(start), "too-deep", limit=DEEPEST))
        return False

    def _finish(self, end: int) -> None:
        start, is_map, parts = self._open.pop()
        end = self._trimmed(start, end)
        if is_map:
            self._add(LocatedMap(tuple(self._pairs(parts)), start, end))
        else:
            self._add(LocatedList(tuple(parts), start, end))

    def _trimmed(self, start: int, end: int) -> int:
        """Block collections are reported up to the next key; the place ends where their last value ends."""
        return start + len(self.text.text[start:end].rstrip())

    def _pairs(self, parts: list[Located]) -> Iterator[tuple[LocatedText, Located]]:
        seen: dict[str, LocatedText] = {}
        for key, value in zip(parts[::2], parts[1::2], strict=True):
            if not isinstance(key, LocatedText):
                self._report(key, "wrong-shape", **_KEY_SHAPE, found=shape_of(key))
            elif key.text == "<<":
                self._report(key, "yaml-alias", written=key.text)
            elif key.text in seen:
                first = self.text.position(seen[key.text].start)[0]
                self._report(key, "duplicate-key", key=key.text, first=first)
            else:
                seen[key.text] = key
                yield key, value

    def _report(self, located: Located, code: str, **details: object) -> None:
        """Add a problem of a key; more than `ENOUGH` of a kind say nothing new."""
        self._count[code] += 1
        if self._count[code] <= ENOUGH:
            self.problems.append(Problem.at(self.text.of(located), code, **details))

    def _add(self, located: Located) -> None:
        if self._open:
            self._open[-1][2].append(located)
        else:
            self.root = located


_KEY_SHAPE: Mapping[str, str] = MappingProxyType(
    {"field": "a field's name", "wanted": "a plain name", "example": "title: Street work"}
)


def shape_of(located: Located | None) -> str:
    """What stands in a place, as messages call it."""
    if located is None or (isinstance(located, LocatedText) and located.plain and not located.text):
        return "nothing"
    if isinstance(located, LocatedMap):
        return "named parts"
    return "a list" if isinstance(located, LocatedList) else "a single value"


def not_fields(text: Text, root: Located | None) -> Problem:
    """The problem of a front matter, or of a whole file of YAML, that is anything but fields with names."""
    shape = "a text without a colon" if isinstance(root, LocatedText) and root.text else shape_of(root)
    place = text.of(root) if root else text.place(0, 3)
    return Problem.at(place, "front-matter-not-fields", shape=shape)


def _encoding_problem(path: str, raw: bytes, error: UnicodeDecodeError) -> Problem:
    """The place in characters, with what stands before the bad byte read as UTF-8."""
    readable = Text(path, raw.decode("utf-8", errors="replace"))
    offset = len(raw[: error.start].decode("utf-8", errors="replace"))
    return Problem.at(readable.place(offset), "not-utf8", byte=f"0x{raw[error.start]:02X}")


def _hidden(text: Text) -> Iterator[Problem]:
    for offset, details in deceiving(text.text):
        yield Problem.at(text.place(offset), "hidden-character", **details)


def deceiving(text: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The offset of each character that hides or deceives, with the details of what is said of it."""
    for match in _SUSPICIOUS.finditer(text):
        letter = match.group()
        if not _is_at_home(text, match.start()):
            name = unicodedata.name(letter, "") or _CONTROL_NAMES.get(letter) or _KINDS[unicodedata.category(letter)]
            near = "let your editor save the file with the line ends LF or CRLF" if letter == "\r" else ""
            yield match.start(), {"code_point": f"U+{ord(letter):04X}", "name": name.lower(), "near": near}


def _is_at_home(text: str, offset: int) -> bool:
    """Whether an invisible character does its proper work: joiners in scripts and emoji, marks beside them."""
    before, letter, after = text[offset - 1 : offset], text[offset], text[offset + 1 : offset + 2]
    if letter in _JOINERS:
        return bool(before and after) and all(_joins(neighbour) for neighbour in (before, after))
    if letter in _MARKS:
        return any(unicodedata.bidirectional(neighbour) in ("R", "AL") for neighbour in before + after)
    return False


def _joins(letter: str) -> bool:
    """Scripts in which joiners change what is seen, and the parts that emoji are put together from."""
    return (
        unicodedata.bidirectional(letter) == "AL"
        or unicodedata.category(letter) in ("So", "Sk", "Mn", "Mc")
        or "\u0900" <= letter <= "\u0dff"
    )


def _conflicts(text: Text) -> Iterator[Problem]:
    for match in _CONFLICT.finditer(text.text):
        yield Problem.at(text.place(match.start(), match.end()), "merge-conflict", marker=match.group().strip())


def _refusal(text: Text) -> Problem | None:
    """Why there is no front matter to read, as what it was meant to be."""
    start = text.text.lstrip()
    for opening, name in (("{", "JSON"), (";;;", "JSON"), ("+++", "TOML")):
        if start.startswith(opening):
            return Problem.at(text.place(len(text.text) - len(start)), "foreign-front-matter", format=name)
    boundaries = list(_Handler.FM_BOUNDARY.finditer(text.text))
    if not boundaries or boundaries[0].start() > 0:
        return Problem.at(text.place(0, len(text.line(1)) or 1), "no-front-matter")
    if len(boundaries) == 1:
        return Problem.at(text.place(0, 3), "unclosed-front-matter")
    return None


_HINTS: tuple[tuple[str, str, str], ...] = (
    (
        "did not find expected <document start>",
        "the line above it is no field but a sign to programs",
        "delete the line of dots, or the line that starts with %, above it",
    ),
    (
        "found character that cannot start any token",
        "a sign stands where a value should start",
        "put the value in double quotes",
    ),
    (
        "did not find expected node content",
        "a value is missing",
        "write the value; if it begins with a bracket, a brace or a comma, put it in double quotes",
    ),
    (
        "did not find expected comment or line break",
        "text stands behind the sign > or |",
        "put the value in double quotes, or take the sign away",
    ),
    (
        "mapping keys are not allowed",
        "a question mark stands where a value should start",
        "put the value in double quotes",
    ),
    ("did not find expected alphabetic", "& or * stands where a value should start", "put the value in double quotes"),
    ("did not find the expected '>'", "! stands where a value should start", "put the value in double quotes"),
    ("did not find expected tag URI", "! stands where a value should start", "put the value in double quotes"),
    ("found undefined tag handle", "! stands where a value should start", "put the value in double quotes"),
    ("mapping values are not allowed", "a second colon followed by a space", "put the value in double quotes"),
    ("could not find expected ':'", "there is no colon after the name", "write a name, a colon, a space and the value"),
    (
        "did not find expected key",
        "the line does not fit the ones above",
        "give it the same indentation as its neighbours, and close every quote above it",
    ),
    (
        "did not find expected '-' indicator",
        "the line does not fit the list above",
        "indent it like the line it belongs to; a new item of the list has a hyphen under the other hyphens",
    ),
    ("did not find expected ',' or ']'", "a bracket [ is not closed", "close the list with ]"),
    ("did not find expected ',' or '}'", "a brace { is not closed", "close it with }"),
    ("found unexpected end of stream", "a quotation mark is not closed", "close the quotation mark"),
    (
        "found unknown escape character",
        "a backslash inside double quotes",
        "use single quotes, or write \\\\ for one backslash",
    ),
    (
        "block sequence entries are not allowed",
        "a list cannot start in this place",
        "start the list in a line of its own below the field's name",
    ),
)


_OPENED = ("found unexpected end of stream", "did not find expected ',' or", "could not find expected ':'")
"""Complaints about something that is not finished. Its start helps; the end is often many lines below."""

_AFTER: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(
            "'\"",
            (
                "more text stands behind a closing quotation mark",
                'put the whole value in one pair of double quotes, and write \\" for a quotation mark inside it',
            ),
        ),
        **dict.fromkeys("]}", ("more text stands behind a closing bracket", "delete it, or take it into the brackets")),
    }
)


def _syntax_problem(text: Text, yaml_text: str, offset: int, error: yaml.YAMLError) -> Problem:
    """libyaml's complaint in plain words, at the character that has to be changed as far as it can be known."""
    complaint = str(getattr(error, "problem", "") or "a sign that YAML does not allow")
    is_open = complaint.startswith(_OPENED)
    mark = (is_open and getattr(error, "context_mark", None)) or getattr(error, "problem_mark", None)
    index = min(mark.index if mark else 0, max(0, len(yaml_text.rstrip()) - 1))
    reason, fix = next(((why, fix) for start, why, fix in _HINTS if complaint.startswith(start)), (complaint, ""))
    before = yaml_text[yaml_text.rfind("\n", 0, index) + 1 : index]
    if yaml_text[index : index + 1] == "\t":
        reason, fix = "a tab stands where spaces belong", "replace the tab by spaces"
    elif complaint.startswith("did not find expected key") and before.rstrip()[-1:] in _AFTER:
        reason, fix = _AFTER[before.rstrip()[-1:]]
    elif complaint.startswith("mapping values are not allowed") and ": " not in before:
        reason, fix = _UNFINISHED
        index -= len(before.lstrip())
    return Problem.at(text.place(offset + index), "yaml-syntax", reason=reason, near=fix)


_UNFINISHED = (
    "a field starts here, but the line above it is not finished",
    "check that the line above has a colon and a space, and indent this line like the other fields",
)
