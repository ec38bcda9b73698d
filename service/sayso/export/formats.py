"""In which formats does a review leave, and what is each called?"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from sayso.export.lines import ndjson_of
from sayso.export.linked import json_ld_of
from sayso.export.pdf import pdf_of
from sayso.export.review import Reviewed
from sayso.export.sheet import file_of
from sayso.export.table import csv_of
from sayso.version import __version__


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, the media type and ending of its files, and what makes them."""

    name: str
    media_type: str
    ending: str
    write: Callable[[Reviewed], bytes]

    def file_name(self, review: Reviewed) -> str:
        """ASCII only, and no word of the document: "sayso-review-<id>.csv"."""
        return f"sayso-review-{review.id}.{self.ending}"

    def tag(self, review: Reviewed) -> str:
        """Changes with whatever the export says; nothing need be drawn for it."""
        said = ndjson_of(review) + repr(review.rubric).encode()
        return hashlib.sha256(f"{self.name} {__version__}\n".encode() + said).hexdigest()[:32]


PDF = "pdf"
FORMATS = (
    Format("csv", "text/csv; charset=utf-8; header=present", "csv", csv_of),
    Format("ndjson", "application/x-ndjson", "ndjson", ndjson_of),
    Format("json-ld", "application/ld+json", "jsonld", json_ld_of),
    Format("html", "text/html; charset=utf-8", "html", file_of),
    Format(PDF, "application/pdf", "pdf", pdf_of),
)
NAMES = tuple(each.name for each in FORMATS)


def format_named(name: str) -> Format:
    """One of ``NAMES``. Raises KeyError."""
    return {each.name: each for each in FORMATS}[name]
