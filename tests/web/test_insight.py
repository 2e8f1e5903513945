"""Which requests are counted as questions that found little, and that readers notice nothing of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kb.insight import FEWEST_DAYS, Asked
from kb.insight_store import FILE, InsightStore
from tests.makers import TODAY, a_folder, an_entry, write
from tests.web.site import a_client


class Calendar:
    """The days on which a site is asked, one after the other."""

    def __init__(self) -> None:
        self.today = TODAY - timedelta(days=FEWEST_DAYS)

    def __call__(self) -> date:
        return self.today

    def turn(self) -> None:
        self.today += timedelta(days=1)


def get_daily(client: FlaskClient, calendar: Calendar, address: str, method: str = "GET", **headers: str) -> None:
    """Ask for an address on as many days as make a question known, several times each."""
    for _ in range(FEWEST_DAYS):
        calendar.turn()
        for _ in range(2):
            assert client.open(address, method=method, headers=headers).status_code == 200


def report(state: Path) -> tuple[Asked, ...]:
    return InsightStore(state).report(TODAY)


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture
def client(tmp_path: Path, state: Path, calendar: Calendar) -> FlaskClient:
    entries = [("one", "Chess club"), ("two", "Tennis club"), ("three", "Rowing club")]
    folder = a_folder(tmp_path, {f"{name}.md": an_entry(title=title) for name, title in entries})
    return a_client(folder, state=state, today=calendar, is_watching=False)


@pytest.mark.parametrize("text, question, found", [("In+the+Underworld?", "underworld", 0), ("CHESS", "chess", 1)])
def test_a_question_that_found_little_is_counted_by_the_day(
    client: FlaskClient, calendar: Calendar, state: Path, text: str, question: str, found: int
) -> None:
    get_daily(client, calendar, f"/search?q={text}")

    assert report(state) == (Asked(question, found, FEWEST_DAYS, TODAY - timedelta(days=FEWEST_DAYS - 1), TODAY),)


@pytest.mark.parametrize(
    "address",
    [
        "/search",
        "/search?q=club",
        "/search?q=underworld&page=2",
        "/search?q=underworld&policy_areas=education",
        "/search.json?q=underworld",
        "/search?q=%22underworld%22",
    ],
)
def test_other_searches_are_not_counted(client: FlaskClient, calendar: Calendar, state: Path, address: str) -> None:
    get_daily(client, calendar, address)

    assert report(state) == ()


def test_who_looks_at_the_head_only_is_not_counted(client: FlaskClient, calendar: Calendar, state: Path) -> None:
    get_daily(client, calendar, "/search?q=underworld", "HEAD")

    assert report(state) == ()


def test_nothing_of_a_reader_is_written(client: FlaskClient, calendar: Calendar, state: Path) -> None:
    get_daily(client, calendar, "/search?q=underworld", **{"User-Agent": "Quill/9", "Accept-Language": "mt"})

    days = ", ".join(f'"{TODAY - timedelta(days=ago)}": 0' for ago in (2, 1, 0))
    assert (state / FILE).read_text() == f'{{"questions": {{"underworld": {{{days}}}}}, "version": 1}}'


@pytest.mark.parametrize("settings", [{"is_counting": False}, {"state": None}])
def test_where_counting_is_off_or_all_is_in_memory_nothing_is_written(
    tmp_path: Path, state: Path, calendar: Calendar, settings: Mapping[str, object]
) -> None:
    folder = a_folder(tmp_path, {"one.md": an_entry()})
    client = a_client(folder, **{"state": state, "today": calendar, **settings})

    get_daily(client, calendar, "/search?q=underworld")

    assert (state / FILE).exists() is False


def test_the_page_is_the_same_whether_questions_are_counted_or_not(tmp_path: Path, state: Path) -> None:
    folder = a_folder(tmp_path, {"one.md": an_entry()})

    answers = [a_client(folder, state=state, is_counting=each).get("/search?q=underworld") for each in (True, False)]

    assert answers[0].text == answers[1].text
    assert dict(answers[0].headers) == dict(answers[1].headers)


def test_a_state_that_cannot_be_written_is_no_matter_to_readers(tmp_path: Path, calendar: Calendar) -> None:
    write(tmp_path / "state", "a file in place of the folder")
    client = a_client(a_folder(tmp_path, {"one.md": an_entry()}), state=tmp_path / "state", today=calendar)

    get_daily(client, calendar, "/search?q=underworld")

    assert report(tmp_path / "state") == ()
