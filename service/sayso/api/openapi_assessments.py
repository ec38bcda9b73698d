"""What does the OpenAPI document say of kept assessments? Bodies, headers, and examples as they are answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic_core import from_json, to_jsonable_python

from sayso.api.keeping import MERGE_PATCH, refusal
from sayso.api.problems import under
from sayso.errors import InvalidClaim
from sayso.facts.claim import read_claim
from sayso.rubric.model import Rubric
from sayso.store.ids import Ids
from sayso.store.port import OPEN, OVERRIDDEN, Draft, Review, Stored
from sayso.usecases.desk import Desk
from sayso.usecases.drafting import By, draft
from sayso.usecases.past import Bench
from sayso.usecases.shown import fresh, many, page, whole
from sayso.usecases.what_if import replay, what_if
from sayso.usecases.who import LOCAL
from sayso.wire.request import Asked

Json = dict[str, Any]
_NOON = 1_767_268_800_000_000_000
ONCE: Json = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
    "description": "The same request under the same key is carried out once; 24 hours long the first answer is given.",
}
IF_MATCH: Json = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "schema": {"type": "string"},
    "description": "The ETag of the assessment as it was read; nothing is changed where it has become another.",
}
_ID = {
    "name": "id",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "maxLength": 200},
    "description": "The assessment's id.",
}
_PATCH: Json = {"attributions": [{"chain": [{"source": "Ana Ruiz", "kind": "eyewitness", "access": "direct"}]}]}
_NO_CLAIM: Json = {"text": "Nobody is named for this.", "attributions": []}
WRITES = ("keepAssessments", "reviewAssessment", "correctAssessment")
CONDITIONAL = ("reviewAssessment", "correctAssessment")
OF_ONE = ("getAssessment", "tryWhatIf", "replayAssessment", *CONDITIONAL)
ALL = (*WRITES, "listAssessments", "getAssessment", "tryWhatIf", "replayAssessment")


def add_assessments(operations: Mapping[str, Json], desk: Desk, claims: Sequence[Mapping[str, Any]]) -> None:
    """Completes the operations, of which the routes know only what they answer."""
    for name in WRITES:
        operations[name].setdefault("parameters", []).append(ONCE)
    for name in CONDITIONAL:
        operations[name]["parameters"].append(IF_MATCH)
    for name in ("tryWhatIf", "replayAssessment", *CONDITIONAL):
        operations[name].setdefault("parameters", []).append(_ID)
    claim = dict(claims[0]) if claims else dict(_PATCH)
    plan = desk.plan(None)
    by = By(LOCAL, Ids(lambda: _NOON, lambda _: 0))
    first, second = _draft(desk, claim, by), _draft(desk, claim | _PATCH, by)
    bench = Bench(desk, plan)
    review = _review(plan.rubric)
    corrected = Draft(first.assessed._replace(id=second.assessed.id, replaces=first.assessed.id), ())
    reviewed = Stored(first.assessed, 1, OVERRIDDEN, None, None)
    kept: Json = from_json(fresh(first.assessed))
    said = Review(first.assessed.id, 1, first.assessed.created, LOCAL, grade=None, **review)
    requests: dict[str, Json] = {
        "keepAssessments": {"one": {"claim": claim}, "several": {"claims": [claim, _NO_CLAIM]}},
        "reviewAssessment": {"agree": {"verdict": "agree"}, "override": review},
        "correctAssessment": {"corrected": {"claim": claim}},
        "tryWhatIf": {"patch": _PATCH},
    }
    answers: dict[str, Json] = {
        "keepAssessments": {"one": kept},
        "reviewAssessment": {"override": from_json(whole(reviewed, [said]))},
        "correctAssessment": {"corrected": from_json(fresh(corrected.assessed))},
        "getAssessment": {"kept": kept},
        "listAssessments": {"page": to_jsonable_python(page([Stored(first.assessed, 0, OPEN, None, None)]))},
        "tryWhatIf": {"patch": from_json(what_if(first.assessed, _PATCH, bench))},
        "replayAssessment": {"same": to_jsonable_python(replay(first.assessed, bench))},
    }
    models = {
        "keepAssessments": "KeepRequest",
        "reviewAssessment": "ReviewRequest",
        "correctAssessment": "CorrectionRequest",
    }
    for name, examples in requests.items():
        schema = {"$ref": f"#/components/schemas/{models[name]}"} if name in models else {"type": "object"}
        media = {"schema": schema, "examples": {key: {"value": value} for key, value in examples.items()}}
        kinds = MERGE_PATCH if name == "tryWhatIf" else MERGE_PATCH[1:]
        operations[name]["requestBody"] = {"required": True, "content": dict.fromkeys(kinds, media)}
    for name, examples in answers.items():
        status = "201" if name in WRITES else "200"
        for media in operations[name]["responses"][status]["content"].values():
            media["examples"] = {key: {"value": value} for key, value in examples.items()}
    _add_batch(operations["keepAssessments"], desk, first)


def _draft(desk: Desk, claim: Mapping[str, Any], by: By) -> Draft:
    reading = read_claim(claim, desk.vocabulary, limits=desk.limits)
    return draft(desk, desk.plan(None), reading, Asked(), by)


def _review(rubric: Rubric) -> Json:
    axis = rubric.axes[0]
    note = "The desk spoke to the analyst who wrote the report."
    return {
        "verdict": "override",
        "axis": axis.id,
        "band": axis.bands[0].id,
        "reason": "source_known_better",
        "note": note,
    }


def _add_batch(operation: Json, desk: Desk, first: Draft) -> None:
    try:
        read_claim(_NO_CLAIM, desk.vocabulary)
    except InvalidClaim as error:
        wrong = refusal(InvalidClaim(under(error, "/claims/1")))
    schema = {"$ref": "#/components/schemas/KeptBatch"}
    value = from_json(many([first.assessed, wrong]))
    media = {"schema": schema, "examples": {"several": {"value": value}}}
    operation["responses"]["200"] = {
        "description": "Several claims: each kept, or its problem",
        "content": {"application/json": media},
    }
