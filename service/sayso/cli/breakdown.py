"""How is one grade shown in full: axes, losses, chain, gates, why, and what would raise it?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from sayso.cli.paper import BAD, GOOD, SOFT, STRONG, bar, columns, indented, words
from sayso.cli.pointing import NOBODY, fact_words, links_of, value_words
from sayso.facts.vocabulary import Vocabulary
from sayso.rubric.describe import name_of
from sayso.rubric.english import share

Answer = Mapping[str, Any]
SCORED, ABSTAINED = "scored", "abstained"


def print_breakdown(console: Console, result: Answer, claim: object, vocabulary: Vocabulary) -> None:
    """Everything about one grade; ``claim`` is as it was given, for the names in its chains."""
    title = Text.assemble((result["grade"] or "not graded", STRONG), "  ")
    if result["claim"]["id"]:
        title = Text.assemble(words(result["claim"]["id"], STRONG), "  ", title)
    console.print(title.append(f"by {result['rubric']['id']} {result['rubric']['version']}", SOFT))
    if result["claim"]["text"]:
        console.print(words(result["claim"]["text"]))
    console.print()
    scores = columns("name", "bar", "score", "range", "band", "wide", indent=0)
    for row in axis_rows(result, with_labels=True):
        scores.add_row(*row)
    console.print(indented(scores))
    for axis in result["axes"]:
        _losses(console, result, axis)
    _chain(console, result, claim)
    _gates(console, result, claim, vocabulary)
    _part(console, "In short")
    console.print(indented(words(result["rationale"])))
    _raises(console, result)
    _questions(console, result, claim, vocabulary)
    _flip(console, result, claim, vocabulary)
    for warning in result["warnings"]:
        hint = f" ({warning['hint']})" if warning["hint"] else ""
        console.print()
        console.print(words(f"Warning: {warning['message']}{hint}, at {warning['pointer']}"))


def axis_rows(result: Answer, *, with_labels: bool) -> Iterator[list[Text]]:
    """Name, bar, score, range, band and label of each axis and of the overall."""
    for axis_id, axis in result["axes"].items():
        row = [Text(name_of(axis_id)), *_figures(axis)]
        row.append(Text(axis["band"] or "", STRONG))
        yield [*row, words(axis["label"] or "")] if with_labels else row
    overall = result["overall"]
    if overall is not None and (overall["score"] is not None or overall["label"]):
        row = [Text("overall"), *_figures(overall)]
        label = words(overall["label"] or "")
        yield [*row, Text(), label] if with_labels else [*row, label]


def _figures(part: Answer) -> list[Text]:
    if part["low"] is None:
        return [Text(), Text(), Text("not applicable", SOFT)]
    score = Text("cannot be judged", BAD) if part["score"] is None else Text(f"{part['score']:>3}", STRONG)
    wide = part["low"] != part["high"] or part["score"] is None
    return [bar(part["low"], part["high"]), score, Text(f"({part['low']} to {part['high']})" if wide else "", SOFT)]


def _losses(console: Console, result: Answer, axis_id: str) -> None:
    axis = result["axes"][axis_id]
    if axis["status"] != SCORED:
        if axis["status"] == ABSTAINED:
            _part(console, f"Why {name_of(axis_id)} cannot be judged")
            text = f"{share(axis['known'])} of its points rest on known facts; the answer could be anywhere from "
            console.print(indented(words(f"{text}{axis['low']} to {axis['high']}.")))
            _missing(console, result, axis_id)
        return
    losses = [loss for loss in result["losses"] if loss["axis"] == axis_id]
    _part(
        console,
        f"Lost on {name_of(axis_id)}: 100.000 to {axis['exact']}" if losses else f"Nothing lost on {name_of(axis_id)}",
    )
    table = columns("right", "wide", indent=0)
    for loss in losses:
        ground = {"fact": "", "unknown": "not known", "not_applicable": "not applicable"}[loss["basis"]]
        small = " · ".join(part for part in (loss["code"], ground, loss["reference"]) if part)
        table.add_row(Text(f"-{loss['points']}"), Text.assemble(words(loss["because"]), "\n", words(small, SOFT)))
    console.print(indented(table))


def _missing(console: Console, result: Answer, axis_id: str) -> None:
    table = columns("right", "wide", indent=0)
    for line in result["criteria"]:
        if line["axis"] == axis_id and (line["basis"] == "unknown" or line["points"] == 0):
            table.add_row(
                Text(f"{line['low']} to {line['high']}" if line["low"] != line["high"] else str(line["low"])),
                words(line["because"]),
            )
    console.print(indented(table))


def _chain(console: Console, result: Answer, claim: object) -> None:
    lines = {(line["attribution"], line["index"]): line for line in result["chain"]}
    for attribution in sorted({at for at, _ in lines}):
        links = links_of(claim, attribution)
        several = bool(links_of(claim, 1))
        _part(
            console,
            f"The chain of attribution {attribution + 1}, nearest first" if several else "The chain, nearest first",
        )
        table = columns("name", "right", "right", "wide", indent=0)
        for at, link in enumerate(links):
            source = words(str(link.get("source") or NOBODY))
            source.truncate(max(20, console.width // 3), overflow="ellipsis")
            line = lines.get((attribution, at))
            if line is None:
                table.add_row(source, Text("root", STRONG), Text(), Text())
                continue
            loss = Text(f"-{line['loss']}" if line["loss"] is not None else "")
            table.add_row(source, Text(f"keeps {share(line['keep'])}"), loss, words(line["because"]))
        console.print(indented(table))


def _gates(console: Console, result: Answer, claim: object, vocabulary: Vocabulary) -> None:
    if not result["gates"]:
        return
    _part(console, "Rules that stand above the points")
    table = columns("name", "wide", indent=0)
    for gate in result["gates"]:
        text = words(gate_words(gate, claim, vocabulary))
        if gate["reference"]:
            text.append_text(words(f"\n{gate['reference']}".replace("\n", " · "), SOFT))
        table.add_row(Text(effect_of(gate)), text)
    console.print(indented(table))


def effect_of(gate: Answer) -> str:
    """What a gate does, in a word or two."""
    word = {"cap": "cap", "hold": "hold", "note": "note", "not_applicable": "not graded"}[gate["effect"]]
    return {"applied": word, "idle": f"{word}, idle", "possible": f"{word}, possible"}[gate["status"]]


def gate_words(gate: Answer, claim: object, vocabulary: Vocabulary) -> str:
    """The reason of a gate, and what comes of it."""
    text = str(gate["because"])
    if gate["status"] == "possible":
        return f"{text}: depends on the {fact_words(gate['fact'], claim, vocabulary)}" if gate["fact"] else text
    if gate["effect"] == "hold":
        return f"{text}: {name_of(gate['requires'])} must release it"
    if gate["effect"] == "cap":
        at = name_of(gate["axis"])
        if gate["status"] == "idle":
            return f"{text}: {at} is below that anyway"
        if gate["before"] is not None:
            return f"{text}: {at} from {short(gate['before'])} down to {short(gate['after'])}"
        return f"{text}: {at}"
    return text


def _raises(console: Console, result: Answer) -> None:
    if not result["raise"]:
        return
    _part(console, "What would raise it")
    table = columns("wide", "name", "name", "name", indent=0)
    for line in result["raise"]:
        before = "" if line["before"] is None else f"{line['before']} to "
        gain = Text(f"{before}{line['after']} ({line['band']})", GOOD)
        table.add_row(words(line["text"]), Text(name_of(line["axis"])), gain, Text(f"{line['effort']} effort", SOFT))
    console.print(indented(table))


def _questions(console: Console, result: Answer, claim: object, vocabulary: Vocabulary) -> None:
    if not result["questions"]:
        return
    _part(console, "What is not known, and how far it could move the score")
    table = columns("wide", "name", "name", indent=0)
    for line in result["questions"]:
        fact = fact_words(line["pointer"], claim, vocabulary) if line["pointer"] else line["fact"]
        ask = Text.assemble(words(line["ask"]), "\n", words(fact, SOFT))
        worst, best = line["worst"], line["best"]
        table.add_row(ask, Text(name_of(line["axis"])), Text(f"{worst} to {best}" if worst != best else str(best)))
    console.print(indented(table))


def _flip(console: Console, result: Answer, claim: object, vocabulary: Vocabulary) -> None:
    flip = result["flip"]
    if flip is None:
        return
    _part(console, "How firm it is")
    if flip == "robust":
        console.print(indented(words("No answer to one or two of the open questions would move a band.")))
        return
    changes = [
        f"the {fact_words(at, claim, vocabulary)} were {value_words(at, each['to'], claim, vocabulary)}"
        for each in flip["changes"]
        for at in (each["pointer"],)
    ]
    axis = name_of(flip["axis"])
    text = f"{axis[:1].upper()}{axis[1:]} would be {flip['band']} if {' and '.join(changes)}."
    console.print(indented(words(text)))


def _part(console: Console, title: str) -> None:
    console.print()
    console.print(words(title, STRONG))


def short(points: str) -> str:
    """40.000 as 40, 1.805 as it is."""
    return points.rstrip("0").rstrip(".")
