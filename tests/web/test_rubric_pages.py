"""Do the pages of rubrics say what is so, change nothing by being looked at, and keep what an editor wrote?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from tests.api.versions import Live
from tests.usecases.small import rubric

Form = dict[str, str]
KNOB = re.compile(r'<input class="knob-box"[^>]* name="([^"]*)"[^>]* value="([^"]*)"')
GATE = re.compile(r'<input type="checkbox"[^>]* name="(gate:[^"]*)"[^>]* value="on"( checked)?')
REMARKED = rubric().replace(
    "    unknown: {points: 40,", "    # as agreed in May\n    unknown: {points: 40,  # once 30\n"
)
GATED = rubric().replace(
    "tests:",
    "gates:\n  # why it is there\n  - {id: bare, when: {root: {kind: [hearsay, rumour]}}, cap: {sourcing: 20},"
    " because: it is bare, reference: AP}\n"
    "  - {id: noted, when: {any_attribution: {root: {plural: true}}}, note: true, because: several, reference: AP}\n"
    "tests:",
)


@pytest.fixture
def live(tmp_path: Path, storage: dict[str, Any]) -> Iterator[Live]:
    found = Live(tmp_path / "rubrics", storage, small=REMARKED)
    yield found
    found.close()


def opened(live: Live, path: str = "/rubrics/small/try") -> Form:
    """The fields of the form as they stand there."""
    page = live.ask("GET", path)
    assert page.status_code == 200, page.text
    fields = {unescape(name): unescape(value) for name, value in KNOB.findall(page.text)}
    fields |= {unescape(name): "on" for name, checked in GATE.findall(page.text) if checked}
    return {**fields, "knobs": "all", "document": ""}


def text_of(html: str) -> str:
    """What a reader sees."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def draft_in(html: str) -> str:
    found = re.search(r'<textarea id="draft-text"[^>]*>\n(.*?)</textarea>', html, re.DOTALL)
    assert found is not None
    return unescape(found[1])


def tried(live: Live, form: Form, **headers: str) -> str:
    response = live.ask("POST", "/rubrics/small/try?version=1.0.0", data=form, headers=headers)
    assert response.status_code == 200, response.text
    return response.text


def test_the_list_says_what_serves_and_what_cannot_be_used(live: Live) -> None:
    assert live.put(rubric(version="1.1.0", points=100, title="Newer"), "1.1.0").status_code == 201
    (live.rubrics / "broken.yaml").write_text(rubric(id="broken", points=101), encoding="utf-8")
    with live.beside() as other:
        told = text_of(other.ask("GET", "/rubrics").text)
    assert "Small small 1.0.0 active , used where none is named the file small.yaml" in told
    assert "Newer small 1.1.0 kept the database local, " in told
    assert "broken.yaml : line " in told


def test_a_sentence_leads_to_the_line_that_says_so(live: Live) -> None:
    page = live.ask("GET", "/rubrics/small").text
    number = REMARKED.split("\n").index("      - id: by_name") + 1
    assert f'href="#L{number}"' in page
    assert (
        f'<li id="L{number}"><span class="number" aria-hidden="true">{number}</span><code>      - id: by_name' in page
    )
    assert "2 of 2 hold." in text_of(page)
    assert "named.by_name" in page


def test_two_versions_are_compared_in_words(live: Live) -> None:
    live.put(rubric(version="1.1.0").replace("{points: 40,", "{points: 10,"), "1.1.0")
    told = text_of(live.ask("GET", "/rubrics/small/diff?from=1.0.0&to=1.1.0").text)
    assert "Grades can change." in told
    assert "-30" in told
    same = text_of(live.ask("GET", "/rubrics/small/diff?from=1.0.0&to=1.0.0").text)
    assert "They mean the same." in same


def test_opening_and_trying_change_nothing(live: Live) -> None:
    live.keep(None)
    before = live.ask("GET", "/v1/audit").json(), live.ask("GET", "/v1/rubrics").json()
    form = opened(live)
    told = text_of(tried(live, form))
    assert "Nothing is turned yet." in told
    told = text_of(tried(live, {**form, "points:named:.unknown": "60"}))
    assert "1 of 1 stored assessments change grade" in told
    assert (live.ask("GET", "/v1/audit").json(), live.ask("GET", "/v1/rubrics").json()) == before


