"""What is wrong with this rubric, and what do its tests say?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sayso.engine.trial import Coverage, Tried
from sayso.errors import Problem
from sayso.rubric.model import Rubric
from sayso.usecases.desk import Desk, read_file, with_rubric


@dataclass(frozen=True)
class CheckReport:
    """A file as checked. ``rubric`` and ``digest`` are None where an error stands in the way, ``coverage`` where
    no test ran.
    """

    ok: bool
    digest: str | None
    problems: tuple[Problem, ...]
    tests: tuple[Tried, ...]
    coverage: Coverage | None
    rubric: Rubric | None

    def as_dict(self) -> dict[str, Any]:
        """The shape of ``POST /v1/rubrics/check``: ok, digest, problems, tests."""
        return {
            "ok": self.ok,
            "digest": self.digest,
            "problems": [problem.as_dict() for problem in self.problems],
            "tests": [{"name": test.name, "ok": test.ok, "message": test.message or None} for test in self.tests],
        }


def check(desk: Desk, text: bytes, name: str = "rubric.yaml") -> CheckReport:
    """Reads a draft against the desk's vocabulary and rubrics and runs its tests; nothing is kept. Never raises
    for a bad file.
    """
    found = read_file(text, name, desk.vocabulary, desk.files)
    tests, coverage = ((), None) if found.trial is None else (found.trial.tests, found.trial.coverage)
    rubric = found.rubric
    return CheckReport(
        rubric is not None, None if rubric is None else rubric.digest, found.problems, tests, coverage, rubric
    )


__all__ = ["CheckReport", "check", "with_rubric"]
