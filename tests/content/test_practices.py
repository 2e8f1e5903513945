"""The real practices/: free of errors, sourced, findable and fit to be shown."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from kb.fields import TERM_FIELDS
from kb.markup import plain_text, render
from kb.practice import Practice, Slug
from search import SearchQuery
from tests.content.real import SLUGS, front_matter, snapshot, terms, text
from tests.makers import REAL_PRACTICES

pytestmark = pytest.mark.content

EXPECTED_WARNINGS = {("practices/ycare-youth-counselling.md", "missing-how")}
"""Warnings that stay, because no source tells what they ask for."""

FEWEST = 205


def practice(slug: str) -> Practice:
    return snapshot().collection.practices[Slug(slug)]


def parts(value: object) -> Mapping[str, object]:
    assert isinstance(value, Mapping)
    return value


def several(value: object) -> Sequence[object]:
    assert isinstance(value, list)
    return value


def test_no_file_has_an_error() -> None:
    assert [each for each in snapshot().collection.problems if each.is_error] == []


def test_the_warnings_are_those_that_nothing_can_be_done_about() -> None:
    warnings = {(each.place.path, each.code) for each in snapshot().collection.problems if not each.is_error}

    assert warnings == EXPECTED_WARNINGS


def test_every_entry_is_shown() -> None:
    assert sorted(snapshot().collection.practices) == list(SLUGS)
    assert dict(snapshot().collection.left_out) == {}


def test_there_are_enough_entries_to_look_around_in() -> None:
    assert len(SLUGS) >= FEWEST


@pytest.mark.parametrize("slug", SLUGS)
def test_every_id_stands_in_its_list_and_is_in_use(slug: str) -> None:
    unknown = [
        f"{name}: {identifier}"
        for name, vocabulary in TERM_FIELDS.items()
        for identifier in practice(slug).terms_in(name)
        if terms(vocabulary).get(identifier, {}).get("status", "retired") == "retired"
    ]

    assert unknown == []


@pytest.mark.parametrize("slug", SLUGS)
def test_every_id_of_the_file_has_reached_the_practice(slug: str) -> None:
    fields = front_matter(slug)
    written = {name: fields[name] for name in TERM_FIELDS if name in fields}
    wanted = {name: tuple(several(value)) if isinstance(value, list) else (value,) for name, value in written.items()}

    assert {name: practice(slug).terms_in(name) for name in wanted} == wanted


RUNGS = {
    "monitoring": 2,
    "process": 2,
    "qualitative-outcome": 3,
    "before-after": 3,
    "quasi-experimental": 3,
    "rct": 3,
    "systematic-review": 5,
    "unknown": 0,
}
OTHERS = ("external", "peer-reviewed")


def level_by_hand(slug: str) -> str:
    """The evidence level, counted again from the file as the table in the design of an entry has it."""
    fields = front_matter(slug)
    evidence = parts(fields["evidence"])
    studies = [parts(each) for each in several(evidence["evaluations"])]
    compared = [
        each for each in studies if each["design"] in ("quasi-experimental", "rct") and each["independence"] in OTHERS
    ]
    supports = [name for each in several(fields["sources"]) for name in several(parts(each).get("supports", []))]
    is_reasoned = "theory" in evidence and {"evidence", "evidence.theory"}.intersection(map(str, supports))
    rung = max([RUNGS[str(each["design"])] for each in studies] + [4] * bool(compared) + [0])
    if len({each["evaluator"] for each in compared if "evaluator" in each}) > 1:
        rung = 5
    return f"E{rung or int(bool(is_reasoned))}"


@pytest.mark.parametrize("slug", SLUGS)
def test_the_evidence_level_is_that_of_a_count_by_hand(slug: str) -> None:
    assert practice(slug).evidence_level == level_by_hand(slug)


def test_the_entries_stand_on_several_rungs_of_the_evidence_ladder() -> None:
    levels = {each.evidence_level for each in snapshot().collection.practices.values()}

    assert {"E0", "E1", "E2", "E3", "E4"} <= levels


def test_what_did_not_work_or_has_ended_is_here_too() -> None:
    practices = snapshot().collection.practices.values()

    assert any("ended" in each.terms_in("state") for each in practices)
    assert any(each.effect in ("mixed", "none-found", "harmful") for each in practices)
    assert sum(bool(each.caveats) for each in practices) >= 10


@pytest.mark.parametrize("slug", SLUGS)
def test_every_entry_is_rendered_and_cites_what_it_lists_alone(slug: str) -> None:
    references = [each.id for each in practice(slug).references]

    rendered = render(practice(slug).body, references)

    assert set(rendered.cited) <= set(references)
    assert set(rendered.cited) == set(re.findall(r"\[\^([a-z0-9-]+)\]", practice(slug).body))
    assert rendered.cited != ()
    assert "[^" not in rendered.html.text
    assert [item.text for item in rendered.outline if item.level == 2] == list(practice(slug).headings)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_claim_under_a_field_names_a_source_that_is_listed(slug: str) -> None:
    found = practice(slug)
    listed = {each.id for each in found.references}
    evaluations = [each.sources for each in found.evidence.evaluations]
    others = [*(each.sources for each in found.adoptions), *(each.sources for each in found.caveats)]

    assert [each for each in evaluations + others if not each or not listed.issuperset(each)] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_every_entry_can_be_found_by_its_title(slug: str) -> None:
    hits = snapshot().search(SearchQuery(practice(slug).title)).hits

    assert slug in [hit.group for hit in hits[:3]]


PERSONAL = {
    "an e-mail address": re.compile(r"\S@\S+\.\S|mailto:|\[at\]|\(at\)"),
    "a telephone number": re.compile(r"tel:|\+\d{2}[\d ()/.-]{6,}\d"),
    "a profile on a network": re.compile(r"//(www\.)?(facebook|instagram|linkedin|twitter|tiktok|x)\.com/"),
}


@pytest.mark.parametrize("path", sorted(REAL_PRACTICES.rglob("*.md")), ids=lambda path: path.stem)
@pytest.mark.parametrize("kind", PERSONAL)
def test_no_file_leads_to_a_person(path: Path, kind: str) -> None:
    match = PERSONAL[kind].search(path.read_text(encoding="utf-8"))

    assert match is None, match


@pytest.mark.parametrize("slug", SLUGS)
def test_no_entry_promises_what_nobody_can_know(slug: str) -> None:
    own_words = f"{practice(slug).summary}\n{plain_text(practice(slug).body)}".casefold()

    assert [word for word in ("best practice", "proven to", "guarantee") if word in own_words] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_a_file_is_plain_utf8_with_unix_line_ends_and_one_at_the_end(slug: str) -> None:
    content = (REAL_PRACTICES / f"{slug}.md").read_bytes()

    assert b"\r" not in content
    assert content == text(slug).encode()
    assert content.endswith(b"\n")
    assert not content.endswith(b"\n\n")


@pytest.mark.parametrize("slug", SLUGS)
def test_addresses_of_sources_lead_out_over_the_web(slug: str) -> None:
    assert [
        each.url for each in practice(slug).references if not re.match(r"https?://[^/\s]+\.[^/\s]+", each.url)
    ] == []
