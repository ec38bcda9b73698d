"""Does every change leave its mark in the audit, one chain whoever writes, and is whatever does not fit found?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from random import Random
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError
from tests.store.drafts import drafted, keeping

from sayso.lasting import engine_of
from sayso.settings import Settings
from sayso.store.audit import (
    NOTHING,
    AuditFilters,
    Check,
    Digest,
    Entry,
    Head,
    Mark,
    Noted,
    Verdict,
    follow,
    hash_of,
    head_of,
    subject_of,
)
from sayso.store.audit_reading import page_query, verify
from sayso.store.database import Database
from sayso.store.port import Change, Once, Reply, Review, Unit
from sayso.store.refusals import Changed, NoSuchAssessment
from sayso.store.trail import Unaudited
from sayso.store.upgrading import upgrade

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
ALL = AuditFilters()


class Kept:
    """A database with an audit, and a way past Sayso into it."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.settings = settings
        self.engine: Engine = engine_of(Settings(**settings))
        upgrade(self.engine)
        self.log: list[str] = []
        self.store = Database(self.engine, 5_000, self.log.append)

    def change(self, change: Change) -> Reply:
        return self.store.submit(change).result(30)

    def entries(self) -> list[Entry]:
        """All of them, oldest first."""
        return self.store.audit(ALL, None, 10_000)[::-1]

    def forged(self, *lines: str, mark: Mark | None = None) -> Verdict:
        """What is found where its owner has changed the database, without the triggers; all of it is undone again."""
        with self.engine.connect() as connection:
            transaction = connection.begin()
            for line in [*_triggers(connection), *lines]:
                connection.execute(text(line))
            verdict = verify(connection, mark)
            transaction.rollback()
        return verdict

    def found(self, *lines: str, mark: Mark | None = None) -> tuple[int, str] | None:
        broken = self.forged(*lines, mark=mark).broken
        return None if broken is None else (broken.position, broken.code)

    def forge(self, *lines: str) -> None:
        """The same for good."""
        with self.engine.begin() as connection:
            for line in [*_triggers(connection), *lines]:
                connection.execute(text(line))


def _triggers(connection: Connection) -> list[str]:
    if connection.dialect.name == "sqlite":
        names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars()
        return [f"DROP TRIGGER {name}" for name in names]
    return [f"ALTER TABLE {name} DISABLE TRIGGER ALL" for name in ("audit", "audit_subjects", "audit_head")]


@pytest.fixture
def kept(storage: dict[str, Any]) -> Iterator[Kept]:
    found = Kept(storage)
    yield found
    found.store.close()


def reviewing(id_: str, revision: int, actor: str = "key:1") -> Change:
    def write(unit: Unit) -> Reply:
        stored = unit.find(id_)
        made = Review(id_, revision, stored.assessed.created, actor, "agree", None, None, None, None, "E3")
        unit.review(made, "agreed")
        return Reply(b"reviewed", id_, revision)

    return Change(actor, "reviewAssessment", write)


def sound(kept: Kept) -> bool:
    return kept.store.verify().broken is None


# What a change leaves


def test_a_change_leaves_one_entry_with_who_what_about_what_and_no_word_of_it(kept: Kept) -> None:
    drafts = [drafted(b'{"claim":"The harbour is closed."}') for _ in range(1_000)]
    kept.change(keeping(*drafts))
    (entry,) = kept.entries()
    assert (entry.position, entry.actor, entry.operation, entry.previous) == (1, "local", "keep", NOTHING)
    assert entry.subjects == tuple(f"assessment:{draft.assessed.id}" for draft in drafts)
    assert "harbour" not in repr(entry)
    assert kept.store.verify() == checked([entry])


def checked(entries: list[Entry]) -> object:
    check = Check()
    for entry in entries:
        assert check.next(entry, frozenset(entry.subjects)) is None
    return check.end(head_of(entries[-1]))


def test_the_digest_can_be_made_again_from_what_is_kept(kept: Kept) -> None:
    draft = drafted()
    kept.change(keeping(draft))
    again = Digest()
    again.add((f"assessment:{draft.assessed.id}", *kept.store.find(draft.assessed.id).assessed))
    assert kept.entries()[0].digest == str(again)


