"""Are found attributions compared with marked ones as the figures say they are?"""

from __future__ import annotations

import pytest

from sayso.extract.evaluation import Compared, Figures, Tally, figures
from sayso.extract.relation import Relation, Span

TEXT = "Ada Moss said on Monday that the harbour gate is closed. “It stays shut,” she added, reportedly at noon."


def span(words: str) -> Span:
    start = TEXT.index(words)
    return start, start + len(words)


def relation(source: str, cue: str, *content: str) -> Relation:
    return Relation((span(source),) if source else (), (span(cue),), tuple(span(part) for part in content))


def of(marked: list[Relation], found: list[Relation]) -> Figures:
    return figures([Compared(TEXT, marked, found)])


MARKED = relation("Ada Moss", "said", "that the harbour gate is closed")
QUOTED = relation("she", "added", "“It stays shut,”")


def test_what_is_found_as_it_was_marked_is_all_right() -> None:
    found = of([MARKED, QUOTED], [QUOTED, MARKED])
    assert found.relation == found.exact == Tally(2, 2, 2, 2)
    assert all(tally == Tally(2, 2, 2, 2) for tally in found.spans.values())
    assert found.by_type["direct"] == found.by_type["indirect"] == Tally(0, 0, 1, 1)
    assert found.false == 0


@pytest.mark.parametrize(
    ("found", "right"),
    [
        (relation("Moss", "said on Monday", "the harbour gate is closed"), True),
        (relation("Ada Moss", "said", "that the harbour"), True),
        (relation("Ada Moss", "said", "closed"), False),
        (relation("Ada Moss", "said", "harbour gate is closed. “It stays shut,” she added, reportedly at noon"), False),
        (relation("she", "said", "that the harbour gate is closed"), False),
        (relation("", "said", "that the harbour gate is closed"), False),
        (relation("Ada Moss", "added", "that the harbour gate is closed"), False),
    ],
)
def test_a_relation_is_right_when_cue_and_source_meet_and_half_of_the_content_does(
    found: Relation, right: bool
) -> None:
    assert of([MARKED], [found]).relation == Tally(1, int(right), 1, int(right))
    assert of([MARKED], [found]).false == int(not right)


def test_two_without_a_source_agree() -> None:
    nobody = relation("", "reportedly", "at noon")
    found = of([nobody], [nobody])
    assert found.relation.f1 == 1
    assert found.by_type["no source"] == Tally(0, 0, 1, 1)


def test_marks_at_the_edges_are_no_difference_for_exact_but_for_spans() -> None:
    found = of([QUOTED], [relation("she", "added", "It stays shut")])
    assert found.exact.f1 == 1
    assert found.spans["content"] == Tally(1, 0, 1, 0)


def test_one_found_matches_one_marked_only() -> None:
    found = of([MARKED], [MARKED, MARKED])
    assert found.relation == Tally(2, 1, 1, 1)
    assert found.relation.precision == 0.5


def test_the_matching_is_the_largest_there_is() -> None:
    broad = relation("Ada Moss", "said on Monday", "that the harbour gate is closed")
    early = relation("Ada Moss", "said", "that the harbour gate is closed")
    late = relation("Ada Moss", "on Monday", "that the harbour gate is closed")
    assert of([early, late], [broad, early]).relation.right == 2


def test_a_content_with_quoted_and_other_words_is_mixed() -> None:
    mixed = relation("Ada Moss", "said", "that the harbour gate is closed", "“It stays shut,”")
    assert of([mixed], []).by_type["mixed"] == Tally(0, 0, 1, 0)


def test_spans_that_only_white_space_parts_are_one() -> None:
    parts = relation("Ada Moss", "said", "that the harbour", "gate is closed")
    assert of([MARKED], [parts]).spans["content"] == Tally(1, 1, 1, 1)


def test_nothing_marked_and_nothing_found_is_no_division_by_zero() -> None:
    assert of([], []).relation.f1 == 0
    assert figures([]).texts == 0


def test_texts_add_up() -> None:
    found = figures([Compared(TEXT, [MARKED], [MARKED]), Compared(TEXT, [QUOTED], [])])
    assert found.relation == Tally(1, 1, 2, 1)
    assert found.texts == 2
