"""Which rubric and which claims is the single-claim figure measured on, and how is the same rubric said to zen-engine?

One table of twelve criteria is the source of everything: the YAML rubric for Sayso, one zen expression, and two zen
decision tables. So no engine can be given an easier rubric by mistake.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion: where it looks, and its levels (words that match, or the least number) with their points."""

    id: str
    axis: str
    scope: str
    field: str
    levels: tuple[tuple[tuple[str, ...] | int, int], ...]
    rest: int

    @property
    def flat(self) -> str:
        """The name of the same fact in the flat dictionary that zen-engine reads."""
        return f"{self.scope}_{self.field}".replace(".", "_")


SOURCE, CREDIBILITY = "source_reliability", "information_credibility"
CRITERIA = (
    Criterion(
        "origin", SOURCE, "root", "kind",
        ((("direct_observation",), 20), (("on_record_official", "official_document", "court_record"), 16),
         (("eyewitness", "expert_analysis"), 12), (("classified_leak",), 8)), 2,
    ),
    Criterion("identified", SOURCE, "root", "identification",
              ((("named_with_position",), 18), (("named",), 15), (("role_and_access", "role"), 8), (("group",), 4)), 0),
    Criterion("access", SOURCE, "root", "access", ((("direct",), 16), (("indirect",), 8), (("inferred",), 4)), 0),
    Criterion("interest", SOURCE, "root", "interest", ((("against_interest", "neutral"), 12), (("aligned",), 5)), 2),
    Criterion("record", SOURCE, "chain", "record", ((("A",), 12), (("B",), 9), (("C",), 6)), 0),
    Criterion("verified", SOURCE, "teller", "publisher_verification",
              ((("verified_independently", "original_seen"), 12), (("partial",), 6)), 0),
    Criterion("custody", SOURCE, "root", "custody",
              ((("authenticated",), 10), (("obtained_how_stated",), 6), (("not_stated",), 3)), 0),
    Criterion("roots", CREDIBILITY, "claim", "roots.count", ((3, 40), (2, 30)), 10),
    Criterion("contradiction", CREDIBILITY, "claim", "contradiction", ((("none",), 20), (("tension",), 10)), 0),
    Criterion("plausibility", CREDIBILITY, "claim", "plausibility", ((("logical",), 15), (("reasonable",), 10)), 0),
    Criterion("specific", CREDIBILITY, "claim", "specificity", ((4, 15), (3, 10), (1, 4)), 0),
    Criterion("hedged", CREDIBILITY, "claim", "hedge", ((("none",), 10), (("weak",), 6)), 0),
)  # fmt: skip
KEEPS = (("quotes", 950), ("paraphrases", 850), ("updates", 800))
KEEP_ELSE = 700
LEAKS = ("classified_leak", "leaked_document")
LEAK_CAP = 50
BANDS = {
    SOURCE: {"A": 80, "B": 65, "C": 50, "D": 30, "E": 0},
    CREDIBILITY: {"1": 85, "2": 65, "3": 45, "4": 25, "5": 0},
}
WEIGHTS = {SOURCE: 400, CREDIBILITY: 600}


def rubric_text() -> str:
    """The rubric as Sayso reads it. JSON is YAML, so no quoting can go wrong."""
    return json.dumps(
        {
            "sayso": "rubric/1", "id": "benchmark", "version": "1.0.0", "title": "Benchmark", "reference": "made up",
            "unknown": "estimate", "judge_if_known": 600,
            "axes": {
                axis: {
                    "of": "attribution" if axis == SOURCE else "claim",
                    "bands": [{"id": band, "from": start, "label": f"band {band}"} for band, start in bands.items()],
                    "abstain": {"id": "F" if axis == SOURCE else "6", "label": "cannot be judged"},
                }
                for axis, bands in BANDS.items()
            },
            "overall": {"method": "weighted", "weights": WEIGHTS},
            "criteria": [_criterion(c) for c in CRITERIA],
            "chain": {
                "axis": SOURCE,
                "keep": [
                    {"id": word, "when": {"link": {"relation": word}}, "per_mille": keep, "because": f"it {word}"}
                    for word, keep in KEEPS
                ],
                "else": {"id": "otherwise", "per_mille": KEEP_ELSE, "because": "{link.source} passes it on"},
                "unknown": {"per_mille": KEEP_ELSE, "because": "how {link.source} took it over is not stated"},
            },
            "gates": [
                {
                    "id": "lone_leak",
                    "when": {"any_attribution": {"root": {"kind": list(LEAKS)}}, "claim": {"roots.count": {"lte": 1}}},
                    "cap": {CREDIBILITY: LEAK_CAP}, "because": "one leak and nothing else", "reference": "made up",
                }
            ],
        }
    )  # fmt: skip


