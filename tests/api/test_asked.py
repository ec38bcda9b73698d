"""Is everything wrong in a request to score named at once, each thing with its pointer?"""

from __future__ import annotations

from typing import Any

import pytest

from sayso.api.asked import read_score_request
from sayso.errors import InvalidRequest, Problem


def problems_of(body: Any) -> dict[str | None, Problem]:
    with pytest.raises(InvalidRequest) as caught:
        read_score_request(body)
    assert len({problem.pointer for problem in caught.value.problems}) == len(caught.value.problems)
    return {problem.pointer: problem for problem in caught.value.problems}


def test_a_claim_alone_is_a_request() -> None:
    asked = read_score_request({"claim": {"attributions": []}})
    assert (asked.rubric, asked.as_of, asked.include, asked.disputed, asked.strict) == (None, None, [], [], False)


def test_an_absent_option_and_null_are_the_same() -> None:
    assert read_score_request({"claim": 1, "rubric": None, "as_of": None}) == read_score_request({"claim": 1})


@pytest.mark.parametrize("body", [None, 1, "claim", [], [{"claim": {}}], True])
def test_a_body_that_is_no_object_is_refused(body: Any) -> None:
    assert "must be an object" in problems_of(body)[""].message


def test_a_claim_sent_bare_is_told_how_to_be_sent() -> None:
    found = problems_of({"text": "x", "attributions": []})
    assert found["/claim"].code == "missing_key"
    assert found["/attributions"].code == found["/text"].code == "unknown_key"


def test_an_unknown_key_names_the_nearest_known_one() -> None:
    assert problems_of({"claim": {}, "rubrics": "newsroom"})["/rubrics"].hint == 'did you mean "rubric"?'


def test_an_unknown_key_near_nothing_is_told_all_of_them() -> None:
    hint = problems_of({"claim": {}, "zzz": 1})["/zzz"].hint
    assert hint is not None
    assert "as_of" in hint


def test_a_pointer_escapes_what_a_key_may_hold() -> None:
    assert set(problems_of({"claim": {}, "a/b~c": 1})) == {"/a~1b~0c"}


def test_everything_wrong_is_reported_at_once() -> None:
    body = {"rubric": 7, "as_of": 20261124, "include": ["rise"], "disputed": [1], "strict": "yes", "inlcude": []}
    assert set(problems_of(body)) == {
        "/claim", "/rubric", "/as_of", "/include/0", "/disputed/0", "/strict", "/inlcude",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rubric", "pointer"),
    [
        (7, "/rubric"),
        ({}, "/rubric"),
        ("", "/rubric"),
        ([], "/rubric"),
        (["newsroom", 7], "/rubric/1"),
        (["newsroom", ""], "/rubric/1"),
        (["newsroom"] * 17, "/rubric"),
        ("n" * 201, "/rubric"),
        ("newsroom\udc00", None),
    ],
)
def test_a_rubric_is_named_by_text_or_a_list_of_texts(rubric: Any, pointer: str | None) -> None:
    if pointer is None:
        assert problems_of({"claim": {}, "rubric": rubric})
    else:
        assert set(problems_of({"claim": {}, "rubric": rubric})) == {pointer}


@pytest.mark.parametrize(
    ("rubric", "message"),
    [
        (["newsroom"] * 17, "rubric holds more than the 16 that are taken"),
        ([], "rubric must not be empty"),
        ("", "rubric must not be empty"),
        ("n" * 201, "rubric is longer than the 200 characters that are taken"),
        (7, "rubric must be text or a list of texts"),
    ],
)
def test_a_wrong_rubric_is_told_what_is_wrong_with_it(rubric: Any, message: str) -> None:
    assert problems_of({"claim": {}, "rubric": rubric})["/rubric"].message == message


@pytest.mark.parametrize("include", ["all", None, [None], ["raise", "everything"]])
def test_include_is_a_list_of_known_parts(include: Any) -> None:
    (pointer,) = problems_of({"claim": {}, "include": include})
    assert str(pointer).startswith("/include")


def test_an_unknown_part_is_told_the_choices() -> None:
    message = problems_of({"claim": {}, "include": ["riase"]})["/include/0"].message
    assert message == "include.0 must be one of raise, questions, flip, all"


def test_no_refusal_holds_what_was_sent() -> None:
    secret = "The Secret Minister"
    for body in (
        {"claim": {}, "rubric": {secret: 1}},
        {"claim": {}, "strict": secret},
        {"claim": {}, "include": [secret]},
    ):
        for problem in problems_of(body).values():
            assert secret not in f"{problem.message} {problem.hint}"
