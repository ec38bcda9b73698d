"""How does a test start the real service on a real socket, and make sure that it ends?"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import httpx

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 90.0


def clean_environment(**settings: str) -> dict[str, str]:
    """This environment without anyone's SAYSO_ settings but these."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SAYSO_")}
    return {**kept, "PYTHONPATH": str(ROOT / "service"), "PYTHONUNBUFFERED": "1", **settings}


def serve_command(*options: str) -> list[str]:
    return [sys.executable, "-m", "sayso", "serve", *options]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def running(log: Path, **settings: str) -> Iterator[str]:
    """A service of its own with these settings; gives its address. What it prints goes to ``log``."""
    port = free_port()
    with log.open("wb") as output:
        process = subprocess.Popen(
            serve_command("--port", str(port)), env=clean_environment(**settings), stdout=output, stderr=output
        )
        try:
            address = f"http://127.0.0.1:{port}"
            wait_until_alive(address, process, log)
            yield address
        finally:
            process.terminate()
            try:
                code = process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                raise
    assert code in (0, -15), f"the service ended with {code}: {log.read_text()}"


def wait_for(address: str, path: str, wanted: str) -> httpx.Response:
    """Asks until the answer's body holds ``wanted``."""
    until = time.monotonic() + PATIENCE
    with httpx.Client() as client:
        while True:
            response = client.get(address + path)
            if wanted in response.text:
                return response
            assert time.monotonic() < until, f"never saw {wanted!r} in {response.text[:300]}"
            time.sleep(0.1)


class Running(Protocol):
    """A process, however it was started."""

    def poll(self) -> int | None:
        """None while it runs."""

    def kill(self) -> None: ...


def wait_until_alive(address: str, process: Running, log: Path) -> None:
    """Asks until the service answers; by one client: to make one takes 30 ms of the processor that starts it."""
    until = time.monotonic() + PATIENCE
    with httpx.Client() as client:
        while process.poll() is None and time.monotonic() < until:
            with contextlib.suppress(httpx.TransportError):
                if client.get(f"{address}/livez").status_code == 200:
                    return
            time.sleep(0.02)
    raise AssertionError(f"the service did not start: {log.read_text()}")
