"""How each language is split into words, folded, stemmed and stripped of stop words.

The same is done to documents and to what readers write. A word goes through four forms:

- as written: `Écoles`, `Radicalization`
- folded, one form for all who cannot or will not type accents: `ecoles`, `radicalization`
- spelled, one form for all who spell: `ecoles`, `radicalisation`
- its stem, folded after stemming because stemmers know accents: `ecol`, `radicalis`
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

import Stemmer
import stopwordsiso
from whoosh.lang.stopwords import stoplists

from search.spelling import spelled

MAX_LETTERS = 64
"""More letters of a word than these are not looked at."""

STEMMERS: Mapping[str, str] = MappingProxyType(
    {
        "ca": "catalan",
        "cs": "czech",
        "da": "danish",
        "de": "german",
        "el": "greek",
        "en": "english",
        "es": "spanish",
        "et": "estonian",
        "eu": "basque",
        "fi": "finnish",
        "fr": "french",
        "ga": "irish",
        "hu": "hungarian",
        "it": "italian",
        "lt": "lithuanian",
        "nb": "norwegian",
        "nl": "dutch",
        "nn": "norwegian",
        "no": "norwegian",
        "pl": "polish",
        "pt": "portuguese",
        "ro": "romanian",
        "ru": "russian",
        "sr": "serbian",
        "sv": "swedish",
        "tr": "turkish",
    }
)
"""Snowball's algorithm by language; words of other languages are their own stems."""


class Word(NamedTuple):
    """A word of a text, as written.

    `start` and `end` (exclusive) are offsets into the text. `place` counts words from 0;
    the joined form of a word with hyphens has the place of its first part.
    """

    text: str
    start: int
    end: int
    place: int


class Entry(NamedTuple):
    """A word of an index: what it is in its language, and its folded form."""

    language: str
    stem: str
    folded: str


def split(text: str) -> tuple[Word, ...]:
    """The words of a text: runs of letters, marks and digits of any script.

    Elided articles (l', dell', qu') and English endings ('s, 't) are left out. The parts of
    a word with one or two hyphens are words, and so is what they make together.
    """
    words: list[Word] = []
    place = 0
    for chunk in _CHUNK.finditer(text):
        start, end = chunk.span()
        if chunk[0].isalnum():
            words.append(Word(chunk[0], start, end, place))
            place += 1
            continue
        parts = [part for piece in _PIECE.finditer(text, start, end) for part in _parts(piece)]
        words += (Word(text[a:b], a, b, place + i) for i, (a, b) in enumerate(parts))
        if _HYPHENATED.fullmatch(chunk[0]):
            words.append(Word("".join(text[a:b] for a, b in parts), start, end, place))
        place += len(parts)
    return tuple(words)


def without_joined(words: Iterable[Word]) -> tuple[Word, ...]:
    """One word for each place: the parts of words with hyphens, not what they make together."""
    by_place: dict[int, Word] = {}
    for word in words:
        by_place.setdefault(word.place, word)
    return tuple(by_place.values())


def folded(text: str) -> str:
    """A word in small letters without marks and ligatures; empty if nothing is left.

    Turkish dotless i and the strokes of ł, ø, đ and ħ, which Unicode does not take for marks,
    go by a table.
    """
    if text.isascii():
        return text.lower()
    bare = unicodedata.normalize("NFKD", _small(text)).translate(_WITHOUT_STROKES)
    return "".join(filter(str.isalnum, bare))


def base_language(language: str) -> str:
    """The language of a tag: "pt" of "pt-BR"."""
    return language.partition("-")[0].lower()


@lru_cache(maxsize=64)
def stop_words(language: str) -> frozenset[str]:
    """Folded words that say nothing in this language; none for a language without a list.

    Snowball's lists where there is one. Those of stopwords-iso are good for the languages that
    Snowball leaves out, but count "research", "young" and "work" as English stop words.
    """
    code = base_language(language)
    listed = stoplists.get("no" if code in ("nb", "nn") else code)
    if listed is None:
        listed = stopwordsiso.stopwords(code) if stopwordsiso.has_lang(code) else ()
    return _folded_parts(listed)


def _folded_parts(listed: Iterable[str]) -> frozenset[str]:
    return frozenset(folded(part.text) for word in listed for part in split(word))


def languages_of(words: Iterable[Word], languages: Iterable[str]) -> frozenset[str]:
    """The languages in which most of the words are stop words; none if no word is one."""
    forms = [folded(word.text) for word in words]
    counts = {language: sum(form in stop_words(language) for form in forms) for language in languages}
    most = max(counts.values(), default=0)
    return frozenset(language for language, count in counts.items() if most and count == most)


@lru_cache(maxsize=64)
def common_words(language: str) -> frozenset[str]:
    """Folded words that say little in this language, its stop words among them: how people talk, not of what.

    The lists of stopwords-iso, which are long because they were made to be left out of counts.
    """
    code = base_language(language)
    listed = stopwordsiso.stopwords(code) if stopwordsiso.has_lang(code) else ()
    return stop_words(language) | _folded_parts(listed)


class Analyser:
    """Turns words into entries, each distinct word once.

    Stemmers must not be shared by threads, so neither must this: make one for each build and
    each search, which costs next to nothing.
    """

    def __init__(self) -> None:
        self._stemmers: dict[str, Stemmer.Stemmer | None] = {}
        self._entries: dict[tuple[str, str], Entry] = {}

    def entry(self, text: str, language: str) -> Entry:
        """What the word is in this language; folded is empty if it is no word at all."""
        entry = self._entries.get((text, language))
        if entry is None:
            text = text[:MAX_LETTERS]
            bare = folded(text)
            stem = folded(self._stem(spelled(_small(text), base_language(language)), language))
            entry = self._entries[text, language] = Entry(language, stem or bare, bare)
        return entry

    def _stem(self, small: str, language: str) -> str:
        if language not in self._stemmers:
            name = STEMMERS.get(base_language(language))
            self._stemmers[language] = Stemmer.Stemmer(name) if name else None
        stemmer = self._stemmers[language]
        return str(stemmer.stemWord(small)) if stemmer else small


_LETTERS = r"[^\W_]+(?:[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]+[^\W_]*)*"
_CHUNK = re.compile(rf"{_LETTERS}(?:['’ʼ\-‐‑]{_LETTERS})*")
_PIECE = re.compile(rf"{_LETTERS}(?:['’ʼ]{_LETTERS})*")
_RUN = re.compile(_LETTERS)
_HYPHENATED = re.compile(r"[^\W\d_]+(?:[\-‐‑][^\W\d_]+){1,2}")
_ELISIONS = frozenset(
    "all bell c coll d dall dell j jusqu l lorsqu m n nell puisqu qu quell quest quoiqu s sant sull t un".split()
)
_ENDINGS = frozenset("d ll m re s t ve".split())
_WITHOUT_STROKES = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)


def _small(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _parts(piece: re.Match[str]) -> list[tuple[int, int]]:
    """The spans of what apostrophes separate, without elisions before and endings after."""
    runs = list(_RUN.finditer(piece.string, *piece.span()))
    while len(runs) > 1 and runs[0][0].lower() in _ELISIONS:
        del runs[0]
    while len(runs) > 1 and runs[-1][0].lower() in _ENDINGS:
        del runs[-1]
    return [run.span() for run in runs]
