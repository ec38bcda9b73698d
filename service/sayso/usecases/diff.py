"""What would change if this rubric took the place of that one: in the rule, and in the grades of these claims?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sayso.engine.plan import Plan, compile_rubric
from sayso.engine.scalar import Result, judge
from sayso.errors import InvalidInput, InvalidRequest, InvalidRubric
from sayso.facts.claim import read_claim
from sayso.facts.derive import derive
from sayso.rubric.diff import diff_rubrics
from sayso.rubric.diff_model import Diff
from sayso.rubric.load import load_rubric
from sayso.rubric.model import Rubric
from sayso.usecases.desk import Desk
from sayso.usecases.score import problem_of, wrong_options

Answer = dict[str, Any]
OVERALL = "overall"


@dataclass(frozen=True)
class Number:
    """A score before and after, in thousandths; None where there is none."""

    before: int | None
    after: int | None

    @property
    def by(self) -> int:
        """How far it moved; where one of them is none, by all there is."""
        if self.before is None or self.after is None:
            return 0 if self.before == self.after else 100_000
        return self.after - self.before


@dataclass(frozen=True)
class MovedClaim:
    """A claim that is graded differently; ``numbers`` has the axes of both and the overall, where they moved.

    ``words`` are the word or sentence of the overall, before and after.
    """

    index: int
    id: str | None
    text: str
    before: str | None
    after: str | None
    words: tuple[str | None, str | None]
    numbers: Mapping[str, Number]

    @property
    def size(self) -> int:
        return max((abs(number.by) for number in self.numbers.values()), default=0)


@dataclass(frozen=True)
class Comparison:
    """Two rubrics, what differs, and which of so many claims move: those that change grade first, each by how far.

    ``problems`` has, by place, what is wrong with a claim that could not be graded.
    """

    before: Rubric
    after: Rubric
    diff: Diff
    graded: int
    moved: tuple[MovedClaim, ...]
    problems: Mapping[int, Answer]


def read_version(desk: Desk, text: bytes, name: str) -> Rubric:
    """A rubric as it stands in a file, whether or not its tests hold: a changed rule is compared before its tests are
    changed with it. Raises InvalidRubric.
    """
    loaded = load_rubric(text, name, desk.vocabulary, desk.files.get)
    if loaded.rubric is None:
        raise InvalidRubric(loaded.problems)
    return loaded.rubric


def compare_rubrics(
    desk: Desk, before: Rubric, after: Rubric, claims: Sequence[object] = (), as_of: str | None = None
) -> Comparison:
    """The difference between two rubrics that were read with the vocabulary of this desk. Raises InvalidRequest."""
    if problems := wrong_options(as_of, ()):
        raise InvalidRequest(problems)
    plans = compile_rubric(before), compile_rubric(after)
    moved: list[MovedClaim] = []
    problems_of: dict[int, Answer] = {}
    for index, raw in enumerate(claims):
        try:
            found = _moved(index, raw, plans, desk, as_of)
        except InvalidInput as error:
            problems_of[index] = problem_of(error)
            continue
        if found is not None:
            moved.append(found)
    moved.sort(key=lambda claim: (claim.before == claim.after, -claim.size, claim.index))
    graded = len(claims) - len(problems_of)
    return Comparison(before, after, diff_rubrics(before, after, desk.vocabulary), graded, tuple(moved), problems_of)


def _moved(index: int, raw: object, plans: tuple[Plan, Plan], desk: Desk, as_of: str | None) -> MovedClaim | None:
    claim = read_claim(raw, desk.vocabulary, limits=desk.limits).claim
    facts = derive(claim, desk.vocabulary, as_of)
    was, now = (judge(plan, facts) for plan in plans)
    grades = was.outcome.grade, now.outcome.grade
    words = was.outcome.overall.label, now.outcome.overall.label
    numbers = dict(_numbers(was, now))
    if grades[0] == grades[1] and words[0] == words[1] and not numbers:
        return None
    return MovedClaim(index, claim.get("id"), str(claim.get("text", "")), *grades, words, numbers)


def _numbers(was: Result, now: Result) -> Iterable[tuple[str, Number]]:
    """Every score that is not what it was, by axis; an axis that only one of them has is no move of a score."""
    before, after = _exact(was), _exact(now)
    for name in before:
        if name in after and before[name] != after[name]:
            yield name, Number(before[name], after[name])


def _exact(result: Result) -> dict[str, int | None]:
    silent = result.status == "not_applicable"
    found = {
        axis.plan.axis.id: axis.speaker.record.exact if axis.status == "scored" and not silent else None
        for axis in result.axes
    }
    return {**found, OVERALL: None if silent else result.outcome.overall.score}
