"""Located front matter -> values, by the table of fields; whatever does not fit becomes a problem.

Everything here is driven by `kb.fields`: a new field needs a line there and nothing here. Scalars arrive as the text
that the author typed; this module alone says what `NO`, `2018` or `true` mean, because it knows the field.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from urllib.parse import urlsplit

from kb.fields import FIELDS, HEADINGS, Field, Kind, Need, Shape
from kb.languages import code_of, is_language
from kb.problem import ENOUGH, Place, Problem
from kb.source import Located, LocatedList, LocatedMap, LocatedText, Source, Text, shape_of
from kb.vocabulary import Vocabulary, closest, folded

__all__ = ["SOURCE_ID", "TRANSLATION", "Context", "Values", "is_linkable", "read_values", "slug_like", "url_problem"]

TRANSLATION = "a translation"
"""How messages call a translation, which has some of the fields only."""

SOURCE_ID = re.compile(r"[a-z][a-z0-9-]{0,39}")
"""What a note in the text can name."""

_ALL_NAMES = frozenset(each.name for each in FIELDS)


@dataclass(frozen=True, slots=True)
class Context:
    """What the values of a file are held against.

    Attributes:
        lists: the vocabularies by id; a list without terms could not be read and accepts every id.
        denied: hosts that are not linked, with the reason.
        today: nothing that has happened can be later.
    """

    text: Text
    lists: Mapping[str, Vocabulary]
    today: date
    denied: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Values:
    """Named values of checked kinds. What is missing or was wrong reads as empty."""

    by_name: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def text(self, name: str, default: str = "") -> str:
        value = self.by_name.get(name)
        return value if isinstance(value, str) else default

    def number(self, name: str) -> int | None:
        value = self.by_name.get(name)
        return value if isinstance(value, int) else None

    def day(self, name: str) -> date | None:
        value = self.by_name.get(name)
        return value if isinstance(value, date) else None

    def is_set(self, name: str) -> bool:
        return self.by_name.get(name) is True

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.by_name.get(name, ())
        return tuple(each for each in value if isinstance(each, str)) if isinstance(value, tuple) else ()

    def parts(self, name: str) -> Values:
        value = self.by_name.get(name)
        return value if isinstance(value, Values) else Values()

    def all_parts(self, name: str) -> tuple[Values, ...]:
        value = self.by_name.get(name, ())
        return tuple(each for each in value if isinstance(each, Values)) if isinstance(value, tuple) else ()

    def answers(self, name: str) -> Mapping[str, str]:
        found = self.parts(name).by_name
        return MappingProxyType({key: value for key, value in found.items() if isinstance(value, str)})


def read_values(
    context: Context, front: LocatedMap, fields: Iterable[Field] = FIELDS, parent: str = "an entry"
) -> tuple[Values, tuple[Problem, ...]]:
    """Read a front matter by a table of fields; `parent` is how messages call the file.

    Returns:
        What could be read, and every problem; a value with a problem that is an error is left out. Of the problems of
        one kind, the first `ENOUGH` are returned.
    """
    reading = _Reading(context)
    values = reading.parts(tuple(fields), front, parent)
    return values, tuple(reading.problems)


class _Reading:
    """Collects the problems of one front matter. Lives for one reading only."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.problems: list[Problem] = []
        self._count: Counter[str] = Counter()

    def report(self, located: Located, code: str, **details: object | Callable[[], object]) -> None:
        """Add a problem. A detail that takes time is a function, called for the first problems of a kind only."""
        self.report_at(self.context.text.of(located), code, **details)

    def report_at(self, place: Place, code: str, **details: object | Callable[[], object]) -> None:
        self._count[code] += 1
        if self._count[code] <= ENOUGH:
            known = {name: value() if callable(value) else value for name, value in details.items()}
            self.problems.append(Problem.at(place, code, **known))

    def parts(self, fields: tuple[Field, ...], found: LocatedMap, parent: str) -> Values:
        """The named values inside `found`; `parent` is how messages call it."""
        known = {each.name: each for each in fields}
        values: dict[str, object] = {}
        present = {key.text for key, _ in found.pairs}
        free = tuple(name for name in known if name not in present)
        meant: set[str] = set()
        for key, located in found.pairs:
            if key.text in known:
                values[key.text] = self._field(known[key.text], key, located, parent)
            else:
                meant.add(self._unknown_key(key, known, free, parent))
        for each in fields:
            if each.need is Need.REQUIRED and each.name not in present | meant:
                self._missing(each, self._head(found), parent)
        return Values(MappingProxyType({name: value for name, value in values.items() if value is not None}))

    def _head(self, found: LocatedMap) -> Place:
        """Where a missing field is reported: the first line of what it is missing in."""
        text = self.context.text
        is_front_matter = isinstance(text, Source) and found is text.front
        return text.place(0, 3) if is_front_matter else text.place(found.start, found.end)

    def _missing(self, missing: Field, place: Place, parent: str) -> None:
        details = {"field": missing.name, "parent": parent, "reason": missing.reason, "example": missing.example}
        self.report_at(place, "missing-field", **details)

    def _unknown_key(self, key: LocatedText, known: Iterable[str], free: Iterable[str], parent: str) -> str:
        """Returns the field that was probably meant, empty if none is near."""
        if parent == TRANSLATION and key.text in _ALL_NAMES:
            self.report(key, "field-of-original", key=key.text, known=", ".join(known))
            return ""
        written = key.text.casefold().replace("-", "_").replace(" ", "_")
        near = "" if self._count["unknown-key"] >= ENOUGH else next(iter(closest(written, free)), "")
        self.report(key, "unknown-key", key=key.text, parent=parent, known=", ".join(known), near=near)
        return near

    def _field(self, wanted: Field, key: LocatedText, located: Located, parent: str) -> object | None:
        if _is_empty(located):
            if wanted.need is Need.REQUIRED:
                self._missing(wanted, self.context.text.of(key), parent)
            else:
                self.report(key, "empty-field", field=wanted.name)
            return None
        if isinstance(located, LocatedList):
            return self._list(wanted, located)
        if wanted.shape is Shape.MANY:
            self._wrong_shape(wanted, located, "a list", _bracketed(wanted, located))
            return None
        value = self._one(wanted, located)
        return (value,) if wanted.shape is Shape.ONE_OR_MANY and value is not None else value

    def _list(self, wanted: Field, located: LocatedList) -> object | None:
        if wanted.shape is Shape.ONE:
            single = located.items[0] if len(located.items) == 1 else None
            near = f"{wanted.name}: {single.text}" if isinstance(single, LocatedText) else ""
            self._wrong_shape(wanted, located, "one value", near)
            return None
        items = [item for item in located.items if not _is_empty(item)]
        for item in located.items:
            if _is_empty(item):
                self.report(item, "empty-field", field=wanted.name)
        if len(items) < wanted.least:
            details = {"limit": wanted.least, "reason": wanted.reason, "help": wanted.help}
            self.report(located, "too-few", field=wanted.name, **details)
        if wanted.most and len(items) > wanted.most:
            details = {"count": len(items), "limit": wanted.most}
            self.report(items[wanted.most], "too-many", field=wanted.name, **details)
        return tuple(self._values(wanted, items))

    def _values(self, wanted: Field, items: Iterable[Located]) -> Iterator[object]:
        """The values of a list, each text once."""
        seen: set[str] = set()
        for item in items:
            if isinstance(item, LocatedText) and item.text in seen:
                self.report(item, "duplicate-value", field=wanted.name, value=item.text)
                continue
            seen |= {item.text} if isinstance(item, LocatedText) else set()
            value = self._one(wanted, item)
            if value is not None:
                yield value

    def _one(self, wanted: Field, located: Located) -> object | None:
        if wanted.kind is Kind.PARTS or wanted.kind is Kind.ANSWERS:
            return self._named(wanted, located)
        if not isinstance(located, LocatedText):
            self._wrong_shape(wanted, located, "a single value")
            return None
        return _CONVERTERS[wanted.kind](self, wanted, located)

    def _named(self, wanted: Field, located: Located) -> object | None:
        if not isinstance(located, LocatedMap):
            self._wrong_shape(wanted, located, "named parts")
            return None
        if wanted.kind is Kind.ANSWERS:
            return self._answers(wanted, located)
        return self.parts(wanted.parts, located, f'"{wanted.name}"')

    def _wrong_shape(self, wanted: Field, located: Located, shape: str, near: str = "") -> None:
        details = {"found": _found(located), "wanted": shape, "example": wanted.example, "near": near}
        self.report(located, "wrong-shape", field=wanted.name, **details)

    def _answers(self, wanted: Field, located: LocatedMap) -> Values:
        """Each check of the list with its answer, which is one of those that the term allows."""
        given: dict[str, object] = {}
        for check, answer in located.pairs:
            term = self._term(wanted, check)
            if _is_empty(answer):
                self.report(check, "empty-field", field=check.text)
            elif not isinstance(answer, LocatedText):
                self._wrong_shape(wanted, answer, "one answer a check")
            elif term is not None and self._is_answer(wanted, term, answer):
                given[term] = answer.text
        return Values(MappingProxyType(given))

    def _is_answer(self, wanted: Field, term: str, answer: LocatedText) -> bool:
        found = self.context.lists[wanted.vocabulary].find(term)
        allowed = found.lists.get("answers", ()) if found else ()
        if allowed and answer.text not in allowed:
            self.report(answer, "unknown-answer", value=answer.text, check=term, answers=", ".join(allowed))
            return False
        return True

    def _text(self, wanted: Field, located: LocatedText) -> str | None:
        text = " ".join(located.text.split())
        count = len(text)
        if count < max(wanted.shortest, 1):
            details = {"limit": max(wanted.shortest, 1), "reason": wanted.reason, "help": wanted.help}
            self.report(located, "too-short", field=wanted.name, count=count, **details)
            return None
        return None if self._is_too_long(wanted, located, count) else text

    def _is_too_long(self, wanted: Field, located: LocatedText, count: int, near: str = "") -> bool:
        if not wanted.longest or count <= wanted.longest:
            return False
        details = {"limit": wanted.longest, "excess": count - wanted.longest, "reason": wanted.reason, "near": near}
        self.report(located, "too-long", field=wanted.name, count=count, **details)
        return True

    def _term(self, wanted: Field, located: LocatedText) -> str | None:
        vocabulary, value = self.context.lists[wanted.vocabulary], located.text
        term = vocabulary.find(value)
        if term is None and vocabulary.terms:
            self._unknown_term(vocabulary, located)
            return None
        if term and term.is_retired:
            near = _either(each.id for each in vocabulary.successors(term.id))
            self.report(located, "retired-term", value=value, vocabulary=vocabulary.id, near=near)
        return value

    def _unknown_term(self, vocabulary: Vocabulary, located: LocatedText) -> None:
        """An id that is not in the list: offered are those that have it as a name, else those spelt like it."""
        details = {"value": located.text, "vocabulary": vocabulary.id}
        if max(self._count["unknown-term"], self._count["label-for-term"]) >= ENOUGH:
            return
        named = [term.id for term in vocabulary.named(located.text) if not term.is_retired]
        if named:
            self.report(located, "label-for-term", **details, near=_either(named))
        else:
            self.report(located, "unknown-term", **details, near=lambda: _either(vocabulary.closest_ids(located.text)))

    def _year(self, wanted: Field, located: LocatedText) -> int | None:
        if not re.fullmatch(r"[12]\d{3}", located.text, re.ASCII):
            self.report(located, "bad-year", value=located.text)
            return None
        year = int(located.text)
        return year if self._is_past(wanted, located, year > self.context.today.year) else None

    def _date(self, wanted: Field, located: LocatedText) -> date | None:
        day = _day(located.text)
        if day is None:
            self.report(located, "bad-date", value=located.text)
            return None
        return day if self._is_past(wanted, located, day > self.context.today) else None

    def _partial_date(self, wanted: Field, located: LocatedText) -> str | None:
        parts = located.text.split("-")
        day = _day("-".join((*parts, "01", "01")[: max(3, len(parts))]))
        if day is None:
            self.report(located, "bad-date", value=located.text, near="2026, 2026-03 or 2026-03-31")
            return None
        return located.text if self._is_past(wanted, located, day > self.context.today) else None

    def _is_past(self, wanted: Field, located: LocatedText, is_future: bool) -> bool:
        if is_future:
            self.report(located, "future-date", value=located.text, field=wanted.name)
        return not is_future

    def _language(self, _: Field, located: LocatedText) -> str | None:
        if is_language(located.text):
            return located.text
        code = re.split("[-_]", located.text.casefold(), maxsplit=1)[0]
        near = code_of(located.text) or (code if is_language(code) else "")
        self.report(located, "bad-language", value=located.text, near=near)
        return None

    def _slug(self, _: Field, located: LocatedText) -> str | None:
        if re.fullmatch(r"[a-z0-9-]{1,80}", located.text):
            return located.text
        self.report(located, "bad-slug", value=located.text, near=slug_like(located.text))
        return None

    def _source_id(self, _: Field, located: LocatedText) -> str | None:
        if SOURCE_ID.fullmatch(located.text):
            return located.text
        self.report(located, "bad-source-id", value=located.text)
        return None

    def _support(self, _: Field, located: LocatedText) -> str | None:
        known = (*(each.name for each in FIELDS), *HEADINGS, "evidence.theory", "evidence.evaluations")
        if located.text in known:
            return located.text
        lower = {each.casefold(): each for each in known}

        def near() -> str:
            return next((lower[each] for each in closest(located.text.casefold(), lower)), "")

        self.report(located, "unknown-support", value=located.text, near=near)
        return None

    def _licence(self, _: Field, located: LocatedText) -> str | None:
        if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.+-]{0,59}", located.text):
            return located.text
        self.report(located, "bad-licence", value=located.text)
        return None

    def _flag(self, wanted: Field, located: LocatedText) -> bool | None:
        if located.text in ("true", "false"):
            return located.text == "true"
        self._wrong_shape(wanted, located, "true or false")
        return None

    def _url(self, wanted: Field, located: LocatedText) -> str | None:
        near = "cut off what stands behind the question mark, or link to a page above it"
        if self._is_too_long(wanted, located, len(located.text), near):
            return None
        problem = url_problem(located.text, self.context.text.of(located), self.context.denied)
        if problem:
            self.report_at(problem.place, problem.code, **dict(problem.details))
        return None if problem else located.text

    def _as_is(self, _: Field, located: LocatedText) -> str:
        return located.text


