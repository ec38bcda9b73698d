"""What does a grade consist of: which axes, which bands, and how do they make one overall?"""

from __future__ import annotations

from typing import Literal, cast

from sayso.facts.yaml_reader import plain
from sayso.rubric.model import Axis, Band, Overall, Place
from sayso.rubric.reading import BAND_ID, Map, Notes, dangling, shown, unique


class Scale:
    """Reads ``axes`` and ``overall`` of a rubric file."""

    def __init__(self, top: Map, notes: Notes, judge_if_known: int) -> None:
        self.top = top
        self.notes = notes
        self.axes = self._axes(judge_if_known)
        self.overall = self._overall()

    def _axes(self, judge: int) -> tuple[Axis, ...]:
        axes = []
        if not list(self.top.map("axes")):
            self.top.need("axes")
        for axis_id, node in self.top.map("axes"):
            what = f'axis "{axis_id}"'
            map_ = Map(node, what, self.notes, ("of", "bands", "abstain", "judge_if_known"))
            bands = self._bands(map_, what)
            abstain = (
                Map(map_.need("abstain") or node, f"the abstain of {what}", self.notes, ("id", "label"))
                if map_.items
                else None
            )
            id_, label = (
                ("", "") if abstain is None or abstain.node is node else (self._band_id(abstain), abstain.text("label"))
            )
            if id_ and id_ in {band.id for band in bands}:
                self.notes.error(
                    "duplicate_id", (node.line, node.column), f'{what}: the abstain id "{id_}" is also a band'
                )
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
                message = (
                    f'{what}: band "{band.id}" begins at {band.start}, not below "{bands[-1].id}" at {bands[-1].start}'
                )
                self.notes.error("bands_not_falling", entry.place, message, "list bands from the best down")
            bands.append(band)
        unique([(b.id, map_.place) for b in bands], f"{what}: band", self.notes)
        if not bands:
            map_.need("bands")
            return (Band("?", 0, ""),)
        if bands[-1].start != 0:
            message = (
                f'{what}: the last band "{bands[-1].id}" begins at {bands[-1].start}, so points below it have no band'
            )
            self.notes.error("bands_not_to_zero", map_.key_place("bands"), message, "let the last band begin at 0")
            bands.append(Band("?", 0, ""))
        return tuple(bands)

    def _band_id(self, map_: Map) -> str:
        node = map_.need("id")
        if node is None:
            return ""
        place = (node.line, node.column)
        if not isinstance(node.value, str):
            self.notes.error(
                "band_id_not_text", place, f"{map_.what}: id is {shown(node)}, not text", f'quote it: "{shown(node)}"'
            )
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
                dangling(
                    self.notes,
                    self.axes,
                    map_.items["weights"].keys[axis_id],
                    f'overall weighs "{axis_id}", which is no axis',
                )
                continue
            weights[axis_id] = Map(map_.items["weights"], "weights", self.notes, ids).whole(axis_id, 0, 1000)
        if method == "weighted" and sum(weights.values()) != 1000:
            message = f"the weights add up to {sum(weights.values())}, but per mille must add up to 1000"
            self.notes.error("weights_sum", map_.key_place("weights"), message)
        table = None if (found := map_.get("table")) is None else plain(found)
        if method == "table":
            self._table_holes(table, map_.key_place("table"), 0, ())
        return Overall(
            cast("Literal['weighted', 'min', 'table', 'none']", method), weights, table, self._overall_bands(map_)
        )

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
                self.notes.error(
                    "table_hole", place, f"the table has no entry for {' '.join((*path, band_id))}", f"add {band_id}"
                )
            else:
                self._table_holes(table[band_id], place, depth + 1, (*path, band_id))
