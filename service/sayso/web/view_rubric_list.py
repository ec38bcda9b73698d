"""Which rubrics are there, and which cannot be used: the list on the page?"""

from __future__ import annotations

from dataclasses import dataclass

from sayso.usecases.desk import Desk
from sayso.usecases.kept_rubrics import is_kept
from sayso.web.view_rubric import NOWHERE, put_by, rubric_href, try_href, where_from


@dataclass(frozen=True, slots=True)
class RubricRow:
    id: str
    title: str
    version: str
    href: str
    active: bool
    default: bool
    where: str
    put: str | None
    try_href: str


@dataclass(frozen=True, slots=True)
class BrokenView:
    """A file, or a version in the database, that cannot be used, and why."""

    name: str
    says: str
    more: int


@dataclass(frozen=True, slots=True)
class RubricListPage:
    title: str
    rows: tuple[RubricRow, ...]
    broken: tuple[BrokenView, ...]


def rubric_list(desk: Desk) -> RubricListPage:
    """Every version that serves, then what does not."""
    default = desk.catalog.find(desk.default_rubric)
    rows = []
    for rubric in desk.catalog.rubrics:
        origin = desk.origins.get(rubric.ref, NOWHERE)
        rows.append(
            RubricRow(
                id=rubric.id,
                title=rubric.title,
                version=rubric.version,
                href=rubric_href(rubric.id, rubric.version),
                active=desk.catalog.find(rubric.id) == rubric,
                default=rubric == default,
                where=where_from(origin),
                put=put_by(origin),
                try_href=try_href(rubric),
            )
        )
    broken = []
    for name, problems in sorted(desk.broken.items()):
        errors = [each for each in problems if each.severity == "error"]
        line = "" if errors[0].line is None else f"line {errors[0].line}: "
        shown = name.partition("/")[2] + " in the database" if is_kept(name) else name
        broken.append(BrokenView(shown, f"{line}{errors[0].message}", len(errors) - 1))
    return RubricListPage("Rubrics", tuple(rows), tuple(broken))
