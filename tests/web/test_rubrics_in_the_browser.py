"""Do the pages of rubrics hold in a real browser, and does the simulator follow the hand?"""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.end_to_end.running import PATIENCE, running
from tests.usecases.small import folder, rubric
from tests.web.browsing import assert_usable, opened

pytestmark = pytest.mark.browser

PATHS = (
    "/rubrics",
    "/rubrics/small",
    "/rubrics/small?version=1.1.0",
    "/rubrics/small/diff?from=1.0.0&to=1.1.0",
    "/rubrics/small/try",
    "/rubrics/nowhere",
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("rubrics")
    rubrics = folder(path / "rubrics", small=rubric())
    with running(
        path / "log", SAYSO_DATA_DIR=str(path / "data"), SAYSO_RUBRICS_DIR=str(rubrics), SAYSO_RUBRIC="small"
    ) as found:
        chains = [{"chain": [{"source": "a witness", "kind": "eyewitness"}]}]
        claims = [{"text": "The harbour was closed.", "attributions": chains}] * 3
        httpx.post(f"{found}/v1/assessments", json={"claims": claims}, timeout=PATIENCE).raise_for_status()
        newer = rubric(version="1.1.0").replace("{points: 40,", "{points: 30,")
        put = httpx.put(
            f"{found}/v1/rubrics/small/versions/1.1.0",
            content=newer,
            headers={"content-type": "application/yaml"},
            timeout=PATIENCE,
        )
        assert put.status_code == 201, put.text
        yield found


@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing_and_nothing_spills_over(browser: Browser, address: str, path: str) -> None:
    with opened(browser) as (page, seen):
        page.goto(address + path)
        if path.endswith("/try"):
            turn(page, "60")
        assert_usable(page, seen)


def box(page: Page) -> Locator:
    return page.get_by_role("spinbutton", name="While that is not known")


def turn(page: Page, value: str) -> None:
    box(page).fill(value)
    expect(page.locator(".headline")).to_contain_text("3 of 3 stored assessments change grade")


def test_the_numbers_are_followed_while_they_are_typed_and_no_fault_is_reported(browser: Browser, address: str) -> None:
    with opened(browser) as (page, seen):
        page.goto(f"{address}/rubrics/small/try")
        expect(page.locator("#impact")).to_contain_text("Nothing is turned yet.")
        turn(page, "60")
        assert page.locator("#impact .changes li").all_text_contents() == ["Named: not known: 40 becomes 60"]
        assert page.locator(".histogram svg").count() == 1
        knob = box(page)
        expect(knob).to_be_focused()
        page.get_by_role("button", name="1 more: While that is not known").click()
        expect(page.locator("#impact .changes li")).to_have_text("Named: not known: 40 becomes 61")
        expect(knob).to_have_value("61")
        knob.fill("101")
        expect(page.locator("#impact")).to_contain_text("a whole number from 0 to 100 is expected")
        assert page.url == f"{address}/rubrics/small/try"
        assert seen.faults == []
        assert seen.hosts == {address.removeprefix("http://")}


def test_without_scripts_the_form_does_the_same_and_a_draft_is_kept_and_activated(
    browser: Browser, address: str
) -> None:
    with opened(browser, java_script_enabled=False) as (page, seen):
        page.goto(f"{address}/rubrics/small/try?version=1.1.0")
        box(page).fill("60")
        page.get_by_role("button", name="Show what moves").last.click()
        expect(page.locator(".headline")).to_contain_text("3 of 3 stored assessments change grade")
        page.get_by_role("button", name="1 less: While that is not known").click()
        expect(box(page)).to_have_value("59")
        page.get_by_role("button", name="Save as a draft").click()
        expect(page.locator(".done")).to_contain_text("The draft is kept.")
        assert "version=1.1.1" in page.url
        page.get_by_role("checkbox").check()
        page.get_by_role("button", name="Activate 1.1.1").click()
        expect(page.locator(".done")).to_contain_text("This version is active now")
        assert seen.faults == []
