"""sayso audit: does it hang together?"""

from __future__ import annotations

import re

from sayso.cli.ending import FINE, FOUND
from sayso.cli.kept import opened
from sayso.cli.plain import json_text, plain
from sayso.errors import InvalidRequest, Problem
from sayso.settings import load_settings
from sayso.store.audit import Mark
from sayso.usecases.audit import told

_MARK = re.compile(r"([1-9]\d{0,15}):(sha256:[0-9a-f]{64})")


def verify_audit(expect: str | None, as_json: bool) -> int:
    """Prints the verdict. Raises InvalidRequest where ``expect`` is no head, and what the database raises."""
    mark = None if expect is None else _mark(expect)
    with opened(load_settings()) as store:
        verdict = store.verify(mark)
    if as_json:
        print(json_text(told(verdict).model_dump()))
    elif verdict.broken is not None:
        print(plain(f"The audit is broken: {verdict.broken.says} ({verdict.broken.code})."))
        print(f"{_entries(verdict.entries).capitalize()} before it fit.")
    elif not verdict.entries:
        print("The audit has no entry yet.")
    else:
        print(f"The audit hangs together: {_entries(verdict.entries)}.")
        print(f"Its head, to be noted elsewhere: {verdict.head.position}:{verdict.head.hash}")
    return FINE if verdict.broken is None else FOUND


def _entries(number: int) -> str:
    return "1 entry" if number == 1 else f"{number} entries"


def _mark(text: str) -> Mark:
    found = _MARK.fullmatch(text)
    if found is None:
        hint = "give it as an earlier call has shown it: 41:sha256:.."
        raise InvalidRequest([Problem("wrong_value", f"--expect {text[:40]} is no head of an audit", hint)])
    return Mark(int(found[1]), found[2])
