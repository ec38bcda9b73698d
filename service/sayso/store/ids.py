"""Which id does a new assessment get? One that sorts by time, so that a list in order of ids is one in order of time.

UUID version 7 (RFC 9562) as 32 hexadecimal digits: 48 bits of milliseconds, then chance. Within a millisecond an id is
the one before it and a little more, so that one process never gives them out of order.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from threading import Lock
from time import time_ns

_SHAPE = re.compile(r"[0-9a-f]{32}")
_CHANCE = 74
_STEP = 32
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)  # whole ones are counted: as seconds with a point, some would be one less


class Ids:
    """Gives ids; safe to share between threads."""

    def __init__(self, clock: Callable[[], int] = time_ns, chance: Callable[[int], int] | None = None) -> None:
        self._clock = clock
        # Begun from the system's own chance. Ids need to differ, not to be secret, and that would cost a call each.
        self._chance = Random().getrandbits if chance is None else chance  # noqa: S311
        self._lock = Lock()
        self._last = 0

    def next(self) -> str:
        """An id later than any that was given before."""
        now = self._clock() // 1_000_000
        fresh = (now << _CHANCE) | self._chance(_CHANCE - 1)  # half the room of a millisecond is left to count in
        with self._lock:
            self._last = fresh if fresh > self._last else self._last + 1 + self._chance(_STEP)
            return _written(self._last)


def is_id(text: str) -> bool:
    """Whether this could be an id."""
    return _SHAPE.fullmatch(text) is not None


def first_of(moment: datetime) -> str:
    """What every id made at this moment or later is not before."""
    return f"{max(0, (moment - _EPOCH) // _MILLISECOND):012x}"[:12]


def made(id_: str) -> str:
    """When an id was given: ISO 8601 in UTC, to the millisecond."""
    moment = datetime.fromtimestamp(int(id_[:12], 16) / 1000, UTC)
    return written_time(moment)


def written_time(moment: datetime) -> str:
    """ISO 8601 in UTC, to the millisecond, so that texts sort as moments do."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _written(number: int) -> str:
    now, chance = number >> _CHANCE, number & ((1 << _CHANCE) - 1)
    high, low = chance >> 62, chance & ((1 << 62) - 1)
    return f"{now:012x}7{high:03x}{(0b10 << 62) | low:016x}"
