"""sayso rubric check: what is wrong or doubtful in these files?"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sayso.cli.desks import STDIN, bench_for, read_bytes, says_rubric, shown_name
from sayso.cli.ending import FINE, FOUND, USAGE, UnusableFile, line, told
from sayso.cli.plain import json_text, plain
from sayso.errors import InvalidVocabulary, Problem
from sayso.facts.vocabulary import load_vocabulary
from sayso.facts.vocabulary_file import FORMAT as VOCABULARY_FORMAT
from sayso.facts.yaml_reader import read_yaml
from sayso.rubric.english import tally
from sayso.settings import Settings, load_settings
from sayso.usecases.desk import VOCABULARY_FILE, Desk
from sayso.usecases.rubrics import check

Report = dict[str, Any]
_WORDS = (("error", "error"), ("warning", "warning"), ("info", "remark"))


def check_files(files: Sequence[str], as_json: bool, only_rubrics: bool) -> int:
    """One line for each problem, sorted, on standard output; how many there are, on standard error.

    ``only_rubrics`` leaves out every file that does not mean to be a rubric.
    """
    settings = load_settings()
    bench = bench_for(settings, files)
    reports: list[Report] = []
    found: list[tuple[str, Problem]] = []
    unusable = False
    for file in files:
        try:
            text = read_bytes(file, settings.max_rubric_bytes)
        except UnusableFile as error:
            told(error)
            unusable = True
            continue
        if only_rubrics and not says_rubric(text):
            continue
        report, problems = _checked(file, text, bench, settings)
        reports.append(report)
        found += [(shown_name(file), problem) for problem in problems]
    if as_json:
        print(json_text({"files": reports}))
    else:
        for name, problem in found:
            print(plain(line(problem, name)))
        if reports:
            print(_summary([problem for _, problem in found], len(reports)), file=sys.stderr)
    if unusable:
        return USAGE
    return FINE if all(report["ok"] for report in reports) else FOUND


def _checked(file: str, text: bytes, bench: Desk, settings: Settings) -> tuple[Report, Sequence[Problem]]:
    name = shown_name(file)
    if file != STDIN and _is_vocabulary(text):
        problems = _vocabulary_problems(Path(file), settings)
        listed = [problem.as_dict() for problem in problems]
        return {"file": name, "ok": not problems, "digest": None, "problems": listed, "tests": []}, problems
    report = check(bench, text, name)
    return {"file": name, **report.as_dict()}, report.problems


def _is_vocabulary(text: bytes) -> bool:
    node, _ = read_yaml(text, "")
    top = node.value if node is not None and isinstance(node.value, dict) else {}
    return "sayso" in top and top["sayso"].value == VOCABULARY_FORMAT


def _vocabulary_problems(path: Path, settings: Settings) -> Sequence[Problem]:
    """A vocabulary file is either whole, or a desk's own that adds to the whole one: what is said of the likelier."""
    tried: list[tuple[Problem, ...]] = []
    for whole, extra in ((path, None), (settings.rubrics_dir / VOCABULARY_FILE, path)):
        try:
            load_vocabulary(whole, extra)
        except InvalidVocabulary as error:
            tried.append(error.problems)
        else:
            return ()
    return min(tried, key=len)


def _summary(problems: Sequence[Problem], files: int) -> str:
    parts = [
        tally(number, word)
        for severity, word in _WORDS
        if (number := sum(problem.severity == severity for problem in problems))
    ]
    return f"{tally(files, 'file')} checked: {', '.join(parts) if parts else 'nothing is wrong'}"
