"""Texts and questions to measure with, drawn from the real entries; the same seed draws the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from random import Random

from kb.documents import FACETS, facet_fields
from search import Document, FacetField, Text
from tests.content.real import snapshot

SEED = 2026
WORDS = 230
"""Words of a text, about."""

MAX_TITLE = 80
"""Characters of a title before its number, so that the checker does not find it too long."""

COUNTED = FACETS[:6]
"""The facets that are filtered by and counted."""


class Kind(Enum):
    """What is asked for: documents with a word, with one of several words, or with words in a row."""

    TERM = "term"
    ANY = "any"
    PHRASE = "phrase"


@dataclass(frozen=True, slots=True)
class Question:
    """Words in the engines' common ground: small letters of ASCII, no stop words.

    Attributes:
        chosen: a facet and a value of it, for engines that are asked to filter.
    """

    kind: Kind
    words: tuple[str, ...]
    chosen: tuple[str, str]


def real_documents() -> tuple[Document, ...]:
    """Those of the real entries, with the values of all facets."""
    return snapshot().content.documents


def all_fields() -> tuple[FacetField, ...]:
    """The facets of the site."""
    return facet_fields(snapshot().collection.vocabularies)


def counted_fields() -> tuple[FacetField, ...]:
    """The facets in `COUNTED`."""
    return tuple(field for field in all_fields() if field.name in COUNTED)


def drawn(real: Sequence[Document], count: int, seed: int = SEED) -> tuple[Document, ...]:
    """Draw documents: title and first passage of one entry, more passages of any, and the values of each facet of any.

    So a facet value is as frequent as in the real entries, and every text is another one. The first documents are
    the same whatever the count.
    """
    random = Random(seed)
    passages = [text for document in real for text in document.texts if text.snippet]
    return tuple(_document(random, number, real, passages) for number in range(count))


def _document(random: Random, number: int, real: Sequence[Document], passages: Sequence[Text]) -> Document:
    named = random.choice(real)
    return Document(
        id=f"entry-{number}",
        language="en",
        title=f"{named.title[:MAX_TITLE]} ({number})",
        texts=tuple(_passages(random, named.texts[0], passages)),
        facets={name: random.choice(real).facets.get(name, ()) for name in FACETS},
    )


def _passages(random: Random, first: Text, others: Sequence[Text]) -> Iterator[Text]:
    """The first passage, and others until the next one would lead further away from `WORDS`."""
    text, words = first, 0
    while True:
        following = words + len(text.text.split())
        if words and abs(WORDS - following) > abs(WORDS - words):
            return
        yield text
        text, words = random.choice(others), following


def questions(documents: Sequence[Document], kind: Kind, count: int, seed: int = SEED) -> tuple[Question, ...]:
    """Draw questions that the documents can answer; a word is drawn the more often, the more frequent it is."""
    random = Random(f"{seed} {kind.value}")
    return tuple(_question(random, documents, kind) for _ in range(count))


def _question(random: Random, documents: Sequence[Document], kind: Kind) -> Question:
    document = random.choice(documents)
    if kind is Kind.ANY:
        words = tuple(_words_in_a_row(random, random.choice(documents), 1)[0] for _ in range(3))
    else:
        words = _words_in_a_row(random, document, 1 if kind is Kind.TERM else 2)
    values = [(name, value) for name in COUNTED for value in document.facets.get(name, ())]
    return Question(kind, words, random.choice(values))


def _words_in_a_row(random: Random, document: Document, length: int) -> tuple[str, ...]:
    """Neighbouring words of a text, with nothing but a space between them."""
    text = " \n".join(text.text for text in document.texts)
    runs = re.findall(rf"(?<![\w'’-])(?=({' '.join([_PLAIN] * length)})(?![\w'’-]))", text)
    return tuple(random.choice(runs).split())


_PLAIN = "[a-z]{6,12}"
"""A word that every engine reads alike; those of six letters and more are hardly ever stop words."""


def labels(count: int, seed: int = SEED) -> tuple[str, ...]:
    """Draw labels of terms in any language, as readers write them who look for a term."""
    terms = [term for name in COUNTED[:1] + COUNTED[4:] for term in _terms(name).values()]
    names = sorted({name for labels in terms for name in labels})
    return tuple(Random(seed).choices(names, k=count))


def _terms(field: str) -> Mapping[str, tuple[str, ...]]:
    vocabulary = snapshot().collection.vocabularies[field.replace("_", "-")]
    return {term.id: tuple(name for _, name in term.names()) for term in vocabulary.terms.values()}


def frequent_words(documents: Sequence[Document]) -> tuple[str, ...]:
    """The words of the documents in small letters, the most frequent first."""
    texts = (text.text.lower() for document in documents for text in document.texts)
    counts = Counter(word for text in texts for word in re.findall("[a-z]+", text))
    return tuple(word for word, _ in counts.most_common())
