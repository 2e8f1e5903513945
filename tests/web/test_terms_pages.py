"""The pages of vocabularies and terms."""

from __future__ import annotations

from pathlib import Path

from flask.testing import FlaskClient

from tests.makers import a_folder, an_entry
from tests.web.site import a_client, attribute, hrefs, page, texts


def test_all_lists_are_there_those_of_the_search_first(client: FlaskClient) -> None:
    shown = page(client, "/terms/")

    assert texts(shown, "[aria-labelledby=searched] a")[0] == "Policy areas"
    assert "/terms/glossary" in hrefs(shown, "[aria-labelledby=others] a")


def test_a_list_shows_terms_with_counts_and_narrower_ones_below(client: FlaskClient) -> None:
    shown = page(client, "/terms/policy-areas")

    assert "Youth work 2 practices" in texts(shown, ".tree__term")
    assert "/terms/policy-areas/mental-health" in hrefs(shown, ".tree li .tree a")


def test_a_broader_term_counts_its_narrower_ones(tmp_path: Path) -> None:
    client = a_client(a_folder(tmp_path, {"a.md": an_entry(policy_areas=["mental-health"])}))

    assert "Health 1 practice" in texts(page(client, "/terms/policy-areas"), ".tree__term")
    assert texts(page(client, "/terms/policy-areas/health"), ".card__title") == ["Street work"]


def test_a_list_names_what_old_terms_became(client: FlaskClient) -> None:
    retired = texts(page(client, "/terms/working-groups"), ".retired li")

    assert any(each.startswith("RAN Education: now RAN Youth and Education") for each in retired)


def test_a_list_tells_what_became_of_old_groups(client: FlaskClient) -> None:
    stories = texts(page(client, "/terms/working-groups"), ".retired__history")

    assert any(story.startswith("A group of the second phase for teachers") for story in stories)


def test_a_term_has_its_meaning_other_words_and_entries(client: FlaskClient) -> None:
    shown = page(client, "/terms/policy-areas/youth-work")

    assert texts(shown, "h1") == ["Youth work"]
    assert "Open, detached and digital work" in texts(shown, ".lead")[0]
    assert "street work" in texts(shown, ".facts dd")[0]
    assert texts(shown, ".card__title") == ["School mediation", "Street work"]
    assert "/search?policy_areas=youth-work" in hrefs(shown, ".term__entries a")


def test_names_in_other_languages_carry_their_language(client: FlaskClient) -> None:
    shown = page(client, "/terms/policy-areas/youth-work")

    german = [each for each in shown.query(".names dd") if attribute(each, "lang") == "de"]
    assert [each.to_text().startswith("Jugendarbeit") for each in german] == [True]


def test_broader_and_narrower_terms_are_linked(client: FlaskClient) -> None:
    assert "/terms/policy-areas/mental-health" in hrefs(page(client, "/terms/policy-areas/health"), ".facts a")
    assert "/terms/policy-areas/health" in hrefs(page(client, "/terms/policy-areas/mental-health"), ".facts a")


def test_a_retired_term_leads_to_its_successor_for_good(client: FlaskClient) -> None:
    response = client.get("/terms/working-groups/ran-edu")

    assert (response.status_code, response.location) == (301, "/terms/working-groups/ran-yande")


def test_a_term_that_became_several_offers_them(client: FlaskClient) -> None:
    shown = page(client, "/terms/working-groups/ran-yfc")

    assert hrefs(shown, ".notice a") == ["/terms/working-groups/ran-yande", "/terms/working-groups/ran-fcs"]


def test_a_retired_term_without_successor_has_a_page(client: FlaskClient) -> None:
    assert "No longer in use" in texts(page(client, "/terms/working-groups/ran-int"), ".notice")[0]


def test_a_computed_level_lists_its_entries(client: FlaskClient) -> None:
    shown = page(client, "/terms/evidence-levels/E4")

    assert texts(shown, ".card__title") == ["School mediation"]
    assert "/search?evidence=E4" in hrefs(shown, ".term__entries a")


def test_terms_inside_entries_list_their_entries(client: FlaskClient) -> None:
    shown = page(client, "/terms/evaluation-designs/quasi-experimental")

    assert texts(shown, ".card__title") == ["School mediation"]


