"""The index: built by Whoosh, kept on disk, opened as arrays, asked.

With `search.analysis` the only home of Whoosh. It holds the words of each document with their
positions and offsets, and can add a segment with the documents that changed. It always works in
memory, on the bytes that `search.store` keeps.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import Any

from whoosh.fields import ID, FieldType, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.formats import Characters

from search import store, suggest
from search.analysis import Analyser, Entry, split, stop_words
from search.answer import answer
from search.contents import Contents, in_order
from search.document import Document
from search.facets import FacetField
from search.query import SearchQuery
from search.results import SearchResults
from search.similar import Similar, similar
from search.thesaurus import EMPTY, Thesaurus
from search.tokens import MAX_PLACE, Posting, Tokens, assembled, position

SCHEMA_VERSION = 1
"""To be raised with every change to what is saved, or to how texts are split and stemmed."""

MAX_SEGMENTS = 8
"""With more, all are merged into one."""

_COLUMNS = "columns.npz"


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """Documents that can be searched, by many threads at once: it never changes.

    Made by `build`, `open` and `updated` alone.

    Attributes:
        folder: Where it was to be kept, if anywhere.
        stored: Whether it is kept there now.
        warning: Why not, in one line, if it was to be.
    """

    folder: Path | None
    stored: bool
    warning: str | None
    _contents: Contents
    _fields: tuple[FacetField, ...]
    _digests: Mapping[str, str]

    @classmethod
    def build(cls, documents: Iterable[Document], facet_fields: Iterable[FacetField] = ()) -> Index:
        """Index documents in memory.

        Raises:
            ValueError: two documents have the same id.
        """
        return cls.open(documents, None, facet_fields)

    @classmethod
    def open(
        cls,
        documents: Iterable[Document],
        folder: Path | None,
        facet_fields: Iterable[FacetField] = (),
    ) -> Index:
        """Open the index of just these documents in `folder`, or build it and keep it there.

        Facet values, sort keys, weights and `facet_fields` are not part of what is kept, so a
        changed vocabulary needs no new index. One process builds while others wait. Whatever
        is wrong with the folder, the answer is an index: `stored` and `warning` tell.

        Raises:
            ValueError: two documents have the same id.
        """
        return _opened(in_order(documents), folder, tuple(facet_fields), None)

    def updated(self, documents: Iterable[Document], facet_fields: Iterable[FacetField] | None = None) -> Index:
        """The index of `documents`, which answers as if it were built from nothing.

        Only documents whose id, language, title or texts changed are analysed. This index
        stays as it is. Without `facet_fields`, they stay as they are too.

        Raises:
            ValueError: two documents have the same id.
        """
        fields = self._fields if facet_fields is None else tuple(facet_fields)
        return _opened(in_order(documents), self.folder, fields, self)

    def search(self, query: SearchQuery, thesaurus: Thesaurus = EMPTY) -> SearchResults:
        """Answer a query; `thesaurus` says which terms and labels its words may lead to."""
        return answer(self._contents, query, thesaurus)

    def similar(
        self, group: str, fields: Collection[str] = (), limit: int = 5, thesaurus: Thesaurus = EMPTY
    ) -> tuple[Similar, ...]:
        """The groups most like one by shared terms and shared text, best first, each with the reasons.

        Args:
            fields: The facets whose values make alike.
            thesaurus: Has the labels of these values, so that no word repeats them.

        Raises:
            KeyError: No document is of this group.
        """
        return similar(self._contents, group, fields, limit, thesaurus)

    def completions(self, prefix: str, limit: int = 10) -> tuple[str, ...]:
        """Words of the documents that begin so, the most frequent first, as mostly written."""
        return suggest.completions(prefix, self._contents, limit)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the documents, sorted."""
        return tuple(sorted({document.language for document in self._contents.documents}))

    @property
    def facet_names(self) -> tuple[str, ...]:
        """The fields that queries can filter by, in order."""
        return tuple(field.name for field in self._fields)


def _opened(
    documents: tuple[Document, ...],
    folder: Path | None,
    fields: tuple[FacetField, ...],
    before: Index | None,
) -> Index:
    digests = MappingProxyType({document.id: _digest(document) for document in documents})
    warning = None
    tokens = None
    if folder is not None:
        tokens, warning = _kept(documents, digests, folder, before)
    if tokens is None:
        change = _Change.since(before, documents, digests)
        tokens = change.applied(_written(_Memory(), change))
    contents = Contents.of(documents, tokens, fields)
    is_stored = folder is not None and warning is None
    return Index(folder, is_stored, warning, contents, fields, digests)


def _kept(
    documents: tuple[Document, ...],
    digests: Mapping[str, str],
    folder: Path,
    before: Index | None,
) -> tuple[Tokens | None, str | None]:
    """The tokens from `folder`, put there first if they are missing, or a warning why not."""
    generation = folder / _name(digests)
    tokens = _read_saved(generation)
    if tokens is not None:
        return tokens, None
    try:
        with store.locked(folder):
            tokens = _read_saved(generation)
            if tokens is None:
                files = store.read_all(folder / _name(before._digests)) if before else None
                storage = _Memory(files or {})
                change = _Change.since(before if files else None, documents, digests)
                tokens = change.applied(_written(storage, change))
                store.write(generation, {**storage.contents(), _COLUMNS: tokens.to_bytes()})
    except OSError as error:
        return tokens, f"the search index is kept in memory only: {error}"
    return tokens, None


def _read_saved(generation: Path) -> Tokens | None:
    saved = store.read(generation, _COLUMNS)
    return None if saved is None else Tokens.from_bytes(saved)