def claims(count: int, seed: int = 2026) -> list[dict[str, Any]]:
    """Claims of one chain of three links with every fact stated, so that both engines answer from certain facts."""
    pick = random.Random(seed).choice
    return [_claim(pick) for _ in range(count)]


def flat(claim: dict[str, Any]) -> dict[str, Any]:
    """The derived facts of one claim as the flat dictionary zen-engine reads; made outside the timed part."""
    outlet, teller, root = claim["attributions"][0]["chain"]
    scopes = {"root": root, "teller": teller, "claim": claim}
    derived = {
        "chain_record": root["track_record"]["letter"],
        "claim_roots_count": claim["roots"]["count"],
        "claim_specificity": len(claim["specifics"]),
        "claim_hedge": {(): "none", ("reportedly",): "weak", ("allegedly",): "strong"}[tuple(claim["hedges"])],
    }
    stated = {c.flat: scopes[c.scope][c.field] for c in CRITERIA if c.flat not in derived}
    return {**stated, **derived, "near_relation": outlet["relation"], "far_relation": teller["relation"]}


def zen_expression() -> str:
    """One expression: the points of the twelve criteria, the two keeps, and whether the gate holds."""
    keeps = [
        _ternary(name, [((word,), keep) for word, keep in KEEPS], KEEP_ELSE)
        for name in ("near_relation", "far_relation")
    ]
    return "[" + ", ".join([*(_ternary(c.flat, c.levels, c.rest) for c in CRITERIA), *keeps, _gate()]) + "]"


def zen_level_table() -> dict[str, Any]:
    """A decision table as a desk would draw it: one row a level, one column a fact."""
    rows: list[tuple[str, str, str, str]] = []
    for c in CRITERIA:
        above = None
        for match, points in c.levels:
            if isinstance(match, int):
                rows.append((c.id, c.flat, f">= {match}" if above is None else f"[{match}..{above})", str(points)))
                above = match
            else:
                rows.append((c.id, c.flat, _words(match), str(points)))
        named = [word for match, _ in c.levels if not isinstance(match, int) for word in match]
        rows.append((c.id, c.flat, f"< {above}" if above is not None else f"not in [{_words(named)}]", str(c.rest)))
    for name in ("near_relation", "far_relation"):
        rows += [(name, name, _words((word,)), str(keep)) for word, keep in KEEPS]
        rows.append((name, name, f"not in [{_words([word for word, _ in KEEPS])}]", str(KEEP_ELSE)))
    return _table([*rows, ("gate", "root_kind", _words(LEAKS), "claim_roots_count <= 1 ? 1 : 0")])


def zen_criterion_table() -> dict[str, Any]:
    """The smallest table that still answers: one row a criterion, whose output works out the points."""
    rows = [(c.id, c.flat, "!= null", _ternary(c.flat, c.levels, c.rest)) for c in CRITERIA]
    keep = [((word,), per_mille) for word, per_mille in KEEPS]
    rows += [(name, name, "!= null", _ternary(name, keep, KEEP_ELSE)) for name in ("near_relation", "far_relation")]
    return _table([*rows, ("gate", "root_kind", "!= null", _gate())])


