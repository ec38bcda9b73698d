"""Does every change leave its mark in the audit, one chain whoever writes, and is it found again?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from concurrent.futures import Future
from random import Random
from typing import Any

import pytest
import rfc8785
from sqlalchemy import text
from tests.store.audited import Kept, sound
from tests.store.drafts import drafted, keeping

from sayso.store.audit import (
    NOTHING,
    AuditFilters,
    Check,
    Digest,
    Entry,
    Head,
    Noted,
    follow,
    head_of,
    subject_of,
)
from sayso.store.audit_reading import page_query
from sayso.store.port import Change, Once, Reply, Review, Unit
from sayso.store.refusals import Changed, NoSuchAssessment
from sayso.store.trail import Unaudited


def reviewing(id_: str, revision: int, actor: str = "key:1") -> Change:
    def write(unit: Unit) -> Reply:
        stored = unit.find(id_)
        made = Review(id_, revision, stored.assessed.created, actor, "agree", None, None, None, None, "E3")
        unit.review(made, "agreed")
        return Reply(b"reviewed", id_, revision)

    return Change(actor, "reviewAssessment", write)


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
