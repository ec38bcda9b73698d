"""How hard do the tests try, and what may they leave out?

TEST_PROFILE   dev (100 examples for each property), ci (60, of an invariant 100, the same each time), long (10,000)
TEST_NO_SKIPS  1 makes a skipped test a failed one, so that a machine without a browser cannot pass by silence

They are not called SAYSO_*, because Sayso refuses a setting that it does not know.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from tests.postgres import MISSING, Server, binaries, running_server

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)
ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SLOW_MACHINE = [HealthCheck.too_slow]

settings.register_profile("dev", max_examples=100, deadline=None, suppress_health_check=SLOW_MACHINE)
# Any change of the code moves the examples that CI draws, so that how much a strategy throws away is watched in dev.
settings.register_profile(
    "ci",
    max_examples=60,
    deadline=None,
    derandomize=True,
    print_blob=True,
    suppress_health_check=[*SLOW_MACHINE, HealthCheck.filter_too_much],
)
settings.register_profile(
    "long", max_examples=10_000, deadline=None, print_blob=True, suppress_health_check=SLOW_MACHINE
)
settings.load_profile(os.environ.get("TEST_PROFILE", "dev"))

_NO_SKIPS = os.environ.get("TEST_NO_SKIPS", "") not in ("", "0")


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def chromium() -> str:
    """The system's Chromium; the test is skipped where there is none."""
    found = find_chromium()
    if found is None:
        pytest.skip("no Chromium on this machine: the page is not tested in a browser")
    return found


def find_chromium() -> str | None:
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def can_draw() -> bool:
    """Whether a PDF can be drawn here: the extra is installed, and Pango is on the system."""
    try:
        import_module("weasyprint")
    except (ImportError, OSError):
        return False
    return True


def pytest_report_header() -> str | None:
    if find_spec("torch") is None:
        return "training of the extractor is not tested: torch is not installed (pip install sayso[train])"
    return None


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server of these tests' own; the test is skipped where there is none."""
    if not has_postgres():
        pytest.skip(MISSING)
    with running_server() as server:
        yield server


def has_postgres() -> bool:
    return "TEST_DATABASE_URL" in os.environ or binaries() is not None


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, Any]:
    """The settings of a database in which nothing is kept yet, once for each kind."""
    where: dict[str, Any] = {"data_dir": tmp_path / "data"}
    if request.param == "postgresql":
        server: Server = request.getfixturevalue("postgres")
        where["database_url"] = server.database()
    return where


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = {}
    if find_chromium() is None:
        missing["browser"] = "no Chromium on this machine: the page is not tested in a browser"
    if not has_postgres():
        missing["postgres"] = MISSING
    if any(item.get_closest_marker("pdf") for item in items) and not can_draw():
        missing["pdf"] = "no WeasyPrint or no Pango on this machine: the PDF of a print sheet is not tested"
    for item in items:
        for mark, reason in missing.items():
            if item.get_closest_marker(mark):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return _unskipped((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return _unskipped((yield))


def _unskipped(report: Report) -> Report:
    if _NO_SKIPS and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"skipped, and TEST_NO_SKIPS is set: {reason}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Prints the figures that tests have recorded, whichever process they ran in."""
    passed: list[pytest.TestReport] = terminalreporter.stats.get("passed", [])
    for report in passed:
        for name, value in report.user_properties:
            if name == "figure" and report.when == "call":
                terminalreporter.write_line(str(value))
