"""Labels and synonyms of vocabulary terms, in all languages, found in what readers write.

A module of its own because it is the one part of a search that neither the documents nor the
reader bring: it is handed to each search, so that a changed vocabulary needs no new index.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType

from search.analysis import Analyser, Word, folded, split, stop_words, without_joined
from search.spelling import spelled

FIRST_LANGUAGE = "en"
"""What is a label in this language is read as that one, whatever it means in others."""

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
        form = _whole(self.text)
        return self.text.isupper() and (form in _ORDINARY or any(form in stop_words(each) for each in _READ))


@dataclass(frozen=True, slots=True)
class Found:
    """Neighbouring words of a reader that are a label; several labels if it is ambiguous."""

    words: tuple[Word, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Thesaurus:
    """All concepts, with their labels by the words they are made of. Never changes.

    Attributes:
        words: The words of all labels as written, by their folded form.
    """

    words: Mapping[str, str]
    _labels: Mapping[_Key, tuple[Label, ...]]
    _longest: Mapping[tuple[str, str], int]
    _values: Mapping[tuple[str, str], str]
    _concepts: Mapping[tuple[str | None, str], Concept]
    _languages: tuple[str, ...]
    _acronyms: frozenset[Label]

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
        by_key = _labels_by_key(labels)
        longest: dict[tuple[str, str], int] = {}
        for language, words in by_key:
            start = (language, words[0])
            longest[start] = max(longest.get(start, 0), len(words))
        written = [word.text for label in labels for word in split(label.text)]
        return cls(
            MappingProxyType({folded(word): word for word in reversed(written)}),
            MappingProxyType({key: tuple(found) for key, found in by_key.items()}),
            MappingProxyType(longest),
            MappingProxyType(_ids_by_label(labels)),
            MappingProxyType({(concept.field, concept.id): concept for concept in concepts}),
            (_AS_SPELLED, *sorted({label.language for label in labels})),
            frozenset(label for label in labels if label.needs_capitals),
        )

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


def _labels_by_key(labels: Iterable[Label]) -> dict[_Key, dict[Label, None]]:
    """Each label by its spelled words, and by its stems with accents and without.

    Stemmers know accents and readers may not type them, so that one key would not do.
    """
    analyser = Analyser()
    by_key: dict[_Key, dict[Label, None]] = {}
    for label in labels:
        words = [word.text for word in without_joined(split(label.text))]
        if not words:
            continue
        bare = [folded(word) for word in words]
        for language, texts in (
            (_AS_SPELLED, bare),
            (label.language, words),
            (label.language, bare),
        ):
            key = (language, tuple(_key(text, language, analyser) for text in texts))
            by_key.setdefault(key, {})[label] = None
    return by_key


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
