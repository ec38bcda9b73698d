"""Does the shipped finder find who said what, and does it take any text?"""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.extract.prose import take_apart
from sayso.extract.tagger import LearnedFinder, load

MARKS = "“”‘’\"'said he .,!?—\n\x00\u202e😀"
anything = st.one_of(st.text(max_size=80), st.text(alphabet=MARKS, max_size=80))


@cache
def finder() -> LearnedFinder:
    return load()


def found(text: str) -> list[tuple[list[str], list[str], list[str]]]:
    return [
        ([text[a:b] for a, b in each.source], [text[a:b] for a, b in each.cue], [text[a:b] for a, b in each.content])
        for each in finder()(take_apart(text))
    ]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        (
            "The harbour will stay closed until Friday, Mayor Ada Moss said.",
            ["Mayor Ada Moss"],
            ["said"],
            ["The harbour will stay closed until Friday"],
        ),
        (
            "“We found no trace of the boat,” Captain Brandt said.",
            ["Captain Brandt"],
            ["said"],
            ["“We found no trace of the boat,”"],
        ),
        (
            "According to the coast guard, three people are missing.",
            ["the coast guard"],
            ["According to"],
            ["three people are missing"],
        ),
        (
            "The ministry denied that the bridge was unsafe.",
            ["The ministry"],
            ["denied"],
            ["that the bridge was unsafe"],
        ),
        (
            "“The gate,” Ms. Vale said, “was open all night.”",
            ["Ms. Vale"],
            ["said"],
            ["“The gate,”", "“was open all night.”"],
        ),
        (
            "''We are ready,'' the pilot said.",
            ["the pilot"],
            ["said"],
            ["''We are ready,''"],
        ),
        (
            "A new report says that the river is rising faster than expected.",
            ["A new report"],
            ["says"],
            ["that the river is rising faster than expected"],
        ),
    ],
)
def test_an_attribution_is_found_with_its_parts(
    text: str, source: list[str], cue: list[str], content: list[str]
) -> None:
    assert found(text) == [(source, cue, content)]


def test_one_person_may_say_two_things() -> None:
    text = "Ms. Vale said the gate was open. She added that nobody had been hurt."
    assert [(source, cue) for source, cue, _ in found(text)] == [(["Ms. Vale"], ["said"]), (["She"], ["added"])]


def test_a_text_in_which_nobody_says_anything_has_none() -> None:
    assert found("The gate is made of iron. It stands at the north end of the quay.") == []


@pytest.mark.parametrize("text", ["", " \n ", "\x00", "😀", '"', "“" * 200])
def test_next_to_nothing_holds_nothing(text: str) -> None:
    assert found(text) == []


def test_tags_are_those_of_the_treebank() -> None:
    tagged = finder().tagged(take_apart("The old captain has not said whether she will sail to Ostend in 2019."))
    assert " ".join(token.tag for token in tagged.tokens) == "DT JJ NN VBZ RB VBN IN PRP MD VB TO NNP IN CD ."
    assert finder().tagged(tagged) is tagged


@settings(deadline=None, max_examples=60)
@given(anything)
def test_every_span_of_any_text_is_in_it_and_no_two_overlap(text: str) -> None:
    prose = take_apart(text)
    relations = finder()(prose)
    starts = [min(each.source + each.cue + each.content) for each in relations]
    assert starts == sorted(starts)
    cues_and_contents = sorted(span for each in relations for span in each.cue + each.content)
    end = 0
    for start, stop in cues_and_contents:
        assert end <= start < stop <= len(text)
        end = stop
    for each in relations:
        assert len(each.cue) == 1
        assert each.content
        assert all(
            text[start:stop].strip() == text[start:stop] for start, stop in each.source + each.cue + each.content
        )


@settings(deadline=None, max_examples=40)
@given(anything)
def test_no_span_outside_quotations_runs_over_the_end_of_a_sentence(text: str) -> None:
    prose = finder().tagged(take_apart(text))
    begins = [prose.tokens[first].start for first, _ in prose.sentences]
    for each in finder()(prose):
        for start, stop in each.source + each.cue + each.content:
            for begin in begins:
                inside = any(first < begin < last for first, last in prose.quotations)
                assert inside or not start < begin < stop


@settings(deadline=None, max_examples=25)
@given(st.lists(st.sampled_from(["He said it rained. ", "“No,” she said.\n\n", "The gate is iron. "]), max_size=6))
def test_a_paragraph_is_read_the_same_wherever_it_stands(parts: list[str]) -> None:
    text = "\n\n".join(parts)
    shifted = found("Nothing at all.\n\n" + text)
    assert shifted == found(text)


@pytest.mark.parametrize("unit", ["“", "He said ", "‘a’ ", "word. "])
def test_a_hundred_thousand_characters_of_anything_are_read(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    for each in finder()(take_apart(text)):
        assert all(0 <= start < stop <= len(text) for start, stop in each.source + each.cue + each.content)


def test_a_text_of_marks_and_single_letters_holds_nothing() -> None:
    assert found("\"' a? " * 500) == []


def test_ten_thousand_nested_quotations_are_read() -> None:
    text = "He said " + "“" * 10_000 + "no" + "”" * 10_000
    assert all(stop <= len(text) for each in finder()(take_apart(text)) for _, stop in each.content)
