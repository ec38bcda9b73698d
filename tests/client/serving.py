"""How does a test ask the client both ways, and whom: the real service, or a server that fails as it is told to?"""

from __future__ import annotations

import asyncio
import inspect
import json
import socket
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

from sayso import AsyncSayso

CUT = "the connection is cut"


class Told(NamedTuple):
    """What the server of a test answers once."""

    status: int
    body: bytes = b"{}"
    headers: dict[str, str] = {}  # noqa: RUF012  # never changed


class Heard(NamedTuple):
    """What it was asked."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


def problem(status: int, code: str, **headers: str) -> Told:
    """A refusal as the service tells it."""
    line = {"pointer": "/claim", "line": 1, "column": 2, "code": code, "message": "so it is", "hint": "do otherwise"}
    body = {"type": f"urn:sayso:problem:{code}", "title": "No", "status": status, "detail": "it is so"}
    told = json.dumps({**body, "instance": "/", "code": code, "errors": [line]}).encode()
    return Told(status, told, {"content-type": "application/problem+json", **headers})


@contextmanager
def failing(script: Sequence[Told | str]) -> Iterator[tuple[str, list[Heard]]]:
    """A server on a socket that follows the script, its last line for ever; gives its address and what it hears."""
    heard: list[Heard] = []

    class Follow(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            names = {name.lower(): value for name, value in self.headers.items()}
            heard.append(Heard(self.command, self.path, names, body))
            told = script[min(len(heard), len(script)) - 1]
            if isinstance(told, str):
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self.send_response(told.status)
            for name, value in {"content-type": "application/json", **told.headers}.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(told.body)))
            self.end_headers()
            self.wfile.write(told.body)

        do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815  # as they are called

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # as it is called
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Follow)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", heard
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Awaited:
    """An AsyncSayso that is asked like a Sayso: whatever it gives is awaited, to its end."""

    def __init__(self, real: Any, runner: asyncio.Runner) -> None:
        self._real = real
        self._runner = runner

    @classmethod
    @contextmanager
    def opened(cls, *args: Any, **more: Any) -> Iterator[Any]:
        with asyncio.Runner() as runner:
            client = AsyncSayso(*args, **more)
            try:
                yield cls(client, runner)
            finally:
                runner.run(client.aclose())

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._real, name)
        return self._asking(found) if callable(found) else Awaited(found, self._runner)

    def _asking(self, method: Any) -> Any:
        def ask(*args: Any, **more: Any) -> Any:
            given = method(*args, **more)
            if inspect.isasyncgen(given):
                return iter(self._runner.run(listed(given)))
            return self._runner.run(given)

        return ask


async def listed(given: AsyncIterator[Any]) -> list[Any]:
    return [each async for each in given]
