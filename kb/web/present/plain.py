"""Pages that are mostly text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kb.collection import Page
from kb.markup import OutlineItem, Rendered, SafeHtml
from kb.web.present.reader import Reader

__all__ = ["TextPage", "text_page"]


@dataclass(frozen=True, slots=True)
class TextPage:
    """A page of the site itself.

    Attributes:
        language: of its text, where it is not the page's own.
        outline: its headings, where there are enough of them to need one.
    """

    template: ClassVar[str] = "text.html"
    is_indexed: ClassVar[bool] = True

    title: str
    description: str
    language: str
    body: SafeHtml
    outline: tuple[OutlineItem, ...]


def text_page(page: Page, rendered: Rendered, reader: Reader) -> TextPage:
    outline = tuple(item for item in rendered.outline if item.level == 2)
    is_long = len(outline) >= LONG
    return TextPage(page.title, "", reader.foreign("en"), rendered.html, outline if is_long else ())


LONG = 3
"""Headings from which on a page has an outline."""
