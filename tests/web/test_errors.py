"""What is answered where nothing can be shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.makers import a_folder, a_page, an_entry
from tests.web.site import a_client, hrefs, page, texts


def test_an_unknown_page_offers_a_search(client: FlaskClient) -> None:
    shown = page(client, "/nothing/here", 404)

    assert texts(shown, "h1") == ["There is no such page"]
    assert shown.query("main form[role=search]")


def test_an_unknown_page_offers_pages_that_are_called_alike(client: FlaskClient) -> None:
    assert "/about" in hrefs(page(client, "/about-us", 404), "main a")


def test_an_unknown_practice_offers_the_nearest(client: FlaskClient) -> None:
    shown = page(client, "/practices/streetwork", 404)

    assert hrefs(shown, "main a") == ["/practices/street-work", "/search?q=streetwork"]


def test_an_entry_with_an_error_is_explained(tmp_path: Path) -> None:
    files = {"street-work.md": an_entry(policy_areas=["educaton"]), "b.md": an_entry(title="Another")}
    client = a_client(a_folder(tmp_path, files))

    shown = page(client, "/practices/street-work", 404)

    assert texts(shown, "h1") == ["This entry is being mended"]
    assert "educaton" in texts(shown, ".problem__what")[0]
    assert "/status" in hrefs(shown, "main a")


def test_a_translation_that_does_not_exist_offers_the_original(client: FlaskClient) -> None:
    shown = page(client, "/practices/street-work.fr", 404)

    assert texts(shown, ".lead") == ["There is no version in French of this entry."]
    assert "/practices/street-work" in hrefs(shown, "main a")


def test_an_unknown_term_offers_the_nearest(client: FlaskClient) -> None:
    shown = page(client, "/terms/policy-areas/educaton", 404)

    assert hrefs(shown, "main a")[0] == "/terms/policy-areas/education"


def test_a_synonym_in_place_of_an_id_finds_its_term(client: FlaskClient) -> None:
    assert "/terms/policy-areas/youth-work" in hrefs(page(client, "/terms/policy-areas/Jugendarbeit", 404), "main a")


def test_an_unknown_list_offers_all_lists(client: FlaskClient) -> None:
    assert "/terms/policy-areas" in hrefs(page(client, "/terms/colours", 404), "main a")


def test_a_slash_too_many_leads_to_the_page(client: FlaskClient) -> None:
    response = client.get("/search/?q=a%26b")

    assert (response.status_code, response.location) == (308, "/search?q=a%26b")


def test_a_slash_that_is_missing_leads_to_the_page(client: FlaskClient) -> None:
    response = client.get("/terms")

    assert (response.status_code, response.location) == (308, "/terms/")


def test_the_folder_of_practices_leads_to_the_search(client: FlaskClient) -> None:
    assert client.get("/practices").location == "/search"
    assert client.get("/practices/", follow_redirects=True).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE"])
def test_nothing_can_be_sent(client: FlaskClient, method: str) -> None:
    response = client.open("/search", method=method)

    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert "This address can only be read" in response.text


def test_an_address_that_is_too_long_is_refused(client: FlaskClient) -> None:
    response = client.get("/search?q=" + "a" * 10_000)

    assert response.status_code == 414
    assert "The address is too long" in response.text


def test_a_body_that_is_too_large_is_refused(client: FlaskClient) -> None:
    response = client.post("/search", data=b"x" * 100_000)

    assert response.status_code == 413
    assert "That is more than we take" in response.text


@pytest.mark.parametrize(
    "address, code",
    [
        ("/nothing.json", "not-found"),
        ("/practices/streetwork.json", "unknown-practice"),
        ("/terms/policy-areas/educaton.json", "unknown-term"),
        ("/terms/colours.json", "unknown-vocabulary"),
    ],
)
def test_errors_in_json_have_one_shape(client: FlaskClient, address: str, code: str) -> None:
    response = client.get(address)

    assert response.status_code == 404
    assert response.get_json()["error"].keys() == {"code", "message", "fix"}
    assert response.get_json()["error"]["code"] == code


def test_a_method_that_is_not_allowed_is_told_in_json_too(client: FlaskClient) -> None:
    assert client.post("/search.json").get_json()["error"]["code"] == "method-not-allowed"


def test_a_host_that_is_not_trusted_is_refused(folder: Path) -> None:
    client = a_client(folder, trusted_hosts=("good.example",))

    assert client.get("/", headers={"Host": "bad.example"}).status_code == 400
    assert client.get("/", headers={"Host": "good.example"}).status_code == 200


def test_an_error_of_ours_is_answered_calmly(tmp_path: Path) -> None:
    client = a_client(a_folder(tmp_path, {"a.md": an_entry()}))
    client.application.extensions["kb"] = None  # nothing can be served from it

    for address in ("/", "/search.json", "/nothing"):
        response = client.get(address)
        assert response.status_code == 500
        assert "Something went wrong on our side" in response.text or "internal-error" in response.text
        assert "Traceback" not in response.text
        assert "Content-Security-Policy" in response.headers


def test_a_page_of_the_site_is_served_at_its_name(client: FlaskClient) -> None:
    assert texts(page(client, "/about"), "h1") == ["About"]


def test_a_long_page_has_an_outline(tmp_path: Path) -> None:
    files = {"_pages/about.md": a_page(body="## One\n\nA.\n\n## Two\n\nB.\n\n## Three\n\nC.\n")}

    shown = page(a_client(a_folder(tmp_path, files)), "/about")

    assert hrefs(shown, ".outline a") == ["#section-one", "#section-two", "#section-three"]


def test_all_pages_of_the_site_are_linked_from_the_foot(tmp_path: Path) -> None:
    files = {"_pages/about.md": a_page(), "_pages/privacy.md": a_page("Privacy")}

    home = page(a_client(a_folder(tmp_path, files)), "/")

    assert texts(home, "footer li") == ["About", "Privacy", "Status"]


@pytest.mark.parametrize("ending", [".", "..md", "..json"])
def test_an_entry_has_one_address_only(client: FlaskClient, ending: str) -> None:
    assert client.get(f"/practices/street-work{ending}").status_code == 404
