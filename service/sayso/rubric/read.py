"""What rubric does a file describe, and what in it cannot be understood?

Reading checks words, types and references of each entry. Whether the rubric makes sense as a whole (every level can be
reached, no fact loses points by getting better, ...) is asked afterwards, in ``sayso.rubric.check``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast

from sayso.errors import did_you_mean
from sayso.facts.vocabulary import Vocabulary
from sayso.facts.yaml_reader import Node, plain
from sayso.rubric.conditions import Conditions
from sayso.rubric.model import FORMAT, Criterion, Remedy, Rubric, TestCase
from sayso.rubric.read_gates import Gates
from sayso.rubric.read_rules import Rules
from sayso.rubric.read_scale import Scale
from sayso.rubric.reading import Map, Notes, Sound, identifier, unique

EFFORTS = ("low", "medium", "high")
TOP_KEYS = (
    *("sayso", "id", "version", "title", "reference", "extends", "unknown", "judge_if_known"),
    *("axes", "overall", "criteria", "chain", "gates", "remedies", "tests"),
)
_EXPECTED = ("overall", "gates", "losses", "only", "status", "grade")
_REMEDY_SCOPES = ("claim", "root", "teller", "outlet", "chain")
_VERSION = re.compile(r"(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})")


def read_rubric(node: Node, vocabulary: Vocabulary, notes: Notes) -> tuple[Rubric, Sound]:
    """The rubric of a resolved file (``extends`` already merged), to be used only where ``notes`` hold no error; and
    what of it can be judged where they do.
    """
    return _File(node, vocabulary, notes).rubric()


class _File:
    def __init__(self, node: Node, vocabulary: Vocabulary, notes: Notes) -> None:
        self.notes = notes
        self.conditions = Conditions(vocabulary, notes)
        self.top = Map(node, "the rubric", notes, TOP_KEYS)

    def rubric(self) -> tuple[Rubric, Sound]:
        top = self.top
        self._marker()
        version = top.text("version")
        if version and not _VERSION.fullmatch(version):
            message = f'the version is "{version}", but three numbers are expected'
            self.notes.error("bad_version", top.value_place("version"), message, "such as 1.0.0")
        lowest = top.choice("unknown", ("estimate", "lowest"), "estimate") == "lowest"
        judge = top.whole("judge_if_known", 0, 1000, 0)
        scale = Scale(top, self.notes, judge)
        remedies = self._remedies()
        rules = Rules(self.notes, self.conditions, scale.axes, remedies)
        criteria = self._criteria(rules)
        chain = rules.chain(top)
        gates = Gates(rules)
        read = tuple(gates.gate(item, at) for at, item in enumerate(top.entries("gates")))
        unique([(gate.id, gate.place) for gate in read], "gate", self.notes)
        rubric = Rubric(
            id=top.identifier(),
            version=version,
            title=top.text("title"),
            reference=top.text("reference", ""),
            lowest=lowest,
            axes=scale.axes,
            overall=scale.overall,
            criteria=criteria,
            chain=chain,
            gates=read,
            remedies=remedies,
            tests=tuple(self._test(item, [axis.id for axis in scale.axes]) for item in top.entries("tests")),
            source=cast("Mapping[str, Any]", plain(top.node)),
            place=top.place,
        )
        return rubric, rules.sound(len(criteria), gates.judged)

    def _marker(self) -> None:
        marker = self.top.text("sayso")
        if marker and marker != FORMAT:
            message = f'this is "{marker}", but a rubric begins with sayso: {FORMAT}'
            self.notes.error("format", self.top.value_place("sayso"), message, f"write sayso: {FORMAT}")

    def _criteria(self, rules: Rules) -> tuple[Criterion, ...]:
        errors = len(self.notes.problems)
        items = self.top.entries("criteria")
        if not items and len(self.notes.problems) == errors and self.top.need("criteria") is not None:
            place = self.top.key_place("criteria")
            self.notes.error("missing_key", place, "criteria is empty", "add a criterion")
        criteria = tuple(rules.criterion(item, at) for at, item in enumerate(items))
        unique([(criterion.id, criterion.place) for criterion in criteria], "criterion", self.notes)
        if not items:  # that there is none has been said: the sums of the axes say nothing new
            rules.uncounted.update(axis.id for axis in rules.axes)
        return criteria

    def _remedies(self) -> dict[str, Remedy]:
        remedies: dict[str, Remedy] = {}
        for id_, node in self.top.map("remedies"):
            what, place = f'remedy "{id_}"', self.top.items["remedies"].keys[id_]
            identifier(id_, place, "the id of a remedy", self.notes)
            map_ = Map(node, what, self.notes, ("text", "effort", "set"))
            changes: dict[str, Any] = {}
            map_.need("set")
            for path, value in map_.map("set"):
                self._change(path, value, map_.items["set"].keys[path], what)
                changes[path] = plain(value)
            remedies[id_] = Remedy(id_, map_.text("text"), map_.choice("effort", EFFORTS), changes, place)
        return remedies

    def _change(self, path: str, value: Node, place: tuple[int, int], what: str) -> None:
        scope, _, name = path.partition(".")
        if scope in _REMEDY_SCOPES:
            self.conditions.settable(scope, name, value, place, what)
        else:
            hint = f"begin with one of {', '.join(_REMEDY_SCOPES)}, such as root.access"
            self.notes.error("unknown_scope", place, f'{what}: "{path}" begins with no scope', hint)

    def _test(self, node: Node, axes: list[str]) -> TestCase:
        map_ = Map(node, "a test", self.notes, ("name", "claim", "expect", "as_of"))
        name = map_.text("name")
        map_.what = f'test "{name}"'
        claim, expect = map_.need("claim"), map_.need("expect")
        if claim is not None and not isinstance(claim.value, dict):
            map_.wrong("claim", claim, "a map of facts")
        expected = {} if expect is None else plain(expect)
        if not isinstance(expected, dict):
            map_.wrong("expect", cast("Node", expect), "a map")
            expected = {}
        places = {} if expect is None else dict(expect.keys)
        for key in [key for key in expected if key not in (*axes, *_EXPECTED)]:
            known = (*axes, *_EXPECTED)
            hint = did_you_mean(key, known) or f"known: {', '.join(known)}"
            self.notes.error("unknown_key", places[key], f'test "{name}" expects "{key}"', hint)
        as_of = map_.text("as_of", "") or None
        return TestCase(name, {} if claim is None else plain(claim), expected, as_of, places, map_.place)
