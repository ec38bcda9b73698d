"""What can be decided on the chosen claim, by whom, and what was decided so far?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sayso.rubric.english import capital, plain
from sayso.rubric.model import Rubric
from sayso.store.port import Stored
from sayso.usecases.document_opened import OpenedDocument
from sayso.usecases.who import SCOPES_OF, Who
from sayso.web.forms import EMPTY, FormView
from sayso.web.links import DocumentLinks
from sayso.web.view_history import HistoryView, history_views
from sayso.web.view_review import REVIEWS, ReviewView
from sayso.web.words import day, moment
from sayso.wire.work import BackingShown, Blocker, ClaimWork, DocumentWork, HoldShown

REASONS = (
    ("facts_wrong", "The facts are wrong"),
    ("facts_missing", "Facts are missing"),
    ("source_known_better", "We know the source better"),
    ("rubric_does_not_fit", "The rubric does not fit this case"),
    ("other", "Another reason"),
)
REASON_WORDS = dict(REASONS)
Forms = Mapping[str, FormView]
"""What was written into a form that could not be kept, by the form's name."""


@dataclass(frozen=True, slots=True)
class HoldView:
    """A hold, or one that is only ``possible`` as long as a fact is missing. ``released`` says who let it go; ``may``
    whether whoever looks may do so.
    """

    gate: str
    possible: bool
    because: str
    says: str
    released: str | None
    may: bool
    form: FormView


@dataclass(frozen=True, slots=True)
class BandsView:
    """The bands of an axis, as they are chosen for an override."""

    axis: str
    bands: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NoteView:
    by: str
    at: str
    text: str


@dataclass(frozen=True, slots=True)
class BackingView:
    """Evidence; ``href`` only where its address may be followed."""

    id: str
    label: str
    locator: str
    href: str | None
    note: str | None
    by: str
    at: str
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class DecisionView:
    """Everything about deciding on one claim. ``may`` is false for somebody who may only look."""

    action: str
    assessment: str
    revision: int
    may: bool
    number: int
    standing: ReviewView
    computed: str
    human: str | None
    again_on: str | None
    next_open: str | None
    bands: tuple[BandsView, ...]
    reasons: tuple[tuple[str, str], ...]
    holds: tuple[HoldView, ...]
    notes: tuple[NoteView, ...]
    backing: tuple[BackingView, ...]
    history: tuple[HistoryView, ...]
    override: FormView
    abstain: FormView
    note: FormView
    back: FormView


@dataclass(frozen=True, slots=True)
class MissingView:
    """What stands in the way of a sign-off."""

    says: str
    hint: str | None
    href: str | None


@dataclass(frozen=True, slots=True)
class SignView:
    """Signing in one role: ``missing`` has to be done before; ``signed`` says that it is done."""

    role: str
    name: str
    says: str
    may: bool
    signed: str | None
    missing: tuple[MissingView, ...]


@dataclass(frozen=True, slots=True)
class SignedView:
    """A sign-off; ``because`` says why it no longer holds."""

    says: str
    note: str | None
    holds: bool
    because: str | None


@dataclass(frozen=True, slots=True)
class DeskWorkView:
    """What is done with the document as a whole."""

    action: str
    revision: int
    holder: str | None
    until: str | None
    mine: bool
    signs: tuple[SignView, ...]
    signed: tuple[SignedView, ...]
    warnings: tuple[MissingView, ...]
    form: FormView
    history: tuple[HistoryView, ...]


def may(who: Who, *scopes: str) -> bool:
    """Whether one of the roles stands for one of these scopes, as a key would need it over REST."""
    return any(scope in SCOPES_OF[role] for role in who.roles if role in SCOPES_OF for scope in scopes)


