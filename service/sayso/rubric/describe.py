"""How is a whole rubric told to an editor: what it asks, what each answer is worth, and which rules stand above?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sayso.facts.vocabulary import Vocabulary
from sayso.rubric.english import listed, lower, sentence, share, tally
from sayso.rubric.fields import fields_of
from sayso.rubric.model import Axis, Band, Chain, Criterion, Entry, Gate, Overall, Remedy, Rubric
from sayso.rubric.phrases import SUBJECTS
from sayso.rubric.placeholders import pieces
from sayso.rubric.say import say, say_value

Pair = tuple[str, str]


@dataclass(frozen=True)
class Answer:
    """One answer: what it gives (points, a share, or the band that says it cannot be judged), when, and the reason."""

    worth: str
    when: str
    because: str
    remedy: str | None = None


@dataclass(frozen=True)
class Question:
    """A criterion: ``notes`` says when it applies and which links it is asked of."""

    id: str
    ask: str
    most: int
    reference: str
    notes: tuple[str, ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class AxisTold:
    """An axis: its bands as id, points and label, how it is judged, and what it asks."""

    id: str
    name: str
    how: tuple[str, ...]
    bands: tuple[tuple[str, str, str], ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Rule:
    """A gate, or the chain's rule: one sentence, the reason that is given, and the document behind it."""

    id: str
    sentence: str
    because: str
    reference: str
    remedy: str | None = None


@dataclass(frozen=True)
class Told:
    """A rubric in sentences, in the order in which it is read."""

    title: str
    ref: str
    reference: str
    axes: tuple[AxisTold, ...]
    passing_on: tuple[str, ...]
    keeps: tuple[Answer, ...]
    keeps_reference: str
    gates: tuple[Rule, ...]
    overall: tuple[str, ...]
    overall_bands: tuple[tuple[str, str, str], ...]
    remedies: tuple[Pair, ...]
    tests: str


def describe(rubric: Rubric, vocabulary: Vocabulary) -> Told:
    """The rubric in sentences; ``say`` has the words of its conditions."""
    chain = rubric.chain
    return Told(
        title=rubric.title,
        ref=rubric.ref,
        reference=rubric.reference,
        axes=tuple(_axis(axis, rubric, vocabulary) for axis in rubric.axes),
        passing_on=() if chain is None else (_passing_on(chain),),
        keeps=() if chain is None else tuple(_keeps(chain, vocabulary)),
        keeps_reference="" if chain is None else chain.reference,
        gates=tuple(_gate(gate, rubric, vocabulary) for gate in rubric.gates),
        overall=tuple(_overall(rubric.overall, rubric)),
        overall_bands=_bands(rubric.overall.bands),
        remedies=tuple((_remedy(remedy, vocabulary)) for remedy in rubric.remedies.values()),
        tests=f"{tally(len(rubric.tests), 'test')} in the file",
    )


def name_of(axis_id: str) -> str:
    """An id as it is read: ``source_reliability`` is "source reliability"."""
    return axis_id.replace("_", " ")


def template(text: str, vocabulary: Vocabulary) -> str:
    """The sentence of a rubric with each placeholder as what it stands for: "the root" or "[kind of source]"."""
    return "".join(before + ("" if name is None else _stands_for(name, vocabulary)) for before, name in pieces(text))


def _stands_for(name: str, vocabulary: Vocabulary) -> str:
    scope, _, fact = name.removesuffix(".label").partition(".")
    if fact == "source":
        return SUBJECTS[scope]
    return f"[{lower(fields_of(vocabulary, scope)[fact].label)}]"


def _axis(axis: Axis, rubric: Rubric, vocabulary: Vocabulary) -> AxisTold:
    how = ["Judged for each attribution; the best one speaks for the claim."]
    if axis.of == "claim":
        how = ["Judged once, for the claim as a whole."]
    how.append(
        f"Cannot be judged ({axis.abstain_id}) where less than {share(axis.judge_if_known)} of the points rest on "
        "known facts and what is unknown could still move the band."
    )
    if rubric.lowest:
        how.append("What is not known counts as the worst answer.")
    questions = tuple(_question(criterion, rubric, vocabulary) for criterion in rubric.of_axis(axis.id))
    bands = (*_bands(axis.bands), (axis.abstain_id, "", axis.abstain_label))
    return AxisTold(axis.id, name_of(axis.id), tuple(how), bands, questions)


def _bands(bands: tuple[Band, ...]) -> tuple[tuple[str, str, str], ...]:
    told = []
    above = 100
    for band in bands:
        told.append((band.id, f"{band.start} to {above}", band.label))
        above = band.start - 1
    return tuple(told)


