"""sayso extractor train and evaluate: are the articles read, the weights written, the figures told?"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from time import monotonic

from sayso.cli.ending import FINE, UnusableFile
from sayso.cli.plain import json_text
from sayso.errors import Problem, SaysoError
from sayso.extract.evaluation import Figures, Tally
from sayso.extract.tagger import load
from sayso.extract.training.folder import folder_at
from sayso.extract.training.measuring import measure, summary


class TrainingNeedsTorch(SaysoError):
    """Torch is not installed: it is needed for training only, and so is no dependency of Sayso."""

    code = "training_needs_torch"


def train(data: Path, out: Path, seed: int, quick: bool) -> int:
    """Trains on the articles in ``data``, writes ``out`` and ``out``.json, and shows the figures."""
    if find_spec("torch") is None:
        message = "training needs torch, which is not installed"
        raise TrainingNeedsTorch(message, hint='Install it with: pip install "sayso[train]"')
    _writable(out)
    from sayso.extract.training.recipe import Effort, trained

    say = _timed()
    folder = folder_at(data)
    say(f"{len(folder.learned)} articles to learn from, {len(folder.measured)} to measure on")
    found = trained(folder, out, seed, Effort(1, 1, 1) if quick else Effort(), say)
    out.with_name(f"{out.name}.json").write_text(json_text(summary(found)) + "\n", encoding="utf-8")
    say(f"written: {out}, {out.stat().st_size:,} bytes")
    _show(found)
    return FINE


def evaluate(data: Path, weights: Path | None, as_json: bool) -> int:
    """Shows the figures of the finder on the articles in ``data`` that are kept for measuring."""
    found = measure(load(weights), folder_at(data).measured)
    if as_json:
        print(json_text(summary(found)))
    else:
        _show(found)
    return FINE


def _writable(out: Path) -> None:
    """Makes the folder of ``out``: nobody should train for half an hour to learn that nothing can be written there."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        reason = None if os.access(out.parent, os.W_OK) and not out.is_dir() else "no file can be written there"
    except OSError as error:
        reason = str(error.strerror)
    if reason:
        raise UnusableFile(
            str(out), [Problem("file_unwritable", f"cannot be written: {reason}", "Give another --out.")]
        )


def _show(found: Figures) -> None:
    print(f"attributions in {found.texts} articles: {found.relation.marked} marked, {found.relation.found} found")
    for name, tally in (("relation", found.relation), ("relation exact", found.exact)):
        print(_rates(name, tally))
    for role, tally in found.spans.items():
        print(_rates(f"exact span of {role}", tally))
    for name, tally in found.by_type.items():
        print(f"{f'recall of {name}':22} {100 * tally.recall:5.1f}  of {tally.marked}")
    print(f"{'false attributions':22} {found.false:5}")


def _rates(name: str, tally: Tally) -> str:
    rates = zip(("P", "R", "F1"), (tally.precision, tally.recall, tally.f1), strict=True)
    return f"{name:22} " + "  ".join(f"{short} {100 * rate:5.1f}" for short, rate in rates)


def _timed() -> Callable[[str], None]:
    """Says things on standard error, with the minutes and seconds since it was made."""
    began = monotonic()

    def say(what: str) -> None:
        minutes, seconds = divmod(int(monotonic() - began), 60)
        print(f"{minutes:3}:{seconds:02} {what}", file=sys.stderr, flush=True)

    return say
