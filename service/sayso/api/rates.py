"""How often may one asker ask? So many requests a while, counted in memory: each replica counts its own."""

from __future__ import annotations

from math import ceil
from time import time

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from sayso.api.refusals import TooOften


class Rates:
    """The count of every asker; ``rate`` is such as ``600/minute``."""

    def __init__(self, rate: str) -> None:
        self._rate = parse_rate(rate)
        self._limiter = FixedWindowRateLimiter(MemoryStorage())

    def count(self, asker: str) -> TooOften | None:
        """Counts a request; the refusal where it is one too many."""
        if self._limiter.hit(self._rate, asker):
            return None
        again = max(1, ceil(self._limiter.get_window_stats(self._rate, asker).reset_time - time()))
        told = f"more requests than {self._rate.amount} in a {self._rate.GRANULARITY.name} came from this asker"
        return TooOften(told, hint=f"wait {again} s, or send many claims in one request", again=again)


def parse_rate(rate: str) -> RateLimitItem:
    """What a rate says. Raises ValueError."""
    return parse(rate)
