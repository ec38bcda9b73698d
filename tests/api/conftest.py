"""Which service do the API's tests ask? The one a user gets, with the shipped rubrics, built once."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from fastapi import FastAPI

from sayso.app import build_app
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
def service() -> FastAPI:
    return build_app(Settings())


@pytest.fixture
def tank() -> dict[str, Any]:
    """The seed's leak claim, free to be changed."""
    return deepcopy(TANK)
