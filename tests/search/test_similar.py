"""What is like a document, and why."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import Document, FacetField, Index, Similar, Text, Thesaurus
from search.similar import MAX_STEMS
from tests.search.makers import UNHURRIED, a_document, an_index, youth_work

MANY = 20


def others(count: int = MANY) -> tuple[Document, ...]:
    """Documents that have nothing in common with any other, so that what two say is rare."""
    return tuple(a_document(f"other{n}", f"body{n}", title=f"title{n}") for n in range(count))


def tagged(id: str, *areas: str, title: str = "") -> Document:
    """A document that has values and says nothing that others say."""
    return a_document(id, title=title or f"only{id}", facets={"area": areas})


def groups(found: tuple[Similar, ...]) -> list[str]:
    return [each.group for each in found]


def words(index: Index, group: str = "a", thesaurus: Thesaurus | None = None) -> tuple[str, ...]:
    """What the document says too that is most like one."""
    found = index.similar(group, ("area",), 1, thesaurus) if thesaurus else index.similar(group, ("area",), 1)
    return found[0].words if found else ()


def test_what_says_the_same_is_similar_and_tells_in_which_words() -> None:
    index = an_index(a_document("a", title="Mentors in prison"), a_document("b", title="Prison mentors"), *others())

    assert index.similar("a") == (Similar("b", 0.5, (), ("mentors", "prison")),)


def test_what_has_the_same_values_is_similar_and_tells_which() -> None:
    index = an_index(tagged("a", "prison"), tagged("b", "prison"), *others(), fields=("area",))

    assert index.similar("a", ("area",)) == (Similar("b", 0.5, (("area", "prison"),), ()),)


def test_what_has_the_same_values_and_says_the_same_is_wholly_alike() -> None:
    facets = {"area": ("prison",)}
    twins = [a_document(id, title="Mentors", facets=facets) for id in ("a", "b")]

    (found,) = an_index(*twins, *others(), fields=("area",)).similar("a", ("area",))

    assert found.score == pytest.approx(1)


def test_what_has_nothing_in_common_is_not_similar() -> None:
    index = an_index(tagged("a", "prison"), tagged("b", "school"), *others(), fields=("area",))

    assert index.similar("a", ("area",)) == ()


def test_likeness_by_terms_is_the_cosine_of_their_idf() -> None:
    index = an_index(
        tagged("a", "prison", "youth"), tagged("b", "youth"), tagged("c", "school"), tagged("d"), fields=("area",)
    )
    rare, frequent = (math.log(1 + (4 - having + 0.5) / (having + 0.5)) for having in (1, 2))

    (found,) = index.similar("a", ("area",))

    assert found.score == pytest.approx(0.5 * frequent / math.sqrt((rare + frequent) * frequent))


def test_a_rare_value_makes_more_alike_than_a_frequent_one() -> None:
    index = an_index(
        tagged("a", "prison", "youth"),
        tagged("b", "youth"),
        tagged("c", "prison"),
        *(tagged(f"d{n}", "youth", "school") for n in range(5)),
        fields=("area",),
    )

    assert groups(index.similar("a", ("area",), 2)) == ["c", "b"]


def test_who_has_many_values_is_less_like_each() -> None:
    index = an_index(
        tagged("a", "prison"),
        tagged("b", "prison", "school", "youth"),
        tagged("c", "prison"),
        tagged("d", "school", "youth"),
        fields=("area",),
    )

    assert groups(index.similar("a", ("area",))) == ["c", "b"]


def test_shared_values_are_told_rarest_first() -> None:
    index = an_index(
        tagged("a", "all", "few", "some"),
        tagged("b", "all", "few", "some"),
        tagged("c", "all", "some"),
        tagged("d", "all"),
        fields=("area",),
    )

    (found,) = index.similar("a", ("area",), 1)

    assert found.terms == (("area", "few"), ("area", "some"), ("area", "all"))


def test_only_the_named_fields_make_alike() -> None:
    one, other = (a_document(id, title=id, facets={"area": ("prison",), "country": ("DK",)}) for id in ("a", "b"))

    index = an_index(one, other, *others(), fields=("area", "country"))

    assert [each.terms for each in index.similar("a", ("country",))] == [(("country", "DK"),)]
    assert index.similar("a") == ()


def test_a_retired_value_counts_as_what_it_became() -> None:
    field = FacetField("area", replaced={"jail": ("prison",)})
    index = Index.build([tagged("a", "jail"), tagged("b", "prison"), *others()], [field])

    assert index.similar("a", ("area",)) == (Similar("b", 0.5, (("area", "prison"),), ()),)


@pytest.mark.parametrize("said, expected", [(1, ()), (2, ()), (3, ("mentor",))])
def test_what_is_said_in_passing_tells_nothing(said: int, expected: tuple[str, ...]) -> None:
    index = an_index(a_document("a", "mentor " * said), a_document("b", "mentor"), *others())

    assert words(index) == expected


@pytest.mark.parametrize("saying, expected", [(4, ("mentor",)), (5, ())])
def test_what_more_than_a_fifth_says_tells_nothing(saying: int, expected: tuple[str, ...]) -> None:
    index = an_index(*(a_document(f"{n}", title="mentor") for n in range(saying)), *others(MANY - saying))

    assert words(index, "0") == expected


@pytest.mark.parametrize("word", ["2019", "the"])
def test_numbers_and_stop_words_tell_nothing(word: str) -> None:
    index = an_index(a_document("a", title=word), a_document("b", title=word), *others())

    assert index.similar("a") == ()


def test_what_is_never_quoted_tells_nothing() -> None:
    names = (Text("Ministry", 3.0, snippet=False),)
    index = an_index(Document("a", "en", "x", names), Document("b", "en", "y", names), *others())

    assert index.similar("a") == ()


def test_a_word_that_the_other_has_in_a_name_alone_is_not_told() -> None:
    name = (Text("Ministry", snippet=False),)
    index = an_index(a_document("a", title="Ministry"), Document("b", "en", "y", name), *others())

    assert words(index) == ()


def test_the_most_telling_words_stand_for_a_text() -> None:
    telling, fading = [f"mentor{n}x" for n in range(MAX_STEMS)], "school"
    index = an_index(
        a_document("a", f"{fading} {fading} {fading}", title=" ".join(telling)),
        a_document("b", title=" ".join(telling)),
        a_document("c", title=fading),
        a_document("d", title=fading),
        *others(),
    )

    assert groups(index.similar("a")) == ["b"]


def test_at_most_four_words_are_told_the_most_telling_first() -> None:
    text = "trust trust trust trust probation probation probation release release release release release"
    index = an_index(
        a_document("a", text, title="mentor mentor school"),
        a_document("b", "school mentor trust release probation"),
        *others(),
    )

    assert words(index) == ("mentor", "release", "trust", "probation")


@pytest.mark.parametrize("elsewhere", ["x", "first line"])
def test_a_word_with_hyphens_is_told_and_its_parts_are_not(elsewhere: str) -> None:
    one, other = (a_document(id, title="first-line") for id in ("a", "b"))
    index = an_index(one, other, a_document("c", elsewhere), *others())

    assert words(index) == ("first-line",)


def test_a_word_is_told_as_both_mostly_write_it() -> None:
    index = an_index(a_document("a", "mentoring", title="mentors"), a_document("b", "mentors"), *others())

    assert words(index) == ("mentors",)


def test_a_word_is_told_in_small_letters_where_one_of_them_writes_it_so() -> None:
    index = an_index(a_document("a", "Mentors, Mentors", title="Mentors"), a_document("b", "mentors"), *others())

    assert words(index) == ("mentors",)


def test_a_name_keeps_its_capitals() -> None:
    index = an_index(a_document("a", title="EXIT"), a_document("b", title="EXIT, Exit"), *others())

    assert words(index) == ("EXIT",)


def test_words_do_not_repeat_the_labels_of_shared_terms() -> None:
    facets = {"area": ("youth-work",)}
    one, other = (a_document(id, title="young workers and youth mentors", facets=facets) for id in ("a", "b"))
    index = an_index(one, other, *others(), fields=("area",))

    assert words(index) == ("mentors", "workers", "young", "youth")
    assert words(index, thesaurus=Thesaurus.of([youth_work()])) == ("mentors", "workers", "young")


def test_equals_stand_in_the_order_of_their_titles() -> None:
    index = an_index(
        tagged("a", "prison"),
        tagged("b", "prison", title="Zebra"),
        tagged("c", "prison", title="Aardvark"),
        *others(),
        fields=("area",),
    )

    assert groups(index.similar("a", ("area",))) == ["c", "b"]


def test_no_more_are_named_than_wanted() -> None:
    index = an_index(*(tagged(f"{n}", "prison") for n in range(9)), *others(), fields=("area",))

    assert len(index.similar("0", ("area",), 3)) == 3


def test_a_translation_stands_for_its_group_where_it_is_more_alike() -> None:
    index = an_index(
        a_document("a", title="Mentoren im Gefängnis", language="de"),
        a_document("b", title="Something else"),
        a_document("b.de", title="Mentoren, Gefängnis", language="de", group="b"),
        *others(),
    )

    assert index.similar("a") == (Similar("b", 0.5, (), ("Gefängnis", "Mentoren")),)


def test_a_group_is_compared_by_its_first_document() -> None:
    index = an_index(
        a_document("a", title="Mentors"),
        a_document("a.de", title="Gefängnis", language="de", group="a"),
        a_document("b", title="Mentors"),
        a_document("c", title="Gefängnis", language="de"),
        *others(),
    )

    assert groups(index.similar("a")) == ["b"]


def test_a_translation_of_itself_is_not_similar() -> None:
    facets = {"area": ("prison",)}
    index = an_index(
        a_document("a", title="x", facets=facets), a_document("a.de", title="y", group="a"), *others(), fields=("area",)
    )

    assert index.similar("a", ("area",)) == ()


@pytest.mark.parametrize("group", ["0", "aa", "zz"])
def test_an_unknown_group_is_an_error(group: str) -> None:
    index = an_index(a_document("a"), a_document("b"))

    with pytest.raises(KeyError, match=group):
        index.similar(group)


def test_an_empty_index_knows_no_group() -> None:
    with pytest.raises(KeyError):
        an_index().similar("a")


@st.composite
def documents(draw: st.DrawFn) -> list[Document]:
    """Some documents of few words and values, so that they have some in common."""
    values = st.lists(st.sampled_from("pqrs"), max_size=3, unique=True)
    texts = st.lists(st.sampled_from(["mentor", "school", "trust", "2019", "the"]), max_size=5).map(" ".join)
    made = draw(st.lists(st.tuples(texts, texts, values), min_size=1, max_size=9))
    return [
        a_document(f"{number}", body, title, facets={"area": tuple(areas)})
        for number, (body, title, areas) in enumerate(made)
    ]


@UNHURRIED
@given(documents())
def test_likeness_lies_between_nothing_and_one_and_falls(documents: list[Document]) -> None:
    found = an_index(*documents, *others(), fields=("area",)).similar("0", ("area",), len(documents))

    scores = [round(each.score, 9) for each in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)
    assert "0" not in groups(found)


@UNHURRIED
@given(documents())
def test_the_terms_told_are_those_that_both_have(documents: list[Document]) -> None:
    values = {each.id: set(each.facets["area"]) for each in documents}

    found = an_index(*documents, fields=("area",)).similar("0", ("area",), len(documents))

    assert {each.group: {value for _, value in each.terms} for each in found} == {
        each.group: values["0"] & values[each.group] for each in found
    }


@UNHURRIED
@given(documents())
def test_likeness_by_terms_is_mutual(documents: list[Document]) -> None:
    bare = [a_document(each.id, facets=each.facets) for each in documents]
    index = an_index(*bare, fields=("area",))

    likeness = {
        (each.id, found.group): round(found.score, 9)
        for each in bare
        for found in index.similar(each.id, ("area",), len(bare))
    }

    assert likeness == {(other, one): score for (one, other), score in likeness.items()}
