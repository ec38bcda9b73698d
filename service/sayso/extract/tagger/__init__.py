"""Who said what, found by a small network that learned it from annotated articles? ``load`` gives the finder."""

from __future__ import annotations

from pathlib import Path

from sayso.extract.tagger.finder import LearnedFinder
from sayso.extract.tagger.weights import SHIPPED, read_weights

__all__ = ["LearnedFinder", "load"]


def load(path: Path | None = None) -> LearnedFinder:
    """The finder with the weights in ``path``, else with those that come with Sayso.

    Raises:
        UnusableWeights: the file is missing, damaged, or made for another version.
    """
    return LearnedFinder(read_weights(path or SHIPPED))
