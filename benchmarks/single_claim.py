"""What does grading one claim cost, beside zen-engine given the same facts and the same twelve criteria?

Prints ``name: value`` lines; benchmarks/README.md says what each is. Run by ``make bench``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import zen

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "service")]

from benchmarks import single_case as case  # noqa: E402
from benchmarks.timing import microseconds, microseconds_once  # noqa: E402

from sayso.engine.plan import Plan, compile_rubric  # noqa: E402
from sayso.engine.scalar import Result, judge  # noqa: E402
from sayso.engine.write import write  # noqa: E402
from sayso.facts.claim import Reading, read_claim  # noqa: E402
from sayso.facts.derive import derive  # noqa: E402
from sayso.facts.vocabulary import Vocabulary, load_vocabulary  # noqa: E402
from sayso.rubric.load import load_rubric  # noqa: E402
from sayso.rubric.model import Rubric  # noqa: E402
from sayso.version import ENGINE_VERSION  # noqa: E402

CLAIMS = 1000
UNSEEN = 8000
TURNS = 15
Scores = tuple[int, int]


def main() -> int:
    vocabulary = load_vocabulary(ROOT / "rubrics" / "vocabulary.yaml")
    plan = compile_rubric(_rubric(vocabulary))
    claims = [read_claim(raw, vocabulary).claim for raw in case.claims(CLAIMS)]
    facts = [derive(claim, vocabulary) for claim in claims]
    flat = [case.flat(claim) for claim in case.claims(CLAIMS)]
    results = [judge(plan, each) for each in facts]
    expression, level_table, criterion_table = _zen_expression(), *map(_zen_table, _TABLES)
    for name, peer in (("expression", expression), ("level table", level_table), ("criterion table", criterion_table)):
        _compare(name, peer, flat, results)

    spent = microseconds(
        {
            "ours": (partial(judge, plan), facts),
            "expression": (expression, flat),
            "level_table": (level_table, flat[:200]),
            "criterion_table": (criterion_table, flat[:200]),
            "derive": (lambda claim: derive(claim, vocabulary), claims),
            "sentences": (lambda at: _told(results[at], claims[at], vocabulary), range(CLAIMS)),
        },
        TURNS,
    )
    unseen = _unseen(plan, vocabulary)
    table = min(spent["level_table"], spent["criterion_table"])
    print(f"single.claims: {CLAIMS}")
    print(f"single.us: {spent['ours']:.2f}")
    print(f"single.unseen_us: {unseen:.2f}")
    print(f"single.zen_expression.us: {spent['expression']:.2f}")
    print(f"single.zen_table.us: {table:.2f}")
    print(f"single.zen_table_by_level.us: {spent['level_table']:.2f}")
    print(f"single.vs_zen_expression: {spent['expression'] / spent['ours']:.2f}")
    print(f"single.vs_zen_table: {table / spent['ours']:.1f}")
    print(f"single.unseen_vs_zen_expression: {spent['expression'] / unseen:.2f}")
    print(f"derive.us: {spent['derive']:.2f}")
    print(f"sentences.us: {spent['sentences']:.2f}")
    return 0


def _rubric(vocabulary: Vocabulary) -> Rubric:
    loaded = load_rubric(case.rubric_text().encode(), "benchmark.yaml", vocabulary, lambda ref: None)
    if loaded.rubric is None:
        raise SystemExit("\n".join(problem.text("benchmark.yaml") for problem in loaded.problems))
    return loaded.rubric


def _unseen(plan: Plan, vocabulary: Vocabulary) -> float:
    """Microseconds for a claim that was never judged, on a plan that has judged a thousand others."""
    facts = [derive(read_claim(raw, vocabulary).claim, vocabulary) for raw in case.claims(UNSEEN, seed=1)]
    return median(microseconds_once(partial(judge, plan), facts[at : at + 500]) for at in range(0, UNSEEN, 500))


def _told(result: Result, claim: Any, vocabulary: Vocabulary) -> bytes:
    return write(result.plan, result.facts, Reading(claim, ()), vocabulary, engine=ENGINE_VERSION, as_of=None).whole


_TABLES = (case.zen_level_table(), case.zen_criterion_table())


def _zen_expression() -> Callable[[dict[str, Any]], Scores]:
    evaluate = zen.compile_expression(case.zen_expression()).evaluate
    of_source = sum(criterion.axis == case.SOURCE for criterion in case.CRITERIA)

    def run(facts: dict[str, Any]) -> Scores:
        *points, near, far, leak = evaluate(facts)
        return _scores(sum(points[:of_source]), sum(points[of_source:]), near, far, leak)

    return run


def _zen_table(table: dict[str, Any]) -> Callable[[dict[str, Any]], Scores]:
    evaluate = zen.ZenEngine().create_decision(json.dumps(table)).evaluate
    names = {axis: [c.id for c in case.CRITERIA if c.axis == axis] for axis in case.BANDS}

    def run(facts: dict[str, Any]) -> Scores:
        found = {row["id"]: row["points"] for row in evaluate(facts)["result"]}
        source, credibility = (sum([found[name] for name in names[axis]]) for axis in (case.SOURCE, case.CREDIBILITY))
        return _scores(source, credibility, found["near_relation"], found["far_relation"], found.get("gate", 0))

    return run


def _scores(source: int, credibility: int, near: int, far: int, leak: int) -> Scores:
    """Both scores in thousandths: all that is left to do with what zen answers."""
    capped = min(credibility, case.LEAK_CAP) if leak else credibility
    return source * near * far // 1000, capped * 1000


def _compare(name: str, peer: Callable[[dict[str, Any]], Scores], flat: list[Any], results: list[Result]) -> None:
    for facts, result in zip(flat, results, strict=True):
        ours = {axis.plan.axis.id: axis.speaker.record.exact for axis in result.axes}
        theirs = peer(facts)
        if (ours[case.SOURCE], ours[case.CREDIBILITY]) != theirs:
            raise SystemExit(f"zen's {name} and Sayso differ on {json.dumps(facts)}: {theirs} and {ours}")


if __name__ == "__main__":
    sys.exit(main())
