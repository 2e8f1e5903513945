import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.problem import (
    ENOUGH,
    LONGEST_QUOTATION,
    MOST_OF_A_KIND,
    Place,
    Problem,
    Severity,
    as_github,
    as_json,
    as_text,
    has_errors,
    limited,
    summary,
)
from kb.rules import RULES, Rule


def a_place(excerpt: str = "start: 18", column: int = 8, length: int = 2, line: int = 3) -> Place:
    return Place("practices/street-work.md", line, column, length, excerpt)


def an_error(place: Place | None = None, value: str = "18") -> Problem:
    return Problem.at(place or a_place(), "bad-year", value=value)


def a_warning(line: int = 3) -> Problem:
    return Problem.at(a_place(line=line), "empty-field", field="start")


def test_a_problem_is_printed_with_its_line_and_carets_under_the_place() -> None:
    assert as_text(an_error()) == (
        'practices/street-work.md:3:8: error[bad-year]: "18" is not a year\n'
        "  3 | start: 18\n"
        "    |        ^^\n"
        "  why: years are compared and drawn on a time line\n"
        "  fix: write four digits, for example 2018; what is less exact belongs in the text"
    )


def test_a_problem_of_a_whole_file_is_printed_without_a_line() -> None:
    problem = Problem.at(Place("practices"), "missing-folder", name="practices")

    assert as_text(problem) == (
        'practices: error[missing-folder]: the folder "practices" is not there or cannot be opened\n'
        "  why: without it there is nothing to show\n"
        "  fix: create it, or name another one in KB_CONTENT"
    )


@pytest.mark.parametrize(
    "excerpt, column, length, shown, carets",
    [
        ("", 1, 1, "", "^"),
        ("ab", 3, 1, "ab", "  ^"),
        ("ab", 1, 99, "ab", "^^"),
        ("\tab", 2, 2, " ab", " ^^"),
        ("a\u200bb", 2, 1, "a\ufffdb", " ^"),
        ("a\xa0b", 3, 1, "a b", "  ^"),
        ("東京", 2, 1, "東京", "  ^^"),
        ("e\u0301a", 3, 1, "e\u0301a", " ^"),
        ("x" * 300, 201, 20, "x" * 160, " " * 80 + "^" * 20),
        ("x" * 300, 291, 20, "x" * 90, " " * 80 + "^" * 10),
    ],
)
def test_carets_stand_under_their_place(excerpt: str, column: int, length: int, shown: str, carets: str) -> None:
    lines = as_text(an_error(a_place(excerpt, column, length))).split("\n")

    assert lines[1:3] == [f"  3 | {shown}".rstrip(), f"    | {carets}"]


@given(st.text().filter(lambda line: "\n" not in line), st.integers(1, 50), st.integers(1, 50))
def test_a_problem_is_printed_on_five_lines_whatever_the_author_wrote(line: str, column: int, length: int) -> None:
    place = a_place(line, min(column, len(line) + 1), length)

    assert len(as_text(an_error(place, line)).splitlines()) == 5


def test_json_holds_all_that_the_text_says() -> None:
    assert json.loads(as_json([an_error()])) == [
        {
            "code": "bad-year",
            "severity": "error",
            "path": "practices/street-work.md",
            "line": 3,
            "column": 8,
            "length": 2,
            "what": '"18" is not a year',
            "why": "years are compared and drawn on a time line",
            "fix": "write four digits, for example 2018; what is less exact belongs in the text",
        }
    ]


def test_json_of_no_problem_is_an_empty_list() -> None:
    assert as_json([]) == "[]"


def test_json_keeps_letters_readable() -> None:
    assert '\\"é\\" is not a year' in as_json([an_error(value="é")])


def test_an_annotation_names_the_stretch() -> None:
    assert as_github(a_warning()) == (
        "::warning file=practices/street-work.md,line=3,col=8,endColumn=9,title=empty-field::"
        'nothing stands here for "start"%0A'
        "Why: an empty field looks like a fact that got lost%0A"
        "Fix: fill it in, or delete the line: what is not known is left out"
    )


