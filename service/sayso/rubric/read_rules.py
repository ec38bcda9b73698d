"""What takes points, and what is kept along a chain?"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Literal, cast

from sayso.errors import did_you_mean
from sayso.facts.yaml_reader import Node
from sayso.rubric.conditions import OF_ATTRIBUTION, OF_CLAIM, OF_LINK, Conditions
from sayso.rubric.matcher import Node as Condition
from sayso.rubric.model import Axis, Chain, Criterion, Entry, Keep, Missing, Over
from sayso.rubric.reading import RESERVED, RESERVED_CRITERIA, Map, Notes, Sound, dangling, unique
from sayso.rubric.sentences import OF_CHAIN, because

_CRITERION = ("id", "axis", "ask", "reference", "applies", "over", "levels", "else", "none", "unknown")
_NOT_STATED = "how {link.source} took it over is not stated"
_LEVEL = ("id", "when", "points", "because", "raise", "abstain")


class Rules:
    """Reads criteria and the chain of a rubric file, whose axes and remedies are known.

    It remembers which of them could be read well enough to be judged, whatever else is wrong in the file.
    """

    def __init__(self, notes: Notes, conditions: Conditions, axes: tuple[Axis, ...], remedies: Collection[str]) -> None:
        self.notes = notes
        self.conditions = conditions
        self.axes = axes
        self.remedies = remedies
        self.uncounted: set[str] = set()
        self.unjudged: set[int] = set()
        self.chain_sound = True
        self._unread = False

    def sound(self, criteria: int, gates: Collection[int]) -> Sound:
        judged = frozenset(range(criteria)) - self.unjudged
        counted = frozenset(axis.id for axis in self.axes) - self.uncounted
        return Sound(judged, frozenset(gates), self.chain_sound, counted)

    def criterion(self, node: Node, index: int) -> Criterion:
        map_ = Map(node, "a criterion", self.notes, _CRITERION)
        id_ = map_.identifier(reserved=RESERVED_CRITERIA)
        what = map_.what = f'criterion "{id_}"' if id_ else "a criterion"
        axis = self.axis(map_, what)
        self._unread = not map_.usable
        over = self._over(map_, what)
        claim = axis is not None and axis.of == "claim"
        if claim and over is not None:
            message = f"{what} runs over links, but its axis judges the claim"
            self.notes.error(
                "link_scope_in_claim", map_.key_place("over"), message, "remove over, or use an axis of: attribution"
            )
        scopes = OF_CLAIM if claim else OF_LINK if over is not None else OF_ATTRIBUTION
        spoken = ("claim",) if claim else (*OF_CHAIN, "link") if over is not None else OF_CHAIN
        applies = self._applies(map_, OF_CLAIM if claim else OF_ATTRIBUTION, what)
        conditions_unread, self._unread = self._unread, not map_.usable
        levels = tuple(self._level(item, what, scopes, spoken) for item in self._entries(map_, "levels"))
        otherwise = self._last(map_, "else", what, spoken)
        nowhere = self._last(map_, "none", what, spoken)
        if self._unread or axis is None:
            self.uncounted.update([axis.id] if axis is not None else [each.id for each in self.axes])
        if self._unread or conditions_unread or axis is None or any(level.when is None for level in levels):
            self.unjudged.add(index)
        everything = (*levels, *(each for each in (otherwise, nowhere) if each is not None))
        unique([(entry.id, entry.place) for entry in everything], f"{what}: level", self.notes)
        return Criterion(
            id=id_,
            axis=map_.text("axis") if axis is None else axis.id,
            ask=map_.text("ask"),
            reference=map_.text("reference", ""),
            levels=levels,
            otherwise=otherwise,
            unknown=self._missing(map_, what, spoken),
            applies=applies,
            over=over,
            nowhere=nowhere,
            place=map_.place,
        )

    def axis(self, map_: Map, what: str) -> Axis | None:
        """The axis that an entry names; where no axis could be read, that is said once and not here."""
        axis_id = map_.text("axis")
        axis = next((axis for axis in self.axes if axis_id and axis.id == axis_id), None)  # a broken id may be empty
        if axis_id and axis is None and self.axes:
            dangling(self.notes, self.axes, map_.items["axis"], f'{what}: "{axis_id}" is no axis')
        return axis

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """What is noted inside makes the entry unfit to be judged."""
        before = len(self.notes.problems)
        yield
        self._unread = self._unread or len(self.notes.problems) > before

    def _entries(self, map_: Map, key: str) -> list[Node]:
        with self._reading():
            return map_.entries(key)

    def _applies(self, map_: Map, scopes: tuple[str, ...], what: str) -> Condition | None:
        node = map_.get("applies")
        if node is None:
            if "applies" in map_.items:
                message = f"{what}: applies is empty, but a condition is expected"
                self.notes.error("empty_condition", map_.key_place("applies"), message, "say where it applies")
            return None
        with self._reading():
            return self.conditions.read(node, scopes, f"{what}: applies", (node.line, node.column))

    def _over(self, map_: Map, what: str) -> Over | None:
        node = map_.get("over")
        if node is None:
            return None
        with self._reading():
            inner = Map(node, f"the over of {what}", self.notes, ("links", "take"))
            take = cast("Literal['worst', 'best']", inner.choice("take", ("worst", "best")))
            links = inner.need("links")
            if links is not None and isinstance(links.value, dict):
                return Over("filter", take, self.conditions.bare(links, f"the over of {what}"))
            named = "relays" if links is None else inner.choice("links", ("relays", "all"))
        return Over(cast("Literal['relays', 'all']", named), take)

    def _level(self, node: Node, what: str, scopes: tuple[str, ...], spoken: tuple[str, ...]) -> Entry:
        map_ = Map(node, f"a level of {what}", self.notes, _LEVEL)
        id_ = map_.identifier(reserved=RESERVED)
        map_.what = f'{what}, level "{id_}"'
        when = self.when(map_, scopes)
        abstain, points = self._points(map_)
        sentence = because(map_, spoken, self.conditions.vocabulary)
        return Entry(id_, points, sentence, when, self.remedy(map_), abstain, map_.place)

    def when(self, map_: Map, scopes: tuple[str, ...]) -> Condition | None:
        """The condition of an entry, which must have one."""
        if not map_.usable:
            return None
        return self.conditions.read(map_.get("when"), scopes, map_.what, map_.key_place("when"))

    def remedy(self, map_: Map) -> str | None:
        """The remedy that an entry names."""
        id_ = map_.text("raise", "") or None
        if id_ is not None and id_ not in self.remedies:
            hint = did_you_mean(id_, self.remedies) or f"declared: {', '.join(self.remedies) or 'none'}"
            self.notes.error("dangling", map_.value_place("raise"), f'{map_.what}: there is no remedy "{id_}"', hint)
        return id_

    def _points(self, map_: Map) -> tuple[bool, int]:
        """Whether an entry abstains, and its points; abstaining counts 0."""
        with self._reading():
            abstain = map_.flag("abstain")
            points = map_.whole("points", 0, 100, 0 if abstain else None)
            if abstain and points:
                message = f"{map_.what} abstains, which counts 0 points, but has points {points}"
                self.notes.error("points_range", map_.value_place("points"), message, "remove the points")
        self._unread = self._unread or not map_.usable
        return abstain, 0 if abstain else points

    def _last(self, map_: Map, key: str, what: str, spoken: tuple[str, ...]) -> Entry | None:
        node = map_.get(key)
        if node is None:
            return None
        allowed = ("id", "points", "because", "raise", "abstain") if key == "else" else ("points", "because")
        entry = Map(node, f"the {key} of {what}", self.notes, allowed)
        id_ = entry.identifier(reserved=RESERVED) if key == "else" and entry.get("id") is not None else key
        abstain, points = self._points(entry)
        sentence = because(entry, spoken, self.conditions.vocabulary)
        return Entry(id_, points, sentence, None, self.remedy(entry), abstain, entry.place)

    def _missing(self, map_: Map, what: str, spoken: tuple[str, ...]) -> Missing | None:
        node = map_.get("unknown")
        if node is None:
            return None
        entry = Map(node, f"the unknown of {what}", self.notes, ("points", "because", "fact"))
        points = entry.whole("points", 0, 100)
        sentence = because(entry, spoken, self.conditions.vocabulary)
        fact, place = entry.text("fact", "") or None, entry.value_place("fact")
        if fact is not None:
            scope, _, name = fact.partition(".")
            if scope not in spoken:
                message = f'{entry.what}: "{fact}" begins with no scope that can be asked for here'
                self.notes.error("scope_not_here", place, message, f"begin with one of {', '.join(spoken)}")
            else:
                self.conditions.fact(scope, name, place, entry.what)
        return Missing(points, sentence, fact, entry.place)

    def chain(self, top: Map) -> Chain | None:
        node = top.get("chain")
        if node is None:
            return None
        errors = len(self.notes.problems)
        map_ = Map(node, "the chain", self.notes, ("axis", "keep", "else", "unknown", "reference"))
        axis = self.axis(map_, "the chain")
        if axis is not None and axis.of == "claim":
            message = f'the chain: axis "{axis.id}" judges the claim, not each attribution'
            dangling(self.notes, self.axes, map_.items["axis"], message)
        keeps = tuple(self._keep(item) for item in map_.entries("keep"))
        otherwise = self._keep_else(map_)
        missing = None
        if (found := map_.get("unknown")) is not None:
            entry = Map(found, "the unknown of the chain", self.notes, ("per_mille", "because"))
            sentence = self._sentence(entry) or _NOT_STATED
            missing = Missing(self._share(entry), sentence, None, entry.place)
        everything = [*keeps, *([otherwise] if otherwise else [])]
        unique([(keep.id, keep.place) for keep in everything], "keep", self.notes)
        self.chain_sound = len(self.notes.problems) == errors
        return Chain(map_.text("axis"), keeps, otherwise, missing, map_.text("reference", ""), map_.place)

    def _keep(self, node: Node) -> Keep:
        map_ = Map(node, "a keep of the chain", self.notes, ("id", "when", "per_mille", "because"))
        id_ = map_.identifier(reserved=RESERVED)
        map_.what = f'keep "{id_}"'
        when = self.when(map_, OF_LINK)
        return Keep(id_, self._share(map_), self._sentence(map_), when, map_.place)

    def _keep_else(self, map_: Map) -> Keep | None:
        node = map_.get("else")
        if node is None:
            return None
        entry = Map(node, "the else of the chain", self.notes, ("id", "per_mille", "because"))
        id_ = entry.identifier(reserved=RESERVED) if entry.get("id") is not None else "else"
        return Keep(id_, self._share(entry), self._sentence(entry), None, entry.place)

    def _share(self, map_: Map) -> int:
        return map_.whole("per_mille", 0, 1000, code="keep_range")

    def _sentence(self, map_: Map) -> str:
        return because(map_, (*OF_CHAIN, "link"), self.conditions.vocabulary)
