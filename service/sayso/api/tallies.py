"""How are requests and graded claims counted for the price of an addition?

The library's own counters cost more than the rest of what happens around a request. These are plain numbers, and made
into what the library knows when somebody asks for the figures.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator
from itertools import accumulate
from threading import Lock

from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector
from pydantic_core import from_json

NO_GRADE = "none"
_SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_BOUNDS = (*map(str, _SECONDS), "+Inf")


class Requests(Collector):
    """Requests by operation and status, and how long they took by operation: few names, whatever is asked."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._answered: dict[tuple[str, str], int] = {}
        self._within: dict[str, list[int]] = {}
        self._seconds: dict[str, float] = {}

    def add(self, operation: str, status: str, seconds: float) -> None:
        """One request came to its end."""
        with self._lock:
            key = operation, status
            self._answered[key] = self._answered.get(key, 0) + 1
            self._seconds[operation] = self._seconds.get(operation, 0.0) + seconds
            if operation not in self._within:
                self._within[operation] = [0] * len(_BOUNDS)
            self._within[operation][bisect_left(_SECONDS, seconds)] += 1

    def collect(self) -> Iterator[CounterMetricFamily | HistogramMetricFamily]:
        """Both, as Prometheus has them: a request within a bound is within all larger ones."""
        answered = CounterMetricFamily("sayso_requests", "Requests answered.", labels=("operation", "status"))
        took = HistogramMetricFamily(
            "sayso_request_seconds", "Time to answer, the whole of a stream.", labels=("operation",)
        )
        with self._lock:
            for key, count in self._answered.items():
                answered.add_metric(key, count)
            for operation, within in self._within.items():
                buckets = list(zip(_BOUNDS, accumulate(within), strict=True))
                took.add_metric((operation,), buckets, self._seconds[operation])
        yield answered
        yield took


class Grades(Collector):
    """Graded claims by rubric and grade; the grade as JSON, as it stands in an answer."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._graded: dict[tuple[str, bytes], int] = {}

    def add(self, rubric: str, grade: bytes, claims: int = 1) -> None:
        """So many claims were graded by this rubric, which is loaded."""
        with self._lock:
            key = rubric, grade
            self._graded[key] = self._graded.get(key, 0) + claims

    def forget_all_but(self, rubrics: Collection[str]) -> None:
        """Drops the counts of rubrics that are gone: a desk that renames its rubrics must not grow this for ever."""
        with self._lock:
            self._graded = {key: count for key, count in self._graded.items() if key[0] in rubrics}

    def collect(self) -> Iterator[CounterMetricFamily]:
        """The counts, as Prometheus has them."""
        graded = CounterMetricFamily("sayso_assessments", "Claims graded.", labels=("rubric", "grade"))
        with self._lock:
            for (rubric, grade), count in self._graded.items():
                graded.add_metric((rubric, str(from_json(grade) or NO_GRADE)), count)
        yield graded
