from datetime import date
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.fields import Field, Kind, Need, Shape
from kb.problem import Place
from kb.reader import split_name
from kb.source import LocatedMap, Text, read_yaml
from kb.values import Context, Values, read_values, slug_like, url_problem
from kb.vocabulary import Vocabulary

A_PLACE = Place("practices/street-work.md", 1, 1, 1, "x")


def a_field(kind: Kind = Kind.TEXT, **changed: object) -> Field:
    usual: dict[str, object] = {"name": "x", "kind": kind, "label": "X", "help": "an x", "example": "x: y"}
    return Field(**{**usual, **changed})  # type: ignore[arg-type]  # a maker takes what the class takes


def read(text: str, *fields: Field, lists: dict[str, Vocabulary] | None = None) -> tuple[Values, list[str]]:
    source = Text("practices/_pages/about.md", text)
    root, _ = read_yaml(source)
    assert isinstance(root, LocatedMap)
    context = Context(source, MappingProxyType(lists or {}), date(2026, 6, 30))
    values, problems = read_values(context, root, fields)
    return values, [problem.code for problem in problems]


def test_what_is_missing_or_of_another_kind_reads_as_empty() -> None:
    values = Values(MappingProxyType({"a": 1, "b": "text", "c": ("x", 2, Values())}))

    assert (values.text("a"), values.text("x", "default"), values.number("b"), values.day("b")) == (
        "",
        "default",
        None,
        None,
    )
    assert (values.texts("b"), values.texts("c"), values.all_parts("b"), values.all_parts("c")) == (
        (),
        ("x",),
        (),
        (Values(),),
    )
    assert (values.parts("b"), values.is_set("a"), dict(values.answers("x"))) == (Values(), False, {})


def test_values_are_of_the_kind_of_their_field() -> None:
    fields = (
        a_field(Kind.YEAR, name="start"),
        a_field(Kind.DATE, name="day"),
        a_field(Kind.FLAG, name="flag"),
        a_field(Kind.LICENCE, name="licence"),
        a_field(Kind.PARTS, name="parts", parts=(a_field(name="inner"),)),
    )

    values, codes = read(
        "start: 2018\nday: 2026-01-02\nflag: false\nlicence: CC-BY-SA-4.0\nparts: {inner: ' a  b '}\n", *fields
    )

    assert codes == []
    assert (values.number("start"), values.day("day"), values.is_set("flag")) == (2018, date(2026, 1, 2), False)
    assert (values.text("licence"), values.parts("parts").text("inner")) == ("CC-BY-SA-4.0", "a b")


def test_a_list_that_could_not_be_read_accepts_every_id() -> None:
    empty = Vocabulary("things", MappingProxyType({"en": "Things"}), MappingProxyType({}))
    fields = (
        a_field(Kind.TERM, vocabulary="things"),
        a_field(Kind.ANSWERS, name="checks", vocabulary="things"),
    )

    values, codes = read("x: anything\nchecks: {any: thing}\n", *fields, lists={"things": empty})

    assert codes == []
    assert (values.text("x"), dict(values.answers("checks"))) == ("anything", {"any": "thing"})


def test_one_value_and_a_list_of_one_are_the_same_where_both_are_allowed() -> None:
    field = a_field(shape=Shape.ONE_OR_MANY)

    assert read("x: a\n", field)[0].texts("x") == read("x: [a]\n", field)[0].texts("x") == ("a",)
    assert read("x: ''\n", field) == (Values(), ["too-short"])


def test_a_text_without_a_limit_can_have_any_length() -> None:
    assert read(f"x: {'a' * 5000}\n", a_field(longest=0)) == (Values(MappingProxyType({"x": "a" * 5000})), [])


def test_a_field_that_is_missing_in_a_file_of_its_own_is_told_at_its_start() -> None:
    assert read("a: b\n", a_field(need=Need.REQUIRED), a_field(name="a"))[1] == ["missing-field"]


