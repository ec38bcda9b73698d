"""Who holds a document, so that no two people work on it at once?"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from pydantic_core import to_json

from sayso.errors import Problem
from sayso.store.ids import written_time
from sayso.store.port import OPEN, Change, Reply, Unit
from sayso.store.work_port import IN_REVIEW, Entry, Work
from sayso.usecases.who import ADMIN, REVIEWER, SENIOR, Who
from sayso.usecases.work.acting import Act
from sayso.usecases.work.refusals import NotAllowed, leased, refuse
from sayso.usecases.work.shown import state_told
from sayso.usecases.work.standing import is_leased, with_states
from sayso.usecases.work.upkeep import opened

MINUTES, MOST_MINUTES = 30, 480
LEASED, LEASE_ENDED = "leased", "lease_ended"


def take_lease(act: Act, document_id: str, minutes: int = MINUTES, take_over: bool = False) -> Change:
    """Holds a document for so many minutes from now; somebody's own lease is renewed. The reply is ``WorkState``.

    Raises InvalidRequest; the change raises NoSuchDocument, Deleted, DocumentReplaced, Leased where somebody else holds
    it, and NotAllowed where it is not theirs to take over.
    """
    check_minutes(minutes)

    def write(unit: Unit) -> Reply:
        work = opened(unit, document_id).work
        if is_leased(work, act.at) and work.lease_holder != act.who.actor:
            if not take_over:
                raise leased(work)
            if not _is_senior(act.who):
                message = f"{work.lease_holder} holds the document: a senior editor or an admin may take it over"
                raise NotAllowed(message, hint=f"wait until {work.lease_until}, or ask one of them")
        return state_told(hold(unit, work, act, minutes), act.at)

    return Change(act.who.actor, "takeLease", write, once=act.once)


def end_lease(act: Act, document_id: str) -> Change:
    """Lets go of a document; nothing happens where nobody holds it. The reply is ``WorkState``.

    The change raises NoSuchDocument, Deleted, DocumentReplaced, and Leased where it is somebody else's and not theirs
    to end.
    """

    def write(unit: Unit) -> Reply:
        folder = opened(unit, document_id)
        work = folder.work
        if not is_leased(work, act.at):
            return state_told(work, act.at)
        if work.lease_holder != act.who.actor and not _is_senior(act.who):
            raise leased(work)
        begun = folder.work._replace(reviewer_state=OPEN)  # unless a claim was looked at meanwhile
        done = with_states(replace(folder, work=begun))._replace(
            lease_holder=None, lease_until=None, revision=work.revision + 1
        )
        unit.work.save(done)
        body = to_json({"held_by": work.lease_holder})
        unit.work.tell(Entry(act.id, act.at, act.who.actor, LEASE_ENDED, document_id, None, None, body))
        return state_told(done, act.at)

    return Change(act.who.actor, "endLease", write, once=act.once)


def hold(unit: Unit, work: Work, act: Act, minutes: int) -> Work:
    """Writes that whoever acts holds this work now."""
    until = written_time(datetime.fromisoformat(act.at) + timedelta(minutes=minutes))
    running = is_leased(work, act.at)
    renewed = running and work.lease_holder == act.who.actor
    begins = REVIEWER in act.who.roles and work.reviewer_state == OPEN
    held = work._replace(
        lease_holder=act.who.actor,
        lease_until=until,
        reviewer_state=IN_REVIEW if begins else work.reviewer_state,
        # A page that keeps its lease alive does not make its own forms stale.
        revision=work.revision if renewed else work.revision + 1,
    )
    unit.work.save(held)
    from_ = work.lease_holder if running and not renewed else None
    body = to_json({"minutes": minutes, "until": until, "renewed": renewed, "taken_from": from_})
    unit.work.tell(Entry(act.id, act.at, act.who.actor, LEASED, work.document_id, None, None, body))
    return held


def check_minutes(minutes: int) -> None:
    """Raises InvalidRequest where nobody may hold anything for so long."""
    if not 1 <= minutes <= MOST_MINUTES:
        message = f"minutes is {minutes if abs(minutes) < 10**9 else 'far out of range'}"
        refuse([Problem("wrong_value", message, f"a lease lasts 1 to {MOST_MINUTES} minutes", "/minutes")])


def _is_senior(who: Who) -> bool:
    return bool(who.roles & {SENIOR, ADMIN})
