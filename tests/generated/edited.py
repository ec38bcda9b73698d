"""Which small changes does a desk make to a rubric? One or more edits of a shipped file, as an editor would type."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from tests.generated.cases import Sample, files, read, sample_of, shipped
from tests.generated.conditions import Draw

Json = dict[str, Any]
EDITS = ("points", "points", "unknown", "drop", "swap", "words", "keep", "gate", "scale", "links")
SHIPPED = ("newsroom", "nato-admiralty", "osint-verification", "leak-and-anonymous", "icd206-descriptor")


@st.composite
def edited(draw: Draw) -> tuple[Sample, Sample]:
    """A shipped rubric, and the same with a few things changed that its checker accepts."""
    name = draw(st.sampled_from(SHIPPED))
    before = shipped(name)
    source = json.loads(_source(name))
    for _ in range(draw(st.integers(1, 3))):
        _edit(draw, source)
    text = json.dumps(source)
    loaded = read(text.encode())
    assume(loaded.rubric is not None)
    return before, sample_of(text, loaded)


@cache
def edits(count: int) -> tuple[tuple[Sample, Sample], ...]:
    """So many edits, the same in every run: reading a rubric costs more than comparing it."""
    found: list[tuple[Sample, Sample]] = []

    @settings(
        max_examples=2 * count,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(edited())
    def collect(pair: tuple[Sample, Sample]) -> None:
        if len(found) < count and pair[0].rubric.digest != pair[1].rubric.digest:
            found.append(pair)

    collect()
    return tuple(found)


@cache
def _source(name: str) -> str:
    assert f"{name}.yaml" in files()
    return json.dumps(shipped(name).rubric.source)


def _edit(draw: Draw, source: Json) -> None:
    criterion = draw(st.sampled_from(source["criteria"]))
    what = draw(
        st.sampled_from(["points", "points", "unknown", "drop", "swap", "words", "keep", "gate", "scale", "links"])
    )
    levels = criterion["levels"]
    if what == "points":
        entry = draw(st.sampled_from([*levels, criterion.get("else", levels[-1])]))
        entry["points"] = max(0, min(100, entry.get("points", 0) + draw(st.integers(-4, 4))))
    elif what == "unknown" and criterion.get("unknown"):
        criterion["unknown"]["points"] = draw(st.integers(0, max(level.get("points", 0) for level in levels)))
    elif what == "drop" and len(levels) > 1:
        levels.pop(draw(st.integers(1, len(levels) - 1)))
    elif what == "swap" and len(levels) > 1:
        at = draw(st.integers(0, len(levels) - 2))
        levels[at]["when"], levels[at + 1]["when"] = levels[at + 1]["when"], levels[at]["when"]
    elif what == "words":
        draw(st.sampled_from(levels))["because"] = "so it is"
        criterion["reference"] = "another page"
    elif what == "keep" and source.get("chain"):
        keep = draw(st.sampled_from([*source["chain"]["keep"], source["chain"]["else"]]))
        keep["per_mille"] = draw(st.integers(300, 1000))
    elif what == "gate" and source.get("gates"):
        _edit_gate(draw, source)
    elif what == "scale":
        axis = draw(st.sampled_from([*source["axes"].values()]))
        axis["bands"][0]["from"] = draw(st.integers(axis["bands"][1]["from"] + 1, 100))
        source["unknown"] = draw(st.sampled_from(["estimate", "lowest"]))
    elif what == "links" and criterion.get("over"):
        criterion["over"]["take"] = draw(st.sampled_from(["worst", "best"]))


def _edit_gate(draw: Draw, source: Json) -> None:
    gates = source["gates"]
    at = draw(st.integers(0, len(gates) - 1))
    turn = draw(st.sampled_from(["cap", "gone", "condition", "unknown"]))
    if turn == "gone":
        gates.pop(at)
    elif turn == "condition":
        gates[at]["when"] = gates[draw(st.integers(0, len(gates) - 1))]["when"]
    elif "cap" in gates[at] and turn == "cap":
        gates[at]["cap"] = dict.fromkeys(gates[at]["cap"], draw(st.integers(1, 90)))
    elif "cap" in gates[at]:
        gates[at]["if_unknown"] = "bind"
