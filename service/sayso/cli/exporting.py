"""sayso export: how does the review of a document get into a file?"""

from __future__ import annotations

import sys
from pathlib import Path

from sayso.cli.desks import desk_for
from sayso.cli.ending import FINE, UnusableFile
from sayso.cli.kept import opened_to_read
from sayso.errors import InvalidRequest, Problem, did_you_mean
from sayso.export.formats import NAMES, PDF, format_named
from sayso.settings import load_settings
from sayso.usecases.exporting import collect
from sayso.usecases.past import PastDesks


def export_document(document: str, form: str, out: str | None) -> int:
    """Writes the export to a file, or to standard output. Raises SaysoError where there is no such document, or the
    database cannot be read, and UnusableFile where the file cannot be written.
    """
    if form not in NAMES:
        hint = did_you_mean(form, NAMES) or f"one of {', '.join(NAMES)}"
        raise InvalidRequest([Problem("unknown_value", f'there is no format "{form[:40]}"', hint)])
    if out is None and form == PDF and sys.stdout.isatty():
        raise InvalidRequest(
            [Problem("missing_key", "a PDF is nothing for a terminal", "name a file: --out review.pdf")]
        )
    settings = load_settings()
    with opened_to_read(settings) as store:
        review = collect(store, PastDesks(desk_for(settings)), document)
    written = format_named(form).write(review)
    if out is None:
        sys.stdout.buffer.write(written)
        sys.stdout.buffer.flush()
        return FINE
    try:
        Path(out).write_bytes(written)
    except OSError as error:
        problem = Problem("file_unwritable", f"it cannot be written: {error.strerror or 'unknown reason'}")
        raise UnusableFile(out, [problem]) from error
    return FINE
