"""Does every call of the client do over a real socket what it says, in both its forms?"""

from __future__ import annotations

import uuid
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.client.conftest import KEY, Open

from sayso import Changed, Conflict, NotAllowed, NotFound, Refused
from sayso.wire.answer import Assessment
from sayso.wire.batch import BatchRefusal, BatchResult

NOWHERE = "0" * 32
OVERRIDE = {
    "axis": "source_reliability",
    "band": "B",
    "reason": "source_known_better",
    "note": "The desk called him back.",
}
NEWSROOM = (Path(__file__).resolve().parents[2] / "rubrics" / "newsroom.yaml").read_text(encoding="utf-8")


def test_a_claim_is_graded_as_over_rest(sayso: Any, address: str, claim: dict[str, Any]) -> None:
    asked = {"claim": claim, "rubric": "newsroom", "include": ["all"], "as_of": "2024-01-31"}
    plain = httpx.post(f"{address}/v1/score", json=asked, headers={"authorization": f"Bearer {KEY}"})
    found = sayso.score(claim, "newsroom", include=["all"], as_of=date(2024, 1, 31))
    assert found == Assessment.model_validate_json(plain.content)
    assert found.questions


def test_several_rubrics_are_a_comparison_in_their_order(sayso: Any, claim: dict[str, Any]) -> None:
    for rubrics in (["newsroom", "nato-admiralty"], ("nato-admiralty", "newsroom")):
        assert [each.rubric.id for each in sayso.score(claim, rubrics).results] == list(rubrics)


def test_a_batch_keeps_its_order_and_tells_what_is_wrong_with_one(sayso: Any, claim: dict[str, Any]) -> None:
    items = sayso.batch([claim, {"attributions": []}, claim], strict=True).results
    assert [(type(item), item.index) for item in items] == [(BatchResult, 0), (BatchRefusal, 1), (BatchResult, 2)]


def test_an_article_is_read_and_graded(sayso: Any) -> None:
    text = "Ana Ruiz, the harbour master, said the harbour would stay closed until the end of the week."
    found = sayso.extract(text, outlet="Daily Ledger", date=date(2026, 1, 31), score="newsroom", rest=True)
    assert found.document.text == text
    assert [item.result.status for item in found.results] == ["scored"]
    assert (
        sayso.score(found.document.claims[0]).grade
        == sayso.extract(text, outlet="Daily Ledger", score="newsroom").results[0].result.grade
    )


def test_what_is_kept_is_found_reviewed_corrected_and_worked_out_again(sayso: Any, claim: dict[str, Any]) -> None:
    kept = sayso.assessments.create(claim, "newsroom", include=["raise"])
    assert sayso.assessments.get(kept.id) == kept
    assert (kept.etag, sayso.assessments.get(kept.id).etag) == ('"r0"', '"r0"')
    assert sayso.assessments.replay(kept.id).identical
    tried = sayso.assessments.what_if(
        kept.id, {"attributions": [{"chain": [{"kind": "eyewitness", "access": "direct"}]}]}
    )
    assert tried.before == kept.result
    assert tried.difference.grade is not None
    reviewed = sayso.assessments.review(kept, "override", **OVERRIDE)
    assert (reviewed.review, reviewed.etag, reviewed.grade.human[:1]) == ("overridden", '"r1"', "B")
    corrected = sayso.assessments.correct(reviewed, {**claim, "seriousness": "routine"})
    assert corrected.replaces == kept.id
    assert sayso.assessments.get(kept.id).replaced_by == corrected.id


def test_many_claims_are_kept_together(sayso: Any, claim: dict[str, Any]) -> None:
    first, second = sayso.assessments.create_many([claim, {}], "newsroom").results
    assert sayso.assessments.get(first.assessment.id).id == first.assessment.id
    assert second.problem.code == "invalid_claim"


