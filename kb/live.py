"""What is served: a snapshot of the folder with its index, and the one place where it is replaced."""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from kb import folder
from kb.collection import Collection, Entry, Page
from kb.documents import ALIKE_BY, document_of, facet_fields, redated, thesaurus_of, translation_document
from kb.folder import File, Listing
from kb.markup import Labels, Rendered, render
from kb.practice import Practice, Slug
from kb.problem import Problem
from kb.reader import Rulebook, read_entry, read_page
from kb.source import read_bytes
from kb.vocabulary import Vocabulary
from kb.vocabulary_reader import read_vocabulary, with_needed
from kb.wording import Guidance
from search import Document, Index, SearchQuery, SearchResults, Similar, Thesaurus

__all__ = ["Content", "Live", "Snapshot", "load"]

_LOG = logging.getLogger(__name__)
_LOOK_EVERY_SECONDS = 0.4
_KEPT_BODIES = 2_000


@dataclass(frozen=True, slots=True)
class _Read:
    """One file as it was read: the digest of its bytes, what they gave, and the document made of it.

    The digest is empty where the file could not be opened, which may pass.
    """

    digest: str
    text: str
    entry: Entry
    document: Document | None


@dataclass(frozen=True, slots=True)
class _Lists:
    """Vocabularies and pages as they were read. They are few: all are read again when one changed.

    Attributes:
        digest: of all of them.
        rules_digest: of the vocabularies alone, which entries are held against.
        is_whole: whether each file could be opened.
    """

    files: tuple[File, ...]
    vocabularies: Mapping[str, Vocabulary]
    pages: tuple[Page, ...]
    problems: tuple[Problem, ...]
    digest: str
    rules_digest: str
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Content:
    """A folder, read.

    Attributes:
        digest: of all that counts in the folder and of the day, which decides on freshness.
        sources: text of every entry by slug, of translations by slug.language; also of those that have errors.
        documents: for the search.
        is_whole: whether each file could be opened; where not, it is worth another try.
    """

    listing: Listing
    collection: Collection
    digest: str
    sources: Mapping[str, str]
    documents: tuple[Document, ...]
    today: date
    rules_digest: str
    is_whole: bool
    _lists: _Lists
    _reads: Mapping[str, tuple[File, _Read]]


def load(path: Path, today: date, before: Content | None = None) -> Content:
    """Read a content folder; files that did not change since `before` are not read again."""
    listing = folder.look(path)
    lists = _lists_of(listing, before._lists if before else None)
    reads = _reads_of(listing, lists, today, before)
    everything = [read for _, read in reads.values()]
    collection = Collection.of(
        (each.entry for each in everything), lists.vocabularies, lists.pages, (*listing.problems, *lists.problems)
    )
    contents = (f"{path}={read.digest}" for path, (_, read) in reads.items())
    return Content(
        listing=listing,
        collection=collection,
        digest=_digest((lists.digest, today.isoformat(), *contents, *map(repr, collection.problems))),
        sources=MappingProxyType(
            {path.rsplit("/", 1)[-1].removesuffix(".md"): each.text for path, (_, each) in reads.items() if each.text}
        ),
        documents=tuple(each.document for each in everything if each.document and _is_shown(each.document, collection)),
        today=today,
        rules_digest=lists.rules_digest,
        is_whole=lists.is_whole and all(each.digest for each in everything),
        _lists=lists,
        _reads=MappingProxyType(reads),
    )


def _reads_of(listing: Listing, lists: _Lists, today: date, before: Content | None) -> Mapping[str, tuple[File, _Read]]:
    """Every entry with its file, read again where the file, the lists or the day have changed."""
    guidance = Guidance(lists.vocabularies["language-guidance"])
    rules = Rulebook(lists.vocabularies, guidance, today, _denied(lists.vocabularies["denied-hosts"]))
    known = before._reads if before and before.rules_digest == lists.rules_digest else {}
    reads: dict[str, tuple[File, _Read]] = {}
    for file in listing.entries:
        kept = known.get(file.path)
        is_kept = kept is not None and kept[0] == file and kept[1].digest
        still = _on_day(kept[1], today, before.today) if kept and before and is_kept else None
        reads[file.path] = (file, still or _read(file, rules))
    return reads


