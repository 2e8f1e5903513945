"""Entries seen together: what can be shown, what belongs together, and the problems that concern several files."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher
from random import Random
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.collection import Collection, Entry, Page
from kb.practice import Slug
from kb.problem import ENOUGH, Place, Problem
from kb.vocabulary import TermStatus, Vocabulary, folded
from tests.makers import (
    UNHURRIED,
    a_collection,
    a_practice,
    a_term,
    a_translation,
    a_vocabulary,
    an_entry_of,
    vocabularies,
)

AREAS = a_vocabulary("policy-areas", "sport", a_term("judo", broader=["sport"]), a_term("dan", broader=["judo"]), "art")
LISTS = vocabularies(AREAS)

words = st.text(alphabet="abé -", min_size=1, max_size=8)


def found(*entries: Entry, lists: Mapping[str, Vocabulary] = LISTS, pages: tuple[Page, ...] = ()) -> list[Problem]:
    return list(Collection.of(entries, lists, pages).problems)


def linking(*targets: str) -> Entry:
    return an_entry_of(a_practice(), links=targets)


def titled(*titles: str) -> list[Problem]:
    return found(*(an_entry_of(a_practice(f"p{number}", title)) for number, title in enumerate(titles)))


def test_practices_stand_in_the_order_of_their_titles() -> None:
    collection = a_collection(
        a_practice("c", "Zebra"), a_practice("b", "Éclair"), a_practice("a", "apple"), a_practice("d", "Early help")
    )

    assert list(collection.practices) == ["a", "d", "b", "c"]


def test_an_entry_with_an_error_is_left_out_with_its_path() -> None:
    problem = Problem.at(Place("practices/street-work.md", 3), "bad-year", value="x")

    collection = Collection.of([an_entry_of(a_practice(), problem), an_entry_of(a_practice("other", "Other"))], LISTS)

    assert list(collection.practices) == ["other"]
    assert collection.left_out == {"street-work": "practices/street-work.md"}
    assert collection.problems == (problem,)


def test_an_entry_with_a_warning_is_shown() -> None:
    problem = Problem.at(Place("practices/street-work.md", 3), "empty-field", field="places")

    collection = Collection.of([an_entry_of(a_practice(), problem)], LISTS)

    assert (list(collection.practices), dict(collection.left_out)) == (["street-work"], {})


def test_an_error_that_shows_only_among_several_files_leaves_an_entry_out() -> None:
    entries = [an_entry_of(a_practice("a", "Street work")), an_entry_of(a_practice("b", "Street work"))]

    collection = Collection.of(entries, LISTS)

    assert (list(collection.practices), list(collection.left_out)) == (["a"], ["b"])


def test_a_link_to_an_entry_that_went_away_fails_the_check_and_leaves_the_entry_on_the_site() -> None:
    collection = Collection.of([linking("/practices/nowhere")], LISTS)

    assert [problem.code for problem in collection.problems] == ["broken-link"]
    assert (list(collection.practices), list(collection.left_out)) == (["street-work"], [])


def test_very_many_links_to_nowhere_are_told_in_part() -> None:
    collection = Collection.of([linking(*(f"/practices/nowhere-{number}" for number in range(500)))], LISTS)

    assert len(collection.problems) == ENOUGH
    assert collection.problems[-1].code == "more-problems"


def test_problems_of_all_files_are_sorted_by_place() -> None:
    early = Problem.at(Place("practices/a.md", 3), "empty-field", field="places")
    late = Problem.at(Place("practices/street-work.md", 3), "empty-field", field="places")
    first = Problem.at(Place("practices/_vocabularies/a.yaml"), "missing-vocabulary", vocabulary="a")

    collection = Collection.of([an_entry_of(a_practice(), late)], LISTS, problems=[early, first])

    assert collection.problems == (first, early, late)


def test_the_problems_of_a_file_are_those_at_its_path() -> None:
    mine = Problem.at(Place("practices/street-work.md", 3), "empty-field", field="places")
    other = Problem.at(Place("practices/other.md", 3), "empty-field", field="places")

    collection = Collection.of([an_entry_of(a_practice(), mine)], LISTS, problems=[other])

    assert collection.problems_of("practices/street-work.md") == (mine,)


def test_pages_are_found_by_their_names() -> None:
    page = Page("about", "About", "Some words.")

    assert Collection.of([], LISTS, [page]).pages == {"about": page}


def test_a_translation_stands_under_its_original_and_its_language() -> None:
    danish, german = a_translation(language="da"), a_translation(language="de")

    collection = a_collection(german, a_practice(), danish)

    assert {slug: list(each) for slug, each in collection.translations.items()} == {"street-work": ["da", "de"]}
    assert collection.translations[Slug("street-work")]["da"] == danish


def test_a_translation_is_not_shown_without_its_original() -> None:
    problem = Problem.at(Place("practices/street-work.md", 3), "bad-year", value="x")

    collection = Collection.of([an_entry_of(a_practice(), problem), an_entry_of(a_translation())], LISTS)

    assert (dict(collection.translations), list(collection.left_out)) == ({}, ["street-work"])


def test_a_broken_translation_leaves_its_original_alone() -> None:
    problem = Problem.at(Place("practices/street-work.da.md", 3), "bad-date", value="x")

    collection = Collection.of([an_entry_of(a_practice()), an_entry_of(a_translation(), problem)], LISTS)

    assert list(collection.practices) == ["street-work"]
    assert (dict(collection.translations), dict(collection.left_out)) == ({}, {})


def test_a_translation_of_nothing_names_the_entry_that_it_may_mean() -> None:
    problems = found(an_entry_of(a_practice("street-work")), an_entry_of(a_translation("stret-work")))

    place = Place("practices/stret-work.da.md")
    expected = Problem.at(place, "translation-without-original", original="stret-work.md", near="street-work")
    assert problems == [expected]


def test_a_translation_may_have_the_title_of_its_original() -> None:
    assert found(an_entry_of(a_practice()), an_entry_of(a_translation(title="Street work"))) == []


@pytest.mark.parametrize(
    "again", ["Exit Sweden", "EXIT SWEDEN", "Éxit Swedén", "Exit-Sweden", "Exit  Sweden", "Ｅxit Sweden"]
)
def test_the_same_title_twice_is_told_at_the_later_file(again: str) -> None:
    problems = titled("Exit Sweden", again)

    place = Place("practices/p1.md", 2, 8, len(again))
    assert problems == [Problem.at(place, "duplicate-title", title=again, other="practices/p0.md")]


def test_a_title_that_stands_three_times_is_told_twice() -> None:
    problems = titled("Exit", "Exit", "Exit")

    assert [(each.place.path, dict(each.details)["other"]) for each in problems] == [
        ("practices/p1.md", "practices/p0.md"),
        ("practices/p2.md", "practices/p0.md"),
    ]


def test_titles_that_nearly_agree_are_a_warning_with_the_other_title() -> None:
    problems = titled("Mentoring in Aarhus prisons", "Mentoring in Aarhus prison")

    place = Place("practices/p1.md", 2, 8, 26)
    details = {"title": "Mentoring in Aarhus prison", "near_title": "Mentoring in Aarhus prisons"}
    assert problems == [Problem.at(place, "similar-title", other="practices/p0.md", **details)]


def test_titles_that_differ_in_a_word_are_no_problem() -> None:
    assert titled("Mentoring in Aarhus", "Mentoring in Ghent", "Exit", "Exits from violence") == []


def test_of_several_similar_titles_the_nearest_is_named() -> None:
    problems = titled(
        "Mentoring young people in Leeds", "Mentoring young persons in Leed", "Mentoring young people in Leed"
    )

    assert [dict(each.details)["other"] for each in problems if each.place.path.endswith("p2.md")] == [
        "practices/p0.md"
    ]


def test_a_missing_title_is_compared_with_nothing() -> None:
    assert titled("", "") == []


@UNHURRIED
@given(st.lists(st.text(alphabet="abcdeé ", min_size=1, max_size=30), min_size=2, max_size=2))
def test_two_titles_are_similar_from_nine_tenths_on(titles: list[str]) -> None:
    one, other = map(folded, titles)
    ratio = SequenceMatcher(None, other, one, autojunk=False).ratio()
    expected = ["duplicate-title"] if one == other else ["similar-title"] if ratio >= 0.9 else []

    assert [each.code for each in titled(*titles)] == expected


def test_titles_are_compared_in_time_even_if_there_are_many() -> None:
    random = Random(1)
    vocabulary = ["".join(random.choices("abdegiklmnoprstu", k=random.randint(2, 12))) for _ in range(200)]
    entries = [
        an_entry_of(a_practice(f"p{number}", " ".join(random.choices(vocabulary, k=random.randint(2, 8)))))
        for number in range(1_500)
    ]

    started = process_time()
    found(*entries)

    assert process_time() - started < 1.5


def test_related_entries_are_those_named_and_then_those_that_name() -> None:
    collection = a_collection(
        a_practice("a", "Apple", related=("c", "b")),
        a_practice("b", "Bread"),
        a_practice("c", "Cake", related=("a",)),
        a_practice("d", "Date", related=("a",)),
    )

    assert [each.slug for each in collection.related(Slug("a"))] == ["c", "b", "d"]


def test_a_related_entry_that_is_left_out_is_not_shown_and_no_problem() -> None:
    problem = Problem.at(Place("practices/b.md", 3), "bad-year", value="x")
    entries = [
        an_entry_of(a_practice("a", "Apple", related=("b",))),
        an_entry_of(a_practice("b", "Bread", related=("a",)), problem),
    ]

    collection = Collection.of(entries, LISTS)

    assert (collection.related(Slug("a")), collection.problems) == ((), (problem,))


def test_an_unknown_related_entry_names_the_nearest() -> None:
    problems = found(
        an_entry_of(a_practice("exit", related=("mentorin",))), an_entry_of(a_practice("mentoring", "Other"))
    )

    place = Place("practices/exit.md", 5, 1, 8)
    assert problems == [Problem.at(place, "unknown-related", slug="mentorin", near="mentoring")]


def test_an_entry_that_names_itself_as_related_is_a_warning() -> None:
    problems = found(an_entry_of(a_practice("exit", related=("exit",))))

    assert problems == [Problem.at(Place("practices/exit.md", 5, 1, 4), "related-to-itself", slug="exit")]


def test_an_entry_is_not_related_to_itself() -> None:
    collection = a_collection(a_practice("exit", related=("exit",)))

    assert collection.related(Slug("exit")) == ()


@pytest.mark.parametrize(
    "target",
    [
        "/",
        "/#top",
        "/search?q=exit",
        "/search/",
        "/terms",
        "/terms/policy-areas",
        "/terms/policy-areas/",
        "/terms/policy-areas/sport#entries",
        "/status",
        "/about",
        "/practices/street-work",
        "/practices/street-work.md",
        "/practices/street-work?from=here#what-it-is",
    ],
)
def test_a_link_to_a_page_of_the_site_is_fine(target: str) -> None:
    assert found(linking(target), pages=(Page("about", "About", ""),)) == []


@pytest.mark.parametrize(
    "target",
    [
        "/nowhere",
        "/practices",
        "/practices/street-work/more",
        "/practices/",
        "/terms/colours",
        "/terms/policy-areas/chess",
        "/terms/policy-areas/sport/more",
        "/search/more",
        "/about/us",
    ],
)
def test_a_link_that_leads_nowhere_is_an_error(target: str) -> None:
    problems = found(linking(target), pages=(Page("about", "About", ""),))

    assert [(each.code, each.place, dict(each.details)["target"]) for each in problems] == [
        ("broken-link", Place("practices/street-work.md", 9, 1, len(target)), target)
    ]


def test_a_broken_link_names_the_nearest_address() -> None:
    (problem,) = found(linking("/practices/stret-work"))

    assert dict(problem.details) == {"target": "/practices/stret-work", "near": "/practices/street-work"}


def test_a_link_to_an_entry_that_is_left_out_is_no_problem() -> None:
    problem = Problem.at(Place("practices/other.md", 3), "bad-year", value="x")

    assert found(linking("/practices/other"), an_entry_of(a_practice("other", "Other"), problem)) == [problem]


def test_links_in_a_translation_are_followed_too() -> None:
    problems = found(an_entry_of(a_practice()), an_entry_of(a_translation(), links=["/nowhere"]))

    assert [(each.code, each.place.path) for each in problems] == [("broken-link", "practices/street-work.da.md")]


def test_entries_tagged_with_a_narrower_term_are_tagged_with_the_broader_one() -> None:
    collection = a_collection(
        a_practice("a", "Apple", terms={"policy_areas": ("dan",)}),
        a_practice("b", "Bread", terms={"policy_areas": ("sport", "judo")}),
        a_practice("c", "Cake", terms={"policy_areas": ("art",)}),
        lists=LISTS,
    )

    slugs = {
        each: [practice.slug for practice in collection.tagged("policy_areas", each)]
        for each in ("sport", "judo", "dan", "art", "chess")
    }

    assert slugs == {"sport": ["a", "b"], "judo": ["a", "b"], "dan": ["a"], "art": ["c"], "chess": []}


def test_entries_with_a_retired_term_are_tagged_with_what_it_became() -> None:
    retired = a_term("games", status=TermStatus.RETIRED, replaced_by=["sport"])
    lists = vocabularies(a_vocabulary("policy-areas", retired, "sport"))
    collection = a_collection(a_practice("a", "Apple", terms={"policy_areas": ("games",)}), lists=lists)

    found = collection.tagged("policy_areas", "sport")

    assert [each.slug for each in found] == ["a"]


def test_terms_that_are_broader_than_each_other_end() -> None:
    circle = a_vocabulary("policy-areas", a_term("a", broader=["b"]), a_term("b", broader=["a"]))
    collection = a_collection(a_practice(terms={"policy_areas": ("a",)}), lists=vocabularies(circle))

    assert [each.slug for each in collection.tagged("policy_areas", "b")] == ["street-work"]


def test_the_nearest_slugs_come_best_first() -> None:
    collection = a_collection(a_practice("exit-sweden", "A"), a_practice("exit-norway", "B"), a_practice("sport", "C"))

    assert collection.nearest_slugs("exit-swede") == ("exit-sweden",)


def test_no_slug_is_near_something_altogether_different() -> None:
    assert a_collection(a_practice()).nearest_slugs("xyz") == ()


def test_a_file_whose_name_is_no_address_is_only_told_of() -> None:
    problem = Problem.at(Place("practices/Street Work.md"), "file-name", name="Street Work.md", near="street-work.md")

    collection = Collection.of([Entry("practices/Street Work.md", Slug(""), "en", None, (problem,))], LISTS)

    assert (collection.problems, dict(collection.left_out)) == ((problem,), {})


def in_full(collection: Collection) -> object:
    """Everything of a collection, the order of its mappings included."""
    return (
        list(collection.practices.items()),
        [(slug, list(each.items())) for slug, each in collection.translations.items()],
        list(collection.left_out.items()),
        list(collection.pages.items()),
        collection.problems,
    )


slugs = st.sampled_from(["a", "b", "c", "d", "e"])


@st.composite
def entries(draw: st.DrawFn) -> list[Entry]:
    made = {}
    for slug in draw(st.lists(slugs, max_size=5)):
        practice = a_practice(slug, draw(words), related=tuple(draw(st.lists(slugs, max_size=2, unique=True))))
        wrong = [Problem.at(Place(f"practices/{slug}.md", 3), "bad-year", value="x")] if draw(st.booleans()) else []
        links = [f"/practices/{each}" for each in draw(st.lists(slugs, max_size=2, unique=True))]
        made[slug] = an_entry_of(practice, *wrong, links=links)
        for language in draw(st.lists(st.sampled_from(["da", "de"]), max_size=2, unique=True)):
            translation = a_translation(draw(slugs), language)
            made[f"{translation.slug}.{language}"] = an_entry_of(translation)
    return list(made.values())


@UNHURRIED
@given(entries(), st.randoms())
def test_a_collection_does_not_depend_on_the_order_of_its_entries(some: list[Entry], random: Random) -> None:
    pages = [Page("about", "About", ""), Page("help", "Help", "")]
    shuffled = random.sample(some, len(some))

    assert in_full(Collection.of(shuffled, LISTS, reversed(pages))) == in_full(Collection.of(some, LISTS, pages))


@UNHURRIED
@given(entries())
def test_each_original_is_either_shown_or_left_out_with_a_reason(some: list[Entry]) -> None:
    collection = Collection.of(some, LISTS)
    originals = {each.name: each.path for each in some if "." not in each.path.removesuffix(".md")}

    assert {*collection.practices, *collection.left_out} == set(originals)
    assert collection.practices.keys().isdisjoint(collection.left_out)
    for path in collection.left_out.values():
        assert any(each.is_error for each in collection.problems_of(path))
