"""Terms and vocabularies: labels, relations, successors, and names that are spelt alike."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.vocabulary import Term, TermId, Vocabulary, closest, empty, folded
from tests.makers import UNHURRIED, a_retired_term, a_term, a_vocabulary

words = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=100)


def ids(terms: tuple[Term, ...]) -> list[str]:
    return [each.id for each in terms]


def test_a_label_is_that_of_the_language_asked_for() -> None:
    term = a_term("youth-work", "Youth work", labels={"de": "Jugendarbeit"})

    labels = [term.label("de"), term.label("fr"), term.label()]

    assert labels == ["Jugendarbeit", "Youth work", "Youth work"]


def test_a_label_says_in_which_language_it_answers() -> None:
    term = a_term("youth-work", "Youth work", labels={"de": "Jugendarbeit", "fr": ""})

    languages = [term.label_language("de"), term.label_language("fr"), term.label_language("it")]

    assert languages == ["de", "en", "en"]


def test_the_names_of_a_term_are_labels_and_then_synonyms() -> None:
    term = a_term("youth-work", "Youth work", labels={"de": "Jugendarbeit"}, synonyms={"en": ("YW", "street work")})

    names = list(term.names())

    assert names == [("en", "Youth work"), ("de", "Jugendarbeit"), ("en", "YW"), ("en", "street work")]


def test_only_a_retired_term_is_retired() -> None:
    assert [a_term("new").is_retired, a_retired_term("old").is_retired] == [False, True]


def test_a_list_has_its_title_in_english_where_there_is_no_other() -> None:
    vocabulary = Vocabulary("policy-areas", {"en": "Policy areas", "de": "Politikfelder"}, {})

    assert [vocabulary.title("de"), vocabulary.title("it")] == ["Politikfelder", "Policy areas"]


def test_an_id_without_a_term_stands_for_itself() -> None:
    vocabulary = a_vocabulary("policy-areas", a_term("sport", "Sport", labels={"it": "Lo sport"}))

    assert [vocabulary.label("sport", "it"), vocabulary.label("chess", "it")] == ["Lo sport", "chess"]


def test_an_unknown_id_finds_no_term() -> None:
    vocabulary = a_vocabulary("policy-areas", "sport")

    assert [vocabulary.find("sport"), vocabulary.find("chess")] == [a_term("sport"), None]


def test_the_top_of_a_list_is_in_use_and_has_nothing_broader() -> None:
    vocabulary = a_vocabulary("areas", "sport", a_term("boxing", broader=["sport"]), a_retired_term("games", "sport"))

    assert ids(vocabulary.top) == ["sport"]


def test_narrower_terms_are_those_that_name_a_term_as_broader() -> None:
    vocabulary = a_vocabulary(
        "areas", a_term("judo", broader=["sport"]), "sport", a_term("chess", broader=["games", "sport"])
    )

    assert ids(vocabulary.narrower("sport")) == ["judo", "chess"]


def test_predecessors_are_the_terms_that_became_another() -> None:
    vocabulary = a_vocabulary("areas", "sport", a_retired_term("games", "sport"), a_retired_term("gymnastics", "sport"))

    assert ids(vocabulary.predecessors("sport")) == ["games", "gymnastics"]


def test_successors_are_followed_to_terms_in_use() -> None:
    vocabulary = a_vocabulary("areas", a_retired_term("a", "b", "c"), a_retired_term("b", "d"), "c", "d")

    assert ids(vocabulary.successors("a")) == ["c", "d"]


def test_a_successor_that_several_ways_lead_to_is_named_once() -> None:
    vocabulary = a_vocabulary("areas", a_retired_term("a", "b", "c"), a_retired_term("b", "c"), "c")

    assert ids(vocabulary.successors("a")) == ["c"]


def test_retired_terms_that_replace_each_other_have_no_successor() -> None:
    vocabulary = a_vocabulary("areas", a_retired_term("a", "b"), a_retired_term("b", "a"))

    assert ids(vocabulary.successors("a")) == []


def test_a_successor_that_is_not_in_the_list_is_passed_over() -> None:
    vocabulary = a_vocabulary("areas", a_retired_term("a", "gone", "c"), "c")

    assert ids(vocabulary.successors("a")) == ["c"]


def test_what_followed_an_ended_thing_knows_what_it_came_after() -> None:
    vocabulary = a_vocabulary(
        "funding", a_term("first", succeeded_by=["second"]), a_term("other", succeeded_by=["second"]), "second"
    )

    assert ids(vocabulary.followed("second")) == ["first", "other"]


def test_an_unknown_term_has_no_successor() -> None:
    assert a_vocabulary("areas", "a").successors("b") == ()


@pytest.mark.parametrize("name", ["youth-work", "YOUTH WORK", "youth_work", "Youth  Work", "jugendarbeit", "Ünge"])
def test_a_term_is_named_by_id_label_or_synonym_whatever_its_case_and_marks(name: str) -> None:
    term = a_term("youth-work", "Youth work", labels={"de": "Jugendarbeit"}, synonyms={"da": ("Unge",)})

    assert a_vocabulary("areas", "sport", term).named(name) == (term,)


def test_a_name_that_several_terms_share_names_all_of_them() -> None:
    vocabulary = a_vocabulary("areas", a_term("a", "Youth"), a_term("b", synonyms={"en": ("youth",)}), "c")

    assert ids(vocabulary.named("youth")) == ["a", "b"]


def test_the_closest_ids_come_best_first() -> None:
    vocabulary = a_vocabulary("areas", "education", "educators", "sport")

    assert vocabulary.closest_ids("educaton") == ("education", "educators")


def test_a_synonym_leads_to_its_id() -> None:
    vocabulary = a_vocabulary("areas", a_term("youth-work", labels={"de": "Jugendarbeit"}))

    assert vocabulary.closest_ids("Jugendarbet") == ("youth-work",)


def test_a_term_is_offered_once_however_many_of_its_names_are_near() -> None:
    vocabulary = a_vocabulary("areas", a_term("sport", synonyms={"en": ("sports", "sporty", "sporting")}), "spurt")

    assert vocabulary.closest_ids("sport") == ("sport", "spurt")


def test_a_retired_term_is_not_offered() -> None:
    assert a_vocabulary("areas", a_retired_term("games")).closest_ids("game") == ()


def test_nothing_is_offered_for_a_name_that_is_like_no_other() -> None:
    assert a_vocabulary("areas", "education").closest_ids("xyz") == ()


def test_no_more_ids_are_offered_than_asked_for() -> None:
    vocabulary = a_vocabulary("areas", "aaaa1", "aaaa2", "aaaa3", "aaaa4")

    assert vocabulary.closest_ids("aaaa", 2) == ("aaaa1", "aaaa2")


def test_where_two_terms_share_a_name_the_first_of_the_list_is_offered() -> None:
    vocabulary = a_vocabulary("areas", a_term("x", "Mentoring"), a_term("y", "Mentoring"))

    assert vocabulary.closest_ids("mentorin") == ("x",)


@pytest.mark.parametrize(
    "name, plain",
    [
        ("Éducation", "education"),
        ("Straße", "strasse"),
        ("youth_work", "youth work"),
        ("  Youth -  Work ", "youth work"),
        ("R&D", "r and d"),
        ("ﬁeld", "field"),
        ("𝕬ﬀ", "aff"),
        ("", ""),
    ],
)
def test_a_folded_name_is_without_case_marks_and_kinds_of_gap(name: str, plain: str) -> None:
    assert folded(name) == plain


@settings(UNHURRIED, max_examples=1_000)
@given(words)
def test_folding_twice_is_folding_once(name: str) -> None:
    assert folded(folded(name)) == folded(name)


def test_words_spelt_alike_come_best_first_and_then_by_alphabet() -> None:
    assert closest("sport", ["sports", "sport", "xsport", "chess"], most=5) == ("sport", "sports", "xsport")


def test_only_the_first_80_letters_are_compared() -> None:
    assert closest("a" * 80 + "b" * 900, ["a" * 80 + "c" * 900]) == ("a" * 80 + "c" * 900,)


@UNHURRIED
@given(words, st.lists(words, max_size=6), st.integers(0, 4))
def test_what_is_offered_is_among_the_candidates_and_does_not_depend_on_their_order(
    word: str, candidates: list[str], most: int
) -> None:
    offered = closest(word, candidates, most)

    assert len(offered) <= most
    assert set(offered) <= set(candidates)
    assert offered == closest(word, reversed(candidates), most)


@UNHURRIED
@given(words)
def test_a_word_is_closest_to_itself(word: str) -> None:
    assert closest(word, [word], at_least=1.0) == (word,)


def test_the_empty_mapping_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        empty()["a"] = "b"  # type: ignore[index]  # that it has no item assignment is the point

    assert empty() == {}


def test_a_term_made_of_an_id_and_labels_alone_is_in_use_and_stands_alone() -> None:
    term = Term(TermId("sport"), {"en": "Sport"})

    assert (term.is_retired, term.broader, dict(term.synonyms), dict(term.matches), dict(term.notes)) == (
        False,
        (),
        {},
        {},
        {},
    )
