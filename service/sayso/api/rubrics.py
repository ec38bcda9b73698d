"""GET /v1/rubrics, POST /v1/rubrics/check and /test: which rubrics are there, and could this one be used?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Path
from pydantic_core import to_json
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sayso.api.direct import Endpoint
from sayso.api.limits import YAML, Limits, read_body
from sayso.api.refusals import NotHere
from sayso.api.tags import IfNoneMatch, respond_tagged
from sayso.errors import UnknownRubric
from sayso.usecases.desk import Desk
from sayso.usecases.rubrics import CheckReport, check
from sayso.usecases.shown_rubrics import summary_of, version_shown
from sayso.wire.rubrics import (
    CaseResult,
    Finding,
    Reach,
    RubricList,
    RubricReport,
    RubricTrial,
    RubricVersion,
)

Id = Annotated[str, Path(description="The rubric's id.", max_length=200, examples=["newsroom"])]
Version = Annotated[str, Path(description="The rubric's version.", max_length=200, examples=["1.0.0"])]


def list_of(desk: Desk) -> RubricList:
    """Every loaded rubric and version."""
    default = desk.catalog.get(desk.default_rubric)
    return RubricList(rubrics=[summary_of(rubric, desk, rubric == default) for rubric in desk.catalog.rubrics])


def report_of(found: CheckReport) -> RubricReport:
    """What a check found, as it is answered."""
    return RubricReport(
        ok=found.ok,
        digest=found.digest,
        problems=[Finding.model_validate(problem.as_dict()) for problem in found.problems],
        tests=[CaseResult(name=test.name, ok=test.ok, message=test.message) for test in found.tests],
    )


def trial_of(found: CheckReport) -> RubricTrial:
    """The same with what the tests reach, as it is answered."""
    coverage = found.coverage
    reach = None if coverage is None else Reach(reached=list(coverage.reached), missed=list(coverage.missed))
    report = report_of(found)
    return RubricTrial(ok=report.ok, digest=report.digest, problems=report.problems, tests=report.tests, coverage=reach)


class RubricEndpoints:
    """The handlers for one desk."""

    def __init__(self, desk: Desk, limits: Limits) -> None:
        self._desk = desk
        self._limits = limits

    async def list_rubrics(self) -> Response:
        return Response(_bytes(list_of(self._desk)), media_type="application/json")

    async def get_rubric(self, id: Id, if_none_match: IfNoneMatch = None) -> Response:  # noqa: A002 - the path says id
        return self._show(id, None, if_none_match)

    async def get_rubric_version(self, id: Id, version: Version, if_none_match: IfNoneMatch = None) -> Response:  # noqa: A002
        return self._show(id, version, if_none_match)

    def check_endpoint(self) -> Endpoint:
        return self._reading(report_of)

    def test_endpoint(self) -> Endpoint:
        return self._reading(trial_of)

    def _reading(self, answer: Callable[[CheckReport], RubricReport]) -> Endpoint:
        desk, most = self._desk, self._limits.rubric_bytes

        async def read_rubric(request: Request) -> Response:
            text = await read_body(request, YAML, most)
            # Enumerating every case of a large rubric takes long enough to hold up the scoring beside it.
            found = await run_in_threadpool(check, desk, text)
            return Response(_bytes(answer(found)), media_type="application/json")

        return read_rubric

    def _show(self, name: str, version: str | None, if_none_match: str | None) -> Response:
        try:
            if "@" in name:
                raise NotHere("a rubric's id has no @", hint="GET /v1/rubrics/{id}/versions/{version}")
            rubric = self._desk.catalog.get(name if version is None else f"{name}@{version}")
        except UnknownRubric as error:
            raise NotHere(error.message, code="unknown_rubric", hint=error.hint) from error
        if version is not None and rubric.version != version:
            raise NotHere(f"{name} has no version of that name", code="unknown_rubric", hint=f"one is {rubric.version}")
        return respond_tagged(_bytes(version_shown(rubric, self._desk)), rubric.digest, if_none_match)


def _bytes(model: RubricList | RubricVersion | RubricReport) -> bytes:
    return to_json(model, by_alias=True)
