"""Does the queue show what waits, and do its forms take, give back and assign as the API does?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from tests.api.asking import ask
from tests.services import service_of
from tests.usecases.small import folder, rubric
from tests.usecases.work.office import HELD, claim
from tests.web.reading import Element, read_page

from sayso.settings import Settings

ACCEPT = {"sec-fetch-site": "same-origin"}
HOSTILE = '"><script>alert(1)</script> \u202egnirts'


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    path = tmp_path_factory.mktemp("queue")
    app = service_of(Settings(data_dir=path / "data", rubrics_dir=rubrics(path), rubric="small"))
    yield app
    app.state.storage.close()


def rubrics(path: Path) -> Path:
    return folder(path / "rubrics", small=rubric().replace("tests:\n", HELD))


def keep(service: FastAPI, title: str, *claims: dict[str, Any]) -> str:
    body = {"text": f"The harbour was closed. {title}", "title": title, "claims": list(claims or (claim(),))}
    told = ask(service, "POST", "/v1/documents", json=body)
    assert told.status_code == 201, told.text
    return str(told.json()["id"])


def page(service: FastAPI, path: str = "/queue") -> Element:
    told = ask(service, "GET", path)
    assert told.status_code == 200, told.text
    return read_page(told.text)


def send(service: FastAPI, path: str, headers: dict[str, str] | None = None, **fields: Any) -> httpx.Response:
    return ask(service, "POST", path, data=fields, headers=ACCEPT if headers is None else headers)


def listed(tree: Element) -> list[str]:
    return [row.one("th").one("a").text for row in tree.one("tbody").all("tr")]


def test_an_empty_queue_says_what_to_do(tmp_path: Path) -> None:
    app = service_of(Settings(data_dir=tmp_path / "data", rubrics_dir=rubrics(tmp_path), rubric="small"))
    assert "Add an article" in page(app).one("main").text
    app.state.storage.close()


def test_what_waits_is_listed_with_what_it_needs_and_found_by_filters(service: FastAPI) -> None:
    first, second = keep(service, "First"), keep(service, "Second")
    assert listed(page(service))[:2] == ["First", "Second"]
    assert listed(page(service, "/queue?order=newest"))[0] == "Second"
    row = next(each for each in page(service).one("tbody").all("tr") if each.one("th").one("a").text == "First")
    assert [cell.text for cell in row.all("td")][3] == "0 of 1"
    assert row.one("th").one("a").attributes["href"] == f"/documents/{first}"
    work = ask(service, "GET", f"/v1/documents/{second}/work").headers["etag"]
    ask(service, "PUT", f"/v1/documents/{second}/desk", json={"desk": "foreign"}, headers={"if-match": work})
    assert listed(page(service, "/queue?desk=foreign")) == ["Second"]
    assert "No document is like that" in page(service, "/queue?desk=nowhere").one("main").text


@pytest.mark.parametrize("query", ["grade=%00", "older_than_days=999999", "desk=%00"])
def test_a_filter_that_cannot_be_used_is_told_and_what_was_written_stays(service: FastAPI, query: str) -> None:
    told = ask(service, "GET", f"/queue?{query}&gate=kept")
    assert told.status_code == 422
    tree = read_page(told.text)
    assert tree.one(css="banner").text
    assert next(each for each in tree.all("input") if each.attributes.get("id") == "gate").attributes["value"] == "kept"


@pytest.mark.parametrize("query", ["after=x", "after=..", "state=nonsense", "held=perhaps", "order=up", "other=1"])
def test_words_that_mean_nothing_here_are_passed_over(service: FastAPI, query: str) -> None:
    assert ask(service, "GET", f"/queue?{query}").status_code == 200


def test_a_document_is_taken_shown_as_held_and_given_back(service: FastAPI) -> None:
    id_ = keep(service, "Taken")
    told = send(service, "/queue/lease", document=id_, do="take")
    assert (told.status_code, told.headers["location"]) == (303, f"/documents/{id_}")
    assert ask(service, "GET", f"/v1/documents/{id_}/work").json()["lease"]["holder"] == "local"
    row = next(each for each in page(service).one("tbody").all("tr") if each.one("th").one("a").text == "Taken")
    assert "Give back" in row.text
    assert send(service, "/queue/lease", document=id_, do="end").status_code == 303
    assert ask(service, "GET", f"/v1/documents/{id_}/work").json()["lease"] is None


def test_the_next_free_one_is_taken_and_where_none_is_that_is_said(service: FastAPI) -> None:
    id_ = keep(service, "Next")
    work = ask(service, "GET", f"/v1/documents/{id_}/work").headers["etag"]
    ask(service, "PUT", f"/v1/documents/{id_}/desk", json={"desk": "metro"}, headers={"if-match": work})
    told = send(service, "/queue/next", desk="metro")
    assert (told.status_code, told.headers["location"]) == (303, f"/documents/{id_}")
    none = send(service, "/queue/next", desk="nobody has this")
    assert none.status_code == 200
    assert "No document of these is free" in read_page(none.text).one("main").text


def test_several_are_assigned_at_once_and_a_stale_one_is_told(service: FastAPI) -> None:
    keep(service, "One of two")
    keep(service, "Two of two")
    boxes = {
        row.one("th").one("a").text: row.one("input").attributes["value"]
        for row in page(service).one("tbody").all("tr")
    }
    ticked = [boxes["One of two"], boxes["Two of two"]]
    assert send(service, "/queue/assign", document=ticked, to_desk="culture").status_code == 303
    assert listed(page(service, "/queue?desk=culture")) == ["One of two", "Two of two"]
    again = send(service, "/queue/assign", document=ticked, to_desk="sport")
    assert again.status_code == 409
    assert "has changed" in read_page(again.text).one(css="banner").text
    assert listed(page(service, "/queue?desk=culture")) == ["One of two", "Two of two"]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"to_desk": ""}, 409),
        ({"document": ["x.1"], "to_desk": "a"}, 409),
        ({"document": ["\0.1"], "to_assignee": "me"}, 409),
    ],
)
def test_what_cannot_be_assigned_is_told(service: FastAPI, fields: dict[str, Any], status: int) -> None:
    told = send(service, "/queue/assign", **fields)
    assert told.status_code == status
    assert read_page(told.text).one(css="banner").text


@pytest.mark.parametrize("path", ["/queue/next", "/queue/assign", "/queue/lease"])
@pytest.mark.parametrize("headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://elsewhere.example"}])
def test_a_page_of_another_site_changes_nothing(service: FastAPI, path: str, headers: dict[str, str]) -> None:
    id_ = keep(service, "Untouched")
    assert send(service, path, headers, document=id_, do="take").status_code == 403
    assert ask(service, "GET", f"/v1/documents/{id_}/work").json()["revision"] == 0


@pytest.mark.parametrize("do", ["take", "end", "take_over"])
@pytest.mark.parametrize("id_", ["0" * 32, "nonsense", "\0", ""])
def test_a_document_that_is_not_there_is_told_on_a_page(service: FastAPI, do: str, id_: str) -> None:
    told = send(service, "/queue/lease", document=id_, do=do)
    assert told.status_code == 404
    assert read_page(told.text).one("h1").text


def test_hostile_words_show_as_text(service: FastAPI) -> None:
    keep(service, HOSTILE)
    told = ask(service, "GET", "/queue?desk=%22%3E%3Cscript%3Ealert(2)%3C/script%3E")
    assert "<script>" not in told.text
    html = ask(service, "GET", "/queue").text
    assert "<script>alert" not in html
    assert "\u202e" not in html
    assert "[U+202E]" in html
