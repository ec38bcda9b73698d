"""How does a rubric that is told in sentences stand on a terminal?"""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from sayso.cli.paper import SOFT, STRONG, columns, indented, words
from sayso.rubric.describe import Answer, Question, Rule, Told
from sayso.rubric.english import sentence

Band = tuple[str, str, str]


def print_sheet(console: Console, told: Told) -> None:
    """The whole rubric: axes, questions, the chain, rules, the overall, and what would raise a grade."""
    console.print(Text.assemble(words(told.title, STRONG), "  ", words(told.ref, SOFT)))
    if told.reference:
        console.print(words(f"After: {told.reference}"))
    for axis in told.axes:
        _heading(console, axis.name)
        for line in axis.how:
            console.print(words(line))
        _bands(console, axis.bands)
        for question in axis.questions:
            _question(console, question)
    if told.passing_on:
        _heading(console, "passing on")
        for line in told.passing_on:
            console.print(words(line))
        _answers(console, told.keeps)
        _small(console, f"From: {told.keeps_reference}" if told.keeps_reference else "")
    if told.gates:
        _heading(console, "rules that stand above the points")
        for rule in told.gates:
            _rule(console, rule)
    _heading(console, "overall")
    for line in told.overall:
        console.print(words(line))
    _bands(console, told.overall_bands)
    if told.remedies:
        _heading(console, "what an editor can do")
        for text, then in told.remedies:
            console.print(words(sentence(text)))
            console.print(indented(words(sentence(then), SOFT)))
    console.print()
    console.print(words(sentence(told.tests), SOFT))


def _heading(console: Console, title: str) -> None:
    console.print()
    console.print(words(title.upper(), STRONG))


def _bands(console: Console, bands: Iterable[Band]) -> None:
    table = columns("name", "right", "wide", indent=0)
    for band, points, label in bands:
        table.add_row(words(band, STRONG), points, words(label))
    if table.row_count:
        console.print()
        console.print(indented(table))


def _question(console: Console, question: Question) -> None:
    console.print()
    console.print(Text.assemble(words(question.ask, STRONG), words(f"  {question.id}, at most {question.most}", SOFT)))
    for note in question.notes:
        console.print(indented(words(note)))
    _answers(console, question.answers)
    _small(console, f"From: {question.reference}" if question.reference else "")


def _answers(console: Console, answers: Iterable[Answer]) -> None:
    table = columns("right", "wide", indent=0)
    for answer in answers:
        said = Text(f"\n“{answer.because}”" if answer.because else "", SOFT)
        table.add_row(Text(answer.worth, STRONG), Text.assemble(words(answer.when), said))
    console.print(indented(table))


def _rule(console: Console, rule: Rule) -> None:
    console.print()
    console.print(words(rule.sentence))
    _small(console, f"“{rule.because}”")
    _small(console, f"{rule.id}; from: {rule.reference}" if rule.reference else rule.id)


def _small(console: Console, text: str) -> None:
    if text:
        console.print(indented(words(text, SOFT)))
