"""What rubric does a file describe, and what in it cannot be understood?

Reading checks words, types and references of each entry. Whether the rubric makes sense as a whole (every level can be
reached, no fact loses points by getting better, ...) is asked afterwards, in ``sayso.rubric.check``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal, cast

from sayso.facts.vocabulary import Vocabulary
from sayso.facts.yaml_reader import Node, plain
from sayso.rubric.conditions import OF_ATTRIBUTION, OF_CLAIM, OF_CLAIM_GATE, OF_LINK, Conditions
from sayso.rubric.matcher import All
from sayso.rubric.model import (
    Axis,
    Band,
    Chain,
    Criterion,
    Entry,
    Gate,
    Keep,
    Missing,
    Over,
    Overall,
    Place,
    Remedy,
    Rubric,
    TestCase,
)
from sayso.rubric.reading import BAND_ID, RESERVED, Map, Notes, shown, unique

FORMAT = "rubric/1"
EFFORTS = ("low", "medium", "high")
TOP_KEYS = (
    "sayso id version title reference extends unknown judge_if_known axes overall criteria chain gates remedies tests"
).split()
_VERSION = re.compile(r"(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})")


def read_rubric(node: Node, vocabulary: Vocabulary, notes: Notes) -> Rubric:
    """The rubric of a resolved file (``extends`` already merged). Use it only where ``notes`` hold no error."""
    return _File(node, vocabulary, notes).rubric()


class _File:
    def __init__(self, node: Node, vocabulary: Vocabulary, notes: Notes) -> None:
        self.notes = notes
        self.conditions = Conditions(vocabulary, notes)
        self.top = Map(node, "the rubric", notes, TOP_KEYS)
        self.axes: tuple[Axis, ...] = ()

    def rubric(self) -> Rubric:
        top = self.top
        if (marker := top.text("sayso")) and marker != FORMAT:
            self._error("format", "sayso", f'this is "{marker}", but a rubric begins with sayso: {FORMAT}')
        version = top.text("version")
        if version and not _VERSION.fullmatch(version):
            self._error("bad_version", "version", f'the version is "{version}", but three numbers are expected, such as 1.0.0')
        lowest = top.choice("unknown", ("estimate", "lowest"), "estimate") == "lowest"
        judge = top.whole("judge_if_known", 0, 1000, 0)
        self.axes = self._axes(judge)
        overall = self._overall()
        criteria = tuple(self._criterion(item) for item in top.entries("criteria"))
        unique([(c.id, c.place) for c in criteria], "criterion", self.notes)
        if not criteria:
            top.need("criteria")
        chain = self._chain()
        gates = tuple(self._gate(item) for item in top.entries("gates"))
        unique([(g.id, g.place) for g in gates], "gate", self.notes)
        remedies = self._remedies()
        self._references(criteria, gates, remedies)
        return Rubric(
            id=top.identifier(),
            version=version,
            title=top.text("title"),
            reference=top.text("reference", ""),
            lowest=lowest,
            axes=self.axes,
            overall=overall,
            criteria=criteria,
            chain=chain,
            gates=gates,
            remedies=remedies,
            tests=tuple(self._test(item) for item in top.entries("tests")),
            source=cast("Mapping[str, Any]", plain(top.node)),
        )

    def _error(self, code: str, key: str, message: str, hint: str | None = None) -> None:
        node = self.top.items[key]
        self.notes.error(code, (node.line, node.column), message, hint)

    def _axes(self, judge: int) -> tuple[Axis, ...]:
        axes = []
        if not list(self.top.map("axes")):
            self.top.need("axes")
        for axis_id, node in self.top.map("axes"):
            what = f'axis "{axis_id}"'
            map_ = Map(node, what, self.notes, ("of", "bands", "abstain", "judge_if_known"))
            bands = self._bands(map_, what)
            abstain = Map(map_.need("abstain") or node, f"the abstain of {what}", self.notes, ("id", "label")) if map_.items else None
            id_, label = ("", "") if abstain is None or abstain.node is node else (self._band_id(abstain), abstain.text("label"))
            if id_ and id_ in {band.id for band in bands}:
                self.notes.error("duplicate_id", (node.line, node.column), f'{what}: the abstain id "{id_}" is also a band')
            of = cast("Literal['attribution', 'claim']", map_.choice("of", ("attribution", "claim")))
            known = map_.whole("judge_if_known", 0, 1000, judge)
            axes.append(Axis(axis_id, of, bands, id_, label, known, self.top.items["axes"].keys[axis_id]))
        return tuple(axes)

    def _bands(self, map_: Map, what: str) -> tuple[Band, ...]:
        bands: list[Band] = []
        for item in map_.entries("bands"):
            entry = Map(item, f"a band of {what}", self.notes, ("id", "from", "label"))
            band = Band(self._band_id(entry), entry.whole("from", 0, 100), entry.text("label"))
            if bands and band.start >= bands[-1].start:
                message = f'{what}: band "{band.id}" begins at {band.start}, not below "{bands[-1].id}" at {bands[-1].start}'
                self.notes.error("bands_not_falling", entry.place, message, "list bands from the best down")
            bands.append(band)
        unique([(b.id, map_.place) for b in bands], f"{what}: band", self.notes)
        if not bands:
            map_.need("bands")
            return (Band("?", 0, ""),)
        if bands[-1].start != 0:
            message = f'{what}: the last band "{bands[-1].id}" begins at {bands[-1].start}, so points below it have no band'
            self.notes.error("bands_not_to_zero", map_.key_place("bands"), message, "let the last band begin at 0")
            bands.append(Band("?", 0, ""))
        return tuple(bands)

    def _band_id(self, map_: Map) -> str:
        node = map_.need("id")
        if node is None:
            return ""
        place = (node.line, node.column)
        if not isinstance(node.value, str):
            self.notes.error("band_id_not_text", place, f"{map_.what}: id is {shown(node)}, not text", f'quote it: "{shown(node)}"')
            return str(node.value)
        if not BAND_ID.fullmatch(node.value):
            self.notes.error("bad_id", place, f"{map_.what}: id is {shown(node)}, but letters and digits are expected")
        return node.value

    def _overall(self) -> Overall:
        node = self.top.need("overall")
        if node is None:
            return Overall("none")
        map_ = Map(node, "overall", self.notes, ("method", "weights", "table", "bands"))
        method = map_.choice("method", ("weighted", "min", "table", "none"))
        ids = [axis.id for axis in self.axes]
        weights: dict[str, int] = {}
        for axis_id, _ in map_.map("weights"):
            if axis_id not in ids:
                self._dangling(map_.items["weights"].keys[axis_id], f'overall weighs "{axis_id}", which is no axis')
                continue
            weights[axis_id] = Map(map_.items["weights"], "weights", self.notes, ids).whole(axis_id, 0, 1000)
        if method == "weighted" and sum(weights.values()) != 1000:
            message = f"the weights add up to {sum(weights.values())}, but per mille must add up to 1000"
            self.notes.error("weights_sum", map_.key_place("weights"), message)
        table = None if (found := map_.get("table")) is None else plain(found)
        if method == "table":
            self._table_holes(table, map_.key_place("table"), 0, ())
        return Overall(cast("Literal['weighted', 'min', 'table', 'none']", method), weights, table, self._overall_bands(map_))

    def _overall_bands(self, map_: Map) -> tuple[Band, ...]:
        return self._bands(map_, "overall") if map_.get("bands") is not None else ()

    def _table_holes(self, table: object, place: Place, depth: int, path: tuple[str, ...]) -> None:
        if depth == len(self.axes):
            if not isinstance(table, str):
                self.notes.error("table_hole", place, f"the table has no word for {' '.join(path)}", "add one")
            return
        axis = self.axes[depth]
        for band_id in (*(band.id for band in axis.bands), axis.abstain_id):
            if not isinstance(table, dict) or band_id not in table:
                self.notes.error("table_hole", place, f"the table has no entry for {' '.join((*path, band_id))}", f"add {band_id}")
            else:
                self._table_holes(table[band_id], place, depth + 1, (*path, band_id))

    def _criterion(self, node: Node) -> Criterion:
        keys = ("id", "axis", "ask", "reference", "applies", "over", "levels", "else", "none", "unknown")
        map_ = Map(node, "a criterion", self.notes, keys)
        id_ = map_.identifier()
        what = f'criterion "{id_}"'
        map_.what = what
        axis_id = map_.text("axis")
        axis = next((axis for axis in self.axes if axis.id == axis_id), None)
        if axis_id and axis is None:
            self._dangling(map_.items["axis"], f'{what}: "{axis_id}" is no axis')
        over = self._over(map_, what)
        if axis is not None and axis.of == "claim" and over is not None:
            self.notes.error("link_scope_in_claim", map_.key_place("over"), f"{what} runs over links, but its axis judges the claim")
        scopes = OF_CLAIM if axis is not None and axis.of == "claim" else OF_LINK if over is not None else OF_ATTRIBUTION
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
            missing = Missing(entry.whole("points", 0, 100), self._because(entry), entry.text("fact", "") or None, entry.place)
        return Criterion(
            id_, axis_id, map_.text("ask"), map_.text("reference", ""), levels, otherwise, missing, condition, over, nowhere, map_.place
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
        return Entry(id_, 0 if abstain else points, self._because(map_), when, map_.text("raise", "") or None, abstain, map_.place)

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
            self.notes.error("reserved_id", map_.place, f'{map_.what}: the id "{id_}" is reserved', "choose another word")
        return id_

    def _because(self, map_: Map) -> str:
        return map_.text("because", "")

    def _chain(self) -> Chain | None:
        node = self.top.get("chain")
        if node is None:
            return None
        map_ = Map(node, "chain", self.notes, ("axis", "keep", "else", "unknown", "reference"))
        axis_id = map_.text("axis")
        axis = next((axis for axis in self.axes if axis.id == axis_id), None)
        if axis is None and axis_id:
            self._dangling(map_.items["axis"], f'chain: "{axis_id}" is no axis')
        elif axis is not None and axis.of == "claim":
            self._dangling(map_.items["axis"], f'chain: axis "{axis_id}" judges the claim, not each attribution')
        keeps: list[Keep] = []
        for item in map_.entries("keep"):
            keep = Map(item, "a keep of the chain", self.notes, ("id", "when", "per_mille", "because"))
            id_ = self._free_id(keep)
            keep.what = f'keep "{id_}"'
            when = self.conditions.read(keep.get("when"), OF_LINK, keep.what, keep.place)
            keeps.append(Keep(id_, keep.whole("per_mille", 0, 1000, code="keep_range"), self._because(keep), when, keep.place))
        otherwise = None
        if (found := map_.get("else")) is not None:
            keep = Map(found, "the else of the chain", self.notes, ("id", "per_mille", "because"))
            id_ = self._free_id(keep) if keep.get("id") is not None else "else"
            otherwise = Keep(id_, keep.whole("per_mille", 0, 1000, code="keep_range"), self._because(keep), None, keep.place)
        missing = None
        if (found := map_.get("unknown")) is not None:
            keep = Map(found, "the unknown of the chain", self.notes, ("per_mille", "because"))
            missing = Missing(keep.whole("per_mille", 0, 1000, code="keep_range"), self._because(keep), None, keep.place)
        everything = [*keeps, *([otherwise] if otherwise else [])]
        unique([(keep.id, keep.place) for keep in everything], "keep", self.notes)
        return Chain(axis_id, tuple(keeps), otherwise, missing, map_.text("reference", ""), map_.place)

    def _gate(self, node: Node) -> Gate:
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
        bind = map_.choice("if_unknown", ("bind",), "").startswith("bind") if map_.get("if_unknown") is not None else False
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
                self._dangling(map_.items["cap"].keys[axis_id], f'{what} caps "{axis_id}", which is no axis')
                continue
            kinds.add("claim" if axis is None else axis.of)
            value = node.value
            if isinstance(value, bool) or not isinstance(value, int | str):
                map_.wrong(f"cap of {axis_id}", node, "a band or a whole number")
            elif isinstance(value, int):
                caps[axis_id] = Map(map_.items["cap"], f"the cap of {what}", self.notes, [*(a.id for a in self.axes), "overall"]).whole(
                    axis_id, 0, 100
                )
            elif axis is None:
                self.notes.error("wrong_type", place, f"{what}: overall has no letter bands", "cap it at a number of points")
            elif value not in {band.id for band in axis.bands}:
                self._dangling(node, f'{what}: "{value}" is no band of {axis_id}')
            else:
                caps[axis_id] = axis.last_of(value)
        if len(kinds) > 1:
            message = f"{what} caps axes judged per attribution and per claim at once"
            self.notes.error("cap_kinds", map_.key_place("cap"), message, "make two gates")
        return caps, next(iter(sorted(kinds)), None)

    def _remedies(self) -> dict[str, Remedy]:
        remedies: dict[str, Remedy] = {}
        for id_, node in self.top.map("remedies"):
            map_ = Map(node, f'remedy "{id_}"', self.notes, ("text", "effort", "set"))
            changes: dict[str, Any] = {}
            for path, value in map_.map("set"):
                place = map_.items["set"].keys[path]
                scope, _, name = path.partition(".")
                if scope not in ("claim", "root", "teller", "outlet", "chain"):
                    self.notes.error("unknown_scope", place, f'remedy "{id_}": "{path}" begins with no scope', "such as root.access")
                    continue
                self.conditions.fact(scope, name, place, f'remedy "{id_}"')
                changes[path] = plain(value)
            remedies[id_] = Remedy(id_, map_.text("text"), map_.choice("effort", EFFORTS), changes, map_.place)
        return remedies

    def _references(self, criteria: tuple[Criterion, ...], gates: tuple[Gate, ...], remedies: Mapping[str, Remedy]) -> None:
        asked = [(e.remedy, e.place) for c in criteria for e in c.entries] + [(g.remedy, g.place) for g in gates]
        for remedy, place in asked:
            if remedy is not None and remedy not in remedies:
                self.notes.error("dangling", place, f'no remedy "{remedy}"', f"declared: {', '.join(remedies) or 'none'}")
        for criterion in criteria:
            if criterion.unknown is not None and criterion.unknown.fact is not None:
                scope, _, name = criterion.unknown.fact.partition(".")
                self.conditions.fact(scope, name, criterion.unknown.place, f'criterion "{criterion.id}"')

    def _dangling(self, where: Node | Place, message: str) -> None:
        place = (where.line, where.column) if isinstance(where, Node) else where
        self.notes.error("dangling", place, message, f"axes: {', '.join(axis.id for axis in self.axes)}")

    def _test(self, node: Node) -> TestCase:
        map_ = Map(node, "a test", self.notes, ("name", "claim", "expect", "as_of"))
        name = map_.text("name")
        claim, expect = map_.need("claim"), map_.need("expect")
        expected = plain(expect) if expect is not None else {}
        places = dict(expect.keys) if expect is not None else {}
        if not isinstance(expected, dict):
            map_.wrong("expect", cast("Node", expect), "a map")
            expected = {}
        known = {*(axis.id for axis in self.axes), "overall", "gates", "losses", "only", "status", "grade"}
        for key in expected:
            if key not in known:
                self.notes.error("unknown_key", places[key], f'test "{name}" expects "{key}"', f"known: {', '.join(sorted(known))}")
        return TestCase(name, plain(claim) if claim is not None else {}, expected, map_.text("as_of", "") or None, places, map_.place)