@pytest.mark.parametrize("limit", [1, 3, 50])
def test_a_list_goes_through_all_its_pages(sayso: Any, claim: dict[str, Any], limit: int) -> None:
    source = f"Ledger & Söhne {uuid.uuid4().hex}"
    claim["attributions"][0]["chain"][0]["source"] = source
    made = [item.assessment.id for item in sayso.assessments.create_many([claim] * 7).results]
    found = sayso.assessments.list(source=source, review="open", since=date(2020, 1, 31), limit=limit)
    assert [each.id for each in found] == made[::-1]
    assert list(sayso.assessments.list(source=source, review="agreed")) == []


def test_rubrics_are_listed_shown_and_tried(sayso: Any) -> None:
    summaries = sayso.rubrics.list()
    assert "newsroom" in {each.id for each in summaries}
    (one,) = sayso.rubrics.versions("newsroom")
    assert sayso.rubrics.get("newsroom") == sayso.rubrics.get("newsroom", one.version)
    assert sayso.rubrics.get("newsroom").digest == one.digest == sayso.rubrics.check(NEWSROOM).digest
    assert sayso.rubrics.test(NEWSROOM).coverage.missed == []
    assert not sayso.rubrics.check("id: newsroom: no").ok


# What goes wrong


def test_everything_wrong_with_a_claim_is_told_with_its_place(sayso: Any) -> None:
    with pytest.raises(Refused) as refused:
        sayso.score(
            {"attributions": [{"chain": [{"source": 7, "kind": "eyewitness", "relation": "quoted"}]}], "zzz": 1}
        )
    error = refused.value
    assert (error.status, error.code) == (422, "invalid_claim")
    chain = "/claim/attributions/0/chain/0"
    assert {each.pointer for each in error.problems} == {f"{chain}/source", f"{chain}/relation", "/claim/zzz"}
    assert error.request_id
    assert error.hint is not None


