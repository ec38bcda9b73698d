"""Is a body read only if it is plain JSON, and does a refusal say where it goes wrong?"""

from __future__ import annotations

import json
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.api.body import is_deeper, read_json
from sayso.api.refusals import BodyTooDeep, MalformedBody
from sayso.errors import Problem

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def problem_of(body: bytes) -> Problem:
    with pytest.raises(MalformedBody) as caught:
        read_json(body, 32)
    (problem,) = caught.value.problems
    return problem


@given(VALUES, st.booleans(), st.sampled_from([None, 1]))
def test_whatever_json_writes_is_read_back(value: object, ascii_only: bool, indent: int | None) -> None:
    body = json.dumps(value, ensure_ascii=ascii_only, indent=indent).encode("utf-8", "surrogatepass")
    try:
        expected = json.loads(body.decode())
        expected_is_text = json.dumps(expected, ensure_ascii=False).encode()
    except (UnicodeDecodeError, UnicodeEncodeError):
        assert problem_of(body).line is not None
        return
    assert json.dumps(read_json(body, 32), ensure_ascii=False).encode() == expected_is_text


@given(VALUES)
def test_depth_on_the_bytes_is_the_depth_of_the_value(value: object) -> None:
    body = json.dumps(value).encode()
    depth = depth_of(value)
    assert not is_deeper(body, max(depth, 1))
    assert depth < 2 or is_deeper(body, depth - 1)


def depth_of(value: object) -> int:
    if isinstance(value, dict):
        return 1 + max(map(depth_of, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(depth_of, value), default=0)
    return 0


@pytest.mark.parametrize(
    ("body", "line", "column"),
    [
        (b"", 1, 1),
        (b" \n ", 1, 1),
        (b'{"claim": }', 1, 11),
        (b'{"claim": 1,\n "rubric": newsroom}', 2, 13),
        ('{"é": "é",\n"é": x}'.encode(), 2, 6),
        (b"{'claim': 1}", 1, 2),
        (b'{"claim": 1} {"claim": 2}', 1, 14),
        (b'{"claim": NaN}', 1, 11),
        (b'{"claim": -Infinity}', 1, 12),
        (b'\xef\xbb\xbf{"claim": 1}', 1, 1),
    ],
)
def test_malformed_json_is_refused_with_its_line_and_column(body: bytes, line: int, column: int) -> None:
    problem = problem_of(body)
    assert (problem.code, problem.line, problem.column) == ("malformed_json", line, column)


@pytest.mark.parametrize("body", [b'{"text": "\\ud800"}', b'{"text": "\\ude00 "}', b'{"\\ud83d": 1}'])
def test_half_a_surrogate_pair_is_refused(body: bytes) -> None:
    assert "half a character" in str(problem_of(body).hint)


def test_a_whole_surrogate_pair_is_one_character() -> None:
    assert read_json(b'{"text": "\\ud83d\\ude00"}', 32) == {"text": "\U0001f600"}


def test_broken_utf8_is_named_with_its_place() -> None:
    problem = problem_of('{"text":\n "é'.encode() + b'\xff"}')
    assert (problem.code, problem.line, problem.column) == ("not_utf8", 2, 4)


@pytest.mark.parametrize(
    "body",
    [
        b'{"kind": "hearsay", "kind": "eyewitness"}',
        b'{"a" : 1, "a" : 2}',
        b'{"a"\n: 1, "b": [{"c": 1, "c": ": "}]}',
        b'{"a": 1, "\\u0061": 2}',
        b'{"x": "say \\": so", "a": 1, "a": 2}',
    ],
)
def test_a_repeated_key_is_refused_however_it_is_written(body: bytes) -> None:
    assert problem_of(body).code == "repeated_key"


def test_text_that_looks_like_a_key_is_only_text() -> None:
    body = b'{"a": ": x", "b": "he said \\": \\" twice", "c": {"a": "\\u0022:"}}'
    assert read_json(body, 32) == json.loads(body)


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), st.sampled_from(['": x', "y :", "z"])), max_size=5),
       st.sampled_from(["", " ", "\n", "\t"]))  # fmt: skip
def test_repeated_keys_are_found_exactly(pairs: list[tuple[str, str]], space: str) -> None:
    body = "{" + ",".join(f"{json.dumps(key)}{space}:{json.dumps(value)}" for key, value in pairs) + "}"
    keys = [key for key, _ in pairs]
    if len(keys) == len(set(keys)):
        assert read_json(body.encode(), 32) == dict(pairs)
    else:
        assert problem_of(body.encode()).code == "repeated_key"


@pytest.mark.parametrize("body", [b"[" * 33 + b"]" * 33, b'{"a":' * 40 + b"1" + b"}" * 40, b"[" * 100_000])
def test_deep_nesting_is_refused_before_parsing(body: bytes) -> None:
    with pytest.raises(BodyTooDeep, match="deeper than 32 levels"):
        read_json(body, 32)


def test_the_deepest_allowed_nesting_is_read() -> None:
    assert read_json(b"[" * 32 + b"]" * 32, 32) is not None


def test_brackets_inside_text_do_not_nest() -> None:
    assert read_json(json.dumps({"text": "[{" * 5000 + '"\\'}).encode(), 32)["text"].startswith("[{")


@pytest.mark.parametrize("piece", [b"[],", b'"",', b'"\\"', b'"[', b"{", b"\\"])
def test_no_two_mebibytes_of_anything_hold_the_service_up(piece: bytes) -> None:
    body = b"[" + piece * (2 * 1024 * 1024 // len(piece)) + b"0]"
    started = time.process_time()
    with suppress(MalformedBody, BodyTooDeep):
        read_json(body, 32)
    assert time.process_time() - started < 5, "quadratic: linear work on 2 MiB takes a fraction of a second"


def test_a_number_of_a_million_digits_is_refused() -> None:
    assert problem_of(b'{"a": ' + b"9" * 1_000_000 + b"}").code == "malformed_json"
