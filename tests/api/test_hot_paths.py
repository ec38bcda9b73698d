"""Do the scoring routes keep off what is slow? Found by looking at them, not with a clock.

What each idiom costs was measured once: a thread for a plain function, a task for a wrapping middleware, a second
validation of the answer. None of them may come back unnoticed.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.middleware.base import BaseHTTPMiddleware

from sayso.api.direct import DirectRoute, HeldRoute
from sayso.api.express import Service
from sayso.api.guard import Guard

API = Path(__file__).resolve().parents[2] / "service" / "sayso" / "api"
HOT = ["/v1/score", "/v1/score/batch", "/livez", "/readyz"]
BLOCKING = {
    "time.sleep", "open", "input", "os.system", "os.popen", "socket.create_connection", "sqlite3.connect",
    "urllib.request.urlopen", "shutil.copy", "asyncio.run",
}  # fmt: skip
BLOCKING_METHODS = {"read_text", "read_bytes", "write_text", "write_bytes", "stat", "iterdir", "glob"}
BLOCKING_LIBRARIES = {"requests", "httpx", "urllib.request", "subprocess", "sqlite3", "http.client", "socket"}
SLOW = {"jsonable_encoder", "JSONResponse", "Depends", "BaseHTTPMiddleware", "model_dump_json"}


def routes(service: FastAPI, *paths: str) -> list[APIRoute]:
    found = [route for route in service.routes if isinstance(route, APIRoute) and route.path in paths]
    assert len(found) == len(paths)
    return found


def test_scoring_routes_are_called_with_the_request_alone_on_the_event_loop(service: FastAPI) -> None:
    for route in routes(service, *HOT):
        assert isinstance(route, DirectRoute), route.path
        assert inspect.iscoroutinefunction(route.direct), route.path
        assert len(inspect.signature(route.direct).parameters) == 1, route.path
        assert route.dependencies == [], route.path
        assert route.dependant.dependencies == [], route.path


def test_no_answer_is_validated_a_second_time(service: FastAPI) -> None:
    for route in routes(service, *HOT):
        assert route.response_field is None, route.path


def test_the_busiest_route_is_tried_first(service: FastAPI) -> None:
    assert getattr(service.routes[0], "path", None) == "/v1/score"


def test_the_direct_routes_are_reached_without_the_router(service: FastAPI) -> None:
    assert isinstance(service, Service)
    assert {path for _, path in service.express} >= set(HOT)
    for (method, path), route in service.express.items():
        assert method in (route.methods or ())
        assert route in service.routes, f"{path} is answered and not in the document"


def test_no_middleware_wraps_a_call_in_a_task(service: FastAPI) -> None:
    assert [middleware.cls for middleware in service.user_middleware] == [Guard]
    stack, seen = service.build_middleware_stack(), []
    while stack is not None:
        seen.append(type(stack).__name__)
        assert not isinstance(stack, BaseHTTPMiddleware)
        stack = getattr(stack, "app", None)
    assert "Guard" in seen


def test_no_endpoint_of_ours_has_dependencies_and_each_lets_go_of_its_application(service: FastAPI) -> None:
    for route in service.routes:
        assert isinstance(route, (DirectRoute, HeldRoute)), route
        assert route.dependant.dependencies == [], route.path


def modules() -> list[Path]:
    return sorted(API.glob("*.py"))


def name_of(node: ast.expr) -> str:
    """``a.b.c`` of a called expression, as far as it is one."""
    if isinstance(node, ast.Attribute):
        return f"{name_of(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "?"


def waits(tree: ast.AST) -> Iterator[str]:
    """What a coroutine calls that would hold up the event loop."""
    for coroutine in ast.walk(tree):
        if isinstance(coroutine, ast.AsyncFunctionDef):
            for node in ast.walk(coroutine):
                if isinstance(node, ast.Call):
                    called = name_of(node.func)
                    if called in BLOCKING or called.rpartition(".")[2] in BLOCKING_METHODS:
                        yield f"{coroutine.name}:{node.lineno} {called}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.stem)
def test_no_coroutine_waits_for_a_file_a_socket_or_the_clock(path: Path) -> None:
    assert list(waits(ast.parse(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.stem)
def test_nothing_slow_is_named(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    named |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert named & SLOW == set()
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported & BLOCKING_LIBRARIES == set()


def test_a_coroutine_that_waits_would_be_found() -> None:
    for wrong in ("time.sleep(1)", "open('x')", "Path('x').read_text()", "(await y()).stat()"):
        assert list(waits(ast.parse(f"async def endpoint(request):\n    return {wrong}\n"))), wrong
