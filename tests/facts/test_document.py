"""Is a document read with its claims, and refused where it does not hold together?"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import pytest
from tests.facts.reading import VOCABULARY, claim_of

from sayso.errors import InvalidClaim
from sayso.facts.document import read_document
from sayso.facts.schema import DEFAULT_LIMITS

TEXT = "Caf\u00e9 owners may close, the mayor said. \U0001f600"


def document(*claims: Any, **fields: Any) -> dict[str, Any]:
    return {"id": "d", "text": TEXT, "claims": list(claims), **fields}


def codes(raw: Any, **how: Any) -> dict[str, str]:
    with pytest.raises(InvalidClaim) as caught:
        read_document(raw, VOCABULARY, **how)
    return {str(problem.pointer): problem.code for problem in caught.value.problems}


def test_a_document_is_read_with_its_claims() -> None:
    raw = document(claim_of([{"source": " x "}], id="a"), title=" T ", date="2023-11-16")
    found = read_document(raw, VOCABULARY)
    assert found.fields == {"id": "d", "title": "T", "date": "2023-11-16", "text": TEXT}
    assert [reading.claim for reading in found.claims] == [claim_of([{"source": "x"}], id="a")]


@pytest.mark.parametrize("claims", [None, "unknown", []])
def test_a_document_without_claims_or_text_is_one(claims: Any) -> None:
    found = read_document({"claims": claims, "text": None}, VOCABULARY)
    assert (dict(found.fields), found.claims) == ({}, ())


def test_the_text_keeps_every_character() -> None:
    text = " Cafe\u0301\r\n\t "
    assert read_document({"text": text}, VOCABULARY).fields["text"] == text


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (None, {"": "wrong_type"}),
        ([], {"": "wrong_type"}),
        ("text", {"": "wrong_type"}),
        ({"text": 7}, {"/text": "wrong_type"}),
        ({"text": "a\0b"}, {"/text": "bad_text"}),
        ({"text": "\ud800"}, {"/text": "bad_text"}),
        ({"title": "\ud800"}, {"/title": "bad_text"}),
        ({"date": "16 November"}, {"/date": "wrong_type"}),
        ({"txt": "x"}, {"/txt": "unknown_key"}),
        ({"claims": {}}, {"/claims": "wrong_type"}),
        ({"claims": [None]}, {"/claims/0": "wrong_type"}),
        ({"claims": [claim_of([])]}, {"/claims/0/attributions/0/chain": "empty"}),
        ({"text": "x" * 500_001}, {"/text": "too_long"}),
    ],
)
def test_what_is_no_document_is_refused_at_its_place(raw: Any, found: dict[str, str]) -> None:
    assert codes(raw) == found


def test_an_unknown_key_of_a_document_is_told_the_keys_of_a_document() -> None:
    with pytest.raises(InvalidClaim) as caught:
        read_document({"outlett": "x"}, VOCABULARY)
    assert caught.value.problems[0].hint == 'did you mean "outlet"?'


def test_faults_of_the_document_and_of_every_claim_are_told_together() -> None:
    raw = document(claim_of([{"plural": 1}]), claim_of([{}]), claim_of([{"kind": "x"}]), 7, date="x")
    assert codes(raw, strict=True) == {
        "/date": "wrong_type",
        "/claims/0/attributions/0/chain/0/plural": "wrong_type",
        "/claims/2/attributions/0/chain/0/kind": "undeclared_kind",
        "/claims/3": "wrong_type",
    }


def test_a_thousand_claims_are_read_and_one_more_is_not() -> None:
    claim = claim_of([{}])
    assert len(read_document({"claims": [claim] * 1000}, VOCABULARY).claims) == 1000
    assert codes({"claims": [claim] * 1001}) == {"/claims": "too_long"}
    assert codes({"claims": [claim] * 2}, limits=replace(DEFAULT_LIMITS, claims=1)) == {"/claims": "too_long"}


def test_the_digest_of_the_text_is_checked_in_utf8() -> None:
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    assert read_document(document(sha256=digest), VOCABULARY).fields["sha256"] == digest
    read_document(document(sha256=digest.upper()), VOCABULARY)
    for wrong in (digest[:-1], "0" * 64, hashlib.sha256(TEXT.encode("utf-16")).hexdigest()):
        assert codes(document(sha256=wrong)) == {"/sha256": "wrong_digest"}


def test_two_claims_of_one_id_are_refused_and_claims_without_one_are_not() -> None:
    read_document(document(claim_of([{}]), claim_of([{}]), claim_of([{}], id="a"), claim_of([{}], id="A")), VOCABULARY)
    assert codes(document(claim_of([{}], id="a"), claim_of([{}], id=" a "))) == {"/claims": "duplicate_id"}


END = len(TEXT)


@pytest.mark.parametrize(
    ("claim", "pointer"),
    [
        (claim_of([{}], spans=[[0, END]]), None),
        (claim_of([{}], spans=[[0, 1], [1, END + 1]]), "/claims/0/spans/1"),
        (claim_of([{"mention": [[END, END + 1]]}]), "/claims/0/attributions/0/chain/0/mention/0"),
        ({"attributions": [{"chain": [{}], "cue": [[0, 99]]}]}, "/claims/0/attributions/0/cue/0"),
        (claim_of([{}], hedges=[{"term": "may", "span": [[0, 99]]}]), "/claims/0/hedges/0/span/0"),
        (claim_of([{"hedges": [{"term": "may", "span": [[0, 99]]}]}]),
         "/claims/0/attributions/0/chain/0/hedges/0/span/0"),
        (claim_of([{}], found={"/text": {"rule": "x", "span": [[0, 99]]}}), "/claims/0/found/~1text/span/0"),
        (claim_of([{}], spans=[{"quote": "x", "start": 0, "end": END + 1}]), "/claims/0/spans/0/end"),
    ],
)  # fmt: skip
def test_every_place_lies_inside_the_text_counted_in_code_points(claim: Any, pointer: str | None) -> None:
    if pointer is None:
        read_document(document(claim), VOCABULARY)
    else:
        assert codes(document(claim)) == {pointer: "bad_span"}


def test_places_are_not_checked_against_a_text_that_is_not_there() -> None:
    read_document({"claims": [claim_of([{}], spans=[[0, 10_000]])]}, VOCABULARY)


def test_warnings_stay_with_the_claim_they_are_about() -> None:
    readings = read_document(document(claim_of([{}]), claim_of([{"kind": "x"}])), VOCABULARY).claims
    assert [[warning.pointer for warning in reading.warnings] for reading in readings] == [
        [],
        ["/attributions/0/chain/0/kind"],
    ]
