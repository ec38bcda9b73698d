"""What does a claim cost in POST /v1/score/batch with everything on, beside pydantic that only reads the same body?

Prints ``name: value`` lines; benchmarks/README.md says what each is. Run by ``make bench``.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "service")]

from benchmarks.anchor_routes import Batch  # noqa: E402
from benchmarks.asking import JSON, NDJSON, ask, call, sent_claims  # noqa: E402
from benchmarks.timing import microseconds  # noqa: E402

from sayso.app import build_app  # noqa: E402
from sayso.settings import load_settings  # noqa: E402

CLAIMS = 100
BODIES = 10
TURNS = 15
PATH = "/v1/score/batch"


def main() -> int:
    claims = sent_claims(CLAIMS * BODIES)
    batches = [claims[at : at + CLAIMS] for at in range(0, len(claims), CLAIMS)]
    bodies = [json.dumps({"claims": batch}).encode() for batch in batches]
    streams = [b"".join(json.dumps(claim).encode() + b"\n" for claim in batch) for batch in batches]
    service = build_app(load_settings())
    answer, lines = ask(service, PATH, bodies[0]), ask(service, PATH, streams[0], NDJSON)
    if json.loads(answer)["results"] != [json.loads(line) for line in lines.splitlines()]:
        raise SystemExit("the batch and the stream answer differently")
    if any("result" not in item for item in json.loads(answer)["results"]):
        raise SystemExit("a claim of the batch is not graded")
    loop = asyncio.new_event_loop()

    def asked(form: bytes) -> Callable[[bytes], object]:
        return lambda body: loop.run_until_complete(call(service, PATH, body, form))

    spent = {
        name: each / CLAIMS
        for name, each in microseconds(
            {
                "batch": (asked(JSON), bodies),
                "stream": (asked(NDJSON), streams),
                "validate_json": (Batch.model_validate_json, bodies),
            },
            TURNS,
        ).items()
    }
    print(f"batch.bytes_in_per_claim: {len(bodies[0]) // CLAIMS}")
    print(f"batch.bytes_out_per_claim: {len(answer) // CLAIMS}")
    print(f"batch.us_per_claim: {spent['batch']:.2f}")
    print(f"stream.us_per_claim: {spent['stream']:.2f}")
    print(f"batch.validate_json.us_per_claim: {spent['validate_json']:.2f}")
    print(f"batch.vs_validate_json: {spent['batch'] / spent['validate_json']:.2f}")
    print(f"stream.vs_validate_json: {spent['stream'] / spent['validate_json']:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
