"""Does a collector of traces learn what was asked, and nothing of what was said? And does nobody else pay for it?"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode
from tests.api.asking import ask
from tests.cli.calling import ROOT, environment
from tests.services import service_of

from sayso.api.metrics import Metrics
from sayso.api.tracing import Tracing
from sayso.api.watch import Watch
from sayso.lasting import tracing_of
from sayso.settings import InvalidSettings, Settings

PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


class Traced:
    """A service, and the spans that it has made."""

    def __init__(self, folder: Path) -> None:
        self._spans = InMemorySpanExporter()
        provider = TracerProvider(shutdown_on_exit=False)
        provider.add_span_processor(SimpleSpanProcessor(self._spans))
        tracing = Tracing(provider)
        watch = Watch(Metrics(), traced=tracing.answered)
        watch.metrics.commits.also(tracing.committed)
        settings = Settings(data_dir=folder)
        self.app: FastAPI = service_of(settings, watch)

    def spans(self) -> list[ReadableSpan]:
        return list(self._spans.get_finished_spans())


@pytest.fixture
def traced(tmp_path: Path) -> Iterator[Traced]:
    found = Traced(tmp_path)
    yield found
    found.app.state.storage.close()


def test_a_request_is_a_span_with_ids_and_counts_only(traced: Traced, tank: dict[str, Any]) -> None:
    answer = ask(traced.app, "POST", "/v1/score", json={"claim": tank})
    (span,) = traced.spans()
    assert span.name == "scoreClaim"
    assert dict(span.attributes or {}) == {
        "http.request.method": "POST",
        "http.response.status_code": 200,
        "sayso.operation": "scoreClaim",
        "sayso.request_id": answer.headers["x-request-id"],
    }
    assert span.start_time is not None
    assert span.end_time is not None
    assert 0 < span.end_time - span.start_time < 60 * 10**9
    assert span.parent is None


def test_a_span_is_part_of_the_trace_that_the_asker_names(traced: Traced) -> None:
    ask(traced.app, "GET", "/livez", headers={"traceparent": PARENT})
    (span,) = traced.spans()
    assert span.parent is not None
    assert f"{span.parent.trace_id:032x}" == PARENT.split("-")[1]
    assert f"{span.context.trace_id:032x}" == PARENT.split("-")[1]


@pytest.mark.parametrize("parent", ["", "00-0-0-01", "\xff" * 55, "00-" + "f" * 10_000, PARENT[:-1]])
def test_a_trace_that_is_none_begins_a_new_one(traced: Traced, parent: str) -> None:
    headers = {"traceparent": parent.encode("latin-1")}
    assert ask(traced.app, "GET", "/livez", headers=headers).status_code == 200
    (span,) = traced.spans()
    assert span.parent is None


@pytest.mark.parametrize(
    ("method", "path", "name"),
    [
        ("GET", "/some/words", "none"),
        ("GET", "/v1/rubrics/words", "getRubric"),
        ("GET", "/v1/assessments?source=words", "listAssessments"),
        ("WORDS", "/v1/score", "none"),
        ("HEAD", "/livez", "isAlive"),
    ],
)
def test_nothing_that_a_caller_wrote_is_in_a_span(traced: Traced, method: str, path: str, name: str) -> None:
    ask(traced.app, method, path)
    (span,) = traced.spans()
    told = span.to_json()
    assert "words" not in told.lower()
    assert name in (span.name, "none")


def test_a_commit_is_a_span_of_its_own(traced: Traced, tank: dict[str, Any]) -> None:
    assert ask(traced.app, "POST", "/v1/assessments", json={"claims": [tank, tank]}).status_code == 200
    commit, request = traced.spans()
    assert (commit.name, dict(commit.attributes or {})) == ("commit", {"sayso.size": 2})
    assert request.name == "keepAssessments"
    assert tank["text"] not in commit.to_json() + request.to_json()


def test_what_fails_is_an_error_and_what_is_refused_is_none(traced: Traced) -> None:
    traced.app.state.storage.close()
    assert ask(traced.app, "POST", "/v1/score", json={}).status_code == 422
    assert ask(traced.app, "GET", "/v1/assessments").status_code == 503
    refused, failed = traced.spans()
    assert (refused.status.status_code, failed.status.status_code) == (StatusCode.UNSET, StatusCode.ERROR)


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"OTEL_TRACES_EXPORTER": "none", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"},
        {"OTEL_SDK_DISABLED": "true", "OTEL_TRACES_EXPORTER": "console"},
        {"OTEL_SERVICE_NAME": "sayso"},
        {"OTEL_EXPORTER_OTLP_ENDPOINT": ""},
    ],
)
def test_without_a_collector_there_are_no_traces(wanted: dict[str, str]) -> None:
    assert tracing_of(wanted) is None


@pytest.mark.parametrize(
    "wanted",
    [
        {"OTEL_TRACES_EXPORTER": "console"},
        {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"},
        {"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://127.0.0.1:4318/v1/traces"},
    ],
)
def test_with_a_collector_there_are(wanted: dict[str, str]) -> None:
    found = tracing_of(wanted)
    assert found is not None
    found.close()


@pytest.mark.parametrize("exporter", ["zipkin", "otlp,console", "Console "])
def test_an_exporter_that_is_not_known_stops_the_start(exporter: str) -> None:
    with pytest.raises(InvalidSettings) as found:
        tracing_of({"OTEL_TRACES_EXPORTER": exporter})
    assert found.value.problems[0].pointer == "OTEL_TRACES_EXPORTER"


START = """
import json, sys
from pathlib import Path
{first}
from sayso.app import LiveApp
from sayso.errors import SaysoError
from sayso.settings import Settings
try:
    LiveApp(Settings(data_dir=Path(sys.argv[1])))
