"""What does a stored answer hold back, and who has let it go?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from sayso.store.port import Stored
from sayso.store.work_port import Entry

RELEASED = "released"
APPLIED, POSSIBLE = "applied", "possible"


class Gate(msgspec.Struct):
    """What is read of a gate's line."""

    id: str
    effect: str
    status: str
    requires: str | None
    because: str


class Axis(msgspec.Struct):
    """What is read of an axis."""

    band: str | None
    low: int | None
    high: int | None


class Told(msgspec.Struct):
    """What is read of a stored answer."""

    gates: list[Gate]
    axes: dict[str, Axis]


class Hold(NamedTuple):
    """A hold of an assessment, and its release."""

    gate: str
    status: str
    requires: str
    because: str
    release: Entry | None

    @property
    def binds(self) -> bool:
        """Whether it stands in the way now."""
        return self.status == APPLIED and self.release is None


_DECODER = msgspec.json.Decoder(Told)


def told_of(stored: Stored) -> Told:
    """The parts of a stored answer that the desk's work is about."""
    return _DECODER.decode(stored.assessed.answer)


def holds_of(stored: Stored, told: Told, entries: Iterable[Entry]) -> list[Hold]:
    """The holds of an assessment, in the rubric's order; ``entries`` are of any."""
    by_gate = {
        entry.about: entry for entry in entries if entry.what == RELEASED and entry.assessment_id == stored.assessed.id
    }
    return [
        Hold(gate.id, gate.status, gate.requires or "", gate.because, by_gate.get(gate.id))
        for gate in told.gates
        if gate.effect == "hold" and gate.status in (APPLIED, POSSIBLE)
    ]


def binding(holds: Sequence[Hold]) -> list[Hold]:
    """Those that stand in the way."""
    return [hold for hold in holds if hold.binds]