def _on_day(read: _Read, today: date, before: date) -> _Read | None:
    """The same reading on another day; None where it has to be read anew, because a date in it was in the future."""
    if today == before:
        return read
    if any(each.code == "future-date" for each in read.entry.problems):
        return None
    if read.document and isinstance(read.entry.value, Practice):
        return replace(read, document=redated(read.document, read.entry.value, today))
    return read


def _is_shown(document: Document, collection: Collection) -> bool:
    if document.id == document.group:
        return document.id in collection.practices
    return document.language in collection.translations.get(Slug(document.group), {})


def _read(file: File, rules: Rulebook) -> _Read:
    raw = folder.read(file)
    if isinstance(raw, Problem):
        entry = read_entry(file.path, b"", rules)
        return _Read("", "", Entry(file.path, entry.name, entry.language, None, (raw,)), None)
    entry = read_entry(file.path, raw, rules)
    document = None
    if isinstance(entry.value, Practice):
        document = document_of(entry.value, rules.today)
    elif entry.value:
        document = translation_document(entry.value)
    text, _ = read_bytes(file.path, raw)
    return _Read(hashlib.sha256(raw).hexdigest(), text.text if text else "", entry, document)


def _lists_of(listing: Listing, before: _Lists | None) -> _Lists:
    files = (*listing.vocabularies, *listing.pages)
    if before and files and before.is_whole and before.files == files:
        return before
    problems: list[Problem] = []
    digests: list[str] = []
    lists: dict[str, Vocabulary] = {}
    pages: list[Page] = []
    for file in files:
        raw = folder.read(file)
        if isinstance(raw, Problem):
            problems.append(raw)
            continue
        digests.append(f"{file.path}={hashlib.sha256(raw).hexdigest()}")
        if file.path.endswith(".md"):
            page, found = read_page(file.path, raw)
            pages += [page] if page else []
        else:
            vocabulary, found = read_vocabulary(file.path, raw)
            lists.update({vocabulary.id: vocabulary} if vocabulary else {})
        problems += found
    complete, missing = with_needed(lists, f"{listing.name}/{folder.VOCABULARIES}")
    problems += missing if listing.is_there else ()
    return _Lists(
        files=files,
        vocabularies=complete,
        pages=tuple(pages),
        problems=tuple(problems),
        digest=_digest(digests),
        rules_digest=_digest(each for each in digests if f"/{folder.VOCABULARIES}/" in each),
        is_whole=len(digests) == len(files),
    )


def _denied(hosts: Vocabulary) -> Mapping[str, str]:
    """Hosts that are not linked, each with the reason."""
    terms = hosts.terms.values()
    return MappingProxyType({host: term.definition for term in terms for host in term.lists.get("hosts", ())})


def _digest(parts: Iterable[str]) -> str:
    """A short name for these texts in this order; where one ends and the next begins counts, too."""
    return hashlib.sha256("\n".join(map(ascii, parts)).encode()).hexdigest()


