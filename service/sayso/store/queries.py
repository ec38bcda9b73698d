"""How is something found? The queries that read, the same for both databases. Each stays on an index."""

from __future__ import annotations

from sqlalchemy import Row, Select, exists, select

from sayso.store.port import Assessed, Filters, Review, Stored
from sayso.store.tables import assessments, reviews, terms

_FIXED = len(Assessed._fields)
COLUMNS = [assessments.c[name] for name in (*Assessed._fields, *Stored._fields[1:])]


def one(assessment_id: str) -> Select[tuple[object, ...]]:
    """An assessment by its id."""
    return select(*COLUMNS).where(assessments.c.id == assessment_id)


def page(filters: Filters, before: str | None, count: int) -> Select[tuple[object, ...]]:
    """So many assessments that the filters let through, newest first, older than the id ``before``.

    The first term, else the first column, leads: its index is in order of ids as the assessments are. What else has
    to hold is looked up for each.
    """
    order = assessments.c.id
    query = select(*COLUMNS)
    rest = filters.terms
    if rest:
        kind, value = rest[0]
        order, rest = terms.c.assessment_id, rest[1:]
        query = query.join_from(terms, assessments, assessments.c.id == order)
        query = query.where(terms.c.kind == kind, terms.c.value == value)
    for kind, value in rest:
        other = terms.alias()
        query = query.where(
            exists().where(other.c.kind == kind, other.c.value == value, other.c.assessment_id == order)
        )
    leads = not filters.terms
    for column, wanted in (("rubric_id", filters.rubric), ("grade", filters.grade), ("review_state", filters.state)):
        if wanted is not None:
            # No index is made for the sum of two texts: only the one that leads is read, in the order of the page.
            query = query.where((assessments.c[column] if leads else assessments.c[column].concat("")) == wanted)
            leads = False
    if filters.since is not None:
        query = query.where(order >= filters.since)
    if before is not None:
        query = query.where(order < before)
    return query.order_by(order.desc()).limit(count)


def reviews_of(assessment_id: str) -> Select[tuple[object, ...]]:
    """What was said to an assessment, oldest first."""
    columns = [reviews.c[name] for name in Review._fields]
    return select(*columns).where(reviews.c.assessment_id == assessment_id).order_by(reviews.c.revision)


def stored(row: Row[tuple[object, ...]]) -> Stored:
    """A row of ``one`` or ``page``."""
    values = tuple(row)
    return Stored(Assessed(*values[:_FIXED]), *values[_FIXED:])  # type: ignore[arg-type]  # as the tables are declared


def review(row: Row[tuple[object, ...]]) -> Review:
    """A row of ``reviews_of``."""
    return Review._make(row)
