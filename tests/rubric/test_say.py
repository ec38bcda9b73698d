"""Is every condition said in English that an editor reads, and never the same for two meanings?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any as Anything

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rubric.making import ROOT, Json, vocabulary

from sayso.facts.vocabulary import Field, load_vocabulary
from sayso.facts.yaml_reader import read_yaml
from sayso.rubric.conditions import OF_CLAIM_GATE, OF_LINK, Conditions
from sayso.rubric.fields import NUMBERS, fact_ref, fields_of
from sayso.rubric.matcher import Node, Test, evaluate
from sayso.rubric.phrases import CHAIN, CLAIM, COUNTS, HOLDS, LINK, MOMENTS, STATED, phrases_of
from sayso.rubric.reading import Notes
from sayso.rubric.say import say, say_value

SCOPES = ("claim", "chain", "root", "teller", "outlet", "link")


def condition(when: Json, scopes: tuple[str, ...] = (*OF_LINK, *OF_CLAIM_GATE)) -> Node:
    node, _ = read_yaml(json.dumps(when).encode(), "made")
    notes = Notes()
    read = Conditions(vocabulary(), notes).read(node, scopes, "it", (1, 1))
    assert read is not None, notes.problems
    return read


def said(when: Json) -> str:
    return say(condition(when), vocabulary())


SAW = {"publisher_verification": "original_seen"}
PAIRS: list[tuple[Json, str]] = [
    (
        {"root": {"kind": "classified_leak"}, "teller": SAW},
        "the root is a classified leak and the link before it says it saw the original",
    ),
    ({"teller": SAW}, "the link before the root says it saw the original"),
    (
        {"root": {"identification": ["named", "role", "none"]}},
        "the root is named, described by role only or left unidentified",
    ),
    ({"root": {"identification": {"gte": "named"}}}, "the root is named, or better"),
    ({"root": {"identification": {"lt": "bare"}}}, "the root is left unidentified"),
    ({"root": {"kind": {"ne": ["leak", "rumour"]}}}, "the root is not a leak or a rumour"),
    ({"root": {"url": {"exists": True}}}, "the root has a stated address"),
    ({"root": {"url": {"exists": False}}}, "the root has no stated address"),
    ({"root": {"observed_at": {"gte": "2026-01-31"}}}, "the root saw it on 2026-01-31 or later"),
    ({"root": {"plural": False}}, "the root is not said to be several, though one is evident"),
    (
        {"link": {"plural": {"exists": True, "ne": False}}},
        "the link is said to be several, though one is evident (where stated)",
    ),
    ({"outlet": {"relation": "quotes"}}, "the outlet being read quotes it"),
    ({"chain": {"hops": 0}}, "the chain is never passed on"),
    ({"chain": {"hops": {"gte": 2}}}, "the chain is passed on at least twice"),
    (
        {"chain": {"circular": True, "record": ["A", "B"]}},
        "the chain runs in a circle, and has the record A (completely reliable) or B (usually reliable)",
    ),
    ({"claim": {"roots.count": 0}}, "the claim has no roots"),
    ({"claim": {"roots.count": 1}}, "the claim has exactly one root"),
    ({"claim": {"roots.count": {"gt": 1, "lte": 3}}}, "the claim has more than one root and has at most three roots"),
    ({"claim": {"age_days": {"lt": 30}}}, "the claim is less than 30 days old"),
    ({"claim": {"specifics": {"contains_all": ["who", "when"]}}}, "the claim gives who and when"),
    ({"claim": {"hedges": {"contains_any": ["allegedly", "may"]}}}, "the claim holds back with “allegedly” or “may”"),
    ({"claim": {"topic": "the harbour"}}, "the claim has as its topic “the harbour”"),
    (
        {"any_link": {"kind": "state_media", "plural": True}},
        "some link of the chain is a state outlet and is said to be several, though one is evident",
    ),
    ({"all_links": {"relation": "quotes"}}, "every link of the chain quotes it"),
    (
        {"any_attribution": {"root": {"kind": "leak"}}, "claim": {"roots.count": {"lte": 1}}},
        "in at least one attribution the root is a leak, and the claim has at most one root",
    ),
    ({"all_attributions": {"any_link": SAW}}, "in every attribution some link of the chain says it saw the original"),
    (
        {"any": [{"root": {"kind": "leak"}}, {"root": {"access": "direct"}}]},
        "the root either is a leak or had direct access",
    ),
    (
        {"any": [{"root": {"kind": "leak"}}, {"claim": {"content": "fact", "reply": "carried"}}]},
        "either the root is a leak, or the claim is a fact that can be checked and carries a reply",
    ),
    (
        {"any": [{"root": {"kind": "leak"}}, {"root": {"kind": "rumour", "access": ["direct", "none"]}}]},
        "the root either is a leak, or (is a rumour and had direct access or no access)",
    ),
    ({"not": {"root": {"kind": "leak"}}}, "the root is not a leak"),
    (
        {"not": {"root": {"identification": {"gte": "named"}}}},
        "the root is described by role and by how it knows, or worse",
    ),
    ({"not": {"claim": {"roots.count": {"lte": 1}}}}, "the claim has more than one root"),
    ({"not": {"root": {"url": {"exists": True}}}}, "the root has no stated address"),
    ({"not": {"any_link": {"kind": "rumour"}}}, "no link of the chain is a rumour"),
    ({"not": {"not": {"root": {"kind": "leak"}}}}, "the root is a leak"),
    (
        {"not": {"root": {"kind": "leak"}, "claim": {"content": "fact"}}},
        "it is not so that the root is a leak and the claim is a fact that can be checked",
    ),
]


@pytest.mark.parametrize(("when", "sentence"), PAIRS, ids=[sentence[:60] for _, sentence in PAIRS])
def test_a_condition_reads_as_an_editor_would_say_it(when: Json, sentence: str) -> None:
    assert said(when) == sentence


def test_a_denied_predicate_does_not_deny_twice() -> None:
    assert said({"not": {"root": {"access": "none"}}}) == "the root had some access"
    assert said({"root": {"interest": {"ne": "neutral"}}}) == "the root has some apparent interest in it"


def values_of(field: Field) -> list[Anything]:
    if field.type == "kind":
        return list(vocabulary().kinds)
    if field.values:
        return list(field.values)
    if field.type == "boolean":
        return [True, False]
    return (
        [1, 2, 7] if field.type == "integer" else ["2026-01-31", "2026-02-01"] if field.type == "date" else ["a", "b"]
    )


def simple_tests(scope: str, name: str, field: Field) -> list[Json]:
    """Every operator of a field with every value: all that one test can be."""
    values = values_of(field)
    tests: list[Anything] = [{"exists": True}, {"exists": False}]
    if field.type == "list":
        tests += [{"contains_all": [value]} for value in values] + [{"contains_any": values[:2]}]
        return [{scope: {name: test}} for test in tests]
    tests += values
    tests += [{"ne": value} for value in values] if field.type != "boolean" else []
    if field.ordered or field.type in NUMBERS:
        tests += [{operator: value} for operator in ("gte", "gt", "lte", "lt") for value in values]
    return [{scope: {name: test}} for test in tests]


FIELDS = [(scope, name, field) for scope in SCOPES for name, field in fields_of(vocabulary(), scope).items()]


@pytest.mark.parametrize(("scope", "name", "field"), FIELDS, ids=[f"{scope}.{name}" for scope, name, _ in FIELDS])
def test_every_test_of_every_fact_is_said_without_jargon_and_like_no_other(scope: str, name: str, field: Field) -> None:
    meant: dict[str, Node] = {}
    for when in simple_tests(scope, name, field):
        node = condition(when)
        sentence = say(node, vocabulary())
        readable(sentence)
        other = meant.setdefault(sentence, node)
        assert same_meaning(node, other, field), f"{sentence!r} is said of {node} and of {other}"


def readable(sentence: str) -> None:
    assert sentence == " ".join(sentence.split())
    assert sentence.startswith(("the ", "some ", "every ", "no ", "in ", "either ", "it is not so that ", "("))
    assert not set("_{}[]|`") & set(sentence), sentence
    assert " not not " not in sentence
    assert " a a " not in f" {sentence} "


def same_meaning(one: Node, other: Node, field: Field) -> bool:
    values: list[Anything] = [None, *range(9)] if field.type in NUMBERS else [None, *values_of(field)]
    if field.type == "list":
        return one == other
    if field.type == "date":
        values = [None, *range(739_000, 740_000)]
    return all(truth(one, value) == truth(other, value) for value in values)


def truth(node: Node, value: Anything) -> int:
    return evaluate(node, lambda _: value, lambda _: 0)


def test_phrases_are_for_facts_and_values_that_are_declared() -> None:
    for scope, table in (("link", LINK), ("claim", CLAIM), ("chain", CHAIN)):
        fields = fields_of(vocabulary(), scope)
        for name, phrases in table.items():
            assert name in fields, f"{scope}.{name}"
            assert set(phrases) <= set(values_of(fields[name])), f"{scope}.{name}"
    everywhere = {name for scope in SCOPES for name in fields_of(vocabulary(), scope)}
    assert set(STATED) | set(HOLDS) | set(MOMENTS) <= everywhere
    assert all(path.partition(".")[2] in fields_of(vocabulary(), path.partition(".")[0]) for path in COUNTS)


@pytest.mark.parametrize("scope", SCOPES)
def test_every_shipped_value_has_words_of_its_own(scope: str) -> None:
    """A label is for a desk's own additions; what we ship is said properly."""
    likelihood = {"likelihood.yardstick"}
    for name, field in fields_of(vocabulary(), scope).items():
        if field.values and field.type != "list" and name not in likelihood:
            assert set(field.values) <= set(phrases_of(scope, name)), f"{scope}.{name}"


