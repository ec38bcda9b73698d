"""Can the seed article be reviewed in a real browser: by keyboard alone, without JavaScript, dark, and at any width?"""

from __future__ import annotations

from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect
from tests.end_to_end.running import PATIENCE
from tests.web.browsing import assert_usable, opened

pytestmark = pytest.mark.browser

PATHS = (
    "{documents}",
    "{document}/claims/15?compare=nato-admiralty,osint-verification",
    "{document}/claims/14?done=checked",
)


@pytest.fixture(scope="module")
def document(address: str) -> str:
    """The page of the seed article."""
    kept = httpx.post(f"{address}/documents", data={"do": "seed"}, timeout=PATIENCE)
    assert kept.status_code == 303
    return address + kept.headers["location"]


def copy_of(document: str) -> str:
    """Another document with the seed's claims, for a test that decides on them."""
    address, _, path = document.partition("/documents/")
    shown = httpx.get(f"{address}/v1/documents/{path}", timeout=PATIENCE).json()
    facts = [
        {"text": claim["text"], "spans": claim["positions"], "attributions": [{"chain": [{"source": "The Post"}]}]}
        for claim in shown["claims"][:3]
    ]
    kept = httpx.post(f"{address}/v1/documents", json={"text": shown["text"], "claims": facts}, timeout=PATIENCE)
    return f"{address}/documents/{kept.json()['id']}"


def pressed(page: Page, key: str, leads_to: str) -> None:
    page.keyboard.press(key)
    page.wait_for_url(f"**{leads_to}*")


def test_the_whole_seed_is_reviewed_with_the_keyboard_alone(browser: Browser, address: str) -> None:
    own = httpx.post(f"{address}/documents", data={"do": "seed"}, timeout=PATIENCE).headers["location"]
    id_ = own.removeprefix("/documents/")
    with opened(browser) as (page, seen):
        page.goto(address + own)
        pressed(page, "l", "done=taken")
        pressed(page, "j", "/claims/1#claim")
        pressed(page, "k", "/claims/0#claim")
        pressed(page, "c", "/claims/1?done=checked")
        page.keyboard.press("o")
        page.keyboard.type("B")  # the first band that begins so
        page.keyboard.press("Tab")
        page.keyboard.type("We know")
        page.keyboard.press("Tab")
        page.keyboard.type("We have spoken to them ourselves.")
        pressed(page, "Control+Enter", "done=overridden")
        page.keyboard.press("n")
        page.keyboard.type("Ask the author for the original.")
        pressed(page, "Control+Enter", "done=noted")
        page.keyboard.press("b")
        for words in ("The assessment", "page 4", "https://example.org/a"):
            page.keyboard.type(words)
            page.keyboard.press("Tab")
        pressed(page, "Control+Enter", "done=backed")
        page.keyboard.press("1")
        page.wait_for_url("**compare=*")
        expect(page.get_by_text("Where they differ")).to_be_visible()
        pressed(page, "j", "/claims/2#claim")
        page.keyboard.press("x")
        pressed(page, "Control+Enter", "done=abstained")
        pressed(page, "j", "/claims/3#claim")
        for place in range(3, 25):
            assert f"/claims/{place}" in page.url
            held = page.get_by_text("Release this hold")
            while held.count():
                held.first.focus()
                page.keyboard.press("Enter")
                page.keyboard.press("Tab")
                page.keyboard.type("The desk has seen the papers.")
                pressed(page, "Control+Enter", "done=released")
            pressed(page, "c", f"/claims/{place + 1}?done=checked" if place < 24 else "done=all-checked")
        expect(page.locator(".strip-state")).to_contain_text("25 of 25 decided")
        pressed(page, "s", "done=signed")
        assert seen.own_faults == []
        assert seen.hosts == {urlsplit(address).netloc}
    work = httpx.get(f"{address}/v1/documents/{id_}/work", timeout=PATIENCE).json()
    assert work["reviewer_state"] == "signed", work["blockers"]
    told = httpx.get(f"{address}/v1/documents/{id_}", timeout=PATIENCE).json()["reviews"]
    assert told == {"open": 0, "agreed": 23, "overridden": 1, "abstained": 1}


