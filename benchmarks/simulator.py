"""How long does the simulator take to answer a change, with everything stored behind it?

    .venv/bin/python benchmarks/simulator.py [ASSESSMENTS]

Keeps so many sampled claims (10,000 where no number is given) under the newsroom rubric in a new SQLite file, then
turns one share after the other as the page does, and draws the part of the page that follows. Prints ``name: value``
lines; benchmarks/README.md says what each is.
"""

from __future__ import annotations

import itertools
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "service")]

from sayso.archive.sample import sample  # noqa: E402
from sayso.facts.claim import read_claim  # noqa: E402
from sayso.lasting import engine_of  # noqa: E402
from sayso.rubric.edit import Edit  # noqa: E402
from sayso.settings import load_settings  # noqa: E402
from sayso.store.database import Database  # noqa: E402
from sayso.store.ids import Ids  # noqa: E402
from sayso.store.port import Change, Draft, Reply, Unit  # noqa: E402
from sayso.store.upgrading import upgrade  # noqa: E402
from sayso.usecases.desk import Desk, open_desk  # noqa: E402
from sayso.usecases.drafting import By, draft, rubric_text, vocabulary_text  # noqa: E402
from sayso.usecases.seed import open_seed  # noqa: E402
from sayso.usecases.simulating import StoredMove, claims_moved, draft_of, plan_of, tests_moved  # noqa: E402
from sayso.usecases.stored_facts.kept import StoredFacts  # noqa: E402
from sayso.web.templating import page_templates  # noqa: E402
from sayso.web.view_impact import Effect, impact_view  # noqa: E402
from sayso.wire.request import Asked  # noqa: E402

TURNS, TOGETHER = 9, 1_000


def main(count: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(data_dir=Path(folder))
        engine = engine_of(settings)
        upgrade(engine)
        store = Database(engine, 20 * TOGETHER, print)
        desk = open_desk(ROOT / "rubrics", None, "newsroom")
        try:
            _fill(store, desk, count)
            facts = StoredFacts(max(count, 200_000))
            changes = [_change(desk, store, 900 - turn, facts) for turn in range(1, TURNS + 2)]
            by_row = _change(desk, store, 899, None) if count <= 20_000 else None
        finally:
            store.close()
    first, following = changes[0], changes[1:]
    print(f"simulator.assessments: {count}")
    print(f"simulator.first_change_ms: {first[0] * 1000:.0f}")
    print(f"simulator.change_ms: {median(each[0] for each in following) * 1000:.0f}")
    print(f"simulator.change_cpu_ms: {median(each[1] for each in following) * 1000:.0f}")
    print(f"simulator.changed: {first[2]}")
    if by_row is not None:
        print(f"simulator.row_by_row_ms: {by_row[0] * 1000:.0f}")
    return 0


def _change(desk: Desk, store: Database, per_mille: int, facts: StoredFacts | None) -> tuple[float, float, int]:
    """Seconds by the clock and of the processor for one change, and how many assessments it changes."""
    began, cpu = perf_counter(), process_time()
    base = desk.catalog.get("newsroom")
    made = draft_of(desk, base, [Edit(("chain", "keep", "retold", "per_mille"), per_mille)])
    assert made.rubric is not None, made.problems
    plan, seed = plan_of(made.rubric), open_seed_once(desk)
    stored = StoredMove(desk, plan, store, (lambda: facts) if facts is not None else _none)
    while stored.step():
        pass
    told = stored.told()
    tests, claims = tests_moved(desk, desk.plans[base.digest], plan), claims_moved(desk, desk.plan(None), plan, seed)
    view = impact_view(Effect(made, tests, claims, stored=told), ())
    TEMPLATES.get_template("_impact.html").render(impact=view)
    return perf_counter() - began, process_time() - cpu, told.changed


def _none() -> None:
    """No facts are kept."""


def _fill(store: Database, desk: Desk, count: int) -> None:
    plan, by = desk.plan(None), By("local", Ids())
    texts = rubric_text(plan), vocabulary_text(desk.vocabulary)
    claims = sample(count, 1)
    asked = Asked(as_of="2026-06-01")
    while some := list(itertools.islice(claims, TOGETHER)):
        drafts = [draft(desk, plan, read_claim(claim, desk.vocabulary), asked, by) for claim in some]

        def write(unit: Unit, drafts: list[Draft] = drafts) -> Reply:
            unit.keep(drafts, *texts)
            return Reply(b"")

        store.submit(Change("local", "fill", write, size=len(drafts))).result()


def open_seed_once(desk: Desk) -> tuple[dict[str, object], ...]:
    if not SEED:
        SEED.extend(dict(claim) for claim in open_seed(ROOT / "fixtures" / "seed", desk.vocabulary).claims)
    return tuple(SEED)


SEED: list[dict[str, object]] = []
TEMPLATES = page_templates()

if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
