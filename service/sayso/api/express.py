"""How is a direct route reached without the way through the framework?

The framework's stack and its search through the routes cost more than the grading of a claim. Direct routes stand in
both, and in the OpenAPI document, like every other; they are only looked up by method and address first. Whatever is
not found here (another method, an address with parameters) goes the usual way.
"""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from sayso.api.direct import DirectRoute
from sayso.api.guard import Door, Guard
from sayso.api.problems import respond_to
from sayso.errors import SaysoError

# The framework would trace the address as it was asked, and a name may stand there: ADR 0020.
_SILENT: TelemetryConfig = {
    "tracing": False, "metrics": False, "logs": False, "operation_spans": False, "auto_configure": False
}  # fmt: skip


class Service(FastAPI):
    """The application, with a short way to its direct routes once ``open_express`` has been called."""

    def __init__(self, **given: Any) -> None:
        super().__init__(telemetry=_SILENT, **given)
        self.express: dict[tuple[str, str], DirectRoute] = {}
        self._guarded: ASGIApp = self._answer

    def open_express(self, door: Door) -> None:
        """Finds the direct routes by method and address from now on, behind a guard like everything else."""
        for route in self.routes:
            if isinstance(route, DirectRoute) and route.operation_id and "{" not in route.path:
                self.express |= {(method, route.path): route for method in route.methods or ()}
        self._guarded = Guard(self._answer, door)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (scope["method"], scope["path"]) in self.express:
            await self._guarded(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        route = scope["route"] = self.express[scope["method"], scope["path"]]
        try:
            response = await route.direct(Request(scope, receive, send))
        except SaysoError as error:
            response = respond_to(scope["path"], error)
            if response.status_code == 500:
                raise  # the guard logs it under the request id and answers
        await response(scope, receive, send)
