from __future__ import annotations

import pytest

from search import Concept, Match, Relation, SearchQuery, TermRef, Thesaurus
from search.document import Document
from search.thesaurus import EMPTY
from tests.search.makers import a_document, an_index, youth_work

YOUTH_WORK = Thesaurus.of([youth_work()])


def matches(document: Document, text: str, thesaurus: Thesaurus = EMPTY) -> tuple[Match, ...]:
    index = an_index(document, fields=("area",))
    return index.search(SearchQuery(text), thesaurus).hits[0].matches


def term(label: str, language: str) -> TermRef:
    return TermRef("area", "youth-work", label, language)


@pytest.mark.parametrize(
    "body, text, form, relation",
    [
        ("Écoles", "écoles", "Écoles", Relation.SAME),
        ("Écoles", "ecoles", "Écoles", Relation.SAME),
        ("Mentors", "mentor", "Mentors", Relation.STEM),
        ("Mentors, a mentor", "mentor", "mentor", Relation.SAME),
        ("behaviors, behavior", "behaviour", "behavior", Relation.SPELLING),
        ("radicalization", "radicalisation", "radicalization", Relation.SPELLING),
        ("radical", "rad*", "radical", Relation.PART),
        ("The open door.", '"open door"', "open door", Relation.SAME),
        ("The open doors.", '"open door"', "open doors", Relation.STEM),
        ("The color code.", '"colour code"', "color code", Relation.SPELLING),
    ],
)
def test_a_match_says_how_the_form_differs(body: str, text: str, form: str, relation: Relation) -> None:
    (match,) = matches(a_document("a", body), text)

    assert (match.form, match.relation) == (form, relation)


def test_german_umlauts_are_a_matter_of_spelling() -> None:
    (match,) = matches(a_document("a", "Jugendämter", language="de"), "Jugendaemter")

    assert match == Match("Jugendaemter", "Jugendämter", Relation.SPELLING)


def test_a_form_in_the_title_is_quoted_from_there() -> None:
    assert matches(a_document("a", title="Street Work"), "street")[0].form == "Street"


def test_a_label_of_another_language_in_the_text_is_a_translation() -> None:
    document = a_document("a", "On Jugendarbeit.", language="de")

    assert matches(document, "youth work", YOUTH_WORK) == (
        Match("youth work", "Jugendarbeit", Relation.TRANSLATION, term("youth work", "en")),
    )


def test_a_label_of_the_same_language_in_the_text_is_a_synonym() -> None:
    document = a_document("a", "Our youth services.")

    assert Match("youth work", "youth services", Relation.SYNONYM, term("youth work", "en")) in matches(
        document, "youth work", YOUTH_WORK
    )


@pytest.mark.parametrize(
    "text, language, form, relation",
    [
        ("Jugendarbeit", "en", "youth work", Relation.TRANSLATION),
        ("Jugendarbeit", "de-AT", "Jugendarbeit", Relation.SAME),
        ("youth services", "en", "youth work", Relation.SYNONYM),
        ("Jugendarbeit", "mt", "youth work", Relation.TRANSLATION),
    ],
)
def test_an_entry_of_the_term_is_explained_by_the_label_in_its_language(
    text: str, language: str, form: str, relation: Relation
) -> None:
    document = a_document("a", facets={"area": ("youth-work",)}, language=language)

    (match,) = matches(document, text, YOUTH_WORK)

    assert (match.word, match.form, match.relation) == (text, form, relation)
    assert match.term is not None
    assert match.term.label == text


def test_an_entry_of_a_narrower_term_is_explained_by_that_term() -> None:
    wide = Concept("area", "wide", {"en": ("wide",)}, narrower=("narrow",))
    narrow = Concept("area", "narrow", {"en": ("quite narrow",)})
    document = a_document("a", facets={"area": ("narrow",)})

    (match,) = matches(document, "wide", Thesaurus.of([wide, narrow]))

    assert (match.form, match.relation) == ("quite narrow", Relation.SYNONYM)


def test_the_match_that_carries_most_is_first() -> None:
    document = a_document("a", "mentor school", title="school")

    assert [match.word for match in matches(document, "mentor school")] == ["school", "mentor"]


def test_a_word_written_twice_is_explained_once() -> None:
    assert len(matches(a_document("a", "mentor"), "mentor mentor")) == 1


def test_a_hit_of_filters_alone_needs_no_explanation() -> None:
    assert matches(a_document("a", facets={"area": ("sport",)}), "area:sport") == ()
