"""Can one claim have all the facts of this case?

A grid lists the product of all values, and some exclude each other: a chain that begins with a leak states its root,
and where no link is a leak, the root is none. A value stands for all that no test tells from it. So a case is left out
only where ``apart`` had such values told apart; elsewhere it is a poor example, and may still have others that are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sayso.facts.vocabulary import Vocabulary
from sayso.rubric.cases import HOPS, Cell
from sayso.rubric.fields import fields_of
from sayso.rubric.matcher import (
    FALSE,
    MISSING_SCOPE,
    TRUE,
    UNKNOWN,
    FactRef,
    Links,
    Node,
    Test,
    Truth,
    Value,
    evaluate,
    tests,
)

Facts = Mapping[str, Value]
KIND, STATED = "root.kind", "chain.root_stated"
LETTER, STATUS, RECORD = "root.track_record.letter", "root.track_record.status", "chain.record"


def apart(refs: Iterable[FactRef], vocabulary: Vocabulary) -> list[Node]:
    """Conditions that tell apart which values of the root's facts go with which of its chain's."""
    there = {ref.path: ref for ref in refs}
    found: list[Node] = []
    if {KIND, STATED} <= there.keys():
        relays = frozenset(kind.id for kind in vocabulary.kinds.values() if kind.relay)
        found.append(Test(there[KIND], "in", tuple(sorted(relays)), relays))
    if {LETTER, RECORD} <= there.keys():
        for path in (LETTER, RECORD, STATUS):
            if path in there:
                values = fields_of(vocabulary, there[path].scope)[there[path].name].values
                found += [Test(there[path], "in", (value,), frozenset({value})) for value in values]
    return found


def can_be(cell: Cell, vocabulary: Vocabulary) -> bool:
    """Whether the root is what its chain says, in a grid whose values ``apart`` told apart.

    The kind of the root says whether the chain states it, and its letter is the record of the chain.
    """
    return _root_is_what_it_says(_facts(cell), vocabulary)


def stand_together(cell: Cell, vocabulary: Vocabulary) -> bool:
    """Whether a claim can have these very facts."""
    facts = _facts(cell)
    return (
        _root_is_what_it_says(facts, vocabulary)
        and _only_link_is_both_ends(facts)
        and all(_agrees(atom, value, facts) for atom, value in cell.items() if isinstance(atom, Links))
    )


def _facts(cell: Cell) -> Facts:
    return {atom.path: value for atom, value in cell.items() if isinstance(atom, FactRef)}


def _root_is_what_it_says(facts: Facts, vocabulary: Vocabulary) -> bool:
    if KIND in facts and STATED in facts:
        kind = facts[KIND]
        stated = kind is not None and not vocabulary.kinds[str(kind)].relay
        if facts[STATED] is not stated:
            return False
    letter, status = facts.get(LETTER), facts.get(STATUS)
    if letter is None and status is not None and LETTER in facts:
        letter = vocabulary.status_letters.get(str(status))
    return letter is None or facts.get(RECORD, letter) == letter


def _only_link_is_both_ends(facts: Facts) -> bool:
    """In a chain of one the outlet is the root."""
    outlet = [(path.partition(".")[2], value) for path, value in facts.items() if path.startswith("outlet.")]
    return facts.get(HOPS) != 0 or all(facts.get(f"root.{name}", value) == value for name, value in outlet)


def _agrees(atom: Links, value: Value, facts: Facts) -> bool:
    """One link that is so makes ``any_link`` true, one that is not makes ``all_links`` false."""
    decisive, other = (TRUE, FALSE) if atom.quantifier == "any" else (FALSE, TRUE)
    for scope in ("root", "teller", "outlet"):
        here = _on(atom, scope, facts)
        if here == decisive and value != decisive:
            return False
        if here == UNKNOWN and value == other:
            return False
    return facts.get(HOPS) != 0 or _on(atom, "root", facts) in (None, value)


def _on(atom: Links, scope: str, facts: Facts) -> Truth | None:
    """The truth on one link of what is asked of each; None where a fact that it reads is not among those given."""
    if any(facts.get(f"{scope}.{test.ref.name}", MISSING_SCOPE) == MISSING_SCOPE for test in tests(atom.part)):
        return None
    return evaluate(atom.part, lambda ref: facts[f"{scope}.{ref.name}"], lambda _: UNKNOWN)
