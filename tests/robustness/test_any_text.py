"""Does any text pass through unharmed: read as it was meant, said as it was written, never repeated in a refusal?"""

from __future__ import annotations

import json
import unicodedata
from time import process_time
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import example, given
from hypothesis import strategies as st
from tests.api.asking import ask, assert_problem
from tests.generated.vocabulary import shipped_vocabulary
from tests.robustness.effort import share
from tests.robustness.strange_text import SAMPLES, names, strange
from tests.services import service_of

from sayso.errors import InvalidClaim
from sayso.facts.canonical import facts_digest
from sayso.facts.claim import read_claim
from sayso.facts.spelling import MOST_MARKS
from sayso.settings import Settings

Json = dict[str, Any]
LONGEST = 500_000
CANARY = "quetzalcoatl"
MARKS = "\u0301\u0316"  # in the wrong order: to put them right took the square of their number


@pytest.fixture(scope="module")
def service() -> FastAPI:
    return service_of(Settings())


def filled(text: str, spans: bool = False) -> Json:
    """A claim with this text wherever any text may stand."""
    vocabulary = shipped_vocabulary()
    texts = {"claim": {}, "attribution": {}, "link": {}}
    for part, fields in (
        ("claim", vocabulary.claim),
        ("attribution", vocabulary.attribution),
        ("link", vocabulary.link),
    ):
        for name, field in fields.items():
            if field.type == "text":
                record, _, inner = name.partition(".")
                texts[part] |= {record: {**texts[part].get(record, {}), inner: text}} if inner else {record: text}
    if spans:
        quoted = {"quote": text, "prefix": text, "suffix": text, "start": 0, "end": 1}
        texts["claim"] |= {"spans": [quoted], "found": {text: {"rule": text, "span": [quoted]}}}
        texts["link"]["mention"] = [quoted]
    hedges = [{"term": text}, text] if text.strip() else []
    link = {**texts["link"], "kind": "on_record_official", "hedges": hedges}
    outlet = {**link, "kind": "secondhand_media", "relation": "quotes"}
    return {**texts["claim"], "hedges": hedges, "attributions": [{**texts["attribution"], "chain": [outlet, link]}]}


def post(service: FastAPI, body: Json) -> httpx.Response:
    content = json.dumps(body, ensure_ascii=False).encode()
    return ask(service, "POST", "/v1/score", content=content, headers={"content-type": "application/json"})


def test_texts_are_filled_in_everywhere() -> None:
    claim = filled("x")
    link = claim["attributions"][0]["chain"][1]
    assert {"text", "id", "topic", "hedges"} <= claim.keys()
    assert {"source", "source_id", "url", "note", "role_text", "lineage", "hedges"} <= link.keys()


@share(40, 100, 2_000)
@given(text=strange)
def test_the_answer_to_any_text_is_utf8_json_that_says_the_names_as_they_are(service: FastAPI, text: str) -> None:
    response = post(service, {"claim": filled(text, spans=True), "include": ["all"]})
    assert response.status_code == 200, response.text
    answer = json.loads(response.content.decode("utf-8", "strict"))
    kept = unicodedata.normalize("NFC", text).strip()
    if kept not in ("", "unknown"):
        assert answer["claim"]["text"] == kept
        assert answer["chain"][0]["source"] == kept


@share(40, 100, 2_000)
@given(text=strange)
def test_the_same_text_written_in_another_form_is_the_same_fact(text: str) -> None:
    digests = {
        facts_digest(read_claim(filled(unicodedata.normalize(form, text)), shipped_vocabulary()).claim)
        for form in ("NFC", "NFD")
    }
    assert len(digests) == 1


@share(40, 100, 2_000)
@given(source=names)
@example(source="ßarah")
@example(source="{root.source}")
def test_sentences_and_rationale_hold_the_exact_name(service: FastAPI, source: str) -> None:
    kept = unicodedata.normalize("NFC", source).strip()
    plain, told = said_of(service, "A Name"), said_of(service, source)
    templates = [line["because"] for line in plain["losses"]]
    assert any("A Name" in template for template in templates)
    assert "A Name" in plain["rationale"]
    assert [line["because"] for line in told["losses"]] == [each.replace("A Name", kept) for each in templates]
    capital = kept[:1].upper() if len(kept[:1].upper()) == 1 else kept[:1]  # the capital of ß is two letters
    wanted = plain["rationale"].replace(". A Name", f". {capital}{kept[1:]}").replace("A Name", kept)
    assert told["rationale"] == wanted


def said_of(service: FastAPI, source: str) -> Json:
    """The answer about a claim that this source, met by this outlet, is named for."""
    chain = [
        {"source": source, "kind": "secondhand_media", "relation": "paraphrases"},
        {"source": source, "kind": "anonymous_official", "identification": "role", "access": "indirect"},
    ]
    answer: Json = post(service, {"claim": {"attributions": [{"chain": chain}]}}).json()
    return answer


