"""Does a body come in to its end, in order and in little memory, whether its answers are read meanwhile or not?"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

import pytest
from starlette.requests import ClientDisconnect
from starlette.types import Message

from sayso.api.inflow import Inflow
from sayso.api.spool import Spool

PIECE = 64 * 1024
MANY = 60


class Sender:
    """Sends numbered pieces as fast as they are taken in; then waits, as a connection does."""

    def __init__(self, count: int, hangs_up: bool = False) -> None:
        self.count, self.hangs_up, self.taken = count, hangs_up, 0
        self.all_sent = asyncio.Event()

    async def receive(self) -> Message:
        await asyncio.sleep(0)
        if self.taken < self.count:
            self.taken += 1
            return {"type": "http.request", "body": piece(self.taken), "more_body": self.taken < self.count}
        self.all_sent.set()
        if not self.hangs_up:
            await asyncio.Event().wait()
        return {"type": "http.disconnect"}


def piece(number: int) -> bytes:
    return bytes([number % 251]) * PIECE


def run(scene: Coroutine[Any, Any, None]) -> None:
    async def in_time() -> None:
        async with asyncio.timeout(60):
            await scene

    asyncio.run(in_time())


async def everything(inflow: Inflow) -> bytes:
    found = b""
    while (each := await inflow.next_piece()) is not None:
        found += each
    return found


async def end(inflow: Inflow, filling: asyncio.Task[None]) -> None:
    filling.cancel()
    with suppress(asyncio.CancelledError):
        await filling
    inflow.close()


def test_a_slow_reader_holds_the_sender_back_and_nothing_goes_to_the_disk() -> None:
    async def scene() -> None:
        sender = Sender(MANY)
        inflow = Inflow(sender.receive, spool_bytes=10**9, patience=0.05)
        filling = asyncio.create_task(inflow.fill())
        await asyncio.sleep(0.5)
        assert sender.taken < 10, "taken in without end, though nobody took it out"
        assert await everything(inflow) == b"".join(piece(number) for number in range(1, MANY + 1))
        await end(inflow, filling)

    run(scene())


def test_an_asker_who_reads_nothing_can_send_to_the_end_and_then_gets_it_all() -> None:
    async def scene() -> None:
        sender = Sender(MANY)
        inflow = Inflow(sender.receive, spool_bytes=10**9, patience=0.05)
        filling = asyncio.create_task(inflow.fill())
        async with inflow.answering():  # a sending that does not come to its end
            await sender.all_sent.wait()
        assert not inflow.is_cut
        assert await everything(inflow) == b"".join(piece(number) for number in range(1, MANY + 1))
        await end(inflow, filling)

    run(scene())


@pytest.mark.parametrize("room", [0, 10 * PIECE])
def test_beyond_the_room_the_stream_is_cut_and_the_asker_still_comes_to_the_end(room: int) -> None:
    async def scene() -> None:
        sender = Sender(MANY)
        inflow = Inflow(sender.receive, spool_bytes=room, patience=0.05, last_patience=0.3)
        filling = asyncio.create_task(inflow.fill())
        async with inflow.answering():
            await sender.all_sent.wait()
        assert inflow.is_cut
        kept = await everything(inflow)
        whole = b"".join(piece(number) for number in range(1, MANY + 1))
        assert whole.startswith(kept)
        assert room <= len(kept) <= room + 6 * PIECE
        await end(inflow, filling)

    run(scene())


def test_an_asker_who_is_gone_is_noticed_while_waiting() -> None:
    async def scene() -> None:
        inflow = Inflow(Sender(0, hangs_up=True).receive, spool_bytes=0)
        filling = asyncio.create_task(inflow.fill())
        with pytest.raises(ClientDisconnect):
            await inflow.next_piece()
        await end(inflow, filling)

    run(scene())


def test_a_fault_of_the_connection_leaves_nobody_waiting() -> None:
    async def broken() -> Message:
        raise ZeroDivisionError

    async def scene() -> None:
        inflow = Inflow(broken, spool_bytes=0)
        filling = asyncio.create_task(inflow.fill())
        with pytest.raises(ClientDisconnect):
            await inflow.next_piece()
        with pytest.raises(ZeroDivisionError):
            await filling

    run(scene())


def test_a_spool_gives_back_what_it_was_given_and_its_room_is_free_again() -> None:
    async def scene() -> None:
        spool = Spool(3 * PIECE)
        for start in (1, 4):
            for number in range(start, start + 3):
                assert spool.has_room(PIECE)
                assert await spool.put(piece(number))
            assert not spool.has_room(1)
            assert b"".join([await spool.take() for _ in range(3)]) == b"".join(map(piece, range(start, start + 3)))
            assert spool.held == 0
            await spool.clear()
        spool.close()

    run(scene())


def test_a_spool_has_no_name_that_another_could_read_and_leaves_no_file_open() -> None:
    async def scene() -> None:
        before = open_files()
        spool = Spool(PIECE)
        await spool.put(b"words of a claim")
        (file,) = open_files() - before
        assert "(deleted)" in file or not os.path.exists(file)
        spool.close()
        assert open_files() == before

    run(scene())


def open_files() -> set[str]:
    found = set()
    for number in os.listdir("/proc/self/fd"):
        with suppress(OSError):
            found.add(os.readlink(f"/proc/self/fd/{number}"))
    return {name for name in found if name.startswith("/") and not name.startswith("/proc")}
