"""Do the pages of the registry show what is known, change it as REST does, and let no name pass for another?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from fastapi import FastAPI
from tests.api.articles import claim, kept
from tests.api.asking import ask
from tests.services import service_of
from tests.usecases.small import folder, rubric
from tests.web.reading import Element, read_page

from sayso.settings import Settings

POST_ID = "washington-post"
POST: dict[str, Any] = {
    "name": "The Washington Post",
    "aliases": ["WaPo"],
    "domains": ["washingtonpost.com"],
    "owner": "Nash Holdings",
    "records": [{"registry": "our-desk", "topic": "courts", "letter": "B", "valid_from": "2024"}],
}
MARKUP = [
    "<script>alert(1)</script>",
    '" onfocus="alert(1)" autofocus x="',
    "{{ 7 * 7 }}",
    "</textarea><svg/onload=a(1)>",
]


@pytest.fixture
def app(tmp_path: Path) -> Iterator[FastAPI]:
    made = service_of(
        Settings(rubrics_dir=folder(tmp_path / "rubrics", small=rubric()), rubric="small", data_dir=tmp_path / "d")
    )
    yield made
    made.state.storage.close()


def put(app: FastAPI, id_: str = POST_ID, **entry: Any) -> None:
    response = ask(app, "PUT", f"/v1/sources/{id_}", json=entry or POST)
    assert response.status_code == 201, response.text


def page(app: FastAPI, path: str, status: int = 200) -> Element:
    response = ask(app, "GET", path)
    assert response.status_code == status, response.text
    return read_page(response.text)


def send(app: FastAPI, path: str, **headers: str) -> Any:
    def sent(**fields: Any) -> httpx.Response:
        return ask(app, "POST", path, data=fields, headers={"sec-fetch-site": "same-origin", **headers})

    return sent


def fields(app: FastAPI, id_: str = POST_ID) -> dict[str, Any]:
    """What a browser would send from the form as it stands."""
    form = next(each for each in page(app, f"/sources/{id_}").all("form") if each.attributes.get("method") == "post")
    found: dict[str, Any] = {}
    for each in (*form.all("input"), *form.all("textarea"), *form.all("select")):
        name, value = str(each.attributes["name"]), str(each.attributes.get("value") or "")
        if each.tag == "textarea":
            value = each.text
        if each.tag == "select":
            chosen = [option for option in each.all("option") if "selected" in option.attributes]
            value = str(chosen[0].attributes["value"]) if chosen else ""
        found[name] = (
            [*found[name], value]
            if name.startswith("record_") and name in found
            else ([value] if name.startswith("record_") else value)
        )
    return found


def test_an_empty_registry_says_what_to_do(app: FastAPI) -> None:
    said = page(app, "/sources").one("p", "empty").text
    assert "Add the first source below" in said


def test_a_source_is_listed_found_and_shown(app: FastAPI) -> None:
    put(app)
    for query in ("", "?name=wapo", "?domain=https://www.washingtonpost.com/x", "?kind=outlet"):
        row = page(app, f"/sources{query}").one("tbody").one("tr").text
        assert "The Washington Post" in row
        assert "B (our-desk, courts)" in row
    assert page(app, "/sources?name=nobody").one("p", "empty").text.startswith("No source is known by that")
    shown = page(app, f"/sources/{POST_ID}")
    record = [cell.text for cell in shown.one("table", "listed").one("tbody").all("td")]
    assert record == ["B", "not stated", "not stated", "2024", "still holds", "our-desk"]
    assert "Nash Holdings" in shown.one("dl", "known-of").text


def test_no_record_is_said_in_words_and_drawn_as_no_number(app: FastAPI) -> None:
    put(app, "plain", name="Plain News")
    shown = page(app, "/sources/plain")
    assert shown.one("p", "none").text.startswith("No record.")
    assert list(shown.all("svg")) == []
    assert page(app, "/sources").one("tbody").one("tr").text.endswith("No record")


def test_a_name_with_foreign_letters_is_spelled_out_and_the_one_it_looks_like_is_named(app: FastAPI) -> None:
    put(app, "paypal", name="PayPal News")
    put(app, "false-pal", name="РayРal News")
    shown = page(app, "/sources/false-pal")
    assert "U+0420 CYRILLIC CAPITAL LETTER ER" in next(iter(shown.all("span", "spelled"))).text
    alike = shown.one("ul", "alike").text
    assert "is written with letters that look like those of" in alike
    assert "U+0420" in alike
    assert "U+0420" in page(app, "/sources?name=РayРal").one("tbody").text


def test_claims_in_which_it_stands_are_listed_with_their_stored_grades(app: FastAPI) -> None:
    put(app)
    document = kept(app, claims=[claim(root="WaPo"), claim(root="somebody else")])
    shown = page(app, f"/sources/{POST_ID}").one("ul", "behind")
    (item,) = shown.all("li")
    assert item.one("b").text == document["claims"][0]["assessment"]["grade"]["computed"]
    assert item.one("a").attributes["href"] == f"/documents/{document['id']}/claims/0"
    assert page(app, "/sources/x", 404).one("h1").text == "That could not be done"


def test_the_form_as_it_stands_changes_nothing(app: FastAPI) -> None:
    put(app)
    before = ask(app, "GET", f"/v1/sources/{POST_ID}").json()
    response = send(app, f"/sources/{POST_ID}")(**fields(app))
    assert (response.status_code, response.headers["location"]) == (303, f"/sources/{POST_ID}?done=kept")
    assert ask(app, "GET", f"/v1/sources/{POST_ID}").json() == before


def test_a_change_is_the_one_of_rest_and_is_in_the_audit_as_such(app: FastAPI) -> None:
    put(app)
    written = fields(app) | {"owner": "Somebody Else", "aliases": "WaPo\r\nThe Post\r\n"}
    written["record_registry"][1], written["record_letter"][1] = "other-desk", "C"
    assert send(app, f"/sources/{POST_ID}")(**written).status_code == 303
    now = ask(app, "GET", f"/v1/sources/{POST_ID}").json()
    assert (now["revision"], now["source"]["owner"], now["source"]["aliases"]) == (
        2,
        "Somebody Else",
        ["The Post", "WaPo"],
    )
    assert {record["registry"]: record["letter"] for record in now["source"]["records"]} == {
        "our-desk": "B",
        "other-desk": "C",
    }
    newest = ask(app, "GET", "/v1/audit?limit=1").json()["entries"][0]
    assert (newest["operation"], newest["actor"]) == ("putSource", "local")
    assert page(app, f"/sources/{POST_ID}?done=kept").one("p", "done").attributes["role"] == "status"


def test_who_was_too_late_sees_both_states_and_may_keep_theirs(app: FastAPI) -> None:
    put(app)
    mine = fields(app) | {"owner": "Mine"}
    assert send(app, f"/sources/{POST_ID}")(**(fields(app) | {"owner": "Theirs"})).status_code == 303
    response = send(app, f"/sources/{POST_ID}")(**mine)
    assert response.status_code == 412
    shown = read_page(response.text)
    assert "Theirs" in shown.one("dl", "known-of").text
    inputs = {
        str(each.attributes["name"]): each.attributes.get("value")
        for each in shown.one("form", "source-form").all("input")
    }
    assert (inputs["owner"], inputs["seen"]) == ("Mine", "2")
    assert send(app, f"/sources/{POST_ID}")(**(mine | {"seen": "2"})).status_code == 303


@pytest.mark.parametrize("seen", ["", "x", "-1", "99999999999999", "²"])
def test_a_change_that_names_no_state_that_was_seen_is_refused(app: FastAPI, seen: str) -> None:
    put(app)
    assert send(app, f"/sources/{POST_ID}")(**(fields(app) | {"seen": seen, "owner": "x"})).status_code == 412


def test_what_is_wrong_is_told_at_its_field_and_nothing_written_is_lost(app: FastAPI) -> None:
    put(app)
    written = fields(app) | {"look_alike_of": POST_ID, "domains": "no domain at all"}
    written["record_valid_to"][0] = "soon"
    response = send(app, f"/sources/{POST_ID}")(**written)
    assert response.status_code == 422
    shown = read_page(response.text)
    links = [str(each.attributes["href"]) for each in shown.one("div", "wrong").all("a")]
    assert set(links) == {"#look_alike_of", "#domains", "#record-0-valid_to"}
    ids = {str(each.attributes["id"]) for each in shown.all() if "id" in each.attributes}
    assert {link[1:] for link in links} <= ids
    assert "no domain at all" in response.text
    assert ask(app, "GET", f"/v1/sources/{POST_ID}").json()["revision"] == 1


def test_a_source_is_added_once(app: FastAPI) -> None:
    add = send(app, "/sources")
    assert (
        add(id="daily-ledger", name="Daily Ledger", kind="outlet")
        .headers["location"]
        .startswith("/sources/daily-ledger")
    )
    again = add(id="daily-ledger", name="Another Ledger", kind="outlet")
    assert again.status_code == 428
    assert "There is such an entry already" in again.text
    assert add(id="No Id", name="", kind="moon").status_code == 422


@pytest.mark.parametrize("words", MARKUP)
def test_markup_in_any_field_stays_text_on_both_pages(app: FastAPI, words: str) -> None:
    record = {"registry": words, "topic": words, "rating": words, "note": words}
    put(app, "x", name=words, aliases=[words + "2"], owner=words, lineage=words, note=words, records=[record])
    for path in ("/sources", "/sources/x"):
        html = ask(app, "GET", path).text
        assert "<script>" not in html
        assert "<svg/" not in html
        for element in read_page(html).all():
            bad = {
                name for name in element.attributes if name == "style" or name.startswith("on") or name == "autofocus"
            }
            assert not bad, element.tag
    assert page(app, "/sources/x").one("h1").text == words
    assert send(app, "/sources/x")(**fields(app, "x")).status_code == 303
    assert ask(app, "GET", "/v1/sources/x").json()["revision"] == 1


def test_a_form_of_another_site_changes_nothing(app: FastAPI) -> None:
    put(app)
    for site in ("cross-site", "same-site"):
        response = ask(
            app, "POST", f"/sources/{POST_ID}", data=fields(app) | {"owner": "x"}, headers={"sec-fetch-site": site}
        )
        assert response.status_code == 403
    assert ask(app, "GET", f"/v1/sources/{POST_ID}").json()["revision"] == 1


@pytest.mark.parametrize(
    "query", ["?name=%00", "?after=%ff", "?kind=moon", "?domain=..", "?name=" + quote("\u202e"), "?name=" + "x" * 3_000]
)
def test_no_search_breaks_the_list(app: FastAPI, query: str) -> None:
    put(app)
    page(app, f"/sources{query}")


def test_a_long_list_goes_on(app: FastAPI) -> None:
    for number in range(51):
        put(app, f"s{number:02}", name=f"Source {number}")
    first = page(app, "/sources?kind=outlet")
    assert len(list(first.one("tbody").all("tr"))) == 50
    more = str(first.one("p", "paging").one("a").attributes["href"])
    assert [row.one("code").text for row in page(app, more).one("tbody").all("tr")] == ["s50"]
