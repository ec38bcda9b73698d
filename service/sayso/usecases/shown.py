"""How is a stored assessment told? The bytes that were answered, with what people made of them beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic_core import from_json, to_json

from sayso.store.port import OPEN, Assessed, Review, Stored
from sayso.wire.assessments import KeptList


def fresh(assessed: Assessed) -> bytes:
    """An assessment that was just made, as ``wire.assessments.Kept``."""
    return whole(Stored(assessed, 0, OPEN, None, None), ())


def whole(stored: Stored, reviews: Sequence[Review]) -> bytes:
    """One assessment, as ``wire.assessments.Kept``; the stored answer stands in it to the byte."""
    assessed = stored.assessed
    head = to_json(
        {"id": assessed.id, **_made(assessed), **_state(stored), "reviews": [_review(each) for each in reviews]}
    )
    return b'%b,"result":%b}' % (head[:-1], assessed.answer)


def many(items: Sequence[Assessed | Mapping[str, Any]]) -> bytes:
    """Claims that were kept together, or why one was not, as ``wire.assessments.KeptBatch``."""
    told = [
        b'{"index":%d,"assessment":%b}' % (index, fresh(item))
        if isinstance(item, Assessed)
        else b'{"index":%d,"problem":%b}' % (index, to_json(item))
        for index, item in enumerate(items)
    ]
    return b'{"results":[%b]}' % b",".join(told)


def page(found: Sequence[Stored]) -> KeptList:
    """Assessments in a list, each in short."""
    return KeptList.model_validate({"assessments": [_summary(stored) for stored in found]})


def _summary(stored: Stored) -> dict[str, Any]:
    told = from_json(stored.assessed.answer)
    named = {name: told[name] for name in ("claim", "rubric", "status")}
    return {"id": stored.assessed.id, **_made(stored.assessed), **named, **_state(stored)}


def _made(assessed: Assessed) -> dict[str, Any]:
    return {"created": assessed.created, "by": assessed.actor, "document": assessed.document}


def _state(stored: Stored) -> dict[str, Any]:
    return {
        "grade": {"computed": stored.assessed.grade, "human": stored.human_grade},
        "review": stored.review_state,
        "replaces": stored.assessed.replaces,
        "replaced_by": stored.replaced_by,
        "deleted": stored.deleted,
        "rescored_from": stored.assessed.rescored_from,
    }


def _review(review: Review) -> dict[str, Any]:
    told = review._asdict()
    del told["assessment_id"]
    return {"revision": told.pop("revision"), "created": told.pop("created"), "by": told.pop("actor"), **told}
