"""Does a rubric say of its own test claims what its desk wrote down, and do the tests reach everything in it?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sayso.engine.advice import gain_alone, raises
from sayso.engine.change import Claim
from sayso.engine.explain import explain
from sayso.engine.plan import Plan, compile_rubric
from sayso.engine.scalar import Result, judge
from sayso.errors import InvalidClaim, Problem, did_you_mean
from sayso.facts.claim import read_claim
from sayso.facts.dates import day_number
from sayso.facts.derive import derive
from sayso.facts.vocabulary import Vocabulary
from sayso.rubric.matcher import TRUE
from sayso.rubric.model import Rubric, TestCase

_AXIS = ("score", "low", "high", "band", "exact", "status", "known", "attribution", "label")
_OVERALL = ("score", "low", "high", "exact", "label")


@dataclass(frozen=True)
class Tried:
    """One test: whether it holds, and where not, each difference and the breakdown."""

    name: str
    ok: bool
    message: str
    reached: tuple[str, ...] = ()
    """The codes that it reaches, where that was asked for."""


@dataclass(frozen=True)
class Coverage:
    """What the tests reach: loss codes of entries and keeps (``origin.saw``, ``chain.quoted``) and gates
    (``gate.id``).
    """

    reached: tuple[str, ...]
    missed: tuple[str, ...]


@dataclass(frozen=True)
class Trial:
    tests: tuple[Tried, ...]
    coverage: Coverage
    problems: tuple[Problem, ...]


def try_rubric(rubric: Rubric, vocabulary: Vocabulary) -> Trial:
    """Runs every test of a rubric. A test that fails is an error; what no test reaches, a warning."""
    plan = compile_rubric(rubric)
    tried: list[Tried] = []
    problems: list[Problem] = []
    reached: set[str] = set()
    judged: list[tuple[TestCase, Result]] = []
    readable = True
    for test in rubric.tests:
        result, faults = _run(test, plan, vocabulary)
        readable = readable and result is not None
        if result is not None:
            reached.update(_reached(result))
            judged.append((test, result))
        message = "; ".join(faults)
        tried.append(Tried(test.name, not faults, message))
        if faults:
            text = f'test "{test.name}" fails: {message}'
            hint = "change what is expected, or the points" if result is not None else "correct the claim"
            problems.append(Problem("test_fails", text, hint, line=test.place[0], column=test.place[1]))
    every = dict(_everything(rubric))
    missed = [code for code in every if code not in reached]
    if readable:  # what a test would reach whose claim cannot be read is not known
        problems += _warnings(rubric, every, missed, _useful(judged, vocabulary))
    coverage = Coverage(tuple(code for code in every if code in reached), tuple(missed))
    return Trial(tuple(tried), coverage, tuple(sorted(problems, key=Problem.sort_key)))


def run_tests(plan: Plan, vocabulary: Vocabulary) -> tuple[Tried, ...]:
    """Only whether each test holds, and what it reaches: a tenth of the work of ``try_rubric``, for a draft that
    changes with every keystroke.
    """
    every = [code for code, _ in _everything(plan.rubric)]
    tried = []
    for test in plan.rubric.tests:
        result, faults = _run(test, plan, vocabulary)
        met = set() if result is None else set(_reached(result))
        tried.append(Tried(test.name, not faults, "; ".join(faults), tuple(code for code in every if code in met)))
    return tuple(tried)


def _run(test: TestCase, plan: Plan, vocabulary: Vocabulary) -> tuple[Result | None, list[str]]:
    faults: list[str] = []
    if test.as_of is not None and day_number(test.as_of) is None:
        return None, [f'as_of is "{test.as_of}", but a date such as 2026-01-31 is expected']
    try:
        reading = read_claim(test.claim, vocabulary, strict=True)
    except InvalidClaim as error:
        return None, [f"claim{problem.pointer or ''}: {problem.message}" for problem in error.problems]
    result = judge(plan, derive(reading.claim, vocabulary, test.as_of))
    answer = explain(result, reading.claim, vocabulary, engine="", as_of=test.as_of)
    faults += _differences(test.expect, answer)
    if faults:
        faults += [f"{axis}: {_breakdown(answer, axis)}" for axis in answer["axes"]]
    return result, faults


def _differences(expect: Mapping[str, Any], answer: Mapping[str, Any]) -> Iterator[str]:
    for key, wanted in expect.items():
        if key in ("status", "grade"):
            if wanted != answer[key]:
                yield f"{key} is {answer[key]}, expected {wanted}"
        elif key in ("gates", "losses"):
            yield from _listed(key, wanted, answer, bool(expect.get("only")))
        elif key != "only":
            found = answer["overall"] if key == "overall" else answer["axes"][key]
            yield from _of_axis(key, wanted, found, _OVERALL if key == "overall" else _AXIS)


def _listed(key: str, wanted: object, answer: Mapping[str, Any], only: bool) -> Iterator[str]:
    if not isinstance(wanted, list):
        yield f"{key} must be a list"
        return
    found = [gate["id"] for gate in answer["gates"] if gate["status"] != "possible"]
    if key == "losses":
        found = [loss["code"] for loss in answer["losses"]]
    for item in wanted:
        if item not in found:
            yield f"{key} lack {item}" + (f" (there: {', '.join(found)})" if found else " (there are none)")
    if only:
        for item in dict.fromkeys(found):
            if item not in wanted:
                yield f"{key} have {item}, which is not expected"


def _of_axis(key: str, wanted: object, found: Mapping[str, Any], known: tuple[str, ...]) -> Iterator[str]:
    if not isinstance(wanted, Mapping):
        yield f"{key} must be a map, such as {{score: 24}}"
        return
    for name, value in wanted.items():
        if name not in known:
            yield f'{key} has no "{name}" ({did_you_mean(str(name), known) or "known: " + ", ".join(known)})'
        elif found[name] != value or isinstance(found[name], bool) != isinstance(value, bool):
            yield f"{key} {name} is {found[name]}, expected {value}"


def _breakdown(answer: Mapping[str, Any], axis: str) -> str:
    found = answer["axes"][axis]
    if found["status"] != "scored":
        return f"{found['status']}, known {found['known']} per mille, range {found['low']} to {found['high']}"
    losses = [f" - {loss['points']} {loss['code']}" for loss in answer["losses"] if loss["axis"] == axis]
    return f"100.000{''.join(losses)} = {found['exact']}, range {found['low']} to {found['high']}"


def _useful(judged: Sequence[tuple[TestCase, Result]], vocabulary: Vocabulary) -> set[str]:
    """The remedies that gain in some test. Taking them together costs far more than taking each alone, and is needed
    for those only that never gain alone.
    """
    useful: set[str] = set()
    for together in (False, True):
        for test, result in judged:
            left = [remedy for remedy in result.plan.rubric.remedies.values() if remedy.id not in useful]
            if not left:
                return useful
            claim = read_claim(test.claim, vocabulary, strict=True).claim

            def again(other: Claim, plan: Plan = result.plan, as_of: str | None = test.as_of) -> Result:
                return judge(plan, derive(other, vocabulary, as_of))

            if together:
                useful.update(id_ for line in raises(result, claim, again, vocabulary) for id_ in line["remedies"])
            else:
                useful.update(gain_alone(result, claim, again, vocabulary, left))
    return useful


def _reached(result: Result) -> Iterator[str]:
    rubric = result.plan.rubric
    for axis in result.axes:
        for reading in (axis.speaker, *(other for _, other in axis.others)):
            for judged in reading.judged:
                if judged.entry is not None:
                    yield f"{rubric.criteria[judged.criterion].id}.{judged.entry.id}"
            chain = axis.plan.chain
            for kept in reading.kept:
                if chain is not None and kept.keep is not None:
                    keeps = (*chain.chain.keeps, *([chain.chain.otherwise] if chain.chain.otherwise else []))
                    yield f"chain.{keeps[kept.keep].id}"
            for gate, truth in zip(axis.plan.caps, reading.gates, strict=True):
                if truth == TRUE:
                    yield f"gate.{gate.gate.id}"
    for gate, truth in zip(result.plan.claim_gates, result.outcome.gates, strict=True):
        if truth == TRUE:
            yield f"gate.{gate.gate.id}"


def _everything(rubric: Rubric) -> Iterator[tuple[str, tuple[int, int]]]:
    for criterion in rubric.criteria:
        for entry in criterion.entries:
            yield f"{criterion.id}.{entry.id}", entry.place
    if rubric.chain is not None:
        for keep in (*rubric.chain.keeps, *([rubric.chain.otherwise] if rubric.chain.otherwise else [])):
            yield f"chain.{keep.id}", keep.place
    for gate in rubric.gates:
        yield f"gate.{gate.id}", gate.place


def _warnings(
    rubric: Rubric, every: Mapping[str, tuple[int, int]], missed: list[str], useful: set[str]
) -> Iterator[Problem]:
    if not rubric.tests:
        yield Problem(
            "no_tests",
            "the rubric has no tests",
            "add tests: claims and what is expected",
            line=rubric.place[0],
            column=rubric.place[1],
            severity="warning",
        )
        return
    for code in missed:
        if not code.startswith("gate."):
            line, column = every[code]
            message, hint = f"no test reaches {code}", "add a claim that ends there"
            yield Problem("unreached", message, hint, line=line, column=column, severity="warning")
    for remedy in rubric.remedies.values():
        if remedy.id not in useful:
            line, column = remedy.place
            message, hint = f'remedy "{remedy.id}" gains nothing in any test', "add a claim that it helps, or remove it"
            yield Problem("idle_remedy", message, hint, line=line, column=column, severity="warning")
