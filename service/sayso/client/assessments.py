"""Which calls keep assessments, find them again, and say what people make of them?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypedDict, Unpack

from sayso.client.calls import PATCH, Call, Claim, Page, path, posting
from sayso.client.reading import StoredAssessment, model, page, stored
from sayso.client.scoring import Options
from sayso.wire.assessments import KeptBatch, KeptList, KeptSummary, Reason, Replay, ReviewState, Verdict, WhatIf

ROOM = "assessments"


class Keeping(Options, total=False):
    """What may be said of claims that are kept: the options of grading, and an idempotency key of your own."""

    idempotency_key: str


class Filters(TypedDict, total=False):
    """Which assessments are listed; all that is given must hold. ``since`` is a date or a time."""

    rubric: str
    grade: str
    band: str
    gate: str
    source: str
    root: str
    since: str | date
    review: ReviewState
    limit: int


class Override(TypedDict, total=False):
    """What an override says: all but ``note`` of it are names or codes."""

    axis: str
    band: str
    reason: Reason
    note: str


def create(claim: Claim, rubric: str | None = None, **keeping: Unpack[Keeping]) -> Call[StoredAssessment]:
    """Grades a claim and keeps it; it is on the disk when this returns.

    kept = sayso.assessments.create(claim, "newsroom")
    print(kept.id, kept.grade.computed)
    """
    key, options = _split(keeping)
    return posting(Call("POST", path(ROOM), stored), claim=claim, rubric=rubric, **options).once(key)


def create_many(claims: Sequence[Claim], rubric: str | None = None, **keeping: Unpack[Keeping]) -> Call[KeptBatch]:
    """Grades up to 1,000 claims and keeps them in one commit; one that cannot be graded has a problem instead.

    for item in sayso.assessments.create_many(claims).results:
        print(item)
    """
    key, options = _split(keeping)
    return posting(Call("POST", path(ROOM), model(KeptBatch)), claims=list(claims), rubric=rubric, **options).once(key)


def get(assessment_id: str) -> Call[StoredAssessment]:
    """One assessment as it is now, with what people made of it.

    seen = sayso.assessments.get(kept.id)
    print(seen.review, seen.etag)
    """
    return Call("GET", path(ROOM, assessment_id), stored)


def pages(**filters: Unpack[Filters]) -> Call[Page[KeptSummary]]:
    """Every assessment that the filters let through, newest first; further pages are asked for when they are needed.

    for found in sayso.assessments.list(rubric="newsroom", review="open"):
        print(found.id, found.grade.computed)
    """
    return Call("GET", path(ROOM), page(KeptList, lambda told: told.assessments)).asking(**filters)


def what_if(assessment_id: str, patch: Mapping[str, Any]) -> Call[WhatIf]:
    """Both answers and the difference, with a merge patch (RFC 7396) on the facts; keeps nothing.

    tried = sayso.assessments.what_if(kept.id, {"seriousness": "serious_allegation"})
    print(tried.difference.grade)
    """
    return Call("POST", path(ROOM, assessment_id, "what-if"), model(WhatIf)).sending(patch, PATCH)


def replay(assessment_id: str) -> Call[Replay]:
    """Works it out again from the kept facts and the kept rubric: identical, or what differs.

    assert sayso.assessments.replay(kept.id).identical
    """
    return Call("POST", path(ROOM, assessment_id, "replay"), model(Replay))


def review(seen: StoredAssessment, verdict: Verdict, **override: Unpack[Override]) -> Call[StoredAssessment]:
    """Agrees, overrides a band or abstains, if the assessment is still as it was seen. Raises Changed where it is not.

    seen = sayso.assessments.get(kept.id)
    sayso.assessments.review(seen, "agree")
    """
    call = Call("POST", path(ROOM, seen.id, "reviews"), stored)
    return posting(call, verdict=verdict, **override).matching(seen.etag).once(None)


def correct(seen: StoredAssessment, claim: Claim) -> Call[StoredAssessment]:
    """Grades the facts as they ought to have been, and keeps that as a new assessment in the place of this one. Raises
    Changed where this one is no longer as it was seen, Conflict where it was replaced before.

        corrected = sayso.assessments.correct(seen, claim)
        assert corrected.replaces == seen.id
    """
    call = Call("POST", path(ROOM, seen.id, "corrections"), stored)
    return posting(call, claim=claim).matching(seen.etag).once(None)


def _split(keeping: Keeping) -> tuple[str | None, dict[str, Any]]:
    options: dict[str, Any] = dict(keeping)
    return options.pop("idempotency_key", None), options