def _criterion(c: Criterion) -> dict[str, Any]:
    levels = [
        {
            "id": f"level_{number}",
            "when": {c.scope: {c.field: {"gte": match} if isinstance(match, int) else list(match)}},
            "points": points,
            "because": f"{c.id} is at level {number}",
        }
        for number, (match, points) in enumerate(c.levels, 1)
    ]
    rest = {"id": "rest", "points": c.rest, "because": f"{c.id} is lower than every level"}
    return {
        "id": c.id,
        "axis": c.axis,
        "ask": f"How good is {c.id}?",
        "reference": "made up",
        "levels": levels,
        "else": rest,
    }


def _claim(pick: Callable[[Sequence[Any]], Any]) -> dict[str, Any]:
    relations = ("quotes", "paraphrases", "updates", "relies_on_primary")
    root = {
        "source": "the root",
        "kind": pick(
            ("direct_observation", "on_record_official", "court_record", "eyewitness", "classified_leak", "rumour")
        ),
        "identification": pick(("named_with_position", "named", "role", "group", "bare")),
        "access": pick(("direct", "indirect", "inferred", "none")),
        "interest": pick(("neutral", "against_interest", "aligned", "party_to_dispute")),
        "custody": pick(("authenticated", "obtained_how_stated", "not_stated", "disputed")),
        "track_record": {"letter": pick("ABCDE")},
    }
    teller = {
        "source": "the teller", "kind": "secondhand_media", "relation": pick(relations),
        "publisher_verification": pick(("verified_independently", "original_seen", "partial", "could_not_verify")),
    }  # fmt: skip
    return {
        "specifics": ["who", "what", "where", "when", "how_many"][: pick(range(6))],
        "contradiction": pick(("none", "tension", "direct")),
        "plausibility": pick(("logical", "reasonable", "illogical")),
        "hedges": pick(([], ["reportedly"], ["allegedly"])),
        "roots": {"count": pick((1, 2, 3))},
        "attributions": [
            {"chain": [{"source": "the outlet", "kind": "secondhand_media", "relation": pick(relations)}, teller, root]}
        ],
    }


def _words(words: tuple[str, ...] | list[str]) -> str:
    return ", ".join(json.dumps(word) for word in words)


def _ternary(name: str, levels: Any, rest: int) -> str:
    text = str(rest)
    for match, points in reversed(levels):
        if isinstance(match, int):
            test = f"{name} >= {match}"
        else:
            test = f"{name} == {_words(match)}" if len(match) == 1 else f"{name} in [{_words(match)}]"
        text = f"{test} ? {points} : {text}"
    return f"({text})"


def _gate() -> str:
    return f"(root_kind in [{_words(LEAKS)}] and claim_roots_count <= 1 ? 1 : 0)"


def _table(rows: list[tuple[str, str, str, str]]) -> dict[str, Any]:
    columns = list(dict.fromkeys(name for _, name, _, _ in rows))
    rules = []
    for number, (row, column, cell, points) in enumerate(rows):
        cells = {f"in_{name}": cell if name == column else "" for name in columns}
        rules.append({"_id": f"r{number}", **cells, "out_id": json.dumps(row), "out_points": points})
    content = {
        "hitPolicy": "collect",
        "inputs": [{"id": f"in_{name}", "name": name, "field": name} for name in columns],
        "outputs": [
            {"id": "out_id", "name": "id", "field": "id"},
            {"id": "out_points", "name": "points", "field": "points"},
        ],
        "rules": rules,
    }
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode", "position": {"x": 0, "y": 0}},
        {"id": "table", "name": "table", "type": "decisionTableNode", "content": content, "position": {"x": 1, "y": 0}},
        {"id": "out", "name": "out", "type": "outputNode", "position": {"x": 2, "y": 0}},
    ]
    edges = [
        {"id": "e1", "sourceId": "in", "targetId": "table", "type": "edge"},
        {"id": "e2", "sourceId": "table", "targetId": "out", "type": "edge"},
    ]
    return {"nodes": nodes, "edges": edges}