@dataclass(frozen=True, slots=True, eq=False)
class _Change:
    """What to do to get from one index to the next: documents to analyse, ids to forget."""

    before: Index | None
    documents: tuple[Document, ...]
    new: tuple[Document, ...]
    gone: tuple[str, ...]

    @classmethod
    def since(cls, before: Index | None, documents: tuple[Document, ...], digests: Mapping[str, str]) -> _Change:
        old = before._digests if before else {}
        new = tuple(d for d in documents if old.get(d.id) != digests[d.id])
        gone = tuple(id_ for id_, digest in old.items() if digests.get(id_) != digest)
        return cls(before, documents, new, gone)

    def applied(self, new: Tokens) -> Tokens:
        """The tokens of all documents, from those of the index before and the new ones."""
        sources = {document.id: (new, number) for number, document in enumerate(self.new)}
        if self.before:
            contents = self.before._contents
            for number, document in enumerate(contents.documents):
                sources.setdefault(document.id, (contents.postings.tokens, number))
        return assembled([sources[document.id] for document in self.documents])


class _Memory(RamStorage):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's files in memory, scratch files too.

    Whoosh-Reloaded 2.7.5 makes the scratch files of a RamStorage in the temporary folder, under
    one name for all processes, which then delete each other's.
    """

    def __init__(self, files: store.Files = MappingProxyType({})) -> None:
        super().__init__()
        self.files = {name: content for name, content in files.items() if name != _COLUMNS}

    def temp_storage(self, name: str | None = None) -> _Memory:  # noqa: ARG002
        """Scratch space; the name is Whoosh's and of no use here."""
        return _Memory()

    def contents(self) -> store.Files:
        """All files as bytes."""
        return {name: bytes(content) for name, content in self.files.items()}


_NEVER_SPILL_MB = 1 << 20
"""Whoosh-Reloaded 2.7.5 cannot read back from memory what it lays aside there for sorting."""

_Spans = list[tuple[int, int, int]]
"""Position, start and end of each occurrence of a word."""


class _Words(FieldType):  # type: ignore[misc]  # Whoosh has no types
    """A field whose value is already analysed: the spans of each term."""

    def __init__(self) -> None:
        super().__init__(Characters(), None)

    def index(self, value: Mapping[str, _Spans], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        for term, spans in value.items():
            yield term.encode(), len(spans), float(len(spans)), self.format.encode(spans)


def _written(storage: _Memory, change: _Change) -> Tokens:
    """Write what is new to Whoosh's index, remove what is gone; the tokens of what is new."""
    if storage.files:
        index = storage.open_index()
    else:
        index = storage.create_index(Schema(id=ID(stored=True, unique=True), words=_Words()))
    analyser = Analyser()
    writer = index.writer(limitmb=_NEVER_SPILL_MB)
    for gone in change.gone if change.before else ():
        writer.delete_by_term("id", gone)
    for document in change.new:
        writer.add_document(id=document.id, words=_analysed(document, analyser))
    is_fragmented = len(writer.segments) >= MAX_SEGMENTS
    writer.commit(optimize=is_fragmented, merge=False)
    with index.reader() as reader:
        return _read(reader, change.new)


def _analysed(document: Document, analyser: Analyser) -> Mapping[str, _Spans]:
    """The spans of each term; terms are the entries' parts with spaces between."""
    spans: dict[str, _Spans] = {}
    passages = (document.title, *(text.text for text in document.texts))
    for passage, text in enumerate(passages):
        for word in split(text):
            entry = analyser.entry(word.text, document.language)
            if entry.folded and word.place < MAX_PLACE:
                at = (position(passage, word.place), word.start, word.end)
                spans.setdefault(" ".join(entry), []).append(at)
    return spans


def _read(reader: Any, documents: Sequence[Document]) -> Tokens:
    """The tokens of these documents out of Whoosh's postings, numbered in the order given."""
    wanted = {document.id: number for number, document in enumerate(documents)}
    numbers: dict[Entry, int] = {}
    postings: list[Posting] = []
    for leaf, _ in reader.leaf_readers():
        known = {number: wanted[stored["id"]] for number, stored in leaf.iter_docs() if stored["id"] in wanted}
        if known:
            postings += _postings(leaf, known, numbers)
    stops = {language: stop_words(language) for language in {d.language for d in documents}}
    entries = tuple(numbers)
    return Tokens.of(entries, [e.folded in stops[e.language] for e in entries], postings)


def _postings(leaf: Any, known: Mapping[int, int], numbers: dict[Entry, int]) -> Iterator[Posting]:
    """The postings of the `known` documents; new entries are added to `numbers`."""
    for term in leaf.lexicon("words"):
        entry = None
        matcher = leaf.postings("words", term)
        while matcher.is_active():
            document = known.get(matcher.id())
            if document is not None:
                entry = Entry(*term.decode().rsplit(" ", 2)) if entry is None else entry
                number = numbers.setdefault(entry, len(numbers))
                for place, start, end in matcher.value_as("characters"):
                    yield document, place, number, start, end
            matcher.next()


def _digest(document: Document) -> str:
    """What of a document is analysed or decides on its place, as a short string."""
    texts = [document.id, document.group, document.language, document.title, *(t.text for t in document.texts)]
    return hashlib.blake2b(json.dumps(texts).encode(), digest_size=16).hexdigest()


def _name(digests: Mapping[str, str]) -> str:
    """The name of the generation for documents with these digests, on these libraries."""
    made_by = [
        SCHEMA_VERSION,
        unicodedata.unidata_version,
        *(f"{name} {version(name)}" for name in ("Whoosh-Reloaded", "PyStemmer", "stopwordsiso")),
    ]
    identity = json.dumps([made_by, sorted(digests.items())])
    return hashlib.blake2b(identity.encode(), digest_size=16).hexdigest()
