"""Can an editor paste an article in a real browser, with and without JavaScript, by keyboard, on any screen?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from tests.end_to_end.running import running
from tests.web.test_in_the_browser import WIDTHS, opened

pytestmark = pytest.mark.browser

ARTICLE = (
    "Ana Ruiz, the harbour master, said the harbour would stay closed.\n\n"
    "According to two officials, a ship reportedly lost fuel. “Nobody was hurt,” a spokesman told Reuters."
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("page")
    with running(folder / "log", SAYSO_DATA_DIR=str(folder), SAYSO_EXTRACTOR="rules") as found:
        yield found


def paste(page: Page, address: str, text: str = ARTICLE) -> None:
    page.goto(f"{address}/read")
    page.get_by_label("The article").fill(text)
    page.get_by_label("Outlet").fill("Daily Ledger")
    page.get_by_role("button", name="Find and grade its claims").click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", list(WIDTHS))
def test_axe_finds_nothing_and_nothing_spills_over(browser: Browser, address: str, size: str, scheme: Any) -> None:
    with opened(browser, size, color_scheme=scheme) as (page, seen):
        for text in (
            "",
            ARTICLE,
            "Der Minister sagte am Montag in Berlin, die Regierung werde das Gesetz vorlegen, hieß es",
        ):
            if text:
                paste(page, address, text)
            else:
                page.goto(f"{address}/read")
            for closed in page.locator("summary:visible").all():
                closed.click()
            results = Axe().run(page)
            assert results.violations_count == 0, results.generate_report()
            wide, inner = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
            assert wide <= inner
        assert [fault for fault in seen.faults if "422" not in fault] == []


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
