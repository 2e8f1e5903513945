"""What people come for, done as they would do it: by the words on the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture
def bare_page(browser: Browser, address: str) -> Iterator[Page]:
    """A page in a browser that runs no scripts."""
    context = browser.new_context(base_url=address, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_a_question_leads_to_a_practice_and_what_is_known_about_it(page: Page) -> None:
    page.goto("/")

    page.get_by_role("searchbox").fill("mentoring")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Aarhus model").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Aarhus model")
    expect(page.get_by_role("link", name="Reasoned")).to_be_visible()
    expect(page.get_by_role("heading", name="1 caveat")).to_be_visible()


def test_filters_can_be_added_and_taken_away_without_scripts(bare_page: Page) -> None:
    bare_page.goto("/search")
    bare_page.get_by_role("link", name=re.compile("^Education")).click()
    country = bare_page.locator("details.facet", has=bare_page.get_by_role("heading", name="Country"))
    country.get_by_text(re.compile(r"^All \d+$")).click()
    country.get_by_role("link", name=re.compile("^Denmark")).click()

    found = bare_page.get_by_role("main")
    expect(found).to_contain_text("Aarhus model")

    bare_page.get_by_role("link", name="Remove Country: Denmark").click()

    assert "countries" not in bare_page.url
    assert "policy_areas=education" in bare_page.url


def test_the_four_questions_end_in_a_search_without_scripts(bare_page: Page) -> None:
    bare_page.goto("/")

    bare_page.locator("select[name=settings]").select_option("prison")
    bare_page.get_by_role("button", name="Show practices").click()

    expect(bare_page.get_by_role("heading", level=1)).to_be_visible()
    expect(bare_page.get_by_role("link", name=re.compile("Remove Setting"))).to_be_visible()


def test_the_keyboard_alone_reaches_the_first_result(page: Page) -> None:
    page.goto("/")

    page.get_by_role("searchbox").press_sequentially("helpline")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*")
    first = page.locator("ol.results__list a").first
    _tab_to(page, first.get_attribute("href") or "")
    page.keyboard.press("Enter")
    page.wait_for_url("**/practices/*")

    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_the_first_stop_of_the_keyboard_skips_to_the_content(page: Page) -> None:
    page.goto("/search?q=prison")

    page.keyboard.press("Tab")

    expect(page.locator(":focus")).to_have_text("Skip to the content")
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


def test_a_note_leads_to_its_source_and_back(page: Page) -> None:
    page.goto("/practices/aarhus-model")

    page.get_by_role("link", name="Note 1").first.click()
    assert page.url.endswith("#ref-s1")
    page.locator("#ref-s1 a[href^='#cite-s1-']").first.click()

    assert page.url.endswith("#cite-s1-1")


def test_a_slip_of_the_pen_is_put_right_and_can_be_searched_as_written(page: Page) -> None:
    page.goto("/search?q=menthoring")
    found = page.get_by_role("main")

    expect(found).to_contain_text("Showing results for mentoring")
    page.get_by_role("link", name="menthoring", exact=True).click()

    expect(found).to_contain_text("Nothing was found")


def test_a_retired_working_group_leads_to_its_successor(page: Page) -> None:
    page.goto("/terms/working-groups/ran-edu")

    expect(page.get_by_role("heading", level=1)).to_contain_text("RAN Youth and Education")


def test_an_address_with_a_slip_offers_the_nearest_entry(page: Page) -> None:
    page.goto("/practices/aarhus-modell")

    page.get_by_role("link", name="Aarhus model").first.click()

    assert page.url.endswith("/practices/aarhus-model")


def test_an_edited_entry_shows_within_a_second(page: Page, content: Path) -> None:
    entry = content / "dembra-norway.md"
    before = entry.read_text(encoding="utf-8")
    page.goto("/practices/dembra-norway")

    entry.write_text(before.replace("Schools in Norway", "Schools all over Norway"), encoding="utf-8")
    page.wait_for_timeout(900)
    page.reload()

    expect(page.get_by_role("main")).to_contain_text("Schools all over Norway")
    entry.write_text(before, encoding="utf-8")


def test_a_broken_entry_drops_out_is_explained_and_comes_back(page: Page, content: Path) -> None:
    entry = content / "uccu-roma-peer-workshops.md"
    before = entry.read_text(encoding="utf-8")

    entry.write_text(before.replace("countries: [HU]", "countries: [Hungary]"), encoding="utf-8")
    page.wait_for_timeout(900)
    page.goto("/practices/uccu-roma-peer-workshops")
    explained = page.get_by_role("main").inner_text()
    page.goto("/status")
    listed = page.get_by_role("main").inner_text()
    entry.write_text(before, encoding="utf-8")
    page.wait_for_timeout(900)
    page.goto("/practices/uccu-roma-peer-workshops")

    assert "Hungary" in explained
    assert 'write "HU"' in listed
    expect(page.get_by_role("heading", level=1)).to_contain_text("Uccu")


def _tab_to(page: Page, href: str) -> None:
    """Press Tab until the link to `href` has the focus; a hundred times at the most."""
    for _ in range(100):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('href')") == href:
            return
    pytest.fail(f"the keyboard does not reach {href}")
