"""What surrounds every page: title, navigation, languages, footer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from kb.collection import Collection
from kb.languages import name_of
from kb.web.addresses import Addresses
from kb.web.assets import Assets
from kb.web.i18n import gettext
from kb.web.present.reader import Link, Reader

__all__ = ["Frame", "NavigationLink", "Page", "frame_of"]

_IN_NAVIGATION = "about"


class Page(Protocol):
    """What every page has.

    Attributes:
        template: name of the file that shows it.
        title: where one is, without the site's name; the first heading says the same.
        description: for search engines and previews; may be empty.
        is_indexed: whether search engines may keep it.
    """

    template: ClassVar[str]
    is_indexed: ClassVar[bool]

    @property
    def title(self) -> str: ...

    @property
    def description(self) -> str: ...


@dataclass(frozen=True, slots=True)
class NavigationLink:
    """A link to a part of the site; it is current on all pages of that part."""

    text: str
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """The parts around a page.

    Attributes:
        canonical: the page's full address; empty where the site does not know its own.
        languages: the same page in the other languages of the interface.
        english: "en" where the page's language is another, for texts that exist in English only.
        is_empty: nothing can be shown yet.
    """

    language: str
    site_name: str
    document_title: str
    description: str
    is_indexed: bool
    style: str
    icon: str
    home: str
    search: str
    navigation: tuple[NavigationLink, ...]
    footer: tuple[Link, ...]
    languages: tuple[Link, ...]
    canonical: str
    english: str
    is_empty: bool


def frame_of(
    page: Page,
    reader: Reader,
    collection: Collection,
    assets: Assets,
    languages: Sequence[str],
    path: str,
) -> Frame:
    """Put together the frame.

    Args:
        path: the page's address as in English.
    """
    addresses = reader.addresses
    root = reader.settings.site_url
    return Frame(
        language=reader.language,
        site_name=reader.settings.site_name,
        document_title=_document_title(page.title, reader.settings.site_name),
        description=page.description,
        is_indexed=page.is_indexed,
        style=assets.address("site.css"),
        icon=assets.address("logo.svg"),
        home=addresses.home,
        search=addresses.search(),
        navigation=_navigation(collection, addresses, path),
        footer=_footer(collection, addresses),
        languages=_languages(reader, languages, path),
        canonical=addresses.with_root(root).of(path) if root else "",
        english=reader.foreign("en"),
        is_empty=not collection.practices,
    )


def _document_title(title: str, site_name: str) -> str:
    if not title or title == site_name:
        return site_name
    return gettext("%(page)s – %(site)s", page=title, site=site_name)


def _navigation(collection: Collection, addresses: Addresses, path: str) -> tuple[NavigationLink, ...]:
    parts = [(gettext("Search"), "/search"), (gettext("Browse by term"), "/terms/")]
    if _IN_NAVIGATION in collection.pages:
        parts.append((gettext("About"), f"/{_IN_NAVIGATION}"))
    return tuple(NavigationLink(text, addresses.of(place), path.startswith(place)) for text, place in parts)


def _footer(collection: Collection, addresses: Addresses) -> tuple[Link, ...]:
    pages = [Link(page.title, addresses.page(page.name)) for page in collection.pages.values()]
    return (*pages, Link(gettext("Status"), addresses.status))


def _languages(reader: Reader, languages: Sequence[str], path: str) -> tuple[Link, ...]:
    """One link for each other language; `language` of each is its own."""
    return tuple(
        Link(name_of(code, code), Addresses.in_language(code).of(path), code)
        for code in languages
        if code != reader.language
    )
