"""Does a sign-off still hold, and what stands in the way of one now?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from pydantic_core import from_json

from sayso.errors import Problem
from sayso.store.document_port import Document
from sayso.store.port import OPEN, Review, Stored
from sayso.store.work_port import DONE, IN_REVIEW, SIGNED, Entry, Work
from sayso.usecases.work.holds import binding, holds_of, told_of

AUTHOR, REVIEWER = "author", "reviewer"
SIGNED_OFF = "signed"
BOTH = (AUTHOR, REVIEWER)


@dataclass(frozen=True)
class Folder:
    """A document with the work on it. ``holding`` are the assessments that hold for its claims, in their order."""

    document: Document
    work: Work
    holding: Sequence[Stored]
    entries: Sequence[Entry]


class SignOff(NamedTuple):
    """A sign-off that was given; ``because`` says why it no longer holds, None where it does."""

    entry: Entry
    body: Mapping[str, Any]
    because: str | None

    @property
    def sign_as(self) -> str:
        return str(self.body["as"])


class InTheWay(NamedTuple):
    """A problem, and which sign-offs it refuses."""

    problem: Problem
    blocks: tuple[str, ...]


def sign_offs(folder: Folder) -> list[SignOff]:
    """All that were given, oldest first, each with whether it holds."""
    found = [(entry, from_json(entry.body)) for entry in folder.entries if entry.what == SIGNED_OFF]
    return [SignOff(entry, body, _because(folder, body)) for entry, body in found]


def holding_as(folder: Folder, role: str) -> SignOff | None:
    """The sign-off as author or as reviewer that holds."""
    return next((each for each in sign_offs(folder) if each.sign_as == role and each.because is None), None)


def with_states(folder: Folder) -> Work:
    """The work with the states that follow from what holds; a reviewer's work that was begun stays begun."""
    work = folder.work
    begun = work.reviewer_state != OPEN or any(each.review_state != OPEN for each in folder.holding)
    reviewer = SIGNED if holding_as(folder, REVIEWER) else IN_REVIEW if begun else OPEN
    return work._replace(author_state=DONE if holding_as(folder, AUTHOR) else OPEN, reviewer_state=reviewer)


def is_leased(work: Work, at: str) -> bool:
    """Whether somebody holds the document at this moment."""
    return work.lease_until is not None and work.lease_until > at


def in_the_way(folder: Folder, reviews: Sequence[Review], at: str) -> Iterator[InTheWay]:
    """Everything that stands in the way of a sign-off at this moment, in the order of the claims; a warning stands in
    nobody's.
    """
    work = folder.work
    if is_leased(work, at):
        message = f"{work.lease_holder} holds the document until {work.lease_until}: nobody else can sign it"
        yield InTheWay(Problem("leased", message, "wait, or let a senior editor take the lease over", ""), BOTH)
    last = {review.assessment_id: review for review in reviews}
    for stored in folder.holding:
        place = stored.assessed.place or 0
        pointer, claim = f"/claims/{place}", f"claim {place + 1}"
        if stored.review_state == OPEN:
            graded = "has no grade" if stored.assessed.grade is None else f"is graded {stored.assessed.grade}"
            message = f"{claim} {graded} and is open: nobody has reviewed it"
            yield InTheWay(Problem("claim_open", message, "agree, override or abstain", pointer), (REVIEWER,))
        for hold in binding(holds_of(stored, told_of(stored), folder.entries)):
            message = f"{claim} is held by the gate {hold.gate}: {who_releases(hold.requires)} may release it"
            yield InTheWay(Problem("hold", message, hold.because or None, pointer), BOTH)
        again = last[stored.assessed.id].again_on if stored.assessed.id in last else None
        if again is not None and again <= at[: len(again)]:
            message = f"{claim} was to be looked at again on {again}"
            yield InTheWay(Problem("look_again", message, "review it anew", pointer, severity="warning"), ())


def who_releases(requires: str) -> str:
    """Whose a hold is to release, in words."""
    named = requires.replace("_", " ")
    return (
        "a senior editor or an admin" if named in ("", "senior editor") else f"a {named}, a senior editor or an admin"
    )


def _because(folder: Folder, body: Mapping[str, Any]) -> str | None:
    if folder.document.deleted is not None:
        return "the text was deleted"
    if folder.work.replaced_by is not None:
        return f"the text was replaced by {folder.work.replaced_by}"
    if body["sha256"] != folder.document.sha256:
        return "the text is another"
    bound: dict[str, int] = dict(body["assessments"])
    for stored in folder.holding:
        claim = f"claim {(stored.assessed.place or 0) + 1}"
        if stored.assessed.id not in bound:
            return f"{claim} was corrected after it"
        # An author answers for the facts, and signs before the claims are reviewed: ADR 0024.
        if body["as"] == REVIEWER and bound[stored.assessed.id] != stored.revision:
            return f"{claim} was reviewed after it"
    return None
