"""What becomes of the work on a document when its text is edited? The new text is another document, and unsigned."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pydantic_core import from_json, to_json

from sayso.facts.canonical import canonical
from sayso.facts.places import position
from sayso.facts.vocabulary_file import POSITIONS
from sayso.store.document_port import Document
from sayso.store.port import Assessed, Review, Unit
from sayso.store.work_port import Entry, Work
from sayso.usecases.work.refusals import leased
from sayso.usecases.work.shown import BACKED, CARRIED, NOTED, WITHDRAWN
from sayso.usecases.work.standing import Folder, is_leased
from sayso.usecases.work.upkeep import opened

REPLACED = "replaced"
_BESIDE_FACTS = (*POSITIONS, "found", "id")


def replaced(unit: Unit, document_id: str, by: str, at: str) -> Folder:
    """The document that an edited text is to replace. Raises NoSuchDocument, Deleted, DocumentReplaced, or Leased where
    somebody else holds it at this moment.
    """
    folder = opened(unit, document_id)
    if is_leased(folder.work, at) and folder.work.lease_holder != by:
        raise leased(folder.work)
    return folder


def take_place(
    unit: Unit, earlier: Folder, document: Document, made: Sequence[Assessed], next_id: Callable[[], str]
) -> None:
    """Writes that ``document``, of these assessments, has taken the place of the earlier one. What people said of
    claims whose facts and quoted words are the same is carried over, to be seen: it decides nothing about the new text.
    """
    before = earlier.work
    ended = before._replace(
        queued=False, replaced_by=document.id, lease_holder=None, lease_until=None, revision=before.revision + 1
    )
    said = unit.work.reviews_of(before.document_id)
    unit.work.save(_reopened(ended), ())
    body = to_json({"by": document.id})
    moment, actor = document.created, document.actor
    unit.work.tell(Entry(next_id(), moment, actor, REPLACED, before.document_id, None, None, body))
    for old, new in _same(earlier, document, made):
        for entry in _carried(old, said, earlier.entries):
            unit.work.tell(
                entry._replace(id=next_id(), created=moment, actor=actor, document_id=document.id, assessment_id=new.id)
            )


def _reopened(work: Work) -> Work:
    return work._replace(author_state="open", reviewer_state="open")


def _same(earlier: Folder, document: Document, made: Sequence[Assessed]) -> Iterator[tuple[Assessed, Assessed]]:
    """Claims of both texts with the same facts and quoted words, one with one, in their order."""
    free: dict[bytes, list[Assessed]] = {}
    for stored in earlier.holding:
        free.setdefault(_meaning(stored.assessed, earlier.document), []).append(stored.assessed)
    for assessed in made:
        same = free.get(_meaning(assessed, document))
        if same:
            yield same.pop(0), assessed


def _meaning(assessed: Assessed, document: Document) -> bytes:
    facts = from_json(assessed.facts)
    text = (document.text or b"").decode()
    quoted = [text[start:end] for start, end in (position(span) for span in facts.get("spans", ()))]
    return canonical([_bare(facts), quoted])


def _bare(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _bare(item) for name, item in value.items() if name not in _BESIDE_FACTS}
    return [_bare(item) for item in value] if isinstance(value, list) else value


def _carried(old: Assessed, reviews: Sequence[Review], entries: Sequence[Entry]) -> Iterator[Entry]:
    """What was said of an assessment, as entries beside another, oldest first."""
    gone = {entry.about for entry in entries if entry.what == WITHDRAWN}
    found: list[tuple[str, str, dict[str, Any]]] = []
    for review in reviews:
        if review.assessment_id == old.id:
            told = review._asdict()
            told = {name: told[name] for name in told if name not in ("assessment_id", "revision", "actor", "created")}
            found.append((old.id, review.created, {"what": "reviewed", "by": review.actor, **told}))
    for entry in entries:
        if entry.assessment_id != old.id or entry.id in gone:
            continue
        told = from_json(entry.body)
        if entry.what in (NOTED, BACKED):
            found.append((old.id, entry.created, {"what": entry.what, "by": entry.actor, **told}))
        elif entry.what == CARRIED:  # from a text before this one, and still from there
            found.append((entry.about or old.id, told["created"], told))
    for origin, created, told in sorted(found, key=lambda each: each[1]):
        body = to_json({**told, "created": created})
        yield Entry("", "", "", CARRIED, None, None, origin, body)
