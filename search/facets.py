"""Counting what each facet value would leave: OR inside a facet, AND across facets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from search.results import Facet, FacetValue
from search.tokens import Flags


@dataclass(frozen=True, slots=True)
class FacetField:
    """A field of documents that can be filtered by.

    Attributes:
        broader: The next broader values of a value; it counts towards these and theirs.
        values: Ids that exist besides those that documents have. Filtering by one of these
            finds nothing; filtering by any other unknown id is not applied.
        replaced: The values that a retired one gave way to: filtering by it means these, and what still
            has it counts towards them.
    """

    name: str
    broader: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    values: tuple[str, ...] = ()
    replaced: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class FacetGroups:
    """The groups that have each value of one field.

    Attributes:
        direct: Group numbers by value, without narrower values.
    """

    field: FacetField
    values: tuple[str, ...]
    direct: Mapping[str, NDArray[np.int32]]
    known: frozenset[str]
    _value_of: NDArray[np.int32]
    _group_of: NDArray[np.int32]

    @classmethod
    def of(cls, field: FacetField, groups: Sequence[Mapping[str, frozenset[str]]]) -> FacetGroups:
        """Sort groups, given as their values by field, into those of each value of `field`."""
        own = [_reached(group.get(field.name, ()), field.replaced) for group in groups]
        wide = [_reached(values, field.broader) for values in own]
        names = tuple(sorted(set().union(*wide)))
        numbers = {name: number for number, name in enumerate(names)}
        pairs = [(numbers[value], group) for group, values in enumerate(wide) for value in values]
        columns = np.array(sorted(pairs), dtype=np.int32).reshape(-1, 2)
        direct: dict[str, list[int]] = {}
        for group, values in enumerate(own):
            for value in values:
                direct.setdefault(value, []).append(group)
        return cls(
            field,
            names,
            MappingProxyType({v: np.array(g, dtype=np.int32) for v, g in direct.items()}),
            frozenset(names) | set(field.values) | set(field.broader),
            np.ascontiguousarray(columns[:, 0]),
            np.ascontiguousarray(columns[:, 1]),
        )

    def resolved(self, value: str) -> frozenset[str]:
        """What filtering by `value` means: itself, or what it gave way to; empty if unknown."""
        return frozenset(
            step
            for step in _reached([value], self.field.replaced)
            if step in self.direct or (step in self.known and step not in self.field.replaced)
        )

    def having(self, values: Iterable[str], size: int) -> Flags:
        """Which of `size` groups have one of the values or of their narrower ones."""
        wanted = np.isin(self.values, list(values)) if self.values else np.zeros(0, np.bool_)
        flags = np.zeros(size, dtype=np.bool_)
        flags[self._group_of[wanted[self._value_of]]] = True
        return flags

    def counted(self, groups: Flags, selected: frozenset[str]) -> Facet:
        """The facet with the number of `groups` that have each value."""
        hits = self._value_of[groups[self._group_of]]
        numbers = np.bincount(hits, minlength=len(self.values)).tolist()
        counts = dict(zip(self.values, numbers, strict=True))
        shown = {value for value, count in counts.items() if count} | selected
        values = [FacetValue(v, counts.get(v, 0), v in selected) for v in shown]
        return Facet(self.field.name, tuple(sorted(values, key=lambda v: (-v.count, v.id))))


def counts_and_choice(
    facets: Sequence[FacetGroups], found: Flags, selected: Mapping[str, frozenset[str]]
) -> tuple[Flags, tuple[Facet, ...]]:
    """Apply the selections, and count each facet without its own.

    `found` are the groups that fit the text; `selected` has the values of each field that is
    filtered by. Returns the groups that fit everything, and the facets.
    """
    having = {
        facet.field.name: facet.having(selected[facet.field.name], len(found))
        for facet in facets
        if facet.field.name in selected
    }
    counted = []
    for facet in facets:
        others = [flags for name, flags in having.items() if name != facet.field.name]
        without_own = np.logical_and.reduce([found, *others])
        counted.append(facet.counted(without_own, selected.get(facet.field.name, frozenset())))
    return np.logical_and.reduce([found, *having.values()]), tuple(counted)


def _reached(starts: Iterable[str], links: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """The starts and all that links lead to, circles included."""
    if not links:
        return frozenset(starts)
    reached: set[str] = set()
    waiting = list(starts)
    while waiting:
        step = waiting.pop()
        if step not in reached:
            reached.add(step)
            waiting += links.get(step, ())
    return frozenset(reached)
