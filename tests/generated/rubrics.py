"""Which rubrics are tried? Plain maps built so that points add up and better facts gain, then read like any file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st
from tests.generated.conditions import Condition, Draw, Way, condition, literal
from tests.generated.gates import Pool, gates, remedies
from tests.generated.vocabulary import Fact, facts_of

CALM = ("root", "teller", "claim")
"""Scopes in which a link added at the near end changes nothing for the better."""
EVERY = (*CALM, "outlet", "chain", "any_link", "all_links")
NEVER_READ = frozenset({"source", "source_id", "lineage", "note", "url", "id", "text"})
"""Read only by exists, if at all: their words are names."""
AXES = ("reliability", "credibility", "craft")
SENTENCES = {
    "attribution": (
        "{root.source} is a {root.kind.label}",
        "{teller.source} says so",
        "it takes {chain.hops} hops",
        "plain words",
    ),
    "claim": ("{claim.roots.count} roots stand behind it", "it is {claim.content.label}", "plain words"),
}


@st.composite
def rubric_texts(draw: Draw) -> str:
    """The text of a rubric file; JSON is YAML too."""
    return json.dumps(draw(rubric_maps()), indent=1)


@st.composite
def rubric_maps(draw: Draw) -> dict[str, Any]:
    """A rubric as a plain map. Small things first, so that failures shrink to few criteria."""
    kinds = draw(st.lists(st.sampled_from(["attribution", "claim"]), min_size=1, max_size=3))
    axes = {AXES[at]: _axis(draw, at, of) for at, of in enumerate(kinds)}
    calm = draw(st.booleans())
    criteria: list[dict[str, Any]] = []
    for axis, of in zip(axes, kinds, strict=True):
        for maximum in _maxima(draw):
            criteria.append(_criterion(draw, f"c{len(criteria)}", axis, of, maximum, calm))
    rubric: dict[str, Any] = {
        "sayso": "rubric/1",
        "id": "generated",
        "version": "1.0.0",
        "title": "Generated",
        "reference": "none",
    }
    if draw(st.integers(0, 4)) == 0:
        rubric["unknown"] = "lowest"
    rubric |= {
        "judge_if_known": draw(st.sampled_from([0, 300, 600, 1000])),
        "axes": axes,
        "overall": _overall(draw, axes),
    }
    rubric["criteria"] = criteria
    judged = [axis for axis, of in zip(axes, kinds, strict=True) if of == "attribution"]
    if judged and draw(st.booleans()):
        rubric["chain"] = _chain(draw, draw(st.sampled_from(judged)))
    rubric["remedies"] = remedies(draw)
    rubric["gates"] = gates(draw, Pool(axes, pool("attribution", calm), pool("claim", calm)), [*rubric["remedies"]])
    return rubric


def pool(of: str, calm: bool) -> list[Fact]:
    """The facts that conditions of an axis read; ``calm`` leaves out what the near end of a chain can change."""
    scopes = ("claim",) if of == "claim" else CALM if calm else EVERY
    return [fact for scope in scopes for fact in facts_of(scope) if _read(fact, calm)]


def _read(fact: Fact, calm: bool) -> bool:
    return (
        fact.name not in NEVER_READ and not (calm and fact.name == "age_days") and not fact.name.endswith(".registry")
    )


def _axis(draw: Draw, at: int, of: str) -> dict[str, Any]:
    cuts = sorted(draw(st.sets(st.integers(5, 95), min_size=1, max_size=4)), reverse=True)
    names = "ABCDE" if at == 0 else "12345" if at == 1 else "VWXYZ"
    bands = [
        {"id": name, "from": start, "label": f"Band {name}"} for name, start in zip(names, [*cuts, 0], strict=False)
    ]
    axis: dict[str, Any] = {"of": of, "bands": bands, "abstain": {"id": "F6U"[at], "label": "Cannot be judged"}}
    if draw(st.integers(0, 3)) == 0:
        axis["judge_if_known"] = draw(st.sampled_from([0, 500, 800]))
    return axis


def _maxima(draw: Draw) -> list[int]:
    cuts = sorted(draw(st.sets(st.integers(1, 99), max_size=4)))
    return [after - before for before, after in zip([0, *cuts], [*cuts, 100], strict=True)]


def _overall(draw: Draw, axes: dict[str, Any]) -> dict[str, Any]:
    method = draw(
        st.sampled_from(["none", "weighted", "min", "table"] if len(axes) < 3 else ["none", "weighted", "min"])
    )
    overall: dict[str, Any] = {"method": method}
    if method == "weighted":
        cuts = sorted(draw(st.lists(st.integers(0, 1000), min_size=len(axes) - 1, max_size=len(axes) - 1)))
        overall["weights"] = {axis: b - a for axis, a, b in zip(axes, [0, *cuts], [*cuts, 1000], strict=True)}
    if method == "table":
        overall["table"] = _table(list(axes.values()))
    elif method != "none" and draw(st.booleans()):
        overall["bands"] = [{"id": "up", "from": 50, "label": "Go ahead"}, {"id": "down", "from": 0, "label": "Wait"}]
    return overall


def _table(axes: Sequence[dict[str, Any]]) -> Any:
    if not axes:
        return "word"
    return {name: _table(axes[1:]) for name in (*(band["id"] for band in axes[0]["bands"]), axes[0]["abstain"]["id"])}


def _criterion(draw: Draw, id_: str, axis: str, of: str, maximum: int, calm: bool) -> dict[str, Any]:
    facts = pool(of, calm)
    criterion: dict[str, Any] = {"id": id_, "axis": axis, "ask": "Is it so?", "reference": "none"}
    if of == "attribution" and draw(st.integers(0, 3)) == 0:
        facts = [fact for fact in facts_of("link") if _read(fact, calm)]
        links = draw(st.sampled_from(["relays", "all", "filter"]))
        undirected = [fact for fact in facts if not fact.directed]
        only = _bare(draw, undirected) if links == "filter" else links
        take = "worst" if calm else draw(st.sampled_from(["worst", "best"]))
        criterion["over"] = {"links": only, "take": take}
        if links != "all":
            points = maximum if calm else draw(st.sampled_from([0, maximum // 2, maximum]))
            criterion["none"] = {"points": points, "because": "there is no such link"}
    if draw(st.integers(0, 3)) == 0:
        ruling = draw(st.sampled_from([fact for fact in pool(of, calm) if not fact.directed]))
        criterion["applies"] = condition(draw, [ruling], "better", 1)
        facts = [fact for fact in facts if fact.name != ruling.name]
    levels, otherwise = _levels(draw, facts, maximum)
    if draw(st.integers(0, 4)) == 0:
        quiet = [fact for fact in facts if not fact.directed and fact.name not in _named(levels)]
        at = draw(st.integers(0, len(levels))) if levels[-1]["points"] >= (otherwise or 0) else 0
        levels.insert(at, {"when": condition(draw, quiet, "better", 1), "abstain": True})
    for at, level in enumerate(levels):
        level |= {"id": f"l{at}", "because": draw(st.sampled_from(SENTENCES[of]))}
    criterion["levels"] = levels
    if otherwise is not None:
        criterion["else"] = {"points": otherwise, "because": "nothing of the kind"}
        if draw(st.booleans()):
            criterion["else"]["id"] = "other"
    if draw(st.integers(0, 2)):
        criterion["unknown"] = {"points": draw(st.integers(0, maximum)), "because": "it is not stated"}
    return criterion


def _named(part: Any) -> set[str]:
    """Every key inside conditions: the names of the facts they read are among them."""
    if isinstance(part, dict):
        return {*part, *(name for value in part.values() for name in _named(value))}
    return {name for value in part for name in _named(value)} if isinstance(part, list) else set()


def _bare(draw: Draw, facts: Sequence[Fact]) -> Condition:
    (inner,) = literal(draw, draw(st.sampled_from(facts)), "better").values()
    return dict(inner)


def _levels(draw: Draw, facts: Sequence[Fact], maximum: int) -> tuple[list[dict[str, Any]], int | None]:
    form = draw(st.sampled_from(["ladder", "ladder", "combined", "penalty"]))
    if form == "penalty":
        low = draw(st.integers(0, maximum))
        return [{"when": condition(draw, facts, "worse"), "points": low}], maximum
    whens = _ladder(draw, draw(st.sampled_from(facts))) if form == "ladder" else _combined(draw, facts)
    points = _falling(draw, maximum, len(whens))
    levels: list[dict[str, Any]] = [{"when": when, "points": worth} for when, worth in zip(whens, points, strict=False)]
    return levels, points[-1]


def _falling(draw: Draw, maximum: int, count: int) -> list[int]:
    """The maximum, then points that never rise, one more than there are levels."""
    rest = draw(st.lists(st.integers(0, maximum), min_size=count, max_size=count))
    return [maximum, *sorted(rest, reverse=True)]


def _ladder(draw: Draw, fact: Fact) -> list[Condition]:
    """One fact, step by step."""
    steps: list[Any]
    if fact.field.type == "integer" and fact.directed:
        numbers = draw(st.lists(st.sampled_from(fact.order), min_size=1, max_size=3, unique=True))
        higher = fact.field.better == "higher"
        steps = [{"gte" if higher else "lte": number} for number in sorted(numbers, reverse=higher)]
    elif fact.directed:
        places = sorted(draw(st.sets(st.integers(0, len(fact.order) - 2), min_size=1, max_size=3)))
        steps = [{"gte": fact.order[at]} if not isinstance(fact.order[0], bool) else fact.order[0] for at in places]
    elif fact.field.type in ("enum", "kind"):
        words = [*fact.field.values] or ["observation", "leak", "document", "relay", "court_record", "author_inference"]
        groups = draw(st.permutations(words))
        size = draw(st.integers(1, min(3, len(words) - 1)))
        steps = [[groups[at]] for at in range(size)]
        if fact.field.type == "kind" and "court_record" in groups[:size] and "document" in groups[:size]:
            steps = steps[:1]
    else:
        return [literal(draw, fact, "better")]
    return [{fact.scope: {fact.name: step}} for step in steps]


def _combined(draw: Draw, facts: Sequence[Fact]) -> list[Condition]:
    """Both, the first alone, the second alone or a third."""
    picked = draw(
        st.lists(st.sampled_from(facts), min_size=2, max_size=3, unique_by=lambda fact: (fact.scope, fact.name))
    )
    better: Way = "better"
    one, other = literal(draw, picked[0], better), literal(draw, picked[1], better)
    last = condition(draw, picked[2:] or picked[1:2], better, 1) if len(picked) > 2 else other
    return [{"all": [one, other]}, one, last][: draw(st.integers(1, 3))]


def _chain(draw: Draw, axis: str) -> dict[str, Any]:
    facts = [
        fact
        for fact in facts_of("link")
        if fact.name not in NEVER_READ and fact.name != "kind" and "." not in fact.name
    ]
    whens = _ladder(draw, draw(st.sampled_from(facts))) if draw(st.booleans()) else _combined(draw, facts)
    shares = sorted(
        draw(
            st.lists(st.sampled_from([0, 333, 700, 850, 999, 1000]), min_size=len(whens) + 1, max_size=len(whens) + 1)
        ),
        reverse=True,
    )
    keeps = [
        {"id": f"k{at}", "when": when, "per_mille": share, "because": "{link.source} passes it on"}
        for at, (when, share) in enumerate(zip(whens, shares, strict=False))
    ]
    chain: dict[str, Any] = {
        "axis": axis,
        "keep": keeps,
        "else": {"id": "otherwise", "per_mille": shares[-1], "because": "it came somehow"},
    }
    if draw(st.booleans()):
        chain["unknown"] = {
            "per_mille": draw(st.integers(0, 1000)),
            "because": "how {link.source} took it is not stated",
        }
    return chain
