"""How do the parts become one service? Rubrics are loaded, the API and the pages are added, changes are picked up."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from starlette.types import Receive, Scope, Send

from sayso.api.express import Service
from sayso.api.health import Failed
from sayso.api.keys import Keys
from sayso.api.logs import open_log
from sayso.api.metrics import Metrics
from sayso.api.routes import ApiParts, add_api
from sayso.api.watch import Watch
from sayso.errors import InvalidRubric, InvalidVocabulary, Problem, SaysoError, UnknownRubric
from sayso.facts.vocabulary import load_vocabulary
from sayso.facts.vocabulary_schema import vocabulary_schema
from sayso.rubric.schema import rubric_schema
from sayso.settings import Settings, check_host, read_keys, shipped
from sayso.store.holder import Storage
from sayso.store.ids import Ids
from sayso.store.keys import SCORE
from sayso.store.port import Store
from sayso.store.refusals import StorageBusy, StorageUnavailable
from sayso.usecases.desk import VOCABULARY_FILE, Desk, NothingUsable, Readings, open_desk, rubric_files
from sayso.usecases.reading import Queue, Reading
from sayso.usecases.seed import open_seed
from sayso.version import ENGINE_VERSION, __version__
from sayso.web.reading import Door
from sayso.web.routes import add_pages

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from sayso.api.rates import Rates
    from sayso.usecases.extract import ArticleReader

EMBEDDED = "sayso.db"
_MOST_LOGGED = 20
_KEYS_SECONDS = 1.0
"""How often keys that another process has made or revoked are looked for."""
Stamp = tuple[tuple[str, int, int, int, int], ...]


@dataclass(frozen=True)
class Lasting:
    """What outlives a change of the rubrics: figures and log, the keys, the files that have not changed, and what is
    kept.
    """

    keys: Keys
    storage: Storage
    watch: Watch
    rates: Rates | None = None
    ids: Ids = field(default_factory=Ids)
    readings: Readings = field(default_factory=Readings)
    reading: Reading | None = None


class BrokenFiles(InvalidRubric):
    """Rubric files with an error; ``by_file`` says which one each problem is in."""

    def __init__(self, by_file: tuple[tuple[str, Problem], ...]) -> None:
        super().__init__([problem for _, problem in by_file], "; ".join(each.text(name) for name, each in by_file))
        self.by_file = by_file


def build_app(
    settings: Settings,
    failure: Callable[[], Failed | None] = lambda: None,
    whole: bool = False,
    lasting: Lasting | None = None,
) -> Service:
    """The service for these settings. ``failure`` says why a later load of the rubrics failed, if one did.

    Raises SaysoError, with every problem, where the rubrics or the key file cannot be used, and with ``whole`` where
    any rubric file is broken; otherwise such a file is left out, and the service says that it is degraded.
    """
    kept = lasting_of(settings, Watch()) if lasting is None else lasting
    limits = settings.fact_limits
    desk = open_desk(settings.rubrics_dir, settings.vocabulary, settings.rubric, limits, kept.readings)
    broken = [(name, each) for name, found in desk.broken.items() for each in found if each.severity == "error"]
    left_out = BrokenFiles(tuple(broken)) if broken else None
    if left_out is not None and whole:
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
        kept.rates,
    )
    add_api(app, parts)
    keys = kept.keys
    door = Door(reading, lambda: bool(keys), lambda key: keys.opens(key, SCORE), settings.max_body_bytes)
    add_pages(app, desk, seed, door)
    app.state.seed_claims = len(seed.claims)
    app.state.rubrics = desk.catalog.rubrics
    app.state.left_out = out
    app.state.storage = kept.storage
    if lasting is None:
        kept.watch.metrics.loaded(desk.catalog.rubrics, sound=out is None)
    return app


def lasting_of(settings: Settings, watch: Watch) -> Lasting:
    """What these settings say that lasts. Raises InvalidSettings where the key file is no use."""
    keys = read_keys(settings)
    return Lasting(keys, storage_of(settings, watch, keys), watch, rates_of(settings), reading=reading_of(settings))


def rates_of(settings: Settings) -> Rates | None:
    """How often one asker may ask, where that is set."""
    if settings.rate is None:
        return None
    from sayso.api.rates import Rates

    return Rates(settings.rate)


def storage_of(settings: Settings, watch: Watch, keys: Keys | None = None) -> Storage:
    """What the service keeps, not opened yet: the embedded file, which is upgraded, or a PostgreSQL, which is not.

    ``watch`` has the log, for what the database does not do; ``keys`` are those of a service, which follow it.
    """

    def opened() -> Store:
        # Imported here, so that a service which only scores does without.
        from sayso.store.database import Database
        from sayso.store.versions import check_version, is_behind

        engine = engine_of(settings)
        try:
            if settings.database_url is None and is_behind(engine):
                from sayso.store.upgrading import upgrade

                upgrade(engine)
            check_version(engine)
        except SaysoError:
            engine.dispose()
            raise
        database = Database(engine, settings.max_waiting, failed)
        if keys is not None:
            try:
                database.give_keys(keys.take)
            except SaysoError:
                database.close()
                raise
        return database

    def failed(reason: str) -> None:
        watch.log.say.error("storage failed", reason=reason)

    return Storage(opened, failed)


def is_kept(settings: Settings) -> bool:
    """Whether there is a database already."""
    return settings.database_url is not None or (settings.data_dir / EMBEDDED).exists()


def engine_of(settings: Settings) -> Engine:
    """The way to the database that is set. Raises StorageUnavailable."""
    from sayso.store.engines import postgres_engine, sqlite_engine

    if settings.database_url is None:
        return sqlite_engine(settings.data_dir / EMBEDDED)
    return postgres_engine(settings.database_url.get_secret_value())


def reading_of(settings: Settings) -> Reading:
    """How this service reads articles; nothing is loaded for it before the first one comes."""
    return Reading(_Reader(settings, settings.extractor), _Reader(settings, "rules"), Queue(settings.max_extractions))


class _Reader:
    """Opens the reader of articles when it is first called."""

    def __init__(self, settings: Settings, extractor: str) -> None:
        self._settings = settings
        self._extractor = extractor
        self._lock = threading.Lock()
        self._opened: ArticleReader | None = None

    def __call__(self) -> ArticleReader:
        with self._lock:
            if self._opened is None:
                from sayso.extract.finders import Options
                from sayso.usecases.extract import ArticleReader

                options = Options(self._settings.extractor_url, self._settings.extractor_seconds)
                self._opened = ArticleReader(self._extractor, options, self._settings.max_claims)
            return self._opened


def _check_default(desk: Desk, rubric: str, left_out: BrokenFiles | None) -> None:
    """A default that is not there is told now, not with the first claim, and with what may be the reason."""
    try:
        desk.catalog.get(rubric)
    except UnknownRubric as error:
        why = "" if left_out is None else f"; left out: {left_out.message}"
        raise UnknownRubric(error.message + why, hint=error.hint) from error


class LiveApp:
    """The service that follows its rubrics folder: a good change is served soon, a bad one changes nothing.

    Every request is answered to its end by the application that was there when it came, with the rubrics of then.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        watch = Watch(Metrics(), open_log(settings.log_level, settings.log_format))
        self._lasting = lasting_of(settings, watch)
        self._failed: Failed | None = None
        self._seen = self._changing = _stamp(settings)
        self._app = self._built(whole=False)
        left_out: Failed | None = self._app.state.left_out
        watch.metrics.loaded(self._app.state.rubrics, sound=left_out is None)
        if left_out is not None:
            self._say_failed(left_out)
        if is_kept(settings):
            self._lasting.storage.open()  # what cannot be worked with stops the start, not the first who asks
        check_host(settings, bool(self._lasting.keys))

    @property
    def seed_claims(self) -> int:
        """How many claims of the seed article are served, graded."""
        return int(self._app.state.seed_claims)

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
        following = asyncio.gather(self._follow(), self._follow_keys())
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
        say.info("service stopped")
        await asyncio.to_thread(self.watch.log.writer.close)
        await send({"type": "lifespan.shutdown.complete"})

    async def _follow(self) -> None:
        while self._settings.reload_seconds:
            await asyncio.sleep(self._settings.reload_seconds)
            stamp = await asyncio.to_thread(_stamp, self._settings)
            # A file that is being saved is half of each; one more look finds it at rest.
            if stamp != self._seen and stamp == self._changing:
                await self._reload(stamp)
            self._changing = stamp

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
            self._lasting.keys.take(storage.now.keys())
        elif is_kept(self._settings):  # made by a command since the service started
            storage.use()

    async def _reload(self, stamp: Stamp) -> None:
        began = perf_counter()
        fresh: Service | None = None
        try:
            fresh = await asyncio.to_thread(self._built, True)
        except (SaysoError, OSError) as error:
            failed = _told(error, self._settings)
        except Exception:  # noqa: BLE001 - a fault of ours must not end the following of the folder
            self.watch.log.say.error("loading the rubrics failed", exc_info=True)
            failed = Failed("a fault of Sayso itself; the operator finds it in the log")
        if await asyncio.to_thread(_stamp, self._settings) != stamp:
            return  # changed while it was read: what was read may be half of each
        self._seen = stamp
        if fresh is None:
            self._failed = failed
            self.watch.metrics.load_failed()
            self._say_failed(failed)
            return
        self._app, self._failed = fresh, None
        self.watch.metrics.loaded(fresh.state.rubrics, sound=True)
        seconds = round(perf_counter() - began, 3)
        self.watch.log.say.info("rubrics loaded", rubrics=len(fresh.state.rubrics), seconds=seconds)

    def _built(self, whole: bool) -> Service:
        app = build_app(self._settings, lambda: self._failed, whole, self._lasting)
        app.middleware_stack = app.build_middleware_stack()  # else the first request would wait for it
        return app

    def _say_failed(self, failed: Failed) -> None:
        """In the log only the places: the words of a problem may quote a claim of a rubric's tests."""
        places = [f"{file}:{each.line}:{each.column} {each.code}" for file, each in failed.problems[:_MOST_LOGGED]]
        self.watch.log.say.warning("rubrics degraded", problems=places, count=len(failed.problems))


