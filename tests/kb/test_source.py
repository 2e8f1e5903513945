from datetime import date
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.problem import ENOUGH, Place
from kb.source import (
    LARGEST_BYTES,
    LARGEST_LIST_BYTES,
    MOST_LINES,
    MOST_LIST_LINES,
    Located,
    LocatedList,
    LocatedMap,
    LocatedText,
    Text,
    read_bytes,
    read_front_matter,
    read_yaml,
    shape_of,
)
from kb.values import Context, read_values


def a_text(text: str) -> Text:
    return Text("practices/street-work.md", text)


def read(text: str) -> Located | None:
    root, problems = read_yaml(a_text(text))
    assert problems == ()
    return root


def test_a_scalar_stays_as_it_was_typed_with_its_place() -> None:
    assert read("a: NO\n'b': \"12:30\"\n") == LocatedMap(
        (
            (LocatedText("a", 0, 1), LocatedText("NO", 3, 5)),
            (LocatedText("b", 6, 9, plain=False), LocatedText("12:30", 11, 18, plain=False)),
        ),
        0,
        18,
    )


def test_lists_in_lines_and_in_brackets_have_their_places() -> None:
    assert read("a:\n  - b\n\n# end\nc: [d]\n") == LocatedMap(
        (
            (LocatedText("a", 0, 1), LocatedList((LocatedText("b", 7, 8),), 5, 15)),
            (LocatedText("c", 16, 17), LocatedList((LocatedText("d", 20, 21),), 19, 22)),
        ),
        0,
        22,
    )


def test_a_text_of_several_lines_is_not_plain() -> None:
    root = read("a: b\n  c\nd: |\n  e\n")

    assert isinstance(root, LocatedMap)
    assert root.get("a") == LocatedText("b c", 3, 8, plain=False)
    assert root.get("d") == LocatedText("e\n", 12, 18, plain=False)


def test_a_value_that_is_left_out_is_an_empty_text_behind_its_colon() -> None:
    root = read("a:\nb: 1\n")

    assert isinstance(root, LocatedMap)
    assert root.get("a") == LocatedText("", 2, 2)


def test_a_map_knows_its_keys_and_values() -> None:
    root = read("a: b")

    assert isinstance(root, LocatedMap)
    assert (root.get("a"), root.key("a")) == (LocatedText("b", 3, 4), LocatedText("a", 0, 1))
    assert (root.get("x"), root.key("x")) == (None, None)


def test_yaml_in_a_part_of_a_text_has_the_places_of_the_whole() -> None:
    assert read_yaml(a_text("xx\na"), "\na", 2) == (LocatedText("a", 3, 4), ())


@given(st.lists(st.text(alphabet="abcäß東👩 12", min_size=1).map(str.strip).filter(bool), min_size=1))
def test_a_plain_text_stands_in_the_file_where_it_says(words: list[str]) -> None:
    text = "".join(f"k{number}: {word}\n" for number, word in enumerate(words))

    root = read(text)

    assert isinstance(root, LocatedMap)
    for key, value in root.pairs:
        assert text[key.start : key.end] == key.text
        assert isinstance(value, LocatedText)
        assert text[value.start : value.end] == value.text


@given(st.text(alphabet="a\n\ré👩"), st.integers(0, 60))
def test_the_position_of_an_offset_leads_back_to_it(text: str, offset: int) -> None:
    source = a_text(text)

    line, column = source.position(min(offset, len(text)))

    before = text[: min(offset, len(text))]
    assert line == before.count("\n") + 1
    assert column <= len(source.line(line)) + 1
    if not before.endswith("\r"):
        assert column == len(before.rsplit("\n", 1)[-1]) + 1


@pytest.mark.parametrize(
    "start, end, expected",
    [
        (0, 2, (1, 1, 2, "abc")),
        (1, None, (1, 2, 1, "abc")),
        (1, 99, (1, 2, 2, "abc")),
        (3, 4, (1, 4, 1, "abc")),
        (4, 5, (1, 4, 1, "abc")),
        (5, 6, (2, 1, 1, "d")),
        (6, 7, (2, 2, 1, "d")),
    ],
)
def test_a_place_ends_with_its_line(start: int, end: int | None, expected: tuple[int, int, int, str]) -> None:
    place = a_text("abc\r\nd").place(start, end)

    assert (place.line, place.column, place.length, place.excerpt) == expected


