"""The simulator of a rubric: a form of its numbers, what they would move, and the draft to be kept.

The form works as any other. Where scripts run, the part below it follows the hand: the same request, of which only
that part is sent back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from sayso.errors import InvalidRubric, Problem, SaysoError
from sayso.rubric.edit import Edit, said
from sayso.rubric.model import Rubric
from sayso.store.document_port import DocumentFilters
from sayso.store.refusals import NoSuchDocument
from sayso.usecases.desk import Desk
from sayso.usecases.knobs import Turned, turned
from sayso.usecases.rubric_versions import VersionTaken, checked, keeping
from sayso.usecases.simulating import (
    StoredMove,
    claims_moved,
    document_moved,
    draft_of,
    next_version,
    plan_of,
    tests_moved,
)
from sayso.usecases.who import Who
from sayso.web.rubric_found import find, nowhere
from sayso.web.sent import Sent
from sayso.web.site import Site, Trouble, see
from sayso.web.view_impact import Effect, ImpactView, SaveView, impact_view
from sayso.web.view_rubric import may_change, problem_views, rubric_href, try_href
from sayso.web.view_simulator import Shown, change_words, field_ids, knob_words, one_knob, simulator_page

_AT_ONCE = 2
_DOCUMENTS = 30
_NOTHING = ImpactView(touched=False)


class SimulatorPages:
    """The handlers of the simulator."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def form(self, request: Request, who: Who) -> Response:
        """The form as the rubric has it. Opening it works nothing out, and changes nothing."""
        rubric = self._asked(request)
        if rubric is None:
            return nowhere(self._site, request, who)
        document = request.query_params.get("document", "")
        return await self._page(rubric, turned(rubric, {}), document, _NOTHING, who)

    async def sent(self, request: Request, who: Who) -> Response:
        rubric = self._asked(request)
        if rubric is None:
            return nowhere(self._site, request, who)
        sent = await self._site.sent(request)
        if sent.get("do") == "save":
            return await self._save(rubric, sent, who)
        pressed = _pressed(sent)
        found = turned(rubric, _typed(rubric, sent), pressed)
        document = sent.get("document").strip()[:64]
        async with self._turns:
            view = await self._worked_out(request, rubric, found, document, who)
        if request.headers.get("hx-request") == "true":
            knob = None if pressed is None else one_knob(rubric, self._site.desk, found, pressed[0])
            return self._site.render("_impact_alone.html", who, impact=view, knob=knob)
        return await self._page(rubric, found, document, view, who)

    async def _page(
        self, rubric: Rubric, found: Turned, document: str, impact: ImpactView, who: Who, status: int = 200
    ) -> Response:
        documents = await run_in_threadpool(self._documents)
        page = simulator_page(rubric, self._site.desk, Shown(found, documents, document, impact), who)
        return self._site.render("simulator.html", who, status, page=page)

    async def _worked_out(self, request: Request, rubric: Rubric, found: Turned, document: str, who: Who) -> ImpactView:
        ids, words = field_ids(rubric), knob_words(rubric)
        wrong = [(ids[key], words[key], why) for key, why in found.wrong.items()]
        if not found.edits and not document:
            return replace(_NOTHING, touched=bool(wrong), wrong=tuple(wrong))
        desk = self._site.desk
        effect = await run_in_threadpool(self._effect, desk, rubric, found, document, who)
        if effect.draft.rubric is not None and may_change(who):
            stored = StoredMove(desk, plan_of(effect.draft.rubric), await self._site.store(), self._site.facts)
            while await run_in_threadpool(stored.step):
                if await request.is_disconnected():
                    raise ClientDisconnect
            effect = replace(effect, stored=await run_in_threadpool(stored.told))
        elif effect.draft.rubric is not None:
            effect = replace(effect, stored_note="What is stored is shown to senior editors.")
        return await run_in_threadpool(impact_view, effect, wrong)

    def _effect(self, desk: Desk, rubric: Rubric, found: Turned, document: str, who: Who) -> Effect:
        version = next_version(desk, rubric)
        draft = draft_of(desk, rubric, (*found.edits, Edit(("version",), version)))
        save = SaveView(try_href(rubric), draft.text, version, _rows(draft.text)) if may_change(who) else None
        effect = Effect(draft, changes=tuple(change_words(rubric, found)), save=save if found.edits else None)
        if draft.rubric is None:
            return effect
        base, plan = desk.plans[rubric.digest], plan_of(draft.rubric)
        effect = replace(
            effect, tests=tests_moved(desk, base, plan), seed=claims_moved(desk, base, plan, self._site.seed_claims)
        )
        if document:
            try:
                store = self._site.storage.use()
                kept = store.find_document(document)
                moved = document_moved(desk, plan, store, document)
                title = kept.title or kept.outlet or "The chosen document"
                effect = replace(effect, document=moved, document_title=title)
            except NoSuchDocument:
                effect = replace(effect, document_problem="There is no stored document of that id.")
        return effect

    async def _save(self, rubric: Rubric, sent: Sent, who: Who) -> Response:
        """Keeps the draft as PUT of a version does. What cannot be kept stands in the form again, with the reasons."""
        if not may_change(who):
            says = "Only a senior editor or an admin keeps rubrics."
            back = rubric_href(rubric.id)
            return self._site.trouble(403, Trouble("Not yours to do", says, None, back, "To the rubric"), who)
        text = sent.get("text")
        desk = await self._site.serving.fresh()
        version = said(text, ("version",)) or ""
        try:
            draft = await run_in_threadpool(checked, desk, text.encode(), rubric.id, version)
            await self._site.commit(keeping(desk, draft, text.encode(), who.actor, self._site.now()))
        except InvalidRubric as error:
            return await self._again(rubric, sent, who, error.problems)
        except VersionTaken as error:
            return await self._again(rubric, sent, who, [Problem(error.code, error.message, error.hint)])
        await self._site.serving.fresh()
        return see(f"{rubric_href(rubric.id, draft.version)}&done=saved")

    async def _again(self, rubric: Rubric, sent: Sent, who: Who, problems: Sequence[Problem]) -> Response:
        text = sent.get("text")
        errors = [each for each in problems if each.severity == "error"]
        save = SaveView(try_href(rubric), text, said(text, ("version",)) or "", _rows(text))
        view = ImpactView(touched=True, save=save, saving=problem_views(errors))
        found = turned(rubric, _typed(rubric, sent))
        return await self._page(rubric, found, sent.get("document"), view, who, 422)

    def _asked(self, request: Request) -> Rubric | None:
        return find(self._site.desk, request.path_params["id"], request.query_params.get("version"))

    def _documents(self) -> list[tuple[str, str]]:
        """The newest documents, to choose from; none where there is no database, or it does not answer."""
        store = self._site.storage.now
        if store is None:
            return []
        try:
            found = store.documents(DocumentFilters(), None, _DOCUMENTS)
        except SaysoError:
            return []
        return [
            (each.id, " · ".join(part for part in (each.title or each.outlet or each.id, each.created[:10]) if part))
            for each in found
            if each.deleted is None
        ]


def _typed(rubric: Rubric, sent: Sent) -> Mapping[str, str]:
    """The fields that the form of this rubric has; a gate whose box is not ticked is off."""
    typed: dict[str, Any] = {name: sent.get(name)[:20] for name in sent.fields}
    if sent.get("knobs") == "all":
        for gate in rubric.gates:
            typed.setdefault(f"gate:{gate.id}", "off")
    return typed


def _pressed(sent: Sent) -> tuple[str, int] | None:
    for name, by in (("more", 1), ("less", -1)):
        if sent.get(name):
            return sent.get(name), by
    return None


def _rows(text: str) -> int:
    return min(max(text.count("\n") + 1, 6), 30)
