"""The search of this project and the engines that it is held against, each asked in its own language.

Every engine has one field, with the title in it, and English stems where it offers them. SQLite and tantivy keep
their indexes in memory, as ours does after it was opened.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import tantivy
import whoosh.index
from whoosh.fields import ID, TEXT, Schema

from search import Document, Index, SearchQuery
from tests.bench.texts import COUNTED, Kind, Question

HITS = 10

Counts = Mapping[str, Mapping[str, int]]
"""The number of documents by facet and value."""


def whole_text(document: Document) -> str:
    """The title and all passages."""
    return "\n".join((document.title, *(text.text for text in document.texts)))


class Ours:
    """The search of this project. Every hit comes with its quotation and its reasons; they cannot be left out."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def best(self, question: Question, hits: int = HITS) -> list[str]:
        """The ids of the best documents, best first."""
        return [hit.id for hit in self._index.search(SearchQuery(_ours(question), size=hits)).hits]

    def first(self, question: Question) -> list[str]:
        """The id of the best document."""
        return self.best(question, 1)

    def quoted(self, question: Question) -> list[str]:
        """Quotations of the best documents."""
        return [hit.snippet.text for hit in self._index.search(SearchQuery(_ours(question), size=HITS)).hits]

    def filtered(self, question: Question) -> tuple[list[str], Counts]:
        """The best documents with the chosen value, and the counts of each facet without its own choice."""
        results = self._index.search(SearchQuery(_ours(question), frozenset([question.chosen]), size=HITS))
        counts = {facet.field: {value.id: value.count for value in facet.values} for facet in results.facets}
        return [hit.id for hit in results.hits], counts


def _ours(question: Question) -> str:
    return _quoted(question.words) if question.kind is Kind.PHRASE else " ".join(question.words)


def _quoted(words: Sequence[str]) -> str:
    return f'"{" ".join(words)}"'


class Sqlite:
    """SQLite with its full-text search, FTS5, and one table of facet values with an index either way."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._ids = [document.id for document in documents]
        self._base = sqlite3.connect(":memory:")
        self._base.executescript(_TABLES)
        numbered = list(enumerate(documents))
        self._base.executemany(
            "INSERT INTO texts (rowid, text) VALUES (?, ?)", ((n, whole_text(d)) for n, d in numbered)
        )
        self._base.executemany(
            "INSERT INTO facets VALUES (?, ?, ?)",
            ((n, name, value) for n, d in numbered for name in COUNTED for value in sorted(set(d.facets[name]))),
        )
        self._base.execute("INSERT INTO texts (texts) VALUES ('optimize')")
        self._base.commit()

    def best(self, question: Question, hits: int = HITS) -> list[str]:
        """The ids of the best documents, best first."""
        rows = self._base.execute(_BEST, (_fts(question), hits))
        return [self._ids[number] for number, _ in rows]

    def first(self, question: Question) -> list[str]:
        """The id of the best document."""
        return self.best(question, 1)

    def quoted(self, question: Question) -> list[str]:
        """Quotations of the best documents."""
        return [text for _, text in self._base.execute(_QUOTED, (_fts(question), HITS))]

    def filtered(self, question: Question) -> tuple[list[str], Counts]:
        """The best documents with the chosen value, and the counts of each facet without its own choice."""
        field, value = question.chosen
        rows = self._base.execute(_FILTERED, (_fts(question), field, value, HITS))
        best = [self._ids[number] for number, _ in rows]
        counts: dict[str, dict[str, int]] = {name: {} for name in COUNTED}
        for name, each, count in self._base.execute(_COUNTED, (_fts(question), field, value, field, field)):
            counts[name][each] = count
        return best, counts

    def close(self) -> None:
        self._base.close()


_TABLES = """
CREATE VIRTUAL TABLE texts USING fts5 (text, tokenize = 'porter unicode61');
CREATE TABLE facets (document INTEGER, field TEXT, value TEXT, PRIMARY KEY (document, field, value)) WITHOUT ROWID;
CREATE INDEX documents ON facets (field, value, document);
"""
_BEST = "SELECT rowid, bm25(texts) FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT ?"
_QUOTED = (
    "SELECT rowid, snippet(texts, 0, '<mark>', '</mark>', '…', 32) FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT ?"
)
_FILTERED = """
SELECT rowid, bm25(texts) FROM texts
WHERE texts MATCH ? AND rowid IN (SELECT document FROM facets WHERE field = ? AND value = ?)
ORDER BY rank LIMIT ?
"""
_COUNTED = """
WITH found AS MATERIALIZED (SELECT rowid AS document FROM texts WHERE texts MATCH ?),
kept AS MATERIALIZED (
  SELECT document FROM found WHERE document IN (SELECT document FROM facets WHERE field = ? AND value = ?)
)
SELECT field, value, count(*) FROM kept JOIN facets USING (document) WHERE field <> ? GROUP BY field, value
UNION ALL
SELECT field, value, count(*) FROM found JOIN facets USING (document) WHERE field = ? GROUP BY field, value
"""


def _fts(question: Question) -> str:
    return _quoted(question.words) if question.kind is Kind.PHRASE else " OR ".join(question.words)


class Tantivy:
    """tantivy, a search library in Rust, through its Python package."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._ids = [document.id for document in documents]
        schema = tantivy.SchemaBuilder().add_integer_field("number", fast=True)
        schema.add_text_field("text", tokenizer_name="en_stem")
        self._index = tantivy.Index(schema.build())
        writer = self._index.writer(num_threads=1)
        for number, document in enumerate(documents):
            writer.add_document(tantivy.Document(number=number, text=whole_text(document)))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def best(self, question: Question) -> list[str]:
        """The ids of the best documents, best first."""
        text = _quoted(question.words) if question.kind is Kind.PHRASE else " ".join(question.words)
        found = self._searcher.search(self._index.parse_query(text, ["text"]), HITS)
        numbers = self._searcher.fast_field_values("number", [address for _, address in found.hits])
        return [self._ids[int(number)] for number in numbers if number is not None]


def build_whoosh(documents: Iterable[Document], folder: Path) -> int:
    """Index documents with Whoosh in an empty folder, as its documentation shows; how many it has then."""
    index = whoosh.index.create_in(folder, Schema(id=ID(stored=True, unique=True), text=TEXT))
    writer = index.writer()
    for document in documents:
        writer.add_document(id=document.id, text=whole_text(document))
    writer.commit()
    count: int = index.doc_count()
    index.close()
    return count
