"""What does POST /v1/score cost with everything on, beside two FastAPI routes that do no scoring at all?

Prints ``name: value`` lines; benchmarks/README.md says what each is. Run by ``make bench``.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Coroutine, MutableMapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "service")]

from benchmarks import single_case as case  # noqa: E402
from benchmarks.anchor_routes import anchors  # noqa: E402
from benchmarks.timing import microseconds  # noqa: E402

from sayso.app import build_app  # noqa: E402
from sayso.settings import load_settings  # noqa: E402

CLAIMS = 500
TURNS = 15
TEXT = "One of the explosives sliced through the armour of a tank in a trial run in late January, east of the capital."
App = Callable[..., Coroutine[Any, Any, None]]
Message = MutableMapping[str, Any]


def main() -> int:
    bodies = [json.dumps({"claim": claim}).encode() for claim in claims_as_sent(CLAIMS)]
    service = build_app(load_settings())
    answer = ask(service, "/v1/score", bodies[0])
    anchor = anchors(answer)
    loop = asyncio.new_event_loop()

    def many(app: App, path: str) -> Callable[[Sequence[bytes]], None]:
        return lambda chosen: loop.run_until_complete(calls(app, path, chosen))

    chunks = [bodies[at : at + 50] for at in range(0, CLAIMS, 50)]
    spent = {
        name: each / 50
        for name, each in microseconds(
            {
                "score": (many(service, "/v1/score"), chunks),
                "static": (many(anchor, "/static"), chunks),
                "typed": (many(anchor, "/typed"), chunks),
            },
            TURNS,
        ).items()
    }
    print(f"route.bytes_in: {len(bodies[0])}")
    print(f"route.bytes_out: {len(answer)}")
    print(f"route.us: {spent['score']:.1f}")
    print(f"route.static.us: {spent['static']:.1f}")
    print(f"route.typed.us: {spent['typed']:.1f}")
    print(f"route.vs_static: {spent['static'] / spent['score']:.2f}")
    print(f"route.vs_typed: {spent['typed'] / spent['score']:.2f}")
    return 0


def claims_as_sent(count: int) -> list[dict[str, Any]]:
    """Claims as a tool sends them, nearly a kilobyte each: id, sentence, standing; roots not stated."""
    claims = case.claims(count)
    for number, claim in enumerate(claims):
        del claim["roots"]
        claim |= {
            "id": f"claim-{number}", "text": TEXT, "statement_type": "report_of_speech", "content": "fact",
            "seriousness": "routine", "attribution_distance": "same_sentence", "separation": "labelled",
        }  # fmt: skip
    return claims


def ask(app: App, path: str, body: bytes) -> bytes:
    """The body of one answer, which must be 200."""
    status, content = asyncio.run(call(app, path, body))
    if status != 200:
        raise SystemExit(f"{path} answers {status}: {content[:300]!r}")
    return content


async def calls(app: App, path: str, bodies: Sequence[bytes]) -> None:
    for body in bodies:
        await call(app, path, body)


async def call(app: App, path: str, body: bytes) -> tuple[int, bytes]:
    """One request in process, as a server would hand it over."""
    scope = {
        "type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}, "http_version": "1.1", "method": "POST",
        "scheme": "http", "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "",
        "headers": [(b"host", b"127.0.0.1:8321"), (b"content-type", b"application/json"),
                    (b"content-length", str(len(body)).encode()), (b"accept", b"*/*"), (b"user-agent", b"benchmark")],
        "client": ("127.0.0.1", 50000), "server": ("127.0.0.1", 8321), "state": {},
    }  # fmt: skip
    status, content = 0, b""

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status, content
        if message["type"] == "http.response.start":
            status = message["status"]
        else:
            content += message.get("body", b"")

    await app(scope, receive, send)
    return status, content


if __name__ == "__main__":
    sys.exit(main())
