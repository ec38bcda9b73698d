"""How do the parts become one service? Rubrics are loaded, the API and the pages are added, changes are picked up."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from time import perf_counter
from typing import TYPE_CHECKING

from starlette.types import Receive, Scope, Send

from sayso.api.conditions import now
from sayso.api.express import Service
from sayso.api.failing import BrokenFiles, failed_of
from sayso.api.health import Failed
from sayso.api.logs import open_log
from sayso.api.metrics import Metrics
from sayso.api.problems import status_of
from sayso.api.routes import ApiParts, add_api
from sayso.api.watch import Watch
from sayso.errors import SaysoError, UnknownRubric
from sayso.facts.vocabulary_schema import vocabulary_schema
from sayso.lasting import (
    Lasting,
    has_database,
    lasting_of,
    reading_of,
    tracing_of,
)
from sayso.rubric.schema import rubric_schema
from sayso.settings import Settings, check_host, shipped
from sayso.store.keys import SCORE
from sayso.store.refusals import StorageBusy, StorageUnavailable
from sayso.store.rubric_port import NO_RUBRICS, RubricsKept
from sayso.usecases.desk import (
    Desk,
    Folder,
    desk_from,
    read_folder,
)
from sayso.usecases.drafting import By
from sayso.usecases.kept_rubrics import is_kept as is_of_database
from sayso.usecases.past import PastDesks
from sayso.usecases.seed import keep_seed, open_seed
from sayso.usecases.serving import NotServed, Still
from sayso.usecases.stamps import Stamp, stamp_of
from sayso.usecases.who import LOCAL
from sayso.version import ENGINE_VERSION, __version__
from sayso.web.people_pages import Entrance
from sayso.web.reading import Door
from sayso.web.rooms import add_rooms
from sayso.web.routes import HEADERS, add_pages
from sayso.web.signed_in import person_or_redirect
from sayso.web.site import Site

if TYPE_CHECKING:
    from jinja2 import Environment

_MOST_LOGGED = 20
_BUILDING = threading.Lock()
"""One application at a time is put together in a process: the framework changes what is warned of while it does so, for
every thread.
"""
_KEYS_SECONDS = 1.0
"""How often keys that another process has made or revoked are looked for."""


@dataclass(frozen=True)
class Basis:
    """What rubrics there are besides those in the folder as it is now: what the database ``kept``, the ``folder`` as it
    was instead, and the desk that served ``before``, of which no rubric may be lost.
    """

    kept: RubricsKept = NO_RUBRICS
    folder: Folder | None = None
    before: Desk | None = None


def build_app(
    settings: Settings,
    failure: Callable[[], Failed | None] = lambda: None,
    whole: bool = False,
    lasting: Lasting | None = None,
    basis: Basis | None = None,
) -> Service:
    """The service for these settings. ``failure`` says why a later load of the rubrics failed, if one did.

    Raises SaysoError, with every problem, where the rubrics or the key file cannot be used, and with ``whole`` where
    any rubric file is broken; otherwise such a file is left out, and the service says that it is degraded. A rubric of
    the database that cannot be used is left out in both cases, unless it served before.
    """
    kept = lasting_of(settings, Watch()) if lasting is None else lasting
    limits = settings.fact_limits
    basis = Basis() if basis is None else basis
    folder = basis.folder or read_folder(settings.rubrics_dir, settings.vocabulary, kept.readings)
    desk = desk_from(folder, settings.rubric, limits, kept.readings, basis.kept)
    desk = replace(desk, sources=kept.sources)
    broken = [(name, each) for name, found in desk.broken.items() for each in found if each.severity == "error"]
    left_out = BrokenFiles(tuple(broken)) if broken else None
    lost = basis.before is not None and any(map(is_of_database, desk.broken)) and _loses(basis.before, desk)
    if left_out is not None and whole and (lost or not all(map(is_of_database, desk.broken))):
        raise left_out
    _check_default(desk, settings.rubric, left_out)
    out = None if left_out is None else Failed(left_out.message, left_out.by_file)
    seed = open_seed(shipped("fixtures/seed"), desk.vocabulary)
    app = Service(
        title="Sayso", version=__version__, openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False
    )
    schemas = {"rubric-1.json": rubric_schema(desk.vocabulary), "vocabulary-1.json": vocabulary_schema()}
    reading = kept.reading or reading_of(settings)
    parts = ApiParts(
        desk,
        schemas,
        seed.claims,
        settings.limits,
        kept.keys,
        lambda: failure() or out,
        kept.watch,
        reading,
        kept.storage,
        kept.ids,
        kept.serving or Still(desk),
        kept.sign_ins,
        kept.rates,
        kept.facts,
    )
    keys = kept.keys
    door = Door(reading, lambda: bool(keys), lambda key: keys.opens(key, SCORE), settings.max_body_bytes)
    entrance = Entrance(kept.storage, kept.ids, kept.sign_ins, lambda: keys.peopled, kept.accounts)
    with _BUILDING:
        add_api(app, parts)
        pages = add_pages(app, desk, seed, door, entrance)
        pages.filters["called"] = keys.called
        add_rooms(app, replace(_site(settings, parts, pages), seed=seed))
    app.state.seed_claims = len(seed.claims)
    app.state.keep_seed = lambda: keep_seed(desk, kept.storage.open(), seed, By(LOCAL, kept.ids))
    app.state.rubrics, app.state.left_out = desk.catalog.rubrics, out
    app.state.desk, app.state.folder, app.state.storage = desk, folder, kept.storage
    if lasting is None:
        kept.watch.metrics.loaded(desk.catalog.rubrics, sound=out is None)
    return app


def _site(settings: Settings, parts: ApiParts, templates: Environment) -> Site:
    """What the rooms of the desk are made with: the same parts as the API."""
    return Site(
        desk=parts.desk,
        storage=parts.storage,
        ids=parts.ids,
        past=PastDesks(parts.desk),
        serving=parts.serving,
        reading=parts.reading,
        templates=templates,
        headers=HEADERS,
        who=person_or_redirect,
        status_of=status_of,
        now=now,
        most_bytes=settings.max_body_bytes,
        facts=parts.facts,
        counted=parts.watch.metrics.assessed,
    )


def _loses(before: Desk, after: Desk) -> bool:
    """Whether a rubric of the database that served would serve no more, or a plain id would mean nothing."""
    served = [ref for ref, origin in before.origins.items() if origin.file is None]
    served += [id_ for id_, digest in before.catalog.active.items() if digest is not None]
    return any(after.catalog.find(ref) is None for ref in served)


def _check_default(desk: Desk, rubric: str, left_out: BrokenFiles | None) -> None:
    """A default that is not there is told now, not with the first claim, and with what may be the reason."""
    try:
        desk.catalog.get(rubric)
    except UnknownRubric as error:
        why = "" if left_out is None else f"; left out: {left_out.message}"
        raise UnknownRubric(error.message + why, hint=error.hint) from error


class LiveApp:
    """The service that follows its rubrics folder, and the rubrics that its database keeps: a good change is served
    soon, a bad one changes nothing. A ``Serving``.

    Every request is answered to its end by the application that was there when it came, with the rubrics of then.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._tracing = tracing_of(os.environ)
        traced = None if self._tracing is None else self._tracing.answered
        watch = Watch(Metrics(), open_log(settings.log_level, settings.log_format), traced)
        if self._tracing is not None:
            watch.metrics.commits.also(self._tracing.committed)
        self._lasting = replace(lasting_of(settings, watch), serving=self)
        self._failed: Failed | None = None
        self._kept_failed: Failed | None = None
        self._turn = asyncio.Lock()
        if has_database(self._settings):  # what cannot be worked with stops the start, not the first who asks
            self._lasting.sources.refresh(self._lasting.storage.open().sources)
        self._kept = self._read_kept()
        self._tried = self._kept.number
        self._seen = self._changing = self._stamp()
        self._app = self._built(None)
        left_out: Failed | None = self._app.state.left_out
        watch.metrics.loaded(self._app.state.rubrics, sound=left_out is None)
        if left_out is not None:
            self._say_failed(left_out)
        check_host(settings, bool(self._lasting.keys))

    @property
    def seed_claims(self) -> int:
        """How many claims of the seed article are served, graded."""
        return int(self._app.state.seed_claims)

    def keep_seed(self) -> str:
        """Keeps the seed article in the database, once; gives the document's id. Raises SaysoError."""
        return str(self._app.state.keep_seed())

    @property
    def keyed(self) -> bool:
        """Whether a key is needed to ask."""
        return bool(self._lasting.keys)

    @property
    def watch(self) -> Watch:
        """The figures and the log of this service."""
        return self._lasting.watch

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await self._app(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        say, default = self.watch.log.say, self._settings.rubric
        following = asyncio.gather(self._follow(), self._follow_sources(), self._follow_keys())
        try:
            while (message := await receive())["type"] != "lifespan.shutdown":
                if message["type"] == "lifespan.startup":
                    loaded = len(self._app.state.rubrics)
                    versions = {"version": __version__, "engine": ENGINE_VERSION}
                    say.info("service started", **versions, rubrics=loaded, default=default)
                    await send({"type": "lifespan.startup.complete"})
        finally:
            following.cancel()
            with suppress(asyncio.CancelledError):
                await following
        await asyncio.to_thread(self._lasting.storage.close)
        if self._tracing is not None:
            await asyncio.to_thread(self._tracing.close)
        say.info("service stopped")
        await asyncio.to_thread(self.watch.log.writer.close)
        await send({"type": "lifespan.shutdown.complete"})

    async def _follow(self) -> None:
        while self._settings.reload_seconds:
            await asyncio.sleep(self._settings.reload_seconds)
            stamp = await asyncio.to_thread(self._stamp)
            # A file that is being saved is half of each; one more look finds it at rest.
            if stamp != self._seen and stamp == self._changing:
                async with self._turn:
                    await self._reload(stamp)
            self._changing = stamp
            with suppress(SaysoError):  # a database that does not answer is asked again
                if await asyncio.to_thread(has_database, self._settings):
                    await self._follow_kept(again=False)

    async def fresh(self) -> Desk:
        """The desk with all that the database keeps by now. Raises StorageUnavailable or NotServed."""
        await self._follow_kept(again=True)
        desk: Desk = self._app.state.desk
        return desk

    async def _follow_kept(self, again: bool) -> None:
        """Takes over what the database keeps of rubrics, where that is not done; what failed before is tried once more
        where it is wanted.
        """
        number = await asyncio.to_thread(self._kept_number)
        if number == self._kept.number or (number == self._tried and not again):
            return
        async with self._turn:
            if number != self._kept.number:  # else somebody else has done it meanwhile
                await self._reload_kept()

    async def _reload_kept(self) -> None:
        began = perf_counter()
        kept = await asyncio.to_thread(self._read_kept)
        self._tried = kept.number
        try:
            fresh = await asyncio.to_thread(self._built, Basis(kept, self._app.state.folder, self._app.state.desk))
        except Exception as error:
            self._kept_failed = self._why(error)
            self.watch.metrics.load_failed()
            self._say_failed(self._kept_failed)
            message = "what the database keeps of rubrics cannot be taken over, the last good ones serve"
            raise NotServed(message, hint="GET /readyz says why") from error
        self._kept, self._kept_failed = kept, None
        self._serve(fresh, began)

    def _stamp(self) -> Stamp:
        return stamp_of(self._settings.rubrics_dir, self._settings.vocabulary)

    def _kept_number(self) -> int:
        """As the database says. Raises StorageUnavailable."""
        return self._lasting.storage.use().rubrics.number()

    def _read_kept(self) -> RubricsKept:
        store = self._lasting.storage.now
        return NO_RUBRICS if store is None else store.rubrics.all()

    async def _follow_sources(self) -> None:
        """Takes over what other processes write into the registry: another replica, or the command line."""
        while self._settings.sources_seconds:
            await asyncio.sleep(self._settings.sources_seconds)
            try:
                await asyncio.to_thread(self._refresh_sources)
            except SaysoError:
                self.watch.log.say.warning("sources not refreshed")  # why is in the log already; the last ones serve
            except Exception:  # noqa: BLE001 - a fault of ours must not end the following
                self.watch.log.say.error("refreshing the sources failed", exc_info=True)

    def _refresh_sources(self) -> None:
        storage = self._lasting.storage
        if storage.now is not None or has_database(self._settings):
            began = perf_counter()
            if self._lasting.sources.refresh(storage.use().sources):
                index = self._lasting.sources.now
                known, seconds = len(index.entries) if index else 0, round(perf_counter() - began, 3)
                self.watch.log.say.info("sources loaded", sources=known, seconds=seconds)

    async def _follow_keys(self) -> None:
        while True:
            await asyncio.sleep(_KEYS_SECONDS)
            try:
                await asyncio.to_thread(self._look_at_keys)
            except (StorageBusy, StorageUnavailable):
                continue  # the log says so; the keys stay as they were last seen
            except Exception:  # noqa: BLE001 - a fault of ours must not end the following of the keys
                self.watch.log.say.error("looking at the keys failed", exc_info=True)

    def _look_at_keys(self) -> None:
        storage = self._lasting.storage
        if storage.now is not None:
            storage.now.tell_again()
        elif has_database(self._settings):  # made by a command since the service started
            storage.use()

    async def _reload(self, stamp: Stamp) -> None:
        began = perf_counter()
        fresh: Service | None = None
        try:
            fresh = await asyncio.to_thread(self._built, Basis(self._kept, None, self._app.state.desk))
        except Exception as error:  # noqa: BLE001 - a fault of ours must not end the following of the folder
            failed = self._why(error)
        if await asyncio.to_thread(self._stamp) != stamp:
            return  # changed while it was read: what was read may be half of each
        self._seen = stamp
        if fresh is None:
            self._failed = failed
            self.watch.metrics.load_failed()
            self._say_failed(failed)
            return
        self._failed = None
        self._serve(fresh, began)
        self._tried = self._kept.number  # with these files, what could not be taken over may be usable

    def _serve(self, fresh: Service, began: float) -> None:
        self._app = fresh
        left_out: Failed | None = fresh.state.left_out
        failed = self._failed or self._kept_failed or left_out
        self.watch.metrics.loaded(fresh.state.rubrics, sound=failed is None)
        if left_out is not None:
            self._say_failed(left_out)
        seconds = round(perf_counter() - began, 3)
        self.watch.log.say.info("rubrics loaded", rubrics=len(fresh.state.rubrics), seconds=seconds)

    def _built(self, basis: Basis | None) -> Service:
        whole, basis = basis is not None, Basis(self._kept) if basis is None else basis
        failure = lambda: self._failed or self._kept_failed  # noqa: E731 - asked each time anew
        app = build_app(self._settings, failure, whole, self._lasting, basis)
        app.middleware_stack = app.build_middleware_stack()  # else the first request would wait for it
        return app

    def _why(self, error: Exception) -> Failed:
        if isinstance(error, (SaysoError, OSError)):
            return failed_of(error, self._settings.rubrics_dir, self._settings.vocabulary)
        self.watch.log.say.error("loading the rubrics failed", exc_info=error)
        return Failed("a fault of Sayso itself; the operator finds it in the log")

    def _say_failed(self, failed: Failed) -> None:
        """In the log only the places: the words of a problem may quote a claim of a rubric's tests."""
        places = [f"{file}:{each.line}:{each.column} {each.code}" for file, each in failed.problems[:_MOST_LOGGED]]
        self.watch.log.say.warning("rubrics degraded", problems=places, count=len(failed.problems))
