"""sayso rubric impact: what would this draft change in everything stored?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.text import Text

from sayso.api.finding import Asked as ListAsked
from sayso.api.finding import filters_of
from sayso.api.impact import graded_by
from sayso.cli.desks import read_bytes, shown_name
from sayso.cli.ending import FINE, FOUND, InvalidRubricFile
from sayso.cli.kept import opened_desk
from sayso.cli.paper import SOFT, STRONG, columns, paper, words
from sayso.cli.plain import json_text
from sayso.engine.plan import compile_rubric
from sayso.errors import InvalidRubric
from sayso.rubric.english import tally
from sayso.settings import load_settings
from sayso.usecases.diff import read_version
from sayso.usecases.impact_counts import FlipPage
from sayso.usecases.measuring import Held, Measuring
from sayso.wire.rubric_versions import Impact, StepCount

_LISTED = 200
_SHOWN = 10


@dataclass(frozen=True)
class Asked:
    """The draft as it was named, whose assessments it is compared with, and from when on."""

    draft: str
    against: str | None
    since: str | None


def measure_impact(asked: Asked, as_json: bool) -> int:
    """Grades everything stored by the draft. A grade that changes is a finding."""
    settings = load_settings()
    text, name = read_bytes(asked.draft, settings.max_rubric_bytes), shown_name(asked.draft)
    filters = filters_of(ListAsked.model_validate({"since": asked.since[:100] if asked.since else None}))
    with opened_desk(settings) as here:
        try:
            plan = compile_rubric(read_version(here.desk, text, name))
        except InvalidRubric as error:
            raise InvalidRubricFile(name, error.problems) from error
        against = asked.against or plan.rubric.id
        graded = graded_by(here.desk, against, filters)
        measuring = Measuring(here.desk, Held(plan, against, graded, FlipPage(_LISTED)), here.store)
        while measuring.step():
            pass
    found = measuring.told()
    if as_json:
        print(json_text(found.model_dump(mode="json", by_alias=True)))
    else:
        _print(found)
    return FOUND if found.flips else FINE


def _print(found: Impact) -> None:
    out = paper()
    graded = found.rows - found.ungradable.rows
    out.print(
        words(f"{tally(graded, 'assessment')} of {found.against} graded by {found.draft.id} {found.draft.version}")
    )
    out.print(words(f"{tally(found.flips, 'grade')} would change, and something of {found.changed}"))
    if found.ungradable.rows:
        out.print(words(f"{found.ungradable.rows} cannot be graded by the vocabulary of now"))
    table = columns("name", "name", "wide", indent=0)
    for name, axis in found.axes.items():
        for step in _changing(axis.bands):
            table.add_row(words(name, STRONG), f"{_word(step.before)} to {_word(step.after)}", str(step.rows))
    for gate in found.gates:
        if gate.starts or gate.stops:
            table.add_row(words(gate.id, STRONG), "gate", f"{gate.starts} more, {gate.stops} fewer")
    out.print(table)
    movers = columns("name", "name", "wide", indent=0)
    for mover in found.movers[:_SHOWN]:
        by = ", ".join(f"{name} {number}" for name, number in mover.by.items())
        movers.add_row(Text(mover.id, SOFT), f"{_word(mover.grade.before)} to {_word(mover.grade.after)}", words(by))
    out.print(movers)


def _changing(steps: list[StepCount]) -> Iterator[StepCount]:
    return (step for step in steps if step.before != step.after)


def _word(band: str | None) -> str:
    return "none" if band is None else band
