"""Which of several grades is the worst, and how far are two bands apart?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic_core import from_json, to_json

from sayso.rubric.model import Rubric

Scale = Mapping[str, Sequence[str]]
"""Of each axis its bands, best first, the abstain band last."""


def scale_of(rubric: Rubric) -> dict[str, list[str]]:
    """The scale of a rubric."""
    return {axis.id: [*(band.id for band in axis.bands), axis.abstain_id] for axis in rubric.axes}


def scale_kept(source: Mapping[str, Any]) -> dict[str, list[str]]:
    """The same of a rubric as it is kept."""
    return {
        name: [*(str(band["id"]) for band in axis["bands"]), str(axis["abstain"]["id"])]
        for name, axis in source["axes"].items()
    }


def written_scale(scale: Scale) -> bytes:
    """A scale as it is kept with the work on a document."""
    return to_json(scale)


def read_scale(written: bytes) -> Scale:
    """A scale that was kept."""
    found: Scale = from_json(written)
    return found


def badness(grade: str, axes: Sequence[str], scale: Scale) -> tuple[int, int]:
    """The larger, the worse: the worst band of a grade first, then all of them, in per mille of their scales. ``axes``
    are those that the grade is made of.
    """
    places = []
    for axis, band in zip(axes, _bands(grade, len(axes)), strict=False):
        known = scale.get(axis, ())
        places.append(1000 * known.index(band) // max(1, len(known) - 1) if band in known else 0)
    return max(places, default=0), sum(places)


def _bands(grade: str, axes: int) -> Sequence[str]:
    if "/" in grade:
        return grade.split("/")
    return [grade] if axes == 1 else list(grade)
