"""Can an editor paste an article in a real browser, with and without JavaScript, by keyboard, on any screen?"""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page
from tests.web.browsing import assert_usable, opened

pytestmark = pytest.mark.browser

ARTICLE = (
    "Ana Ruiz, the harbour master, said the harbour would stay closed.\n\n"
    "According to two officials, a ship reportedly lost fuel. “Nobody was hurt,” a spokesman told Reuters."
)

GERMAN = "Der Minister sagte am Montag in Berlin, die Regierung werde das Gesetz vorlegen, hieß es"


def paste(page: Page, address: str, text: str = ARTICLE) -> None:
    page.goto(f"{address}/read")
    page.get_by_label("The article").fill(text)
    page.get_by_label("Outlet").fill("Daily Ledger")
    page.get_by_role("button", name="Find and grade its claims").click()


@pytest.mark.parametrize("text", ["", ARTICLE, GERMAN], ids=["empty", "read", "refused"])
def test_axe_finds_nothing_and_nothing_spills_over(browser: Browser, address: str, text: str) -> None:
    with opened(browser) as (page, seen):
        if text:
            paste(page, address, text)
        else:
            page.goto(f"{address}/read")
        assert_usable(page, seen)


def test_one_claim_is_shown_at_a_time_without_javascript(browser: Browser, address: str) -> None:
    with opened(browser, java_script_enabled=False) as (page, seen):
        paste(page, address)
        shown = page.locator(".every .claim h2:visible")
        assert shown.all_inner_texts()[0].startswith("Claim 1 of")
        page.locator(".claims tbody a").nth(1).click()
        assert shown.count() == 1
        assert shown.inner_text().startswith("Claim 2 of")
        page.locator(".every .claim:visible").get_by_role("link", name="Previous").click()
        assert shown.inner_text().startswith("Claim 1 of")
        assert seen.faults == []
        assert seen.hosts == {urlsplit(address).netloc}


def test_what_is_wrong_is_read_out_and_leads_to_its_field(browser: Browser, address: str) -> None:
    with opened(browser) as (page, _):
        page.goto(f"{address}/read")
        page.get_by_label("The article").fill("12 34")
        page.keyboard.press("Tab")
        page.get_by_role("button", name="Find and grade its claims").press("Enter")
        alert = page.get_by_role("alert")
        assert "no words" in alert.inner_text()
        alert.get_by_role("link", name="The article").click()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") in ("text", "outlet")


def test_an_article_can_be_read_again_with_its_outlet_corrected(browser: Browser, address: str) -> None:
    with opened(browser) as (page, _):
        paste(page, address)
        page.get_by_text("Change the article").click()
        page.get_by_label("Outlet").fill("Evening Ledger")
        page.get_by_role("button", name="Find and grade its claims").click()
        assert page.locator(".every .who:visible b").first.inner_text() == "Evening Ledger"
