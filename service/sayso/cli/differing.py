"""sayso rubric diff: what would change if this rubric took the place of that one?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sayso.cli.articles import Known, claims_in
from sayso.cli.claim_files import Given
from sayso.cli.desks import bench_for, desk_for, is_file, read_bytes, shown_name
from sayso.cli.difference import print_comparison
from sayso.cli.ending import FINE, FOUND, USAGE, InvalidRubricFile, complain, line
from sayso.cli.paper import paper
from sayso.cli.plain import json_text
from sayso.errors import InvalidClaim, InvalidRubric, Problem
from sayso.facts.vocabulary import Vocabulary
from sayso.rubric.model import Rubric
from sayso.settings import Settings, load_settings, shipped
from sayso.usecases.desk import Desk
from sayso.usecases.diff import compare_rubrics, read_version
from sayso.usecases.diff_form import comparison_form
from sayso.usecases.seed import open_seed


@dataclass(frozen=True)
class Asked:
    """The two rubrics as they were named, the files with claims (none means the seed), and the day ages count to."""

    before: str
    after: str
    claims: Sequence[str]
    as_of: str | None


def diff_rubrics(asked: Asked, as_json: bool) -> int:
    """Everything that differs, and which claims move. A difference is no finding; a claim that is none is one."""
    settings = load_settings()
    named = (asked.before, asked.after)
    desk = bench_for(settings, named) if all(map(is_file, named)) else desk_for(settings)
    before, after = (version_of(each, desk, settings) for each in named)
    given, whole = claims_in(asked.claims, settings, desk.vocabulary, Known())
    if not whole:
        return USAGE
    claims = [each.raw for each in given] if asked.claims else _seed(desk.vocabulary)
    found = compare_rubrics(desk, before, after, claims, asked.as_of)
    if as_json:
        print(json_text(comparison_form(found)))
    else:
        print_comparison(paper(), found, "claims" if asked.claims else "claims of the seed article")
    return _complain(given, found.problems) if asked.claims else FINE


def version_of(named: str, desk: Desk, settings: Settings) -> Rubric:
    """The rubric that was named. Raises InvalidRubricFile, UnusableFile or UnknownRubric."""
    if not is_file(named):
        return desk.plan(named).rubric
    try:
        return read_version(desk, read_bytes(named, settings.max_rubric_bytes), shown_name(named))
    except InvalidRubric as error:
        raise InvalidRubricFile(shown_name(named), error.problems) from error


def _seed(vocabulary: Vocabulary) -> Sequence[object]:
    """The claims of the seed article; none where the desk's vocabulary has not the facts that they state."""
    try:
        return open_seed(shipped("fixtures/seed"), vocabulary).claims
    except InvalidClaim:
        return ()


def _complain(given: Sequence[Given], problems: Mapping[int, dict[str, object]]) -> int:
    """Names what is wrong with each claim that could not be graded, with its line."""
    for index, problem in problems.items():
        each, errors = given[index], problem["errors"]
        assert isinstance(errors, list)
        found = each.failure.problems if each.failure is not None else [Problem(**error) for error in errors]
        complain(line(each.placed(one), each.file) for one in found)
    return FOUND if problems else FINE