def test_an_annotation_of_a_whole_file_names_no_line() -> None:
    problem = Problem.at(Place("practices/a,b:c%d.md"), "not-a-regular-file", name="x", kind="a 100% \r pipe")

    assert as_github(problem).startswith(
        "::error file=practices/a%2Cb%3Ac%25d.md,title=not-a-regular-file::"
        '"x" is not an ordinary file but a 100%25   pipe%0AWhy: '
    )


@given(st.text())
def test_an_annotation_is_one_line_whatever_the_author_wrote(value: str) -> None:
    assert len(re.split("[\r\n]", as_github(an_error(value=value)))) == 1


def test_messages_can_be_translated() -> None:
    words = {'"%(value)s" is not a year': "« %(value)s » n'est pas une année"}

    translated = as_text(an_error(), lambda text: words.get(text, text)).split("\n")[0]

    assert translated == "practices/street-work.md:3:8: error[bad-year]: « 18 » n'est pas une année"


def test_the_nearest_match_is_offered_where_there_is_one() -> None:
    near = Problem.at(a_place(), "bad-language", value="english", near="en")
    none = Problem.at(a_place(), "bad-language", value="xyz", near="")

    assert (near.fix(), none.fix()) == ('write "en"', "write the two or three letters of ISO 639: en, de, fr, sr, cnr")


def test_a_problem_needs_a_rule() -> None:
    with pytest.raises(KeyError, match="no-such-rule"):
        Problem.at(a_place(), "no-such-rule")


def test_a_quotation_is_put_on_one_line_and_shortened() -> None:
    long = an_error(value="a" * 300)

    assert an_error(value="one  \n two\x1b").what() == '"one two\ufffd" is not a year'
    assert long.what() == f'"{"a" * (LONGEST_QUOTATION - 1)}…" is not a year'


def test_a_choice_may_be_longer_than_a_quotation() -> None:
    known = ", ".join(["a" * 29] * 15)

    assert Problem.at(a_place(), "unknown-source", source="x", known=known).fix().endswith(known)


def test_problems_sort_by_place() -> None:
    first, second, third = a_warning(line=2), a_warning(line=10), Problem.at(Place("practices/z.md"), "other-file")

    assert sorted([third, second, first]) == [first, second, third]


def test_a_place_is_written_with_its_line_if_it_has_one() -> None:
    assert (str(a_place()), str(Place("practices"))) == ("practices/street-work.md:3:8", "practices")


def test_only_errors_block() -> None:
    assert has_errors([a_warning(), an_error()])
    assert not has_errors([a_warning()])
    assert not has_errors([])


def test_a_summary_counts_errors_and_warnings() -> None:
    assert summary([a_warning(), an_error(), a_warning()]) == (1, 2)


def test_as_many_problems_of_a_kind_as_can_be_listed_are_listed() -> None:
    problems = [a_warning(line) for line in range(1, MOST_OF_A_KIND + 1)]

    assert limited(reversed(problems)) == tuple(problems)


def test_of_more_problems_of_a_kind_the_first_are_listed_and_a_word_is_said() -> None:
    problems = [a_warning(line) for line in range(1, ENOUGH + 10)]
    notice = Problem.at(a_place(line=ENOUGH), "more-problems", kind="empty-field", limit=MOST_OF_A_KIND)

    assert limited([*problems, an_error(a_place(line=99))]) == (
        *problems[:MOST_OF_A_KIND],
        notice,
        an_error(a_place(line=99)),
    )


def test_the_same_problem_is_listed_once() -> None:
    assert limited([a_warning(), a_warning()]) == (a_warning(),)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_a_rule_names_its_code_and_says_what_why_and_how(rule: Rule) -> None:
    assert RULES[rule.code] is rule
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", rule.code)
    assert all((rule.what, rule.why, rule.fix, rule.fix_near))
    assert isinstance(rule.severity, Severity)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_the_words_of_a_rule_end_without_a_full_stop_and_hold_named_details_only(rule: Rule) -> None:
    for text in (rule.what, rule.why, rule.fix, rule.fix_near):
        assert not text.endswith(".")
        assert "%" not in re.sub(r"%\([a-z_]+\)s", "", text)
