"""Takes the pictures of README and guides anew: a service with the seed, the system's Chromium, and what is shown.

.venv/bin/python docs/pictures.py            # needs Chromium; writes docs/images/
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

IMAGES = Path(__file__).with_name("images")
PORT = 8396
ADDRESS = f"http://127.0.0.1:{PORT}"
WIDE = {"width": 1440, "height": 900}
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_PATIENCE = 60


def main() -> int:
    """Writes the pictures; gives 2 where there is no browser to take them with."""
    found = next((path for name in _BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        print("there is no Chromium here: apt-get install chromium", file=sys.stderr)
        return 2
    with served() as document, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        take(browser, f"/documents/{document}/claims/15", "page.png")
        take(browser, "/rubrics/newsroom/try", "simulator.png", turn_one)
        browser.close()
    return 0


@contextmanager
def served() -> Iterator[str]:
    """A service that has kept the seed in a folder of its own; gives the document's id."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "sayso", "serve", "--seed", "--port", str(PORT)]
        server = subprocess.Popen(  # noqa: S603 - our own command
            command, env={"SAYSO_DATA_DIR": folder, "PATH": ""}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            yield _document()
        finally:
            server.terminate()
            server.wait(_PATIENCE)


def take(browser: Browser, path: str, name: str, before: object = None) -> None:
    """One picture; ``before`` is what is done on the page first."""
    page = browser.new_page(viewport=WIDE, color_scheme="light")  # type: ignore[arg-type]
    page.goto(ADDRESS + path)
    if callable(before):
        before(page)
    page.screenshot(path=IMAGES / name)
    page.close()
    print(f"{name}: {page.url.removeprefix(ADDRESS)}")


def turn_one(page: Page) -> None:
    """Turns one number down and waits for what that would move."""
    page.locator("input[type=number]").nth(1).fill("18")
    page.get_by_text(re.compile("would move|change grade")).first.wait_for()
    page.wait_for_timeout(3_000)


def _document() -> str:
    """The id of the kept seed, once the service answers."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            listed = httpx.get(f"{ADDRESS}/v1/documents").json()["documents"]
        except httpx.TransportError:
            listed = []
        if listed:
            return str(listed[0]["id"])
        if time.monotonic() > until:
            raise TimeoutError("the service does not come up")
        time.sleep(0.2)


if __name__ == "__main__":
    sys.exit(main())
