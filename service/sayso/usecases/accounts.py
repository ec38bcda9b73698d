"""Which person is behind an account with the house's own sign-in? Somebody who was added before; nobody is made up."""

from __future__ import annotations

from sayso.store.people_port import PersonRow
from sayso.store.port import Change, Reply, Store, Unit
from sayso.usecases.people import email_of, is_email


def person_of(store: Store, subject: str, email: str | None) -> PersonRow | None:
    """Whose account this is: by its name; the first time by an e-mail address that its issuer has verified."""
    found = store.people.by_subject(subject)
    if found is None and email is not None and is_email(email_of(email)):
        found = store.people.by_email(email_of(email))
        if found is not None and found.subject is not None:  # the address has gone to another account
            return None
    return None if found is None or found.disabled is not None else found


def linking(person: PersonRow, subject: str) -> Change:
    """The change that notes whose account this is, from the first time on. It raises Changed, EmailTaken."""

    def write(unit: Unit) -> Reply:
        before = unit.people.find(person.id)
        if before.subject is None and before.email == person.email and before.disabled is None:
            unit.people.change(before, before._replace(subject=subject, revision=before.revision + 1))
            return Reply(b"", person.id)
        return Reply(b"")

    return Change(f"person:{person.id}", "linkAccount", write)
