"""Do the desk's reviewers agree? Of each two who reviewed the same assessment, the bands they left it with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from pydantic_core import from_json

from sayso.rubric.model import Rubric
from sayso.store.port import Review, Store
from sayso.store.work_port import Judged
from sayso.usecases.work.grades import Scale, scale_kept
from sayso.usecases.work.holds import told_of
from sayso.wire.work import Agreement

_TOGETHER = 500


def agreement(store: Store, rubric: Rubric) -> Agreement:
    """Between people who reviewed the same assessment by any version of this rubric, by axis. What counts is how each
    left it: the computed band where they agreed, their own after an override, the abstain band after an abstention.
    """
    apart: dict[str, Counter[int]] = {axis.id: Counter() for axis in rubric.axes}
    scales: dict[str, Scale] = {}
    assessments, after = 0, ""
    while found := store.work.judged(rubric.id, after, _TOGETHER):
        for judged in found:
            digest = judged.stored.assessed.rubric_digest
            if digest not in scales:
                scales[digest] = scale_kept(from_json(store.text(digest)))
            _count(judged, scales[digest], apart)
        assessments += len(found)
        after = found[-1].stored.assessed.id
    axes = [{"axis": axis.id, **_told(apart[axis.id])} for axis in rubric.axes]
    return Agreement.model_validate({"rubric": rubric.id, "assessments": assessments, "axes": axes})


def bands_left(reviews: Sequence[Review], computed: Mapping[str, str], scale: Scale) -> dict[str, str]:
    """The bands with which one person left an assessment; ``reviews`` are theirs, oldest first."""
    bands = dict(computed)
    for review in reviews:
        if review.verdict == "agree":
            bands = dict(computed)
        elif review.verdict == "abstain":
            bands = {axis: scale[axis][-1] for axis in computed}
        elif review.axis is not None and review.band is not None:
            bands[review.axis] = review.band
    return bands


def _count(judged: Judged, scale: Scale, apart: Mapping[str, Counter[int]]) -> None:
    told = told_of(judged.stored)
    computed = {name: axis.band for name, axis in told.axes.items() if axis.band is not None and name in scale}
    by_person: dict[str, list[Review]] = {}
    for review in judged.reviews:
        by_person.setdefault(review.actor, []).append(review)
    left = [bands_left(reviews, computed, scale) for reviews in by_person.values()]
    for one, other in combinations(left, 2):
        for axis in one.keys() & other.keys() & apart.keys():
            known = scale.get(axis, ())
            if one[axis] in known and other[axis] in known:
                apart[axis][abs(known.index(one[axis]) - known.index(other[axis]))] += 1


def _told(apart: Counter[int]) -> dict[str, Any]:
    pairs = apart.total()
    return {
        "pairs": pairs,
        "same": 1000 * apart[0] // pairs if pairs else None,
        "differing": [{"bands": bands, "pairs": apart[bands]} for bands in sorted(apart) if apart[bands]],
    }
