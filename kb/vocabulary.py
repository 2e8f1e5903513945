"""Terms and vocabularies: the lists that entries are tagged from, in the words of SKOS.

Source: W3C Recommendation "SKOS Simple Knowledge Organization System Reference", 18 August 2009.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import Enum
from types import MappingProxyType
from typing import NewType

__all__ = ["LIKE", "Term", "TermId", "TermStatus", "Vocabulary", "closest", "empty", "folded"]

TermId = NewType("TermId", str)


def empty() -> Mapping[str, str]:
    """A mapping that holds nothing and stays so."""
    return MappingProxyType({})


def _no_lists() -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({})


class TermStatus(Enum):
    """Whether a term is in use. A candidate is in use and waits for a coordinator's yes."""

    CURRENT = "current"
    CANDIDATE = "candidate"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Term:
    """One concept of a vocabulary.

    Attributes:
        labels: language to preferred label; "en" is always there.
        synonyms: language to alternative labels: abbreviations, old names, words that readers type.
        broader, related, replaced_by, succeeded_by: ids in the same vocabulary. `replaced_by` is about the term, and
            retires it; `succeeded_by` is about the thing, such as a programme that ended, and does not.
        matches: kind of SKOS mapping ("exact_match", ...) to addresses of outside concepts.
        notes: keys that only one vocabulary has, such as `acronym` or `max_level`, as text.
        lists: the same where the value is a list.
    """

    id: TermId
    labels: Mapping[str, str]
    definition: str = ""
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=_no_lists)
    broader: tuple[TermId, ...] = ()
    related: tuple[TermId, ...] = ()
    status: TermStatus = TermStatus.CURRENT
    replaced_by: tuple[TermId, ...] = ()
    succeeded_by: tuple[TermId, ...] = ()
    sources: tuple[str, ...] = ()
    matches: Mapping[str, tuple[str, ...]] = field(default_factory=_no_lists)
    notes: Mapping[str, str] = field(default_factory=empty)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=_no_lists)

    @property
    def is_retired(self) -> bool:
        return self.status is TermStatus.RETIRED

    def label(self, language: str = "en") -> str:
        """The preferred label in `language`, else in English."""
        return self.labels.get(language) or self.labels["en"]

    def label_language(self, language: str) -> str:
        """The language that `label` answers in."""
        return language if self.labels.get(language) else "en"

    def names(self) -> Iterator[tuple[str, str]]:
        """Every label and synonym with its language, preferred labels first."""
        yield from self.labels.items()
        for language, words in self.synonyms.items():
            yield from ((language, word) for word in words)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """One list of terms, in the order of its file.

    Attributes:
        titles: language to title; "en" is always there.
        drafts: languages whose labels and synonyms no native reader has been through.
        notes: keys of the file's head that only some vocabularies have, as text.
    """

    id: str
    titles: Mapping[str, str]
    terms: Mapping[TermId, Term]
    note: str = ""
    drafts: tuple[str, ...] = ()
    notes: Mapping[str, str] = field(default_factory=empty)

    def title(self, language: str = "en") -> str:
        return self.titles.get(language) or self.titles["en"]

    def find(self, identifier: str) -> Term | None:
        return self.terms.get(TermId(identifier))

    def label(self, identifier: str, language: str = "en") -> str:
        """The label of a term; the id itself where the list could not be read."""
        term = self.find(identifier)
        return term.label(language) if term else identifier

    @property
    def top(self) -> tuple[Term, ...]:
        """The terms without a broader one that are not retired."""
        return tuple(term for term in self.terms.values() if not term.broader and not term.is_retired)

    def narrower(self, identifier: str) -> tuple[Term, ...]:
        """The terms that name `identifier` as broader, in file order."""
        return tuple(term for term in self.terms.values() if identifier in term.broader)

    def predecessors(self, identifier: str) -> tuple[Term, ...]:
        """The retired terms that lead to `identifier`, in file order."""
        return tuple(term for term in self.terms.values() if identifier in term.replaced_by)

    def followed(self, identifier: str) -> tuple[Term, ...]:
        """The terms of things that `identifier` came after, in file order."""
        return tuple(term for term in self.terms.values() if identifier in term.succeeded_by)

    def successors(self, identifier: str) -> tuple[Term, ...]:
        """What a retired term became, followed to terms that are in use. A loop ends where it closes."""
        found: dict[TermId, Term] = {}
        seen = {identifier}
        waiting = list(self._replacing(identifier))
        while waiting:
            term = waiting.pop(0)
            if term.id in seen:
                continue
            seen.add(term.id)
            if term.is_retired:
                waiting += self._replacing(term.id)
            else:
                found[term.id] = term
        return tuple(found.values())

    def _replacing(self, identifier: str) -> tuple[Term, ...]:
        term = self.find(identifier)
        return tuple(self.terms[each] for each in term.replaced_by if each in self.terms) if term else ()

    def named(self, name: str) -> tuple[Term, ...]:
        """The terms that have `name` as id, label or synonym in any language, whatever its case and marks."""
        wanted = folded(name)
        return tuple(
            term
            for term in self.terms.values()
            if folded(term.id) == wanted or any(folded(word) == wanted for _, word in term.names())
        )

    def closest_ids(self, name: str, most: int = 3) -> tuple[TermId, ...]:
        """The ids in use whose id, label or synonym is spelt most like `name`, best first; none if nothing is near."""
        words = {
            folded(word): term.id
            for term in reversed(tuple(self.terms.values()))
            if not term.is_retired
            for word in (term.id, *(name for _, name in term.names()))
        }
        return tuple(dict.fromkeys(words[word] for word in closest(folded(name), words, most * 3)))[:most]


def folded(name: str) -> str:
    """A name without case, accents, and difference between space, hyphen and underscore."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(kept.replace("-", " ").replace("_", " ").replace("&", " and ").split())


LIKE = 0.66
"""The share of letters in common from which two words count as spelt alike; the measure is difflib's ratio."""


def closest(word: str, candidates: Iterable[str], most: int = 1, at_least: float = LIKE) -> tuple[str, ...]:
    """Up to `most` of `candidates` spelt like `word`, best first; ties by alphabet. At most 80 letters count."""
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(word[:80])
    scored = []
    for candidate in set(candidates):
        matcher.set_seq1(candidate[:80])
        if all(bound() >= at_least for bound in (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)):
            scored.append((-matcher.ratio(), candidate))
    return tuple(candidate for _, candidate in sorted(scored)[:most])
