"""How does a test get a PostgreSQL? A server of its own, found on this machine, for as long as the tests run.

TEST_DATABASE_URL names another server, on which databases may be made.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import count
from pathlib import Path

import psycopg
from pydantic import SecretStr

from sayso.lasting import engine_of
from sayso.settings import Settings
from sayso.store.upgrading import upgrade

MISSING = "no PostgreSQL on this machine (initdb and postgres): nothing is tested on it"
_PLACES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
_PATIENCE = 60.0


@lru_cache(maxsize=1)
def binaries() -> Path | None:
    """The folder with initdb and postgres; None where there is none."""
    found = shutil.which("initdb")
    for folder in [*([Path(found).resolve().parent] if found else []), *_PLACES]:
        if (folder / "initdb").is_file() and (folder / "postgres").is_file():
            return folder
    return None


@dataclass
class Server:
    """A running server; each test asks it for a database of its own."""

    url: str
    _numbers: Iterator[int] = field(default_factory=count)

    def database(self) -> str:
        """The URL of a new database with Sayso's tables, and nothing in them."""
        return self._made(self._with_tables)

    def bare_database(self) -> str:
        """The URL of a new database without a table."""
        return self._made("template1")

    @cached_property
    def _with_tables(self) -> str:
        """The name of a database that was upgraded once, to be copied: an upgrade takes longer than a copy."""
        url = self.bare_database()
        engine = engine_of(Settings(database_url=SecretStr(url)))
        upgrade(engine)
        engine.dispose()
        return url.rpartition("/")[2]

    def _made(self, like: str) -> str:
        name = f"sayso_{os.getpid()}_{next(self._numbers)}"
        with psycopg.connect(f"{self.url}/postgres", autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
        return f"{self.url}/{name}"


@contextlib.contextmanager
def running_server() -> Iterator[Server]:
    """A server on a free port of this machine, as durable as a real one, gone afterwards."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given is not None:
        yield Server(given.rstrip("/"))
        return
    folder, user = binaries(), _user()
    assert folder is not None, MISSING
    with tempfile.TemporaryDirectory(prefix="sayso-postgres-") as home:
        place = Path(home) / "data"
        place.mkdir()
        if user is not None:
            os.chmod(home, 0o755)
            os.chown(place, user.pw_uid, user.pw_gid)
        who = {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        options = ["--pgdata", str(place), "--username", "sayso", "--auth", "trust", "--encoding", "UTF8", "--no-sync"]
        made = subprocess.run(
            [folder / "initdb", *options], cwd="/", capture_output=True, text=True, check=False, **who
        )
        assert made.returncode == 0, made.stderr
        port = _free_port()
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": port,
            "unix_socket_directories": "",
            "max_connections": 200,
        }
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with (Path(home) / "log").open("wb") as log:
            process = subprocess.Popen(
                [folder / "postgres", "-D", str(place), *words], cwd="/", stdout=log, stderr=log, **who
            )
        try:
            url = f"postgresql://sayso@127.0.0.1:{port}"
            _wait_for(url, process, Path(home) / "log")
            yield Server(url)
        finally:
            process.send_signal(3)  # SIGQUIT: at once
            process.wait(_PATIENCE)


def _user() -> pwd.struct_passwd | None:
    """Who runs the server: PostgreSQL refuses to be run by root."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise AssertionError("PostgreSQL does not run as root, and there is no other user here")


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < until:
        with contextlib.suppress(psycopg.OperationalError), psycopg.connect(f"{url}/postgres"):
            return
        time.sleep(0.1)
    raise AssertionError(f"PostgreSQL did not start: {log.read_text()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
