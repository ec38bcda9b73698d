"""What does one version of a rubric say differently from another, and which grades could change by it?"""

from __future__ import annotations

from collections.abc import Iterator

from sayso.facts.vocabulary import Vocabulary
from sayso.rubric.describe import describe
from sayso.rubric.diff_model import Diff, GateDiff, Listed, Named, RuleDiff
from sayso.rubric.diff_rules import chain_diff, criterion_diff, gate_diff, largest_first
from sayso.rubric.diff_scale import band_moves, scale_axes, scale_settings
from sayso.rubric.diff_words import remedy_changes, test_changes, word_changes
from sayso.rubric.model import Criterion, Rubric


def diff_rubrics(was: Rubric, now: Rubric, vocabulary: Vocabulary) -> Diff:
    """Everything that differs, criteria and gates paired by id. Both must have been read with this vocabulary."""
    changed = tuple(_criteria(was, now, vocabulary))
    chain = _chain(was, now, vocabulary)
    gates = tuple(_gates(was, now, vocabulary))
    graded = {rule.id for rule in changed if rule.shifts or rule.why}
    graded |= {f"gate.{gate.id}" for gate in gates if gate.condition} | ({"chain"} if chain is not None else set())
    return Diff(
        settings=tuple(scale_settings(was, now)),
        axes=scale_axes(was, now),
        bands=tuple(band_moves(was, now)),
        criteria=Listed(_only_in(now, was), _only_in(was, now)),
        changed=changed,
        chain=chain,
        gates=Listed(_gates_only_in(now, was, vocabulary), _gates_only_in(was, now, vocabulary)),
        gates_changed=gates,
        words=tuple(word_changes(was, now, graded, vocabulary)),
        remedies=tuple(remedy_changes(was, now, vocabulary)),
        tests=tuple(test_changes(was, now)),
    )


def _criteria(was: Rubric, now: Rubric, vocabulary: Vocabulary) -> Iterator[RuleDiff]:
    """The criteria that both have and that grade differently, the largest change first."""
    before = {criterion.id: criterion for criterion in was.criteria}
    lowest = (was.lowest, now.lowest)
    found = [
        criterion_diff(before[criterion.id], criterion, lowest, vocabulary)
        for criterion in now.criteria
        if criterion.id in before
    ]
    yield from sorted((rule for rule in found if not rule.empty), key=_size)


def _size(rule: RuleDiff) -> tuple[bool, int, str]:
    """What cannot be gone through comes first: nobody knows how large it is."""
    first = largest_first(rule.shifts)[:1]
    return rule.why is None, -max((abs(each.after.points - each.before.points) for each in first), default=0), rule.id


def _chain(was: Rubric, now: Rubric, vocabulary: Vocabulary) -> RuleDiff | None:
    if was.chain is None or now.chain is None:
        return None
    found = chain_diff(was.chain, now.chain, (was.lowest, now.lowest), vocabulary)
    return None if found.empty else found


def _gates(was: Rubric, now: Rubric, vocabulary: Vocabulary) -> Iterator[GateDiff]:
    before = {gate.id: gate for gate in was.gates}
    for gate in now.gates:
        if gate.id in before:
            found = gate_diff(before[gate.id], gate, vocabulary)
            if not found.empty:
                yield found


def _only_in(one: Rubric, other: Rubric) -> tuple[Named, ...]:
    there = {criterion.id for criterion in other.criteria}
    own = tuple(Named(each.id, _asked(each)) for each in one.criteria if each.id not in there)
    if one.chain is not None and other.chain is None:
        return (*own, Named("chain", f"on {one.chain.axis}, each link but the root keeps a share of what reached it"))
    return own


def _asked(criterion: Criterion) -> str:
    return f"{criterion.ask} (on {criterion.axis}, at most {criterion.maximum})"


def _gates_only_in(one: Rubric, other: Rubric, vocabulary: Vocabulary) -> tuple[Named, ...]:
    there = {gate.id for gate in other.gates}
    told = {rule.id: rule.sentence for rule in describe(one, vocabulary).gates}
    return tuple(Named(gate.id, told[gate.id]) for gate in one.gates if gate.id not in there)
