from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import (
    MAX_LETTERS,
    Analyser,
    Entry,
    base_language,
    common_words,
    folded,
    languages_of,
    split,
    stop_words,
    without_joined,
)
from tests.search.makers import UNHURRIED


def words(text: str) -> list[str]:
    return [word.text for word in split(text)]


def stem(word: str, language: str) -> str:
    return Analyser().entry(word, language).stem


@pytest.mark.parametrize(
    "text, expected",
    [
        ("", []),
        ("Youth work, now!", ["Youth", "work", "now"]),
        ("snake_case", ["snake", "case"]),
        ("l'éducation qu’il dell'arte", ["éducation", "il", "arte"]),
        ("women's don't", ["women", "don"]),
        ("d'l", ["l"]),
        ("O'Brien", ["O", "Brien"]),
        ("2019-2024", ["2019", "2024"]),
        ("de-radicalisation", ["de", "radicalisation", "deradicalisation"]),
        ("young-people-at-risk", ["young", "people", "at", "risk"]),
        ("l'avant-garde", ["avant", "garde"]),
        ("e\u0301cole", ["e\u0301cole"]),
        ("YF&C", ["YF", "C"]),
        ("Πρόληψη και бежанци", ["Πρόληψη", "και", "бежанци"]),
    ],
)
def test_a_text_is_split_into_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@UNHURRIED
@given(st.text())
def test_each_word_stands_where_it_says(text: str) -> None:
    for word in without_joined(split(text)):
        assert text[word.start : word.end] == word.text


@UNHURRIED
@given(st.text(alphabet="ab'-é \u0301\u200b"))
def test_places_count_words_without_gaps(text: str) -> None:
    assert [word.place for word in without_joined(split(text))] == list(
        range(len({word.place for word in split(text)}))
    )


@pytest.mark.parametrize(
    "written, expected",
    [
        ("École", "ecole"),
        ("Straße", "strasse"),
        ("ŁÓDŹ", "łódź"),
        ("Ørsted", "orsted"),
        ("Đorđe", "dorde"),
        ("Ħamrun", "hamrun"),
        ("ılıca", "ilica"),
        ("Æble", "aeble"),
        ("œuvre", "oeuvre"),
        ("Πρόληψης", "προληψησ"),
        ("ﬁeld", "field"),
        ("ra\u00addi\u200bcal", "radical"),
        ("½", "12"),
    ],
)
def test_folding_leaves_small_letters_without_marks(written: str, expected: str) -> None:
    assert folded(written) == folded(expected)
    assert folded(written).isalnum()


@UNHURRIED
@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    "language, forms",
    [
        ("en", ["worker", "workers", "WORKERS"]),
        ("en", ["radicalisation", "radicalization", "radicalised", "radicalizing"]),
        ("en", ["behaviour", "behavior", "behaviours"]),
        ("en", ["centre", "center", "centres"]),
        ("en", ["programme", "program", "programmes"]),
        ("en", ["counselling", "counseling"]),
        ("de", ["Jugendämter", "Jugendaemter", "Jugendamter"]),
        ("de", ["Schule", "Schulen"]),
        ("es", ["educación", "educaciones"]),
        ("pt", ["educação", "educações"]),
        ("pt-BR", ["educação", "educações"]),
        ("el", ["εκπαίδευση", "ΕΚΠΑΙΔΕΥΣΗΣ"]),
        ("pl", ["szkoła", "szkoły"]),
    ],
)
def test_forms_of_a_word_share_a_stem(language: str, forms: list[str]) -> None:
    assert len({stem(form, language) for form in forms}) == 1


def test_a_language_without_a_stemmer_keeps_its_words() -> None:
    assert Analyser().entry("Skejjel", "mt") == Entry("mt", "skejjel", "skejjel")


def test_letters_past_the_limit_are_not_looked_at() -> None:
    assert Analyser().entry("x" * 100, "mt").folded == "x" * MAX_LETTERS


def test_what_folding_leaves_nothing_of_has_no_stem() -> None:
    assert Analyser().entry("\ufc5e", "en") == Entry("en", "", "")


@pytest.mark.parametrize(
    "language, word",
    [("en", "the"), ("de", "und"), ("nb", "ikke"), ("en-GB", "the"), ("el", "και"), ("pl", "nie")],
)
def test_each_language_has_its_stop_words(language: str, word: str) -> None:
    assert word in stop_words(language)


@pytest.mark.parametrize("word", ["research", "work", "young", "members", "problem"])
def test_words_of_the_subject_are_no_stop_words(word: str) -> None:
    assert word not in stop_words("en")


def test_a_language_without_a_list_has_no_stop_words() -> None:
    assert stop_words("mt") == frozenset()


def test_the_language_of_a_tag_is_its_first_part() -> None:
    assert base_language("pt-BR") == "pt"


def test_words_are_in_the_language_of_most_of_their_stop_words() -> None:
    assert languages_of(split("wie wird man so"), ["de", "en"]) == {"de"}


def test_words_without_stop_words_are_in_no_language_for_sure() -> None:
    assert languages_of(split("mentor prison"), ["de", "en"]) == frozenset()


def test_common_words_are_more_than_stop_words() -> None:
    assert {"the", "say"} <= common_words("en")
    assert stop_words("en") < common_words("en")


def test_a_language_without_a_list_has_no_common_words() -> None:
    assert common_words("mt") == stop_words("mt")
