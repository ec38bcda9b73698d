"""How do two versions of a rubric differ, in words on a page?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.rubric.describe import name_of
from sayso.rubric.diff_model import BandMove, Change, Diff, GateDiff, Listed, RuleDiff, Worth
from sayso.rubric.diff_rules import NOT_APPLICABLE, NOT_KNOWN
from sayso.rubric.english import capital, tally
from sayso.usecases.diff import Comparison, MovedClaim
from sayso.usecases.diff_form import TRUTHS
from sayso.web.view_rubric import rubric_href, try_href

MOST = 12


@dataclass(frozen=True, slots=True)
class PartView:
    """One thing that differs: lines in words, each with the move of points where it has one."""

    title: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MovedView:
    id: str
    text: str
    before: str
    after: str
    flips: bool


@dataclass(frozen=True, slots=True)
class ChoiceView:
    version: str
    before: bool
    after: bool


@dataclass(frozen=True, slots=True)
class RubricDiffPage:
    title: str
    id: str
    verdict: str
    before_href: str
    after_href: str
    before: str
    after: str
    choices: tuple[ChoiceView, ...]
    action: str
    parts: tuple[PartView, ...]
    words: tuple[PartView, ...]
    seed: tuple[MovedView, ...]
    seed_count: int
    try_href: str


def diff_page(found: Comparison, versions: Sequence[str], action: str) -> RubricDiffPage:
    """The page of a comparison; its claims are those of the seed."""
    before, after = found.before, found.after
    return RubricDiffPage(
        title=f"{before.ref} and {after.version}",
        id=before.id,
        verdict=_verdict(found),
        before_href=rubric_href(before.id, before.version),
        after_href=rubric_href(after.id, after.version),
        before=before.version,
        after=after.version,
        choices=tuple(ChoiceView(each, each == before.version, each == after.version) for each in versions),
        action=action,
        parts=tuple(_parts(found.diff)),
        words=tuple(_words(found.diff)),
        seed=tuple(_moved(each) for each in found.moved),
        seed_count=found.graded,
        try_href=try_href(after),
    )


def _verdict(found: Comparison) -> str:
    if found.before.digest == found.after.digest:
        return "They mean the same."
    if found.diff.grades:
        return "Grades can change."
    return "The words differ. No grade changes."


def _parts(diff: Diff) -> Iterator[PartView]:
    if diff.settings:
        yield _changes("Settings", diff.settings)
    yield from _listed("axis", diff.axes)
    if diff.bands:
        yield PartView("Bands", tuple((_band(move), "") for move in diff.bands))
    yield from _listed("criterion", diff.criteria)
    for rule in diff.changed:
        yield _rule(f"{capital(name_of(rule.id))}, on {name_of(rule.axis)}", rule, "")
    if diff.chain is not None:
        yield _rule("What a link keeps", diff.chain, " per mille")
    yield from _listed("gate", diff.gates)
    for gate in diff.gates_changed:
        yield _gate(gate)


def _words(diff: Diff) -> Iterator[PartView]:
    for title, changes in (("Words", diff.words), ("Remedies", diff.remedies), ("Tests", diff.tests)):
        if changes:
            yield _changes(title, changes)


def _changes(title: str, changes: Sequence[Change]) -> PartView:
    return PartView(title, tuple((_change(change), "") for change in changes))


def _change(change: Change) -> str:
    what = capital(change.what)
    if change.before is None:
        return f"{what}: new" + ("" if change.after in (None, "there") else f", {change.after}")
    if change.after is None:
        return f"{what}: gone" + ("" if change.before == "there" else f", was {change.before}")
    if change.before == "there":
        return f"{what}: {change.after}"
    return f"{what}: was {change.before or 'nothing'}, is {change.after or 'nothing'}"


def _listed(what: str, listed: Listed) -> Iterator[PartView]:
    for word, those in (("New", listed.added), ("Gone:", listed.removed)):
        for each in those:
            yield PartView(f"{word} {what} {each.id}", ((each.says, ""),))


def _band(move: BandMove) -> str:
    scores = str(move.first) if move.first == move.last else f"{move.first} to {move.last}"
    return f"{capital(name_of(move.axis))}: a score of {scores} is {move.after}, was {move.before}"


def _rule(title: str, rule: RuleDiff, unit: str) -> PartView:
    lines = [(_change(change), "") for change in rule.settings]
    for shift in rule.shifts[:MOST]:
        by = shift.after.points - shift.before.points
        moved = f"{_worth(shift.before)}, is {_worth(shift.after)}{unit}"
        lines.append((f"{moved} ({tally(shift.cases, 'case')}, for example: {shift.when})", f"{by:+d}" if by else "0"))
    if len(rule.shifts) > MOST:
        lines.append((f"and {len(rule.shifts) - MOST} more", ""))
    lines += [(_change(change), "") for change in rule.levels]
    return PartView(title, tuple(lines))


def _worth(worth: Worth) -> str:
    level = {NOT_KNOWN: "not known", NOT_APPLICABLE: "not asked"}.get(worth.level, worth.level)
    if worth.abstain:
        return f"{level}: cannot be judged"
    span = f" ({worth.low} to {worth.high})" if worth.low != worth.high else ""
    return f"{level}: {worth.points}{span}"


def _gate(gate: GateDiff) -> PartView:
    lines = [(_change(change), "") for change in gate.settings]
    for shift in gate.shifts[:MOST]:
        told = f"{tally(shift.cases, 'case')}, for example: {shift.when}"
        lines.append((f"It {TRUTHS[shift.before]}, then {TRUTHS[shift.after]} ({told})", ""))
    if gate.said is not None:
        lines.append((_change(gate.said), ""))
    return PartView(f"Gate {gate.id}" + (f": {gate.condition}" if gate.condition else ""), tuple(lines))


def _moved(claim: MovedClaim) -> MovedView:
    name = claim.id or str(claim.index + 1)
    flips = claim.before != claim.after
    return MovedView(name, claim.text, claim.before or "not graded", claim.after or "not graded", flips)
