"""Which extractors are there, and how is one opened?

A further extractor is one module with ``open_extractor(options) -> Extractor`` and one line in EXTRACTORS. Modules are
named, not imported, so that a service that only grades claims loads neither weights nor a numeric library.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from sayso.extract.prose import Prose
from sayso.extract.relation import Finder

EXTRACTORS = (
    ("learned", "sayso.extract.extractors.learned"),
    ("rules", "sayso.extract.extractors.rules"),
    ("http", "sayso.extract.extractors.http"),
)
NAMES = tuple(name for name, _ in EXTRACTORS)


@dataclass(frozen=True, slots=True)
class Options:
    """What an extractor may be told: the address of a desk's own service, and how many seconds that may take."""

    url: str | None = None
    seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class Extractor:
    """A way of finding attributions, ready for use from any thread.

    ``weights`` is the SHA-256 of what it learned, None where it learned nothing; ``tagged`` gives tokens their parts of
    speech where it can; ``nested`` finds attributions inside what is said, None where that would cost too much.
    """

    id: str
    version: str
    weights: str | None
    find: Finder
    tagged: Callable[[Prose], Prose]
    nested: Finder | None


def open_extractor(name: str, options: Options) -> Extractor:
    """The extractor of that name, one of NAMES. Raises SaysoError where it cannot be used."""
    module = import_module(dict(EXTRACTORS)[name])
    return cast(Callable[[Options], Extractor], module.open_extractor)(options)
