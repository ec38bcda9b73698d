"""How are the facts of a stored assessment corrected: graded anew by the rubric and with the options of then?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sayso.errors import InvalidClaim
from sayso.facts.claim import read_claim
from sayso.store.port import Change, Draft, Once, Reply, Store, Unit
from sayso.usecases.documents import correct_in_document
from sayso.usecases.drafting import By, draft, rubric_text, vocabulary_text
from sayso.usecases.past import PastDesks, asked_of
from sayso.usecases.presence import present
from sayso.usecases.reviews import Expected, write_correction

CORRECT = "correctAssessment"


@dataclass(frozen=True)
class Correction:
    """The claim as it ought to have been, whole, of which assessment, and which of its revisions was seen."""

    assessment: str
    claim: Any
    expected: Expected


def correct(asked: Correction, store: Store, past: PastDesks, by: By, once: Once | None = None) -> tuple[Change, Draft]:
    """The change that keeps another assessment in the place of this one, and what it keeps. Reads and grades; meant for
    a worker thread.

    Raises NoSuchAssessment, Deleted, NotReplayable, or InvalidClaim with pointers that begin with ``/claim``; the
    change raises Changed or AlreadyReplaced.
    """
    stored = present(store.find(asked.assessment))
    bench = past.of(stored.assessed, store)
    options = asked_of(stored.assessed)
    desk = bench.desk
    try:
        reading = read_claim(asked.claim, desk.vocabulary, strict=options.strict, limits=desk.limits)
    except InvalidClaim as error:
        told = [replace(problem, pointer=f"/claim{problem.pointer or ''}") for problem in error.problems]
        raise InvalidClaim(told) from error
    made = draft(desk, bench.plan, reading, options, by, asked.assessment)
    if stored.assessed.document is not None:
        made = correct_in_document(store, made, stored.assessed, reading)
    texts = rubric_text(bench.plan), vocabulary_text(desk.vocabulary)

    def write(unit: Unit) -> Reply:
        return write_correction(unit, asked.assessment, made, texts, asked.expected)

    return Change(by.actor, CORRECT, write, once=once), made