def test_everything_is_done_without_javascript(browser: Browser, document: str) -> None:
    with opened(browser, java_script_enabled=False) as (page, seen):
        page.goto(copy_of(document))
        expect(page.get_by_role("button", name="Hide highlights")).to_be_hidden()
        page.get_by_role("button", name="Checked").click()
        page.get_by_text("Override", exact=False).locator("visible=true").first.click()
        page.locator("#band").select_option("source_reliability:B")
        page.locator("#reason").select_option("other")
        page.locator("#why").fill("We have seen the papers.")
        page.get_by_role("button", name="Keep the override").click()
        expect(page.locator(".notice")).to_have_text("The override is kept beside the computed grade.")
        page.get_by_role("heading", name="Correct the facts").click()
        page.locator("#f-attributions-0-chain-0-kind").select_option("eyewitness")
        page.get_by_role("button", name="Show what follows").click()
        expect(page.locator(".preview")).to_be_visible()
        page.locator("#correct-why").fill("She was there and says so.")
        page.get_by_role("button", name="Keep the correction").click()
        expect(page.get_by_text("Corrected: She was there and says so.").first).to_be_visible()
        assert seen.own_faults == []


@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing_and_nothing_spills_over(browser: Browser, document: str, path: str) -> None:
    with opened(browser) as (page, seen):
        page.goto(path.format(document=document, documents=document.rpartition("/")[0]))
        assert_usable(page, seen)
        assert seen.faults == []


def test_highlights_and_bars_are_turned_off_and_on_by_a_key(browser: Browser, document: str) -> None:
    with opened(browser) as (page, _):
        page.goto(f"{document}/claims/15")
        badge, bar = page.locator(".words .badge").first, page.locator(".losses .step").first
        expect(badge).to_be_visible()
        page.keyboard.press("h")
        expect(badge).to_be_hidden()
        page.keyboard.press("t")
        expect(bar).to_be_hidden()
        page.keyboard.press("h")
        page.keyboard.press("t")
        expect(badge).to_be_visible()
        expect(bar).to_be_visible()


def test_single_letters_can_be_turned_off(browser: Browser, document: str) -> None:
    with opened(browser) as (page, _):
        page.goto(f"{document}/claims/15")
        page.keyboard.press("?")
        page.get_by_label("Turn single-letter keys off").check()
        page.keyboard.press("Escape")
        page.keyboard.press("o")
        expect(page.locator("#band")).to_be_hidden()


def test_what_is_without_a_claim_looks_it(browser: Browser, document: str) -> None:
    with opened(browser) as (page, _):
        page.goto(f"{document}/claims/15")
        plain = page.locator(".words").evaluate("each => getComputedStyle(each).color")
        marked = page.locator(".words mark").first.evaluate("each => getComputedStyle(each).color")
        assert plain != marked


def test_forced_colours_keep_the_decision_apart(browser: Browser, document: str) -> None:
    with opened(browser, forced_colors="active") as (page, seen):
        page.goto(f"{document}/claims/15")
        expect(page.get_by_role("button", name="Checked")).to_be_visible()
        border, ground = page.locator(".decide").evaluate(
            "each => [getComputedStyle(each).borderTopColor, getComputedStyle(each).backgroundColor]"
        )
        assert border != ground
        assert seen.faults == []


def test_paper_shows_the_claim_and_what_was_decided_but_no_forms(browser: Browser, document: str) -> None:
    with opened(browser) as (page, _):
        page.goto(f"{document}/claims/15")
        page.emulate_media(media="print")
        expect(page.locator(".two-grades")).to_be_visible()
        expect(page.get_by_role("button", name="Checked")).to_be_hidden()
        expect(page.locator(".correct")).to_be_hidden()
