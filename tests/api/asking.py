"""How does a test ask the service without a socket? One request over httpx's ASGI transport."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
from starlette.types import ASGIApp
from tests.api.described import assert_described

from sayso.api.express import Service

LOOPBACK = "http://127.0.0.1:8321"


def ask(app: ASGIApp, method: str, path: str, *, base: str = LOOPBACK, **request: Any) -> httpx.Response:
    """The answer of ``app`` to one request, which its document knows; a raw exception of the app fails the test."""

    async def once() -> httpx.Response:
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=True)
        async with httpx.AsyncClient(transport=transport, base_url=base) as client:
            return await client.request(method, path, **request)

    response = asyncio.run(once())
    if isinstance(app, Service):  # not a guard, or another part, alone
        assert_described(response)
    return response


def assert_problem(response: httpx.Response, status: int, code: str) -> list[dict[str, Any]]:
    """Checks that this is a whole problem document and returns its ``errors``."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert list(problem) == ["type", "title", "status", "detail", "instance", "code", "errors"]
    assert (problem["status"], problem["code"]) == (status, code)
    assert problem["type"] == f"urn:sayso:problem:{code}"
    for error in problem["errors"]:
        assert list(error) == ["pointer", "line", "column", "code", "message", "hint"]
    errors: list[dict[str, Any]] = problem["errors"]
    return errors
