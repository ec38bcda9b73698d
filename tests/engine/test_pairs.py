"""Does each rule of scoring come to the numbers that were worked out by hand?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.generated.cases import read
from tests.generated.vocabulary import shipped_vocabulary

from sayso.engine.explain import explain
from sayso.engine.plan import Plan, compile_rubric
from sayso.engine.scalar import judge
from sayso.facts.claim import read_claim
from sayso.facts.derive import derive
from sayso.facts.yaml_reader import plain, read_yaml

PAIRS = Path(__file__).resolve().parent / "pairs"


def pairs() -> Iterator[Any]:
    for path in sorted(PAIRS.glob("*.yaml")):
        if path.name == "rubric.yaml":
            continue
        node, problems = read_yaml(path.read_bytes(), path.name)
        assert node is not None, problems
        assert not problems
        found: Any = plain(node)
        yield from (pytest.param(pair, id=f"{path.stem}: {pair['name']}") for pair in found["pairs"])


@cache
def plan_of(fragment: str) -> Plan:
    """The plan of the small rubric with what a pair writes differently."""
    head = {"sayso": "rubric/1", "id": "pair", "version": "1.0.0", "extends": "small@1.0.0"}
    loaded = read(json.dumps({**head, **json.loads(fragment)}).encode())
    assert loaded.rubric is not None, [problem.message for problem in loaded.problems]
    return compile_rubric(loaded.rubric)


@pytest.mark.parametrize("pair", [*pairs()])
def test_the_pair_comes_to_what_was_worked_out_by_hand(pair: dict[str, Any]) -> None:
    vocabulary = shipped_vocabulary()
    claim = read_claim(pair["claim"], vocabulary, strict=True).claim
    result = judge(plan_of(json.dumps(pair.get("rubric", {}))), derive(claim, vocabulary, pair.get("as_of")))
    seen = shown(explain(result, claim, vocabulary, engine="0", as_of=None))
    for what, expected in pair["expect"].items():
        found = seen[what]
        if what == "gates" and not expected:  # none that holds
            found = {gate: line for gate, line in found.items() if line["status"] != "possible"}
        elif isinstance(expected, dict):
            found = {name: _same_keys(found.get(name), value) for name, value in expected.items()}
        assert found == expected, what


def _same_keys(found: Any, expected: Any) -> Any:
    return {name: found[name] for name in expected} if isinstance(found, dict) and isinstance(expected, dict) else found


def shown(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer as the pairs write it."""
    several = {line["id"] for line in answer["gates"] if sum(line["id"] == each["id"] for each in answer["gates"]) > 1}
    return {
        **answer["axes"],
        "status": answer["status"],
        "grade": answer["grade"],
        "overall": answer["overall"],
        "chain": [f"{line['id'] or 'unknown'} {line['loss'] or 'null'} at {line['index']}" for line in answer["chain"]],
        "losses": [f"{line['code']} {line['points']}" for line in answer["losses"]],
        "gates": {
            line["id"] + (f" on {line['axis']}" if line["id"] in several else ""): line for line in answer["gates"]
        },
        "criteria": [f"{line['id']} {line['level'] or 'null'}" for line in answer["criteria"]],
        "points": {
            line["id"]: [line["points"], line["low"], line["high"], line["basis"]] for line in answer["criteria"]
        },
        "because": {line["id"]: line["because"] for line in answer["criteria"]},
    }
