"""What does the whole answer say: who speaks for each axis, the grade, the overall, every line and every loss?"""

from __future__ import annotations

from typing import Any

from tests.oracle.axes import Capped, Judged, band, capped, exact_text, judged, shown
from tests.oracle.derived import derived
from tests.oracle.matching import Scene, holds
from tests.oracle.points import as_dict
from tests.oracle.stated import form_of, stated
from tests.oracle.words import Plain

NOT_APPLICABLE = "not_applicable"
RANK = {"scored": 2, "abstained": 1, NOT_APPLICABLE: 0}


def answer(rubric: Plain, vocabulary: Plain, raw_claim: Plain, as_of: str | None = None) -> dict[str, Any]:
    """The parts of the answer that carry a judgment. Raises Contradiction where stated roots contradict themselves."""
    claim = stated(raw_claim, vocabulary)
    scene = Scene(claim, derived(claim, vocabulary, as_of), vocabulary)
    by_axis = {axis_id: _ranked(_every(rubric, axis_id, scene), claim) for axis_id in rubric["axes"]}
    speakers = {axis_id: found[0] for axis_id, found in by_axis.items()}
    ended = any(holds(gate["when"], scene) is True for gate in _gates(rubric) if gate.get("not_applicable"))
    statuses = {axis_id: NOT_APPLICABLE if ended else judged.status for axis_id, judged in speakers.items()}
    ranges = {axis_id: _range(found) for axis_id, found in by_axis.items()}
    status = max(statuses.values(), key=RANK.__getitem__)
    silent = status == NOT_APPLICABLE
    overall, overall_caps = _overall(rubric, speakers, statuses, ranges, scene)
    return {
        "status": status,
        "grade": None if silent else _grade(rubric, speakers, statuses),
        "overall": overall,
        "axes": {
            axis_id: _axis(rubric, axis_id, speakers[axis_id], by_axis[axis_id], statuses[axis_id], ranges[axis_id])
            for axis_id in rubric["axes"]
        },
        "derived": scene.derived,
        "criteria": _criteria(rubric, speakers),
        "chain": [] if silent else _chain(rubric, speakers, statuses, claim),
        "gates": _gate_lines(rubric, speakers, statuses, overall_caps, overall, scene, silent),
        "losses": [] if silent else _losses(rubric, speakers, statuses),
    }


def _gates(rubric: Plain) -> list[Plain]:
    return list(rubric.get("gates") or [])


def _every(rubric: Plain, axis_id: str, scene: Scene) -> list[Judged]:
    """Once for the claim, or once for each attribution."""
    if rubric["axes"][axis_id]["of"] == "claim":
        return [judged(rubric, axis_id, scene)]
    return [judged(rubric, axis_id, scene.at(index)) for index in scene.places]


def _ranked(found: list[Judged], claim: Plain) -> list[Judged]:
    """Scored before abstaining before not applicable; then the highest estimate, the higher low, the fewer links, the
    chain that sorts first. The first speaks for the axis.
    """

    def order(judged: Judged) -> tuple[Any, ...]:
        if judged.attribution is None:
            return ()
        told = claim["attributions"][judged.attribution]
        return (-RANK[judged.status], -judged.exact, -judged.low, len(told["chain"]), form_of(told), judged.attribution)

    return sorted(found, key=order)


def _range(found: list[Judged]) -> tuple[int, int] | None:
    """The highest low and the highest high of those that are scored; of those that abstain where none is scored."""
    for status in ("scored", "abstained"):
        counted = [judged for judged in found if judged.status == status]
        if counted:
            return max(judged.low for judged in counted), max(judged.high for judged in counted)
    return None


