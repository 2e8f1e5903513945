"""Whatever is asked, the site answers, and never with an error of its own."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.documents import FACETS

BOUNDED = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)

names = st.sampled_from([*FACETS, "q", "sort", "page", "size", "exact", "", "x"])
values = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["DE", "E4", "0", "-1", "9" * 30, "*", "a*", '"', "-", ":", "field:value", "NOT NOT a", "(" * 300, "%00"]
    ),
)


@BOUNDED
@given(st.lists(st.tuples(names, values), max_size=8), st.sampled_from(["/search", "/search.json"]))
def test_any_question_is_answered(client: FlaskClient, args: list[tuple[str, str]], path: str) -> None:
    query = urlencode(args, errors="replace")

    assert client.get(f"{path}?{query}").status_code == 200


@BOUNDED
@given(st.binary(max_size=60))
def test_any_bytes_after_the_question_mark_are_answered(client: FlaskClient, raw: bytes) -> None:
    query = {"QUERY_STRING": raw.decode("latin-1")}

    assert client.get("/search", environ_overrides=query).status_code == 200
    assert client.get("/terms", environ_overrides=query).status_code == 308
    assert client.get("/search/", environ_overrides=query).status_code == 308


@BOUNDED
@given(
    st.text(max_size=60), st.sampled_from(["", "/practices/", "/terms/", "/terms/policy-areas/", "/assets/", "/en/"])
)
def test_any_path_is_answered(client: FlaskClient, text: str, before: str) -> None:
    response = client.get(before + "/" * (not before) + quote(text, errors="replace"))

    assert response.status_code < 500
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@BOUNDED
@given(
    st.sampled_from(["If-None-Match", "Accept", "Accept-Language", "Range", "If-Modified-Since", "X-Forwarded-Host"]),
    st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60),
)
def test_any_header_is_answered(client: FlaskClient, name: str, value: str) -> None:
    assert client.get("/search", headers={name: value}).status_code in (200, 304)


@pytest.mark.parametrize(
    "address",
    [
        "/search?page=999999999999999999999",
        "/search?size=0",
        "/search?" + "&".join(f"countries=X{number}" for number in range(500)),
        "/search?q=" + "%F0%9F%98%80" * 400,
        "/search?q=%ED%A0%80",
        "/search?q=%FF%FE",
        "/search?q[]=a&q[b]=c",
        "/practices/..%2F..%2Fetc%2Fpasswd",
        "/practices/%2e%2e/%2e%2e/app.py",
        "/practices/.md",
        "/practices/.json",
        "/terms/__class__/__init__",
        "/assets/..%2Fpages.py",
        "/" + "a/" * 500,
        "/practices/" + "a-" * 2_000,
        "/%00",
        "/search?q=a\0b",
    ],
)
def test_known_traps_are_answered(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code in (200, 404)


def test_the_first_of_repeated_arguments_counts(client: FlaskClient) -> None:
    answer = client.get("/search.json?q=conflicts&q=other&page=1&page=7").get_json()

    assert (answer["query"]["q"], answer["page"]) == ("conflicts", 1)