def decision_view(stored: Stored, opened: OpenedDocument, work: ClaimWork, who: Who, forms: Forms) -> DecisionView:
    document, rubric = opened.work, opened.rubric
    links = DocumentLinks(None, document.document)
    following = next((each.index for each in _after(document.claims, work.index) if each.review == "open"), None)
    return DecisionView(
        action=links.action(work.index),
        assessment=work.assessment,
        revision=stored.revision,
        may=may(who, "review"),
        number=work.index + 1,
        standing=REVIEWS[stored.review_state],
        computed=stored.assessed.grade or "not applicable",
        human=stored.human_grade,
        again_on=None if work.again_on is None else day(work.again_on),
        next_open=None if following is None else links.claim(str(following)),
        bands=tuple(_bands(rubric)),
        reasons=REASONS,
        holds=tuple(_hold(hold, who, forms) for hold in work.holds),
        notes=tuple(NoteView(each.by, moment(each.created), each.note or "") for each in work.notes),
        backing=tuple(map(_backing, work.backing)),
        history=history_views([each for each in document.history if each.claim == work.index], rubric),
        override=forms.get("override", EMPTY),
        abstain=forms.get("abstain", EMPTY),
        note=forms.get("note", EMPTY),
        back=forms.get("backing", EMPTY),
    )


def desk_work_view(work: DocumentWork, rubric: Rubric, who: Who, forms: Forms) -> DeskWorkView:
    links = DocumentLinks(None, work.document)
    lease = work.lease
    return DeskWorkView(
        action=links.home(),
        revision=work.revision,
        holder=None if lease is None else lease.holder,
        until=None if lease is None else moment(lease.until),
        mine=lease is not None and lease.holder == who.actor,
        signs=(
            _sign("author", "As the author", "The text is done and you answer for it.", work, who, links),
            _sign("reviewer", "As the reviewer", "Every claim is decided and nothing is held.", work, who, links),
        ),
        signed=tuple(
            SignedView(f"{plain(each.sign_as)}: {each.by}, {moment(each.created)}", each.note, each.holds, each.because)
            for each in work.sign_offs
        ),
        warnings=tuple(_missing(each, links) for each in work.blockers if each.severity == "warning"),
        form=forms.get("sign-off", EMPTY),
        history=history_views(work.history, rubric, newest_first=True, links=links),
    )


def _after(claims: Sequence[ClaimWork], index: int) -> Iterator[ClaimWork]:
    yield from (each for each in claims if each.index > index)
    yield from (each for each in claims if each.index < index)


def _bands(rubric: Rubric) -> Iterator[BandsView]:
    for axis in rubric.axes:
        bands = [(band.id, f"{band.id} {band.label}") for band in axis.bands]
        bands.append((axis.abstain_id, f"{axis.abstain_id} {axis.abstain_label}"))
        yield BandsView(plain(axis.id), tuple((f"{axis.id}:{id_}", label) for id_, label in bands))


def _hold(hold: HoldShown, who: Who, forms: Forms) -> HoldView:
    person = plain(hold.requires).lower()
    says = f"The {person} must release it." if hold.status == "applied" else f"If so, the {person} must release it."
    released = None
    if hold.released is not None:
        note = f': "{hold.released.note}"' if hold.released.note else ""
        released = f"Released by {hold.released.by}, {moment(hold.released.created)}{note}"
    form = forms.get(f"release {hold.gate}", EMPTY)
    possible = hold.status == "possible"
    return HoldView(hold.gate, possible, capital(hold.because), says, released, who.may_release(hold.requires), form)


def _backing(given: BackingShown) -> BackingView:
    href = given.url if given.url and given.url.lower().startswith(("https://", "http://")) else None
    label, locator = given.label or "", given.locator or ""
    return BackingView(given.id, label, locator, href, given.note, given.by, moment(given.created), given.withdrawn)


def _sign(role: str, name: str, says: str, work: DocumentWork, who: Who, links: DocumentLinks) -> SignView:
    mine = work.lease is not None and work.lease.holder == who.actor  # whoever holds it may sign it
    blockers = [each for each in work.blockers if role in each.blocks and not (mine and each.code == "leased")]
    missing = tuple(_missing(each, links) for each in blockers)
    held = next((each for each in work.sign_offs if each.sign_as == role and each.holds), None)
    signed = None if held is None else f"{held.by}, {moment(held.created)}"
    return SignView(role, name, says, who.may_sign_as(role), signed, missing)


def _missing(blocker: Blocker, links: DocumentLinks) -> MissingView:
    parts = blocker.pointer.split("/")
    of_claim = len(parts) > 2 and parts[1] == "claims" and parts[2].isdecimal()
    href = links.claim(parts[2]) if of_claim else None
    return MissingView(blocker.message, blocker.hint, href)
