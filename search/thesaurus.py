"""Labels and synonyms of vocabulary terms, in all languages, found in what readers write.

A module of its own because it is the one part of a search that neither the documents nor the
reader bring: it is handed to each search, so that a changed vocabulary needs no new index.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple

from search.analysis import Analyser, Word, folded, split, stop_words, without_joined
from search.spelling import spelled

FIRST_LANGUAGE = "en"
"""What is a label in this language is read as that one, whatever it means in others."""

MIN_PART_LETTERS = 5
"""Shorter labels are no sign that a longer word has to do with them."""

_Key = tuple[str, tuple[str, ...]]
_AS_SPELLED = ""
"""Stands for a language where labels are kept by their spelled words and not by stems."""


@dataclass(frozen=True, slots=True)
class Concept:
    """A vocabulary term as the search sees it.

    Attributes:
        field: The facet whose values are such terms; None for a ring of words without
            documents of its own, such as an entry of a glossary.
        labels: Labels and synonyms by language, the preferred one first.
        narrower: Ids in the same field, one level down.
        successors: Ids in the same field that a retired term gave way to.
    """

    field: str | None
    id: str
    labels: Mapping[str, tuple[str, ...]] = dataclasses.field(hash=False)
    narrower: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "labels", MappingProxyType(dict(self.labels)))

    def label(self, language: str) -> str:
        """The preferred label in this language, else in the first one, else the id."""
        own = self.labels.get(language) or next(filter(None, self.labels.values()), (self.id,))
        return own[0]


@dataclass(frozen=True, slots=True)
class Label:
    """One label of a concept, in one language."""

    text: str
    language: str
    concept: Concept

    @property
    def needs_capitals(self) -> bool:
        """Whether it is an acronym that in small letters would be an ordinary word, as RAN is, or EL for Greece."""
        if not self.text.isupper():
            return False
        form = _whole(self.text)
        return form in _ORDINARY or any(form in stop_words(each) for each in _READ)


class _Split(NamedTuple):
    """A label and its words, as written and folded."""

    label: Label
    words: tuple[str, ...]
    bare: tuple[str, ...]

    @classmethod
    def of(cls, label: Label) -> _Split:
        words = tuple(word.text for word in without_joined(split(label.text)))
        return cls(label, words, tuple(map(folded, words)))


@dataclass(frozen=True, slots=True)
class Found:
    """Neighbouring words of a reader that are a label; several labels if it is ambiguous.

    Attributes:
        share: How much of the words is the label, from 0 to 1: less where it is a part of a longer word.
    """

    words: tuple[Word, ...]
    labels: tuple[Label, ...]
    share: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Thesaurus:
    """All concepts, with their labels by the words they are made of. Never changes.

    Attributes:
        words: The words of the labels of each language as written, by their folded form.
    """

    words: Mapping[str, Mapping[str, str]]
    _labels: Mapping[_Key, tuple[Label, ...]]
    _longest: Mapping[tuple[str, str], int]
    _values: Mapping[tuple[str, str], str]
    _concepts: Mapping[tuple[str | None, str], Concept]
    _languages: tuple[str, ...]
    _acronyms: frozenset[Label]
    _single: Mapping[str, tuple[Label, ...]]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the labels, sorted."""
        return self._languages[1:]

    @classmethod
    def of(cls, concepts: Iterable[Concept]) -> Thesaurus:
        """Prepare concepts for look-ups in any of the languages of their labels."""
        concepts = tuple(concepts)
        labels = [
            Label(text, language, concept)
            for concept in concepts
            for language, texts in concept.labels.items()
            for text in texts
        ]
        taken_apart = [each for each in map(_Split.of, labels) if each.words]
        by_key = _labels_by_key(taken_apart)
        longest: dict[tuple[str, str], int] = {}
        for language, words in by_key:
            start = (language, words[0])
            longest[start] = max(longest.get(start, 0), len(words))
        return cls(
            MappingProxyType(_words_by_language(taken_apart)),
            MappingProxyType({key: tuple(found) for key, found in by_key.items()}),
            MappingProxyType(longest),
            MappingProxyType(_ids_by_label(labels)),
            MappingProxyType({(concept.field, concept.id): concept for concept in concepts}),
            (_AS_SPELLED, *sorted({label.language for label in labels})),
            frozenset(label for label in labels if label.needs_capitals),
            MappingProxyType(_labels_by_word(taken_apart)),
        )

    def words_in(self, languages: Iterable[str]) -> Mapping[str, str]:
        """The words of the labels in these languages as written, by their folded form."""
        return dict(chain.from_iterable(self.words.get(each, {}).items() for each in languages))

    def concept(self, field: str | None, concept_id: str) -> Concept | None:
        """The concept of this field and id."""
        return self._concepts.get((field, concept_id))

    def value_id(self, field: str, text: str) -> str | None:
        """The id of the term of `field` that has this label in any language, if there is one."""
        return self._values.get((field, _whole(text)))

    def labels_in(self, words: Iterable[Word], analyser: Analyser) -> Iterator[Found]:
        """The labels that neighbouring words make: from the left, the longest first.

        The words are without joined forms. A label written as in the vocabulary, but for case,
        accents and spelling, goes before those that share its stems only; a label in
        `FIRST_LANGUAGE` goes before those in others. An acronym that looks like an ordinary word
        has to be written in capitals. No word is part of two finds.
        """
        rest = tuple(words)
        while rest:
            found = self._longest_at_start(rest, analyser)
            if found:
                yield found
            rest = rest[len(found.words) if found else 1 :]

    def parts_of(self, word: Word, languages: Collection[str]) -> Iterator[Found]:
        """The longest labels of one word that a longer word begins and ends with, as compounds and inflections do.

        Only labels in other languages than `languages` count, whose own words are known better.
        """
        form = folded(word.text)
        lengths = range(len(form) - 1, MIN_PART_LETTERS - 1, -1)
        for parts in ([form[:length] for length in lengths], [form[-length:] for length in lengths]):
            named = ((part, self._named_elsewhere(part, languages)) for part in parts)
            part, labels = next((each for each in named if each[1]), ("", ()))
            if labels:
                yield Found((word,), labels, len(part) / len(form))

    def _named_elsewhere(self, form: str, languages: Collection[str]) -> tuple[Label, ...]:
        return tuple(label for label in self._single.get(form, ()) if label.language not in languages)

    def _longest_at_start(self, words: Sequence[Word], analyser: Analyser) -> Found | None:
        limits = {
            language: self._longest.get((language, _key(words[0].text, language, analyser)), 0)
            for language in self._languages
        }
        for length in range(min(max(limits.values(), default=0), len(words)), 0, -1):
            languages = [language for language, limit in limits.items() if limit >= length]
            labels = self._labels_of(words[:length], languages, analyser)
            if labels:
                return Found(tuple(words[:length]), labels)
        return None

    def _labels_of(self, words: Sequence[Word], languages: Iterable[str], analyser: Analyser) -> tuple[Label, ...]:
        keys = [(language, tuple(_key(word.text, language, analyser) for word in words)) for language in languages]
        found = {key[0]: self._allowed(self._labels.get(key, ()), words) for key in keys}
        as_spelled = found.pop(_AS_SPELLED, ())
        by_stem = tuple(dict.fromkeys(chain.from_iterable(found.values())))
        if any(label.language == FIRST_LANGUAGE for label in as_spelled):
            return _in_first_language(as_spelled, by_stem)
        return as_spelled or _first_language_first(by_stem)

    def _allowed(self, labels: Iterable[Label], words: Sequence[Word]) -> tuple[Label, ...]:
        """The labels without acronyms that are not written as such."""
        in_capitals = all(word.text.isupper() for word in words)
        return tuple(label for label in labels if in_capitals or label not in self._acronyms)


