"""Does the service go on whatever bytes come over the socket, to single claims and to streams?"""

from __future__ import annotations

import gzip
import json
import socket
import struct
import time
from collections.abc import Iterator

import httpx
import pytest
from tests.end_to_end.running import PATIENCE, running
from tests.end_to_end.test_server import CLAIM, raw

LINE = json.dumps(CLAIM).encode() + b"\n"
BODY = json.dumps({"claim": CLAIM}).encode()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("service")
    with running(folder / "log") as found:
        yield found
    log = (folder / "log").read_text()
    assert '"level":"error"' not in log, log
    assert "Traceback" not in log, log


@pytest.fixture(autouse=True)
def _goes_on(address: str) -> Iterator[None]:
    yield
    answer = httpx.post(f"{address}/v1/score", json={"claim": CLAIM})
    assert answer.status_code == 200


def head(path: str, *headers: str) -> bytes:
    return "\r\n".join([f"POST {path} HTTP/1.1", "Host: localhost", *headers, "", ""]).encode()


STREAM = ("/v1/score/batch", "Content-Type: application/x-ndjson", "Connection: close")
SINGLE = ("/v1/score", "Content-Type: application/json", "Connection: close")


def connect(address: str) -> socket.socket:
    host, port = address.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=PATIENCE)


def received(connection: socket.socket) -> bytes:
    found = b""
    while piece := connection.recv(65536):
        found += piece
    return found


@pytest.mark.parametrize(("request_", "body"), [(SINGLE, BODY), (STREAM, LINE * 3)])
def test_a_slow_body_is_waited_for(address: str, request_: tuple[str, ...], body: bytes) -> None:
    with connect(address) as connection:
        connection.sendall(head(*request_, f"Content-Length: {len(body)}"))
        for at in range(0, len(body), len(body) // 7 + 1):
            connection.sendall(body[at : at + len(body) // 7 + 1])
            time.sleep(0.05)
        assert received(connection).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(("request_", "body"), [(SINGLE, BODY), (STREAM, LINE * 3)])
def test_a_content_length_that_is_too_short_leaves_half_a_body(
    address: str, request_: tuple[str, ...], body: bytes
) -> None:
    answer = raw(address, head(*request_, f"Content-Length: {len(body) - 30}") + body)
    if request_ is SINGLE:
        assert b"400" in answer.split(b"\r\n", 1)[0]
    else:
        assert b"malformed_body" in answer or b"400 Bad Request" in answer


@pytest.mark.parametrize(("request_", "body"), [(SINGLE, BODY), (STREAM, LINE * 3)])
def test_a_content_length_that_is_too_long_ends_when_the_asker_does(
    address: str, request_: tuple[str, ...], body: bytes
) -> None:
    with connect(address) as connection:
        connection.sendall(head(*request_, f"Content-Length: {len(body) + 30}") + body)
        time.sleep(0.3)
    assert httpx.get(f"{address}/livez").status_code == 200


@pytest.mark.parametrize("length", ["-1", "abc", "1e3", "18446744073709551616", "9" * 40, "1, 2"])
def test_a_content_length_that_is_none_is_refused(address: str, length: str) -> None:
    answer = raw(address, head(*STREAM, f"Content-Length: {length}") + LINE)
    assert answer.split(b"\r\n", 1)[0].split(b" ")[1] in (b"400", b"413")


@pytest.mark.parametrize(
    "chunks",
    [
        b"zz\r\n" + LINE,
        b"ffffffffffffffffff\r\n",
        b"-5\r\nabcde\r\n",
        b"5\r\nabcdefgh\r\n0\r\n\r\n",
        b"5;" + b"x" * 100_000,
    ],
)
def test_chunks_of_wrong_sizes_end_that_connection_alone(address: str, chunks: bytes) -> None:
    with connect(address) as connection:
        connection.sendall(head(*STREAM, "Transfer-Encoding: chunked"))
        connection.sendall(b"%x\r\n%b\r\n" % (len(LINE), LINE) + chunks)
        connection.shutdown(socket.SHUT_WR)
        received(connection)


def test_a_length_and_chunks_at_once_are_refused(address: str) -> None:
    both = head(*STREAM, f"Content-Length: {len(LINE)}", "Transfer-Encoding: chunked")
    assert b" 400 " in raw(address, both + b"0\r\n\r\n").split(b"\r\n", 1)[0]


@pytest.mark.parametrize("request_", [SINGLE, STREAM])
def test_a_compressed_body_is_refused_unread(address: str, request_: tuple[str, ...]) -> None:
    body = gzip.compress(LINE * 1000)
    answer = raw(address, head(*request_, "Content-Encoding: gzip", f"Content-Length: {len(body)}") + body)
    assert answer.startswith(b"HTTP/1.1 415")
    assert b"unsupported_encoding" in answer


def test_whoever_waits_to_be_told_to_go_on_is_told_before_the_answer_begins(address: str) -> None:
    for request_, body in ((STREAM, LINE * 2), (SINGLE, BODY)):
        with connect(address) as connection:
            connection.sendall(head(*request_, "Expect: 100-continue", f"Content-Length: {len(body)}"))
            assert connection.recv(25) == b"HTTP/1.1 100 Continue\r\n\r\n"
            connection.sendall(body)
            assert received(connection).startswith(b"HTTP/1.1 200")


def test_askers_who_hang_up_midway_leave_nothing_open(address: str) -> None:
    before = figure(address, "process_open_fds")
    for harsh in (False, True):
        for _ in range(10):
            with connect(address) as connection:
                connection.sendall(head(*STREAM, "Transfer-Encoding: chunked"))
                connection.sendall(b"%x\r\n%b\r\n" % (len(LINE) * 200, LINE * 200))
                connection.recv(100)
                if harsh:
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    until = time.monotonic() + PATIENCE
    while figure(address, "process_open_fds") > before + 2 and time.monotonic() < until:
        time.sleep(0.1)
    assert figure(address, "process_open_fds") <= before + 2


def test_the_next_request_on_the_same_connection_is_answered_after_a_stream(address: str) -> None:
    with httpx.Client(base_url=address) as client:
        for _ in range(3):
            stream = client.post("/v1/score/batch", content=LINE * 5, headers={"content-type": "application/x-ndjson"})
            assert stream.content.count(b"\n") == 5
            assert client.get("/livez").json() == {"status": "alive"}


def figure(address: str, name: str) -> float:
    page = httpx.get(f"{address}/metrics").text
    return float(next(line for line in page.splitlines() if line.startswith(f"{name} ")).split()[1])
