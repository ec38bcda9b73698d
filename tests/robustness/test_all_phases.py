"""Does the service hold when Schemathesis goes through all its phases on a real socket, with a key, on both databases?

Examples, coverage of every rule of the document (short runs: on SQLite only), chance, and chains of requests. No 5xx,
no answer, header or status that the document does not know, nothing answered without the key.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.end_to_end.running import PATIENCE, ROOT, clean_environment, running
from tests.robustness.effort import PROFILE, cases

KEY = "4f1dc2a7b09e4c55a6d0e6f1c3b7a9d84f1dc2a7b09e4c55a6d0e6f1c3b7a9d8"
EXAMPLES = cases(dev=1, ci=1, long=400)
"""For each operation and phase."""
LEAST = cases(dev=200, ci=200, long=10_000)
"""On each database."""
LARGEST = "^(scoreClaim|scoreBatch|keepAssessments|correctAssessment)$"
SHORT = (
    ("--phases", "examples,fuzzing,stateful", "--generation-deterministic"),
    ("--phases", "coverage", "--generation-deterministic", "--exclude-operation-id-regex", LARGEST),
)
"""To cover every rule of the largest bodies takes thousands of requests."""
LONG = (("--phases", "examples,coverage,fuzzing,stateful", "--generation-database", "none"),)
RUNS = {"sqlite": LONG, "postgresql": LONG} if PROFILE == "long" else {"sqlite": SHORT, "postgresql": SHORT[:1]}
"""The rules of the document know no database: short runs cover them on one only."""
LEFT_OUT = "positive_data_acceptance,negative_data_rejection"
"""A claim may fit the document and still be none, such as a pointer to nowhere; test_any_request asks about that."""
CONFIG = """
[checks.missing_required_header]
expected-statuses = [400, 401, 422, 428]
"""


@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_no_phase_finds_an_answer_that_the_document_does_not_describe(
    request: pytest.FixtureRequest, tmp_path: Path, database: str, record_property: Any
) -> None:
    (tmp_path / "key").write_text(KEY)
    (tmp_path / "schemathesis.toml").write_text(CONFIG)
    settings = {"SAYSO_DATA_DIR": str(tmp_path), "SAYSO_KEY_FILE": str(tmp_path / "key")}
    if database == "postgresql":
        settings["SAYSO_DATABASE_URL"] = request.getfixturevalue("postgres").bare_database()
        command = [sys.executable, "-m", "sayso", "db", "upgrade"]
        subprocess.run(command, env=clean_environment(**settings), check=True, capture_output=True)
    with running(tmp_path / "log", **settings) as address:
        httpx.get(f"{address}/openapi.json", timeout=PATIENCE)  # made with the first who asks; Schemathesis waits 10 s
        generated = sum(asked(address, tmp_path, run) for run in RUNS[database])
    record_property("figure", f"schemathesis_cases_{database}: {generated}")
    assert generated >= LEAST
    assert "unhandled error" not in (tmp_path / "log").read_text()


def asked(address: str, folder: Path, options: Sequence[str]) -> int:
    """How many requests were made by a run of Schemathesis, in which all went well."""
    command = [Path(sys.executable).with_name("st"), "--config-file", folder / "schemathesis.toml", "run", *options]
    command += [f"{address}/openapi.json", "-H", f"Authorization: Bearer {KEY}", "--exclude-checks", LEFT_OUT]
    command += ["-n", str(EXAMPLES), "--continue-on-failure", "--generation-allow-x00", "false", "--no-color"]
    command += [
        "--request-timeout",
        "120",
        "--no-shrink",
        "--report",
        "json",
        "--report-json-path",
        folder / "report.json",
    ]
    environment = clean_environment(SCHEMATHESIS_HOOKS="tests.robustness.as_lines")
    environment["PYTHONPATH"] += f":{ROOT}"
    ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    report = json.loads((folder / "report.json").read_text())
    assert report["complete"]
    assert all(report["phases"][phase]["status"] == "success" for phase in options[1].split(","))
    return int(report["test_cases"]["generated"])
