"""The page of a search."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote_plus, urlsplit

import pytest
from flask.testing import FlaskClient

from tests.makers import a_folder, a_page, an_entry
from tests.web.site import a_client, a_studied_entry, attribute, hrefs, page, text_of, texts


def asked(href: str) -> list[tuple[str, str]]:
    return sorted(parse_qsl(urlsplit(href).query))


def test_without_a_question_everything_is_listed_by_title(client: FlaskClient) -> None:
    found = page(client, "/search")

    assert texts(found, ".card__title") == ["School mediation", "Street work"]
    assert texts(found, ".sorts [aria-current]") == ["Title"]


def test_active_filters_are_read_out_in_a_sentence(client: FlaskClient) -> None:
    address = "/search?q=conflicts&policy_areas=education&countries=DE&countries=DK"

    assert texts(page(client, address), ".sentence") == [
        "1 practice for “conflicts”, on Education, in Germany or Denmark"
    ]


def test_each_chip_leads_to_the_same_search_without_it(client: FlaskClient) -> None:
    found = page(client, "/search?q=conflicts&countries=DE")

    assert texts(found, ".chip") == ["Remove Words: conflicts", "Remove Country: Germany"]
    assert [asked(href) for href in hrefs(found, ".chip")] == [[("countries", "DE")], [("q", "conflicts")]]


def test_several_chips_can_be_removed_at_once(client: FlaskClient) -> None:
    found = page(client, "/search?q=conflicts&countries=DE")

    assert hrefs(found, ".chips__clear") == ["/search"]


def test_a_facet_value_adds_itself_to_the_question(client: FlaskClient) -> None:
    found = page(client, "/search?q=conflicts&sort=title")
    (value,) = [each for each in found.query(".facet__values a") if text_of(each) == "Germany 1"]

    assert asked(attribute(value, "href")) == [("countries", "DE"), ("q", "conflicts"), ("sort", "title")]


def test_a_selected_facet_value_says_so_and_takes_itself_off(client: FlaskClient) -> None:
    (value,) = page(client, "/search?countries=DE").query(".facet__values a[aria-current]")

    assert text_of(value) == "On, remove: Germany 1"
    assert attribute(value, "href") == "/search"


def test_choosing_another_value_of_a_facet_goes_back_to_the_first_page(client: FlaskClient) -> None:
    found = page(client, "/search?size=1&page=2")

    assert all("page" not in dict(asked(href)) for href in hrefs(found, ".facet__values a"))


def test_facets_beyond_the_tenth_value_are_folded_away(tmp_path: Path) -> None:
    codes = ["AT", "BE", "BG", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR"]
    client = a_client(a_folder(tmp_path, {"many.md": an_entry(countries=codes)}))

    (countries,) = [each for each in page(client, "/search").query(".facet") if "Country" in text_of(each)]
    (more,) = countries.query(".facet__more")

    assert len(countries.query(".facet__values a")) == 12
    assert len(more.query(".facet__values a")) == 2
    assert text_of(more).startswith("All 12")


def test_a_selected_value_is_never_folded_away(tmp_path: Path) -> None:
    codes = ["AT", "BE", "BG", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR"]
    client = a_client(a_folder(tmp_path, {"many.md": an_entry(countries=codes)}))

    found = page(client, "/search?countries=HR")

    assert [text_of(each) for each in found.query(".facet__more [aria-current]")] == []
    assert [text_of(each) for each in found.query(".facet [aria-current]")] == ["On, remove: Croatia 1"]


def test_levels_keep_their_own_order(client: FlaskClient) -> None:
    (evidence,) = [each for each in page(client, "/search").query(".facet") if "Evidence" in text_of(each)]

    assert [text_of(each) for each in evidence.query("li")] == ["E0 · Described 1", "E4 · Compared 1"]


def test_a_phone_is_told_how_many_filters_are_on(client: FlaskClient) -> None:
    found = page(client, "/search?countries=DE&countries=DK")

    assert texts(found, ".filter > summary") == ["Filter (2 on)"]


def test_the_search_box_hands_the_filters_on(client: FlaskClient) -> None:
    found = page(client, "/search?q=x&countries=DE&sort=title&page=1")
    hidden = [(attribute(each, "name"), attribute(each, "value")) for each in found.query("main input[type=hidden]")]

    assert hidden == [("countries", "DE"), ("sort", "title")]


def test_a_card_says_what_where_and_how_much_is_known(client: FlaskClient) -> None:
    (card,) = page(client, "/search?countries=DE").query(".card")

    assert text_of(card.query(".card__where")[0]) == "Berlin, Germany2015 to 2019EducationYouth work"
    assert [text_of(each) for each in card.query(".marks__one")] == [
        "E4 · Compared",
        "Effect: Mixed",
        "Not yet verified",
        "1 caveat",
    ]


def test_the_words_that_were_found_are_marked(client: FlaskClient) -> None:
    assert "conflicts" in texts(page(client, "/search?q=conflicts"), ".card mark")


def test_a_fragment_of_the_summary_is_marked_there_and_not_repeated(client: FlaskClient) -> None:
    (card,) = page(client, "/search?q=places").query(".card")

    assert [text_of(each) for each in card.query(".card__summary mark")] == ["places"]
    assert card.query(".card__snippet") == []


def test_a_fragment_of_the_text_is_quoted(client: FlaskClient) -> None:
    (card,) = page(client, "/search?q=mediators").query(".card")

    assert "mediators" in text_of(card.query(".card__snippet")[0])


def test_a_word_in_another_language_is_explained(client: FlaskClient) -> None:
    why = texts(page(client, "/search?q=Jugendarbeit"), ".card__why")

    assert "“Jugendarbeit” is German for “Youth work”" in why[0]


def test_a_search_helped_by_vocabularies_can_be_made_exact_and_back(client: FlaskClient) -> None:
    (exact,) = hrefs(page(client, "/search?q=Jugendarbeit"), ".results__bar p a")
    back = hrefs(page(client, exact), ".nothing p a")

    assert asked(exact) == [("exact", "1"), ("q", "Jugendarbeit")]
    assert "/search?q=Jugendarbeit" in back


def test_a_slip_of_the_pen_is_put_right_and_said_so(client: FlaskClient) -> None:
    found = page(client, "/search?q=conflcts&countries=DE")

    assert texts(found, ".results__hint") == ["Showing results for conflicts. Search as written: conflcts"]
    assert [asked(href) for href in hrefs(found, ".results__hint a")] == [
        [("countries", "DE"), ("exact", "1"), ("q", "conflcts")]
    ]


def test_what_is_to_be_searched_as_written_is_answered_with_a_suggestion(client: FlaskClient) -> None:
    found = page(client, "/search?q=conflcts&exact=1")

    assert texts(found, ".results__hint") == ["Did you mean conflicts?"]


def test_where_a_narrow_term_finds_nothing_its_broader_one_is_offered(tmp_path: Path) -> None:
    client = a_client(a_folder(tmp_path, {"a.md": an_entry(policy_areas=["health"])}))

    links = texts(page(client, "/search?policy_areas=mental-health"), ".nothing__links li")

    assert links == ["“Health” in place of “Mental health” 1 practice"]


def test_a_question_that_nothing_answers_is_told_what_comes_nearest(client: FlaskClient) -> None:
    found = page(client, "/search?q=mediation ransomware botnet firewall")

    assert texts(found, ".nothing h3") == ["Nothing was found that answers this"]
    assert texts(found, ".nothing .card__title") == ["School mediation"]
    assert texts(found, ".sentence strong") == ["0 practices"]


def test_whoever_finds_nothing_is_told_how_to_add_it(tmp_path: Path) -> None:
    files = {"a.md": an_entry(), "_pages/contribute.md": a_page("Contribute")}
    client = a_client(a_folder(tmp_path, files))

    assert "/contribute" in hrefs(page(client, "/search?q=xylophone"), ".nothing a")


def test_an_unknown_filter_value_is_a_notice(client: FlaskClient) -> None:
    found = page(client, "/search?countries=ZZ")

    assert texts(found, ".notice") == ["There is no filter “countries:ZZ” here, so it was not applied."]
    assert len(found.query(".card")) == 2


def test_a_retired_filter_value_means_what_it_became(tmp_path: Path) -> None:
    client = a_client(a_folder(tmp_path, {"a.md": an_entry(working_groups=["ran-yande"])}))

    found = page(client, "/search?working_groups=ran-edu")

    assert texts(found, ".chip") == ["Remove RAN working group: RAN Youth and Education"]


def test_pages_are_linked_with_the_current_one_named(client: FlaskClient) -> None:
    found = page(client, "/search?size=1&page=2")

    assert texts(found, ".pager [aria-current]") == ["Page 2"]
    assert hrefs(found, ".pager__step") == ["/search?size=1"]


def test_many_pages_are_shown_with_a_gap(tmp_path: Path) -> None:
    files = {f"entry-{number}.md": an_entry(title=f"Entry {number} of many") for number in range(9)}
    client = a_client(a_folder(tmp_path, files))

    shown = texts(page(client, "/search?size=1&page=5"), ".pager li")

    assert shown == ["Page 1", "…", "Page 3", "Page 4", "Page 5", "Page 6", "Page 7", "…", "Page 9"]


def test_nothing_found_offers_less_that_finds_something(client: FlaskClient) -> None:
    found = page(client, "/search?q=mediators&countries=DK&countries=EE")

    assert texts(found, ".nothing h3") == ["Nothing was found"]
    assert texts(found, ".nothing__links li") == [
        "Without the filters 1 practice",
        "Without the words 1 practice",
        "“Denmark” alone 1 practice",
    ]


def test_nothing_found_in_an_empty_collection_says_so(tmp_path: Path) -> None:
    found = page(a_client(a_folder(tmp_path)), "/search?q=x")

    assert texts(found, ".nothing p") == ["There are no practices here yet, so nothing can be found."]


def test_a_search_is_kept_out_of_search_engines(client: FlaskClient) -> None:
    (robots,) = page(client, "/search").query("meta[name=robots]")

    assert attribute(robots, "content") == "noindex"


def test_a_translation_that_fits_better_is_shown_in_its_language(client: FlaskClient) -> None:
    (card,) = page(client, "/search?q=gadearbejde").query(".card")
    (title,) = card.query(".card__title")

    assert attribute(title, "lang") == "da"
    assert [attribute(each, "href") for each in title.query("a")] == ["/practices/street-work.da"]


@pytest.mark.parametrize("sort", ["relevance", "title", "newest", "evidence", "verified", "nonsense"])
def test_every_order_is_answered(client: FlaskClient, sort: str) -> None:
    assert len(page(client, f"/search?sort={sort}").query(".card")) == 2


def test_text_of_an_author_or_reader_is_never_markup(tmp_path: Path) -> None:
    title = 'Street <script>alert("1")</script> work'
    client = a_client(a_folder(tmp_path, {"a.md": a_studied_entry(title=title, related=[])}))

    text = client.get("/search?q=<script>").text

    assert "<script" not in text
    assert "&lt;script&gt;" in text


@pytest.mark.parametrize(
    "changed, asked_for, reasons",
    [
        (
            {"target_groups": ["parents-families"]},
            "mothers",
            ["“mothers” belongs to the term “Parents and families”"],
        ),
        ({"settings": ["school"]}, "school", ["“School” is one of its terms"]),
        (
            {"summary": "Two trained visitors come to each kindergarten of the town and speak with who works there."},
            "school",
            ["“kindergarten” belongs to the term “School”"],
        ),
        ({"settings": ["school"]}, "Schule", ["“Schule” is German for “School”"]),
        ({"settings": ["public-space"]}, "square", ["“square” belongs to the term “Public space and events”"]),
        (
            {"working_groups": ["ran-yande"]},
            "ran yf&c",
            ["“RAN YF&C” has become “RAN Youth and Education”"],
        ),
        (
            {"summary": "What was learned was told to RAN YFC, and later written down by who had been there."},
            "ran yf&c",
            [
                "“ran” is in the text",
                "“RAN YF&C” has become “RAN Youth and Education and RAN Families, Communities and Social Care”",
            ],
        ),
        (
            {"summary": "A centre for countering violent extremism, where people can call and ask for help."},
            "CVE",
            ["“CVE” goes with “P/CVE”"],
        ),
    ],
)
def test_a_word_is_explained_by_the_preferred_label_of_its_term(
    tmp_path: Path, changed: dict[str, Any], asked_for: str, reasons: list[str]
) -> None:
    client = a_client(a_folder(tmp_path, {"a.md": an_entry(**changed)}))

    why = texts(page(client, f"/search?q={quote_plus(asked_for)}"), ".card__why")

    assert why == ["Found because: " + "; ".join(reasons)]