POOL: list[Json] = [
    {"root": {"kind": "leak"}},
    {"root": {"access": ["direct", "none"]}},
    {"root": {"identification": {"gte": "named"}}},
    {"teller": {"relation": "quotes"}},
    {"claim": {"content": "fact"}},
    {"claim": {"roots.count": {"lte": 1}}},
]
FACTS: dict[str, list[Anything]] = {
    "root.kind": ["classified_leak", "rumour"],
    "root.access": ["direct", "none", "inferred"],
    "root.identification": ["named", "role"],
    "teller.relation": ["quotes", "updates"],
    "claim.content": ["fact", "characterisation"],
    "claim.roots.count": [1, 2],
}
whens = st.recursive(
    st.sampled_from(POOL),
    lambda inner: st.one_of(
        st.builds(lambda each: {"not": each}, inner),
        st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)),
    ),
    max_leaves=6,
)


@given(whens)
def test_however_conditions_are_nested_the_sentence_stays_one(when: Json) -> None:
    sentence = said(when)
    readable(sentence)
    assert sentence.count("(") == sentence.count(")")


@given(whens, st.fixed_dictionaries({name: st.sampled_from(values) for name, values in FACTS.items()}))
def test_what_is_denied_in_words_is_denied_in_fact(when: Json, facts: dict[str, Anything]) -> None:
    """Of one test and its denial exactly one holds, and they are never said alike."""
    node, denied = condition(when), condition({"not": when})
    holds = [evaluate(each, lambda ref: facts[ref.path], lambda _: 0) for each in (node, denied)]
    assert sorted(holds) == [0, 1]
    assert say(node, vocabulary()) != say(denied, vocabulary())


