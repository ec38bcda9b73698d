"""Would a batch over REST gain by being judged in columns? ADR 0028.

Prints ``name: value`` lines, microseconds of CPU for each claim: facts that stand as Python objects, as every request
leaves them, judged one by one, and put into a table and judged by the columnar reader. Both are warm.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "service")]

from sayso.api.body import read_json  # noqa: E402
from sayso.archive.gather import Asked, ClaimReader, Gathered  # noqa: E402
from sayso.archive.inputs import Sizes, input_of  # noqa: E402
from sayso.archive.readers import rows as rows_of  # noqa: E402
from sayso.archive.sample import sample  # noqa: E402
from sayso.archive.sample_files import write_sample  # noqa: E402
from sayso.engine import facts_frame  # noqa: E402
from sayso.engine.columnar import ColumnarReader  # noqa: E402
from sayso.engine.plan import Plan  # noqa: E402
from sayso.engine.scalar import judge  # noqa: E402
from sayso.facts.derive import Facts  # noqa: E402
from sayso.facts.schema import DEFAULT_LIMITS  # noqa: E402
from sayso.facts.vocabulary import Vocabulary  # noqa: E402
from sayso.usecases.desk import open_desk  # noqa: E402

SIZES = (100, 1_000, 10_000)
TURNS = 5


def main() -> int:
    desk = open_desk(ROOT / "rubrics", None, "newsroom")
    plan, vocabulary = desk.plan("newsroom"), desk.vocabulary
    reader = ColumnarReader(plan, vocabulary, records=False)
    every = _facts(max(SIZES), vocabulary)
    for size in SIZES:
        some = every[:size]
        frame = facts_frame.rows(some, vocabulary)
        ways: dict[str, Callable[[], object]] = {
            "one_by_one": partial(_one_by_one, plan, some),
            "into_columns": partial(facts_frame.rows, some, vocabulary),
            "in_columns": partial(reader.score, frame),
        }
        for way, run in ways.items():
            print(f"batch_columns.{size}.{way}_us: {_least(run) / size:.2f}")
        sys.stdout.flush()
    return 0


def _one_by_one(plan: Plan, some: Sequence[Facts]) -> None:
    for facts in some:
        judge(plan, facts)


def _facts(count: int, vocabulary: Vocabulary) -> Sequence[Facts]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "claims.ndjson"
        write_sample(sample(count, 1), str(file), "ndjson", vocabulary, lambda _: None)
        reader = ClaimReader(vocabulary, DEFAULT_LIMITS, lambda text: read_json(text, 32), Asked("2026-06-01"))
        rows = rows_of((input_of(str(file)),), vocabulary, Sizes(1 << 21, 1 << 28), lambda _: None)
        found = [reader.read(place, row) for place, row in enumerate(rows)]
    return [each.facts for each in found if isinstance(each, Gathered)]


def _least(run: Callable[[], object]) -> float:
    """Microseconds of CPU, the least of some turns; the first one is not counted."""
    found = []
    for _ in range(TURNS + 1):
        start = time.process_time()
        run()
        found.append(time.process_time() - start)
    return min(found[1:]) * 1e6


if __name__ == "__main__":
    sys.exit(main())
