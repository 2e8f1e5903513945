"""`flask kb`: what the commands print, and with which status they end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from kb.cli import kb
from kb.insight_store import InsightStore
from tests.makers import TODAY, a_folder, an_entry, settings_for, write

ROOT = Path(__file__).parent.parent.parent

ENDED = an_entry(state="ended")
"""An entry with a warning and no error."""

WARNING = """\
practices/ended.md:12:8: warning[ended-without-end]: the state is "ended", but there is no "end"
  12 | state: "ended"
     |        ^^^^^^^
  why: for how long a practice lasted is one of its lessons
  fix: add the last year, for example "end: 2021", or leave it if no source tells
"""


def run(folder: Path, *args: str, **settings: object) -> Result:
    """What a command gives, run on a content folder by an app that has nothing but its settings."""
    app = Flask("kb.web")
    app.config["KB"] = settings_for(folder, **settings)
    app.cli.add_command(kb)
    return app.test_cli_runner().invoke(args=["kb", *args])


def test_a_folder_without_a_problem_is_told_in_one_line(tmp_path: Path) -> None:
    result = run(a_folder(tmp_path, {"street-work.md": an_entry()}), "check")

    assert (result.exit_code, result.output) == (0, "1 entry can be shown; 0 errors, 0 warnings.\n")


def test_a_warning_is_told_and_does_not_fail(tmp_path: Path) -> None:
    result = run(a_folder(tmp_path, {"ended.md": ENDED}), "check")

    assert result.output == f"{WARNING}\n1 entry can be shown; 0 errors, 1 warning.\n"
    assert result.exit_code == 0


def test_with_strict_a_warning_fails(tmp_path: Path) -> None:
    result = run(a_folder(tmp_path, {"ended.md": ENDED}), "check", "--strict")

    assert (result.exit_code, "0 errors, 1 warning." in result.output) == (1, True)


def test_with_strict_a_folder_without_a_problem_passes(tmp_path: Path) -> None:
    assert run(a_folder(tmp_path, {"street-work.md": an_entry()}), "check", "--strict").exit_code == 0


def test_an_error_fails_and_says_what_is_left_out(tmp_path: Path) -> None:
    files = {"a.md": an_entry(start="soon"), "b.md": an_entry(title="Exit help"), "c.md": an_entry(title="Sport club")}

    result = run(a_folder(tmp_path, files), "check")

    assert result.exit_code == 1
    assert result.output.splitlines()[0] == 'practices/a.md:16:8: error[bad-year]: "soon" is not a year'
    assert result.output.splitlines()[-1] == "2 entries can be shown, 1 left out; 1 error, 0 warnings."


def test_problems_can_be_read_by_programs(tmp_path: Path) -> None:
    result = run(a_folder(tmp_path, {"ended.md": ENDED}), "check", "--format", "json")

    assert json.loads(result.output) == [
        {
            "code": "ended-without-end",
            "severity": "warning",
            "path": "practices/ended.md",
            "line": 12,
            "column": 8,
            "length": 7,
            "what": 'the state is "ended", but there is no "end"',
            "why": "for how long a practice lasted is one of its lessons",
            "fix": 'add the last year, for example "end: 2021", or leave it if no source tells',
        }
    ]


def test_for_programs_no_problem_is_an_empty_list(tmp_path: Path) -> None:
    assert json.loads(run(a_folder(tmp_path), "check", "--format", "json").output) == []


def test_problems_can_annotate_a_pull_request(tmp_path: Path) -> None:
    result = run(a_folder(tmp_path, {"ended.md": ENDED}), "check", "--format", "github")

    assert result.output == (
        "::warning file=practices/ended.md,line=12,col=8,endColumn=14,title=ended-without-end::"
        'the state is "ended", but there is no "end"%0AWhy: for how long a practice lasted is one of its lessons%0A'
        'Fix: add the last year, for example "end: 2021", or leave it if no source tells\n'
    )


def test_of_named_files_only_their_problems_are_told(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, {"ended.md": ENDED, "street-work.md": an_entry(title=None)})

    result = run(folder, "check", str(folder / "ended.md"))

    assert result.output == f"{WARNING}\n1 entry can be shown, 1 left out; 0 errors, 1 warning.\n"
    assert result.exit_code == 0


def test_a_problem_that_needs_several_files_shows_when_one_is_named(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, {"a.md": an_entry(), "b.md": an_entry()})

    results = [run(folder, "check", "--format", "json", str(folder / name)) for name in ("a.md", "b.md")]

    codes = [[each["code"] for each in json.loads(result.output)] for result in results]
    assert codes == [[], ["duplicate-title"]]


def test_a_file_can_be_named_from_the_folder_one_is_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = a_folder(tmp_path, {"ended.md": ENDED})
    monkeypatch.chdir(folder)

    assert run(folder, "check", "ended.md").output.startswith(WARNING)


@pytest.mark.parametrize("name", [".", "../practices/", "_vocabularies/.."])
def test_the_whole_folder_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    folder = a_folder(tmp_path, {"ended.md": ENDED, "photo.jpg": "no entry"})
    (folder / "_vocabularies/networks.yaml").unlink()
    monkeypatch.chdir(folder)

    result = run(folder, "check", "--format", "json", name)

    codes = [each["code"] for each in json.loads(result.output)]
    assert codes == ["missing-vocabulary", "ended-without-end", "other-file"]


def test_a_folder_inside_can_be_named(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, {"ended.md": ENDED, "_pages/about.md": "no front matter"})

    result = run(folder, "check", "--format", "json", str(folder / "_pages"))

    assert [each["path"] for each in json.loads(result.output)] == ["practices/_pages/about.md"]


def test_a_link_to_nothing_can_be_named(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    (folder / "gone.md").symlink_to("nowhere.md")

    result = run(folder, "check", "--format", "json", str(folder / "gone.md"))

    assert [(each["path"], each["code"]) for each in json.loads(result.output)] == [
        ("practices/gone.md", "not-a-regular-file")
    ]


def test_a_file_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)

    result = run(folder, "check", "practices/stret-work.md")

    message = '"practices/stret-work.md" does not exist. Check the spelling, and the folder you are in.'
    assert (result.exit_code, message in result.output) == (2, True)


def test_a_file_outside_the_folder_is_wrong_use(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere.md", an_entry())
    folder = a_folder(tmp_path)

    result = run(folder, "check", str(tmp_path / "elsewhere.md"))

    assert (result.exit_code, 'is not in the content folder "practices".' in result.output) == (2, True)


def test_an_unknown_format_is_wrong_use(tmp_path: Path) -> None:
    result = run(a_folder(tmp_path), "check", "--format", "xml")

    assert (result.exit_code, "'text', 'json', 'github'" in result.output) == (2, True)


def test_an_empty_folder_misses_its_lists(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()

    result = run(tmp_path / "content", "check")

    assert result.exit_code == 1
    assert "content/_vocabularies/policy-areas.yaml: error[missing-vocabulary]" in result.output
    assert result.output.splitlines()[-1].startswith("0 entries can be shown; ")


def test_a_missing_folder_is_one_error(tmp_path: Path) -> None:
    result = run(tmp_path / "nowhere", "check")

    assert result.exit_code == 1
    assert result.output == (
        'nowhere: error[missing-folder]: the folder "nowhere" is not there or cannot be opened\n'
        "  why: without it there is nothing to show\n"
        "  fix: create it, or name another one in KB_CONTENT\n"
        "\n"
        "0 entries can be shown; 1 error, 0 warnings.\n"
    )


def test_checking_writes_nothing(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, {"ended.md": ENDED})
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}

    run(folder, "check", state=tmp_path / "state")

    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_indexing_says_how_long_it_took_and_keeps_the_index(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, {"street-work.md": an_entry()})

    result = run(folder, "index", state=tmp_path / "state")

    lines = result.output.splitlines()
    assert (result.exit_code, len(lines)) == (0, 2)
    assert lines[0].startswith("1 entry read in ")
    assert lines[1].startswith("index ready after ")
    assert lines[1].endswith(" s more, kept for the next start")
    assert (tmp_path / "state" / "index").is_dir()


def test_indexing_in_memory_says_so(tmp_path: Path) -> None:
    result = run(a_folder(tmp_path), "index")

    assert (result.exit_code, "0 entries read" in result.output) == (0, True)
    assert result.output.endswith(" s more, kept in memory only\n")


def test_indexing_where_nothing_can_be_kept_warns_and_does_not_fail(tmp_path: Path) -> None:
    write(tmp_path / "state", "a file in place of the folder")

    result = run(a_folder(tmp_path), "index", state=tmp_path / "state")

    assert (result.exit_code, "kept in memory only" in result.stdout) == (0, True)
    assert result.stderr.startswith("the search index is kept in memory only: ")


def counted(state: Path, **days: int) -> None:
    """Write down questions of one word that were asked on so many days up to today and found nothing."""
    store = InsightStore(state)
    for question, most in days.items():
        for ago in reversed(range(most)):
            store.count(question, TODAY - timedelta(days=ago), 0)


def test_the_questions_that_found_little_are_a_table(tmp_path: Path) -> None:
    counted(tmp_path / "state", chess=3, boxing=12, prison=2)

    result = run(a_folder(tmp_path), "insight", state=tmp_path / "state")

    assert (result.exit_code, result.output) == (
        0,
        "question  found  days  since       last\n"
        "boxing        0    12  2026-11-19  2026-11-30\n"
        "chess         0     3  2026-11-28  2026-11-30\n",
    )


def test_the_questions_that_found_little_can_be_read_by_programs(tmp_path: Path) -> None:
    counted(tmp_path / "state", chess=3)

    result = run(a_folder(tmp_path), "insight", "--format", "json", state=tmp_path / "state")

    assert json.loads(result.output) == [
        {"question": "chess", "found": 0, "days": 3, "since": "2026-11-28", "last": "2026-11-30"}
    ]


def test_that_no_question_was_asked_often_enough_is_told(tmp_path: Path) -> None:
    folder, state = a_folder(tmp_path), tmp_path / "state"

    results = [run(folder, "insight", *form, state=state) for form in ((), ("--format", "json"))]

    assert [result.output for result in results] == [
        "No question that found little was asked on 3 days or more.\n",
        "[]\n",
    ]
    assert not state.exists()


def test_why_no_question_can_be_known_is_told(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)

    results = [run(folder, "insight"), run(folder, "insight", is_counting=False)]

    assert [(result.exit_code, result.stderr) for result in results] == [
        (0, "Questions are counted in the memory of the running site only, because of KB_STATE.\n"),
        (0, "Questions are not counted, because KB_INSIGHT is off.\n"),
    ]


@pytest.mark.parametrize("command", sorted(kb.commands))
def test_each_command_explains_itself_with_an_example(tmp_path: Path, command: str) -> None:
    result = run(a_folder(tmp_path), command, "--help")

    assert result.exit_code == 0
    assert f"Example:\n    flask kb {command}" in result.output


def test_the_commands_are_listed_with_a_sentence_each(tmp_path: Path) -> None:
    result = run(a_folder(tmp_path), "--help")

    lines = result.output.split("Commands:\n")[1].splitlines()
    assert [line.split()[0] for line in lines] == sorted(kb.commands)
    assert all(len(line.split()) > 3 for line in lines)


def as_a_program(tmp_path: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a program as people do, with the standard library's plain locale."""
    own = {"PATH": os.environ["PATH"], "LC_ALL": "C", "KB_STATE": str(tmp_path / "state"), **environment}
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=own, capture_output=True, encoding="utf-8", timeout=120
    )


