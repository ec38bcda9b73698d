"""Can a PDF be made here, and how? What draws it is loaded when the first one is asked for."""

from __future__ import annotations

from importlib.util import find_spec

from sayso.export.refusals import PdfNotInstalled
from sayso.export.review import Reviewed
from sayso.export.sheet import sheet_of, style_of


def is_installed() -> bool:
    """Whether what draws a PDF is installed. Its libraries on the system are only seen when it is loaded."""
    return find_spec("weasyprint") is not None


def pdf_of(review: Reviewed) -> bytes:
    """The print sheet as a PDF. Raises PdfNotInstalled."""
    try:
        from sayso.export.weasy import draw  # an extra: without it everything else works
    except (ImportError, OSError) as error:  # OSError: it is there, and Pango is not
        hint = "the operator runs: pip install 'sayso[pdf]', and installs Pango; or take format=html and print that"
        raise PdfNotInstalled("this service cannot draw a PDF", hint=hint) from error
    return draw(sheet_of(review, style_of(review)))
