"""What all pages have in common, and what no template may do."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from justhtml import JustHTML

from kb import web
from tests.web.site import a_client, attribute, hrefs, page, texts

WEB = Path(web.__file__).parent

ADDRESSES = (
    "/",
    "/search",
    "/search?q=conflicts&countries=DE&size=1",
    "/search?q=zzzz&countries=DE&countries=EE",
    "/search?q=Jugendarbeit",
    "/practices/street-work",
    "/practices/street-work.da",
    "/practices/school-mediation",
    "/terms/",
    "/terms/policy-areas",
    "/terms/working-groups",
    "/terms/policy-areas/youth-work",
    "/terms/working-groups/ran-yfc",
    "/status",
    "/about",
    "/nothing/here",
    "/practices/streetwork",
    "/terms/policy-areas/educaton",
    "/fr/search",
)


@pytest.fixture(params=ADDRESSES)
def html(request: pytest.FixtureRequest, client: FlaskClient) -> str:
    return client.get(request.param).text


@pytest.fixture
def document(html: str) -> JustHTML:
    return JustHTML(html, sanitize=False)


def test_a_page_is_valid(html: str) -> None:
    errors = JustHTML(html, sanitize=False, collect_errors=True).errors

    assert [(error.code, html.splitlines()[(error.line or 1) - 1]) for error in errors] == []


def test_ids_occur_once(document: JustHTML) -> None:
    ids = [attribute(each, "id") for each in document.query("[id]")]

    assert sorted(ids) == sorted(set(ids))


def test_names_of_parts_point_at_something(document: JustHTML) -> None:
    ids = {attribute(each, "id") for each in document.query("[id]")}
    named = {attribute(each, "aria-labelledby") for each in document.query("[aria-labelledby]")}
    labelled = {attribute(each, "for") for each in document.query("label")}

    assert named | labelled <= ids


def test_a_page_has_one_main_heading_a_title_and_a_language(document: JustHTML) -> None:
    assert len(document.query("h1")) == 1
    assert len(document.query("main")) == 1
    assert texts(document, "title")[0].endswith("Prevention Field Guide")
    assert attribute(document.query("html")[0], "lang") == "en"


def test_the_first_link_skips_to_the_content(document: JustHTML) -> None:
    assert hrefs(document, "body a")[0] == "#main"
    assert attribute(document.query("main")[0], "id") == "main"


def test_headings_leave_no_level_out(document: JustHTML) -> None:
    levels = [int(each.name[1]) for each in document.query("h1, h2, h3, h4")]

    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_field_has_a_label(document: JustHTML) -> None:
    labelled = {attribute(each, "for") for each in document.query("label")}
    fields = [each for each in document.query("input, select") if attribute(each, "type") != "hidden"]

    assert {attribute(each, "id") for each in fields} <= labelled


def test_pictures_are_hidden_from_those_who_hear_the_page(document: JustHTML) -> None:
    assert all(attribute(each, "aria-hidden") == "true" for each in document.query("svg"))


def test_nothing_is_inline_and_nothing_comes_from_elsewhere(document: JustHTML) -> None:
    assert document.query("script, style, [style], iframe, object, embed") == []
    loaded = [attribute(each, "href") for each in document.query("link[rel=stylesheet], link[rel=icon]")]
    assert all(href.startswith("/assets/") for href in loaded)
    assert not [name for each in document.query("*") for name in each.attrs or {} if name.startswith("on")]


def test_links_to_the_outside_tell_nothing_of_the_reader(document: JustHTML) -> None:
    outside = [each for each in document.query("a") if attribute(each, "href").startswith("http")]

    assert all("noreferrer" in attribute(each, "rel") for each in outside)


def test_no_placeholder_is_left_open(html: str) -> None:
    assert not re.search(r"%\([a-z_]+\)[sd]|\{[{%]", html)


def test_a_page_and_its_style_weigh_little(client: FlaskClient, html: str) -> None:
    document = JustHTML(html, sanitize=False)
    needed = hrefs(document, "link[rel=stylesheet], link[rel=icon]")

    assert len(needed) + 1 <= 6
    assert len(html.encode()) + sum(len(client.get(each).data) for each in needed) <= 100_000


def test_every_link_within_the_site_leads_somewhere(client: FlaskClient) -> None:
    followed = {
        href.split("#")[0]
        for address in ADDRESSES
        for href in hrefs(JustHTML(client.get(address).text, sanitize=False), "a, link")
        if href.startswith("/")
    }

    answers = {href: client.get(href).status_code for href in followed if not href.startswith("/fr")}
    assert {href: status for href, status in answers.items() if status not in (200, 301, 308)} == {}


@pytest.mark.parametrize("path", sorted((WEB / "templates").rglob("*.html")), ids=lambda path: path.name)
def test_templates_trust_no_text(path: Path) -> None:
    assert not re.search(r"\|\s*safe|Markup\(|autoescape|<style|<script|\sstyle=|\son[a-z]+=", path.read_text("utf-8"))


@pytest.mark.parametrize("path", sorted(WEB.rglob("*.py")), ids=lambda path: path.name)
def test_code_trusts_no_text(path: Path) -> None:
    assert not re.search(r"Markup\(|from markupsafe|render_template_string", path.read_text("utf-8"))


def test_a_known_address_is_named_as_the_canonical_one(folder: Path) -> None:
    client = a_client(folder, site_url="https://guide.example")

    shown = page(client, "/practices/street-work?from=elsewhere")

    assert hrefs(shown, "link[rel=canonical]") == ["https://guide.example/practices/street-work"]
