"""How is a rubric told: in a list, and whole, with where it comes from and whether a plain id means it?"""

from __future__ import annotations

from sayso.rubric.model import Rubric
from sayso.usecases.desk import Desk
from sayso.usecases.kept_rubrics import Origin
from sayso.wire.rubrics import RubricSummary, RubricVersion

_NOWHERE = Origin(None)


def summary_of(rubric: Rubric, desk: Desk, default: bool) -> RubricSummary:
    """One rubric of the desk in a list; ``default`` says whether it is used where none is asked for."""
    return RubricSummary(
        id=rubric.id,
        version=rubric.version,
        title=rubric.title,
        reference=rubric.reference,
        digest=rubric.digest,
        default=default,
        active=rubric == desk.catalog.find(rubric.id),
        origin=desk.origins.get(rubric.ref, _NOWHERE).places,
    )


def version_shown(rubric: Rubric, desk: Desk) -> RubricVersion:
    """One version of the desk, whole."""
    origin = desk.origins.get(rubric.ref, _NOWHERE)
    kept = origin.kept
    return RubricVersion(
        id=rubric.id,
        version=rubric.version,
        title=rubric.title,
        reference=rubric.reference,
        digest=rubric.digest,
        active=desk.catalog.find(rubric.id) == rubric,
        origin=origin.places,
        created=None if kept is None else kept.created,
        by=None if kept is None else kept.actor,
        source=dict(rubric.source),
        text=rubric.text,
    )
