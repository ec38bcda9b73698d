"""What does a collector of traces learn of this service? A span for each request, and one for each commit.

For ``sayso[otel]`` only: nothing else imports OpenTelemetry, and this module is imported where OTEL_* asks for traces.
A span has what a line of the log has, ids and counts, and nothing that a caller wrote: not even the address as asked.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from time import time_ns

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.propagate import extract
from opentelemetry.sdk.resources import SERVICE_NAME, SERVICE_VERSION, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, ConsoleSpanExporter, SpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from sayso.api.watch import Answered
from sayso.version import __version__

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"})
_EXPORTER, _NAME = "OTEL_TRACES_EXPORTER", "OTEL_SERVICE_NAME"


class Tracing:
    """Makes spans. Where they go, how many are kept and what the service is called is said by OTEL_*."""

    def __init__(self, provider: TracerProvider) -> None:
        self._provider = provider
        self._tracer = provider.get_tracer("sayso", __version__)

    def answered(self, request: Answered, headers: Iterable[tuple[bytes, bytes]]) -> None:
        """A request has just ended. ``headers`` may say of which trace it is a part (W3C Trace Context)."""
        now = time_ns()
        carrier = {name.decode("latin-1"): value.decode("latin-1") for name, value in headers}
        attributes: dict[str, str | int] = {
            "http.request.method": request.method if request.method in _METHODS else "_OTHER",
            "sayso.operation": request.operation,
            "sayso.request_id": request.request_id,
        }
        if request.status:
            attributes["http.response.status_code"] = request.status
        start = now - int(request.seconds * 1e9)
        span = self._tracer.start_span(
            request.operation, extract(carrier), SpanKind.SERVER, attributes, start_time=start
        )
        if request.status >= 500 or not request.status:
            span.set_status(StatusCode.ERROR)
        span.end(now)

    def committed(self, size: int, seconds: float) -> None:
        """A commit of so many places of the queue has just ended; it is no part of any one request."""
        now = time_ns()
        span = self._tracer.start_span("commit", start_time=now - int(seconds * 1e9), attributes={"sayso.size": size})
        span.end(now)

    def close(self) -> None:
        """Sends what has not been sent."""
        self._provider.shutdown()


def tracing() -> Tracing:
    """Traces as OTEL_* has them: to a collector, or to standard output where OTEL_TRACES_EXPORTER is ``console``."""
    named = {} if os.environ.get(_NAME) else {SERVICE_NAME: "sayso"}
    resource = Resource.create({**named, SERVICE_VERSION: __version__})
    console = os.environ.get(_EXPORTER) == "console"
    exporter: SpanExporter = ConsoleSpanExporter() if console else OTLPSpanExporter()
    provider = TracerProvider(resource=resource, shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    return Tracing(provider)
