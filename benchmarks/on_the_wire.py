"""What does a request cost a real server: the service as ``sayso serve`` runs it, beside the two anchor routes?

Each application runs in a process of its own under uvicorn (httptools, uvloop, one worker) and is asked over loopback
on connections that are kept alive, in turns. Prints ``name: value`` lines; benchmarks/README.md says what each is. Run
by ``make bench``.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import uvicorn

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "service")]

from benchmarks.anchor_routes import anchors  # noqa: E402
from benchmarks.asking import sent_claims  # noqa: E402

CONNECTIONS = 64
TURNS = 10
REQUESTS = 1000
BATCHES = 32
CLAIMS = 100
_PORT = re.compile(r"http://127\.0\.0\.1:(\d+)")
_ANCHORS = "anchors"


def main() -> int:
    if not Path("/proc/self/stat").is_file():
        print("wire: not measured, this system has no /proc to read a process's CPU time from")
        return 0
    claims = sent_claims(500)
    single = [_post("/v1/score", {"claim": claim}) for claim in claims]
    keep = [_post("/v1/assessments", {"claim": claim}) for claim in claims]
    batch = [_post("/v1/score/batch", {"claims": claims[at : at + CLAIMS]}) for at in range(0, 500, CLAIMS)]
    static = [_post("/static", {"claim": claim}) for claim in claims]
    typed = [_post("/typed", {"claim": claim}) for claim in claims]
    serve = [sys.executable, "-m", "sayso", "serve", "--port", "0"]
    with tempfile.TemporaryDirectory() as at, _serving(serve, SAYSO_DATA_DIR=at) as ours:
        answer = Path(at) / "answer.json"
        answer.write_bytes(asyncio.run(_once(ours.port, single[0])))
        with _serving([sys.executable, __file__, _ANCHORS, str(answer)]) as theirs:
            ways = {
                "score": (ours, single, REQUESTS), "static": (theirs, static, REQUESTS),
                "typed": (theirs, typed, REQUESTS), "batch": (ours, batch, BATCHES), "keep": (ours, keep, REQUESTS),
            }  # fmt: skip
            taken = {name: _Taken() for name in ways}
            for turn in range(TURNS + 1):
                for name, (server, requests, count) in ways.items():
                    cpu, seconds = asyncio.run(_turn(server, requests, count))
                    if turn:  # the first one only warms up
                        taken[name].add(cpu, seconds, count)
    _report(taken)
    return 0


def _report(taken: dict[str, _Taken]) -> None:
    for name in ("score", "static", "typed", "keep"):
        print(f"wire.{name}.cpu_us: {taken[name].cpu * 1e6:.0f}")
        print(f"wire.{name}.requests_per_s: {1 / taken[name].seconds:.0f}")
    print(f"wire.batch.cpu_us_per_claim: {taken['batch'].cpu * 1e6 / CLAIMS:.1f}")
    print(f"wire.batch.claims_per_s: {CLAIMS / taken['batch'].seconds:.0f}")
    print(f"wire.batch.vs_one_by_one: {taken['score'].cpu * CLAIMS / taken['batch'].cpu:.2f}")
    print(f"wire.vs_static: {taken['static'].cpu / taken['score'].cpu:.2f}")
    print(f"wire.vs_typed: {taken['typed'].cpu / taken['score'].cpu:.2f}")
    print(f"wire.keep.cpu_vs_score: {taken['score'].cpu / taken['keep'].cpu:.2f}")
    print(f"wire.keep.vs_score: {taken['score'].seconds / taken['keep'].seconds:.2f}")


class _Taken:
    """Seconds per request, of the server's CPU and on the clock, over all turns: a turn is too short for the clock that
    CPU time is told by.
    """

    def __init__(self) -> None:
        self._cpu = self._seconds = 0.0
        self._requests = 0

    def add(self, cpu: float, seconds: float, requests: int) -> None:
        self._cpu += cpu
        self._seconds += seconds
        self._requests += requests

    @property
    def cpu(self) -> float:
        return self._cpu / self._requests

    @property
    def seconds(self) -> float:
        return self._seconds / self._requests


class _Server:
    """A server in a process of its own."""

    def __init__(self, pid: int, port: int) -> None:
        self.pid = pid
        self.port = port

    def cpu_seconds(self) -> float:
        """What it has used, in the kernel too; to the kernel's tick, which is mostly a hundredth of a second."""
        after_name = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def _serving(command: Sequence[str], **settings: str) -> Iterator[_Server]:
    """The server that this command starts, which says on standard output where it is; stopped in the end."""
    env = os.environ | settings
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=pipe, stderr=nowhere, text=True) as process:
        try:
            assert process.stdout is not None
            told = ""
            while (found := _PORT.search(told)) is None:
                line = process.stdout.readline()
                if not line:
                    raise SystemExit(f"{' '.join(command)} does not start; it says: {told}")
                told += line
            server = _Server(process.pid, int(found[1]))
            _await_answer(server.port)
            yield server
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=20)


def _await_answer(port: int) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            asyncio.run(_once(port, b"GET /livez HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n", any_status=True))
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


def _post(path: str, body: object) -> bytes:
    content = json.dumps(body).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\naccept: */*\r\n"
        f"user-agent: benchmark\r\ncontent-length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content


async def _turn(server: _Server, requests: Sequence[bytes], count: int) -> tuple[float, float]:
    """CPU seconds of the server and seconds on the clock for so many requests, on all connections at once."""
    pairs = [await asyncio.open_connection("127.0.0.1", server.port, limit=2**22) for _ in range(CONNECTIONS)]
    waiting = iter([requests[at % len(requests)] for at in range(count)])

    async def ask_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for request in waiting:
            writer.write(request)
            await _answer(reader)

    cpu, began = server.cpu_seconds(), time.perf_counter()
    await asyncio.gather(*(ask_on(*pair) for pair in pairs))
    spent = server.cpu_seconds() - cpu, time.perf_counter() - began
    for _, writer in pairs:
        writer.close()
        await writer.wait_closed()
    return spent


async def _once(port: int, request: bytes, any_status: bool = False) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**22)
    writer.write(request)
    try:
        return await _answer(reader, any_status)
    finally:
        writer.close()
        await writer.wait_closed()


async def _answer(reader: asyncio.StreamReader, any_status: bool = False) -> bytes:
    """The body of one answer with a stated length, which must be 200 or 201."""
    head = await reader.readuntil(b"\r\n\r\n")
    size = re.search(rb"\r\ncontent-length: (\d+)\r\n", head, re.IGNORECASE)
    if size is None or not (any_status or head.startswith((b"HTTP/1.1 200 ", b"HTTP/1.1 201 "))):
        raise SystemExit(f"an unexpected answer: {head!r}")
    return await reader.readexactly(int(size[1]))


def _serve_anchors(answer: Path) -> int:
    """Serves the anchor routes as the service is served."""
    with socket.create_server(("127.0.0.1", 0), backlog=2048) as listener:
        print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
        app = anchors(answer.read_bytes())
        config = uvicorn.Config(app, log_config=None, access_log=False, server_header=False, lifespan="on")
        uvicorn.Server(config).run(sockets=[listener])
    return 0


if __name__ == "__main__":
    sys.exit(_serve_anchors(Path(sys.argv[2])) if sys.argv[1:2] == [_ANCHORS] else main())
