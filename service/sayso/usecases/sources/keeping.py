"""How is an entry of the registry written, so that nobody undoes what somebody else has done?"""

from __future__ import annotations

from typing import Any

from pydantic_core import to_json

from sayso.errors import SaysoError
from sayso.store.port import Reply, Unit
from sayso.store.refusals import Changed
from sayso.usecases.reviews import Expected
from sayso.usecases.sources.entry import Entry
from sayso.usecases.sources.index import Kept, kept_of


class EntryExists(SaysoError):
    """There is an entry of that id already, and the request does not say which state of it was seen."""

    code = "precondition_required"


def put_entry(unit: Unit, entry: Entry, expected: Expected | None, actor: str, now: str) -> Reply:
    """Makes an entry, or changes it where ``expected`` names its state; the reply is what ``told`` says of it.

    To write what is there already changes nothing. Raises Changed, or EntryExists where no state was named.
    """
    unit.sources.number()  # held from here on: nobody makes the same entry meanwhile
    before = unit.sources.find(entry.id)
    if before is None:
        if expected is not None:
            raise Changed("there is no such entry to change", hint="leave If-Match out to make one")
        return _written(unit, entry, 1, actor, now)
    if expected is not None and expected.revisions is not None and before.revision not in expected.revisions:
        raise Changed("somebody else changed the entry", hint="read it again, and send its new ETag")
    if bytes(before.body) == entry.form:
        return Reply(to_json(told(kept_of(before))), revision=before.revision)
    if expected is None:
        message = "there is such an entry, and somebody may rely on how it is"
        raise EntryExists(message, hint="send the entry's ETag in If-Match")
    return _written(unit, entry, before.revision + 1, actor, now)


def told(kept: Kept) -> dict[str, Any]:
    """An entry as ``wire.sources.SourceShown`` shows it."""
    return {
        "revision": kept.revision,
        "changed": kept.changed,
        "by": kept.by,
        "source": kept.entry.as_dict(),
    }


def _written(unit: Unit, entry: Entry, revision: int, actor: str, now: str) -> Reply:
    unit.sources.put([(entry.id, revision, entry.form)], actor, now)
    return Reply(to_json(told(Kept(entry, revision, now, actor))), revision=revision)
