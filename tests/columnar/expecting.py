"""What does the scalar reader say, as the columnar one writes it, and where do they differ?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from tests.generated.vocabulary import shipped_vocabulary

from sayso.engine import facts_frame
from sayso.engine.columnar import ColumnarReader
from sayso.engine.lines import criterion_code, keep_code, keep_of, said_of_criterion, said_of_keep
from sayso.engine.outcome import GateLine
from sayso.engine.plan import Plan
from sayso.engine.scalar import AxisResult, Outcome, Reading, judge
from sayso.facts.derive import Facts
from sayso.rubric.matcher import TRUE

Row = dict[str, Any]


def differences(plan: Plan, facts: Sequence[Facts], reader: ColumnarReader | None = None) -> list[str]:
    """Every field in which the two readers differ on these claims; outcomes and what the records say of them too."""
    vocabulary = shipped_vocabulary()
    reader = reader or ColumnarReader(plan, vocabulary)
    found = reader.score(facts_frame.rows(facts, vocabulary)).to_dicts()
    assert len(found) == len(facts)
    records = {(row["axis"], row["outcome"]): row for row in reader.records().to_dicts()}
    wrong: list[str] = []
    holding: Counter[str] = Counter()
    met: dict[tuple[str, int], Reading] = {}
    for number, (row, each) in enumerate(zip(found, facts, strict=True)):
        outcome = judge(plan, each).outcome
        expected = expected_row(plan, outcome, number, each.claim[vocabulary.layout.claim["id"]])
        told = {name: value for name, value in row.items() if name != "held" and not name.endswith(".outcome")}
        if told != expected:
            names = [name for name in {*told, *expected} if told.get(name, "-") != expected.get(name, "-")]
            wrong += [f"claim {number} {name}: {told.get(name, '-')} and {expected.get(name, '-')}" for name in names]
        for axis in outcome.axes:
            code = row[f"{axis.plan.axis.id}.outcome"]
            known = met.setdefault((axis.plan.axis.id, code), axis.speaker)
            if known is not axis.speaker and known != axis.speaker:
                wrong.append(f"claim {number}: two outcomes of {axis.plan.axis.id} have the number {code}")
        wrong += _gates(plan, outcome, records[None, row["held"]], number)
        holding.update(_holding(plan, outcome))
    same = {}
    for (axis, code), reading in met.items():
        wrong += _record(plan, axis, reading, records[axis, code])
        if same.setdefault((axis, reading), code) != code:
            wrong.append(f"one outcome of {axis} has the numbers {code} and {same[axis, reading]}")
    counted = reader.gates()
    return wrong if counted == holding else [*wrong, f"gates that hold: {counted} and {dict(holding)}"]


def expected_row(plan: Plan, outcome: Outcome, number: int, name: object) -> Row:
    """What the table should say of a claim, by what ``summary`` shows of an outcome."""
    ended, overall = outcome.status == "not_applicable", outcome.overall
    row: Row = {"claim": number, "id": name, "status": outcome.status, "grade": outcome.grade}
    if plan.rubric.overall.method in ("weighted", "min"):
        numbers = {"exact": overall.score, "low": overall.low, "high": overall.high}
        row |= {f"overall.{key}": None if ended else value for key, value in numbers.items()}
    if plan.rubric.overall.method != "none":
        row["overall.label"] = None if ended else overall.label
    for axis in outcome.axes:
        row |= {f"{axis.plan.axis.id}.{key}": value for key, value in _axis(axis, ended).items()}
    return row


def _axis(axis: AxisResult, ended: bool) -> Row:
    status = "not_applicable" if ended else axis.status
    silent, record = status == "not_applicable", axis.speaker.record
    row: Row = {
        "status": status,
        "exact": record.exact if status == "scored" else None,
        "low": None if silent else axis.low,
        "high": None if silent else axis.high,
        "band": None if silent else axis.word,
        "known": None if silent else record.known,
    }
    return row if axis.attribution is None else {**row, "attribution": axis.attribution}


def _record(plan: Plan, axis: str, reading: Reading, row: Row) -> list[str]:
    record = reading.record
    silent = record.status == "not_applicable"
    expected = {
        "status": record.status,
        "exact": record.exact if record.status == "scored" else None,
        "low": None if silent else record.low,
        "high": None if silent else record.high,
        "known": None if silent else record.known,
        "losses": _losses(plan, axis, reading) if record.status == "scored" else [],
        "gates": [_line(plan, line, record.status == "scored") for line in record.gates],
    }
    told = {name: row[name] for name in expected}
    told["losses"] = [tuple(loss.values()) for loss in row["losses"]]
    return [] if told == expected else [f"the record of {axis} {row['outcome']}: {told} and {expected}"]


def _line(plan: Plan, line: GateLine, scored: bool) -> Row:
    gate = plan.rubric.gates[line.gate]
    numbers = {"before": line.before if scored else None, "after": line.after if scored else None}
    said = {"because": gate.because, "reference": gate.reference}
    return {"id": gate.id, "effect": gate.effect, "status": line.status, **numbers, **said}


def _losses(plan: Plan, axis: str, reading: Reading) -> list[tuple[str, int, str, str, str]]:
    found = []
    judged = {each.criterion: each for each in reading.judged}
    for loss in reading.record.losses:
        if loss.kind == "criterion":
            criterion = plan.rubric.criteria[loss.index]
            code, reference = criterion_code(criterion, judged[loss.index]), criterion.reference
            because = said_of_criterion(criterion, judged[loss.index])
        elif loss.kind == "chain":
            assert plan.rubric.chain is not None
            assert plan.rubric.chain.axis == axis
            chain, kept = plan.rubric.chain, reading.kept[loss.index]
            code, reference = keep_code(chain, kept), chain.reference or plan.rubric.reference
            because = said_of_keep(chain, keep_of(chain, kept))
        else:
            gate = plan.rubric.gates[loss.index]
            code, because, reference = f"gate.{gate.id}", gate.because, gate.reference
        found.append((code, loss.thousandths, loss.basis, because, reference))
    return found


def _holding(plan: Plan, outcome: Outcome) -> set[str]:
    """The gates that hold for certain, on the claim or on an attribution that speaks."""
    found = {table.gate.id for table, truth in zip(plan.claim_gates, outcome.gates, strict=True) if truth == TRUE}
    for axis in outcome.axes:
        caps = zip(axis.plan.caps, axis.speaker.gates, strict=True)
        found |= {table.gate.id for table, truth in caps if truth == TRUE}
    return found


def _gates(plan: Plan, outcome: Outcome, row: Row, number: int) -> list[str]:
    expected = [
        (table.gate.id, "applied" if truth == 1 else "possible")
        for table, truth in zip(plan.claim_gates, outcome.gates, strict=True)
        if truth and (not table.gate.caps or "overall" in table.gate.caps)
    ]
    told = [(gate["id"], gate["status"]) for gate in row["gates"]]
    return [] if told == expected else [f"claim {number} gates: {told} and {expected}"]
