"""How do two or three rubrics judge the chosen claim, side by side, and which facts make the difference?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sayso.rubric.english import capital, plain
from sayso.usecases.comparing import Compared, Difference, compared, differences
from sayso.usecases.desk import Desk
from sayso.usecases.document_opened import OpenedDocument
from sayso.web.links import document_links
from sayso.web.view_grade import AxisView, GradeView, OverallView, axis_views, grade_view, overall_view
from sayso.web.words import decimal, fact_words
from sayso.wire.answer import Assessment

MOST_COMPARED = 2
_MOST_ROWS = 8


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A rubric of the desk, to be put beside the stored answer or taken away again; ``key`` does the same."""

    name: str
    title: str
    href: str
    on: bool
    key: str | None


@dataclass(frozen=True, slots=True)
class ColumnView:
    """One rubric's answer. ``stored`` marks the one that holds; ``problem`` stands where there is none."""

    name: str
    title: str
    stored: bool
    grade: GradeView | None
    axes: tuple[AxisView, ...]
    overall: OverallView | None
    gates: tuple[str, ...]
    problem: str | None


@dataclass(frozen=True, slots=True)
class CellView:
    """What one rubric took for a fact."""

    points: str
    because: str


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """A fact, and what each rubric took for it."""

    fact: str
    cells: tuple[tuple[CellView, ...] | None, ...]
    """None where that rubric gives no score."""


@dataclass(frozen=True, slots=True)
class CompareView:
    """The rubrics to choose from and, where some are chosen, their answers."""

    choices: tuple[ChoiceView, ...]
    columns: tuple[ColumnView, ...]
    rows: tuple[DifferenceView, ...]
    more: int
    off: str


def compare_view(desk: Desk, opened: OpenedDocument, place: int, refs: Sequence[str]) -> CompareView:
    """``refs`` are rubrics of the desk as it is now."""
    home = document_links(opened.document.id).action(place)
    chosen = tuple(ref for ref in refs if desk.plan(ref).rubric.digest != opened.rubric.digest)
    choices = _choices(desk, opened, home, chosen)
    if not chosen:
        return CompareView(choices, (), (), 0, home)
    assessed = opened.holding[place].assessed
    others = compared(desk, assessed, chosen)
    own = Assessment.model_validate_json(assessed.answer)
    stored = Compared(opened.rubric, own.model_dump(by_alias=True))
    every = (stored, *others)
    columns = tuple(_column(each, each is stored) for each in every)
    told = [each.answer for each in every if each.answer is not None]
    rows = differences(told) if len(told) == len(every) else ()
    scored = tuple(answer["status"] == "scored" for answer in told)
    shown = tuple(_row(row, scored, opened, place) for row in rows[:_MOST_ROWS])
    return CompareView(choices, columns, shown, max(0, len(rows) - _MOST_ROWS), f"{home}#compare")


def _choices(desk: Desk, opened: OpenedDocument, home: str, chosen: tuple[str, ...]) -> tuple[ChoiceView, ...]:
    found: list[ChoiceView] = []
    for id_ in dict.fromkeys(rubric.id for rubric in desk.catalog.rubrics):
        meant = desk.catalog.find(id_)
        if meant is None or meant.digest == opened.rubric.digest:
            continue
        on = id_ in chosen
        left = tuple(ref for ref in chosen if ref != id_) if on else (*chosen, id_)[-MOST_COMPARED:]
        href = f"{home}?compare={','.join(left)}#compare" if left else f"{home}#compare"
        key = str(len(found) + 1) if len(found) < 3 else None
        found.append(ChoiceView(id_, meant.title, href, on, key))
    return tuple(found)


def _column(each: Compared, stored: bool) -> ColumnView:
    title, name = each.rubric.title, f"{each.rubric.id}@{each.rubric.version}"
    if each.answer is None:
        return ColumnView(name, title, stored, None, (), None, (), capital(each.problem or "cannot be graded"))
    answer = Assessment.model_validate(each.answer)
    gates = tuple(f"{plain(gate.effect)}: {gate.because}" for gate in answer.gates if gate.status == "applied")
    return ColumnView(
        name=name,
        title=title,
        stored=stored,
        grade=grade_view(answer, each.rubric),
        axes=axis_views(answer, each.rubric),
        overall=overall_view(answer),
        gates=gates,
        problem=None,
    )


def _row(row: Difference, scored: Sequence[bool], opened: OpenedDocument, place: int) -> DifferenceView:
    cells = tuple(tuple(map(_cell, taken)) if gives else None for taken, gives in zip(row.losses, scored, strict=True))
    return DifferenceView(_fact(row.pointer, opened, place), cells)


def _fact(pointer: str | None, opened: OpenedDocument, place: int) -> str:
    if pointer is None:
        return "No single fact"
    if pointer == "/attributions":
        return "The sources taken together"
    return fact_words(pointer, opened.facts[place], opened.desk.vocabulary)


def _cell(loss: Mapping[str, Any]) -> CellView:
    points = decimal(int(str(loss["points"]).replace(".", "")))
    return CellView(f"−{points}", f"{plain(str(loss['axis']))}: {loss['because']}")
