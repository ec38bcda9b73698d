"""What stands on the page of an article that somebody pasted: its text, and every claim in full?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sayso.errors import Problem
from sayso.web.form import FormView
from sayso.web.graded import GradedDocument
from sayso.web.links import OnePage, mark
from sayso.web.view_found import found_views
from sayso.web.view_page import ClaimView, PageView, WarningView, badges_of, claim_view, frame

if TYPE_CHECKING:
    from sayso.usecases.extract import Extracted

_UNSETTLED = "unresolved_source"


@dataclass(frozen=True, slots=True)
class PastedView:
    """The page of a pasted article: what every article has, and beside it the claims, who found them and the form."""

    page: PageView
    every: tuple[ClaimView, ...]
    extractor: str
    notes: tuple[WarningView, ...]
    form: FormView


def pasted_view(page: GradedDocument, found: Extracted, form: FormView) -> PastedView:
    """``page`` has the claims of ``found``, or the first of them, graded."""
    links = OnePage(None)
    shown = frame(page, None, None, links, (), asked_for=True)
    badges = badges_of(page, None, links)
    doubts = _doubts(found.warnings)
    every = tuple(
        replace(
            claim_view(each, page, badges),
            at=mark(each.id),
            found=found_views(each.facts, page.document.text, page.desk.vocabulary),
            doubts=doubts.get(at, ()),
        )
        for at, each in enumerate(page.claims)
    )
    notes = [WarningView(each.message, each.hint) for each in found.warnings if each.code != _UNSETTLED]
    left_out = len(found.claims) - len(every)
    if left_out:
        message = f"{left_out} further claims are not shown here"
        notes.append(WarningView(message, "POST /v1/extract and sayso extract give all of them"))
    extractor = f"{found.extractor.id} {found.extractor.version}"
    return PastedView(replace(shown, whose="a claim"), every, extractor, tuple(notes), form)


def _doubts(warnings: Sequence[Problem]) -> Mapping[int, tuple[str, ...]]:
    """What is not settled, by the number of the claim that it is about."""
    doubts: dict[int, tuple[str, ...]] = {}
    for each in warnings:
        steps = (each.pointer or "").split("/")
        if each.code == _UNSETTLED and len(steps) > 2 and steps[2].isdecimal():
            doubts[int(steps[2])] = (*doubts.get(int(steps[2]), ()), each.message)
    return doubts