def test_the_hash_is_that_of_the_canonical_form_as_another_library_writes_it(kept: Kept) -> None:
    kept.change(Change('é\u2028\x1f \U0001f600"\\', "keep", keeping(drafted()).write))
    (entry,) = kept.entries()
    said = {name: value for name, value in entry._asdict().items() if name != "hash"}
    said["subjects"] = list(entry.subjects)
    assert entry.hash == "sha256:" + hashlib.sha256(rfc8785.dumps(said)).hexdigest()


def test_who_asks_again_changes_nothing_and_leaves_nothing(kept: Kept) -> None:
    once = Once("k" * 64, "r" * 64, "2026-01-31T12:00:00.000Z", "2026-02-01T12:00:00.000Z")
    said = {kept.change(keeping(drafted(), once=once)).subject for _ in range(3)}
    assert (len(said), len(kept.entries())) == (1, 1)


def test_what_is_refused_or_writes_nothing_leaves_nothing(kept: Kept) -> None:
    draft = drafted()
    kept.change(keeping(draft))
    kept.change(reviewing(draft.assessed.id, 1))
    with pytest.raises(Changed):
        kept.change(reviewing(draft.assessed.id, 1))
    with pytest.raises(NoSuchAssessment):
        kept.change(reviewing("0" * 32, 1))
    kept.change(Change("local", "look", lambda unit: Reply(b"seen")))
    kept.change(Change("local", "keep", lambda unit: [unit.keep([], *_texts()), Reply(b"none")][1]))
    assert [entry.operation for entry in kept.entries()] == ["keep", "reviewAssessment"]
    assert sound(kept)


def _texts() -> Any:
    from tests.store.drafts import RUBRIC, VOCABULARY

    return RUBRIC, VOCABULARY


@pytest.mark.parametrize("how", ["writes unseen", "fails late"])
def test_a_change_that_the_audit_is_not_told_of_is_undone(kept: Kept, how: str) -> None:
    def unseen(unit: Any) -> Reply:
        from sqlalchemy import update

        from sayso.store.tables import assessments

        unit._connection.execute(update(assessments).values(grade="A1"))
        return Reply(b"")

    def late(unit: Unit) -> Reply:
        unit.keep([drafted()], *_texts())
        raise Changed("somebody was first")

    good = [drafted(), drafted()]
    kept.change(keeping(good[0]))
    futures = [
        kept.store.submit(change)
        for change in (
            keeping(drafted()),
            Change("local", "wrong", unseen if how == "writes unseen" else late),
            keeping(good[1]),
        )
    ]
    assert isinstance(futures[1].exception(30), Unaudited)
    assert [future.exception(30) for future in (futures[0], futures[2])] == [None, None]
    assert [kept.store.find(draft.assessed.id).assessed.grade for draft in good] == ["E3", "E3"]
    assert len(kept.entries()) == 3


# One chain


def test_two_services_that_write_at_once_keep_one_chain(kept: Kept) -> None:
    other = Kept(kept.settings)
    drafts = [drafted() for _ in range(300)]
    futures: list[Future[Reply]] = [
        (kept, other)[number % 2].store.submit(keeping(draft)) for number, draft in enumerate(drafts)
    ]
    for future in futures:
        future.result(60)
    other.store.close()
    assert [entry.position for entry in kept.entries()] == list(range(1, 301))
    assert kept.store.verify().entries == 300
    assert sound(kept)
    assert kept.log == other.log == []


def test_a_thousand_random_changes_hang_together_while_somebody_checks_and_somebody_else_writes(kept: Kept) -> None:
    chance, other = Random(7), Kept(kept.settings)
    drafts = [drafted() for _ in range(400)]
    revisions = dict.fromkeys((draft.assessed.id for draft in drafts), 0)
    for start in range(0, 400, 100):
        kept.change(keeping(*drafts[start : start + 100]))
    futures = []
    for number in range(996):
        service = chance.choice((kept, other))
        if chance.random() < 0.5:
            futures.append(service.store.submit(keeping(*(drafted() for _ in range(chance.randint(1, 4))))))
        else:  # each assessment by one service only, since the two are not in step
            id_ = chance.choice(drafts[:200] if service is kept else drafts[200:]).assessed.id
            revisions[id_] += 1
            futures.append(service.store.submit(reviewing(id_, revisions[id_])))
        if number % 250 == 0:
            assert sound(kept)
    for future in futures:
        future.result(60)
    other.store.close()
    verdict = kept.store.verify()
    assert (verdict.broken, verdict.entries) == (None, 1_000)
    assert verdict.head == head_of(kept.entries()[-1])


