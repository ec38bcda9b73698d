"""How does a route stay in the OpenAPI document without paying for what it does not use, or being kept for ever?

FastAPI's own handler opens two exit stacks and solves dependencies on every call, which costs more than the scoring.
A route that takes the bare request and returns a response needs neither; its models are stated for the document only.

FastAPI also remembers every endpoint it has looked at, for as long as the process lives. Each change of the rubrics
makes a new application, so what it is shown here leads back to none: the route alone holds the real endpoint.
"""

from __future__ import annotations

import inspect
import weakref
from collections.abc import Awaitable, Callable
from types import MethodType
from typing import Any

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from sayso.errors import Bug

Endpoint = Callable[[Request], Awaitable[Response]]


class DirectRoute(APIRoute):
    """An API route whose endpoint is called with the request alone, on the event loop."""

    def __init__(self, path: str, endpoint: Endpoint, **documented: Any) -> None:
        async def shown(request: Request) -> Response:  # noqa: ARG001  # a path without it would have no parameters
            raise Bug("the route answers itself; this is only what the document is drawn from")

        super().__init__(path, _named_as(shown, endpoint), **documented)
        self.direct = endpoint

        async def call(scope: Scope, receive: Receive, send: Send) -> None:
            response = await endpoint(Request(scope, receive, send))
            await response(scope, receive, send)

        self.app = call


class HeldRoute(APIRoute):
    """An API route as FastAPI handles it, whose endpoint is gone with it."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **documented: Any) -> None:
        self.held = endpoint
        find = weakref.WeakMethod(endpoint) if isinstance(endpoint, MethodType) else weakref.ref(endpoint)

        def real() -> Callable[..., Any]:
            found = find()
            assert found is not None  # a route that is called is there, and holds it
            return found

        async def shown(**given: Any) -> Any:
            return await real()(**given)

        def shown_in_thread(**given: Any) -> Any:
            return real()(**given)

        shape = shown if inspect.iscoroutinefunction(endpoint) else shown_in_thread
        super().__init__(path, _named_as(shape, endpoint), **documented)


def _named_as(shown: Callable[..., Any], endpoint: Callable[..., Any]) -> Callable[..., Any]:
    """``shown`` with the name, the description and the parameters of ``endpoint``, and no way back to it."""
    shown.__name__, shown.__doc__ = endpoint.__name__, endpoint.__doc__
    shown.__signature__ = inspect.signature(endpoint, eval_str=True)  # type: ignore[attr-defined]
    return shown
