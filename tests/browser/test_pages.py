"""Every kind of page, seen by an accessibility engine, on a phone, in the dark, enlarged, and from outside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request

pytestmark = pytest.mark.browser

ADDRESSES = (
    "/",
    "/search",
    "/search?q=mentoring",
    "/search?q=menthoring",
    "/search?policy_areas=education&policy_areas=youth-work&countries=DE",
    "/practices/aarhus-model",
    "/practices/channel-prevent",
    "/terms/",
    "/terms/policy-areas",
    "/terms/policy-areas/education",
    "/terms/evidence-levels/E2",
    "/status",
    "/about",
    "/evidence",
    "/practices/no-such-entry",
)

Scheme = Literal["light", "dark"]


@pytest.fixture(params=[(1280, "light"), (1280, "dark"), (320, "light"), (320, "dark")], ids=str)
def sized_page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    width, scheme = request.param
    context = browser.new_context(base_url=address, viewport={"width": width, "height": 800}, color_scheme=scheme)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", ADDRESSES)
def test_the_accessibility_engine_finds_nothing(sized_page: Page, path: str) -> None:
    sized_page.goto(path)

    found = Axe().run(sized_page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})

    assert [f"{each['id']}: {each['nodes'][0]['html']}" for each in found.response["violations"]] == []


@pytest.mark.parametrize("path", ADDRESSES)
def test_a_phone_shows_it_without_moving_sideways(browser: Browser, address: str, path: str) -> None:
    context = browser.new_context(base_url=address, viewport={"width": 320, "height": 640})
    page = context.new_page()

    page.goto(path)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("path", ADDRESSES)
def test_text_of_twice_the_size_still_fits(page: Page, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(path)

    page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", ADDRESSES)
def test_a_page_is_light_and_asks_nobody_else(page: Page, path: str, address: str) -> None:
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))  # noqa: PLW0108 - a bound method will not do

    page.goto(path, wait_until="networkidle")

    assert {urlsplit(each.url).netloc for each in asked} == {urlsplit(address).netloc}
    assert len(asked) <= 6
    assert sum(each.sizes()["responseBodySize"] for each in asked) <= 100_000
    assert page.context.cookies() == []


@pytest.mark.parametrize("path", ADDRESSES)
def test_nothing_goes_wrong_in_the_console(page: Page, path: str) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    page.goto(path)

    assert [text for text in said if "404" not in text] == []


@pytest.mark.parametrize("path", ADDRESSES)
def test_whatever_can_be_pressed_is_large_enough(page: Page, path: str) -> None:
    """WCAG 2.2, 2.5.8: 24 px, or so much room around it; links inside a sentence are exempt."""
    page.goto(path)

    small = page.evaluate(
        """() => [...document.querySelectorAll('button, input, select, summary, nav a, .chips a')]
        .filter(each => each.offsetParent && each.getBoundingClientRect().height < 24)
        .map(each => each.outerHTML.slice(0, 80))"""
    )

    assert small == []
