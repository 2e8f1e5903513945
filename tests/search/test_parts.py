from __future__ import annotations

import pytest

from search import Concept, FacetField, Index, NoticeCode, SearchQuery, Thesaurus
from search.parts import LABEL_WEIGHT, NARROWER_WEIGHT, TERM_WEIGHT
from search.thesaurus import EMPTY
from tests.search.makers import a_document, an_index, found, ids, youth_work

YOUTH_WORK = Thesaurus.of([youth_work()])


def scores(index: Index, text: str, thesaurus: Thesaurus) -> dict[str, float]:
    return {hit.id: hit.score for hit in index.search(SearchQuery(text), thesaurus).hits}


def tagged(*areas: str) -> dict[str, tuple[str, ...]]:
    return {"area": areas}


@pytest.mark.parametrize("text", ["youth work", "Jugendarbeit", "travail de jeunesse"])
def test_a_label_in_any_language_leads_to_the_entries_of_its_term(text: str) -> None:
    index = an_index(a_document("a", facets=tagged("youth-work")), fields=("area",))

    assert found(index, text, YOUTH_WORK) == {"a"}


@pytest.mark.parametrize("text", ["youth services", "Jugendarbeit", "travail de jeunesse"])
def test_a_label_leads_to_texts_with_the_other_labels(text: str) -> None:
    index = an_index(a_document("a", "About youth work."), a_document("b", "Work for a child."))

    assert found(index, text, YOUTH_WORK) == {"a"}


def test_other_labels_are_looked_for_in_texts_of_their_language_only() -> None:
    index = an_index(a_document("a", "Jugendarbeit"), a_document("b", "x", language="de"))

    assert found(index, "youth services", YOUTH_WORK) == set()


def test_without_a_thesaurus_words_are_only_words() -> None:
    index = an_index(a_document("a", facets=tagged("youth-work")), fields=("area",))

    assert found(index, "Jugendarbeit") == set()


def test_an_exact_search_leaves_the_vocabularies_out() -> None:
    index = an_index(a_document("a", facets=tagged("youth-work")), fields=("area",))

    assert index.search(SearchQuery("Jugendarbeit", exact=True), YOUTH_WORK).total == 0


@pytest.mark.parametrize("text", ['"Jugendarbeit"', "Jugendarbeit*"])
def test_words_with_signs_lead_nowhere_else(text: str) -> None:
    index = an_index(a_document("a", facets=tagged("youth-work")), fields=("area",))

    assert found(index, text, YOUTH_WORK) == set()


def test_an_excluded_label_excludes_its_word_alone() -> None:
    index = an_index(a_document("a", facets=tagged("youth-work")), fields=("area",))

    assert found(index, "-Jugendarbeit", YOUTH_WORK) == {"a"}


def test_a_phrase_parts_the_words_around_it() -> None:
    index = an_index(a_document("a", "x", facets=tagged("youth-work")), fields=("area",))

    assert found(index, 'youth "x" work', YOUTH_WORK) == {"a"}
    assert scores(index, 'youth "x" work', YOUTH_WORK) == scores(index, '"x"', YOUTH_WORK)


def test_a_term_counts_less_than_the_words_of_the_reader() -> None:
    index = an_index(
        a_document("a", "Jugendarbeit", language="de"),
        a_document("b", "x", facets=tagged("youth-work"), language="de"),
        fields=("area",),
    )

    assert ids(index.search(SearchQuery("Jugendarbeit"), YOUTH_WORK)) == ["a", "b"]


def test_the_weights_are_those_of_the_design() -> None:
    concept = Concept("area", "wide", {"en": ("wide", "broad")}, narrower=("narrow",))
    index = an_index(
        a_document("a", facets=tagged("wide")),
        a_document("b", facets=tagged("narrow")),
        a_document("c", "broad"),
        fields=("area",),
    )

    result = scores(index, "wide", Thesaurus.of([concept]))

    idf = index._contents.postings.idf(1)
    own = scores(index, "broad", Thesaurus.of([]))["c"]
    assert result == pytest.approx({"a": TERM_WEIGHT * idf, "b": NARROWER_WEIGHT * idf, "c": LABEL_WEIGHT * own})


