"""Which rules act after points and chain, and what do they do?"""

from __future__ import annotations

from sayso.facts.yaml_reader import Node
from sayso.rubric.conditions import OF_ATTRIBUTION, OF_CLAIM_GATE
from sayso.rubric.matcher import All, Attributions, atoms
from sayso.rubric.matcher import Node as Condition
from sayso.rubric.model import Axis, Gate
from sayso.rubric.read_rules import Rules
from sayso.rubric.reading import Map, dangling
from sayso.rubric.sentences import OF_CHAIN, OF_CLAIM, because

_EFFECTS = ("cap", "hold", "note", "not_applicable")


class Gates:
    """Reads the gates of a rubric file; ``judged`` has the places of those that could be read whole."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.notes = rules.notes
        self.judged: set[int] = set()

    def gate(self, node: Node, index: int) -> Gate:
        errors = len(self.notes.problems)
        keys = ("id", "when", *_EFFECTS, "because", "reference", "raise", "if_unknown")
        map_ = Map(node, "a gate", self.notes, keys)
        id_ = map_.identifier()
        map_.what = f'gate "{id_}"' if id_ else "a gate"
        self._one_effect(map_)
        caps, of = self._caps(map_)
        when = self.rules.when(map_, OF_ATTRIBUTION if of == "attribution" else OF_CLAIM_GATE)
        bind = map_.text("if_unknown", "")
        if bind not in ("", "bind"):
            message = f'{map_.what}: if_unknown is "{bind}", which is not one of the choices'
            self.notes.error("unknown_value", map_.value_place("if_unknown"), message, "write bind, or leave it out")
        elif bind and map_.get("cap") is None:
            message = f"{map_.what}: if_unknown: bind is for caps only"
            self.notes.error("gate_effect", map_.key_place("if_unknown"), message, "remove it")
        gate = Gate(
            id=id_,
            when=when or All(()),  # a missing condition is noted as an error, so the rubric is never used
            because=because(map_, _speaks_of(of, when), self.rules.conditions.vocabulary),
            reference=map_.text("reference", ""),
            caps=caps,
            hold=map_.text("hold", "") or None,
            note=map_.flag("note"),
            not_applicable=map_.flag("not_applicable"),
            binds_unknown=bind == "bind",
            remedy=self.rules.remedy(map_),
            place=map_.place,
        )
        if len(self.notes.problems) == errors:
            self.judged.add(index)
        return gate

    def _one_effect(self, map_: Map) -> None:
        effects = [key for key in _EFFECTS if key in map_.items]
        if len(effects) != 1 and map_.usable:
            message = f"{map_.what} has {'no effect' if not effects else 'several effects: ' + ', '.join(effects)}"
            self.notes.error("gate_effect", map_.place, message, "give one of cap, hold, note, not_applicable")
        for key in effects:
            node = map_.items[key]
            if node.value is None or node.value in (False, "", {}) or node.value == "":
                message = f"{map_.what}: {key} says nothing"
                hint = {"cap": "name an axis and a band", "hold": "name who must release it"}.get(key, f"{key}: true")
                self.notes.error("gate_effect", map_.key_place(key), message, hint)

    def _caps(self, map_: Map) -> tuple[dict[str, int], str | None]:
        caps: dict[str, int] = {}
        kinds: dict[str, None] = {}
        for axis_id, node in map_.map("cap"):
            place = map_.items["cap"].keys[axis_id]
            axis = next((axis for axis in self.rules.axes if axis.id == axis_id), None)
            if axis is None and axis_id != "overall":
                dangling(self.notes, self.rules.axes, place, f'{map_.what} caps "{axis_id}", which is no axis')
                continue
            kinds["claim" if axis is None else axis.of] = None
            points = self._cap(map_.what, axis_id, axis, node)
            if points is not None:
                caps[axis_id] = points
        if len(kinds) > 1:
            message = f"{map_.what} caps axes judged per attribution and per claim at once"
            self.notes.error("cap_kinds", map_.key_place("cap"), message, "make two gates of it")
        return caps, next(iter(kinds), None)

    def _cap(self, what: str, axis_id: str, axis: Axis | None, node: Node) -> int | None:
        place, value = (node.line, node.column), node.value
        if isinstance(value, str) and axis is None:
            message = f'{what} caps overall at "{value}", but overall is capped at points only'
            self.notes.error("wrong_type", place, message, "give a whole number of points")
        elif isinstance(value, str) and axis is not None:
            ids = [band.id for band in axis.bands]
            if value in ids:
                return axis.last_of(value)
            hint = f"bands: {', '.join(ids)}; a number without quotation marks means points"
            self.notes.error("dangling", place, f'{what}: "{value}" is no band of {axis_id}', hint)
        else:
            errors = len(self.notes.problems)
            alone = Node({axis_id: node}, *place, {axis_id: place})
            points = Map(alone, f"the cap of {what}", self.notes, [axis_id]).whole(axis_id, 0, 100)
            return points if len(self.notes.problems) == errors else None
        return None


def _speaks_of(of: str | None, when: Condition | None) -> tuple[str, ...]:
    """A gate that reads an attribution can speak of its chain; one whose condition is broken may mean to."""
    reads = when is None or any(isinstance(atom, Attributions) for atom in atoms(when))
    return OF_CHAIN if of == "attribution" or reads else OF_CLAIM
