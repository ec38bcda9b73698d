"""Does the OpenAPI document know an answer that the service gave? Asked of every answer that a test of the API gets."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from starlette.routing import Match, Route
from tests.services import SHIPPED, service_of

from sayso.settings import Settings

Json = dict[str, Any]


def assert_described(response: httpx.Response) -> None:
    """The operation that was asked has this status, and for it this media type. Another address is of no operation."""
    operation = _operation(response.request.method, response.url.path)
    if operation is None:
        return
    said = f"{operation['operationId']} answers {response.status_code}"
    found = operation["responses"].get(str(response.status_code))
    assert found is not None, f"{said}, which its document does not know"
    media = response.headers.get("content-type", "").partition(";")[0]
    known = found.get("content", {})
    assert (media or None) in (known or {None: {}}), f"{said} as {media!r}, and its document knows {[*known]}"


def _operation(method: str, path: str) -> Json | None:
    scope = {"type": "http", "path": path, "root_path": "", "method": method}
    for route, operations in _document():
        if route.matches(scope)[0] is not Match.NONE:
            return operations.get(method.lower())
    return None


@cache
def _document() -> list[tuple[Route, Json]]:
    with TemporaryDirectory() as folder:
        key = Path(folder) / "key"
        key.write_text("k" * 64)  # with a key and a rate it has every refusal that there can be
        given: Json = {"rubrics_dir": SHIPPED, "rubric": "newsroom", "key_file": key, "rate": "600/minute"}
        document = service_of(Settings(**given, data_dir=Path(folder))).openapi()
    return [*_routes(document)]


def _routes(document: Json) -> Iterator[tuple[Route, Json]]:
    for path, item in document["paths"].items():
        yield Route(path, endpoint=lambda _: None), item
