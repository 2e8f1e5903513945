from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

import search
from search import SearchQuery
from search.query import parse
from tests.bench import measure
from tests.bench.measure import LEAST, MOST, SHOWN, largest, medians, own_place, profile, turned
from tests.bench.report import Share


def a_clock(*durations: float) -> Callable[[], float]:
    """A clock by which one call after another takes so long."""

    def ticks() -> Iterator[float]:
        now = 0.0
        for duration in durations:
            yield now
            now += duration
            yield now

    return ticks().__next__


def nothing(_: object) -> None:
    pass


def test_the_median_is_that_of_all_inputs_and_rounds_but_the_first() -> None:
    clock = a_clock(99, 99, 4, 8, 6, 1)

    assert medians({"ours": nothing}, ["a", "b"], 2, clock) == {"ours": 5}


def test_each_call_has_its_own_median() -> None:
    clock = a_clock(9, 9, 3, 1)

    assert medians({"ours": nothing, "theirs": nothing}, ["a"], 1, clock) == {"ours": 1, "theirs": 3}


def test_calls_take_turns_and_another_one_begins_in_every_round() -> None:
    called: list[str] = []
    calls = {name: partial(lambda name, _: called.append(name), name) for name in ("ours", "theirs")}

    medians(calls, ["a"], rounds=1)

    assert called == ["ours", "theirs", "theirs", "ours"]


@pytest.mark.parametrize("places, expected", [(0, "abc"), (1, "bca"), (2, "cab"), (3, "abc")])
def test_turning_moves_the_beginning(places: int, expected: str) -> None:
    assert "".join(turned("abc", places)) == expected


def test_the_seconds_of_a_call_are_those_of_the_clock() -> None:
    assert measure.elapsed(lambda: None, a_clock(7)) == 7


def test_the_garbage_collector_is_on_again_after_a_failure() -> None:
    with pytest.raises(ZeroDivisionError), measure.no_collection():
        _ = 1 / 0

    assert gc.isenabled()


def test_the_largest_shares_come_first_and_by_name_where_equal() -> None:
    assert largest({"b": 20, "c": 30, "a": 20}, 100) == (Share("c", 0.3), Share("a", 0.2), Share("b", 0.2))


def test_what_is_nearly_all_or_nearly_nothing_is_left_out() -> None:
    assert largest({"all": MOST + 0.01, "half": 0.5, "nothing": LEAST - 0.01}, 1) == (Share("half", 0.5),)


def test_no_more_shares_are_named_than_a_sentence_can_hold() -> None:
    assert len(largest({str(number): 1 for number in range(SHOWN + 1)}, SHOWN + 1)) == SHOWN


def test_a_file_of_the_project_is_named_from_its_root() -> None:
    assert own_place(str(search.__file__)) == "search/__init__.py"


@pytest.mark.parametrize("file", [pytest.__file__, "~", str(Path(__file__))])
def test_a_file_of_others_or_of_the_tests_has_no_place(file: str) -> None:
    assert own_place(file) is None


def test_a_profile_names_functions_of_the_project() -> None:
    def ask(text: str) -> object:
        return parse(SearchQuery(text).text)

    places = {each.place for each in profile(ask, ["one two three"] * 20)}

    assert "search/query.py:words_of" in places
