"""Is what was kept still what would be answered, for one assessment after the other?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sayso.store.document_port import Document
from sayso.store.port import Filters, Store, Stored
from sayso.store.refusals import NoSuchAssessment, NoSuchDocument
from sayso.usecases.past import NotReplayable, PastDesks
from sayso.usecases.what_if import replay
from sayso.wire.assessments import Replay

_PAGE = 200


class Replayed(NamedTuple):
    """What became of one: the comparison, or why there is none; neither where its document was deleted."""

    id: str
    replay: Replay | None
    refusal: str | None = None

    @property
    def sound(self) -> bool:
        """Whether nothing speaks against it."""
        return self.refusal is None and (self.replay is None or self.replay.identical)


def replay_each(found: Iterator[Stored], store: Store, past: PastDesks) -> Iterator[Replayed]:
    """Each worked out again with the rubric and the vocabulary of then."""
    for stored in found:
        assessed = stored.assessed
        if stored.deleted is not None:
            yield Replayed(assessed.id, None)
            continue
        try:
            yield Replayed(assessed.id, replay(assessed, past.of(assessed, store)))
        except NotReplayable as error:
            yield Replayed(assessed.id, None, error.message)


def everything(store: Store) -> Iterator[Stored]:
    """All that is kept, newest first, a page at a time."""
    before: str | None = None
    while found := store.page(Filters(), before, _PAGE):
        yield from found
        before = found[-1].assessed.id


def named(store: Store, ids: Sequence[str]) -> tuple[list[Stored], list[str]]:
    """The assessments of these ids, of a document all; and the ids under which nothing is kept."""
    found: list[Stored] = []
    unknown: list[str] = []
    for id_ in ids:
        try:
            found.append(store.find(id_))
        except NoSuchAssessment:
            document = _document(store, id_)
            if document is None:
                unknown.append(id_)
            else:
                found += store.assessments_of(document.id)
    return found, unknown


def _document(store: Store, id_: str) -> Document | None:
    try:
        return store.find_document(id_)
    except NoSuchDocument:
        return None
