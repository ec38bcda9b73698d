"""What differs in how points become grades: axes, bands, weights, the table?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sayso.rubric.diff_model import BandMove, Change, Listed, Named
from sayso.rubric.diff_rules import changes
from sayso.rubric.model import Axis, Band, Overall, Rubric

_OVERALL = "overall"


def scale_settings(was: Rubric, now: Rubric) -> Iterator[Change]:
    """Everything but bands, named as the file names it."""
    yield from changes({"unknown": _unknown(was)}, {"unknown": _unknown(now)})
    common = [axis.id for axis in was.axes if axis.id in _ids(now)]
    yield from changes({"order of axes": ", ".join(common)}, {"order of axes": ", ".join(_common(now, common))})
    for axis_id in common:
        yield from changes(_axis(was.axis(axis_id)), _axis(now.axis(axis_id)))
    yield from changes(_overall(was.overall), _overall(now.overall))


def scale_axes(was: Rubric, now: Rubric) -> Listed:
    """The axes that only one of the two has."""
    added = tuple(Named(axis.id, f"of {axis.of}") for axis in now.axes if axis.id not in _ids(was))
    removed = tuple(Named(axis.id, f"of {axis.of}") for axis in was.axes if axis.id not in _ids(now))
    return Listed(added, removed)


def band_moves(was: Rubric, now: Rubric) -> Iterator[BandMove]:
    """The whole scores that stand in another band, by axis and for the overall."""
    for axis in now.axes:
        if axis.id in _ids(was):
            yield from _moves(axis.id, was.axis(axis.id).bands, axis.bands)
    if was.overall.bands and now.overall.bands:
        yield from _moves(_OVERALL, was.overall.bands, now.overall.bands)


def _moves(axis: str, was: Sequence[Band], now: Sequence[Band]) -> Iterator[BandMove]:
    start: int | None = None
    for score in range(102):
        before, after = _band(was, score), _band(now, score)
        if start is not None and (before, after) != (_band(was, start), _band(now, start)):
            yield BandMove(axis, start, score - 1, _band(was, start), _band(now, start))
            start = None
        if start is None and before != after:
            start = score


def _band(bands: Sequence[Band], score: int) -> str:
    """The band of a score; past 100 there is none, in any rubric."""
    return "" if score > 100 else next(band.id for band in bands if score >= band.start)


def _ids(rubric: Rubric) -> list[str]:
    return [axis.id for axis in rubric.axes]


def _common(rubric: Rubric, common: Sequence[str]) -> list[str]:
    return [axis_id for axis_id in _ids(rubric) if axis_id in common]


def _unknown(rubric: Rubric) -> str:
    return "lowest" if rubric.lowest else "estimate"


def _axis(axis: Axis) -> dict[str, str]:
    told = {"of": axis.of, "judge_if_known": str(axis.judge_if_known), "abstain": axis.abstain_id}
    return {f"{axis.id}.{key}": value for key, value in told.items()}


def _overall(overall: Overall) -> dict[str, str]:
    told: dict[str, str] = {"method": overall.method}
    told |= {f"weights.{axis}": str(weight) for axis, weight in overall.weights.items()}
    told |= {f"table.{' '.join(path)}": word for path, word in _cells(overall.table, ())}
    if overall.bands:
        told["bands"] = "yes"
    return {f"{_OVERALL}.{key}": value for key, value in told.items()}


def _cells(table: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(table, dict):
        for band, below in table.items():
            yield from _cells(below, (*path, str(band)))
    elif table is not None:
        yield path, str(table)
