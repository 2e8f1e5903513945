"""What a query asks for, part by part: the documents each part finds, and why.

A module of its own between the query language and the ranking: here words become stems, labels
become terms, and each part keeps what is needed to explain a hit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from search.analysis import (
    Analyser,
    Word,
    common_words,
    folded,
    languages_of,
    split,
    stop_words,
    without_joined,
)
from search.query import ClauseKind, Notice, NoticeCode, ParsedQuery
from search.ranking import NO_TOKENS, NOTHING, Lookup, Postings, Scored
from search.results import Relation
from search.thesaurus import Concept, Found, Label, Thesaurus
from search.tokens import Numbers

TERM_WEIGHT = 0.6
NARROWER_WEIGHT = 0.4
LABEL_WEIGHT = 0.5
COMMON_WEIGHT = 0.5
"""Of a word that says little. Chosen on the Cranfield collection: all from 0.1 to 0.5 are better there than 1."""
MIN_TELLING_WORDS = 3
"""With fewer, whatever has one of them is an answer."""
CHANCE_LETTERS = 6
"""Shorter words can be known in one language and be a label in another by chance."""
MIN_SHARE = 0.6
"""A label that is less of a longer word does not explain it."""
MAX_EXPANSIONS = 64
MAX_BEGINNINGS = 64

TermDocuments = Mapping[tuple[str, str], NDArray[np.int32]]
"""The documents, ascending, that have a value of a field."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One thing that documents are found by.

    Attributes:
        word: As the reader wrote it.
        entries: Words of the index to mark and explain; empty for a phrase or a term.
        starts: For a phrase, the tokens at which it begins; `length` is its number of words.
        relation: None where the form in the document decides.
        label: The vocabulary label that was recognised.
        concept: What stands in the document, if it is there as a term and not in its text.
    """

    word: str
    scored: Scored
    entries: tuple[int, ...] = ()
    starts: Numbers | None = None
    length: int = 1
    relation: Relation | None = None
    label: Label | None = None
    concept: Concept | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A query as parts.

    Attributes:
        own: The reader's own words; one written twice counts twice.
        helpful: Expansions; of those in one tuple a document gets the best only.
        required: Phrases: a document must have all of them.
        excluded: Documents that must not be shown.
        asks: Whether there is anything to find besides filters.
        asked: What a document would score about that has each telling word once; 0 if these are too few to tell, or
            in a language of which the documents cannot have all words.
        unmatched: Words that neither a document nor a vocabulary knows.
        written_in: The languages that the reader seems to write in; none if nothing tells.
        foreign: The same, if no document is in one of them.
    """

    own: tuple[Part, ...]
    helpful: tuple[tuple[Part, ...], ...]
    required: tuple[Part, ...]
    excluded: NDArray[np.int32]
    asks: bool
    asked: float
    unmatched: tuple[Word, ...]
    written_in: frozenset[str]
    foreign: frozenset[str]
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Planner:
    """Looks up the parts of one query. Serves one search, because its analyser does."""

    postings: Postings
    thesaurus: Thesaurus
    terms: TermDocuments
    analyser: Analyser

    def plan(self, parsed: ParsedQuery, *, exact: bool) -> Plan:
        """Look up everything a parsed query asks for; `exact` leaves vocabularies out."""
        words = [word for clause in parsed.wanted(ClauseKind.WORDS) for word in clause.words]
        prefixes = [clause.words[0].text for clause in parsed.wanted(ClauseKind.PREFIX)]
        phrases = [clause.words for clause in parsed.wanted(ClauseKind.PHRASE)]
        times = Counter(word.text for word in words)
        lookups = {text: self.postings.lookup(text, self.analyser) for text in times}
        written_in = languages_of(words, (*self.postings.languages, *self.thesaurus.languages))
        foreign = self._foreign(words, lookups, written_in)
        found = [] if exact else self._found(parsed, words, lookups, written_in)
        helpful, notices = self._helpful({one.labels: one for one in found}.values())
        named = {word.start for one in found if one.share >= MIN_SHARE for word in one.words}
        silent = self._silent(words, found, lookups, foreign)
        in_texts = [word for word in words if lookups[word.text].stems]
        unknown = [word for word in words if not lookups[word.text].stems and word.start not in named]
        is_plain = not phrases and not prefixes
        return Plan(
            own=(
                *self._words(lookups, times, silent, alone=is_plain),
                *(self._beginning(text, times) for text, times in Counter(prefixes).items()),
            ),
            helpful=helpful,
            required=tuple(self._phrase(phrase) for phrase in phrases),
            excluded=self._excluded(parsed),
            asks=bool(words or prefixes or phrases),
            asked=self._asked([*in_texts, *unknown], lookups, silent) if is_plain and not foreign else 0.0,
            unmatched=tuple(word for word in unknown if word.text not in silent and _is_as_written(word)),
            written_in=written_in,
            foreign=foreign,
            notices=notices,
        )

    def _foreign(
        self, words: Iterable[Word], lookups: Mapping[str, Lookup], written_in: frozenset[str]
    ) -> frozenset[str]:
        """Of the languages that the words seem to be in, those of no document.

        One stop word of a language shows nothing unless there is a word, too, that no document has.
        """
        if written_in.intersection(self.postings.languages):
            return frozenset()
        stops = {word.text for word in words if _is_stop_word(word.text, written_in)}
        unknown = {text for text, lookup in lookups.items() if not lookup.stems}
        return written_in if len(stops) > 1 or unknown - stops else frozenset()

    def _found(
        self,
        parsed: ParsedQuery,
        words: Sequence[Word],
        lookups: Mapping[str, Lookup],
        written_in: Collection[str],
    ) -> list[Found]:
        """The labels in the words, and those within words that nothing else is known of."""
        own = self.postings.languages
        whole = [one for run in _runs(parsed) for one in self.thesaurus.labels_in(run, self.analyser)]
        found = [kept for one in whole if (kept := self._meant(one, {*own, *written_in}, lookups))]
        named = {word.start for one in found for word in one.words}
        unknown = [word for word in words if word.start not in named and not lookups[word.text].stems]
        return found + [part for word in unknown for part in self.thesaurus.parts_of(word, own)]

    def _meant(self, found: Found, read: Collection[str], lookups: Mapping[str, Lookup]) -> Found | None:
        """The find without the labels of one word in languages that nobody writes in here.

        Swedish "barn" is a child and Danish "had" is hate, but not to those who write English. Longer words are hardly
        ever the same in two languages by chance: they, and words that no document knows, are read in any, unless they
        are common words.
        """
        if len(found.words) > 1:
            return found
        labels = tuple(label for label in found.labels if label.language in read)
        if labels:
            return replace(found, labels=labels)
        text = found.words[0].text
        is_chance = bool(lookups[text].stems) and len(folded(text)) < CHANCE_LETTERS
        return None if is_chance or self._is_common(text) or _is_stop_word(text, read) else found

    def _silent(
        self,
        words: Iterable[Word],
        found: Collection[Found],
        lookups: Mapping[str, Lookup],
        foreign: Iterable[str],
    ) -> frozenset[str]:
        """The words of a reader that say nothing beside others, whether or not the documents know these.

        Stop words of the documents' languages and single letters always. Those of another language of the
        vocabularies once the reader seems to write in it: with two of them, or with one and a word that no document
        has; and then all that are common in it. What a label was recognised by says something, unless it is a stop
        word of the label's own language.
        Where all that is left says nothing and makes no label, none is named.
        """
        told = _telling(found)
        written = {word.text for word in words if _is_as_written(word)}
        silent = {
            text
            for text in lookups
            if _is_letter(text) or (text not in told and _is_stop_word(text, self.postings.languages))
        }
        left = written - silent
        unknown = {text for text in left if not lookups[text].stems}
        for language in self.thesaurus.languages:
            stops = {text for text in left if _is_stop_word(text, (language,))}
            if len(stops) > 1 or (stops and unknown - stops):
                silent |= stops - told
        for language in foreign:
            silent |= {text for text in left - told if folded(text) in common_words(language)}
        return frozenset(silent) if found or not written <= silent else frozenset()

    def _words(
        self, lookups: Mapping[str, Lookup], times: Mapping[str, int], silent: Collection[str], *, alone: bool
    ) -> Iterator[Part]:
        """The words that say something; if all are stop words and nothing else is asked for, all."""
        kept = {text: lookup for text, lookup in lookups.items() if text not in silent}
        counted = {text: lookup.without_stop_languages() for text, lookup in kept.items()}
        if alone and not any(lookup.stems for lookup in counted.values()):
            counted = kept
        for text, lookup in counted.items():
            if lookup.stems:
                weight = COMMON_WEIGHT if self._is_common(text) else 1.0
                scored = self.postings.word_scored(lookups[text], lookup).times(weight * times[text])
                yield Part(text, scored, self.postings.entries_of(lookup))

    def _asked(self, words: Iterable[Word], lookups: Mapping[str, Lookup], silent: Collection[str]) -> float:
        """The rarity of all of the words that say something; one that no document has is as rare as can be."""
        texts = {word.text for word in words if word.text not in silent and not self._is_common(word.text)}
        enough = len(texts) >= MIN_TELLING_WORDS
        return sum(self.postings.rarity(lookups[text]) for text in texts) if enough else 0.0

    def _is_common(self, text: str) -> bool:
        form = folded(text)
        return any(form in common_words(language) for language in self.postings.languages)

    def _beginning(self, text: str, times: int = 1) -> Part:
        entries = self.postings.beginning_with(folded(text), MAX_BEGINNINGS)
        scored = self.postings.scored(self.postings.tokens_of(entries)).times(times)
        return Part(f"{text}*", scored, entries, relation=Relation.PART)

    def _phrase(self, words: Sequence[Word]) -> Part:
        kept = without_joined(words)
        starts = self._starts([self.postings.entries_of(self.postings.lookup(w.text, self.analyser)) for w in kept])
        text = " ".join(word.text for word in kept)
        return Part(text, self.postings.scored(starts), starts=starts, length=len(kept))

    def _starts(self, words: Sequence[tuple[int, ...]]) -> Numbers:
        """Where the words stand one after the other, each given by its entries."""
        return self.postings.phrase(words) if all(words) else NO_TOKENS

    def _label_starts(self, words: Iterable[Word], language: str) -> Numbers:
        """Where a label stands. Nobody wrote it, so it has to be these words and not only their stems."""
        return self._starts([self.postings.inflections_of(w.text, language, self.analyser) for w in words])

    def _excluded(self, parsed: ParsedQuery) -> NDArray[np.int32]:
        found = [NOTHING.documents]
        for clause in parsed.unwanted(ClauseKind.PHRASE):
            found.append(self._phrase(clause.words).scored.documents)
        for clause in parsed.unwanted(ClauseKind.PREFIX):
            found.append(self._beginning(clause.words[0].text).scored.documents)
        return np.unique(np.concatenate(found))

    def _helpful(self, found: Iterable[Found]) -> tuple[tuple[tuple[Part, ...], ...], tuple[Notice, ...]]:
        """At most `MAX_EXPANSIONS` parts in all, and a notice if there were more."""
        helpful = []
        left = MAX_EXPANSIONS
        for one in found:
            parts = tuple(islice(self._expanded(one), left + 1))
            helpful.append(parts[:left])
            if len(parts) > left:
                return tuple(helpful), (Notice(NoticeCode.EXPANSIONS_CUT),)
            left -= len(parts)
        return tuple(helpful), ()

    def _expanded(self, found: Found) -> Iterator[Part]:
        """What a label leads to: the entries of its term, then its other labels."""
        word = " ".join(word.text for word in found.words)
        for label in found.labels:
            yield from self._terms(word, label)
        seen = {_folded_words(text) for text in (word, *(label.text for label in found.labels))}
        for label in found.labels:
            yield from self._other_labels(word, label, seen)

    def _terms(self, word: str, label: Label) -> Iterator[Part]:
        concept = label.concept
        if concept.field is None:
            return
        for term_id, weight in (
            (concept.id, TERM_WEIGHT),
            *((successor, TERM_WEIGHT) for successor in concept.successors),
            *((narrower, NARROWER_WEIGHT) for narrower in concept.narrower),
        ):
            documents = self.terms.get((concept.field, term_id), NOTHING.documents)
            if len(documents):
                score = weight * self.postings.idf(len(documents))
                scored = Scored(documents, np.full(len(documents), score))
                named = self.thesaurus.concept(concept.field, term_id) or concept
                yield Part(word, scored, label=label, concept=named)

    def _other_labels(self, word: str, label: Label, seen: set[tuple[str, ...]]) -> Iterator[Part]:
        for language in sorted(set(label.concept.labels) & set(self.postings.languages)):
            for text in label.concept.labels[language]:
                words = without_joined(split(text))
                if not words or _folded_words(text) in seen:
                    continue
                seen.add(_folded_words(text))
                starts = self._label_starts(words, language)
                if len(starts):
                    same = language == label.language
                    yield Part(
                        word,
                        self.postings.scored(starts).times(LABEL_WEIGHT),
                        starts=starts,
                        length=len(words),
                        relation=Relation.SYNONYM if same else Relation.TRANSLATION,
                        label=label,
                    )


def _runs(parsed: ParsedQuery) -> Iterator[tuple[Word, ...]]:
    """Plain words that stand side by side; anything else between them parts them."""
    run: list[Word] = []
    for clause in parsed.clauses:
        if clause.kind is ClauseKind.WORDS:
            run += without_joined(clause.words)
            continue
        yield tuple(run)
        run = []
    yield tuple(run)


def _telling(found: Iterable[Found]) -> frozenset[str]:
    """The words that labels were recognised by, without those that are stop words in the languages of these labels."""
    return frozenset(
        word.text
        for one in found
        for word in one.words
        if not all(_is_stop_word(word.text, (label.language,)) for label in one.labels)
    )


def _is_stop_word(text: str, languages: Iterable[str]) -> bool:
    form = folded(text)
    return any(form in stop_words(language) for language in languages)


def _is_letter(text: str) -> bool:
    return len(text) == 1 and text.isalpha()


def _is_as_written(word: Word) -> bool:
    """Whether it is neither cut nor joined from parts."""
    return word.end - word.start == len(word.text)


def _folded_words(text: str) -> tuple[str, ...]:
    return tuple(folded(word.text) for word in without_joined(split(text)))