def _in_first_language(as_spelled: Sequence[Label], by_stem: Sequence[Label]) -> tuple[Label, ...]:
    """The labels in `FIRST_LANGUAGE`: as written, and of the concepts that are so called elsewhere, by their stems."""
    first = [label for label in as_spelled if label.language == FIRST_LANGUAGE]
    elsewhere = {label.concept for label in as_spelled} - {label.concept for label in first}
    near = [label for label in by_stem if label.concept in elsewhere and label.language == FIRST_LANGUAGE]
    return (*first, *near)


def _first_language_first(labels: Sequence[Label]) -> tuple[Label, ...]:
    """The labels without those in other languages of concepts that have one in `FIRST_LANGUAGE`."""
    known = {label.concept for label in labels if label.language == FIRST_LANGUAGE}
    return tuple(label for label in labels if label.language == FIRST_LANGUAGE or label.concept not in known)


def _key(word: str, language: str, analyser: Analyser) -> str:
    if language == _AS_SPELLED:
        return spelled(folded(word), "en")
    return analyser.entry(word, language).stem


def _labels_by_key(labels: Iterable[_Split]) -> dict[_Key, dict[Label, None]]:
    """Each label by its spelled words, and by its stems with accents and without.

    Stemmers know accents and readers may not type them, so that one key would not do.
    """
    analyser = Analyser()
    by_key: dict[_Key, dict[Label, None]] = {}
    for label, words, bare in labels:
        forms = {_AS_SPELLED: (bare,), label.language: (words,) if _is_bare(words) else (words, bare)}
        for language, written in forms.items():
            for texts in written:
                key = (language, tuple(_key(text, language, analyser) for text in texts))
                by_key.setdefault(key, {})[label] = None
    return by_key


