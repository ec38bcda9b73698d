"""How does a test go through the pages of a stored document without a browser?"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine, Mapping
from copy import deepcopy
from typing import Any, TypeVar
from urllib.parse import urlencode

import httpx
from fastapi import FastAPI
from tests.api.conftest import TANK

Found = TypeVar("Found")
OF_CLAIM = re.compile(
    r'<input type="hidden" name="assessment" value="([^"]*)"><input type="hidden" name="revision" value="([^"]*)">'
)


class Desk:
    """The pages and the REST interface of one service, as whoever is at this machine."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app

    async def ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.request(method, path, **options)

    async def get(self, path: str) -> httpx.Response:
        return await self.ask("GET", path)

    async def send(self, path: str, fields: Mapping[str, str], **headers: str) -> httpx.Response:
        body = urlencode(list(fields.items()), errors="surrogatepass").encode()
        kind = {"content-type": "application/x-www-form-urlencoded"}
        return await self.ask("POST", path, content=body, headers=kind | headers)

    async def kept(self, claims: list[Any], text: str = "Some text of an article.") -> str:
        """A new document; gives its id."""
        reply = await self.ask("POST", "/v1/documents", json={"text": text, "claims": claims})
        assert reply.status_code == 201, reply.text
        return str(reply.json()["id"])

    async def seen(self, path: str) -> dict[str, str]:
        """What the forms of a claim's page were made for."""
        page = await self.get(path)
        assert page.status_code == 200
        return shown_in(page.text)

    async def assessment(self, document: str, place: int = 0) -> dict[str, Any]:
        """The assessment that holds for a claim, whole."""
        found = (await self.get(f"/v1/documents/{document}")).json()["claims"][place]["assessment"]
        whole: dict[str, Any] = (await self.get(f"/v1/assessments/{found['id']}")).json()
        return whole


def two_claims() -> list[Any]:
    """Two claims without ids, the second held by a gate."""
    plain, held = deepcopy(TANK), deepcopy(TANK)
    for claim in (plain, held):
        del claim["id"]
    held["seriousness"] = "serious_allegation"
    return [plain, held]


def run(work: Coroutine[Any, Any, Found]) -> Found:
    """Goes through it to its end."""
    return asyncio.run(work)


async def opened(desk: Desk, claims: list[Any]) -> tuple[str, str, dict[str, str]]:
    """A document with these claims: its id, the page of its first one, and what a form there has seen."""
    id_ = await desk.kept(claims)
    page = f"/documents/{id_}/claims/0"
    return id_, page, await desk.seen(page)


def shown_in(page: str) -> dict[str, str]:
    """The assessment and its revision that the forms of a claim were made for."""
    assessment, revision = OF_CLAIM.findall(page)[0]
    return {"assessment": assessment, "revision": revision}