def _question(criterion: Criterion, rubric: Rubric, vocabulary: Vocabulary) -> Question:
    notes = []
    silent = rubric.axis(criterion.axis).abstain_id
    if criterion.applies is not None:
        notes.append(f"Asked only where {say(criterion.applies, vocabulary)}; elsewhere nothing is lost.")
    if criterion.over is not None:
        links = "every link of the chain" if criterion.over.links == "all" else "every link but the root"
        if criterion.over.only is not None:
            links = f"every link where {say(criterion.over.only, vocabulary)}"
        notes.append(f"Asked of {links}; the {criterion.over.take} answer counts.")
    answers = [
        _answer(level, f"if {say(level.when, vocabulary)}", silent, rubric, vocabulary)
        for level in criterion.levels
        if level.when
    ]
    if criterion.otherwise is not None:
        answers.append(_answer(criterion.otherwise, "otherwise", silent, rubric, vocabulary))
    if criterion.nowhere is not None:
        answers.append(_answer(criterion.nowhere, "if there is no such link", silent, rubric, vocabulary))
    if criterion.unknown is not None:
        lowest = rubric.lowest or criterion.unknown.points is None
        worth = "lowest" if lowest else str(criterion.unknown.points)
        answers.append(
            Answer(worth, "for now, while that is not known", template(criterion.unknown.because, vocabulary))
        )
    return Question(criterion.id, criterion.ask, criterion.maximum, criterion.reference, tuple(notes), tuple(answers))


def _answer(entry: Entry, when: str, abstain_id: str, rubric: Rubric, vocabulary: Vocabulary) -> Answer:
    worth = abstain_id if entry.abstain else str(entry.points)
    return Answer(worth, when, template(entry.because, vocabulary), _remedy_text(entry.remedy, rubric))


def _remedy_text(remedy: str | None, rubric: Rubric) -> str | None:
    return None if remedy is None else rubric.remedies[remedy].text


def _passing_on(chain: Chain) -> str:
    return f"On {name_of(chain.axis)}, each link but the root keeps a share of what reached it:"


def _keeps(chain: Chain, vocabulary: Vocabulary) -> Iterator[Answer]:
    for keep in chain.keeps:
        if keep.when is not None:
            when = f"if {say(keep.when, vocabulary)}"
            yield Answer(share(keep.per_mille), when, template(keep.because, vocabulary))
    if chain.otherwise is not None:
        yield Answer(share(chain.otherwise.per_mille), "otherwise", template(chain.otherwise.because, vocabulary))
    if chain.unknown is not None and chain.unknown.points is not None:
        because = template(chain.unknown.because, vocabulary)
        yield Answer(share(chain.unknown.points), "for now, while that is not known", because)


def _gate(gate: Gate, rubric: Rubric, vocabulary: Vocabulary) -> Rule:
    told = sentence(f"where {say(gate.when, vocabulary)}, {_effect(gate, rubric)}")
    if gate.binds_unknown:
        told += " So it is, too, where that is not known."
    because = template(gate.because, vocabulary)
    return Rule(gate.id, told, because, gate.reference, _remedy_text(gate.remedy, rubric))


def _effect(gate: Gate, rubric: Rubric) -> str:
    if gate.hold is not None:
        return f"the claim waits until a {name_of(gate.hold)} releases it"
    if gate.note:
        return "this is noted, and costs nothing"
    if gate.not_applicable:
        return "the claim is not graded"
    return listed([_cap(axis_id, points, rubric) for axis_id, points in gate.caps.items()], "and")


def _cap(axis_id: str, points: int, rubric: Rubric) -> str:
    if axis_id == "overall":
        return f"the overall is at most {points}"
    return f"{name_of(axis_id)} is at most {points} (band {rubric.axis(axis_id).band(points).id})"


def _overall(overall: Overall, rubric: Rubric) -> Iterator[str]:
    if overall.method == "weighted":
        parts = [f"{share(weight)} {name_of(axis_id)}" for axis_id, weight in overall.weights.items()]
        yield f"The overall is {listed(parts, 'and')}."
    elif overall.method == "min":
        yield "The overall is the lowest of the axes."
    elif overall.method == "table":
        yield "The overall is a word for each combination of bands:"
        yield from _rows(overall.table, len(rubric.axes), ())
    else:
        yield "There is no overall: each axis stands for itself."


def _rows(table: object, depth: int, path: tuple[str, ...]) -> Iterator[str]:
    if isinstance(table, dict) and depth:
        for band, below in table.items():
            yield from _rows(below, depth - 1, (*path, band))
    else:
        yield f"{' '.join(path)}: {table}"


def _remedy(remedy: Remedy, vocabulary: Vocabulary) -> Pair:
    changes = []
    for path, value in remedy.changes.items():
        scope, _, name = path.partition(".")
        changes.append(say_value(scope, name, value, vocabulary))
    return f"{remedy.text} ({remedy.effort} effort)", f"then {listed(changes, 'and')}"
