from __future__ import annotations

from pathlib import Path

import pytest

from app import create_app
from tests.bench.makers import some_real_documents
from tests.bench.page import address_of
from tests.bench.site import bare, contexts, write_site
from tests.bench.texts import COUNTED, Kind, Question, drawn, real_documents
from tests.makers import settings_for

CHOSEN = ("countries", "DK")


@pytest.mark.content
def test_the_bare_view_sends_the_page_of_the_site(tmp_path: Path) -> None:
    write_site(tmp_path / "practices", drawn(real_documents(), 3))
    own = create_app(settings_for(tmp_path / "practices"))
    address = address_of(Question(Kind.TERM, ("people",), CHOSEN))

    copy = bare(contexts(own, [address]))

    assert copy.test_client().get(address).text == own.test_client().get(address).text


@pytest.mark.content
def test_every_drawn_entry_is_on_the_site(tmp_path: Path) -> None:
    write_site(tmp_path / "practices", drawn(real_documents(), 20))

    status = create_app(settings_for(tmp_path / "practices")).test_client().get("/search.json")

    assert status.json is not None
    assert status.json["total"] == 20


def test_entries_are_written_beside_the_real_vocabularies(tmp_path: Path) -> None:
    write_site(tmp_path / "practices", drawn(some_real_documents(), 2))

    assert sorted(path.name for path in (tmp_path / "practices").iterdir()) == [
        "_vocabularies",
        "entry-0.md",
        "entry-1.md",
    ]


@pytest.mark.parametrize(
    "kind, address",
    [
        (Kind.TERM, "/search?q=one+two&countries=DK"),
        (Kind.ANY, "/search?q=one+two"),
        (Kind.PHRASE, "/search?q=%22one+two%22"),
    ],
)
def test_an_address_asks_its_question(kind: Kind, address: str) -> None:
    assert address_of(Question(kind, ("one", "two"), CHOSEN)) == address


def test_the_countries_are_among_the_counted_facets() -> None:
    assert CHOSEN[0] in COUNTED
