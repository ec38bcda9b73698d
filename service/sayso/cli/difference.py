"""How does the difference between two rubrics stand on a terminal?"""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from sayso.cli.paper import BAD, GOOD, SOFT, STRONG, columns, indented, words
from sayso.engine.outcome import rounded
from sayso.rubric.describe import name_of
from sayso.rubric.diff_model import BandMove, Change, GateDiff, Listed, RuleDiff, Worth
from sayso.rubric.diff_rules import NOT_APPLICABLE, NOT_KNOWN
from sayso.rubric.english import tally
from sayso.usecases.diff import Comparison, MovedClaim, Number
from sayso.usecases.diff_form import TRUTHS, points

MOST = 12
"""Shifts and claims that are shown; the rest is counted. All of them are in the JSON."""
_NOTHING = "nothing"


def print_comparison(console: Console, found: Comparison, claims: str) -> None:
    """What differs, the largest first, then what that does to claims, then what changes no grade."""
    title = found.before.ref if found.before.ref == found.after.ref else f"{found.before.ref} to {found.after.ref}"
    console.print(words(title, STRONG))
    console.print(words(_verdict(found)))
    diff = found.diff
    _changes(console, "Settings", diff.settings)
    _listed(console, "axis", diff.axes)
    if diff.bands:
        _part(console, "Bands")
        for move in diff.bands:
            console.print(indented(words(_move(move))))
    _listed(console, "criterion", diff.criteria)
    for rule in diff.changed:
        _rule(console, rule, f"{rule.id}, on {name_of(rule.axis)}", "")
    if diff.chain is not None:
        _rule(console, diff.chain, f"What a link keeps, on {name_of(diff.chain.axis)}", " per mille")
    _listed(console, "gate", diff.gates)
    for gate in diff.gates_changed:
        _gate(console, gate)
    _claims(console, found, claims)
    _changes(console, "Words only: no grade changes by these", diff.words)
    _changes(console, "Remedies", diff.remedies)
    _changes(console, "Tests", diff.tests)


def _verdict(found: Comparison) -> str:
    if found.diff.empty:
        same = found.before.digest == found.after.digest
        return "They are the same rubric." if same else "They mean the same and are named differently."
    if found.diff.grades:
        return "Grades can change."
    return "No grade changes."


def _part(console: Console, title: str, more: str = "") -> None:
    console.print()
    console.print(Text.assemble(words(title, STRONG), words(more)))


def _changes(console: Console, title: str, changes: Sequence[Change]) -> None:
    if changes:
        _part(console, title)
        for change in changes:
            console.print(indented(words(_change(change))))


def _change(change: Change) -> str:
    if change.before is None:
        return f"{change.what}: new, {change.after}" if change.after != "there" else f"{change.what}: new"
    if change.after is None:
        return f"{change.what}: gone" + ("" if change.before == "there" else f", was {change.before}")
    if change.before == "there":
        return f"{change.what}: {change.after}"
    return f"{change.what}: {change.before or _NOTHING} -> {change.after or _NOTHING}"


def _listed(console: Console, what: str, listed: Listed) -> None:
    for sign, each in [("New", each) for each in listed.added] + [("Gone", each) for each in listed.removed]:
        _part(console, f"{sign} {what} {each.id}")
        console.print(indented(words(each.says)))


def _move(move: BandMove) -> str:
    scores = str(move.first) if move.first == move.last else f"{move.first} to {move.last}"
    return f"{name_of(move.axis)}: a score of {scores} is {move.after}, was {move.before}"


def _rule(console: Console, rule: RuleDiff, title: str, unit: str) -> None:
    changing = sum(shift.cases for shift in rule.shifts)
    _part(console, title, f": {changing} of {tally(rule.cases, 'case')} change" if rule.cases and changing else "")
    for change in rule.settings:
        console.print(indented(words(_change(change))))
    table = columns("right", "wide", indent=0)
    for shift in rule.shifts[:MOST]:
        by = shift.after.points - shift.before.points
        moved = words(f"{_shift(shift.before, shift.after)}{unit}")
        told = words(f"{tally(shift.cases, 'case')}, for example: {shift.when}", SOFT)
        table.add_row(_by(by), Text.assemble(moved, "\n", told))
    if table.row_count:
        console.print(indented(table))
    _rest(console, len(rule.shifts))
    if rule.why is not None:
        console.print(indented(words(f"Compared level by level: {rule.why}.", SOFT)))
    for change in rule.levels:
        console.print(indented(words(_change(change))))


def _rest(console: Console, count: int) -> None:
    if count > MOST:
        console.print(indented(words(f"and {count - MOST} more (--json shows all)", SOFT)))


def _by(points: int) -> Text:
    return Text(f"{points:+d}" if points else "0", GOOD if points > 0 else BAD if points < 0 else SOFT)


def _shift(before: Worth, after: Worth) -> str:
    if before.level == after.level:
        return f"{_level(before)}: {_points(before)} -> {_points(after)}"
    return f"{_level(before)} {_points(before)} -> {_level(after)} {_points(after)}"


def _level(worth: Worth) -> str:
    return {NOT_KNOWN: "not known", NOT_APPLICABLE: "not asked"}.get(worth.level, worth.level)


def _points(worth: Worth) -> str:
    if worth.abstain:
        return "(cannot be judged)"
    return f"{worth.points} ({worth.low} to {worth.high})" if worth.low != worth.high else str(worth.points)


def _gate(console: Console, gate: GateDiff) -> None:
    _part(console, f"Gate {gate.id}", f": {gate.condition}" if gate.condition else "")
    for change in gate.settings:
        console.print(indented(words(_change(change))))
    for shift in gate.shifts[:MOST]:
        moved = f"{TRUTHS[shift.before]} -> {TRUTHS[shift.after]}"
        told = f", {tally(shift.cases, 'case')}, for example: {shift.when}"
        console.print(indented(Text.assemble(words(moved), words(told, SOFT))))
    _rest(console, len(gate.shifts))
    if gate.why is not None and gate.said is not None:
        console.print(indented(words(f"Compared as a whole: {gate.why}.", SOFT)))
        console.print(indented(words(_change(gate.said))))


def _claims(console: Console, found: Comparison, what: str) -> None:
    if not found.graded or not found.diff.grades:
        return
    changed = sum(claim.before != claim.after for claim in found.moved)
    _part(console, f"{changed} of {found.graded} {what} change grade")
    table = columns("name", "name", "wide", indent=0)
    for claim in found.moved[:MOST]:
        grades = f"{claim.before or 'not graded'} -> {claim.after or 'not graded'}"
        name = words(claim.id or str(claim.index), STRONG)
        table.add_row(name, grades if claim.before != claim.after else claim.before or "", words(_scores(claim)))
    console.print(indented(table))
    _rest(console, len(found.moved))


def _scores(claim: MovedClaim) -> str:
    parts = [f"{name_of(name)} {_number(number)}" for name, number in claim.numbers.items()]
    if claim.words[0] != claim.words[1]:
        parts.append(f"{claim.words[0] or _NOTHING} -> {claim.words[1] or _NOTHING}")
    return "; ".join(parts)


def _number(number: Number) -> str:
    ends = ["cannot be judged" if value is None else str(rounded(value)) for value in (number.before, number.after)]
    if ends[0] == ends[1]:  # less than a point
        sign = "+" if number.by > 0 else ""
        return f"{ends[0]} ({sign}{points(number.by)})"
    return f"{ends[0]} -> {ends[1]}"
