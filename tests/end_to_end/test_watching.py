"""Does all that is shipped to watch the service with, dashboard and alerts, speak of figures that it has?"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from ruamel.yaml import YAML
from tests.end_to_end.load import claim
from tests.end_to_end.running import PATIENCE, ROOT, free_port, running

DEPLOY = ROOT / "deploy"
MISSING = "no Prometheus on this machine: the dashboard is compared with /metrics by names only"
_TEXT, _NAME = re.compile(r'"[^"]*"'), re.compile(r"\b[a-z_]+(?=\{|\[|\)| |$)")
_BY = re.compile(r"\b(by|on|without) \([^)]*\)")
_WORDS = frozenset({"and", "or", "unless", "sum", "max", "min", "avg", "up"})


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service that has graded, kept and refused something."""
    folder = tmp_path_factory.mktemp("watched")
    with running(folder / "log", SAYSO_DATA_DIR=str(folder / "data"), SAYSO_RELOAD_SECONDS="0") as found:
        one = claim("Daily Ledger")
        for path, body in (
            ("score", {"claim": one}),
            ("score/batch", {"claims": [{}, one]}),
            ("assessments", {"claim": one}),
        ):
            assert httpx.post(f"{found}/v1/{path}", json=body, timeout=PATIENCE).is_success
        yield found


def panels() -> list[dict[str, Any]]:
    board = json.loads((DEPLOY / "grafana" / "dashboards" / "sayso.json").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = board["panels"]
    return found


def dashboard() -> dict[str, str]:
    """Every expression of the dashboard by its panel; the interval is put in as Grafana does."""
    return {
        f"{panel['title']} {target['refId']}": target["expr"].replace("$__rate_interval", "1m")
        for panel in panels()
        for target in panel["targets"]
    }


def alerts() -> dict[str, str]:
    (group,) = YAML(typ="safe").load(DEPLOY / "prometheus" / "alerts.yml")["groups"]
    return {rule["alert"]: rule["expr"] for rule in group["rules"]}


def names_in(expression: str) -> set[str]:
    """The names of figures in an expression, the parts of a histogram included."""
    bare = _BY.sub("", _TEXT.sub('""', expression))
    return {name for name in _NAME.findall(bare) if name not in _WORDS}


def exported(address: str) -> set[str]:
    page = httpx.get(f"{address}/metrics").text
    return {sample.name for family in text_string_to_metric_families(page) for sample in family.samples}


def test_the_reader_of_expressions_finds_names_and_nothing_else() -> None:
    rate = 'sum by (le, status) (rate(a_total{b="c d"}[5m])) > 0.01 * b_count'
    assert names_in(rate) == {"a_total", "b_count"}
    assert names_in("time() - a_seconds{}") == {"a_seconds"}
    assert names_in('up{job="sayso"} == 0') == set()


def test_every_expression_names_figures_that_the_service_has(address: str) -> None:
    known = exported(address)
    for where, expression in {**dashboard(), **alerts()}.items():
        assert names_in(expression) <= known, where
        assert names_in(expression) or "up{" in expression, where


def test_every_figure_that_warns_of_something_is_on_the_dashboard_or_rings(address: str) -> None:
    shown = {name for expression in {**dashboard(), **alerts()}.values() for name in names_in(expression)}
    ours = {name for name in exported(address) if name.startswith("sayso_") and not name.endswith("_info")}
    assert {re.sub("_(bucket|sum|count)$", "", name) for name in ours} - {
        re.sub("_(bucket|sum|count)$", "", name) for name in shown
    } == {"sayso_rubrics_load_timestamp_seconds", "sayso_rubrics_loads_total"}


def test_the_dashboard_asks_the_source_that_is_provisioned_and_no_panel_covers_another() -> None:
    load = YAML(typ="safe").load
    (source,) = load(DEPLOY / "grafana" / "provisioning" / "datasources" / "prometheus.yml")["datasources"]
    compose = load(ROOT / "docker-compose.yml")["services"]
    assert source["url"] == "http://prometheus:9090"
    assert "prometheus" in compose
    (provider,) = load(DEPLOY / "grafana" / "provisioning" / "dashboards" / "sayso.yml")["providers"]
    mounted = dict(mount.split(":")[:2] for mount in compose["grafana"]["volumes"])
    assert mounted["./deploy/grafana/dashboards"] == provider["options"]["path"]
    assert {panel["datasource"]["uid"] for panel in panels()} == {source["uid"]}
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels()]
    assert len(set(places)) == len(places)


def test_prometheus_reads_the_service_and_answers_every_expression(address: str, tmp_path: Path) -> None:
    prometheus = shutil.which("prometheus")
    if prometheus is None:
        pytest.skip(MISSING)
    port = free_port()
    for name in ("prometheus.yml", "alerts.yml"):
        said = (DEPLOY / "prometheus" / name).read_text(encoding="utf-8")
        told = said.replace("sayso:8321", address.removeprefix("http://")).replace("_interval: 15s", "_interval: 1s")
        (tmp_path / name).write_text(told, encoding="utf-8")
    options = [f"--config.file={tmp_path}/prometheus.yml", f"--storage.tsdb.path={tmp_path}/figures"]
    command = [prometheus, *options, f"--web.listen-address=127.0.0.1:{port}"]
    with (tmp_path / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        try:
            api = f"http://127.0.0.1:{port}/api/v1"
            wait_for_two_looks(api, process, tmp_path / "log")
            rules = httpx.get(f"{api}/rules").json()["data"]["groups"][0]["rules"]
            assert {rule["name"] for rule in rules} == alerts().keys()
            assert {rule["health"] for rule in rules} <= {"ok", "unknown"}
            for where, expression in dashboard().items():
                answer = httpx.get(f"{api}/query", params={"query": expression}).json()
                assert answer["status"] == "success", where
                assert answer["data"]["result"] or "5xx" in expression, where
        finally:
            process.kill()


def wait_for_two_looks(api: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """A rate needs two values of a figure."""
    query = {"query": "count_over_time(sayso_rubrics_loaded[1m]) >= 3"}
    until = time.monotonic() + 2 * PATIENCE
    while process.poll() is None and time.monotonic() < until:
        try:
            if httpx.get(f"{api}/query", params=query).json()["data"]["result"]:
                return
        except (httpx.TransportError, ValueError, KeyError):
            pass
        time.sleep(0.2)
    raise AssertionError(log.read_text())
