"""Which claim falls under a case of a grid? None where no simple claim does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tests.generated.vocabulary import shipped_vocabulary

from sayso.engine.matcher import holds, read_fact, view_of
from sayso.errors import InvalidClaim
from sayso.facts.claim import read_claim
from sayso.facts.derive import Facts, derive
from sayso.rubric.cases import OTHER_TEXT
from sayso.rubric.fields import fields_of
from sayso.rubric.matcher import MISSING_SCOPE, Atom, FactRef, Links, Test, Value, tests

Json = dict[str, Any]
Cell = Mapping[Atom, Value]


def claim_of(cell: Cell, length: int = 2) -> Json | None:
    """A claim with one attribution that has exactly these facts; the link at hand is the nearest one."""
    facts = {atom: value for atom, value in cell.items() if isinstance(atom, FactRef)}
    for atom, value in facts.items():
        if atom.path == "chain.hops":
            length = int(str(value)) + 1
        elif value == MISSING_SCOPE:
            length = 1
    claim: Json = {"text": "It was so."}
    chain: list[Json] = [{"source": f"source {at}"} for at in range(length)]
    for atom, value in facts.items():
        where = _where(atom.scope, claim, chain)
        if atom.path == "chain.record" and value is not None:
            _put_record(chain, str(value), facts)
        elif atom.path == "chain.root_stated" and any(each.path == "root.kind" for each in facts):
            continue  # that kind says it
        elif value is not None and value != MISSING_SCOPE and where is not None:
            _put(where, atom, value)
    for atom in cell:
        if isinstance(atom, Links) and cell[atom] != 0:
            for each in chain:  # the simplest way to make it so: say of every link what is asked of one
                _make_true(each, list(tests(atom.part)))
    if claim.get("roots", {}).get("independence") in ("established", "not_established"):
        claim["roots"].setdefault("count", 2)
    claim["attributions"] = [{"chain": chain}]
    try:
        read = read_claim(claim, shipped_vocabulary()).claim
    except InvalidClaim:
        return None
    return read if _has(derive(read, shipped_vocabulary()), cell) else None


def _where(scope: str, claim: Json, chain: list[Json]) -> Json | None:
    if scope == "claim":
        return claim
    if scope in ("outlet", "link"):
        return chain[0]
    if scope == "teller":
        return chain[-2] if len(chain) > 1 else None
    return chain[-1]


def _put_record(chain: list[Json], letter: str, facts: Cell) -> None:
    """The record of a chain is that of its root, or of the relays where the root is to have none."""
    stated = [atom for atom in facts if isinstance(atom, FactRef) and atom.path == "root.track_record.letter"]
    for each in chain[:-1] if stated else chain[-1:]:
        each["track_record"] = {**each.get("track_record", {}), "letter": letter}


def _put(where: Json, atom: FactRef, value: Value) -> None:
    """States a fact, or what a derived one comes from."""
    field = fields_of(shipped_vocabulary(), atom.scope)[atom.name]
    told: Any = sorted(value) if isinstance(value, frozenset) else value
    if told == OTHER_TEXT:
        told = "something else"
    if field.type == "date" and isinstance(value, int):
        told = date.fromordinal(value).isoformat()
    if atom.path == "claim.specificity":
        where.setdefault("specifics", ["who", "what", "where", "when", "how_many"][: int(told)])
    elif atom.name == "hedge":
        where["hedges"] = {"none": [], "weak": ["reportedly"], "strong": ["allegedly"]}[told]
    elif atom.path == "chain.root_stated":
        where.setdefault("kind", "eyewitness" if told else "secondhand_media")
    elif atom.name == "attenuation_days":
        first = date(2026, 1, 31)
        where |= {
            "observed_at": first.isoformat(),
            "reported_at": date.fromordinal(first.toordinal() + told).isoformat(),
        }
    elif atom.scope != "chain" and atom.name != "age_days":
        head, _, part = atom.name.partition(".")
        where[head] = {**where.get(head, {}), part: told} if part else told


def _make_true(link: Json, asked: list[Test]) -> None:
    for test in asked:
        head, _, part = test.ref.name.partition(".")
        value = next(iter(sorted(map(str, test.true))), None)
        if test.operator == "in" and value is not None and not part and head not in link:
            link[head] = {"True": True, "False": False}.get(value, value)


def _has(facts: Facts, cell: Cell) -> bool:
    """Whether the facts of the claim are those of the case, for every matcher."""
    view, alone = view_of(facts, 0), view_of(facts, None)
    for atom, value in cell.items():
        if isinstance(atom, FactRef):
            found = read_fact(atom, view, view.links[0])
            if found != value and not (value == OTHER_TEXT and found is not None):
                return False
        elif holds(atom, view if isinstance(atom, Links) else alone) != value:
            return False
    return True