def test_letters_of_all_languages_are_printed_in_a_plain_locale(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, {"a.md": an_entry(title="Żółw ß Ελλάδα"), "b.md": an_entry(title="Żółw ß Ελλάδα")})

    done = as_a_program(tmp_path, "-m", "flask", "--app", "app", "kb", "check", KB_CONTENT=str(folder))

    assert (done.returncode, done.stderr) == (1, "")
    assert 'the title "Żółw ß Ελλάδα" is that of practices/a.md' in done.stdout


def test_a_command_with_a_wrong_setting_says_so_without_a_traceback(tmp_path: Path) -> None:
    done = as_a_program(tmp_path, "-m", "flask", "--app", "app", "kb", "check", KB_PORT="x")

    assert done.returncode == 2
    assert 'Error: KB_PORT is "x"; it has to be a whole number from 0 to 65535' in done.stderr
    assert "Traceback" not in done.stderr


def test_the_site_with_a_wrong_setting_says_so_without_a_traceback(tmp_path: Path) -> None:
    done = as_a_program(tmp_path, "app.py", KB_PORT="x")

    assert (done.returncode, done.stderr) == (1, 'KB_PORT is "x"; it has to be a whole number from 0 to 65535\n')


def test_the_days_of_the_tests_are_those_of_the_settings(tmp_path: Path) -> None:
    early = an_entry(last_verified=TODAY.replace(year=TODAY.year + 1))

    result = run(a_folder(tmp_path, {"street-work.md": early}), "check", "--format", "json")

    assert [each["code"] for each in json.loads(result.output)] == ["future-date"]
