"""What can be searched: a document with its language, its passages and its facet values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

SortKey = str | int | float


@dataclass(frozen=True, slots=True)
class Text:
    """One passage of plain text.

    `weight` says how often each of its words counts; the title of a document counts three
    times. Phrases never reach from one passage into the next. With `snippet` off the
    passage is searched but never quoted, as with names of organisations.
    """

    text: str
    weight: float = 1.0
    snippet: bool = True


@dataclass(frozen=True, slots=True)
class Document:
    """One text in one language, as the index sees it.

    Documents of the same `group` are the same thing in several languages: an entry and its
    translations. A search shows a group once, as the document that matches best; where none
    matches better, as the one whose id is the group. A group has the facet values of all its
    documents, and the sort keys of the first one that has them, itself before translations.

    Attributes:
        id: Unique in an index.
        language: ISO 639-1 code; decides on stop words and stems.
        facets: Ids of values by facet field.
        sort_keys: By the value of a `Sort`: "newest", "evidence", "verified", "title". The keys
            of one sort are all numbers or all strings, dates in ISO form; without "title" the
            title is used. Documents without a key come last.
        group: Left out, the document stands alone, in a group named after itself.
    """

    id: str
    language: str
    title: str
    texts: tuple[Text, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    sort_keys: Mapping[str, SortKey] = field(default_factory=dict, hash=False)
    group: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "group", self.group or self.id)
        object.__setattr__(self, "facets", MappingProxyType(dict(self.facets)))
        object.__setattr__(self, "sort_keys", MappingProxyType(dict(self.sort_keys)))
