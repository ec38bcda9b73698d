"""Does a rubric make sense as a whole?

Every word in it is known by now. What is asked here: do the points add up, can every level be reached, does no fact
cost points by getting better, does every loss have its sentence and its document?
"""

from __future__ import annotations

from collections.abc import Iterable

from sayso.facts.vocabulary import Vocabulary
from sayso.rubric.check_gates import check_gate
from sayso.rubric.check_levels import check_chain, check_criterion
from sayso.rubric.matcher import Node, tests
from sayso.rubric.model import Chain, Criterion, Gate, Rubric
from sayso.rubric.reading import Notes, Sound
from sayso.rubric.sentences import needs_because

_BEHIND = {
    "claim.specificity": ("claim.specifics",),
    "claim.hedge": ("claim.hedges",),
    "link.hedge": ("link.hedges",),
    "chain.record": ("link.track_record.letter", "link.track_record.status"),
    "link.attenuation_days": ("link.observed_at", "link.reported_at"),
}


def check_rubric(rubric: Rubric, sound: Sound, vocabulary: Vocabulary, notes: Notes) -> None:
    """Notes everything that can be seen without grading a claim, in whatever of the rubric could be read; the
    rubric's own tests are run by ``engine.trial``.
    """
    if not rubric.reference:
        message = "the rubric names no document"
        notes.add("warning", "no_reference", rubric.place, message, "add reference: the published rule behind it")
    _maxima(rubric, sound, notes)
    judged = [criterion for at, criterion in enumerate(rubric.criteria) if at in sound.criteria]
    for criterion in judged:
        check_criterion(criterion, rubric.lowest, vocabulary, notes)
    answered = all(problem.code != "no_else" for problem in notes.problems)
    known = answered and len(judged) == len(rubric.criteria) and sound.counted == {axis.id for axis in rubric.axes}
    for criterion in rubric.criteria:
        _words_of_criterion(criterion, criterion.axis in sound.counted, notes)
    if rubric.chain is not None:
        if sound.chain:
            check_chain(rubric.chain, rubric.lowest, vocabulary, notes)
        for keep in (*rubric.chain.keeps, *([rubric.chain.otherwise] if rubric.chain.otherwise else [])):
            needs_because(keep.because, keep.per_mille < 1000, f'keep "{keep.id}"', keep.place, notes)
    for at, gate in enumerate(rubric.gates):
        if at in sound.gates:
            check_gate(gate, rubric, known, vocabulary, notes)
        _words_of_gate(gate, notes)
    _shared_facts(judged, rubric.chain if sound.chain else None, notes)


def _maxima(rubric: Rubric, sound: Sound, notes: Notes) -> None:
    for axis in rubric.axes:
        criteria = rubric.of_axis(axis.id)
        total = sum(criterion.maximum for criterion in criteria)
        if axis.id in sound.counted and total != 100:
            parts = " + ".join(f"{criterion.id} {criterion.maximum}" for criterion in criteria) or "no criterion"
            message = f'the most that the criteria of axis "{axis.id}" give is {parts} = {total}, but must be 100'
            notes.error("maxima_sum", axis.place, message, "raise or lower points until it is")


def _words_of_criterion(criterion: Criterion, counted: bool, notes: Notes) -> None:
    what = f'criterion "{criterion.id}"'
    if not criterion.reference:
        message = f"{what} names no document"
        notes.add("warning", "no_reference", criterion.place, message, "add reference: the published rule")
    if not counted:
        return
    for entry in criterion.entries:
        takes = entry.abstain or entry.points < criterion.maximum
        needs_because(entry.because, takes, f'{what}, level "{entry.id}"', entry.place, notes)
    missing = criterion.unknown
    if missing is not None and missing.points is not None:
        takes = missing.points < criterion.maximum
        needs_because(missing.because, takes, f"the unknown of {what}", missing.place, notes)
        worst = min((entry.points for entry in criterion.entries if not entry.abstain), default=0)
        if missing.points > worst:
            message = f"{what}: saying nothing scores {missing.points}, and the worst answer {worst}, so silence pays"
            notes.add("info", "silence_pays", missing.place, message, "let unknown score what the worst level scores")


def _words_of_gate(gate: Gate, notes: Notes) -> None:
    what = f'gate "{gate.id}"'
    needs_because(gate.because, True, what, gate.place, notes)
    if not gate.reference:
        message = f"{what} names no document"
        notes.add("warning", "no_reference", gate.place, message, "add reference: the published rule behind it")


def _shared_facts(criteria: Iterable[Criterion], chain: Chain | None, notes: Notes) -> None:
    """Two axes that read the same fact count it twice."""
    readers: dict[str, tuple[str, str]] = {}
    told: set[tuple[str, str]] = set()
    for criterion in criteria:
        for fact in _facts(_conditions(criterion)):
            axis, first = readers.setdefault(fact, (criterion.axis, criterion.id))
            if axis != criterion.axis and (fact, criterion.axis) not in told:
                told.add((fact, criterion.axis))
                message = (
                    f'criterion "{criterion.id}" of {criterion.axis} reads {fact}, which "{first}" of {axis} reads too'
                )
                notes.add("warning", "shared_fact", criterion.place, message, "let each axis rest on facts of its own")
    if chain is not None:
        for fact in _facts(keep.when for keep in chain.keeps):
            axis, first = readers.get(fact, (chain.axis, ""))
            if axis != chain.axis:
                message = f'the chain of {chain.axis} reads {fact}, which "{first}" of {axis} reads too'
                notes.add("warning", "shared_fact", chain.place, message, "let each axis rest on facts of its own")


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
