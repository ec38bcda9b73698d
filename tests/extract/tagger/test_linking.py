"""Does each cue get its own source and contents, and does the work stay linear?"""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.extract.prose import Prose, take_apart
from sayso.extract.relation import Relation
from sayso.extract.tagger import load
from sayso.extract.tagger.linking import BUCKETS, CONTENT, CUE, NEAR, SOURCE, Found, linked, pairs_of
from sayso.extract.tagger.weights import read_weights

WEIGHTS = read_weights().arrays["links"]


def spans(prose: Prose, *parts: tuple[int, str]) -> list[Found]:
    """The spans of the words, each looked for behind the one before."""
    found, at = [], 0
    for role, words in parts:
        start = prose.text.index(words, at)
        at = start + len(words)
        inside = [n for n, token in enumerate(prose.tokens) if start <= token.start < at]
        found.append(Found(role, inside[0], inside[-1] + 1))
    return found


def shown(prose: Prose, relations: list[Relation]) -> list[tuple[list[str], list[str], list[str]]]:
    def words(of: tuple[tuple[int, int], ...]) -> list[str]:
        return [prose.text[start:end] for start, end in of]

    return [(words(each.source), words(each.cue), words(each.content)) for each in relations]


def link(text: str, *parts: tuple[int, str]) -> list[tuple[list[str], list[str], list[str]]]:
    prose = load().tagged(take_apart(text))
    return shown(prose, linked(prose, spans(prose, *parts), WEIGHTS))


def test_two_in_one_sentence_keep_apart() -> None:
    text = "Ms. Vale said it rained, but Mr. Hale insisted it was dry."
    parts = [(SOURCE, "Ms. Vale"), (CUE, "said"), (CONTENT, "it rained")]
    parts += [(SOURCE, "Mr. Hale"), (CUE, "insisted"), (CONTENT, "it was dry")]
    assert link(text, *parts) == [
        (["Ms. Vale"], ["said"], ["it rained"]),
        (["Mr. Hale"], ["insisted"], ["it was dry"]),
    ]


def test_a_content_broken_by_its_cue_has_two_spans() -> None:
    text = "“The gate,” she said, “was open.”"
    parts = [(CONTENT, "“The gate,”"), (SOURCE, "she"), (CUE, "said"), (CONTENT, "“was open.”")]
    assert link(text, *parts) == [(["she"], ["said"], ["“The gate,”", "“was open.”"])]


def test_one_source_may_have_two_cues() -> None:
    text = "The mayor praised the pilots and demanded better boats."
    parts = [(SOURCE, "The mayor"), (CUE, "praised"), (CONTENT, "the pilots"), (CUE, "demanded")]
    found = link(text, *parts, (CONTENT, "better boats"))
    assert [source for source, _, _ in found] == [["The mayor"], ["The mayor"]]


def test_a_quotation_that_goes_on_in_the_next_paragraph_keeps_its_cue() -> None:
    text = "“It rained,” she said.\n\n“It poured.”"
    parts = [(CONTENT, "“It rained,”"), (SOURCE, "she"), (CUE, "said"), (CONTENT, "“It poured.”")]
    assert link(text, *parts) == [(["she"], ["said"], ["“It rained,”", "“It poured.”"])]


def test_a_cue_without_content_is_no_attribution_and_neither_is_a_content_without_cue() -> None:
    assert link("The mayor said.", (SOURCE, "The mayor"), (CUE, "said")) == []
    assert link("It rained.", (CONTENT, "It rained")) == []
    found = link(
        "He said no.\n\nThe gate is iron.", (SOURCE, "He"), (CUE, "said"), (CONTENT, "no"), (CONTENT, "The gate is")
    )
    assert found == [(["He"], ["said"], ["no"])]


@settings(deadline=None, max_examples=50)
@given(st.lists(st.sampled_from((SOURCE, CUE, CONTENT)), max_size=60))
def test_no_span_has_more_pairs_than_cues_beside_it(roles: list[int]) -> None:
    prose = take_apart(" ".join(f"w{at}" for at in range(len(roles))))
    found = [Found(role, at, at + 1) for at, role in enumerate(roles)]
    pairs = list(pairs_of(prose, found))
    counts = np.bincount([pair.span for pair in pairs], minlength=1)
    assert counts.max() <= 2 * NEAR
    assert all(found[pair.cue].role == CUE != found[pair.span].role for pair in pairs)
    assert all(0 <= feature < BUCKETS for pair in pairs for feature in pair.features)
