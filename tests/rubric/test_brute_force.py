"""Do the checks say of a rubric what the engine shows when it judges claim after claim?

Soundness: what the checks let pass, no claim may contradict. Exactness: over facts of one link, where every claim can
be judged, they report what a claim shows, no less and no more.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from itertools import pairwise, product
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.robustness.effort import share
from tests.rubric.making import Json, checked, codes, criterion, judged, outcome, plan, record, rubric, scored
from tests.rubric.random_rubrics import Chance

from sayso.engine.plan import Plan
from sayso.errors import Problem

CHANCE = st.integers(0, 2**63).map(lambda seed: Chance(Random(seed)))
CLAIMS = 15


def passing(made: Callable[[], Json], refused: set[str], asked: str | None = None) -> tuple[Json, Plan]:
    """A rubric of which none of these codes is told, and the one that is asked for is."""
    for _ in range(25):
        source = made()
        read, problems = checked(source)
        found = codes(problems)
        if not found & {*refused, "too_many_cases"} and (asked is None or asked in found):
            return source, plan(read)
    assume(False)
    raise AssertionError


def readable(source: Json) -> tuple[Plan, list[Problem]]:
    read, problems = checked(source)
    assume("too_many_cases" not in codes(problems))
    return plan(read), problems


def scores_on(ready: Plan, claim: Json) -> bool:
    """The invariants compare answers in which the same attributions are scored."""
    axis = judged(ready, claim).axes[0]
    return all(each.record.status == "scored" for each in (axis.speaker, *(reading for _, reading in axis.others)))


@pytest.mark.parametrize("of", ["attribution", "claim"])
@share(60, 60, 10_000)
@given(chance=CHANCE)
def test_where_no_error_is_told_no_better_fact_loses(of: str, chance: Chance) -> None:
    _, ready = passing(lambda: chance.rubric(of), {"better_loses"})
    for _ in range(CLAIMS):
        claim = chance.claim(several=of == "claim")
        better = chance.better(claim)
        if better is not None and scores_on(ready, claim) and scores_on(ready, better):
            for was, now in zip(scored(judged(ready, claim)), scored(judged(ready, better)), strict=True):
                assert now >= was, (claim, better)


@pytest.mark.parametrize("of", ["attribution", "claim"])
@share(60, 60, 10_000)
@given(chance=CHANCE)
def test_where_no_warning_is_told_no_nearer_link_raises(of: str, chance: Chance) -> None:
    told = {"near_end_raises", "cap_by_chains", "never_binds"}
    told |= {"better_loses"} if of == "claim" else set()  # a link may close a circle, and so take a root away
    _, ready = passing(lambda: chance.rubric(of), told)
    for _ in range(CLAIMS):
        claim = chance.claim(several=of == "claim")
        longer = chance.nearer(claim)
        if longer is not None and scores_on(ready, claim) and scores_on(ready, longer):
            low, score, _ = scored(judged(ready, claim))
            low_then, score_then, _ = scored(judged(ready, longer))
            assert (low_then <= low, score_then <= score) == (True, True), (claim, longer)


@share(60, 60, 10_000)
@given(chance=CHANCE)
def test_where_no_warning_is_told_of_a_gate_on_the_claim_another_attribution_neither_brings_nor_releases_it(
    chance: Chance,
) -> None:
    levels = [{"id": "l", "when": {"claim": {"contradiction": "none"}}, "points": 100}]

    def made() -> Json:
        when = {
            "any_attribution": chance.condition(("root", "teller", "any_link")),
            "claim": {"roots.count": {"lte": 1}},
        }
        gate = {"id": "g", "when": when, "cap": {"it": 30}, "because": "x", "reference": "y"}
        return rubric(
            [criterion(copy.deepcopy(levels), **{"else": {"id": "rest", "points": 40}})], "claim", gates=[gate]
        )

    _, ready = passing(made, {"better_loses", "cap_by_chains", "never_binds"})
    for _ in range(CLAIMS):
        claim = chance.claim(several=True)
        more = {**claim, "attributions": [*claim["attributions"], {"chain": [chance.link()]}]}
        before, after = judged(ready, claim), judged(ready, more)
        if before.facts.claim == after.facts.claim:
            held = [line.gate for line in record(before).gates if line.status in ("applied", "idle")]
            holds = [line.gate for line in record(after).gates if line.status in ("applied", "idle")]
            assert set(held) <= set(holds)
            if claim.get("roots", {}).get("count", 0) >= 2:
                assert held == holds


FACTS: dict[str, list[Any]] = {
    "access": ["direct", "indirect", "inferred", "none"],
    "expertise": ["specialist", "general", "none"],
    "plural": [False, True],
    "interest": ["neutral", "aligned", "party_to_dispute", "against_interest"],
}
ORDERED = {"access", "expertise", "plural"}


class Small(Chance):
    """Criteria over two facts of the root, so that every claim there is can be judged."""

    def __init__(self, random: Random) -> None:
        super().__init__(random)
        self.names = random.sample(sorted(FACTS), 2)

    def test(self, name: str, values: Any) -> Any:
        if name in ("access", "expertise") and self.often(0.4):
            return {self.random.choice(["gte", "gt", "lte", "lt"]): self.random.choice(values)}
        if self.often(0.15):
            return {"ne": self.random.choice(values)}
        return self.random.sample(values, self.random.choice([1, 1, 2]))

    def link_scope(self, scopes: Any) -> Json:
        names = self.random.sample(self.names, self.random.choice([1, 1, 2]))
        return {"root": {name: self.test(name, FACTS[name]) for name in names}}

    def small(self) -> Json:
        count = self.random.choice([1, 2, 3, 4])
        points = [100, *sorted(self.random.choices(range(0, 100, 10), k=count - 1), reverse=True)]
        levels = [{"id": f"l{n}", "when": self.condition(("root",)), "points": each} for n, each in enumerate(points)]
        more: Json = {"unknown": {"points": self.random.choice([0, 30])}} if self.often(0.6) else {}
        if self.often(0.2):
            more["applies"] = self.condition(("root",))
        return criterion(levels, **more, **{"else": {"id": "rest", "points": self.random.choice([0, 0, 20])}})

    def claims(self) -> dict[tuple[Any, ...], Json]:
        rows = product(*([*FACTS[name], None] for name in self.names))
        return {row: {"attributions": [{"chain": [dict(zip(self.names, row, strict=True))]}]} for row in rows}


SMALL = st.integers(0, 2**63).map(lambda seed: Small(Random(seed)))


@share(60, 60, 10_000)
@given(chance=SMALL)
def test_what_can_never_win_is_told_exactly(chance: Small) -> None:
    made = chance.small()
    ready, problems = readable(rubric([made]))
    won = set()
    for row, claim in chance.claims().items():
        entry = outcome(judged(ready, claim)).entry
        if None not in row and entry is not None:
            won.add(entry.id)
    assume(won)
    told = {re.search(r'level "(\w+)"', p.message)[1] for p in problems if p.code == "covered"}  # type: ignore[index]
    assert told == {level["id"] for level in made["levels"]} - won
    assert ("idle_else" in codes(problems)) == ("rest" not in won)
    without = {key: value for key, value in made.items() if key != "else"}
    _, problems = readable(rubric([without]))
    assert ("no_else" in codes(problems)) == ("rest" in won)


@share(60, 60, 10_000)
@given(chance=SMALL)
def test_a_better_fact_that_loses_is_told_exactly(chance: Small) -> None:
    lowest = {"unknown": "lowest"} if chance.often(0.3) else {}
    ready, problems = readable(rubric([chance.small()], **lowest))
    spans = {row: scored(judged(ready, claim)) for row, claim in chance.claims().items()}
    losing = set()
    for at, name in enumerate(chance.names):
        for better, worse in pairwise(FACTS[name]) if name in ORDERED else ():
            for row in spans:
                if row[at] == worse:
                    other = spans[(*row[:at], better, *row[at + 1 :])]
                    if any(now < was for was, now in zip(spans[row], other, strict=True)):
                        losing.add(f"root.{name}")
    told = {re.search(r"better (\S+) loses", p.message)[1] for p in problems if p.code == "better_loses"}  # type: ignore[index]
    assert told == losing


@share(60, 60, 10_000)
@given(chance=SMALL)
def test_a_gate_that_never_binds_is_told_exactly(chance: Small) -> None:
    made = chance.small()
    made.pop("applies", None)
    cap = chance.random.choice([0, 20, 50, 90])
    gate = {"id": "g", "when": chance.condition(("root",)), "cap": {"it": cap}, "because": "x", "reference": "y"}
    ready, problems = readable(rubric([made], gates=[gate]))
    alone = plan(checked(rubric([made]))[0])
    binds = any(
        line.status in ("applied", "idle") and record(judged(alone, claim)).high > 1000 * cap
        for claim in chance.claims().values()
        for line in record(judged(ready, claim)).gates
    )
    assert ("never_binds" in codes(problems)) == (not binds)


@share(60, 60, 10_000)
@given(chance=SMALL)
def test_a_partly_shadowed_level_is_told_exactly(chance: Small) -> None:
    made = chance.small()
    made.pop("applies", None)
    _, problems = readable(rubric([made]))
    told = {re.search(r'level "(\w+)"', p.message)[1] for p in problems if p.code == "partly_shadowed"}  # type: ignore[index]
    holds: dict[str, set[tuple[Any, ...]]] = {}
    for level in made["levels"]:
        alone, _ = readable(rubric([criterion([{**level, "points": 100}], **{"else": {"id": "rest", "points": 0}})]))
        holds[level["id"]] = {
            row
            for row, claim in chance.claims().items()
            if None not in row and (entry := outcome(judged(alone, claim)).entry) is not None and entry.id != "rest"
        }
    taken: set[tuple[Any, ...]] = set()
    shadowed = set()
    for id_, rows in holds.items():
        if rows & taken and rows - taken:
            shadowed.add(id_)
        taken |= rows
    assert told == shadowed


@share(60, 60, 10_000)
@given(chance=CHANCE)
def test_a_rubric_without_an_error_can_judge_every_claim(chance: Chance) -> None:
    source = chance.rubric("attribution")
    if chance.often(0.5):
        del source["criteria"][0]["else"]
    ready, problems = readable(source)
    assume("no_else" not in codes(problems))
    for _ in range(CLAIMS):
        result = record(judged(ready, chance.claim(several=False)))
        assert 0 <= result.low <= result.exact <= result.high <= 100_000


CASES: list[tuple[Json, set[str]]] = [
    ({"root": {"access": {"exists": False}}}, set()),
    ({"claim": {"specificity": {"gte": 6}}}, {"covered"}),
    ({"claim": {"roots.count": 1, "roots.independence": "established"}}, {"covered"}),
    ({"claim": {"roots.count": {"gte": 2}, "roots.independence": "single"}}, {"covered"}),
    ({"root": {"attenuation_days": {"lt": 0}}}, set()),
    ({"chain": {"hops": 0}, "teller": {"access": "direct"}}, {"covered"}),
    ({"chain": {"hops": {"gte": 12}}}, {"covered"}),
    ({"claim": {"age_days": {"lt": 0}}}, {"covered"}),
    ({"any_link": {"kind": "leak"}, "all_links": {"kind": {"ne": "leak"}}}, {"covered"}),
    ({"claim": {"hedges": {"contains_all": ["may"]}, "roots.count": {"gte": 1}}}, set()),
]


@pytest.mark.parametrize(("when", "found"), CASES, ids=str)
def test_what_facts_can_be_together_is_known(when: Json, found: set[str]) -> None:
    made = criterion([{"id": "l", "when": when, "points": 100}], **{"else": {"id": "rest", "points": 0}})
    _, problems = checked(rubric([made]))
    assert codes(problems) & {"covered"} == found


@pytest.mark.parametrize("words", [["may"], ["may", "might", "could"], [f"word {n}" for n in range(200)]])
def test_a_list_of_any_length_is_gone_through(words: list[str]) -> None:
    levels = [
        {"id": "every", "when": {"claim": {"hedges": {"contains_all": words}}}, "points": 100},
        {"id": "some", "when": {"claim": {"hedges": {"contains_any": words}}}, "points": 50},
    ]
    _, problems = checked(rubric([criterion(levels, **{"else": {"id": "rest", "points": 0}})], "claim"))
    assert codes(problems, "error") == ({"covered"} if len(words) == 1 else set())


def test_levels_for_every_case_that_can_be_need_no_else() -> None:
    pairs = [(2, "established"), (2, "not_established")]
    levels = [
        {"id": pair, "when": {"claim": {"roots.count": {"gte": n}, "roots.independence": pair}}, "points": 100 - at}
        for at, (n, pair) in enumerate(pairs)
    ]
    levels += [{"id": "few", "when": {"claim": {"roots.count": {"lte": 1}}}, "points": 0}]
    _, problems = checked(rubric([criterion(levels)], "claim"))
    assert codes(problems, "error") == set()
    applies = {"chain": {"hops": {"gte": 1}}}
    values = ["verified_independently", "original_seen", "partial", "could_not_verify", "not_stated"]
    told = [
        {"id": word, "when": {"teller": {"publisher_verification": word}}, "points": 100 - 10 * at}
        for at, word in enumerate(values)
    ]
    _, problems = checked(rubric([criterion(told, applies=applies)]))
    assert codes(problems, "error") == set()
