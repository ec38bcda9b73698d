"""How does somebody sign in? Imported when somebody first does: it brings what hashes passwords and counts attempts."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.store.people_port import PersonRow
from sayso.store.port import Store
from sayso.usecases.attempts import Attempts
from sayso.usecases.passwords import Passwords, make_password
from sayso.usecases.people import About, changing, email_of, is_email, who_is
from sayso.usecases.reading import Queue
from sayso.usecases.reviews import Expected
from sayso.usecases.sessions import opening

AT_ONCE = 2
"""Passwords that are looked at together: each takes 64 MiB while it is, and four threads."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of an attempt to sign in: a token for the browser, or how many seconds to wait, or neither where the
    address or the password is wrong, which of the two nobody is told.
    """

    token: str | None = None
    wait: int | None = None


@dataclass(frozen=True)
class SignIns:
    """How people of one service sign in. ``queue`` bounds how many passwords are looked at together."""

    passwords: Passwords
    attempts: Attempts
    queue: Queue

    async def sign_in(self, store: Store, email: str, password: str, asker: str, held: str | None) -> Tried:
        """Lets somebody in by their password, under a new token; ``held`` is the one the browser came with, which
        opens nothing from now on. ``asker`` is the network address. Raises Busy, StorageBusy, StorageUnavailable.
        """
        email = email_of(email)
        wait = self.attempts.begin(asker, email)
        if wait is not None:
            return Tried(wait=wait)
        found = await self.queue.run(lambda: self._known(store, email, password))
        if found is None:
            self.attempts.failed(asker)
            return Tried()
        person, rehashed = found
        token, change = opening(person, held, rehashed)
        reply = await store.awaited(change)
        if reply.subject is None:  # disabled, or given another password, in this very moment
            return Tried()
        self.attempts.passed(email)
        return Tried(token)

    async def change_own(self, store: Store, person: PersonRow, current: str, new: str, asker: str) -> Tried:
        """Gives somebody who is signed in the password of their choice. It ends their sessions, all of them, and the
        token opens the next. Raises InvalidRequest, Changed, Busy, StorageBusy, StorageUnavailable.
        """
        wait = self.attempts.begin(asker, person.email)
        if wait is not None:
            return Tried(wait=wait)
        if not await self.queue.run(lambda: self.passwords.is_right(person.password, current)):
            self.attempts.failed(asker)
            return Tried()
        self.attempts.passed(person.email)
        kept = await self.hash(new)
        seen = Expected(frozenset({person.revision}))
        await store.awaited(changing(person.id, About(), kept, seen, who_is(person).actor))
        token, change = opening(person._replace(password=kept), None)
        return Tried(token if (await store.awaited(change)).subject else None)

    async def hash(self, password: str) -> str:
        """What is kept of a password. Raises InvalidRequest, Busy."""
        return await self.queue.run(lambda: self.passwords.hash(password))

    async def new_password(self) -> tuple[str, str]:
        """A password that somebody is given, and what is kept of it. Raises Busy."""
        password = make_password()
        return password, await self.hash(password)

    def _known(self, store: Store, email: str, password: str) -> tuple[PersonRow, str | None] | None:
        person = store.people.by_email(email) if is_email(email) else None
        kept = None if person is None else person.password
        right = self.passwords.is_right(kept, password)
        if person is None or kept is None or not right or person.disabled is not None:
            return None
        return person, self.passwords.hash(password) if self.passwords.is_stale(kept) else None


def open_sign_ins() -> SignIns:
    return SignIns(Passwords(), Attempts(), Queue(AT_ONCE))
