"""Where does the engine's answer differ from the oracle's?"""

from __future__ import annotations

from typing import Any

from tests.oracle.answer import answer
from tests.oracle.roots import Contradiction
from tests.oracle.words import Plain

from sayso.engine.explain import explain
from sayso.engine.plan import Plan
from sayso.engine.scalar import judge
from sayso.errors import InvalidClaim
from sayso.facts.claim import read_claim
from sayso.facts.derive import derive
from sayso.facts.vocabulary import Vocabulary

CONTRADICTION = "roots_contradict"
LINES = ("criteria", "chain", "gates", "losses")


def difference(
    plan: Plan, rubric: Plain, vocabulary: Vocabulary, claim: dict[str, Any], as_of: str | None
) -> list[str]:
    """Every field in which the two answers differ, as readable lines; empty where they are equal."""
    try:
        expected: Any = answer(rubric, vocabulary.source, claim, as_of)
    except Contradiction:
        expected = CONTRADICTION
    try:
        given: Any = engine_answer(plan, vocabulary, claim, as_of)
    except InvalidClaim as error:
        given = "/".join(sorted({problem.code for problem in error.problems}))
    if isinstance(expected, str) or isinstance(given, str):
        return [] if given == expected else [f"engine {given}, oracle {expected}"]
    for name in LINES:  # only what the oracle also says: sentences, references and pointers are left out
        keys = list(expected[name][0]) if expected[name] else []
        given[name] = [{key: line[key] for key in keys} or line for line in given[name]]
    return _unequal("", {name: given[name] for name in expected}, expected)


def engine_answer(plan: Plan, vocabulary: Vocabulary, claim: dict[str, Any], as_of: str | None) -> dict[str, Any]:
    read = read_claim(claim, vocabulary).claim
    return explain(judge(plan, derive(read, vocabulary, as_of)), read, vocabulary, engine="0", as_of=as_of, warnings=())


def _unequal(path: str, given: Any, expected: Any) -> list[str]:
    if isinstance(given, dict) and isinstance(expected, dict) and list(given) == list(expected):
        return [line for key in given for line in _unequal(f"{path}.{key}", given[key], expected[key])]
    if isinstance(given, list) and isinstance(expected, list) and len(given) == len(expected):
        return [
            line
            for index, (one, other) in enumerate(zip(given, expected, strict=True))
            for line in _unequal(f"{path}[{index}]", one, other)
        ]
    return [] if given == expected and type(given) is type(expected) else [f"{path}: engine {given}, oracle {expected}"]
