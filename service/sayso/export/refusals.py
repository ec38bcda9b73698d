"""What can stand in the way of an export?"""

from __future__ import annotations

from sayso.errors import SaysoError


class PdfNotInstalled(SaysoError):
    """What draws a PDF, or a library of the system that it needs, is not there."""

    code = "pdf_not_installed"
