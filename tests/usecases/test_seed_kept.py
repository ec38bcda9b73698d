"""Is the seed kept once, and does every assessment of it replay to the same bytes under every shipped rubric?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from tests.services import shipped_desk
from tests.usecases.small import ROOT

from sayso.api.watch import Watch
from sayso.errors import InvalidClaim
from sayso.facts.schema import Limits
from sayso.lasting import engine_of, storage_of
from sayso.settings import Settings
from sayso.store.document_port import DocumentFilters
from sayso.store.holder import Storage
from sayso.store.ids import Ids
from sayso.store.port import Change, Filters, Store
from sayso.store.upgrading import upgrade
from sayso.usecases.deletion import blank_of, write_deletion
from sayso.usecases.desk import Desk, desk_of
from sayso.usecases.document import ReadDocument
from sayso.usecases.drafting import By
from sayso.usecases.past import PastDesks
from sayso.usecases.replaying import everything, replay_each
from sayso.usecases.reviews import Expected
from sayso.usecases.seed import keep_seed, open_seed

DESK = shipped_desk()
SEED = open_seed(ROOT / "fixtures" / "seed", DESK.vocabulary)
SHIPPED = sorted({rubric.id for rubric in DESK.catalog.rubrics})
EVERYTHING = DocumentFilters()


@dataclass
class Kept:
    """A store, and who keeps things in it."""

    storage: Storage
    by: By

    @property
    def store(self) -> Store:
        return self.storage.open()

    def keep(self, rubric: str = "newsroom", seed: ReadDocument = SEED) -> str:
        return keep_seed(graded_by(rubric), self.store, seed, self.by)


@pytest.fixture
def kept(storage: dict[str, Any]) -> Iterator[Kept]:
    settings = Settings(**storage)
    engine = engine_of(settings)
    upgrade(engine)
    engine.dispose()
    found = storage_of(settings, Watch())
    yield Kept(found, By("local", Ids()))
    found.close()


def graded_by(rubric: str, limits: Limits = DESK.limits) -> Desk:
    """The desk with another rubric of its own."""
    return desk_of(DESK.vocabulary, DESK.catalog, rubric, {}, {}, limits)


def test_every_assessment_of_the_seed_replays_to_the_same_bytes_under_every_shipped_rubric(kept: Kept) -> None:
    assert len(SHIPPED) == 6
    for rubric in SHIPPED:
        kept.keep(rubric)
    found = [*replay_each(everything(kept.store), kept.store, PastDesks(graded_by("newsroom")))]
    assert len(found) == 25 * len(SHIPPED)
    assert [each.id for each in found if each.replay is None or not each.replay.identical] == []
    per_rubric = [len(kept.store.page(Filters(rubric=rubric), None, 200)) for rubric in SHIPPED]
    assert per_rubric == [25] * len(SHIPPED)


def test_the_seed_is_kept_once_for_each_rubric(kept: Kept) -> None:
    first = kept.keep()
    assert kept.keep() == first
    other = kept.keep("nato-admiralty")
    assert other != first
    assert (kept.keep("nato-admiralty"), kept.keep()) == (other, first)
    assert [each.id for each in kept.store.documents(EVERYTHING, None, 9)] == [other, first]
    document = kept.store.find_document(first)
    assert document.text == SEED.text.encode()
    assert document.outlet == "The Jerusalem Post"
    assert [stored.assessed.place for stored in kept.store.assessments_of(first)] == list(range(25))


def test_a_seed_that_somebody_deleted_is_not_kept_again(kept: Kept) -> None:
    first = kept.keep()

    def blank(assessed: Any) -> Any:
        return blank_of(assessed, DESK.vocabulary)

    def write(unit: Any) -> Any:
        return write_deletion(unit, first, Expected(None), ("local", "2026-01-31T12:00:00.000Z"), {}, blank)

    kept.store.submit(Change("local", "deleteDocument", write)).result(30)
    assert kept.keep() == first
    assert kept.store.find_document(first).text is None
    found = [*replay_each(everything(kept.store), kept.store, PastDesks(graded_by("newsroom")))]
    assert [(each.replay, each.refusal) for each in found] == [(None, None)] * 25


def test_a_seed_beyond_the_limits_of_the_desk_is_refused_whole(kept: Kept) -> None:
    with pytest.raises(InvalidClaim, match="claims"):
        keep_seed(graded_by("newsroom", Limits(claims=10)), kept.store, SEED, kept.by)
    assert kept.store.documents(EVERYTHING, None, 9) == []
