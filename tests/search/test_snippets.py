from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search import Document, SearchQuery, Snippet, Text
from search.snippets import LEAD, WIDTH, Span, snippet
from tests.search.makers import UNHURRIED, a_document, an_index

LONG = "Nothing to see here. " * 30


def quoted(body: str, text: str) -> Snippet:
    return an_index(a_document("a", body)).search(SearchQuery(text)).hits[0].snippet


def marked(snippet: Snippet) -> list[str]:
    return [snippet.text[start:end] for start, end in snippet.marks]


def test_a_short_text_is_quoted_whole() -> None:
    body = "We meet. Mentors visit schools."

    assert quoted(body, "mentor") == Snippet(body, ((9, 16),))


def test_a_fragment_begins_with_the_sentence_of_the_match() -> None:
    result = quoted(LONG + "Many mentors visit. " + LONG, "mentor")

    assert result.text.startswith("Many mentors visit. Nothing")
    assert marked(result) == ["mentors"]


def test_a_fragment_ends_with_a_sentence() -> None:
    assert quoted("Mentors come. " + LONG, "mentor").text.endswith("see here.")


def test_a_fragment_amid_a_long_sentence_says_so() -> None:
    result = quoted("word " * 100 + "mentors " + "word " * 100, "mentor")

    assert result.text.startswith("… word")
    assert result.text.endswith("word …")
    assert len(result.text) <= WIDTH + LEAD + 4
    assert marked(result) == ["mentors"]


def test_a_text_without_spaces_is_cut_where_it_must_be() -> None:
    result = quoted("x" * 300 + "/mentors/" + "y" * 300, "mentor")

    assert result.text.startswith("… mentors/yyy")
    assert result.text.endswith("yyy …")


def test_a_word_longer_than_a_fragment_is_marked_as_far_as_it_goes() -> None:
    body = "x" * 500

    result = snippet(a_document("a", body), [Span(1, 0, 500, 0, 1.0)])

    assert result == Snippet("x" * WIDTH + " …", ((0, WIDTH),))


def test_the_fragment_with_most_different_matches_is_best() -> None:
    body = "School school school. " + LONG + "A school with mentors. " + LONG

    assert quoted(body, "school mentor").text.startswith("A school with mentors.")


def test_between_equals_the_fragment_with_more_matches_is_best() -> None:
    body = "One mentor. " + LONG + "This mentor met that mentor. " + LONG

    assert marked(quoted(body, "mentor")) == ["mentor", "mentor"]


def test_passages_that_are_not_to_be_quoted_are_not() -> None:
    document = Document("a", "en", "", (Text("Mentor Ltd", snippet=False), Text("About us.")))

    assert an_index(document).search(SearchQuery("mentor")).hits[0].snippet == Snippet("About us.")


def test_the_title_is_not_quoted() -> None:
    document = a_document("a", "About us.", title="Mentors")

    assert an_index(document).search(SearchQuery("mentor")).hits[0].snippet == Snippet("About us.")


def test_without_a_match_the_first_text_with_words_begins() -> None:
    document = Document("a", "en", "", (Text(" \n "), Text(" \n Mentors come. " + LONG)))

    assert snippet(document, ()).text.startswith("Mentors come. Nothing")


def test_a_document_without_texts_has_an_empty_snippet() -> None:
    assert snippet(a_document("a"), ()) == Snippet()


def test_line_breaks_and_unprintable_characters_are_spaces() -> None:
    assert quoted("a\nmentor\x00\ud800b", "mentor").text == "a mentor  b"


def test_marks_that_overlap_are_one() -> None:
    result = quoted("Our de-radicalisation team", "de-radicalisation")

    assert marked(result) == ["de-radicalisation"]


def test_a_phrase_is_marked_as_a_whole() -> None:
    assert marked(quoted("The open door.", '"open door"')) == ["open door"]


def test_other_passages_do_not_share_a_fragment() -> None:
    document = Document("a", "en", "", (Text("mentor"), Text("school")))

    result = an_index(document).search(SearchQuery("mentor school")).hits[0].snippet

    assert result.text in ("mentor", "school")


@UNHURRIED
@given(
    st.text(alphabet="ab .\n\u0301", max_size=600),
    st.lists(st.tuples(st.integers(0, 600), st.integers(1, 9)), max_size=9),
)
def test_marks_are_always_inside_the_fragment(body: str, found: list[tuple[int, int]]) -> None:
    spans = [
        Span(1, start, min(start + length, len(body)), start % 3, 1.0) for start, length in found if start < len(body)
    ]

    result = snippet(a_document("a", body), spans)

    ends = [0, *(end for mark in result.marks for end in mark)]
    assert ends == sorted(ends)
    assert ends[-1] <= len(result.text) <= WIDTH + 4 + 120


def test_a_match_across_the_limit_is_not_cut() -> None:
    body = "word " * 10 + "prison " + "word " * 28 + "prisons " + "word " * 40

    result = quoted(body, "prison")

    assert result.text.endswith("word …")
    assert marked(result) == ["prison"]


def test_a_word_tied_to_the_match_at_the_limit_is_not_cut() -> None:
    body = "A prison. " + "word " * 36 + "prison/community/centre " + "word " * 40

    result = quoted(body, "prison")

    assert result.text.endswith("word …")
    assert marked(result) == ["prison"]


def test_a_phrase_across_the_limit_is_marked_as_a_whole_or_not_at_all() -> None:
    body = "An open door. " + "word " * 35 + "open door " + "word " * 40

    assert marked(quoted(body, '"open door"')) in (["open door"], ["open door", "open door"])


def test_a_long_match_is_shown_whole_though_the_fragment_is_longer_for_it() -> None:
    body = "word " * 20 + "open " + "- " * 60 + "door " + "word " * 40

    assert marked(quoted(body, '"open door"')) == ["open " + "- " * 60 + "door"]
