"""Where does a paragraph begin after its dateline, and which agency does the dateline name?"""

from __future__ import annotations

import re

from sayso.extract.chains.cast import plain_name
from sayso.extract.chains.layout import Layout
from sayso.extract.chains.lexicon.outlets import AGENCIES
from sayso.extract.chains.link import Link
from sayso.extract.relation import Span


def after_dateline(text: str, span: Span) -> int:
    """Where the span begins once a date ("2024-03-14") or a dateline ("SPRINGFIELD (AP) - ") is left out."""
    found = _LEAD.match(text[span[0] : min(span[1], span[0] + _LONGEST)])
    return span[0] + found.end() if found else span[0]


def agency_of(layout: Layout, outlet: str) -> Link | None:
    """The news agency whose copy the article is, if a dateline at its beginning names one other than the outlet."""
    for first, last in layout.paragraphs[:_FIRST_PARAGRAPHS]:
        if first == last:
            continue
        start, end = layout.span_of(range(first, last))
        found = _AGENCY.search(layout.text[start : after_dateline(layout.text, (start, end))])
        if found and plain_name(found[1]) in AGENCIES and plain_name(found[1]) != plain_name(outlet):
            place = (start + found.start(1), start + found.end(1))
            return Link(found[1], "outlet", "wire_service", "agency_in_the_dateline", "named", (place,))
    return None


_FIRST_PARAGRAPHS, _LONGEST = 4, 120
_AGENCY = re.compile(r"\(([A-Z][A-Za-z ]{1,19})\)")
_LEAD = re.compile(
    r"^\s*(?:date:?\s+)?\d{4}-\d{2}-\d{2}\s+|"
    r"^\s*(?:[A-Z][A-Z.'’ ]{2,30}(?:, [A-Z][\w. ]{1,20})?(?:, [A-Z][a-z]{2,8}\.? \d{1,2})?"
    r"(?: \([A-Za-z ]{2,20}\))?\s*[—–-]{1,2}\s+)"
)
