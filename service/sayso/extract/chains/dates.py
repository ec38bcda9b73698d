"""Which day does the text name, given the day it was published?"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from sayso.extract.relation import Span


class Day(NamedTuple):
    """A full date in ISO 8601 and the words that give it."""

    iso: str
    span: Span


def day_in(text: str, span: Span, published: str | None) -> Day | None:
    """The first full date in the span: written out with its year, or a weekday or "yesterday" counted back from the
    day of publication. None where only a month, a season or nothing is said.
    """
    part = text[span[0] : min(span[1], span[0] + _LONGEST)]
    for pattern in (_MONTH_FIRST, _DAY_FIRST):
        found = pattern.search(part)
        if found:
            day = _written(found["year"], found["month"], found["day"])
            if day:
                return Day(day, (span[0] + found.start(), span[0] + found.end()))
    base = _day(published)
    if base is None:
        return None
    found = _WEEKDAY.search(part)
    if (
        found is None
        or _LATER.search(part[found.end() : found.end() + 12])
        or _BEFORE.search(part[: found.start()][-12:])
    ):
        return None
    word = found[0].lower()
    if word in ("yesterday", "today"):
        back = 1 if word == "yesterday" else 0
    else:
        back = (base.weekday() - _WEEKDAYS.index(word)) % 7
    return Day((base - timedelta(days=back)).isoformat(), (span[0] + found.start(), span[0] + found.end()))


_LONGEST = 4000
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = r"(?P<month>(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?)"
_MONTH_FIRST = re.compile(rf"\b{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})\b")
_DAY_FIRST = re.compile(rf"\b(?P<day>\d{{1,2}}) {_MONTH},? (?P<year>\d{{4}})\b")
_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b[Yy]esterday\b|\b[Tt]oday\b")
_LATER = re.compile(r"'s|’s|night's", re.IGNORECASE)
_BEFORE = re.compile(r"\b(?:next|last|every|by|until|on a|this coming|coming)\s*$", re.IGNORECASE)


def _day(iso: str | None) -> date | None:
    try:
        return date.fromisoformat(iso) if iso else None
    except ValueError:
        return None


def _written(year: str, month: str, day: str) -> str | None:
    number = next((at for at, name in enumerate(_MONTHS, 1) if name.startswith(month.lower().rstrip(".")[:3])), 0)
    try:
        return date(int(year), number, int(day)).isoformat()
    except ValueError:
        return None
