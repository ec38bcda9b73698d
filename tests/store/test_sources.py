"""Is the registry kept whole: every state of an entry, every change once, and two who change it in order?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.usecases.sources.making import VOCABULARY, entry

from sayso.lasting import engine_of
from sayso.settings import Settings
from sayso.store.database import Database
from sayso.store.port import Change, Reply, Unit
from sayso.store.refusals import Changed
from sayso.store.sources_port import NoSuchSource
from sayso.store.upgrading import upgrade
from sayso.usecases.sources.checking import read_entry
from sayso.usecases.sources.importing import Plan, Step, import_change

NOW = "2026-01-31T12:00:00.000Z"


@pytest.fixture
def stores(storage: dict[str, Any]) -> Iterator[list[Database]]:
    """Two that work on one database, as two replicas do."""
    upgrade(engine := engine_of(Settings(**storage)))
    engine.dispose()
    found = [Database(engine_of(Settings(**storage)), 100, lambda reason: None) for _ in range(2)]
    yield found
    for each in found:
        each.close()


def put(*entries: tuple[str, int, bytes]) -> Change:
    def write(unit: Unit) -> Reply:
        return Reply(b"%d" % unit.sources.put(entries, "ann", NOW))

    return Change("ann", "putSource", write)


def test_every_state_of_an_entry_is_found_again(stores: list[Database]) -> None:
    store, other = stores
    store.submit(put(("a", 1, b"one"), ("b", 1, b"x"))).result()
    store.submit(put(("a", 2, b"two"))).result()
    assert [(kept.id, kept.revision, bytes(kept.body)) for kept in other.sources.since(0)] == [
        ("b", 1, b"x"),
        ("a", 2, b"two"),
    ]
    assert (other.sources.find("a").revision, bytes(other.sources.find("a", 1).body)) == (2, b"one")
    assert other.sources.find("a").actor == "ann"


def test_what_is_not_there_is_not_found(stores: list[Database]) -> None:
    store = stores[0]
    store.submit(put(("a", 1, b"one"))).result()
    for asked in (("b", None), ("a", 2), ("a", 0), ("' or ''='", None)):
        with pytest.raises(NoSuchSource):
            store.sources.find(*asked)


def test_changes_are_counted_over_all_replicas(stores: list[Database]) -> None:
    waiting = [stores[at % 2].submit(put((f"e{at}", 1, b"x"))) for at in range(20)]
    assert sorted(int(future.result().body) for future in waiting) == list(range(1, 21))
    assert stores[0].sources.number() == stores[1].sources.number() == 20
    assert len(stores[1].sources.since(15)) == 5


def test_what_fails_leaves_nothing_behind(stores: list[Database]) -> None:
    store = stores[0]
    store.submit(put(("a", 1, b"one"))).result()
    with pytest.raises(Exception, match="the database failed"):
        store.submit(put(("b", 1, b"x"), ("a", 1, b"the same state again"))).result()
    assert [(kept.id, bytes(kept.body)) for kept in store.sources.since(0)] == [("a", b"one")]
    assert store.sources.number() == 1


def test_an_import_by_an_old_look_at_the_registry_writes_nothing(stores: list[Database]) -> None:
    store, other = stores
    step = Step(read_entry(entry("a", "A"), VOCABULARY), 1, "added", 1)
    plan = Plan((step,), ())
    other.submit(put(("b", 1, b"x"))).result()
    with pytest.raises(Changed):
        store.submit(import_change(plan, 0, "ann", NOW)).result()
    assert store.sources.number() == 1
    store.submit(import_change(plan, 1, "ann", NOW)).result()
    assert store.sources.find("a").number == 2


def test_an_import_of_many_is_one_change(stores: list[Database]) -> None:
    steps = tuple(Step(read_entry(entry(f"e{at}", "A"), VOCABULARY), 1, "added", at) for at in range(1200))
    stores[0].submit(import_change(Plan(steps, ()), 0, "ann", NOW)).result()
    assert len(stores[1].sources.since(0)) == 1200
    assert stores[1].sources.number() == 1