def test_a_term_that_nobody_carries_says_so(client: FlaskClient) -> None:
    assert "No practice carries this term yet." in texts(page(client, "/terms/policy-areas/sport"), "main p")


def test_a_list_that_only_explains_words_says_so(client: FlaskClient) -> None:
    address = hrefs(page(client, "/terms/glossary"), ".tree a")[0]

    assert "Practices are not tagged from this list. It explains words." in texts(page(client, address), "main p")


def test_a_list_says_which_languages_are_drafts(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, {"a.md": an_entry()})
    head = "id: settings\ntitle: {en: Settings}\ndraft_languages: [fr, de]\n"
    (folder / "_vocabularies/settings.yaml").write_text(f"{head}terms:\n- {{id: x, label: {{en: X, de: Ypsilon}}}}\n")
    client = a_client(folder)

    assert texts(page(client, "/terms/settings"), ".drafts")[0].endswith("yet: French and German.")
    assert texts(page(client, "/terms/settings/x"), ".names dt") == ["German (draft)"]


def test_every_term_has_a_page(client: FlaskClient) -> None:
    lists = hrefs(page(client, "/terms/"), ".lists a")
    terms = [href for address in lists for href in hrefs(page(client, address), ".tree a, .retired a")]

    assert {client.get(href).status_code for href in terms} <= {200, 301}
    assert len(terms) > 300


def test_a_retired_term_with_several_successors_sends_readers_on(client: FlaskClient) -> None:
    shown = page(client, "/terms/working-groups/ran-yfc")

    assert "Practices carry the terms that it became." in texts(shown, ".term__entries p")
    assert "/terms/working-groups/ran-yande" in hrefs(shown, ".notice a")


def test_an_entry_with_a_retired_term_counts_for_its_successor(tmp_path: Path) -> None:
    client = a_client(a_folder(tmp_path, {"a.md": an_entry(working_groups=["ran-edu"])}))

    assert "RAN Youth and Education 1 practice" in texts(page(client, "/terms/working-groups"), ".tree__term")
    assert texts(page(client, "/terms/working-groups/ran-yande"), ".card__title") == ["Street work"]


def test_a_closed_programme_says_so_and_names_what_followed(client: FlaskClient) -> None:
    shown = page(client, "/terms/funding-programmes/isf-police")

    assert "This programme is closed. It is named here for what it paid for." in texts(shown, ".notice p")
    assert "/terms/funding-programmes/isf" in hrefs(shown, ".notice a")


def test_a_programme_names_what_it_came_after(client: FlaskClient) -> None:
    shown = page(client, "/terms/funding-programmes/isf")

    assert "/terms/funding-programmes/isf-police" in hrefs(shown, ".facts a")
    assert texts(shown, ".notice") == []


def test_an_ended_network_says_so_and_names_what_followed(client: FlaskClient) -> None:
    shown = page(client, "/terms/networks/ran")

    assert any(text.startswith("This network has ended.") for text in texts(shown, ".notice p"))
    assert "/terms/networks/eukh" in hrefs(shown, ".notice a")


def test_a_term_says_for_whom_the_thing_is_and_what_became_of_it(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, {"a.md": an_entry()})
    (folder / "_vocabularies/funding-programmes.yaml").write_text(
        "id: funding-programmes\ntitle: {en: Funding}\nterms:\n"
        "- {id: street, label: {en: Street Fund}, for_whom: Towns of all sizes., history_note: Began as a prize.}\n"
    )

    shown = page(a_client(folder), "/terms/funding-programmes/street")

    assert texts(shown, ".about dt") == ["Who it is for", "What became of it"]
    assert texts(shown, ".about dd") == ["Towns of all sizes.", "Began as a prize."]


def test_a_successor_of_a_thing_that_is_not_in_the_list_is_told(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, {"a.md": an_entry()})
    (folder / "_vocabularies/funding-programmes.yaml").write_text(
        "id: funding-programmes\ntitle: {en: Funding}\nterms:\n"
        "- {id: street, label: {en: Street Fund}, programme_state: closed, succeeded_by: [sqare]}\n"
    )
    client = a_client(folder)

    assert "unknown-relation" in client.get("/status.json").get_data(as_text=True)
    assert client.get("/terms/funding-programmes/street").status_code == 200
