"""How does a test of documents write an article, and what it claims?"""

from __future__ import annotations

from typing import Any

import httpx
from fastapi import FastAPI
from tests.api.asking import ask

PATH = "/v1/documents"
TEXT = "Ana Ruiz, the harbour master, said the harbour would stay closed. The mayor told Reuters that nobody was hurt."
Json = dict[str, Any]


def claim(*spans: Any, root: str = "Ana Ruiz", **more: Any) -> Json:
    """What somebody said to the Daily Ledger, at these places of the text."""
    chain = [
        {"source": "Daily Ledger", "kind": "secondhand_media", "relation": "quotes"},
        {"source": root, "kind": "on_record_official", "identification": "named"},
    ]
    return {"text": "The harbour is closed.", "spans": list(spans), "attributions": [{"chain": chain}], **more}


def post(app: FastAPI, headers: dict[str, str] | None = None, **body: Any) -> httpx.Response:
    return ask(app, "POST", PATH, json={"text": TEXT, **body}, headers=headers or {})


def kept(app: FastAPI, **body: Any) -> Json:
    """A document that is kept, as it is answered."""
    response = post(app, **body)
    assert response.status_code == 201, response.text
    answer: Json = response.json()
    return answer


def shown(app: FastAPI, document: str) -> Json:
    """The document as it is now."""
    response = ask(app, "GET", f"{PATH}/{document}")
    assert response.status_code == 200, response.text
    answer: Json = response.json()
    return answer


def delete(app: FastAPI, document: str, tag: str = "*", **headers: str) -> httpx.Response:
    return ask(app, "DELETE", f"{PATH}/{document}", headers={"if-match": tag, **headers})


def pointers(errors: list[Json]) -> dict[str | None, str]:
    """The code of what is wrong at each place."""
    return {error["pointer"]: error["code"] for error in errors}
