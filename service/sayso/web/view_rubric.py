"""How does a rubric stand on its page: in sentences, each with the line of the file that says so?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from urllib.parse import quote

from sayso.engine.trial import Tried
from sayso.errors import Problem
from sayso.rubric.describe import Answer, Question, Rule, describe
from sayso.rubric.edit import Where, lines_of, split_lines
from sayso.rubric.english import plain, sentence
from sayso.rubric.model import Criterion, Rubric
from sayso.usecases.desk import Desk
from sayso.usecases.kept_rubrics import Origin, place_of
from sayso.usecases.who import ADMIN, SENIOR, Who
from sayso.web.links import RUBRICS
from sayso.web.view_page import short
from sayso.web.words import day

NOWHERE = Origin(None)


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One answer; ``line`` is None where another file says it."""

    worth: str
    when: str
    because: str
    line: int | None


@dataclass(frozen=True, slots=True)
class QuestionView:
    id: str
    ask: str
    most: int
    reference: str
    notes: tuple[str, ...]
    answers: tuple[AnswerView, ...]
    line: int | None


@dataclass(frozen=True, slots=True)
class AxisTold:
    name: str
    how: tuple[str, ...]
    bands: tuple[tuple[str, str, str], ...]
    questions: tuple[QuestionView, ...]
    line: int | None


@dataclass(frozen=True, slots=True)
class RuleView:
    id: str
    sentence: str
    because: str
    reference: str
    line: int | None


@dataclass(frozen=True, slots=True)
class TestView:
    __test__ = False

    name: str
    ok: bool
    message: str
    reached: tuple[str, ...]
    line: int | None


