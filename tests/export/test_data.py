"""Do NDJSON and JSON-LD lose nothing, and does linked data say no more than was said?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.export.making import claim, full, override, review

from sayso.export.lines import ndjson_of
from sayso.export.linked import CONTEXT, json_ld_of
from sayso.export.review import Reviewed

HOSTILE = [
    "</script><script>alert(1)</script>",
    "a\u202eb",
    "\x00\x07",
    "\u2028",
    "=1+1",
    '"}\n{"line":"claim"',
    "раypal",
]


def lines(made: Reviewed) -> list[dict[str, Any]]:
    return [json.loads(line) for line in ndjson_of(made).decode().removesuffix("\n").split("\n")]


@pytest.mark.parametrize("words", HOSTILE)
def test_any_words_come_back_from_a_line_as_they_were(words: str) -> None:
    document, told = lines(full(words))
    assert document["title"] == document["text"] == told["text"] == told["reviews"][0]["note"] == words
    assert told["backing"][0]["locator"] == told["notes"][0]["text"] == told["releases"][0]["note"] == words


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_facts_and_result_are_the_kept_bytes(words: str) -> None:
    made = claim(words)
    line = ndjson_of(review(made)).removesuffix(b"\n").split(b"\n")[1]
    assert line.endswith(b',"facts":%b,"result":%b}' % (made.facts, made.answer))
    assert json.loads(line)["result"] == json.loads(made.answer)


def test_a_line_says_both_grades_and_that_one_was_overridden() -> None:
    _, told = lines(review(claim(human="A", reviews=(override(),))))
    assert told["grade"] == {"computed": "B", "human": "A"}
    assert told["overridden"] is True
    assert told["overrides"][0]["says"].startswith("OVERRIDDEN by key:k1")
    assert told["overrides"][0] | {"says": ""} == {**told["reviews"][0], "says": ""}
    assert lines(review(claim()))[1]["overridden"] is False


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from nodes(each)
    elif isinstance(value, list):
        for each in value:
            yield from nodes(each)


def graph(made: Reviewed) -> list[dict[str, Any]]:
    told = json.loads(json_ld_of(made))
    assert told["@context"] == CONTEXT
    found: list[dict[str, Any]] = told["@graph"]
    return found


@pytest.mark.parametrize("made", [full("words"), review(claim()), review(), review(claim(text=None), text=None)])
def test_every_word_of_linked_data_is_in_the_context_that_stands_in_it(made: Reviewed) -> None:
    for node in nodes(graph(made)):
        for key, value in node.items():
            assert key in CONTEXT or key in ("@id", "@type"), key
            assert value is not None
            if key == "@type":
                assert value in CONTEXT


def test_the_context_leads_to_no_other_file() -> None:
    prefixes = {"schema": "https://schema.org/", "sayso": "urn:sayso:export:"}
    for name, meant in CONTEXT.items():
        term = meant["@id"] if isinstance(meant, dict) else meant
        assert prefixes.get(name) == term or term.partition(":")[0] in prefixes, name
        assert "@import" not in str(meant)


def test_only_a_verdict_of_a_person_is_a_claim_review() -> None:
    assert [node["@type"] for node in graph(review(claim()))] == ["Article", "Claim"]
    abstained = override(verdict="abstain", axis=None, band=None, reason=None, note=None, grade=None)
    made = review(claim(human="A", reviews=(abstained, override())))
    assert [node["@type"] for node in graph(made)] == ["Article", "Claim", "Abstention", "ClaimReview"]
    said = graph(made)[-1]
    assert said["reviewAspect"] == "The attribution of the claim, not its truth"
    assert said["reviewRating"]["alternateName"] == "A"
    assert said["itemReviewed"] == {"@id": graph(made)[1]["@id"]}
    assert "OVERRIDDEN" in said["reviewBody"]


def test_linked_data_has_both_grades_and_figures_as_they_are_stored() -> None:
    told = graph(full("words"))[1]
    assert (told["computedGrade"], told["humanGrade"], told["overridden"]) == ("B", "A", True)
    axis = told["assessment"]["axis"][0]
    assert (axis["score"], axis["low"], axis["exact"]) == (41, 37, "40.872")
    assert told["assessment"]["loss"][0]["points"] == "59.128"


@pytest.mark.parametrize("words", HOSTILE)
def test_any_words_come_back_from_linked_data(words: str) -> None:
    told = graph(full(words))[1]
    assert told["text"] == told["backing"][0]["locator"] == words