def test_moments_never_fall_even_where_a_clock_is_behind() -> None:
    first = follow(Head(0, "", NOTHING), Noted("a", "b", ("c",), "d"), "2026-01-02")
    second = follow(head_of(first), Noted("a", "b", ("c",), "d"), "2026-01-01")
    assert second.created == "2026-01-02"


# What does not fit


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def five(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    """Five entries, which no test changes."""
    where: dict[str, Any] = {"data_dir": tmp_path_factory.mktemp("five")}
    if request.param == "postgresql":
        where["database_url"] = request.getfixturevalue("postgres").database()
    found = Kept(where)
    for number in range(5):
        found.change(Change(f"key:{number}", "keep", keeping(drafted()).write))
    yield found
    found.store.close()


FORGED = {
    "created": ("UPDATE audit SET created = '2020-01-01T00:00:00.000Z' WHERE position = 3", 3, "altered"),
    "actor": ("UPDATE audit SET actor = 'key:4' WHERE position = 3", 3, "altered"),
    "operation": ("UPDATE audit SET operation = 'look' WHERE position = 3", 3, "altered"),
    "subjects": ("UPDATE audit SET subjects = '[\"assessment:0\"]' WHERE position = 3", 3, "altered"),
    "subjects that are written otherwise": (
        "UPDATE audit SET subjects = replace(subjects, '[', '[ ') WHERE position = 3", 3, "altered",
    ),
    "subjects that are none": ("UPDATE audit SET subjects = '7' WHERE position = 3", 3, "altered"),
    "subjects of another kind": ("UPDATE audit SET subjects = '[7]' WHERE position = 3", 3, "altered"),
    "subjects that are no JSON": ("UPDATE audit SET subjects = '' WHERE position = 1", 1, "altered"),
    "digest": ("UPDATE audit SET digest = 'sha256:0' WHERE position = 3", 3, "altered"),
    "previous": (f"UPDATE audit SET previous = '{NOTHING}' WHERE position = 3", 3, "altered"),
    "hash": (f"UPDATE audit SET hash = '{NOTHING}' WHERE position = 3", 3, "altered"),
    "position": ("UPDATE audit SET position = 9 WHERE position = 3", 3, "missing"),
    "missing": ("DELETE FROM audit WHERE position = 3", 3, "missing"),
    "missing at the beginning": ("DELETE FROM audit WHERE position = 1", 1, "missing"),
    "missing at the end": ("DELETE FROM audit WHERE position >= 4", 4, "truncated"),
    "all missing": ("DELETE FROM audit", 1, "truncated"),
    "the head's position": ("UPDATE audit_head SET position = 4", 5, "beyond_the_head"),
    "the head's hash": (f"UPDATE audit_head SET hash = '{NOTHING}'", 5, "altered"),
    "the head's moment": ("UPDATE audit_head SET created = ''", 5, "altered"),
    "the head's number": ("UPDATE audit_head SET id = 2", 6, "truncated"),
    "no head": ("DELETE FROM audit_head", 6, "truncated"),
    "a subject that is not found": ("DELETE FROM audit_subjects WHERE position = 2", 2, "misfiled"),
    "a subject that is found twice": ("INSERT INTO audit_subjects VALUES ('key:0', 2)", 2, "misfiled"),
}  # fmt: skip


@pytest.mark.parametrize("forged", FORGED)
def test_what_is_forged_is_found_and_the_first_of_it_is_named(five: Kept, forged: str) -> None:
    line, position, code = FORGED[forged]
    broken = five.forged(line).broken
    assert broken is not None
    assert (broken.position, broken.code) == (position, code)
    assert str(position) in broken.says or "head" in broken.says
    assert sound(five)


def test_two_entries_that_change_places_are_found(five: Kept) -> None:
    found = five.found(
        "UPDATE audit SET position = 99 WHERE position = 2",
        "UPDATE audit SET position = 2 WHERE position = 3",
        "UPDATE audit SET position = 3 WHERE position = 99",
    )
    assert found == (2, "altered")


def test_an_entry_that_is_made_anew_with_its_hash_is_found_by_the_next(five: Kept) -> None:
    entry = five.entries()[2]._replace(actor="somebody else")
    line = f"UPDATE audit SET actor = 'somebody else', hash = '{hash_of(entry)}' WHERE position = 3"
    assert five.found(line) == (4, "unlinked")


def test_only_a_hash_that_was_noted_elsewhere_finds_an_end_that_was_made_anew(five: Kept) -> None:
    noted = five.store.verify().head
    forged = follow(head_of(five.entries()[3]), Noted("key:9", "keep", five.entries()[4].subjects, "d"), noted.created)
    lines = [
        (
            f"UPDATE audit SET actor = 'key:9', digest = 'd', created = '{forged.created}', hash = '{forged.hash}' "
            "WHERE position = 5"
        ),
        f"UPDATE audit_head SET created = '{forged.created}', hash = '{forged.hash}'",
    ]
    assert five.found(*lines) is None
    assert five.found(*lines, mark=Mark(noted.position, noted.hash)) == (5, "not_as_expected")


def test_only_a_position_that_was_noted_elsewhere_finds_an_end_that_was_cut_off_with_its_head(five: Kept) -> None:
    noted, last = five.store.verify().head, five.entries()[3]
    lines = [
        "DELETE FROM audit WHERE position = 5",
        "DELETE FROM audit_subjects WHERE position = 5",
        f"UPDATE audit_head SET position = 4, created = '{last.created}', hash = '{last.hash}'",
    ]
    assert five.found(*lines) is None
    assert five.found(*lines, mark=Mark(noted.position, noted.hash)) == (5, "truncated")


def test_without_its_head_nothing_is_written(kept: Kept) -> None:
    kept.change(keeping(drafted()))
    kept.forge("DELETE FROM audit_head")
    assert isinstance(kept.store.submit(keeping(drafted())).exception(30), Unaudited)
    assert len(kept.entries()) == 1


@pytest.mark.parametrize(
    "line",
    [
        "UPDATE audit SET actor = 'x' WHERE position = 3",
        "DELETE FROM audit WHERE position = 5",
        "UPDATE audit_subjects SET subject = 'x'",
        "DELETE FROM audit_subjects",
        "DELETE FROM audit_head",
        "UPDATE audit_head SET position = position - 1",
        "UPDATE audit_head SET hash = 'x'",
        "UPDATE audit_head SET id = 2, position = 9",
        "INSERT INTO audit_head VALUES (2, 0, '', '')",
    ],
)
def test_the_database_itself_lets_nobody_change_what_stands_there(five: Kept, line: str) -> None:
    with pytest.raises(DBAPIError, match="the audit is only added to"), five.engine.begin() as connection:
        connection.execute(text(line))
    assert sound(five)


def test_nor_by_the_ways_that_each_database_has_besides(five: Kept) -> None:
    if five.engine.dialect.name == "postgresql":
        lines = ["TRUNCATE audit", "TRUNCATE audit_subjects", "TRUNCATE audit_head", "TRUNCATE audit CASCADE"]
    else:
        row = "SELECT 3, created, 'x', operation, subjects, digest, previous, hash FROM audit WHERE position = 3"
        lines = [
            f"INSERT OR REPLACE INTO audit {row}",
            "INSERT OR REPLACE INTO audit_subjects SELECT subject, position FROM audit_subjects",
            "INSERT OR REPLACE INTO audit_head VALUES (1, 0, '', '')",
        ]
    for line in lines:
        with pytest.raises(DBAPIError, match="the audit is only added to"), five.engine.begin() as connection:
            connection.execute(text(line))
    assert sound(five)


@given(st.lists(st.tuples(TEXTS, TEXTS, st.lists(TEXTS, min_size=1, max_size=3)), min_size=2, max_size=6), st.data())
def test_no_single_value_can_be_another(changes: list[tuple[str, str, list[str]]], data: st.DataObject) -> None:
    head, entries = Head(0, "", NOTHING), []
    for actor, operation, subjects in changes:
        entries.append(follow(head, Noted(actor, operation, tuple(subjects), "d"), "2026"))
        head = head_of(entries[-1])
    at = data.draw(st.integers(0, len(entries) - 1))
    name = data.draw(st.sampled_from(Entry._fields))
    before = getattr(entries[at], name)
    another = {"position": st.integers(1, 9), "subjects": st.lists(TEXTS).map(tuple)}.get(name, TEXTS)
    entries[at] = entries[at]._replace(**{name: data.draw(another.filter(lambda value: value != before))})
    check = Check()
    found = [each for entry in entries if (each := check.next(entry, frozenset(entry.subjects))) is not None]
    assert found
    assert found[0].position <= at + 1


@given(st.lists(st.one_of(st.none(), st.text(max_size=4), st.binary(max_size=4)), max_size=4), st.data())
def test_parts_do_not_run_into_each_other(parts: list[str | bytes | None], data: st.DataObject) -> None:
    def told(values: list[str | bytes | None]) -> str:
        digest = Digest()
        digest.add(values)
        return str(digest)

    plain = [part.encode("utf-8", "replace") if isinstance(part, str) else part for part in parts]
    others = data.draw(st.lists(st.one_of(st.none(), st.binary(max_size=4)), max_size=4))
    assert (told(list(plain)) == told(list(others))) == (plain == others)


# Finding


def test_entries_are_found_newest_first_by_all_that_is_asked(five: Kept) -> None:
    entries = five.entries()[::-1]
    middle = entries[2]
    find: Callable[..., list[int]] = lambda before=None, count=9, **by: [  # noqa: E731
        entry.position for entry in five.store.audit(AuditFilters(**by), before, count)
    ]
    assert find() == [5, 4, 3, 2, 1]
    assert find(before=4, count=2) == [3, 2]
    assert find(actor="key:2") == find(subject=middle.subjects[0]) == [3]
    assert find(actor="key:2", operation="keep", subject=middle.subjects[0]) == [3]
    assert find(actor="key:2", subject=entries[0].subjects[0]) == []
    assert find(operation="keep", before=2) == [1]
    assert find(since="9999") == find(operation="look") == find(actor="key") == find(before=1) == []
    assert find(since="") == find(since=entries[-1].created) == [5, 4, 3, 2, 1]
    for entry in entries:
        later = [each.position for each in entries if each.created >= entry.created]
        assert find(since=entry.created) == later


FILTERS = [
    {"subject": "assessment:1"},
    {"subject": "assessment:1", "operation": "keep", "actor": "a"},
    {"operation": "keep"},
    {"operation": "keep", "actor": "a"},
    {"actor": "a"},
    {},
]


def test_a_page_sorts_nothing_and_stays_on_an_index(kept: Kept) -> None:
    dialect = kept.engine.dialect.name
    kept.forge(*_many(dialect))
    word = "EXPLAIN QUERY PLAN" if dialect == "sqlite" else "EXPLAIN"
    for filters in FILTERS:
        query = page_query(AuditFilters(**filters), 5, 90_000, 51)
        compiled = str(query.compile(kept.engine, compile_kwargs={"literal_binds": True})).replace(":", "\\:")
        with kept.engine.connect() as connection:
            plan = "\n".join(str(row) for row in connection.execute(text(f"{word} {compiled}")))
        # What is about one thing is a handful of entries, which may be sorted; all others come in their order.
        for wrong in ("Seq Scan", "SCAN ", "TEMP B-TREE", *(() if "subject" in filters else ("Sort",))):
            assert wrong not in plan, (filters, plan)


def _many(dialect: str) -> list[str]:
    """Entries enough for a planner to think twice."""
    numbers = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT i FROM n"
        if dialect == "sqlite"
        else "SELECT i FROM generate_series(1, 20000) AS n(i)"
    )
    entry = "i, '2026', 'a' || (i % 3), CASE WHEN i % 9 = 0 THEN 'other' ELSE 'keep' END, '[]', 'd', 'p', 'h'"
    return [
        f"INSERT INTO audit SELECT {entry} FROM ({numbers}) AS n",
        f"INSERT INTO audit_subjects SELECT 'assessment\\:' || (i % 5000), i FROM ({numbers}) AS n",
        "ANALYZE",
    ]


def test_a_long_id_is_named_by_its_digest() -> None:
    assert subject_of("rubric", "newsroom@1.0.0") == "rubric:newsroom@1.0.0"
    assert subject_of("source", "x" * 500) == f"source:sha256:{hashlib.sha256(b'x' * 500).hexdigest()}"
    assert json.dumps(subject_of("source", "x" * 193)) == f'"source:{"x" * 193}"'
