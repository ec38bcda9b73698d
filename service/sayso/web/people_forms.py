"""What was written into a form about people or keys, and what stands on the pages that have them?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request

from sayso.errors import InvalidInput, SaysoError
from sayso.store.keys import SCOPES, KeyRow
from sayso.store.people_port import PersonRow
from sayso.usecases.keys import IN_USE, state_of
from sayso.usecases.who import ROLES
from sayso.web.sent import WrongForm, read_sent

MOST_BYTES, _MOST_FIELDS = 64 * 1024, 40
_ROLE_WORDS = {
    "author": "author",
    "reviewer": "reviewer",
    "senior_editor": "senior editor",
    "admin": "admin",
}
Fields = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Choice:
    """A box to tick."""

    id: str
    label: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class Secret:
    """What is shown this once: a key or a password, and whose it is."""

    what: str
    whose: str
    value: str


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in the forms: as it was sent where something was wrong with it, else nothing."""

    name: str = ""
    email: str = ""
    releases: str = ""
    key_name: str = ""
    expires: str = ""
    roles: tuple[Choice, ...] = ()
    scopes: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person in the list, with the form that changes them."""

    id: str
    name: str
    email: str
    roles: tuple[Choice, ...]
    role_words: str
    releases: str
    ways: str
    since: str
    disabled: str | None
    revision: int


@dataclass(frozen=True, slots=True)
class KeyView:
    """A key in the list."""

    id: str
    name: str
    scopes: str
    made: str
    ends: str
    state: str
    in_use: bool


@dataclass(frozen=True, slots=True)
class PeopleView:
    """The page of people and keys."""

    title: str
    is_admin: bool
    you: str | None
    your_email: str
    may_set_password: bool
    people: tuple[PersonView, ...]
    keys: tuple[KeyView, ...]
    written: Written
    errors: tuple[str, ...] = ()
    secret: Secret | None = None
    rubrics: tuple[()] = ()


@dataclass(frozen=True, slots=True)
class SignInView:
    """The page where one signs in, or out."""

    title: str
    next: str
    email: str
    you: str | None
    needed: bool
    account_at: str | None
    error: str | None = None
    rubrics: tuple[()] = ()


async def fields_of(request: Request) -> Fields | None:
    """The fields of a form that was sent; None where it is none of this site, or too large. Raises ClientDisconnect."""
    try:
        sent = await read_sent(request, MOST_BYTES, _MOST_FIELDS)
    except WrongForm:
        return None
    return {name: tuple(values) for name, values in sent.fields.items()}


def one(fields: Fields, name: str) -> str:
    """A field that is there once; empty where it is not there."""
    return fields.get(name, ("",))[-1]


def words_in(text: str) -> list[str]:
    """Words with spaces or commas between them."""
    return text.replace(",", " ").split()


def choices_of(known: tuple[str, ...], ticked: tuple[str, ...]) -> tuple[Choice, ...]:
    """A box for each that there is."""
    return tuple(Choice(each, _ROLE_WORDS.get(each, each), each in ticked) for each in known)


def written_of(fields: Fields | None = None, of_key: bool = False) -> Written:
    """The forms with what was sent in one of them."""
    given = fields or {}
    roles = choices_of(ROLES, () if of_key else given.get("role", ()))
    scopes = choices_of(SCOPES, given.get("scope", ()) if of_key else ())
    if of_key:
        return Written(key_name=one(given, "name"), expires=one(given, "expires"), roles=roles, scopes=scopes)
    name, email, releases = one(given, "name"), one(given, "email"), one(given, "releases")
    return Written(name, email, releases, roles=roles, scopes=scopes)


def person_view(row: PersonRow) -> PersonView:
    ways = [way for way, has in (("password", row.password), ("account of the house", row.subject)) if has]
    return PersonView(
        row.id,
        row.name,
        row.email,
        choices_of(ROLES, row.roles),
        ", ".join(_ROLE_WORDS[role] for role in row.roles if role in _ROLE_WORDS),
        " ".join(row.releases),
        " or ".join(ways) or "nothing yet",
        row.created[:10],
        None if row.disabled is None else row.disabled[:10],
        row.revision,
    )


def key_view(row: KeyRow) -> KeyView:
    state = state_of(row)
    ends = "never" if row.expires is None else row.expires[:10]
    shown = state if row.revoked is None else f"revoked {row.revoked[:10]}"
    return KeyView(row.id, row.name, ", ".join(row.scopes), row.created[:10], ends, shown, state == IN_USE)


def told(error: SaysoError) -> tuple[str, ...]:
    """What is wrong, in sentences."""
    if isinstance(error, InvalidInput):
        return tuple(_sentence(each.message, each.hint) for each in error.problems)
    return (_sentence(error.message, error.hint),)


def _sentence(message: str, hint: str | None) -> str:
    says = f"{message[:1].upper()}{message[1:]}."
    return says if hint is None else f"{says} ({hint})"
