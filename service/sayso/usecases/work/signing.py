"""Who answers for a document, and what exactly did they sign?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from pydantic_core import to_json

from sayso.errors import Problem
from sayso.store.port import Change, Reply, Unit
from sayso.store.work_port import Entry
from sayso.usecases.reviews import Expected
from sayso.usecases.who import ADMIN, LOCAL, SENIOR
from sayso.usecases.work.acting import Act
from sayso.usecases.work.refusals import AlreadySigned, NotAllowed, NotReady, check_words, refuse
from sayso.usecases.work.shown import state_told
from sayso.usecases.work.standing import (
    AUTHOR,
    BOTH,
    REVIEWER,
    SIGNED_OFF,
    Folder,
    holding_as,
    in_the_way,
    with_states,
)
from sayso.usecases.work.upkeep import opened


@dataclass(frozen=True)
class SignOff:
    """As what somebody signs. ``same_person`` is a senior editor's word that one person may sign as both."""

    sign_as: Literal["author", "reviewer"] | str
    note: str | None = None
    same_person: bool = False


def sign_off(act: Act, document_id: str, signs: SignOff, expected: Expected) -> Change:
    """Signs a document as it is: its text by its digest, and the assessments that hold by their revisions. The reply is
    ``WorkState``.

    Raises InvalidRequest, and NotAllowed where they are not one who signs so; the change raises NoSuchDocument,
    Deleted, DocumentReplaced, Changed, AlreadySigned, or NotReady with everything that is missing.
    """
    problems = check_words({"note": signs.note})
    if signs.sign_as not in BOTH:
        problems.append(Problem("unknown_option", "as must be author or reviewer", None, "/as"))
    refuse(problems)
    if not act.who.may_sign_as(signs.sign_as):
        hint = "a senior editor or an admin may, too"
        raise NotAllowed(f"only a desk's {signs.sign_as}s sign as {signs.sign_as}", hint=hint)

    def write(unit: Unit) -> Reply:
        folder = opened(unit, document_id)
        expected.check(folder.work.revision, "work on the document")
        if holding_as(folder, signs.sign_as) is not None:
            message = f"it is signed as {signs.sign_as} already, and that holds"
            raise AlreadySigned(message, hint="GET /v1/documents/{id}/work shows by whom")
        same = _same_person(folder, act, signs)
        missing = [*_missing(folder, unit, act, signs.sign_as), *([] if same in (None, True) else [_TWO])]
        if missing:
            raise NotReady(missing)
        body = to_json(
            {
                "as": signs.sign_as,
                "note": signs.note,
                "same_person": same is True,
                "sha256": folder.document.sha256,
                "assessments": [[each.assessed.id, each.revision] for each in folder.holding],
            }
        )
        entry = Entry(act.id, act.at, act.who.actor, SIGNED_OFF, document_id, None, None, body)
        signed = with_states(replace(folder, entries=[*folder.entries, entry]))
        signed = signed._replace(revision=folder.work.revision + 1)
        unit.work.save(signed)
        unit.work.tell(entry)
        return state_told(signed, act.at)

    return Change(act.who.actor, "signOffDocument", write, once=act.once)


_TWO = Problem(
    "same_person",
    "whoever signed as the other is the same person, and two people answer for a text",
    "somebody else signs, or a senior editor sends same_person: true",
    "",
)


def _missing(folder: Folder, unit: Unit, act: Act, sign_as: str) -> Iterator[Problem]:
    own_lease = folder.work.lease_holder == act.who.actor
    for problem, blocks in in_the_way(folder, unit.work.reviews_of(folder.document.id), act.at):
        if sign_as in blocks and not (own_lease and problem.code == "leased"):
            yield problem


def _same_person(folder: Folder, act: Act, signs: SignOff) -> bool | None:
    """None where somebody else signed as the other, or nobody; else whether one person may sign as both."""
    other = holding_as(folder, REVIEWER if signs.sign_as == AUTHOR else AUTHOR)
    if other is None or other.entry.actor != act.who.actor:
        return None
    return act.who.actor == LOCAL or (signs.same_person and bool(act.who.roles & {SENIOR, ADMIN}))
