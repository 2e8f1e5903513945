import time
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.problem import Place, Problem
from kb.vocabulary import Term, TermId, TermStatus, Vocabulary
from kb.vocabulary_reader import NEEDED, read_vocabulary, with_needed
from tests.problem_examples import ROOT

PATH = "practices/_vocabularies/settings.yaml"
HEAD = "id: settings\ntitle: {en: Settings}\nterms:\n"


def read(text: str) -> tuple[Vocabulary, list[str]]:
    vocabulary, problems = read_vocabulary(PATH, text.encode())
    assert vocabulary
    return vocabulary, [problem.code for problem in problems]


def broader(*links: str) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """Read terms with their broader ones, each written as `a > b c`."""
    lines = (link.partition(" > ") for link in links)
    terms = "".join(
        f"- {{id: {name}, label: {{en: x}}, broader: [{', '.join(up.split())}]}}\n" for name, _, up in lines
    )
    vocabulary, codes = read(HEAD + terms)
    return {name: term.broader for name, term in vocabulary.terms.items()}, codes


def test_a_list_is_read_with_all_that_its_terms_have() -> None:
    text = """id: settings
title: {en: Settings, de: Orte}
note: Where it happens.
draft_languages: [de]
severity: warning
derived_from: [https://example.org/]
terms:
- id: school
  label: {en: School, de: Schule}
  definition: Of every kind.
  synonyms: {en: [classroom, class]}
  broader: [indoors]
  related: [indoors]
  status: retired
  replaced_by: [indoors]
  succeeded_by: [indoors]
  sources: [https://example.org/a]
  close_match: [https://example.org/b]
  acronym: SC
  crosswalk: {sms: '1'}
  hosts: [a.example, b.example]
  avoid: {en: [x], de: []}
- id: indoors
  label: {en: Indoors}
"""
    school = Term(
        id=TermId("school"),
        labels=MappingProxyType({"en": "School", "de": "Schule"}),
        definition="Of every kind.",
        synonyms=MappingProxyType({"en": ("classroom", "class")}),
        broader=(TermId("indoors"),),
        related=(TermId("indoors"),),
        status=TermStatus.RETIRED,
        replaced_by=(TermId("indoors"),),
        succeeded_by=(TermId("indoors"),),
        sources=("https://example.org/a",),
        matches=MappingProxyType({"close_match": ("https://example.org/b",)}),
        notes=MappingProxyType({"acronym": "SC", "crosswalk.sms": "1"}),
        lists=MappingProxyType({"hosts": ("a.example", "b.example"), "avoid.en": ("x",)}),
    )

    assert read(text) == (
        Vocabulary(
            id="settings",
            titles=MappingProxyType({"en": "Settings", "de": "Orte"}),
            terms=MappingProxyType(
                {school.id: school, TermId("indoors"): Term(TermId("indoors"), MappingProxyType({"en": "Indoors"}))}
            ),
            note="Where it happens.",
            drafts=("de",),
            notes=MappingProxyType({"severity": "warning"}),
        ),
        [],
    )


@pytest.mark.parametrize("path", sorted((ROOT / "practices/_vocabularies").glob("*.yaml")), ids=lambda path: path.name)
def test_the_real_lists_have_no_problem(path: Path) -> None:
    name = f"practices/_vocabularies/{path.name}"

    assert read_vocabulary(name, path.read_bytes())[1] == ()


@pytest.mark.parametrize("name", ["a", "a-b", "a1", "DK", "E0", "E5", "a" * 80])
def test_an_id_of_letters_digits_and_hyphens_is_kept(name: str) -> None:
    vocabulary, codes = read(f"{HEAD}- {{id: {name}, label: {{en: x}}}}\n")

    assert (list(vocabulary.terms), codes) == ([name], [])


