"""Why can changed rubrics not be used, told for /readyz and the log, each problem with the file it is in?"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from sayso.api.health import Failed
from sayso.errors import InvalidRubric, InvalidVocabulary, Problem, SaysoError
from sayso.facts.vocabulary import load_vocabulary
from sayso.usecases.desk import VOCABULARY_FILE, NothingUsable


class BrokenFiles(InvalidRubric):
    """Rubric files with an error; ``by_file`` says which one each problem is in."""

    def __init__(self, by_file: tuple[tuple[str, Problem], ...]) -> None:
        super().__init__([problem for _, problem in by_file], "; ".join(each.text(name) for name, each in by_file))
        self.by_file = by_file


def failed_of(error: SaysoError | OSError, rubrics_dir: Path, extra: Path | None) -> Failed:
    """Why rubrics could not be taken over; ``extra`` is the desk's own vocabulary file."""
    problems: tuple[tuple[str | None, Problem], ...]
    if isinstance(error, (BrokenFiles, NothingUsable)) and error.by_file:
        problems = error.by_file
    elif isinstance(error, InvalidVocabulary):
        name = _broken_vocabulary(rubrics_dir, extra)
        problems = tuple((name, each) for each in error.problems)
    elif isinstance(error, SaysoError):
        problems = ((None, Problem(error.code, error.message, error.hint)),)
    else:
        problems = ((None, Problem("file_unreadable", f"the rubrics cannot be read: {error.strerror}")),)
    said = "; ".join(each.text(name or rubrics_dir.name) for name, each in problems)
    return Failed(f"the changed rubrics cannot be used, the last good ones serve: {said}", problems)


def _broken_vocabulary(rubrics_dir: Path, extra: Path | None) -> str:
    """Which of the two vocabulary files has the problems."""
    if extra is not None:
        with suppress(InvalidVocabulary):
            load_vocabulary(rubrics_dir / VOCABULARY_FILE)
            return extra.name
    return VOCABULARY_FILE
