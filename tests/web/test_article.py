"""Is the text cut at every border of a claim, and does not one character of it change?"""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sayso.web.article import Evidence, Run, cut, evidence_of

NOTHING = Evidence()


def words(run: Run) -> str:
    return "".join(bit.text for bit in run.bits)


def runs(text: str, *places: list[tuple[int, int]], evidence: Evidence = NOTHING) -> list[tuple[str, tuple[int, ...]]]:
    return [(words(run), run.claims) for paragraph in cut(text, places, evidence) for run in paragraph]


def test_text_without_claims_is_one_run() -> None:
    assert runs("plain") == [("plain", ())]


def test_the_wider_claim_stands_outside_the_nested_one() -> None:
    assert runs("abcdef", [(2, 4)], [(0, 6)]) == [("ab", (1,)), ("cd", (1, 0)), ("ef", (1,))]


def test_a_claim_told_in_pieces_stands_around_what_is_told_between_them() -> None:
    assert runs("abcdef", [(0, 2), (5, 6)], [(1, 6)]) == [("a", (0,)), ("b", (0, 1)), ("cde", (1,)), ("f", (0, 1))]


def test_claims_that_cross_share_the_middle() -> None:
    assert runs("abcdef", [(0, 4)], [(2, 6)]) == [("ab", (0,)), ("cd", (0, 1)), ("ef", (1,))]


def test_a_claim_in_two_places_begins_once() -> None:
    (paragraph,) = cut("abcdef", [[(0, 2), (4, 6)]], NOTHING)
    assert [run.begins for run in paragraph] == [(0,), (), ()]


def test_a_claim_over_two_paragraphs_is_cut_between_them() -> None:
    assert runs("ab\n\ncd", [(1, 5)]) == [("a", ()), ("b", (0,)), ("c", (0,)), ("d", ())]


def test_an_empty_place_is_no_place() -> None:
    assert runs("abc", [(1, 1)]) == [("abc", ())]


def test_positions_count_code_points_in_emoji_and_right_to_left_text() -> None:
    text = "🚀🇮🇱 כך נמסר"
    assert runs(text, [(4, 6)]) == [("🚀🇮🇱 ", ()), ("כך", (0,)), (" נמסר", ())]


def test_cues_and_hedges_are_marked_inside_a_run_without_cutting_it_in_two() -> None:
    evidence = Evidence(cues=((0, 2),), hedges=((1, 3),))
    (paragraph,) = cut("abcd", [[(0, 4)]], evidence)
    (run,) = paragraph
    assert [(bit.text, bit.css) for bit in run.bits] == [("a", "cue"), ("b", "cue hedge"), ("c", "hedge"), ("d", "")]


def test_evidence_is_gathered_from_the_claim_and_its_links() -> None:
    link = {"mention": [[4, 6]], "hedges": [{"term": "reportedly", "span": [[8, 9]]}, "apparently"]}
    claim = {"hedges": [{"term": "may", "span": [[2, 3]]}], "attributions": [{"cue": [[0, 1]], "chain": [link]}]}
    assert evidence_of(claim) == Evidence(cues=((0, 1), (4, 6)), hedges=((2, 3), (8, 9)))


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[list[tuple[int, int]]]]:
    text = draw(st.text(alphabet="ab \n‮א🚀é", max_size=40))
    at = st.integers(0, len(text))
    spans = st.tuples(at, at).map(lambda pair: (min(pair), max(pair)))
    return text, draw(st.lists(st.lists(spans, max_size=3), max_size=5))


@given(marked_texts())
def test_nothing_but_paragraph_breaks_is_lost_and_every_character_knows_its_claims(
    marked: tuple[str, list[list[tuple[int, int]]]],
) -> None:
    text, places = marked
    paragraphs = cut(text, places, Evidence(hedges=tuple(places[0]) if places else ()))
    shown = ["".join(words(run) for run in paragraph) for paragraph in paragraphs]
    assert "".join("".join(shown).split()) == "".join(text.split())
    start = 0
    for paragraph, expected in zip(paragraphs, shown, strict=True):
        start = text.index(expected, start)
        at = start
        for run in paragraph:
            for _ in words(run):
                here = {number for number, spans in enumerate(places) if any(a <= at < b for a, b in spans)}
                assert set(run.claims) == here
                at += 1
        start = at
        assert all(left.claims or right.claims for left, right in pairwise(paragraph))
    begun = [number for paragraph in paragraphs for run in paragraph for number in run.begins]
    assert len(begun) == len(set(begun))
