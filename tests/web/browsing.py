"""How does a test open a page in a browser, and how does it see that whoever reads it there can use it?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request

WIDTHS = {"wide": (1440, 1000), "middle": (900, 1000), "narrow": (390, 844)}
REFUSED = "the server responded with a status of"
"""What the browser notes of a page that is not there, and of a form that came back."""

_LOOKS: tuple[tuple[str, Literal["light", "dark"], bool], ...] = (
    ("wide", "light", True),
    ("middle", "light", False),
    ("narrow", "dark", True),
)
"""How a page is looked at, and whether axe looks too: it costs seconds, and reads the colours of both schemes."""


@dataclass
class Seen:
    """What the browser complained of and where it went."""

    faults: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    @property
    def own_faults(self) -> list[str]:
        """The complaints without those of a page that is refused, as the test wants it to be."""
        return [fault for fault in self.faults if REFUSED not in fault]

    def failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the browser gives up itself when the reader goes on
            self.faults.append(f"{request.failure}: {request.url}")


@contextmanager
def opened(browser: Browser, size: str = "wide", **options: Any) -> Iterator[tuple[Page, Seen]]:
    """A page of its own at this size."""
    width, height = WIDTHS[size]
    context = browser.new_context(viewport={"width": width, "height": height}, **options)
    page, seen = context.new_page(), Seen()
    page.on("console", lambda said: seen.faults.append(said.text))
    page.on("pageerror", lambda error: seen.faults.append(str(error)))
    page.on("requestfailed", lambda request: seen.failed(request))
    page.on("request", lambda request: seen.hosts.add(urlsplit(request.url).netloc))
    try:
        yield page, seen
    finally:
        context.close()


def assert_usable(page: Page, seen: Seen) -> None:
    """With all that is folded opened, axe finds nothing in either scheme, and nothing spills over at any width.

    Nor does the browser complain, or ask another host. The page is not loaded anew: it may be one that was filled in.
    """
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    for size, scheme, by_axe in _LOOKS:
        width, height = WIDTHS[size]
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        place = f"{page.url}, {size}, {scheme}"
        _assert_fits(page, place)
        if by_axe:
            results = Axe().run(page)
            assert results.violations_count == 0, f"{place}: {results.generate_report()}"
    assert seen.own_faults == []
    assert seen.hosts == {urlsplit(page.url).netloc}


def _assert_fits(page: Page, place: str) -> None:
    wide, inner = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= inner, place
    spilling = page.evaluate(
        "[...document.querySelectorAll('.pane')].filter(each => each.scrollWidth > each.clientWidth)"
        ".map(each => each.className)"
    )
    assert spilling == [], place
