"""What has this process done since it started, in figures that Prometheus reads?

Each application has a registry of its own; it is kept when the rubrics are read anew, so no count goes back. What a
request pays for are additions (``tallies``).
"""

from __future__ import annotations

import time
from collections.abc import Iterable

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

from sayso.api.commits import Commits
from sayso.api.tallies import Grades, Requests
from sayso.rubric.model import Rubric
from sayso.version import ENGINE_VERSION, __version__

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """The counters and gauges of one service."""

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series for each counter, of the moment it was made
        registry = self._registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._requests, self._grades = Requests(), Grades()
        registry.register(self._requests)
        registry.register(self._grades)
        self.commits = Commits()
        registry.register(self.commits)
        self.answered = self._requests.add
        self.assessed = self._grades.add
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
        self._grades.forget_all_but({rubric.id for rubric in serve})

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
