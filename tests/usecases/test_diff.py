"""Which claims move when one rubric takes the place of another, and in what form is that told?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.services import shipped_desk
from tests.usecases.small import CLAIM, SHIPPED, desk, rubric

from sayso.errors import InvalidRequest, InvalidRubric
from sayso.rubric.model import Rubric
from sayso.usecases.desk import Desk
from sayso.usecases.diff import compare_rubrics, read_version
from sayso.usecases.diff_form import comparison_form
from sayso.usecases.score import score
from sayso.usecases.seed import open_seed

HALF = rubric().replace(
    "    else:",
    "      - {id: half, when: {root: {identification: {gte: bare}}}, points: 45, because: a source}\n    else:",
)


@pytest.fixture
def small(tmp_path: Path) -> Desk:
    return desk(tmp_path)


def version(small: Desk, text: str) -> Rubric:
    return read_version(small, text.encode(), "draft.yaml")


def claim(id_: str, identification: str | None) -> dict[str, Any]:
    link = {"source": "a witness", "kind": "eyewitness"} | (
        {"identification": identification} if identification else {}
    )
    return {"id": id_, "text": "It was so.", "attributions": [{"chain": [link]}]}


def test_a_version_is_read_though_its_tests_still_expect_the_old_rule(small: Desk) -> None:
    assert version(small, rubric().replace("score: 100", "score: 99")).id == "small"
    with pytest.raises(InvalidRubric) as caught:
        version(small, rubric(points=99))
    assert "maxima_sum" in [problem.code for problem in caught.value.problems]


def test_claims_that_change_grade_come_first_then_the_largest_move(small: Desk) -> None:
    moving = rubric().replace("points: 40", "points: 20").replace("from: 50", "from: 45")
    before, after = (
        version(small, rubric()),
        version(small, moving.replace("points: 0, because: nobody", "points: 48, because: nobody")),
    )
    claims = [claim("same", "named"), claim("silent", None), claim("bare", "bare")]
    found = compare_rubrics(small, before, after, claims)
    assert found.graded == 3
    assert [(each.id, each.before, each.after) for each in found.moved] == [("bare", "B", "A"), ("silent", "B", "A")]
    assert found.moved[0].numbers["sourcing"].by == 48_000


def test_what_is_told_of_a_claim_is_what_scoring_answers(small: Desk) -> None:
    desk_ = shipped_desk()
    seed = open_seed(SHIPPED.parent / "fixtures" / "seed", desk_.vocabulary)
    pair = [desk_.plan(name).rubric for name in ("nato-admiralty", "nato-admiralty-fm")]
    found = compare_rubrics(desk_, pair[0], pair[1], seed.claims)
    moved = {each["index"]: each for each in comparison_form(found)["claims"]["moved"]}
    assert found.graded == len(seed.claims)
    for index, raw in enumerate(seed.claims):
        was, now = (score(desk_, raw, rubric=each.ref) for each in pair)
        told = moved.get(index)
        scores = {axis: (was["axes"][axis]["score"], now["axes"][axis]["score"]) for axis in was["axes"]}
        if told is None:
            assert was["grade"] == now["grade"]
            assert all(one == other for one, other in scores.values())
            continue
        assert told["grade"] == {"before": was["grade"], "after": now["grade"]}
        for axis, number in told["scores"].items():
            if axis != "overall":
                assert (number["before"], number["after"]) == scores[axis]


def test_a_claim_that_cannot_be_graded_is_told_and_the_others_are_compared(small: Desk) -> None:
    found = compare_rubrics(
        small, version(small, rubric()), version(small, HALF), [{"attributions": []}, claim("b", "bare")]
    )
    assert (found.graded, list(found.problems), [each.id for each in found.moved]) == (1, [0], ["b"])


def test_a_day_that_is_none_is_refused(small: Desk) -> None:
    same = version(small, rubric())
    with pytest.raises(InvalidRequest):
        compare_rubrics(small, same, same, [CLAIM], "yesterday")


def test_the_json_has_every_part_and_nothing_of_python(small: Desk) -> None:
    after = HALF.replace("version: 1.0.0", "version: 1.1.0").replace("because: nobody is named", "because: no name")
    found = comparison_form(
        compare_rubrics(small, version(small, rubric()), version(small, after), [claim("b", "bare")])
    )
    told = json.loads(json.dumps(found))
    assert told == found
    assert list(told) == [
        "before", "after", "same", "grades_change", "settings", "axes", "bands", "criteria", "chain", "gates", "words",
        "remedies", "tests", "claims",
    ]  # fmt: skip
    assert (told["after"]["version"], told["same"], told["grades_change"]) == ("1.1.0", False, True)
    (rule,) = told["criteria"]["changed"]
    assert (rule["id"], rule["cases"], len(rule["shifts"])) == ("named", 4, 1)
    first = rule["shifts"][0]
    assert first["before"] == {"level": "nobody", "points": 0, "low": 0, "high": 0, "abstain": False}
    assert first["after"] == {"level": "half", "points": 45, "low": 45, "high": 45, "abstain": False}
    assert (first["by"], first["cases"]) == (45, 1)
    assert first["example"] == "the root is described by role and by how it knows"
    assert first["case"] == "root.identification role_and_access"
    (moved,) = told["claims"]["moved"]
    assert moved["scores"]["sourcing"] == {
        "before": 0, "after": 45, "exact_before": "0.000", "exact_after": "45.000", "by": "45.000",
    }  # fmt: skip
    assert [change["what"] for change in told["words"]] == ["criterion named, level nobody: because"]


def test_two_names_for_one_meaning_are_not_one_digest_and_change_nothing(small: Desk) -> None:
    found = comparison_form(
        compare_rubrics(small, version(small, rubric()), version(small, rubric(id="other")), [CLAIM])
    )
    assert (found["same"], found["grades_change"], found["claims"]["moved"]) == (False, False, [])
