"""What does each shipped rubric say? The page tells every one of them in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docs.generator.facts import VOCABULARY

from sayso.rubric.describe import Answer, Question, Rule, Told, describe
from sayso.rubric.english import sentence
from sayso.usecases.desk import open_desk

Band = tuple[str, str, str]
HEAD = """# Rubrics

Every rubric that comes with Sayso, in sentences. Of the answers to a question, the first that holds counts. Words in
quotation marks are the reason that an answer gives; "the root" stands for the source's name there, and square brackets
for a fact. Points are policy: a desk takes a rubric, changes it, and raises its version.
"""


def page() -> str:
    desk = open_desk(VOCABULARY.parent, None, "newsroom")
    lines = [HEAD]
    for rubric in desk.catalog.rubrics:
        lines += _rubric(describe(rubric, desk.vocabulary))
    return "\n".join(lines).rstrip() + "\n"


def _rubric(told: Told) -> Iterator[str]:
    yield f"## {told.title}\n"
    yield f"`{told.ref}`" + (f", after {told.reference}" if told.reference else "") + f"; {told.tests}.\n"
    for axis in told.axes:
        yield f"### {told.title}: {axis.name}\n"
        yield " ".join(axis.how) + "\n"
        yield from _bands(axis.bands)
        for question in axis.questions:
            yield from _question(question)
    if told.keeps:
        yield f"### {told.title}: passing on\n"
        yield " ".join(told.passing_on) + "\n"
        yield from _answers(told.keeps)
        yield from _source(told.keeps_reference)
    if told.gates:
        yield f"### {told.title}: rules that stand above the points\n"
        yield from (_rule(rule) for rule in told.gates)
        yield ""
    yield f"### {told.title}: overall\n"
    yield (
        "\n".join(told.overall[:1] if len(told.overall) == 1 else [told.overall[0], "", *_list(told.overall[1:])])
        + "\n"
    )
    if told.overall_bands:
        yield from _bands(told.overall_bands)
    if told.remedies:
        yield f"### {told.title}: what an editor can do\n"
        yield from _list(f"{sentence(text)} {sentence(then)}" for text, then in told.remedies)
        yield ""


def _question(question: Question) -> Iterator[str]:
    yield f"**{_cell(question.ask)}** (`{question.id}`, at most {question.most})\n"
    if question.notes:
        yield " ".join(question.notes) + "\n"
    yield from _answers(question.answers)
    yield from _source(question.reference)


def _answers(answers: Iterable[Answer]) -> Iterator[str]:
    yield "| gives | when | because |\n|---:|---|---|"
    for answer in answers:
        because = f"“{_cell(answer.because)}”" if answer.because else ""
        yield f"| {answer.worth} | {_cell(answer.when)} | {because} |"
    yield ""


def _bands(bands: Iterable[Band]) -> Iterator[str]:
    yield "| band | points | means |\n|---|---|---|"
    for band, points, label in bands:
        yield f"| {band} | {points} | {_cell(label)} |"
    yield ""


def _rule(rule: Rule) -> str:
    source = f" From: {rule.reference}." if rule.reference else ""
    return f"- {rule.sentence} “{rule.because}” (`{rule.id}`).{source}"


def _source(reference: str) -> Iterator[str]:
    if reference:
        yield f"From: {reference}\n"


def _list(lines: Iterable[str]) -> list[str]:
    return [f"- {line}" for line in lines]


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
