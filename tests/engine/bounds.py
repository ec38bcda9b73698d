"""What holds of every answer: numbers in bounds, and losses that add up?"""

from __future__ import annotations

from decimal import Decimal

from tests.generated.cases import Case

FULL = Decimal("100.000")


def within(case: Case) -> None:
    result = case.judge()
    for axis in result.axes:
        for record in (axis.speaker.record, *(reading.record for _, reading in axis.others)):
            assert 0 <= record.low <= record.exact <= record.high <= 100_000
            assert 0 <= record.known <= 1000
        assert 0 <= axis.low <= axis.high <= 100_000
        if axis.status == "scored":
            assert axis.low <= axis.speaker.record.exact <= axis.high
    overall = result.outcome.overall
    if overall.low is not None and overall.high is not None:
        assert 0 <= overall.low <= overall.high <= 100_000
        if overall.score is not None:
            assert overall.low <= overall.score <= overall.high


def add_up(case: Case) -> None:
    answer = case.answer()
    for name, axis in answer["axes"].items():
        lost = [Decimal(line["points"]) for line in answer["losses"] if line["axis"] == name]
        if axis["status"] == "scored":
            assert all(points > 0 for points in lost)
            assert Decimal(axis["exact"]) + sum(lost) == FULL
        else:
            assert not lost
            assert axis["exact"] is None
            assert axis["score"] is None
