"""To which desk does a document belong, and whose is it?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pydantic_core import to_json

from sayso.errors import Problem
from sayso.store.port import Change, Reply, Unit
from sayso.store.work_port import Entry
from sayso.usecases.reviews import Expected
from sayso.usecases.work.acting import Act
from sayso.usecases.work.refusals import check_words, refuse
from sayso.usecases.work.shown import state_told
from sayso.usecases.work.upkeep import opened

ASSIGNED = "assigned"
LONGEST = 80
_ACTOR = re.compile(r"local|(?:person|key):[0-9a-z_.-]{1,70}")


@dataclass(frozen=True)
class Place:
    """Where a document belongs. ``desk`` and ``assignee`` stay as they are where they are not ``given``."""

    desk: str | None = None
    assignee: str | None = None
    given: frozenset[str] = frozenset({"desk", "assignee"})


def assign(act: Act, document_id: str, place: Place, expected: Expected) -> Change:
    """Gives a document to a desk and a person. The reply is ``WorkState``.

    Raises InvalidRequest; the change raises NoSuchDocument, Deleted, DocumentReplaced or Changed.
    """
    desk = None if place.desk is None else place.desk.strip()
    refuse(_problems(place, desk))

    def write(unit: Unit) -> Reply:
        work = opened(unit, document_id).work
        expected.check(work.revision, "work on the document")
        changed = work._replace(
            desk=desk if "desk" in place.given else work.desk,
            assignee=place.assignee if "assignee" in place.given else work.assignee,
            revision=work.revision + 1,
        )
        unit.work.save(changed)
        body = to_json({"desk": changed.desk, "assignee": changed.assignee})
        unit.work.tell(Entry(act.id, act.at, act.who.actor, ASSIGNED, document_id, None, None, body))
        return state_told(changed, act.at)

    return Change(act.who.actor, "assignDocument", write, once=act.once)


def _problems(place: Place, desk: str | None) -> list[Problem]:
    problems = check_words({"desk": place.desk})
    if not place.given:
        problems.append(Problem("missing_key", "nothing is to be changed", 'send {"desk": ".."} or an assignee', ""))
    if desk is not None and not 1 <= len(desk) <= LONGEST:
        message = f"the name of a desk has 1 to {LONGEST} characters"
        problems.append(Problem("wrong_value", message, "null takes the desk away", "/desk"))
    if place.assignee is not None and not _ACTOR.fullmatch(place.assignee):
        hint = "name them as the history does: person:<id>, key:<id> or local; null takes the assignee away"
        problems.append(Problem("wrong_value", "the assignee is nobody", hint, "/assignee"))
    return problems
