"""From a question to its answer: what fits, in which order, counted, explained and quoted.

A module of its own so that the index is only about where its contents come from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from search.analysis import Analyser
from search.contents import Contents
from search.facets import FacetGroups, counts_and_choice
from search.parts import Plan, Planner
from search.query import (
    MAX_CHARACTERS,
    MAX_PAGE,
    Clause,
    ClauseKind,
    Notice,
    NoticeCode,
    ParsedQuery,
    SearchQuery,
    Sort,
    parse,
)
from search.ranking import Scores
from search.reasons import reasons
from search.results import Hit, SearchResults
from search.snippets import snippet
from search.suggest import suggestion
from search.thesaurus import Thesaurus
from search.tokens import Flags

ANSWER_SHARE = 0.3
"""What the best document has to score of what one with each word once would score, about."""
MOST_NEAR = 5
"""How many documents are named where none is an answer."""


def answer(contents: Contents, query: SearchQuery, thesaurus: Thesaurus) -> SearchResults:
    """Everything there is to say to one query."""
    facets = {facet.field.name: facet for facet in contents.facets}
    parsed, plan = _read(contents, query.text, facets, thesaurus, exact=query.exact)
    better = suggestion(query.text[:MAX_CHARACTERS], plan, contents, thesaurus)
    is_respelled = better is not None and better.is_certain and not query.exact
    if better and is_respelled:
        parsed, plan = _read(contents, better.text, facets, thesaurus, exact=False)
    choice = _choice(query, parsed, facets, thesaurus, contents.group_count)
    scores = _scores(contents, plan)
    fitting = contents.groups_of(scores >= 0) & choice.allowed
    fitting &= ~contents.groups_of(_flags(plan.excluded, len(scores)))
    found, counted = counts_and_choice(contents.facets, fitting, choice.selected)
    near: list[int] = []
    if _is_beside_the_point(plan, scores):
        near = _first(contents, plan, scores, found, Sort.RELEVANCE, MOST_NEAR)
        found, counted = counts_and_choice(contents.facets, np.zeros_like(fitting), choice.selected)
    total = int(found.sum())
    pages = min(max(1, -(-total // query.size)), MAX_PAGE)
    page = min(query.page, pages)
    shown = _first(contents, plan, scores, found, query.sort, page * query.size)[(page - 1) * query.size :]
    return SearchResults(
        query=replace(query, page=page, filters=choice.filters),
        total=total,
        page=page,
        pages=pages,
        hits=tuple(_hit(contents, plan, scores, group) for group in shown),
        near=tuple(_hit(contents, plan, scores, group) for group in near),
        facets=counted,
        suggestion=better.text if better else None,
        is_respelled=is_respelled,
        notices=tuple(dict.fromkeys((*parsed.notices, *plan.notices, *choice.notices))),
    )


def _read(
    contents: Contents, text: str, facets: Mapping[str, FacetGroups], thesaurus: Thesaurus, *, exact: bool
) -> tuple[ParsedQuery, Plan]:
    parsed = parse(text, facets)
    return parsed, Planner(contents.postings, thesaurus, contents.terms, Analyser()).plan(parsed, exact=exact)


@dataclass(frozen=True, slots=True, eq=False)
class _Choice:
    """What is filtered by: facet values, and in `allowed` what the text demands."""

    selected: Mapping[str, frozenset[str]]
    allowed: Flags
    notices: tuple[Notice, ...]

    @property
    def filters(self) -> frozenset[tuple[str, str]]:
        """The facet values that are applied, none of them retired or unknown."""
        return frozenset((field, v) for field, values in self.selected.items() for v in values)


def _choice(
    query: SearchQuery,
    parsed: ParsedQuery,
    facets: Mapping[str, FacetGroups],
    thesaurus: Thesaurus,
    groups: int,
) -> _Choice:
    selected: dict[str, frozenset[str]] = {}
    notices: list[Notice] = []
    for field, value in sorted(query.filters):
        values = facets[field].resolved(value) if field in facets else frozenset()
        if values:
            selected[field] = selected.get(field, frozenset()) | values
        else:
            notices.append(Notice(NoticeCode.UNKNOWN_VALUE, f"{field}:{value}"))
    allowed = np.ones(groups, dtype=np.bool_)
    for clause in (c for c in parsed.clauses if c.kind is ClauseKind.FILTER):
        values = _values(clause, facets[clause.field], thesaurus)
        if values:
            allowed &= facets[clause.field].having(values, groups) ^ clause.is_negated
        else:
            notices.append(Notice(NoticeCode.UNKNOWN_VALUE, f"{clause.field}:{clause.value}"))
    return _Choice(selected, allowed, tuple(notices))


def _values(clause: Clause, facet: FacetGroups, thesaurus: Thesaurus) -> frozenset[str]:
    """What a typed filter means: an id, an id in other letters, or a label in any language."""
    named = thesaurus.value_id(clause.field, clause.value)
    for value in (clause.value, clause.value.lower(), named):
        values = facet.resolved(value) if value else frozenset()
        if values:
            return values
    return frozenset()


def _flags(documents: NDArray[np.int32], size: int) -> Flags:
    flags = np.zeros(size, dtype=np.bool_)
    flags[documents] = True
    return flags


def _scores(contents: Contents, plan: Plan) -> Scores:
    """The score of each document, below zero for those that do not fit the text."""
    size = contents.postings.size
    scores = np.zeros(size)
    fits = np.full(size, not plan.asks)
    for part in (*plan.own, *plan.required):
        scores[part.scored.documents] += part.scored.scores
        fits[part.scored.documents] = True
    for parts in plan.helpful:
        best = np.zeros(size)
        for part in parts:
            documents = part.scored.documents
            best[documents] = np.maximum(best[documents], part.scored.scores)
            fits[documents] = True
        scores += best
    for part in plan.required:
        fits &= _flags(part.scored.documents, size)
    return np.where(fits, scores, -1.0)


def _is_beside_the_point(plan: Plan, scores: Scores) -> bool:
    """Whether all that is found has too little of what was asked to be called an answer."""
    return bool(plan.asked) and float(scores.max(initial=0.0)) < ANSWER_SHARE * plan.asked


def _first(contents: Contents, plan: Plan, scores: Scores, found: Flags, sort: Sort, most: int) -> list[int]:
    """The first of the found groups, in order."""
    groups = np.flatnonzero(found)
    by_title = contents.ranks[Sort.TITLE]
    if sort is not Sort.RELEVANCE or not plan.asks:
        ranks = by_title if sort is Sort.RELEVANCE else contents.ranks[sort]
        return [int(group) for group in groups[np.argsort(ranks[groups])[:most]]]
    best = np.maximum.reduceat(scores, contents.first_of_group[:-1])[groups] if len(groups) else np.empty(0)
    if most < len(groups):
        likely = best >= np.partition(best, len(best) - most)[len(best) - most]
        groups, best = groups[likely], best[likely]
    return [int(group) for group in groups[np.lexsort((by_title[groups], -best))][:most]]


def _hit(contents: Contents, plan: Plan, scores: Scores, group: int) -> Hit:
    """The group as its best document; the first one, where several are equally good."""
    first, end = contents.first_of_group[group : group + 2].tolist()
    number = first + int(np.argmax(scores[first:end]))
    document = contents.documents[number]
    matches, spans = reasons(contents, plan, number)
    return Hit(
        id=document.id,
        group=document.group,
        score=float(scores[number]),
        snippet=snippet(document, spans),
        matches=matches,
    )
