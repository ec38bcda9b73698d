"""Which calls grade and keep nothing: one claim, many, any number, an article?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypedDict, Unpack

from sayso.client.calls import Call, Claim, path, posting
from sayso.client.reading import model
from sayso.wire.answer import Assessment, Comparison
from sayso.wire.batch import BatchAnswer
from sayso.wire.extract import ExtractAnswer, Format
from sayso.wire.request import Include


class Options(TypedDict, total=False):
    """What may be said of every grading besides the claims and the rubric; see ``sayso.wire.request.Asked``."""

    as_of: str | date
    include: Sequence[Include]
    disputed: Sequence[str]
    strict: bool


class Article(TypedDict, total=False):
    """What may be said of an article besides its text; see ``sayso.wire.extract.ExtractRequest``."""

    title: str
    outlet: str
    date: str | date
    format: Format
    score: str
    rest: bool


def score(claim: Claim, rubric: str | None = None, **options: Unpack[Options]) -> Call[Assessment]:
    """The grade of a claim under one rubric."""
    return posting(Call("POST", path("score"), model(Assessment)), claim=claim, rubric=rubric, **options)


def compare(claim: Claim, rubrics: Sequence[str], **options: Unpack[Options]) -> Call[Comparison]:
    """The grades of a claim under several rubrics."""
    return posting(Call("POST", path("score"), model(Comparison)), claim=claim, rubric=list(rubrics), **options)


def batch(claims: Sequence[Claim], rubric: str | None = None, **options: Unpack[Options]) -> Call[BatchAnswer]:
    """The grades of up to 1,000 claims, in their order. One that cannot be graded has a problem instead, and the
    others are graded all the same.

        for item in sayso.batch(claims, "newsroom").results:
            print(item.index, item.result.grade if isinstance(item, BatchResult) else item.problem.detail)
    """
    return posting(
        Call("POST", path("score", "batch"), model(BatchAnswer)), claims=list(claims), rubric=rubric, **options
    )


def extract(text: str, **article: Unpack[Article]) -> Call[ExtractAnswer]:
    """The claims of an article; with ``score``, the name of a rubric, their grades as well. Nothing is stored.

    found = sayso.extract(text, outlet="Daily Ledger", date="2026-01-31", score="newsroom")
    print(len(found.document.claims), found.results)
    """
    return posting(Call("POST", path("extract"), model(ExtractAnswer)), text=text, **article)
