"""How are graded claims shown: one in full, several side by side, and those that hang on the same root?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from sayso.cli.breakdown import ABSTAINED, axis_rows, effect_of, gate_words, print_breakdown, short
from sayso.cli.paper import BAD, SOFT, STRONG, columns, indented, paper, words
from sayso.facts.vocabulary import Vocabulary
from sayso.rubric.english import listed, tally

Answer = Mapping[str, Any]
LOSSES = 3
_NARROW = 90


def print_report(
    answer: Answer, claims: Sequence[object], wrong: Sequence[Sequence[str]], vocabulary: Vocabulary
) -> None:
    """The whole report on standard output; ``wrong`` has the lines for each claim that was not graded."""
    console = paper()
    results = answer["results"]
    if len(results) == 1 and "result" in results[0]:
        print_breakdown(console, results[0]["result"], claims[0], vocabulary)
        return
    for item, lines, claim in zip(results, wrong, claims, strict=True):
        if lines:
            _problem(console, item, lines)
        else:
            _claim(console, item["result"], item["index"], claim, vocabulary)
        console.print()
    if len(results) > 1:
        _roots(console, answer["roots"])
    _summary(console, results)


def _problem(console: Console, item: Answer, lines: Sequence[str]) -> None:
    console.print(Text.assemble((str(item["index"]), STRONG), "  ", ("not graded", BAD)))
    for each in lines:
        console.print(indented(words(each)))


def _claim(console: Console, result: Answer, index: int, claim: object, vocabulary: Vocabulary) -> None:
    name = words(str(result["claim"]["id"] or index), STRONG)
    title = Text.assemble(name, "  ", (result["grade"] or "not graded", STRONG), "  ")
    title.append_text(words(result["claim"]["text"] or ""))
    title.truncate(console.width, overflow="ellipsis")
    console.print(title, no_wrap=True)
    scores = columns("name", "bar", "score", "range", "band", indent=0)
    for row in axis_rows(result, with_labels=False):
        scores.add_row(*row)
    rest = columns("right", "wide", indent=0)
    for points, sentence in _beside(result, claim, vocabulary):
        rest.add_row(points, sentence)
    side_by_side: RenderableType = scores
    if console.width >= _NARROW and rest.row_count:
        side_by_side = Table.grid(padding=(0, 2, 0, 0))
        side_by_side.add_column(no_wrap=True)
        side_by_side.add_column()
        side_by_side.add_row(scores, rest)
        console.print(indented(side_by_side))
        return
    console.print(indented(scores))
    if rest.row_count:
        console.print(indented(rest))


def _beside(result: Answer, claim: object, vocabulary: Vocabulary) -> Iterator[tuple[Text, Text]]:
    """The largest losses, why an axis is silent, and every gate that acts."""
    for loss in [each for each in result["losses"] if not each["code"].startswith("gate.")][:LOSSES]:
        yield Text(f"-{short(loss['points'])}"), words(loss["because"])
    for gate in result["gates"]:
        if gate["status"] == "applied":
            yield Text(effect_of(gate)), words(gate_words(gate, claim, vocabulary))


def _roots(console: Console, roots: Sequence[Answer]) -> None:
    shared = [root for root in roots if len(root["claims"]) > 1]
    if not shared:
        console.print("No two claims hang on the same root.")
    else:
        console.print(Text("Claims that hang on the same root", style=STRONG))
        table = columns("right", "wide", "wide", indent=0)
        for root in sorted(shared, key=lambda each: -len(each["claims"])):
            claims = ", ".join(root["claims"])
            table.add_row(
                str(len(root["claims"])), words(root["root"] or "a root that nobody names"), words(claims, SOFT)
            )
        console.print(indented(table))
    console.print()


def _summary(console: Console, results: Sequence[Answer]) -> None:
    graded = [item["result"] for item in results if "result" in item]
    if not graded:
        console.print("No claim was graded." if results else "There is no claim in it.")
        return
    used = dict.fromkeys(f"{result['rubric']['id']} {result['rubric']['version']}" for result in graded)
    parts = [f"{tally(len(graded), 'claim')} graded by {listed(list(used), 'and')}"]
    silent = sum(result["status"] == ABSTAINED for result in graded)
    if silent:
        parts.append(f"{silent} of them cannot be judged")
    holds = sum(
        any(gate["effect"] == "hold" and gate["status"] == "applied" for gate in each["gates"]) for each in graded
    )
    if holds:
        parts.append(f"{tally(holds, 'claim')} on hold")
    console.print(words("; ".join(parts)[:1].upper() + "; ".join(parts)[1:] + "."))
