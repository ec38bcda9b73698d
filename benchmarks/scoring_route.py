"""What does POST /v1/score cost with everything on, beside two FastAPI routes that do no scoring at all?

Prints ``name: value`` lines; benchmarks/README.md says what each is. Run by ``make bench``.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "service")]

from benchmarks.anchor_routes import anchors  # noqa: E402
from benchmarks.asking import App, ask, calls, sent_claims  # noqa: E402
from benchmarks.timing import microseconds  # noqa: E402

from sayso.app import build_app  # noqa: E402
from sayso.settings import load_settings  # noqa: E402

CLAIMS = 500
TURNS = 15


def main() -> int:
    bodies = [json.dumps({"claim": claim}).encode() for claim in sent_claims(CLAIMS)]
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


if __name__ == "__main__":
    sys.exit(main())
