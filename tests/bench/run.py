"""The measurements of one number of documents, each giving a row of the report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import pairwise, product
from pathlib import Path
from statistics import median

from search import Document, Index, SearchQuery, Text
from tests.bench import measure, report, texts
from tests.bench.engines import HITS, Ours, Sqlite, Tantivy, build_whoosh
from tests.bench.report import Line, Row, Share
from tests.bench.texts import Kind, Question
from tests.content.real import snapshot

MOST_WORDS, MOST_CHARACTERS, MOST_FILTERS, MOST_HITS, LAST_PAGE = 32, 300, 64, 50, 200
"""What one query may hold; the search cuts the rest."""

PREFIX_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Effort:
    """How often things are measured.

    Attributes:
        builds: cold builds from nothing.
        updates: starts, and updates.
        questions: different ones of each kind; `rounds` of all of them are timed.
    """

    builds: int
    updates: int
    questions: int
    rounds: int


def rows_of(documents: Sequence[Document], folder: Path, effort: Effort) -> Iterator[Row]:
    """Measure building and asking with these documents; their saved index is in `saved(folder)` afterwards.

    Raises:
        RuntimeError: an engine finds nothing where the documents have what is asked for.
    """
    for row, explained in _measured(documents, folder, effort):
        yield replace(row, profile=explained()) if row.is_met is False else row


def saved(folder: Path) -> Path:
    """Where the index of the documents is kept."""
    return folder / "ours-0"


_Measured = tuple[Row, Callable[[], tuple[Share, ...]]]
"""A row, and what finds out where its time goes."""


def _measured(documents: Sequence[Document], folder: Path, effort: Effort) -> Iterator[_Measured]:
    yield from _builds(documents, folder, effort)
    yield from _answers(documents, folder, effort)
    yield from _with_vocabularies(documents, folder, effort)


def _builds(documents: Sequence[Document], folder: Path, effort: Effort) -> Iterator[_Measured]:
    """Cold builds in new folders, then starts in the first of them and updates in the last."""

    def cold(place: Path) -> Index:
        return Index.open(documents, place, texts.all_fields())

    def whoosh(place: Path) -> object:
        return build_whoosh(documents, place)

    times: dict[str, list[float]] = {"ours": [], "whoosh": []}
    for run in range(effort.builds):
        for name, build in (("ours", cold), ("whoosh", whoosh)):
            (folder / f"{name}-{run}").mkdir(mode=0o700)
            with measure.no_collection():
                times[name].append(measure.elapsed(partial(build, folder / f"{name}-{run}")))
    ours, theirs = median(times["ours"]), median(times["whoosh"])
    last = folder / "ours-last"
    yield Row(report.BUILD, len(documents), ours, theirs), partial(measure.profile, cold, [last])
    start = measure.medians({"": cold}, [saved(folder)], effort.updates)[""]
    yield Row(report.START, len(documents), start, ours), partial(measure.profile, cold, [saved(folder)])
    yield _update(documents, cold(last), ours, effort)


def _update(documents: Sequence[Document], index: Index, build_seconds: float, effort: Effort) -> _Measured:
    """One changed entry after another, each added to the index that the one before left."""

    def update(number: int) -> None:
        nonlocal documents, index
        documents = _changed(documents, number)
        index = index.updated(documents)

    numbers = range(effort.updates)
    with measure.no_collection():
        found = median(measure.elapsed(partial(update, number)) for number in numbers)
    return Row(report.UPDATE, len(documents), found, build_seconds), partial(measure.profile, update, numbers)


def _changed(documents: Sequence[Document], number: int) -> tuple[Document, ...]:
    """The documents, one of them with another passage."""
    place = number * len(documents) // 7 % len(documents)
    document = documents[place]
    changed = replace(document, texts=(*document.texts, Text(f"Changed for the time number {number}.")))
    return (*documents[:place], changed, *documents[place + 1 :])


def _answers(documents: Sequence[Document], folder: Path, effort: Effort) -> Iterator[_Measured]:
    """What all engines can answer; ours without facets, except where they are counted."""
    ours, sqlite, tantivy = Ours(Index.open(documents, saved(folder))), Sqlite(documents), Tantivy(documents)
    counting = Ours(Index.open(documents, saved(folder), texts.counted_fields()))
    term, any_of, phrase = (texts.questions(documents, kind, effort.questions) for kind in Kind)
    comparison = _Comparison(len(documents), effort.rounds)
    yield from comparison.rows((report.TERM_SQLITE, report.TERM_TANTIVY), term, ours.best, sqlite.best, tantivy.best)
    yield from comparison.rows((report.TERM_FIRST,), term, ours.first, sqlite.first)
    yield from comparison.rows((report.ANY_SQLITE, report.ANY_TANTIVY), any_of, ours.best, sqlite.best, tantivy.best)
    yield from comparison.rows((report.ANY_FIRST,), any_of, ours.first, sqlite.first)
    yield from comparison.rows((report.PHRASE,), phrase, ours.best, sqlite.best)
    yield from comparison.rows((report.FILTER,), term[::3], counting.filtered, sqlite.filtered)
    yield from comparison.rows((report.SNIPPETS,), term, ours.quoted, sqlite.quoted)
    sqlite.close()


@dataclass(frozen=True, slots=True)
class _Comparison:
    documents: int
    rounds: int

    def rows(
        self,
        lines: Sequence[Line],
        questions: Sequence[Question],
        ours: Callable[[Question], object],
        *baselines: Callable[[Question], object],
    ) -> Iterator[_Measured]:
        """Let all take turns; one row for each line with the baseline in its place."""
        calls = {"": ours, **{line.against: call for line, call in zip(lines, baselines, strict=True)}}
        _insist_on_answers(calls.values(), questions)
        found = measure.medians(calls, questions, self.rounds)
        explained = cache(partial(measure.profile, ours, questions))
        for line in lines:
            yield Row(line, self.documents, found[""], found[line.against]), explained


def _insist_on_answers(calls: Iterable[Callable[[Question], object]], questions: Iterable[Question]) -> None:
    """Make sure that no engine is fast because it does not understand the question."""
    for call, question in product(calls, questions):
        if not call(question):
            raise RuntimeError(f"{call.__qualname__} finds nothing for {question}")


def _with_vocabularies(documents: Sequence[Document], folder: Path, effort: Effort) -> Iterator[_Measured]:
    """Questions to the whole search, as the site asks them: with all facets and the vocabularies."""
    index, thesaurus = Index.open(documents, saved(folder), texts.all_fields()), snapshot().thesaurus
    labels = [SearchQuery(label, size=HITS) for label in texts.labels(effort.questions)]

    def asked(query: SearchQuery) -> object:
        return index.search(query, thesaurus)

    calls = {"helped": asked, "alone": lambda query: asked(query.exactly())}
    found = measure.medians(calls, labels, effort.rounds)
    row = Row(report.THESAURUS, len(documents), found["helped"], found["alone"])
    yield row, partial(measure.profile, asked, labels)
    queries = hostile(documents)
    times = [measure.medians({"": asked}, [query], effort.rounds)[""] for query in queries]
    slowest = times.index(max(times))
    again = [queries[slowest]] * effort.rounds
    yield Row(report.WORST, len(documents), times[slowest]), partial(measure.profile, asked, again)


def hostile(documents: Sequence[Document]) -> tuple[SearchQuery, ...]:
    """The most that one query may ask for, and what has stopped other engines."""
    words = texts.frequent_words(documents)
    values = sorted(
        {(name, value) for document in documents for name in texts.COUNTED for value in document.facets[name]}
    )
    written = (
        _fitting(words),
        _fitting(sorted(word for word in words if len(word) > 7)),
        _fitting(dict.fromkeys(f"{word[:PREFIX_LETTERS]}*" for word in words if len(word) > PREFIX_LETTERS)),
        _fitting(f'"{one} {other}"' for one, other in pairwise(words)),
        _fitting(f'-"{one} {other}"' for one, other in pairwise(words)),
        _fitting(f"{word[:-1]}q{word[-1]}" for word in words if len(word) > 9),
        _fitting(texts.labels(MOST_WORDS)),
        *(" ".join(["*a*"] * 10), "word~4", "x" * 100_000, "(" * 900, "NOT NOT a", ""),
    )
    filters = frozenset(values[:MOST_FILTERS])
    return (
        *(SearchQuery(text, size=MOST_HITS) for text in written),
        SearchQuery(written[0], filters, size=MOST_HITS),
        SearchQuery(written[0], size=MOST_HITS, page=LAST_PAGE),
    )


def _fitting(words: Iterable[str]) -> str:
    """As many of the words as one query may have."""
    text = " ".join(list(words)[:MOST_WORDS])
    return text[:MOST_CHARACTERS].rsplit(" ", 1)[0] if len(text) > MOST_CHARACTERS else text
