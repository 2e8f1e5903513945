"""What was asked: a value that knows its URL, and the language that readers may write.

Words are searched with OR. `"some words"` must stand together, `-word` and `-"some words"`
must not occur, `field:value` filters, `begin*` finds what begins so. Anything else is
searched as words, and a `Notice` says what was read in another way than it was written.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum

from search.analysis import MAX_LETTERS, Word, split

MAX_CHARACTERS = 300
MAX_WORDS = 32
MAX_FILTERS = 64
MAX_VALUE_CHARACTERS = 100
MIN_PREFIX_LETTERS = 3
DEFAULT_SIZE = 20
MAX_SIZE = 50
MAX_PAGE = 200

RESERVED_ARGS = frozenset({"q", "sort", "page", "size", "exact"})
"""Names of URL arguments that no facet field can have."""

Args = tuple[tuple[str, str], ...]


class Sort(Enum):
    """The orders of hits; the value names the URL argument and the documents' sort key."""

    RELEVANCE = "relevance"
    """Best first; without a text to compare with, by title."""
    NEWEST = "newest"
    TITLE = "title"
    EVIDENCE = "evidence"
    VERIFIED = "verified"

    @property
    def is_descending(self) -> bool:
        """Whether the highest key comes first, as it does for all but titles."""
        return self is not Sort.TITLE


class NoticeCode(Enum):
    """What can be different from what a reader may expect."""

    TEXT_CUT = "text-cut"
    """The text was too long; only its first characters were read."""
    WORDS_CUT = "words-cut"
    """There were too many words; the detail is the first one left out."""
    WORD_CUT = "word-cut"
    """A word was too long; the detail is what was searched."""
    OPEN_QUOTE = "open-quote"
    """A quotation mark has no partner; what follows was searched as words."""
    UNKNOWN_FIELD = "unknown-field"
    """There is no such field (detail); the text was searched as words."""
    UNKNOWN_VALUE = "unknown-value"
    """The field has no such value (detail "field:value"); it was not applied."""
    SHORT_PREFIX = "short-prefix"
    """A star needs three letters before it; the detail was searched as a word."""
    WILDCARD = "wildcard"
    """A star or tilde means something at the end of a word only; the detail holds one."""
    BOOLEAN_WORD = "boolean-word"
    """AND, OR and NOT are words like others here."""
    EXPANSIONS_CUT = "expansions-cut"
    """The words lead to more terms and labels than one search follows."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that was cut, ignored or read in another way; `detail` quotes the reader."""

    code: NoticeCode
    detail: str = ""


class ClauseKind(Enum):
    """What a part of the text asks for."""

    WORDS = "words"
    PHRASE = "phrase"
    PREFIX = "prefix"
    FILTER = "filter"


