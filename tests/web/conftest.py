"""A small site for tests that only read, and a way to make one for those that need their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.makers import a_folder, a_page, a_translated_entry, an_entry
from tests.web.site import a_client, a_studied_entry


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two practices, one of them translated, and a page."""
    return a_folder(
        tmp_path_factory.mktemp("site"),
        {
            "street-work.md": an_entry(),
            "street-work.da.md": a_translated_entry(title="Gadearbejde"),
            "school-mediation.md": a_studied_entry(),
            "_pages/about.md": a_page(),
        },
    )


@pytest.fixture(scope="session")
def client(folder: Path) -> FlaskClient:
    return a_client(folder)
