"""Does the page of a stored document say what is stored, and do its forms keep what a person decides?"""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from tests.api.conftest import TANK
from tests.web.reviewing import Desk, shown_in

from sayso.app import build_app
from sayso.settings import Settings

NASTY = "<script>alert(1)</script> \"'> \u202eevil {{ 7*7 }} =cmd|"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    app = build_app(Settings(data_dir=tmp_path_factory.mktemp("pages")))
    yield Desk(app)
    app.state.storage.close()


@pytest.fixture
def claims() -> list[Any]:
    """Two claims without ids, the second held by a gate."""
    plain, held = deepcopy(TANK), deepcopy(TANK)
    for claim in (plain, held):
        del claim["id"]
    held["seriousness"] = "serious_allegation"
    return [plain, held]


def run(work: Any) -> Any:
    return asyncio.run(work)


async def opened(desk: Desk, claims: list[Any]) -> tuple[str, str, dict[str, str]]:
    id_ = await desk.kept(claims)
    page = f"/documents/{id_}/claims/0"
    return id_, page, await desk.seen(page)


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


def test_an_override_stands_beside_the_computed_grade(desk: Desk, claims: list[Any]) -> None:
    async def decide() -> None:
        id_, page, seen = await opened(desk, claims)
        fields = {
            "verdict": "override",
            "band": "source_reliability:B",
            "reason": "source_known_better",
            "note": f"We have seen it ourselves. {NASTY}",
            "again_on": "2030-01-31",
        }
        assert (await desk.send(f"{page}/review", seen | fields)).status_code == 303
        kept = await desk.assessment(id_)
        assert kept["grade"] == {"computed": "E5", "human": "B5"}
        assert kept["reviews"][0]["again_on"] == "2030-01-31"
        text = (await desk.get(page)).text
        assert "<script>alert" not in text
        assert "[U+202E]evil" in text
        assert "A person says <b>B5</b>; computed is E5" in text
        assert text.count("B5") >= 4  # in the text or list, the head, the decision
        assert "31 January 2030" in text

    run(decide())


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"note": "short"}, "why"),
        ({"band": "source_reliability:Q"}, "band"),
        ({"band": "nowhere:B"}, "band"),
        ({"band": ""}, "band"),
        ({"reason": "because"}, "reason"),
        ({"reason": ""}, "reason"),
        ({"note": "x" * 2_001}, "why"),
        ({"note": "with NUL\0 in it"}, "why"),
        ({"again_on": "soon"}, "again"),
    ],
)
def test_an_override_that_lacks_something_comes_back_with_what_was_written(
    desk: Desk, claims: list[Any], fields: dict[str, str], field: str
) -> None:
    async def decide() -> None:
        id_, page, seen = await opened(desk, claims)
        whole = {"band": "source_reliability:B", "reason": "other", "note": "a note that is long enough & kept"}
        reply = await desk.send(f"{page}/review", seen | {"verdict": "override"} | whole | fields)
        assert reply.status_code == 422
        assert f'href="#{field}"' in reply.text
        written = {**whole, **fields}["note"]
        if "\0" not in written:
            assert html.escape(written) in reply.text
        assert '<details id="override" data-key="o" data-key-name="Override the grade" open>' in reply.text
        assert (await desk.assessment(id_))["reviews"] == []

    run(decide())


def test_a_decision_on_what_has_changed_meanwhile_is_not_kept_and_not_lost(desk: Desk, claims: list[Any]) -> None:
    async def decide() -> None:
        id_, page, seen = await opened(desk, claims)
        await desk.send(f"{page}/review", seen | {"verdict": "abstain", "note": "I was first."})
        mine = {"verdict": "override", "band": "source_reliability:A", "reason": "other", "note": "I was second here."}
        reply = await desk.send(f"{page}/review", seen | mine)
        assert reply.status_code == 412
        assert "Somebody else was first" in reply.text
        assert "I was first." in reply.text
        assert "I was second here." in reply.text
        again = shown_in(reply.text)
        assert (await desk.send(f"{page}/review", again | mine)).status_code == 303
        assert (await desk.assessment(id_))["grade"]["human"] == "A5"

    run(decide())


@pytest.mark.parametrize("revision", ["", "x", "-1", "999999999999999", "1"])
def test_a_form_without_a_revision_that_was_seen_changes_nothing(desk: Desk, claims: list[Any], revision: str) -> None:
    async def decide() -> None:
        id_, page, seen = await opened(desk, claims)
        reply = await desk.send(f"{page}/review", seen | {"verdict": "agree", "revision": revision})
        assert reply.status_code == 412
        assert (await desk.assessment(id_))["review"] == "open"

    run(decide())


@pytest.mark.parametrize("what", ["review", "note", "backing", "release", "correct"])
def test_a_form_from_another_site_is_refused(desk: Desk, claims: list[Any], what: str) -> None:
    async def send() -> None:
        id_, page, seen = await opened(desk, claims)
        fields = seen | {"verdict": "agree", "note": "a note that is long enough", "label": "a", "locator": "b"}
        for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}):
            assert (await desk.send(f"{page}/{what}", fields, **headers)).status_code == 403
        assert (await desk.assessment(id_))["reviews"] == []

    run(send())


@pytest.mark.parametrize("what", ["review", "note", "backing", "release", "correct"])
@pytest.mark.parametrize("assessment", ["", "0" * 32, "nowhere", "\0"])
def test_a_form_about_no_assessment_of_this_claim_is_told(
    desk: Desk, claims: list[Any], what: str, assessment: str
) -> None:
    async def send() -> None:
        _, page, seen = await opened(desk, claims)
        reply = await desk.send(f"{page}/{what}", seen | {"assessment": assessment, "verdict": "agree", "note": "a"})
        assert reply.status_code == 404

    run(send())


