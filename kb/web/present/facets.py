"""The facets beside an answer, as links with counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kb.collection import Collection
from kb.fields import vocabulary_of
from kb.web.i18n import gettext
from kb.web.present.reader import Reader
from kb.web.present.words import FRESHNESS, field_label, value_label
from search import Facet, FacetValue, SearchResults

__all__ = ["FacetView", "ValueView", "facet_views", "in_order"]

SHOWN = 10
"""Values that are seen at once; the rest unfolds."""

_OPEN = frozenset({"policy_areas", "countries", "prevention_levels"})
"""Facets that are unfolded from the start."""

_ORDERED = frozenset({"prevention_levels", "governance_level", "state", "evidence", "effect", "freshness"})
"""Facets whose values have an order of their own, which tells more than their frequency."""


@dataclass(frozen=True, slots=True)
class ValueView:
    """One value as a link that puts it on or off."""

    label: str
    language: str
    count: int
    is_selected: bool
    href: str


@dataclass(frozen=True, slots=True)
class FacetView:
    """One facet.

    Attributes:
        values, more: those seen at once, and the rest.
        all_text: what unfolds the rest.
    """

    name: str
    label: str
    is_open: bool
    selected: int
    values: tuple[ValueView, ...]
    more: tuple[ValueView, ...]
    all_text: str


def facet_views(collection: Collection, results: SearchResults, reader: Reader) -> tuple[FacetView, ...]:
    """The facets that leave a choice, in the order of the index."""
    views = (_facet(collection, facet, results, reader) for facet in results.facets if facet.values)
    return tuple(views)


def in_order(collection: Collection, facet: Facet) -> tuple[FacetValue, ...]:
    """The values of a facet, most frequent first unless they have an order of their own."""
    if facet.field not in _ORDERED:
        return facet.values
    order = _order(collection, facet.field)
    return tuple(sorted(facet.values, key=lambda value: order.get(value.id, len(order))))


def _facet(collection: Collection, facet: Facet, results: SearchResults, reader: Reader) -> FacetView:
    ordered = in_order(collection, facet)
    seen = [value for place, value in enumerate(ordered) if place < SHOWN or value.selected]
    more = [value for value in ordered if value not in seen]
    selected = sum(value.selected for value in ordered)

    def view(value: FacetValue) -> ValueView:
        label = value_label(collection, facet.field, value.id, reader)
        href = reader.addresses.search(results.query.toggled(facet.field, value.id))
        return ValueView(label.text, label.language, value.count, value.selected, href)

    return FacetView(
        name=facet.field,
        label=field_label(facet.field),
        is_open=facet.field in _OPEN or selected > 0,
        selected=selected,
        values=tuple(map(view, seen)),
        more=tuple(map(view, more)),
        all_text=gettext("All %(count)s", count=len(ordered)),
    )


def _order(collection: Collection, name: str) -> Mapping[str, int]:
    vocabulary = collection.vocabularies.get(vocabulary_of(name))
    ids = list(FRESHNESS) if name == "freshness" else list(vocabulary.terms) if vocabulary else []
    return MappingProxyType({identifier: place for place, identifier in enumerate(ids)})
