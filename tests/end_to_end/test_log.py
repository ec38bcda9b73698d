"""Does the log of a whole session say what happened, in JSON throughout, without a word of what was asked?"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import httpx
from tests.end_to_end.running import running, wait_for
from tests.end_to_end.test_server import CLAIM, raw
from tests.usecases.small import folder, rubric

SECRET = "zyzzyva"
WORDS = set(re.findall(r"[A-Za-z]{5,}", f"{CLAIM['text']} Daily Ledger harbour master {SECRET}"))


def session(address: str, rubrics: Path) -> None:
    """Right and wrong questions of every kind, to every address, and a change of the rubrics."""
    claim: dict[str, Any] = {**CLAIM, "id": SECRET, "note": SECRET}
    wrong = {**claim, "attributions": [{"chain": [{"source": SECRET, "relation": SECRET, SECRET: 1}]}]}
    with httpx.Client(base_url=address, headers={"user-agent": SECRET, "cookie": SECRET}) as client:
        for each in (claim, wrong, SECRET):
            for options in (
                {},
                {"include": ["all"]},
                {"rubric": SECRET},
                {SECRET: SECRET},
                {"rubric": ["small", "small"]},
            ):
                client.post("/v1/score", json={"claim": each, **options}, headers={"x-request-id": "session-1"})
            client.post("/v1/score/batch", json={"claims": [each, claim]})
            line = json.dumps(each).encode() + b"\n{" + SECRET.encode()
            client.post("/v1/score/batch", content=line, headers={"content-type": "application/x-ndjson"})
        client.post("/v1/score", content=f'{{"{SECRET}', headers={"content-type": "application/json"})
        for path in ("/v1/rubrics/check", "/v1/rubrics/test"):
            client.post(path, content=f"title: {SECRET}\n", headers={"content-type": "application/yaml"})
        for path in (
            f"/{SECRET}",
            f"/claims/{SECRET}",
            f"/?rubric={SECRET}",
            f"/v1/rubrics/{SECRET}",
            f"/static/{SECRET}",
        ):
            client.get(path)
    raw(address, f"{SECRET} HTTP\r\n\r\n".encode())
    raw(address, f"GET / HTTP/1.1\r\nHost: {SECRET}.example\r\nConnection: close\r\n\r\n".encode())
    (rubrics / "small.yaml").write_text(rubric().replace("kind: eyewitness", f"kind: {SECRET}"), encoding="utf-8")
    wait_for(address, "/readyz", "degraded")
    (rubrics / "small.yaml").write_text(rubric(), encoding="utf-8")
    wait_for(address, "/readyz", '"ready"')


def test_the_log_of_a_session_holds_no_word_of_it(tmp_path: Path) -> None:
    rubrics = folder(tmp_path / "rubrics", small=rubric())
    settings = {"SAYSO_RUBRICS_DIR": str(rubrics), "SAYSO_RUBRIC": "small", "SAYSO_RELOAD_SECONDS": "0.05"}
    with running(tmp_path / "log", SAYSO_LOG_LEVEL="debug", **settings) as address:
        session(address, rubrics)
    text = (tmp_path / "log").read_text()
    _, _, log = text.partition("Ctrl-C stops it.\n")
    lines = [json.loads(line) for line in log.splitlines()]
    assert [word for word in WORDS if word.lower() in log.lower()] == []
    events = [line["event"] for line in lines]
    assert (events[0], events[-1]) == ("service started", "service stopped")
    assert {"request", "rubrics loaded", "rubrics degraded", "Invalid HTTP request received."} <= set(events)
    requests = [line for line in lines if line["event"] == "request"]
    assert len([line for line in requests if line["level"] == "info"]) == 30
    assert {"isReady", "isAlive"} <= {line["operation"] for line in requests if line["level"] == "debug"}
    assert len([line for line in requests if line["request_id"] == "session-1"]) == 15
    (degraded,) = (line for line in lines if line["event"] == "rubrics degraded")
    assert re.fullmatch(r"small\.yaml:\d+:\d+ [a-z_]+", degraded["problems"][0])


def test_the_log_can_be_words_and_only_what_went_wrong(tmp_path: Path) -> None:
    with running(tmp_path / "words", SAYSO_LOG_FORMAT="console") as address:
        httpx.post(f"{address}/v1/score", json={"claim": CLAIM})
    assert "operation=scoreClaim" in (tmp_path / "words").read_text()
    with running(tmp_path / "quiet", SAYSO_LOG_LEVEL="warning") as address:
        httpx.post(f"{address}/v1/score", json={"claim": CLAIM})
        httpx.post(f"{address}/v1/score", json={})
    assert (tmp_path / "quiet").read_text().partition("Ctrl-C stops it.\n")[2] == ""
