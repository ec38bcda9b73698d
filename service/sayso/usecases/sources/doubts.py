"""What in an entry should an editor look at? Names that others have too, and others that it may be taken for."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.errors import Problem
from sayso.usecases.sources.entry import Entry
from sayso.usecases.sources.index import Index
from sayso.usecases.sources.look_alikes import LookAlike, plainest
from sayso.usecases.sources.resolving import like_words

_MOST = 20


def doubts_of(entry: Entry, index: Index) -> list[Problem]:
    """The warnings about an entry among all others; its own state in the index does not count."""
    return [*_dangling(entry, index), *_shared(entry, index), *_alike(entry, index)][:_MOST]


def _dangling(entry: Entry, index: Index) -> Iterator[Problem]:
    imitated = entry.look_alike_of
    if imitated is not None and imitated not in index.entries:
        hint = "correct it, or add the entry"
        yield _warning("unknown_source_id", f"the registry has no entry {imitated}", hint, "/look_alike_of")


def _shared(entry: Entry, index: Index) -> Iterator[Problem]:
    for text, pointer in _texts(entry):
        others = sorted({id_ for id_, _ in index.named(text)} - {entry.id})
        if others:
            message = f'"{text}" also means {", ".join(others)}: a claim that says it is resolved to neither'
            yield _warning("source_ambiguous", message, "keep it with the one that it means alone", pointer)


def _alike(entry: Entry, index: Index) -> Iterator[Problem]:
    known = {entry.id, entry.look_alike_of}
    found: dict[str, tuple[LookAlike, str, str]] = {}
    for text, pointer in _texts(entry):
        like = index.look_alikes.of_domain(text) if "/domains/" in pointer else index.look_alikes.of_name(text)
        for each in plainest(like):
            if each.id not in known and not _has(index, each.id, text):
                found.setdefault(each.id, (each, text, pointer))
    for each, text, pointer in found.values():
        hint = f"where it imitates it, say so: look_alike_of: {each.id}"
        yield _warning("look_alike", like_words(text, each), hint, pointer)


def _has(index: Index, id_: str, text: str) -> bool:
    """Whether the other has the very same text, so that it is shared and not imitated."""
    return id_ in dict(index.named(text))


def _texts(entry: Entry) -> Iterator[tuple[str, str]]:
    yield entry.name, "/name"
    for at, alias in enumerate(entry.aliases):
        yield alias, f"/aliases/{at}"
    for at, domain in enumerate(entry.domains):
        yield domain, f"/domains/{at}"


def _warning(code: str, message: str, hint: str, pointer: str) -> Problem:
    return Problem(code, message, hint, pointer, severity="warning")
