"""Who is told of the claims that were graded, so that there are figures of them?"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sayso.store.port import Draft
from sayso.usecases.desk import Desk

#: Told of each claim that was graded: the rubric's id, and the grade as it stands in the answer.
Counted = Callable[[str, bytes], object]


def count_kept(counted: Counted, made: Iterable[Draft]) -> None:
    """Counts what is kept by now, by a rubric of the desk."""
    for each in made:
        grade = each.assessed.grade
        counted(each.assessed.rubric_id, b"null" if grade is None else b'"%b"' % grade.encode())


def count_corrected(counted: Counted, desk: Desk, made: Draft) -> None:
    """Counts a correction that is kept by now. It may be by a rubric that is gone: of those there are no figures."""
    if desk.catalog.find(made.assessed.rubric_id) is not None:
        count_kept(counted, [made])
