"""How is writing counted: how much waits, how much one commit has, how long it takes, and what the database refused?

Plain numbers, as in ``tallies``; the writer's thread adds to them once a commit.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from threading import Lock

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector

_SIZES = (1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500)
_SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Commits(Collector):
    """The figures of the queue and of its commits."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._sizes, self._seconds = _Spread(_SIZES), _Spread(_SECONDS)
        self._failures = 0
        self._waiting: Callable[[], int] = _nothing
        self._also: Callable[[int, float], object] | None = None

    def add(self, size: int, seconds: float) -> None:
        """One commit came to its end, whose changes had so many places of the queue."""
        with self._lock:
            self._sizes.add(size)
            self._seconds.add(seconds)
        if self._also is not None:
            self._also(size, seconds)

    def failed(self) -> None:
        """The database did not do what it was asked."""
        with self._lock:
            self._failures += 1

    def follow(self, waiting: Callable[[], int]) -> None:
        """From now on this says how many assessments wait to be written."""
        self._waiting = waiting

    def also(self, committed: Callable[[int, float], object]) -> None:
        """From now on this is told of each commit, too."""
        self._also = committed

    def collect(self) -> Iterator[CounterMetricFamily | GaugeMetricFamily | HistogramMetricFamily]:
        """All of it, as Prometheus has it."""
        yield GaugeMetricFamily("sayso_queue_waiting", "Assessments that wait to be written.", self._waiting())
        with self._lock:
            sizes, seconds, failures = self._sizes.told(), self._seconds.told(), self._failures
        yield HistogramMetricFamily("sayso_commit_size", "Assessments, reviews and corrections of one commit.", *sizes)
        yield HistogramMetricFamily("sayso_commit_seconds", "Time of one commit, the disk's included.", *seconds)
        yield CounterMetricFamily("sayso_storage_failures", "What the database did not do.", failures)


class _Spread:
    """How often a value was within each bound, and all values added."""

    def __init__(self, bounds: Sequence[float]) -> None:
        self._bounds = bounds
        self._within = [0] * (len(bounds) + 1)
        self._sum = 0.0

    def add(self, value: float) -> None:
        self._within[bisect_left(self._bounds, value)] += 1
        self._sum += value

    def told(self) -> tuple[list[tuple[str, int]], float]:
        names = (*(str(float(bound)) for bound in self._bounds), "+Inf")
        return list(zip(names, accumulate(self._within), strict=True)), self._sum


def _nothing() -> int:
    return 0
