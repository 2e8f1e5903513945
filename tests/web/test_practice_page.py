"""The page of one practice."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.makers import a_folder, a_page, a_translated_entry, an_entry
from tests.web.site import a_client, a_studied_entry, attribute, hrefs, page, text_of, texts


def test_what_is_known_stands_at_the_top_with_its_meaning(client: FlaskClient) -> None:
    shown = page(client, "/practices/school-mediation")

    assert texts(shown, ".glance dt") == ["Evidence", "Effect", "Freshness", "Limits and risks"]
    assert texts(shown, ".glance__value") == ["E4 · Compared", "Mixed", "Not yet verified", "1 caveat"]
    assert "Some outcomes or groups improved, others not." in texts(shown, ".glance p")


def test_the_ladder_has_a_filled_rung_for_each_level(client: FlaskClient) -> None:
    shown = page(client, "/practices/school-mediation")

    assert [attribute(each, "d").count("h9") for each in shown.query(".glance .ladder__rung")] == [4]
    assert [attribute(each, "d").count("h9") for each in shown.query(".glance .ladder__gap")] == [1]


def test_caveats_stand_before_the_text(client: FlaskClient) -> None:
    text = client.get("/practices/school-mediation").text

    assert text.index("Critics say that it burdens pupils.") < text.index("Teachers and pupils learn to settle")


def test_the_absence_of_caveats_and_limits_is_shown_too(client: FlaskClient) -> None:
    shown = texts(page(client, "/practices/street-work"), ".glance p")

    assert "None are recorded. That does not mean that there are none." in shown
    assert "There is no part on limits, risks and safeguards." in shown


def test_limits_are_linked_from_the_top(client: FlaskClient) -> None:
    shown = page(client, "/practices/school-mediation")

    assert "#section-limits-risks-and-safeguards" in hrefs(shown, ".glance a")


def test_how_far_an_entry_was_checked_is_said_in_words(client: FlaskClient) -> None:
    assert texts(page(client, "/practices/school-mediation"), ".practice__review") == [
        "Compiled from public sources. Written from copies of the listed sources on 23 November 2026. "
        "It has neither been held against the live pages nor been confirmed by the owner of the practice."
    ]


def test_another_review_is_told_with_who_and_when(tmp_path: Path) -> None:
    review = {"status": "checked", "by": "Editorial team", "date": "2026-03-01"}
    entry = an_entry(review=review, last_verified="2026-03-01")

    shown = page(a_client(a_folder(tmp_path, {"a.md": entry})), "/practices/a")

    assert texts(shown, ".practice__review") == [
        "Checked. Editor verified facts against the cited sources. Checked by Editorial team. Date: 1 March 2026."
    ]
    assert "Checked on 1 March 2026" in texts(shown, ".glance__value")


def test_the_box_of_facts_follows_the_table_of_fields(client: FlaskClient) -> None:
    shown = page(client, "/practices/school-mediation")

    assert texts(shown, ".facts dt") == [
        "Policy area",
        "Approach",
        "Prevention level",
        "Target group",
        "Level of government",
        "Country",
        "Places",
        "Run by",
        "State",
        "Since",
        "Until",
        "Setting",
        "People",
        "Cost a year",
        "Languages",
        "Licence",
    ]


def test_facts_lead_to_their_terms(client: FlaskClient) -> None:
    assert "/terms/policy-areas/education" in hrefs(page(client, "/practices/school-mediation"), ".facts a")


def test_sources_are_numbered_as_the_text_cites_them(client: FlaskClient) -> None:
    shown = page(client, "/practices/school-mediation")

    assert [attribute(each, "id") for each in shown.query(".references li")] == ["ref-s2", "ref-s1"]
    assert texts(shown, ".prose .note") == ["1", "2", "2", "2"]
    assert texts(shown, ".caveats .note") == ["2"]


def test_every_note_leads_to_a_source_and_back(client: FlaskClient) -> None:
    shown = page(client, "/practices/school-mediation")
    ids = {attribute(each, "id") for each in shown.query("[id]")}

    assert {href.removeprefix("#") for href in hrefs(shown, "a") if href.startswith("#")} <= ids
    assert len(shown.query(".references__back a")) == 4


def test_an_address_that_names_a_person_is_not_linked(client: FlaskClient) -> None:
    response = client.get("/practices/school-mediation")

    assert "a-persons-name" not in response.text
    assert "We do not link to it, because its address names a person." in response.text


def test_dates_of_sources_are_written_out(client: FlaskClient) -> None:
    assert "published 1 March 2018" in texts(page(client, "/practices/school-mediation"), ".references li")[1]


def test_a_month_or_year_stays_as_it_is(tmp_path: Path) -> None:
    source = {
        "id": "s1",
        "title": "A report",
        "url": "https://www.example.org/",
        "publisher": "City",
        "published": 2018,
    }
    shown = page(a_client(a_folder(tmp_path, {"a.md": an_entry(sources=[source])})), "/practices/a")

    assert "City, published 2018." in texts(shown, ".references li")[0]


def test_studies_are_told_with_design_evaluator_and_effect(client: FlaskClient) -> None:
    (study,) = page(client, "/practices/school-mediation").query(".study")

    assert text_of(study) == ("Outside evaluation (2018)1 Quasi-experimental studyExternal evaluation Effect: Mixed")


def test_adoptions_and_transfer_checks_are_told(client: FlaskClient) -> None:
    shown = page(client, "/practices/school-mediation")

    assert texts(shown, "[aria-labelledby=adoptions] li") == ["Ghent, Belgium: Kept after the pilot.2"]
    assert texts(shown, ".checks__one") == ["Manuals, curricula or tools can be obtainedYes"]


def test_related_entries_are_linked_both_ways(client: FlaskClient) -> None:
    assert hrefs(page(client, "/practices/school-mediation"), ".related a") == ["/practices/street-work"]
    assert hrefs(page(client, "/practices/street-work"), ".related a") == ["/practices/school-mediation"]


def a_play(title: str) -> str:
    return an_entry(title=title, approaches=["arts-sport-activity"], policy_areas=["culture-arts"])


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """Two practices of the theatre among others."""
    files = {
        "djihad.md": a_play("Djihad, a theatre play"),
        "odd-arts.md": a_play("Odd Arts theatre"),
        "odd-arts.da.md": a_translated_entry(title="Teater"),
        **{f"street-work-{n}.md": an_entry(title=f"Street work in town {n}") for n in range(9)},
    }
    return a_client(a_folder(tmp_path_factory.mktemp("stage"), files))


def test_similar_practices_are_linked_with_the_reasons(stage: FlaskClient) -> None:
    (first, *_) = page(stage, "/practices/djihad").query(".similar li")

    assert text_of(first) == (
        "Odd Arts theatre In common: Arts, sport and leisure activity, Culture and arts Both speak of: theatre"
    )
    assert [attribute(each, "href") for each in first.query("a")] == [
        "/practices/odd-arts",
        "/terms/approaches/arts-sport-activity",
        "/terms/policy-areas/culture-arts",
    ]


def test_a_translation_names_the_same_similar_practices(stage: FlaskClient) -> None:
    found = [hrefs(page(stage, f"/practices/{name}"), ".similar a") for name in ("odd-arts", "odd-arts.da")]

    assert found[0] == found[1] != []


def test_without_another_practice_there_is_no_similar_one(tmp_path: Path) -> None:
    shown = page(a_client(a_folder(tmp_path, {"a.md": an_entry()})), "/practices/a")

    assert shown.query(".similar") == []


def test_what_is_not_known_is_asked_for_once_at_the_end(client: FlaskClient) -> None:
    shown = page(client, "/practices/school-mediation")

    assert texts(shown, ".unknown li") == [
        "Useful for",
        "The problem it answers",
        "What you need",
        "Results and evidence",
        "Adapting it elsewhere",
        "Lessons learned",
    ]


def test_whoever_knows_more_is_told_how_to_contribute(tmp_path: Path) -> None:
    files = {"a.md": an_entry(), "_pages/contribute.md": a_page("Contribute")}

    shown = page(a_client(a_folder(tmp_path, files)), "/practices/a")

    assert hrefs(shown, ".unknown a") == ["/contribute"]


def test_the_outline_lists_the_headings(client: FlaskClient) -> None:
    assert texts(page(client, "/practices/street-work"), ".outline li") == [
        "What it is",
        "How it works",
        "Sources",
    ]


def test_without_a_pattern_there_is_no_link_to_edit(client: FlaskClient) -> None:
    assert "Edit this page" not in client.get("/practices/street-work").text


def test_the_link_to_edit_follows_the_pattern(folder: Path) -> None:
    client = a_client(folder, edit_url="https://forge.example/edit/{path}?of={slug}")

    address = "https://forge.example/edit/practices/street-work.md?of=street-work"
    assert address in hrefs(page(client, "/practices/street-work"), ".actions a")


def test_a_translation_is_edited_in_its_own_file(folder: Path) -> None:
    client = a_client(folder, edit_url="https://forge.example/{path}")

    shown = page(client, "/practices/street-work.da")

    assert "https://forge.example/practices/street-work.da.md" in hrefs(shown, ".actions a")


def test_the_original_names_its_translations(client: FlaskClient) -> None:
    (link,) = page(client, "/practices/street-work").query(".practice__also a")

    assert (text_of(link), attribute(link, "href"), attribute(link, "lang"), attribute(link, "hreflang")) == (
        "dansk",
        "/practices/street-work.da",
        "da",
        "da",
    )


def test_a_translation_says_its_language_and_names_the_original(client: FlaskClient) -> None:
    shown = page(client, "/practices/street-work.da")

    assert attribute(shown.query("h1")[0], "lang") == "da"
    assert attribute(shown.query(".prose")[0], "lang") == "da"
    assert hrefs(shown, ".practice__also a") == ["/practices/street-work"]


def test_a_dangerous_body_is_harmless(tmp_path: Path) -> None:
    body = "## What it is\n\n<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=y>[^s1]\n"
    client = a_client(a_folder(tmp_path, {"a.md": an_entry(body)}))

    response = client.get("/practices/a")

    assert "<script" not in response.text
    assert "<img" not in response.text
    assert 'href="javascript' not in response.text


def test_an_end_without_a_start_is_told_as_such(tmp_path: Path) -> None:
    entry = a_studied_entry(start=None, related=[])

    shown = page(a_client(a_folder(tmp_path, {"a.md": entry})), "/practices/a")

    assert "until 2019" in texts(shown, ".practice__where span")


def a_study(design: str) -> dict[str, str]:
    return {"title": "A study", "design": design, "independence": "external", "effect": "unknown", "source": "s1"}


def test_nothing_rests_on_a_study_that_nobody_has_read(tmp_path: Path) -> None:
    entry = an_entry(evidence={"evaluations": [a_study("unknown"), a_study("unknown")]})

    shown = page(a_client(a_folder(tmp_path, {"a.md": entry})), "/practices/a")

    assert "2 studies are known that nobody here has read." in texts(shown, ".glance p")


def test_studies_that_were_read_and_others_are_told_apart(tmp_path: Path) -> None:
    entry = an_entry(evidence={"evaluations": [a_study("process"), a_study("unknown")]})

    shown = page(a_client(a_folder(tmp_path, {"a.md": entry})), "/practices/a")

    assert "Rests on 1 study. 1 study is known that nobody here has read." in texts(shown, ".glance p")


def test_an_effect_leads_to_what_was_measured(client: FlaskClient) -> None:
    shown = page(client, "/practices/school-mediation")

    assert "See what was measured" in texts(shown, ".glance a")
    assert "See what was measured" not in texts(page(client, "/practices/street-work"), ".glance a")