@pytest.mark.parametrize("name", ["A", "ABC", "E6", "a_b", "1a", "é", "a b", "''", "a" * 81])
def test_another_id_is_left_out(name: str) -> None:
    vocabulary, codes = read(f"{HEAD}- {{id: {name}, label: {{en: x}}}}\n")

    assert (list(vocabulary.terms), codes) == ([], ["bad-term-id"])


def test_a_broken_term_does_not_take_the_others_away() -> None:
    vocabulary, codes = read(f"{HEAD}- word\n- {{id: a}}\n- {{id: b, label: {{en: B}}, related: [a, zzz]}}\n")

    assert (list(vocabulary.terms), codes) == (["b"], ["wrong-shape", "missing-label", "unknown-relation"])
    assert vocabulary.terms[TermId("b")].related == ()


def test_a_list_without_a_title_is_called_by_its_name() -> None:
    vocabulary, codes = read("id: settings\nterms: []\n")

    assert (vocabulary.title(), codes) == ("settings", ["missing-field"])


def test_a_list_without_an_english_title_is_called_by_its_name_in_english() -> None:
    vocabulary, codes = read("id: settings\ntitle: {de: Orte}\nterms: []\n")

    assert (vocabulary.title("de"), vocabulary.title("en"), codes) == ("Orte", "settings", [])


@pytest.mark.parametrize(
    "links, left, circles",
    [
        (["a > b", "b > c", "c"], {"a": ("b",), "b": ("c",), "c": ()}, 0),
        (["a > a"], {"a": ()}, 1),
        (["a > b", "b > a", "c > a"], {"a": (), "b": (), "c": ("a",)}, 2),
        (["a > b d", "b > a", "d"], {"a": (), "b": (), "d": ()}, 2),
        (["a > b", "b > c d", "c > d a", "d"], {"a": (), "b": (), "c": (), "d": ()}, 3),
        (["a > b c", "b > d", "c > d", "d"], {"a": ("b", "c"), "b": ("d",), "c": ("d",), "d": ()}, 0),
        (["a > a", "b > a c", "c > c"], {"a": (), "b": ("a", "c"), "c": ()}, 2),
        (["a > a b", "b > c", "c > c"], {"a": (), "b": (), "c": ()}, 2),
    ],
)
def test_circles_of_broader_terms_are_told_and_opened(
    links: list[str], left: dict[str, tuple[str, ...]], circles: int
) -> None:
    assert broader(*links) == (left, ["circular-relation"] * circles)


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdefg"), max_size=3)), max_size=6))
def test_going_up_from_any_term_ends(links: list[tuple[str, list[str]]]) -> None:
    above, _ = broader(*(f"{name} > {' '.join(up)}" for name, up in dict(links).items()))

    for start in above:
        level = {start}
        for _ in above:
            level = {each for name in level for each in above[name]}
        assert level == set()


@given(st.binary(max_size=200))
def test_reading_a_list_never_fails_whatever_the_bytes(raw: bytes) -> None:
    vocabulary, problems = read_vocabulary(PATH, raw)

    assert vocabulary or problems


PIECES = [
    "id: a\n",
    "- ",
    "  ",
    "label: ",
    "{en: x}",
    "terms:\n",
    "[a, b]",
    "\n",
    "broader: ",
    "status: x\n",
    "title: x\n",
]


@settings(max_examples=200)
@given(st.lists(st.sampled_from(PIECES)))
def test_reading_a_list_never_fails_whatever_the_pieces(pieces: list[str]) -> None:
    vocabulary, problems = read_vocabulary(PATH, (HEAD + "".join(pieces)).encode())

    assert vocabulary or problems


