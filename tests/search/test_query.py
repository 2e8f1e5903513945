from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import ClauseKind, Notice, NoticeCode, SearchQuery, Sort, parse
from search.query import MAX_FILTERS, MAX_WORDS, RESERVED_ARGS
from tests.search.makers import UNHURRIED

FIELDS = ("area", "policy_areas", "country")


def queries() -> st.SearchStrategy[SearchQuery]:
    return st.builds(
        SearchQuery,
        text=st.text(max_size=400),
        filters=st.frozensets(st.tuples(st.sampled_from(FIELDS), st.text(max_size=20)), max_size=9),
        sort=st.sampled_from(Sort),
        page=st.integers(-5, 500),
        size=st.integers(-5, 500),
        exact=st.booleans(),
    )


def codes(text: str) -> list[NoticeCode]:
    return [notice.code for notice in parse(text, FIELDS).notices]


def kinds(text: str) -> list[tuple[ClauseKind, list[str], bool]]:
    """Each clause as its kind, its words and whether it has a minus."""
    clauses = parse(text, FIELDS).clauses
    return [(c.kind, [w.text for w in c.words], c.is_negated) for c in clauses]


@UNHURRIED
@given(queries())
def test_a_query_survives_its_own_url(query: SearchQuery) -> None:
    assert SearchQuery.from_args(query.to_args(), FIELDS) == query


@UNHURRIED
@given(queries(), st.sampled_from(FIELDS), st.text(max_size=20))
def test_toggling_twice_changes_only_the_page(query: SearchQuery, field: str, value: str) -> None:
    assert query.toggled(field, value).toggled(field, value) == query.on_page(1)


@UNHURRIED
@given(queries())
def test_arguments_are_sorted_and_do_not_say_defaults(query: SearchQuery) -> None:
    args = query.to_args()

    assert list(args) == sorted(args)
    assert not {("sort", "relevance"), ("page", "1"), ("size", "20"), ("q", "")} & set(args)


@UNHURRIED
@given(st.lists(st.tuples(st.sampled_from([*FIELDS, *RESERVED_ARGS, "x"]), st.text())))
def test_any_arguments_make_a_query(args: list[tuple[str, str]]) -> None:
    query = SearchQuery.from_args(args, FIELDS)

    assert 1 <= query.page <= 200
    assert 1 <= query.size <= 50


def test_an_empty_query_has_no_arguments() -> None:
    assert SearchQuery().to_args() == ()


def test_the_first_of_repeated_arguments_counts() -> None:
    args = [("q", "a"), ("q", "b"), ("page", "2"), ("page", "3"), ("sort", "title"), ("sort", "x")]

    assert SearchQuery.from_args(args) == SearchQuery("a", page=2, sort=Sort.TITLE)


@pytest.mark.parametrize("junk", ["", "-1", "0", "x", "1.5", "٣", "1_0", "9" * 5000])
def test_what_is_not_a_number_is_the_default(junk: str) -> None:
    assert SearchQuery.from_args([("page", junk), ("size", junk)]) == SearchQuery()


def test_page_and_size_have_upper_limits() -> None:
    query = SearchQuery.from_args([("page", "9999"), ("size", "9999")])

    assert (query.page, query.size) == (200, 50)


def test_arguments_that_are_no_fields_are_ignored() -> None:
    assert SearchQuery.from_args([("utm_source", "x"), ("area", "")], FIELDS) == SearchQuery()


def test_facet_values_past_the_limit_are_ignored() -> None:
    args = [("area", str(number)) for number in range(100)]

    assert len(SearchQuery.from_args(args, FIELDS).filters) == MAX_FILTERS


def test_exact_is_an_argument() -> None:
    assert SearchQuery.from_args([("exact", "1")]).exact
    assert SearchQuery("a").exactly().to_args() == (("exact", "1"), ("q", "a"))


def test_control_characters_and_half_characters_become_spaces() -> None:
    assert SearchQuery("a\x00b\ud800c\n d").text == "a b c d"


def test_a_facet_field_cannot_have_the_name_of_another_argument() -> None:
    with pytest.raises(ValueError, match='no facet field can be called "page"'):
        SearchQuery().toggled("page", "2")


@pytest.mark.parametrize(
    "changed, expected",
    [
        (
            SearchQuery("a", page=3).toggled("area", "x"),
            SearchQuery("a", frozenset({("area", "x")})),
        ),
        (SearchQuery("a", page=3).without_text(), SearchQuery()),
        (SearchQuery("a", frozenset({("area", "x")}), page=3).without_filters(), SearchQuery("a")),
        (SearchQuery("a", page=3).with_text("b"), SearchQuery("b")),
        (SearchQuery("a", page=3).sorted_by(Sort.TITLE), SearchQuery("a", sort=Sort.TITLE)),
        (SearchQuery("a").on_page(3), SearchQuery("a", page=3)),
    ],
)
def test_changes_begin_on_page_one_unless_they_are_about_pages(changed: SearchQuery, expected: SearchQuery) -> None:
    assert changed == expected


def test_only_titles_are_sorted_upwards() -> None:
    assert [sort for sort in Sort if not sort.is_descending] == [Sort.TITLE]


@UNHURRIED
@given(st.text())
def test_reading_a_text_never_raises(text: str) -> None:
    parse(text, FIELDS)


@UNHURRIED
@given(st.text(alphabet='ab"-:* \u201c~', max_size=400))
def test_reading_operators_in_any_order_never_raises(text: str) -> None:
    parsed = parse(text, ["a"])

    assert sum(len(clause.words) for clause in parsed.clauses) <= MAX_WORDS


