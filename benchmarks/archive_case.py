"""Which rubric is asked of an archive, said once for Sayso and once by hand for each peer?

Nine criteria on two axes and a cap. Every condition asks first whether its fact is stated, so that no range is left
open and a peer needs no third truth value: what is compared is the time for the same numbers.
"""

from __future__ import annotations

from typing import Any

Levels = tuple[tuple[tuple[str, ...], int], ...]
ATTRIBUTION: dict[str, tuple[str, Levels, int]] = {
    "identification": ("root", ((("named_with_position", "named"), 30), (("role_and_access", "role"), 14)), 0),
    "access": ("root", ((("direct",), 25), (("indirect", "inferred"), 10)), 4),
    "interest": ("root", ((("against_interest", "neutral"), 10),), 3),
    "medium": ("root", ((("document", "sensor"), 10), (("speech", "interview", "video"), 7)), 2),
    "relation": ("outlet", ((("quotes", "relies_on_primary"), 15), (("paraphrases",), 9)), 3),
    "record": ("chain", ((("A", "B"), 10), (("C",), 5)), 1),
}
CLAIM: dict[str, tuple[Levels, int]] = {
    "consistency": (((("all",), 40), (("some",), 25)), 10),
    "contradiction": (((("none",), 35), (("tension",), 15)), 5),
    "plausibility": (((("logical",), 25), (("reasonable",), 18)), 6),
}
KIND = ("leak", "classified_leak", "leaked_document")
CAP = 50
RELIABILITY, CREDIBILITY = "source_reliability", "information_credibility"


def rubric_text() -> str:
    """The rubric as YAML."""
    lines = ["sayso: rubric/1", "id: archive-benchmark", "version: 1.0.0", "title: Archive benchmark"]
    lines += ["reference: none, a benchmark", "judge_if_known: 0", "axes:"]
    for axis, of in ((RELIABILITY, "attribution"), (CREDIBILITY, "claim")):
        bands = "[{id: high, from: 67, label: High}, {id: mid, from: 34, label: Mid}, {id: low, from: 0, label: Low}]"
        lines += [f"  {axis}: {{of: {of}, bands: {bands}, abstain: {{id: open, label: Open}}}}"]
    lines += [f"overall: {{method: weighted, weights: {{{RELIABILITY}: 500, {CREDIBILITY}: 500}}}}", "criteria:"]
    for name, (scope, levels, rest) in ATTRIBUTION.items():
        lines += _criterion(RELIABILITY, scope, name, levels, rest)
    for name, (levels, rest) in CLAIM.items():
        lines += _criterion(CREDIBILITY, "claim", name, levels, rest)
    lines += [
        "gates:",
        f"  - id: lone_leak\n    cap: {{{CREDIBILITY}: {CAP}}}\n    because: one leak\n    reference: none",
    ]
    lines += ["    when: {any_attribution: {root: {kind: leak}}, claim: {roots.count: {lte: 1}}}"]
    lines += ["tests: [{name: none, claim: {attributions: [{chain: [{source: a}]}]}, expect: {}}]"]
    return "\n".join(lines) + "\n"


def _criterion(axis: str, scope: str, name: str, levels: Levels, rest: int) -> list[str]:
    lines = [f"  - id: {name}", f"    axis: {axis}", f"    ask: What of {name}?", "    reference: none", "    levels:"]
    for at, (values, points) in enumerate(levels):
        when = f"{{all: [{{{scope}: {{{name}: {{exists: true}}}}}}, {{{scope}: {{{name}: [{', '.join(values)}]}}}}]}}"
        lines.append(f"      - {{id: level{at}, when: {when}, points: {points}, because: it is so}}")
    return [*lines, f"    else: {{id: other, points: {rest}, because: it is not so}}"]


def column(scope: str, name: str) -> str:
    """The column of a facts file."""
    return f"{'link0' if scope == 'root' else scope}.{name}"


def sql(files: str, out: str | None) -> str:
    """The same in DuckDB's SQL: for each claim both axes in thousandths, the first by the best attribution."""
    reliability = " + ".join(
        _case(column(scope, name), levels, rest) for name, (scope, levels, rest) in ATTRIBUTION.items()
    )
    credibility = " + ".join(_case(f"claim.{name}", levels, rest) for name, (levels, rest) in CLAIM.items())
    leak = f'coalesce("link0.kind" IN ({_list(KIND)}), false)'
    rows = f'SELECT claim, {reliability} AS r, {credibility} AS c, {leak} AS leak, "claim.roots.count" AS roots '
    rows += f"FROM read_parquet('{files}', union_by_name = true)"
    claims = f"""SELECT claim, 1000 * max(r) AS reliability,
        1000 * CASE WHEN bool_or(leak) AND any_value(roots) <= 1 THEN least(any_value(c), {CAP}) ELSE any_value(c) END
        AS credibility FROM ({rows}) GROUP BY claim"""
    if out is not None:
        return f"COPY (SELECT * FROM ({claims}) ORDER BY claim) TO '{out}' (FORMAT parquet, COMPRESSION zstd)"
    return f"SELECT sum(reliability)::BIGINT, sum(credibility)::BIGINT FROM ({claims})"


def _case(name: str, levels: Levels, rest: int) -> str:
    whens = " ".join(f'WHEN "{name}" IN ({_list(values)}) THEN {points}' for values, points in levels)
    return f"CASE {whens} ELSE {rest} END"


def _list(values: tuple[str, ...]) -> str:
    return ", ".join(f"'{value}'" for value in values)


def points_of(value: Any, levels: Levels, rest: int) -> int:
    """The points of one fact, in plain Python."""
    return next((points for values, points in levels if value in values), rest)
