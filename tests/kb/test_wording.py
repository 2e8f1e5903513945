from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.vocabulary import Term, TermId, Vocabulary
from kb.wording import Guidance, Remark, personal_data


def found(text: str) -> list[tuple[str, str]]:
    return [(each.code, text[each.start : each.end]) for each in personal_data(text)]


def a_guidance(*phrases: str, kind: str = "wording") -> Guidance:
    term = Term(
        TermId("lone-wolf"),
        MappingProxyType({"en": "Lone wolf"}),
        definition="Glamorises.",
        notes=MappingProxyType({"kind": kind, "prefer.en": "lone actor"}),
        lists=MappingProxyType({"avoid.en": phrases}),
    )
    return Guidance(Vocabulary("language-guidance", MappingProxyType({"en": "x"}), MappingProxyType({term.id: term})))


def words(guidance: Guidance, text: str) -> list[str]:
    return [text[each.start : each.end] for each in guidance.remarks(text)]


@pytest.mark.parametrize(
    "text, code, value",
    [
        ("(someone@example.org).", "email-address", "someone@example.org"),
        ("some.one+x@mail.example.co.uk", "email-address", "some.one+x@mail.example.co.uk"),
        ("müller@bücher.example", "email-address", "müller@bücher.example"),
        ("x someone(at)example(dot)org", "email-address", "someone(at)example(dot)org"),
        ("x someone [AT] example.org", "email-address", "someone [AT] example.org"),
        ("x someone {at} example.org", "email-address", "someone {at} example.org"),
        ("x someone＠example.org", "email-address", "someone＠example.org"),
        ("call +32 2 123 45 67 now", "phone-number", "+32 2 123 45 67"),
        ("call +32.2.123.45.67", "phone-number", "+32.2.123.45.67"),
        ("call 0032/21234567", "phone-number", "0032/21234567"),
        ("call 020 7946 0123", "phone-number", "020 7946 0123"),
        ("call 030-1234567", "phone-number", "030-1234567"),
        ("00 800 6 7 8 9 10 11 and", "phone-number", ""),
        ("Telefon 12 34 56 78.", "phone-number", "Telefon 12 34 56 78"),
        ("IBAN DE89 3704 0044 0532 0130 00", "bank-account", "DE89 3704 0044 0532 0130 00"),
        ("IBAN DE89370400440532013000", "bank-account", "DE89370400440532013000"),
        ("BE71 0961 2345 6769 RAN", "bank-account", "BE71 0961 2345 6769"),
        ("-50.12345, -10.12345", "coordinates", "-50.12345, -10.12345"),
        ("50.1234;10.1234", "coordinates", "50.1234;10.1234"),
        ("50° 12' 30.5\" N", "coordinates", "50° 12' 30.5\""),
        ("in der Sonnenallee 5 a", "street-address", "Sonnenallee 5 a"),
        ("Kungsgatan 12", "street-address", "Kungsgatan 12"),
        ("Keizersgracht 1, Damstraat 22", "street-address", "Damstraat 22"),
        ("12, rue du Bac", "street-address", "12, rue du Bac"),
        ("Calle de Alcalá, 45, Madrid", "street-address", "Calle de Alcalá, 45"),
        ("ul. Długa 7", "street-address", "ul. Długa 7"),
        ("221b Baker Street", "street-address", "221b Baker Street"),
        ("Alex, 17, of Sampleton", "identifiable-person", "Alex, 17, of Sampleton"),
        ("Alex Example (17) living in Sampleton", "identifiable-person", "Alex Example (17) living in Sampleton"),
    ],
)
def test_what_leads_to_a_person_is_found(text: str, code: str, value: str) -> None:
    assert found(text) == ([(code, value)] if value else [])


@pytest.mark.parametrize(
    "text",
    [
        "2007-2013",
        "EUR 109,486",
        "EUR 1 250 000 in 2018",
        "0.5 posts",
        "Call 2 of 2019-20",
        "RAN Y&E",
        "2018-02-03",
        "01/02/2019",
        "1/2/19 or 01-02-2019 or 01 02 2019",
        "08/2019 and 2019/08",
        "from 09:30 to 17:00",
        "at 09.30",
        "00-18 years, 06-12 years",
        "+3 (2018-2019)",
        "+12.5 to +13.5 points",
        "ISBN 978-92-76-12345-6",
        "ISSN 0105-1234",
        "10.1080/09546553.2019.1586672",
        "No 101035000",
        "D-10115 Berlin, 00185 Roma",
        "helpline 2018-2019",
        "A phone, 12 000 calls in 2018",
        "@team at example.org",
        "someone at example.org",
        "a @ b",
        "DE88 3704 0044 0532 0130 00",
        "EU10 2018 2019 2020 2021",
        "ISFP-2018-AG-IBA-RAD",
        "50.123, 10.123",
        "version 1.2.3.4",
        "20° in May",
        "Marktplatz 2018",
        "Main Street",
        "In 2018 Safer Street workers",
        "Via Facebook 300 young people",
        "a place in 2 places",
        "Youth, 12 to 17, from Sampleton",
        "Berlin, 17 May",
        "",
    ],
)
def test_ordinary_prose_leads_to_nobody(text: str) -> None:
    assert found(text) == []


@given(st.text(alphabet="aA1 0+-.@()/,:°'\n[atdot]ß"))
def test_a_remark_quotes_the_stretch_that_it_names(text: str) -> None:
    for remark in personal_data(text):
        assert text[remark.start : remark.end] == remark.details["value"] != ""


def test_wording_is_found_with_what_to_write_instead() -> None:
    text = "The Lone\n Wolf."

    assert list(a_guidance("lone wolf").remarks(text)) == [
        Remark(
            4, 14, "wording", MappingProxyType({"value": "Lone Wolf", "reason": "glamorises", "prefer": "lone actor"})
        )
    ]


def test_the_longest_wording_is_found() -> None:
    assert words(a_guidance("wolf", "lone wolf"), "A lone wolf, a wolf.") == ["lone wolf", "wolf"]


@pytest.mark.parametrize(
    "text",
    [
        *("lonely wolf", "wolfram", "*lone wolf*", "**lone wolf**", "_x_ “lone wolf”", "„lone wolf“"),
        *(
            "„lone wolf”",
            "«lone wolf»",
            '"lone wolf"',
            '"the\nlone wolf"',
            "`lone wolf`",
            "[x](/lone wolf)",
            "*a\nlone wolf*",
        ),
        "https://example.org/lone wolf".replace(" ", "-"),
    ],
)
def test_names_quotations_and_parts_of_words_are_exempt(text: str) -> None:
    assert words(a_guidance("lone wolf", "wolf"), text.replace("lonely wolf", "lonely")) == []


@pytest.mark.parametrize(
    "text", ["“lone wolf", "* one\n* lone wolf\n* two", "«lone wolf", "it's a 5\" lone wolf", "*lone wolf\n\n*x"]
)
def test_a_sign_that_is_not_closed_exempts_nothing(text: str) -> None:
    assert words(a_guidance("lone wolf"), text) == ["lone wolf"]


def test_letters_that_count_as_the_same_in_a_search_do_no_harm() -> None:
    assert words(a_guidance("radicals"), "rad\u0131cals RAD\u0130CALS radical\u017f") == [
        "rad\u0131cals",
        "RAD\u0130CALS",
        "radical\u017f",
    ]


@pytest.mark.parametrize("guidance", [a_guidance(), a_guidance("lone wolf", kind="safeguard")])
def test_a_list_without_wording_finds_nothing(guidance: Guidance) -> None:
    assert words(guidance, "lone wolf") == []
