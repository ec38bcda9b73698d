"""How is the real service started hundreds of times? By a process that has imported it, and forks for each start.

Run as a program it reads a line of JSON for each service: the environment, the file for what it prints, and the
arguments. It answers with the number of the process. A service is a process of its own, with its own file handles,
threads and memory, and can be killed like any other; what is saved is the second that imports take.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from tests.end_to_end.running import PATIENCE, ROOT, clean_environment


class Service:
    """A service that runs. How it ended is not known: it is no child of this process."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def poll(self) -> int | None:
        """None while it runs, 0 however it ended."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0
        return None

    def kill(self) -> None:
        """Ends it at once, and waits until it is gone."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        until = time.monotonic() + PATIENCE
        while self.poll() is None:
            assert time.monotonic() < until, "the service outlived its killing"
            time.sleep(0.002)


class Forker:
    """Starts services."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def start(self, log: Path, environment: dict[str, str], *arguments: str) -> Service:
        """``sayso`` with these arguments and this environment alone; what it prints goes to ``log``."""
        asked, told = self._process.stdin, self._process.stdout
        assert asked is not None
        assert told is not None
        line = {"environment": environment, "log": str(log), "arguments": arguments}
        print(json.dumps(line), file=asked, flush=True)
        return Service(int(told.readline()))


@contextlib.contextmanager
def forker() -> Iterator[Forker]:
    """A process that forks, for as long as this is open; services that still run are not ended with it."""
    command = [sys.executable, "-m", "tests.end_to_end.forked"]
    environment = clean_environment()
    environment["PYTHONPATH"] += f":{ROOT}"
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, text=True)
    try:
        yield Forker(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.wait(PATIENCE)
        assert process.stdout is not None
        process.stdout.close()


def main(asked: IO[str]) -> None:
    """Imports what a service does, and forks for each line."""
    import httptools  # noqa: F401
    import uvloop  # noqa: F401

    import sayso.cli.serving
    import sayso.store.database
    import sayso.store.engines
    import sayso.store.upgrading  # noqa: F401
    from sayso.cli import main as sayso_main

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # whoever ends is gone at once
    for line in asked:
        wanted = json.loads(line)
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.environ.clear()
            os.environ.update(wanted["environment"])
            output = os.open(wanted["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            nothing = os.open(os.devnull, os.O_RDONLY)
            for number, to in ((nothing, 0), (output, 1), (output, 2)):
                os.dup2(number, to)
            os._exit(sayso_main(wanted["arguments"]))
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.stdin)