class _Bodies:
    """Rendered texts by their digest, kept from snapshot to snapshot; the oldest go first."""

    def __init__(self) -> None:
        self._kept: dict[str, Rendered] = {}
        self._lock = threading.Lock()

    def rendered(self, key: str, make: Callable[[], Rendered]) -> Rendered:
        found = self._kept.get(key)
        if found is not None:
            return found
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > _KEPT_BODIES:
                self._kept.pop(next(iter(self._kept)))
        return made


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that a request needs, at one moment. It never changes; the next one takes its place."""

    content: Content
    index: Index
    thesaurus: Thesaurus
    _bodies: _Bodies = field(default_factory=_Bodies, repr=False)

    @property
    def collection(self) -> Collection:
        return self.content.collection

    @property
    def digest(self) -> str:
        return self.content.digest

    @property
    def sources(self) -> Mapping[str, str]:
        return self.content.sources

    def search(self, query: SearchQuery) -> SearchResults:
        """Answer a query with the help of the vocabularies."""
        return self.index.search(query, self.thesaurus)

    def similar(self, slug: Slug, limit: int = 5) -> tuple[Similar, ...]:
        """The practices most like one, best first, without those that it names as related or that name it."""
        named = {each.slug for each in self.collection.related(slug)}
        found = self.index.similar(slug, ALIKE_BY, limit + len(named), self.thesaurus)
        return tuple(each for each in found if each.group not in named)[:limit]

    def rendered(self, body: str, references: Iterable[str] = (), labels: Labels | None = None) -> Rendered:
        """A text as HTML: made on first view, then kept by what it says, cites and is labelled with."""
        names, words = tuple(references), labels or Labels()
        key = _digest((body, *names, words.note, words.table))
        return self._bodies.rendered(key, lambda: render(body, names, words))


class Live:
    """The snapshot that is served, and the only thing in the project that changes while it runs.

    Args:
        path: the content folder.
        state: where the index may be kept; None keeps it in memory.
        today: the day, asked at every look.
        is_watching: whether `current` looks at the folder, at most every 0.4 seconds.
    """

    def __init__(
        self, path: Path, state: Path | None, today: Callable[[], date] = date.today, *, is_watching: bool = True
    ) -> None:
        self.path = path
        self._index_folder = state / "index" if state else None
        self._today = today
        self._is_watching = is_watching
        self._looking = threading.Lock()
        self._looked = float("-inf")
        self._current: Snapshot | None = None

    @property
    def current(self) -> Snapshot:
        """The snapshot to serve. Take it once per request, so that a page never shows two truths."""
        snapshot = self._current
        if snapshot is None:
            self.refresh()
        elif self._is_due() and self._looking.acquire(blocking=False):
            try:
                self._look(snapshot)
            finally:
                self._looking.release()
        assert self._current is not None
        return self._current

    def refresh(self) -> bool:
        """Take up changes in the folder. Returns whether anything changed; two at once take turns."""
        with self._looking:
            return self._look(self._current)

    def _is_due(self) -> bool:
        return self._is_watching and time.monotonic() - self._looked >= _LOOK_EVERY_SECONDS

    def _look(self, before: Snapshot | None) -> bool:
        """Build the next snapshot beside the current one and put it in its place. A failure keeps the current one."""
        today = self._today()
        try:
            if before and before.content.is_whole and self._is_same(before.content, today):
                return False
            following = self._next(before, today)
        except Exception:  # the door to the folder: whatever goes wrong there must not reach a reader
            if before is None:
                raise
            _LOG.exception("The content could not be reloaded; what was loaded before is still served.")
            return False
        finally:
            self._looked = time.monotonic()
        self._current = following
        return before is None or before.digest != following.digest

    def _is_same(self, content: Content, today: date) -> bool:
        return (folder.look(self.path), today) == (content.listing, content.today)

    def _next(self, before: Snapshot | None, today: date) -> Snapshot:
        content = load(self.path, today, before.content if before else None)
        if before and before.digest == content.digest:
            return replace(before, content=content)
        lists = content.collection.vocabularies
        if before is None:
            index = Index.open(content.documents, self._index_folder, facet_fields(lists))
            if index.warning:
                _LOG.warning("%s", index.warning)
            return Snapshot(content, index, thesaurus_of(lists))
        is_same_list = content.rules_digest == before.content.rules_digest
        index = before.index.updated(content.documents, None if is_same_list else facet_fields(lists))
        thesaurus = before.thesaurus if is_same_list else thesaurus_of(lists)
        return Snapshot(content, index, thesaurus, before._bodies)
