"""How is told what happened to a document and its claims: who did what, and when?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sayso.rubric.english import capital, plain
from sayso.rubric.model import Rubric
from sayso.web.links import DocumentLinks
from sayso.web.words import day, moment
from sayso.wire.work import Event

_MOST_WORDS = 400
_PLAIN = {
    "kept": "kept and graded",
    "corrected": "facts corrected, graded anew",
    "noted": "note",
    "backed": "backing added",
    "withdrawn": "backing withdrawn",
    "released": "hold released",
    "leased": "took the document",
    "lease_ended": "gave the document back",
    "assigned": "assigned",
    "signed": "signed off",
    "carried_over": "carried over from the earlier text",
    "replaced": "replaced by an edited text",
    "deleted": "deleted",
}
_VERDICTS = {"agree": "checked", "abstain": "not judged", "override": "overridden"}
_REASONS = {
    "facts_wrong": "the facts are wrong",
    "facts_missing": "facts are missing",
    "source_known_better": "we know the source better",
    "rubric_does_not_fit": "the rubric does not fit this case",
    "other": "another reason",
}


@dataclass(frozen=True, slots=True)
class HistoryView:
    """One thing that happened. ``claim`` is its number, with ``href`` to it, where a list tells of several."""

    at: str
    by: str
    what: str
    words: tuple[str, ...]
    claim: int | None
    href: str | None


def history_views(
    events: Iterable[Event], rubric: Rubric, newest_first: bool = False, links: DocumentLinks | None = None
) -> tuple[HistoryView, ...]:
    """What happened, in order; with ``links`` each says of which claim."""
    shown = [_view(event, rubric, links) for event in events]
    return tuple(reversed(shown)) if newest_first else tuple(shown)


def _view(event: Event, rubric: Rubric, links: DocumentLinks | None) -> HistoryView:
    told = event.details
    what = _PLAIN.get(event.what, plain(event.what).lower())
    if event.what == "reviewed":
        what = _VERDICTS.get(str(told.get("verdict")), "reviewed")
        if told.get("axis") is not None and told.get("band") is not None:
            what = f"{plain(str(told['axis']))} overridden to {told['band']}{_label(rubric, told)}"
    if event.what == "signed" and told.get("as"):
        what = f"signed off as the {told['as']}"
    named = links is not None and event.claim is not None
    return HistoryView(
        at=moment(event.created),
        by=event.by,
        what=capital(what),
        words=tuple(_words(told)),
        claim=event.claim + 1 if named and event.claim is not None else None,
        href=links.claim(str(event.claim)) if named and links is not None else None,
    )


def _label(rubric: Rubric, told: dict[str, Any]) -> str:
    axis = next((axis for axis in rubric.axes if axis.id == told["axis"]), None)
    label = None if axis is None else next((band.label for band in axis.bands if band.id == told["band"]), None)
    return "" if label is None else f" ({label.lower()})"


def _words(told: dict[str, Any]) -> Iterator[str]:
    """What was said with it, each part short enough to be read in a list."""
    if told.get("reason") in _REASONS:
        yield capital(_REASONS[told["reason"]])
    for name in ("gate", "label", "locator", "desk", "assignee", "note", "because"):
        if isinstance(told.get(name), str) and told[name]:
            text = told[name]
            yield text if len(text) <= _MOST_WORDS else f"{text[:_MOST_WORDS]}…"
    if isinstance(told.get("again_on"), str):
        yield f"Look again on {day(told['again_on'])}"
