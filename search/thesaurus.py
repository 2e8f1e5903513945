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

from search.analysis import Analyser, Word, folded, split, without_joined
from search.spelling import spelled

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
        accents and spelling, goes before those that share its stems only. No word is part of
        two finds.
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
        found = {key[0]: self._labels.get(key, ()) for key in keys}
        as_spelled = found.pop(_AS_SPELLED, ())
        return as_spelled or tuple(dict.fromkeys(chain.from_iterable(found.values())))


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


EMPTY = Thesaurus.of(())
"""A thesaurus that knows nothing."""