def test_simulated_flips_are_those_of_a_version_that_was_kept_activated_and_rescored(live: Live) -> None:
    ids = live.keep(None, "named", "bare", None, "role")
    form = opened(live) | {"points:named:.unknown": "60"}
    page = tried(live, form)
    simulated = int(re.search(r"(\d+) of 5 stored assessments change grade", text_of(page))[1])  # type: ignore[index]
    saved = live.ask("POST", "/rubrics/small/try?version=1.0.0", data={"do": "save", "text": draft_in(page)})
    assert saved.status_code == 303, saved.text
    assert saved.headers["location"] == "/rubrics/small?version=1.0.1&done=saved"
    assert live.served()[0] == "1.0.0"  # a draft grades nothing
    shown = live.ask("GET", saved.headers["location"]).text
    seen = re.search(r'name="seen" value="([^"]*)"', shown)
    assert seen is not None
    sure = {"version": "1.0.1", "seen": seen[1], "sure": "yes"}
    assert live.ask("POST", "/rubrics/small", data=sure).status_code == 303
    assert live.served()[0] == "1.0.1"
    live.rescore()
    now = {each["rescored_from"]: each["grade"]["computed"]
           for each in live.ask("GET", "/v1/assessments").json()["assessments"] if each["rescored_from"]}  # fmt: skip
    then = {id_: live.ask("GET", f"/v1/assessments/{id_}").json()["grade"]["computed"] for id_ in ids}
    assert simulated == sum(now[id_] != then[id_] for id_ in ids) == 2


def test_the_audit_names_the_operations_of_the_api(live: Live) -> None:
    page = tried(live, opened(live) | {"points:named:.unknown": "41"})
    live.ask("POST", "/rubrics/small/try?version=1.0.0", data={"do": "save", "text": draft_in(page)})
    made = live.ask("GET", "/v1/audit").json()["entries"]
    assert made[0]["operation"] == "putRubricVersion"


def test_a_saved_draft_keeps_every_remark(live: Live) -> None:
    draft = draft_in(tried(live, opened(live) | {"points:named:.unknown": "41"}))
    assert "    # as agreed in May\n    unknown: {points: 41,  # once 30\n" in draft
    live.ask("POST", "/rubrics/small/try?version=1.0.0", data={"do": "save", "text": draft.replace("\n", "\r\n")})
    assert live.ask("GET", "/v1/rubrics/small/versions/1.0.1").json()["text"] == draft


def test_a_draft_that_is_broken_tells_its_line_and_keeps_what_was_typed(live: Live) -> None:
    page = tried(live, opened(live) | {"points:named:by_name": "90", "points:named:.unknown": "7x"})
    told = text_of(page)
    line = REMARKED.split("\n").index("  sourcing:") + 1
    assert "This draft cannot be used." in told
    assert f"error , line {line}: the most that the criteria" in told
    assert "Named: not known : a whole number from 0 to 100 is expected" in told
    assert dict(KNOB.findall(page)) | {} == {
        "points:named:by_name": "90", "points:named:.else": "0", "points:named:.unknown": "7x",
    }  # fmt: skip
    wrong = draft_in(page).replace("because: nobody is named", "because: my own words")
    refused = live.ask("POST", "/rubrics/small/try?version=1.0.0", data={"do": "save", "text": wrong})
    assert refused.status_code == 422
    assert "It was not kept." in refused.text
    assert draft_in(refused.text) == wrong
    assert f"line {line}: the most that" in text_of(refused.text)


@pytest.mark.parametrize("text", ["", "[", "\x00", "id: small", "x" * 300_000, "id: other\nversion: 1.0.1"])
def test_what_is_no_rubric_is_not_kept_and_stands_there_again(live: Live, text: str) -> None:
    refused = live.ask("POST", "/rubrics/small/try?version=1.0.0", data={"do": "save", "text": text})
    assert refused.status_code == 422
    assert "It was not kept." in refused.text


def test_a_version_that_is_taken_is_not_overwritten(live: Live) -> None:
    text = REMARKED.replace("because: it is named", "because: it has a name")
    refused = live.ask("POST", "/rubrics/small/try?version=1.0.0", data={"do": "save", "text": text})
    assert refused.status_code == 422
    assert "says something else" in text_of(refused.text)


def test_a_gate_is_taken_out_and_its_cap_is_turned(tmp_path: Path) -> None:
    found = Live(tmp_path / "rubrics", {"data_dir": tmp_path / "data"}, small=GATED)
    form = opened(found)
    assert {name for name in form if name.startswith(("gate", "cap"))} == {
        "gate:bare",
        "gate:noted",
        "cap:bare:sourcing",
    }
    page = tried(found, {name: value for name, value in form.items() if name != "gate:noted"})
    assert "Gate noted: off" in text_of(page)
    assert "noted" not in draft_in(page)
    assert "# why it is there" in draft_in(page)
    assert "cap: {sourcing: 10}" in draft_in(tried(found, {**form, "cap:bare:sourcing": "10"}))
    found.close()


