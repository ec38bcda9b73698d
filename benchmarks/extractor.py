"""What does it cost to find the attributions of an article: time, memory, and what starting costs?

Prints ``name: value`` lines; benchmarks/README.md says what each is. Run by ``make bench``.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time_ns

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "service")]

from sayso.extract.prose import take_apart  # noqa: E402
from sayso.extract.tagger import load  # noqa: E402

WORDS = 700
TURNS = 15
LONG = 500_000
_START = "import time, sys; began = time.process_time(); {}; print((time.process_time() - began) * 1000)"


def main() -> int:
    seed = (ROOT / "fixtures" / "seed" / "article.txt").read_text(encoding="utf-8").strip()
    article = _of_words(seed, WORDS)
    long = (seed + "\n\n") * (LONG // (len(seed) + 2))
    before = _megabytes()
    finder = load()
    print(f"extractor.load_ms: {_spent(load):.1f}")
    first = _spent(lambda: finder(take_apart(article)))
    times = [_spent(lambda: finder(take_apart(article))) for _ in range(TURNS)]
    tokens = len(take_apart(article).tokens)
    print(f"extractor.words: {len(article.split())}")
    print(f"extractor.tokens: {tokens}")
    print(f"extractor.first_ms: {first:.1f}")
    print(f"extractor.article_ms: {median(times):.1f}")
    print(f"extractor.tokens_per_second: {1000 * tokens / median(times):.0f}")
    print(f"extractor.apart_ms: {median(_spent(lambda: take_apart(article)) for _ in range(TURNS)):.1f}")
    print(f"extractor.memory_mb: {_megabytes() - before:.0f}")
    print(f"extractor.long_ms: {_spent(lambda: finder(take_apart(long))):.0f}")
    print(f"extractor.long_tokens: {len(take_apart(long).tokens)}")
    print(f"extractor.long_memory_mb: {_megabytes() - before:.0f}")
    print(f"start.cli_ms: {_started('import sayso.cli'):.0f}")
    print(
        f"start.cli_and_extractor_ms: {_started('import sayso.cli; from sayso.extract.tagger import load; load()'):.0f}"
    )
    return 0


def _of_words(text: str, words: int) -> str:
    """The text, repeated and cut after a paragraph once it has so many words."""
    paragraphs = text.split("\n\n")
    chosen: list[str] = []
    while sum(len(each.split()) for each in chosen) < words:
        chosen.append(paragraphs[len(chosen) % len(paragraphs)])
    return "\n\n".join(chosen)


def _spent(work: Callable[[], object]) -> float:
    """CPU milliseconds of this process."""
    began = process_time_ns()
    work()
    return (process_time_ns() - began) / 1e6


def _megabytes() -> float:
    """The most memory that this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _started(what: str) -> float:
    """CPU milliseconds of importing, in a process of its own: the median of five."""
    command = [sys.executable, "-c", _START.format(what)]
    path = {**os.environ, "PYTHONPATH": str(ROOT / "service")}
    runs = [subprocess.run(command, capture_output=True, text=True, check=True, env=path) for _ in range(5)]
    return median(float(run.stdout) for run in runs)


if __name__ == "__main__":
    raise SystemExit(main())
