"""Which claims of the document are graded how, under one rubric? The answers of the use case, kept beside the facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sayso.rubric.model import Rubric
from sayso.usecases.desk import Desk
from sayso.usecases.document import ReadDocument
from sayso.usecases.score import ALL, score_all
from sayso.wire.answer import Assessment
from sayso.wire.assessments import ReviewState


@dataclass(frozen=True, slots=True)
class Graded:
    """One claim: its facts and the whole answer. ``number`` counts from 1 in the order of the text. ``human`` is the
    grade that people made of it, ``review`` where its review stands, ``released`` the gates whose holds were let go;
    ``added``: what would raise it was worked out now.
    """

    number: int
    id: str
    facts: Mapping[str, Any]
    answer: Assessment
    human: str | None = None
    review: ReviewState | None = None
    released: frozenset[str] = frozenset()
    added: bool = False

    @property
    def held(self) -> tuple[str, ...]:
        """Who has to release it."""
        return tuple(
            gate.requires
            for gate in self.answer.gates
            if gate.requires and gate.status == "applied" and gate.id not in self.released
        )


@dataclass(frozen=True, slots=True)
class SharedRoot:
    """A root, None where nobody names it, and the ids of the claims that hang on it."""

    root: str | None
    claims: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class GradedDocument:
    """A document under one rubric."""

    document: ReadDocument
    desk: Desk
    rubric: Rubric
    claims: tuple[Graded, ...]
    roots: tuple[SharedRoot, ...]

    def find(self, claim_id: str) -> Graded | None:
        return next((each for each in self.claims if each.id == claim_id), None)

    def opening(self) -> Graded | None:
        """The claim shown when none is chosen: one that somebody has to release, then the longest way to its root."""
        return max(self.claims, key=lambda each: (bool(each.held), _longest(each), -each.number), default=None)


def grade(desk: Desk, document: ReadDocument, rubric: str | None) -> GradedDocument:
    """Every claim of the document graded, with everything an answer can include. Raises UnknownRubric."""
    chosen = desk.catalog.get(rubric or desk.default_rubric)
    answer = score_all(desk, document.claims, rubric=f"{chosen.id}@{chosen.digest}", include=[ALL])
    graded = tuple(
        Graded(at + 1, str(facts.get("id", at)), facts, Assessment.model_validate(item["result"]))
        for at, (facts, item) in enumerate(zip(document.claims, answer["results"], strict=True))
    )
    roots = tuple(SharedRoot(shared["root"], tuple(shared["claims"])) for shared in answer["roots"])
    return GradedDocument(document, desk, chosen, graded, roots)


def _longest(graded: Graded) -> int:
    return max(len(attribution["chain"]) for attribution in graded.facts["attributions"])
