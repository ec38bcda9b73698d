"""How are keys read and written? Few rows, all of them at once."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select, update

from sayso.store.keys import KeyRow
from sayso.store.refusals import NoSuchKey
from sayso.store.tables_keys import api_keys

_COLUMNS = [api_keys.c[name] for name in KeyRow._fields]


def all_keys(connection: Connection) -> list[KeyRow]:
    """Every key that there ever was, oldest first."""
    rows = connection.execute(select(*_COLUMNS).order_by(api_keys.c.id))
    return [KeyRow._make(row)._replace(scopes=tuple(row.scopes.split())) for row in rows]


def add(connection: Connection, key: KeyRow) -> None:
    connection.execute(insert(api_keys), {**key._asdict(), "scopes": " ".join(key.scopes)})


def revoke(connection: Connection, key_id: str, moment: str) -> bool:
    """Whether there was something to revoke; a key that is revoked stays as it is. Raises NoSuchKey."""
    there = api_keys.c.id == key_id
    done = connection.execute(update(api_keys).where(there, api_keys.c.revoked.is_(None)).values(revoked=moment))
    if done.rowcount:
        return True
    if connection.execute(select(api_keys.c.id).where(there)).one_or_none() is None:
        raise NoSuchKey("there is no key of that id", hint="sayso keys list shows all of them")
    return False
