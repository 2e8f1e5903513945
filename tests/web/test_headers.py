"""What every response carries, and what a browser may keep."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.makers import a_folder, an_entry, write
from tests.web.site import a_client

ADDRESSES = (
    "/",
    "/search",
    "/search.json",
    "/practices/street-work",
    "/practices/street-work.md",
    "/practices/nothing",
    "/terms",
    "/terms/working-groups/ran-edu",
    "/status",
    "/healthz",
    "/robots.txt",
    "/nothing.json",
    "/search?q=" + "a" * 9_000,
)

CONTENT = ("/", "/search?q=a", "/search.json", "/practices/street-work", "/terms/policy-areas", "/about", "/status")


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_response_carries_the_headers_that_protect(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers

    assert headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_response_sets_a_cookie(client: FlaskClient, address: str) -> None:
    assert "Set-Cookie" not in client.get(address).headers


def test_https_is_remembered_where_it_is_spoken(client: FlaskClient) -> None:
    assert "Strict-Transport-Security" in client.get("/", base_url="https://localhost").headers
    assert "Strict-Transport-Security" not in client.get("/").headers


def test_a_proxy_in_front_is_believed_where_it_is_announced(folder: Path) -> None:
    headers = {"X-Forwarded-Proto": "https"}

    assert "Strict-Transport-Security" in a_client(folder, proxy_hops=1).get("/", headers=headers).headers
    assert "Strict-Transport-Security" not in a_client(folder).get("/", headers=headers).headers


@pytest.mark.parametrize("address", CONTENT)
def test_what_a_browser_has_is_not_sent_again(client: FlaskClient, address: str) -> None:
    first = client.get(address)

    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"] == "no-cache"


def test_two_addresses_never_share_a_tag(client: FlaskClient) -> None:
    tags = [client.get(address).headers["ETag"] for address in (*CONTENT, "/search?q=b")]

    assert len(set(tags)) == len(tags)


def test_an_error_has_no_tag_and_is_not_kept(client: FlaskClient) -> None:
    headers = client.get("/practices/nothing").headers

    assert "ETag" not in headers
    assert headers["Cache-Control"] == "no-store"


def test_a_star_in_place_of_a_tag_gets_the_page_or_its_error(client: FlaskClient) -> None:
    headers = {"If-None-Match": "*"}

    assert client.get("/", headers=headers).status_code == 200
    assert client.get("/practices/nothing", headers=headers).status_code == 404


def test_changed_content_has_another_tag(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, {"a.md": an_entry()})
    client = a_client(folder)
    before = client.get("/").headers["ETag"]

    write(folder / "a.md", an_entry(title="Another title"))
    client.application.extensions["kb"].refresh()

    assert client.get("/").headers["ETag"] != before


def test_another_day_has_another_tag_because_freshness_ages(folder: Path) -> None:
    today = a_client(folder, today=lambda: date(2026, 11, 30)).get("/").headers["ETag"]
    tomorrow = a_client(folder, today=lambda: date(2026, 12, 1)).get("/").headers["ETag"]

    assert today != tomorrow


def test_another_name_of_the_site_has_another_tag(folder: Path) -> None:
    tags = {a_client(folder, site_name=name).get("/").headers["ETag"] for name in ("One", "Two")}

    assert len(tags) == 2


def test_two_workers_give_the_same_tag(folder: Path) -> None:
    assert a_client(folder).get("/").headers["ETag"] == a_client(folder).get("/").headers["ETag"]


@pytest.mark.parametrize("address", CONTENT)
def test_head_is_get_without_the_body(client: FlaskClient, address: str) -> None:
    get, head = client.get(address), client.head(address)

    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Content-Length"] == get.headers["Content-Length"]
    assert head.headers["ETag"] == get.headers["ETag"]


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example/",
        "//evil.example/search/",
        "/en//evil.example/",
        "/en/%2Fevil.example",
        "/en/%5Cevil.example",
        "/en/%5C%5Cevil.example/x",
        "/%5Cevil.example/",
        "/en/https://evil.example",
        "/search//",
        "/en/%0d%0aSet-Cookie:x=y",
    ],
)
def test_no_redirect_leaves_the_site(client: FlaskClient, address: str) -> None:
    location = client.get(address, base_url="http://guide.example").headers.get("Location", "/")

    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))
    assert "\\" not in location


def test_the_style_sheet_may_be_kept_for_ever(client: FlaskClient) -> None:
    home = client.get("/").text
    address = home.split('rel="stylesheet" href="')[1].split('"')[0]

    response = client.get(address)

    assert response.content_type == "text/css; charset=utf-8"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_an_unknown_asset_is_not_found(client: FlaskClient) -> None:
    assert client.get("/assets/site.css").status_code == 404
