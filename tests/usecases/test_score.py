"""Is a claim scored, compared and scored among many, and is every wrong question refused?"""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.services import shipped_desk
from tests.usecases.small import CLAIM, ROOT, desk

from sayso.errors import InvalidClaim, InvalidRequest, UnknownRubric
from sayso.facts.schema import DEFAULT_LIMITS
from sayso.usecases.desk import Desk
from sayso.usecases.score import compare, score, score_all
from sayso.wire.answer import Assessment, Comparison

SEED: list[dict[str, Any]] = json.loads((ROOT / "fixtures/seed/claims.json").read_text(encoding="utf-8"))["claims"]


@pytest.fixture(scope="module")
def shipped() -> Desk:
    return shipped_desk()


@pytest.fixture
def small(tmp_path: Path) -> Desk:
    return desk(tmp_path)


def refused(call: Any, error: type[Exception] = InvalidRequest) -> dict[str, str]:
    with pytest.raises(error) as caught:
        call()
    return {problem.pointer: problem.code for problem in caught.value.problems}  # type: ignore[attr-defined]


@pytest.mark.parametrize("claim", SEED, ids=lambda claim: claim["id"])
def test_every_claim_of_the_seed_is_answered_to_the_letter_under_every_rubric(
    shipped: Desk, claim: dict[str, Any]
) -> None:
    for rubric in shipped.catalog.rubrics:
        answer = score(shipped, claim, rubric=rubric.ref, as_of="2023-11-19")
        Assessment.model_validate(answer)
        assert Assessment.model_validate_json(json.dumps(answer)).rubric.digest == rubric.digest
        assert list(answer) == [
            field.alias or name for name, field in Assessment.model_fields.items() if name != "sources"
        ]
        for name, axis in answer["axes"].items():
            if axis["status"] == "scored":
                lost = sum(Decimal(loss["points"]) for loss in answer["losses"] if loss["axis"] == name)
                assert Decimal(axis["exact"]) + lost == Decimal("100.000")
                assert axis["low"] <= axis["score"] <= axis["high"]


def test_the_costlier_parts_fit_the_published_answer_under_every_rubric(shipped: Desk) -> None:
    for rubric in shipped.catalog.rubrics:
        answer = score(shipped, SEED[15], rubric=rubric.ref, include=["all"])
        Assessment.model_validate_json(json.dumps(answer))
        assert isinstance(answer["raise"], list)
        assert isinstance(answer["questions"], list)
        assert answer["flip"] is not None


def test_the_costlier_parts_are_filled_only_where_asked_for(small: Desk) -> None:
    for asked in ([], ["raise"], ["questions"], ["flip"], ["flip", "raise"], ["all"], ["all", "raise"]):
        answer = score(small, CLAIM, include=asked)
        for part in ("raise", "questions", "flip"):
            assert (answer[part] is not None) is (part in asked or "all" in asked)


def test_scoring_leaves_the_claim_alone_and_repeats_itself(small: Desk) -> None:
    claim = deepcopy(CLAIM)
    assert score(small, claim, include=["all"]) == score(small, claim, include=["all"])
    assert claim == CLAIM


def test_what_is_not_stated_is_told_as_a_question(small: Desk) -> None:
    claim = {"attributions": [{"chain": [{"source": "a witness", "kind": "eyewitness"}]}]}
    answer = score(small, claim, include=["all"])
    assert [line["code"] for line in answer["losses"]] == ["named.unknown"]
    (question,) = answer["questions"]
    assert question["pointer"] == "/attributions/0/chain/0/identification"
    assert (question["worst"], question["best"]) == (0, 100)
    assert answer["flip"]["changes"][0]["pointer"] == question["pointer"]


def test_a_disputed_fact_may_flip_the_band(small: Desk) -> None:
    assert score(small, CLAIM, include=["flip"])["flip"] == "robust"
    pointer = "/attributions/0/chain/0/identification"
    flip = score(small, CLAIM, include=["flip"], disputed=[pointer])["flip"]
    assert (flip["changes"][0]["pointer"], flip["changes"][0]["from"], flip["band"]) == (pointer, "named", "B")


