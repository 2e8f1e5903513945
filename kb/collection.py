"""All practices and vocabularies together: look-ups, links, and the problems that concern several files."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, pairwise
from types import MappingProxyType

from kb.fields import vocabulary_of
from kb.languages import is_language
from kb.practice import Practice, Slug, Translation
from kb.problem import ENOUGH, Place, Problem, has_errors, limited
from kb.vocabulary import Vocabulary, closest, folded

__all__ = ["Collection", "Entry", "Page"]

_NEARLY_THE_SAME = 0.9


@dataclass(frozen=True, slots=True)
class Entry:
    """What reading one file gave: its value if it could be made, and every problem.

    Attributes:
        path: as in the places of its problems.
        name: the slug, of the original for a translation; empty where the file name is no address.
        language: of the text; "en" unless the file name says otherwise.
        title, related: as far as they could be read, also where the entry as a whole could not.
        places: where these stand: "title", and "related:<slug>".
        links: internal addresses in the text with their places.
    """

    path: str
    name: Slug
    language: str
    value: Practice | Translation | None
    problems: tuple[Problem, ...] = ()
    title: str = ""
    related: tuple[str, ...] = ()
    places: Mapping[str, Place] = field(default_factory=lambda: MappingProxyType({}))
    links: tuple[tuple[str, Place], ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A text of the site itself, such as /about."""

    name: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Collection:
    """What can be shown, and what is wrong with the rest.

    Attributes:
        practices: by slug, in the order of their titles; without those that have an error.
        translations: by slug, then by language.
        vocabularies: by id.
        pages: by name.
        problems: of all files, sorted by place.
        left_out: slugs of entries that exist but have errors, with the path of the file.
    """

    practices: Mapping[Slug, Practice]
    translations: Mapping[Slug, Mapping[str, Translation]]
    vocabularies: Mapping[str, Vocabulary]
    pages: Mapping[str, Page]
    problems: tuple[Problem, ...] = ()
    left_out: Mapping[Slug, str] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(
        cls,
        entries: Iterable[Entry],
        vocabularies: Mapping[str, Vocabulary],
        pages: Iterable[Page] = (),
        problems: Iterable[Problem] = (),
    ) -> Collection:
        """Put together what was read, and find what concerns several files.

        Args:
            problems: those found before, in vocabularies, pages and the folder itself.
        """
        read = tuple(entries)
        by_page = {page.name: page for page in sorted(pages, key=lambda each: each.name)}
        across: defaultdict[str, list[Problem]] = defaultdict(list)
        for problem in _across(read, vocabularies, frozenset(by_page)):
            across[problem.place.path].append(problem)
        sound = [entry for entry in read if entry.value and not _keeps_out(across[entry.path])]
        everything = (*problems, *(each for entry in read for each in limited((*entry.problems, *across[entry.path]))))
        return cls(
            practices=MappingProxyType(_practices(sound)),
            translations=MappingProxyType(_translations(sound)),
            vocabularies=vocabularies,
            pages=MappingProxyType(by_page),
            problems=tuple(sorted(everything)),
            left_out=MappingProxyType(_left_out(read, sound)),
        )

    def problems_of(self, path: str) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.place.path == path)

    def nearest_slugs(self, slug: str, most: int = 3) -> tuple[Slug, ...]:
        """Entries whose address is spelt like `slug`, best first."""
        return tuple(Slug(each) for each in closest(slug, tuple(self.practices), most))

    def related(self, slug: Slug) -> tuple[Practice, ...]:
        """The entries that `slug` names as related, then those that name it, each once."""
        named = self.practices[slug].related
        naming = (each.slug for each in self.practices.values() if slug in each.related)
        others = dict.fromkeys(each for each in (*named, *naming) if each != slug)
        return tuple(self.practices[each] for each in others if each in self.practices)

    def tagged(self, name: str, identifier: str) -> tuple[Practice, ...]:
        """The entries that carry a term in the field `name`, or one that is narrower or that was replaced by it."""
        vocabulary = self.vocabularies[vocabulary_of(name)]
        below = {identifier, *_narrower(vocabulary, identifier)}
        wanted = below.union(*(_leading_to(vocabulary, each) for each in below))
        return tuple(each for each in self.practices.values() if wanted.intersection(each.terms_in(name)))


_LINKS = frozenset({"broken-link", "unknown-related"})
"""Errors of an entry that can be another one's fault, which was renamed or removed. They fail the check, and the link
leads nowhere, but the entry stays: one slip must not take others off the site."""


def _keeps_out(problems: Iterable[Problem]) -> bool:
    return has_errors(each for each in problems if each.code not in _LINKS)


def _practices(sound: Iterable[Entry]) -> dict[Slug, Practice]:
    values = [entry.value for entry in sound if isinstance(entry.value, Practice)]
    return {each.slug: each for each in sorted(values, key=lambda each: (folded(each.title), each.slug))}


def _translations(sound: list[Entry]) -> dict[Slug, Mapping[str, Translation]]:
    originals = {entry.name for entry in sound if isinstance(entry.value, Practice)}
    found: defaultdict[Slug, dict[str, Translation]] = defaultdict(dict)
    for entry in sound:
        if isinstance(entry.value, Translation) and entry.name in originals:
            found[entry.name][entry.language] = entry.value
    return {slug: MappingProxyType(dict(sorted(each.items()))) for slug, each in sorted(found.items())}


