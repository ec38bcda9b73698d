"""How is an application asked in process, and which claims is it sent?

The claims are those of the first benchmark (``single_case``), as a tool would send them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, MutableMapping, Sequence
from typing import Any

from benchmarks import single_case as case

TEXT = "One of the explosives sliced through the armour of a tank in a trial run in late January, east of the capital."
JSON, NDJSON = b"application/json", b"application/x-ndjson"
App = Callable[..., Coroutine[Any, Any, None]]
Message = MutableMapping[str, Any]


def sent_claims(count: int) -> list[dict[str, Any]]:
    """Claims as a tool sends them, nearly a kilobyte each: id, sentence, standing; roots not stated."""
    claims = case.claims(count)
    for number, claim in enumerate(claims):
        del claim["roots"]
        claim |= {
            "id": f"claim-{number}", "text": TEXT, "statement_type": "report_of_speech", "content": "fact",
            "seriousness": "routine", "attribution_distance": "same_sentence", "separation": "labelled",
        }  # fmt: skip
    return claims


def ask(app: App, path: str, body: bytes, form: bytes = JSON) -> bytes:
    """The body of one answer, which must be 200."""
    pieces: list[bytes] = []
    status = asyncio.run(call(app, path, body, form, pieces.append))
    content = b"".join(pieces)
    if status != 200:
        raise SystemExit(f"{path} answers {status}: {content[:300]!r}")
    return content


async def calls(app: App, path: str, bodies: Sequence[bytes], form: bytes = JSON) -> None:
    for body in bodies:
        await call(app, path, body, form)


async def call(app: App, path: str, body: bytes, form: bytes = JSON, take: Callable[[bytes], object] = len) -> int:
    """The status of one request in process, handed over as a server would; ``take`` is given each piece of the answer,
    which by default is let go, as it is when it has been sent.
    """
    scope = {
        "type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}, "http_version": "1.1", "method": "POST",
        "scheme": "http", "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "",
        "headers": [(b"host", b"127.0.0.1:8321"), (b"content-type", form),
                    (b"content-length", str(len(body)).encode()), (b"accept", b"*/*"), (b"user-agent", b"benchmark")],
        "client": ("127.0.0.1", 50000), "server": ("127.0.0.1", 8321), "state": {},
    }  # fmt: skip
    status = 0
    messages = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        if not messages:  # the asker stays, and says nothing more
            await asyncio.Event().wait()
        return messages.pop()

    async def send(message: Message) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
        else:
            take(message.get("body", b""))

    await app(scope, receive, send)
    return status
