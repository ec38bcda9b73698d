"""Which small rubrics and claims does chance make, so that the checks can be held against the engine?"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from tests.rubric.making import Json, criterion, rubric

LINK: Mapping[str, Sequence[Any]] = {
    "access": ["direct", "indirect", "none"],
    "track_record.letter": ["A", "C", "E"],
    "plural": [True, False],
    "publisher_verification": ["verified_independently", "partial"],
    "kind": ["leak", "classified_leak", "leaked_document", "secondhand_media"],
}
CLAIM: Mapping[str, Sequence[Any]] = {
    "contradiction": ["none", "tension", "authoritative_refutation"],
    "seriousness": ["routine", "serious_allegation"],
}
BEST_FIRST: Mapping[str, Sequence[Any]] = {
    "access": ["direct", "indirect", "none"],
    "track_record.letter": ["A", "C", "E"],
    "plural": [False, True],
    "publisher_verification": ["verified_independently", "partial"],
    "contradiction": ["none", "tension", "authoritative_refutation"],
}
ROOTS = [(0, "single"), (1, "dependent"), (1, "single"), (2, "not_established"), (2, "established")]
ROOTS += [(3, "not_established"), (3, "established")]
INDEPENDENCE_BEST_LAST = ["dependent", "single", "not_established", "established"]


class Chance:
    """Makes rubrics and claims from one source of chance."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def often(self, share: float) -> bool:
        return self.random.random() < share

    def test(self, name: str, values: Sequence[Any]) -> Any:
        if self.often(0.2):
            return {"exists": self.often(0.5)}
        if name in BEST_FIRST and name != "plural" and self.often(0.35):
            return {self.random.choice(["gte", "gt", "lte", "lt"]): self.random.choice(values)}
        if self.often(0.12):
            return {"ne": self.random.choice(values)}
        return self.random.choice(values) if self.often(0.5) else self.random.sample(values, min(2, len(values)))

    def link_scope(self, scopes: Sequence[str]) -> Json:
        scope = self.random.choice(scopes)
        if scope == "chain":
            return {"chain": self.of_chain()}
        names = self.random.sample(sorted(LINK), self.random.choice([1, 1, 2]))
        return {scope: {name: self.test(name, LINK[name]) for name in names}}

    def of_chain(self) -> Json:
        return self.random.choice(
            [
                {"hops": {self.random.choice(["gte", "lte"]): self.random.choice([0, 1, 2])}},
                {"circular": self.often(0.5)},
                {"record": self.random.choice([{"gte": "C"}, "A", ["A", "C"], {"lte": "C"}, {"exists": True}])},
            ]
        )

    def claim_scope(self) -> Json:
        number = {self.random.choice(["gte", "lte", "gt", "lt"]): self.random.choice([1, 2])}
        test = self.random.choice(
            [
                {"roots.count": number},
                {"roots.independence": self.random.choice(["established", ["single", "dependent"], {"gte": "single"}])},
                {"roots.count": {"gte": 2}, "roots.independence": "established"},
                {"specificity": {"gte": self.random.choice([1, 3])}},
                {"hedge": self.random.choice(["none", {"lte": "weak"}])},
                *({name: self.test(name, values)} for name, values in CLAIM.items()),
            ]
        )
        return {"claim": test}

    def condition(self, scopes: Sequence[str], depth: int = 0) -> Json:
        if depth > 1 or self.often(0.6):
            return self.claim_scope() if scopes == ("claim",) else self.link_scope(scopes)
        if self.often(0.25):
            return {"not": self.condition(scopes, depth + 1)}
        parts = [self.condition(scopes, depth + 1) for _ in range(2)]
        return {self.random.choice(["all", "any"]): parts}

    def criterion(self, of: str) -> Json:
        over = of == "attribution" and self.often(0.4)
        scopes: tuple[str, ...] = ("claim",)
        if of == "attribution":
            scopes = ("root", "root", "root", "teller", "outlet", "any_link", "all_links", "chain")
            scopes = ("root", "root", "teller") if self.often(0.6) else scopes
            scopes += ("link",) * 6 if over else ()
        count = self.random.choice([1, 2, 2, 3])
        points = [100, *sorted(self.random.sample(range(0, 100, 10), count - 1), reverse=True)]
        levels = [{"id": f"l{n}", "when": self.condition(scopes), "points": each} for n, each in enumerate(points)]
        if count > 1 and self.often(0.15):
            levels[-1].update(abstain=True, points=0)
        more: Json = {"else": {"id": "rest", "points": self.random.choice([0, 0, 5, 20])}}
        if self.often(0.7):
            more["unknown"] = {"points": self.random.choice([0, 10, 30, 60])}
        if self.often(0.2):
            more["applies"] = self.condition(tuple(scope for scope in scopes if scope != "link"))
        if over:
            name = self.random.choice(sorted(LINK))
            links = self.random.choice(["relays", "all", {name: self.test(name, LINK[name])}])
            more["over"] = {"links": links, "take": self.random.choice(["worst", "best"])}
            if links != "all":
                more["none"] = {"points": self.random.choice([0, 50, 100])}
        return criterion(levels, **more)

    def gate(self, of: str) -> Json:
        scopes = ("root", "teller", "outlet", "any_link", "all_links", "chain")
        scopes = ("root", "teller", "any_link") if self.often(0.5) else scopes
        when = self.condition(scopes)
        if of == "claim":
            when = {self.random.choice(["any_attribution", "all_attributions"]): when}
            if self.often(0.6):
                when = {**when, **self.condition(("claim",))}
        gate = {"id": "g", "when": when, "cap": {"it": self.random.choice([0, 30, 50])}, "because": "x"}
        return {**gate, "reference": "y", **({"if_unknown": "bind"} if self.often(0.3) else {})}

    def rubric(self, of: str) -> Json:
        more: Json = {"unknown": "lowest"} if self.often(0.3) else {}
        if self.often(0.5):
            more["gates"] = [self.gate(of)]
        if of == "attribution" and self.often(0.4):
            scopes = ("link", "link", "link", "root", "outlet", "any_link", "chain")
            keeps = [
                {"id": f"k{share}", "when": self.condition(scopes), "per_mille": share, "because": "x"}
                for share in (900, 800)
            ]
            last = {"id": "kr", "per_mille": self.random.choice([500, 850]), "because": "x"}
            missing = {"per_mille": self.random.choice([500, 820]), "because": "x"}
            more["chain"] = {"axis": "it", "keep": keeps, "else": last, "unknown": missing}
        return rubric([self.criterion(of)], of, **more)

    def link(self) -> Json:
        link: Json = {}
        for name, values in LINK.items():
            if self.often(0.75):
                link = put(link, name, self.random.choice(values))
        return {**link, **({"source": self.random.choice("PQRS")} if self.often(0.8) else {})}

    def claim(self, several: bool) -> Json:
        count = self.random.choice([1, 2, 3]) if several else 1
        chains = [[self.link() for _ in range(self.random.choice([1, 2, 2, 3, 4]))] for _ in range(count)]
        made: Json = {"attributions": [{"chain": chain} for chain in chains]}
        if several:
            for name, values in CLAIM.items():
                if self.often(0.7):
                    made[name] = self.random.choice(values)
            if self.often(0.6):
                made["specifics"] = self.random.sample(["who", "what", "where", "when"], self.random.choice([0, 1, 3]))
            if self.often(0.6):
                made["hedges"] = self.random.choice([[], ["may"], ["allegedly"]])
            if self.often(0.6):
                number, independence = self.random.choice(ROOTS)
                made["roots"] = {"count": number, "independence": independence}
        return made

    def better(self, claim: Json) -> Json | None:
        """The claim with one fact better that has a declared direction; None where that is not there to better."""
        claim = copy.deepcopy(claim)
        if self.often(0.3) and "attributions" in claim and len(claim) > 1:
            if "roots" in claim and self.often(0.6):
                number, independence = self.random.choice(ROOTS)
                more = number >= claim["roots"]["count"]
                rank = INDEPENDENCE_BEST_LAST.index
                freer = rank(independence) >= rank(claim["roots"]["independence"])
                return {**claim, "roots": {"count": number, "independence": independence}} if more and freer else None
            order, value = BEST_FIRST["contradiction"], claim.get("contradiction")
            return (
                None
                if value is None or value == order[0]
                else {**claim, "contradiction": order[order.index(value) - 1]}
            )
        chain = self.random.choice(claim["attributions"])["chain"]
        at, name = self.random.randrange(len(chain)), self.random.choice([each for each in BEST_FIRST if each in LINK])
        order, value = BEST_FIRST[name], get(chain[at], name)
        if value is None or value == order[0]:
            return None
        chain[at] = put(chain[at], name, order[order.index(value) - 1])
        return claim

    def nearer(self, claim: Json) -> Json | None:
        """The claim with one link more in front of a chain that has a teller."""
        claim = copy.deepcopy(claim)
        chain = self.random.choice(claim["attributions"])["chain"]
        if len(chain) < 2:
            return None
        own = {each.get("source") for each in chain}
        others = {link.get("source") for each in claim["attributions"] for link in each["chain"]}
        link = self.link()
        if link.get("source") in others - own:
            link.pop("source", None)  # it could be the root of another chain, and join the two
        chain.insert(0, link)
        return claim


def get(link: Json, name: str) -> Any:
    return link.get("track_record", {}).get("letter") if "." in name else link.get(name)


def put(link: Json, name: str, value: Any) -> Json:
    return {**link, **({"track_record": {"letter": value}} if "." in name else {name: value})}
