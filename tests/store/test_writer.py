"""Does a reply mean that it is durable, whole, and in nobody else's way?"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from sqlalchemy import Engine, func, select, text
from tests.store.drafts import RUBRIC, VOCABULARY, drafted, keeping

from sayso.lasting import engine_of
from sayso.settings import Settings
from sayso.store.database import Database
from sayso.store.ids import Ids, first_of, is_id, made
from sayso.store.port import Change, Filters, Once, Reply, Review, Unit
from sayso.store.refusals import Changed, KeyReused, NoSuchAssessment, StorageBusy, StorageUnavailable
from sayso.store.tables import assessments, replies, terms
from sayso.store.upgrading import upgrade
from sayso.usecases.people import About, adding, new_person


class Opened:
    """A database, what it said for the log, and a way to look into it."""

    def __init__(self, engine: Engine, most: int = 100) -> None:
        self.engine = engine
        self.log: list[str] = []
        self.store = Database(engine, most, self.log.append)

    def count(self, table: Any = assessments) -> int:
        with self.engine.connect() as connection:
            return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


@pytest.fixture
def opened(storage: dict[str, Any]) -> Iterator[Opened]:
    engine = engine_of(Settings(**storage))
    upgrade(engine)
    found = Opened(engine)
    yield found
    found.store.close()


class Held:
    """A change that keeps the writer busy until it is let go."""

    def __init__(self) -> None:
        self._begun, self._go = Event(), Event()

    def change(self) -> Change:
        return Change("local", "hold", self._write)

    def _write(self, unit: Unit) -> Reply:
        self._begun.set()
        assert self._go.wait(30)
        return Reply(b"held")

    def until_begun(self) -> None:
        assert self._begun.wait(30)

    def let_go(self) -> None:
        self._go.set()


def test_what_is_replied_to_is_there_for_every_other_connection(opened: Opened) -> None:
    draft = drafted(source="x")
    assert opened.store.submit(keeping(draft)).result(30) == Reply(b"kept", draft.assessed.id)
    assert opened.store.find(draft.assessed.id).assessed == draft.assessed
    assert [found.assessed for found in opened.store.page(Filters(terms=(("source", "x"),)), None, 9)] == [
        draft.assessed
    ]


@pytest.mark.parametrize("answer", [b"", b"\x00\xff\\N\\\t\n", "é\U0001f600".encode(), b"x" * 3_000_000])
def test_bytes_come_back_as_they_went_in(opened: Opened, answer: bytes) -> None:
    draft = drafted(answer, source="back\\slash\ttab \\N é")
    opened.store.submit(keeping(draft)).result(30)
    assert opened.store.find(draft.assessed.id).assessed.answer == answer
    assert opened.store.page(Filters(terms=draft.terms), None, 9)[0].assessed.id == draft.assessed.id


def test_what_has_queued_is_committed_together(opened: Opened) -> None:
    held = Held()
    first = opened.store.submit(held.change())
    held.until_begun()
    drafts = [drafted() for _ in range(50)]
    futures = [opened.store.submit(keeping(draft)) for draft in drafts]
    held.let_go()
    assert [future.result(30).subject for future in futures] == [draft.assessed.id for draft in drafts]
    assert first.result(30).body == b"held"
    with opened.engine.connect() as connection:
        if opened.engine.dialect.name == "postgresql":
            query = text("SELECT count(DISTINCT xmin::text) FROM assessments")
            assert connection.execute(query).scalar_one() == 1
    assert opened.count() == 50


def test_where_too_much_waits_more_is_refused_and_nothing_is_lost(opened: Opened) -> None:
    held = Held()
    first = opened.store.submit(held.change())
    held.until_begun()
    futures = [opened.store.submit(keeping(drafted())) for _ in range(99)]
    with pytest.raises(StorageBusy):
        opened.store.submit(keeping(drafted()))
    held.let_go()
    for future in [first, *futures]:
        future.result(30)
    opened.store.submit(keeping(drafted())).result(30)
    assert opened.count() == 100


def test_a_change_that_is_larger_than_the_queue_is_let_in_where_nothing_waits(opened: Opened) -> None:
    opened.store.submit(keeping(*[drafted() for _ in range(150)])).result(30)
    assert opened.count() == 150


def test_a_change_that_fails_keeps_none_of_the_others_from_being_kept(opened: Opened) -> None:
    held = Held()
    opened.store.submit(held.change())
    held.until_begun()
    twice = drafted(source="twice")
    good = [drafted() for _ in range(3)]
    futures = [opened.store.submit(keeping(draft)) for draft in (good[0], twice, good[1], twice, good[2])]
    missing = opened.store.submit(Change("local", "find", lambda unit: Reply(unit.find("0" * 32).assessed.answer)))
    fault = opened.store.submit(Change("local", "fail", lambda unit: Reply(b"", str(1 // 0))))
    held.let_go()
    assert [future.exception(30) is None for future in futures] == [True, True, True, False, True]
    assert isinstance(futures[3].exception(), StorageUnavailable)
    assert isinstance(missing.exception(30), NoSuchAssessment)
    assert isinstance(fault.exception(30), ZeroDivisionError)
    assert (opened.count(), opened.count(terms)) == (4, 1)
    assert all("IntegrityError" in line or "UniqueViolation" in line or "Zero" in line for line in opened.log), (
        opened.log
    )


def test_what_fails_late_leaves_none_of_its_parts(opened: Opened) -> None:
    draft = drafted(source="half")
    again = draft._replace(terms=(*draft.terms, *draft.terms))  # the second of two equal terms is refused
    future = opened.store.submit(keeping(drafted(), again))
    assert isinstance(future.exception(30), StorageUnavailable)
    assert (opened.count(), opened.count(terms)) == (0, 0)


def test_closing_writes_what_waits_and_takes_nothing_more(opened: Opened) -> None:
    futures = [opened.store.submit(keeping(drafted())) for _ in range(60)]
    opened.store.close()
    assert all(future.done() for future in futures)
    assert opened.count() == 60
    with pytest.raises(StorageBusy):
        opened.store.submit(keeping(drafted()))


def test_a_text_is_kept_once_whoever_kept_it(opened: Opened) -> None:
    other = Opened(engine_of(_settings_of(opened)))
    for each in (opened, other, opened):
        each.store.submit(keeping(drafted())).result(30)
    assert opened.store.text(RUBRIC.digest) == other.store.text(VOCABULARY.digest) == b"{}"
    other.store.close()


def test_two_services_on_one_database_keep_a_request_once(opened: Opened) -> None:
    other = Opened(engine_of(_settings_of(opened)))
    once = Once("k" * 64, "r" * 64, "2026-01-31T12:00:00.000Z", "2026-02-01T12:00:00.000Z")
    futures = [each.store.submit(keeping(drafted(), once=once)) for each in (opened, other) * 5]
    assert len({future.result(30).subject for future in futures}) == 1
    assert (opened.count(), opened.count(replies)) == (1, 1)
    other.store.close()


def _settings_of(opened: Opened) -> Settings:
    url = opened.engine.url
    if url.drivername.startswith("sqlite"):
        return Settings(data_dir=Path(str(url.database)).parent)
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return Settings(database_url=plain)  # type: ignore[arg-type]


def test_a_reply_is_given_again_until_it_expires(opened: Opened) -> None:
    def ask(now: str, request: str = "r") -> str | None:
        once = Once("k" * 64, request * 64, f"2026-01-{now}", f"2026-01-{int(now) + 1:02}")
        return opened.store.submit(keeping(drafted(), once=once)).result(30).subject

    first = ask("10")
    assert ask("11") == first
    with pytest.raises(KeyReused):
        ask("11", "s")
    second = ask("12", "s")
    assert second != first
    assert ask("12", "s") == second
    assert opened.count(replies) == 1


def test_an_empty_reply_under_a_key_is_a_fault_and_keeps_nothing(opened: Opened) -> None:
    """Asked again it would be read as that of something deleted."""
    once = Once("k" * 64, "r" * 64, "2026-01-31T12:00:00.000Z", "2026-02-01T12:00:00.000Z")

    def write(unit: Unit) -> Reply:
        unit.keep([drafted()], RUBRIC, VOCABULARY)
        return Reply(b"")

    fault = opened.store.submit(Change("local", "keepAssessments", write, once=once)).exception(30)
    assert isinstance(fault, AssertionError)
    assert (opened.count(), opened.count(replies)) == (0, 0)


def test_of_two_changes_to_the_same_revision_the_second_is_refused(opened: Opened) -> None:
    draft = drafted()
    opened.store.submit(keeping(draft)).result(30)

    def write(unit: Unit) -> Reply:
        found = unit.find(draft.assessed.id)
        review = Review(draft.assessed.id, 1, found.assessed.created, "local", "agree", None, None, None, None, "E3")
        unit.review(review, "agreed")
        return Reply(b"reviewed", draft.assessed.id, 1)

    futures = [opened.store.submit(Change("local", "review", write)) for _ in range(2)]
    assert futures[0].result(30).revision == 1
    assert isinstance(futures[1].exception(30), Changed)
    assert [review.revision for review in opened.store.reviews(draft.assessed.id)] == [1]
    assert opened.store.find(draft.assessed.id)[1:] == (1, "agreed", "E3", None, None)


def test_a_database_that_goes_away_is_told_to_everyone_who_waits(opened: Opened) -> None:
    with opened.engine.begin() as connection:
        connection.execute(text("ALTER TABLE assessments RENAME TO gone"))
    for future in [opened.store.submit(keeping(drafted())) for _ in range(3)]:
        assert isinstance(future.exception(30), StorageUnavailable)
    for ask in (lambda: opened.store.find("0" * 32), lambda: opened.store.page(Filters(), None, 9)):
        with pytest.raises(StorageUnavailable):
            ask()
    with opened.engine.begin() as connection:
        connection.execute(text("ALTER TABLE gone RENAME TO assessments"))
    opened.store.submit(keeping(drafted())).result(30)
    assert opened.count() == 1
    assert opened.log


# Ids


def test_ids_sort_as_they_were_given_even_where_the_clock_stands_still_or_goes_back() -> None:
    times = iter([5_000_000_000, *[5_000_000_000] * 200, 4_000_000_000, 6_000_000_000])
    ids = Ids(lambda: next(times))
    given = [ids.next() for _ in range(203)]
    assert given == sorted(set(given))
    assert all(is_id(id_) and id_[12] == "7" and id_[16] in "89ab" for id_ in given)


def test_an_id_says_when_it_was_given() -> None:
    moment = datetime(2026, 1, 31, 12, 0, 0, 7000, tzinfo=UTC)
    id_ = Ids(lambda: int(moment.timestamp() * 1000) * 1_000_000).next()
    assert made(id_) == "2026-01-31T12:00:00.007Z"
    assert first_of(moment) <= id_ < first_of(moment.replace(microsecond=8000))


@pytest.mark.parametrize("text_", ["", "x", "0" * 31, "0" * 33, "G" * 32, "A" * 32, "0" * 31 + "\n"])
def test_what_is_no_id_is_seen(text_: str) -> None:
    assert not is_id(text_)


def test_tasks_that_wait_are_told_each_its_own(opened: Opened) -> None:
    drafts = [drafted() for _ in range(20)]

    async def ask() -> list[Reply | BaseException]:
        fault = Change("local", "fail", lambda unit: Reply(unit.find("0" * 32).assessed.answer))
        changes = [*(keeping(draft) for draft in drafts), fault]
        return await asyncio.gather(*(opened.store.awaited(each) for each in changes), return_exceptions=True)

    *kept, missing = asyncio.run(ask())
    assert kept == [Reply(b"kept", draft.assessed.id) for draft in drafts]
    assert isinstance(missing, NoSuchAssessment)
    assert opened.count() == 20


def test_a_task_that_hangs_up_undoes_nothing_and_is_in_nobodys_way(opened: Opened) -> None:
    held, drafts = Held(), [drafted() for _ in range(3)]

    async def ask() -> Reply:
        first = opened.store.awaited(held.change())
        await asyncio.to_thread(held.until_begun)
        gone, *others = [opened.store.awaited(keeping(draft)) for draft in drafts]
        gone.cancel()
        held.let_go()
        await asyncio.gather(first, *others)
        return others[0].result()

    assert asyncio.run(ask()) == Reply(b"kept", drafts[1].assessed.id)
    assert opened.count() == 3


def test_an_event_loop_that_has_ended_does_not_end_the_writer(opened: Opened) -> None:
    held = Held()

    async def ask_and_leave() -> None:
        opened.store.awaited(held.change())
        await asyncio.to_thread(held.until_begun)

    asyncio.run(ask_and_leave())
    held.let_go()
    assert opened.store.submit(keeping(drafted())).result(30).body == b"kept"


def test_that_there_are_people_is_told_whatever_becomes_of_their_names(opened: Opened) -> None:
    """The first person closes a service; that must not wait for a database that fails."""
    met: list[bool] = []
    named: list[dict[str, str]] = []

    def name(people: Mapping[str, str]) -> None:
        named.append(dict(people))
        if people:
            raise StorageUnavailable("the database failed")

    opened.store.give_people(met.append, name)
    person = new_person(About("Ana Ruiz", "ana@desk.example", ("admin",), ()), None, Ids())
    opened.store.submit(adding(person, "test")).result(30)
    assert (met, named) == ([False, True], [{}, {person.id: "Ana Ruiz"}])
