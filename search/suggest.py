"""Another spelling, and completion: words of the documents that look like what was typed.

Both work on whole folded words, because stems make ugly suggestions. Words are alike by their
optimal string alignment distance: letters left out, put in, replaced, or exchanged with the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

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


def suggestion(text: str, plan: Plan, contents: Contents, thesaurus: Thesaurus) -> str | None:
    """The text with the unknown words of its plan replaced by known ones that look like them.

    Known are the words of the documents, and of labels in the language that the reader writes in, as far as it can be
    told; but not those of the documents if none is in that language. None if no word can be replaced.
    """
    if not plan.unmatched:
        return None
    labels = thesaurus.words_in(plan.written_in or thesaurus.languages)
    pieces: list[str] = []
    reached = 0
    for word in plan.unmatched[:MAX_WORDS]:
        better = correction(word.text, None if plan.foreign else contents, labels)
        if better is not None:
            pieces += [text[reached : word.start], better]
            reached = word.end
    return "".join([*pieces, text[reached:]]) if pieces else None


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
