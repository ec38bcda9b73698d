"""Is whatever does not fit in an audit found, and does the database itself keep hands off it?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from tests.store.audited import Kept, sound
from tests.store.drafts import drafted, keeping

from sayso.store.audit import (
    NOTHING,
    Check,
    Digest,
    Entry,
    Head,
    Mark,
    Noted,
    follow,
    hash_of,
    head_of,
)
from sayso.store.trail import Unaudited

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
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
