"""The addresses of the site, in one place. Each begins with "/"; a language other than English comes first in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from search import SearchQuery

__all__ = ["SOURCE_LANGUAGE", "Addresses", "language_of", "without_language"]

SOURCE_LANGUAGE = "en"
"""The language that the interface is written in; it has no prefix."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where everything is.

    Attributes:
        prefix: "" for English, "/de" for German.
        root: the site's own address, put before each path where programs read them; "" leaves
            addresses within the site.
    """

    prefix: str = ""
    root: str = ""

    @classmethod
    def in_language(cls, language: str) -> Addresses:
        return cls("" if language == SOURCE_LANGUAGE else f"/{language}")

    def of(self, path: str) -> str:
        """`path`, as in English, with what comes before it."""
        return f"{self.root}{self.prefix}{path}"

    def with_root(self, root: str) -> Addresses:
        return replace(self, root=root.rstrip("/"))

    @property
    def home(self) -> str:
        return self.of("/")

    def search(self, query: SearchQuery | None = None, suffix: str = "") -> str:
        """A search as a link; `suffix` is "" or ".json"."""
        args = query.to_args() if query else ()
        return self.of(f"/search{suffix}") + (f"?{urlencode(args)}" if args else "")

    def filtered(self, *filters: tuple[str, str]) -> str:
        """The search for everything that has these facet values."""
        return self.search(SearchQuery(filters=frozenset(filters)))

    def practice(self, slug: str, suffix: str = "") -> str:
        return self.of(f"/practices/{quote(slug)}{suffix}")

    def terms(self, vocabulary: str = "", term: str = "", suffix: str = "") -> str:
        """The vocabularies, one of them, or one of its terms."""
        parts = [quote(part) for part in (vocabulary, term) if part]
        path = "/".join(["/terms", *parts]) + suffix
        return self.of(path if parts or suffix else "/terms/")

    def page(self, name: str) -> str:
        return self.of(f"/{quote(name)}")

    @property
    def status(self) -> str:
        return self.of("/status")


def language_of(path: str, languages: Iterable[str]) -> str:
    """The interface language that an address asks for."""
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return first if first in languages else SOURCE_LANGUAGE


def without_language(path: str, language: str) -> str:
    """The address as it is in English."""
    if language == SOURCE_LANGUAGE:
        return path
    rest = path.removeprefix(f"/{language}")
    return rest or "/"
