"""Does a condition hold: yes, no, or is that unknown (Kleene)?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from tests.oracle.words import Plain, clean, day, fields_of, kinds_above, kinds_below, name_of

Truth = bool | None
"""None is unknown."""


def all_of(truths: Iterable[Truth]) -> Truth:
    found = list(truths)
    return False if False in found else None if None in found else True


def any_of(truths: Iterable[Truth]) -> Truth:
    found = list(truths)
    return True if True in found else None if None in found else False


def opposite(truth: Truth) -> Truth:
    return None if truth is None else not truth


@dataclass(frozen=True)
class Scene:
    """All facts of a claim, stated and derived, and the place from which a condition looks at them."""

    claim: Plain
    derived: Plain
    vocabulary: Plain
    attribution: int | None = None
    link: int | None = None

    def at(self, attribution: int) -> Scene:
        return replace(self, attribution=attribution, link=None)

    def on(self, link: int) -> Scene:
        return replace(self, link=link)

    @property
    def chain(self) -> list[dict[str, Any]]:
        assert self.attribution is not None
        found: list[dict[str, Any]] = self.claim["attributions"][self.attribution]["chain"]
        return found

    @property
    def places(self) -> range:
        return range(len(self.claim["attributions"]))


def holds(when: Plain, scene: Scene) -> Truth:
    """Every scope named must hold."""
    return all_of(_part(key, value, scene) for key, value in when.items())


def link_holds(tests: Plain, scene: Scene, link: int) -> Truth:
    """Bare link fields, as the filter of an ``over`` has them."""
    return _tests("link", tests, _link_facts(scene, link), scene.vocabulary)


def _part(key: str, value: Any, scene: Scene) -> Truth:
    if key == "all":
        return all_of(holds(item, scene) for item in value)
    if key == "any":
        return any_of(holds(item, scene) for item in value)
    if key == "not":
        return opposite(holds(value, scene))
    if key == "any_attribution":
        return any_of(holds(value, scene.at(index)) for index in scene.places)
    if key == "all_attributions":
        return all_of(holds(value, scene.at(index)) for index in scene.places)
    if key == "any_link":
        return any_of(link_holds(value, scene, index) for index in range(len(scene.chain)))
    if key == "all_links":
        return all_of(link_holds(value, scene, index) for index in range(len(scene.chain)))
    if key == "teller" and len(scene.chain) < 2:
        return False  # a scope that the chain does not have
    return _tests(key, value, _facts(key, scene), scene.vocabulary)


def _facts(scope: str, scene: Scene) -> dict[str, Any]:
    """The facts of a scope by dotted name; what is unknown is not among them."""
    if scope == "claim":
        return _claim_facts(scene)
    if scope == "chain":
        found = scene.derived["chains"][scene.attribution]
        return _known({name: found[name] for name in ("hops", "circular", "root_stated", "record")})
    last = len(scene.chain) - 1
    places = {"root": last, "teller": last - 1, "outlet": 0, "link": scene.link}
    index = places[scope]
    assert index is not None
    facts = _link_facts(scene, index)
    if scope == "root":
        facts |= _known({"attenuation_days": scene.derived["chains"][scene.attribution]["attenuation_days"]})
    return facts


def _claim_facts(scene: Scene) -> dict[str, Any]:
    stated = {name: item for name, item in scene.claim.items() if name not in ("attributions", "roots")}
    derived = scene.derived
    return _flat(stated) | _known(
        {
            "roots.count": derived["roots"]["count"],
            "roots.independence": derived["roots"]["independence"],
            "specificity": derived["specificity"],
            "hedge": derived["hedge"],
            "age_days": derived["age_days"],
        }
    )


def _link_facts(scene: Scene, index: int) -> dict[str, Any]:
    hedges = scene.derived["chains"][scene.attribution]["hedges"]
    return _flat(scene.chain[index]) | _known({"hedge": hedges[index]})


def _known(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value is not None}


def _flat(record: Plain) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in record.items():
        if isinstance(value, dict):
            flat |= {f"{name}.{inner}": item for inner, item in _flat(value).items()}
        else:
            flat[name] = value
    return flat


def _tests(scope: str, tests: Plain, facts: Plain, vocabulary: Plain) -> Truth:
    fields = fields_of(scope, vocabulary)
    return all_of(_field(test, facts.get(name), fields[name], vocabulary) for name, test in tests.items())


def _field(test: Any, value: Any, field: Plain, vocabulary: Plain) -> Truth:
    if isinstance(test, dict):
        return all_of(_operator(name, wanted, value, field, vocabulary) for name, wanted in test.items())
    return _one_of(test, value, field, vocabulary)


def _operator(name: str, wanted: Any, value: Any, field: Plain, vocabulary: Plain) -> Truth:
    if name == "exists":  # is the fact stated at all? That is never unknown
        return (value is not None) is wanted
    if value is None:
        return None
    if name == "ne":
        return opposite(_one_of(wanted, value, field, vocabulary))
    if name in ("contains_all", "contains_any"):
        words = wanted if isinstance(wanted, list) else [wanted]
        said = [name_of(item["term"]) if isinstance(item, dict) else item for item in value]
        return (all if name == "contains_all" else any)(name_of(word) in said for word in words)
    return _ORDER[name](_rank(value, field), _rank(wanted, field))


_ORDER: dict[str, Callable[[int, int], bool]] = {
    "gte": lambda one, other: one >= other,
    "gt": lambda one, other: one > other,
    "lte": lambda one, other: one <= other,
    "lt": lambda one, other: one < other,
}


def _rank(value: Any, field: Plain) -> int:
    """Numbers and days rank as they are. Words are listed best first, and greater means better."""
    if field["type"] == "date":
        return day(value)
    if field["type"] == "integer":
        return int(value)
    words = list(field["values"])
    return len(words) - words.index(value)


def _one_of(wanted: Any, value: Any, field: Plain, vocabulary: Plain) -> Truth:
    return any_of(_equal(one, value, field, vocabulary) for one in (wanted if isinstance(wanted, list) else [wanted]))


def _equal(wanted: Any, value: Any, field: Plain, vocabulary: Plain) -> Truth:
    if value is None:
        return None
    if field["type"] == "kind":
        if wanted in kinds_above(value, vocabulary):
            return True  # naming a parent matches its children
        return None if wanted in kinds_below(value, vocabulary) else False  # a parent as a fact leaves those open
    if field["type"] == "date":
        return day(wanted) == day(value)
    return bool(clean(wanted) == value) if isinstance(wanted, str) else bool(wanted is value or wanted == value)