@pytest.mark.parametrize(
    "url",
    [
        "https://www.example.org",
        "http://example.org/",
        "https://example.org:8443/a?b=c#d",
        "HTTPS://EXAMPLE.ORG/",
        "https://example.org/a_(b)",
        "https://example.org/%C3%A9",
        "https://example.org/é",
        "https://bücher.example/",
        "https://xn--bcher-kva.example/",
        "https://a-b.example.org./",
        "https://192.0.2.1/",
        "https://example.org/a@b",
        f"https://{'a.' * 20}example.org/",
    ],
)
def test_an_address_of_the_web_is_linked(url: str) -> None:
    assert url_problem(url, A_PLACE, {}) is None


@pytest.mark.parametrize(
    "url",
    [
        "",
        " ",
        "example",
        "https://",
        "https:///",
        "https://example",
        "https:example.org",
        "https:/example.org",
        "//example.org",
        "/about",
        "#top",
        "mailto:someone@example.org",
        "javascript:alert(1)",
        "JavaScript://example.org/%0aalert(1)",
        "data:text/html,x",
        "ftp://example.org/",
        "https://someone@example.org/",
        "https://someone:secret@example.org/",
        "https://example.org\\@evil.example/",
        "https://example.org\\x",
        "https://example.org /",
        " https://example.org",
        "https://example.org/a b",
        "https://example.org/a\tb",
        "https://example.org/\u202egpj",
        'https://example.org/"x',
        "https://example.org/<x>",
        "https://example.org:99999/",
        "https://example.org:x/",
        "https://[::1]/",
        "https://[::1/",
        "https://[example.org]/",
        "https://exa%6Dple.org/",
        "https://.example.org/",
        "https://example..org/",
        "https://℀.example/",
        f"https://{'a' * 64}.org/",
        f"https://{'a.' * 130}org/",
    ],
)
def test_what_is_no_address_of_the_web_is_not_linked(url: str) -> None:
    problem = url_problem(url, A_PLACE, {})

    assert problem
    assert problem.code == "bad-url"


@pytest.mark.parametrize(
    "url, near",
    [
        ("example.org", "https://example.org"),
        ("www.example.org/a?b", "https://www.example.org/a?b"),
        ("home-affairs.example.org#x", "https://home-affairs.example.org#x"),
        ("example.org/a\\b", ""),
        ("example", ""),
        ("someone@example.org", ""),
    ],
)
def test_an_address_without_its_scheme_is_offered_with_one(url: str, near: str) -> None:
    problem = url_problem(url, A_PLACE, {})

    assert problem
    assert dict(problem.details)["near"] == near


@pytest.mark.parametrize(
    "url",
    [
        "https://bit.ly/x",
        "https://www.bit.ly",
        "https://BIT.LY./",
        "https://bit.ly:443/",
        "https://ｂｉｔ.ｌｙ/",
        "https://bit\u3002ly/",
        "http://a.b.onion/",
    ],
)
def test_a_denied_host_is_denied_however_it_is_spelt(url: str) -> None:
    problem = url_problem(url, A_PLACE, {"bit.ly": "hides", "onion": "hidden"})

    assert problem
    assert problem.code == "denied-host"


@pytest.mark.parametrize("url", ["https://habit.ly/", "https://bit.ly.example.org/", "https://onion.example/"])
def test_a_host_that_only_sounds_like_a_denied_one_is_linked(url: str) -> None:
    assert url_problem(url, A_PLACE, {"bit.ly": "hides", "onion": "hidden"}) is None


@given(st.text())
def test_an_address_is_judged_whatever_it_is(url: str) -> None:
    problem = url_problem(url, A_PLACE, {})
    near = dict(problem.details)["near"] if problem else ""

    assert near == "" or url_problem(near, A_PLACE, {}) is None


@pytest.mark.parametrize(
    "name, slug",
    [
        ("Street Work.md", "street-work"),
        ("/practices/Aarhus_Model.md", "aarhus-model"),
        ("Zürich & Genève", "zurich-and-geneve"),
        ("???", ""),
        ("a" * 79 + " bcd", "a" * 79),
    ],
)
def test_a_name_suggests_a_slug(name: str, slug: str) -> None:
    assert slug_like(name) == slug


@given(st.text(max_size=120))
def test_a_suggested_slug_can_be_used(name: str) -> None:
    slug = slug_like(name)

    assert slug == "" or split_name(f"{slug}.md") == (slug, "en")
