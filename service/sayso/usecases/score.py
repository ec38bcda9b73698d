"""How well is this claim sourced, by which rubric, and what would raise the grade?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from pydantic_core import from_json

from sayso.engine.advice import flip, questions, raises
from sayso.engine.change import at_pointer, slot
from sayso.engine.explain import explain
from sayso.engine.plan import Plan
from sayso.engine.scalar import judge
from sayso.engine.write import Written, write
from sayso.errors import InvalidInput, InvalidRequest, Problem, did_you_mean
from sayso.facts.claim import Reading, read_claim
from sayso.facts.dates import day_number
from sayso.facts.derive import derive
from sayso.facts.shared_roots import roots_across
from sayso.facts.vocabulary import Vocabulary
from sayso.usecases.desk import Desk
from sayso.version import ENGINE_VERSION

Answer = dict[str, Any]
EXTRAS = ("raise", "questions", "flip")
ALL = "all"


def score(
    desk: Desk,
    raw_claim: object,
    *,
    rubric: str | None = None,
    as_of: str | None = None,
    include: Collection[str] = (),
    disputed: Sequence[str] = (),
    strict: bool = False,
) -> Answer:
    """The answer of design section 5. Raises InvalidClaim, InvalidRequest or UnknownRubric."""
    plan = desk.plan(rubric)
    _refuse(wrong_options(as_of, tuple(include)))
    return _answer(desk, plan, raw_claim, as_of, include, disputed, strict)[0]


def answer_json(desk: Desk, plan: Plan, reading: Reading, as_of: str | None = None) -> Written:
    """What ``score`` answers without ``include`` about a claim that was read by the desk's vocabulary, as JSON: the way
    of a tool that asks by the thousand. ``as_of`` is a date.
    """
    vocabulary = desk.vocabulary
    facts = derive(reading.claim, vocabulary, as_of, reading.links)
    return _with_sources(write(plan, facts, reading, vocabulary, engine=ENGINE_VERSION, as_of=as_of), reading)


def answers_json(desk: Desk, plan: Plan, readings: Sequence[Reading], as_of: str | None = None) -> list[Written]:
    """What ``answer_json`` says of each. Every step is taken for all of them before the next: a processor that does the
    same again finds its way faster, by about a quarter.
    """
    vocabulary = desk.vocabulary
    facts = [derive(reading.claim, vocabulary, as_of, reading.links) for reading in readings]
    return [
        _with_sources(write(plan, each, reading, vocabulary, engine=ENGINE_VERSION, as_of=as_of), reading)
        for each, reading in zip(facts, readings, strict=True)
    ]


def compare(desk: Desk, raw_claim: object, rubrics: Sequence[str], **asked: Any) -> Answer:
    """``{results: [..]}``: the same claim by each rubric, in the order asked."""
    for rubric in rubrics:
        desk.plan(rubric)
    return {"results": [score(desk, raw_claim, rubric=rubric, **asked) for rubric in rubrics]}


def score_all(
    desk: Desk,
    raw_claims: Iterable[object],
    *,
    rubric: str | None = None,
    as_of: str | None = None,
    include: Collection[str] = (),
    disputed: Sequence[str] = (),
    strict: bool = False,
) -> Answer:
    """``{results: [{index, result} or {index, problem}], roots: [{root, claims}]}``: every claim answered, in order."""
    plan = desk.plan(rubric)
    _refuse(wrong_options(as_of, tuple(include)))
    results: list[Answer] = []
    claims: list[Mapping[str, Any]] = []
    for index, raw in enumerate(raw_claims):
        try:
            told, claim = _answer(desk, plan, raw, as_of, include, disputed, strict)
        except InvalidInput as error:
            results.append({"index": index, "problem": problem_of(error)})
            continue
        results.append({"index": index, "result": told})
        claims.append(claim if "id" in claim else {**claim, "id": str(index)})
    return {"results": results, "roots": roots_across(claims, desk.vocabulary)}


def problem_of(error: InvalidInput) -> Answer:
    """What is wrong with one claim among many: code, detail, errors."""
    return {"code": error.code, "detail": error.message, "errors": [problem.as_dict() for problem in error.problems]}


def _answer(
    desk: Desk,
    plan: Plan,
    raw: object,
    as_of: str | None,
    include: Collection[str],
    disputed: Sequence[str],
    strict: bool,
) -> tuple[Answer, Mapping[str, Any]]:
    reading = read_claim(raw, desk.vocabulary, strict=strict, limits=desk.limits)
    reading = desk.sources.resolved(reading, as_of, desk.vocabulary)
    return answer(desk, plan, reading, as_of, include, disputed), reading.claim


def answer(
    desk: Desk,
    plan: Plan,
    reading: Reading,
    as_of: str | None,
    include: Collection[str],
    disputed: Sequence[str],
) -> Answer:
    """What ``score`` answers about a claim that was read. Raises InvalidRequest where a pointer leads nowhere."""
    vocabulary, claim = desk.vocabulary, reading.claim
    facts = derive(claim, vocabulary, as_of)
    result = judge(plan, facts)
    told = explain(result, claim, vocabulary, engine=ENGINE_VERSION, as_of=as_of, warnings=reading.warnings)
    if include or disputed:
        _refuse(wrong_pointers(disputed, claim, vocabulary))

        def again(other: Mapping[str, Any]) -> Any:
            return judge(plan, derive(other, vocabulary, as_of))

        wanted = EXTRAS if ALL in include else include
        if "raise" in wanted:
            told["raise"] = raises(result, claim, again, vocabulary)
        if "questions" in wanted:
            told["questions"] = questions(result, claim, again, vocabulary)
        if "flip" in wanted:
            told["flip"] = flip(result, claim, again, vocabulary, disputed)
    if reading.sources is not None:
        told["sources"] = from_json(reading.sources)
    return told


def _with_sources(written: Written, reading: Reading) -> Written:
    """The answer, and after everything else what of the facts comes from the registry: the engine knows of none."""
    if reading.sources is None:
        return written
    *pieces, last = written.pieces
    return written._replace(pieces=(*pieces, last[:-1], b',"sources":', reading.sources, b"}"))


def wrong_options(as_of: object, include: object) -> list[Problem]:
    """What is wrong with these options, as far as they have the right types."""
    problems = []
    if isinstance(as_of, str) and day_number(as_of) is None:
        message = f'as_of is "{as_of[:40]}", but a date is expected'
        problems.append(Problem("wrong_type", message, "such as 2026-01-31", pointer="/as_of"))
    for at, word in enumerate(include if isinstance(include, (list, tuple)) else ()):
        if isinstance(word, str) and word not in (*EXTRAS, ALL):
            hint = did_you_mean(word[:40], (*EXTRAS, ALL)) or f"choose from {', '.join((*EXTRAS, ALL))}"
            problems.append(
                Problem("unknown_option", f'"{word[:40]}" cannot be included', hint, pointer=f"/include/{at}")
            )
    return problems


def wrong_pointers(disputed: object, claim: Mapping[str, Any], vocabulary: Vocabulary) -> list[Problem]:
    """What is wrong with these pointers, as far as they are some."""
    problems = []
    for at, pointer in enumerate(disputed if isinstance(disputed, (list, tuple)) else ()):
        if isinstance(pointer, str) and slot(claim, pointer, vocabulary) is None:
            stands = at_pointer(claim, pointer) is not None
            message = (
                f'"{pointer[:80]}" is no fact with answers that can be listed'
                if stands
                else f'nothing is at "{pointer[:80]}"'
            )
            hint = "point at a fact of the claim, such as /attributions/0/chain/1/access"
            problems.append(Problem("dangling", message, hint, pointer=f"/disputed/{at}"))
    return problems


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        raise InvalidRequest(problems)