def test_a_spot_is_a_place_by_line_and_column() -> None:
    text = a_text("abc\nde")

    assert text.spot(2, 1, 2) == text.place(4, 6)


def test_the_body_starts_behind_the_closing_hyphens() -> None:
    source, problems = read_front_matter(a_text("--- \r\na: b\r\n---\t\r\nText\r\n"))

    assert problems == ()
    assert source
    assert source.body == "\nText\r\n"
    assert source.front.pairs == ((LocatedText("a", 6, 7), LocatedText("b", 9, 10)),)


def test_a_byte_order_mark_is_taken_off() -> None:
    text, problems = read_bytes("a.md", b"\xef\xbb\xbfa")

    assert text == Text("a.md", "a")
    assert [problem.code for problem in problems] == ["byte-order-mark"]


@pytest.mark.parametrize("size, codes", [(LARGEST_BYTES, []), (LARGEST_BYTES + 1, ["too-large"])])
def test_a_file_may_have_so_many_bytes(size: int, codes: list[str]) -> None:
    assert [problem.code for problem in read_bytes("a.md", b"a" * size)[1]] == codes


@pytest.mark.parametrize("size, codes", [(LARGEST_LIST_BYTES, []), (LARGEST_LIST_BYTES + 1, ["too-large"])])
def test_a_list_may_have_more(size: int, codes: list[str]) -> None:
    assert [problem.code for problem in read_bytes("a.yaml", b"a" * size)[1]] == codes


def test_a_list_may_have_more_lines() -> None:
    _, problems = read_bytes("a.yaml", b"\n" * (MOST_LIST_LINES + 5))

    assert [(each.code, each.place.line) for each in problems] == [("too-much-markup", MOST_LIST_LINES + 1)]


def test_a_bad_byte_is_placed_by_characters() -> None:
    _, problems = read_bytes("a.md", "\ufeffé\né👩".encode() + b"\xff")

    assert problems[0].place == Place("a.md", 2, 3, 1, "é👩\ufffd")


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_a_text_is_refused_or_kept_as_it_is(text: str) -> None:
    read_text, problems = read_bytes("a.md", text.encode())

    assert (read_text is None) == bool([problem for problem in problems if problem.is_error])
    assert read_text is None or read_text.text == text.removeprefix("\ufeff")


@pytest.mark.parametrize(
    "located, name",
    [
        (None, "nothing"),
        (LocatedText("", 0, 0), "nothing"),
        (LocatedText("", 0, 2, plain=False), "a single value"),
        (LocatedText("a", 0, 1), "a single value"),
        (LocatedList((), 0, 2), "a list"),
        (LocatedMap((), 0, 2), "named parts"),
    ],
)
def test_what_stands_in_a_place_has_a_name(located: Located | None, name: str) -> None:
    assert shape_of(located) == name


def test_a_list_file_names_what_is_missing_in_it_where_it_starts() -> None:
    text = a_text("\n\na: b\n")
    root, _ = read_yaml(text)
    assert isinstance(root, LocatedMap)

    _, problems = read_values(Context(text, MappingProxyType({}), date(2026, 1, 1)), root, (), "a list")

    assert [str(problem.place) for problem in problems] == ["practices/street-work.md:3:1"]


def test_a_file_of_very_many_lines_is_refused_at_the_first_that_is_too_many() -> None:
    text, problems = read_bytes("practices/a.md", b"\n" * (MOST_LINES + 5))

    assert text is None
    assert [(each.code, each.place.line) for each in problems] == [("too-much-markup", MOST_LINES + 1)]


def test_a_key_that_is_repeated_very_often_is_told_in_part() -> None:
    text = Text("practices/a.md", "---\n" + "title: x\n" * 200 + "---\n")

    _, problems = read_front_matter(text)

    assert [each.code for each in problems] == ["duplicate-key"] * ENOUGH
