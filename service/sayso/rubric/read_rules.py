"""What takes points, what is kept along a chain, and which rules act after both?"""

from __future__ import annotations

from typing import Literal, cast

from sayso.facts.yaml_reader import Node
from sayso.rubric.conditions import OF_ATTRIBUTION, OF_CLAIM, OF_CLAIM_GATE, OF_LINK, Conditions
from sayso.rubric.matcher import All
from sayso.rubric.model import Axis, Chain, Criterion, Entry, Gate, Keep, Missing, Over
from sayso.rubric.reading import RESERVED, Map, Notes, dangling, unique


class Rules:
    """Reads criteria, the chain and gates of a rubric file, whose axes are known."""

    def __init__(self, notes: Notes, conditions: Conditions, axes: tuple[Axis, ...]) -> None:
        self.notes = notes
        self.conditions = conditions
        self.axes = axes

    def criterion(self, node: Node) -> Criterion:
        keys = ("id", "axis", "ask", "reference", "applies", "over", "levels", "else", "none", "unknown")
        map_ = Map(node, "a criterion", self.notes, keys)
        id_ = map_.identifier()
        what = f'criterion "{id_}"'
        map_.what = what
        axis_id = map_.text("axis")
        axis = next((axis for axis in self.axes if axis.id == axis_id), None)
        if axis_id and axis is None:
            dangling(self.notes, self.axes, map_.items["axis"], f'{what}: "{axis_id}" is no axis')
        over = self._over(map_, what)
        if axis is not None and axis.of == "claim" and over is not None:
            self.notes.error(
                "link_scope_in_claim", map_.key_place("over"), f"{what} runs over links, but its axis judges the claim"
            )
        scopes = (
            OF_CLAIM if axis is not None and axis.of == "claim" else OF_LINK if over is not None else OF_ATTRIBUTION
        )
        applies = map_.get("applies")
        condition = None
        if applies is not None:
            base = OF_CLAIM if scopes is OF_CLAIM else OF_ATTRIBUTION
            condition = self.conditions.read(applies, base, f"{what}: applies", (applies.line, applies.column))
        levels = tuple(self._entry(item, what, scopes) for item in map_.entries("levels"))
        otherwise, nowhere = self._last(map_, "else", what), self._last(map_, "none", what)
        ids = [(entry.id, entry.place) for entry in (*levels, *(e for e in (otherwise, nowhere) if e))]
        unique(ids, f"{what}: level", self.notes)
        missing = None
        if (unknown := map_.get("unknown")) is not None:
            entry = Map(unknown, f"the unknown of {what}", self.notes, ("points", "because", "fact"))
            missing = Missing(
                entry.whole("points", 0, 100), self._because(entry), entry.text("fact", "") or None, entry.place
            )
        return Criterion(
            id_,
            axis_id,
            map_.text("ask"),
            map_.text("reference", ""),
            levels,
            otherwise,
            missing,
            condition,
            over,
            nowhere,
            map_.place,
        )

    def _over(self, map_: Map, what: str) -> Over | None:
        node = map_.get("over")
        if node is None:
            return None
        inner = Map(node, f"the over of {what}", self.notes, ("links", "take"))
        take = cast("Literal['worst', 'best']", inner.choice("take", ("worst", "best")))
        links = inner.need("links")
        if links is not None and isinstance(links.value, dict):
            return Over("filter", take, self.conditions.bare(links, f"the over of {what}"))
        return Over(cast("Literal['relays', 'all']", inner.choice("links", ("relays", "all"))), take)

    def _entry(self, node: Node, what: str, scopes: tuple[str, ...]) -> Entry:
        map_ = Map(node, f"a level of {what}", self.notes, ("id", "when", "points", "because", "raise", "abstain"))
        id_ = self._free_id(map_)
        map_.what = f'{what}, level "{id_}"'
        when = self.conditions.read(map_.get("when"), scopes, map_.what, map_.place)
        abstain = map_.flag("abstain")
        points = map_.whole("points", 0, 100, 0) if abstain else map_.whole("points", 0, 100)
        return Entry(
            id_,
            0 if abstain else points,
            self._because(map_),
            when,
            map_.text("raise", "") or None,
            abstain,
            map_.place,
        )

    def _last(self, map_: Map, key: str, what: str) -> Entry | None:
        node = map_.get(key)
        if node is None:
            return None
        allowed = ("id", "points", "because", "raise", "abstain") if key == "else" else ("points", "because")
        entry = Map(node, f"the {key} of {what}", self.notes, allowed)
        id_ = "none" if key == "none" else self._free_id(entry) if entry.get("id") is not None else "else"
        abstain = entry.flag("abstain") if key == "else" else False
        points = entry.whole("points", 0, 100, 0) if abstain else entry.whole("points", 0, 100)
        remedy = entry.text("raise", "") or None if key == "else" else None
        return Entry(id_, points, self._because(entry), None, remedy, abstain, entry.place)

    def _free_id(self, map_: Map) -> str:
        id_ = map_.identifier()
        if id_ in RESERVED:
            self.notes.error(
                "reserved_id", map_.place, f'{map_.what}: the id "{id_}" is reserved', "choose another word"
            )
        return id_

    def _because(self, map_: Map) -> str:
        return map_.text("because", "")

    def chain(self, top: Map) -> Chain | None:
        node = top.get("chain")
        if node is None:
            return None
        map_ = Map(node, "chain", self.notes, ("axis", "keep", "else", "unknown", "reference"))
        axis_id = map_.text("axis")
        axis = next((axis for axis in self.axes if axis.id == axis_id), None)
        if axis is None and axis_id:
            dangling(self.notes, self.axes, map_.items["axis"], f'chain: "{axis_id}" is no axis')
        elif axis is not None and axis.of == "claim":
            dangling(
                self.notes,
                self.axes,
                map_.items["axis"],
                f'chain: axis "{axis_id}" judges the claim, not each attribution',
            )
        keeps: list[Keep] = []
        for item in map_.entries("keep"):
            keep = Map(item, "a keep of the chain", self.notes, ("id", "when", "per_mille", "because"))
            id_ = self._free_id(keep)
            keep.what = f'keep "{id_}"'
            when = self.conditions.read(keep.get("when"), OF_LINK, keep.what, keep.place)
            keeps.append(
                Keep(id_, keep.whole("per_mille", 0, 1000, code="keep_range"), self._because(keep), when, keep.place)
            )
        otherwise = None
        if (found := map_.get("else")) is not None:
            keep = Map(found, "the else of the chain", self.notes, ("id", "per_mille", "because"))
            id_ = self._free_id(keep) if keep.get("id") is not None else "else"
            otherwise = Keep(
                id_, keep.whole("per_mille", 0, 1000, code="keep_range"), self._because(keep), None, keep.place
            )
        missing = None
        if (found := map_.get("unknown")) is not None:
            keep = Map(found, "the unknown of the chain", self.notes, ("per_mille", "because"))
            missing = Missing(
                keep.whole("per_mille", 0, 1000, code="keep_range"), self._because(keep), None, keep.place
            )
        everything = [*keeps, *([otherwise] if otherwise else [])]
        unique([(keep.id, keep.place) for keep in everything], "keep", self.notes)
        return Chain(axis_id, tuple(keeps), otherwise, missing, map_.text("reference", ""), map_.place)

    def gate(self, node: Node) -> Gate:
        keys = ("id", "when", "cap", "hold", "note", "not_applicable", "because", "reference", "raise", "if_unknown")
        map_ = Map(node, "a gate", self.notes, keys)
        id_ = map_.identifier()
        what = map_.what = f'gate "{id_}"'
        effects = [key for key in ("cap", "hold", "note", "not_applicable") if map_.get(key) is not None]
        if len(effects) != 1:
            message = f"{what} has {'no effect' if not effects else 'several effects: ' + ', '.join(effects)}"
            self.notes.error("gate_effect", map_.place, message, "give one of cap, hold, note, not_applicable")
        caps, of = self._caps(map_, what)
        scopes = OF_ATTRIBUTION if of == "attribution" else OF_CLAIM_GATE
        when = self.conditions.read(map_.get("when"), scopes, what, map_.place)
        bind = (
            map_.choice("if_unknown", ("bind",), "").startswith("bind") if map_.get("if_unknown") is not None else False
        )
        if bind and not caps:
            self.notes.error("gate_effect", map_.key_place("if_unknown"), f"{what}: if_unknown: bind is for caps only")
        return Gate(
            id_,
            when or All(()),  # a missing condition is noted as an error, so the rubric is never used
            self._because(map_),
            map_.text("reference", ""),
            caps,
            map_.text("hold", "") or None,
            map_.flag("note"),
            map_.flag("not_applicable"),
            bind,
            map_.text("raise", "") or None,
            map_.place,
        )

    def _caps(self, map_: Map, what: str) -> tuple[dict[str, int], str | None]:
        caps: dict[str, int] = {}
        kinds: set[str] = set()
        for axis_id, node in map_.map("cap"):
            place = (node.line, node.column)
            axis = next((axis for axis in self.axes if axis.id == axis_id), None)
            if axis is None and axis_id != "overall":
                dangling(
                    self.notes, self.axes, map_.items["cap"].keys[axis_id], f'{what} caps "{axis_id}", which is no axis'
                )
                continue
            kinds.add("claim" if axis is None else axis.of)
            value = node.value
            if isinstance(value, bool) or not isinstance(value, int | str):
                map_.wrong(f"cap of {axis_id}", node, "a band or a whole number")
            elif isinstance(value, int):
                caps[axis_id] = Map(
                    map_.items["cap"], f"the cap of {what}", self.notes, [*(a.id for a in self.axes), "overall"]
                ).whole(axis_id, 0, 100)
            elif axis is None:
                self.notes.error(
                    "wrong_type", place, f"{what}: overall has no letter bands", "cap it at a number of points"
                )
            elif value not in {band.id for band in axis.bands}:
                dangling(self.notes, self.axes, node, f'{what}: "{value}" is no band of {axis_id}')
            else:
                caps[axis_id] = axis.last_of(value)
        if len(kinds) > 1:
            message = f"{what} caps axes judged per attribution and per claim at once"
            self.notes.error("cap_kinds", map_.key_place("cap"), message, "make two gates")
        return caps, next(iter(sorted(kinds)), None)
