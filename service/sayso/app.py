"""How do the parts become one service? Rubrics are loaded, the API and the pages are added, changes are picked up."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from sayso.api.routes import ApiParts, add_api
from sayso.errors import InvalidRubric, SaysoError
from sayso.facts.vocabulary_schema import vocabulary_schema
from sayso.rubric.schema import rubric_schema
from sayso.settings import Settings, read_keys, shipped
from sayso.usecases.desk import open_desk
from sayso.usecases.seed import open_seed
from sayso.version import __version__
from sayso.web.routes import add_pages

_log = logging.getLogger("sayso.app")


def build_app(settings: Settings, failure: Callable[[], str | None] = lambda: None, whole: bool = False) -> FastAPI:
    """The service for these settings. ``failure`` says why a later load of the rubrics failed, if one did.

    Raises SaysoError, with every problem, where the rubrics or the key file cannot be used, and with ``whole`` where
    any rubric file is broken; otherwise such a file is left out, and the service says that it is degraded.
    """
    keys = read_keys(settings)
    desk = open_desk(settings.rubrics_dir, settings.vocabulary, settings.rubric, settings.fact_limits)
    desk.catalog.get(settings.rubric)  # a default that is not there is told now, not with the first claim
    broken = [(name, each) for name, found in desk.broken.items() for each in found if each.severity == "error"]
    left_out = "; ".join(problem.text(name) for name, problem in broken)
    if left_out:
        if whole:
            raise InvalidRubric([problem for _, problem in broken], left_out)
        _log.warning("left out: %s", left_out)
    seed = open_seed(shipped("fixtures/seed"), desk.vocabulary)
    app = FastAPI(
        title="Sayso", version=__version__, openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False
    )
    schemas = {"rubric-1.json": rubric_schema(desk.vocabulary), "vocabulary-1.json": vocabulary_schema()}
    add_api(app, ApiParts(desk, schemas, seed.claims, settings.limits, keys, lambda: failure() or left_out or None))
    add_pages(app, desk, seed)
    app.state.seed_claims = len(seed.claims)
    return app


class LiveApp:
    """The service that follows its rubrics folder: a good change is served soon, a bad one changes nothing."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._failure: str | None = None
        self._seen = _stamp(settings)
        self._app = build_app(settings, lambda: self._failure)

    @property
    def seed_claims(self) -> int:
        """How many claims of the seed article are served, graded."""
        return int(self._app.state.seed_claims)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await self._app(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        watch = asyncio.create_task(self._watch())
        try:
            while (message := await receive())["type"] != "lifespan.shutdown":
                if message["type"] == "lifespan.startup":
                    await send({"type": "lifespan.startup.complete"})
        finally:
            watch.cancel()
            with suppress(asyncio.CancelledError):
                await watch
        await send({"type": "lifespan.shutdown.complete"})

    async def _watch(self) -> None:
        while self._settings.reload_seconds:
            await asyncio.sleep(self._settings.reload_seconds)
            stamp = await asyncio.to_thread(_stamp, self._settings)
            if stamp != self._seen:
                self._seen = stamp
                await self._reload()

    async def _reload(self) -> None:
        try:
            self._app = await asyncio.to_thread(build_app, self._settings, lambda: self._failure, True)
        except (SaysoError, OSError) as error:
            self._failure = f"the changed rubrics cannot be used, the last good ones serve: {error}"
            _log.warning(self._failure)
        else:
            self._failure = None
            _log.info("the changed rubrics serve")


def _stamp(settings: Settings) -> tuple[tuple[str, int, int], ...]:
    """What the rubrics folder looks like from outside: names, times and sizes."""
    files: list[Path] = sorted(settings.rubrics_dir.glob("*.y*ml"))
    if settings.vocabulary is not None:
        files.append(settings.vocabulary)
    found = []
    for file in files:
        with suppress(OSError):  # gone between listing and looking: the next look sees it
            status = file.stat()
            found.append((str(file), status.st_mtime_ns, status.st_size))
    return tuple(found)
