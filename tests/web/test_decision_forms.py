"""Do the forms on the page of a stored document keep what a person decides, and say what cannot be kept?"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from tests.services import service_of
from tests.web.reviewing import Desk, opened, run, shown_in, two_claims

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
