"""sayso archive impact: what would this rubric change in an archive that that one has graded?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from sayso.archive.impact import STEP, Flip, Impact, Moves, as_form, impact_of
from sayso.archive.parts import write_whole
from sayso.archive.picture import picture
from sayso.cli.archive_grading import Asked as Archive
from sayso.cli.archive_grading import source_of
from sayso.cli.archive_progress import progress
from sayso.cli.desks import bench_for, desk_for, is_file
from sayso.cli.differing import version_of
from sayso.cli.ending import FINE, FOUND, complain
from sayso.cli.paper import BAD, GOOD, SOFT, STRONG, columns, indented, paper, words
from sayso.cli.plain import json_text
from sayso.engine.outcome import decimal
from sayso.engine.plan import compile_rubric
from sayso.rubric.english import tally
from sayso.rubric.model import Rubric
from sayso.settings import load_settings

_ROWS = 20
_BAR = 40


@dataclass(frozen=True)
class Asked:
    """What was named on the command line."""

    before: str
    after: str
    inputs: Sequence[str]
    as_of: str | None
    most: int
    picture: Path | None


def tell_impact(asked: Asked, as_json: bool) -> int:
    """Everything that moves. A difference is no finding; a claim that cannot be read is one."""
    settings = load_settings()
    named = (asked.before, asked.after)
    desk = bench_for(settings, named) if all(map(is_file, named)) else desk_for(settings)
    before, after = (version_of(each, desk, settings) for each in named)
    source = source_of(Archive(asked.inputs, Path(), asked.as_of), settings, desk.vocabulary)
    with progress("comparing", source.bytes, "bytes") as step:
        found = impact_of(source, compile_rubric(before), compile_rubric(after), asked.most, step)
    if asked.picture is not None:
        write_whole(asked.picture, picture(found, before.ref, after.ref).encode())
    if as_json:
        refs = {"before": _named(before), "after": _named(after)}
        print(json_text({**refs, **as_form(found)}))
    else:
        _print(paper(), found, before, after)
    if found.refused:
        complain([f"sayso: {tally(found.refused, 'claim')} could not be read; sayso archive facts says why"])
    return FOUND if found.refused else FINE


def _named(rubric: Rubric) -> dict[str, str]:
    return {"id": rubric.id, "version": rubric.version, "digest": rubric.digest}


def _print(console: Console, found: Impact, before: Rubric, after: Rubric) -> None:
    console.print(words(f"From {before.ref} to {after.ref}", STRONG))
    share = 100 * found.changed / max(found.claims, 1)
    console.print(words(f"{found.changed:,} of {found.claims:,} claims change grade ({share:.1f} %)"))
    _flips(console, "grade", found.grades)
    for axis, flips in found.bands.items():
        _flips(console, axis.replace("_", " "), flips)
    for name, moves in found.moves.items():
        _moves(console, name.replace("_", " "), moves)
    if found.movers:
        console.print()
        console.print(words("claims that move most", SOFT))
        console.print(indented(_movers(found)))


def _flips(console: Console, title: str, flips: Mapping[Flip, int]) -> None:
    changed = [(flip, count) for flip, count in flips.items() if flip[0] != flip[1]]
    if not changed:
        return
    console.print()
    console.print(words(title, SOFT))
    table = columns("right", "name", "name", "right", indent=0)
    for (before, after), count in changed[:_ROWS]:
        table.add_row(words(before or "none"), "to", words(after or "none"), f"{count:,}")
    console.print(indented(table))
    rest = changed[_ROWS:]
    if rest:
        more = sum(count for _, count in rest)
        console.print(words(f"  and {tally(len(rest), 'other change')} with {more:,} claims", SOFT))


def _moves(console: Console, title: str, moves: Moves) -> None:
    console.print()
    console.print(words(f"{title}, points moved", SOFT))
    line = Text.assemble((f"up {moves.up:,}", GOOD), "  ", (f"down {moves.down:,}", BAD), f"  same {moves.same:,}")
    if moves.one_only:
        line.append(f"  before or after only {moves.one_only:,}")
    console.print(indented(line))
    table = columns("right", "right", "name", indent=0)
    most = max(moves.histogram.values(), default=1) or 1
    for at, count in moves.histogram.items():
        table.add_row(f"{at * STEP // 1000:+d}", f"{count:,}", "#" * (_BAR * count // most))
    console.print(indented(table))


def _movers(found: Impact) -> Table:
    table = columns("right", "name", "name", "wide", indent=0)
    for mover in found.movers:
        told = "; ".join(
            f"{name.replace('_', ' ')} {decimal(old)} to {decimal(new)}" for name, (old, new) in mover.numbers.items()
        )
        grades = f"{mover.before or 'none'} to {mover.after or 'none'}"
        table.add_row(str(mover.claim), words(mover.id or ""), words(grades), words(told))
    return table
