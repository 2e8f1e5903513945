from __future__ import annotations

import pytest

from tests.bench.makers import a_line, a_row
from tests.bench.report import LINES, Line, Row, Share, Unit, amount, page, rounded, table


def cells(text: str) -> list[list[str]]:
    """The cells of each line of a table below its head."""
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()[2:]]


def measured(line: Line) -> Row:
    return a_row(line, line.bound or 1_000, 0.002, 0.001 if line.against else None)


def test_a_ratio_is_ours_over_the_baseline() -> None:
    assert a_row(ours=3, baseline=2).ratio == 1.5


def test_without_a_baseline_there_is_no_ratio() -> None:
    assert a_row(baseline=None).ratio is None


@pytest.mark.parametrize("ours, is_met", [(3.9, True), (4, True), (4.1, False)])
def test_a_target_is_met_up_to_its_ratio(ours: float, is_met: bool) -> None:
    assert a_row(a_line(at_most=2), ours=ours, baseline=2).is_met is is_met


def test_a_target_without_a_baseline_is_an_amount() -> None:
    line = a_line(against="", at_most=150, unit=Unit.MEGABYTES)

    assert [a_row(line, ours=ours, baseline=None).is_met for ours in (150, 151)] == [True, False]


def test_a_target_holds_for_the_documents_it_is_bound_to() -> None:
    line = a_line(at_most=2, bound=10_000)

    assert [a_row(line, count, 5, 1).is_met for count in (1_000, 10_000)] == [None, False]


def test_a_row_of_the_table_says_all_of_a_measurement() -> None:
    row = a_row(a_line("phrase", "SQLite", 2), 10_000, ours=0.0031, baseline=0.0012)

    assert cells(table([row])) == [["phrase", "10,000", "3.1 ms", "SQLite", "1.2 ms", "2.6 ×", "2 ×", "**missed**"]]


def test_a_row_without_baseline_and_target_has_dashes() -> None:
    row = a_row(a_line("memory", "", None, unit=Unit.MEGABYTES), ours=12, baseline=None)

    assert cells(table([row])) == [["memory", "1,000", "12 MB", "–", "–", "–", "–", "–"]]


def test_an_amount_that_is_the_target_has_its_unit() -> None:
    row = a_row(a_line("worst", "", 0.05), ours=0.01, baseline=None)

    assert cells(table([row]))[0][-2:] == ["50 ms", "met"]


@pytest.mark.parametrize(
    "seconds, text", [(12.34, "12 s"), (1, "1.0 s"), (0.0999, "100 ms"), (0.0042, "4.2 ms"), (0.000_042, "42 µs")]
)
def test_seconds_are_written_in_the_unit_that_fits(seconds: float, text: str) -> None:
    assert amount(seconds, Unit.SECONDS) == text


@pytest.mark.parametrize("number, text", [(1234.5, "1,234"), (17.2, "17"), (1.26, "1.3"), (0.0461, "0.046")])
def test_a_number_has_two_significant_digits_unless_it_is_larger(number: float, text: str) -> None:
    assert rounded(number) == text


def test_every_target_is_on_the_page() -> None:
    rows = cells(table(map(measured, LINES)))

    assert {(row[0], row[3]) for row in rows if row[6] != "–"} == {
        (line.what, line.against or "–") for line in LINES if line.at_most is not None
    }


def test_no_two_lines_measure_the_same() -> None:
    assert len({(line.what, line.against) for line in LINES}) == len(LINES)


def test_the_page_counts_what_is_met() -> None:
    good, bad, neither = (a_row(a_line(at_most=most), ours=2, baseline=1) for most in (3, 1, None))

    assert "\n1 of 2 targets are met.\n" in page([good, bad, neither], {})


def stories(*rows: Row) -> str:
    return page(rows, {}).split("so shares overlap.\n")[1].strip()


def test_the_page_tells_of_a_missed_target_where_the_time_goes() -> None:
    profile = (Share("search/parts.py:plan", 0.416), Share("search/facets.py:of", 0.2))

    story = stories(a_row(a_line("phrase"), ours=5, baseline=1, profile=profile))

    assert story == "- **phrase**, 1,000 documents: `search/parts.py:plan` 42%, `search/facets.py:of` 20%."


def test_a_missed_target_without_a_telling_profile_is_named() -> None:
    assert stories(a_row(a_line("phrase"), ours=5, baseline=1)) == (
        "- **phrase**, 1,000 documents: no function stands out."
    )


def test_the_largest_number_of_documents_tells_for_all() -> None:
    rows = [
        a_row(a_line("phrase", against), documents, ours=5, baseline=1)
        for documents in (1_000, 10_000)
        for against in ("SQLite", "tantivy")
    ]

    assert stories(*rows) == "- **phrase**, 10,000 documents: no function stands out."


def test_a_page_without_missed_targets_tells_nothing_of_them() -> None:
    assert "Missed" not in page([a_row(a_line(at_most=9), ours=5, baseline=1)], {})


def test_the_page_says_what_the_figures_depend_on() -> None:
    assert "\nPython: 3.11.7; CPUs: 2.\n" in page([], {"Python": "3.11.7", "CPUs": "2"})
