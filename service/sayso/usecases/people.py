"""Who works at this desk? How is a person added, changed and shown?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic_core import to_json

from sayso.errors import InvalidRequest, Problem, did_you_mean
from sayso.store.ids import Ids, is_id, made, written_time
from sayso.store.people_port import LastAdmin, NoSuchPerson, PersonRow
from sayso.store.port import Change, Once, Reply, Unit
from sayso.usecases.reviews import Expected
from sayso.usecases.who import ADMIN, ROLES, SCOPES_OF, Who

LONGEST_NAME, LONGEST_EMAIL, LONGEST_HOLD, MOST_HOLDS = 80, 254, 80, 20
_EMAIL = re.compile(r"[^@\s,;<>\"\x00-\x20]+@[^@\s,;<>\"\x00-\x20]+")
_HOLD = re.compile(r"[a-z0-9][a-z0-9._-]*")
_NOBODY = "there is no person of that id"


@dataclass(frozen=True, slots=True)
class About:
    """What is said of a person; None where nothing is."""

    name: str | None = None
    email: str | None = None
    roles: Sequence[str] | None = None
    releases: Sequence[str] | None = None
    disabled: bool | None = None


def email_of(text: str) -> str:
    """An e-mail address as it is kept and looked for."""
    return text.strip().lower()


def is_email(text: str) -> bool:
    """Whether this could be an e-mail address, written as it is kept."""
    return len(text) <= LONGEST_EMAIL and text.isprintable() and _EMAIL.fullmatch(text) is not None


def check_about(about: About) -> About:
    """The same as it is kept. Raises InvalidRequest with everything that is wrong."""
    problems: list[Problem] = []
    name, email, roles, holds = about.name, about.email, about.roles, about.releases
    if name is not None:
        name = name.strip()
        if not name or len(name) > LONGEST_NAME or not name.isprintable():
            message = f"a name is 1 to {LONGEST_NAME} characters on one line"
            problems.append(Problem("wrong_value", message, "as colleagues know the person", "/name"))
    if email is not None:
        email = email_of(email)
        if not is_email(email):
            problems.append(Problem("wrong_value", "this is no e-mail address", "such as ana@desk.example", "/email"))
    if roles is not None:
        if not roles:
            problems.append(Problem("missing_key", f"a person needs a role: {', '.join(ROLES)}", pointer="/roles"))
        for role in dict.fromkeys(roles):
            if role not in ROLES:
                hint = did_you_mean(role, ROLES) or f"the roles are {', '.join(ROLES)}"
                problems.append(Problem("unknown_value", f'there is no role "{_told(role)}"', hint, "/roles"))
        roles = tuple(role for role in ROLES if role in roles)
    if holds is not None:
        holds = tuple(sorted(set(holds)))
        if len(holds) > MOST_HOLDS or any(len(hold) > LONGEST_HOLD or not _HOLD.fullmatch(hold) for hold in holds):
            message = f"releases are at most {MOST_HOLDS} names of holds, in small letters, as rubrics write them"
            problems.append(Problem("wrong_value", message, "such as lawyer or managing_editor", "/releases"))
    if problems:
        raise InvalidRequest(problems)
    return About(name, email, roles, holds, about.disabled)


def new_person(about: About, password: str | None, ids: Ids) -> PersonRow:
    """A person to add; ``password`` is its hash. Raises InvalidRequest with everything that is wrong or missing."""
    missing = [
        Problem("missing_key", f"{name} is missing", pointer=f"/{name}")
        for name in ("name", "email", "roles")
        if getattr(about, name) is None
    ]
    if missing:
        raise InvalidRequest(missing)
    said = check_about(about)
    id_ = ids.next()
    name, email, roles = said.name or "", said.email or "", tuple(said.roles or ())
    return PersonRow(id_, name, email, roles, tuple(said.releases or ()), password, None, made(id_), None, 1)


def adding(person: PersonRow, actor: str, once: Once | None = None) -> Change:
    """The change that adds a person. It raises EmailTaken, and LastAdmin where nobody would be an admin."""

    def write(unit: Unit) -> Reply:
        if ADMIN not in person.roles and not unit.people.other_admins(person.id):
            raise LastAdmin("the first person here has to be an admin", hint="they add the others")
        unit.people.add(person)
        return Reply(to_json(told(person)), person.id, person.revision)

    return Change(actor, "addPerson", write, once=once)


def changing(person_id: str, about: About, password: str | None, expected: Expected, actor: str) -> Change:
    """The change that makes a person so, and gives them that hash of a password where it is given. ``about`` is
    checked. It raises NoSuchPerson, Changed, EmailTaken, and LastAdmin.
    """

    def write(unit: Unit) -> Reply:
        if not is_id(person_id):
            raise NoSuchPerson(_NOBODY)
        before = unit.people.find(person_id)
        expected.check(before.revision, "person")
        after = _after(before, about, password)
        if after == before:
            return Reply(to_json(told(before)), before.id, before.revision)
        was, still = _looks_after(before), _looks_after(after)
        if was and not still and not unit.people.other_admins(before.id):
            raise LastAdmin("this is the last admin", hint="make somebody else an admin first")
        after = after._replace(revision=before.revision + 1)
        unit.people.change(before, after)
        return Reply(to_json(told(after)), after.id, after.revision)

    return Change(actor, "changePerson", write)


def told(person: PersonRow) -> dict[str, object]:
    """A person as ``wire.people.PersonShown``."""
    return {
        "id": person.id,
        "name": person.name,
        "email": person.email,
        "roles": list(person.roles),
        "releases": list(person.releases),
        "has_password": person.password is not None,
        "has_account": person.subject is not None,
        "created": person.created,
        "disabled": person.disabled,
        "revision": person.revision,
    }


def who_is(person: PersonRow) -> Who:
    """A person who acts."""
    return Who(f"person:{person.id}", frozenset(person.roles), frozenset(person.releases), person.name)


def scopes_of(person: PersonRow) -> frozenset[str]:
    """What a key would need that could do as much."""
    return frozenset().union(*(SCOPES_OF.get(role, frozenset()) for role in person.roles))


def _after(before: PersonRow, about: About, password: str | None) -> PersonRow:
    said = {
        name: value for name in ("name", "email", "roles", "releases") if (value := getattr(about, name)) is not None
    }
    disabled = before.disabled
    if about.disabled is False:
        disabled = None
    elif about.disabled and disabled is None:
        disabled = written_time(datetime.now(UTC))
    return before._replace(**said, disabled=disabled, password=password or before.password)


def _looks_after(person: PersonRow) -> bool:
    return ADMIN in person.roles and person.disabled is None


def _told(text: str) -> str:
    return text[:40].encode("utf-8", "replace").decode()
