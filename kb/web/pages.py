"""The pages for people. Each view takes the snapshot, asks it, and hands the answer on."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote

from flask import Blueprint, Response, request

from kb.live import Snapshot
from kb.practice import Practice, Slug, Translation
from kb.vocabulary import Term, Vocabulary
from kb.web.errors import Failed
from kb.web.present import failures
from kb.web.present.home import home_page
from kb.web.present.plain import text_page
from kb.web.present.practice import practice_page
from kb.web.present.search import results_page
from kb.web.present.status import Keeping, status_page
from kb.web.present.terms import term_page, terms_page, vocabulary_page
from kb.web.redirects import redirect_to
from kb.web.site import count_question, current_snapshot, labels, reader, render
from search import SearchQuery

__all__ = ["asked", "blueprint", "find_practice", "find_term", "find_vocabulary", "successor"]
__all__ += ["without_prefix"]


def blueprint(name: str, prefix: str) -> Blueprint:
    """The pages in one language of the interface; `prefix` is "" for English, "/de" for German."""
    pages = Blueprint(name, __name__, url_prefix=prefix or None)
    pages.add_url_rule("/", view_func=home)
    pages.add_url_rule("/search", view_func=search)
    pages.add_url_rule("/practices", view_func=practices)
    pages.add_url_rule("/practices/<name>", view_func=practice)
    pages.add_url_rule("/terms/", view_func=terms)
    pages.add_url_rule("/terms/<vocabulary>", view_func=vocabulary)
    pages.add_url_rule("/terms/<vocabulary>/<term>", view_func=term)
    pages.add_url_rule("/status", view_func=status)
    pages.add_url_rule("/<name>", view_func=text)
    return pages


def home() -> str:
    snapshot = current_snapshot()
    everything = snapshot.search(SearchQuery(size=1))
    return render(home_page(snapshot.collection, everything, reader()))


def search() -> str:
    snapshot = current_snapshot()
    query = asked()
    results = snapshot.search(query)
    count_question(query, results.total)
    return render(results_page(snapshot.collection, results, lambda query: snapshot.search(query).total, reader()))


def practices() -> Response:
    return redirect_to(reader().addresses.search(), 301)


def practice(name: str) -> str:
    snapshot = current_snapshot()
    found, translation = find_practice(name)
    references = (each.id for each in found.references)
    rendered = snapshot.rendered((translation or found).body, references, labels())
    similar = snapshot.similar(found.slug)
    return render(practice_page(found, translation, rendered, similar, snapshot.collection, reader()))


def terms() -> str:
    return render(terms_page(current_snapshot().collection, reader()))


def vocabulary(vocabulary: str) -> str:
    found = find_vocabulary(vocabulary)
    return render(vocabulary_page(found, current_snapshot().collection, reader()))


def term(vocabulary: str, term: str) -> str | Response:
    found = find_vocabulary(vocabulary)
    here = find_term(found, term)
    following = successor(found, here)
    if following:
        return redirect_to(reader().addresses.terms(found.id, following.id), 301)
    return render(term_page(here, found, current_snapshot().collection, reader()))


def status() -> str:
    snapshot = current_snapshot()
    return render(status_page(snapshot.collection, snapshot.digest, _keeping(snapshot), reader()))


def text(name: str) -> str:
    snapshot = current_snapshot()
    page = snapshot.collection.pages.get(name)
    if page is None:
        raise Failed(failures.no_page(name, snapshot.collection, reader()))
    return render(text_page(page, snapshot.rendered(page.body, (), labels()), reader()))


def without_prefix(rest: str = "") -> Response:
    """English has no prefix."""
    query = request.query_string.decode("latin-1")
    return redirect_to(f"/{quote(rest)}" + (f"?{query}" if query else ""), 301)


def _keeping(snapshot: Snapshot) -> Keeping:
    if snapshot.index.stored:
        return Keeping.DISK
    return Keeping.FAILED if snapshot.index.warning else Keeping.MEMORY


def asked() -> SearchQuery:
    """The question in the address.

    Taken apart here because Werkzeug 3.1 fails on a query that holds bytes which are not UTF-8.
    """
    query = request.query_string.decode("utf-8", errors="replace")
    args = parse_qsl(query, keep_blank_values=True, errors="replace")
    return SearchQuery.from_args(args, current_snapshot().index.facet_names)


def find_practice(name: str) -> tuple[Practice, Translation | None]:
    """An entry by the name in its address, with the translation that the name asks for.

    Raises:
        Failed: there is none, or it is left out because of an error.
    """
    collection = current_snapshot().collection
    slug, dot, language = name.partition(".")
    found = collection.practices.get(Slug(slug))
    translation = collection.translations.get(Slug(slug), {}).get(language)
    if found and (translation or not dot):
        return found, translation
    path = collection.left_out.get(Slug(name)) or collection.left_out.get(Slug(slug))
    if path:
        raise Failed(failures.left_out(path, collection, reader()))
    if found:
        raise Failed(failures.no_translation(found.slug, language, collection, reader()))
    raise Failed(failures.no_practice(slug, collection, reader()))


def find_vocabulary(name: str) -> Vocabulary:
    """A vocabulary by its id.

    Raises:
        Failed: there is none.
    """
    collection = current_snapshot().collection
    found = collection.vocabularies.get(name)
    if found is None:
        raise Failed(failures.no_vocabulary(name, collection, reader()))
    return found


def find_term(vocabulary: Vocabulary, name: str) -> Term:
    """A term by its id, in use or retired.

    Raises:
        Failed: there is none.
    """
    found = vocabulary.find(name)
    if found is None:
        raise Failed(failures.no_term(name, vocabulary, reader()))
    return found


def successor(vocabulary: Vocabulary, term: Term) -> Term | None:
    """The one term that a retired term became; None if it is in use, or became several or none."""
    following = vocabulary.successors(term.id) if term.is_retired else ()
    return following[0] if len(following) == 1 else None
