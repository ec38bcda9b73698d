"""What answer do claims share that were judged by the same lines, and where do their own facts stand in it?

The whole explanation, from status to rationale, is put together once for a set of lines, with marks where facts of the
claim stand. For each further claim with these lines only the facts are put in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from pydantic_core import to_json

from sayso.engine.lines import CriterionLine, GateText, KeepLine
from sayso.engine.plan import Plan
from sayso.engine.rationale import COSTLY, GateSaid, rationale
from sayso.engine.scalar import AxisResult, Outcome
from sayso.engine.sentences import MARK, Filled, Marks, say_of
from sayso.engine.summary import LossAt, Summary, summary_of
from sayso.facts.derive import Facts, Row, Value
from sayso.facts.vocabulary import Vocabulary
from sayso.rubric.matcher import FactRef


@dataclass(frozen=True, slots=True, eq=False)
class AxisLines:
    """The lines of one axis for the attribution that speaks; ``caps`` has None for a gate that does not hold."""

    attribution: int | None
    criteria: tuple[CriterionLine, ...]
    keeps: tuple[KeepLine, ...]
    caps: tuple[GateText | None, ...]


class Outline(NamedTuple):
    """What of an answer it is found by: its grade, each axis that has a band with it, and the gates that apply."""

    grade: str | None
    bands: tuple[tuple[str, str], ...]
    gates: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """An answer in pieces. ``order`` picks them from the words of ``GIVEN``, those of ``facts`` (for each how it is
    said, and where it stands among ``rows_of`` the claim) and the ``fixed`` ones, most of which other templates share.
    """

    grade: bytes
    fixed: tuple[bytes, ...]
    order: Callable[[Sequence[bytes]], tuple[bytes, ...]]
    facts: tuple[tuple[Callable[[Value], bytes], int, int], ...]
    outline: Outline

    def filled(self, given: Sequence[bytes], facts: Facts) -> tuple[bytes, ...]:
        """The answer with the facts of one claim, in pieces."""
        rows = rows_of(facts)
        return self.order([*given, *[say(rows[row][at]) for say, row, at in self.facts], *self.fixed])


ID, TEXT, RUBRIC, DIGEST, AS_OF, DERIVED, LIKELIHOOD, WARNINGS = GIVEN = (
    "id", "text", "rubric", "facts_digest", "as_of", "derived", "likelihood", "warnings"
)  # fmt: skip
_SOURCE = "source"
_END = "\1"
"""Where a line ends, and other answers may go on differently; JSON text cannot hold it either."""
_PIECES = "pieces"
PIECES_KEPT = 40_000
"""How many pieces a rubric keeps for further templates to share, at some hundred bytes each."""
_NOTHING: Row = (None,)


def rows_of(facts: Facts) -> list[Row]:
    """A row that has nothing, that of the claim, then for each attribution its own and those of its links."""
    if len(facts.chains) == 1:
        chain = facts.chains[0]
        return [_NOTHING, facts.claim, chain.chain, *chain.links]
    return [_NOTHING, facts.claim, *(row for chain in facts.chains for row in (chain.chain, *chain.links))]


def template_of(
    plan: Plan,
    outcome: Outcome,
    axes: Sequence[AxisLines],
    gates: Sequence[GateText | None],
    facts: Facts,
    vocabulary: Vocabulary,
) -> Template:
    """Puts the lines of an outcome together, for claims with chains as long as these; ``gates`` are the texts of the
    plan's ``claim_gates``.
    """
    met: dict[bytes, bytes] = plan.tellers.setdefault(_PIECES, {})
    if len(met) >= PIECES_KEPT:
        met.clear()
    written = _Written(plan, outcome, axes, gates)
    source = FactRef("link", _SOURCE, vocabulary.layout.link[_SOURCE])
    return _cut(written, facts, source, met)


def _cut(written: _Written, facts: Facts, source: FactRef, met: dict[bytes, bytes]) -> Template:
    text, filled, outline = written.text(), written.marks.filled, written.outline()
    known: dict[tuple[Callable[[Value], bytes], int, int], int] = {}
    fixed: dict[bytes, int] = {}
    order: list[tuple[int, int]] = []  # of GIVEN, of the facts, of what is fixed: which, and the place among those
    for number, piece in enumerate(text.split(MARK)):
        if number % 2 == 0:
            lines = [met.setdefault(line, line) for line in piece.encode().split(_END.encode())]
            order += [(2, fixed.setdefault(line, len(fixed))) for line in lines]
        elif piece in GIVEN:
            order.append((0, GIVEN.index(piece)))
        else:
            order.append((1, known.setdefault(_fact(piece, filled, facts, source), len(known))))
    starts = (0, len(GIVEN), len(GIVEN) + len(known))
    pick = itemgetter(*[starts[of] + at for of, at in order])
    return Template(to_json(outline.grade), tuple(fixed), pick, tuple(known), outline)


def _fact(
    name: str, filled: Sequence[Filled], facts: Facts, source: FactRef
) -> tuple[Callable[[Value], bytes], int, int]:
    """How the fact of a mark is said, and where it stands."""
    if name.startswith(_SOURCE):
        attribution, link = map(int, name.split()[1:])
        return _name, *_place(source, attribution, link, facts)
    slot, at, link_at, begins = filled[int(name)]
    return say_of(slot, begins), *_place(slot.ref, at, link_at, facts)


def _place(ref: FactRef, attribution: int | None, link: int | None, facts: Facts) -> tuple[int, int]:
    """Where a fact stands in ``rows_of``: the row and the place in it."""
    if ref.scope == "claim":
        return 1, ref.index
    if attribution is None:
        return 0, 0
    chain = 2 + sum(1 + len(before.links) for before in facts.chains[:attribution])
    if ref.scope == "chain":
        return chain, ref.index
    last = len(facts.chains[attribution].links) - 1
    at = {"root": last, "teller": last - 1, "outlet": 0}.get(ref.scope, link)
    return (0, 0) if at is None or at < 0 else (chain + 1 + at, ref.index)


def _name(value: Value) -> bytes:
    return b"null" if value is None else to_json(value)


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
        begin = {
            "id": "null",
            "claim": f'{{"id":{_given(ID)},"text":{_given(TEXT)}}}',
            "rubric": _given(RUBRIC),
            "facts_digest": f'"{_given(DIGEST)}"',
            "as_of": _given(AS_OF),
        }
        parts = {
            "derived": _given(DERIVED),
            "criteria": _listed(self.criteria()),
            "chain": _listed(self.chain()),
            "gates": _listed(self.gate_lines()),
            "losses": _listed(self.loss(loss) for loss in self.summary.losses),
            "likelihood": _given(LIKELIHOOD),
            "rationale": f'"{self.rationale()}"',
            **dict.fromkeys(("raise", "questions", "flip"), "null"),
            "warnings": _given(WARNINGS),
        }
        return f"{{{_members(begin)},{self.summary.head},{_members(parts)}}}"

    def outline(self) -> Outline:
        names = [axis.plan.axis.id for axis in self.outcome.axes]
        bands = [(name, axis["band"]) for name, axis in zip(names, self.summary.axes, strict=True)]
        gates = [self.plan.rubric.gates[gate.gate].id for gate in self.summary.gates if gate.applied]
        return Outline(self.outcome.grade, tuple(each for each in bands if each[1] is not None), tuple(gates))

    def criteria(self) -> Iterator[str]:
        """In the order of the file."""
        for axis, at in self.plan.file_order:
            line = self.axes[axis].criteria[at]
            yield f'{line.before}"{self.words[axis][at]}"{line.after}'

    def chain(self) -> Iterator[str]:
        for axis, words, taken in zip(self.axes, self.keep_words, self.summary.taken, strict=True):
            for line, said, took in zip(() if self.ended else axis.keeps, words, taken, strict=False):
                source = f"{MARK}{_SOURCE} {axis.attribution} {line.link}{MARK}"
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


def _listed(lines: Iterable[str]) -> str:
    """A list, cut between its lines."""
    return f"[{_END}{f'{_END},{_END}'.join(lines)}{_END}]"


def _given(name: str) -> str:
    return f"{MARK}{name}{MARK}"


def _members(values: Mapping[str, str]) -> str:
    return ",".join(f'"{name}":{value}' for name, value in values.items())
