"""How are people and sessions kept? A row each; what a browser holds is kept as its digest only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    Row,
    String,
    Table,
    Text,
    delete,
    insert,
    select,
    update,
)

from sayso.store.audit import subject_of
from sayso.store.ids import is_id
from sayso.store.people_port import EmailTaken, NoSuchPerson, PersonRow, SessionRow, Signed
from sayso.store.refusals import Changed
from sayso.store.tables import ID, metadata
from sayso.store.trail import Trail

_MOMENT = String(24)
_ADMIN = "admin"

people = Table(
    "people",
    metadata,
    Column("id", ID, primary_key=True),
    Column("name", String(80), nullable=False),
    Column("email", String(254), nullable=False, unique=True),
    Column("roles", String(80), nullable=False),
    Column("releases", Text, nullable=False),
    Column("password", Text),
    Column("subject", String(300), unique=True),
    Column("created", _MOMENT, nullable=False),
    Column("disabled", _MOMENT),
    Column("revision", Integer, nullable=False),
)

# A session's token is random, 256 bits of it: its digest tells nobody anything, and opens nothing.
sessions = Table(
    "sessions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("person", ID, ForeignKey("people.id"), nullable=False),
    Column("created", _MOMENT, nullable=False),
    Column("seen", _MOMENT, nullable=False),
    Column("expires", _MOMENT, nullable=False),
    Index("sessions_by_person", "person"),
    Index("sessions_by_expiry", "expires"),
)

# One row. Whoever changes people holds it to the end, so that two services never both take the last admin's role away.
people_changes = Table(
    "people_changes",
    metadata,
    Column("only", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
)

_PERSON = [people.c[name] for name in PersonRow._fields]
_SESSION = [sessions.c[name] for name in SessionRow._fields]
_NOBODY = "there is no person of that id"


class SqlPeople:
    """A ``PeopleWriter`` inside a transaction; ``changed`` is told that there are people."""

    def __init__(self, connection: Connection, trail: Trail, changed: Callable[[], None]) -> None:
        self._connection = connection
        self._trail = trail
        self._changed = changed

    def find(self, person_id: str) -> PersonRow:
        self._hold()
        row = self._connection.execute(select(*_PERSON).where(people.c.id == person_id)).one_or_none()
        if row is None:
            raise NoSuchPerson(_NOBODY)
        return _person(row)

    def other_admins(self, person_id: str) -> bool:
        self._hold()
        query = select(people.c.roles).where(people.c.id != person_id, people.c.disabled.is_(None))
        return any(_ADMIN in roles.split() for (roles,) in self._connection.execute(query))

    def add(self, person: PersonRow) -> None:
        self._hold()
        self._refuse_twin(person)
        self._count()
        self._connection.execute(insert(people), _values(person))
        self._trail.wrote(subject_of("person", person.id), tuple(_values(person).values()))

    def change(self, before: PersonRow, after: PersonRow) -> None:
        self._refuse_twin(after)
        self._count()
        mine = (people.c.id == before.id) & (people.c.revision == before.revision)
        done = self._connection.execute(update(people).where(mine).values(_values(after)))
        if done.rowcount != 1:
            raise Changed("somebody else changed the person")
        if after.disabled is not None or after.password != before.password:
            self._connection.execute(delete(sessions).where(sessions.c.person == after.id))
        self._trail.wrote(subject_of("person", after.id), tuple(_values(after).values()))

    def rehash(self, person: PersonRow, password: str) -> None:
        mine = (people.c.id == person.id) & (people.c.password == person.password)
        if self._connection.execute(update(people).where(mine).values(password=password)).rowcount:
            self._trail.wrote(subject_of("person", person.id), (password,))

    def open_session(self, session: SessionRow, instead_of: str | None) -> None:
        if instead_of is not None:
            self._connection.execute(delete(sessions).where(sessions.c.digest == instead_of))
        self._connection.execute(delete(sessions).where(sessions.c.expires < session.created))
        self._connection.execute(insert(sessions), session._asdict())
        self._trail.wrote(subject_of("person", session.person), session)

    def end_session(self, digest: str) -> str | None:
        query = select(sessions.c.person).where(sessions.c.digest == digest)
        found: str | None = self._connection.execute(query).scalar_one_or_none()
        if found is None:
            return None
        if not self._connection.execute(delete(sessions).where(sessions.c.digest == digest)).rowcount:
            return None
        self._trail.wrote(subject_of("person", found), (digest,))
        return found

    def seen(self, digest: str, moment: str) -> None:
        with self._trail.aside():
            self._connection.execute(update(sessions).where(sessions.c.digest == digest).values(seen=moment))

    def _refuse_twin(self, person: PersonRow) -> None:
        others = select(people.c.id).where(people.c.id != person.id)
        if self._connection.execute(others.where(people.c.email == person.email)).first() is not None:
            raise EmailTaken("somebody is here under that e-mail address", hint="GET /v1/people lists everybody")
        if person.subject is None:
            return
        if self._connection.execute(others.where(people.c.subject == person.subject)).first() is not None:
            raise EmailTaken("somebody else signs in with that account of the house")

    def _hold(self) -> None:
        self._connection.execute(select(people_changes.c.number).with_for_update()).scalar_one()

    def _count(self) -> None:
        with self._trail.aside():
            self._connection.execute(update(people_changes).values(number=people_changes.c.number + 1))
        self._changed()


class PeopleQueries:
    """A ``PeopleReader``; ``reading`` opens a connection."""

    def __init__(self, reading: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._reading = reading

    def any(self) -> bool:
        with self._reading() as connection:
            return bool(connection.execute(select(people_changes.c.number)).scalar_one())

    def names(self) -> dict[str, str]:
        with self._reading() as connection:
            rows = connection.execute(select(people.c.id, people.c.name, people.c.email)).all()
        times = Counter(row.name for row in rows)
        return {row.id: row.name if times[row.name] == 1 else f"{row.name} ({row.email})" for row in rows}

    def page(self, after: str | None, count: int) -> list[PersonRow]:
        query = select(*_PERSON).order_by(people.c.id).limit(count)
        if after is not None:
            query = query.where(people.c.id > after)
        with self._reading() as connection:
            return [_person(row) for row in connection.execute(query)]

    def find(self, person_id: str) -> PersonRow:
        found = self._one(people.c.id == person_id) if is_id(person_id) else None
        if found is None:
            raise NoSuchPerson(_NOBODY)
        return found

    def by_email(self, email: str) -> PersonRow | None:
        return self._one(people.c.email == email)

    def by_subject(self, subject: str) -> PersonRow | None:
        return self._one(people.c.subject == subject)

    def signed(self, digest: str) -> Signed | None:
        query = select(*_PERSON, *_SESSION).join_from(sessions, people).where(sessions.c.digest == digest)
        with self._reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        parts = len(PersonRow._fields)
        return Signed(_made(row[:parts]), SessionRow._make(row[parts:]))

    def _one(self, where: Any) -> PersonRow | None:
        with self._reading() as connection:
            row = connection.execute(select(*_PERSON).where(where)).one_or_none()
        return None if row is None else _person(row)


def _values(person: PersonRow) -> dict[str, Any]:
    return {**person._asdict(), "roles": " ".join(person.roles), "releases": " ".join(person.releases)}


def _person(row: Row[Any]) -> PersonRow:
    return _made(tuple(row))


def _made(values: Any) -> PersonRow:
    found = PersonRow._make(values)
    return found._replace(roles=tuple(str(found.roles).split()), releases=tuple(str(found.releases).split()))