def _left_out(read: Iterable[Entry], sound: Iterable[Entry]) -> dict[Slug, str]:
    shown = {entry.path for entry in sound}
    return {
        entry.name: entry.path
        for entry in sorted(read, key=lambda each: each.path)
        if entry.path not in shown and _is_original(entry)
    }


def _is_original(entry: Entry) -> bool:
    return entry.path.endswith(f"/{entry.name}.md") or entry.path == f"{entry.name}.md"


def _narrower(vocabulary: Vocabulary, identifier: str) -> frozenset[str]:
    """Every term below `identifier`, at any depth."""
    found: set[str] = set()
    waiting = [identifier]
    while waiting:
        fresh = {term.id for term in vocabulary.narrower(waiting.pop())} - found
        found |= fresh
        waiting += fresh
    return frozenset(found)


def _leading_to(vocabulary: Vocabulary, identifier: str) -> frozenset[str]:
    """Every retired term that became `identifier`, at any remove."""
    return frozenset(
        term.id
        for term in vocabulary.terms.values()
        if term.is_retired and any(each.id == identifier for each in vocabulary.successors(term.id))
    )


def _across(read: tuple[Entry, ...], lists: Mapping[str, Vocabulary], pages: frozenset[str]) -> Iterator[Problem]:
    """Every problem that shows only when the files are seen together."""
    yield from _titles(read)
    names = frozenset(entry.name for entry in read if _is_original(entry))
    addresses = (*(f"/practices/{name}" for name in sorted(names)), *(f"/{page}" for page in sorted(pages)))
    for entry in read:
        yield from islice(_related(entry, names), ENOUGH)
        yield from islice(
            _broken_links(entry, addresses, lambda address: _exists(address, names, lists, pages)), ENOUGH
        )
        if entry.name and not _is_original(entry) and entry.name not in names:
            near = ", ".join(closest(entry.name, tuple(names)))
            place = Place(entry.path)
            yield Problem.at(place, "translation-without-original", original=f"{entry.name}.md", near=near)


def _titles(read: Iterable[Entry]) -> Iterator[Problem]:
    """The same title twice, whatever its case and accents, and titles that nearly agree; told at the later file."""
    seen: dict[str, Entry] = {}
    alike = _Alike()
    for entry in sorted(read, key=lambda each: each.path):
        if not entry.title or not _is_original(entry):
            continue
        title = folded(unicodedata.normalize("NFKC", entry.title))
        if title in seen:
            other = seen[title]
            yield Problem.at(entry.places["title"], "duplicate-title", title=entry.title, other=other.path)
            continue
        for near in closest(title, alike.candidates(title), at_least=_NEARLY_THE_SAME):
            details = {"title": entry.title, "other": seen[near].path, "near_title": seen[near].title}
            yield Problem.at(entry.places["title"], "similar-title", **details)
        seen[title] = entry
        alike.add(title)


class _Alike:
    """Titles by length, each with the set of its pairs of letters, so that few of them have to be compared in full.

    Taking a letter out or putting one in changes at most three pairs, and two texts with a share r of letters in common
    are (1 - r) * (their lengths together) such steps apart.
    """

    def __init__(self) -> None:
        self._by_length: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)

    def add(self, title: str) -> None:
        self._by_length[len(title)].append((title, _pairs(title)))

    def candidates(self, title: str) -> Iterator[str]:
        """The titles seen that may be nearly the same as this one."""
        pairs = _pairs(title)
        for length, others in self._by_length.items():
            steps = int((1 - _NEARLY_THE_SAME) * (length + len(title)) + 1e-6)
            if abs(length - len(title)) <= steps:
                yield from (other for other, its in others if (pairs ^ its).bit_count() <= 3 * steps)


def _pairs(title: str) -> int:
    """The pairs of neighbouring letters as bits of a number; a bit can stand for several pairs."""
    found = 0
    for first, second in pairwise(title):
        found |= 1 << (ord(first) * 31 + ord(second)) % 256
    return found


def _related(entry: Entry, names: frozenset[Slug]) -> Iterator[Problem]:
    for slug in entry.related:
        place = entry.places[f"related:{slug}"]
        if slug == entry.name:
            yield Problem.at(place, "related-to-itself", slug=slug)
        elif slug not in names:
            yield Problem.at(place, "unknown-related", slug=slug, near=", ".join(closest(slug, tuple(names))))


def _broken_links(entry: Entry, addresses: tuple[str, ...], exists: Callable[[str], bool]) -> Iterator[Problem]:
    for target, place in entry.links:
        address = target.split("?")[0].split("#")[0].rstrip("/")
        if not exists(address):
            yield Problem.at(place, "broken-link", target=target, near=", ".join(closest(address, addresses)))


_ALWAYS = frozenset({"", "/search", "/terms", "/status"})
_FORMS = frozenset({"", "json", "md"})


def _exists(address: str, names: frozenset[Slug], lists: Mapping[str, Vocabulary], pages: frozenset[str]) -> bool:
    """Whether the site answers at `address`, a path without a slash at its end."""
    parts = address.split("/")[1:]
    if address in _ALWAYS or (len(parts) == 1 and parts[0] in pages):
        return True
    if parts[0] == "practices" and len(parts) == 2:
        slug, _, ending = parts[1].partition(".")
        return slug in names and (ending in _FORMS or is_language(ending))
    if parts[0] == "terms" and len(parts) in (2, 3) and parts[1] in lists:
        return len(parts) == 2 or lists[parts[1]].find(parts[2]) is not None
    return False
