"""What is shown of a stored document: its text, and of each claim the answer that holds now, as it was stored?"""

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

    @property
    def unclaimed(self) -> int:
        """How many sentences of the text lie outside every claim."""
        spans = [(start, end) for claim in self.facts for start, end in claim.get("spans", ())]
        return sum(not any(start < last and first < end for start, end in spans) for first, last in _sentences(self))


def open_document(store: Store, past: PastDesks, now: Desk, document_id: str) -> OpenedDocument:
    """Raises NoSuchDocument, Deleted, or NotReplayable where the rubric of then cannot be read any more."""
    document = store.find_document(document_id)
    if document.text is None:
        message = "the text and the names of this document are gone"
        raise Deleted(message, hint="its grades, its digest and the audit are kept; GET /v1/documents/{id} shows them")
    holding = current(document, store.assessments_of(document_id))
    desk, rubric = _graded_with(document, holding, store, past, now)
    facts: list[Claim] = [from_json(each.assessed.facts) for each in holding]
    named = [{**claim, "id": str(each.assessed.place)} for claim, each in zip(facts, holding, strict=True)]
    roots = tuple(roots_across(named, desk.vocabulary))
    return OpenedDocument(document, document.text.decode(), tuple(holding), tuple(facts), desk, rubric, roots)


def _graded_with(
    document: Document, holding: Sequence[Stored], store: Store, past: PastDesks, now: Desk
) -> tuple[Desk, Rubric]:
    if holding:
        bench = past.of(holding[0].assessed, store)
        return bench.desk, bench.plan.rubric
    plan = now.plans.get(document.rubric_digest)  # nothing was graded, so that any rubric shows as much
    return now, now.plan(None).rubric if plan is None else plan.rubric


def _sentences(opened: OpenedDocument) -> tuple[tuple[int, int], ...]:
    return _sentences_of(opened.text)


@lru_cache(maxsize=16)
def _sentences_of(text: str) -> tuple[tuple[int, int], ...]:
    # Imported here, with what reads articles: a service that only grades claims does without.
    from sayso.extract.prose import take_apart

    prose = take_apart(text)
    return tuple((prose.tokens[first].start, prose.tokens[last - 1].end) for first, last in prose.sentences)
