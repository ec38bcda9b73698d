"""Do very many claims go through one stream in order, every one answered, in memory that does not grow?

80,000 lines; a million where TEST_PROFILE is long.
"""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.end_to_end.running import running
from tests.end_to_end.test_server import CLAIM
from tests.robustness.effort import cases

LINES = cases(80_000, 80_000, 1_000_000)
NDJSON = {"content-type": "application/x-ndjson"}
PATH = "/v1/score/batch"
CHUNK = 100


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("service")
    with running(folder / "log", SAYSO_LOG_LEVEL="warning") as found:
        yield found


def body_line(number: int) -> bytes:
    """Every hundredth line is none, and each claim carries its number."""
    if number % 100 == 99:
        return b"{no claim\n"
    return json.dumps({**CLAIM, "id": str(number)}).encode() + b"\n"


def memory(address: str) -> dict[str, int]:
    """What the process of the service holds and has held, in KiB, from the figures of the system."""
    page = httpx.get(f"{address}/metrics").text
    (line,) = (each for each in page.splitlines() if each.startswith("process_resident_memory_bytes "))
    return {"now": int(float(line.split()[1])) // 1024}


async def full_duplex(address: str, count: int, seen: list[int]) -> AsyncIterator[bytes]:
    """Sends lines and reads items at the same time, on one connection; gives the items."""
    host, port = address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(
        f"POST {PATH} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
        "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n".encode()
    )

    async def send() -> None:
        for start in range(0, count, CHUNK):
            chunk = b"".join(body_line(number) for number in range(start, min(start + CHUNK, count)))
            writer.write(b"%x\r\n%b\r\n" % (len(chunk), chunk))
            await writer.drain()
        writer.write(b"0\r\n\r\n")
        await writer.drain()

    sending = asyncio.create_task(send())
    head = await reader.readuntil(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200"), head
    rest = b""
    while size := int(await reader.readuntil(b"\r\n"), 16):
        *lines, rest = (rest + (await reader.readexactly(size + 2))[:-2]).split(b"\n")
        for line in lines:
            yield line
        seen[0] += len(lines)
    assert rest == b""
    await sending
    writer.close()


def test_every_line_of_a_long_stream_is_answered_in_order_and_memory_stays_flat(address: str) -> None:
    async def talk() -> tuple[int, list[int], list[float]]:
        seen, held, waits, count = [0], [], [], 0

        async def look() -> None:
            async with httpx.AsyncClient(base_url=address, timeout=30) as client:
                while True:
                    began = time.monotonic()
                    await client.get("/livez")
                    waits.append(time.monotonic() - began)
                    held.append((await asyncio.to_thread(memory, address))["now"])
                    await asyncio.sleep(0.2)

        looking = asyncio.create_task(look())
        async for line in full_duplex(address, LINES, seen):
            start, _, _ = line.partition(b',"claim":') if count % 100 != 99 else line.partition(b',"errors":')
            assert start.startswith(b'{"index":%d,' % count)
            if count % 100 == 99:
                assert b'"problem":{"code":"malformed_body"' in start
            elif count % 50 == 0:
                assert json.loads(line)["result"]["claim"]["id"] == str(count)
            count += 1
        looking.cancel()
        return count, held, waits

    count, held, waits = asyncio.run(talk())
    assert count == LINES
    assert len(held) >= 2, "the memory was never looked at"
    assert max(held) - held[0] < 24 * 1024, f"the service grew while it streamed: {held}"
    assert waits, "nobody else was answered meanwhile"


def long_lines(count: int) -> bytes:
    """10 KB a line: some thousands are far more than connections hold by themselves, either way."""
    padding = "words " * 1700
    return b"".join(json.dumps({**CLAIM, "id": str(at), "text": padding}).encode() + b"\n" for at in range(count))


def sent_whole(address: str, body: bytes) -> list[dict[str, Any]]:
    """The items that a client gets who reads nothing before the last byte is sent, as most do."""
    response = httpx.post(f"{address}{PATH}", content=body, headers=NDJSON, timeout=120)
    assert response.status_code == 200
    items = [json.loads(line) for line in response.content.splitlines()]
    assert [item["index"] for item in items] == list(range(len(items)))
    return items


def test_a_client_who_reads_only_after_sending_everything_gets_everything(address: str) -> None:
    before = memory(address)["now"]
    items = sent_whole(address, long_lines(4_000))
    assert len([item for item in items if "result" in item]) == 4_000
    assert memory(address)["now"] - before < 24 * 1024


def test_a_client_who_sends_more_than_is_kept_is_cut_off_and_told(tmp_path: Path) -> None:
    with running(tmp_path / "log", SAYSO_MAX_SPOOL_BYTES="100000") as address:
        *items, last = sent_whole(address, long_lines(4_000))
        assert 0 < len([item for item in items if "result" in item]) < 4_000
        assert (last["index"], last["problem"]["code"]) == (len(items), "stream_cut")
        assert httpx.get(f"{address}/livez").status_code == 200


def test_a_line_that_never_ends_is_refused_and_not_kept(address: str) -> None:
    before = memory(address)["now"]
    piece = b"x" * 65536

    def body() -> Iterator[bytes]:
        yield body_line(0)
        for _ in range(1600):  # 100 MiB
            yield piece
        yield b"\n" + body_line(1)

    response = httpx.post(f"{address}{PATH}", content=body(), headers=NDJSON, timeout=120)
    first, wrong, last = [json.loads(line) for line in response.content.splitlines()]
    assert ("result" in first, wrong["problem"]["code"], "result" in last) == (True, "line_too_long", True)
    assert wrong["problem"]["errors"][0]["line"] == 2
    assert memory(address)["now"] - before < 24 * 1024


def test_several_streams_and_single_claims_share_the_service(address: str) -> None:
    failed: list[Any] = []

    def stream(number: int) -> None:
        body = b"".join(body_line(at) for at in range(1000))
        items = httpx.post(f"{address}{PATH}", content=body, headers=NDJSON, timeout=120).content.splitlines()
        if [json.loads(item)["index"] for item in items] != list(range(1000)):
            failed.append(number)

    streams = [threading.Thread(target=stream, args=(number,)) for number in range(4)]
    for each in streams:
        each.start()
    answers = {httpx.post(f"{address}/v1/score", json={"claim": CLAIM}, timeout=60).content for _ in range(50)}
    for each in streams:
        each.join()
    assert failed == []
    assert len(answers) == 1
