"""What all views share: the site as it was set up, and what belongs to the request at hand."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app, g, render_template, request

from kb.insight import question_of
from kb.insight_store import InsightStore
from kb.live import Live, Snapshot
from kb.markup import Labels
from kb.rules import N_
from kb.settings import Settings
from kb.web.addresses import SOURCE_LANGUAGE, Addresses, language_of, without_language
from kb.web.assets import Assets
from kb.web.i18n import translated
from kb.web.present.frame import Page, frame_of
from kb.web.present.reader import Reader
from search import SearchQuery

__all__ = ["Site", "begin_request", "count_question", "current_snapshot", "labels", "reader", "render", "site"]

_KEY = "kb.web"
_INSIGHT = "kb.insight"


@dataclass(frozen=True, slots=True)
class Site:
    """What does not change while the site runs.

    Attributes:
        languages: of the interface, English first.
        version: changes with the code and with what is sent besides pages.
    """

    settings: Settings
    assets: Assets
    languages: tuple[str, ...]
    version: str

    def install(self, app: Flask) -> None:
        app.extensions[_KEY] = self
        if self.settings.is_counting:
            app.extensions[_INSIGHT] = InsightStore(self.settings.state)


def site() -> Site:
    found: Site = current_app.extensions[_KEY]
    return found


def begin_request() -> None:
    """Note the language that the address asks for, before anything is answered."""
    g.pop("snapshot", None)
    g.pop("translations", None)
    g.language = language_of(request.path, site().languages)


def current_snapshot() -> Snapshot:
    """What is served, taken once, so that a reload in between changes nothing for this request."""
    if "snapshot" not in g:
        live: Live = current_app.extensions["kb"]
        g.snapshot = live.current
    found: Snapshot = g.snapshot
    return found


def count_question(query: SearchQuery, found: int) -> None:
    """Count what was asked if it found little, and if the site may. Of the request only the method is looked at."""
    store: InsightStore | None = current_app.extensions.get(_INSIGHT)
    question = question_of(query, reader().language) if store and request.method == "GET" else ""
    if store and question:
        store.count(question, site().settings.today(), found)


def labels() -> Labels:
    """Words inside rendered texts for those who do not see the page."""
    return Labels(note=translated(N_("Note %(number)d")), table=translated(N_("Table %(number)d")))


def reader() -> Reader:
    language: str = g.get("language", SOURCE_LANGUAGE)
    return Reader(language, current_snapshot().content.today, Addresses.in_language(language), site().settings)


def render(page: Page) -> str:
    """The page in its template, inside the frame that all pages share."""
    own = site()
    path = without_language(request.path, reader().language)
    frame = frame_of(page, reader(), current_snapshot().collection, own.assets, own.languages, path)
    return render_template(page.template, page=page, frame=frame)
