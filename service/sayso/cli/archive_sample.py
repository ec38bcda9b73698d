"""sayso archive sample: a made-up archive, to try things out with."""

from __future__ import annotations

from pathlib import PurePath
from typing import get_args

from sayso.archive.inputs import Form
from sayso.archive.refusals import ArchiveError
from sayso.archive.sample import sample
from sayso.archive.sample_files import STDOUT
from sayso.archive.sample_files import write_sample as write
from sayso.cli.archive_progress import progress
from sayso.cli.ending import FINE
from sayso.facts.vocabulary import load_vocabulary
from sayso.settings import load_settings
from sayso.usecases.desk import VOCABULARY_FILE


def write_sample(out: str, claims: int, seed: int, form: str | None) -> int:
    """Writes the claims; says nothing, as their number was asked for. Raises ArchiveError."""
    settings = load_settings()
    vocabulary = load_vocabulary(settings.rubrics_dir / VOCABULARY_FILE, settings.vocabulary)
    chosen = _form(out, form)
    with progress("writing", claims, "claims") as step:
        write(sample(claims, seed), out, chosen, vocabulary, step)
    return FINE


def _form(out: str, named: str | None) -> Form:
    forms: tuple[Form, ...] = get_args(Form)
    wanted = named or ("ndjson" if out == STDOUT else PurePath(out).suffix.lower().removeprefix("."))
    found = next((form for form in forms if form == ("ndjson" if wanted == "jsonl" else wanted)), None)
    if found is None:
        hint = f"--format names one of {', '.join(forms)}, or the name of OUT ends so"
        raise ArchiveError(f"{out}: {wanted!r:.40} is no form of an archive", code="unknown_form", hint=hint)
    return found
