"""Which service do the API's tests ask? The one a user gets, with the shipped rubrics, built once."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from fastapi import FastAPI
from tests.services import service_of

from sayso.settings import Settings

TANK: dict[str, Any] = {
    "text": "One of the explosives sliced through a tank's armored plating in a trial run.",
    "id": "seed-16",
    "statement_type": "report_of_speech",
    "specifics": ["what", "where", "when"],
    "hedges": ["reportedly"],
    "attributions": [
        {
            "chain": [
                {"source": "The Jerusalem Post", "kind": "prior_own_reporting", "relation": "paraphrases"},
                {
                    "source": "The Washington Post",
                    "kind": "secondhand_media",
                    "relation": "quotes",
                    "identification": "named",
                    "publisher_verification": "not_stated",
                },
                {
                    "source": "one of the classified intelligence reports",
                    "kind": "classified_leak",
                    "identification": "bare",
                    "medium": "document",
                },
            ]
        }
    ],
}


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    app = service_of(Settings(data_dir=tmp_path_factory.mktemp("kept")))
    yield app
    app.state.storage.close()


@pytest.fixture(scope="session", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def keeper(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """A service with a database of each kind, which the tests share: none may count on being alone in it."""
    settings: dict[str, Any] = {"data_dir": tmp_path_factory.mktemp("kept")}
    if request.param == "postgresql":
        settings["database_url"] = request.getfixturevalue("postgres").database()
    app = service_of(Settings(**settings))
    yield app
    app.state.storage.close()


@pytest.fixture
def tank() -> dict[str, Any]:
    """The seed's leak claim, free to be changed."""
    return deepcopy(TANK)
