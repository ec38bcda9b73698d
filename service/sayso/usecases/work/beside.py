"""What is put beside an assessment: the release of a hold, evidence with its place, a remark?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pydantic_core import to_json

from sayso.errors import InvalidRequest, Problem
from sayso.store.ids import is_id
from sayso.store.port import Change, Reply, Stored, Unit
from sayso.store.refusals import NoSuchAssessment
from sayso.store.work_port import Entry
from sayso.usecases.presence import present
from sayso.usecases.reviews import AlreadyReplaced, Expected
from sayso.usecases.work.acting import Act
from sayso.usecases.work.holds import RELEASED, Hold, holds_of, told_of
from sayso.usecases.work.refusals import AlreadyReleased, NotAllowed, check_note, check_words, refuse
from sayso.usecases.work.shown import BACKED, NOTED, WITHDRAWN, beside
from sayso.usecases.work.standing import who_releases
from sayso.usecases.work.upkeep import keep_up

_URL = re.compile(r"https?://[^\s\x00-\x20\x7f]+", re.IGNORECASE)
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")


@dataclass(frozen=True)
class Backing:
    """Evidence for a claim; ``locator`` says where in it. Or, by ``withdraws``, earlier evidence that counts no more."""

    label: str | None = None
    locator: str | None = None
    url: str | None = None
    sha256: str | None = None
    note: str | None = None
    withdraws: str | None = None


def release_hold(act: Act, assessment_id: str, gate: str, note: str, expected: Expected) -> Change:
    """Lets go of what a gate holds, of this very assessment: a correction makes another, which is held anew. One that
    is only possible may be let go too. The reply is ``Beside``.

    Raises InvalidRequest; the change raises NoSuchAssessment, Deleted, Changed, InvalidRequest where the gate holds
    nothing here, AlreadyReplaced, NotAllowed (naming who may) or AlreadyReleased.
    """
    refuse([*check_words({"gate": gate, "note": note}), *check_note(note)])

    def write(unit: Unit) -> Reply:
        stored = _found(unit, assessment_id)
        expected.check(stored.revision)
        if stored.replaced_by is not None:
            message = f"the facts were corrected: the assessment {stored.replaced_by} counts now"
            raise AlreadyReplaced(message, hint="release what is held of that one")
        entries = unit.work.entries_beside(assessment_id)
        hold = _hold(gate, holds_of(stored, told_of(stored), entries))
        if not act.who.may_release(hold.requires):
            message = f"{who_releases(hold.requires)} may release what the gate {gate} holds"
            raise NotAllowed(message, hint="ask one of them")
        if hold.release is not None:
            raise AlreadyReleased(f"the gate {gate} was released by {hold.release.actor} before")
        return _told(unit, act, stored, RELEASED, gate, {"status": hold.status, "note": note})

    return Change(act.who.actor, "releaseHold", write, once=act.once)


def add_backing(act: Act, assessment_id: str, backing: Backing) -> Change:
    """Puts evidence beside an assessment, or withdraws some. The reply is ``Beside``.

    Raises InvalidRequest; the change raises NoSuchAssessment, Deleted, and InvalidRequest where there is nothing of
    this assessment to withdraw.
    """
    refuse(_problems(backing))

    def write(unit: Unit) -> Reply:
        stored = _found(unit, assessment_id)
        if backing.withdraws is not None:
            _check_withdrawal(unit.work.entries_beside(assessment_id), backing.withdraws)
            return _told(unit, act, stored, WITHDRAWN, backing.withdraws, {"note": backing.note})
        told = {name: getattr(backing, name) for name in ("label", "locator", "url", "sha256", "note")}
        if backing.sha256 is not None:
            told["sha256"] = backing.sha256.lower()
        return _told(unit, act, stored, BACKED, None, told)

    return Change(act.who.actor, "addBacking", write, once=act.once)


def add_note(act: Act, assessment_id: str, note: str) -> Change:
    """Puts a remark beside an assessment. The reply is ``Beside``.

    Raises InvalidRequest; the change raises NoSuchAssessment or Deleted.
    """
    empty = [] if note.strip() else [Problem("wrong_value", "the note says nothing", "write what you know", "/note")]
    refuse([*check_words({"note": note}), *empty])

    def write(unit: Unit) -> Reply:
        return _told(unit, act, _found(unit, assessment_id), NOTED, None, {"note": note})

    return Change(act.who.actor, "addNote", write, once=act.once)


def _found(unit: Unit, assessment_id: str) -> Stored:
    if not is_id(assessment_id):
        raise NoSuchAssessment("there is no assessment of that id")
    return present(unit.find(assessment_id))


def _told(unit: Unit, act: Act, stored: Stored, what: str, about: str | None, body: dict[str, str | None]) -> Reply:
    """Writes it, brings the work on the document up to it, and says what stands beside the assessment now."""
    id_, document = stored.assessed.id, stored.assessed.document
    if document is not None:
        unit.find_document(document)  # held before anything is written, in the order of all others
    unit.work.tell(Entry(act.id, act.at, act.who.actor, what, document, id_, about, to_json(body)))
    keep_up(unit, document)
    return Reply(to_json(beside(stored, unit.work.entries_beside(id_))), id_, stored.revision)


def _hold(gate: str, holds: list[Hold]) -> Hold:
    for hold in holds:
        if hold.gate == gate:
            return hold
    named = ", ".join(hold.gate for hold in holds)
    hint = f"its holds are {named}" if named else "nothing holds it"
    raise InvalidRequest([Problem("unknown_value", f'no gate "{gate[:60]}" holds this assessment', hint, "/gate")])


def _check_withdrawal(entries: list[Entry], withdraws: str) -> None:
    there = any(entry.id == withdraws and entry.what in (BACKED, "carried_over") for entry in entries)
    if not there or any(entry.what == WITHDRAWN and entry.about == withdraws for entry in entries):
        message = "no backing of that id counts beside this assessment"
        raise InvalidRequest([Problem("unknown_value", message, "send the id that it has there", "/withdraws")])


def _problems(backing: Backing) -> list[Problem]:
    words = {name: getattr(backing, name) for name in ("label", "locator", "url", "note")}
    problems = check_words(words)
    if backing.withdraws is not None:
        if not is_id(backing.withdraws):
            problems.append(Problem("wrong_value", "withdraws is no id", "as the backing has it", "/withdraws"))
        idle = [name for name in ("label", "locator", "url", "sha256") if getattr(backing, name) is not None]
        return problems + [
            Problem("wrong_value", f"a withdrawal has no {name}", "leave it out, or add backing", f"/{name}")
            for name in idle
        ]
    if not (backing.label or "").strip():
        problems.append(Problem("missing_key", "backing without a label", "say what it is", "/label"))
    if not (backing.locator or "").strip():
        hint = "say where in it: a page, a timestamp, a paragraph"
        problems.append(Problem("missing_key", "backing without a locator", hint, "/locator"))
    if backing.url is not None and not _URL.fullmatch(backing.url):
        problems.append(Problem("wrong_value", "url is no address", "such as https://example.org/paper", "/url"))
    if backing.sha256 is not None and not _SHA256.fullmatch(backing.sha256):
        problems.append(Problem("wrong_value", "sha256 is no digest", "64 hexadecimal digits", "/sha256"))
    return problems
