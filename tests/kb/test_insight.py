"""What is counted of questions that found little, what never is, and the laws of merging."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.insight import (
    FEWEST_DAYS,
    KEPT_DAYS,
    MAX_BYTES,
    MAX_CHARACTERS,
    MAX_KEPT,
    MAX_WAITING,
    MOST_FOUND,
    Asked,
    Insight,
    question_of,
)
from search import SearchQuery
from tests.makers import TODAY, UNHURRIED

QUERY = SearchQuery("Boxing in prisons")


def day(ago: int) -> date:
    return TODAY - timedelta(days=ago)


def an_insight(**found: tuple[int, ...]) -> Insight:
    """Questions of one word, with what each found today, yesterday and so on."""
    return Insight({word: {day(ago): each for ago, each in enumerate(days)} for word, days in found.items()})


def asked(text: str) -> str:
    return question_of(SearchQuery(text), "en")


words = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)
questions = st.lists(words, min_size=1, max_size=3, unique=True).map(lambda each: " ".join(sorted(each)))
days = st.integers(0, KEPT_DAYS - 1).map(day)
days_found = st.dictionaries(days, st.integers(0, MOST_FOUND), min_size=1, max_size=5)
insights = st.dictionaries(questions, days_found, max_size=5).map(Insight)


@pytest.mark.parametrize(
    "text, question",
    [
        ("boxing", "boxing"),
        ("Prison BOXING", "boxing prison"),
        ("How do we work with boxing in the prison?", "boxing prison work"),
        ("boxing, boxing & Boxing!", "boxing"),
        ("école élémentaire", "ecole elementaire"),
        ("e\u0301cole", "ecole"),
        ("l'école", "ecole"),
        ("multi-agency work", "agency multi work"),
        ("Żółw ß", "ss zolw"),
        ("\uff9e boxing", "boxing"),
        ("RAN Y&E 2019", "2019 e ran y"),
        ("(women) ex-offenders; girls", "ex girls offenders women"),
    ],
)
def test_a_question_is_its_folded_words_in_the_order_of_the_alphabet(text: str, question: str) -> None:
    assert asked(text) == question


def test_the_stop_words_are_those_of_the_language() -> None:
    query = SearchQuery("die Schule und the school")

    assert [question_of(query, language) for language in ("de", "en")] == ["school schule the", "die school schule und"]


@pytest.mark.parametrize("text", ["", "?", "how is the", "’", "-"])
def test_what_says_nothing_is_not_counted(text: str) -> None:
    assert asked(text) == ""


@pytest.mark.parametrize(
    "query",
    [
        replace(QUERY, filters=frozenset({("countries", "MT")})),
        replace(QUERY, page=2),
        replace(QUERY, exact=True),
    ],
)
def test_what_is_more_than_words_is_not_counted(query: SearchQuery) -> None:
    assert (question_of(query, "en"), question_of(QUERY, "en")) == ("", "boxing prisons")


@pytest.mark.parametrize(
    "text",
    [
        '"boxing prison"',
        "„boxing prison“",
        "boxing -prison",
        "-prison boxing",
        "box*",
        "boxing~",
        "countries:MT boxing",
        "@boxing",
        "someone＠example",
        "example.org/boxing",
        "https://example",
        "some_name",
        "#boxing",
        "+32",
    ],
)
def test_what_has_other_signs_is_not_counted(text: str) -> None:
    assert asked(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "12345",
        "call 12 34 5",
        "born 01 02 2010",
        "٠١٢٣٤",
        "Sonnenallee 5",
        "sonnenallee 5",
        "Alex, 17, of Sampleton",
        "alex example (17) of sampleton",
        "alex, 17, living in sampleton",
        "12 rue du bac",
        "12 baker street",
    ],
)
def test_what_may_lead_to_a_person_is_not_counted(text: str) -> None:
    assert asked(text) == ""


@pytest.mark.parametrize("text", ["a" * (MAX_CHARACTERS + 1), "b " * 30 + "boxing", "ﷺ" * 10])
def test_what_is_long_is_not_counted(text: str) -> None:
    assert asked(text) == ""


def test_the_longest_question_is_counted() -> None:
    assert asked("a" * MAX_CHARACTERS) == "a" * MAX_CHARACTERS


@given(st.text(), st.sampled_from(["en", "de", "xx"]))
def test_a_question_is_words_of_letters_and_digits_whatever_is_written(text: str, language: str) -> None:
    question = question_of(SearchQuery(text), language)

    assert len(question) <= MAX_CHARACTERS
    assert question == "" or all(map(str.isalnum, question.split(" ")))


@given(
    st.lists(st.sampled_from(["boxing", "Boxing", "prison", "in", "Jugend", "école"]), max_size=6).flatmap(
        lambda each: st.tuples(st.just(each), st.permutations(each))
    )
)
def test_the_order_of_words_does_not_matter(orders: tuple[list[str], list[str]]) -> None:
    one, other = orders

    assert asked(" ".join(one)) == asked(" ".join(other))


def test_a_question_is_counted_by_the_day() -> None:
    insight = Insight().counted("boxing", day(1), 0).counted("boxing", day(0), 2)

    assert insight == an_insight(boxing=(2, 0))


@pytest.mark.parametrize("question, found", [("boxing", 1), ("boxing", 0), ("prison", MOST_FOUND + 1), ("", 0)])
def test_what_is_known_or_does_not_matter_changes_nothing(question: str, found: int) -> None:
    insight = an_insight(boxing=(1,))

    assert insight.counted(question, TODAY, found) is insight


def test_of_two_numbers_for_one_day_the_larger_one_holds() -> None:
    assert an_insight(boxing=(1,)).counted("boxing", TODAY, 2) == an_insight(boxing=(2,))


@given(insights, insights)
def test_the_order_of_merging_does_not_matter(one: Insight, other: Insight) -> None:
    assert one.merged(other) == other.merged(one)


@given(insights, insights, insights)
def test_it_does_not_matter_which_are_merged_first(one: Insight, two: Insight, three: Insight) -> None:
    assert one.merged(two).merged(three) == one.merged(two.merged(three))


@given(insights, insights)
def test_merging_again_changes_nothing(one: Insight, other: Insight) -> None:
    merged = one.merged(other)

    assert merged.merged(other) == merged.merged(merged) == merged


@given(insights, insights)
def test_merging_loses_no_day(one: Insight, other: Insight) -> None:
    merged = one.merged(other).questions

    known = {(each, day) for insight in (one, other) for each, days in insight.questions.items() for day in days}
    assert {(each, day) for each, days in merged.items() for day in days} == known


def test_a_day_is_forgotten_after_a_year() -> None:
    insight = Insight({"boxing": {day(KEPT_DAYS): 0, day(KEPT_DAYS - 1): 1}, "prison": {day(KEPT_DAYS): 0}})

    assert insight.bounded(TODAY) == Insight({"boxing": {day(KEPT_DAYS - 1): 1}})


def test_a_clock_that_is_set_back_makes_nothing_forgotten() -> None:
    insight = an_insight(boxing=(0, 1, 2))

    assert insight.bounded(date(1970, 1, 1)) == insight.bounded(TODAY - timedelta(days=1)) == insight


def test_of_too_many_questions_those_of_few_days_are_forgotten() -> None:
    often = {f"often{number}": (0, 0, 0, 0) for number in range(MAX_KEPT)}

    assert an_insight(rare=(0, 0, 0), **often).bounded(TODAY) == an_insight(**often)


def test_of_too_many_questions_of_as_many_days_the_oldest_are_forgotten() -> None:
    new = {f"new{number}": {TODAY: 0} for number in range(MAX_WAITING)}

    assert Insight({"old": {day(1): 0}, **new}).bounded(TODAY) == Insight(new)


def test_questions_of_few_days_take_no_room_from_others() -> None:
    waiting = {f"waiting{number}": (0,) for number in range(MAX_WAITING)}
    insight = an_insight(often=(0, 0, 0), **waiting)

    assert insight.bounded(TODAY) == insight


@given(insights)
def test_what_is_within_the_bounds_stays(insight: Insight) -> None:
    assert insight.bounded(TODAY) == insight


def test_the_report_begins_with_the_question_of_most_days() -> None:
    insight = Insight(
        {
            **an_insight(boxing=(0, 1, 2), often=(0, 0, 0, 0), chess=(2, 0, 0), few=(0, 0)).questions,
            "before": {day(1): 0, day(2): 0, day(3): 0},
        }
    )

    assert insight.report(TODAY) == (
        Asked("often", 0, 4, day(3), day(0)),
        Asked("boxing", 0, 3, day(2), day(0)),
        Asked("chess", 2, 3, day(2), day(0)),
        Asked("before", 0, 3, day(3), day(1)),
    )


def test_a_report_of_a_later_day_leaves_out_what_is_too_old() -> None:
    boxing = an_insight(boxing=(0, 0, 0, 0))
    insight = boxing.merged(Insight({"prison": {day(1): 0, day(2): 0, day(3): 0}}))

    assert insight.report(TODAY + timedelta(days=KEPT_DAYS - 3)) == (Asked("boxing", 0, 3, day(2), day(0)),)


def test_what_is_written_is_readable() -> None:
    insight = an_insight(prison=(2, 1, 0), école=(0, 0, 0), few=(0, 0))

    assert insight.to_json() == (
        '{"questions": {'
        '"prison": {"2026-11-28": 0, "2026-11-29": 1, "2026-11-30": 2}, '
        '"école": {"2026-11-28": 0, "2026-11-29": 0, "2026-11-30": 0}}, "version": 1}'
    )


@given(insights)
def test_what_was_written_is_read(insight: Insight) -> None:
    assert Insight.from_json(insight.to_json()) == insight.kept()


@given(insights)
def test_no_question_of_few_days_is_written(insight: Insight) -> None:
    written = json.loads(insight.to_json())["questions"]

    asked_enough = {each for each, days in insight.questions.items() if len(days) >= FEWEST_DAYS}
    assert written.keys() == asked_enough


def test_the_most_that_is_written_is_read() -> None:
    names = [f"{number:03}{'𐐨' * (MAX_CHARACTERS - 3)}" for number in range(MAX_KEPT)]

    size = len(Insight({name: {day(ago): 0 for ago in range(KEPT_DAYS)} for name in names}).to_json().encode())

    assert MAX_BYTES / 2 < size <= MAX_BYTES


@UNHURRIED
@given(st.one_of(st.text(), st.binary()))
def test_reading_never_fails(text: str | bytes) -> None:
    assert Insight.from_json(text) == Insight()


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "1" * 5000, "[" * 100_000, "{}", '{"version": 1}', '{"version": 1, "questions": []}'],
)
def test_what_is_broken_is_read_as_nothing(text: str) -> None:
    assert Insight.from_json(text) == Insight()


GOOD: Mapping[str, object] = {"2026-11-28": 0, "2026-11-29": 1, "2026-11-30": 2}


def test_a_file_of_another_version_is_read_as_nothing() -> None:
    texts = [json.dumps({"version": version, "questions": {"boxing": GOOD}}) for version in (1, 2)]

    assert [Insight.from_json(text) for text in texts] == [an_insight(boxing=(2, 1, 0)), Insight()]


@pytest.mark.parametrize(
    "question",
    ["", " ", "prison boxing", "boxing boxing", "<b>", "a\nb", "boxing  prison", "\ud800", "a" * (MAX_CHARACTERS + 1)],
)
def test_what_is_no_question_is_not_read(question: str) -> None:
    text = json.dumps({"version": 1, "questions": {question: GOOD, "chess": GOOD}})

    assert Insight.from_json(text) == an_insight(chess=(2, 1, 0))


@pytest.mark.parametrize(
    "days",
    [
        {"2026-11-31": 0},
        {"today": 0},
        {"2026-11-27": 3},
        {"2026-11-27": -1},
        {"2026-11-27": "0"},
        {"2026-11-27": 0.5},
        {"2026-11-27": None},
        {"2026-11-27": [0]},
    ],
)
def test_what_is_no_day_is_not_read(days: Mapping[str, object]) -> None:
    text = json.dumps({"version": 1, "questions": {"boxing": {**GOOD, **days}}})

    assert Insight.from_json(text) == an_insight(boxing=(2, 1, 0))


@pytest.mark.parametrize("days", [[], 3, None, "2026-11-28", {}, {"2026-11-28": 0}])
def test_a_question_without_enough_days_is_not_read(days: object) -> None:
    assert Insight.from_json(json.dumps({"version": 1, "questions": {"boxing": days}})) == Insight()
