"""sayso score: how well are the claims in these files sourced?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sayso.cli.articles import Known, claims_in
from sayso.cli.claim_files import Given
from sayso.cli.desks import desk_and_rubric
from sayso.cli.ending import FINE, FOUND, USAGE, complain
from sayso.cli.ending import line as as_line
from sayso.cli.overview import print_report
from sayso.cli.plain import json_text
from sayso.errors import InvalidInput, InvalidRequest, Problem, UnknownRubric
from sayso.rubric.english import tally
from sayso.settings import load_settings
from sayso.usecases.desk import Desk
from sayso.usecases.score import ALL, problem_of, score, score_all

Answer = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """What the command line asks for; what a request in a file asks for itself stands where this says nothing."""

    rubric: str | None = None
    as_of: str | None = None
    include: tuple[str, ...] = ()
    strict: bool = False
    known: Known = field(default_factory=Known)


def score_files(files: Sequence[str], asked: Asked, as_json: bool) -> int:
    """Prints the grade of every claim; a claim that cannot be graded keeps none of the others from it."""
    settings = load_settings()
    desk, rubric = desk_and_rubric(settings, asked.rubric)
    given, whole = claims_in(files, settings, desk.vocabulary, asked.known)
    if not whole:
        return USAGE
    single = len(given) == 1 and not as_json
    wanted = replace(asked, rubric=rubric, include=(*asked.include, ALL) if single else asked.include)
    answer = _graded(desk, given, wanted)
    wrong = [_place(each, item) for each, item in zip(given, answer["results"], strict=True)]
    if as_json:
        print(json_text(answer))
    else:
        print_report(answer, [each.raw for each in given], wrong, desk.vocabulary)
    failed = sum(bool(lines) for lines in wrong)
    if failed:
        if as_json:
            complain(each for lines in wrong for each in lines)
        complain([f"sayso: {failed} of {tally(len(given), 'claim')} could not be graded"])
    return FOUND if failed else FINE


def _graded(desk: Desk, given: Sequence[Given], asked: Asked) -> Answer:
    """What ``score_all`` answers, with a problem for what was no claim, and each request's own options kept to."""
    answer = score_all(
        desk,
        [each.raw for each in given],
        rubric=asked.rubric,
        as_of=asked.as_of,
        include=asked.include,
        strict=asked.strict,
    )
    for item, each in zip(answer["results"], given, strict=True):
        try:
            if each.failure is not None:
                raise each.failure
            if each.own:
                result = _by_own_options(desk, each, asked)
                item.pop("problem", None)
                item["result"] = result
        except InvalidInput as error:
            item.pop("result", None)
            item["problem"] = problem_of(error)
    return answer


def _by_own_options(desk: Desk, given: Given, asked: Asked) -> Answer:
    own = dict(given.own or {})
    try:
        return score(
            desk,
            given.raw,
            rubric=asked.rubric or own.get("rubric"),
            as_of=asked.as_of or own.get("as_of"),
            include=asked.include or own.get("include", ()),
            disputed=own.get("disputed", ()),
            strict=asked.strict or own.get("strict", False),
        )
    except UnknownRubric as error:
        raise InvalidRequest([Problem(error.code, error.message, error.hint, pointer="/rubric")]) from error


def _place(given: Given, item: Answer) -> list[str]:
    """The problems of one claim as lines, nothing where it was graded; the answer learns file, line and column too."""
    if "problem" not in item:
        return []
    found = [given.placed(Problem(**each)) for each in item["problem"]["errors"]]
    item["problem"] = {**item["problem"], "file": given.file, "errors": [problem.as_dict() for problem in found]}
    return [as_line(problem, given.file) for problem in found]
