"""Is a whole rubric told: every question with its answers, the chain, the rules, the overall, the remedies?"""

from __future__ import annotations

from itertools import combinations
from typing import Any as Anything

import pytest
from tests.rubric.making import Json, checked, criterion, rubric, vocabulary
from tests.services import shipped_desk

from sayso.rubric.describe import describe


@pytest.fixture(scope="module")
def desk() -> Anything:
    return shipped_desk()


def test_every_shipped_rubric_is_told_whole_and_without_placeholders(desk: Anything) -> None:
    for shipped in desk.catalog.rubrics:
        told = describe(shipped, desk.vocabulary)
        questions = [question.id for axis in told.axes for question in axis.questions]
        assert sorted(questions) == sorted(each.id for each in shipped.criteria)
        assert [rule.id for rule in told.gates] == [gate.id for gate in shipped.gates]
        assert len(told.remedies) == len(shipped.remedies)
        text = repr(told)
        assert "{" not in text.replace("{}", "")
        for rule in told.gates:
            assert rule.sentence.endswith(".")
            assert "_" not in rule.sentence


def test_no_two_answers_to_one_question_are_said_alike(desk: Anything) -> None:
    for shipped in desk.catalog.rubrics:
        for axis in describe(shipped, desk.vocabulary).axes:
            for question in axis.questions:
                for one, other in combinations(question.answers, 2):
                    assert one.when != other.when, f"{shipped.id}, {question.id}: {one.when}"


HALF = [
    {"id": "a", "when": {"root": {"access": "direct"}}, "points": 100, "because": "{root.source} knew"},
    {"id": "b", "when": {"root": {"access": "indirect"}}, "points": 40, "because": "{root.kind.label}", "raise": "ask"},
]
WHOLE = criterion(
    HALF,
    **{"else": {"id": "c", "points": 0}, "unknown": {"points": 7}, "applies": {"chain": {"hops": {"gte": 1}}}},
)


def told_of(source: Json) -> Anything:
    read, _ = checked(
        {"remedies": {"ask": {"text": "Ask", "effort": "low", "set": {"root.access": "direct"}}}, **source}
    )
    return describe(read, vocabulary())


def test_a_question_says_what_each_answer_gives_and_when_it_is_asked() -> None:
    told = told_of(rubric([WHOLE], title="Small", unknown="estimate"))
    question = told.axes[0].questions[0]
    assert question.notes == ("Asked only where the chain is passed on at least once; elsewhere nothing is lost.",)
    assert [(answer.worth, answer.when, answer.because) for answer in question.answers] == [
        ("100", "if the root had direct access", "the root knew"),
        ("40", "if the root had it from those who knew", "[kind of source]"),
        ("0", "otherwise", "so it is"),
        ("7", "for now, while that is not known", "so it is"),
    ]
    assert question.answers[1].remedy == "Ask"
    assert told.remedies == (("Ask (low effort)", "then the root had direct access"),)


def test_a_rubric_that_takes_the_lowest_says_so() -> None:
    told = told_of(rubric([WHOLE], unknown="lowest"))
    assert told.axes[0].questions[0].answers[-1].worth == "lowest"
    assert "What is not known counts as the worst answer." in told.axes[0].how


def test_a_question_over_links_says_which_and_which_answer_counts() -> None:
    levels = [{"id": "a", "when": {"link": {"relation": "quotes"}}, "points": 100}]
    over = criterion(
        levels,
        over={"links": {"kind": "relay"}, "take": "worst"},
        **{"else": {"id": "b", "points": 0}, "none": {"points": 50}, "unknown": {"points": 0}},
    )
    question = told_of(rubric([over])).axes[0].questions[0]
    where = "every link where the link is an outlet that passes on what it was told"
    assert question.notes == (f"Asked of {where}; the worst answer counts.",)
    assert [answer.when for answer in question.answers][2] == "if there is no such link"


@pytest.mark.parametrize(
    ("effect", "end"),
    [
        ({"cap": {"it": "E"}}, "it is at most 49 (band E)."),
        ({"cap": {"it": 60}}, "it is at most 60 (band A)."),
        (
            {"cap": {"it": 60}, "if_unknown": "bind"},
            "it is at most 60 (band A). So it is, too, where that is not known.",
        ),
        ({"hold": "senior_editor"}, "the claim waits until a senior editor releases it."),
        ({"note": True}, "this is noted, and costs nothing."),
        ({"not_applicable": True}, "the claim is not graded."),
    ],
)
def test_a_gate_is_one_sentence_from_condition_to_effect(effect: Json, end: str) -> None:
    when = {"root": {"kind": "leak"}} if "cap" in effect else {"any_attribution": {"root": {"kind": "leak"}}}
    gate = {"id": "g", "when": when, "because": "so", "reference": "none", **effect}
    where = (
        "Where the root is a leak, " if "cap" in effect else "Where in at least one attribution the root is a leak, "
    )
    assert told_of(rubric([WHOLE], gates=[gate])).gates[0].sentence == where + end


@pytest.mark.parametrize(
    ("overall", "lines"),
    [
        ({"method": "none"}, ("There is no overall: each axis stands for itself.",)),
        ({"method": "min"}, ("The overall is the lowest of the axes.",)),
        ({"method": "weighted", "weights": {"it": 1000}}, ("The overall is 100% it.",)),
        (
            {"method": "table", "table": {"A": "go", "E": "stop", "F": "ask"}},
            ("The overall is a word for each combination of bands:", "A: go", "E: stop", "F: ask"),
        ),
    ],
)
def test_the_overall_says_how_it_is_made(overall: Json, lines: tuple[str, ...]) -> None:
    assert told_of(rubric([WHOLE], overall=overall)).overall == lines


def test_the_chain_says_what_each_link_keeps() -> None:
    chain = {
        "axis": "it",
        "keep": [
            {"id": "k", "when": {"link": {"relation": "quotes"}}, "per_mille": 925, "because": "{link.source} quotes"}
        ],
        "else": {"id": "e", "per_mille": 700, "because": "it passes it on"},
        "unknown": {"per_mille": 700, "because": "not stated"},
    }
    told = told_of(rubric([WHOLE], chain=chain))
    assert [(keep.worth, keep.when, keep.because) for keep in told.keeps] == [
        ("92.5%", "if the link quotes it", "the link quotes"),
        ("70%", "otherwise", "it passes it on"),
        ("70%", "for now, while that is not known", "not stated"),
    ]


def test_an_answer_that_cannot_be_judged_gives_the_band_that_says_so() -> None:
    nobody = {"id": "n", "when": {"root": {"kind": "rumour"}}, "abstain": True, "because": "nobody"}
    silent = criterion([nobody, *HALF], **{"else": {"id": "c", "points": 0}, "unknown": {"points": 0}})
    assert told_of(rubric([silent])).axes[0].questions[0].answers[0].worth == "F"
