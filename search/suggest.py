"""Another spelling, and completion: words of the documents that look like what was typed.

Both work on whole folded words, because stems make ugly suggestions. Words are alike by their
optimal string alignment distance: letters left out, put in, replaced, or exchanged with the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.analysis import folded
from search.contents import Contents
from search.parts import Plan
from search.thesaurus import Thesaurus

MIN_LETTERS = 4
TWO_EDITS_FROM = 8
"""Words of so many letters may have two typing errors, shorter ones only one."""
MAX_LETTERS = 32
MAX_WORDS = 8
"""More unknown words than these, or longer ones, are no typing errors."""


class Suggestion(NamedTuple):
    """A query in another spelling.

    `is_certain` if each unknown word is put right by a word in a language of the documents, so that it can be searched
    for at once: whoever asks for a pizza recipe does not want a piazza.
    """

    text: str
    is_certain: bool


def suggestion(text: str, plan: Plan, contents: Contents, thesaurus: Thesaurus) -> Suggestion | None:
    """The text with the unknown words of its plan replaced by known ones that look like them, if there are any.

    Known are the words of the documents and of labels in their languages; after these, the words of labels in the
    language that the reader writes in, or in any if that cannot be told.
    """
    if not plan.unmatched:
        return None
    own = thesaurus.words_in(contents.postings.languages)
    others = thesaurus.words_in(plan.written_in or thesaurus.languages)
    pieces: list[str] = []
    reached = 0
    is_certain = not plan.foreign
    for word in plan.unmatched[:MAX_WORDS]:
        better = None if plan.foreign else correction(word.text, contents, own)
        is_certain &= better is not None
        better = better or correction(word.text, None, others)
        if better is not None:
            pieces += [text[reached : word.start], better]
            reached = word.end
    return Suggestion("".join([*pieces, text[reached:]]), is_certain) if pieces else None


def correction(word: str, contents: Contents | None, labels: Mapping[str, str]) -> str | None:
    """The nearest known word, as it is mostly written; of several the most frequent."""
    form = folded(word)
    if not MIN_LETTERS <= len(form) <= MAX_LETTERS or not form.isalpha():
        return None
    near = {other: (edits, 0, other) for other, edits in _near(form, labels)}
    if contents is not None:
        postings = contents.postings
        near |= {
            other: (edits, -postings.frequency(other), other)
            for other, edits in _near(form, postings.forms)
            if not postings.tokens.stops[[*postings.by_form[other]]].all()
        }
    if not near:
        return None
    best = min(near, key=lambda other: near[other])
    return contents.written(best) if contents and best in contents.postings.by_form else labels[best]


def _near(form: str, others: Iterable[str]) -> Iterator[tuple[str, int]]:
    """The words within the distance that so long a word allows, each with its distance."""
    allowed = 2 if len(form) >= TWO_EDITS_FROM else 1
    found = process.extract_iter(form, tuple(others), scorer=OSA.distance, score_cutoff=allowed)
    return ((other, edits) for other, edits, _ in found if edits == 1 or other[0] == form[0])


def completions(prefix: str, contents: Contents, limit: int) -> tuple[str, ...]:
    """Words of the documents that begin so, the most frequent first, as mostly written."""
    form = folded(prefix)
    if not form:
        return ()
    postings = contents.postings
    forms = postings.most_frequent(postings.forms_beginning_with(form), limit)
    return tuple(contents.written(other) for other in forms)