_Converter = Callable[[_Reading, Field, LocatedText], object | None]

_CONVERTERS: Mapping[Kind, _Converter] = MappingProxyType(
    {
        Kind.TEXT: _Reading._text,
        Kind.TERM: _Reading._term,
        Kind.YEAR: _Reading._year,
        Kind.DATE: _Reading._date,
        Kind.PARTIAL_DATE: _Reading._partial_date,
        Kind.LANGUAGE: _Reading._language,
        Kind.SLUG: _Reading._slug,
        Kind.SOURCE: _Reading._as_is,
        Kind.SUPPORT: _Reading._support,
        Kind.SOURCE_ID: _Reading._source_id,
        Kind.URL: _Reading._url,
        Kind.FLAG: _Reading._flag,
        Kind.LICENCE: _Reading._licence,
    }
)


def url_problem(url: str, place: Place, denied: Mapping[str, str]) -> Problem | None:
    """Why an address outside the site is not linked, None if it is."""
    host = _host(url)
    if not host:
        near = f"https://{url}" if re.fullmatch(r"(?:[\w-]+\.)+[a-z]{2,}(?:[/?#]\S*)?", url) else ""
        return Problem.at(place, "bad-url", value=url, near=near if _host(near) else "")
    names = host.split(".")
    suffixes = (".".join(names[start:]) for start in range(len(names)))
    reason = next((denied[each] for each in suffixes if each in denied), "")
    return Problem.at(place, "denied-host", host=host, reason=reason) if reason else None


