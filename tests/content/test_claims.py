"""What entries claim: every paragraph names its source, each source says what it backs, none repeats another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import combinations

import pytest

from kb.fields import HEADINGS
from kb.markup import plain_text
from kb.practice import Slug
from tests.content.real import SLUGS, front_matter, snapshot, text

pytestmark = pytest.mark.content

MARK = re.compile(r"\[\^([a-z0-9-]+)\]")
OWN_VOICE = re.compile(r"\b(we|our|us|sources?|this entry|entries)\b", re.IGNORECASE)
"""Words of a statement on our own reading, such as "We found no evaluation", which no source can back."""


def blocks(slug: str) -> Iterator[tuple[str, str]]:
    """The paragraphs and list items of an entry as they are written, each with the heading above it."""
    _, _, body = text(slug).split("---\n", 2)
    for section in f"\n{body}".split("\n## ")[1:]:
        heading, _, rest = section.partition("\n")
        for paragraph in re.split(r"\n\s*\n", rest.strip()):
            yield from ((heading, item.strip()) for item in re.split(r"\n(?=\s*(?:-|\d+\.) )", paragraph))


def cited(slug: str) -> dict[str, set[str]]:
    """The headings under which each source is cited."""
    found: dict[str, set[str]] = {}
    for heading, block in blocks(slug):
        for source in MARK.findall(block):
            found.setdefault(source, set()).add(heading)
    return found


def supports(slug: str) -> dict[str, set[str]]:
    """What each source is said to back."""
    sources = front_matter(slug)["sources"]
    assert isinstance(sources, list)
    return {each["id"]: set(each.get("supports", [])) for each in sources}


def fields_backed(slug: str) -> set[str]:
    return {name for backed in supports(slug).values() for name in backed}


@pytest.mark.parametrize("slug", SLUGS)
def test_every_paragraph_and_item_names_a_source_or_speaks_of_our_own_reading(slug: str) -> None:
    unsourced = [
        block
        for _, block in blocks(slug)
        if not MARK.search(block) and not block.endswith(":") and not OWN_VOICE.search(block)
    ]

    assert unsourced == []


@pytest.mark.parametrize("slug", SLUGS)
def test_a_source_says_that_it_backs_the_headings_under_which_it_is_cited_and_no_others(slug: str) -> None:
    headings = {source: backed & set(HEADINGS) for source, backed in supports(slug).items()}

    assert {source: backed for source, backed in headings.items() if backed} == cited(slug)


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("name", ["start", "end", "funding", "needs", "adoptions", "caveats"])
def test_a_field_that_a_reader_may_rely_on_has_a_source(slug: str, name: str) -> None:
    backed = {each.partition(".")[0] for each in fields_backed(slug)}

    assert name not in front_matter(slug) or name in backed


@cache
def shingles(slug: str) -> frozenset[tuple[str, ...]]:
    """The runs of three words in what we wrote."""
    practice = snapshot().collection.practices[Slug(slug)]
    words = re.findall(r"\w+", f"{practice.summary} {plain_text(practice.body)}".casefold())
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def likeness(one: str, other: str) -> float:
    """The share of runs that two entries have in common (Jaccard index)."""
    return len(shingles(one) & shingles(other)) / len(shingles(one) | shingles(other))


MOST_ALIKE = 0.2
"""Two honest accounts of sister practices share less than a tenth of their runs; a copy with other names, a half."""


def test_no_entry_tells_what_another_tells() -> None:
    alike = [pair for pair in combinations(SLUGS, 2) if likeness(*pair) > MOST_ALIKE]

    assert alike == []


def test_no_two_summaries_are_the_same() -> None:
    summaries = [practice.summary.casefold() for practice in snapshot().collection.practices.values()]

    assert len(set(summaries)) == len(summaries)


HONORIFIC = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Herr|Frau|Monsieur|Madame|Mme|Señor|Señora|Signor|Signora|Sir|Dame|Lord)"
    r"\.? [A-Z]\w+"
)
"""A title of a person before a name. Names without one need human eyes."""


@pytest.mark.parametrize("slug", SLUGS)
def test_no_entry_names_a_person(slug: str) -> None:
    practice = snapshot().collection.practices[Slug(slug)]
    own_words = [practice.summary, plain_text(practice.body), *(each.text for each in practice.caveats)]

    assert [found[0] for words in own_words if (found := HONORIFIC.search(words))] == []
