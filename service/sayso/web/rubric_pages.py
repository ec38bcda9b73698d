"""Which pages show rubrics? The list, a rubric in sentences with its lines, and what differs between two versions."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sayso.engine.trial import run_tests
from sayso.rubric.model import Rubric
from sayso.usecases.diff import compare_rubrics
from sayso.usecases.rubric_versions import SeenVersions, activating
from sayso.usecases.who import Who
from sayso.web.links import RUBRICS
from sayso.web.rubric_found import find, nowhere
from sayso.web.simulator_pages import SimulatorPages
from sayso.web.site import Site, Trouble, see
from sayso.web.view_rubric import may_change, rubric_href, rubric_page
from sayso.web.view_rubric_diff import diff_page
from sayso.web.view_rubric_list import rubric_list

NOTICES = {
    "saved": "The draft is kept. It grades nothing until it is activated.",
    "active": "This version is active now: it grades whatever comes from here on.",
}
_WHO = "Only a senior editor or an admin keeps and activates rubrics."


class RubricPages:
    """Draws them, and activates a version."""

    def __init__(self, site: Site) -> None:
        self.site = site

    async def every(self, _: Request, who: Who) -> Response:
        return self.site.render("rubrics.html", who, page=rubric_list(self.site.desk))

    async def rubric(self, request: Request, who: Who) -> Response:
        rubric = find(self.site.desk, request.path_params["id"], request.query_params.get("version"))
        if rubric is None:
            return nowhere(self.site, request, who)
        return await run_in_threadpool(self._rubric, rubric, who, NOTICES.get(request.query_params.get("done", "")))

    async def activate(self, request: Request, who: Who) -> Response:
        """Makes a version the active one, if the one that was active on the page still is."""
        sent = await self.site.sent(request)
        id_, version = request.path_params["id"], sent.get("version")
        if not may_change(who):
            return self.site.trouble(
                403, Trouble("Not yours to do", _WHO, None, rubric_href(id_), "To the rubric"), who
            )
        desk = await self.site.serving.fresh()
        if find(desk, id_, version) is None:
            return nowhere(self.site, request, who)
        if sent.get("sure") != "yes":
            says = "Tick the box to say that this version is to grade from now on."
            back = rubric_href(id_, version)
            return self.site.trouble(422, Trouble("Please confirm", says, None, back, "To the rubric"), who)
        seen = SeenVersions(frozenset({sent.get("seen")}) if sent.get("seen") else frozenset())
        await self.site.commit(activating(desk, id_, version, seen, who.actor, self.site.now()))
        await self.site.serving.fresh()
        return see(f"{rubric_href(id_, version)}&done=active")

    async def diff(self, request: Request, who: Who) -> Response:
        return await run_in_threadpool(self._diff, request, who)

    def _rubric(self, rubric: Rubric, who: Who, notice: str | None) -> Response:
        desk = self.site.desk
        tried = run_tests(desk.plans[rubric.digest], desk.vocabulary)
        reached = {code for each in tried for code in each.reached}
        missed = [code for code in codes_of(rubric) if code not in reached]
        page = rubric_page(rubric, desk, tried, missed, who, notice)
        return self.site.render("rubric.html", who, page=page)

    def _diff(self, request: Request, who: Who) -> Response:
        desk, id_ = self.site.desk, request.path_params["id"]
        versions = [each.version for each in desk.catalog.rubrics if each.id == id_]
        active = desk.catalog.find(id_)
        if not versions:
            return nowhere(self.site, request, who)
        standard = active.version if active is not None else versions[0]
        others = [each for each in versions if each != standard]
        wanted = (
            request.query_params.get("from") or standard,
            request.query_params.get("to") or (others[-1] if others else standard),
        )
        before, after = (find(desk, id_, version) for version in wanted)
        if before is None or after is None:
            return nowhere(self.site, request, who)
        found = compare_rubrics(desk, before, after, self.site.seed_claims)
        page = diff_page(found, versions, f"{RUBRICS}/{id_}/diff")
        return self.site.render("rubric_diff.html", who, page=page)


def codes_of(rubric: Rubric) -> list[str]:
    """Every answer, keep and gate, as a test reaches them."""
    codes = [f"{criterion.id}.{entry.id}" for criterion in rubric.criteria for entry in criterion.entries]
    if rubric.chain is not None:
        codes += [f"chain.{keep.id}" for keep in rubric.chain.keeps]
        codes += [] if rubric.chain.otherwise is None else [f"chain.{rubric.chain.otherwise.id}"]
    return codes + [f"gate.{gate.id}" for gate in rubric.gates]


def add_rubric_pages(app: FastAPI, site: Site) -> None:
    """Adds the pages of rubrics, and the simulator."""
    pages = RubricPages(site)
    simulator = SimulatorPages(site)
    site.add(app, "GET", RUBRICS, pages.every)
    site.add(app, "GET", RUBRICS + "/{id}", pages.rubric)
    site.add(app, "POST", RUBRICS + "/{id}", pages.activate)
    site.add(app, "GET", RUBRICS + "/{id}/diff", pages.diff)
    site.add(app, "GET", RUBRICS + "/{id}/try", simulator.form)
    site.add(app, "POST", RUBRICS + "/{id}/try", simulator.sent)
