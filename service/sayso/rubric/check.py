"""Does a rubric make sense as a whole?

Every word in it is known by now. What is asked here: do the points add up, can every level be reached, does no fact
cost points by getting better, does every loss have its sentence and its document?
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sayso.errors import did_you_mean
from sayso.facts.vocabulary import Vocabulary
from sayso.rubric.check_gates import check_gate
from sayso.rubric.check_levels import check_chain, check_criterion
from sayso.rubric.fields import fields_of
from sayso.rubric.matcher import Attributions, Node, atoms, tests
from sayso.rubric.model import Criterion, Gate, Place, Rubric
from sayso.rubric.placeholders import pieces, placeholder
from sayso.rubric.reading import Notes

_OF_CHAIN = ("claim", "chain", "root", "teller", "outlet")
_BEHIND = {
    "claim.specificity": ("claim.specifics",),
    "claim.hedge": ("claim.hedges",),
    "link.hedge": ("link.hedges",),
    "chain.record": ("link.track_record.letter", "link.track_record.status"),
    "link.attenuation_days": ("link.observed_at", "link.reported_at"),
}


def check_rubric(rubric: Rubric, vocabulary: Vocabulary, notes: Notes) -> None:
    """Notes everything that can be seen without grading a claim; the rubric's own tests are run by ``engine.trial``."""
    _maxima(rubric, notes)
    for criterion in rubric.criteria:
        check_criterion(criterion, rubric.lowest, vocabulary, notes)
        _words_of_criterion(criterion, rubric, vocabulary, notes)
    if rubric.chain is not None:
        check_chain(rubric.chain, vocabulary, notes)
        for keep in (*rubric.chain.keeps, *([rubric.chain.otherwise] if rubric.chain.otherwise else [])):
            what = f'keep "{keep.id}"'
            _because(keep.because, keep.per_mille < 1000, what, keep.place, notes)
            _placeholders(keep.because, (*_OF_CHAIN, "link"), what, keep.place, vocabulary, notes)
        if rubric.chain.unknown is not None:
            missing = rubric.chain.unknown
            _placeholders(
                missing.because, (*_OF_CHAIN, "link"), "the unknown of the chain", missing.place, vocabulary, notes
            )
    for gate in rubric.gates:
        check_gate(gate, rubric, vocabulary, notes)
        _words_of_gate(gate, rubric, vocabulary, notes)
    if not rubric.reference:
        notes.add(
            "warning",
            "no_reference",
            (1, 1),
            "the rubric names no document",
            "add reference: the published rule behind it",
        )
    _shared_facts(rubric, notes)


def _maxima(rubric: Rubric, notes: Notes) -> None:
    for axis in rubric.axes:
        criteria = rubric.of_axis(axis.id)
        total = sum(criterion.maximum for criterion in criteria)
        if total != 100:
            parts = " + ".join(f"{criterion.id} {criterion.maximum}" for criterion in criteria) or "no criterion"
            message = f'axis "{axis.id}": the most that its criteria can give adds up to {total}, not 100'
            notes.error("maxima_sum", axis.place, message, parts)


def _words_of_criterion(criterion: Criterion, rubric: Rubric, vocabulary: Vocabulary, notes: Notes) -> None:
    what = f'criterion "{criterion.id}"'
    if not criterion.reference:
        notes.add(
            "warning", "no_reference", criterion.place, f"{what} names no document", "add reference: the published rule"
        )
    scopes: tuple[str, ...] = ("claim",)
    if rubric.axis(criterion.axis).of == "attribution":
        scopes = (*_OF_CHAIN, "link") if criterion.over is not None else _OF_CHAIN
    for entry in criterion.entries:
        named = f'{what}, level "{entry.id}"'
        _because(entry.because, entry.abstain or entry.points < criterion.maximum, named, entry.place, notes)
        _placeholders(entry.because, scopes, named, entry.place, vocabulary, notes)
    if criterion.unknown is not None:
        missing, named = criterion.unknown, f"the unknown of {what}"
        _because(missing.because, (missing.points or 0) < criterion.maximum, named, missing.place, notes)
        _placeholders(missing.because, scopes, named, missing.place, vocabulary, notes)
        worst = min((entry.points for entry in criterion.entries if not entry.abstain), default=0)
        if (missing.points or 0) > worst:
            message = f"{what}: saying nothing scores {missing.points}, and the worst answer {worst}, so silence pays"
            notes.add("info", "silence_pays", missing.place, message, "let unknown score what the worst level scores")


