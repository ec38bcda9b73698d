"""What is shown of a stored document: its text, of each claim the answer that holds now as it was stored, and the work
on it?
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic_core import from_json

from sayso.facts.shared_roots import roots_across
from sayso.rubric.model import Rubric
from sayso.store.document_port import Document
from sayso.store.port import Store, Stored
from sayso.store.refusals import Deleted
from sayso.usecases.desk import Desk
from sayso.usecases.document_shown import current
from sayso.usecases.past import PastDesks
from sayso.usecases.work.standing import Folder
from sayso.usecases.work.told import work_told
from sayso.wire.work import DocumentWork

Claim = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class OpenedDocument:
    """A document with the assessments that hold, in the order of its claims, and ``facts`` beside them. ``desk`` and
    ``rubric`` are those that graded it. ``roots`` are ``{root, claims}``, the claims by their places.
    """

    document: Document
    text: str
    holding: tuple[Stored, ...]
    facts: tuple[Claim, ...]
    desk: Desk
    rubric: Rubric
    roots: tuple[Mapping[str, Any], ...]
    work: DocumentWork

    @property
    def unclaimed(self) -> int:
        """How many sentences of the text lie outside every claim."""
        spans = [(start, end) for claim in self.facts for start, end in claim.get("spans", ())]
        return _outside(_sentences_of(self.text), spans)


def open_document(store: Store, past: PastDesks, now: Desk, document_id: str, at: str) -> OpenedDocument:
    """The document as it is at this moment. Raises NoSuchDocument, Deleted, or NotReplayable where the rubric of then
    cannot be read any more.
    """
    work = store.work.find(document_id)
    # Read after it: what came between is shown under the revision of before, with which nothing can be changed.
    document = store.find_document(document_id)
    if document.text is None:
        message = "the text and the names of this document are gone"
        raise Deleted(message, hint="its grades, its digest and the audit are kept; GET /v1/documents/{id} shows them")
    found = store.assessments_of(document_id)
    holding = current(document, found)
    reviews, entries = store.work.reviews_of(document_id), store.work.entries(document_id)
    told = work_told(Folder(document, work, holding, entries), found, reviews, at)
    desk, rubric = _graded_with(document, holding, store, past, now)
    facts: list[Claim] = [from_json(each.assessed.facts) for each in holding]
    named = [{**claim, "id": str(each.assessed.place)} for claim, each in zip(facts, holding, strict=True)]
    roots = tuple(roots_across(named, desk.vocabulary))
    return OpenedDocument(document, document.text.decode(), tuple(holding), tuple(facts), desk, rubric, roots, told)


def _graded_with(
    document: Document, holding: Sequence[Stored], store: Store, past: PastDesks, now: Desk
) -> tuple[Desk, Rubric]:
    if holding:
        bench = past.of(holding[0].assessed, store)
        return bench.desk, bench.plan.rubric
    plan = now.plans.get(document.rubric_digest)  # nothing was graded, so that any rubric shows as much
    return now, now.plan(None).rubric if plan is None else plan.rubric


def _outside(sentences: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int]]) -> int:
    """Both in the order of the text, so that one pass is enough; spans may overlap."""
    count, at, reach = 0, 0, -1
    ordered = sorted(spans)
    for first, last in sentences:
        while at < len(ordered) and ordered[at][0] < last:
            reach = max(reach, ordered[at][1])
            at += 1
        count += reach <= first
    return count


@lru_cache(maxsize=16)
def _sentences_of(text: str) -> tuple[tuple[int, int], ...]:
    # Imported here, with what reads articles: a service that only grades claims does without.
    from sayso.extract.prose import take_apart

    prose = take_apart(text)
    return tuple((prose.tokens[first].start, prose.tokens[last - 1].end) for first, last in prose.sentences)
