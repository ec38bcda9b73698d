"""How is the desk's work told in short? As JSON of the models of ``wire.work``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic_core import from_json, to_json

from sayso.store.port import Reply, Stored
from sayso.store.work_port import NO_RANGE, Entry, Queued, Work
from sayso.usecases.work.holds import RELEASED, Hold, holds_of, told_of

Json = dict[str, Any]
NOTED, BACKED, WITHDRAWN, CARRIED = "noted", "backed", "withdrawn", "carried_over"
_BACKING = ("label", "locator", "url", "sha256", "note")


def work_state(work: Work, at: str) -> Json:
    """As ``WorkState``; ``at`` is the moment at which a lease runs or is over."""
    runs = work.lease_until is not None and work.lease_until > at
    return {
        "document": work.document_id,
        "revision": work.revision,
        "desk": work.desk,
        "assignee": work.assignee,
        "author_state": work.author_state,
        "reviewer_state": work.reviewer_state,
        "lease": {"holder": work.lease_holder, "until": work.lease_until} if runs else None,
        "replaces": work.replaces,
        "replaced_by": work.replaced_by,
    }


def state_told(work: Work, at: str) -> Reply:
    """The reply to a change of the work on a document."""
    return Reply(to_json(work_state(work, at)), work.document_id, work.revision)


def queue_item(queued: Queued, at: str) -> Json:
    """As ``QueueItem``."""
    tally = queued.work.tally
    age = datetime.fromisoformat(at) - datetime.fromisoformat(queued.created)
    return {
        **work_state(queued.work, at),
        "title": queued.title,
        "outlet": queued.outlet,
        "date": queued.date,
        "created": queued.created,
        "age_days": max(0, age.days),
        "rubric": queued.rubric_id,
        "claim_count": queued.claims,
        "reviews": {
            "open": tally.claims_open,
            "agreed": tally.claims_agreed,
            "overridden": tally.claims_overridden,
            "abstained": tally.claims_abstained,
        },
        "gates": list(queued.gates),
        "worst_grade": tally.worst,
        "widest_range": None if tally.widest == NO_RANGE else tally.widest,
    }


def beside(stored: Stored, entries: Sequence[Entry]) -> Json:
    """As ``Beside``: what of these entries stands beside this assessment."""
    gone = {entry.about for entry in entries if entry.what == WITHDRAWN}
    backing, notes = [], []
    for entry in entries:
        what, told, origin = _said(entry)
        if what == BACKED:
            backing.append(
                {**_made(entry, told), **{name: told.get(name) for name in _BACKING}}
                | {"withdrawn": entry.id in gone, "carried_from": origin}
            )
        elif what == NOTED:
            notes.append({**_made(entry, told), "note": told.get("note"), "carried_from": origin})
    holds = holds_of(stored, told_of(stored), entries)
    return {
        "assessment": stored.assessed.id,
        "holds": [_hold(hold) for hold in holds],
        "backing": backing,
        "notes": notes,
    }


def _said(entry: Entry) -> tuple[str, Mapping[str, Any], str | None]:
    """What an entry says, also one that was carried over from an earlier text."""
    told = from_json(entry.body)
    if entry.what == CARRIED:
        return told["what"], told, entry.about
    return entry.what, told, None


def _made(entry: Entry, told: Mapping[str, Any]) -> Json:
    carried = entry.what == CARRIED
    return {
        "id": entry.id,
        "created": told["created"] if carried else entry.created,
        "by": told["by"] if carried else entry.actor,
    }


def _hold(hold: Hold) -> Json:
    return {
        "gate": hold.gate,
        "status": hold.status,
        "requires": hold.requires,
        "because": hold.because,
        "released": None if hold.release is None else _release(hold.release),
    }


def _release(entry: Entry) -> Json:
    assert entry.what == RELEASED
    told = from_json(entry.body)
    return {
        "id": entry.id,
        "created": entry.created,
        "by": entry.actor,
        "gate": entry.about,
        "status": told["status"],
        "note": told.get("note"),
    }
