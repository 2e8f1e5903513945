"""Which documents are most like one, and what they have in common.

A module of its own because it asks with a document and not with words. Likeness is between 0 and
1, and the sum of two:

- By terms: the cosine of the facet values of both, where a value weighs its idf. What few have
  makes alike, and what nearly all have does not.
- By text: of what a document says in its most telling stems, by BM25, the part that the other
  says too. It does not depend on how anything is classified.

Terms bring together what belongs together, whatever it calls itself; texts tell apart what is
classified alike. The numbers below were chosen by going through the answers for some 30 of 200
short entries; either part alone brought up fewer of the pairs that editors had called related.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray

from search.analysis import Analyser, base_language, split
from search.contents import Contents
from search.query import Sort
from search.ranking import TITLE_WEIGHT, Scores
from search.thesaurus import EMPTY, Thesaurus
from search.tokens import MAX_PLACE, PLACE_BITS, Numbers

TERM_WEIGHT = 0.5
TEXT_WEIGHT = 0.5
"""Few texts say a fifth of the same, so that terms decide more often. With less weight for them, entries that share no
value came among the best five.
"""

MAX_STEMS = 25
"""So many stand for a text. They bound the work."""

MIN_SAID = 2.5
"""How often a document says what is telling, as its passages weigh: in its title, say, or three times. With less,
texts were alike by turns of phrase."""

MAX_SPREAD = 0.2
"""What a greater part of all documents says is not telling."""

MAX_WORDS = 4

Term = tuple[str, str]
"""Field and id of a facet value."""


@dataclass(frozen=True, slots=True)
class Similar:
    """A group that is like another one, and why.

    Attributes:
        score: Likeness, above 0; 1 for what has the same values and says the same.
        terms: Field and id of the values that both have, those of the fewest documents first.
        words: At most four telling words of both as they mostly write them, the most telling
            first; none that the labels of the terms say already.
    """

    group: str
    score: float
    terms: tuple[Term, ...]
    words: tuple[str, ...]


def similar(
    contents: Contents, group: str, fields: Collection[str], limit: int, thesaurus: Thesaurus = EMPTY
) -> tuple[Similar, ...]:
    """The groups most like `group`, best first, then by title; at most `limit`, never itself.

    It is compared by its first document, and another group by the one that is most like that.

    Args:
        fields: The facets whose values make alike.
        thesaurus: Has the labels of these values.

    Raises:
        KeyError: There is no such group.
    """
    document = _first_document(contents, group)
    by_terms, terms = _by_terms(contents, document, fields)
    stems = _most_telling(contents, document)
    scores = TERM_WEIGHT * by_terms + TEXT_WEIGHT * _by_text(contents, document, stems)
    reasons = _Reasons(contents, document, _with_labels(contents, document, terms, thesaurus), stems)
    best = _best(contents, document, np.round(scores, _DECIMALS), limit)
    return tuple(reasons.to_name(other, float(scores[other])) for other in best)


_DECIMALS = 9
"""Scores that differ less are equal: sums depend on their order in the last decimals."""


def _first_document(contents: Contents, group: str) -> int:
    number = bisect_left(contents.documents, group, key=lambda document: document.group)
    if number == len(contents.documents) or contents.documents[number].group != group:
        raise KeyError(group)
    return number


def _best(contents: Contents, document: int, scores: Scores, limit: int) -> Iterator[int]:
    """The documents that stand for the groups most like that of `document`."""
    first = contents.first_of_group
    best = np.maximum.reduceat(scores, first[:-1])
    best[np.searchsorted(first, document)] = 0.0
    for group in np.lexsort((contents.ranks[Sort.TITLE], -best))[:limit].tolist():
        if best[group]:
            yield int(first[group] + np.argmax(scores[first[group] : first[group + 1]]))


def _by_terms(contents: Contents, document: int, fields: Collection[str]) -> tuple[Scores, tuple[Term, ...]]:
    """How like each document is by its facet values; and the values of `document`, the rarest first."""
    size = contents.postings.size
    shared, everything = np.zeros(size), np.zeros(size)
    own: dict[Term, float] = {}
    for term, having in _terms(contents, fields):
        rarity = contents.postings.idf(len(having))
        everything[having] += rarity
        if _is_in(document, having):
            shared[having] += rarity
            own[term] = rarity
    lengths = np.sqrt(everything * everything[document])
    likeness = np.divide(shared, lengths, out=np.zeros(size), where=shared > 0)
    return likeness, tuple(sorted(own, key=lambda term: (-own[term], term)))


def _terms(contents: Contents, fields: Collection[str]) -> Iterator[tuple[Term, NDArray[np.int32]]]:
    """The values of the fields with their documents, without retired ones, which count as what they became."""
    for facet in contents.facets:
        if facet.field.name in fields:
            for value in facet.direct.keys() - facet.field.replaced.keys():
                term = (facet.field.name, value)
                yield term, contents.terms[term]


def _is_in(document: int, documents: NDArray[np.int32]) -> bool:
    place = int(documents.searchsorted(document))
    return place < len(documents) and int(documents[place]) == document


def _by_text(contents: Contents, document: int, stems: Iterable[int]) -> Scores:
    """The part of what `document` says in these stems, all of which it has, that each document says too.

    A stem weighs by its rarity on both sides, as in a cosine.
    """
    said = np.zeros(contents.postings.size)
    for stem in stems:
        scored = contents.postings.stem_scored(stem)
        own = scored.scores[scored.documents.searchsorted(document)]
        rarity = contents.postings.idf(len(scored.documents))
        said[scored.documents] += np.minimum(scored.scores, own) * rarity
    return said / (said[document] or 1.0)


def _most_telling(contents: Contents, document: int) -> tuple[int, ...]:
    """The stems with the highest tf-idf of those that say what a document is about, best first."""
    postings = contents.postings
    stems, frequencies = _said(contents, document)
    spread = postings.spread_of(stems)
    is_telling = (frequencies >= MIN_SAID) & (spread > 1) & (spread <= MAX_SPREAD * postings.size)
    rarities = np.array([postings.idf(documents) for documents in spread[is_telling].tolist()])
    in_order = stems[is_telling][np.argsort(-frequencies[is_telling] * rarities, kind="stable")]
    words = (stem for stem in in_order.tolist() if not postings.entry_of(stem).folded.isdecimal())
    return tuple(islice(words, MAX_STEMS))


def _said(contents: Contents, document: int) -> tuple[Numbers, Scores]:
    """The stems of a document, ascending, with how often it says each; stop words are never said.

    Nor is what is searched but not quoted, such as a name.
    """
    postings, tokens = contents.postings, contents.postings.tokens
    own = tokens.slice_of(document)
    texts = contents.documents[document].texts
    weights = np.array([TITLE_WEIGHT, *(text.weight if text.snippet else 0.0 for text in texts)])
    counted = weights[tokens.keys[own] >> PLACE_BITS & MAX_PLACE] * ~tokens.stops[tokens.words[own]]
    stems, places = np.unique_inverse(postings.stems_of(tokens.words[own]))
    return stems, np.bincount(places, weights=counted, minlength=len(stems)).astype(np.float64)


def _with_labels(
    contents: Contents, document: int, terms: Iterable[Term], thesaurus: Thesaurus
) -> Mapping[Term, frozenset[str]]:
    """Terms in the order given, each with the stems of its label in the language of a document."""
    analyser, language = Analyser(), contents.documents[document].language
    concepts = {term: thesaurus.concept(*term) for term in terms}
    labels = {term: concept.label(base_language(language)) if concept else "" for term, concept in concepts.items()}
    return {
        term: frozenset(analyser.entry(word.text, language).stem for word in split(label))
        for term, label in labels.items()
    }


@dataclass(frozen=True, slots=True, eq=False)
class _Reasons:
    """What a document has in common with others.

    Attributes:
        terms: Its values, the rarest first, with the stems of their labels.
        stems: Its most telling ones, best first.
    """

    contents: Contents
    document: int
    terms: Mapping[Term, frozenset[str]]
    stems: tuple[int, ...]

    def to_name(self, other: int, score: float) -> Similar:
        """The group of another document, with the reasons why it is named."""
        shared = tuple(term for term in self.terms if _is_in(other, self.contents.terms[term]))
        return Similar(self.contents.documents[other].group, score, shared, self._words(other, shared))

    def _words(self, other: int, terms: Iterable[Term]) -> tuple[str, ...]:
        """What both say; of a word with hyphens and its parts, the whole."""
        words: list[str] = []
        for word in self._shared_words(other, terms):
            if not any(_is_part(word, each) for each in words):
                words = [*(each for each in words if not _is_part(each, word)), word]
            if len(words) == MAX_WORDS:
                break
        return tuple(words)

    def _shared_words(self, other: int, terms: Iterable[Term]) -> Iterator[str]:
        """The most telling words that the other says too and the labels of the terms do not."""
        stems, frequencies = _said(self.contents, other)
        said = frozenset(stems[frequencies > 0].tolist())
        known = frozenset(chain.from_iterable(self.terms[term] for term in terms))
        for stem in self.stems:
            if stem in said and self.contents.postings.entry_of(stem).stem not in known:
                yield self._written(stem, other)

    def _written(self, stem: int, other: int) -> str:
        """A stem as both documents mostly write it, in small letters if one of them ever does."""
        postings = self.contents.postings
        forms: Counter[str] = Counter()
        for document in (self.document, other):
            own = postings.tokens.slice_of(document)
            places = np.flatnonzero(postings.stems_of(postings.tokens.words[own]) == stem)
            forms.update(self.contents.text(own.start + place) for place in places.tolist())
        return min(forms, key=lambda form: (form != form.lower(), -forms[form], form))


def _is_part(word: str, whole: str) -> bool:
    """Whether a word is one of those that hyphens join, or the whole itself."""
    return word.casefold() in (*whole.casefold().split("-"), whole.casefold())
