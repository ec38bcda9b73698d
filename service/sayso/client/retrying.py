"""Is a call that failed tried again, and after how long?"""

from __future__ import annotations

import random
from dataclasses import dataclass

from sayso.client.failures import CallFailed, RateLimited, Unavailable


@dataclass(frozen=True)
class Retries:
    """How patient a client is: at most ``most`` more tries, the first after up to ``first`` seconds, each further one
    after up to twice as long, never more than ``longest``. ``Retries(most=0)`` tries once.
    """

    most: int = 4
    first: float = 0.25
    longest: float = 20.0

    def wait(self, failed: int, asked: float | None, chance: float) -> float | None:
        """Seconds to wait after the failure number ``failed``, counted from 1; None where it is time to give up.

        ``asked`` is what Retry-After says. It is honoured; where it is more than ``longest``, the caller is told
        instead. ``chance`` is from 0 to 1: it spreads out those who were turned away together.
        """
        if failed > self.most or (asked is not None and asked > self.longest):
            return None
        spread = min(self.longest, self.first * 2.0 ** (failed - 1)) * chance
        return spread if asked is None else asked + spread


class Attempts:
    """The tries of one call."""

    def __init__(self, retries: Retries) -> None:
        self._retries = retries
        self._failed = 0

    def wait_after(self, failure: CallFailed) -> float:
        """How long to wait before the next try. Raises the failure where it is final, or the last."""
        self._failed += 1
        passing = isinstance(failure, (RateLimited, Unavailable))
        wait = self._retries.wait(self._failed, failure.retry_after, random.random()) if passing else None  # noqa: S311
        if wait is None:
            raise failure
        return wait