except SaysoError as error:
    said = error.message
else:
    said = "started"
print(json.dumps([said, [name for name in sys.modules if name.startswith("opentelemetry.sdk")]]))
"""


def started(folder: Path, first: str = "", **settings: str) -> list[Any]:
    command = [sys.executable, "-c", START.format(first=first), str(folder)]
    done = subprocess.run(command, env=environment(**settings), capture_output=True, text=True, check=True)
    found: list[Any] = json.loads(done.stdout)
    return found


def test_who_asks_for_no_traces_pays_for_none(tmp_path: Path) -> None:
    assert started(tmp_path) == ["started", []]
    assert started(tmp_path, OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:9")[1] != []


WATCHED = """
import sys
from pathlib import Path
from opentelemetry import metrics, trace
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from tests.api.asking import ask
from sayso.app import build_app
from sayso.settings import Settings
spans, reader = InMemorySpanExporter(), InMemoryMetricReader()
provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(spans))
trace.set_tracer_provider(provider)
metrics.set_meter_provider(MeterProvider([reader]))
app = build_app(Settings(data_dir=Path(sys.argv[1])))
assert ask(app, "GET", "/v1/assessments?source=words").status_code == 200
assert ask(app, "GET", "/words").status_code == 404
print(len(spans.get_finished_spans()), reader.get_metrics_data() is None)
app.state.storage.close()
"""


def test_the_framework_tells_nobody_of_the_address_as_it_was_asked(tmp_path: Path) -> None:
    path = {"PYTHONPATH": f"{ROOT / 'service'}:{ROOT}", "FASTAPI_OTEL_AUTO_CONFIGURE": "true"}
    command = [sys.executable, "-c", WATCHED, str(tmp_path)]
    done = subprocess.run(command, env=environment(**path), capture_output=True, text=True, check=False)
    assert done.stdout == "0 True\n", done.stderr


def test_who_asks_for_traces_without_what_makes_them_is_told_what_to_install(tmp_path: Path) -> None:
    message, _ = started(tmp_path, "sys.modules['opentelemetry.sdk'] = None", OTEL_TRACES_EXPORTER="console")
    assert "OpenTelemetry is not installed" in message
