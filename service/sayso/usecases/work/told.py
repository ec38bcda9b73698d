"""What is there to know about the work on a document? Everything that a page shows of it, ready to be shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic_core import from_json

from sayso.store.document_port import Document
from sayso.store.port import Review, Store, Stored
from sayso.store.work_port import Entry
from sayso.usecases.document_shown import current
from sayso.usecases.work.shown import CARRIED, Json, beside, work_state
from sayso.usecases.work.standing import Folder, in_the_way, sign_offs
from sayso.wire.work import DocumentWork

_OF_REVIEW = ("verdict", "axis", "band", "reason", "note", "grade", "again_on")


def document_work(store: Store, document_id: str, at: str) -> DocumentWork:
    """As it is at this moment. Raises NoSuchDocument. What is left of a deleted document is told as well."""
    work = store.work.find(document_id)
    # Read after it: what came between is shown under the revision of before, with which nothing can be changed.
    document = store.find_document(document_id)
    found = store.assessments_of(document_id)
    reviews, entries = store.work.reviews_of(document_id), store.work.entries(document_id)
    return work_told(Folder(document, work, current(document, found), entries), found, reviews, at)


def work_told(folder: Folder, found: Sequence[Stored], reviews: Sequence[Review], at: str) -> DocumentWork:
    """The same of what was read already; ``found`` are all assessments that were ever made of its claims."""
    document, work, entries = folder.document, folder.work, folder.entries
    gone = document.deleted is not None or work.replaced_by is not None
    told = {
        **work_state(work, at),
        "claims": [_claim(each, found, reviews, entries) for each in folder.holding],
        "sign_offs": _sign_offs(folder),
        "blockers": [] if gone else _blockers(folder, reviews, at),
        "history": history(document, found, reviews, entries),
    }
    return DocumentWork.model_validate(told)


def history(
    document: Document, found: Sequence[Stored], reviews: Sequence[Review], entries: Sequence[Entry]
) -> list[Json]:
    """Everything that happened to a document and its claims, as ``Event``, oldest first."""
    places = {each.assessed.id: each.assessed.place for each in found}
    events = [
        _event(document.created, document.actor, "kept", None, None, {"claims": document.claims}),
        *_corrections(found),
        *_reviews(reviews, places),
        *_entries(entries, places),
    ]
    if document.deleted is not None:
        events.append(_event(document.deleted, document.deleted_by or "", "deleted", None, None, {}))
    return sorted(events, key=lambda event: event["created"])  # what is of one moment stays in this order


def _claim(stored: Stored, found: Sequence[Stored], reviews: Sequence[Review], entries: Sequence[Entry]) -> Json:
    """What was said beside an earlier assessment of the claim, before its facts were corrected, stays beside it."""
    same = {each.assessed.id for each in found if each.assessed.place == stored.assessed.place}
    said = [review for review in reviews if review.assessment_id == stored.assessed.id]
    return {
        **beside(stored, [entry for entry in entries if entry.assessment_id in same]),
        "index": stored.assessed.place,
        "revision": stored.revision,
        "grade": {"computed": stored.assessed.grade, "human": stored.human_grade},
        "review": stored.review_state,
        "again_on": said[-1].again_on if said else None,
    }


def _sign_offs(folder: Folder) -> list[Json]:
    return [
        {
            "id": given.entry.id,
            "created": given.entry.created,
            "by": given.entry.actor,
            "as": given.sign_as,
            "note": given.body.get("note"),
            "same_person": given.body["same_person"],
            "sha256": given.body["sha256"],
            "assessments": [{"assessment": id_, "revision": revision} for id_, revision in given.body["assessments"]],
            "holds": given.because is None,
            "because": given.because,
        }
        for given in reversed(sign_offs(folder))
    ]


def _blockers(folder: Folder, reviews: Sequence[Review], at: str) -> list[Json]:
    return [
        {
            "code": problem.code,
            "severity": problem.severity,
            "blocks": list(blocks),
            "pointer": problem.pointer,
            "message": problem.message,
            "hint": problem.hint,
        }
        for problem, blocks in in_the_way(folder, reviews, at)
    ]


def _corrections(found: Sequence[Stored]) -> Iterator[Json]:
    for each in found:
        assessed = each.assessed
        if assessed.replaces is not None:
            details = {"replaces": assessed.replaces, "grade": assessed.grade}
            yield _event(assessed.created, assessed.actor, "corrected", assessed.place, assessed.id, details)


def _reviews(reviews: Sequence[Review], places: Mapping[str, int | None]) -> Iterator[Json]:
    for review in reviews:
        details = {name: getattr(review, name) for name in _OF_REVIEW}
        yield _event(
            review.created, review.actor, "reviewed", places.get(review.assessment_id), review.assessment_id, details
        )


def _entries(entries: Sequence[Entry], places: Mapping[str, int | None]) -> Iterator[Json]:
    for entry in entries:
        details = from_json(entry.body)
        place = None if entry.assessment_id is None else places.get(entry.assessment_id)
        if entry.what == CARRIED:
            what, created, by = (details.pop(name) for name in ("what", "created", "by"))
            yield _event(created, by, what, place, entry.assessment_id, details) | {"carried_from": entry.about}
        elif not details.get("renewed"):
            about = {} if entry.about is None else {"about": entry.about}
            yield _event(entry.created, entry.actor, entry.what, place, entry.assessment_id, about | details)


def _event(
    created: str, by: str, what: str, claim: int | None, assessment: str | None, details: Mapping[str, Any]
) -> Json:
    return {
        "created": created,
        "by": by,
        "what": what,
        "claim": claim,
        "assessment": assessment,
        "details": dict(details),
        "carried_from": None,
    }
