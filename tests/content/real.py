"""The real collection, loaded once, and its files as anybody would read them without our code."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from kb.live import Live, Snapshot
from search import SearchQuery
from tests.makers import REAL_PRACTICES, REAL_VOCABULARIES, TODAY

SLUGS = tuple(sorted(path.stem for path in REAL_PRACTICES.glob("*.md") if "." not in path.stem))


@cache
def snapshot() -> Snapshot:
    return Live(REAL_PRACTICES, None, lambda: TODAY, is_watching=False).current


@cache
def front_matter(slug: str) -> Mapping[str, object]:
    """The fields of an entry, each value as text, lists as lists."""
    _, front, _ = text(slug).split("---\n", 2)
    fields: Mapping[str, object] = yaml.load(front, yaml.BaseLoader)
    return fields


@cache
def text(slug: str) -> str:
    return (REAL_PRACTICES / f"{slug}.md").read_text(encoding="utf-8")


@cache
def terms(vocabulary: str) -> Mapping[str, Mapping[str, object]]:
    """The terms of a list by their ids."""
    read = yaml.load(_list(vocabulary).read_text(encoding="utf-8"), yaml.BaseLoader)
    return {term["id"]: term for term in read["terms"]}


def _list(vocabulary: str) -> Path:
    return REAL_VOCABULARIES / f"{vocabulary}.yaml"


def found(question: str, **filters: str) -> set[str]:
    """The practices that a question finds, on all pages of its answer."""
    query = SearchQuery(question, frozenset(filters.items()), size=50)
    first = snapshot().search(query)
    pages = [
        snapshot().search(SearchQuery(question, query.filters, page=number, size=50))
        for number in range(2, first.pages + 1)
    ]
    return {hit.group for results in (first, *pages) for hit in results.hits}
