"""Does the page hold in a real browser: no fault, no request elsewhere, no script needed, usable by keyboard?"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect
from tests.web.browsing import assert_usable, opened

pytestmark = pytest.mark.browser

PATHS = ("/", "/claims/seed-16", "/claims/seed-05", "/claims/seed-16?rubric=nato-admiralty", "/claims/nowhere")
RUBRICS = ("icd206-descriptor", "leak-and-anonymous", "nato-admiralty", "newsroom", "osint-verification")


@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing_and_nothing_spills_over(browser: Browser, address: str, path: str) -> None:
    with opened(browser) as (page, seen):
        page.goto(address + path)
        assert_usable(page, seen)


@pytest.mark.parametrize("rubric", RUBRICS)
def test_no_rubric_makes_the_narrow_page_spill_over(browser: Browser, address: str, rubric: str) -> None:
    with opened(browser, "narrow") as (page, _):
        for number in (1, 5, 7, 12, 16):
            page.goto(f"{address}/claims/seed-{number:02}?rubric={rubric}")
            assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_no_fault_is_reported_and_nothing_is_asked_of_another_host(browser: Browser, address: str) -> None:
    with opened(browser) as (page, seen):
        page.goto(f"{address}/")
        for number in (1, 5, 16):
            page.goto(f"{address}/claims/seed-{number:02}#claim")
        page.get_by_role("link", name="nato-admiralty", exact=True).click()
        assert "rubric=nato-admiralty" in page.url
        page.emulate_media(media="print")
        assert seen.faults == []
        assert seen.hosts == {urlsplit(address).netloc}


def test_the_policy_is_obeyed_by_the_browser(browser: Browser, address: str) -> None:
    with opened(browser) as (page, seen):
        page.goto(f"{address}/")
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p id=probe style=\"color:red\">x</p>')")
        assert any("Content Security Policy" in fault for fault in seen.faults), "the test would not see a breach"


def test_everything_is_there_without_javascript(browser: Browser, address: str) -> None:
    with opened(browser, java_script_enabled=False) as (page, seen):
        page.goto(f"{address}/")
        page.locator(".claims tbody a").nth(15).click()
        expect(page.locator("#claim")).to_have_text("Claim 16 of 25")
        page.get_by_text("Every question of the rubric and its answer").click()
        expect(page.locator("table.answers")).to_be_visible()
        page.get_by_role("link", name="Next").click()
        expect(page.locator("#claim")).to_have_text("Claim 17 of 25")
        assert seen.faults == []


def test_every_claim_is_reached_with_the_tab_key(browser: Browser, address: str) -> None:
    with opened(browser) as (page, _):
        page.goto(f"{address}/claims/seed-16")
        places: list[tuple[str, str]] = []
        for _ in range(200):
            page.keyboard.press("Tab")
            if places and page.evaluate("document.activeElement === document.querySelector('.skip a')"):
                break
            href, where = page.evaluate(
                "() => { const e = document.activeElement;"
                " return [e.getAttribute('href') || '', e.closest('article, section')?.className || 'top'] }"
            )
            places.append((href, where))
        in_text = [href for href, where in places if where == "pane text"]
        in_list = [href for href, where in places if where == "pane claims"]
        wanted = [f"/claims/seed-{number:02}#claim" for number in range(1, 26)]
        assert [href for href in in_text if href] == wanted
        assert [href for href in in_list if href][:25] == wanted


def test_the_skip_link_is_the_first_stop_and_leads_to_the_claim(browser: Browser, address: str) -> None:
    with opened(browser, "narrow") as (page, _):
        page.goto(f"{address}/claims/seed-16")
        page.keyboard.press("Tab")
        skip = page.locator(":focus")
        assert skip.inner_text() == "Skip to the chosen claim"
        box = skip.bounding_box()
        assert box is not None
        assert box["y"] >= 0
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        expect(page.locator(":focus")).to_have_text("Previous")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_focus_can_be_seen(browser: Browser, address: str, scheme: Any) -> None:
    with opened(browser, color_scheme=scheme) as (page, _):
        page.goto(f"{address}/claims/seed-16")
        for _ in range(12):
            page.keyboard.press("Tab")
            outline = page.evaluate(
                "() => { const s = getComputedStyle(document.activeElement); return [s.outlineStyle, s.outlineWidth] }"
            )
            assert outline == ["solid", "3px"]


@pytest.mark.parametrize("number", [2, 16, 25])
def test_on_a_wide_screen_text_list_and_claim_are_seen_together(browser: Browser, address: str, number: int) -> None:
    with opened(browser) as (page, _):
        page.goto(f"{address}/")
        page.locator(".claims tbody a").nth(number - 1).click()
        for place in (".words [aria-current]", ".claims tr.chosen", "#claim", ".top"):
            box = page.locator(place).first.bounding_box()
            assert box is not None
            assert 0 <= box["y"] < 1000, place


def test_on_a_narrow_screen_a_chosen_claim_is_in_front(browser: Browser, address: str) -> None:
    with opened(browser, "narrow") as (page, _):
        page.goto(f"{address}/")
        page.locator(".words a", has_text="one of the explosives").click()
        box = page.locator("#claim").bounding_box()
        assert box is not None
        assert 0 <= box["y"] < 100
        expect(page.locator("#claim")).to_have_text("Claim 16 of 25")


def test_patterns_differ_from_each_other_without_colour(browser: Browser, address: str) -> None:
    with opened(browser) as (page, _):
        page.goto(f"{address}/?rubric=nato-admiralty")
        looks = [
            mark.evaluate(
                "m => { const s = getComputedStyle(m); return [s.textDecorationLine, s.textDecorationStyle,"
                " s.textDecorationThickness, s.backgroundImage].join(' ') + (s.backgroundColor != 'rgba(0, 0, 0, 0)') }"
            )
            for mark in page.locator(".legend .place").all()
        ]
        assert len(looks) == 7
        assert len(set(looks)) == 7


def test_forced_colours_keep_the_letters_and_the_bars(browser: Browser, address: str) -> None:
    with opened(browser, forced_colors="active") as (page, _):
        page.goto(f"{address}/claims/seed-16")
        fill, ground = page.evaluate(
            "() => [getComputedStyle(document.querySelector('.step .lost')).fill,"
            " getComputedStyle(document.body).backgroundColor]"
        )
        assert fill != ground
        assert page.locator(".big").inner_text().startswith("E3") or "E3" in page.locator(".big").inner_text()


def test_paper_shows_the_chosen_claim_alone_and_all_its_answers(browser: Browser, address: str) -> None:
    with opened(browser) as (page, _):
        page.goto(f"{address}/claims/seed-16")
        page.emulate_media(media="print")
        expect(page.locator(".text")).to_be_hidden()
        expect(page.locator(".claims")).to_be_hidden()
        expect(page.locator(".on-paper")).to_be_visible()
        assert "newsroom@" in page.locator(".on-paper").inner_text()
        expect(page.locator("table.losses").first).to_be_visible()
        height = page.locator("table.answers").evaluate("table => table.getBoundingClientRect().height")
        assert height > 200
        colours = page.evaluate(
            "() => [...document.querySelectorAll('.claim *')].filter(e => e.checkVisibility())"
            ".map(e => getComputedStyle(e).color.match(/\\d+/g).slice(0, 3))"
        )
        assert all(len(set(colour)) == 1 for colour in colours), "a colour is left on paper"


def test_every_shipped_rubric_has_its_page(browser: Browser, address: str) -> None:
    with opened(browser) as (page, seen):
        for rubric in RUBRICS:
            page.goto(f"{address}/claims/seed-16?rubric={rubric}")
            assert page.locator("nav.rubrics [aria-current]").inner_text() == rubric
        assert seen.faults == []
