"""What does a grade consist of: which axes, which bands, and how do they make one overall?"""

from __future__ import annotations

from typing import Literal, cast

from sayso.facts.yaml_reader import Node, plain
from sayso.rubric.model import Axis, Band, Overall, Place
from sayso.rubric.reading import BAND_ID, RESERVED_AXES, Map, Notes, dangling, identifier, shown, unique

Method = Literal["weighted", "min", "table", "none"]
_READS = {"weighted": ("weights", "bands"), "min": ("bands",), "table": ("table",), "none": ()}
_NO_BAND = Band("?", 0, "")


class Scale:
    """Reads ``axes`` and ``overall`` of a rubric file."""

    def __init__(self, top: Map, notes: Notes, judge_if_known: int) -> None:
        self.top = top
        self.notes = notes
        self.axes = self._axes(judge_if_known)
        self.overall = self._overall()

    def _axes(self, judge: int) -> tuple[Axis, ...]:
        found = self.top.need("axes")
        axes = []
        for axis_id, node in self.top.map("axes"):
            what, place = f'axis "{axis_id}"', self.top.items["axes"].keys[axis_id]
            identifier(axis_id, place, "the id of an axis", self.notes, RESERVED_AXES)
            map_ = Map(node, what, self.notes, ("of", "bands", "abstain", "judge_if_known"))
            bands = self._bands(map_, what)
            id_, label = self._abstain(map_, what, bands)
            of = cast("Literal['attribution', 'claim']", map_.choice("of", ("attribution", "claim")))
            known = map_.whole("judge_if_known", 0, 1000, judge)
            axes.append(Axis(axis_id, of, bands, id_, label, known, place))
        if found is not None and isinstance(found.value, dict) and not axes:
            self.notes.error("missing_key", self.top.key_place("axes"), "axes is empty", "add an axis")
        return tuple(axes)

    def _abstain(self, map_: Map, what: str, bands: tuple[Band, ...]) -> tuple[str, str]:
        node = map_.need("abstain")
        if node is None:
            return "", ""
        abstain = Map(node, f"the abstain of {what}", self.notes, ("id", "label"))
        id_, label = self._band_id(abstain), abstain.text("label")
        if id_ and id_ in {band.id for band in bands}:
            message = f'{what}: the abstain id "{id_}" is also a band'
            self.notes.error("duplicate_id", abstain.value_place("id"), message, "give one of them another id")
        return id_, label

    def _bands(self, map_: Map, what: str) -> tuple[Band, ...]:
        bands: list[Band] = []
        places: list[tuple[str, Place]] = []
        map_.need("bands")
        for item in map_.entries("bands"):
            errors = len(self.notes.problems)
            entry = Map(item, f"a band of {what}", self.notes, ("id", "from", "label"))
            id_ = self._band_id(entry)
            start = entry.whole("from", 0, 100)
            unread = len(self.notes.problems) > errors
            band = Band(id_, start, entry.text("label"))
            if bands and not unread and band.start >= bands[-1].start:
                message = (
                    f'{what}: band "{band.id}" begins at {band.start}, not below "{bands[-1].id}" at {bands[-1].start}'
                )
                self.notes.error("bands_not_falling", entry.value_place("from"), message, "list the best band first")
            bands.append(band)
            places.append((band.id, entry.value_place("id")))
        unique(places, f"{what}: band", self.notes)
        if not bands:
            found = map_.get("bands")
            if found is not None and found.value == []:
                self.notes.error("missing_key", map_.key_place("bands"), f"{what} has no bands", "add one from 0")
            return (_NO_BAND,)
        if bands[-1].start != 0:
            message = (
                f'{what}: the last band "{bands[-1].id}" begins at {bands[-1].start}, so points below it have no band'
            )
            self.notes.error("bands_not_to_zero", places[-1][1], message, "let the last band begin at 0")
            bands.append(_NO_BAND)
        return tuple(bands)

    def _band_id(self, map_: Map) -> str:
        node = map_.need("id")
        if node is None:
            return ""
        place = (node.line, node.column)
        if not isinstance(node.value, str):
            message = f"{map_.what}: id is {shown(node)}, which YAML does not read as text"
            hint = f'put it in quotation marks: "{shown(node)}"' if isinstance(node.value, int | float) else None
            self.notes.error("band_id_not_text", place, message, hint or "put it in quotation marks")
            return "" if isinstance(node.value, dict | list) else str(node.value)
        if not BAND_ID.fullmatch(node.value):
            message = f"{map_.what}: id is {shown(node)}, but at most 32 letters, digits, _ or - are expected"
            self.notes.error("bad_id", place, message, "such as A, 1 or publish")
        return node.value

    def _overall(self) -> Overall:
        node = self.top.need("overall")
        if node is None:
            return Overall("none")
        errors = len(self.notes.problems)
        map_ = Map(node, "overall", self.notes, ("method", "weights", "table", "bands"))
        method = map_.choice("method", ("weighted", "min", "table", "none"))
        if len(self.notes.problems) > errors:
            return Overall("none")
        for key in ("weights", "table", "bands"):
            if map_.get(key) is not None and key not in _READS[method]:
                message = f"overall: {key} says nothing where the method is {method}"
                self.notes.error("unused_key", map_.key_place(key), message, "remove it, or choose another method")
        weights = self._weights(map_) if method == "weighted" else {}
        table = map_.need("table") if method == "table" else None
        ids = [id_ for axis in self.axes for id_ in (axis.abstain_id, *(band.id for band in axis.bands))]
        if table is not None and "" not in ids and _NO_BAND.id not in ids:
            self._table_holes(table, 0, ())
        bands = self._bands(map_, "overall") if map_.get("bands") is not None and "bands" in _READS[method] else ()
        return Overall(cast("Method", method), weights, None if table is None else plain(table), bands)

    def _weights(self, map_: Map) -> dict[str, int]:
        ids = [axis.id for axis in self.axes]
        weights: dict[str, int] = {}
        errors = len(self.notes.problems)
        node = map_.need("weights")
        for axis_id, value in map_.map("weights"):
            place = map_.items["weights"].keys[axis_id]
            if axis_id not in ids:
                dangling(self.notes, self.axes, place, f'overall weighs "{axis_id}", which is no axis')
                continue
            alone = Node({axis_id: value}, *place, {axis_id: place})
            weights[axis_id] = Map(alone, "the weights of overall", self.notes, ids).whole(axis_id, 0, 1000)
        if node is not None and len(self.notes.problems) == errors and sum(weights.values()) != 1000:
            message = f"the weights add up to {sum(weights.values())}, but per mille must add up to 1000"
            self.notes.error("weights_sum", map_.key_place("weights"), message, "change one of them")
        return weights

    def _table_holes(self, node: Node, depth: int, path: tuple[str, ...]) -> None:
        """Every combination of bands needs its word; what is no band can never be asked for."""
        place = (node.line, node.column)
        if depth == len(self.axes):
            if not isinstance(node.value, str) or not node.value.strip():
                message = f"the table has {shown(node)} for {' '.join(path)}, but a word is expected"
                self.notes.error("table_hole", place, message, "put it in quotation marks if it is a number")
            return
        axis = self.axes[depth]
        ids = (*(band.id for band in axis.bands), axis.abstain_id)
        entries = node.value if isinstance(node.value, dict) else {}
        missing = [each for each in ids if each not in entries]
        if missing:
            where = f" under {' '.join(path)}" if path else ""
            message = f"the table has no entry for {', '.join(missing)} of {axis.id}{where}"
            self.notes.error("table_hole", place, message, f"add {missing[0]}")
        for key, value in entries.items():
            if key in ids:
                self._table_holes(value, depth + 1, (*path, key))
            else:
                message = f'the table has "{key}", which is no band of {axis.id}'
                self.notes.error("dangling", node.keys[key], message, f"bands: {', '.join(ids)}")
