"""Which service does the client ask in these tests? A real one on a socket, with a key; and each test asks twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from tests.client.serving import Awaited
from tests.end_to_end.running import running

from sayso import Sayso

KEY = "4f1dc2a7b09e4c55a6d0e6f1c3b7a9d84f1dc2a7b09e4c55a6d0e6f1c3b7a9d8"
Open = Callable[..., AbstractContextManager[Any]]


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("served")
    (folder / "key").write_text(KEY)
    with running(folder / "log", SAYSO_DATA_DIR=str(folder), SAYSO_KEY_FILE=str(folder / "key")) as found:
        yield found


@pytest.fixture(params=["blocking", "asynchronous"])
def open_client(request: pytest.FixtureRequest) -> Open:
    """Makes a client of either kind, to be asked in the same way."""
    return Sayso if request.param == "blocking" else Awaited.opened


@pytest.fixture
def sayso(open_client: Open, address: str) -> Iterator[Any]:
    with open_client(address, KEY) as client:
        yield client


@pytest.fixture
def claim() -> dict[str, Any]:
    return {
        "text": "The harbour will close on Monday.",
        "attributions": [
            {
                "chain": [
                    {"source": "Daily Ledger", "kind": "secondhand_media", "relation": "quotes"},
                    {"source": "the harbour master", "kind": "on_record_official", "identification": "role"},
                ]
            }
        ],
    }
