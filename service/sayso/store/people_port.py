"""What is kept of people and of who is signed in? The shapes that the rest of Sayso knows; no database is here."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from sayso.errors import SaysoError


class NoSuchPerson(SaysoError):
    code = "unknown_person"


class EmailTaken(SaysoError):
    """Somebody else is here under that e-mail address, or that account of the house."""

    code = "email_taken"


class LastAdmin(SaysoError):
    """Without this person as an admin, nobody could look after people and keys."""

    code = "last_admin"


class PersonRow(NamedTuple):
    """A person as they are kept. ``email`` is in small letters; ``password`` is an argon2id hash, None where they have
    none; ``subject`` names their account with the house's own sign-in. Moments are ISO 8601 in UTC.
    """

    id: str
    name: str
    email: str
    roles: tuple[str, ...]
    releases: tuple[str, ...]
    password: str | None
    subject: str | None
    created: str
    disabled: str | None
    revision: int


class SessionRow(NamedTuple):
    """Somebody is signed in. ``digest`` is the SHA-256 of what their browser holds; ``seen`` is right to some
    minutes.
    """

    digest: str
    person: str
    created: str
    seen: str
    expires: str


class Signed(NamedTuple):
    """A session and whose it is, as both are now."""

    person: PersonRow
    session: SessionRow


class PeopleReader(Protocol):
    """What may be read of people."""

    def any(self) -> bool:
        """Whether there ever was a person."""

    def names(self) -> dict[str, str]:
        """What everybody is called, by id; who shares a name, with the address behind it."""

    def page(self, after: str | None, count: int) -> list[PersonRow]:
        """So many people, oldest first, later than the id ``after``."""

    def find(self, person_id: str) -> PersonRow:
        """Raises NoSuchPerson."""

    def by_email(self, email: str) -> PersonRow | None:
        """Who has this address, in small letters."""

    def by_subject(self, subject: str) -> PersonRow | None:
        """Whose account with the house's own sign-in this is."""

    def signed(self, digest: str) -> Signed | None:
        """The session of what a browser holds."""


class PeopleWriter(Protocol):
    """What may be done to people inside a transaction. Whoever asks first is served first, on all services."""

    def find(self, person_id: str) -> PersonRow:
        """A person as they are now, held until the end. Raises NoSuchPerson."""

    def other_admins(self, person_id: str) -> bool:
        """Whether anybody else is an admin and not disabled."""

    def add(self, person: PersonRow) -> None:
        """Raises EmailTaken."""

    def change(self, before: PersonRow, after: PersonRow) -> None:
        """Writes a person anew. It ends their sessions where they are disabled by it or get another password. Raises
        EmailTaken.
        """

    def rehash(self, person: PersonRow, password: str) -> None:
        """Keeps the same password under newer parameters; nothing that anybody sees changes."""

    def open_session(self, session: SessionRow, instead_of: str | None) -> None:
        """Keeps a session in place of the one of that digest, if there is one, and drops those that are over."""

    def end_session(self, digest: str) -> str | None:
        """Ends a session; the id of whose it was, None where there is none."""

    def seen(self, digest: str, moment: str) -> None:
        """Notes that a session is in use. No news to the audit."""
