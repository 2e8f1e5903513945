"""The answers for programs."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.makers import a_folder, an_entry
from tests.web.site import a_client


def test_a_search_has_the_promised_shape(client: FlaskClient) -> None:
    answer = client.get("/search.json?q=conflicts&countries=DE").get_json()

    assert list(answer) == [
        "query",
        "total",
        "page",
        "pages",
        "hits",
        "near",
        "facets",
        "suggestion",
        "is_respelled",
        "notices",
    ]
    assert answer["query"] == {
        "q": "conflicts",
        "filters": {"countries": ["DE"]},
        "sort": "relevance",
        "size": 20,
        "exact": False,
    }
    assert (answer["total"], answer["page"], answer["pages"]) == (1, 1, 1)


def test_a_hit_has_the_promised_keys(client: FlaskClient) -> None:
    (hit,) = client.get("/search.json?q=conflicts").get_json()["hits"]

    assert list(hit) == [
        "slug",
        "url",
        "title",
        "summary",
        "score",
        "snippet",
        "matches",
        "terms",
        "countries",
        "evidence_level",
        "effect",
        "freshness",
    ]
    assert hit["slug"] == "school-mediation"
    assert hit["url"] == "/practices/school-mediation"
    assert hit["countries"] == ["DE"]
    assert (hit["evidence_level"], hit["effect"], hit["freshness"]) == ("E4", "mixed", "unverified")


def test_marks_of_a_snippet_are_spans_of_its_plain_text(client: FlaskClient) -> None:
    (hit,) = client.get("/search.json?q=mediators").get_json()["hits"]
    ((start, end),) = hit["snippet"]["marks"]

    assert hit["snippet"]["text"][start:end] == "mediators"


def test_a_match_says_which_word_met_what(client: FlaskClient) -> None:
    hits = client.get("/search.json?q=Jugendarbeit").get_json()["hits"]
    (match,) = [each for each in hits[0]["matches"] if each["form"] == "Youth work"]

    assert match == {
        "word": "Jugendarbeit",
        "form": "Youth work",
        "relation": "translation",
        "term": {"field": "policy_areas", "id": "youth-work", "label": "Jugendarbeit", "language": "de"},
    }


def test_a_facet_value_carries_the_address_that_toggles_it(client: FlaskClient) -> None:
    facets = client.get("/search.json").get_json()["facets"]
    (countries,) = [each for each in facets if each["field"] == "countries"]

    assert countries["label"] == "Country"
    assert countries["values"][0] == {
        "id": "DE",
        "label": "Germany",
        "count": 1,
        "selected": False,
        "url": "/search.json?countries=DE",
    }


def test_addresses_are_full_where_the_site_knows_its_own(folder: Path) -> None:
    client = a_client(folder, site_url="https://guide.example")

    (hit,) = client.get("/search.json?countries=DE").get_json()["hits"]

    assert hit["url"] == "https://guide.example/practices/school-mediation"


def test_notices_are_told_with_code_and_words(client: FlaskClient) -> None:
    (notice,) = client.get("/search.json?countries=ZZ").get_json()["notices"]

    assert (notice["code"], notice["detail"]) == ("unknown-value", "countries:ZZ")
    assert "not applied" in notice["message"]


def test_a_practice_tells_all_it_has(client: FlaskClient) -> None:
    told = client.get("/practices/school-mediation.json").get_json()

    assert told["slug"] == "school-mediation"
    assert told["terms"]["policy_areas"] == ["education", "youth-work"]
    assert told["period"] == {"start": 2015, "end": 2019}
    assert told["evidence"]["evaluations"][0]["design"] == "quasi-experimental"
    assert told["review"] == {"status": "compiled", "by": "", "date": "2026-11-23"}
    assert (told["evidence_level"], told["effect"], told["freshness"]) == ("E4", "mixed", "unverified")
    assert told["related"] == ["street-work"]
    assert told["markdown"] == "/practices/school-mediation.md"


def test_a_practice_tells_what_is_similar_and_why(tmp_path: Path) -> None:
    files = {"a.md": an_entry(title="Work in parks"), "b.md": an_entry(title="Youth in schools")}
    client = a_client(a_folder(tmp_path, files), site_url="https://guide.example")

    (similar,) = client.get("/practices/a.json").get_json()["similar"]

    assert similar == {
        "slug": "b",
        "url": "https://guide.example/practices/b",
        "score": 0.5,
        "terms": [
            {"field": "approaches", "id": "mentoring"},
            {"field": "policy_areas", "id": "youth-work"},
            {"field": "prevention_levels", "id": "secondary"},
            {"field": "target_groups", "id": "adolescents"},
        ],
        "words": [],
    }


def test_an_address_that_names_a_person_is_left_out_of_json(client: FlaskClient) -> None:
    response = client.get("/practices/school-mediation.json")

    assert "a-persons-name" not in response.text
    assert [each["url"] for each in response.get_json()["sources"]] == ["https://www.example.org/report", None]


@pytest.mark.parametrize("name", ["street-work", "street-work.da"])
def test_the_markdown_is_the_file_itself(client: FlaskClient, folder: Path, name: str) -> None:
    response = client.get(f"/practices/{name}.md")

    assert response.data == (folder / f"{name}.md").read_bytes()
    assert response.content_type == "text/markdown; charset=utf-8"


def test_the_file_of_an_entry_with_errors_is_not_handed_out(tmp_path: Path) -> None:
    client = a_client(a_folder(tmp_path, {"a.md": an_entry(policy_areas=["educaton"])}))

    assert client.get("/practices/a.md").status_code == 404


def test_the_lists_are_told(client: FlaskClient) -> None:
    ids = [each["id"] for each in client.get("/terms.json").get_json()["vocabularies"]]

    assert "policy-areas" in ids


def test_a_list_tells_its_terms(client: FlaskClient) -> None:
    told = client.get("/terms/policy-areas.json").get_json()

    assert told["label"] == "Policy areas"
    assert told["terms"][0]["labels"]["de"] == "Bildung"


def test_a_term_tells_who_carries_it(client: FlaskClient) -> None:
    told = client.get("/terms/policy-areas/youth-work.json").get_json()

    assert told["practices"] == ["school-mediation", "street-work"]
    assert told["status"] == "current"


def test_a_retired_term_leads_on_in_json_too(client: FlaskClient) -> None:
    response = client.get("/terms/working-groups/ran-edu.json")

    assert (response.status_code, response.location) == (301, "/terms/working-groups/ran-yande.json")


def test_the_status_tells_problems_by_place(tmp_path: Path) -> None:
    client = a_client(a_folder(tmp_path, {"a.md": an_entry(policy_areas=["educaton"])}))

    told = client.get("/status.json").get_json()

    assert told["counts"]["left_out_because_of_errors"] == 1
    assert told["left_out"] == {"a": "practices/a.md"}
    assert told["problems"][0]["code"] == "unknown-term"


def test_health_and_readiness(client: FlaskClient) -> None:
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200


def test_an_empty_site_is_alive_and_not_ready(tmp_path: Path) -> None:
    client = a_client(a_folder(tmp_path))

    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503


def test_robots_are_kept_out_of_searches(client: FlaskClient) -> None:
    assert "Disallow: /search\n" in client.get("/robots.txt").text


def test_without_a_contact_there_is_no_security_txt(client: FlaskClient) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404


def test_the_contact_for_security_is_told(folder: Path) -> None:
    client = a_client(folder, contact="https://guide.example/security", site_url="https://guide.example")

    assert client.get("/.well-known/security.txt").text == (
        "Contact: https://guide.example/security\n"
        "Expires: 2027-05-29T00:00:00Z\n"
        "Preferred-Languages: en\n"
        "Canonical: https://guide.example/.well-known/security.txt\n"
    )
