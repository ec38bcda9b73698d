"""Which service do the page's tests ask? The one a user gets, with the shipped rubrics, built once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from sayso.app import build_app
from sayso.settings import Settings


@pytest.fixture(scope="session")
def service() -> FastAPI:
    return build_app(Settings())


@pytest.fixture(scope="session")
def seed(root: Path) -> dict[str, Any]:
    """The seed's document as it lies on disk."""
    document: dict[str, Any] = json.loads((root / "fixtures" / "seed" / "claims.json").read_bytes())
    return document