@pytest.mark.parametrize(
    "claim",
    [
        {"text": "half a pair \ud800", "attributions": []},
        {"text": "a\0b"},
        {"age": float("nan")},
        {"n": 10**5000 // 10**4900},
    ],
    ids=["surrogate", "NUL", "nan", "huge"],
)
def test_what_json_or_a_claim_cannot_hold_is_refused_and_not_sent_again(sayso: Any, claim: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        sayso.score(claim)
    assert refused.value.problems


def test_what_has_no_form_in_json_is_told_before_anything_is_sent(sayso: Any) -> None:
    with pytest.raises(TypeError, match="set has no form in JSON"):
        sayso.score({"specifics": {"what"}})


def test_what_is_not_there_is_not_found(sayso: Any) -> None:
    for ask in (
        lambda: sayso.assessments.get(NOWHERE),
        lambda: sayso.assessments.get("../../livez"),
        lambda: sayso.assessments.replay(NOWHERE),
        lambda: sayso.rubrics.get("newsrom"),
        lambda: sayso.rubrics.get("newsroom", "9.9.9"),
    ):
        with pytest.raises(NotFound):
            ask()


def test_of_two_who_have_seen_the_same_the_second_is_told(sayso: Any, claim: dict[str, Any]) -> None:
    seen = sayso.assessments.create(claim)
    sayso.assessments.review(seen, "agree")
    with pytest.raises(Changed) as changed:
        sayso.assessments.review(seen, "abstain")
    assert (changed.value.status, changed.value.code) == (412, "changed")
    assert len(sayso.assessments.get(seen.id).reviews) == 1


def test_what_was_replaced_is_a_conflict(sayso: Any, claim: dict[str, Any]) -> None:
    seen = sayso.assessments.create(claim)
    sayso.assessments.correct(seen, claim)
    with pytest.raises(Conflict) as conflict:
        sayso.assessments.correct(sayso.assessments.get(seen.id), claim)
    assert (conflict.value.status, conflict.value.code) == (409, "already_replaced")


def test_a_key_of_ones_own_keeps_a_claim_once_and_another_claim_under_it_is_refused(
    sayso: Any, claim: dict[str, Any]
) -> None:
    key = uuid.uuid4().hex
    first, second = (sayso.assessments.create(claim, idempotency_key=key) for _ in range(2))
    assert first == second
    with pytest.raises(Refused, match="idempotency"):
        sayso.assessments.create({**claim, "text": "Another."}, idempotency_key=key)
    assert sayso.assessments.create(claim).id != first.id


@pytest.mark.parametrize("key", [None, "x" * 64])
def test_without_the_right_key_nothing_is_answered(open_client: Open, address: str, key: str | None) -> None:
    with open_client(address, key) as stranger, pytest.raises(NotAllowed) as refused:
        stranger.rubrics.list()
    assert (refused.value.status, refused.value.code) == (401, "unauthorized")
    assert "x" * 64 not in str(refused.value)


TEXT = "Ana Ruiz, the harbour master, said the harbour would stay closed."


def test_an_article_is_kept_found_listed_and_deleted(sayso: Any, claim: dict[str, Any]) -> None:
    outlet = f"Ledger {uuid.uuid4().hex}"
    kept = sayso.documents.create(TEXT, outlet=outlet, date=date(2026, 1, 31), claims=[claim], rubric="newsroom")
    assert (kept.text, kept.etag, [each.text for each in kept.claims]) == (TEXT, '"r0"', [claim["text"]])
    assert sayso.documents.get(kept.id) == kept
    assert [each.id for each in sayso.documents.list(outlet=outlet, limit=1)] == [kept.id]
    with pytest.raises(Changed):
        sayso.documents.delete(kept.id, etag='"r7"')
    left = sayso.documents.delete(kept.id, etag=kept.etag)
    assert (left.text, left.outlet, left.sha256) == (None, None, kept.sha256)
    assert left.claims[0].assessment.grade == kept.claims[0].assessment.grade


def test_without_claims_an_article_is_read(sayso: Any) -> None:
    assert len(sayso.documents.create(TEXT).claims) == 1
    with pytest.raises(Refused) as refused:
        sayso.documents.create("", claims=[])
    assert [problem.pointer for problem in refused.value.problems] == ["/text"]
    with pytest.raises(NotFound):
        sayso.documents.get(NOWHERE)


def test_a_rubric_is_put_measured_activated_and_everything_is_graded_by_it(sayso: Any, claim: dict[str, Any]) -> None:
    id_ = f"desk-{uuid.uuid4().hex[:12]}"
    first = NEWSROOM.replace("id: newsroom\n", f"id: {id_}\n", 1)
    put = sayso.rubrics.put(id_, "1.0.0", first)
    assert (put.id, put.active) == (id_, False)
    active = sayso.rubrics.activate(id_, "1.0.0", etag="*")
    assert (active.active, active.digest) == (True, put.digest)
    kept = sayso.assessments.create(claim, id_)
    second = first.replace("version: 1.0.0\n", "version: 1.1.0\n", 1).replace("title: ", "title: New ", 1)
    measured = sayso.rubrics.impact(second)
    assert (measured.rows, measured.flips) == (1, 0)
    assert sayso.rubrics.impact(second, against="nato-admiralty-fm").rows == 0
    sayso.rubrics.put(id_, "1.1.0", second)
    with pytest.raises(Changed):
        sayso.rubrics.activate(id_, "1.1.0", etag="sha256:" + "0" * 64)
    sayso.rubrics.activate(id_, "1.1.0", etag=active.digest)
    told = sayso.rubrics.rescore(id_)
    assert (told.rows, told.made, sayso.rubrics.rescore(id_).made) == (1, 1, 0)
    assert sayso.assessments.get(kept.id) == kept
    with pytest.raises(Conflict):
        sayso.rubrics.put(id_, "1.1.0", second.replace("title: New ", "title: Other ", 1))
    with pytest.raises(Refused) as refused:
        sayso.rubrics.put(id_, "1.2.0", "no rubric")
    assert refused.value.problems