def _told(error: SaysoError | OSError, settings: Settings) -> Failed:
    problems: tuple[tuple[str | None, Problem], ...]
    if isinstance(error, (BrokenFiles, NothingUsable)) and error.by_file:
        problems = error.by_file
    elif isinstance(error, InvalidVocabulary):
        name = _broken_vocabulary(settings)
        problems = tuple((name, each) for each in error.problems)
    elif isinstance(error, SaysoError):
        problems = ((None, Problem(error.code, error.message, error.hint)),)
    else:
        problems = ((None, Problem("file_unreadable", f"the rubrics cannot be read: {error.strerror}")),)
    said = "; ".join(each.text(name or settings.rubrics_dir.name) for name, each in problems)
    return Failed(f"the changed rubrics cannot be used, the last good ones serve: {said}", problems)


def _broken_vocabulary(settings: Settings) -> str:
    """Which of the two vocabulary files has the problems."""
    if settings.vocabulary is not None:
        with suppress(InvalidVocabulary):
            load_vocabulary(settings.rubrics_dir / VOCABULARY_FILE)
            return settings.vocabulary.name
    return VOCABULARY_FILE


def _stamp(settings: Settings) -> Stamp:
    """What the rubrics folder looks like from outside; no change of a file's content leaves all of it as it was."""
    files: list[Path] = [settings.rubrics_dir / VOCABULARY_FILE]
    if settings.vocabulary is not None:
        files.append(settings.vocabulary)
    found = []
    with suppress(OSError):  # the folder is gone: that is a change too, and what loads it will say so
        files += rubric_files(settings.rubrics_dir)
    for file in files:
        with suppress(OSError):  # gone between listing and looking: the next look sees it
            at = file.stat()
            found.append((str(file), at.st_mtime_ns, at.st_ctime_ns, at.st_size, at.st_ino))
    return tuple(found)