@pytest.mark.parametrize(
    "term",
    [
        "- {id: a#, label: {en: x}, broader: [a#1]}",
        "- {id: a#, label: {en: x}, related: [zz#]}",
        "- {id: a, label: {en: x}}",
        "- a#",
        "- {id: a#, label: {en: x}, broader: [a1, a2, a3, a4, a5, a6, a7]}",
    ],
)
def test_a_large_list_of_faults_is_read_quickly(term: str) -> None:
    text = HEAD + "".join(
        f"{term.replace('#', str(number))}\n" for number in range(min(190_000 // (len(term) + 5), 9_000))
    )

    started = time.process_time()
    read(text)

    assert time.process_time() - started < 10


def test_a_long_circle_is_told_quickly() -> None:
    count = 4_000
    terms = (f"- {{id: a{number}, label: {{en: x}}, broader: [a{(number + 1) % count}]}}\n" for number in range(count))

    started = time.process_time()
    vocabulary, codes = read(HEAD + "".join(terms))

    assert time.process_time() - started < 10
    assert set(codes) == {"circular-relation", "more-problems"}
    assert {term.broader for term in vocabulary.terms.values()} == {()}


def test_a_list_that_is_missing_is_stood_in_for_and_told() -> None:
    one = Vocabulary("settings", MappingProxyType({"en": "Settings"}), MappingProxyType({}))

    lists, problems = with_needed({"settings": one, "extra": one}, "practices/_vocabularies")

    missing = [name for name in NEEDED if name != "settings"]
    assert set(lists) == {*NEEDED, "extra"}
    assert lists["settings"] is one
    assert lists[missing[0]] == Vocabulary(missing[0], MappingProxyType({"en": missing[0]}), MappingProxyType({}))
    assert problems == tuple(
        Problem.at(Place(f"practices/_vocabularies/{name}.yaml"), "missing-vocabulary", vocabulary=name)
        for name in missing
    )


def test_the_lists_that_entries_need_are_there() -> None:
    assert {f"{name}.yaml" for name in NEEDED} <= {path.name for path in (ROOT / "practices/_vocabularies").iterdir()}


def test_a_retired_term_heads_no_branch_its_successor_does() -> None:
    vocabulary, codes = read(
        f"{HEAD}- {{id: old, label: {{en: Old}}, status: retired, replaced_by: [new]}}\n"
        "- {id: new, label: {en: New}}\n"
        "- {id: below, label: {en: Below}, broader: [old]}\n"
    )

    assert codes == ["retired-term"]
    assert [term.id for term in vocabulary.top] == ["new"]
    assert [term.id for term in vocabulary.narrower("new")] == ["below"]


def test_addresses_that_no_link_can_be_made_of_are_told_and_left_out() -> None:
    vocabulary, codes = read(
        f"{HEAD}- {{id: a, label: {{en: A}}, sources: ['javascript:alert(1)', 'https://example.org/'],"
        " exact_match: ['data:text/html,x']}\n"
    )

    assert codes == ["bad-url", "bad-url"]
    assert (vocabulary.terms[TermId("a")].sources, vocabulary.terms[TermId("a")].matches) == (
        ("https://example.org/",),
        {"exact_match": ()},
    )


def test_a_retired_term_is_followed_to_what_is_in_use_now() -> None:
    vocabulary, codes = read(
        f"{HEAD}- {{id: oldest, label: {{en: Oldest}}, status: retired, replaced_by: [old]}}\n"
        "- {id: old, label: {en: Old}, status: retired, replaced_by: [new]}\n"
        "- {id: new, label: {en: New}}\n"
        "- {id: below, label: {en: Below}, broader: [oldest]}\n"
    )

    assert codes == ["retired-term"]
    assert [term.id for term in vocabulary.narrower("new")] == ["below"]


def test_a_term_that_took_the_place_of_its_broader_one_is_not_below_itself() -> None:
    vocabulary, codes = read(
        f"{HEAD}- {{id: old, label: {{en: Old}}, status: retired, replaced_by: [new]}}\n"
        "- {id: new, label: {en: New}, broader: [old]}\n"
    )

    assert sorted(codes) == ["circular-relation", "retired-term"]
    assert [term.id for term in vocabulary.top] == ["new"]
