"""How does a test call ``sayso``: in this process, or as a process of its own?"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sayso.cli import main

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
RUBRIC = Path(__file__).with_name("harbour.yaml").read_text(encoding="utf-8")
Json = dict[str, Any]


@dataclass(frozen=True)
class Ran:
    """Exit code and both streams of one call."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Json:
        value: Json = json.loads(self.out)
        return value


def call(
    arguments: Sequence[str], given: bytes, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Ran:
    """One call in this process; ``given`` is what stands on standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
    capsys.readouterr()
    code = main(arguments)
    captured = capsys.readouterr()
    return Ran(code, captured.out, captured.err)


def environment(**settings: str) -> dict[str, str]:
    """This environment without anyone's settings but these."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SAYSO_")}
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "PYTHONIOENCODING"):
        kept.pop(name, None)
    return {**kept, "PYTHONPATH": str(ROOT / "service"), **settings}


def process(*arguments: str, cwd: Path, given: bytes = b"", **settings: str) -> Ran:
    """One call as a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "sayso", *arguments],
        cwd=cwd,
        env=environment(**settings),
        input=given,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def link(source: str, kind: str, **more: Any) -> Json:
    return {"source": source, "kind": kind, **more}


def claim(*chain: Json, **more: Any) -> Json:
    """A claim with one attribution; without links, the one of the harbour master."""
    links = list(chain) or [
        link("Daily Ledger", "secondhand_media", relation="quotes"),
        link("Ana Ruiz", "on_record_official", identification="named", access="direct"),
    ]
    return {"text": "The harbour is closed.", **more, "attributions": [{"chain": links}]}
