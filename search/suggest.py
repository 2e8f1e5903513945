"""Did you mean, and completion: words of the documents that look like what was typed.

Both work on whole folded words, because stems make ugly suggestions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from search.analysis import Word, folded
from search.contents import Contents

MIN_LETTERS = 4
MAX_LETTERS = 32
MAX_WORDS = 8
"""More unknown words than these, or longer ones, are no typing errors."""


def suggestion(text: str, unmatched: Sequence[Word], contents: Contents, labels: Mapping[str, str]) -> str | None:
    """The text with unknown words replaced by known ones that are one edit away.

    `labels` are words of vocabularies by their folded form; documents go before them. None if
    no word can be replaced.
    """
    pieces: list[str] = []
    reached = 0
    for word in unmatched[:MAX_WORDS]:
        better = correction(word.text, contents, labels)
        if better is not None:
            pieces += [text[reached : word.start], better]
            reached = word.end
    return "".join([*pieces, text[reached:]]) if pieces else None


def correction(word: str, contents: Contents, labels: Mapping[str, str]) -> str | None:
    """The most frequent known word one edit away, as it is mostly written."""
    form = folded(word)
    if not MIN_LETTERS <= len(form) <= MAX_LETTERS or not form.isalpha():
        return None
    near = set(_one_edit_away(form, _alphabet(form, contents.postings.letters)))
    postings = contents.postings
    known = [
        each for each in near & postings.by_form.keys() if not postings.tokens.stops[[*postings.by_form[each]]].all()
    ]
    if known:
        return contents.written(postings.most_frequent(known, 1)[0])
    return next((labels[other] for other in sorted(near & labels.keys())), None)


def completions(prefix: str, contents: Contents, limit: int) -> tuple[str, ...]:
    """Words of the documents that begin so, the most frequent first, as mostly written."""
    form = folded(prefix)
    if not form:
        return ()
    postings = contents.postings
    forms = postings.most_frequent(postings.forms_beginning_with(form), limit)
    return tuple(contents.written(other) for other in forms)


def _alphabet(form: str, letters: str) -> str:
    """The letters of the documents that can stand in the word: those of its own script.

    Scripts lie apart in Unicode, and folding leaves no letter of Latin far from another.
    """
    low, high = ord(min(form)), ord(max(form))
    return "".join(c for c in letters if low - 64 <= ord(c) <= high + 64)


def _one_edit_away(form: str, alphabet: str) -> Iterator[str]:
    """All words made by leaving out, exchanging, replacing or adding one letter."""
    for i in range(len(form) + 1):
        head, tail = form[:i], form[i:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in alphabet:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]