def test_of_the_expansions_of_a_label_a_document_gets_the_best() -> None:
    index = an_index(
        a_document("a", "Youth services.", facets=tagged("youth-work")),
        a_document("b", "x"),
        fields=("area",),
    )

    term = TERM_WEIGHT * index._contents.postings.idf(1)
    label = LABEL_WEIGHT * scores(index, '"youth services"', YOUTH_WORK)["a"]
    assert scores(index, "Jugendarbeit", YOUTH_WORK)["a"] == pytest.approx(max(term, label))


def test_a_narrower_value_does_not_count_as_the_broader_one() -> None:
    concept = Concept("area", "wide", {"en": ("wide",)}, narrower=("narrow",))
    index = Index.build(
        [a_document("a", facets=tagged("narrow")), a_document("b", "x")],
        [FacetField("area", {"narrow": ("wide",)})],
    )

    result = scores(index, "wide", Thesaurus.of([concept]))

    assert result["a"] == pytest.approx(NARROWER_WEIGHT * index._contents.postings.idf(1))


def test_a_retired_name_leads_to_the_entries_of_its_successor() -> None:
    retired = Concept("area", "old", {"en": ("streetwork",)}, successors=("youth-work",))
    index = an_index(a_document("a", facets=tagged("youth-work")), fields=("area",))

    assert found(index, "streetwork", Thesaurus.of([retired, youth_work()])) == {"a"}


def test_a_ring_of_words_leads_to_its_other_words_alone() -> None:
    ring = Thesaurus.of([Concept(None, "cve", {"en": ("CVE", "countering violent extremism")})])
    index = an_index(a_document("a", "Countering violent extremism."), a_document("b", "x"))

    assert found(index, "cve", ring) == {"a"}


def test_an_ambiguous_label_leads_to_all_its_terms() -> None:
    thesaurus = Thesaurus.of([Concept("area", "one", {"en": ("cell",)}), Concept("area", "two", {"en": ("cell",)})])
    index = an_index(
        a_document("a", facets=tagged("one")),
        a_document("b", facets=tagged("two")),
        fields=("area",),
    )

    assert found(index, "cell", thesaurus) == {"a", "b"}


def test_expansions_past_the_limit_are_left_out_and_said_so() -> None:
    words = [f"word{number}" for number in range(70)]
    ring = Thesaurus.of([Concept(None, "ring", {"en": ("start", *words)})])
    index = an_index(*(a_document(word, word) for word in words))

    results = index.search(SearchQuery("start"), ring)

    assert results.total == 64
    assert [notice.code for notice in results.notices] == [NoticeCode.EXPANSIONS_CUT]


def test_a_label_without_words_is_no_expansion() -> None:
    ring = Thesaurus.of([Concept(None, "ring", {"en": ("start", "&")})])

    assert found(an_index(a_document("a", "x")), "start", ring) == set()


def test_a_beginning_finds_all_words_that_begin_so() -> None:
    index = an_index(a_document("a", "radical"), a_document("b", "Radio"), a_document("c", "grad"))

    assert found(index, "rad*") == {"a", "b"}


def test_an_excluded_word_excludes_its_other_forms() -> None:
    index = an_index(a_document("a", "prisons"), a_document("b", "school"))

    assert found(index, "-prison") == {"b"}


def test_an_excluded_beginning_excludes_all_words_that_begin_so() -> None:
    index = an_index(a_document("a", "radical"), a_document("b", "school"))

    assert found(index, "-rad*") == {"b"}


def kin() -> Thesaurus:
    return Thesaurus.of([Concept("group", "kin", {"en": ("kin", "relatives", "family")})])


def test_a_word_that_nobody_wrote_is_not_found_by_its_stem_alone() -> None:
    texts = ["relatives", "related", "relations", "families"]
    index = an_index(*(a_document(text, text) for text in texts))

    assert found(index, "kin", kin()) == {"relatives", "families"}
    assert found(index, "relatives") == {"relatives", "related", "relations"}


def stopping() -> Thesaurus:
    labels = {"en": ("prison", "young men"), "de": ("Gefängnis",), "fr": ("maison d'arrêt",), "sv": ("fängelse",)}
    return Thesaurus.of([Concept("area", "prison", labels)])


@pytest.mark.parametrize(
    "text, expected",
    [
        ("der prison", {"prison", "der"}),
        ("der unknown", set()),
        ("im der prison", {"prison"}),
        ("who unknown", set()),
        ("unknown C", set()),
        ("the-who unknown", set()),
        ("C", {"C"}),
        ("the who", {"who"}),
        ("young men unknown", {"young", "men", "prison"}),
        ("men unknown", set()),
        ("men young", {"young", "men"}),
    ],
)
def test_stop_words_do_not_count_beside_others(text: str, expected: set[str]) -> None:
    words = ["prison", "der", "im", "who", "C", "young", "men"]
    index = an_index(*(a_document(word, word) for word in words))

    assert found(index, text, stopping()) == expected


