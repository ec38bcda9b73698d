"""Do requests go on unharmed, each by rubrics that were sound, while the files are edited and broken under them?"""

from __future__ import annotations

import json
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.end_to_end.running import PATIENCE, running, wait_for
from tests.end_to_end.test_server import CLAIM
from tests.usecases.small import SHIPPED, folder, rubric

from sayso.usecases.desk import open_desk

ASKERS = 8
AT_LEAST = 200


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder of two small rubrics; ``small`` is the one asked for."""
    return folder(tmp_path / "rubrics", small=rubric(), other=rubric("other"))


@contextmanager
def serving(desk: Path, **more: str) -> Iterator[str]:
    settings = {"SAYSO_RUBRIC": "small", "SAYSO_RELOAD_SECONDS": "0.05", **more}
    with running(desk.parent / "log", SAYSO_RUBRICS_DIR=str(desk), **settings) as address:
        yield address


def save(desk: Path, text: str, name: str = "small.yaml") -> None:
    """As an editor saves that is careful: a new file in the place of the old one."""
    beside = desk / f".{name}.new"
    beside.write_text(text, encoding="utf-8")
    beside.replace(desk / name)


def digest_of(tmp_path: Path, text: str) -> str:
    """The digest that this text has where nothing is wrong with it."""
    path = tmp_path / f"apart-{abs(hash(text))}"
    return open_desk(folder(path, small=text), None, "small").catalog.get("small").digest


class Askers:
    """Threads that ask without pause and keep every answer."""

    def __init__(self, address: str) -> None:
        self.answers: list[tuple[int, str]] = []
        self._address = address
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._ask) for _ in range(ASKERS)]

    def _ask(self) -> None:
        with httpx.Client(base_url=self._address, timeout=30) as client:
            while not self._stop.is_set():
                response = client.post("/v1/score", json={"claim": CLAIM})
                found = response.json()["rubric"]["digest"] if response.status_code == 200 else response.text
                self.answers.append((response.status_code, found))

    def __enter__(self) -> Askers:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        until = time.monotonic() + PATIENCE
        while len(self.answers) < AT_LEAST and time.monotonic() < until:
            time.sleep(0.05)
        self._stop.set()
        for thread in self._threads:
            thread.join()


def test_no_request_is_lost_and_each_is_answered_by_rubrics_that_were_sound(desk: Path, tmp_path: Path) -> None:
    sound = [rubric(title=f"Small, {number}") for number in range(10)]
    digests = {digest_of(tmp_path, text) for text in [rubric(), *sound]}
    broken = ["[", "", rubric(points=101), rubric()[:300], rubric().replace("score: 100", "score: 99")]
    with serving(desk) as address, Askers(address) as askers:
        for number, text in enumerate(sound):
            (desk / "small.yaml").write_text(broken[number % len(broken)], encoding="utf-8")
            if number % 2:
                wait_for(address, "/readyz", "degraded")
            save(desk, text)
            if number % 3 == 0:
                wait_for(address, "/v1/rubrics/small", f'"Small, {number}"')
        wait_for(address, "/v1/rubrics/small", '"Small, 9"')
        wait_for(address, "/readyz", '"ready"')
    assert len(askers.answers) >= AT_LEAST
    assert {status for status, _ in askers.answers} == {200}, [each for each in askers.answers if each[0] != 200][:3]
    met = {digest for _, digest in askers.answers}
    assert met <= digests
    assert len(met) >= 5, "hardly a change was taken over"


def test_a_stream_that_runs_keeps_the_rubrics_it_began_with(desk: Path) -> None:
    line = json.dumps(CLAIM).encode() + b"\n"
    with serving(desk) as address:
        before = httpx.get(f"{address}/v1/rubrics/small").json()["digest"]

        def body() -> Iterator[bytes]:
            yield line * 10
            save(desk, rubric(title="Changed"))
            wait_for(address, "/v1/rubrics/small", "Changed")
            yield line * 10

        response = httpx.post(
            f"{address}/v1/score/batch", content=body(), headers={"content-type": "application/x-ndjson"}, timeout=60
        )
        digests = [json.loads(item)["result"]["rubric"]["digest"] for item in response.content.splitlines()]
        assert digests == [before] * 20
        assert httpx.post(f"{address}/v1/score", json={"claim": CLAIM}).json()["rubric"]["digest"] != before


def break_the_vocabulary(desk: Path) -> None:
    file = desk / "vocabulary.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "\nzzz: 1\n", encoding="utf-8")


def mend_the_vocabulary(desk: Path) -> None:
    shutil.copy(SHIPPED / "vocabulary.yaml", desk)


def delete_everything(desk: Path) -> None:
    shutil.rmtree(desk)


def make_everything_again(desk: Path) -> None:
    folder(desk, small=rubric(), other=rubric("other"))


def break_every_file(desk: Path) -> None:
    save(desk, "[", "small.yaml")
    save(desk, "[", "other.yaml")


def delete_the_rubrics(desk: Path) -> None:
    for name in ("small.yaml", "other.yaml"):
        (desk / name).unlink()


def same_version_twice(desk: Path) -> None:
    save(desk, rubric(title="Other"), "twin.yaml")


Change = Callable[[Path], Any]
GOOD = rubric()
STATES: dict[str, tuple[Change, Change, str, str | None]] = {
    "an error": (lambda d: save(d, rubric(points=101)), lambda d: save(d, GOOD), "points_range", "small.yaml"),
    "half a file": (lambda d: save(d, GOOD[:400]), lambda d: save(d, GOOD), "", "small.yaml"),
    "the default is gone": (lambda d: (d / "small.yaml").unlink(), lambda d: save(d, GOOD), "unknown_rubric", None),
    "every file broken": (break_every_file, make_everything_again, "yaml_syntax", "other.yaml"),
    "no rubric at all": (delete_the_rubrics, make_everything_again, "no_rubrics", None),
    "a broken vocabulary": (break_the_vocabulary, mend_the_vocabulary, "unknown_field", "vocabulary.yaml"),
    "no folder": (delete_everything, make_everything_again, "file_unreadable", "vocabulary.yaml"),
    "one version twice": (same_version_twice, lambda d: (d / "twin.yaml").unlink(), "same_version", "twin.yaml"),
}  # fmt: skip


def test_whatever_breaks_is_named_and_mending_it_is_enough(desk: Path) -> None:
    with serving(desk) as address:
        good = httpx.post(f"{address}/v1/score", json={"claim": CLAIM}).content
        for state, (breaks, mends, code, file) in STATES.items():
            breaks(desk)
            ready = wait_for(address, "/readyz", "degraded").json()
            assert ready["rubrics"] == 2, state
            assert {problem["file"] for problem in ready["problems"]} >= {file}, (state, ready)
            assert not code or code in {problem["code"] for problem in ready["problems"]}, (state, ready)
            assert "last good ones serve" in ready["detail"], state
            page = httpx.get(f"{address}/metrics").text
            assert "\nsayso_rubrics_load_ok 0.0\n" in page, state
            assert "\nsayso_rubrics_loaded 2.0\n" in page, state
            assert httpx.post(f"{address}/v1/score", json={"claim": CLAIM}).content == good, state
            mends(desk)
            assert wait_for(address, "/readyz", '"ready"').json()["problems"] == [], state
            assert "\nsayso_rubrics_load_ok 1.0\n" in httpx.get(f"{address}/metrics").text, state
        assert httpx.post(f"{address}/v1/score", json={"claim": CLAIM}).content == good
        counted = httpx.get(f"{address}/metrics").text
        expected = 2 + len(STATES)
        assert f'sayso_assessments_total{{grade="A",rubric="small"}} {float(expected)}' in counted


def test_a_change_that_keeps_time_and_size_is_seen(desk: Path) -> None:
    file = desk / "small.yaml"
    with serving(desk) as address:
        before = file.stat()
        save(desk, rubric(title="Smell"))
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert file.stat().st_size == before.st_size
        wait_for(address, "/v1/rubrics/small", "Smell")


def test_a_file_that_comes_and_one_that_goes_are_seen(desk: Path) -> None:
    with serving(desk) as address:
        save(desk, rubric("third"), "third.yml")
        wait_for(address, "/v1/rubrics", '"third"')
        (desk / "other.yaml").unlink()
        until = time.monotonic() + PATIENCE
        while httpx.get(f"{address}/v1/rubrics/other").status_code == 200 and time.monotonic() < until:
            time.sleep(0.05)
        assert httpx.get(f"{address}/v1/rubrics/other").status_code == 404
        assert httpx.get(f"{address}/readyz").json()["status"] == "ready"


def test_many_changes_leave_no_memory_behind(desk: Path) -> None:
    """For some fifty changes the allocator takes more room; a service that stayed would take megabytes with each."""
    with serving(desk, SAYSO_RELOAD_SECONDS="0.01", SAYSO_LOG_LEVEL="warning") as address, httpx.Client() as client:
        held = []
        for number in range(100):
            save(desk, rubric(title=f"Small, {number}"))
            wait_for(address, "/v1/rubrics/small", f'"Small, {number}"')
            page = client.get(f"{address}/metrics").text
            line = next(each for each in page.splitlines() if each.startswith("process_resident_memory_bytes "))
            held.append(int(float(line.split()[1])) // 1024)
        assert held[-1] - held[50] < 12 * 1024, f"each change leaves something behind: {held[::10]}"
