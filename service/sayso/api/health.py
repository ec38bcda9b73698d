"""Does the service live, can it grade, and what has it done? /livez, /readyz and /metrics."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pydantic_core import to_json
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sayso.api.metrics import MEDIA_TYPE
from sayso.api.refusals import NotReady
from sayso.api.watch import Watch
from sayso.errors import Problem
from sayso.usecases.desk import Desk
from sayso.wire.health import Alive, LoadProblem, Ready


@dataclass(frozen=True)
class Failed:
    """A load of the rubrics that did not go well: in words, and each problem with the file it is in."""

    detail: str
    problems: tuple[tuple[str | None, Problem], ...] = ()


#: Why the last load of the rubrics failed, or None where it did not.
Failure = Callable[[], Failed | None]


def readiness(rubrics: int, failed: Failed | None) -> Ready:
    """What /readyz says where so many rubrics are loaded."""
    if failed is None:
        return Ready(status="ready", rubrics=rubrics, detail=None, problems=[])
    problems = [
        LoadProblem(file=file, line=at.line, column=at.column, code=at.code, message=at.message, hint=at.hint)
        for file, at in failed.problems
    ]
    return Ready(status="degraded", rubrics=rubrics, detail=failed.detail, problems=problems)


class HealthEndpoints:
    """The handlers for one desk."""

    def __init__(self, desk: Desk, failure: Failure, watch: Watch) -> None:
        self._desk = desk
        self._failure = failure
        self._watch = watch

    async def livez(self, _: Request) -> Response:
        return _never_stored(Alive(status="alive"))

    async def readyz(self, _: Request) -> Response:
        loaded = len(self._desk.catalog.rubrics)
        if not loaded:
            raise NotReady("no rubric is loaded", hint="put one into the rubrics folder (SAYSO_RUBRICS_DIR)")
        return _never_stored(readiness(loaded, self._failure()))

    async def metrics(self, _: Request) -> Response:
        # What the process uses is read from /proc, which is not for the event loop.
        page = await run_in_threadpool(self._watch.metrics.page, self._watch.log.writer.dropped)
        return Response(page, headers={"cache-control": "no-store", "content-type": MEDIA_TYPE})


def _never_stored(model: Alive | Ready) -> Response:
    return Response(to_json(model), headers={"cache-control": "no-store"}, media_type="application/json")
