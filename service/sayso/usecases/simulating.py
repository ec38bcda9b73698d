"""What would happen if a few numbers of this rubric were others: to its tests, to an article, to everything stored?

A simulation writes nothing. The draft is the rubric's own text with the numbers in their places, so that it can be kept
as it was simulated, comments and all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic_core import from_json

from sayso.engine.outcome import rounded
from sayso.engine.plan import Plan, compile_rubric
from sayso.engine.scalar import Result, judge
from sayso.engine.trial import Tried, run_tests
from sayso.errors import InvalidClaim, Problem
from sayso.facts.derive import derive
from sayso.rubric.edit import CannotEdit, Edit, edited
from sayso.rubric.load import load_rubric
from sayso.rubric.model import Rubric
from sayso.store.port import Filters, Store, Stored
from sayso.store.rubric_port import Graded
from sayso.usecases.desk import Desk
from sayso.usecases.document_shown import current
from sayso.usecases.impact_counts import FlipPage
from sayso.usecases.measuring import Held, Measuring, OpenFacts, no_facts
from sayso.usecases.regrading import reading_under
from sayso.wire.rubric_versions import Impact

FLIPS = 50
#: What a check is about -> the codes that the checker has for it.
CHECKS: Mapping[str, tuple[str, ...]] = {
    "the points of each axis add up to 100": ("maxima_sum",),
    "a better answer never gives fewer points": ("levels_rising", "keep_rising", "better_loses"),
    "a further link never raises a grade": ("near_end_raises",),
    "every gate can bind": ("never_binds", "cap_by_chains"),
}


@dataclass(frozen=True)
class Marks:
    """How a claim stands: its grade, the overall in whole points, and by axis the band and the points."""

    grade: str | None
    score: int | None
    axes: Mapping[str, tuple[str | None, int | None]]


@dataclass(frozen=True)
class ClaimMove:
    """A claim before and after; ``after`` is None where the draft cannot grade it."""

    id: str
    text: str
    before: Marks
    after: Marks | None

    @property
    def changed(self) -> bool:
        return self.before != self.after

    @property
    def flips(self) -> bool:
        return self.after is None or self.before.grade != self.after.grade


@dataclass(frozen=True)
class TestMove:
    """One of the rubric's own tests, before and after; ``message`` says what is not as expected after."""

    __test__ = False

    name: str
    before: bool
    after: bool
    message: str


@dataclass(frozen=True)
class Draft:
    """A rubric's text with its changes, and what is wrong with it; ``rubric`` is None where an error stands in the
    way. ``checks`` says of each thing that a checker looks for whether it is in order.
    """

    text: str
    edits: tuple[Edit, ...]
    rubric: Rubric | None
    problems: tuple[Problem, ...]
    checks: Mapping[str, bool]


def draft_of(desk: Desk, base: Rubric, edits: Sequence[Edit]) -> Draft:
    """The draft that these changes make of a rubric. Never raises for one that is wrong."""
    try:
        text = edited(base.text, edits)
    except CannotEdit as error:
        problem = Problem(error.code, error.message, error.hint)
        return Draft(base.text, tuple(edits), None, (problem,), {})
    loaded = load_rubric(text.encode(), "rubric.yaml", desk.vocabulary, desk.files.get)
    codes = {problem.code for problem in loaded.problems}
    checks = {what: not codes.intersection(found) for what, found in CHECKS.items()}
    return Draft(text, tuple(edits), loaded.rubric, loaded.problems, checks)


def tests_moved(desk: Desk, base: Plan, draft: Plan) -> tuple[TestMove, ...]:
    """The tests of the draft beside those of the rubric it was made of: they are the same ones."""
    before = {tried.name: tried.ok for tried in _tried(desk, base)}
    return tuple(
        TestMove(each.name, before.get(each.name, True), each.ok, each.message) for each in _tried(desk, draft)
    )


def claims_moved(desk: Desk, base: Plan, draft: Plan, claims: Sequence[Mapping[str, Any]]) -> tuple[ClaimMove, ...]:
    """Claims that were read, such as those of the seed: by both rubrics."""
    moved = []
    for number, claim in enumerate(claims, 1):
        facts = derive(claim, desk.vocabulary, None)
        before, after = (_marks(judge(plan, facts)) for plan in (base, draft))
        moved.append(ClaimMove(str(claim.get("id") or number), str(claim.get("text", "")), before, after))
    return tuple(moved)


def document_moved(desk: Desk, draft: Plan, store: Store, document: str) -> tuple[ClaimMove, ...]:
    """The claims of a stored document: as they are graded now, and by the draft. Raises NoSuchDocument."""
    found = store.find_document(document)
    if found.deleted is not None:
        return ()
    return tuple(_of_stored(desk, draft, each) for each in current(found, store.assessments_of(document)))


class StoredMove:
    """What the draft changes in everything that is stored under the rubric's id; in pieces, as ``Measuring``."""

    def __init__(self, desk: Desk, draft: Plan, store: Store, facts: OpenFacts = no_facts) -> None:
        id_ = draft.rubric.id
        held = Held(draft, id_, Graded(Filters(rubric=id_)), FlipPage(FLIPS))
        self._measuring = Measuring(desk, held, store, facts)

    def step(self) -> bool:
        return self._measuring.step()

    def told(self) -> Impact:
        return self._measuring.told()


def next_version(desk: Desk, base: Rubric) -> str:
    """The next version that is free, the last of its three numbers raised."""
    head, _, last = base.version.rpartition(".")
    taken = {each.version for each in desk.catalog.rubrics if each.id == base.id}
    number = int(last) + 1 if last.isdecimal() else 1
    while f"{head}.{number}" in taken:
        number += 1
    return f"{head}.{number}"


def plan_of(rubric: Rubric) -> Plan:
    """A rubric, ready to judge."""
    return compile_rubric(rubric)


def _tried(desk: Desk, plan: Plan) -> tuple[Tried, ...]:
    return run_tests(plan, desk.vocabulary)


def _of_stored(desk: Desk, draft: Plan, stored: Stored) -> ClaimMove:
    answer = from_json(stored.assessed.answer)
    axes = {name: (axis["band"], axis["score"]) for name, axis in answer["axes"].items()}
    overall = answer["overall"]
    before = Marks(answer["grade"], None if overall is None else overall["score"], axes)
    try:
        claim = reading_under(desk, stored.assessed).claim
        after = _marks(judge(draft, derive(claim, desk.vocabulary, stored.assessed.as_of)))
    except InvalidClaim:
        after = None
    text = from_json(stored.assessed.facts).get("text") or ""
    return ClaimMove(stored.assessed.id, str(text), before, after)


def _marks(result: Result) -> Marks:
    silent = result.status == "not_applicable"
    axes: dict[str, tuple[str | None, int | None]] = {}
    for axis in result.axes:
        scored = axis.status == "scored" and not silent
        band = None if silent or axis.status == "not_applicable" else axis.word
        axes[axis.plan.axis.id] = (band, rounded(axis.speaker.record.exact) if scored else None)
    score = None if silent else result.outcome.overall.score
    return Marks(result.outcome.grade, None if score is None else rounded(score), axes)
