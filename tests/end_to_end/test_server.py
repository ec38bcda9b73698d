"""Does the service hold on a real socket: limits, hosts, keys, start and stop, and changed rubrics?"""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.end_to_end.running import PATIENCE, clean_environment, free_port, running, serve_command, wait_for

from sayso.wire.answer import Assessment

KEY = "4f1dc2a7b09e4c55a6d0e6f1c3b7a9d84f1dc2a7b09e4c55a6d0e6f1c3b7a9d8"
CLAIM: dict[str, Any] = {
    "text": "The harbour was closed on Monday.",
    "specifics": ["what", "where", "when"],
    "attributions": [
        {
            "chain": [
                {"source": "Daily Ledger", "kind": "secondhand_media", "relation": "quotes"},
                {"source": "the harbour master", "kind": "on_record_official", "identification": "named_with_position"},
            ]
        }
    ],
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("service")
    with running(folder / "log", SAYSO_DATA_DIR=str(folder)) as found:
        yield found


def raw(address: str, request: bytes) -> bytes:
    """What the server sends back to these very bytes, until it closes."""
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as connection:
        connection.sendall(request)
        received = b""
        while piece := connection.recv(65536):
            received += piece
    return received


def test_a_claim_is_scored(address: str) -> None:
    response = httpx.post(f"{address}/v1/score", json={"claim": CLAIM, "include": ["all"]})
    assert response.status_code == 200
    Assessment.model_validate_json(response.content)


def test_many_claims_on_one_connection_get_the_same_bytes(address: str) -> None:
    with httpx.Client() as client:
        answers = {client.post(f"{address}/v1/score", json={"claim": CLAIM}).content for _ in range(50)}
    assert len(answers) == 1


def test_a_body_too_large_is_refused_and_the_service_goes_on(address: str) -> None:
    headers = {"content-type": "application/json"}
    whole = httpx.post(f"{address}/v1/score", content=b" " * 3 * 1024 * 1024, headers=headers)
    assert (whole.status_code, whole.json()["code"]) == (413, "body_too_large")
    pieces = httpx.post(f"{address}/v1/score", content=(b" " * 65536 for _ in range(48)), headers=headers)
    assert (pieces.status_code, pieces.json()["code"]) == (413, "body_too_large")
    assert httpx.get(f"{address}/livez").status_code == 200


def test_a_body_in_single_bytes_is_read(address: str) -> None:
    body = b'{"claim": }'
    response = httpx.post(
        f"{address}/v1/score",
        content=(body[at : at + 1] for at in range(len(body))),
        headers={"content-type": "application/json"},
    )
    assert (response.status_code, response.json()["errors"][0]["column"]) == (400, 11)


def test_head_sends_no_body(address: str) -> None:
    answer = raw(address, b"HEAD /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    assert body == b""


@pytest.mark.parametrize("host", [b"evil.example", b"127.0.0.1.nip.example:80", b""])
def test_another_host_name_is_refused(address: str, host: bytes) -> None:
    answer = raw(address, b"GET /v1/rubrics HTTP/1.1\r\nHost: " + host + b"\r\nConnection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 403")
    assert b"application/problem+json" in answer


@pytest.mark.parametrize("request_line", [b"NONSENSE", b"GET / HTTP/9.9", b"\x16\x03\x01\x02\x00", b"GET  HTTP/1.1"])
def test_what_is_not_http_does_not_end_the_service(address: str, request_line: bytes) -> None:
    raw(address, request_line + b"\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert httpx.get(f"{address}/livez").status_code == 200


def test_an_asker_who_hangs_up_midway_does_not_end_the_service(address: str) -> None:
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(
            b"POST /v1/score HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            b"Content-Length: 100\r\n\r\n{"
        )
    assert httpx.get(f"{address}/livez").status_code == 200


@pytest.mark.parametrize("options", [["--host", "0.0.0.0"], ["--host", "::"]])
def test_without_a_key_the_service_refuses_another_address(options: list[str]) -> None:
    command = [*serve_command("--port", str(free_port())), *options]
    ended = subprocess.run(
        command, env=clean_environment(), capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert ended.returncode == 2
    assert "SAYSO_KEY_FILE" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_an_unknown_setting_stops_the_start() -> None:
    environment = clean_environment(SAYSO_RUBRIK="newsroom")
    ended = subprocess.run(
        serve_command(), env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert ended.returncode == 2
    assert "SAYSO_RUBRIC" in ended.stderr.replace("SAYSO_RUBRIK", "")


def test_with_a_key_only_its_holder_may_ask(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(KEY + "\n")
    with running(tmp_path / "log", SAYSO_KEY_FILE=str(tmp_path / "key"), SAYSO_HOST="0.0.0.0") as address:
        stranger = httpx.post(f"{address}/v1/score", json={"claim": CLAIM})
        holder = httpx.post(f"{address}/v1/score", json={"claim": CLAIM}, headers={"authorization": f"Bearer {KEY}"})
        assert (stranger.status_code, holder.status_code) == (401, 200)
        assert httpx.get(f"{address}/readyz").status_code == 200
    assert KEY not in (tmp_path / "log").read_text()


def test_a_changed_rubric_serves_and_a_broken_one_does_not(tmp_path: Path, root: Path) -> None:
    rubrics = tmp_path / "rubrics"
    shutil.copytree(root / "rubrics", rubrics)
    file = rubrics / "newsroom.yaml"
    good = file.read_text(encoding="utf-8")
    with running(tmp_path / "log", SAYSO_RUBRICS_DIR=str(rubrics), SAYSO_RELOAD_SECONDS="0.1") as address:
        before = httpx.get(f"{address}/v1/rubrics/newsroom").json()["digest"]
        file.write_text(good.replace("\ntitle: ", "\ntitle: Renamed ", 1), encoding="utf-8")
        assert wait_for(address, "/v1/rubrics/newsroom", "Renamed").json()["digest"] != before
        file.write_text(good.replace("\nunknown: ", "\nunknown: per", 1), encoding="utf-8")
        assert wait_for(address, "/readyz", "degraded").status_code == 200
        assert "Renamed" in httpx.get(f"{address}/v1/rubrics/newsroom").text
        file.write_text(good, encoding="utf-8")
        wait_for(address, "/readyz", '"ready"')
        assert httpx.get(f"{address}/v1/rubrics/newsroom").json()["digest"] == before
