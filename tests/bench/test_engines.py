from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from search import FacetField, Index
from tests.bench.engines import HITS, Ours, Sqlite, Tantivy, build_whoosh
from tests.bench.makers import some_real_documents
from tests.bench.texts import COUNTED, Kind, Question, drawn, questions

DOCUMENTS = drawn(some_real_documents(), 12)


@pytest.fixture(scope="module")
def sqlite() -> Iterator[Sqlite]:
    made = Sqlite(DOCUMENTS)
    yield made
    made.close()


@pytest.fixture(scope="module")
def ours() -> Ours:
    return Ours(Index.build(DOCUMENTS, [FacetField(name) for name in COUNTED]))


def all_questions() -> list[Question]:
    return [question for kind in Kind for question in questions(DOCUMENTS, kind, 4)]


@pytest.mark.parametrize("question", all_questions(), ids=str)
def test_all_engines_find_as_many_documents(question: Question, ours: Ours, sqlite: Sqlite) -> None:
    counts = [len(engine.best(question)) for engine in (ours, sqlite, Tantivy(DOCUMENTS))]

    assert counts == [counts[0]] * 3
    assert counts[0] > 0


@pytest.mark.parametrize("question", questions(DOCUMENTS, Kind.TERM, 4), ids=str)
def test_two_engines_count_and_filter_alike(question: Question, ours: Ours, sqlite: Sqlite) -> None:
    best, counts = ours.filtered(question)
    other_best, other_counts = sqlite.filtered(question)

    assert set(best) == set(other_best)
    assert {name: {v: n for v, n in values.items() if n} for name, values in counts.items()} == other_counts


def test_the_first_hit_is_the_first_of_ten(ours: Ours, sqlite: Sqlite) -> None:
    question = Question(Kind.TERM, ("patiently",), (COUNTED[0], "x"))

    assert [engine.first(question) for engine in (ours, sqlite)] == [
        engine.best(question)[:1] for engine in (ours, sqlite)
    ]


def test_a_quotation_has_the_word_that_was_asked_for(ours: Ours, sqlite: Sqlite) -> None:
    question = Question(Kind.TERM, ("patiently",), (COUNTED[0], "x"))

    quoted = [*ours.quoted(question), *sqlite.quoted(question)]

    assert [text for text in quoted if "patiently" not in text] == []
    assert len(quoted) <= 2 * HITS


def test_whoosh_indexes_every_document(tmp_path: Path) -> None:
    assert build_whoosh(DOCUMENTS, tmp_path) == len(DOCUMENTS)
