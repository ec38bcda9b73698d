"""Is a number the same, byte for byte, from the API, on the page, in each export and from the command line?"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from tests.api.asking import ask
from tests.cli.calling import process
from tests.services import service_of
from tests.web.reading import read_page

from sayso.settings import Settings

FIGURES = ("score", "low", "high", "exact", "known")
Rows = list[dict[str, str]]


class Seed:
    """The seed article as a document of a service, and the answers that are kept of it, to the byte."""

    def __init__(self, app: FastAPI, folder: Path) -> None:
        self.app = app
        self.folder = folder
        self.id: str = app.state.keep_seed()
        shown = ask(app, "GET", f"/v1/documents/{self.id}").json()["claims"]
        kept = [ask(app, "GET", f"/v1/assessments/{each['assessment']['id']}").content for each in shown]
        self.bytes = [each.partition(b',"result":')[2][:-1] for each in kept]
        # Numbers stay the very text that they are written in.
        self.answers: list[dict[str, Any]] = [json.loads(each, parse_int=str) for each in self.bytes]

    def export(self, form: str) -> bytes:
        response = ask(self.app, "GET", f"/v1/documents/{self.id}/export", params={"format": form})
        assert response.status_code == 200
        return response.content


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seed]:
    folder = tmp_path_factory.mktemp("seed")
    app = service_of(Settings(data_dir=folder / "data"))
    yield Seed(app, folder)
    app.state.storage.close()


def test_ndjson_has_the_kept_bytes(seed: Seed) -> None:
    lines = seed.export("ndjson").removesuffix(b"\n").split(b"\n")[1:]
    assert [line.partition(b',"result":')[2][:-1] for line in lines] == seed.bytes


def test_the_table_has_the_kept_figures(seed: Seed) -> None:
    rows = list(csv.DictReader(io.StringIO(seed.export("csv").decode("utf-8-sig"), newline="")))
    assert len(rows) == len(seed.answers) == 25
    for row, answer in zip(rows, seed.answers, strict=True):
        for name, axis in answer["axes"].items():
            assert [row[f"{name}.{each}"] for each in FIGURES] == [axis[each] or "" for each in FIGURES]
        assert [row[f"overall.{each}"] for each in FIGURES[:-1]] == [answer["overall"][each] for each in FIGURES[:-1]]
        assert row["computed_grade"] == answer["grade"]
        for loss in answer["losses"]:
            assert f"{loss['code']} {loss['points']} " in row["losses"]


def test_linked_data_has_the_kept_figures(seed: Seed) -> None:
    told = json.loads(seed.export("json-ld"), parse_int=str)["@graph"]
    claims = [node for node in told if node["@type"] == "Claim"]
    for node, answer in zip(claims, seed.answers, strict=True):
        for axis in node["assessment"]["axis"]:
            assert [axis.get(each) for each in FIGURES] == [answer["axes"][axis["name"]][each] for each in FIGURES]
        assert [loss["points"] for loss in node["assessment"].get("loss", [])] == [
            loss["points"] for loss in answer["losses"]
        ]


def test_the_sheet_has_the_kept_figures(seed: Seed) -> None:
    sections = list(read_page(seed.export("html").decode()).all("section", "claim"))
    for section, answer in zip(sections, seed.answers, strict=True):
        said = [each.text for each in section.one("ul", "in-words").all("li")]
        for line, axis in zip(said, answer["axes"].values(), strict=False):
            assert line.endswith(f": {axis['score']} ({axis['exact']}), range {axis['low']} to {axis['high']}")
        overall = answer["overall"]
        assert f"Overall {overall['score']} ({overall['exact']}), range {overall['low']} to" in said[-1]
        lost = [
            row.one("td", "figure").text
            for table in section.all("table", "losses")
            for row in table.one("tbody").all("tr")
        ]
        assert sorted(lost) == sorted(loss["points"] for loss in answer["losses"])


def test_the_page_has_the_kept_figures(seed: Seed) -> None:
    for answer in seed.answers:
        page = read_page(ask(seed.app, "GET", f"/claims/{answer['claim']['id']}").text).one("section", "grading").text
        lost = read_page(ask(seed.app, "GET", f"/claims/{answer['claim']['id']}").text)
        shown = sorted(cell.text.removeprefix("−") for cell in lost.all("td", "lost"))
        assert shown == sorted(loss["points"] for loss in answer["losses"])
        for axis in (*answer["axes"].values(), answer["overall"]):
            assert axis["score"] in re.findall(r"\d+", page)
            assert f"{axis['low']} to {axis['high']}" in page


def test_the_command_line_writes_the_same_bytes_as_rest(seed: Seed) -> None:
    for form in ("csv", "ndjson", "json-ld", "html"):
        name = f"review.{form}"
        ran = process(
            "export",
            seed.id,
            "--format",
            form,
            "--out",
            name,
            cwd=seed.folder,
            SAYSO_DATA_DIR=str(seed.folder / "data"),
        )
        assert (ran.code, ran.err) == (0, "")
        assert (seed.folder / name).read_bytes() == seed.export(form)
