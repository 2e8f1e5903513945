"""The page that says what is loaded and what is wrong."""

from __future__ import annotations

from pathlib import Path

from flask.testing import FlaskClient

from kb.web.present.status import MOST_SHOWN
from tests.makers import a_folder, an_entry
from tests.web.site import a_client, page, texts


def test_it_counts_what_is_loaded(client: FlaskClient) -> None:
    counts = texts(page(client, "/status"), ".counts > div")

    assert counts[:3] == ["Practices2", "Translations1", "Left out because of errors0"]


def test_a_problem_is_told_with_place_reason_and_remedy(tmp_path: Path) -> None:
    client = a_client(a_folder(tmp_path, {"street-work.md": an_entry(policy_areas=["educaton"])}))

    shown = page(client, "/status")

    assert texts(shown, ".file h3") == ["practices/street-work.md"]
    assert texts(shown, ".file__out") == ["This entry is not shown until its errors are mended."]
    assert texts(shown, ".problem__where") == ["line 4, column 16 · unknown-term"]
    assert shown.query(".problem__excerpt")[0].to_text(strip=False).strip("\n") == (
        '4 | policy_areas: ["educaton"]\n  |                ^^^^^^^^^^'
    )
    assert "education" in texts(shown, ".problem dd")[1]


def test_a_problem_of_a_whole_file_has_no_excerpt(tmp_path: Path) -> None:
    client = a_client(a_folder(tmp_path, {"Street_Work.md": an_entry()}))

    shown = page(client, "/status")

    assert "the file as a whole" in texts(shown, ".problem__where")[0]
    assert shown.query(".problem__excerpt") == []


def test_nothing_to_mend_is_said(tmp_path: Path) -> None:
    client = a_client(a_folder(tmp_path, {"street-work.md": an_entry(start=2018)}))

    verdict = texts(page(client, "/status"), ".lead")

    assert verdict == ["Nothing has to be mended."]


def test_it_names_no_folder_of_the_machine(tmp_path: Path) -> None:
    client = a_client(a_folder(tmp_path, {"a.md": an_entry(policy_areas=["educaton"])}), state=tmp_path / "state")

    for address in ("/status", "/status.json"):
        assert str(tmp_path) not in client.get(address).text


def test_an_index_in_memory_by_choice_is_no_warning(client: FlaskClient) -> None:
    assert texts(page(client, "/status"), ".notice") == []


def test_an_index_on_disk_is_told(tmp_path: Path) -> None:
    client = a_client(a_folder(tmp_path, {"a.md": an_entry()}), state=tmp_path / "state")

    assert "The search index is saved on disk." in texts(page(client, "/status"), "main p")


def test_an_index_that_cannot_be_kept_is_mentioned_without_details(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where a folder should be")
    client = a_client(a_folder(tmp_path, {"a.md": an_entry()}), state=tmp_path / "state")

    shown = client.get("/status").text

    assert "could not be saved" in shown
    assert str(tmp_path) not in shown


def test_very_many_problems_are_shown_in_part(tmp_path: Path) -> None:
    files = {f"entry-{number}.md": an_entry(title=f"Entry {number} of many", end=1) for number in range(120)}

    shown = page(a_client(a_folder(tmp_path, files)), "/status")

    assert len(shown.query(".problem__what")) == MOST_SHOWN
    assert any("more are not shown here" in text for text in texts(shown, ".notice"))