def _axis(
    rubric: Plain,
    axis_id: str,
    speaker: Judged,
    found: list[Judged],
    status: str,
    ends: tuple[int, int] | None,
) -> dict[str, Any]:
    axis = rubric["axes"][axis_id]
    word = _band(axis, status, speaker.exact)
    silent = status == NOT_APPLICABLE or ends is None
    return {
        "status": status,
        "score": shown(speaker.exact) if status == "scored" else None,
        "low": None if silent or ends is None else shown(ends[0]),
        "high": None if silent or ends is None else shown(ends[1]),
        "exact": exact_text(speaker.exact) if status == "scored" else None,
        "band": word["id"] if word else None,
        "label": word["label"] if word else None,
        "known": None if silent else speaker.known,
        "attribution": speaker.attribution,
        "others": [
            _other(axis, judged, status)
            for judged in found
            if judged.attribution is not None and judged.attribution != speaker.attribution
        ],
    }


def _other(axis: Plain, judged: Judged, axis_status: str) -> dict[str, Any]:
    """Where a gate ends the assessment, no attribution has numbers."""
    status = NOT_APPLICABLE if axis_status == NOT_APPLICABLE else judged.status
    word = _band(axis, status, judged.exact)
    exact = exact_text(judged.exact) if status == "scored" else None
    return {"attribution": judged.attribution, "status": status, "exact": exact, "band": word["id"] if word else None}


def _band(axis: Plain, status: str, exact: int) -> Plain | None:
    if status == "scored":
        return band(axis["bands"], shown(exact))
    if status == "abstained":
        found: Plain = axis["abstain"]
        return found
    return None


def _grade(rubric: Plain, speakers: dict[str, Judged], statuses: dict[str, str]) -> str:
    """The bands of the axes in file order; joined by a stroke if any band of the rubric has several characters."""
    axes = rubric["axes"]
    ids = [entry["id"] for axis in axes.values() for entry in (*axis["bands"], axis["abstain"])]
    words = [_band(axis, statuses[axis_id], speakers[axis_id].exact) for axis_id, axis in axes.items()]
    return ("/" if any(len(name) > 1 for name in ids) else "").join(word["id"] for word in words if word)


def _overall(
    rubric: Plain,
    speakers: dict[str, Judged],
    statuses: dict[str, str],
    ranges: dict[str, tuple[int, int] | None],
    scene: Scene,
) -> tuple[dict[str, Any], Capped | None]:
    """From the unrounded axes, without those that do not apply; no number while an axis that counts abstains."""
    overall = rubric["overall"]
    method = overall["method"]
    nothing: dict[str, Any] = {"score": None, "low": None, "high": None, "exact": None, "label": None}
    counted = [axis_id for axis_id, status in statuses.items() if status != NOT_APPLICABLE]
    if method == "weighted":
        counted = [axis_id for axis_id in counted if overall["weights"].get(axis_id, 0)]
    if method == "none" or all(status == NOT_APPLICABLE for status in statuses.values()):
        return nothing, None
    if method == "table":
        if len(counted) < len(statuses):
            return nothing, None
        word = overall["table"]
        for axis_id in counted:
            named = _band(rubric["axes"][axis_id], statuses[axis_id], speakers[axis_id].exact)
            assert named is not None
            word = word[named["id"]]
        return {**nothing, "label": word}, None
    if not counted:
        return nothing, None

    def one(values: list[int]) -> int:
        if method == "min":
            return min(values)
        weights: list[int] = [overall["weights"][axis_id] for axis_id in counted]
        return sum(value * weight for value, weight in zip(values, weights, strict=True)) // sum(weights)

    ends = [ranges[axis_id] or (0, 0) for axis_id in counted]
    amounts = (
        one([speakers[axis_id].exact for axis_id in counted]),
        one([low for low, _ in ends]),
        one([high for _, high in ends]),
    )
    after = capped(rubric, "overall", scene, amounts)
    bands = overall.get("bands")
    scored = all(statuses[axis_id] == "scored" for axis_id in counted)
    return {
        "score": shown(after.exact) if scored else None,
        "low": shown(after.low),
        "high": shown(after.high),
        "exact": exact_text(after.exact) if scored else None,
        "label": band(bands, shown(after.exact))["label"] if scored and bands else None,
    }, after


