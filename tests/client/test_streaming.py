"""Are any number of claims answered in their order, in memory that does not grow?"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.client.conftest import KEY
from tests.client.serving import Told, failing, listed

from sayso import AsyncSayso, Refused, Sayso, ServiceFailed
from sayso.wire.batch import BatchRefusal, BatchResult

GOOD: dict[str, Any] = {"attributions": [{"chain": [{"source": "Daily Ledger", "kind": "eyewitness"}]}]}
LINES = [
    json.dumps(GOOD).encode(),
    b"{",
    b'{"attributions": []}',
    b"\xff",
    b'{"a": 1, "a": 2}',
    b"7",
    b"[" * 50 + b"]" * 50,
]


@given(lines=st.lists(st.sampled_from(LINES), max_size=9), window=st.integers(1, 4))
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
def test_windows_of_any_size_answer_as_one_stream(address: str, lines: list[bytes], window: int) -> None:
    headers = {"authorization": f"Bearer {KEY}", "content-type": "application/x-ndjson"}
    whole = httpx.post(f"{address}/v1/score/batch", content=b"\n".join(lines), headers=headers).content
    wanted = [json.loads(line) for line in whole.splitlines()]
    with Sayso(address, KEY) as sayso:
        found = [
            item.model_dump(mode="json", by_alias=True, exclude_unset=True)
            for item in sayso.stream(lines, window=window)
        ]
    assert found == wanted


def test_claims_are_taken_a_window_at_a_time_and_without_an_end(address: str) -> None:
    taken = 0

    def endless() -> Iterator[dict[str, Any]]:
        nonlocal taken
        while True:
            taken += 1
            yield GOOD

    with Sayso(address, KEY) as sayso:
        stream = sayso.stream(endless(), "newsroom", window=5)
        for index in range(12):
            item = next(stream)
            assert isinstance(item, BatchResult)
            assert item.index == index
            assert taken == (index // 5 + 1) * 5


def test_a_window_is_bounded_in_bytes_as_well(address: str) -> None:
    taken: list[int] = []
    long = {**GOOD, "text": "x" * 300_000}

    def many() -> Iterator[dict[str, Any]]:
        for number in range(12):
            taken.append(number)
            yield long

    with Sayso(address, KEY) as sayso:
        first = next(sayso.stream(many()))
    assert isinstance(first, BatchResult)
    assert len(taken) == 4


def test_what_gives_the_claims_may_be_awaited(address: str) -> None:
    async def some() -> AsyncIterator[dict[str, Any]]:
        for _ in range(3):
            yield GOOD

    async def asked() -> list[Any]:
        async with AsyncSayso(address, KEY) as sayso:
            return await listed(sayso.stream(some(), window=2))

    assert [item.index for item in asyncio.run(asked())] == [0, 1, 2]


def test_lines_of_a_file_will_do_and_blank_ones_are_passed_over(sayso: Any) -> None:
    lines = [f"{json.dumps(GOOD)}\n", "\n", "  \r\n", json.dumps(GOOD), "{"]
    items = list(sayso.stream(lines, "newsroom", include=["raise", "flip"], strict=True))
    assert [(type(item), item.index) for item in items] == [(BatchResult, 0), (BatchResult, 1), (BatchRefusal, 2)]
    assert items[2].problem.errors[0].line == 3
    assert items[0].result.raise_ is not None


def test_nothing_asks_nothing(sayso: Any) -> None:
    assert list(sayso.stream([])) == []
    assert list(sayso.stream(["", "\n"])) == []


def test_options_that_are_none_end_the_stream_with_the_first_window(sayso: Any) -> None:
    with pytest.raises(Refused) as refused:
        list(sayso.stream([GOOD] * 3, "newsrom", include=["rise"], window=1))
    assert len(refused.value.problems) == 2


@pytest.mark.parametrize("window", [0, -1])
def test_a_window_that_holds_nothing_is_a_mistake(sayso: Any, window: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        list(sayso.stream([GOOD], window=window))


def test_text_that_is_several_lines_is_no_claim(sayso: Any) -> None:
    with pytest.raises(ValueError, match="one line"):
        list(sayso.stream(["{}\n{}"]))


@pytest.mark.parametrize(
    "body", [b"", b"{}\n{}", b"7", b'{"index": "x"}', b"null", b'{"index": 0, "problem": 7}', b"{"]
)
def test_an_answer_that_is_no_window_is_a_fault(sayso: Any, open_client: Any, body: bytes) -> None:
    with failing([Told(200, body)]) as (address, _), open_client(address) as client:
        with pytest.raises(ServiceFailed) as failed:
            list(client.stream([GOOD]))
        assert failed.value.code == "unexpected_answer"
