"""How does the print sheet become a PDF? By WeasyPrint, which is imported with this module and fetches nothing."""

from __future__ import annotations

import logging
from typing import Any, NoReturn

from weasyprint import HTML
from weasyprint.urls import URLFetcher

logging.getLogger("weasyprint").setLevel(logging.CRITICAL)  # it tells of every word of CSS that it does not know


class _Nothing(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Refuses every address: the sheet carries its style inside, and nothing else belongs to it."""

    def fetch(self, url: str, headers: Any = None) -> NoReturn:  # noqa: ARG002
        raise ValueError("the print sheet fetches nothing")


def draw(html: str) -> bytes:
    """The bytes of the PDF; the same sheet gives the same ones on the same machine."""
    pdf = HTML(string=html, url_fetcher=_Nothing()).write_pdf(pdf_tags=True)
    assert isinstance(pdf, bytes)
    return pdf
