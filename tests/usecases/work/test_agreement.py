"""Is agreement counted between people, each by how they left an assessment, axis by axis?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.usecases.work.office import BEA, CLEO, DORA, EVE, Office

from sayso.store.port import Review
from sayso.usecases.work.agreement import agreement, bands_left
from sayso.wire.work import AxisAgreement

SCALE = {"sourcing": ["A", "B", "F"]}


@pytest.fixture
def alone(storage: dict[str, object], tmp_path: Path) -> Iterator[Office]:
    found = Office(tmp_path / "rubrics", storage)
    yield found
    found.close()


def told(office: Office) -> tuple[int, AxisAgreement]:
    found = agreement(office.store, office.desk.plan(None).rubric)
    (axis,) = found.axes
    return found.assessments, axis


def override(office: Office, who: object, assessment: str, band: str) -> None:
    said = {"axis": "sourcing", "band": band, "reason": "other", "note": "they told me so"}
    office.review(who, assessment, "override", **said)  # type: ignore[arg-type]


def test_nobody_agrees_where_nobody_has_reviewed_the_same(alone: Office) -> None:
    first, second = (alone.assessments(alone.keep())[0] for _ in range(2))
    assert told(alone) == (0, AxisAgreement(axis="sourcing", pairs=0, same=None, differing=[]))
    alone.review(BEA, first)
    alone.review(BEA, first, "abstain")
    alone.review(CLEO, second)
    assert told(alone)[1].pairs == 0


def test_each_pair_of_people_counts_by_the_bands_between_them(alone: Office) -> None:
    first, second = (alone.assessments(alone.keep())[0] for _ in range(2))
    alone.review(BEA, first)  # A
    override(alone, CLEO, first, "B")
    alone.review(DORA, first, "abstain")  # F
    override(alone, EVE, first, "A")
    override(alone, BEA, second, "B")
    alone.review(BEA, second)  # and thinks again: A
    alone.review(CLEO, second)
    assessments, axis = told(alone)
    assert (assessments, axis.pairs, axis.same) == (2, 7, 2 * 1000 // 7)
    assert [(each.bands, each.pairs) for each in axis.differing] == [(0, 2), (1, 3), (2, 2)]


def said(verdict: str, band: str | None = None) -> Review:
    return Review("a", 1, "", "bea", verdict, None if band is None else "sourcing", band, None, None, None)


VERDICTS = st.one_of(
    st.just(said("agree")), st.just(said("abstain")), st.sampled_from("ABF").map(lambda band: said("override", band))
)


@given(st.lists(VERDICTS, min_size=1))
def test_of_one_axis_the_last_word_is_what_counts(reviews: list[Review]) -> None:
    left = bands_left(reviews, {"sourcing": "B"}, SCALE)
    last = reviews[-1]
    assert left == {"sourcing": {"agree": "B", "abstain": "F"}.get(last.verdict, last.band)}


def test_an_override_of_one_axis_leaves_the_others_as_they_were() -> None:
    scale = {"x": ["1", "2", "3"], "y": ["1", "2", "3"]}
    of_x = said("override")._replace(axis="x", band="2")
    of_y = said("override")._replace(axis="y", band="3")
    assert bands_left([of_x, of_y], {"x": "1", "y": "1"}, scale) == {"x": "2", "y": "3"}
    assert bands_left([of_x, said("agree"), of_y], {"x": "1", "y": "1"}, scale) == {"x": "1", "y": "3"}
