"""How often may a password be guessed? So many times a while, for each address it comes from and each account.

In memory, as ``SAYSO_RATE`` is: each replica counts its own. Imported when somebody first signs in.
"""

from __future__ import annotations

import hashlib
from math import ceil
from time import time

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

OF_AN_ACCOUNT, OF_AN_ADDRESS = "10/15 minutes", "100/15 minutes"


class Attempts:
    """The count of attempts that have failed."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._account, self._address = parse(OF_AN_ACCOUNT), parse(OF_AN_ADDRESS)

    def begin(self, asker: str, email: str) -> int | None:
        """Counts an attempt on this account as failed until it has passed, so that many at once are no way around;
        how many seconds to wait where it is one too many.
        """
        if not self._limiter.test(self._address, _address(asker)):
            return self._wait(self._address, _address(asker))
        if not self._limiter.hit(self._account, _account(email)):
            return self._wait(self._account, _account(email))
        return None

    def failed(self, asker: str) -> None:
        """It was not the password."""
        self._limiter.hit(self._address, _address(asker))

    def passed(self, email: str) -> None:
        """It was, so that what failed before counts no more."""
        self._limiter.clear(self._account, _account(email))

    def _wait(self, limit: RateLimitItem, key: str) -> int:
        return max(1, ceil(self._limiter.get_window_stats(limit, key).reset_time - time()))


def _account(email: str) -> str:
    return "account:" + hashlib.sha256(email.encode("utf-8", "surrogatepass")).hexdigest()


def _address(asker: str) -> str:
    return "address:" + asker
