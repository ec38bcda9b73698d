"""What does a comparison of two rubrics look like as JSON?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sayso.engine.outcome import rounded
from sayso.rubric.diff_cases import Shift
from sayso.rubric.diff_model import Change, Diff, GateDiff, Listed, RuleDiff, Worth
from sayso.rubric.matcher import Truth
from sayso.rubric.model import Rubric
from sayso.usecases.diff import Comparison, MovedClaim, Number

Json = dict[str, Any]
TRUTHS = ("does not hold", "holds", "possible")


def comparison_form(found: Comparison) -> Json:
    """Two rubrics, what differs, and the claims that move."""
    diff = found.diff
    return {
        "before": _rubric(found.before),
        "after": _rubric(found.after),
        "same": found.before.digest == found.after.digest,
        "grades_change": diff.grades,
        **_diff(diff),
        "claims": {"graded": found.graded, "moved": [_claim(claim) for claim in found.moved]},
    }


def _rubric(rubric: Rubric) -> Json:
    return {"id": rubric.id, "version": rubric.version, "digest": rubric.digest}


def _diff(diff: Diff) -> Json:
    return {
        "settings": _changes(diff.settings),
        "axes": _listed(diff.axes),
        "bands": [
            {"axis": move.axis, "from": move.first, "to": move.last, "before": move.before, "after": move.after}
            for move in diff.bands
        ],
        "criteria": {**_listed(diff.criteria), "changed": [_rule(rule) for rule in diff.changed]},
        "chain": None if diff.chain is None else _rule(diff.chain),
        "gates": {**_listed(diff.gates), "changed": [_gate(gate) for gate in diff.gates_changed]},
        "words": _changes(diff.words),
        "remedies": _changes(diff.remedies),
        "tests": _changes(diff.tests),
    }


def _changes(changes: Sequence[Change]) -> list[Json]:
    return [{"what": change.what, "before": change.before, "after": change.after} for change in changes]


def _listed(listed: Listed) -> Json:
    return {
        "added": [{"id": each.id, "says": each.says} for each in listed.added],
        "removed": [{"id": each.id, "says": each.says} for each in listed.removed],
    }


def _rule(rule: RuleDiff) -> Json:
    return {
        "id": rule.id,
        "axis": rule.axis,
        "settings": _changes(rule.settings),
        "cases": rule.cases,
        "shifts": [_shift(shift) for shift in rule.shifts],
        "not_gone_through": rule.why,
        "levels": _changes(rule.levels),
    }


def _shift(shift: Shift[Worth]) -> Json:
    return {
        "before": _worth(shift.before),
        "after": _worth(shift.after),
        "by": shift.after.points - shift.before.points,
        **_example(shift),
    }


def _worth(worth: Worth) -> Json:
    ends = {"points": worth.points, "low": worth.low, "high": worth.high}
    return {"level": worth.level, **ends, "abstain": worth.abstain}


def _gate(gate: GateDiff) -> Json:
    return {
        "id": gate.id,
        "settings": _changes(gate.settings),
        "condition": gate.condition,
        "when": None if gate.said is None else {"before": gate.said.before, "after": gate.said.after},
        "cases": gate.cases,
        "shifts": [_truths(shift) for shift in gate.shifts],
        "not_gone_through": gate.why,
    }


def _truths(shift: Shift[Truth]) -> Json:
    return {"before": TRUTHS[shift.before], "after": TRUTHS[shift.after], **_example(shift)}


def _example(shift: Shift[Any]) -> Json:
    return {"cases": shift.cases, "example": shift.when, "case": shift.told}


def _claim(claim: MovedClaim) -> Json:
    return {
        "index": claim.index,
        "id": claim.id,
        "grade": {"before": claim.before, "after": claim.after},
        "label": {"before": claim.words[0], "after": claim.words[1]},
        "scores": {name: _number(number) for name, number in claim.numbers.items()},
    }


def _number(number: Number) -> Mapping[str, Any]:
    ends = {"before": number.before, "after": number.after}
    whole = {key: None if value is None else rounded(value) for key, value in ends.items()}
    exact = {f"exact_{key}": None if value is None else points(value) for key, value in ends.items()}
    return {**whole, **exact, "by": points(number.by) if None not in ends.values() else None}


def points(thousandths: int) -> str:
    """Thousandths as a decimal string."""
    sign, size = "-" if thousandths < 0 else "", abs(thousandths)
    return f"{sign}{size // 1000}.{size % 1000:03d}"