@share(40, 100, 2_000)
@given(before=strange, after=strange, at=st.sampled_from(["text", "id", "note", "source", "role_text", "hedges"]))
def test_nul_is_refused_with_its_pointer_wherever_it_stands(service: FastAPI, before: str, after: str, at: str) -> None:
    claim = filled("fine")
    link = claim["attributions"][0]["chain"][1]
    where, pointer = (claim, f"/claim/{at}") if at in ("text", "id") else (link, f"/claim/attributions/0/chain/1/{at}")
    where[at] = before + "\0" + after if at != "hedges" else [before + "\0" + after]
    errors = assert_problem(post(service, {"claim": claim}), 422, "invalid_claim")
    assert [error["pointer"].removesuffix("/0") for error in errors] == [pointer]
    assert errors[0]["code"] == "bad_text"


@share(40, 100, 2_000)
@given(half=st.characters(categories=["Cs"]), before=strange, at=st.sampled_from(["text", "id", "topic"]))
def test_half_of_a_surrogate_pair_is_no_text(service: FastAPI, half: str, before: str, at: str) -> None:
    claim = filled("fine") | {at: before + half}
    with pytest.raises(InvalidClaim) as refused:
        read_claim(claim, shipped_vocabulary())
    assert [(each.code, each.pointer) for each in refused.value.problems] == [("bad_text", f"/{at}")]
    body = json.dumps({"claim": claim}, ensure_ascii=True).encode()
    response = ask(service, "POST", "/v1/score", content=body, headers={"content-type": "application/json"})
    errors = assert_problem(response, 400, "malformed_body")
    assert errors[0]["line"] == 1
    assert b"\\ud" not in response.content


@pytest.mark.parametrize("letter", ["a", "é", "文", "\U0001f468", "\u202e", "\u2028"])
def test_the_longest_text_is_graded_and_one_letter_more_is_refused(service: FastAPI, letter: str) -> None:
    chain = [{"source": "Daily Ledger", "kind": "secondhand_media"}]
    longest = {"text": f".{letter * (LONGEST - 2)}.", "attributions": [{"chain": chain}]}
    assert post(service, {"claim": longest}).status_code == 200
    refused = post(service, {"claim": longest | {"text": f".{letter * (LONGEST - 1)}."}})
    (error,) = assert_problem(refused, 422, "invalid_claim")
    assert (error["code"], error["pointer"]) == ("too_long", "/claim/text")
    assert len(refused.content) < 1_000


@pytest.mark.parametrize("place", ["text", "source"])
def test_a_mountain_of_marks_is_refused_without_putting_them_in_order(service: FastAPI, place: str) -> None:
    mountain = "a" + MARKS * 200_000
    claim = filled("fine")
    (claim if place == "text" else claim["attributions"][0]["chain"][0])[place] = mountain
    began = process_time()
    (error,) = assert_problem(post(service, {"claim": claim}), 422, "invalid_claim")
    assert process_time() - began < 10  # a minute and more, were they put in order
    assert error["code"] == "bad_text"
    assert "combining marks" in error["message"]


@given(marks=st.integers(0, 3 * MOST_MARKS), before=strange, after=names)
def test_as_many_marks_in_a_row_as_any_script_has_are_read(marks: int, before: str, after: str) -> None:
    text = before + "x" + ("\u0316\u0301" * marks)[:marks] + "y" + after
    claim = {"text": text, "attributions": [{"chain": [{"source": "Daily Ledger"}]}]}
    if marks > MOST_MARKS + 1:  # U+0301 and U+0316 in this order are form D; x takes none of them
        with pytest.raises(InvalidClaim):
            read_claim({**claim, "text": before + "x" + ("\u0301\u0316" * marks)[:marks]}, shipped_vocabulary())
    if marks <= MOST_MARKS:
        assert read_claim(claim, shipped_vocabulary()).claim["text"] == unicodedata.normalize("NFC", text).strip()


@pytest.mark.parametrize("sample", ["", *SAMPLES])
@pytest.mark.parametrize(
    "fault",
    [
        {"attributions": []},
        {"hedges": 5},
        {"specifics": ["why"]},
        {"content": "x"},
        {"roots": {"count": -1}},
        {"nothing": 1},
    ],
)
def test_no_refusal_repeats_the_texts_of_the_claim(service: FastAPI, sample: str, fault: Json) -> None:
    response = post(service, {"claim": {**filled(CANARY + sample, spans=True), **fault}})
    assert response.status_code == 422
    assert CANARY not in response.text


@pytest.mark.parametrize("where", ["rubric", "as_of", "include", "disputed"])
@share(25, 50, 1_000)
@given(text=strange)
def test_any_text_in_an_option_is_answered_in_utf8(service: FastAPI, where: str, text: str) -> None:
    value: Any = text if where in ("rubric", "as_of") else [text]
    response = post(service, {"claim": filled("fine"), where: value})
    assert response.status_code in (200, 422)
    json.loads(response.content.decode("utf-8", "strict"))
    named = ask(service, "GET", f"/v1/rubrics/{quote(text, safe='')}x")
    assert named.status_code in (404, 422)
    json.loads(named.content.decode("utf-8", "strict"))
