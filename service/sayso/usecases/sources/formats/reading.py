"""In which format is this file, and what does it give?"""

from __future__ import annotations

import re

from sayso.errors import Problem
from sayso.facts.vocabulary import Vocabulary
from sayso.usecases.sources.checking import InvalidSource
from sayso.usecases.sources.formats.given import FORMATS, SCORES, STATUSES, YAML, Given, Reading
from sayso.usecases.sources.formats.own import read_own
from sayso.usecases.sources.formats.scores import read_scores
from sayso.usecases.sources.formats.statuses import read_statuses

LARGEST = 32 * 1024 * 1024
_OWN = re.compile(rb"^\s*sayso\s*:", re.MULTILINE)


def read_given(data: bytes, name: str, format_: str | None, how: Reading, vocabulary: Vocabulary) -> list[Given]:
    """The sources in a file. Raises InvalidSource with everything that is wrong, each with its line."""
    if len(data) > LARGEST:
        message = f"{name} has {len(data)} bytes, and at most {LARGEST} are read"
        raise InvalidSource([Problem("too_long", message, "split the file")])
    match format_ or format_of(data):
        case "yaml":
            return read_own(data, name, vocabulary)
        case "scores":
            return read_scores(data, name, how)
        case "statuses":
            return read_statuses(data, name, how, vocabulary)
        case _:
            hint = f"name it: --format {', '.join(FORMATS)}"
            raise InvalidSource([Problem("wrong_format", f"{name} is in no format that is read", hint, None, 1, 1)])


def format_of(data: bytes) -> str | None:
    """The format that a file looks like; None where it looks like none."""
    begin = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:4096]
    if begin.startswith((b"{", b"[", b"return")):
        return STATUSES
    if _OWN.search(data[:65536]):
        return YAML
    header = begin.splitlines()[0] if begin else b""
    return SCORES if b"domain" in header and b"," in header else None
