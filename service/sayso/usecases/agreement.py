"""How near do the claims found in an article, and their grades, come to those read by hand?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sayso.extract.agreement import Agreement, Pair, compare
from sayso.extract.article import Article
from sayso.usecases.desk import Desk
from sayso.usecases.document import ReadDocument
from sayso.usecases.extract import ArticleReader, Extracted
from sayso.usecases.score import score_all

Claim = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Graded:
    """A pair with both grades and both overall scores; a score is None where there is none."""

    pair: Pair
    read: tuple[str | None, int | None]
    found: tuple[str | None, int | None]


@dataclass(frozen=True, slots=True)
class Report:
    """Two readings of one article, compared; ``grades`` has every pair of ``agreement``."""

    extracted: Extracted
    agreement: Agreement
    grades: tuple[Graded, ...]

    def counts(self) -> dict[str, tuple[int, int]]:
        """By name: in how many pairs both agree, of how many."""
        same = sum(each.read[0] == each.found[0] for each in self.grades)
        return {**self.agreement.counts(), "grade": (same, len(self.grades))}


def agreement_on(reader: ArticleReader, desk: Desk, document: ReadDocument, rubric: str | None) -> Report:
    """Reads the text of a document whose claims were read by hand, and compares. Raises UnknownRubric."""
    article = Article(document.text, document.title or None, document.outlet or None, document.date or None)
    extracted = reader.read(article)
    found = compare(document.claims, extracted.claims)
    read_grades = _grades(desk, [pair.read for pair in found.pairs], rubric)
    found_grades = _grades(desk, [pair.found for pair in found.pairs], rubric)
    grades = tuple(map(Graded, found.pairs, read_grades, found_grades))
    return Report(extracted, found, grades)


def _grades(desk: Desk, claims: Sequence[Claim], rubric: str | None) -> list[tuple[str | None, int | None]]:
    results = [item["result"] for item in score_all(desk, claims, rubric=rubric)["results"]]
    return [(result["grade"], (result["overall"] or {}).get("score")) for result in results]
