"""How does long work on the event loop leave room for everyone else?"""

from __future__ import annotations

from asyncio import sleep
from time import perf_counter

_TURN = 0.002  # seconds: long beside the cost of giving way, short beside what an asker of /livez notices


class Turns:
    """Gives way whenever this work has had its turn."""

    def __init__(self) -> None:
        self._ends = perf_counter() + _TURN

    @property
    def is_over(self) -> bool:
        return perf_counter() >= self._ends

    async def give_way(self) -> None:
        """Lets whatever else is ready go first; the next turn begins when it has."""
        await sleep(0)
        self._ends = perf_counter() + _TURN
