"""Does the service live, and can it grade? /livez and /readyz."""

from __future__ import annotations

from collections.abc import Callable

from pydantic_core import to_json
from starlette.requests import Request
from starlette.responses import Response

from sayso.api.refusals import NotReady
from sayso.usecases.desk import Desk
from sayso.wire.health import Alive, Ready

#: Why the last load of the rubrics failed, or None where it did not.
Failure = Callable[[], str | None]


class HealthEndpoints:
    """The handlers for one desk."""

    def __init__(self, desk: Desk, failure: Failure) -> None:
        self._desk = desk
        self._failure = failure

    async def livez(self, _: Request) -> Response:
        return _never_stored(Alive(status="alive"))

    async def readyz(self, _: Request) -> Response:
        loaded = len(self._desk.catalog.rubrics)
        if not loaded:
            raise NotReady("no rubric is loaded", hint="put one into the rubrics folder (SAYSO_RUBRICS_DIR)")
        failure = self._failure()
        return _never_stored(Ready(status="degraded" if failure else "ready", rubrics=loaded, detail=failure))


def _never_stored(model: Alive | Ready) -> Response:
    return Response(to_json(model), headers={"cache-control": "no-store"}, media_type="application/json")
