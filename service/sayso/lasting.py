"""What outlives a change of the rubrics: keys, database, figures and log, and the readers of articles?"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sayso.api.keys import Keys
from sayso.api.watch import Watch
from sayso.errors import Problem, SaysoError
from sayso.settings import InvalidSettings, Settings, read_client_secret, read_keys, read_password
from sayso.store.holder import Storage
from sayso.store.ids import Ids
from sayso.store.port import Store
from sayso.usecases.desk import (
    Readings,
)
from sayso.usecases.measuring import OpenFacts, no_facts
from sayso.usecases.reading import Queue, Reading
from sayso.usecases.serving import Serving
from sayso.usecases.sessions import OpenSignIns
from sayso.usecases.sources.live import LiveSources
from sayso.web.account_port import Accounts

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from sayso.api.rates import Rates
    from sayso.api.tracing import Tracing
    from sayso.usecases.extract import ArticleReader
    from sayso.usecases.sign_in import SignIns
    from sayso.usecases.stored_facts.kept import StoredFacts

EMBEDDED = "sayso.db"
_COLLECTORS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")


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
    serving: Serving | None = None
    sources: LiveSources = field(default_factory=LiveSources)
    accounts: Accounts | None = None
    sign_ins: OpenSignIns = field(default_factory=lambda: _SignIns())
    facts: OpenFacts = no_facts
    """Of what is stored, as far as they are kept in memory."""


def lasting_of(settings: Settings, watch: Watch) -> Lasting:
    """What these settings say that lasts. Raises InvalidSettings where the key file is no use."""
    keys = read_keys(settings)
    storage, accounts = storage_of(settings, watch, keys), accounts_of(settings)
    reading, facts = reading_of(settings), facts_of(settings)
    return Lasting(keys, storage, watch, rates_of(settings), reading=reading, accounts=accounts, facts=facts)


def accounts_of(settings: Settings) -> Accounts | None:
    """The house's own sign-in, where one is set. Raises InvalidSettings where what asks it is not installed."""
    if settings.oidc_issuer is None or settings.oidc_client_id is None:
        return None
    try:
        with warnings.catch_warnings():
            # It would rather have the successor of httpx, works with either, and sets filters of its own as it comes.
            import authlib.deprecate  # noqa: F401

            warnings.filterwarnings("ignore", message="The httpx module is deprecated")
            from sayso.web.house_account import Client, HouseAccounts
    except ImportError as error:
        message, hint = "the house's sign-in is set, and Authlib is not installed", "pip install 'sayso[oidc]'"
        raise InvalidSettings([Problem("not_installed", message, hint, "SAYSO_OIDC_ISSUER")]) from error
    return HouseAccounts(Client(settings.oidc_issuer, settings.oidc_client_id, read_client_secret(settings)))


def facts_of(settings: Settings) -> OpenFacts:
    """The facts of what is stored, for as many rows as is set; nothing is read before somebody asks."""
    return _Facts(settings.max_facts_kept) if settings.max_facts_kept else no_facts


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
        database = Database(engine, settings.max_waiting, failed, watch.metrics.commits.add)
        watch.metrics.commits.follow(lambda: database.waiting)
        if keys is not None:
            try:
                database.give_keys(keys.take)
                database.give_people(keys.meet, keys.name)
            except SaysoError:
                database.close()
                raise
        return database

    def failed(reason: str) -> None:
        watch.metrics.commits.failed()
        watch.log.say.error("storage failed", reason=reason)

    return Storage(opened, failed)


def has_database(settings: Settings) -> bool:
    """Whether there is a database already."""
    return settings.database_url is not None or (settings.data_dir / EMBEDDED).exists()


def engine_of(settings: Settings) -> Engine:
    """The way to the database that is set. Raises StorageUnavailable, or InvalidSettings where its password cannot be
    read.
    """
    from sayso.store.engines import postgres_engine, sqlite_engine

    if settings.database_url is None:
        return sqlite_engine(settings.data_dir / EMBEDDED)
    return postgres_engine(settings.database_url.get_secret_value(), read_password(settings))


def tracing_of(environment: Mapping[str, str]) -> Tracing | None:
    """The traces that the standard OTEL_* variables ask for; None where they ask for none. Raises InvalidSettings where
    what makes them is not installed.
    """
    wanted = environment.get(
        "OTEL_TRACES_EXPORTER", "otlp" if any(environment.get(name) for name in _COLLECTORS) else ""
    )
    if wanted in ("", "none") or environment.get("OTEL_SDK_DISABLED", "").lower() == "true":
        return None
    if wanted not in ("otlp", "console"):
        message = f'OTEL_TRACES_EXPORTER is "{wanted}", and traces go to otlp, console or none'
        raise InvalidSettings([Problem("invalid_setting", message, pointer="OTEL_TRACES_EXPORTER")])
    try:
        # Imported here: who asks for no traces need not have it.
        from sayso.api.tracing import tracing
    except ImportError as error:
        hint = "pip install 'sayso[otel]', or unset the OTEL_ variables"
        problem = Problem("not_installed", "traces are asked for, and OpenTelemetry is not installed", hint, "OTEL_*")
        raise InvalidSettings([problem]) from error
    return tracing()


def reading_of(settings: Settings) -> Reading:
    """How this service reads articles; nothing is loaded for it before the first one comes."""
    return Reading(_Reader(settings, settings.extractor), _Reader(settings, "rules"), Queue(settings.max_extractions))


class _Facts:
    """Makes room for facts when it is first called, so that a service which measures nothing reads no columns."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._kept: StoredFacts | None = None

    def __call__(self) -> StoredFacts:
        with self._lock:
            if self._kept is None:
                from sayso.usecases.stored_facts.kept import StoredFacts

                self._kept = StoredFacts(self._most)
            return self._kept


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


class _SignIns:
    """Opens what signs people in when somebody first does: it hashes passwords and counts attempts."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._opened: SignIns | None = None

    def __call__(self) -> SignIns:
        with self._lock:
            if self._opened is None:
                from sayso.usecases.sign_in import open_sign_ins

                self._opened = open_sign_ins()
            return self._opened
