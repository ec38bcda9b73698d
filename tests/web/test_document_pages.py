"""Does the page of a stored document say what is stored, and are facts corrected on it?"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from tests.services import service_of
from tests.web.reviewing import Desk, opened, run, two_claims

from sayso.settings import Settings

NASTY = "<script>alert(1)</script> \"'> \u202eevil {{ 7*7 }} =cmd|"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    app = service_of(Settings(data_dir=tmp_path_factory.mktemp("pages")))
    yield Desk(app)
    app.state.storage.close()


@pytest.fixture
def claims() -> list[Any]:
    return two_claims()


def test_every_stored_number_stands_on_the_page_and_none_is_worked_out_anew(desk: Desk, claims: list[Any]) -> None:
    async def look() -> None:
        id_, page, _ = await opened(desk, claims)
        before = (await desk.assessment(id_))["result"]
        shown = html.unescape((await desk.get(page)).text)
        assert before["raise"] is None
        for axis in before["axes"].values():
            assert axis["exact"] in shown
        for loss in before["losses"]:
            assert f"−{loss['points']}" in shown
        assert before["rationale"] in shown
        assert "Worked out now from the stored facts" in shown
        assert (await desk.assessment(id_))["result"] == before

    run(look())


def test_advice_that_was_asked_for_is_shown_as_it_was_stored(desk: Desk, claims: list[Any]) -> None:
    async def look() -> None:
        body = {"text": "Some text.", "claims": claims, "include": ["all"]}
        id_ = (await desk.ask("POST", "/v1/documents", json=body)).json()["id"]
        assert "Worked out now" not in (await desk.get(f"/documents/{id_}")).text

    run(look())


def test_the_page_opens_at_the_first_claim_that_is_open(desk: Desk, claims: list[Any]) -> None:
    async def look() -> None:
        id_, page, seen = await opened(desk, claims)
        assert "Claim 1 <span" in (await desk.get(f"/documents/{id_}")).text
        reply = await desk.send(f"{page}/review", {**seen, "verdict": "agree"})
        assert reply.status_code == 303
        assert reply.headers["location"] == f"/documents/{id_}/claims/1?done=checked#claim"
        assert "Claim 2 <span" in (await desk.get(f"/documents/{id_}")).text
        kept = await desk.assessment(id_)
        assert kept["review"] == "agreed"
        last = await desk.send(
            f"/documents/{id_}/claims/1/review", {**await desk.seen(f"/documents/{id_}/claims/1"), "verdict": "agree"}
        )
        assert "done=all-checked" in last.headers["location"]

    run(look())


@pytest.mark.parametrize("n", ["2", "-1", "x", "99999999999", "1e0", "%00"])
def test_a_claim_that_is_not_there_is_told_with_a_way_back(desk: Desk, claims: list[Any], n: str) -> None:
    async def look() -> None:
        id_ = await desk.kept(claims)
        reply = await desk.get(f"/documents/{id_}/claims/{n}")
        assert reply.status_code == 404
        assert f'href="/documents/{id_}"' in reply.text

    run(look())


@pytest.mark.parametrize("id_", ["0" * 32, "nowhere", "%00", "x" * 300])
def test_a_document_that_is_not_there_is_told_on_a_page(desk: Desk, id_: str) -> None:
    reply = run(desk.get(f"/documents/{id_}"))
    assert reply.status_code == 404
    assert "<h1>" in reply.text


def test_a_deleted_document_says_that_it_is_gone(desk: Desk, claims: list[Any]) -> None:
    async def look() -> None:
        id_, page, seen = await opened(desk, claims)
        tag = (await desk.get(f"/v1/documents/{id_}")).headers["etag"]
        await desk.ask("DELETE", f"/v1/documents/{id_}", headers={"if-match": tag})
        reply = await desk.get(page)
        assert reply.status_code == 410
        assert "sliced" not in reply.text
        assert (await desk.send(f"{page}/review", {**seen, "verdict": "agree"})).status_code == 410

    run(look())


def test_rubrics_stand_side_by_side_and_say_where_they_differ(desk: Desk, claims: list[Any]) -> None:
    async def look() -> None:
        id_, page, _ = await opened(desk, claims)
        stored = (await desk.assessment(id_))["result"]
        both = await desk.get(f"{page}?compare=nato-admiralty,icd206-descriptor")
        assert both.status_code == 200
        assert "Where they differ" in both.text
        assert "gives no score" in both.text
        other = (await desk.ask("POST", "/v1/score", json={"claim": claims[0], "rubric": "nato-admiralty"})).json()
        table = both.text[both.text.index('class="compared"') :]
        for told in (stored, other):
            assert f'<span class="letters">{told["grade"]}</span>' in table
        for odd in ("nowhere", "nato-admiralty,nowhere", "," * 40, "%00", "newsroom"):
            assert (await desk.get(f"{page}?compare={odd}")).status_code == 200

    run(look())


def test_claims_that_cross_turn_and_carry_emoji_show_as_text(desk: Desk, claims: list[Any]) -> None:
    async def look() -> None:
        text = "He said \U0001f9d1\u200d\U0001f680 that \u05e9\u05dc\u05d5\u05dd <b>goes</b> on. Nothing more."
        claims[0]["spans"], claims[1]["spans"] = [[0, 20]], [[8, 30]]
        claims[0]["text"] = NASTY
        id_ = await desk.kept(claims, text)
        shown = (await desk.get(f"/documents/{id_}/claims/0")).text
        assert "<b>goes" not in shown
        assert "1 sentence carries no claim" in shown
        assert "<script>alert" not in shown
        plain = re.sub(r"<[^>]+>", "", shown[shown.index('<div class="words">') : shown.index('class="legend"')])
        assert "\U0001f9d1\u200d\U0001f680" in plain
        assert "\u05e9\u05dc\u05d5\u05dd" in plain

    run(look())
