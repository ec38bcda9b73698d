"""Who is told of the claims that were graded, so that there are figures of them?"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sayso.store.port import Draft
from sayso.usecases.desk import Desk

#: Told of each claim that was graded: the rubric's id, and the grade as it stands in the answer.
Counted = Callable[[str, bytes], object]


def count_nowhere(_rubric: str, _grade: bytes) -> None:
    """Where nobody keeps figures."""


def count_kept(counted: Counted, desk: Desk, made: Iterable[Draft]) -> None:
    """Counts what is kept by now. A correction may be by a rubric that is gone: of those there are no figures."""
    for each in made:
        assessed = each.assessed
        if desk.catalog.find(assessed.rubric_id) is not None:
            grade = assessed.grade
            counted(assessed.rubric_id, b"null" if grade is None else b'"%b"' % grade.encode())
