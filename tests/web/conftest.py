"""Which service do the page's tests ask, and in which browser? Built once, as a user gets it; the system's Chromium."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, expect, sync_playwright
from tests.end_to_end.running import running
from tests.services import service_of

from sayso.settings import Settings

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    expect.set_options(timeout=30_000)  # on a busy machine a page may take its time
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a service that reads articles answers; its tests share it, so each keeps to documents of its own."""
    folder = tmp_path_factory.mktemp("page")
    with running(folder / "log", SAYSO_DATA_DIR=str(folder), SAYSO_EXTRACTOR="rules") as found:
        yield found


@pytest.fixture(scope="session")
def service() -> FastAPI:
    return service_of(Settings())


@pytest.fixture(scope="session")
def seed(root: Path) -> dict[str, Any]:
    """The seed's document as it lies on disk."""
    document: dict[str, Any] = json.loads((root / "fixtures" / "seed" / "claims.json").read_bytes())
    return document
