"""What answer do claims share that were judged by the same lines, and where do their own facts stand in it?

The whole explanation, from status to rationale, is put together once for a set of lines, with marks where facts of the
claim stand. For each further claim with these lines only the facts are put in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.engine.lines import CriterionLine, GateText, KeepLine
from sayso.engine.plan import Plan
from sayso.engine.rationale import COSTLY, GateSaid, rationale
from sayso.engine.scalar import AxisResult, Outcome
from sayso.engine.sentences import MARK, Filled, Marks
from sayso.engine.summary import LossAt, Summary, summary_of


@dataclass(frozen=True, slots=True, eq=False)
class AxisLines:
    """The lines of one axis for the attribution that speaks; ``caps`` has None for a gate that does not hold."""

    attribution: int | None
    criteria: tuple[CriterionLine, ...]
    keeps: tuple[KeepLine, ...]
    caps: tuple[GateText | None, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """JSON text in pieces; ``places`` says which of them are facts, ``sources`` which are a source's name or null.

    Two pieces are no facts of a sentence: ``derived`` and ``likelihood``, the parts of the answer of that name.
    """

    pieces: tuple[str, ...]
    filled: tuple[Filled, ...]
    places: tuple[tuple[int, int], ...]
    sources: tuple[tuple[int, int, int], ...]
    derived: int
    likelihood: int


DERIVED, LIKELIHOOD, SOURCE = "derived", "likelihood", "source"


def template_of(plan: Plan, outcome: Outcome, axes: Sequence[AxisLines], gates: Sequence[GateText | None]) -> Template:
    """Puts the lines of an outcome together; ``gates`` are the texts of the plan's ``claim_gates``."""
    written = _Written(plan, outcome, axes, gates)
    return _cut(written.text(), written.marks)


def _cut(text: str, marks: Marks) -> Template:
    pieces = text.split(MARK)
    places, sources, single = [], [], {}
    for at in range(1, len(pieces), 2):
        name, _, rest = pieces[at].partition(" ")
        if name == SOURCE:
            attribution, link = rest.split()
            sources.append((at, int(attribution), int(link)))
        elif name in (DERIVED, LIKELIHOOD):
            single[name] = at
        else:
            places.append((at, int(name)))
    return Template(
        tuple(pieces), tuple(marks.filled), tuple(places), tuple(sources), single[DERIVED], single[LIKELIHOOD]
    )


class _Written:
    """One answer being written, with marks for facts."""

    def __init__(
        self, plan: Plan, outcome: Outcome, axes: Sequence[AxisLines], gates: Sequence[GateText | None]
    ) -> None:
        self.plan, self.outcome, self.axes = plan, outcome, axes
        self.ended = outcome.status == "not_applicable"
        self.summary: Summary = summary_of(plan, outcome)
        self.marks = Marks()
        said = self.marks.said
        self.words = [[said(line.sentence, axis.attribution, line.link) for line in axis.criteria] for axis in axes]
        self.keep_words = [[said(line.sentence, axis.attribution, line.link) for line in axis.keeps] for axis in axes]
        texts = [gates[gate.at] if gate.axis is None else axes[gate.axis].caps[gate.at] for gate in self.summary.gates]
        self.gates = [(text, said(text.sentence, text.speaks_of)) for text in texts if text is not None]

    def text(self) -> str:
        parts = {
            "derived": f"{MARK}{DERIVED}{MARK}",
            "criteria": f"[{','.join(self.criteria())}]",
            "chain": f"[{','.join(self.chain())}]",
            "gates": f"[{','.join(self.gate_lines())}]",
            "losses": f"[{','.join(self.loss(loss) for loss in self.summary.losses)}]",
            "likelihood": f"{MARK}{LIKELIHOOD}{MARK}",
            "rationale": f'"{self.rationale()}"',
        }
        return self.summary.head + "".join(f',"{name}":{value}' for name, value in parts.items())

    def criteria(self) -> Iterator[str]:
        """In the order of the file."""
        for axis, at in self.plan.file_order:
            line = self.axes[axis].criteria[at]
            yield f'{line.before}"{self.words[axis][at]}"{line.after}'

    def chain(self) -> Iterator[str]:
        for axis, words, taken in zip(self.axes, self.keep_words, self.summary.taken, strict=True):
            for line, said, took in zip(() if self.ended else axis.keeps, words, taken, strict=False):
                source = f"{MARK}{SOURCE} {axis.attribution} {line.link}{MARK}"
                yield f'{line.before}{source}{line.middle}{took},"because":"{said}"}}'

    def gate_lines(self) -> Iterator[str]:
        for gate, (text, said) in zip(self.summary.gates, self.gates, strict=True):
            yield f'{gate.before}{text.before}"{said}"{text.after}'

    def loss(self, loss: LossAt) -> str:
        axis = self.axes[loss.axis]
        if loss.kind == "criterion":
            criterion = axis.criteria[loss.at]
            return f'{criterion.loss_before}"{self.words[loss.axis][loss.at]}"{criterion.after}'
        if loss.kind == "chain":
            keep = axis.keeps[loss.at]
            said = self.keep_words[loss.axis][loss.at]
            return f'{keep.loss_before}{loss.points}{keep.loss_middle}"{said}"{keep.loss_after}'
        text, said = self.gates[loss.at]
        return f'{loss.before}{text.facts},"because":"{said}"{text.after}'

    def rationale(self) -> str:
        costly = [loss for loss in self.summary.losses if loss.kind != "gate"][:COSTLY]
        losses = [(self._because(loss) or loss.code, loss.short) for loss in costly]
        waiting = [reason for at, axis in enumerate(self.outcome.axes) for reason in self._waits_for(at, axis)]
        waiting.sort(key=lambda reason: -reason[0])
        gates = [
            GateSaid(said, gate.caps, text.gate.hold)
            for gate, (text, said) in zip(self.summary.gates, self.gates, strict=True)
            if gate.applied
        ]
        missing = [said for _, said in waiting[:COSTLY]]
        return rationale(self.plan.rubric, self.outcome.grade, self.summary, losses, missing, gates, self.marks.begun)

    def _because(self, loss: LossAt) -> str:
        return (self.words if loss.kind == "criterion" else self.keep_words)[loss.axis][loss.at]

    def _waits_for(self, at: int, axis: AxisResult) -> list[tuple[int, str]]:
        """Why an axis cannot be judged: the level that silences it; without one, what is missing; else what lost
        everything. Each with what it is worth.
        """
        if self.ended or axis.status != "abstained":
            return []
        lines = list(zip(self.axes[at].criteria, self.words[at], strict=True))
        reasons = (
            [each for each in lines if each[0].silences]
            or [each for each in lines if each[0].judged.basis == "unknown"]
            or [each for each in lines if each[0].judged.points == 0]
        )
        return [(line.judged.maximum, words) for line, words in reasons]
