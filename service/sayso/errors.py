"""What can go wrong, in words that an editor can act on?

Every error carries a stable ``code`` and, where several things are wrong at once, all of them as ``problems``.

    SaysoError
     +- InvalidInput          the caller's facts or files are wrong; has problems
     |   +- InvalidArticle    a text that cannot be read as an article in English
     |   +- InvalidClaim
     |   +- InvalidRubric
     |   +- InvalidVocabulary
     +- InvalidRequest        a question about facts that cannot be asked (an unknown option, a pointer to nowhere)
     +- UnknownRubric         no rubric of that id, version or digest
     +- NoRubrics             nothing is loaded, so nothing can be graded
     +- ExtractorFailed       what finds the attributions of an article cannot be used, or does not answer
     +- Bug                   should be impossible
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

Severity = Literal["error", "warning", "info"]
_RANK = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong or doubtful: where (JSON pointer, or line and column, both from 1), what, and what to do."""

    code: str
    message: str
    hint: str | None = None
    pointer: str | None = None
    line: int | None = None
    column: int | None = None
    severity: Severity = "error"

    def sort_key(self) -> tuple[int, int, int, str, str, str]:
        return (self.line or 0, self.column or 0, _RANK[self.severity], self.pointer or "", self.code, self.message)

    def as_dict(self) -> dict[str, object]:
        """The shape used in ``errors`` of problem details: pointer, line, column, code, message, hint."""
        return {
            "pointer": self.pointer,
            "line": self.line,
            "column": self.column,
            "severity": self.severity,
            "code": self.code,
            "message": self.message,
            "hint": self.hint,
        }

    def text(self, file: str) -> str:
        """One line as the command line prints it: ``file:line:col severity code message (hint)``."""
        place = f"{file}:{self.line}:{self.column}" if self.line is not None else f"{file}{self.pointer or ''}"
        return f"{place} {self.severity} {self.code} {self.message}" + (f" ({self.hint})" if self.hint else "")


class SaysoError(Exception):
    """Root of every error that Sayso raises on purpose."""

    code = "sayso_error"

    def __init__(self, message: str, *, code: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        if code is not None:
            self.code = code


class InvalidInput(SaysoError):
    """Facts or a file that cannot be used; ``problems`` lists everything wrong, not only the first."""

    code = "invalid_input"

    def __init__(self, problems: Iterable[Problem], message: str | None = None) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(problems, key=Problem.sort_key))
        super().__init__(message or _summary(self.problems))


class InvalidArticle(InvalidInput):
    """What was given cannot be read as an article in English; nothing was looked for in it."""

    code = "invalid_article"


class InvalidClaim(InvalidInput):
    code = "invalid_claim"


class InvalidRubric(InvalidInput):
    code = "invalid_rubric"


class InvalidVocabulary(InvalidInput):
    code = "invalid_vocabulary"


class InvalidRequest(InvalidInput):
    code = "invalid_request"


class UnknownRubric(SaysoError):
    code = "unknown_rubric"


class NoRubrics(SaysoError):
    code = "no_rubrics"


class ExtractorFailed(SaysoError):
    code = "extractor_failed"


class Bug(SaysoError):
    """Should be impossible: please report it."""

    code = "bug"


def did_you_mean(word: str, choices: Iterable[str]) -> str | None:
    """A hint naming the nearest declared word, or None where nothing is near."""
    near = get_close_matches(word, list(choices), n=1, cutoff=0.6)
    return f'did you mean "{near[0]}"?' if near else None


def _summary(problems: Sequence[Problem]) -> str:
    errors = [p for p in problems if p.severity == "error"]
    if not errors:
        return "nothing is wrong"
    return errors[0].message if len(errors) == 1 else f"{len(errors)} problems; the first: {errors[0].message}"