@dataclass(frozen=True, slots=True)
class ProblemView:
    severity: str
    message: str
    hint: str | None
    line: int | None


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version to go to."""

    version: str
    href: str
    current: bool
    active: bool


@dataclass(frozen=True, slots=True)
class ActivateView:
    """The form that makes this version the active one; ``seen`` is the digest of the one that is active now."""

    action: str
    version: str
    active: str | None
    seen: str


@dataclass(frozen=True, slots=True)
class LineView:
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class RubricPage:
    """The whole page."""

    title: str
    id: str
    version: str
    heading: str
    reference: str
    digest: str
    active: bool
    where: str
    put: str | None
    versions: tuple[VersionView, ...]
    axes: tuple[AxisTold, ...]
    passing_on: tuple[str, ...]
    keeps: tuple[AnswerView, ...]
    keeps_reference: str
    gates: tuple[RuleView, ...]
    overall: tuple[str, ...]
    overall_bands: tuple[tuple[str, str, str], ...]
    remedies: tuple[tuple[str, str], ...]
    tests: tuple[TestView, ...]
    failing: int
    missed: tuple[str, ...]
    problems: tuple[ProblemView, ...]
    source: tuple[LineView, ...]
    inherits: bool
    list_href: str
    try_href: str
    compare_href: str | None
    activate: ActivateView | None
    notice: str | None = None


def rubric_page(
    rubric: Rubric, desk: Desk, tried: Sequence[Tried], missed: Sequence[str], who: Who, notice: str | None
) -> RubricPage:
    """The page of one version. ``tried`` are its tests, ``missed`` what none of them reaches."""
    told, lines = describe(rubric, desk.vocabulary), lines_of(rubric.text)
    origin = desk.origins.get(rubric.ref, NOWHERE)
    active = desk.catalog.find(rubric.id)
    axes = tuple(
        AxisTold(
            plain(axis.id),
            axis.how,
            axis.bands,
            tuple(
                _question(question, criterion, lines)
                for question, criterion in zip(axis.questions, rubric.of_axis(axis.id), strict=True)
            ),
            lines.get(("axes", axis.id)),
        )
        for axis in told.axes
    )
    tests = tuple(
        TestView(each.name, each.ok, each.message, each.reached, lines.get(("tests", each.name))) for each in tried
    )
    return RubricPage(
        title=f"{rubric.title}, {rubric.ref}",
        id=rubric.id,
        version=rubric.version,
        heading=rubric.title,
        reference=rubric.reference,
        digest=short(rubric.digest),
        active=active == rubric,
        where=where_from(origin),
        put=put_by(origin),
        versions=_versions(rubric, desk),
        axes=axes,
        passing_on=told.passing_on,
        keeps=tuple(_keeps(told.keeps, rubric, lines)),
        keeps_reference=told.keeps_reference,
        gates=tuple(_rule(rule, lines) for rule in told.gates),
        overall=told.overall,
        overall_bands=told.overall_bands,
        remedies=tuple((sentence(text), sentence(then)) for text, then in told.remedies),
        tests=tests,
        failing=sum(not test.ok for test in tests),
        missed=tuple(missed),
        problems=problem_views(_problems(rubric, desk)),
        source=tuple(LineView(number, text) for number, text in enumerate(split_lines(rubric.text), 1)),
        inherits=("extends",) in lines,
        list_href=RUBRICS,
        try_href=try_href(rubric),
        compare_href=None
        if active is None or active == rubric
        else diff_href(rubric.id, active.version, rubric.version),
        activate=None if active == rubric or not may_change(who) else _activate(rubric, active),
        notice=notice,
    )


def rubric_href(id_: str, version: str | None = None) -> str:
    """The page of a rubric, or of one version."""
    return f"{RUBRICS}/{quote(id_, safe='')}" + ("" if version is None else f"?version={quote(version, safe='')}")


def try_href(rubric: Rubric) -> str:
    return f"{RUBRICS}/{quote(rubric.id, safe='')}/try?version={quote(rubric.version, safe='')}"


def diff_href(id_: str, before: str, after: str) -> str:
    return f"{RUBRICS}/{quote(id_, safe='')}/diff?from={quote(before, safe='')}&to={quote(after, safe='')}"


def may_change(who: Who) -> bool:
    """Whether they may keep and activate versions: what a key with the scope rubric:write may."""
    return bool(who.roles & {SENIOR, ADMIN})


def where_from(origin: Origin) -> str:
    """Where a version comes from, in words."""
    places = [f"the file {origin.file}"] if origin.file is not None else []
    places += ["the database"] if origin.kept is not None else []
    return " and ".join(places) or "nowhere that is known"


def put_by(origin: Origin) -> str | None:
    """Who put it into the database, and on which day."""
    return None if origin.kept is None else f"{origin.kept.actor}, {day(origin.kept.created[:10])}"


def problem_views(problems: Sequence[Problem]) -> tuple[ProblemView, ...]:
    """Errors first, then in the order of the file."""
    order = {"error": 0, "warning": 1}
    ranked = sorted(problems, key=lambda each: (order.get(each.severity, 2), each.line or 0))
    return tuple(ProblemView(each.severity, each.message, each.hint, each.line) for each in ranked)


def _compare_href(rubric: Rubric, active: Rubric | None) -> str | None:
    return None if active is None or active == rubric else diff_href(rubric.id, active.version, rubric.version)


def _problems(rubric: Rubric, desk: Desk) -> tuple[Problem, ...]:
    origin = desk.origins.get(rubric.ref, NOWHERE)
    return desk.problems.get(origin.file or place_of(rubric.ref), ())


def _versions(rubric: Rubric, desk: Desk) -> tuple[VersionView, ...]:
    active = desk.catalog.find(rubric.id)
    return tuple(
        VersionView(each.version, rubric_href(each.id, each.version), each == rubric, each == active)
        for each in desk.catalog.rubrics
        if each.id == rubric.id
    )


def _activate(rubric: Rubric, active: Rubric | None) -> ActivateView:
    seen = "" if active is None else active.digest
    return ActivateView(rubric_href(rubric.id), rubric.version, None if active is None else active.version, seen)


def _question(question: Question, criterion: Criterion, lines: Mapping[Where, int]) -> QuestionView:
    at = ("criteria", criterion.id)
    places: list[Where] = [(*at, "levels", level.id) for level in criterion.levels if level.when]
    rest = (("else", criterion.otherwise), ("none", criterion.nowhere), ("unknown", criterion.unknown))
    places += [(*at, word) for word, entry in rest if entry is not None]
    answers = tuple(_answer(answer, lines.get(place)) for answer, place in zip(question.answers, places, strict=True))
    line = lines.get(at)
    return QuestionView(question.id, question.ask, question.most, question.reference, question.notes, answers, line)


def _keeps(keeps: Sequence[Answer], rubric: Rubric, lines: Mapping[Where, int]) -> Iterator[AnswerView]:
    places: list[Where] = []
    if rubric.chain is not None:
        places = [("chain", "keep", keep.id) for keep in rubric.chain.keeps if keep.when is not None]
        places += [("chain", "else")] if rubric.chain.otherwise is not None else []
        places += [("chain", "unknown")]
    for answer, place in zip_longest(keeps, places[: len(keeps)]):
        yield _answer(answer, lines.get(place) if place else None)


def _answer(answer: Answer, line: int | None) -> AnswerView:
    return AnswerView(answer.worth, answer.when, answer.because, line)


def _rule(rule: Rule, lines: Mapping[Where, int]) -> RuleView:
    return RuleView(rule.id, rule.sentence, rule.because, rule.reference, lines.get(("gates", rule.id)))
