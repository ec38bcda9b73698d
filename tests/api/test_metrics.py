"""Does /metrics count what was asked and graded, by names that are few whatever is asked?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from prometheus_client.parser import text_string_to_metric_families
from tests.api.asking import ask
from tests.services import service_of
from tests.usecases.small import folder, rubric

from sayso.api.metrics import Metrics
from sayso.api.watch import Watch
from sayso.app import build_app
from sayso.lasting import lasting_of
from sayso.settings import Settings
from sayso.usecases.desk import open_desk
from sayso.version import __version__


def figures(service: FastAPI) -> dict[str, float]:
    """Every figure of ours: its name with its labels, and its value."""
    response = ask(service, "GET", "/metrics")
    assert response.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    return dict(_read(response.text))


def _read(page: str) -> Iterator[tuple[str, float]]:
    for family in text_string_to_metric_families(page):
        for sample in family.samples:
            labels = ",".join(f"{name}={value}" for name, value in sorted(sample.labels.items()))
            yield f"{sample.name}{{{labels}}}", sample.value


@pytest.fixture
def fresh() -> FastAPI:
    return service_of(Settings())


def test_requests_are_counted_by_operation_and_kind_of_status(fresh: FastAPI, tank: dict[str, Any]) -> None:
    ask(fresh, "POST", "/v1/score", json={"claim": tank})
    ask(fresh, "POST", "/v1/score", json={"claim": tank, "include": ["flip"]})
    ask(fresh, "POST", "/v1/score", json={})
    ask(fresh, "GET", "/v1/score")
    ask(fresh, "HEAD", "/livez")
    for path in ("/some/words/of/a/claim", "/v1/rubrics/words", "/claims/words", "/static/words"):
        ask(fresh, "GET", path)
    found = figures(fresh)
    assert found["sayso_requests_total{operation=scoreClaim,status=2xx}"] == 2
    assert found["sayso_requests_total{operation=scoreClaim,status=4xx}"] == 2
    assert found["sayso_requests_total{operation=isAlive,status=2xx}"] == 1
    assert found["sayso_requests_total{operation=none,status=4xx}"] == 1
    assert found["sayso_request_seconds_count{operation=scoreClaim}"] == 4
    assert not [name for name in found if "words" in name]


def test_claims_are_counted_by_rubric_and_grade(fresh: FastAPI, tank: dict[str, Any]) -> None:
    inferred = {"attributions": [{"chain": [{"source": "Daily Ledger", "kind": "author_inference"}]}]}
    names = ("newsroom", "nato-admiralty")
    grades = [ask(fresh, "POST", "/v1/score", json={"claim": tank, "rubric": name}).json()["grade"] for name in names]
    ask(fresh, "POST", "/v1/score", json={"claim": tank, "rubric": ["newsroom", "nato-admiralty"]})
    ask(fresh, "POST", "/v1/score", json={"claim": tank, "rubric": ["newsroom", "no-such-rubric"]})
    ask(fresh, "POST", "/v1/score/batch", json={"claims": [tank, {}, tank]})
    ask(fresh, "POST", "/v1/score/batch", json={"claims": [inferred], "rubric": "nato-admiralty"})
    found = figures(fresh)
    assert found[f"sayso_assessments_total{{grade={grades[0]},rubric=newsroom}}"] == 4
    assert found[f"sayso_assessments_total{{grade={grades[1]},rubric=nato-admiralty}}"] == 2
    assert found["sayso_assessments_total{grade=none,rubric=nato-admiralty}"] == 1
    assert found["sayso_claims_refused_total{}"] == 1
    assert len([name for name in found if name.startswith("sayso_assessments_total")]) == 3


def test_each_application_has_figures_of_its_own(fresh: FastAPI) -> None:
    other = service_of(Settings())
    ask(other, "GET", "/livez")
    assert "sayso_requests_total{operation=isAlive,status=2xx}" not in figures(fresh)


def test_what_is_loaded_and_what_runs_is_told() -> None:
    found = figures(build_app(Settings()))
    assert found[f"sayso_build_info{{engine={__version__},version={__version__}}}"] == 1
    assert found["sayso_rubric_info{rubric=newsroom,version=1.0.0}"] == 1
    assert found["sayso_rubrics_loaded{}"] == len([name for name in found if name.startswith("sayso_rubric_info")])
    assert found["sayso_rubrics_load_ok{}"] == 1
    assert found["sayso_rubrics_load_timestamp_seconds{}"] > 1_700_000_000
    assert found["process_resident_memory_bytes{}"] > 1_000_000


def test_counts_survive_a_change_of_the_rubrics_and_those_of_rubrics_that_are_gone_do_not(tmp_path: Any) -> None:
    settings = Settings(rubrics_dir=folder(tmp_path / "rubrics", a=rubric("a"), b=rubric("b")), rubric="a")
    lasting = lasting_of(settings, Watch())
    claim = {"attributions": [{"chain": [{"kind": "eyewitness", "identification": "named"}]}]}
    first = build_app(settings, lasting=lasting)
    for name in ("a", "b"):
        ask(first, "POST", "/v1/score", json={"claim": claim, "rubric": name})
    (settings.rubrics_dir / "b.yaml").unlink()
    second = build_app(settings, lasting=lasting)
    lasting.watch.metrics.loaded(second.state.rubrics, sound=True)
    found = figures(second)
    assert found["sayso_requests_total{operation=scoreClaim,status=2xx}"] == 2
    assert found["sayso_assessments_total{grade=A,rubric=a}"] == 1
    assert not [name for name in found if "rubric=b" in name]
    ask(second, "POST", "/v1/score", json={"claim": claim})
    assert figures(second)["sayso_assessments_total{grade=A,rubric=a}"] == 2


def test_a_load_that_failed_is_told_and_what_serves_stays(tmp_path: Any) -> None:
    metrics = Metrics()
    desk = open_desk(folder(tmp_path / "rubrics", a=rubric("a")), None, "a")
    metrics.loaded(desk.catalog.rubrics, sound=True)
    metrics.load_failed()
    found = dict(_read(metrics.page(dropped=3).decode()))
    assert (found["sayso_rubrics_load_ok{}"], found["sayso_rubrics_loaded{}"]) == (0, 1)
    assert found["sayso_rubrics_loads_total{outcome=failed}"] == 1
    assert found["sayso_log_lines_dropped{}"] == 3


def test_metrics_are_open_where_there_is_a_key(tmp_path: Any) -> None:
    (tmp_path / "key").write_text("k" * 43, encoding="ascii")
    keyed = service_of(Settings(key_file=tmp_path / "key"))
    assert ask(keyed, "GET", "/metrics", base="http://sayso.example").status_code == 200
