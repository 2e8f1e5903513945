"""Similar practices in the real collection: enough, others, with reasons, and often mutual."""

from __future__ import annotations

import pytest

from kb.practice import Slug
from search import Similar
from tests.content.real import SLUGS, snapshot

pytestmark = pytest.mark.content

ENOUGH_MUTUAL = 0.4


def similar(slug: str, limit: int = 5) -> tuple[Similar, ...]:
    return snapshot().similar(Slug(slug), limit)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_entry_has_similar_ones_that_are_others(slug: str) -> None:
    named = {str(each.slug) for each in snapshot().collection.related(Slug(slug))}

    found = [each.group for each in similar(slug)]

    assert len(set(found)) == len(found) >= 3
    assert not {slug, *named}.intersection(found)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_similar_one_says_why(slug: str) -> None:
    assert [each.group for each in similar(slug) if not (each.terms or each.words)] == []


def test_similar_ones_often_see_it_so_too() -> None:
    pairs = {(slug, each.group) for slug in SLUGS for each in similar(slug)}
    mutual = [(one, other) for one, other in pairs if (other, one) in pairs]

    assert len(mutual) / len(pairs) >= ENOUGH_MUTUAL


@pytest.mark.parametrize(
    "slug, expected",
    [
        ("athena-syntax", {"alter-ego-ratio", "odd-arts-blame-and-belonging", "theatre-prevention-fr"}),
        ("derad-prisons", {"pairs", "rive", "desistance-disengagement-programme"}),
        ("safe-cities", {"eu-public-spaces-key-information-guide", "pactesur"}),
        ("cnapr-hotline-stop-djihadisme", {"gardez-le-lien-geneva", "bamf-radicalisation-advice-centre"}),
        ("schule-ohne-rassismus", {"dembra-norway", "kif-kif-comics"}),
        ("motherschools", {"weerbaar-opvoeden", "fast-families-matter", "reach-out-finland"}),
    ],
)
def test_entries_that_a_practitioner_would_compare_are_similar(slug: str, expected: set[str]) -> None:
    assert expected <= {each.group for each in similar(slug, 10)}
