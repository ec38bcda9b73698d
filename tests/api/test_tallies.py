"""Are requests and grades counted as Prometheus expects, from threads too, and forgotten where they are gone?"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from prometheus_client import CollectorRegistry, generate_latest

from sayso.api.tallies import Grades, Requests


def page(tally: Requests | Grades) -> list[str]:
    registry = CollectorRegistry()
    registry.register(tally)
    return generate_latest(registry).decode().splitlines()


@pytest.mark.parametrize(
    ("seconds", "first"), [(0.0, "0.0005"), (0.0005, "0.0005"), (0.00051, "0.001"), (1.0, "1.0"), (10.01, "+Inf")]
)
def test_a_request_is_within_its_bound_and_all_larger_ones(seconds: float, first: str) -> None:
    requests = Requests()
    requests.add("scoreClaim", "2xx", seconds)
    buckets = [line for line in page(requests) if line.startswith("sayso_request_seconds_bucket")]
    assert len(buckets) == 15
    within = [line.split('le="')[1].split('"')[0] for line in buckets if line.endswith(" 1.0")]
    assert within[0] == first
    assert within[-1] == "+Inf"
    assert f'sayso_request_seconds_sum{{operation="scoreClaim"}} {seconds}' in page(requests)


def test_requests_are_counted_by_operation_and_status_and_timed_by_operation() -> None:
    requests = Requests()
    for operation, status in (("a", "2xx"), ("a", "4xx"), ("a", "2xx"), ("b", "2xx")):
        requests.add(operation, status, 0.25)
    found = page(requests)
    assert 'sayso_requests_total{operation="a",status="2xx"} 2.0' in found
    assert 'sayso_requests_total{operation="a",status="4xx"} 1.0' in found
    assert 'sayso_request_seconds_count{operation="a"} 3.0' in found
    assert 'sayso_request_seconds_sum{operation="a"} 0.75' in found
    assert 'sayso_request_seconds_count{operation="b"} 1.0' in found


def test_nothing_asked_is_nothing_told() -> None:
    assert [line for line in page(Requests()) if not line.startswith("#")] == []


def test_no_count_is_lost_between_threads() -> None:
    requests, grades = Requests(), Grades()

    def add(_: int) -> None:
        for _ in range(500):
            requests.add("a", "2xx", 0.5)
            grades.add("newsroom", b'"A1"')

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(add, range(4)))
    assert 'sayso_requests_total{operation="a",status="2xx"} 2000.0' in page(requests)
    assert 'sayso_request_seconds_sum{operation="a"} 1000.0' in page(requests)
    assert 'sayso_assessments_total{grade="A1",rubric="newsroom"} 2000.0' in page(grades)


def test_grades_are_told_as_words_and_those_of_rubrics_that_are_gone_forgotten() -> None:
    grades = Grades()
    grades.add("a", b'"A1"', 3)
    grades.add("a", b"null")
    grades.add("b", b'"A\\u00e4"')
    assert 'sayso_assessments_total{grade="A1",rubric="a"} 3.0' in page(grades)
    assert 'sayso_assessments_total{grade="none",rubric="a"} 1.0' in page(grades)
    assert 'sayso_assessments_total{grade="A\u00e4",rubric="b"} 1.0' in page(grades)
    grades.forget_all_but({"b"})
    assert [line for line in page(grades) if 'rubric="a"' in line] == []
    assert len([line for line in page(grades) if 'rubric="b"' in line]) == 1
