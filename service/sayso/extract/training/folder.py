"""Which files of a folder are annotated articles to learn from, and which to measure on?

``*.jsonl`` and ``*.jsonl.gz``: a file with "dev" or "test" in its name is measured on, any other is learned from; a
file with "pos" in its name holds part-of-speech tags of the file that has the same name without it. Without a file to
measure on, every tenth article is set aside for it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sayso.errors import SaysoError
from sayso.extract.training.corpus import Article, articles_in

_SET_ASIDE = 10


class NoArticles(SaysoError):
    """A folder without annotated articles."""

    code = "no_articles"


@dataclass(frozen=True, slots=True)
class Folder:
    """The articles of a folder; ``files`` maps the name of each file that was learned from to its SHA-256."""

    learned: tuple[Article, ...]
    measured: tuple[Article, ...]
    files: dict[str, str]


def folder_at(path: Path) -> Folder:
    """Reads the annotated articles in ``path``.

    Raises:
        NoArticles: none is there to learn from.
    """
    named = {_stem(file): file for file in sorted(path.glob("*.jsonl*")) if file.name.endswith((".jsonl", ".jsonl.gz"))}
    tags = {_untagged(stem): file for stem, file in named.items() if _is_tags(stem)}
    learned: list[Article] = []
    measured: list[Article] = []
    files: dict[str, str] = {}
    for stem, file in named.items():
        if _is_tags(stem):
            continue
        articles = articles_in(file, tags.get(stem))
        if any(word in stem for word in ("dev", "test")):
            measured += articles
        else:
            learned += articles
            files |= _hashed([file, *([tags[stem]] if stem in tags else [])])
    if not learned:
        message = f"{path} holds no annotated articles to learn from"
        raise NoArticles(message, hint='Put files ending in .jsonl or .jsonl.gz there, "train" in their name.')
    if not measured:
        measured, learned = learned[::_SET_ASIDE], [a for at, a in enumerate(learned) if at % _SET_ASIDE]
    return Folder(tuple(learned), tuple(measured), files)


def _stem(file: Path) -> str:
    return file.name.partition(".jsonl")[0]


def _is_tags(stem: str) -> bool:
    return "pos" in stem.replace("-", "_").split("_")


def _untagged(stem: str) -> str:
    return stem.replace("_pos", "", 1).replace("-pos", "", 1).replace("pos_", "", 1).replace("pos-", "", 1)


def _hashed(files: Sequence[Path]) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
