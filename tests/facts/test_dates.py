"""Which texts name a day, and which day?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.facts.dates import day_number


@given(st.dates())
def test_every_day_has_the_number_after_the_day_before(day: date) -> None:
    number = day_number(day.isoformat())
    assert number == (day - date(1, 1, 1)).days + 1
    if day != date.min:
        assert day_number((day - timedelta(days=1)).isoformat()) == number - 1


@pytest.mark.parametrize(
    "text",
    ["2023-11-16T08:30", "2023-11-16T23:59:59Z", "2023-11-16T00:00:00.5+14:00", "2023-11-16T23:00:00-12:00"],
)
def test_a_time_names_the_day_that_is_written(text: str) -> None:
    assert day_number(text) == day_number("2023-11-16")


@pytest.mark.parametrize(
    "text",
    ["", " ", "2023", "2023-11", "20231116", "2023-W46-4", "2023-320", "16-11-2023", "2023-13-01", "2023-02-29",
     "2023-11-16 08:30", "2023-11-16T", "2023-11-16T25:00", "2023-11-16T08:30:61", "2023-11-16T08:30+0100",
     "2023-11-16T08:30:00.1234567Z", "0000-01-01", "2023-11-16\n", " 2023-11-16", "2023-1-6", "+2023-11-16",
     "\u0662\u0660\u0662\u0663-11-16", "2023-11-16T08:30z", "today", "2023-11-16T08:30:00+25:00"],
)  # fmt: skip
def test_what_names_no_day_has_no_number(text: str) -> None:
    assert day_number(text) is None
