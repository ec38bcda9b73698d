"""What does the OpenAPI document say of rubric versions, of impact and of rescoring? Examples are really worked out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic_core import to_jsonable_python

from sayso.api.refusals import NoPrecondition, NotHere
from sayso.errors import InvalidRequest, Problem, SaysoError
from sayso.facts.claim import read_claim
from sayso.store.ids import Ids
from sayso.store.refusals import Changed, StorageBusy
from sayso.usecases.desk import Desk
from sayso.usecases.drafting import By, draft
from sayso.usecases.impact import FlipPage, ImpactTally
from sayso.usecases.rescoring import RescoreTally
from sayso.usecases.rubric_versions import VersionTaken
from sayso.usecases.shown_rubrics import version_shown
from sayso.usecases.who import LOCAL
from sayso.wire.request import Asked

Json = dict[str, Any]
STORED: dict[str, tuple[int, ...]] = {
    "putRubricVersion": (413, 415),
    "activateRubric": (400, 413, 415),
    "measureImpact": (413, 415),
    "rescoreRubric": (),
}
"""The operations, each with how it is refused unread."""
_NOON = 1_767_268_800_000_000_000
_IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "schema": {"type": "string"},
    "description": "The ETag of the active version as it was read; nothing is activated where another one is. `*`: "
    "whichever is active, none included.",
}


def add_rubric_versions(operations: Mapping[str, Json], desk: Desk, claims: Sequence[Mapping[str, Any]]) -> None:
    """Completes the operations, of which the routes know only what they answer."""
    rubric = desk.catalog.get(desk.default_rubric)
    told = to_jsonable_python(version_shown(rubric, desk))
    plan, by = desk.plan(None), By(LOCAL, Ids(lambda: _NOON, lambda _: 0))
    tally = ImpactTally(desk, plan, FlipPage(50))
    readings = [read_claim(claim, desk.vocabulary, limits=desk.limits) for claim in claims[:3]]
    tally.add([draft(desk, plan, reading, Asked(), by).assessed for reading in readings])
    rescored = RescoreTally(rows=len(readings), made=len(readings)).told(plan)
    text = {"schema": {"type": "string"}, "examples": {"rubric": {"value": rubric.text}}}
    version: Json = {
        "schema": {"$ref": "#/components/schemas/ActivateRequest"},
        "examples": {"version": {"value": {"version": rubric.version}}},
    }
    operations["activateRubric"]["parameters"].append(_IF_MATCH)
    for name in ("putRubricVersion", "measureImpact"):
        operations[name]["requestBody"] = {"required": True, "content": {"application/yaml": text}}
    operations["activateRubric"]["requestBody"] = {"required": True, "content": {"application/json": version}}
    answers: dict[str, Json] = {
        "putRubricVersion": {"rubric": told},
        "activateRubric": {"rubric": told},
        "measureImpact": {"nothing-changes": to_jsonable_python(tally.told(rubric.id))},
        "rescoreRubric": {"rescored": to_jsonable_python(rescored)},
    }
    for name, examples in answers.items():
        answer = operations[name]["responses"]["201" if name == "putRubricVersion" else "200"]
        for media in answer["content"].values():
            media["examples"] = {key: {"value": value} for key, value in examples.items()}
    responses = operations["putRubricVersion"]["responses"]
    responses["200"] = {**responses["201"], "description": "It was there before"}


def refused_versions(operation_id: str) -> dict[int, SaysoError]:
    """How what is about stored rubrics is refused, by status."""
    message = "path.id: String should have at most 200 characters"
    if operation_id == "measureImpact":
        message = "query.limit: Input should be less than or equal to 200"
    found: dict[int, SaysoError] = {
        422: InvalidRequest([Problem("wrong_parameter", message)]),
        503: StorageBusy("more waits to be written than the service lets wait", hint="try again in a moment"),
    }
    if operation_id in ("activateRubric", "rescoreRubric"):
        found[404] = NotHere("there is no rubric of that name", code="unknown_rubric")
    if operation_id == "putRubricVersion":
        found[409] = VersionTaken("newsroom@1.0.0 is in the database and says something else")
    if operation_id == "activateRubric":
        found[412] = Changed("another version is active")
        found[428] = NoPrecondition("this changes a rubric", hint="send the ETag that it had then in If-Match")
    return found
