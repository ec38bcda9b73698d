"""Told to stop: is what is under way answered, is nothing new let in, and is all on the disk that was acknowledged?"""

from __future__ import annotations

import json
import signal
import socket
import time
from pathlib import Path

import httpx
import pytest
from tests.end_to_end.load import claim
from tests.end_to_end.running import PATIENCE
from tests.end_to_end.test_kill import started

from sayso.lasting import engine_of
from sayso.settings import Settings
from sayso.store.database import Database
from sayso.store.port import Filters

HEAD = (
    "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {form}\r\nTransfer-Encoding: chunked\r\n"
    "Connection: close\r\n\r\n"
)


class Caller:
    """Somebody who sends a request in pieces, with as much time between them as a test needs."""

    def __init__(self, address: str, path: str, form: str) -> None:
        host, port = address.removeprefix("http://").split(":")
        self._socket = socket.create_connection((host, int(port)), timeout=PATIENCE)
        self._socket.sendall(HEAD.format(path=path, form=form).encode())

    def say(self, piece: bytes) -> None:
        self._socket.sendall(b"%x\r\n%b\r\n" % (len(piece), piece))

    def end(self) -> bytes:
        """Says that this was all; gives the whole answer."""
        self._socket.sendall(b"0\r\n\r\n")
        answer = b""
        while piece := self._socket.recv(65536):
            answer += piece
        self._socket.close()
        return answer


def is_let_in(address: str) -> bool:
    host, port = address.removeprefix("http://").split(":")
    try:
        socket.create_connection((host, int(port)), timeout=PATIENCE).close()
    except ConnectionRefusedError:
        return False
    return True


def test_what_is_under_way_is_kept_and_answered_and_nothing_new_is_let_in(tmp_path: Path) -> None:
    log = tmp_path / "log"
    process, address = started(log, {"SAYSO_DATA_DIR": str(tmp_path / "data"), "SAYSO_RELOAD_SECONDS": "0"})
    try:
        before = httpx.post(f"{address}/v1/assessments", json={"claim": claim("before")}, timeout=PATIENCE)
        assert before.status_code == 201
        body = json.dumps({"claim": claim("under way")}).encode()
        keeper = Caller(address, "/v1/assessments", "application/json")
        reader = Caller(address, "/v1/score/batch", "application/x-ndjson")
        keeper.say(body[:10])
        reader.say(json.dumps(claim("one")).encode() + b"\n")
        # Both have begun when this is answered: they came before.
        assert httpx.get(f"{address}/livez", timeout=PATIENCE).status_code == 200
        process.send_signal(signal.SIGTERM)
        until = time.monotonic() + PATIENCE
        while is_let_in(address):
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.01)
        keeper.say(body[10:])
        kept = keeper.end()
        assert kept.startswith(b"HTTP/1.1 201 "), kept
        reader.say(json.dumps(claim("two")).encode() + b"\n")
        assert reader.end().count(b'{"index":') == 2
        assert process.wait(PATIENCE) == 0
    finally:
        process.kill()
        process.wait()
    told = log.read_text()
    assert "service stopped" in told
    assert "Traceback" not in told
    assert sources(tmp_path / "data") == ["under way", "before"]


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_service_with_nothing_to_do_stops_at_once_without_a_fault(tmp_path: Path, how: signal.Signals) -> None:
    process, _ = started(tmp_path / "log", {"SAYSO_DATA_DIR": str(tmp_path / "data")})
    process.send_signal(how)
    assert process.wait(PATIENCE) == 0
    assert not (tmp_path / "data").exists()


def sources(folder: Path) -> list[str]:
    """The first source of each assessment that is kept, newest first."""
    database = Database(engine_of(Settings(data_dir=folder)), 1, print)
    try:
        found = database.page(Filters(), None, 10)
        return [json.loads(each.assessed.facts)["attributions"][0]["chain"][0]["source"] for each in found]
    finally:
        database.close()
