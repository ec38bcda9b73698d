"""What does a realistic archive of claims look like, drawn from a seed number?

Kinds, identification, access and hedges go together; chains have one to six links, rarely twelve; some claims have
several attributions, some of which share their root. The same seed gives the same claims on every machine: nothing is
drawn but ``Random.random``, whose sequence Python promises.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any, TypeVar

from sayso.archive import sample_words as words

T = TypeVar("T")
Claim = dict[str, Any]
_SCENES = {at: scene.weight for at, scene in enumerate(words.SCENES)}
_FIRST_DAY = date(2024, 1, 1)
_DAYS = 900
_ATTRIBUTIONS = {1: 78, 2: 16, 3: 5, 4: 1}
_TYPES = {
    "expert_analysis": "judgment",
    "author_inference": "judgment",
    "direct_observation": "observation",
    "eyewitness": "observation",
}
_OF_ROOT = {name for scene in words.SCENES for name in scene.facts}
STATED_OF_CLAIM = frozenset({"id", "text", "topic", "statement_type", "specifics", "hedges", *words.OF_CLAIM})
STATED_OF_LINK = frozenset(
    {
        *("source", "kind", "track_record.letter", "track_record.status", "relation", "publisher_verification"),
        *("hedges", "observed_at", "reported_at", "plural", *_OF_ROOT),
    }
)
"""The facts that a sample states, wherever it does."""
_REASONS = ("another witness, elsewhere", "a different office", "its own reporter on the spot")


def sample(claims: int, seed: int) -> Iterator[Claim]:
    """So many claims, one after the other."""
    draw = _Draw(seed)
    for number in range(claims):
        yield draw.claim(number)


class _Draw:
    def __init__(self, seed: int) -> None:
        self.random = Random(seed).random  # noqa: S311  # a sample, no secret
        self.odds: dict[int, tuple[tuple[float, ...], tuple[Any, ...], Any]] = {}

    def claim(self, number: int) -> Claim:
        scene = words.SCENES[self.weighted(_SCENES, _SCENES)]
        topic, place = self.one(words.TOPICS), self.one(words.PLACES)
        day = int(self.random() * _DAYS)
        claim: Claim = {
            "id": f"sample-{number}",
            "text": f"The {topic} building in {place} {self.one(words.EVENTS)}.",
            "topic": topic,
            "statement_type": _TYPES.get(scene.kind, "report_of_speech"),
        }
        self.state(claim, words.OF_CLAIM)
        if self.random() < 0.85:
            claim["specifics"] = [each for each in ("who", "what", "where", "when", "how_many") if self.random() < 0.55]
        if self.random() * 100 < scene.hedged:
            claim["hedges"] = [{"term": self.one(words.HEDGES)}]
        elif self.random() < 0.4:
            claim["hedges"] = []
        claim["attributions"] = self.attributions(scene, day)
        return claim

    def attributions(self, scene: words.Scene, day: int) -> list[Claim]:
        first = {"chain": self.chain(scene, day)}
        found: list[Claim] = [first]
        for _ in range(1, self.weighted(_ATTRIBUTIONS, _ATTRIBUTIONS)):
            if self.random() < 0.4:  # the same root, told by others
                shared = dict(first["chain"][-1])
                chain = self.relays(1 + int(self.random() * 2), day)
                found.append({"chain": [*chain, shared]})
                continue
            other = words.SCENES[self.weighted(_SCENES, _SCENES)]
            attribution: Claim = {"chain": self.chain(other, day)}
            if self.random() < 0.35:
                attribution["independent"] = {"reason": self.one(_REASONS)}
            found.append(attribution)
        return found

    def chain(self, scene: words.Scene, day: int) -> list[Claim]:
        length = self.weighted(scene.lengths, scene.lengths)
        root: Claim = {}
        if scene.sources and self.random() < 0.96:
            root["source"] = self.one(scene.sources)
        if self.random() < 0.97:
            root["kind"] = scene.kind
        self.state(root, scene.facts)
        if root.get("identification") in ("named", "named_with_position") and "source" in root:
            root["source"] = f"{root['source']} of {self.one(words.PLACES)}"
        if self.random() < 0.3:
            root["observed_at"] = _iso(day - int(self.random() * 20))
        if self.random() < 0.03:
            root["plural"] = True
        if length > 1:
            return [*self.relays(length - 1, day), root]
        if self.random() < 0.5:
            root["reported_at"] = _iso(day)
        return [root]

    def relays(self, count: int, day: int) -> list[Claim]:
        """The links before the root, nearest first, none twice in a row."""
        links: list[Claim] = []
        before = -1
        for at in range(count):
            which = int(self.random() * len(words.OUTLETS))
            if which == before:
                which = (which + 1) % len(words.OUTLETS)
            before = which
            outlet = words.OUTLETS[which]
            link: Claim = {"source": outlet.name, "kind": outlet.kind}
            record = {"letter": outlet.letter, "status": outlet.status}
            if self.random() < 0.9 and any(record.values()):
                link["track_record"] = {name: value for name, value in record.items() if value is not None}
            self.state(link, {"relation": words.RELATION, "publisher_verification": words.VERIFIED})
            if self.random() < 0.12:
                link["hedges"] = [{"term": self.one(words.HEDGES)}]
            if at == 0 or self.random() < 0.25:
                link["reported_at"] = _iso(day - at)
            links.append(link)
        return links

    def state(self, facts: Claim, odds: Mapping[str, words.Odds]) -> None:
        for name, values in odds.items():
            value = self.weighted(values, values)
            if value is not None:
                facts[name] = value

    def one(self, choices: Sequence[T]) -> T:
        return choices[int(self.random() * len(choices))]

    def weighted(self, odds: Mapping[T, int], key: object) -> T:
        """One of the values by its odds; ``key`` is an object that lives on, by which the sums are remembered."""
        known = self.odds.get(id(key))
        if known is None:
            total, sums = 0, []
            for weight in odds.values():
                total += weight
                sums.append(float(total))
            known = self.odds[id(key)] = (tuple(sums), tuple(odds), key)
        sums_, values, _ = known
        at = self.random() * sums_[-1]
        for value, top in zip(values, sums_, strict=True):
            if at < top:
                found: T = value
                return found
        raise AssertionError


def _iso(day: int) -> str:
    return (_FIRST_DAY + timedelta(days=max(day, 0))).isoformat()
