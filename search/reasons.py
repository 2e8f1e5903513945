"""Why a document is among the hits: which word of the reader met which form of the text.

A module of its own because snippets and explanations rest on the same tokens of a document.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from search.analysis import base_language, folded, split
from search.contents import Contents
from search.parts import Part, Plan
from search.results import Match, Relation, TermRef
from search.snippets import MAX_SPANS, Span
from search.spelling import is_same_spelling
from search.thesaurus import Label
from search.tokens import MAX_PLACE, PLACE_BITS

_CLOSENESS = {Relation.SAME: 0, Relation.SPELLING: 1, Relation.STEM: 2}


def reasons(contents: Contents, plan: Plan, document: int) -> tuple[tuple[Match, ...], tuple[Span, ...]]:
    """The matches of a hit, those that carry most first, and where they stand in its texts."""
    carrying = sorted(_carrying(plan, document), key=lambda carried: -carried[0])
    matches: dict[Match, None] = {}
    spans: list[Span] = []
    for number, (score, part) in enumerate(carrying):
        runs = _runs(contents, part, document)[:MAX_SPANS]
        spans += (_span(contents, run, number, score) for run in runs)
        matches[_match(contents, part, document, runs)] = None
    return tuple(matches), tuple(spans)


_Run = tuple[int, int]
"""The first and last token of what was found."""


def _carrying(plan: Plan, document: int) -> Iterable[tuple[float, Part]]:
    """The parts that found the document, with what each adds to its score at most."""
    helpful = (part for parts in plan.helpful for part in parts)
    for part in (*plan.own, *plan.required, *helpful):
        documents = part.scored.documents
        place = int(np.searchsorted(documents, document))
        if place < len(documents) and documents[place] == document:
            yield float(part.scored.scores[place]), part


def _runs(contents: Contents, part: Part, document: int) -> tuple[_Run, ...]:
    """Where the part stands in the document; nowhere, if it is there as a term."""
    tokens = contents.postings.tokens
    own = tokens.slice_of(document)
    if part.starts is None:
        found = contents.postings.tokens_within(part.entries, own)
        return tuple((token, token) for token in found.tolist())
    first, last = np.searchsorted(part.starts, [own.start, own.stop])
    starts = part.starts[first:last]
    ends = np.searchsorted(tokens.keys, tokens.keys[starts] + (part.length - 1))
    return tuple(zip(starts.tolist(), ends.tolist(), strict=True))


def _span(contents: Contents, run: _Run, part: int, worth: float) -> Span:
    tokens = contents.postings.tokens
    first, last = run
    passage = int(tokens.keys[first]) >> PLACE_BITS & MAX_PLACE
    return Span(passage, int(tokens.starts[first]), int(tokens.ends[last]), part, worth)


def _match(contents: Contents, part: Part, document: int, runs: Sequence[_Run]) -> Match:
    language = base_language(contents.documents[document].language)
    term = _term_ref(part.label) if part.label else None
    if part.concept is not None:
        form = part.concept.label(language)
        return Match(part.word, form, _of_term(part, form, language), term)
    forms = dict.fromkeys(contents.text(*run) for run in runs)
    related = [(part.relation or _relation(part.word, form, language), form) for form in forms]
    relation, form = min(related, key=lambda found: _CLOSENESS.get(found[0], 0))
    return Match(part.word, form, relation, term)


def _relation(word: str, form: str, language: str) -> Relation:
    """How what is written in a document differs from what the reader wrote."""
    wanted = _words(word)
    forms = _words(form)
    if wanted == forms:
        return Relation.SAME
    if len(wanted) == len(forms) and all(
        is_same_spelling(one, other, language) for one, other in zip(wanted, forms, strict=True)
    ):
        return Relation.SPELLING
    return Relation.STEM


def _of_term(part: Part, form: str, language: str) -> Relation:
    if _words(part.word) == _words(form):
        return Relation.SAME
    is_own = part.label is not None and base_language(part.label.language) == language
    return Relation.SYNONYM if is_own else Relation.TRANSLATION


def _words(text: str) -> list[str]:
    return [folded(word.text) for word in split(text)]


def _term_ref(label: Label) -> TermRef:
    return TermRef(label.concept.field, label.concept.id, label.text, label.language)