@dataclass(frozen=True, slots=True)
class Clause:
    """One part of the text.

    The words carry their offsets in the text. A filter has a field and a value instead; its
    value is an id or a label, as the reader wrote it.
    """

    kind: ClauseKind
    words: tuple[Word, ...] = ()
    is_negated: bool = False
    field: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A text taken apart: its clauses in reading order, and what was not read as written."""

    clauses: tuple[Clause, ...]
    notices: tuple[Notice, ...]

    def wanted(self, kind: ClauseKind) -> tuple[Clause, ...]:
        """The clauses of this kind without a minus."""
        return tuple(c for c in self.clauses if c.kind is kind and not c.is_negated)

    def unwanted(self, kind: ClauseKind) -> tuple[Clause, ...]:
        """The clauses of this kind with a minus."""
        return tuple(c for c in self.clauses if c.kind is kind and c.is_negated)


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What a reader asked for. Knows its own URL form and nothing of any index.

    Whatever it is made with is brought within the limits: control characters become spaces,
    a text is cut one character past `MAX_CHARACTERS` (so that `parse` can say that it was
    cut), page and size are moved to the nearest allowed number.

    Attributes:
        filters: Pairs of field and value: OR inside a field, AND across fields.
        exact: Vocabulary labels do not lead to their terms and other labels.

    Raises:
        ValueError: a filter field is called like one of `RESERVED_ARGS`.
    """

    text: str = ""
    filters: frozenset[tuple[str, str]] = frozenset()
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    size: int = DEFAULT_SIZE
    exact: bool = False

    def __post_init__(self) -> None:
        filters = frozenset(_clean_filter(*pair) for pair in self.filters)
        for field, _ in filters:
            if field in RESERVED_ARGS:
                raise ValueError(f'no facet field can be called "{field}"')
        object.__setattr__(self, "text", _clean(self.text, MAX_CHARACTERS + 1))
        object.__setattr__(self, "filters", frozenset(f for f in filters if all(f)))
        object.__setattr__(self, "page", min(max(self.page, 1), MAX_PAGE))
        object.__setattr__(self, "size", min(max(self.size, 1), MAX_SIZE))

    @classmethod
    def from_args(cls, args: Iterable[tuple[str, str]], fields: Collection[str] = ()) -> SearchQuery:
        """Read a query from URL arguments, whatever they are.

        The first of a repeated argument counts, except for facets, where each is a value.
        Arguments that are neither known nor in `fields` are ignored, as are facet values
        past the first `MAX_FILTERS`. What is not a number is the default.
        """
        first: dict[str, str] = {}
        filters: dict[tuple[str, str], None] = {}
        for name, value in args:
            if name in RESERVED_ARGS:
                first.setdefault(name, value)
            elif name in fields and len(filters) < MAX_FILTERS:
                filters[name, value] = None
        return cls(
            text=first.get("q", ""),
            filters=frozenset(filters),
            sort=_sort_named(first.get("sort", "")),
            page=_number(first.get("page", ""), 1),
            size=_number(first.get("size", ""), DEFAULT_SIZE),
            exact=first.get("exact") == "1",
        )

    def to_args(self) -> Args:
        """The URL arguments, sorted, without those that say the default."""
        args = list(self.filters)
        if self.text:
            args.append(("q", self.text))
        if self.sort is not Sort.RELEVANCE:
            args.append(("sort", self.sort.value))
        if self.page != 1:
            args.append(("page", str(self.page)))
        if self.size != DEFAULT_SIZE:
            args.append(("size", str(self.size)))
        if self.exact:
            args.append(("exact", "1"))
        return tuple(sorted(args))

    def toggled(self, field: str, value: str) -> SearchQuery:
        """The same search with one facet value added or removed, back on page 1."""
        return replace(self, filters=self.filters ^ {_clean_filter(field, value)}, page=1)

    def without_text(self) -> SearchQuery:
        """The same filters with nothing to look for."""
        return replace(self, text="", page=1)

    def without_filters(self) -> SearchQuery:
        """The same text with no facet value selected."""
        return replace(self, filters=frozenset(), page=1)

    def with_text(self, text: str) -> SearchQuery:
        """The same filters with another text, such as a suggestion."""
        return replace(self, text=text, page=1)

    def on_page(self, page: int) -> SearchQuery:
        """Another page of the same answer."""
        return replace(self, page=page)

    def sorted_by(self, sort: Sort) -> SearchQuery:
        """The same hits in another order."""
        return replace(self, sort=sort, page=1)

    def exactly(self) -> SearchQuery:
        """The same search without help from the vocabularies."""
        return replace(self, exact=True, page=1)


def parse(text: str, fields: Collection[str] = ()) -> ParsedQuery:
    """Take a text apart. Never fails; takes time in proportion to the text's length.

    `fields` are the names allowed in `field:value`. At most `MAX_CHARACTERS` of the text,
    `MAX_WORDS` words and `MAX_LETTERS` letters of each word are read.
    """
    reading = _Reading(fields)
    if len(text) > MAX_CHARACTERS:
        reading.notices[Notice(NoticeCode.TEXT_CUT)] = None
    for item in _ITEM.finditer(text[:MAX_CHARACTERS].translate(_STRAIGHT_QUOTES)):
        reading.clauses.extend(reading.clauses_of(item))
    return ParsedQuery(tuple(reading.clauses), tuple(reading.notices))


