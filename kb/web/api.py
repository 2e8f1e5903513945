"""The same answers for programs: JSON, the file of an entry, and what machines ask of every site."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING

from flask import Blueprint, Flask, Response
from werkzeug.exceptions import NotFound

from kb.practice import Practice, Slug, completeness, freshness
from kb.problem import as_json
from kb.vocabulary import Term, Vocabulary
from kb.web.addresses import Addresses
from kb.web.i18n import translated
from kb.web.pages import asked, find_practice, find_term, find_vocabulary, successor
from kb.web.present.cards import card
from kb.web.present.status import counts_of
from kb.web.present.terms import carried
from kb.web.present.words import field_label, notice_text, value_label
from kb.web.redirects import redirect_to
from kb.web.site import current_snapshot, reader, site
from search import Hit, SearchResults, Similar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

__all__ = ["blueprint", "install"]

Plain = Mapping[str, object]


def blueprint(name: str, prefix: str) -> Blueprint:
    """The JSON addresses with labels in one language of the interface."""
    api = Blueprint(name, __name__, url_prefix=prefix or None)
    api.add_url_rule("/search.json", view_func=search)
    api.add_url_rule("/practices/<name>.json", view_func=practice)
    api.add_url_rule("/practices/<name>.md", view_func=markdown)
    api.add_url_rule("/terms.json", view_func=terms)
    api.add_url_rule("/terms/<vocabulary>.json", view_func=vocabulary)
    api.add_url_rule("/terms/<vocabulary>/<term>.json", view_func=term)
    api.add_url_rule("/status.json", view_func=status)
    return api


def install(app: Flask) -> None:
    """The addresses that have no language."""
    app.add_url_rule("/healthz", view_func=healthz)
    app.add_url_rule("/readyz", view_func=readyz)
    app.add_url_rule("/robots.txt", view_func=robots)
    app.add_url_rule("/.well-known/security.txt", view_func=security)
    app.add_url_rule("/assets/<name>", view_func=asset)


def search() -> Response:
    snapshot = current_snapshot()
    results = snapshot.search(asked())
    return _json(search_json(results))


def practice(name: str) -> Response:
    found, _ = find_practice(name)
    return _json(practice_json(found))


def markdown(name: str) -> Response:
    find_practice(name)
    text = current_snapshot().sources[name]
    return Response(text, content_type="text/markdown; charset=utf-8")


def terms() -> Response:
    vocabularies = current_snapshot().collection.vocabularies.values()
    return _json({"vocabularies": [_vocabulary_head(each) for each in vocabularies]})


def vocabulary(vocabulary: str) -> Response:
    return _json(vocabulary_json(find_vocabulary(vocabulary)))


def term(vocabulary: str, term: str) -> Response:
    found = find_vocabulary(vocabulary)
    here = find_term(found, term)
    following = successor(found, here)
    if following:
        return redirect_to(reader().addresses.terms(found.id, following.id, ".json"), 301)
    return _json(term_json(here, found))


def status() -> Response:
    snapshot = current_snapshot()
    collection = snapshot.collection
    return _json(
        {
            "digest": snapshot.digest,
            "index_kept_on_disk": snapshot.index.stored,
            "counts": {_key(name): count for name, count in counts_of(collection)},
            "left_out": dict(collection.left_out),
            "problems": json.loads(as_json(collection.problems, translated)),
        }
    )


def healthz() -> Response:
    return Response("ok\n", mimetype="text/plain")


def readyz() -> Response:
    is_ready = bool(current_snapshot().collection.practices)
    text = "ready\n" if is_ready else "no practices are loaded; /status says why\n"
    return Response(text, 200 if is_ready else 503, mimetype="text/plain")


def robots() -> Response:
    """Searches are left out: their addresses are without end."""
    text = "User-agent: *\nDisallow: /search\nDisallow: /*/search\n"
    return Response(text, mimetype="text/plain")


_EXPIRES = timedelta(days=180)


def security() -> Response:
    """Whom to tell of a security problem.

    Source: RFC 9116, section 2.5.
    """
    settings = site().settings
    if not settings.contact:
        raise NotFound
    expires = site().settings.today() + _EXPIRES
    lines = [
        f"Contact: {settings.contact}",
        f"Expires: {expires.isoformat()}T00:00:00Z",
        "Preferred-Languages: en",
    ]
    if settings.site_url:
        lines.append(f"Canonical: {settings.site_url.rstrip('/')}/.well-known/security.txt")
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


def asset(name: str) -> Response:
    """A file whose address changes with its content."""
    found = site().assets.by_name.get(name)
    if found is None:
        raise NotFound
    response = Response(found.content, content_type=found.content_type)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def search_json(results: SearchResults) -> Plain:
    """The answer to a search, as `docs` promise it."""
    query = results.query
    filters: dict[str, list[str]] = {}
    for name, value in sorted(query.filters):
        filters.setdefault(name, []).append(value)
    return {
        "query": {
            "q": query.text,
            "filters": filters,
            "sort": query.sort.value,
            "size": query.size,
            "exact": query.exact,
        },
        "total": results.total,
        "page": results.page,
        "pages": results.pages,
        "hits": [_hit(hit) for hit in results.hits],
        "near": [_hit(hit) for hit in results.near],
        "facets": _facets(results),
        "suggestion": results.suggestion,
        "is_respelled": results.is_respelled,
        "notices": [
            {"code": each.code.value, "detail": each.detail, "message": notice_text(each)} for each in results.notices
        ],
    }


def practice_json(practice: Practice) -> Plain:
    """An entry with what is computed from it; the text is Markdown."""
    collection = current_snapshot().collection
    found = completeness(practice)
    whole = _plain(practice)
    assert isinstance(whole, dict)
    sources = [{**_fields(each), "url": None if each.is_url_hidden else each.url} for each in practice.references]
    del whole["references"]
    return {
        "url": _addresses().practice(practice.slug),
        **whole,
        "sources": sources,
        "countries": list(practice.terms_in("countries")),
        "evidence_level": practice.evidence_level,
        "effect": practice.effect,
        "freshness": freshness(practice.last_verified, reader().today).value,
        "completeness": _plain(found),
        "related": [each.slug for each in collection.related(practice.slug)],
        "similar": [_similar(each) for each in current_snapshot().similar(practice.slug)],
        "translations": sorted(collection.translations.get(practice.slug, {})),
        "markdown": _addresses().practice(practice.slug, ".md"),
    }


def _similar(found: Similar) -> Plain:
    return {
        "slug": found.group,
        "url": _addresses().practice(found.group),
        "score": round(found.score, 4),
        "terms": [{"field": name, "id": term} for name, term in found.terms],
        "words": list(found.words),
    }


def vocabulary_json(vocabulary: Vocabulary) -> Plain:
    terms = vocabulary.terms.values()
    return {**_vocabulary_head(vocabulary), "terms": [_term(each, vocabulary) for each in terms]}


def term_json(term: Term, vocabulary: Vocabulary) -> Plain:
    """A term with what is narrower, what it became, and which entries carry it."""
    practices = carried(term, vocabulary, current_snapshot().collection)
    return {
        **_term(term, vocabulary),
        "vocabulary": vocabulary.id,
        "narrower": [each.id for each in vocabulary.narrower(term.id)],
        "successors": [each.id for each in vocabulary.successors(term.id)],
        "predecessors": [each.id for each in vocabulary.predecessors(term.id)],
        "practices": [each.slug for each in practices],
    }


def _hit(hit: Hit) -> Plain:
    collection = current_snapshot().collection
    practice = collection.practices[Slug(hit.group)]
    language = hit.id.removeprefix(hit.group).removeprefix(".")
    shown = card(practice, collection, reader(), collection.translations.get(practice.slug, {}).get(language))
    return {
        "slug": practice.slug,
        "url": _addresses().practice(hit.id),
        "title": shown.title,
        "summary": "".join(stretch.text for stretch in shown.summary),
        "score": round(hit.score, 4),
        "snippet": {"text": hit.snippet.text, "marks": [list(mark) for mark in hit.snippet.marks]},
        "matches": [_plain(match) for match in hit.matches],
        "terms": _plain(practice.terms),
        "countries": list(practice.terms_in("countries")),
        "evidence_level": practice.evidence_level,
        "effect": practice.effect,
        "freshness": freshness(practice.last_verified, reader().today).value,
    }


def _facets(results: SearchResults) -> list[Plain]:
    collection = current_snapshot().collection
    return [
        {
            "field": facet.field,
            "label": field_label(facet.field),
            "values": [
                {
                    "id": value.id,
                    "label": value_label(collection, facet.field, value.id, reader()).text,
                    "count": value.count,
                    "selected": value.selected,
                    "url": _addresses().search(results.query.toggled(facet.field, value.id), ".json"),
                }
                for value in facet.values
            ],
        }
        for facet in results.facets
    ]


def _vocabulary_head(vocabulary: Vocabulary) -> Plain:
    return {
        "id": vocabulary.id,
        "url": _addresses().terms(vocabulary.id),
        "label": vocabulary.title(reader().language),
        "titles": dict(vocabulary.titles),
        "note": vocabulary.note,
    }


def _term(term: Term, vocabulary: Vocabulary) -> Plain:
    return {
        **_fields(term),
        "url": _addresses().terms(vocabulary.id, term.id),
        "label": term.label(reader().language),
    }


def _addresses() -> Addresses:
    """Full addresses where the site knows its own."""
    return reader().addresses.with_root(site().settings.site_url)


def _plain(value: object) -> object:
    """Values as JSON has them: dates in ISO 8601, the parts of a value by name."""
    if is_dataclass(value) and not isinstance(value, type):
        return _fields(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _fields(value: DataclassInstance) -> dict[str, object]:
    return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}


def _key(name: str) -> str:
    return name.lower().replace(" ", "_")


def _json(value: Plain) -> Response:
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    return Response(text, mimetype="application/json")
