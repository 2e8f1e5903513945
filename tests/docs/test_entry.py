import re

import pytest

from kb.fields import FIELDS, HEADINGS, TRANSLATED, Field, Kind, Shape
from kb.practice import EVIDENCE_LEVELS
from tests.problem_examples import ROOT, real_lists

PAGE = (ROOT / "docs/entry.md").read_text("utf-8")

EVIDENCE = next(each for each in FIELDS if each.name == "evidence")
TABLES: dict[str, tuple[Field, ...]] = {
    "## The fields": FIELDS,
    "### Parts of an organisation": next(each.parts for each in FIELDS if each.name == "organisations"),
    "### Parts of the evidence": EVIDENCE.parts,
    "### Parts of an evaluation": EVIDENCE.by_name["evaluations"].parts,
    "### Parts of what it takes": next(each.parts for each in FIELDS if each.name == "needs"),
    "### Parts of an adoption": next(each.parts for each in FIELDS if each.name == "adoptions"),
    "### Parts of a caveat": next(each.parts for each in FIELDS if each.name == "caveats"),
    "### Parts of a source": next(each.parts for each in FIELDS if each.name == "sources"),
    "### Parts of the review": next(each.parts for each in FIELDS if each.name == "review"),
}


def section(heading: str) -> str:
    """The text below a heading, up to the next one of any level."""
    return re.split(r"^#", PAGE.split(f"\n{heading}\n")[1], maxsplit=1, flags=re.MULTILINE)[0]


def rows(heading: str) -> list[list[str]]:
    """The cells of the table below a heading, without its head."""
    lines = [line for line in section(heading).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


@pytest.mark.parametrize("heading", TABLES)
def test_every_field_is_documented_with_its_need_and_its_help(heading: str) -> None:
    documented = [(name, need, text) for name, need, _, text in rows(heading)]

    assert documented == [(f"`{each.name}`", each.need.value, each.help) for each in TABLES[heading]]


def test_every_field_with_parts_has_a_table_of_them() -> None:
    tables = [fields for heading, fields in TABLES.items() if heading != "## The fields"]
    fields = (part for field in FIELDS for part in (field, *field.parts))

    assert [each.parts for each in fields if each.kind is Kind.PARTS] == tables


@pytest.mark.parametrize("heading", TABLES)
def test_the_kind_of_a_field_names_its_list_and_its_limits(heading: str) -> None:
    for (name, _, kind, _), field in zip(rows(heading), TABLES[heading], strict=True):
        lengths = {each for each in (field.shortest, field.longest) if each and field.kind is Kind.TEXT}
        numbers = {int(each) for each in re.findall(r"\d+", kind.replace("2026-03-31", ""))}
        counts = {each for each in (field.least, field.most) if each and field.shape is Shape.MANY}

        assert field.vocabulary in kind, name
        assert numbers == lengths | counts, name
        assert ("list" in kind) == (field.shape is not Shape.ONE), name


def test_the_headings_are_documented_in_their_order() -> None:
    assert re.findall(r"^- `## (.+)`$", section("## The text"), re.MULTILINE) == list(HEADINGS)


def test_the_fields_of_a_translation_are_documented() -> None:
    assert re.findall(r"^- `(.+)`$", section("## A translation"), re.MULTILINE) == list(TRANSLATED)


def test_the_evidence_scale_is_documented_with_the_labels_of_the_list() -> None:
    levels = real_lists()["evidence-levels"]

    documented = [(level, label) for level, label, _ in rows("## The evidence level")]

    assert documented == [(level, levels.label(level)) for level in EVIDENCE_LEVELS]


def test_every_evaluation_design_stands_in_the_evidence_scale() -> None:
    named = set(re.findall("`([a-z-]+)`", section("## The evidence level")))

    assert set(real_lists()["evaluation-designs"].terms) <= named