def _criteria(rubric: Plain, speakers: dict[str, Judged]) -> list[dict[str, Any]]:
    """In file order, each as the speaker of its axis answers it."""
    lines = {line.id: as_dict(line) for judged in speakers.values() for line in judged.lines}
    return [lines[criterion["id"]] for criterion in rubric["criteria"]]


def _chain(rubric: Plain, speakers: dict[str, Judged], statuses: dict[str, str], claim: Plain) -> list[dict[str, Any]]:
    if not rubric.get("chain"):
        return []
    axis_id = rubric["chain"]["axis"]
    speaker = speakers[axis_id]
    assert speaker.attribution is not None
    links = claim["attributions"][speaker.attribution]["chain"]
    return [
        {
            "attribution": speaker.attribution,
            "index": share.index,
            "source": links[share.index].get("source"),
            "id": share.id,
            "keep": share.keep,
            "low": share.low,
            "high": share.high,
            "basis": share.basis,
            "loss": exact_text(loss) if statuses[axis_id] == "scored" else None,
        }
        for share, loss in speaker.hops
    ]


def _gate_lines(
    rubric: Plain,
    speakers: dict[str, Judged],
    statuses: dict[str, str],
    overall_caps: Capped | None,
    overall: dict[str, Any],
    scene: Scene,
    silent: bool,
) -> list[dict[str, Any]]:
    """Caps with what they did, holds, notes and the end of the assessment with whether they hold or may hold."""
    lines = []
    for gate in _gates(rubric):
        if not gate.get("cap"):
            truth = holds(gate["when"], scene)
            if truth is not False:
                effect = next(name for name in ("hold", "note", NOT_APPLICABLE) if gate.get(name))
                status = "applied" if truth else "possible"
                lines.append(_line(gate, effect, status, None, None, None, gate.get("hold")))
            continue
        for target in (*rubric["axes"], "overall"):
            if silent or target not in gate["cap"]:
                continue
            caps = (overall_caps.caps if overall_caps else []) if target == "overall" else speakers[target].caps
            numbers = bool(overall["exact"]) if target == "overall" else statuses[target] == "scored"
            for cap in caps:
                if cap.gate == gate["id"]:
                    before, after = (exact_text(cap.before), exact_text(cap.after)) if numbers else (None, None)
                    lines.append(_line(gate, "cap", cap.status, target, before, after, None))
    return lines


def _line(
    gate: Plain, effect: str, status: str, axis: str | None, before: str | None, after: str | None, requires: str | None
) -> dict[str, Any]:
    names = ("id", "effect", "status", "axis", "before", "after", "requires")
    return dict(zip(names, (gate["id"], effect, status, axis, before, after, requires), strict=True))


def _losses(rubric: Plain, speakers: dict[str, Judged], statuses: dict[str, str]) -> list[dict[str, Any]]:
    """From 100 down to the score of each scored axis; the largest first, then by axis, then by code."""
    lost: list[tuple[int, int, str, str]] = []
    for place, (axis_id, speaker) in enumerate(speakers.items()):
        if statuses[axis_id] != "scored":
            continue
        for line in speaker.lines:
            code = f"{line.id}.{line.level if line.basis == 'fact' else 'unknown'}"
            lost.append(((line.max - line.points) * 1000, place, code, line.basis))
        for share, loss in speaker.hops:
            lost.append((loss, place, f"chain.{share.id or 'unknown'}", share.basis))
        for cap in speaker.caps:
            basis = "unknown" if cap.bound_unknown else "fact"
            lost.append((cap.before - cap.after, place, f"gate.{cap.gate}", basis))
    ranked = sorted(lost, key=lambda item: (-item[0], item[1], item[2]))
    names = list(rubric["axes"])
    return [
        {"code": code, "axis": names[place], "points": exact_text(points), "basis": basis}
        for points, place, code, basis in ranked
        if points
    ]