def test_a_stop_word_that_was_dropped_is_not_corrected() -> None:
    index = an_index(a_document("a", "nichts prison"))
    results = index.search(SearchQuery("nicht der unknown"), stopping())

    assert (results.total, results.suggestion) == (0, None)


def test_letters_that_make_a_label_are_not_searched() -> None:
    group = Thesaurus.of([Concept("area", "cn", {"en": ("C&N",)})])
    index = an_index(a_document("a", "C"), a_document("b", facets=tagged("cn")), fields=("area",))

    assert found(index, "C&N", group) == {"b"}


@pytest.mark.parametrize("text", ["Jugendarbeiterinnen", "Schuljugendarbeit"])
def test_a_longer_word_leads_to_the_label_that_it_begins_or_ends_with(text: str) -> None:
    index = an_index(a_document("a", facets=tagged("youth-work")), fields=("area",))

    results = index.search(SearchQuery(text), YOUTH_WORK)

    assert ids(results) == ["a"]
    assert [match.term.label for match in results.hits[0].matches if match.term] == ["Jugendarbeit"]


def test_a_short_label_is_no_sign_of_anything() -> None:
    thesaurus = Thesaurus.of([Concept("area", "youth-work", {"en": ("youth work",), "sv": ("ung",)})])
    index = an_index(a_document("a", facets=tagged("youth-work")), fields=("area",))

    assert found(index, "ungefähr", thesaurus) == set()


def test_words_of_the_documents_languages_are_not_taken_apart() -> None:
    thesaurus = Thesaurus.of([Concept("area", "prison", {"en": ("prison",)})])
    index = an_index(a_document("a", "Some words.", facets=tagged("prison")), fields=("area",))

    assert found(index, "prisonlike", thesaurus) == set()


def children() -> Thesaurus:
    return Thesaurus.of([Concept("area", "children", {"en": ("children",), "sv": ("barn",)})])


def test_a_word_that_the_documents_know_is_not_read_in_another_language() -> None:
    index = an_index(a_document("a", "An old barn."), a_document("b", facets=tagged("children")), fields=("area",))

    assert found(index, "the barn", children()) == {"a"}


def test_it_is_read_so_by_whoever_writes_in_that_language() -> None:
    index = an_index(a_document("a", "An old barn."), a_document("b", facets=tagged("children")), fields=("area",))

    assert "b" in found(index, "alla barn och deras", children())


def test_words_that_say_little_weigh_little() -> None:
    index = an_index(a_document("a", "They say so."), a_document("b", "A mentor."), a_document("c", "Something else."))

    weights = scores(index, "say mentor", EMPTY)

    assert weights["a"] < 0.6 * weights["b"]


def far_away() -> Index:
    return an_index(a_document("a", "A mentor."), a_document("b", "A school."))


def test_what_has_too_little_of_a_question_is_no_answer() -> None:
    results = far_away().search(SearchQuery("mentor ransomware firewall botnet phishing"))

    assert (results.total, results.hits, results.pages) == (0, (), 1)
    assert [hit.id for hit in results.near] == ["a"]


def test_a_question_of_two_words_is_answered_by_either() -> None:
    results = far_away().search(SearchQuery("mentor ransomware"))

    assert (ids(results), results.near) == (["a"], ())


def test_a_question_in_another_language_is_not_held_against_unknown_words() -> None:
    results = far_away().search(SearchQuery("wie wird man mentor gegen unbekannte schlimme gefahren"), YOUTH_WORK)

    assert (ids(results), results.near) == (["a"], ())


def test_facets_count_nothing_where_nothing_is_an_answer() -> None:
    index = an_index(a_document("a", "A mentor.", facets=tagged("youth-work")), fields=("area",))

    results = index.search(SearchQuery("mentor ransomware firewall botnet phishing"))

    assert [facet.values for facet in results.facets] == [()]


def test_a_question_in_another_language_is_searched_as_written() -> None:
    results = an_index(a_document("a", "x")).search(SearchQuery("was ist Jugendarbiet"), YOUTH_WORK)

    assert (results.suggestion, results.is_respelled) == ("was ist Jugendarbeit", False)
