"""How does a session begin and end, and whose is it that a browser speaks for?"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sayso.store.ids import written_time
from sayso.store.people_port import NoSuchPerson, PersonRow, SessionRow, Signed
from sayso.store.port import Change, Reply, Store, Unit

if TYPE_CHECKING:  # else every service would load what hashes passwords
    from sayso.usecases.sign_in import SignIns

OpenSignIns = Callable[[], "SignIns"]
LASTS = timedelta(hours=12)
"""A working day: who comes back tomorrow signs in anew."""
SEEN_EVERY = timedelta(minutes=10)
_BYTES = 32
_LONGEST_TOKEN = 64


def opening(person: PersonRow, held: str | None, rehashed: str | None = None) -> tuple[str, Change]:
    """A new token and the change that makes it good, in place of ``held``. Its reply has no subject where the person
    is meanwhile not as ``person`` says.
    """
    token = secrets.token_urlsafe(_BYTES)
    now = datetime.now(UTC)
    moment, until = written_time(now), written_time(now + LASTS)
    session = SessionRow(digest_of(token), person.id, moment, moment, until)
    before = None if held is None else digest_of(held)

    def write(unit: Unit) -> Reply:
        try:
            found = unit.people.find(person.id)
        except NoSuchPerson:
            return Reply(b"")
        if found.disabled is not None or found.password != person.password:
            return Reply(b"")
        if rehashed is not None:
            unit.people.rehash(found, rehashed)
        unit.people.open_session(session, before)
        return Reply(b"", person.id)

    return token, Change(f"person:{person.id}", "openSession", write)


def ending(held: str, actor: str) -> Change:
    """The change that ends a session; where there is none it changes nothing."""

    def write(unit: Unit) -> Reply:
        return Reply(b"", unit.people.end_session(digest_of(held)))

    return Change(actor, "endSession", write)


def seeing(signed: Signed, now: datetime) -> Change | None:
    """The change that notes that a session is in use, where that was last noted a while ago."""
    moment = written_time(now)
    if signed.session.seen > written_time(now - SEEN_EVERY):
        return None

    def write(unit: Unit) -> Reply:
        unit.people.seen(signed.session.digest, moment)
        return Reply(b"")

    return Change(f"person:{signed.person.id}", "seeSession", write)


def find_signed(store: Store, token: str, now: datetime) -> Signed | None:
    """Whose session this is; None where there is none, it is over, or the person is disabled. Raises
    StorageUnavailable.
    """
    if not 0 < len(token) <= _LONGEST_TOKEN:
        return None
    found = store.people.signed(digest_of(token))
    if found is None or found.session.expires <= written_time(now) or found.person.disabled is not None:
        return None
    return found


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