def test_a_fact_of_a_desks_own_is_said_by_its_labels(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "sayso: vocabulary/1\nlink:\n  mood:\n    type: enum\n    label: Mood of the day\n    gloss: g\n"
        "    reference: r\n    values: {sunny_side: Sunny, rainy: Rainy}\n",
        encoding="utf-8",
    )
    words = load_vocabulary(ROOT / "rubrics" / "vocabulary.yaml", own)
    mood = fact_ref(words, "root", "mood")
    either = Test(mood, "in", ("sunny_side", "rainy"), frozenset({"sunny_side", "rainy"}))
    assert say(either, words) == "the root has as its mood of the day “Sunny” or “Rainy”"
    assert say(Test(mood, "exists", (False,)), words) == "the root has no stated mood of the day"


@pytest.mark.parametrize(
    ("scope", "name", "value", "sentence"),
    [
        ("claim", "roots.count", "+1", "the claim has one more root"),
        ("claim", "roots.independence", "established", "the claim has roots that are shown to be independent"),
        ("teller", "publisher_verification", "original_seen", "the link before the root says it saw the original"),
        ("root", "interest_disclosed", True, "the root has an interest that the reader is told of"),
        ("root", "observed_at", "2026-01-31", "the root saw it on 2026-01-31"),
        ("claim", "specifics", ["who", "what"], "the claim gives who and what"),
        ("root", "kind", "eyewitness", "the root is an eyewitness"),
    ],
)
def test_what_a_remedy_sets_is_said_as_what_is_then_so(scope: str, name: str, value: object, sentence: str) -> None:
    assert say_value(scope, name, value, vocabulary()) == sentence


def test_a_test_that_no_value_passes_is_still_said() -> None:
    ref = fact_ref(vocabulary(), "root", "identification")
    assert say(Test(ref, "gt", ("named_with_position",)), vocabulary()) == (
        "the root has an identification better than any there is"
    )
