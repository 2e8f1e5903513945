"""Numbered notes and the sources that they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from kb.markup import Rendered, citation_id, reference_id
from kb.practice import Reference
from kb.web.i18n import date_text, gettext
from kb.web.present.reader import Link

__all__ = ["Note", "ReferenceView", "notes_of", "numbers_of", "reference_views"]


@dataclass(frozen=True, slots=True)
class Note:
    """A number that leads to a source."""

    number: int
    href: str
    label: str


@dataclass(frozen=True, slots=True)
class ReferenceView:
    """A source in the list at the end.

    Attributes:
        url: empty where the address is not shown.
        dates: when it was published and read, in words.
        back: links to where the text cites it.
    """

    number: int
    id: str
    title: str
    url: str
    publisher: str
    dates: tuple[str, ...]
    back: tuple[Link, ...]


def numbers_of(references: Iterable[Reference], cited: Iterable[str]) -> Mapping[str, int]:
    """A number for each source: those that the text cites in its order, then the others."""
    names = dict.fromkeys((*cited, *(each.id for each in references)))
    return MappingProxyType({name: number for number, name in enumerate(names, start=1)})


def notes_of(sources: Iterable[str], numbers: Mapping[str, int]) -> tuple[Note, ...]:
    return tuple(
        Note(
            numbers[source],
            f"#{reference_id(source)}",
            gettext("Note %(number)s", number=numbers[source]),
        )
        for source in sorted(sources, key=lambda each: numbers.get(each, 0))
        if source in numbers
    )


def reference_views(
    references: Iterable[Reference], numbers: Mapping[str, int], rendered: Rendered
) -> tuple[ReferenceView, ...]:
    """The sources in the order of their numbers."""
    times = dict(zip(rendered.cited, rendered.times, strict=True))
    views = [_view(each, numbers[each.id], times.get(each.id, 0)) for each in references]
    return tuple(sorted(views, key=lambda view: view.number))


def _view(reference: Reference, number: int, times: int) -> ReferenceView:
    dates = []
    if reference.published:
        dates.append(gettext("published %(date)s", date=partial_date_text(reference.published)))
    if reference.accessed:
        dates.append(gettext("read on %(date)s", date=date_text(reference.accessed)))
    back = tuple(
        Link(
            gettext("Back to note %(number)s, place %(place)s", number=number, place=place),
            f"#{citation_id(reference.id, place)}",
        )
        for place in range(1, times + 1)
    )
    url = "" if reference.is_url_hidden else reference.url
    return ReferenceView(
        number, reference_id(reference.id), reference.title, url, reference.publisher, tuple(dates), back
    )


def partial_date_text(written: str) -> str:
    """A day in words; a year or a month as it is written."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", written):
        try:
            return date_text(date.fromisoformat(written))
        except ValueError:
            return written
    return written
