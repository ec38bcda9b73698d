"""sayso extractor agree: how near does what is found in an article come to what a person read in it?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from sayso.cli.articles import Articles, Known
from sayso.cli.desks import desk_for
from sayso.cli.ending import FINE
from sayso.cli.paper import SOFT, STRONG, columns, indented, paper, words
from sayso.cli.plain import json_text
from sayso.rubric.english import listed, tally
from sayso.settings import load_settings, shipped
from sayso.usecases.agreement import Graded, Report, agreement_on
from sayso.usecases.seed import open_seed


def agree(folder: Path | None, rubric: str | None, as_json: bool) -> int:
    """Prints how far the two readings agree; that they differ is no failure."""
    settings = load_settings()
    desk = desk_for(settings)
    document = open_seed(folder or shipped("fixtures/seed"), desk.vocabulary)
    report = agreement_on(Articles(settings, Known()).reader, desk, document, rubric)
    if as_json:
        print(json_text(_form(report)))
    else:
        _print(paper(), report)
    return FINE


def _form(report: Report) -> dict[str, Any]:
    extractor, agreement = report.extracted.extractor, report.agreement
    return {
        "extractor": {"id": extractor.id, "version": extractor.version, "weights": extractor.weights},
        "counts": {name: {"same": same, "of": of} for name, (same, of) in report.counts().items()},
        "pairs": [
            {
                "read": each.pair.read["id"],
                "found": each.pair.found["id"],
                "shared": round(each.pair.shared, 3),
                "same": dict(each.pair.same),
                "also": list(each.pair.also),
                "grade": {"read": each.read[0], "found": each.found[0]},
                "overall": {"read": each.read[1], "found": each.found[1]},
            }
            for each in report.grades
        ],
        "missed": [claim["id"] for claim in agreement.missed],
        "extra": [claim["id"] for claim in agreement.extra],
    }


def _print(console: Console, report: Report) -> None:
    extractor, agreement = report.extracted.extractor, report.agreement
    read = len(agreement.pairs) + len(agreement.missed)
    found = len(agreement.pairs) + len(agreement.extra)
    console.print(Text.assemble((f"{len(agreement.pairs)} of {tally(read, 'claim')} read by hand were found", STRONG)))
    console.print(words(f"{tally(found, 'claim')} found by {extractor.id} {extractor.version}", SOFT))
    console.print()
    table = columns("name", "right", indent=0)
    for name, (same, of) in report.counts().items():
        table.add_row(f"same {name.replace('_', ' ')}", f"{same} of {of}")
    console.print(indented(table))
    console.print()
    rows = columns("name", "name", "right", "name", "wide", indent=0)
    for each in report.grades:
        rows.add_row(*_row(each))
    console.print(rows)
    for what, claims in (
        ("Read by hand, and not found", agreement.missed),
        ("Found, and not read by hand", agreement.extra),
    ):
        if claims:
            console.print()
            console.print(Text(what, style=STRONG))
            for claim in claims:
                console.print(indented(words(f"{claim['id']}  {claim['text']}")))


def _row(each: Graded) -> tuple[Text, Text, Text, Text, Text]:
    pair = each.pair
    grades = str(each.read[0]) if each.read[0] == each.found[0] else f"{each.read[0]}, found {each.found[0]}"
    differs = [name.replace("_", " ") for name, same in pair.same.items() if not same]
    also = ", ".join(name.replace("_", " ") for name in pair.also)
    return (
        words(str(pair.read["id"])),
        words(str(pair.found["id"]), SOFT),
        words(f"{pair.shared:.0%}"),
        words(grades, STRONG),
        words(
            (f"differs in {listed(differs, 'and')}" if differs else "agrees") + (f"; also {also}" if also else ""), SOFT
        ),
    )
