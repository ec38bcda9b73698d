"""Which day does an ISO 8601 date or date-time name?"""

from __future__ import annotations

import re
from datetime import date, datetime

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DATE_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?", re.ASCII)


def day_number(text: str) -> int | None:
    """The day counted from 1 January of the year 1, or None where the text names no day.

    Full dates (2023-11-16) and date-times (2023-11-16T08:30:00Z) are read; the day is the one that is written, whatever
    its time zone, since that is the day the reader sees.
    """
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text).toordinal()
        if _DATE_TIME.fullmatch(text):
            return datetime.fromisoformat(text).toordinal()
    except ValueError:
        pass
    return None
