from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kb.web.serving import log_line, shortened

NOON = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)


def test_the_log_does_not_say_what_was_searched_for() -> None:
    line = log_line(NOON, "203.0.113.77", "GET", "/search?q=my+neighbour", "200", "512")

    assert line == "2026-11-30T12:00:00Z 203.0.113.0 GET /search 200 512"


def test_a_line_end_in_an_address_starts_no_new_line() -> None:
    line = log_line(NOON, "203.0.113.77", "GET", "/a\r\nb\x1b[31m", "404", "-")

    assert line == "2026-11-30T12:00:00Z 203.0.113.0 GET /a??b?[31m 404 -"


@pytest.mark.parametrize(
    "address, expected",
    [("203.0.113.77", "203.0.113.0"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1::"), ("unix:", "-")],
)
def test_an_address_is_shortened(address: str, expected: str) -> None:
    assert shortened(address) == expected
