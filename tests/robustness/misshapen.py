"""Which rubrics are nearly right? Maps by the rubric's grammar, in which anything may be of the wrong kind."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import Any

from tests.rubric.random_rubrics import Chance

Json = Any
IDS = (
    "a",
    "unknown",
    "else",
    "none",
    "chain",
    "gate",
    "overall",
    "Ümlaut",
    "a b",
    "",
    "1",
    "a" * 65,
    "a.b",
    "\u202ea",
    "__class__",
)
NUMBERS = (0, 1, -1, 100, 101, 1000, 10**18, 2**53, -(10**30), int("9" * 40), 0.5, 1e300, True)
ODD: tuple[Json, ...] = (
    None,
    True,
    "",
    " ",
    "unknown",
    [],
    {},
    [[]],
    [None],
    {"": None},
    [{}],
    "{root.source}",
    "{",
    "}",
)
SCOPES = (
    "claim",
    "chain",
    "root",
    "teller",
    "outlet",
    "link",
    "any_link",
    "all_links",
    "any_attribution",
    "all_attributions",
)
FACTS = (
    *("kind", "access", "identification", "track_record.letter", "track_record", "roots.count", "roots.independence"),
    *(
        "specificity",
        "hedge",
        "hedges",
        "specifics",
        "hops",
        "circular",
        "record",
        "age_days",
        "plural",
        "source",
        "text",
    ),
    *(
        "observed_at",
        "attenuation_days",
        "nothing",
        "kind.label",
        "",
        "a.b.c",
        "likelihood.term",
        "independent",
        "seriousness",
    ),
)
OPERATORS = ("gte", "gt", "lte", "lt", "ne", "contains_all", "contains_any", "exists", "matches", "")
VALUES: tuple[Json, ...] = (
    *("leak", "eyewitness", "direct", "A", "E", "established", "none", "weak", "2026-01-01", "2026-13-45", "yes"),
    *(True, False, 0, 1, 2, ["A", "C"], ["who", "what"], ["leak", "classified_leak"], [True, 1], {"gte": {"gte": 1}}),
)
SENTENCES = (
    "so it is",
    "{root.source} said so",
    "{claim.text}",
    "{link.source}",
    "{root.kind.label}",
    "{x}",
    "{{root.source}}",
    "{root.source",
)


class Grammar:
    """Builds a rubric from one source of chance; ``fault`` is how often a part is of the wrong kind."""

    def __init__(self, chance: Random, fault: float) -> None:
        self.chance = chance
        self.fault = fault

    def rubric(self) -> Json:
        axes = self.chance.sample(["it", "other", "third"], self.chance.choice((1, 1, 2, 3)))
        made: Json = {
            "sayso": self.part(lambda: "rubric/1"),
            "id": self.id("odd"),
            "version": self.part(lambda: "1.0.0"),
            "title": self.part(lambda: "Odd"),
            "reference": self.part(lambda: "none"),
            "judge_if_known": self.number(),
            "unknown": self.part(lambda: self.chance.choice(("estimate", "lowest"))),
            "axes": self.part(lambda: {self.id(axis): self.axis() for axis in axes}),
            "overall": self.part(lambda: self.overall(axes)),
            "criteria": self.several(lambda: self.criterion(axes), 3),
            "gates": self.several(lambda: self.gate(axes), 2),
            "remedies": self.part(lambda: {self.id("more"): self.remedy()}),
            "tests": self.several(self.test, 2),
        }
        if self.chance.random() < 0.4:
            made["chain"] = self.part(lambda: self.chain(axes))
        if self.chance.random() < 0.1:
            made["extends"] = self.part(lambda: self.chance.choice(("newsroom@1.0.0", "none@1.0.0", "odd@1.0.0")))
        return self.some(made)

    def part(self, make: Callable[[], Json]) -> Json:
        if self.chance.random() < self.fault:
            return self.chance.choice((*ODD, *NUMBERS, *VALUES))
        return make()

    def some(self, made: dict[str, Json]) -> dict[str, Json]:
        """The map, perhaps with a key missing, misspelt or too many."""
        if self.chance.random() < self.fault and made:
            name = self.chance.choice(list(made))
            value = made.pop(name)
            if self.chance.random() < 0.5:
                made[name + self.chance.choice(("s", " ", "_", "\u200b"))] = value
        return made

    def several(self, make: Callable[[], Json], most: int) -> Json:
        return self.part(lambda: [self.part(make) for _ in range(self.chance.randint(0 if self.fault else 1, most))])

    def id(self, usual: str) -> Json:
        return self.chance.choice(IDS) if self.chance.random() < self.fault else usual

    def number(self) -> Json:
        return self.part(lambda: self.chance.choice((0, 10, 40, 60, 100, 100, 600, 900, 1000)))

    def sentence(self) -> Json:
        return self.part(lambda: self.chance.choice(SENTENCES[:3] if self.chance.random() > self.fault else SENTENCES))

    def axis(self) -> Json:
        of = self.chance.choice(("attribution", "claim"))
        bands = [{"id": "A", "from": self.part(lambda: 50), "label": "Good"}, {"id": "E", "from": 0, "label": "Bad"}]
        last = self.part(lambda: {"id": "F", "label": "Not to be judged"})
        return self.part(
            lambda: self.some({"of": self.part(lambda: of), "bands": self.part(lambda: bands), "abstain": last})
        )

    def overall(self, axes: list[str]) -> Json:
        method = self.chance.choice(("none", "weighted", "min", "table"))
        made: Json = {"method": self.part(lambda: method)}
        if method == "weighted":
            made["weights"] = self.part(lambda: {axis: self.part(lambda: 1000 // len(axes)) for axis in axes})
        if method == "table":
            made["table"] = self.part(lambda: self.table(len(axes)))
        return self.some(made)

    def table(self, depth: int) -> Json:
        return {band: self.table(depth - 1) for band in "AEF"} if depth else self.part(lambda: "word")

    def condition(self, depth: int = 0) -> Json:
        if depth < 3 and self.chance.random() < 0.3:
            mark = self.chance.choice(("all", "any", "not", "any_attribution", "all_attributions"))
            return {
                mark: self.part(
                    lambda: (
                        [self.condition(depth + 1) for _ in range(self.chance.choice((1, 2)))]
                        if mark in ("all", "any")
                        else self.condition(depth + 1)
                    )
                )
            }
        scope = self.chance.choice(SCOPES if self.chance.random() < self.fault else ("root", "root", "teller", "claim"))
        return {self.part_key(scope): self.part(lambda: self.matches(scope))}

    def part_key(self, usual: str) -> str:
        return self.chance.choice(IDS) if self.chance.random() < self.fault / 3 else usual

    def matches(self, scope: str) -> Json:
        if self.chance.random() < self.fault:
            return {self.chance.choice(FACTS): self.matched() for _ in range(self.chance.choice((1, 2)))}
        good = {"root": "access", "teller": "access", "claim": "contradiction"}.get(scope, "access")
        return {good: "direct" if good == "access" else "none"}

    def matched(self) -> Json:
        if self.chance.random() < 0.4:
            return {self.chance.choice(OPERATORS): self.chance.choice(VALUES)}
        return self.chance.choice(VALUES)

    def entry(self, points: int | None, name: str) -> dict[str, Json]:
        made = {"id": self.id(name), "because": self.sentence()}
        return {**made, "points": self.part(lambda: points)} if points is not None else made

    def criterion(self, axes: list[str]) -> Json:
        levels = self.several(
            lambda: self.some({**self.entry(100, self.chance.choice("lmn")), "when": self.part(self.condition)}), 2
        )
        made: Json = {
            "id": self.id(self.chance.choice("cd")),
            "axis": self.id(self.chance.choice(axes)),
            "ask": self.sentence(),
        }
        made |= {
            "reference": self.part(lambda: "none"),
            "levels": levels,
            "else": self.part(lambda: self.entry(0, "rest")),
        }
        if self.chance.random() < 0.4:
            made["unknown"] = self.part(
                lambda: {"points": self.number(), "because": self.sentence(), "fact": self.part(lambda: "root.access")}
            )
        if self.chance.random() < 0.2:
            made["applies"] = self.part(self.condition)
        if self.chance.random() < 0.3:
            links = self.part(lambda: self.chance.choice(("relays", "all", {"access": "direct"})))
            made["over"] = self.part(
                lambda: {"links": links, "take": self.part(lambda: self.chance.choice(("worst", "best")))}
            )
            made["none"] = self.part(lambda: {"points": self.number(), "because": self.sentence()})
        return self.some(made)

    def chain(self, axes: list[str]) -> Json:
        keep = self.several(
            lambda: {**self.entry(None, "k"), "when": self.part(self.condition), "per_mille": self.number()}, 2
        )
        made = {
            "axis": self.id(self.chance.choice(axes)),
            "keep": keep,
            "unknown": self.part(lambda: {"per_mille": self.number()}),
        }
        return self.some({**made, "else": self.part(lambda: {**self.entry(None, "r"), "per_mille": self.number()})})

    def gate(self, axes: list[str]) -> Json:
        effects: Json = (
            {
                "cap": self.part(
                    lambda: {self.chance.choice((*axes, "overall")): self.part(lambda: self.chance.choice((50, "A")))}
                )
            },
            {"hold": "senior_editor"},
            {"note": True},
            {"not_applicable": True},
        )
        made = {
            **self.entry(None, "g"),
            "when": self.part(self.condition),
            "reference": "none",
            **self.chance.choice(effects),
        }
        if self.chance.random() < self.fault:
            made["if_unknown"] = self.chance.choice(("bind", "bound", None, 1))
        return self.some(made)

    def remedy(self) -> Json:
        change = {
            self.chance.choice(
                ("root.access", "claim.roots.count", "x.y", "root.nothing", "claim.text")
            ): self.chance.choice((*VALUES, "+1", "+99999999999999999999"))
        }
        return self.part(
            lambda: {"text": self.sentence(), "effort": self.part(lambda: "high"), "set": self.part(lambda: change)}
        )

    def test(self) -> Json:
        claim = Chance(self.chance).claim(several=True)
        expect = {
            "it": self.part(lambda: {"score": self.number(), "band": self.part(lambda: "A")}),
            "gates": self.part(lambda: ["g"]),
        }
        return self.some(
            {"name": self.sentence(), "claim": self.part(lambda: claim), "expect": self.part(lambda: expect)}
        )


def misshapen(chance: Random) -> bytes:
    """The bytes of a rubric in which few or many parts are wrong."""
    made = Grammar(chance, chance.choice((0.0, 0.01, 0.03, 0.1, 0.3))).rubric()
    text = json.dumps(made, ensure_ascii=chance.random() < 0.5, indent=chance.choice((None, 1)))
    return text.encode("utf-8", "surrogatepass")