def _words_of_gate(gate: Gate, rubric: Rubric, vocabulary: Vocabulary, notes: Notes) -> None:
    what = f'gate "{gate.id}"'
    _because(gate.because, True, what, gate.place, notes)
    if not gate.reference:
        notes.add(
            "warning",
            "no_reference",
            gate.place,
            f"{what} names no document",
            "add reference: the published rule behind it",
        )
    kinds = {rubric.axis(axis).of for axis in gate.caps if axis != "overall"}
    speaks = "attribution" in kinds or any(isinstance(atom, Attributions) for atom in atoms(gate.when))
    _placeholders(gate.because, _OF_CHAIN if speaks else ("claim",), what, gate.place, vocabulary, notes)


def _because(because: str, takes: bool, what: str, place: Place, notes: Notes) -> None:
    if takes and not because.strip():
        notes.error("no_because", place, f"{what} takes points without saying why", "add because: a sentence")


def _placeholders(
    template: str, scopes: Collection[str], what: str, place: Place, vocabulary: Vocabulary, notes: Notes
) -> None:
    for _, name in pieces(template):
        if name is None or placeholder(vocabulary, name, scopes) is not None:
            continue
        known = [f"{scope}.{fact}" for scope in scopes for fact in fields_of(vocabulary, scope)]
        hint = (
            did_you_mean(name.removesuffix(".label"), known) or f"a fact of {', '.join(scopes)}, such as {{{known[0]}}}"
        )
        notes.error(
            "unknown_placeholder", place, f'{what}: "{{{name}}}" is no fact that this sentence can speak of', hint
        )


def _shared_facts(rubric: Rubric, notes: Notes) -> None:
    """Two axes that read the same fact count it twice."""
    readers: dict[str, tuple[str, str]] = {}
    told: set[tuple[str, str]] = set()
    for criterion in rubric.criteria:
        for fact in _facts(_conditions(criterion)):
            axis, first = readers.setdefault(fact, (criterion.axis, criterion.id))
            if axis != criterion.axis and (fact, criterion.axis) not in told:
                told.add((fact, criterion.axis))
                message = (
                    f'criterion "{criterion.id}" of {criterion.axis} reads {fact}, which "{first}" of {axis} reads too'
                )
                notes.add("warning", "shared_fact", criterion.place, message, "let each axis rest on facts of its own")
    if rubric.chain is not None:
        for fact in _facts(keep.when for keep in rubric.chain.keeps):
            axis, first = readers.get(fact, (rubric.chain.axis, ""))
            if axis != rubric.chain.axis:
                message = f'the chain of {rubric.chain.axis} reads {fact}, which "{first}" of {axis} reads too'
                notes.add(
                    "warning", "shared_fact", rubric.chain.place, message, "let each axis rest on facts of its own"
                )


def _conditions(criterion: Criterion) -> list[Node | None]:
    only = criterion.over.only if criterion.over is not None else None
    return [criterion.applies, only, *(level.when for level in criterion.levels)]


def _facts(nodes: Iterable[Node | None]) -> dict[str, None]:
    """The facts that conditions read, those behind a derived fact instead of it, every link scope as ``link``."""
    found: dict[str, None] = {}
    for node in nodes:
        for test in tests(node) if node is not None else ():
            scope = test.ref.scope if test.ref.scope in ("claim", "chain", "root", "teller", "outlet") else "link"
            name = f"{scope}.{test.ref.name}"
            general = name if scope in ("claim", "chain") else f"link.{test.ref.name}"
            behind = _BEHIND.get(general)
            found.update(dict.fromkeys(behind if behind is not None else (name,)))
    return found