@pytest.mark.parametrize(("button", "value"), [("more", "41"), ("less", "39")])
def test_the_buttons_turn_by_one_with_and_without_scripts(live: Live, button: str, value: str) -> None:
    form = opened(live) | {button: "points:named:.unknown"}
    page = tried(live, form)
    assert dict(KNOB.findall(page))["points:named:.unknown"] == value
    part = tried(live, form, **{"hx-request": "true"})
    assert part.lstrip().startswith('<section id="impact"')
    assert f'value="{value}" hx-swap-oob="true"' in part
    assert "<html" not in part


def test_a_document_is_looked_at_beside_the_seed(live: Live) -> None:
    chain = [{"source": "a witness", "kind": "eyewitness"}]
    claims = [{"text": "The harbour was closed.", "attributions": [{"chain": chain}]}]
    body = {"text": "The harbour was closed.", "title": "The harbour", "claims": claims, "rubric": "small"}
    made = live.ask("POST", "/v1/documents", json=body)
    assert made.status_code == 201, made.text
    form = opened(live) | {"document": made.json()["id"], "points:named:.unknown": "60"}
    told = text_of(tried(live, form))
    assert "The harbour 1 of 1 claim change grade; something changes in 1." in told
    for other in ("0" * 32, "x", "\x00", "../etc", "9" * 4000):
        assert "There is no stored document of that id." in text_of(tried(live, form | {"document": other}))


HOSTILE = "<script>alert(1)</script>\u202e\"'&<img src=x onerror=alert(1)>"


def test_hostile_words_stand_as_text(tmp_path: Path) -> None:
    quoted = HOSTILE.replace('"', '\\"').replace("\u202e", "\\u202e")
    text = rubric(title=f'"{quoted}"').replace("because: it is named", f'because: "{quoted}"')
    text = text.replace("ask: Is the root named?", f'ask: "{quoted}"').replace("name: not named", f'name: "{quoted}"')
    found = Live(tmp_path / "rubrics", {"data_dir": tmp_path / "data"}, small=text)
    chain = [{"source": HOSTILE, "kind": "eyewitness"}]
    found.ask("POST", "/v1/assessments", json={"claim": {"text": HOSTILE, "attributions": [{"chain": chain}]}})
    pages = [found.ask("GET", path).text for path in ("/rubrics", "/rubrics/small", "/rubrics/small/diff")]
    pages.append(tried(found, opened(found) | {"points:named:.unknown": "60"}))
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "\u202e" not in page
    assert all("&lt;script&gt;alert(1)" in page for page in (pages[0], pages[1], pages[3]))
    found.close()


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/rubrics/none", 404), ("GET", "/rubrics/small?version=9.9.9", 404),
        ("GET", "/rubrics/small@1.0.0", 404),
        ("GET", "/rubrics/small/diff?from=9&to=1.0.0", 404), ("GET", "/rubrics/none/diff", 404),
        ("GET", "/rubrics/none/try", 404), ("GET", "/rubrics/small/try?version=x", 404),
        ("POST", "/rubrics/none/try", 404), ("POST", "/rubrics/small", 404), ("GET", "/rubrics/%00", 404),
        ("GET", "/rubrics/small?version=%00", 404), ("GET", "/rubrics/" + "x" * 5000, 404),
    ],
)  # fmt: skip
def test_what_is_not_there_is_said(live: Live, method: str, path: str, status: int) -> None:
    more = {"data": {"version": "9.9.9", "sure": "yes"}} if method == "POST" else {}
    assert live.ask(method, path, **more).status_code == status


def test_a_form_of_another_site_and_an_activation_that_somebody_else_was_before_are_refused(live: Live) -> None:
    live.put(rubric(version="1.1.0", title="Newer"), "1.1.0")
    seen = live.served()[1].strip('"')
    form = {"version": "1.1.0", "seen": seen, "sure": "yes"}
    foreign = live.ask("POST", "/rubrics/small", data=form, headers={"sec-fetch-site": "cross-site"})
    assert foreign.status_code == 403
    unsure = live.ask("POST", "/rubrics/small", data={"version": "1.1.0", "seen": seen})
    assert unsure.status_code == 422
    for other in ("sha256:" + "0" * 64, "", "x"):
        assert live.ask("POST", "/rubrics/small", data={**form, "seen": other}).status_code == 412
    assert live.served()[0] == "1.0.0"
    assert live.ask("POST", "/rubrics/small", data=form).status_code == 303
    assert live.served()[0] == "1.1.0"
