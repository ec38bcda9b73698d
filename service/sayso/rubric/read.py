"""What rubric does a file describe, and what in it cannot be understood?

Reading checks words, types and references of each entry. Whether the rubric makes sense as a whole (every level can be
reached, no fact loses points by getting better, ...) is asked afterwards, in ``sayso.rubric.check``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast

from sayso.facts.vocabulary import Vocabulary
from sayso.facts.yaml_reader import Node, plain
from sayso.rubric.conditions import Conditions
from sayso.rubric.model import FORMAT, Criterion, Gate, Remedy, Rubric, TestCase
from sayso.rubric.read_rules import Rules
from sayso.rubric.read_scale import Scale
from sayso.rubric.reading import Map, Notes, unique

EFFORTS = ("low", "medium", "high")
TOP_KEYS = (
    *("sayso", "id", "version", "title", "reference", "extends", "unknown", "judge_if_known"),
    *("axes", "overall", "criteria", "chain", "gates", "remedies", "tests"),
)
_VERSION = re.compile(r"(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})")


def read_rubric(node: Node, vocabulary: Vocabulary, notes: Notes) -> Rubric:
    """The rubric of a resolved file (``extends`` already merged). Use it only where ``notes`` hold no error."""
    return _File(node, vocabulary, notes).rubric()


class _File:
    def __init__(self, node: Node, vocabulary: Vocabulary, notes: Notes) -> None:
        self.notes = notes
        self.conditions = Conditions(vocabulary, notes)
        self.top = Map(node, "the rubric", notes, TOP_KEYS)

    def rubric(self) -> Rubric:
        top = self.top
        if (marker := top.text("sayso")) and marker != FORMAT:
            self._error("format", "sayso", f'this is "{marker}", but a rubric begins with sayso: {FORMAT}')
        version = top.text("version")
        if version and not _VERSION.fullmatch(version):
            self._error(
                "bad_version", "version", f'the version is "{version}", but three numbers are expected, such as 1.0.0'
            )
        lowest = top.choice("unknown", ("estimate", "lowest"), "estimate") == "lowest"
        judge = top.whole("judge_if_known", 0, 1000, 0)
        scale = Scale(top, self.notes, judge)
        rules = Rules(self.notes, self.conditions, scale.axes)
        criteria = tuple(rules.criterion(item) for item in top.entries("criteria"))
        unique([(c.id, c.place) for c in criteria], "criterion", self.notes)
        if not criteria:
            top.need("criteria")
        chain = rules.chain(top)
        gates = tuple(rules.gate(item) for item in top.entries("gates"))
        unique([(g.id, g.place) for g in gates], "gate", self.notes)
        remedies = self._remedies()
        self._references(criteria, gates, remedies)
        return Rubric(
            id=top.identifier(),
            version=version,
            title=top.text("title"),
            reference=top.text("reference", ""),
            lowest=lowest,
            axes=scale.axes,
            overall=scale.overall,
            criteria=criteria,
            chain=chain,
            gates=gates,
            remedies=remedies,
            tests=tuple(self._test(item, [axis.id for axis in scale.axes]) for item in top.entries("tests")),
            source=cast("Mapping[str, Any]", plain(top.node)),
        )

    def _error(self, code: str, key: str, message: str, hint: str | None = None) -> None:
        node = self.top.items[key]
        self.notes.error(code, (node.line, node.column), message, hint)

    def _remedies(self) -> dict[str, Remedy]:
        remedies: dict[str, Remedy] = {}
        for id_, node in self.top.map("remedies"):
            map_ = Map(node, f'remedy "{id_}"', self.notes, ("text", "effort", "set"))
            changes: dict[str, Any] = {}
            for path, value in map_.map("set"):
                place = map_.items["set"].keys[path]
                scope, _, name = path.partition(".")
                if scope not in ("claim", "root", "teller", "outlet", "chain"):
                    self.notes.error(
                        "unknown_scope", place, f'remedy "{id_}": "{path}" begins with no scope', "such as root.access"
                    )
                    continue
                self.conditions.settable(scope, name, value, place, f'remedy "{id_}"')
                changes[path] = plain(value)
            remedies[id_] = Remedy(id_, map_.text("text"), map_.choice("effort", EFFORTS), changes, map_.place)
        return remedies

    def _references(
        self, criteria: tuple[Criterion, ...], gates: tuple[Gate, ...], remedies: Mapping[str, Remedy]
    ) -> None:
        asked = [(e.remedy, e.place) for c in criteria for e in c.entries] + [(g.remedy, g.place) for g in gates]
        for remedy, place in asked:
            if remedy is not None and remedy not in remedies:
                self.notes.error(
                    "dangling", place, f'no remedy "{remedy}"', f"declared: {', '.join(remedies) or 'none'}"
                )
        for criterion in criteria:
            if criterion.unknown is not None and criterion.unknown.fact is not None:
                scope, _, name = criterion.unknown.fact.partition(".")
                self.conditions.fact(scope, name, criterion.unknown.place, f'criterion "{criterion.id}"')

    def _test(self, node: Node, axes: list[str]) -> TestCase:
        map_ = Map(node, "a test", self.notes, ("name", "claim", "expect", "as_of"))
        name = map_.text("name")
        claim, expect = map_.need("claim"), map_.need("expect")
        expected = plain(expect) if expect is not None else {}
        places = dict(expect.keys) if expect is not None else {}
        if not isinstance(expected, dict):
            map_.wrong("expect", cast("Node", expect), "a map")
            expected = {}
        known = {*axes, "overall", "gates", "losses", "only", "status", "grade"}
        for key in expected:
            if key not in known:
                self.notes.error(
                    "unknown_key", places[key], f'test "{name}" expects "{key}"', f"known: {', '.join(sorted(known))}"
                )
        return TestCase(
            name,
            plain(claim) if claim is not None else {},
            expected,
            map_.text("as_of", "") or None,
            places,
            map_.place,
        )
