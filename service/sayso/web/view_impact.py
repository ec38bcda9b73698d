"""What did a simulated change come to, as the page shows it: claims, tests, and everything stored with its bars?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sayso.rubric.english import plain, tally
from sayso.usecases.simulating import ClaimMove, Draft, Marks, TestMove
from sayso.web.view_rubric import ProblemView, problem_views
from sayso.wire.rubric_versions import Bin, Impact, ScoreImpact

OVERALL = "overall"
_BAR, _GAP, _TALL = 18, 4, 80
_SHOWN = 120


@dataclass(frozen=True, slots=True)
class MoveView:
    """A claim before and after."""

    id: str
    text: str
    before: str
    after: str
    score: str
    flips: bool
    changed: bool
    href: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimsView:
    """Some claims: those that move first. ``says`` counts them."""

    title: str
    says: str
    moved: tuple[MoveView, ...]
    same: int
    at: str


@dataclass(frozen=True, slots=True)
class BarView:
    """A bar of whole numbers; ``says`` is it in words."""

    x: int
    y: int
    width: int
    height: int
    tone: str
    says: str
    rows: int


@dataclass(frozen=True, slots=True)
class HistogramView:
    name: str
    width: int
    tall: int
    label: str
    bars: tuple[BarView, ...]
    middle: int
    rest: str


@dataclass(frozen=True, slots=True)
class StoredView:
    """What happens to everything that is stored."""

    says: str
    rows: int
    flips: int
    changed: int
    ungradable: int
    steps: tuple[tuple[str, str, int], ...]
    histograms: tuple[HistogramView, ...]
    gates: tuple[tuple[str, int, int, int], ...]
    flipped: tuple[MoveView, ...]
    more: int


@dataclass(frozen=True, slots=True)
class TestsView:
    __test__ = False

    says: str
    failing: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SaveView:
    """The draft as it would be kept."""

    action: str
    text: str
    version: str
    rows: int


@dataclass(frozen=True, slots=True)
class ImpactView:
    """Everything under the form. ``touched`` is False where nothing was changed yet."""

    touched: bool
    changes: tuple[str, ...] = ()
    wrong: tuple[tuple[str, str, str], ...] = ()
    """Fields that cannot be used: the id of the box, its name, and why."""
    problems: tuple[ProblemView, ...] = ()
    usable: bool = True
    checks: tuple[tuple[str, bool], ...] = ()
    tests: TestsView | None = None
    claims: tuple[ClaimsView, ...] = ()
    document_problem: str | None = None
    stored: StoredView | None = None
    stored_note: str | None = None
    save: SaveView | None = None
    saving: tuple[ProblemView, ...] = ()
    """Why a draft was not kept."""


@dataclass(frozen=True)
class Effect:
    """What a draft comes to, as far as it was worked out."""

    draft: Draft
    tests: Sequence[TestMove] = ()
    seed: Sequence[ClaimMove] = ()
    document: Sequence[ClaimMove] | None = None
    document_title: str = ""
    document_problem: str | None = None
    stored: Impact | None = None
    stored_note: str | None = None
    save: SaveView | None = None
    changes: Sequence[str] = field(default=())


def impact_view(effect: Effect, wrong: Sequence[tuple[str, str, str]]) -> ImpactView:
    """The view of an effect."""
    usable = effect.draft.rubric is not None
    claims = [_claims("The seed article", "seed", effect.seed)] if usable and effect.seed else []
    if effect.document is not None:
        claims.append(_claims(effect.document_title, "document", effect.document))
    return ImpactView(
        touched=True,
        changes=tuple(effect.changes),
        wrong=tuple(wrong),
        problems=problem_views([each for each in effect.draft.problems if each.severity != "info"]),
        usable=usable,
        checks=tuple(effect.draft.checks.items()),
        tests=_tests(effect.tests) if usable else None,
        claims=tuple(claims),
        document_problem=effect.document_problem,
        stored=None if effect.stored is None else stored_view(effect.stored),
        stored_note=effect.stored_note,
        save=effect.save,
    )


def stored_view(found: Impact) -> StoredView:
    """What a draft changes in everything stored."""
    graded = found.rows - found.ungradable.rows
    says = f"{found.flips:,} of {graded:,} stored assessments change grade; something changes in {found.changed:,}."
    scores = {name: axis.scores for name, axis in found.axes.items()} | {OVERALL: found.overall.scores}
    flipped = tuple(
        MoveView(
            each.id,
            each.claim.text or "",
            each.grade.before or "not graded",
            each.grade.after or "not graded",
            ", ".join(
                f"{plain(axis)} {step.before or 'none'} to {step.after or 'none'}" for axis, step in each.axes.items()
            ),
            flips=True,
            changed=True,
        )
        for each in found.flipped
    )
    return StoredView(
        says=says if graded else "Nothing is stored under this rubric yet.",
        rows=graded,
        flips=found.flips,
        changed=found.changed,
        ungradable=found.ungradable.rows,
        steps=tuple(
            (step.before or "not graded", step.after or "not graded", step.rows)
            for step in found.grades
            if step.before != step.after
        ),
        histograms=tuple(each for name, score in scores.items() if (each := _histogram(name, score)) is not None),
        gates=tuple(
            (gate.id, gate.starts, gate.stops, gate.after) for gate in found.gates if gate.starts or gate.stops
        ),
        flipped=flipped,
        more=found.flips - len(flipped),
    )


def _tests(moves: Sequence[TestMove]) -> TestsView:
    failing = tuple((each.name, each.message) for each in moves if not each.after)
    if not moves:
        return TestsView("The rubric has no tests.", ())
    holds = f"{len(moves) - len(failing)} of {tally(len(moves), 'test')} of the rubric hold."
    return TestsView(holds, failing)


def _claims(title: str, at: str, moves: Sequence[ClaimMove]) -> ClaimsView:
    changed = [each for each in moves if each.changed]
    flips = sum(each.flips for each in moves)
    ranked = sorted(changed, key=lambda each: not each.flips)
    says = f"{flips} of {tally(len(moves), 'claim')} change grade; something changes in {len(changed)}."
    views = tuple(_move(each) for each in ranked)
    return ClaimsView(title, says, views, len(moves) - len(changed), at)


def _move(each: ClaimMove) -> MoveView:
    text = each.text if len(each.text) <= _SHOWN else each.text[:_SHOWN].rstrip() + "…"
    after = "cannot be read" if each.after is None else each.after.grade or "not graded"
    before = each.before.grade or "not graded"
    return MoveView(each.id, text, before, after, "; ".join(_scores(each.before, each.after)), each.flips, each.changed)


def _scores(before: Marks, after: Marks | None) -> Iterator[str]:
    if after is None:
        return
    for name in dict.fromkeys((*before.axes, *after.axes)):
        was, now = (each.axes.get(name, (None, None))[1] for each in (before, after))
        if was != now:
            yield f"{plain(name)} {_number(was)} to {_number(now)}"
    if before.score != after.score:
        yield f"Overall {_number(before.score)} to {_number(after.score)}"


def _word(band: str | None) -> str:
    return "none" if band is None else band


def _number(score: int | None) -> str:
    return "no score" if score is None else str(score)


def _histogram(name: str, scores: ScoreImpact) -> HistogramView | None:
    """The moves of a score, five points a bar; None where none moves."""
    moving = [each for each in scores.bins if _middle(each)]
    if not moving and not scores.gained and not scores.lost:
        return None
    counted = {_middle(each): each.rows for each in scores.bins}
    places = range(min([*counted, 0]), max([*counted, 0]) + 1)
    most = max(counted.values(), default=1)
    bars = []
    for number, at in enumerate(places):
        rows = counted.get(at, 0)
        height = (rows * _TALL + most - 1) // most if rows else 0
        tone = "up" if at > 0 else "down" if at < 0 else "same"
        x = number * (_BAR + _GAP)
        bars.append(BarView(x, _TALL - height, _BAR, height, tone, _span(at), rows))
    up, down = (sum(rows for at, rows in counted.items() if (at > 0) == way and at) for way in (True, False))
    label = f"{plain(name)}: {up:,} go up, {down:,} go down, {counted.get(0, 0):,} stay."
    parts = ((scores.gained, "gain a score"), (scores.lost, "lose their score"), (scores.unscored, "have none"))
    rest = ", ".join(f"{rows:,} {what}" for rows, what in parts if rows)
    width = len(bars) * (_BAR + _GAP) - _GAP
    return HistogramView(plain(name), width, _TALL, label, tuple(bars), -places[0] * (_BAR + _GAP) + _BAR // 2, rest)


def _middle(each: Bin) -> int:
    """Which bar this is, counted from that of scores which do not move."""
    low, high = (int(end.replace(".", "")) for end in (each.low, each.high))
    return (high if high > 0 else low) // 5_000


def _span(at: int) -> str:
    if at == 0:
        return "no change"
    way, size = ("up" if at > 0 else "down"), abs(at) * 5
    return f"{way} by more than {size - 5}, at most {size}"
