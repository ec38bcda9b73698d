"""Which rubric does the address of a page ask for, and what is said where there is none?"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from sayso.rubric.model import Rubric
from sayso.usecases.desk import Desk
from sayso.usecases.who import Who
from sayso.web.links import RUBRICS
from sayso.web.site import Site, Trouble


def find(desk: Desk, id_: str, version: str | None) -> Rubric | None:
    """A version of a rubric, or what its plain id means."""
    if "@" in id_:
        return None
    rubric = desk.catalog.find(id_ if not version else f"{id_}@{version}")
    if rubric is None and not version:  # none is active: any of its versions
        rubric = next((each for each in desk.catalog.rubrics if each.id == id_), None)
    return rubric if rubric is None or not version or rubric.version == version else None


def nowhere(site: Site, request: Request, who: Who) -> Response:
    """No such rubric, or no such version of it."""
    versions = [each.version for each in site.desk.catalog.rubrics if each.id == request.path_params["id"]]
    says = f"Its versions are {', '.join(versions)}." if versions else "The list has every one that can be used."
    title = "There is no such version" if versions else "There is no such rubric"
    return site.trouble(404, Trouble(title, says, None, RUBRICS, "To the rubrics"), who)
