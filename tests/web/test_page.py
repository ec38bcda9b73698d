"""Does the page say what the API says, claim by claim and to the thousandth, and nothing it must not?"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from tests.api.asking import LOOPBACK, ask, assert_problem
from tests.services import service_of
from tests.web.reading import Element, read_page

from sayso.settings import Settings, shipped

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
RUBRICS = (
    "icd206-descriptor", "leak-and-anonymous", "nato-admiralty", "nato-admiralty-fm", "newsroom", "osint-verification",
)  # fmt: skip


def page(service: FastAPI, path: str) -> Element:
    response = ask(service, "GET", path)
    assert response.status_code == 200, response.text
    return read_page(response.text)


def answered(service: FastAPI, claim: dict[str, Any], rubric: str) -> dict[str, Any]:
    body = {"claim": claim, "rubric": rubric, "include": ["all"]}
    answer: dict[str, Any] = ask(service, "POST", "/v1/score", json=body).json()
    return answer


def thousandths(points: str) -> int:
    return int(points.replace("−", "").replace(".", ""))


@pytest.mark.parametrize("path", ["/", "/claims/seed-16", "/claims/nowhere", "/?rubric=nowhere"])
def test_every_page_has_the_strict_policy_and_nothing_inline(service: FastAPI, path: str) -> None:
    response = ask(service, "GET", path)
    assert response.headers.get_list("content-security-policy") == [POLICY]
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["x-content-type-options"] == "nosniff"
    tree = read_page(response.text)
    assert [each.tag for each in tree.all() if each.tag in ("style", "iframe", "object")] == []
    scripts = [each.attributes for each in tree.all() if each.tag == "script"]
    assert all(set(each) == {"src", "defer"} and (each["src"] or "").startswith("/static/") for each in scripts)
    for element in tree.all():
        assert not {name for name in element.attributes if name == "style" or name.startswith("on")}, element
        for name in ("href", "src"):
            target = element.attributes.get(name)
            assert target is None or target.startswith(("/", "#")), f"{element.tag} leads to {target}"


@pytest.mark.parametrize("rubric", RUBRICS)
def test_every_claim_is_marked_and_listed_in_the_order_of_the_text(
    service: FastAPI, seed: dict[str, Any], rubric: str
) -> None:
    tree = page(service, f"/?rubric={rubric}")
    wanted = [f"/claims/{claim['id']}?rubric={rubric}#claim" for claim in seed["claims"]]
    rows = [row.one("th").one("a") for row in tree.one("section", "claims").one("tbody").all("tr")]
    assert [row.attributes["href"] for row in rows] == wanted
    assert [row.text for row in rows] == [" ".join(claim["text"].split()) for claim in seed["claims"]]
    words = tree.one("article", "text").one("div", "words")
    reached = [each.attributes["href"] for each in words.all("a") if each.attributes.get("tabindex") != "-1"]
    assert reached == wanted
    assert [badge.one("span", "number").text for badge in words.all("span", "badge")] == [str(n) for n in range(1, 26)]


def test_the_article_is_shown_whole_whatever_is_marked_in_it(service: FastAPI) -> None:
    words = page(service, "/claims/seed-15").one("article", "text").one("div", "words")
    for noise in [*words.all("span", "badge"), *words.all("span", "unseen")]:
        noise.children = []
    article = (shipped("fixtures/seed") / "article.txt").read_text(encoding="utf-8")
    assert "".join(words.text.split()) == "".join(article.split())


def test_overlapping_claims_carry_both_marks(service: FastAPI) -> None:
    words = page(service, "/claims/seed-16").one("article", "text").one("div", "words")
    inner = [mark for mark in words.all("mark", "depth0") if "conducted in late January" in mark.text]
    outer = [mark for mark in words.all("mark", "depth1") if "conducted in late January" in mark.text]
    assert len(inner) == len(outer) == 1
    assert inner[0] in list(outer[0].all("mark"))
    assert "chosen" in str(inner[0].attributes["class"])
    assert "chosen" not in str(outer[0].attributes["class"])


@pytest.mark.parametrize("rubric", RUBRICS)
def test_every_loss_of_the_answer_stands_on_the_page_and_they_add_up(
    service: FastAPI, seed: dict[str, Any], rubric: str
) -> None:
    shown = 0
    for claim in seed["claims"]:
        answer = answered(service, claim, rubric)
        tree = page(service, f"/claims/{claim['id']}?rubric={rubric}")
        tables = {table.one("caption").text: table for table in tree.all("table", "losses")}
        scored = {name: axis for name, axis in answer["axes"].items() if axis["status"] == "scored"}
        assert list(tables) == [name.replace("_", " ").capitalize() for name in scored]
        for (name, axis), table in zip(scored.items(), tables.values(), strict=True):
            left = 100_000
            losses = [loss for loss in answer["losses"] if loss["axis"] == name]
            rows = list(table.one("tbody").all("tr"))[1:]
            for row, loss in zip(rows, losses, strict=True):
                lost, remaining = (cell.text for cell in row.all("td"))
                left -= thousandths(loss["points"])
                assert lost == f"−{loss['points']}"
                assert thousandths(remaining) == left
                assert row.one("code").text == loss["code"]
                assert row.one("span", "reference").text == loss["reference"]
                assert row.text.casefold().startswith(" ".join(loss["because"].split()).casefold())
                assert row.one("rect", "lost").attributes["width"] == str(thousandths(loss["points"]))
                shown += 1
            assert left == thousandths(axis["exact"])
            assert list(table.one("tfoot").all("td"))[-1].text == axis["exact"]
    if rubric == "newsroom":
        assert shown > 150


@pytest.mark.parametrize("rubric", RUBRICS)
def test_the_page_shows_the_answers_own_words(service: FastAPI, seed: dict[str, Any], rubric: str) -> None:
    for claim in seed["claims"][::4]:
        answer = answered(service, claim, rubric)
        panel = page(service, f"/claims/{claim['id']}?rubric={rubric}").one("section", "claim")
        assert panel.one("p", "why").text == " ".join(answer["rationale"].split())
        assert panel.one("p", "big").text.startswith(f"Grade {answer['grade'] or 'n/a'}")
        gates = [item.one("code").text for gates in panel.all("ul", "gates") for item in gates.all("li")]
        assert sorted(gates) == sorted(gate["id"] for gate in answer["gates"])
        gains = [row.one("td").text for row in panel.all("tr") if "effort" in row.text and row.text.endswith(")")]
        assert len(gains) == len(answer["raise"])
        for line, gain in zip(answer["raise"], gains, strict=True):
            before = "not judged" if line["before"] is None else str(line["before"])
            assert gain == f"{before} → {line['after']} ({line['band']})"
        asked = [table for table in panel.all("table", "questions") for _ in table.one("tbody").all("tr")]
        assert len(asked) == len(answer["questions"])
        assert answer["rubric"]["digest"] in [code.attributes.get("title") for code in panel.all("code")]
        assert f"{answer['rubric']['id']}@{answer['rubric']['version']}" in panel.text


def test_the_chain_is_a_list_from_the_outlet_to_the_root(service: FastAPI) -> None:
    chain = page(service, "/claims/seed-16").one("ol", "chain")
    links = list(chain.all("li", "link"))
    assert [link.one("p", "role").text for link in links] == ["Outlet", "Passed on by", "Root"]
    assert [link.one("p", "who").one("b").text for link in links] == [
        "The Jerusalem Post", "The Washington Post", "one of the classified intelligence reports",
    ]  # fmt: skip
    assert "Quotes" in links[1].one("p", "taken").text
    assert "“" not in links[1].one("q").text


def test_a_root_that_nobody_states_is_drawn_as_unknown(service: FastAPI) -> None:
    untold = list(page(service, "/claims/seed-02").one("ol", "chain").all("li", "unknown"))
    assert len(untold) == 1
    assert untold[0].text == "Root Unknown where Al-Mayadeen has it from is not stated"
    nobody = list(page(service, "/claims/seed-01").one("ol", "chain").all("li", "unknown"))
    assert len(nobody) == 1
    assert "Nobody is named" in nobody[0].text


def test_what_cannot_be_judged_is_a_state_and_no_number(service: FastAPI) -> None:
    tree = page(service, "/claims/seed-16?rubric=nato-admiralty")
    panel = tree.one("section", "claim")
    assert panel.one("p", "big").text == "Grade F6 Cannot be judged"
    assert [score.text for score in panel.all("dd", "score")] == ["open from 0 to 34", "open from 10 to 54"]
    assert list(panel.all("rect", "bar")) == []
    assert list(panel.all("table", "losses")) == []
    row = next(row for row in tree.one("section", "claims").all("tr", "chosen"))
    assert row.one("td", "figure").text == "Cannot be judged"


def test_what_does_not_apply_is_a_state_and_no_number(service: FastAPI) -> None:
    panel = page(service, "/claims/seed-05?rubric=nato-admiralty").one("section", "claim")
    assert panel.one("p", "big").text == "Grade n/a Not applicable"
    assert list(panel.one("dl", "axes").all("svg")) == []
    assert list(panel.all("dd", "score")) == []


def test_a_hold_names_who_must_release_it(service: FastAPI, seed: dict[str, Any]) -> None:
    answer = answered(service, seed["claims"][11], "newsroom")
    (refer,) = [gate for gate in answer["gates"] if gate["effect"] == "hold" and gate["status"] == "applied"]
    assert refer["requires"] == "senior_editor"
    tree = page(service, "/claims/seed-12")
    banner = tree.one("section", "claim").one("p", "banner").text
    assert banner.casefold() == f"held. {refer['because']}. the senior editor must release it.".casefold()
    assert tree.one("section", "claims").one("tr", "chosen").one("span", "held").text == "Held: senior editor"


def test_claims_on_the_same_root_point_at_each_other(service: FastAPI) -> None:
    panel = page(service, "/claims/seed-16").one("section", "claim")
    line = next(each for each in panel.all("p", "roots-line") if "On the same root" in each.text)
    assert [link.attributes["href"] for link in line.all("a")] == [f"/claims/seed-{n}#claim" for n in (14, 15, 16)]


def test_the_first_page_opens_on_a_claim_that_somebody_has_to_release(service: FastAPI) -> None:
    tree = page(service, "/")
    assert tree.one("section", "claim").one("h2").text == "Claim 14 of 25"
    assert list(tree.one("section", "claim").all("p", "banner"))
    assert tree.one("title").text == "The Jerusalem Post, 16 November 2023, graded by Newsroom attribution · Sayso"


def test_the_title_says_which_claim(service: FastAPI) -> None:
    title = page(service, "/claims/seed-16?rubric=nato-admiralty").one("title").text
    assert title.startswith("Claim 16 (F6), ")
    assert "Admiralty" in title


@pytest.mark.parametrize("rubric", RUBRICS)
def test_the_switch_leads_to_the_same_claim_under_every_rubric(service: FastAPI, rubric: str) -> None:
    switch = page(service, f"/claims/seed-16?rubric={rubric}").one("nav", "rubrics")
    links = {link.text: link for link in switch.all("a")}
    assert sorted(links) == sorted(RUBRICS)
    assert [name for name, link in links.items() if link.attributes.get("aria-current") == "page"] == [rubric]
    for link in links.values():
        target = str(link.attributes["href"])
        assert page(service, target.partition("#")[0]).one("section", "claim").one("h2").text == "Claim 16 of 25"


def test_headings_go_down_one_step_at_a_time(service: FastAPI) -> None:
    levels = [int(each.tag[1]) for each in page(service, "/").all() if each.tag in ("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


def test_no_id_is_given_twice(service: FastAPI) -> None:
    ids = [each.attributes["id"] for each in page(service, "/claims/seed-12").all() if "id" in each.attributes]
    assert len(ids) == len(set(ids))


def test_an_unknown_claim_is_a_page_with_a_way_back(service: FastAPI) -> None:
    for path in ("/claims/seed-99?rubric=nato-admiralty", "/claims/a/b?rubric=nato-admiralty"):
        response = ask(service, "GET", path)
        assert response.status_code == 404
        tree = read_page(response.text)
        assert tree.one("h1").text == "There is no such claim"
        assert "/?rubric=nato-admiralty" in [link.attributes["href"] for link in tree.one("main").all("a")]


def test_an_unknown_rubric_is_a_page_that_names_the_nearest(service: FastAPI) -> None:
    response = ask(service, "GET", "/claims/seed-16?rubric=newsrom")
    assert response.status_code == 404
    tree = read_page(response.text)
    assert tree.one("h1").text == "There is no such rubric"
    assert "newsrom" in tree.one("main").text
    assert "newsroom" in tree.one("main").text.replace("newsrom", "", 1)
    links = {link.text: link.attributes["href"] for link in tree.one("nav", "rubrics").all("a")}
    assert links["newsroom"] == "/claims/seed-16#claim"


def test_hostile_addresses_are_shown_and_not_run(service: FastAPI) -> None:
    for path in ("/claims/%3Cscript%3Ealert(1)%3C%2Fscript%3E", "/?rubric=%3Cscript%3Ealert(1)%3C/script%3E"):
        response = ask(service, "GET", path)
        assert response.status_code == 404
        assert "<script>" not in response.text
        assert "&lt;script&gt;" in response.text


def test_a_page_that_has_not_changed_is_not_sent_again(service: FastAPI) -> None:
    first = ask(service, "GET", "/claims/seed-16")
    again = ask(service, "GET", "/claims/seed-16", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["content-security-policy"] == POLICY
    other = ask(service, "GET", "/claims/seed-15", headers={"if-none-match": first.headers["etag"]})
    assert other.status_code == 200


def test_head_is_answered_without_a_body(service: FastAPI) -> None:
    head, get = ask(service, "HEAD", "/"), ask(service, "GET", "/")
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["content-length"] == str(len(get.content))


def test_pages_stay_open_and_the_api_closed_where_there_is_a_key(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("k" * 43)
    keyed = service_of(Settings(key_file=tmp_path / "key"))
    assert ask(keyed, "GET", "/").status_code == 200
    assert ask(keyed, "GET", "/static/sayso.css").status_code == 200
    assert_problem(ask(keyed, "GET", "/v1/rubrics"), 401, "unauthorized")


def test_pages_are_not_in_the_rest_document(service: FastAPI) -> None:
    paths = ask(service, "GET", "/openapi.json").json()["paths"]
    assert [path for path in paths if not path.startswith(("/v1/", "/livez", "/readyz", "/metrics"))] == []


def test_another_method_is_refused_as_a_problem(service: FastAPI) -> None:
    assert_problem(ask(service, "POST", "/"), 405, "method_not_allowed")


def test_the_page_is_told_apart_from_what_is_nowhere(service: FastAPI) -> None:
    assert_problem(ask(service, "GET", "/nowhere", base=LOOPBACK), 404, "not_found")
