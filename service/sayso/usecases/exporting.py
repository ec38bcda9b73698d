"""What is the review of a document, all of it? Collected from what is kept; nothing is worked out again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic_core import from_json

from sayso.export.review import Backing, Claim, Link, Note, Place, Release, Review, Reviewed, SignOff
from sayso.export.review import Rubric as RubricShown
from sayso.facts.places import position
from sayso.facts.vocabulary import Vocabulary
from sayso.rubric.model import Rubric
from sayso.store.document_port import Document
from sayso.store.port import Assessed, Store, Stored
from sayso.store.port import Review as Said
from sayso.usecases.document_shown import current
from sayso.usecases.past import NotReplayable, PastDesks
from sayso.usecases.work.standing import Folder
from sayso.usecases.work.told import work_told
from sayso.wire.work import ClaimWork, DocumentWork


def collect(store: Store, past: PastDesks, document_id: str) -> Reviewed:
    """A document with the assessments that hold for its claims, what people made of them, and the desk's work on it.

    Of a deleted document only what is left. Raises NoSuchDocument.
    """
    work = store.work.find(document_id)
    document = store.find_document(document_id)
    found = store.assessments_of(document_id)
    holding = current(document, found)
    entries, reviews = store.work.entries(document_id), store.work.reviews_of(document_id)
    told = work_told(Folder(document, work, holding, entries), found, reviews, document.created)
    first = holding[0].assessed if holding else None
    vocabulary = None if first is None else past.vocabulary(first.vocabulary_digest, store)
    said = [(each, _said(each, reviews)) for each in holding]
    return with_work(reviewed(document, said, _meant(first, store, past), vocabulary), told)


def reviewed(
    document: Document,
    holding: Sequence[tuple[Stored, Sequence[Said]]],
    rubric: Rubric | None,
    vocabulary: Vocabulary | None,
) -> Reviewed:
    """The same from what was read: each assessment that holds, with its reviews, oldest first."""
    text = None if document.text is None else document.text.decode()
    return Reviewed(
        id=document.id,
        created=document.created,
        by=document.actor,
        title=document.title,
        outlet=document.outlet,
        date=document.date,
        url=document.url,
        sha256=document.sha256,
        characters=document.characters,
        text=text,
        rubric=_rubric(document, rubric),
        as_of=document.as_of,
        claims=tuple(_claim(each, said, text, vocabulary) for each, said in holding),
        deleted=document.deleted,
        deleted_by=document.deleted_by,
    )


def with_work(review: Reviewed, work: DocumentWork) -> Reviewed:
    """The same with backing, notes, releases and sign-offs, as the work on a document is told."""
    beside = {each.assessment: each for each in work.claims}
    claims = [_with_work(claim, beside.get(claim.assessment)) for claim in review.claims]
    signed = [
        SignOff(each.created, each.by, each.sign_as, each.sha256, each.holds, each.because, each.note)
        for each in work.sign_offs
    ]
    return replace(review, claims=tuple(claims), sign_offs=tuple(signed))


def _with_work(claim: Claim, beside: ClaimWork | None) -> Claim:
    if beside is None:
        return claim
    return replace(
        claim,
        backing=tuple(
            Backing(x.created, x.by, x.label, x.locator, x.url, x.note, x.sha256, x.withdrawn) for x in beside.backing
        ),
        notes=tuple(Note(each.created, each.by, each.note) for each in beside.notes),
        releases=tuple(
            Release(hold.released.created, hold.released.by, hold.gate, hold.requires, hold.released.note)
            for hold in beside.holds
            if hold.released is not None
        ),
    )


def _said(stored: Stored, reviews: Sequence[Said]) -> list[Said]:
    """Up to the revision that was read."""
    return [each for each in reviews if each.assessment_id == stored.assessed.id and each.revision <= stored.revision]


def _meant(assessed: Assessed | None, store: Store, past: PastDesks) -> Rubric | None:
    """The rubric of then, for its words; None where this version of Sayso cannot read it."""
    if assessed is None:
        return None
    try:
        return past.of(assessed, store).plan.rubric
    except NotReplayable:
        return None


def _rubric(document: Document, rubric: Rubric | None) -> RubricShown:
    named = document.rubric_id, document.rubric_version, document.rubric_digest
    if rubric is None:
        return RubricShown(*named)
    bands = {
        axis.id: {band.id: band.label for band in axis.bands} | {axis.abstain_id: axis.abstain_label}
        for axis in rubric.axes
    }
    return RubricShown(*named, rubric.title, bands)


def _claim(stored: Stored, said: Sequence[Said], text: str | None, vocabulary: Vocabulary | None) -> Claim:
    assessed = stored.assessed
    facts: Mapping[str, Any] = from_json(assessed.facts)
    spans = [position(span) for span in facts.get("spans", ())]
    return Claim(
        index=assessed.place or 0,
        id=facts.get("id"),
        text=facts.get("text"),
        places=tuple(Place(start, end, None if text is None else text[start:end]) for start, end in spans),
        chains=tuple(
            tuple(_link(link, vocabulary) for link in attribution["chain"]) for attribution in facts["attributions"]
        ),
        assessment=assessed.id,
        created=assessed.created,
        by=assessed.actor,
        replaces=assessed.replaces,
        computed=assessed.grade,
        human=stored.human_grade,
        state=stored.review_state,
        facts=assessed.facts,
        answer=assessed.answer,
        reviews=tuple(_reviews(said)),
    )


def _reviews(said: Sequence[Said]) -> Iterator[Review]:
    """Each with whether it still counts: of overrides those since the last other verdict, the latest for each axis."""
    for at, each in enumerate(said):
        later = said[at + 1 :]
        ended = any(other.verdict != "override" or other.axis == each.axis for other in later)
        yield Review(
            created=each.created,
            by=each.actor,
            verdict=each.verdict,
            axis=each.axis,
            band=each.band,
            reason=each.reason,
            note=each.note,
            grade=each.grade,
            again_on=each.again_on,
            holds=not (ended if each.verdict == "override" else later),
        )


def _link(link: Mapping[str, Any], vocabulary: Vocabulary | None) -> Link:
    kind, relation = link.get("kind"), link.get("relation")
    if vocabulary is not None:
        meant = vocabulary.kinds.get(str(kind))
        kind = kind if meant is None else meant.label
        relation = vocabulary.link["relation"].values.get(str(relation), relation)
    return Link(link.get("source"), kind, relation)
