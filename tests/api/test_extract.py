"""Does POST /v1/extract answer with the claims of an article, their places and grades, and refuse with reasons?"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from tests.api.asking import LOOPBACK, ask, assert_problem
from tests.robustness.effort import share
from tests.robustness.strange_text import strange
from tests.services import service_of

from sayso.facts.document import read_document
from sayso.facts.vocabulary import Vocabulary, load_vocabulary
from sayso.settings import Settings
from sayso.wire.extract import ExtractAnswer

PATH = "/v1/extract"
WORDS = st.sampled_from(["he said", "“", "”", '"', "according to", "the report", ". ", "\n\n"])
ARTICLE = (
    "Ana Ruiz, the harbour master, said the harbour would stay closed. According to two officials, a ship lost fuel. "
    "“Nobody was hurt,” a spokesman told Reuters. The town wants to be paid."
)


@pytest.fixture(scope="module")
def vocabulary(root: Path) -> Vocabulary:
    return load_vocabulary(root / "rubrics" / "vocabulary.yaml")


@pytest.fixture(scope="module")
def by_rules() -> FastAPI:
    """The service with the extractor that needs no weights."""
    return service_of(Settings(extractor="rules"))


def extract(service: FastAPI, **body: Any) -> dict[str, Any]:
    response = ask(service, "POST", PATH, json=body)
    assert response.status_code == 200, response.text
    ExtractAnswer.model_validate_json(response.content)
    answer: dict[str, Any] = response.json()
    return answer


def refusal(service: FastAPI, body: Any, code: str = "invalid_request", status: int = 422) -> dict[Any, Any]:
    found = assert_problem(ask(service, "POST", PATH, json=body), status, code)
    return {error["pointer"]: error for error in found}


def spans(value: Any) -> Iterator[list[int]]:
    """Every position anywhere in a claim."""
    if isinstance(value, dict):
        for each in value.values():
            yield from spans(each)
    elif isinstance(value, list) and len(value) == 2 and all(type(each) is int for each in value):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from spans(each)


@pytest.mark.parametrize("extractor", ["learned", "rules"])
def test_the_claims_of_an_article_are_found_with_their_sources(extractor: str) -> None:
    service = service_of(Settings(extractor=extractor))  # type: ignore[arg-type]
    answer = extract(service, text=ARTICLE, outlet="Daily Ledger", date="2026-01-31")
    assert answer["extractor"]["id"] == extractor
    chains = [claim["attributions"][0]["chain"] for claim in answer["document"]["claims"]]
    assert {"Ana Ruiz", "Reuters"} <= {link.get("source") for chain in chains for link in chain}
    assert {chain[0]["source"] for chain in chains} == {"Daily Ledger"}


def test_the_weights_that_found_the_claims_are_named(service: FastAPI) -> None:
    extractor = extract(service, text=ARTICLE)["extractor"]
    assert extractor["weights"].startswith("sha256:")
    assert extract(service, text=ARTICLE)["extractor"] == extractor


def test_plain_text_comes_back_as_it_was_sent(by_rules: FastAPI) -> None:
    text = f"\ufeff \r\n{ARTICLE}\r\n\t\u202e“Done,”\u202c he said. 😀 "
    assert extract(by_rules, text=text)["document"]["text"] == text


def test_the_document_is_one_that_can_be_sent_back(by_rules: FastAPI, vocabulary: Vocabulary) -> None:
    document = extract(by_rules, text=ARTICLE, title="Harbour", outlet="Daily Ledger", date="2026-01-31")["document"]
    assert len(read_document(document, vocabulary, strict=True).claims) == len(document["claims"])
    assert (document["title"], document["outlet"], document["date"]) == ("Harbour", "Daily Ledger", "2026-01-31")


def test_every_place_lies_in_the_text_and_every_fact_says_how_it_was_found(service: FastAPI) -> None:
    document = extract(service, text=ARTICLE, outlet="Daily Ledger")["document"]
    for claim in document["claims"]:
        assert claim["found"]
        assert all(how["rule"] for how in claim["found"].values())
        assert all(0 <= start < end <= len(document["text"]) for start, end in spans(claim))


def test_with_a_rubric_the_claims_are_graded_as_they_would_be_by_themselves(by_rules: FastAPI) -> None:
    answer = extract(by_rules, text=ARTICLE, outlet="Daily Ledger", score="newsroom")
    claims = answer["document"]["claims"]
    alone = ask(by_rules, "POST", "/v1/score/batch", json={"claims": claims, "rubric": "newsroom"}).json()
    assert answer["results"] == alone["results"]
    assert answer["roots"]


def test_without_a_rubric_nothing_is_graded_and_without_rest_none_is_sent(by_rules: FastAPI) -> None:
    answer = extract(by_rules, text=ARTICLE)
    assert (answer["results"], answer["roots"], answer["rest"]) == (None, None, None)


def test_what_asserts_nothing_comes_on_request(service: FastAPI) -> None:
    rest = extract(service, text=ARTICLE, rest=True)["rest"]
    assert all(item["cue_class"] and item["claim"]["attributions"] for item in rest)


def test_of_a_page_the_main_text_is_read(by_rules: FastAPI) -> None:
    head = "<head><meta property='og:site_name' content='Daily Ledger'></head>"
    page = f"<html>{head}<nav>Home</nav><p>{ARTICLE}</p></html>"
    document = extract(by_rules, text=page, format="html")["document"]
    assert document["text"] == ARTICLE
    assert document["outlet"] == "Daily Ledger"


def test_of_markdown_the_words_are_read(by_rules: FastAPI) -> None:
    document = extract(by_rules, text=f"# Harbour\n\n**{ARTICLE}**", format="markdown")["document"]
    assert (document["text"], document["title"]) == (ARTICLE, "Harbour")


def test_a_short_text_is_read_with_a_warning(by_rules: FastAPI) -> None:
    answer = extract(by_rules, text="The harbour is closed, she said.")
    assert [warning["code"] for warning in answer["warnings"]][:1] == ["language_uncertain"]


def test_more_claims_than_the_limit_are_left_out_and_said_to_be() -> None:
    answer = extract(service_of(Settings(extractor="rules", max_claims=2)), text=ARTICLE)
    assert len(answer["document"]["claims"]) == 2
    assert "too_many_claims" in [warning["code"] for warning in answer["warnings"]]


GERMAN = (
    "Der Minister sagte am Montag in Berlin, die Regierung werde das Gesetz noch in dieser Woche vorlegen, hieß es."
)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"text": ""}, "empty_text"),
        ({"text": " \n"}, "empty_text"),
        ({"text": GERMAN}, "not_english"),
        ({"text": "12 345"}, "not_english"),
        ({"text": "<nav>Home</nav>", "format": "html"}, "empty_text"),
        ({"text": "nul \0 in it"}, "bad_text"),
        ({"text": "a" * 500_001}, "too_long"),
    ],
)
def test_what_is_no_article_is_refused_at_the_text(by_rules: FastAPI, body: dict[str, Any], code: str) -> None:
    assert [(pointer, error["code"]) for pointer, error in refusal(by_rules, body, "invalid_article").items()] == [
        ("/text", code)
    ]


def test_everything_wrong_in_a_request_is_told_at_once(by_rules: FastAPI) -> None:
    body = {"text": 1, "format": "pdf", "date": "soon", "rest": "yes", "score": "newsrom", "outlet": ["x"], "txt": ""}
    found = refusal(by_rules, body)
    assert {pointer: error["code"] for pointer, error in found.items()} == {
        "/text": "wrong_type",
        "/format": "unknown_option",
        "/date": "wrong_type",
        "/rest": "wrong_type",
        "/score": "unknown_rubric",
        "/outlet": "wrong_type",
        "/txt": "unknown_key",
    }
    assert "plain, markdown, html" in found["/format"]["message"]


@pytest.mark.parametrize("body", [[], "text", 7, {}])
def test_a_body_without_a_text_is_refused(by_rules: FastAPI, body: Any) -> None:
    assert refusal(by_rules, body)


def test_a_rubric_that_is_not_there_is_told_as_such(by_rules: FastAPI) -> None:
    assert list(refusal(by_rules, {"text": ARTICLE, "score": "newsrom"}, "unknown_rubric")) == ["/score"]


def test_no_refusal_repeats_what_was_sent(by_rules: FastAPI) -> None:
    for body in ({"text": f"Geheim {GERMAN}"}, {"text": "Geheim \0"}, {"text": ["Geheim"]}):
        assert "Geheim" not in ask(by_rules, "POST", PATH, json=body).text


def test_another_content_type_and_a_larger_body_are_refused_unread(by_rules: FastAPI) -> None:
    assert_problem(ask(by_rules, "POST", PATH, content="text", headers={"content-type": "text/plain"}), 415,
                   "unsupported_media_type")  # fmt: skip
    large = b'{"text": "' + b"a" * (2 * 1024 * 1024) + b'"}'
    response = ask(by_rules, "POST", PATH, content=large, headers={"content-type": "application/json"})
    assert_problem(response, 413, "body_too_large")


def test_while_too_many_wait_the_next_is_told_to_come_back() -> None:
    service = service_of(Settings(extractor="rules", max_extractions=1))
    text = ARTICLE * 60

    async def many() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app=service)
        async with httpx.AsyncClient(transport=transport, base_url=LOOPBACK, timeout=60) as client:
            return await asyncio.gather(*(client.post(PATH, json={"text": text}) for _ in range(14)))

    answers = asyncio.run(many())
    statuses = {answer.status_code for answer in answers}
    assert statuses == {200, 503}
    refused = next(answer for answer in answers if answer.status_code == 503)
    assert_problem(refused, 503, "busy")
    assert refused.headers["retry-after"]


def test_claims_are_graded_while_an_article_is_being_read(tank: dict[str, Any]) -> None:
    service = service_of(Settings(extractor="rules"))
    text = ARTICLE * 150

    async def both() -> list[str]:
        ended: list[str] = []
        transport = httpx.ASGITransport(app=service)
        async with httpx.AsyncClient(transport=transport, base_url=LOOPBACK, timeout=60) as client:

            async def one(name: str, path: str, body: Any) -> None:
                response = await client.post(path, json=body)
                assert response.status_code == 200
                ended.append(name)

            article = asyncio.create_task(one("article", PATH, {"text": text}))
            await asyncio.sleep(0.05)
            await one("claim", "/v1/score", {"claim": tank})
            await article
        return ended

    assert asyncio.run(both()) == ["claim", "article"]


@share(dev=40, ci=100, long=1_000)
@given(
    st.lists(
        st.one_of(strange, st.sampled_from(["he said", "“", "”", '"', "according to", "the report", ". ", "\n\n"]))
    )
)
def test_any_text_is_answered_or_refused_and_every_place_lies_in_it(by_rules: FastAPI, pieces: list[str]) -> None:
    text = " ".join(pieces)
    response = ask(by_rules, "POST", PATH, json={"text": text, "score": "newsroom", "rest": True})
    assert response.status_code in (200, 422), response.text
    if response.status_code == 200:
        answer = response.json()
        assert all("result" in item for item in answer["results"])
        assert all(0 <= start < end <= len(text) for start, end in spans(answer["document"]["claims"]))


PROBE = """
import asyncio, sys
import httpx
from sayso.app import build_app
from sayso.settings import Settings

async def ask(app):
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://127.0.0.1") as client:
        claim = {"attributions": [{"chain": [{"source": "A", "kind": "eyewitness"}]}]}
        assert (await client.post("/v1/score", json={"claim": claim})).status_code == 200
        assert (await client.get("/readyz")).status_code == 200
        assert (await client.get("/")).status_code == 200

asyncio.run(ask(build_app(Settings())))
rooms = ("chains", "tagger", "rules", "readers.html", "readers.markdown")
heavy = ["numpy", "lxml", "readability", "markdown_it", *(f"sayso.extract.{room}" for room in rooms)]
print([name for name in heavy if name in sys.modules])
"""


def test_grading_claims_loads_neither_numbers_nor_what_reads_articles(root: Path) -> None:
    environment = {"PYTHONPATH": str(root / "service")}
    ran = subprocess.run([sys.executable, "-c", PROBE], env=environment, capture_output=True, text=True, check=False)
    assert ran.stdout.strip() == "[]", ran.stdout + ran.stderr
