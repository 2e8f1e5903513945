"""Queries that stopped or broke other engines; see the trap list in the design of the search."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import Concept, FacetField, Index, SearchQuery, SearchResults, Text, Thesaurus
from search.document import Document
from tests.search.makers import UNHURRIED

LIMIT_SECONDS = 0.5
"""Far above what any of these takes (some milliseconds), far below what they took elsewhere."""

TRAPS = {
    "a star on both sides": "*a*",
    "ten of them": " ".join(["*a*"] * 10),
    "a star alone": "*",
    "only stars": "*" * 300,
    "a short prefix": "a*",
    "thirty prefixes": "wor* " * 30,
    "a fuzzy word": "word~4",
    "a very long word": "x" * 100_000,
    "a very long known word": "word" * 25_000,
    "brackets": "(" * 900,
    "brackets both ways": "(" * 450 + ")" * 450,
    "NOT NOT": "NOT NOT a",
    "AND OR NOT": "AND OR NOT",
    "NUL bytes": "wo\x00rd\x00",
    "lone surrogates": "wo\ud800rd \udfff",
    "marks of direction": "\u202ewo\u200frd\u202c",
    "quotes": '"' * 10_000,
    "quotes with words": '"word' * 5_000,
    "minus signs": "-" * 10_000,
    "minus words": "-word " * 5_000,
    "colons": ":" * 10_000,
    "fields": "area:" * 5_000,
    "fields that do not exist": "x:y" * 3_000,
    "unknown words that look like known ones": " ".join(f"wrod{n}x" for n in range(60)),
    "stop words": "the of and " * 100,
    "labels": "label " * 100,
    "combining marks": "a" + "\u0301" * 10_000,
    "apostrophes": "l'" * 5_000,
    "hyphens": "a-" * 5_000,
    "template code": "{{7*7}}",
    "markup": "<script>alert(1)</script>",
    "a path": "../../etc/passwd%00",
    "spaces": " " * 10_000 + "\u3000\t\n",
}


@pytest.fixture(scope="module")
def index() -> Index:
    words = " ".join(f"word{number} label the school" for number in range(300))
    return Index.build(
        [Document(f"d{n}", "en", f"Title {n}", (Text(words),), {"area": ("x",)}) for n in range(50)],
        [FacetField("area")],
    )


@pytest.fixture(scope="module")
def thesaurus() -> Thesaurus:
    labels = ("label", *(f"label {number}" for number in range(100)))
    return Thesaurus.of([Concept("area", f"c{n}", {"en": labels, "de": labels}) for n in range(9)])


def ask(index: Index, text: str, thesaurus: Thesaurus) -> SearchResults:
    return index.search(SearchQuery.from_args([("q", text)], index.facet_names), thesaurus)


@pytest.mark.parametrize("text", TRAPS.values(), ids=TRAPS.keys())
def test_a_trap_is_answered_at_once(index: Index, thesaurus: Thesaurus, text: str) -> None:
    start = time.process_time()

    results = ask(index, text, thesaurus)

    assert time.process_time() - start < LIMIT_SECONDS
    assert results.page == 1


@UNHURRIED
@given(text=st.text(max_size=350))
def test_any_text_is_answered(index: Index, thesaurus: Thesaurus, text: str) -> None:
    ask(index, text, thesaurus)


@UNHURRIED
@given(text=st.text(alphabet='wordlabe the"-*:\u0301’', max_size=100))
def test_any_mixture_of_words_and_signs_is_answered(index: Index, thesaurus: Thesaurus, text: str) -> None:
    for hit in ask(index, text, thesaurus).hits:
        assert all(0 <= start < end <= len(hit.snippet.text) for start, end in hit.snippet.marks)


@UNHURRIED
@given(body=st.text(), title=st.text(), language=st.sampled_from(["en", "de", "el", "fr", "mt", ""]))
def test_any_document_can_be_indexed(body: str, title: str, language: str) -> None:
    document = Document("a", language, title, (Text(body),))

    assert Index.build([document]).search(SearchQuery()).total == 1