def test_words_keep_their_places_in_the_text() -> None:
    words = [word for clause in parse("youth  work").clauses for word in clause.words]

    assert [(word.text, word.start, word.end) for word in words] == [
        ("youth", 0, 5),
        ("work", 7, 11),
    ]


@pytest.mark.parametrize("text", ['"open door"', "“open door”", "«open door»", "„open door“"])
def test_quotation_marks_make_a_phrase(text: str) -> None:
    assert kinds(text) == [(ClauseKind.PHRASE, ["open", "door"], False)]


def test_a_minus_excludes_a_word_or_a_phrase() -> None:
    assert kinds('-prison -"open door"') == [
        (ClauseKind.PHRASE, ["prison"], True),
        (ClauseKind.PHRASE, ["open", "door"], True),
    ]


def test_a_hyphen_inside_a_word_excludes_nothing() -> None:
    assert kinds("de-radicalisation") == [(ClauseKind.WORDS, ["de", "radicalisation", "deradicalisation"], False)]


@pytest.mark.parametrize("text", ["-", "- ", '""', '-""', "...", "---"])
def test_signs_without_words_ask_for_nothing(text: str) -> None:
    assert parse(text).clauses == ()


@pytest.mark.parametrize("text", ["area:education", 'area:"education"', "Area:education"])
def test_a_known_field_makes_a_filter(text: str) -> None:
    (clause,) = parse(text, FIELDS).clauses

    assert (clause.kind, clause.field, clause.value) == (ClauseKind.FILTER, "area", "education")


def test_a_filter_can_be_excluded() -> None:
    parsed = parse("-area:education", FIELDS)

    assert parsed.unwanted(ClauseKind.FILTER) == parsed.clauses
    assert parsed.wanted(ClauseKind.FILTER) == ()


def test_an_unknown_field_is_searched_as_words_and_said_so() -> None:
    assert kinds("colour:red") == [
        (ClauseKind.WORDS, ["colour"], False),
        (ClauseKind.WORDS, ["red"], False),
    ]
    assert parse("colour:red").notices == (Notice(NoticeCode.UNKNOWN_FIELD, "colour"),)


def test_an_address_is_no_unknown_field() -> None:
    assert codes("https://example.org") == []


def test_an_unknown_field_before_a_phrase_leaves_the_phrase() -> None:
    assert kinds('colour:"dark red"') == [
        (ClauseKind.WORDS, ["colour"], False),
        (ClauseKind.PHRASE, ["dark", "red"], False),
    ]


def test_three_letters_and_a_star_find_what_begins_so() -> None:
    assert kinds("rad*") == [(ClauseKind.PREFIX, ["rad"], False)]


def test_a_beginning_can_be_excluded() -> None:
    assert kinds("-rad*") == [(ClauseKind.PREFIX, ["rad"], True)]


def test_two_letters_and_a_star_are_searched_as_a_word_and_said_so() -> None:
    assert kinds("ra*") == [(ClauseKind.WORDS, ["ra"], False)]
    assert parse("ra*").notices == (Notice(NoticeCode.SHORT_PREFIX, "ra*"),)


@pytest.mark.parametrize("text", ["*a*", "w*rd", "word~4", "de-rad*", "*rad*"])
def test_other_wildcards_are_searched_as_words_and_said_so(text: str) -> None:
    assert {kind for kind, _, _ in kinds(text)} == {ClauseKind.WORDS}
    assert parse(text).notices == (Notice(NoticeCode.WILDCARD, text),)


def test_boolean_operators_are_words_and_said_so() -> None:
    assert codes("youth AND NOT prison") == [NoticeCode.BOOLEAN_WORD, NoticeCode.BOOLEAN_WORD]
    assert codes("youth and prison") == []


def test_a_quotation_mark_without_a_partner_is_left_out_and_said_so() -> None:
    assert kinds('"open door') == [(ClauseKind.WORDS, ["open", "door"], False)]
    assert codes('"open door') == [NoticeCode.OPEN_QUOTE]


def test_a_text_that_is_too_long_is_cut_and_said_so() -> None:
    assert codes("a, " * 1000)[0] == NoticeCode.TEXT_CUT


def test_a_query_keeps_enough_of_its_text_to_say_that_it_was_cut() -> None:
    assert codes(SearchQuery("ab" * 1000).text)[0] == NoticeCode.TEXT_CUT


def test_words_past_the_limit_are_left_out_and_said_so() -> None:
    parsed = parse(" ".join(f"w{number}" for number in range(40)))

    assert sum(len(clause.words) for clause in parsed.clauses) == MAX_WORDS
    assert parsed.notices[0] == Notice(NoticeCode.WORDS_CUT, "w32")


@pytest.mark.parametrize("last", ["more*", '"more"', "-more"])
def test_no_kind_of_clause_gets_past_the_limit_of_words(last: str) -> None:
    parsed = parse("w " * 32 + last)

    assert sum(len(clause.words) for clause in parsed.clauses) == MAX_WORDS


def test_a_word_that_is_too_long_is_cut_and_said_so() -> None:
    parsed = parse("x" * 70)

    assert parsed.clauses[0].words[0].text == "x" * 64
    assert parsed.notices == (Notice(NoticeCode.WORD_CUT, "x" * 64),)


@pytest.mark.parametrize("text", ['"' * 10_000, "(" * 900, "x" * 100_000, "a:" * 5_000, "-" * 9_999])
def test_reading_takes_no_time(text: str) -> None:
    start = time.process_time()

    parse(SearchQuery(text).text, FIELDS)

    assert time.process_time() - start < 0.1
