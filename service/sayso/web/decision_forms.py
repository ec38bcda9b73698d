"""What becomes of a decision that was sent with a form: checked, overridden, not judged, noted, backed, released?

Each is kept through the use case and the operation of the REST interface, then leads back to a page (303). What cannot
be kept is shown again on the page of the claim, with all that was written.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from fastapi import FastAPI
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sayso.errors import InvalidInput, InvalidRequest, Problem, SaysoError
from sayso.store.port import OPEN, Change, Reply, Store, Unit
from sayso.store.refusals import Changed, NoSuchAssessment, StorageBusy, StorageUnavailable
from sayso.usecases.document_shown import current
from sayso.usecases.presence import present
from sayso.usecases.reviews import AlreadyReplaced, Expected, check_review, write_review
from sayso.usecases.who import Who
from sayso.usecases.work.acting import Act
from sayso.usecases.work.beside import Backing, add_backing, add_note, release_hold
from sayso.usecases.work.leases import end_lease, take_lease
from sayso.usecases.work.signing import SignOff, sign_off
from sayso.web.document_pages import Again, Asked, DocumentPages, place_of
from sayso.web.forms import FieldError, FormView, errors_of, model_problems, wrong_at
from sayso.web.links import CHOSEN, DOCUMENTS, document_links
from sayso.web.sent import Sent, WrongForm
from sayso.web.site import Site, see
from sayso.web.view_decide import may
from sayso.wire.assessments import ReviewRequest

REVIEW_LABELS = {"band": "Band", "axis": "Band", "reason": "Reason", "note": "What you know", "again_on": "Look again"}
BACKING_LABELS = {"label": "What it is", "locator": "Where in it", "url": "Its address", "note": "Remark"}
_FIELDS = {"axis": "band", "note": "why", "again_on": "again"}
STALE = (
    "Somebody else was first: this has changed since you opened it. The page shows how it is now, with its history; "
    "what you wrote is still in the form. Look at both, then send it again."
)
_LONGEST = 2_000


@dataclass(frozen=True)
class Tried:
    """A form of a claim that was sent: which claim of which document, and what was written."""

    document: str
    place: int
    sent: Sent
    who: Who

    @property
    def assessment(self) -> str:
        return self.sent.get("assessment")

    @property
    def expected(self) -> Expected:
        """The revision that the page showed; one that is no number matches nothing."""
        return Expected(seen_revisions(self.sent))

    def written(self) -> Mapping[str, str]:
        return {name: values[-1] for name, values in self.sent.fields.items() if values}


Keep = Callable[[Tried, Store], Awaitable[str]]
"""Keeps what was sent; gives the address to go to."""


class DecisionForms:
    """The handlers of the forms on the page of a claim."""

    def __init__(self, site: Site, pages: DocumentPages) -> None:
        self._site = site
        self._pages = pages

    async def review(self, request: Request, who: Who) -> Response:
        tried = await self.tried(request, who, "review")
        form = "override" if tried.sent.get("verdict") == "override" else "abstain"
        return await self.keep(tried, form, self._review)

    async def note(self, request: Request, who: Who) -> Response:
        return await self.keep(await self.tried(request, who, "review"), "note", self._note)

    async def backing(self, request: Request, who: Who) -> Response:
        return await self.keep(await self.tried(request, who, "review"), "backing", self._backing)

    async def release(self, request: Request, who: Who) -> Response:
        tried = await self.tried(request, who, "review")
        return await self.keep(tried, f"release {tried.sent.get('gate')}", self._release)

    async def tried(self, request: Request, who: Who, scope: str) -> Tried:
        """What was sent. Raises WrongForm, also where whoever sends it may not."""
        sent = await self._site.sent(request)
        allow(who, scope)
        place = place_of(request)
        return Tried(request.path_params["id"], -1 if place is None else place, sent, who)

    async def keep(self, tried: Tried, form: str, keep: Keep) -> Response:
        """Leads on where it is kept, else shows the claim again. Raises NoSuchDocument and what a database raises."""
        store = await self._site.store()
        try:
            await run_in_threadpool(_check_current, store, tried)
            return see(await keep(tried, store))
        except (StorageBusy, StorageUnavailable):
            raise
        except SaysoError as refused:
            return await self.again(tried, form, refused)

    async def again(self, tried: Tried, form: str, refused: SaysoError) -> Response:
        """The page of the claim as it is now, with what was written and why it was not kept."""
        stale = isinstance(refused, (Changed, AlreadyReplaced))
        view = FormView(tried.written(), () if stale else errors_in(refused, form), open=True)
        again = Again(self._site.status_of(refused), _alert(refused), {form: view})
        return await self._pages.page(Asked(tried.document, tried.place), tried.who, again)

    def act(self, who: Who) -> Act:
        return Act(who, self._site.now(), self._site.ids.next())

    async def _review(self, tried: Tried, store: Store) -> str:
        asked = _asked(tried.sent)
        stored = present(await run_in_threadpool(store.find, tried.assessment))
        bench = await run_in_threadpool(self._site.past.of, stored.assessed, store)
        rubric, actor, at = bench.plan.rubric, tried.who.actor, self._site.now()
        check_review(asked, rubric)

        def write(unit: Unit) -> Reply:
            return write_review(unit, tried.assessment, asked, rubric, tried.expected, actor, at)

        await self._site.commit(Change(actor, "reviewAssessment", write))
        if asked.verdict == "agree":
            return await run_in_threadpool(_next_open, store, tried)
        return back(tried, "overridden" if asked.verdict == "override" else "abstained")

    async def _note(self, tried: Tried, _: Store) -> str:
        note = _short(tried.sent.get("note"), "note")
        await self._site.commit(add_note(self.act(tried.who), tried.assessment, note))
        return back(tried, "noted")

    async def _backing(self, tried: Tried, _: Store) -> str:
        sent = tried.sent
        withdraws = sent.word("withdraws")
        given = {name: sent.word(name) for name in ("label", "locator", "url", "note")} if withdraws is None else {}
        for name, most in (("label", 500), ("locator", 200), ("url", _LONGEST), ("note", _LONGEST)):
            _short(given.get(name) or "", name, most)
        await self._site.commit(
            add_backing(self.act(tried.who), tried.assessment, Backing(**given, withdraws=withdraws))
        )
        return back(tried, "backed" if withdraws is None else "withdrawn")

    async def _release(self, tried: Tried, _: Store) -> str:
        gate, note = _short(tried.sent.get("gate"), "gate", 200), _short(tried.sent.get("note"), "note")
        act = self.act(tried.who)
        await self._site.commit(release_hold(act, tried.assessment, gate, note, tried.expected))
        return back(tried, "released")


class DeskForms:
    """The handlers of the forms about a whole document: whose it is now, and who answers for it."""

    def __init__(self, site: Site, pages: DocumentPages, forms: DecisionForms) -> None:
        self._site = site
        self._pages = pages
        self._forms = forms

    async def lease(self, request: Request, who: Who) -> Response:
        sent = await self._site.sent(request)
        allow(who, "review", "score")
        document, act, what = request.path_params["id"], self._forms.act(who), sent.get("do")
        if what not in ("take", "take-over", "give-back"):
            raise WrongForm(422, "That is no form", "It is neither taken nor given back.")
        change = (
            end_lease(act, document)
            if what == "give-back"
            else take_lease(act, document, take_over=what == "take-over")
        )
        try:
            await self._site.commit(change)
        except (StorageBusy, StorageUnavailable):
            raise
        except SaysoError as refused:
            again = Again(self._site.status_of(refused), _told(refused))
            return await self._pages.page(Asked(document), who, again)
        done = "given-back" if what == "give-back" else "taken"
        return see(f"{document_links(document).home()}?done={done}")

    async def sign(self, request: Request, who: Who) -> Response:
        sent = await self._site.sent(request)
        allow(who, "review", "score")
        document = request.path_params["id"]
        try:
            signs = SignOff(sent.get("as"), sent.word("note"), sent.get("same_person") == "yes")
            _short(signs.note or "", "note")
            change = sign_off(self._forms.act(who), document, signs, Expected(seen_revisions(sent)))
            await self._site.commit(change)
        except (StorageBusy, StorageUnavailable):
            raise
        except SaysoError as refused:
            written = {"note": sent.get("note")}
            errors = () if isinstance(refused, Changed) else errors_in(refused, "sign-off")
            view = FormView(written, errors, open=True)
            again = Again(self._site.status_of(refused), _alert(refused), {"sign-off": view})
            return await self._pages.page(Asked(document), who, again)
        return see(f"{document_links(document).home()}?done=signed#sign-off")


def add_decision_forms(app: FastAPI, site: Site, forms: DecisionForms, desk: DeskForms) -> None:
    """Adds what the forms of a stored document are sent to."""
    claim = DOCUMENTS + "/{id}/claims/{n}/"
    for name, handler in (
        ("review", forms.review),
        ("note", forms.note),
        ("backing", forms.backing),
        ("release", forms.release),
    ):
        site.add(app, "POST", claim + name, handler)
    site.add(app, "POST", DOCUMENTS + "/{id}/lease", desk.lease)
    site.add(app, "POST", DOCUMENTS + "/{id}/sign-off", desk.sign)


def allow(who: Who, *scopes: str) -> None:
    """Raises WrongForm where this is not theirs to do."""
    if not may(who, *scopes):
        raise WrongForm(403, "That is not yours to do", "It takes a role that you do not have; ask an admin.")


def back(tried: Tried, done: str) -> str:
    """The page of the same claim, with a word about what was done."""
    return f"{document_links(tried.document).action(tried.place)}?done={done}#{CHOSEN}"


def seen_revisions(sent: Sent) -> frozenset[int]:
    """The revision that a form was made for; none that there is where it is no number."""
    written = sent.get("revision")
    known = written.isascii() and written.isdecimal() and len(written) < 10
    return frozenset({int(written)}) if known else frozenset()


def errors_in(refused: SaysoError, form: str) -> tuple[FieldError, ...]:
    """Why something was not kept, each at its field."""
    problems = refused.problems if isinstance(refused, (InvalidInput, InvalidRequest)) else ()
    if not problems:
        return (wrong_at(_told(refused)),)
    if form == "override":
        named = errors_of(problems, REVIEW_LABELS)
        return tuple(wrong_at(each.says, _FIELDS.get(each.field or "", each.field), each.label) for each in named)
    if form == "backing":
        return errors_of(problems, BACKING_LABELS)
    if form == "note":
        return tuple(wrong_at(each.says, "remark", "Remark") for each in errors_of(problems, {}))
    return errors_of(problems, {})


def _alert(refused: SaysoError) -> str | None:
    return STALE if isinstance(refused, (Changed, AlreadyReplaced)) else None


def _told(refused: SaysoError) -> str:
    hint = f": {refused.hint}" if refused.hint else ""
    return f"{refused.message[:1].upper()}{refused.message[1:]}{hint}."


def _asked(sent: Sent) -> ReviewRequest:
    verdict = sent.get("verdict")
    axis, _, band = sent.get("band").partition(":")
    override = verdict == "override"
    try:
        return ReviewRequest.model_validate(
            {
                "verdict": verdict,
                "axis": (axis or None) if override else None,
                "band": (band or None) if override else None,
                "reason": sent.word("reason") if override else None,
                "note": sent.word("note"),
                "again_on": sent.word("again_on"),
            }
        )
    except ValidationError as invalid:
        raise InvalidRequest(model_problems(invalid)) from invalid


def _short(text: str, name: str, most: int = _LONGEST) -> str:
    if len(text) > most:
        message = f"it is longer than the {most:,} characters that are kept"
        raise InvalidRequest([Problem("too_long", message, None, f"/{name}")])
    return text


def _check_current(store: Store, tried: Tried) -> None:
    """Raises NoSuchAssessment where the form is about another claim, AlreadyReplaced where its facts were corrected."""
    stored = present(store.find(tried.assessment))
    if stored.assessed.document != tried.document or stored.assessed.place != tried.place:
        raise NoSuchAssessment("the form is about another claim")
    if stored.replaced_by is not None:
        raise AlreadyReplaced("its facts were corrected meanwhile")


def _next_open(store: Store, tried: Tried) -> str:
    """The page of the next claim that is open, after this one and then from the beginning."""
    document = store.find_document(tried.document)
    holding = current(document, store.assessments_of(tried.document))
    places = [place for place, stored in enumerate(holding) if stored.review_state == OPEN]
    if not places:
        return back(tried, "all-checked")
    place = next((place for place in places if place > tried.place), places[0])
    return f"{document_links(tried.document).action(place)}?done=checked#{CHOSEN}"
