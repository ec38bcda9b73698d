"""What is known of the work on a document?"""

from __future__ import annotations

from sayso.store.port import Review, Store
from sayso.usecases.document_opened import OpenedDocument
from sayso.wire.work import DocumentWork


def document_work(store: Store, opened: OpenedDocument, at: str) -> DocumentWork:
    """Until the desk's work is kept: what follows from the assessments and their reviews."""
    from pydantic_core import from_json

    claims, history, blockers = [], [], []
    first = {"created": opened.document.created, "by": opened.document.actor, "claim": None, "assessment": None,
             "details": {}, "carried_from": None, "what": "kept"}
    history.append(first)
    for stored in opened.holding:
        a = stored.assessed
        holds = [
            {"gate": g["id"], "status": g["status"], "requires": g["requires"], "because": g["because"], "released": None}
            for g in from_json(a.answer)["gates"] if g["requires"] and g["status"] in ("applied", "possible")
        ]
        claims.append({"assessment": a.id, "holds": holds, "backing": [], "notes": [], "index": a.place,
                       "revision": stored.revision, "grade": {"computed": a.grade, "human": stored.human_grade},
                       "review": stored.review_state, "again_on": None})
        reviews: list[Review] = store.reviews(a.id) if stored.revision else []
        history += [
            {"created": r.created, "by": r.actor, "what": "reviewed", "claim": a.place, "assessment": a.id,
             "details": {"verdict": r.verdict, "axis": r.axis, "band": r.band, "reason": r.reason, "note": r.note},
             "carried_from": None} for r in reviews
        ]
        if a.replaces:
            history.append({**first, "created": a.created, "by": a.actor, "what": "corrected", "claim": a.place,
                            "assessment": a.id})
        if stored.review_state == "open":
            blockers.append({"code": "claim_open", "severity": "error", "blocks": ["reviewer"],
                             "pointer": f"/claims/{a.place}", "message": f"claim {a.place + 1} is open", "hint": None})
        blockers += [{"code": "hold", "severity": "error", "blocks": ["reviewer"], "pointer": f"/claims/{a.place}",
                      "message": f"claim {a.place + 1} is held: {h['because']}", "hint": None}
                     for h in holds if h["status"] == "applied"]
    history.sort(key=lambda e: e["created"])
    return DocumentWork.model_validate({
        "document": opened.document.id, "revision": opened.document.revision, "desk": None, "assignee": None,
        "author_state": "open", "reviewer_state": "open", "lease": None, "replaces": None, "replaced_by": None,
        "claims": claims, "sign_offs": [], "blockers": blockers, "history": history})