class _Reading:
    """The state of one reading: what was found, and how many words are left to read."""

    def __init__(self, fields: Collection[str]) -> None:
        self.fields = {field.casefold(): field for field in fields}
        self.clauses: list[Clause] = []
        self.notices: dict[Notice, None] = {}
        self.words_left = MAX_WORDS

    def notice(self, code: NoticeCode, detail: str = "") -> None:
        self.notices[Notice(code, detail)] = None

    def clauses_of(self, item: re.Match[str]) -> Iterator[Clause]:
        field = item["field"]
        if field is not None and field.casefold() in self.fields:
            yield self.filter_of(item, self.fields[field.casefold()])
            return
        if field is not None and not (item["bare"] or "").startswith("//"):
            self.notice(NoticeCode.UNKNOWN_FIELD, field)
        if field is not None:
            yield from self.words_of(field, item.start("field"), negated=bool(item["minus"]))
        yield from self.content_of(item)

    def filter_of(self, item: re.Match[str], field: str) -> Clause:
        value = item["bare"] if item["phrase"] is None else item["phrase"]
        return Clause(
            ClauseKind.FILTER,
            is_negated=bool(item["minus"]),
            field=field,
            value=_clean(value, MAX_VALUE_CHARACTERS),
        )

    def content_of(self, item: re.Match[str]) -> Iterator[Clause]:
        negated = bool(item["minus"])
        if item["bare"] is not None:
            yield from self.bare_of(item["bare"], item.start("bare"), negated=negated)
        elif item["close"]:
            words = self.read(item["phrase"], item.start("phrase"))
            if words:
                yield Clause(ClauseKind.PHRASE, words, negated)
        else:
            self.notice(NoticeCode.OPEN_QUOTE)
            yield from self.words_of(item["phrase"], item.start("phrase"), negated=False)

    def bare_of(self, bare: str, start: int, *, negated: bool) -> Iterator[Clause]:
        if bare in _BOOLEAN_WORDS:
            self.notice(NoticeCode.BOOLEAN_WORD, bare)
        stem = bare.removesuffix("*")
        is_prefix = stem != bare and len(split(stem)) == 1 and "*" not in stem
        if is_prefix and sum(map(str.isalnum, stem)) >= MIN_PREFIX_LETTERS:
            words = self.read(stem, start)
            if words:
                yield Clause(ClauseKind.PREFIX, words, negated)
            return
        if is_prefix:
            self.notice(NoticeCode.SHORT_PREFIX, bare)
        elif "*" in bare or "~" in bare:
            self.notice(NoticeCode.WILDCARD, bare)
        yield from self.words_of(bare, start, negated=negated)

    def words_of(self, text: str, start: int, *, negated: bool) -> Iterator[Clause]:
        """Words to look for, or, with a minus, words that must not stand together."""
        words = self.read(text, start)
        if words:
            kind = ClauseKind.PHRASE if negated else ClauseKind.WORDS
            yield Clause(kind, words, negated)

    def read(self, text: str, start: int) -> tuple[Word, ...]:
        found = split(text)
        if len(found) > self.words_left:
            self.notice(NoticeCode.WORDS_CUT, found[self.words_left].text[:MAX_LETTERS])
            found = found[: self.words_left]
        self.words_left -= len(found)
        return tuple(self.within_limits(word, start) for word in found)

    def within_limits(self, word: Word, start: int) -> Word:
        text = word.text[:MAX_LETTERS]
        if text != word.text:
            self.notice(NoticeCode.WORD_CUT, text)
        return Word(text, word.start + start, word.end + start, word.place)


_ITEM = re.compile(
    r"(?P<minus>-)?(?:(?P<field>\w[\w-]*):(?=\S))?"
    r'(?:"(?P<phrase>[^"]*)(?P<close>"?)|(?P<bare>[^\s"]+))'
)
_STRAIGHT_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
_BOOLEAN_WORDS = frozenset({"AND", "OR", "NOT"})
_NOT_TEXT = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_NUMBER = re.compile(r"[0-9]{1,9}")


def _clean(text: str, limit: int) -> str:
    return " ".join(_NOT_TEXT.sub(" ", text).split())[:limit].rstrip()


def _clean_filter(field: str, value: str) -> tuple[str, str]:
    return _clean(field, MAX_VALUE_CHARACTERS), _clean(value, MAX_VALUE_CHARACTERS)


def _sort_named(name: str) -> Sort:
    return next((sort for sort in Sort if sort.value == name), Sort.RELEVANCE)


def _number(text: str, default: int) -> int:
    return int(text) if _NUMBER.fullmatch(text) and int(text) > 0 else default
