"""The search answers practitioners' questions at least as well as it has been seen to, and its scores are right."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.content.real import SLUGS
from tests.relevance.__main__ import changes, table
from tests.relevance.measure import Question, Score, mean, questions, score, scores

pytestmark = pytest.mark.content

IN_ENGLISH = Score(ndcg=0.50, recall=0.54, success=0.57)
IN_OTHER_LANGUAGES = Score(ndcg=0.51, recall=0.54, success=0.60)
"""What is not to be fallen below. Raise it when the search gets better."""


def asked_in(is_english: bool) -> Iterator[Question]:
    return (each for each in questions() if (each.language == "en") == is_english)


@pytest.mark.parametrize("is_english, floor", [(True, IN_ENGLISH), (False, IN_OTHER_LANGUAGES)])
def test_the_answers_are_no_worse_than_they_were(is_english: bool, floor: Score) -> None:
    found = scores()
    means = mean(found[each.text] for each in asked_in(is_english))

    assert (means.ndcg >= floor.ndcg, means.recall >= floor.recall, means.success >= floor.success) == (True,) * 3, (
        means
    )


def test_there_are_enough_questions_in_enough_languages() -> None:
    assert len(questions()) >= 80
    assert len({each.language for each in questions()}) >= 7


def test_every_answer_that_is_wanted_is_an_entry() -> None:
    unknown = {slug for each in questions() for slug in each.grades if slug not in SLUGS}

    assert unknown == set()


def test_no_question_is_asked_twice() -> None:
    texts = [each.text for each in questions()]

    assert len(set(texts)) == len(texts)


def test_the_best_order_scores_one() -> None:
    assert score(["a", "b", "c"], {"a": 3, "b": 2, "c": 1}) == Score(1.0, 1.0, 1.0)


def test_the_worst_answer_scores_nothing() -> None:
    assert score(["x", "y"], {"a": 3, "b": 2}) == Score(0.0, 0.0, 0.0)


def test_a_good_entry_further_down_is_worth_less() -> None:
    first, second = (score(found, {"a": 3}) for found in (["a", "x"], ["x", "a"]))

    assert first.ndcg == 1.0
    assert second.ndcg == pytest.approx(0.631, abs=0.001)


def test_an_answer_past_the_third_place_is_no_success() -> None:
    assert score(["x", "y", "z", "a"], {"a": 3}).success == 0.0


def test_a_question_without_an_answer_is_answered_by_nothing() -> None:
    assert [score(found, {}).success for found in ([], ["x"])] == [1.0, 0.0]


def test_questions_that_got_worse_are_told_first() -> None:
    found = {"a": Score(0.2, 0, 0), "b": Score(0.9, 0, 0), "c": Score(0.5, 0, 0)}

    assert list(changes(found, {"a": 0.8, "b": 0.5, "c": 0.49})) == ["worse -0.60  a", "better +0.40  b"]


def test_the_table_has_a_line_for_all_and_for_each_language() -> None:
    lines = list(table({each.text: Score(1, 1, 1) for each in questions()}))

    assert lines[1].split()[:2] == ["all", str(len(questions()))]
    assert sum(line.startswith("  ") and len(line.split()[0]) == 2 for line in lines[1:]) == 13
