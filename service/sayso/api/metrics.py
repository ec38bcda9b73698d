"""What has this process done since it started, in figures that Prometheus reads?

Each application has a registry of its own; it is kept when the rubrics are read anew, so no count goes back. The
children of a metric are looked up once and kept: what a request pays for are two increments.
"""

from __future__ import annotations

import time
from collections.abc import Iterable

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from pydantic_core import from_json

from sayso.rubric.model import Rubric
from sayso.version import ENGINE_VERSION, __version__

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
NO_GRADE = "none"
_SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """The counters and gauges of one service."""

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series for each counter, of the moment it was made
        registry = self._registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._requests = Counter(
            "sayso_requests_total", "Requests answered.", ("operation", "status"), registry=registry
        )
        self._seconds = Histogram(
            "sayso_request_seconds",
            "Time to answer, the whole of a stream.",
            ("operation",),
            registry=registry,
            buckets=_SECONDS,
        )
        self._assessments = Counter("sayso_assessments_total", "Claims graded.", ("rubric", "grade"), registry=registry)
        self._refused = Counter(
            "sayso_claims_refused_total", "Claims of batches and streams that have a problem.", registry=registry
        )
        self._rubric = Gauge(
            "sayso_rubric_info", "1 for each rubric version loaded.", ("rubric", "version"), registry=registry
        )
        self._loaded = Gauge("sayso_rubrics_loaded", "Rubric versions loaded.", registry=registry)
        self._load_ok = Gauge(
            "sayso_rubrics_load_ok", "1 where the last load of the rubrics was sound, else 0.", registry=registry
        )
        self._load_time = Gauge(
            "sayso_rubrics_load_timestamp_seconds", "When the rubrics that serve were loaded.", registry=registry
        )
        self._loads = Counter(
            "sayso_rubrics_loads_total", "Loads of the rubrics folder.", ("outcome",), registry=registry
        )
        self._dropped = Gauge(
            "sayso_log_lines_dropped", "Log lines that could not be written in time.", registry=registry
        )
        build = Gauge("sayso_build_info", "Always 1.", ("version", "engine"), registry=registry)
        build.labels(__version__, ENGINE_VERSION).set(1)
        self._of_requests: dict[tuple[str, str], tuple[Counter, Histogram]] = {}
        self._of_grades: dict[tuple[str, bytes], Counter] = {}

    def answered(self, operation: str, status: str, seconds: float) -> None:
        """One request came to its end. The operations and the statuses are few, whatever is asked."""
        children = self._of_requests.get((operation, status))
        if children is None:
            children = self._requests.labels(operation, status), self._seconds.labels(operation)
            self._of_requests[operation, status] = children
        children[0].inc()
        children[1].observe(seconds)

    def assessed(self, rubric: str, grade: bytes) -> None:
        """One claim was graded by this rubric, which is loaded; ``grade`` as JSON, as it stands in the answer."""
        child = self._of_grades.get((rubric, grade))
        if child is None:
            child = self._of_grades[rubric, grade] = self._assessments.labels(rubric, _label(grade))
        child.inc()

    def refused(self, claims: int) -> None:
        """So many claims of a batch or a stream have a problem."""
        self._refused.inc(claims)

    def loaded(self, rubrics: Iterable[Rubric], sound: bool) -> None:
        """These rubrics serve from now on; ``sound`` is False where a file had to be left out."""
        serve = list(rubrics)
        self._rubric.clear()
        for rubric in serve:
            self._rubric.labels(rubric.id, rubric.version).set(1)
        self._loaded.set(len(serve))
        self._load_time.set(int(time.time()))
        self._tell(sound)
        self._forget_all_but({rubric.id for rubric in serve})

    def load_failed(self) -> None:
        """A load of the rubrics folder failed; what served goes on serving."""
        self._tell(sound=False)

    def page(self, dropped: int) -> bytes:
        """Everything, as Prometheus reads it."""
        self._dropped.set(dropped)
        return generate_latest(self._registry)

    def _tell(self, sound: bool) -> None:
        self._load_ok.set(sound)
        self._loads.labels("sound" if sound else "failed").inc()

    def _forget_all_but(self, rubrics: set[str]) -> None:
        """Drops the counts of rubrics that are gone: a desk that renames its rubrics must not grow this for ever."""
        for rubric, grade in [key for key in list(self._of_grades) if key[0] not in rubrics]:
            del self._of_grades[rubric, grade]
            self._assessments.remove(rubric, _label(grade))


def _label(grade: bytes) -> str:
    return str(from_json(grade) or NO_GRADE)
