"""Which conditions can a generated rubric state? Plain maps, as they stand in a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from hypothesis import strategies as st
from tests.generated.vocabulary import DAYS, HEDGES, NUMBERS, OWN_KINDS, PARENTS, WORDS, Fact

Way = Literal["better", "worse"]
"""Which end of a fact with a direction a condition asks for; other facts are asked either way."""
Condition = dict[str, Any]
Draw = st.DrawFn


def literal(draw: Draw, fact: Fact, way: Way) -> Condition:
    """One test of one fact under its scope."""
    return {fact.scope: {fact.name: _test(draw, fact, way)}}


def condition(draw: Draw, facts: Sequence[Fact], way: Way, most: int = 2) -> Condition:
    """One or more tests joined, now and then turned round twice."""
    picked = draw(
        st.lists(st.sampled_from(facts), min_size=1, max_size=most, unique_by=lambda fact: (fact.scope, fact.name))
    )
    parts = [literal(draw, fact, way) for fact in picked]
    turn = draw(st.integers(0, 9))
    if turn == 0:
        opposite: Way = "worse" if way == "better" else "better"
        parts[-1] = {"not": literal(draw, picked[-1], opposite)}
    if len(parts) == 1:
        return parts[0]
    if turn in (1, 2):
        return {"any": parts}
    return together(parts) if turn < 6 else {"all": parts}


def together(parts: Sequence[Condition]) -> Condition:
    """All parts in one map, as an editor writes them, where no scope stands twice."""
    keys = [key for part in parts for key in part]
    return (
        {key: value for part in parts for key, value in part.items()}
        if len(set(keys)) == len(keys)
        else {"all": list(parts)}
    )


def _test(draw: Draw, fact: Fact, way: Way) -> Any:
    field, order = fact.field, fact.order
    if order and field.type == "integer":
        return _of_number(draw, fact, way)
    if len(order) == 2 and isinstance(order[0], bool):
        value = order[0] if way == "better" else order[1]
        return draw(st.sampled_from([value, [value], {"ne": not value}]))
    if order:
        return _of_order(draw, list(order), way)
    if field.type == "kind":
        names = draw(
            st.lists(st.sampled_from([*OWN_KINDS, *PARENTS, "relay", "untraced"]), min_size=1, max_size=3, unique=True)
        )
        return {"ne": names} if draw(st.integers(0, 5)) == 0 else names
    if field.type == "integer":
        return {
            draw(st.sampled_from(["gte", "gt", "lte", "lt"])): draw(st.sampled_from(NUMBERS.get(fact.name, (1, 2))))
        }
    if field.type == "date":
        return {draw(st.sampled_from(["gte", "gt", "lte", "lt"])): draw(st.sampled_from(DAYS))}
    if field.type == "boolean":
        return draw(st.booleans())
    if field.type == "list":
        words = [*field.values] or [*HEDGES]
        wanted = draw(st.lists(st.sampled_from(words), min_size=1, max_size=2, unique=True))
        return {draw(st.sampled_from(["contains_all", "contains_any"])): wanted}
    words = list(field.values) or list(WORDS)
    if not field.values and draw(st.booleans()):
        return {"exists": draw(st.booleans())}
    some = draw(st.lists(st.sampled_from(words), min_size=1, max_size=max(1, len(words) - 1), unique=True))
    return {"ne": some} if draw(st.integers(0, 5)) == 0 else some[0] if len(some) == 1 else some


def _of_number(draw: Draw, fact: Fact, way: Way) -> Any:
    higher = (fact.field.better == "higher") == (way == "better")
    number = draw(st.sampled_from(list(fact.order)))
    if number == max(fact.order):  # nothing is above the most that there can be
        return {"gte" if higher else "lt": number}
    return {draw(st.sampled_from(["gte", "gt"] if higher else ["lte", "lt"])): number}


def _of_order(draw: Draw, order: list[Any], way: Way) -> Any:
    best = way == "better"
    at = draw(st.integers(0, len(order) - 2)) if best else draw(st.integers(1, len(order) - 1))
    listed = order[: at + 1] if best else order[at:]
    forms: list[Any] = [
        {"gte" if best else "lte": order[at]},
        listed,
        {"ne": [each for each in order if each not in listed]},
    ]
    forms.append({"gt": order[at + 1]} if best else {"lt": order[at - 1]})
    return draw(st.sampled_from(forms))
