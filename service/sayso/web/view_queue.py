"""What does the queue show of each document, and of the filters that were asked for?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from sayso.rubric.english import plain
from sayso.store.work_port import Order
from sayso.usecases.who import Who
from sayso.usecases.work.queue import Wanted
from sayso.web.links import DOCUMENTS
from sayso.web.words import day, per_cent
from sayso.wire.work import Agreement, AuthorState, QueueItem, QueueList, ReviewerState

FIELDS = ("desk", "grade", "gate", "state", "author_state", "assignee", "older_than_days", "held", "order")
_ORDERS = {"oldest": "oldest first", "widest_range": "widest range first", "newest": "newest first"}
_HELD = {"true": "held by a gate", "false": "not held"}


@dataclass(frozen=True, slots=True)
class OptionView:
    """One answer to a question of the filters."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class RowView:
    """A document. ``mine`` says whether the asker holds it, ``free`` whether nobody does."""

    id: str
    tick: str
    href: str
    title: str
    origin: str | None
    age: str
    worst: str | None
    widest: str | None
    checked: str
    open: int
    gates: tuple[str, ...]
    author: str
    reviewer: str
    desk: str | None
    assignee: str | None
    lease: str | None
    mine: bool
    free: bool


@dataclass(frozen=True, slots=True)
class AgreedView:
    """How far two people agree on one axis."""

    axis: str
    says: str


@dataclass(frozen=True, slots=True)
class QueueView:
    """The page."""

    rows: tuple[RowView, ...]
    asked: Mapping[str, str]
    states: tuple[OptionView, ...]
    author_states: tuple[OptionView, ...]
    helds: tuple[OptionView, ...]
    orders: tuple[OptionView, ...]
    filtered: bool
    then: str | None
    agreed: tuple[AgreedView, ...]
    agreed_on: int
    rubric: str
    says: tuple[str, ...]
    wrong: bool
    me: str
    may_take_over: bool


def wanted_of(asked: Mapping[str, str]) -> Wanted:
    """The filters, as the queue knows them; what is none of its words is not asked for."""
    given = {name: asked.get(name, "").strip() for name in FIELDS}
    days, order = given["older_than_days"], given["order"]
    return Wanted(
        desk=given["desk"] or None,
        grade=given["grade"] or None,
        gate=given["gate"] or None,
        state=given["state"] if given["state"] in get_args(ReviewerState) else None,
        author_state=given["author_state"] if given["author_state"] in get_args(AuthorState) else None,
        assignee=given["assignee"] or None,
        older_than_days=int(days) if days.isdecimal() and days.isascii() else None,
        held={"true": True, "false": False}.get(given["held"]),
        order="widest_range" if order == "widest_range" else "newest" if order == "newest" else "oldest",
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back to the asker: the documents, where the list goes on, and ``says``, what could not be done, or used
    of what was asked.
    """

    found: QueueList
    then: str | None
    agreed: Agreement
    says: tuple[str, ...]
    wrong: bool


def queue_view(answer: Answer, asked: Mapping[str, str], who: Who) -> QueueView:
    given = {name: asked.get(name, "") for name in FIELDS}
    return QueueView(
        rows=tuple(_row(each, who) for each in answer.found.documents),
        asked=given,
        states=_options(get_args(ReviewerState), given["state"]),
        author_states=_options(get_args(AuthorState), given["author_state"]),
        helds=tuple(OptionView(value, text, value == given["held"]) for value, text in _HELD.items()),
        orders=tuple(OptionView(name, _ORDERS[name], name == given["order"]) for name in get_args(Order)),
        filtered=any(value for name, value in given.items() if name != "order"),
        then=answer.then,
        agreed=tuple(AgreedView(plain(axis.axis), _share(axis.pairs, axis.same)) for axis in answer.agreed.axes),
        agreed_on=answer.agreed.assessments,
        rubric=answer.agreed.rubric,
        says=answer.says,
        wrong=answer.wrong,
        me=who.actor,
        may_take_over=who.may_take_over,
    )


def _row(each: QueueItem, who: Who) -> RowView:
    done = each.claim_count - each.reviews.open
    lease = each.lease
    return RowView(
        id=each.document,
        tick=f"{each.document}.{each.revision}",
        href=f"{DOCUMENTS}/{each.document}",
        title=each.title or _origin(each) or "Without a headline",
        origin=_origin(each) if each.title else None,
        age=_age(each.age_days),
        worst=each.worst_grade,
        widest=None if each.widest_range is None else f"{each.widest_range} points",
        checked=f"{done} of {each.claim_count}",
        open=each.reviews.open,
        gates=tuple(plain(gate) for gate in each.gates),
        author=plain(each.author_state),
        reviewer=plain(each.reviewer_state),
        desk=each.desk,
        assignee=each.assignee,
        lease=None if lease is None else f"{lease.holder} until {lease.until[11:16]} UTC",
        mine=lease is not None and lease.holder == who.actor,
        free=lease is None,
    )


def _origin(each: QueueItem) -> str | None:
    return ", ".join(part for part in (each.outlet, day(each.date) if each.date else None) if part) or None


def _options(names: tuple[str, ...], chosen: str) -> tuple[OptionView, ...]:
    return tuple(OptionView(name, plain(name).lower(), name == chosen) for name in names)


def _age(days: int) -> str:
    return "today" if days == 0 else "1 day" if days == 1 else f"{days:,} days"


def _share(pairs: int, same: int | None) -> str:
    if same is None:
        return "no claim was reviewed by two people"
    return f"{per_cent(same)} of {pairs:,} {'pair' if pairs == 1 else 'pairs'} name the same band"
