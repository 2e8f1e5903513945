"""The interface in another language: a temporary catalogue stands for the translations to come."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from flask import Flask
from flask.testing import FlaskClient

from kb import web
from kb.live import Live
from kb.web import i18n
from tests.makers import settings_for
from tests.web.site import attribute, hrefs, page, texts

ROOT = Path(__file__).parent.parent.parent

GERMAN: Mapping[str, str] = {
    "Search": "Suche",
    "Status": "Stand",
    "Country": "Land",
    "in %(values)s": "in %(values)s",
    "Not yet verified": "Noch nicht geprüft",
    "There is no such page": "Diese Seite gibt es nicht",
}


def a_catalogue(folder: Path, language: str, words: Mapping[str, str]) -> Path:
    catalogue = Catalog(language)
    for english, other in words.items():
        catalogue.add(english, other)
    catalogue.add(("%(count)s practice", "%(count)s practices"), ("%(count)s Praxis", "%(count)s Praktiken"))
    path = folder / language / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_po(file, catalogue)
    return folder


@pytest.fixture(scope="session")
def german(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A site that speaks English and German."""
    locale = a_catalogue(tmp_path_factory.mktemp("locale"), "de", GERMAN)
    return a_bilingual_client(folder, locale)


def a_bilingual_client(folder: Path, locale: Path, **changed: object) -> FlaskClient:
    settings = settings_for(folder, **changed)
    app = Flask("kb.web")
    app.extensions["kb"] = Live(settings.content, None, settings.today)
    web.register(app, settings, locale)
    return app.test_client()


def test_a_language_is_part_of_the_address(german: FlaskClient) -> None:
    shown = page(german, "/de/search")

    assert attribute(shown.query("html")[0], "lang") == "de"
    assert texts(shown, ".masthead__nav a")[0] == "Suche"
    assert texts(shown, ".sentence") == ["2 Praktiken"]


def test_links_stay_in_the_language(german: FlaskClient) -> None:
    inside = [href for href in hrefs(page(german, "/de/search"), "main a") if href.startswith("/")]

    assert inside
    assert all(href.startswith("/de/") for href in inside)


def test_every_page_links_itself_in_the_other_languages(german: FlaskClient) -> None:
    assert "/de/practices/street-work" in hrefs(page(german, "/practices/street-work"), "link[hreflang=de]")
    assert "/practices/street-work" in hrefs(page(german, "/de/practices/street-work"), "link[hreflang=en]")


def test_labels_of_terms_come_in_the_language(german: FlaskClient) -> None:
    assert texts(page(german, "/de/terms/policy-areas/youth-work"), "h1") == ["Jugendarbeit"]


def test_text_in_another_language_than_the_page_says_so(german: FlaskClient) -> None:
    shown = page(german, "/de/practices/street-work")

    assert attribute(shown.query("h1")[0], "lang") == "en"
    assert attribute(shown.query(".prose")[0], "lang") == "en"


def test_a_translated_entry_needs_no_mark_on_a_page_of_its_language(folder: Path, tmp_path: Path) -> None:
    danish = a_bilingual_client(folder, a_catalogue(tmp_path, "da", {}))

    assert not attribute(page(danish, "/da/practices/street-work.da").query("h1")[0], "lang")


def test_json_has_labels_in_the_language(german: FlaskClient) -> None:
    facets = german.get("/de/search.json").get_json()["facets"]

    assert [each["label"] for each in facets if each["field"] == "countries"] == ["Land"]


def test_dates_are_written_in_the_language(german: FlaskClient) -> None:
    assert "23. November 2026" in german.get("/de/practices/school-mediation").text


def test_errors_are_told_in_the_language(german: FlaskClient) -> None:
    assert texts(page(german, "/de/nothing/here", 404), "h1") == ["Diese Seite gibt es nicht"]


def test_the_first_page_of_a_language_needs_its_slash(german: FlaskClient) -> None:
    assert german.get("/de").location == "/de/"
    assert german.get("/de/").status_code == 200


@pytest.mark.parametrize(
    "address, plain",
    [("/en/", "/"), ("/en/search?q=a%26b", "/search?q=a%26b"), ("/en/practices/street-work", "/practices/street-work")],
)
def test_english_has_no_prefix(client: FlaskClient, address: str, plain: str) -> None:
    response = client.get(address)

    assert (response.status_code, response.location) == (301, plain)


def test_a_language_that_is_not_offered_leads_to_those_that_are(client: FlaskClient) -> None:
    shown = page(client, "/fr/practices/street-work", 404)

    assert texts(shown, "h1") == ["This site is not available in French"]
    assert hrefs(shown, "main a") == ["/practices/street-work"]


def test_what_only_looks_like_a_language_is_an_unknown_page(client: FlaskClient) -> None:
    assert texts(page(client, "/zz/search", 404), "h1") == ["There is no such page"]


def test_a_language_that_is_not_wanted_is_not_offered(folder: Path, tmp_path: Path) -> None:
    locale = a_catalogue(tmp_path, "de", GERMAN)

    client = a_bilingual_client(folder, locale, languages=("en",))

    assert client.get("/de/search").status_code == 404


def test_a_language_without_translation_is_not_offered() -> None:
    assert i18n.offered({"de"}, ("fr", "de")) == ("en", "de")


def test_the_collected_texts_are_those_of_the_code(tmp_path: Path) -> None:
    collected = tmp_path / "messages.pot"
    command = "extract -F kb/web/babel.cfg -k N_ --no-location --sort-output --omit-header".split()
    pybabel = Path(sys.executable).with_name("pybabel")

    subprocess.run([pybabel, "-q", *command, "-o", collected, "kb"], cwd=ROOT, check=True)

    assert collected.read_text("utf-8") == (i18n.FOLDER / "messages.pot").read_text("utf-8")


@pytest.mark.parametrize(
    "text",
    ["Skip to the content", "%(count)s practice", "Policy area", "Limits, risks and safeguards", "on %(values)s"],
)
def test_texts_of_templates_code_and_tables_are_collected(text: str) -> None:
    with (i18n.FOLDER / "messages.pot").open("rb") as file:
        assert text in read_po(file)
