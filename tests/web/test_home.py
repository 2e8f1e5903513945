"""The first page."""

from __future__ import annotations

from pathlib import Path

from flask.testing import FlaskClient

from tests.makers import a_folder, an_entry
from tests.web.site import a_client, attribute, hrefs, page, texts


def test_it_says_how_much_there_is(client: FlaskClient) -> None:
    assert "2 practices from 2 countries." in texts(page(client, "/"), ".home__lead")[0]


def test_policy_areas_carry_counts_and_lead_to_a_search(client: FlaskClient) -> None:
    home = page(client, "/")

    assert "Youth work 2" in texts(home, "[aria-labelledby=areas] li")
    assert "/search?policy_areas=youth-work" in hrefs(home, "[aria-labelledby=areas] a")


def test_an_area_without_practices_is_shown_and_leads_nowhere(client: FlaskClient) -> None:
    home = page(client, "/")

    assert "Sport 0" in texts(home, "[aria-labelledby=areas] li")
    assert "/search?policy_areas=sport" not in hrefs(home)


def test_the_four_questions_offer_no_retired_term(client: FlaskClient) -> None:
    names = [attribute(each, "name") for each in page(client, "/").query("select")]

    assert names == ["audiences", "prevention_levels", "settings", "target_groups"]


def test_questions_that_were_left_open_do_not_narrow_the_search(client: FlaskClient) -> None:
    address = "/search?audiences=&prevention_levels=&settings=school&target_groups="

    assert texts(page(client, address), ".sentence") == ["1 practice in the setting School"]


def test_what_ended_or_did_not_work_has_a_place_of_its_own(client: FlaskClient) -> None:
    home = page(client, "/")

    assert texts(home, ".home__sobering li") == [
        "Practices that have ended 1",
        "Studies looked for an effect and found none 0",
        "Studies found harm 0",
        "Some things improved, others did not 1",
    ]
    assert hrefs(home, ".home__sobering a") == ["/search?state=ended", "/search?effect=mixed"]


def test_what_is_not_known_is_said_in_numbers(client: FlaskClient) -> None:
    said = texts(page(client, "/"), ".home__unknown p")

    assert said[:2] == [
        "For 1 of 2 practices we have read no study of outcomes.",
        "None of the entries has been held against its live sources yet.",
    ]


def test_an_entry_without_any_date_is_listed_as_such(client: FlaskClient) -> None:
    assert "Not dated" in texts(page(client, "/"), ".home__recent .card__why")


def test_the_latest_check_comes_first(tmp_path: Path) -> None:
    files = {
        "old.md": an_entry(title="The old one", last_verified="2025-01-01"),
        "new.md": an_entry(title="The new one", last_verified="2026-11-01"),
    }

    home = page(a_client(a_folder(tmp_path, files)), "/")

    assert texts(home, ".home__recent h3") == ["The new one", "The old one"]
    assert texts(home, ".home__recent .card__why")[0] == "Checked on 1 November 2026"


def test_an_empty_collection_is_explained_in_words(tmp_path: Path) -> None:
    home = page(a_client(a_folder(tmp_path)), "/")

    assert texts(home, ".home__lead") == ["There are no practices here yet."]
    assert "/status" in hrefs(home, ".notice a")


def test_a_missing_folder_is_explained_in_words(tmp_path: Path) -> None:
    home = page(a_client(tmp_path / "nothing"), "/")

    assert texts(home, ".notice h2") == ["Nothing can be shown yet"]
