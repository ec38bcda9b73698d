"""Which facts can a rubric read in a scope, and which kinds does a kind match?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sayso.facts.vocabulary import Field, Vocabulary
from sayso.rubric.matcher import FactRef

NUMBERS = frozenset({"integer", "date"})
_ROOT_ONLY = "root"


def fields_of(vocabulary: Vocabulary, scope: str) -> Mapping[str, Field]:
    """The facts a scope offers by dotted name, derived ones among them; empty for a scope that does not exist."""
    if scope == "claim":
        groups = [vocabulary.claim, vocabulary.derived_claim]
    elif scope == "chain":
        groups = [vocabulary.derived_chain]
    elif scope in ("root", "teller", "outlet", "link"):
        groups = [vocabulary.link, vocabulary.derived_link]
        if scope == _ROOT_ONLY:
            groups.append(vocabulary.derived_root)
    else:
        groups = []
    return {name: field for group in groups for name, field in group.items() if field.matchable}


def fact_ref(vocabulary: Vocabulary, scope: str, name: str) -> FactRef:
    """The fact as a matcher names it, with its place in the tuple that the engine reads."""
    layout = vocabulary.layout
    places = layout.claim if scope == "claim" else layout.chain if scope == "chain" else layout.link
    return FactRef(scope, name, places[name])


def kinds_matching(vocabulary: Vocabulary, named: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The kinds for which "one of these" is true, and those for which it is unknown.

    True: the named, everything under them, and a parent all of whose children are true. Unknown: any other parent of
    a true one, because a parent given as a fact leaves its children unknown.
    """
    true = frozenset(kind for name in named for kind in vocabulary.kind_and_below(name))
    true |= {
        kind.id
        for kind in vocabulary.kinds.values()
        if kind.children and all(leaf in true for leaf in _leaves(vocabulary, kind.id))
    }
    above = frozenset(parent for name in true for parent in _above(vocabulary, name))
    return true, above - true


def better_order(field: Field) -> list[str | int | bool] | None:
    """The values of a field with a declared direction, best first; None for a field without one or a number."""
    if field.ordered:
        return list(field.values)
    if field.better == "true":
        return [True, False]
    return [False, True] if field.better == "false" else None


def _leaves(vocabulary: Vocabulary, kind: str) -> frozenset[str]:
    below = vocabulary.kind_and_below(kind)
    return frozenset(each for each in below if not vocabulary.kinds[each].children)


def _above(vocabulary: Vocabulary, kind: str) -> Iterator[str]:
    parent = vocabulary.kinds[kind].parent
    while parent is not None:
        yield parent
        parent = vocabulary.kinds[parent].parent
