"""What is left of the desk's work when its document is deleted? Who did what and when; no word that anybody wrote."""

from __future__ import annotations

from pydantic_core import from_json, to_json

from sayso.store.port import Unit

#: Of the body of an entry, what is none of somebody's words. Whatever is added later goes, too.
_KEPT = frozenset(
    (
        *(
            "minutes",
            "until",
            "renewed",
            "taken_from",
            "held_by",
            "as",
            "same_person",
            "sha256",
            "assessments",
            "status",
        ),
        *("what", "created", "by", "verdict", "axis", "band", "reason", "grade", "again_on"),
    )
)


def forget_words(unit: Unit, document_id: str) -> None:
    """Blanks the words of the work on a document, and takes it out of the queue."""
    work = unit.work.find(document_id)
    entries = unit.work.entries(document_id)
    unit.work.blank([entry._replace(body=_wordless(entry.body)) for entry in entries])
    left = work._replace(
        queued=False, desk=None, assignee=None, lease_holder=None, lease_until=None, revision=work.revision + 1
    )
    unit.work.save(left, ())


def _wordless(body: bytes) -> bytes:
    return to_json({name: value for name, value in from_json(body).items() if name in _KEPT})
