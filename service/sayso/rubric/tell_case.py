"""How is one case of a grid told to an editor: which facts has a claim that falls under it?"""

from __future__ import annotations

from collections.abc import Mapping

from sayso.facts.vocabulary import Vocabulary
from sayso.rubric.cases import OTHER_TEXT
from sayso.rubric.english import lower
from sayso.rubric.fields import fields_of
from sayso.rubric.matcher import MISSING_SCOPE, TRUE, UNKNOWN, Atom, FactRef, Not, Test, Value
from sayso.rubric.phrases import SUBJECTS
from sayso.rubric.say import say, say_value

ANY_CLAIM = "any claim"


def tell_case(cell: Mapping[Atom, Value], vocabulary: Vocabulary) -> str:
    """The facts of a case as clauses: "the root is a leak; the claim has exactly one root"."""
    clauses = (_clause(atom, value, vocabulary) for atom, value in cell.items())
    return "; ".join(dict.fromkeys(clauses)) or ANY_CLAIM


def _clause(atom: Atom, value: Value, vocabulary: Vocabulary) -> str:
    if not isinstance(atom, FactRef):
        if value == UNKNOWN:
            return f"it is not known whether {say(atom, vocabulary)}"
        return say(atom if value == TRUE else Not(atom), vocabulary)
    if value == MISSING_SCOPE:
        return "there is no link before the root" if atom.scope == "teller" else f"there is no {atom.scope}"
    if value is None or value == OTHER_TEXT:
        return say(Test(atom, "exists", (value is not None,)), vocabulary)
    if value == frozenset():
        field = fields_of(vocabulary, atom.scope)[atom.name]
        return f"{SUBJECTS[atom.scope]} has none of these among its {lower(field.label)}"
    told = sorted(value) if isinstance(value, frozenset) else value
    return say_value(atom.scope, atom.name, told, vocabulary)
