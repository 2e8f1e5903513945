"""What is computed from a practice: evidence level, headline effect, freshness, completeness."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.fields import FIELDS, HEADINGS, TERM_FIELDS, Need
from kb.practice import (
    EVIDENCE_LEVELS,
    Completeness,
    Evaluation,
    Evidence,
    Freshness,
    Needs,
    Period,
    completeness,
    evidence_level,
    freshness,
    headline_effect,
)
from tests.makers import REAL_VOCABULARIES, UNHURRIED, a_practice, a_reference, an_evaluation

DESIGNS = (
    "monitoring",
    "process",
    "qualitative-outcome",
    "before-after",
    "quasi-experimental",
    "rct",
    "systematic-review",
    "unknown",
)
INDEPENDENCE = ("self", "external", "peer-reviewed", "unknown")
EFFECTS = ("positive", "mixed", "none-found", "harmful", "unknown")

LEVELS_OF_DESIGNS = {
    "unknown": "E0",
    "monitoring": "E2",
    "process": "E2",
    "qualitative-outcome": "E3",
    "before-after": "E3",
    "systematic-review": "E5",
}
"""Those that do not depend on who evaluated."""

evaluations = st.lists(
    st.builds(
        an_evaluation,
        st.sampled_from(DESIGNS),
        st.sampled_from(INDEPENDENCE),
        st.sampled_from(EFFECTS),
        evaluator=st.sampled_from(("", "A", "B")),
    ),
    max_size=4,
)


def pairs(first: Iterable[str], second: Sequence[str]) -> list[tuple[str, str]]:
    return list(product(first, second))


def level(*studies: Evaluation, theory: str = "", supports: tuple[str, ...] = ()) -> str:
    return evidence_level(Evidence(theory, studies), [a_reference(supports=supports)])


@pytest.mark.parametrize(
    "name, known",
    [
        ("evaluation-designs", DESIGNS),
        ("evaluator-independence", INDEPENDENCE),
        ("effects", EFFECTS),
        ("evidence-levels", EVIDENCE_LEVELS),
    ],
)
def test_the_scale_knows_the_ids_of_the_real_lists(name: str, known: tuple[str, ...]) -> None:
    lines = (REAL_VOCABULARIES / f"{name}.yaml").read_text(encoding="utf-8").splitlines()

    assert tuple(line.removeprefix("- id: ") for line in lines if line.startswith("- id: ")) == known


def test_a_practice_that_is_only_described_is_at_e0() -> None:
    assert level() == "E0"


@pytest.mark.parametrize("support", ["evidence", "evidence.theory"])
def test_a_theory_that_a_source_supports_lifts_to_e1(support: str) -> None:
    assert level(theory="Trust makes leaving easier.", supports=(support,)) == "E1"


@pytest.mark.parametrize(
    "theory, supports",
    [("Trust makes leaving easier.", ()), ("Trust makes leaving easier.", ("What it is",)), ("", ("evidence",))],
)
def test_a_theory_without_a_source_or_a_source_without_a_theory_stays_at_e0(
    theory: str, supports: tuple[str, ...]
) -> None:
    assert level(theory=theory, supports=supports) == "E0"


def test_a_theory_adds_nothing_to_a_study() -> None:
    assert level(an_evaluation("process"), theory="Trust makes leaving easier.", supports=("evidence",)) == "E2"


def test_a_study_that_nobody_has_read_leaves_the_theory_at_e1() -> None:
    assert level(an_evaluation("unknown"), theory="Trust makes leaving easier.", supports=("evidence",)) == "E1"


@pytest.mark.parametrize("design, independence", pairs(LEVELS_OF_DESIGNS, INDEPENDENCE))
def test_most_designs_have_their_level_whoever_evaluated(design: str, independence: str) -> None:
    assert level(an_evaluation(design, independence)) == LEVELS_OF_DESIGNS[design]


@pytest.mark.parametrize("design, independence", pairs(("quasi-experimental", "rct"), ("external", "peer-reviewed")))
def test_a_comparison_by_others_is_at_e4(design: str, independence: str) -> None:
    assert level(an_evaluation(design, independence)) == "E4"


@pytest.mark.parametrize("design, independence", pairs(("quasi-experimental", "rct"), ("self", "unknown")))
def test_a_comparison_by_the_owner_or_by_nobody_knows_whom_is_at_e3(design: str, independence: str) -> None:
    assert level(an_evaluation(design, independence)) == "E3"


@pytest.mark.parametrize("first, second", pairs(("quasi-experimental", "rct"), ("quasi-experimental", "rct")))
def test_two_comparisons_by_different_organisations_are_at_e5(first: str, second: str) -> None:
    assert level(an_evaluation(first, evaluator="Leiden"), an_evaluation(second, evaluator="Aarhus")) == "E5"


@pytest.mark.parametrize("others", ["Leiden", "LEIDEN", ""])
def test_two_comparisons_whose_evaluators_are_the_same_or_not_named_stay_at_e4(others: str) -> None:
    assert level(an_evaluation("rct", evaluator="Leiden"), an_evaluation("rct", evaluator=others)) == "E4"


def test_two_comparisons_without_any_evaluator_stay_at_e4() -> None:
    assert level(an_evaluation("rct"), an_evaluation("quasi-experimental")) == "E4"


@pytest.mark.parametrize("independence", ["self", "unknown"])
def test_a_comparison_by_the_owner_does_not_count_as_a_replication(independence: str) -> None:
    studies = an_evaluation("rct", evaluator="Leiden"), an_evaluation("rct", independence, evaluator="Aarhus")

    assert level(*studies) == "E4"


def test_two_studies_without_a_comparison_are_no_replication() -> None:
    studies = an_evaluation("before-after", evaluator="Leiden"), an_evaluation("before-after", evaluator="Aarhus")

    assert level(*studies) == "E3"


@UNHURRIED
@given(evaluations, evaluations)
def test_one_more_study_never_lowers_the_level(some: list[Evaluation], more: list[Evaluation]) -> None:
    assert level(*some) <= level(*some, *more)


@UNHURRIED
@given(evaluations)
def test_the_direction_of_results_says_nothing_about_the_level(studies: list[Evaluation]) -> None:
    turned = [an_evaluation(each.design, each.independence, evaluator=each.evaluator) for each in studies]

    assert level(*turned) == level(*studies)


@UNHURRIED
@given(evaluations, st.randoms())
def test_level_and_effect_do_not_depend_on_the_order_of_studies(studies: list[Evaluation], random: Random) -> None:
    shuffled = random.sample(studies, len(studies))

    assert (level(*shuffled), headline_effect(shuffled)) == (level(*studies), headline_effect(studies))


def test_without_a_study_the_effect_is_unknown() -> None:
    assert headline_effect([]) == "unknown"


@pytest.mark.parametrize("design, effect", pairs(DESIGNS[2:-1], EFFECTS))
def test_a_single_outcome_study_decides_on_the_effect(design: str, effect: str) -> None:
    assert headline_effect([an_evaluation(design, effect=effect)]) == effect


@pytest.mark.parametrize("design, effect", pairs(("monitoring", "process", "unknown"), EFFECTS))
def test_a_design_that_does_not_study_outcomes_says_nothing_of_the_effect(design: str, effect: str) -> None:
    assert headline_effect([an_evaluation(design, effect=effect)]) == "unknown"


def test_the_strongest_design_outvotes_weaker_ones() -> None:
    studies = [an_evaluation("before-after", effect="positive"), an_evaluation("rct", effect="none-found")]

    assert headline_effect(studies) == "none-found"


def test_a_review_outvotes_a_single_comparison() -> None:
    studies = [an_evaluation("rct", effect="none-found"), an_evaluation("systematic-review", effect="positive")]

    assert headline_effect(studies) == "positive"


def test_a_comparison_by_the_owner_is_no_stronger_than_a_study_without_one() -> None:
    studies = [an_evaluation("rct", "self", "positive"), an_evaluation("before-after", "external", "none-found")]

    assert headline_effect(studies) == "mixed"


def test_equally_strong_designs_that_differ_are_mixed() -> None:
    studies = [an_evaluation("rct", effect="positive"), an_evaluation("quasi-experimental", effect="none-found")]

    assert headline_effect(studies) == "mixed"


def test_harm_that_a_weaker_design_found_is_never_outvoted() -> None:
    studies = [an_evaluation("rct", effect="positive"), an_evaluation("before-after", effect="harmful")]

    assert headline_effect(studies) == "mixed"


def test_harm_that_only_a_process_study_reports_is_no_outcome() -> None:
    studies = [an_evaluation("rct", effect="positive"), an_evaluation("process", effect="harmful")]

    assert headline_effect(studies) == "positive"


def test_a_strong_study_of_unknown_effect_leaves_the_word_to_a_weaker_one() -> None:
    studies = [an_evaluation("rct", effect="unknown"), an_evaluation("before-after", effect="positive")]

    assert headline_effect(studies) == "positive"


@UNHURRIED
@given(evaluations)
def test_where_harm_was_found_the_effect_is_harmful_or_mixed(studies: list[Evaluation]) -> None:
    harmful = an_evaluation("before-after", effect="harmful")

    assert headline_effect([*studies, harmful]) in ("harmful", "mixed")


def test_a_practice_knows_its_own_level_and_effect() -> None:
    practice = a_practice(evaluations=[an_evaluation("rct", effect="positive")])

    assert (practice.evidence_level, practice.effect) == ("E4", "positive")


def test_what_was_never_checked_is_unverified() -> None:
    assert freshness(None, date(2026, 11, 30)) is Freshness.UNVERIFIED


@pytest.mark.parametrize(
    "today, state",
    [
        (date(2024, 5, 10), Freshness.FRESH),
        (date(2025, 5, 10), Freshness.FRESH),
        (date(2025, 5, 11), Freshness.AGEING),
        (date(2026, 5, 10), Freshness.AGEING),
        (date(2026, 5, 11), Freshness.STALE),
        (date(2028, 5, 10), Freshness.STALE),
        (date(2028, 5, 11), Freshness.ARCHIVED),
    ],
)
def test_freshness_changes_on_the_day_after_12_24_and_48_months(today: date, state: Freshness) -> None:
    assert freshness(date(2024, 5, 10), today) is state


@pytest.mark.parametrize(
    "today, state",
    [
        (date(2025, 2, 28), Freshness.FRESH),
        (date(2025, 3, 1), Freshness.AGEING),
        (date(2026, 2, 28), Freshness.AGEING),
        (date(2026, 3, 1), Freshness.STALE),
        (date(2028, 2, 29), Freshness.STALE),
        (date(2028, 3, 1), Freshness.ARCHIVED),
    ],
)
def test_a_check_on_a_leap_day_lasts_to_the_end_of_february(today: date, state: Freshness) -> None:
    assert freshness(date(2024, 2, 29), today) is state


@pytest.mark.parametrize("today, state", [(date(2024, 2, 28), Freshness.FRESH), (date(2024, 2, 29), Freshness.AGEING)])
def test_a_leap_day_is_a_day_more(today: date, state: Freshness) -> None:
    assert freshness(date(2023, 2, 28), today) is state


def test_a_check_at_the_end_of_a_year_lasts_to_the_end_of_the_next() -> None:
    states = [freshness(date(2024, 12, 31), today) for today in (date(2025, 12, 31), date(2026, 1, 1))]

    assert states == [Freshness.FRESH, Freshness.AGEING]


@UNHURRIED
@given(st.dates(), st.dates(), st.dates())
def test_an_entry_never_becomes_fresher_by_waiting(checked: date, one: date, other: date) -> None:
    order = list(Freshness)

    earlier, later = (order.index(freshness(checked, today)) for today in sorted((one, other)))

    assert earlier <= later


def whole_terms() -> dict[str, tuple[str, ...]]:
    """A term in each field that counts for completeness."""
    return {each.name: ("any",) for each in FIELDS if each.name in TERM_FIELDS and each.need is not Need.OPTIONAL}


def test_an_entry_that_tells_everything_is_complete() -> None:
    practice = a_practice(
        terms=whole_terms(),
        theory="Trust makes leaving easier.",
        period=Period(2018),
        needs=Needs(people="Two youth workers"),
        transfer={"materials-available": "met"},
        headings=HEADINGS,
    )

    assert completeness(practice) == Completeness(1.0, (), ())


def test_what_an_entry_does_not_tell_is_named_in_the_order_of_the_fields() -> None:
    practice = a_practice(terms={**whole_terms(), "audiences": ()}, headings=("What it is", "Lessons learned"))

    found = completeness(practice)

    assert found.missing_fields == ("audiences", "start", "evidence", "needs", "transfer")
    assert found.missing_headings == (
        "The problem it answers",
        "How it works",
        "What you need",
        "Results and evidence",
        "Limits, risks and safeguards",
        "Adapting it elsewhere",
    )


def test_fields_and_headings_have_the_same_weight() -> None:
    practice = a_practice(terms=whole_terms(), headings=())
    counted = len([each for each in FIELDS if each.need is not Need.OPTIONAL]) + len(HEADINGS)

    found = completeness(practice)

    assert found.share == (counted - 4 - len(HEADINGS)) / counted


@pytest.mark.parametrize("name", sorted(set(whole_terms()) - {"working_groups"}))
def test_a_field_without_a_term_is_missing(name: str) -> None:
    terms = {key: value for key, value in whole_terms().items() if key != name}

    assert name in completeness(a_practice(terms=terms)).missing_fields


def test_that_no_working_group_fits_is_an_answer() -> None:
    assert "working_groups" not in completeness(a_practice(terms={"working_groups": ()})).missing_fields


def test_an_evaluation_is_evidence_without_a_theory() -> None:
    practice = a_practice(evaluations=[an_evaluation("process")])

    assert "evidence" not in completeness(practice).missing_fields


def test_a_field_that_is_left_out_has_no_terms() -> None:
    practice = a_practice(terms={"countries": ("DK", "SE")})

    assert (practice.terms_in("countries"), practice.terms_in("settings")) == (("DK", "SE"), ())
