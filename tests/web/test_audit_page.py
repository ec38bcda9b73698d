"""Does the page of the audit say what REST says, and name the first entry that does not fit?"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from tests.api.asking import ask
from tests.services import service_of
from tests.usecases.small import folder, rubric
from tests.web.reading import Element, read_page

from sayso.lasting import EMBEDDED
from sayso.settings import Settings


@pytest.fixture
def app(tmp_path: Path) -> Iterator[FastAPI]:
    rubrics = folder(tmp_path / "rubrics", small=rubric())
    made = service_of(Settings(rubrics_dir=rubrics, rubric="small", data_dir=tmp_path / "data"))
    for number in range(3):
        assert ask(made, "PUT", f"/v1/sources/s{number}", json={"name": f"Source {number}"}).status_code == 201
    yield made
    made.state.storage.close()


def page(app: FastAPI, path: str = "/audit", status: int = 200) -> Element:
    response = ask(app, "GET", path)
    assert response.status_code == status, response.text
    return read_page(response.text)


def verify(app: FastAPI, status: int = 200, **fields: str) -> Element:
    response = ask(
        app, "POST", "/audit/verify", data=fields or {"position": ""}, headers={"sec-fetch-site": "same-origin"}
    )
    assert response.status_code == status, response.text
    return read_page(response.text)


def rows(shown: Element) -> list[list[str]]:
    return [[cell.text for cell in (*row.all("th"), *row.all("td"))] for row in shown.one("tbody").all("tr")]


def entries(app: FastAPI) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ask(app, "GET", "/v1/audit").json()["entries"]
    return found


def tamper(tmp_path: Path, statement: str) -> None:
    connection = sqlite3.connect(tmp_path / "data" / EMBEDDED)
    for trigger in connection.execute("select name from sqlite_master where type = 'trigger'").fetchall():
        connection.execute(f"drop trigger {trigger[0]}")
    assert connection.execute(statement).rowcount == 1
    connection.commit()
    connection.close()


def test_entries_are_those_of_rest_newest_first(app: FastAPI) -> None:
    told = [
        [
            str(each["position"]),
            each["created"],
            each["actor"],
            each["operation"],
            *each["subjects"],
            each["hash"][7:19],
        ]
        for each in entries(app)
    ]
    assert rows(page(app)) == told


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?subject=source:s1", 1),
        ("?actor=nobody", 0),
        ("?operation=putSource&actor=local", 3),
        ("?since=2999-01-01", 0),
        ("?cursor=3", 2),
    ],
)
def test_filters_hold_as_over_rest(app: FastAPI, query: str, count: int) -> None:
    shown = page(app, f"/audit{query}")
    assert len(list(shown.all("tr", None))) - 1 == count if count else shown.one("p", "empty").text


def test_what_an_entry_is_about_is_a_link_where_it_has_a_page(app: FastAPI) -> None:
    links = [str(each.attributes["href"]) for each in page(app).one("tbody").all("a")]
    assert links == ["/sources/s2", "/sources/s1", "/sources/s0"]


@pytest.mark.parametrize("query", ["?since=soon", "?since=%00x", "?since=99999999"])
def test_a_since_that_is_no_time_is_told_and_what_was_written_stays(app: FastAPI, query: str) -> None:
    shown = page(app, f"/audit{query}", 422)
    assert "no date or time" in shown.one("p", "wrong").text


@pytest.mark.parametrize(
    "query", ["?cursor=0", "?cursor=x", "?cursor=99999999999999999999", "?actor=%00", "?subject=" + "x" * 3_000]
)
def test_no_query_breaks_the_page(app: FastAPI, query: str) -> None:
    page(app, f"/audit{query}")


def test_an_audit_that_hangs_together_is_said_to_and_its_head_is_shown(app: FastAPI) -> None:
    said = verify(app).one("p", "done").text
    assert said.startswith("It does. All 3 entries fit. The last is 3")
    assert entries(app)[0]["hash"] in said


def test_the_first_entry_that_does_not_fit_is_named_and_marked(app: FastAPI, tmp_path: Path) -> None:
    tamper(tmp_path, "update audit set actor = 'somebody' where position = 2")
    shown = verify(app)
    assert shown.one("p", "banner").text.startswith("It does not, from entry 2 on.")
    assert shown.one("p", "banner").one("a").attributes["href"] == "/audit?cursor=3#entry-2"
    assert shown.one("tr", "broken").attributes["id"] == "entry-2"
    assert rows(shown)[0][0] == "2 does not fit"


def test_an_entry_that_was_noted_elsewhere_is_compared(app: FastAPI) -> None:
    noted = entries(app)[1]
    assert list(verify(app, position=str(noted["position"]), hash=noted["hash"]).all("p", "done"))
    assert list(verify(app, position="2", hash="sha256:" + "0" * 64).all("p", "banner"))


@pytest.mark.parametrize("fields", [{"position": "2"}, {"hash": "sha256:" + "0" * 64}, {"position": "x", "hash": "y"}])
def test_half_a_noted_entry_is_refused(app: FastAPI, fields: dict[str, str]) -> None:
    assert "Fill in both" in verify(app, 422, **fields).one("p", "wrong").text


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", '" onfocus="alert(1)', "a\u202eb"])
def test_words_of_a_filter_stay_words(app: FastAPI, words: str) -> None:
    response = ask(app, "GET", "/audit", params={"actor": words})
    assert "<script>" not in response.text
    assert "\u202e" not in response.text
    for element in read_page(response.text).all():
        assert not {name for name in element.attributes if name.startswith("on")}
