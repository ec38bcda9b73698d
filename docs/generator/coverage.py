"""Which published rule is met by what in the shipped rubrics?

Every name that a row gives is checked, and a criterion, a gate or a chain that no row names fails.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docs.generator.facts import VOCABULARY
from ruamel.yaml import YAML

from sayso.rubric.model import Rubric
from sayso.usecases.desk import open_desk

ROWS = Path(__file__).with_name("coverage.yaml")
TEST = "test: "
HEAD = """# Published rules and where they are met

Each row is a rule that is published somewhere, in our own words, and what in a shipped rubric carries it: a criterion
(`position`), one of its levels (`position.direct`), a gate (`gate.refer`), what a link keeps (`chain.quoted`), an
overall band (`overall.hold`), or a test. What each is worth stands in [rubrics](rubrics.md), and why in the decision
records: the rules are published, the points are ours.
"""


class NotCovered(Exception):
    """A row that names what no rubric has, or something in a rubric that no row names."""


@dataclass(frozen=True)
class Row:
    """One published rule: who publishes it, the rubrics that meet it, and by what."""

    rule: str
    document: str
    rubrics: tuple[str, ...]
    by: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class Section:
    title: str
    rubrics: tuple[str, ...]
    rows: tuple[Row, ...]


def page() -> str:
    desk = open_desk(VOCABULARY.parent, None, "newsroom")
    sections = read(YAML(typ="safe", pure=True).load(ROWS))
    faults = list(uncovered(sections, desk.catalog.rubrics))
    if faults:
        raise NotCovered("coverage.yaml: " + "; ".join(faults))
    return "\n".join([HEAD, *_lines(sections)]).rstrip() + "\n"


def read(data: Mapping[str, Any]) -> tuple[Section, ...]:
    """The rows as written; a row without rubrics of its own speaks of those of its section."""
    return tuple(
        Section(
            section["title"],
            tuple(section["rubrics"]),
            tuple(
                Row(
                    row["rule"],
                    row["document"],
                    tuple(row.get("rubrics", section["rubrics"])),
                    tuple(row["by"]),
                    row.get("note", ""),
                )
                for row in section["rows"]
            ),
        )
        for section in data["sections"]
    )


def uncovered(sections: Iterable[Section], rubrics: Sequence[Rubric]) -> Iterator[str]:
    """Everything wrong: rows that name nothing that is there, then what is there and in no row."""
    there = {rubric.id: set(names(rubric)) for rubric in rubrics}
    named: dict[str, set[str]] = {rubric.id: set() for rubric in rubrics}
    for row in (row for section in sections for row in section.rows):
        if not row.by:
            yield f'"{row.rule}" is met by nothing'
        for id_ in row.rubrics:
            if id_ not in there:
                yield f'"{row.rule}": there is no rubric "{id_}"'
                continue
            yield from (f'"{row.rule}": {id_} has no "{name}"' for name in row.by if name not in there[id_])
            named[id_].update(name for name in row.by if not name.startswith(TEST))
    for rubric in rubrics:
        for name in _must_be_named(rubric):
            if not any(each == name or each.startswith(f"{name}.") for each in named[rubric.id]):
                yield f'no row names "{name}" of {rubric.id}'


def names(rubric: Rubric) -> Iterator[str]:
    """Everything in a rubric that a row can name, written as in the codes of losses."""
    for criterion in rubric.criteria:
        yield criterion.id
        yield from (f"{criterion.id}.{entry.id}" for entry in criterion.entries)
    if rubric.chain is not None:
        yield from (f"chain.{keep.id}" for keep in rubric.chain.keeps)
        if rubric.chain.otherwise is not None:
            yield f"chain.{rubric.chain.otherwise.id}"
    yield from (f"gate.{gate.id}" for gate in rubric.gates)
    yield from (f"overall.{band.id}" for band in rubric.overall.bands)
    yield from (f"{TEST}{test.name}" for test in rubric.tests)


def _must_be_named(rubric: Rubric) -> Iterator[str]:
    yield from (criterion.id for criterion in rubric.criteria)
    yield from (f"gate.{gate.id}" for gate in rubric.gates)
    if rubric.chain is not None:
        yield "chain"


def _lines(sections: Iterable[Section]) -> Iterator[str]:
    for section in sections:
        yield f"## {section.title}\n"
        yield f"In {' and '.join(f'`{id_}`' for id_ in section.rubrics)}.\n"
        yield "| rule | published in | met by |\n|---|---|---|"
        for row in section.rows:
            yield f"| {_cell(row.rule)} | {_cell(row.document)} | {_met(row, section)} |"
        yield ""


def _met(row: Row, section: Section) -> str:
    words = [f'the test "{name.removeprefix(TEST)}"' if name.startswith(TEST) else f"`{name}`" for name in row.by]
    where = "" if row.rubrics == section.rubrics else f" (`{'`, `'.join(row.rubrics)}` only)"
    return _cell(", ".join(words)) + where + (f"; {_cell(row.note)}" if row.note else "")


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
