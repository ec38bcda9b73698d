"""How long does a page of a list take, however much is kept?

    .venv/bin/python benchmarks/listing.py [ASSESSMENTS]

Keeps so many assessments (100,000 where no number is given) in a new SQLite file, or in the empty database that
SAYSO_DATABASE_URL names, then asks for pages of 50 by each filter. Prints ``name: value`` lines; benchmarks/README.md
says what each is. Not part of ``make bench``: a million take minutes and two gigabytes.
"""

from __future__ import annotations

import sys
import tempfile
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

from pydantic_core import to_json

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "service")]

from sqlalchemy import text  # noqa: E402

from sayso.lasting import engine_of  # noqa: E402
from sayso.settings import load_settings  # noqa: E402
from sayso.store.database import Database  # noqa: E402
from sayso.store.port import Assessed, Change, Draft, Filters, Reply, Text, Unit  # noqa: E402
from sayso.store.upgrading import upgrade  # noqa: E402
from sayso.usecases.shown import page  # noqa: E402

PAGE, TURNS, TOGETHER = 50, 9, 1_000
RUBRIC, VOCABULARY = Text("sha256:" + "0" * 64, b"{}"), Text("sha256:" + "1" * 64, b"{}")


def main(count: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(data_dir=Path(folder))
        engine = engine_of(settings)
        upgrade(engine)
        store = Database(engine, 20 * TOGETHER, print)
        try:
            began = perf_counter()
            _fill(store, count)
            with engine.begin() as connection:
                connection.execute(text("UPDATE assessments SET review_state = 'agreed' WHERE id LIKE '%77'"))
                connection.execute(text("ANALYZE"))
            print(f"listing.assessments: {count}")
            print(f"listing.filled_s: {perf_counter() - began:.0f}")
            for name, (filters, before) in _questions(count).items():
                taken, found = _asked(store, filters, before)
                print(f"listing.{name}.ms: {taken * 1000:.2f} ({found} found)")
        finally:
            store.close()
    return 0


def _asked(store: Database, filters: Filters, before: str | None) -> tuple[float, int]:
    """Seconds for a page, from the database to what is told, and how many assessments it has."""
    seconds, found = [], 0
    for _ in range(TURNS):
        began = perf_counter()
        found = len(page(store.page(filters, before, PAGE)).assessments)
        seconds.append(perf_counter() - began)
    return median(seconds), found


def _questions(count: int) -> dict[str, tuple[Filters, str | None]]:
    middle = _id(count // 2)
    common, rare = ("source", "outlet 0"), ("source", f"person {count // 3}")
    return {
        "newest": (Filters(), None),
        "middle": (Filters(), middle),
        "rubric": (Filters(rubric="newsroom"), None),
        "rubric_rare": (Filters(rubric="desk"), middle),
        "grade": (Filters(grade="C3"), middle),
        "review": (Filters(state="agreed"), middle),
        "since": (Filters(since=_id(count - 20)), None),
        "band": (Filters(terms=(("band", "C"),)), middle),
        "gate": (Filters(terms=(("gate", "could_not_verify"),)), middle),
        "source_common": (Filters(terms=(common,)), middle),
        "source_rare": (Filters(terms=(rare,)), None),
        "root_rare": (Filters(terms=(("root", rare[1]),)), None),
        "common_and_rubric_rare": (Filters(rubric="desk", terms=(common,)), None),
        "common_and_rare": (Filters(terms=(common, rare)), None),
        "everything": (Filters("newsroom", "C3", "open", None, (("band", "C"), common)), middle),
    }


def _fill(store: Database, count: int) -> None:
    waiting: deque[Future[Reply]] = deque()
    drafts: list[Draft] = []
    for draft in _drafts(count):
        drafts.append(draft)
        if len(drafts) == TOGETHER:
            waiting.append(store.submit(_change(drafts)))
            drafts = []
        if len(waiting) > 8:
            waiting.popleft().result()
    if drafts:
        waiting.append(store.submit(_change(drafts)))
    for each in waiting:
        each.result()


def _change(drafts: list[Draft]) -> Change:
    def write(unit: Unit) -> Reply:
        unit.keep(drafts, RUBRIC, VOCABULARY)
        return Reply(b"")

    return Change("local", "fill", write, size=len(drafts))


def _drafts(count: int) -> Iterator[Draft]:
    """An outlet stands in a fiftieth of all claims, a person in one. Their answers are cut short."""
    chance = Random(1)
    claim = {"id": None, "text": "The harbour is closed."}
    for number in range(count):
        rubric = "desk" if number % 1000 == 7 else "newsroom"
        band, other = chance.choice("ABCCCDE"), chance.choice("123345")
        told = {
            "claim": claim,
            "rubric": {"id": rubric, "version": "1.0.0", "digest": RUBRIC.digest},
            "status": "scored",
        }
        assessed = Assessed(
            id=_id(number),
            created="2026-01-31T12:00:00.000Z",
            actor="local",
            rubric_id=rubric,
            rubric_digest=RUBRIC.digest,
            vocabulary_digest=VOCABULARY.digest,
            engine="0.1.0",
            as_of=None,
            asked=b"{}",
            facts=b"{}",
            answer=to_json(told),
            grade=band + other,
            replaces=None,
        )
        terms = [("band", band), ("band", f"source_reliability:{band}"), ("band", other)]
        terms += [("band", f"information_credibility:{other}"), ("source", f"outlet {chance.randrange(50)}")]
        terms += [("source", f"person {number}"), ("root", f"person {number}")]
        if number % 9 == 0:
            terms.append(("gate", "could_not_verify"))
        yield Draft(assessed, tuple(terms))


def _id(number: int) -> str:
    """An id as the service gives them, of a moment later than that of the one before."""
    return f"{0x19C0_0000_0000 + number:012x}7000800000000000{number % 100:04d}"


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
