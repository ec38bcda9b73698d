"""Does ``sayso rubric diff`` say what changes, for ids and files, and end as it should?"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.calling import RUBRIC, Ran, claim, link

Sayso = Callable[..., Ran]
NEWER = (
    RUBRIC.replace("version: 1.0.0", "version: 1.1.0")
    .replace("points: 25", "points: 55")
    .replace("score: 21", "score: 42")
)


def write(name: str, text: str) -> str:
    Path(name).write_text(text, encoding="utf-8")
    return name


def words(ran: Ran) -> str:
    return " ".join(ran.out.split())


def test_cases_points_and_an_example_are_told(sayso: Sayso) -> None:
    ran = sayso("rubric", "diff", "harbour", write("newer.yaml", NEWER))
    assert (ran.code, ran.err) == (0, "")
    for part in (
        "harbour@1.0.0 to harbour@1.1.0",
        "Grades can change.",
        "named, on source reliability: 1 of 4 cases change",
        "+30 by_role: 25 -> 55 1 case, for example: the root is described by role and by how it knows",
        "of 25 claims of the seed article change grade",
    ):
        assert part in words(ran), f"{part!r} is not in\n{ran.out}"


def test_an_id_a_version_and_a_file_can_stand_on_either_side(sayso: Sayso, desk: Path) -> None:
    (desk / "newer.yaml").write_text(NEWER, encoding="utf-8")
    newer = write("copy.yaml", NEWER)
    outs = {
        sayso("rubric", "diff", old, new).out
        for old in ("harbour@1.0.0", str(desk / "harbour.yaml"))
        for new in ("harbour", "harbour@1.1.0", newer)
    }
    assert len(outs) == 1
    assert "-30 by_role: 55 -> 25" in words(sayso("rubric", "diff", newer, "harbour@1.0.0"))


def test_a_rubric_and_itself_are_the_same(sayso: Sayso) -> None:
    ran = sayso("rubric", "diff", "harbour", "harbour")
    assert (ran.code, ran.out) == (0, "harbour@1.0.0\nThey are the same rubric.\n")
    found = sayso("rubric", "diff", "harbour", "harbour", "--json").json
    assert (found["same"], found["grades_change"], found["criteria"]["changed"]) == (True, False, [])


def test_another_name_alone_is_told(sayso: Sayso) -> None:
    ran = sayso("rubric", "diff", "harbour", write("other.yaml", RUBRIC.replace("id: harbour", "id: port")))
    assert "They mean the same and are named differently." in ran.out


def test_sentences_alone_change_no_grade(sayso: Sayso) -> None:
    ran = sayso("rubric", "diff", "harbour", write("w.yaml", RUBRIC.replace("only a role is given", "a role only")))
    assert "No grade changes." in ran.out
    assert "criterion named, level by_role: because: only a role is given -> a role only" in words(ran)
    assert "claims" not in ran.out


def test_gates_bands_and_keeps_are_told(sayso: Sayso) -> None:
    text = (
        RUBRIC.replace("root: {kind: leak}", "root: {kind: classified_leak}")
        .replace("id: A, from: 80", "id: A, from: 85")
        .replace("per_mille: 900", "per_mille: 800")
        .replace("hold: senior_editor", "hold: standards_editor")
    )
    out = words(sayso("rubric", "diff", "harbour", write("n.yaml", text)))
    assert "source reliability: a score of 80 to 84 is B, was A" in out
    assert "What a link keeps, on source reliability" in out
    assert "-100 quoted: 900 -> 800 per mille" in out
    assert "Gate refer: narrowed" in out
    assert "hold: senior_editor -> standards_editor" in out
    assert "holds -> does not hold" in out


def test_claims_of_ones_own_are_named_with_their_grades(sayso: Sayso) -> None:
    role = claim(link("a clerk", "eyewitness", identification="role", access="direct"), id="mine")
    file = write("claims.json", json.dumps([role, claim(id="same")]))
    ran = sayso("rubric", "diff", "harbour", write("newer.yaml", NEWER), "--claims", file)
    assert ran.code == 0
    assert "1 of 2 claims change grade" in ran.out
    assert "mine B -> A source reliability 65 -> 95" in words(ran)
    found = sayso("rubric", "diff", "harbour", "newer.yaml", "--claims", file, "--json").json["claims"]
    assert found["graded"] == 2
    assert [(each["id"], each["scores"]["source_reliability"]["by"]) for each in found["moved"]] == [("mine", "30.000")]


def test_a_claim_that_is_none_is_named_with_its_line_and_is_a_finding(sayso: Sayso) -> None:
    file = write("claims.json", '[\n{"attributions": []},\n' + json.dumps(claim()) + "]")
    ran = sayso("rubric", "diff", "harbour", write("newer.yaml", NEWER), "--claims", file)
    assert ran.code == 1
    assert ran.err.startswith("claims.json:2:")
    assert "0 of 1 claims change grade" in ran.out


def test_a_draft_whose_tests_still_expect_the_old_rule_is_compared(sayso: Sayso) -> None:
    draft = write("draft.yaml", NEWER.replace("score: 42", "score: 21"))
    assert sayso("rubric", "test", draft).code == 1
    assert sayso("rubric", "diff", "harbour", draft).code == 0


@pytest.mark.parametrize("side", [0, 1])
def test_what_cannot_be_read_ends_with_two_and_a_broken_rubric_with_one(sayso: Sayso, side: int) -> None:
    broken = write("broken.yaml", RUBRIC.replace("points: 60", "points: 61"))
    for named, code, told in (
        ("harbor", 2, 'did you mean "harbour"?'),
        ("nowhere.yaml", 2, "there is no such file"),
        (broken, 1, "broken.yaml:9:3 error maxima_sum"),
    ):
        names = [named, "harbour"] if side == 0 else ["harbour", named]
        ran = sayso("rubric", "diff", *names)
        assert (ran.code, ran.out) == (code, "")
        assert told in ran.err
    assert sayso("rubric", "diff", "harbour", "harbour", "--claims", "nowhere.json").code == 2
    assert sayso("rubric", "diff", "harbour", "harbour", "--as-of", "soon").code == 2
    assert sayso("rubric", "diff", "harbour").code == 2


def test_a_rubric_may_not_write_on_the_terminal(sayso: Sayso) -> None:
    text = RUBRIC.replace("only a role is given", '"[red]\\u202e role"')
    out = sayso("rubric", "diff", "harbour", write("mine.yaml", text)).out
    assert "[red]" in out
    assert not set("\x1b\u202e") & set(out)
