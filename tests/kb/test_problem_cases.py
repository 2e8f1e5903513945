"""Every file in problem_cases holds examples in the form of docs/problems.md; a new one needs no Python."""

from collections import Counter
from pathlib import Path

import pytest

from kb.problem import has_errors
from tests.problem_examples import Example, check, examples_in, printed

CASES = [each for path in sorted(Path(__file__).parent.glob("problem_cases/*.md")) for each in examples_in(path)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.file}: {case.name}")
def test_case(case: Example) -> None:
    assert printed(check(case.files)) == case.message


def test_cases_have_names_of_their_own() -> None:
    names = Counter((case.file, case.name) for case in CASES)

    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize(
    "case", [case for case in CASES if "accepted" in case.name], ids=lambda case: f"{case.file}: {case.name}"
)
def test_what_is_called_accepted_has_no_error(case: Example) -> None:
    assert not has_errors(check(case.files))
