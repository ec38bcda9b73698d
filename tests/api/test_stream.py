"""Does a stream answer every line, in order, the bad ones with their problem, and stop when nobody listens?"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.types import Message
from tests.api.asking import ask, assert_problem
from tests.services import service_of

from sayso.settings import Settings
from sayso.wire.batch import BatchRefusal, BatchResult

PATH = "/v1/score/batch"
NDJSON = {"content-type": "application/x-ndjson"}


def stream(service: FastAPI, body: bytes, query: str = "") -> list[dict[str, Any]]:
    response = ask(service, "POST", PATH + query, content=body, headers=NDJSON)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/x-ndjson"
    assert response.content == b"" or response.content.endswith(b"\n")
    items = [json.loads(line) for line in response.content.splitlines()]
    for item, line in zip(items, response.content.splitlines(), strict=True):
        (BatchResult if "result" in item else BatchRefusal).model_validate_json(line)
    assert [item["index"] for item in items] == list(range(len(items)))
    return items


def line(claim: Any) -> bytes:
    return json.dumps(claim).encode()


def test_each_item_has_the_very_bytes_of_a_claim_asked_alone(service: FastAPI, tank: dict[str, Any]) -> None:
    for query, options in (
        ("", {}),
        ("?rubric=nato-admiralty&as_of=2024-01-01&strict=true", {"rubric": "nato-admiralty", "as_of": "2024-01-01"}),
        ("?include=raise&include=flip", {"include": ["raise", "flip"]}),
        ("?disputed=/attributions/0/chain/2/kind&include=flip",
         {"include": ["flip"], "disputed": ["/attributions/0/chain/2/kind"]}),
    ):  # fmt: skip
        alone = ask(service, "POST", "/v1/score", json={"claim": tank, **options}).content
        body = line(tank) + b"\n" + line(tank)
        together = ask(service, "POST", PATH + query, content=body, headers=NDJSON).content
        assert together == b'{"index":0,"result":%b}\n{"index":1,"result":%b}\n' % (alone, alone)


def test_lines_may_end_in_cr_lf_or_not_at_all_and_blank_ones_are_passed_over(
    service: FastAPI, tank: dict[str, Any]
) -> None:
    one = line(tank)
    for body in (one, one + b"\n", one + b"\r\n", b"\n\r\n  \n\t\r\n" + one, one + b"\n\n \n", one + b"\r"):
        assert ["result" in item for item in stream(service, body)] == [True]
    assert len(stream(service, one + b"\r\n" + one + b"\n\n" + one)) == 3
    assert stream(service, b"") == stream(service, b"\n\n\r\n") == []


BAD = {
    "half": (b'{"attributions": [', "malformed_body", "malformed_json", 18),
    "two values": (b"{} {}", "malformed_body", "malformed_json", 4),
    "nan": (b'{"age": NaN}', "malformed_body", "malformed_json", 9),
    "not utf-8": (b'{"text": "\xff"}', "malformed_body", "not_utf8", 11),
    "half a character": (b'{"text": "\\ud800"}', "malformed_body", "malformed_json", 11),
    "a bom": (b"\xef\xbb\xbf{}", "malformed_body", "malformed_json", 1),
    "repeated": (b'{"id": "a", "id": "b"}', "malformed_body", "repeated_key", None),
    "deep": (b"[" * 40 + b"]" * 40, "body_too_deep", "body_too_deep", None),
    "long": (b'{"text": "' + b"x" * 2_097_152 + b'"}', "line_too_long", "line_too_long", 1),
}


@pytest.mark.parametrize(("bad", "code", "error", "column"), BAD.values(), ids=BAD)
def test_a_bad_line_is_one_problem_with_its_place_and_the_rest_is_graded(
    service: FastAPI, tank: dict[str, Any], bad: bytes, code: str, error: str, column: int | None
) -> None:
    first, wrong, last = stream(service, line(tank) + b"\n\n" + bad + b"\n" + line(tank))
    assert first["result"] == last["result"]
    assert wrong["problem"]["code"] == code
    (found,) = wrong["problem"]["errors"]
    assert (found["code"], found["line"], found["column"]) == (error, 3, column)
    assert "the body" not in f"{wrong['problem']['detail']} {found['message']}"


def test_a_claim_that_cannot_be_graded_has_its_line_and_pointers_from_the_claim(
    service: FastAPI, tank: dict[str, Any]
) -> None:
    tank["text"] = "the body of the letter"
    tank["attributions"][0]["chain"][0]["relation"] = "the body"
    wrong, no_claim = stream(service, line(tank) + b"\n7")
    (error,) = wrong["problem"]["errors"]
    assert (error["pointer"], error["line"]) == ("/attributions/0/chain/0/relation", 1)
    assert "the body" in error["message"]
    assert no_claim["problem"]["errors"][0]["line"] == 2


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("?rubric=newsrom", ["unknown_rubric"]),
        ("?strict=yes", ["wrong_type"]),
        (
            "?as_of=soon&include=rise&rubrics=x&rubric=newsrom",
            ["unknown_key", "unknown_option", "unknown_rubric", "wrong_type"],
        ),
        ("?rubric=newsroom&rubric=newsroom", ["repeated_key"]),
        ("?rubric=", ["wrong_value"]),
        ("?rubric=%ff", ["wrong_parameter"]),
        ("?" + "&".join(["include=raise"] * 300), ["wrong_parameter"]),
    ],
)  # fmt: skip
def test_everything_wrong_with_the_query_is_told_before_a_line_is_read(
    service: FastAPI, query: str, codes: list[str]
) -> None:
    response = ask(service, "POST", PATH + query, content=b"{}\n", headers=NDJSON)
    errors = assert_problem(response, 422, "unknown_rubric" if codes == ["unknown_rubric"] else "invalid_request")
    assert sorted(error["code"] for error in errors) == codes
    assert all(error["pointer"] is None for error in errors)


def test_the_longest_line_is_a_setting(tank: dict[str, Any]) -> None:
    small = service_of(Settings(max_line_bytes=1024))
    tank["attributions"][0]["chain"] = tank["attributions"][0]["chain"][:1]
    long = {**tank, "text": "x" * 1024}
    first, wrong, last = stream(small, line(tank) + b"\n" + line(long) + b"\n" + line(tank))
    assert ("result" in first, "result" in last) == (True, True)
    assert "1 KiB" in wrong["problem"]["detail"]


class Asker:
    """An asker whose body and patience the test is in charge of."""

    def __init__(self) -> None:
        self.sent: asyncio.Queue[Message] = asyncio.Queue()
        self.got: list[bytes] = []
        self.reads = asyncio.Event()
        self.reads.set()

    def sends(self, body: bytes, more: bool = True) -> None:
        self.sent.put_nowait({"type": "http.request", "body": body, "more_body": more})

    def hangs_up(self) -> None:
        self.sent.put_nowait({"type": "http.disconnect"})

    async def receive(self, message: Message) -> None:
        await self.reads.wait()
        if message["type"] == "http.response.body":
            self.got.append(message.get("body", b""))

    async def asks(self, app: FastAPI) -> None:
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
            "path": PATH, "raw_path": PATH.encode(), "query_string": b"", "root_path": "", "client": None,
            "headers": [(b"host", b"localhost"), (b"content-type", b"application/x-ndjson")], "server": None,
        }  # fmt: skip
        await app(scope, self.sent.get, self.receive)

    async def until(self, count: int) -> None:
        """Waits until so many items have come."""
        async with asyncio.timeout(30):
            while b"".join(self.got).count(b"\n") < count:
                await asyncio.sleep(0.005)


def test_whoever_sends_line_by_line_gets_answer_by_answer(service: FastAPI, tank: dict[str, Any]) -> None:
    async def talk() -> None:
        asker = Asker()
        asking = asyncio.create_task(asker.asks(service))
        for count in range(1, 4):
            asker.sends(line(tank) + b"\n")
            await asker.until(count)
        asker.sends(line(tank), more=False)
        await asking
        assert b"".join(asker.got).count(b"\n") == 4

    asyncio.run(talk())


def test_others_get_their_turn_while_a_stream_runs(service: FastAPI, tank: dict[str, Any]) -> None:
    async def talk() -> tuple[int, int]:
        asker, turns = Asker(), 0
        asker.sends((line(tank) + b"\n") * 2000, more=False)
        asking = asyncio.create_task(asker.asks(service))
        while not asking.done():
            turns += 1
            await asyncio.sleep(0)
        return turns, b"".join(asker.got).count(b"\n")

    turns, items = asyncio.run(talk())
    assert items == 2000
    assert turns > 20


def test_a_stream_whose_asker_hangs_up_ends_at_once(service: FastAPI, tank: dict[str, Any]) -> None:
    async def talk() -> int:
        asker = Asker()
        asking = asyncio.create_task(asker.asks(service))
        asker.sends((line(tank) + b"\n") * 5000)
        await asker.until(1)
        asker.hangs_up()
        async with asyncio.timeout(30):
            await asking
        return b"".join(asker.got).count(b"\n")

    assert asyncio.run(talk()) < 5000


async def pieces(body: bytes, size: int) -> AsyncIterator[bytes]:
    for at in range(0, len(body), size):
        yield body[at : at + size]


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_the_answer_is_the_same_however_the_body_comes(service: FastAPI, tank: dict[str, Any], size: int) -> None:
    body = line(tank) + b"\r\n\n{x}\n" + line(tank)
    whole = ask(service, "POST", PATH, content=body, headers=NDJSON).content
    assert ask(service, "POST", PATH, content=pieces(body, size), headers=NDJSON).content == whole
