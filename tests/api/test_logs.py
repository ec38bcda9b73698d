"""Does each request leave one line that says what happened, and never a word of what was asked?"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from fastapi import FastAPI
from tests.api.asking import ask
from tests.services import service_of

from sayso.api.log_forms import Format, Level
from sayso.api.logs import LineWriter, open_log, take_in_libraries
from sayso.api.watch import Watch
from sayso.settings import Settings


class Logged:
    """A service and what it wrote to its log."""

    def __init__(self, level: Level = "info", form: Format = "json") -> None:
        settings = Settings()
        self.written = BytesIO()
        self.watch = Watch(log=open_log(level, form, self.written))
        self.service: FastAPI = service_of(settings, self.watch)

    def text(self) -> str:
        self.watch.log.writer.close()
        return self.written.getvalue().decode()

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text().splitlines()]


def test_one_line_for_each_request_says_what_happened(tank: dict[str, Any]) -> None:
    logged = Logged()
    answer = ask(logged.service, "POST", "/v1/score", json={"claim": tank}, headers={"x-request-id": "req-1"})
    ask(logged.service, "POST", "/v1/score/batch", json={"claims": [tank, {}], "rubric": "nato-admiralty"})
    ask(logged.service, "POST", "/v1/score", json={"claim": tank, "rubric": ["newsroom", "nato-admiralty"]})
    ask(logged.service, "POST", "/v1/score", json={})
    ask(logged.service, "HEAD", "/claims/seed-16")
    ask(logged.service, "GET", "/nowhere")
    first, batch, compared, refused, page, nowhere = logged.lines()
    assert {key: first[key] for key in ("event", "level", "request_id", "operation", "method", "status", "rubric")} == {
        "event": "request", "level": "info", "request_id": "req-1", "operation": "scoreClaim", "method": "POST",
        "status": 200, "rubric": "newsroom",
    }  # fmt: skip
    assert first["bytes"] == len(answer.content)
    assert 0 < first["ms"] < 10_000
    assert first["time"].endswith("Z")
    assert (batch["rubric"], batch["claims"], batch["refused"]) == ("nato-admiralty", 2, 1)
    assert compared["rubric"] == "newsroom,nato-admiralty"
    assert (refused["status"], "rubric" in refused) == (422, False)
    assert (page["operation"], page["method"], page["bytes"]) == ("/claims/{claim_id}", "HEAD", 0)
    assert (nowhere["operation"], nowhere["status"]) == ("none", 404)


def test_a_stream_leaves_one_line_with_its_number_of_claims(tank: dict[str, Any]) -> None:
    logged = Logged()
    body = b"\n".join([json.dumps(tank).encode(), b"{", b"", json.dumps(tank).encode()])
    ask(logged.service, "POST", "/v1/score/batch", content=body, headers={"content-type": "application/x-ndjson"})
    (line,) = logged.lines()
    assert (line["claims"], line["refused"], line["rubric"]) == (3, 1, "newsroom")


def test_no_word_of_a_claim_or_of_an_address_stands_in_the_log(tank: dict[str, Any]) -> None:
    logged = Logged("debug")
    tank |= {"text": "zyzzyva", "id": "zyzzyva", "note": "zyzzyva"}
    tank["attributions"][0]["chain"][0]["source"] = "zyzzyva"
    wrong = {**tank, "topic": 7, "zyzzyva": "zyzzyva"}
    for claim in (tank, wrong):
        for options in ({}, {"include": ["all"]}, {"rubric": "zyzzyva"}, {"zyzzyva": 1}, {"as_of": "zyzzyva"}):
            ask(logged.service, "POST", "/v1/score", json={"claim": claim, **options})
        ask(logged.service, "POST", "/v1/score/batch", json={"claims": [claim]})
        ask(logged.service, "POST", "/v1/score/batch?rubric=zyzzyva", json={"claims": [claim]})
        line = json.dumps(claim).encode() + b"\nzyzzyva\n"
        headers = {"content-type": "application/x-ndjson"}
        ask(logged.service, "POST", "/v1/score/batch", content=line, headers=headers)
    ask(
        logged.service, "POST", "/v1/rubrics/check", content=b"zyzzyva: 1", headers={"content-type": "application/yaml"}
    )
    for path in ("/zyzzyva", "/claims/zyzzyva", "/v1/rubrics/zyzzyva", "/?rubric=zyzzyva", "/static/zyzzyva"):
        ask(logged.service, "GET", path, headers={"x-request-id": "zyzzyva <", "user-agent": "zyzzyva"})
    text = logged.text()
    assert text.count("\n") == 22
    assert "zyzzyva" not in text


@pytest.mark.parametrize(("level", "seen"), [("debug", 4), ("info", 1), ("warning", 0), ("error", 0)])
def test_health_is_debug_and_requests_are_info(level: Level, seen: int) -> None:
    logged = Logged(level)
    for path in ("/livez", "/readyz", "/metrics", "/v1/vocabulary"):
        ask(logged.service, "GET", path)
    assert len(logged.lines()) == seen


def test_for_a_terminal_a_line_is_words() -> None:
    logged = Logged(form="console")
    ask(logged.service, "GET", "/v1/vocabulary")
    text = logged.text()
    assert "request" in text
    assert "operation=getVocabulary" in text
    assert "\x1b" not in text
    with pytest.raises(ValueError, match="Expecting value"):
        json.loads(text)


def test_of_a_fault_the_kinds_and_places_are_told_and_not_the_words() -> None:
    written = BytesIO()
    log = open_log("error", "json", written)
    try:
        _fails()
    except ValueError:
        log.say.error("it failed", exc_info=True)
    log.writer.close()
    line = json.loads(written.getvalue())
    assert line["fault"] == ["ValueError", "KeyError"]
    assert line["at"][-1].endswith(" _fails")
    assert b"words of" not in written.getvalue()
    assert b"more words" not in written.getvalue()


def _fails() -> None:
    try:
        {}["words of a claim"]
    except KeyError as error:
        raise ValueError("more words") from error


@pytest.fixture
def _libraries_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.usefixtures("_libraries_as_before")
def test_what_libraries_say_comes_out_in_the_same_form() -> None:
    written = BytesIO()
    log = open_log("info", "json", written)
    take_in_libraries(log)
    logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")
    logging.getLogger("uvicorn.error").info("chatter")
    try:
        _fails()
    except ValueError as error:
        logging.getLogger("asyncio").error("Task failed\nfuture: %r", error, exc_info=True)
    log.writer.close()
    first, second = map(json.loads, written.getvalue().splitlines())
    assert (first["event"], first["level"], first["library"]) == (
        "Invalid HTTP request received.", "warning", "uvicorn.error",
    )  # fmt: skip
    assert (second["event"], second["fault"]) == ("Task failed", ["ValueError", "KeyError"])
    assert b"words of" not in written.getvalue()
    assert b"more words" not in written.getvalue()


class Stuck(BytesIO):
    """A log that nobody reads."""

    def __init__(self) -> None:
        super().__init__()
        self.goes_on = threading.Event()

    def write(self, line: Any) -> int:
        self.goes_on.wait(30)
        return super().write(line)


def test_a_log_that_nobody_reads_holds_nothing_up_and_is_bounded() -> None:
    stuck = Stuck()
    writer = LineWriter(stuck)
    for _ in range(12_000):
        writer.msg("line")
    assert 1_000 <= writer.dropped <= 2_000
    stuck.goes_on.set()
    writer.close()
    assert stuck.getvalue().count(b"line\n") == 12_000 - writer.dropped


def test_a_log_that_is_closed_ends_nothing() -> None:
    closed = BytesIO()
    closed.close()
    writer = LineWriter(closed)
    writer.msg("line")
    writer.close()
    assert writer.dropped == 1
