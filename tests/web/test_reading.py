"""Does the page read an article that an editor pastes, show each guess with its rule, and say what cannot be read?"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from fastapi import FastAPI
from httpx import Response
from hypothesis import given
from hypothesis import strategies as st
from tests.api.asking import ask
from tests.robustness.effort import share
from tests.robustness.strange_text import strange
from tests.services import service_of
from tests.web.reading import Element
from tests.web.reading import read_page as read

from sayso.settings import Settings
from sayso.web.reading import MOST_SHOWN
from sayso.web.routes import POLICY

ARTICLE = (
    "Ana Ruiz, the harbour master, said the harbour would stay closed.\n\n"
    "According to two officials, a ship reportedly lost fuel. “Nobody was hurt,” a spokesman told Reuters."
)
GERMAN = "Der Minister sagte am Montag in Berlin, die Regierung werde das Gesetz noch in dieser Woche vorlegen."
KEY = "k" * 43


@pytest.fixture(scope="module")
def by_rules() -> FastAPI:
    return service_of(Settings(extractor="rules"))


@pytest.fixture(scope="module")
def pasted(by_rules: FastAPI) -> Element:
    response = paste(
        by_rules, text=ARTICLE, outlet="Daily Ledger", title="Harbour", date="2026-01-31", rubric="newsroom"
    )
    assert response.status_code == 200
    return read(response.text)


def paste(service: FastAPI, headers: dict[str, str] | None = None, **fields: str) -> Response:
    return ask(service, "POST", "/read", data=fields, headers=headers)


def refused(response: Response, status: int) -> str:
    """What the form that comes back says is wrong."""
    assert response.status_code == status, response.text[:500]
    (alert,) = [each for each in read(response.text).all("div") if each.attributes.get("role") == "alert"]
    return alert.text


def test_the_form_is_offered_on_every_page(by_rules: FastAPI) -> None:
    home = read(ask(by_rules, "GET", "/").text)
    assert "/read" in [link.attributes["href"] for link in home.all("a")]
    form = read(ask(by_rules, "GET", "/read").text).one("form")
    assert (form.attributes["method"], form.attributes["action"]) == ("post", "/read")


def test_every_field_has_a_label(by_rules: FastAPI) -> None:
    form = read(ask(by_rules, "GET", "/read").text).one("form")
    fields = {each.attributes["id"] for tag in ("input", "textarea", "select") for each in form.all(tag)}
    assert fields == {each.attributes["for"] for each in form.all("label")}


def test_each_claim_stands_in_full_with_its_grade_and_its_place(pasted: Element) -> None:
    claims = list(pasted.all("section", "claim"))
    rows = list(pasted.one("section", "claims").one("tbody").all("tr"))
    assert len(claims) == len(rows) >= 3
    marks = list(pasted.one("article").all("mark"))
    assert marks
    assert all(each.one("p", "big").text for each in claims)


def test_every_link_to_a_claim_leads_to_one_on_the_page(pasted: Element) -> None:
    targets = {each.attributes["id"] for each in pasted.all() if each.attributes.get("id")}
    links = {link.attributes["href"] for link in pasted.all("a") if str(link.attributes["href"]).startswith("#")}
    assert links
    assert {str(link)[1:] for link in links} <= targets


def test_no_id_stands_twice(pasted: Element) -> None:
    ids = [each.attributes["id"] for each in pasted.all() if each.attributes.get("id")]
    assert len(ids) == len(set(ids))


def test_every_label_of_a_part_names_something_on_the_page(pasted: Element) -> None:
    ids = {each.attributes["id"] for each in pasted.all() if each.attributes.get("id")}
    for each in pasted.all():
        assert each.attributes.get("aria-labelledby", next(iter(ids))) in ids


def test_each_fact_is_shown_with_the_rule_and_the_words(pasted: Element) -> None:
    first = next(pasted.all("table", "found"))
    rows = [[cell.text for cell in row.children if isinstance(cell, Element)] for row in first.one("tbody").all("tr")]
    facts = {name: (value, rule) for name, value, rule in rows}
    assert facts["Source (outlet)"] == ("Daily Ledger", "Given with the document")
    assert facts["Source (root)"][0] == "Ana Ruiz"
    assert "Ana Ruiz" in facts["Source (root)"][1].removeprefix(facts["Source (root)"][0])


def test_the_words_that_attribute_and_those_that_hedge_are_marked(pasted: Element) -> None:
    text = pasted.one("article")
    assert "according to" in " ".join(each.text for each in text.all("span", "cue")).lower()
    assert "reportedly" in [each.text for each in text.all("span", "hedge")]


def test_what_found_the_claims_is_named_and_that_nothing_is_stored(pasted: Element) -> None:
    again = pasted.one("section", "again").text
    assert "rules 1" in again
    assert "Nothing was stored" in again


def test_the_form_comes_back_with_what_was_written(pasted: Element) -> None:
    form = pasted.one("form")
    assert form.one("textarea").raw.removeprefix("\n") == ARTICLE
    values = {each.attributes["name"]: each.attributes.get("value") for each in form.all("input")}
    assert values == {"outlet": "Daily Ledger", "title": "Harbour", "date": "2026-01-31"}


def test_the_rubric_that_was_chosen_grades(by_rules: FastAPI) -> None:
    page = read(paste(by_rules, text=ARTICLE, rubric="nato-admiralty").text)
    assert "nato-admiralty@" in page.one("main").text
    (chosen,) = [each for each in page.one("select").all("option") if "selected" in each.attributes]
    assert chosen.attributes["value"] == "nato-admiralty"


def test_the_page_is_kept_nowhere_and_runs_nothing(by_rules: FastAPI) -> None:
    for response in (paste(by_rules, text=ARTICLE), ask(by_rules, "GET", "/read")):
        assert response.headers["content-security-policy"] == POLICY
        assert response.headers["cache-control"] == "no-store"
        assert "<script>" not in response.text
        assert " style=" not in response.text


def test_line_ends_of_a_form_are_those_of_the_text(by_rules: FastAPI) -> None:
    page = read(paste(by_rules, text=ARTICLE.replace("\n", "\r\n")).text)
    assert page.one("textarea").raw.removeprefix("\n") == ARTICLE
    assert len(list(page.one("article").one("div", "words").all("p"))) == 2


def test_of_very_many_claims_the_first_are_shown_and_the_rest_are_counted(by_rules: FastAPI) -> None:
    page = read(paste(by_rules, text=f"{ARTICLE}\n\n" * 40).text)
    assert len(list(page.all("section", "claim"))) == MOST_SHOWN
    assert "further claims are not shown here" in page.one("section", "again").text


def test_markup_in_an_article_is_shown_and_not_obeyed(by_rules: FastAPI) -> None:
    text = f'{ARTICLE} <script>alert(1)</script> said </textarea><b onclick="x">Bob</b> & “<img src=x>,” he said.'
    response = paste(by_rules, text=text, outlet='"><script>alert(2)</script>', title="</h1><script>")
    assert response.status_code == 200
    assert "<script>" not in response.text
    assert "<img" not in response.text
    assert "onclick=" not in response.text.replace("onclick=&#34;", "")
    assert read(response.text).one("textarea").raw.removeprefix("\n") == text


def test_a_foreign_article_is_refused_and_comes_back(by_rules: FastAPI) -> None:
    response = paste(by_rules, text=GERMAN)
    assert "does not read as English" in refused(response, 422)
    assert read(response.text).one("textarea").attributes["aria-invalid"] == "true"
    assert read(response.text).one("textarea").raw.removeprefix("\n") == GERMAN


def test_everything_wrong_is_told_at_once(by_rules: FastAPI) -> None:
    said = refused(paste(by_rules, text=GERMAN, date="soon", rubric="newsrom", outlet="x" * 2_001), 422)
    for words in ("The article: this does not read", "Published on: ", "Rubric: ", "Outlet: "):
        assert words in said


@pytest.mark.parametrize("text", ["", " \r\n ", "12 34", "nul\0nul"])
def test_what_is_no_article_is_refused(by_rules: FastAPI, text: str) -> None:
    assert refused(paste(by_rules, text=text), 422)


def test_a_text_of_more_than_the_limit_is_refused() -> None:
    service = service_of(Settings(extractor="rules", max_text=100))
    assert "at most 100 characters" in refused(paste(service, text=ARTICLE), 422)


def test_a_body_of_more_than_the_limit_is_refused_while_it_comes(by_rules: FastAPI) -> None:
    assert "larger than" in refused(paste(by_rules, text="a" * (2 * 1024 * 1024 + 1)), 413)


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b'{"text": ""}', "application/json", 415),
        (b"text=x", "", 415),
        (b"text=%ff", "application/x-www-form-urlencoded", 400),
        (b"text=\xff", "application/x-www-form-urlencoded", 400),
        (b"text", "application/x-www-form-urlencoded", 422),
        (b"", "application/x-www-form-urlencoded", 422),
        (b"a=&" * 30, "application/x-www-form-urlencoded", 400),
        (b"file=x", "application/x-www-form-urlencoded", 422),
    ],
)
def test_what_is_no_form_is_refused(by_rules: FastAPI, body: bytes, content_type: str, status: int) -> None:
    refused(ask(by_rules, "POST", "/read", content=body, headers={"content-type": content_type}), status)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_form_on_another_site_reads_nothing_here(by_rules: FastAPI, site: str) -> None:
    refused(paste(by_rules, {"sec-fetch-site": site}, text=ARTICLE), 403)
    assert paste(by_rules, {"sec-fetch-site": "same-origin"}, text=ARTICLE).status_code == 200


def test_an_extractor_that_fails_is_said_to_and_the_article_comes_back() -> None:
    service = service_of(Settings(extractor="http", extractor_url="http://127.0.0.1:1/", extractor_seconds=1))
    response = paste(service, text=ARTICLE)
    assert "cannot be reached" in refused(response, 503)
    assert read(response.text).one("textarea").raw.removeprefix("\n") == ARTICLE


@pytest.fixture(scope="module")
def keyed(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    file: Path = tmp_path_factory.mktemp("keys") / "key"
    file.write_text(KEY)
    return service_of(Settings(extractor="rules", key_file=file))


def test_where_a_key_is_needed_the_form_asks_for_it(keyed: FastAPI) -> None:
    form = read(ask(keyed, "GET", "/read").text).one("form")
    inputs = {each.attributes["name"]: each.attributes for each in form.all("input")}
    assert inputs["key"]["type"] == "password"
    response = paste(keyed, text=ARTICLE, key=KEY)
    assert response.status_code == 200
    assert KEY not in response.text


@pytest.mark.parametrize("fields", [{}, {"key": ""}, {"key": "wrong"}, {"key": "é" * 43}])
def test_without_the_key_nothing_is_read(keyed: FastAPI, fields: dict[str, str]) -> None:
    assert "Key" in refused(paste(keyed, text=ARTICLE, **fields), 401)


@share(dev=40, ci=100, long=1_000)
@given(text=st.lists(st.one_of(strange, st.sampled_from(["he said", "“", '"', "the report says", "\r\n\r\n"]))))
def test_any_text_is_read_or_refused_in_a_whole_page(by_rules: FastAPI, text: list[str]) -> None:
    response = paste(by_rules, text=" ".join(text))
    assert response.status_code in (200, 422)
    assert read(response.text).one("main")


@share(dev=40, ci=100, long=1_000)
@given(body=st.binary(max_size=60))
def test_any_body_is_a_form_or_none(by_rules: FastAPI, body: bytes) -> None:
    kind = {"content-type": "application/x-www-form-urlencoded"}
    refused(ask(by_rules, "POST", "/read", content=body, headers=kind), 400 if _is_none(body) else 422)


def _is_none(body: bytes) -> bool:
    try:
        parse_qsl(body.decode("ascii"), errors="strict", max_num_fields=20)
    except ValueError:
        return True
    return False
