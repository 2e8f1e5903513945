"""How well the search answers practitioners: their questions, the entries that should come up, and the scores.

`python -m tests.relevance` prints the scores beside those that were kept, and which questions got better or worse;
with `--keep` it keeps the new ones. The questions were written from the entries, before anybody looked at what the
search returns. Grades: 3 answers the question, 2 clearly helps, 1 touches it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import fmean

import yaml

from search import SearchQuery
from tests.content.real import snapshot

HERE = Path(__file__).parent
QUESTIONS = HERE / "questions.yaml"
KEPT = HERE / "scores.json"

DEPTH = 10
FIRST = 3
ANSWERS = 3
"""The grade of an entry that answers the question squarely."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes:
        kind: situation, topic, name, misspelt, place or no-answer.
        grades: what each entry is worth as an answer; the others are worth nothing.
    """

    text: str
    language: str
    kind: str
    grades: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Score:
    """How one question was answered, each from 0 (not at all) to 1.

    Attributes:
        ndcg: normalised discounted cumulative gain of the first ten (Järvelin and Kekäläinen, 2002).
        recall: share of the entries worth 2 or 3 among the first ten.
        success: whether an entry worth 3 is among the first three; for a question without an answer, whether
            nothing was found.
    """

    ndcg: float
    recall: float
    success: float


@cache
def questions() -> tuple[Question, ...]:
    read = yaml.load(QUESTIONS.read_text(encoding="utf-8"), yaml.BaseLoader)
    return tuple(
        Question(each["q"], each["lang"], each["kind"], {slug: int(n) for slug, n in each["relevant"].items()})
        for each in read
    )


def ranking(question: Question) -> tuple[str, ...]:
    """The first entries that the search returns."""
    return tuple(hit.group for hit in snapshot().search(SearchQuery(question.text, size=DEPTH)).hits)


def score(found: Sequence[str], grades: Mapping[str, int]) -> Score:
    if not grades:
        empty = float(not found)
        return Score(empty, empty, empty)
    useful = {slug for slug, grade in grades.items() if grade > 1}
    return Score(
        ndcg=_gain(grades.get(slug, 0) for slug in found[:DEPTH])
        / _gain(sorted(grades.values(), reverse=True)[:DEPTH]),
        recall=len(useful.intersection(found[:DEPTH])) / min(len(useful), DEPTH) if useful else 1.0,
        success=float(any(grades.get(slug) == ANSWERS for slug in found[:FIRST])),
    )


def _gain(grades: Iterable[int]) -> float:
    return sum((2.0**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, start=1))


def scores() -> dict[str, Score]:
    """The score of each question, by its text."""
    return {each.text: score(ranking(each), each.grades) for each in questions()}


def kept() -> dict[str, float]:
    """The gain of each question when scores were last kept."""
    known: dict[str, float] = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    return known


def mean(found: Iterable[Score]) -> Score:
    every = list(found)
    return Score(
        fmean(each.ndcg for each in every), fmean(each.recall for each in every), fmean(each.success for each in every)
    )
