"""Who reads: the language, the day, and where links lead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kb.collection import Collection
from kb.settings import Settings
from kb.vocabulary import Term, Vocabulary
from kb.web.addresses import Addresses

__all__ = ["Label", "Link", "Reader"]


@dataclass(frozen=True, slots=True)
class Label:
    """A text, and its language where that is not the page's own."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads somewhere.

    Attributes:
        language: of the text, where that is not the page's own.
        count: what is found there; None where nothing is counted.
    """

    text: str
    href: str
    language: str = ""
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """What a page has to know of its reader and of the site."""

    language: str
    today: date
    addresses: Addresses
    settings: Settings

    def foreign(self, language: str) -> str:
        """`language` where it is not the page's own, for an attribute that is left out when empty."""
        return "" if language == self.language else language

    def label(self, term: Term) -> Label:
        return Label(term.label(self.language), self.foreign(term.label_language(self.language)))

    def way_to_contribute(self, collection: Collection) -> str:
        """The address of the page on contributing; empty where there is none."""
        return self.addresses.page("contribute") if "contribute" in collection.pages else ""

    def title(self, vocabulary: Vocabulary) -> Label:
        known = self.language in vocabulary.titles
        return Label(vocabulary.title(self.language), "" if known else self.foreign("en"))
