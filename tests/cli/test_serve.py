"""Does ``sayso serve`` say where it is, print a request that works, and stop when it is told to?"""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.cli.calling import PATIENCE, environment, process

KEY = "a-key-of-more-than-thirty-two-characters"


@contextmanager
def serving(folder: Path, *options: str, **settings: str) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """A service and the file that it writes to, once it has said all it has to say at its start."""
    log = folder / "out"
    with log.open("wb") as out, (folder / "err").open("wb") as err:
        command = [sys.executable, "-m", "sayso", "serve", "--port", "0", *options]
        running = subprocess.Popen(command, cwd=folder, env=environment(**settings), stdout=out, stderr=err)
        try:
            until = time.monotonic() + PATIENCE
            while "Ctrl-C" not in log.read_text() and running.poll() is None and time.monotonic() < until:
                time.sleep(0.05)
            yield running, log
        finally:
            running.kill()
            running.wait()


def paste(log: Path, folder: Path) -> dict[str, object]:
    """What the printed request answers when it is pasted into a shell."""
    text = log.read_text()
    request = text[text.index("curl ") : text.index("\n\nCtrl-C")]
    ran = subprocess.run(["bash", "-c", request], cwd=folder, capture_output=True, timeout=PATIENCE, check=True)
    answer: dict[str, object] = json.loads(ran.stdout)
    return answer


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_prints_a_request_that_works_and_stops_when_told(tmp_path: Path, number: signal.Signals) -> None:
    with serving(tmp_path) as (running, log):
        assert re.match(
            r"Sayso serves on http://127\.0\.0\.1:[1-9]\d+, with the seed article graded \(25 claims\)\.",
            log.read_text(),
        )
        assert paste(log, tmp_path)["status"] in ("scored", "abstained")
        running.send_signal(number)
        assert running.wait(PATIENCE) == 0
        lines = [json.loads(line) for line in (tmp_path / "err").read_text().splitlines()]
        assert [(line["level"], line["event"]) for line in lines] == [
            ("info", "service started"), ("info", "request"), ("info", "service stopped"),
        ]  # fmt: skip


def test_with_seed_the_article_is_kept_once_and_its_address_is_told(tmp_path: Path) -> None:
    told = []
    for option in (["--seed"], []):
        with serving(tmp_path, *option, **({} if option else {"SAYSO_SEED": "true"})) as (_, log):
            found = re.search(
                r"^It is kept as (http://127\.0\.0\.1:\d+/v1/documents/([0-9a-f]{32}))$", log.read_text(), re.M
            )
            assert found is not None
            with urllib.request.urlopen(found[1]) as response:
                assert json.loads(response.read())["claim_count"] == 25
            assert paste(log, tmp_path)["status"] in ("scored", "abstained")
            told.append(found[2])
    assert told[0] == told[1]


def test_without_seed_nothing_is_kept(tmp_path: Path) -> None:
    with serving(tmp_path) as (_, log):
        assert "It is kept" not in log.read_text()
    assert not (tmp_path / "data").exists()


def test_with_a_key_the_request_carries_it_from_its_file(tmp_path: Path) -> None:
    file = tmp_path / "the key"
    file.write_text(KEY + "\n")
    with serving(tmp_path, "--host", "0.0.0.0", SAYSO_KEY_FILE=str(file)) as (_, log):
        assert KEY not in log.read_text()
        assert "http://127.0.0.1:" in log.read_text()
        assert "grade" in paste(log, tmp_path)


def test_a_port_in_use_is_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = process("serve", "--port", str(port), cwd=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"sayso: cannot listen on 127.0.0.1, port {port}: the port is in use by another program\n"


WRONG = {
    "an address without a key": (["--host", "0.0.0.0"], {}, "SAYSO_KEY_FILE"),
    "a port that is none": (["--port", "99999"], {}, "SAYSO_PORT"),
    "a port in words": (["--port", "http"], {}, "--port"),
    "a setting that is none": ([], {"SAYSO_HOTS": "x"}, 'did you mean "SAYSO_HOST"?'),
    "a key file that is not there": ([], {"SAYSO_KEY_FILE": "nowhere"}, "nowhere"),
    "a folder without rubrics": ([], {"SAYSO_RUBRICS_DIR": "nowhere"}, "vocabulary.yaml cannot be read"),
    "a rubric that is not there": ([], {"SAYSO_RUBRIC": "newsrom"}, 'did you mean "newsroom"?'),
    "an argument": (["now"], {}, "unexpected extra argument"),
}


@pytest.mark.parametrize(("options", "settings", "words"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_served_is_told_and_ends_with_two(
    tmp_path: Path, options: list[str], settings: dict[str, str], words: str
) -> None:
    ran = process("serve", *(options if "--port" in options else ["--port", "0", *options]), cwd=tmp_path, **settings)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert "Traceback" not in ran.err
