"""Is a claim that is read in one pass read as one that is read step by step, and is nothing wrong taken?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import from_json
from tests.api.conftest import TANK
from tests.generated.claims import claims, everything
from tests.services import shipped_desk

from sayso.api.asked import read_score_request
from sayso.api.body import read_json
from sayso.api.limits import Limits
from sayso.api.quick import QuickReader
from sayso.errors import InvalidInput
from sayso.facts.canonical import graded_form
from sayso.facts.claim import Reading, read_claim
from sayso.settings import Settings
from sayso.usecases.desk import Desk

SETTINGS = Settings()
DESK: Desk = shipped_desk()
QUICK = QuickReader(DESK, Limits().json_depth)


def carefully(body: bytes) -> Reading | None:
    """What the careful way reads of ``{claim, rubric?}``; None where it refuses, or is asked for more."""
    try:
        asked = read_score_request(read_json(body, Limits().json_depth))
        return read_claim(asked.claim, DESK.vocabulary)
    except InvalidInput:
        return None


def agree(body: bytes) -> bool:
    """Whether the quick way took the body; what it took has to be what the careful way reads."""
    taken = QUICK.request(body)
    if taken is None:
        return False
    reading = taken.reading
    careful = carefully(body)
    assert careful is not None, "taken, and should have been refused"
    assert (reading.claim, reading.warnings) == (careful.claim, careful.warnings)
    assert reading.form == graded_form(careful.claim)
    if len(careful.claim["attributions"]) > 1:
        assert json.dumps(reading.claim) == json.dumps(careful.claim), "where attributions tie, their order decides"
    return True


def shapes(claim: dict[str, Any]) -> Iterator[bytes]:
    yield json.dumps({"claim": claim}).encode()
    yield json.dumps({"claim": claim, "rubric": "newsroom"}, ensure_ascii=False).encode()
    yield json.dumps({"claim": claim}, indent=1, sort_keys=True).encode()


@given(st.one_of(claims(everything(), gaps=0), claims(everything())))
def test_what_is_taken_is_read_alike(claim: dict[str, Any]) -> None:
    for body in shapes(claim):
        agree(body)


def test_what_tools_send_is_taken() -> None:
    two = {
        **TANK,
        "attributions": [*TANK["attributions"], {"chain": [{"source": "Élodie — “B”", "kind": "eyewitness"}]}],
    }
    for claim in (TANK, two, {**TANK, "hedges": [{"term": "may", "place": "outer"}, "may"]}, {**TANK, "hedges": []}):
        for body in shapes(claim):
            assert agree(body), body


def _link(**facts: Any) -> dict[str, Any]:
    return {"attributions": [{"chain": [{"source": "A", "kind": "eyewitness"} | facts]}]}


NOT_PLAIN: dict[str, str] = {
    "an unknown fact": json.dumps({"claim": _link(access=None)}),
    "unknown as a word": json.dumps({"claim": _link(access="unknown")}),
    "a source called unknown": json.dumps({"claim": _link(source="unknown")}),
    "an empty text": json.dumps({"claim": _link(source="")}),
    "a text of spaces": json.dumps({"claim": _link(source="   ")}),
    "a text to trim": json.dumps({"claim": _link(source=" A")}),
    "a text that ends in a line": json.dumps({"claim": _link(source="A\n")}),
    "a text to trim of a wide space": json.dumps({"claim": _link(source="A\u2003")}, ensure_ascii=False),
    "a text in another form": json.dumps({"claim": _link(source="E\u0301lodie")}, ensure_ascii=False),
    "a text in another form, escaped": json.dumps({"claim": _link(source="E\u0301lodie")}),
    "an escaped colon": '{"claim": {"attributions": [{"chain": [{"source": "A\\u003a B"}]}]}}',
    "a bell": json.dumps({"claim": _link(source="A\u0007B")}),
    "an undeclared kind": json.dumps({"claim": _link(kind="oracle")}),
    "an empty map": json.dumps({"claim": _link(track_record={})}),
    "a time of day": json.dumps({"claim": _link(reported_at="2023-11-16T08:30:00Z")}),
    "a day that not every month has": json.dumps({"claim": _link(reported_at="2024-02-29")}),
    "a number": json.dumps({"claim": _link() | {"roots": {"count": 2}}}),
    "a position": json.dumps({"claim": _link(mention=[[0, 1]])}),
    "another option": json.dumps({"claim": _link(), "strict": False}),
}  # fmt: skip


@pytest.mark.parametrize("body", NOT_PLAIN.values(), ids=NOT_PLAIN)
def test_what_has_to_be_settled_is_left_to_the_careful_way(body: str) -> None:
    assert not agree(body.encode())
    assert carefully(body.encode()) is not None, "this one is no claim at all"


A = b'"attributions": [{"chain": [{"source": "A"}]}]'


def _claim(*members: bytes) -> bytes:
    return b'{"claim": {%b}}' % b", ".join([*members, A])


def _source(rest: bytes) -> bytes:
    return b'{"claim": {"attributions": [{"chain": [{"source": %b}]}]}}' % rest


WRONG: dict[str, bytes] = {
    "a key twice": _source(b'"A", "source": "B"'),
    "a key twice, the second around": b'{"claim": {"id": "a"}, "claim": {%b}}' % A,
    "a key twice, hidden by a hedge": _claim(b'"hedges": ["may"], "id": "a", "id": "b"'),
    "a key twice, hidden by an escaped colon": _claim(b'"text": "a\\u003ab", "id": "a", "id": "b"'),
    "a key nobody declared": _source(b'"A", "age": "old"'),
    "a map under a key nobody declared": _claim(b'"x": {"y": [1, 2]}'),
    "a value nobody declared": _source(b'"A", "access": "some"'),
    "a wrong type": _source(b'["A"]'),
    "a yes in words": _source(b'"A", "plural": "true"'),
    "no attributions": b'{"claim": {"attributions": []}}',
    "no chain": b'{"claim": {"attributions": [{}]}}',
    "no date": _source(b'"A", "reported_at": "2023-13-01"'),
    "no year": _source(b'"A", "reported_at": "0000-01-01"'),
    "thirteen links": json.dumps({"claim": {"attributions": [{"chain": [{"source": "A"}] * 13}]}}).encode(),
    "a raw control character": _source(b'"A\x01B"'),
    "a raw NUL": _source(b'"A\x00B"'),
    "an escaped NUL": _source(b'"A\\u0000B"'),
    "a raw line": _source(b'"A\nB"'),
    "no UTF-8": _source(b'"A\xff"'),
    "half a surrogate": _source(b'"A\xed\xa0\x80"'),
    "half a surrogate, escaped": _source(b'"A\\ud800"'),
    "two values": _source(b'"A"') + b" {}",
    "a comma too many": _source(b'"A",'),
    "a bad escape": _source(b'"\\x"'),
    "a byte order mark": b"\xef\xbb\xbf" + _source(b'"A"'),
    "roots that contradict each other": _claim(b'"roots": {"independence": "established"}'),
    "nothing": b"",
    "a list": b"[]",
}


@pytest.mark.parametrize("body", WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_never_taken(body: bytes) -> None:
    assert carefully(body) is None
    assert not agree(body)


def test_a_rubric_that_is_not_there_is_left_to_the_careful_way() -> None:
    assert QUICK.request(json.dumps({"claim": TANK, "rubric": "nobody"}).encode()) is None


@pytest.mark.parametrize("deep", [b'{"claim": ' + b'{"x": ' * 50_000, b'{"claim": {"x": ' + b"[" * 500_000])
def test_a_body_nested_without_end_is_not_taken(deep: bytes) -> None:
    assert not agree(deep + b"]" * 500_000)


@given(claims(everything(), gaps=0), st.data())
def test_a_damaged_body_is_taken_only_where_it_reads_alike(claim: dict[str, Any], data: st.DataObject) -> None:
    body = bytearray(json.dumps({"claim": claim}, ensure_ascii=data.draw(st.booleans())).encode())
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(body) - 1))
        body[at : at + data.draw(st.integers(0, 2))] = data.draw(st.binary(max_size=3))
    agree(bytes(body))


def test_lines_and_batches_are_read_as_requests_are() -> None:
    other = {**TANK, "id": "other", "hedges": ["may: so"]}
    batch = QUICK.batch(json.dumps({"claims": [TANK, other], "rubric": "newsroom"}).encode())
    assert batch is not None
    assert batch.rubric == "newsroom"
    for raw, sent in zip(batch.claims, (TANK, other), strict=True):
        reading = QUICK.claim(bytes(raw))
        assert reading is not None
        assert reading[:2] == read_claim(from_json(json.dumps(sent)), DESK.vocabulary)[:2]
        assert reading == QUICK.claim(json.dumps(sent).encode())


BATCHES: dict[str, bytes] = {
    "another option": json.dumps({"claims": [TANK], "strict": False}).encode(),
    "claims twice": b'{"claims": [], "claims": []}',
    "a rubric twice": b'{"claims": [], "rubric": "newsroom", "rubric": "newsroom"}',
    "a rubric that is not there": b'{"claims": [], "rubric": "nobody"}',
    "an escaped colon": b'{"claims": [{"a": "\\u003a"}]}',
    "no list": b'{"claims": {}}',
    "no claims": b"{}",
    "too many claims": json.dumps({"claims": [{}] * (DESK.limits.claims + 1)}).encode(),
}


@pytest.mark.parametrize("body", BATCHES.values(), ids=BATCHES)
def test_a_batch_that_asks_for_more_or_is_none_is_left_to_the_careful_way(body: bytes) -> None:
    assert QUICK.batch(body) is None
