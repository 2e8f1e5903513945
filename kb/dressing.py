"""What is added to a body while bleach writes it: ids of headings, notes, frames of tables.

Works on the stream of tokens that bleach has checked and is about to write, and escapes nothing: bleach
does, for these tokens as for all others. Knows neither bleach nor Markdown.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

__all__ = ["HEADINGS", "NOTE", "NOTE_CLOSE", "NOTE_OPEN", "Body", "Labels", "OutlineItem", "Token"]
__all__ += ["citation_id", "reference_id", "starts"]

Token = dict[str, Any]
"""As html5lib's tree walkers make them: a type, and by type a name, data or attributes."""

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

NOTE_OPEN, NOTE_CLOSE = "\ue000", "\ue001"
NOTE = re.compile(f"{NOTE_OPEN}([^{NOTE_CLOSE}]+){NOTE_CLOSE}")
"""How a note marker comes along: its name between characters that no text may hold."""


@dataclass(frozen=True, slots=True)
class Labels:
    """Words for those who do not see the page, in the reader's language; both get a number."""

    note: str = "Note %(number)d"
    table: str = "Table %(number)d"


@dataclass(frozen=True, slots=True)
class OutlineItem:
    """A heading of a rendered text; its id begins with "section-" and occurs once."""

    id: str
    text: str
    level: int


def reference_id(source: str) -> str:
    """The id that a list of references gives to the entry of `source`, so that notes lead there."""
    return f"ref-{source}"


def citation_id(source: str, occurrence: int) -> str:
    """The id of the note that cites `source` for the nth time, counted from 1."""
    return f"cite-{source}-{occurrence}"


class Body:
    """What is added to one body while bleach writes it, and what is learnt of it on the way."""

    def __init__(self, references: frozenset[str], labels: Labels) -> None:
        self.outline: list[OutlineItem] = []
        self.citations: Counter[str] = Counter()
        self._references = references
        self._labels = labels
        self._numbers: dict[str, int] = {}
        self._tables = 0
        self._repeats: Counter[str] = Counter()
        self._taken: set[str] = set()

    def dress(self, source: Iterable[Token]) -> Iterator[Token]:
        return self._with_notes(self._with_frames(self._with_outline(iter(source))))

    def _with_outline(self, source: Iterator[Token]) -> Iterator[Token]:
        for token in source:
            if not starts(token, *HEADINGS):
                yield token
                continue
            heading = [token, *_up_to_end(source, token["name"])]
            name = "h2" if token["name"] == "h1" else token["name"]
            heading[0]["name"] = heading[-1]["name"] = name
            text = _text_of(heading)
            self.outline.append(OutlineItem(self._section_id(text), text, int(name[1])))
            token["data"] = {(None, "id"): self.outline[-1].id}
            yield from heading

    def _section_id(self, text: str) -> str:
        words = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold())
        base = id = "-".join(["section", *words])[:80]
        while id in self._taken:
            self._repeats[base] += 1
            id = f"{base}-{self._repeats[base] + 1}"
        self._taken.add(id)
        return id

    def _with_frames(self, source: Iterable[Token]) -> Iterator[Token]:
        for token in source:
            if starts(token, "table"):
                self._tables += 1
                label = self._labels.table % {"number": self._tables}
                yield _start("div", _frame(label))
                yield token
            elif _ends(token, "table"):
                yield token
                yield _end("div")
            else:
                if starts(token, "th"):
                    token["data"][None, "scope"] = "col"
                yield token

    def _with_notes(self, source: Iterable[Token]) -> Iterator[Token]:
        waiting: list[str] | None = None  # notes of the link we are in; links cannot hold links
        for token in source:
            if NOTE_OPEN in token.get("data", "") and token["type"] == "Characters":
                yield from self._notes_in(token["data"], waiting)
                continue
            yield token
            if starts(token, "a"):
                waiting = []
            elif _ends(token, "a"):
                for name in waiting or ():
                    yield from self._note(name)
                waiting = None

    def _notes_in(self, data: str, waiting: list[str] | None) -> Iterator[Token]:
        for index, piece in enumerate(NOTE.split(data)):
            if index % 2 == 0:
                yield _characters(piece)
            elif piece not in self._references:
                yield _characters(f"[^{piece}]")
            elif waiting is None:
                yield from self._note(piece)
            else:
                waiting.append(piece)

    def _note(self, source: str) -> Iterator[Token]:
        self.citations[source] += 1
        number = self._numbers.setdefault(source, len(self.citations))
        yield _start("sup", {"class": "note"})
        yield _start(
            "a",
            {
                "href": f"#{reference_id(source)}",
                "id": citation_id(source, self.citations[source]),
                "role": "doc-noteref",
                "aria-label": self._labels.note % {"number": number},
            },
        )
        yield _characters(str(number))
        yield _end("a")
        yield _end("sup")


def _frame(label: str) -> dict[str, str]:
    """A wide table is scrolled in a frame, which the keyboard has to reach."""
    return {"class": "table-frame", "role": "region", "tabindex": "0", "aria-label": label}


def starts(token: Token, *names: str) -> bool:
    """Whether `token` is the start of an element of one of these names."""
    return token["type"] == "StartTag" and token["name"] in names


def _ends(token: Token, *names: str) -> bool:
    return token["type"] == "EndTag" and token["name"] in names


def _up_to_end(source: Iterator[Token], name: str) -> Iterator[Token]:
    while not _ends(token := next(source), name):  # bleach closes all that is open
        yield token
    yield token


def _text_of(tokens: Iterable[Token]) -> str:
    pieces = [
        unescape(f"&{token['name']};") if token["type"] == "Entity" else token["data"]
        for token in tokens
        if token["type"] in ("Characters", "SpaceCharacters", "Entity")
    ]
    return " ".join(NOTE.sub("", "".join(pieces)).split())


def _characters(data: str) -> Token:
    return {"type": "Characters", "data": data}


def _start(name: str, attributes: dict[str, str]) -> Token:
    data = {(None, key): value for key, value in attributes.items()}
    return {"type": "StartTag", "name": name, "namespace": None, "data": data}


def _end(name: str) -> Token:
    return {"type": "EndTag", "name": name, "namespace": None}
