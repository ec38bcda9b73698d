"""What does POST /v1/assessments cost beside POST /v1/score, and what does committing together save?

Processor time of the whole process, the writer's thread included, and time by the clock, which waits for the disk.
Prints ``name: value`` lines; benchmarks/README.md says what each is. A database other than a new SQLite file: set
SAYSO_DATABASE_URL to an empty one. Run by ``make bench``.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "service")]

from benchmarks.asking import App, call, sent_claims  # noqa: E402

from sayso.app import build_app  # noqa: E402
from sayso.lasting import engine_of  # noqa: E402
from sayso.settings import load_settings  # noqa: E402
from sayso.store.upgrading import upgrade  # noqa: E402

TOGETHER, REQUESTS, ALONE, TURNS = 64, 1280, 100, 7


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(data_dir=Path(folder))
        engine = engine_of(settings)
        upgrade(engine)
        engine.dispose()
        service = build_app(settings)
        bodies = [json.dumps({"claim": claim}).encode() for claim in sent_claims(REQUESTS)]
        turns = [_turn(service, bodies) for _ in range(TURNS + 1)][1:]
        for name in turns[0]:
            print(f"keeping.{name}: {median(turn[name] for turn in turns):.2f}")
        service.state.storage.close()
    return 0


def _turn(service: App, bodies: Sequence[bytes]) -> dict[str, float]:
    scored = _measured(service, "/v1/score", bodies, TOGETHER)
    kept = _measured(service, "/v1/assessments", bodies, TOGETHER)
    alone = _measured(service, "/v1/assessments", bodies[:ALONE], 1)
    return {
        "score.cpu_us": scored[0],
        "cpu_us": kept[0],
        "cpu_vs_score": scored[0] / kept[0],
        "score.us": scored[1],
        "us": kept[1],
        "vs_score": scored[1] / kept[1],
        "one_by_one.us": alone[1],
        "vs_one_by_one": alone[1] / kept[1],
    }


def _measured(service: App, path: str, bodies: Sequence[bytes], together: int) -> tuple[float, float]:
    """Microseconds for each request: of the processors, and by the clock. So many ask at a time, each again as soon as
    it was answered.
    """
    waiting = iter(bodies)

    async def ask_on() -> None:
        for body in waiting:
            status = await call(service, path, body)
            if status >= 300:
                raise SystemExit(f"{path} answers {status}")
            await asyncio.sleep(0)  # what is only scored is answered at once, and the others want their turn

    async def ask() -> None:
        await asyncio.gather(*(ask_on() for _ in range(together)))

    began, spent = perf_counter(), process_time()
    asyncio.run(ask())
    return (process_time() - spent) * 1e6 / len(bodies), (perf_counter() - began) * 1e6 / len(bodies)


if __name__ == "__main__":
    sys.exit(main())
