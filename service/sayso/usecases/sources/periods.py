"""Did a record stand on a day? Dates may be a day, a month or a year: what is not certain then is not taken for so."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_LAST = date.max.toordinal()


class Moment(NamedTuple):
    """The first day that a date can mean, and the first on which it has certainly come, as ``facts.dates`` counts.

    Of a day both are the same; some day of 2023 has certainly come on the first of 2024.
    """

    earliest: int
    certain: int


def moment_of(text: str) -> Moment | None:
    """What 2023, 2023-11 or 2023-11-16 can mean; None for anything else."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        first = date(year or 0, month or 1, day or 1).toordinal()
    except ValueError:
        return None
    if day is not None:
        return Moment(first, first)
    months = (year or 0) * 12 + (month or 12)  # counted from the year 0, the next one has this number
    later = months // 12, months % 12 + 1
    return Moment(first, _LAST if later[0] > date.max.year else date(*later, 1).toordinal())


class Period(NamedTuple):
    """From a day to the one before the end; None leaves a side open."""

    begins: Moment | None
    ends: Moment | None

    def holds(self, day: int | None) -> bool | None:
        """Whether it holds on a day; None where its dates do not say so for certain.

        Without a day it holds where it has no end: what stood when it was written down is taken to stand still.
        """
        if day is None:
            return self.ends is None
        if (self.begins is not None and day < self.begins.earliest) or (
            self.ends is not None and day >= self.ends.certain
        ):
            return False
        begun = self.begins is None or day >= self.begins.certain
        return True if begun and (self.ends is None or day < self.ends.earliest) else None

    def overlaps(self, other: Period) -> bool:
        """Whether there is a day on which both can hold."""
        return _before(self.begins, other.ends) and _before(other.begins, self.ends)


def _before(begin: Moment | None, end: Moment | None) -> bool:
    return begin is None or end is None or begin.earliest < end.certain
