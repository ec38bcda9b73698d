"""Do ids sort as the moments do at which they were given?"""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import example, given
from hypothesis import strategies as st

from sayso.store.ids import Ids, first_of, made

MOMENTS = st.integers(0, 4_000_000_000_000)  # milliseconds, to the year 2096


@given(MOMENTS, st.integers(0, 2**73 - 1))
@example(2_198_970_324_989, 0)
def test_who_asks_since_a_moment_gets_what_was_made_then_and_not_a_millisecond_earlier(now: int, chance: int) -> None:
    id_ = Ids(lambda: now * 1_000_000, lambda _: chance).next()
    assert first_of(datetime.fromisoformat(made(id_))) <= id_
    before = Ids(lambda: (now - 1) * 1_000_000 if now else 0, lambda _: chance).next()
    assert (before < first_of(datetime.fromisoformat(made(id_)))) == (now > 0)


@given(st.datetimes(timezones=st.just(UTC)))
def test_every_moment_has_a_first_id(moment: datetime) -> None:
    assert len(first_of(moment)) == 12