def _is_bare(words: Iterable[str]) -> bool:
    """Whether folding does no more than to make letters small."""
    return all(map(str.isascii, words))


def _words_by_language(labels: Iterable[_Split]) -> dict[str, Mapping[str, str]]:
    """The words of labels as written where they come first, by language and folded form."""
    found: dict[str, dict[str, str]] = {}
    for label, words, bare in labels:
        known = found.setdefault(label.language, {})
        for word, form in zip(words, bare, strict=True):
            known.setdefault(form, word)
    return {language: MappingProxyType(words) for language, words in found.items()}


def _labels_by_word(labels: Iterable[_Split]) -> dict[str, tuple[Label, ...]]:
    """The labels that are one word long enough to be known as a part of another, by that word."""
    found: dict[str, list[Label]] = {}
    for label, _, bare in labels:
        if len(bare) == 1 and len(bare[0]) >= MIN_PART_LETTERS:
            found.setdefault(bare[0], []).append(label)
    return {form: tuple(each) for form, each in found.items()}


def _ids_by_label(labels: Iterable[Label]) -> dict[tuple[str, str], str]:
    ids: dict[tuple[str, str], str] = {}
    for label in labels:
        if label.concept.field is not None:
            ids.setdefault((label.concept.field, _whole(label.text)), label.concept.id)
    return ids


def _whole(text: str) -> str:
    return " ".join(folded(word.text) for word in split(text))


_READ = ("en", "de", "es", "fr", "it", "nl", "pl", "sv")
"""Languages that readers are most likely to write whole questions in."""

_ORDINARY = frozenset(
    "act add age ago aid aim air app area arm art ask bad bag ban bar bed bet big bit box boy bus buy can car cat"
    " cost cut day dog due ear eat end eye far fit fun gap get god gun guy hat help hit hot ice ill job joy just key"
    " kid law lay lea led leg let lie lot low mad man map met mix net new now odd off oil old one out own part pay pen"
    " per pet pin pop put ran rat raw rec red rid row run sad saw say sea see set sex shy sit six sky son sun tax tea"
    " ten tie tip top toy try two use van vat via vie vote war way web wet win won yet".split()
)
"""Short English words that are no stop words and that acronyms can look like."""


EMPTY = Thesaurus.of(())
"""A thesaurus that knows nothing."""
