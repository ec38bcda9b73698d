"""Do both readers agree where it is hard: open quantifiers, ties, missing scopes, numbers at their bounds?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import pytest
from tests.columnar.expecting import differences
from tests.rubric.making import Json, checked, criterion, plan, rubric, vocabulary

from sayso.engine import columnar_axis, columnar_cells, columnar_classes
from sayso.engine.columnar import ColumnarReader
from sayso.engine.facts_frame import rows
from sayso.engine.plan import Plan
from sayso.facts.claim import read_claim
from sayso.facts.derive import Facts, derive

PLURAL: tuple[Any, ...] = (True, False, None)
SEEN = {"publisher_verification": "original_seen"}


def ready(criteria: Sequence[Json], of: str = "attribution", **more: Any) -> Plan:
    return plan(checked(rubric(list(criteria), of, **more))[0])


def one(when: Mapping[str, Any], of: str = "attribution", **more: Any) -> Plan:
    """A rubric of one level."""
    level = {"id": "yes", "when": when, "points": 100}
    return ready([criterion([level], **{"else": {"id": "no", "points": 0}})], of, **more)


def facts(claims: Sequence[Json], as_of: str | None = None) -> list[Facts]:
    return [derive(read_claim(claim, vocabulary(), strict=True).claim, vocabulary(), as_of) for claim in claims]


def chains(*each: Sequence[Json]) -> Json:
    return {"attributions": [{"chain": [*chain]} for chain in each]}


def links(values: Sequence[Any], name: str = "plural") -> list[Json]:
    return [{} if value is None else {name: value} for value in values]


def agree(ready_: Plan, claims: Sequence[Json], as_of: str | None = None) -> None:
    assert differences(ready_, facts(claims, as_of)) == []


@pytest.mark.parametrize("scope", ["any_link", "all_links"])
def test_quantified_links_of_chains_of_one_and_of_twelve(scope: str) -> None:
    short = [chains(links(values)) for length in (1, 2, 3) for values in product(PLURAL, repeat=length)]
    filled = [chains(links([most] * at + [other] + [most] * (11 - at)))
              for most, other in product(PLURAL, repeat=2) for at in (0, 5, 11)]  # fmt: skip
    agree(one({scope: {"plural": True}}), [*short, *filled])
    agree(one({"not": {scope: {"plural": True, "access": {"exists": True}}}}), [*short, *filled])


@pytest.mark.parametrize("take", ["worst", "best"])
@pytest.mark.parametrize("run", ["relays", "all", {"plural": True}])
def test_over_links_of_which_it_is_open_whether_they_count(take: str, run: Any) -> None:
    levels = [
        {"id": "top", "when": {"link": {"access": "direct"}}, "points": 100},
        {"id": "same", "when": {"link": {"access": "indirect"}}, "points": 100},
        {
            "id": "low",
            "when": {"any": [{"link": {"access": "inferred"}}, {"root": {"medium": "document"}}]},
            "points": 40,
        },
    ]
    more: Json = {"else": {"id": "rest", "points": 0}, "unknown": {"points": 30}, "over": {"links": run, "take": take}}
    if run != "all":
        more["none"] = {"points": 60}
    link = [
        {name: value for name, value in (("plural", plural), ("access", access)) if value is not None}
        for plural in PLURAL
        for access in ("direct", "indirect", "inferred", "none", None)
    ]
    claims = [chains([first, second]) for first in link for second in link]
    claims += [chains([first, second, {}, {"medium": "document"}]) for first in link for second in link[::4]]
    claims += [chains([link[at % 15] for at in range(start, start + 12)]) for start in range(15)]
    agree(ready([criterion(levels, **more)]), claims)
    agree(ready([criterion(levels, **more, applies={"chain": {"circular": False}})]), claims)
    agree(ready([criterion(levels, **more, applies={"root": {"plural": True}})]), claims)


def test_a_teller_that_is_not_there_is_false_and_one_that_says_nothing_is_unknown() -> None:
    claims = [chains([{}]), chains([SEEN]), chains([SEEN, {}]), chains([{}, SEEN]), chains([{}, SEEN, {}])]
    for test in ("original_seen", {"ne": "original_seen"}, {"exists": False}, {"exists": True}, {"gte": "partial"}):
        agree(one({"teller": {"publisher_verification": test}}), claims)
        agree(one({"not": {"teller": {"publisher_verification": test}}}), claims)


def test_attributions_that_tie_are_put_in_order_by_their_form() -> None:
    same = [[{"source": name, "plural": True}] for name in ("b", "a", "c", "a")]
    longer = [[{"source": "z"}, {"source": "a", "plural": True}]]
    silent = [[{"source": "q"}]]
    agree(one({"root": {"plural": True}}), [
        chains(*order) for order in (same, same[::-1], longer + same, silent + longer, silent * 3, longer * 32)
    ])  # fmt: skip


def test_an_axis_that_abstains_and_one_to_which_nothing_applies() -> None:
    quiet = {"id": "quiet", "when": {"root": {"plural": True}}, "points": 0, "abstain": True}
    level = {"id": "yes", "when": {"root": {"access": "direct"}}, "points": 100}
    made = criterion([level, quiet], applies={"root": {"medium": "document"}}, **{"else": {"id": "no", "points": 0}})
    link = [
        {name: value for name, value in zip(("plural", "access", "medium"), each, strict=True) if value is not None}
        for each in product(PLURAL, ("direct", "none", None), ("document", "speech", None))
    ]
    claims = [chains([each]) for each in link] + [chains([first], [second]) for first in link for second in link[::5]]
    agree(ready([made]), claims)


@pytest.mark.parametrize("bind", [True, False])
@pytest.mark.parametrize("lowest", [True, False])
def test_caps_that_may_hold(bind: bool, lowest: bool) -> None:
    level = {"id": "yes", "when": {"root": {"access": "direct"}}, "points": 100}
    made = criterion([level], **{"else": {"id": "no", "points": 20}})
    more = {"because": "x", "reference": "y", **({"if_unknown": "bind"} if bind else {})}
    gates = [
        {"id": f"g{at}", "when": {"any_link": {"plural": value}}, "cap": {"it": cap}, **more}
        for at, (value, cap) in enumerate(
            [(True, 50), (False, 30), (True, 30), (True, 70), (False, 0), (True, 1), (False, 99)]
        )
    ]
    claims = [chains(links(values), [{"access": "direct"}]) for values in product(PLURAL, repeat=2)]
    claims += [chains([{**first, "access": "direct"}]) for first in links(PLURAL)]
    agree(ready([made], gates=gates, **({"unknown": "lowest"} if lowest else {})), claims)


def test_gates_that_read_every_attribution() -> None:
    when = {"any_attribution": {"any_link": {"plural": True}}, "all_attributions": {"root": {"access": "direct"}}}
    more, hop = {"because": "x", "reference": "y"}, {"any_attribution": {"chain": {"hops": 1}}}
    gates = [
        {"id": "cap", "when": when, "cap": {"it": 10}, **more},
        {"id": "held", "when": {"not": when}, "hold": "editor", **more},
        {"id": "ends", "when": {"all_attributions": {"teller": {"plural": True}}}, "not_applicable": True, **more},
        {"id": "noted", "when": {"any": [{"claim": {"topic": "tax"}}, hop]}, "note": True, **more},
    ]  # fmt: skip
    level = {"id": "yes", "when": {"claim": {"topic": ["tax", "war"]}}, "points": 100}
    made = criterion([level], **{"else": {"id": "no", "points": 0}})
    chain = [[*links([first]), {**second, **root}] for first in PLURAL for second in links(PLURAL)
             for root in ({}, {"access": "direct"}, {"access": "none"})]  # fmt: skip
    claims = [{**chains(one_, other), **topic} for one_ in chain for other in chain[::4]
              for topic in ({}, {"topic": "tax"}, {"topic": "sport"})]  # fmt: skip
    agree(ready([made], "claim", gates=gates), claims)


def test_whole_numbers_and_days_at_their_bounds() -> None:
    numbers = (0, 1, 2, 3, 999_999_999, 1_000_000_000)
    claims = [{**chains([{}]), "roots": {"count": number}} for number in numbers]
    for operator, number in product(("gte", "gt", "lte", "lt", "ne"), (0, 1, 2, 1_000_000_000)):
        agree(one({"claim": {"roots.count": {operator: number}}}, "claim"), claims)
    agree(one({"claim": {"roots.count": [1, 3, 1_000_000_000]}}, "claim"), claims)
    days = ("0001-01-01", "2026-01-05", "9999-12-31")
    dated = [chains([{"observed_at": first, "reported_at": second}]) for first, second in product(days, repeat=2)]
    for operator, number in product(("gte", "lt"), (0, 1, 4)):
        agree(one({"root": {"attenuation_days": {operator: number}}}), dated)
        agree(one({"claim": {"age_days": {operator: number}}}, "claim"), dated, "2026-01-06")
    agree(one({"root": {"observed_at": {"gte": "2026-01-05"}}}), dated)


def test_free_text_that_a_rubric_names() -> None:
    words = ("tax", "Tax", "tax ", "t\u00e4x", "\u0442ax", "another", "\U0001f600", "ta\u0301x")
    claims = [{**chains([{"note": word}]), "topic": word} for word in words] + [chains([{}])]
    for test in ("tax", ["tax", "t\u00e4x", "\U0001f600"], {"ne": "tax"}, {"ne": ["tax", "another"]}, {"exists": True}):
        agree(one({"claim": {"topic": test}}, "claim"), claims)
        agree(one({"root": {"note": test}}), claims)


def test_sets_of_words() -> None:
    words = ["who", "what", "where", "when", "how_many"]
    claims = [chains([{}])] + [
        {**chains([{}]), "specifics": [word for at, word in enumerate(words) if bits >> at & 1]} for bits in range(32)
    ]
    for operator in ("contains_all", "contains_any"):
        agree(one({"claim": {"specifics": {operator: ["who", "where"]}}}, "claim"), claims)
        agree(one({"not": {"claim": {"specifics": {operator: words}}}}, "claim"), claims)


def test_sets_of_which_a_rubric_names_many_words() -> None:
    words = [f"word{at}" for at in range(15)]
    levels = [{"id": f"l{at}", "when": {"claim": {"hedges": {"contains_all": words[at : at + 3]}}}, "points": 100 - at}
              for at in range(12)]  # fmt: skip
    ready_ = ready([criterion(levels, **{"else": {"id": "no", "points": 0}})], "claim")
    claims = [chains([{}])] + [
        {**chains([{}]), "hedges": words[at : at + size]} for at in range(15) for size in range(5)
    ]
    agree(ready_, claims)
    reader = ColumnarReader(ready_, vocabulary())
    assert [differences(ready_, facts([claim]), reader) for claim in claims] == [[]] * len(claims)


def test_more_facts_than_one_table_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits of the tables are lowered, so that what rarely happens happens here."""
    monkeypatch.setattr(columnar_cells, "_DENSE", 4)
    monkeypatch.setattr(columnar_axis, "PATHS_KEPT", 8)
    monkeypatch.setattr(columnar_cells, "CELLS_AT_ONCE", 4)
    monkeypatch.setattr(columnar_classes, "_MOST_BITS", 1)
    names = ("access", "medium", "interest", "plural")
    values = ("direct", "document", "neutral", True)
    when = {"any": [{"root": {name: value}} for name, value in zip(names, values, strict=True)]}
    level = {
        "id": "yes",
        "when": {"all": [when, {"claim": {"specifics": {"contains_any": ["who", "what"]}}}]},
        "points": 100,
    }
    over = criterion([{"id": "up", "when": {"link": {"access": "direct"}}, "points": 0}], id="d",
                     over={"links": "all", "take": "best"}, **{"else": {"id": "no", "points": 0}})  # fmt: skip
    keep = {"id": "k", "when": {"link": {"plural": True}}, "per_mille": 900, "because": "x"}
    last, missing = {"id": "e", "per_mille": 850, "because": "x"}, {"per_mille": 870, "because": "x"}
    chain = {"axis": "it", "keep": [keep], "else": last, "unknown": missing}
    ready_ = ready([criterion([level], **{"else": {"id": "no", "points": 0}}), over], chain=chain)
    root = [{name: value for name, value, has in zip(names, values, each, strict=True) if has}
            for each in product((True, False), repeat=4)]  # fmt: skip
    claims = [
        {**chains([*links(first), each]), "specifics": ["who"]} for each in root for first in product(PLURAL, repeat=3)
    ]
    reader = ColumnarReader(ready_, vocabulary())
    for start in range(0, len(claims), 50):
        assert differences(ready_, facts(claims[start : start + 50]), reader) == []


def test_no_claims_make_an_empty_table_of_the_same_columns() -> None:
    ready_ = one({"any_link": {"plural": True}})
    reader = ColumnarReader(ready_, vocabulary())
    some = reader.score(rows(facts([chains([{}], [{}])]), vocabulary()))
    none = reader.score(rows([], vocabulary()))
    assert none.schema == some.schema
    assert none.height == 0