@pytest.mark.parametrize(
    "pointer",
    ["", "/", "x", "/text", "/nowhere", "/attributions", "/attributions/0", "/attributions/0/chain/1/access",
     "/attributions/0/chain/\u00b2/access", "/attributions/9999999999/chain/0/access",
     "/attributions/-1/chain/0/access", "/attributions/0/chain/0/source",
     "/roots/count", "/attributions/0/chain/0/", "/attributions/0/chain/0/acess"],
)  # fmt: skip
def test_a_pointer_to_no_fact_that_can_be_asked_for_is_refused(small: Desk, pointer: str) -> None:
    assert refused(lambda: score(small, CLAIM, disputed=["/attributions/0/chain/0/access", pointer])) == {
        "/disputed/1": "dangling"
    }


@pytest.mark.parametrize("as_of", ["yesterday", "", "2023-13-01", "2023-11", "x" * 1000])
def test_a_day_that_is_none_is_refused(small: Desk, as_of: str) -> None:
    assert refused(lambda: score(small, CLAIM, as_of=as_of)) == {"/as_of": "wrong_type"}


def test_wrong_options_are_told_together(small: Desk) -> None:
    assert refused(lambda: score(small, CLAIM, as_of="x", include=["rise", "raise", "x" * 500])) == {
        "/as_of": "wrong_type",
        "/include/0": "unknown_option",
        "/include/2": "unknown_option",
    }


def test_a_rubric_that_is_not_there_is_refused_before_anything_else(small: Desk) -> None:
    for call in (
        lambda: score(small, {}, rubric="smal"),
        lambda: compare(small, {}, ["small", "smal"]),
        lambda: score_all(small, [], rubric="smal"),
    ):
        with pytest.raises(UnknownRubric) as caught:
            call()
        assert caught.value.hint == 'did you mean "small"?'


def test_a_desk_with_lower_limits_reads_less(small: Desk) -> None:
    lower = replace(small, limits=replace(DEFAULT_LIMITS, text=3))
    assert refused(lambda: score(lower, CLAIM), InvalidClaim) == {"/text": "too_long"}
    (only,) = score_all(lower, [CLAIM])["results"]
    assert only["problem"]["code"] == "invalid_claim"


def test_a_comparison_is_the_single_answers_in_the_order_asked(shipped: Desk) -> None:
    asked = [rubric.ref for rubric in shipped.catalog.rubrics] * 2
    answer = compare(shipped, SEED[0], asked, include=["raise"])
    Comparison.model_validate_json(json.dumps(answer))
    assert answer == {"results": [score(shipped, SEED[0], rubric=ref, include=["raise"]) for ref in asked]}


def test_many_claims_are_answered_in_order_the_bad_ones_with_their_problem(small: Desk) -> None:
    found = score_all(small, [CLAIM, 7, {"attributions": []}, CLAIM], strict=True)
    assert [line["index"] for line in found["results"]] == [0, 1, 2, 3]
    assert found["results"][0]["result"] == score(small, CLAIM)
    assert [sorted(line) for line in found["results"]] == [
        ["index", "result"], ["index", "problem"], ["index", "problem"], ["index", "result"],
    ]  # fmt: skip
    problem = found["results"][2]["problem"]
    assert (problem["code"], problem["errors"][0]["pointer"]) == ("invalid_claim", "/attributions")


def test_many_claims_are_told_with_the_roots_they_hang_on(small: Desk) -> None:
    nameless = {name: value for name, value in CLAIM.items() if name != "id"}
    found = score_all(small, [CLAIM, 7, nameless])
    assert found["roots"] == [{"root": "a witness", "claims": ["c", "2"]}]


def test_no_claims_are_answered_with_nothing(small: Desk) -> None:
    assert score_all(small, iter(())) == {"results": [], "roots": []}


def test_a_wrong_question_about_many_claims_is_refused_once(small: Desk) -> None:
    assert refused(lambda: score_all(small, [CLAIM], as_of="x")) == {"/as_of": "wrong_type"}


def test_an_undeclared_kind_warns_in_the_answer_and_is_refused_under_strict(small: Desk) -> None:
    claim = deepcopy(CLAIM)
    claim["attributions"][0]["chain"][0]["kind"] = "eyewitnes"
    (warning,) = score(small, claim)["warnings"]
    assert (warning["code"], warning["pointer"]) == ("undeclared_kind", "/attributions/0/chain/0/kind")
    assert refused(lambda: score(small, claim, strict=True), InvalidClaim) == {
        "/attributions/0/chain/0/kind": "undeclared_kind"
    }