def test_a_form_about_the_other_claim_is_refused(desk: Desk, claims: list[Any]) -> None:
    async def send() -> None:
        id_, _, seen = await opened(desk, claims)
        reply = await desk.send(f"/documents/{id_}/claims/1/review", seen | {"verdict": "agree"})
        assert reply.status_code == 404
        assert (await desk.assessment(id_, 1))["review"] == "open"

    run(send())


def test_notes_and_backing_stand_beside_the_claim(desk: Desk, claims: list[Any]) -> None:
    async def add() -> None:
        _, page, seen = await opened(desk, claims)
        assert (await desk.send(f"{page}/note", seen | {"note": NASTY})).status_code == 303
        given = {"label": NASTY, "locator": "page 4", "url": "https://example.org/?a=1&b=<i>"}
        assert (await desk.send(f"{page}/backing", seen | given)).status_code == 303
        text = (await desk.get(page)).text
        assert "<script>alert" not in text
        assert text.count("[U+202E]evil {{ 7*7 }}") >= 2
        assert 'href="https://example.org/?a=1&amp;b=&lt;i&gt;"' in text
        withdraws = re.search(r'name="withdraws" value="([^"]+)"', text)
        assert withdraws is not None
        done = await desk.send(f"{page}/backing", seen | {"withdraws": withdraws[1]})
        assert done.headers["location"].endswith("?done=withdrawn#claim")
        assert "Withdrawn:" in (await desk.get(page)).text

    run(add())


@pytest.mark.parametrize(
    "fields",
    [
        {"label": "", "locator": "page 4"},
        {"label": "The report", "locator": " "},
        {"label": "The report", "locator": "4", "url": "javascript:alert(1)"},
        {"label": "x" * 501, "locator": "4"},
        {"label": "a\0b", "locator": "4"},
        {"withdraws": "nothing"},
    ],
)
def test_backing_without_a_place_or_with_an_odd_address_comes_back(
    desk: Desk, claims: list[Any], fields: dict[str, str]
) -> None:
    async def add() -> None:
        _, page, seen = await opened(desk, claims)
        reply = await desk.send(f"{page}/backing", seen | fields)
        assert reply.status_code == 422
        assert "This was not kept" in reply.text

    run(add())


@pytest.mark.parametrize("note", ["", "   ", "x" * 2_001, "\0"])
def test_a_note_that_says_nothing_or_too_much_comes_back(desk: Desk, claims: list[Any], note: str) -> None:
    async def add() -> None:
        _, page, seen = await opened(desk, claims)
        assert (await desk.send(f"{page}/note", seen | {"note": note})).status_code == 422

    run(add())


def test_a_hold_is_released_with_a_reason_and_says_by_whom(desk: Desk, claims: list[Any]) -> None:
    async def release() -> None:
        id_ = await desk.kept(claims)
        page = f"/documents/{id_}/claims/1"
        seen, text = await desk.seen(page), (await desk.get(page)).text
        gate = re.search(r'name="gate" value="(refer)"', text)
        assert gate is not None
        assert "Held: senior editor" in text
        assert "May have to be held" in text
        short = await desk.send(f"{page}/release", seen | {"gate": gate[1], "note": "ok"})
        assert short.status_code == 422
        unknown = await desk.send(f"{page}/release", seen | {"gate": "nowhere", "note": "a long enough note"})
        assert unknown.status_code == 422
        done = await desk.send(f"{page}/release", seen | {"gate": gate[1], "note": "a long enough note"})
        assert done.status_code == 303
        after = (await desk.get(page)).text
        assert "Held, and released." in after
        assert "Held: senior editor" not in after
        twice = await desk.send(f"{page}/release", seen | {"gate": gate[1], "note": "a long enough note"})
        assert twice.status_code in (409, 412)

    run(release())


def test_a_sign_off_waits_for_open_claims_and_holds_and_says_which(desk: Desk, claims: list[Any]) -> None:
    async def sign() -> None:
        id_, page, seen = await opened(desk, claims[:1])
        work = (await desk.get(f"/v1/documents/{id_}/work")).json()
        early = await desk.send(f"/documents/{id_}/sign-off", {"as": "reviewer", "revision": str(work["revision"])})
        assert early.status_code == 409
        assert "is open: nobody has reviewed it" in early.text
        assert "What is missing" in (await desk.get(page)).text
        await desk.send(f"{page}/review", seen | {"verdict": "agree"})
        work = (await desk.get(f"/v1/documents/{id_}/work")).json()
        stale = await desk.send(f"/documents/{id_}/sign-off", {"as": "reviewer", "revision": "77"})
        assert stale.status_code == 412
        done = await desk.send(
            f"/documents/{id_}/sign-off", {"as": "reviewer", "revision": str(work["revision"]), "note": NASTY}
        )
        assert done.status_code == 303
        text = (await desk.get(page)).text
        assert "signed by a reviewer" in text
        assert "<script>alert" not in text

    run(sign())


def test_a_document_is_taken_and_given_back(desk: Desk, claims: list[Any]) -> None:
    async def lease() -> None:
        id_, page, _ = await opened(desk, claims)
        assert (await desk.send(f"/documents/{id_}/lease", {"do": "take"})).status_code == 303
        assert "You hold this document" in (await desk.get(page)).text
        assert (await desk.send(f"/documents/{id_}/lease", {"do": "give-back"})).status_code == 303
        assert "Take it, so that nobody else" in (await desk.get(page)).text
        assert (await desk.send(f"/documents/{id_}/lease", {"do": "eat"})).status_code == 422

    run(lease())


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
