"""Do the pages of sources, audit, help and print hold in a real browser, at three widths, light and dark?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, expect
from tests.end_to_end.running import running
from tests.web.browsing import assert_usable, opened

pytestmark = pytest.mark.browser

HOSTILE = "<script>alert(1)</script>"
SOURCES: dict[str, dict[str, Any]] = {
    "washington-post": {
        "name": "The Washington Post",
        "aliases": ["WaPo"],
        "domains": ["washingtonpost.com"],
        "owner": "Nash Holdings",
        "records": [
            {"registry": "our-desk", "topic": "courts", "letter": "B", "valid_from": "2024", "note": "Corrects openly."}
        ],
    },
    "false-post": {"name": "The Wаshington Pоst", "look_alike_of": "washington-post"},
    "hostile": {"name": HOSTILE, "note": HOSTILE, "owner": "מקור בכיר"},
}
PAGES = (
    "/sources",
    "/sources/washington-post",
    "/sources/false-post",
    "/sources/hostile",
    "/audit",
    "/help",
    "{print}",
)


class Served:
    """A service with the seed article and a small registry."""

    def __init__(self, address: str) -> None:
        self.address = address
        with httpx.Client(base_url=address) as client:
            for id_, entry in SOURCES.items():
                assert client.put(f"/v1/sources/{id_}", json=entry).status_code == 201
            document = client.get("/v1/documents").json()["documents"][0]["id"]
            claims = client.get(f"/v1/documents/{document}").json()["claims"]
            said = {
                "verdict": "override",
                "band": "C",
                "axis": "source_reliability",
                "reason": "other",
                "note": HOSTILE,
            }
            path = f"/v1/assessments/{claims[15]['assessment']['id']}/reviews"
            assert client.post(path, json=said, headers={"if-match": "*"}).status_code == 201
        self.print = f"/documents/{document}/print"

    def at(self, path: str) -> str:
        return self.address + path.format(print=self.print)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("rooms")
    with running(folder / "log", SAYSO_DATA_DIR=str(folder), SAYSO_SEED="1") as address:
        yield Served(address)


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_nothing_spills_over(browser: Browser, served: Served, path: str) -> None:
    with opened(browser) as (page, seen):
        page.goto(served.at(path))
        assert_usable(page, seen)
        assert seen.faults == []


def test_a_source_is_changed_with_the_keyboard_and_without_scripts(browser: Browser, served: Served) -> None:
    with opened(browser, java_script_enabled=False) as (page, seen):
        page.goto(served.at("/sources/washington-post"))
        page.get_by_label("Owner", exact=True).focus()
        page.keyboard.press("Control+A")
        page.keyboard.type("Somebody Else")
        page.keyboard.press("Enter")
        page.wait_for_url("**/sources/washington-post?done=kept")
        assert "Somebody Else" in page.locator(".known-of").inner_text()
        assert seen.faults == []


def test_the_audit_is_verified_with_the_keyboard_and_without_scripts(browser: Browser, served: Served) -> None:
    with opened(browser, java_script_enabled=False) as (page, _):
        page.goto(served.at("/audit"))
        page.get_by_role("button", name="Verify all of it").press("Enter")
        page.wait_for_url("**/audit/verify")
        expect(page.get_by_role("status")).to_contain_text("It does.")


def test_the_sheet_prints_each_claim_in_one_piece_in_black_and_white(browser: Browser, served: Served) -> None:
    with opened(browser, color_scheme="dark") as (page, seen):
        page.goto(served.at("{print}"))
        page.emulate_media(media="print")
        kept = page.locator("section.claim").evaluate_all("all => all.map(each => getComputedStyle(each).breakInside)")
        assert kept == ["avoid"] * 25
        colours = page.evaluate(
            "() => [...document.querySelectorAll('main *')]"
            ".map(e => getComputedStyle(e).color.match(/\\d+/g).slice(0, 3))"
        )
        assert all(len(set(colour)) == 1 for colour in colours)
        assert HOSTILE in page.locator(".box").inner_text()
        assert page.pdf().startswith(b"%PDF-")
        assert seen.faults == []