def is_linkable(url: str) -> bool:
    """Whether an address leads to a web page, by all that its spelling tells."""
    return bool(_host(url))


def _host(url: str) -> str:
    """The host that a browser would open, as it would spell it; empty where it is not plain which one that is."""
    try:
        parts = urlsplit(url)
        host, _ = unicodedata.normalize("NFKC", parts.hostname or "").replace("\u3002", "."), parts.port
    except ValueError:
        return ""
    is_plain = not re.search(r"[\s<>\"`\\]", url) and url.isprintable() and "@" not in parts.netloc
    is_name = len(host) <= 253 and re.fullmatch(r"(?:[\w-]{1,63}\.)+[\w-]{1,63}\.?", host)
    return host.casefold().removesuffix(".") if parts.scheme in ("http", "https") and is_plain and is_name else ""


def slug_like(name: str) -> str:
    """What an entry with such a name, title or path would be called; empty where no letter fits."""
    stem = name.rsplit("/", 1)[-1].casefold().removesuffix(".md")
    return re.sub(r"[^a-z0-9]+", "-", folded(stem))[:80].strip("-")


def _is_empty(located: Located) -> bool:
    """Whether nothing at all was written; quotation marks with nothing between them are a text."""
    return isinstance(located, LocatedText) and located.plain and not located.text


def _found(located: Located) -> str:
    return f'"{located.text}"' if isinstance(located, LocatedText) and len(located.text) <= 40 else shape_of(located)


def _day(text: str) -> date | None:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _bracketed(wanted: Field, located: Located) -> str:
    if not isinstance(located, LocatedText):
        return ""
    is_word = re.fullmatch(r"[\w-]+(?:,? [\w-]+)*", located.text)
    return f"{wanted.name}: [{located.text}]" if is_word and wanted.kind is not Kind.PARTS else ""


def _either(names: Iterable[str]) -> str:
    """Names to choose from: `"a", "b" or "c"`."""
    quoted = [f'"{each}"' for each in names]
    return " or ".join(filter(None, (", ".join(quoted[:-1]), quoted[-1]))) if quoted else ""
