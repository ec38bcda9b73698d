"""sayso rubric test: do rubrics say of their own test claims what their desks wrote down?"""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from sayso.cli.desks import STDIN, bench_for, desk_for, is_file, read_bytes, says_rubric, shown_name
from sayso.cli.ending import FINE, FOUND, USAGE, UnusableFile, line, told
from sayso.cli.paper import BAD, GOOD, SOFT, STRONG, indented, paper, words
from sayso.cli.plain import json_text
from sayso.engine.trial import Coverage
from sayso.errors import Problem
from sayso.rubric.english import tally
from sayso.settings import Settings, load_settings
from sayso.usecases.desk import Desk
from sayso.usecases.rubrics import CheckReport, check


def test_rubrics(named: Sequence[str], as_json: bool, only_rubrics: bool) -> int:
    """Every test by name, the difference and the breakdown of those that fail, and what they reach.

    Without a name every rubric of the desk is tested, but not with ``only_rubrics``: that leaves out every file that
    does not mean to be a rubric, and may leave nothing.
    """
    settings = load_settings()
    by_file = all(map(is_file, named)) and bool(named or only_rubrics)
    desk = bench_for(settings, named) if by_file else desk_for(settings)
    reports: list[tuple[str, CheckReport]] = []
    unusable = False
    for each in named or [rubric.ref for rubric in desk.catalog.rubrics]:
        try:
            if only_rubrics and _is_other_yaml(each, settings):
                continue
            reports.append((shown_name(each), _run(each, desk, settings)))
        except UnusableFile as error:
            told(error)
            unusable = True
    if as_json:
        print(json_text({"rubrics": [_as_dict(name, report) for name, report in reports]}))
    else:
        console = paper()
        for at, (name, report) in enumerate(reports):
            if at:
                console.print()
            _print(console, name, report)
    if unusable:
        return USAGE
    return FINE if all(report.ok for _, report in reports) else FOUND


test_rubrics.__test__ = False  # type: ignore[attr-defined]  # a command, not one of our own tests


def _is_other_yaml(named: str, settings: Settings) -> bool:
    return is_file(named) and named != STDIN and not says_rubric(read_bytes(named, settings.max_rubric_bytes))


def _run(named: str, desk: Desk, settings: Settings) -> CheckReport:
    if is_file(named):
        return check(desk, read_bytes(named, settings.max_rubric_bytes), shown_name(named))
    rubric = desk.plan(named).rubric
    return check(desk, rubric.text.encode(), rubric.ref)


def _print(console: Console, name: str, report: CheckReport) -> None:
    console.print(words(name, STRONG))
    for test in report.tests:
        mark = Text("ok  ", GOOD) if test.ok else Text("FAIL", BAD)
        console.print(indented(Text.assemble(mark, "  ", words(test.name))))
        if not test.ok:
            for part in test.message.split("; "):
                console.print(indented(words(part), 8))
    for problem in _standing_in_the_way(report):
        console.print(indented(words(line(problem, name))))
    console.print(indented(words(_summary(report))))
    if report.coverage is not None and report.tests:
        console.print(indented(words(_reach(report.coverage), SOFT)))


def _standing_in_the_way(report: CheckReport) -> list[Problem]:
    """The errors for which no test could be run, or for which the rubric cannot be used although its tests hold."""
    return [each for each in report.problems if each.severity == "error" and each.code != "test_fails"]


def _summary(report: CheckReport) -> str:
    if report.coverage is None:
        return "No test was run: the file has errors."
    if not report.tests:
        return "There are no tests in it."
    held = sum(test.ok for test in report.tests)
    return f"{held} of {len(report.tests)} tests hold."


def _reach(coverage: Coverage) -> str:
    """How many levels and gates the tests end at, and which they never reach."""
    parts = []
    for word, is_gate in (("level", False), ("gate", True)):
        reached = [code for code in coverage.reached if code.startswith("gate.") == is_gate]
        total = len(reached) + sum(code.startswith("gate.") == is_gate for code in coverage.missed)
        if total:
            parts.append(f"{len(reached)} of {tally(total, word)}")
    missed = f"; not {', '.join(coverage.missed)}" if coverage.missed else ""
    return f"They reach {' and '.join(parts)}{missed}."


def _as_dict(name: str, report: CheckReport) -> dict[str, object]:
    coverage = report.coverage
    reach = None if coverage is None else {"reached": list(coverage.reached), "missed": list(coverage.missed)}
    return {"rubric": name, **report.as_dict(), "coverage": reach}
