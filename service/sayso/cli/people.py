"""sayso people: who may sign in, and how are they added, given a password, and shut out?"""

from __future__ import annotations

import getpass
import sys
from collections.abc import Sequence

from sayso.cli.ending import FINE
from sayso.cli.kept import opened, operator
from sayso.cli.paper import SOFT, STRONG, columns, paper, words
from sayso.cli.plain import json_text, plain
from sayso.errors import InvalidRequest, Problem
from sayso.settings import load_settings
from sayso.store.ids import Ids
from sayso.store.people_port import NoSuchPerson, PersonRow
from sayso.store.port import Store
from sayso.usecases.passwords import Passwords
from sayso.usecases.people import About, adding, changing, check_about, email_of, new_person, told
from sayso.usecases.reviews import Expected

_ANY = Expected(None)
_PAGE = 200


def add_person(about: About, with_password: bool, as_json: bool) -> int:
    """Adds a person. Raises InvalidRequest, EmailTaken, LastAdmin, and what the database raises."""
    settings = load_settings()
    checked = check_about(about)
    kept = Passwords().hash(_read_password()) if with_password else None
    row = new_person(checked, kept, Ids())
    with opened(settings, make=True) as store:
        store.submit(adding(row, operator())).result()
    if as_json:
        print(json_text(told(row)))
    else:
        print(plain(f"{row.name} may sign in as {row.email}, {_roles(row.roles)}."))
    return FINE


def list_people(as_json: bool) -> int:
    """Prints everybody."""
    with opened(load_settings()) as store:
        rows = _everybody(store)
    if as_json:
        print(json_text({"people": [told(row) for row in rows]}))
        return FINE
    if not rows:
        print("There is nobody.")
        return FINE
    table = columns("left", "wide", "left", "left", "left", "left", indent=0)
    table.add_row(*(words(head, SOFT) for head in ("id", "name", "e-mail", "roles", "signs in by", "since")))
    for row in rows:
        ways = [way for way, has in (("password", row.password), ("account", row.subject)) if has]
        gone = row.disabled is not None
        table.add_row(
            words(row.id),
            words(row.name, SOFT if gone else STRONG),
            words(row.email),
            words(" ".join(row.roles)),
            words("disabled" if gone else " ".join(ways) or "not yet", SOFT if gone else ""),
            words(row.created[:10]),
        )
    paper().print(table)
    return FINE


def disable_person(who: str, enable: bool, as_json: bool) -> int:
    """Shuts a person out, or lets them in again. Raises NoSuchPerson, LastAdmin."""
    with opened(load_settings()) as store:
        row = _found(store, who)
        about = About(disabled=not enable)
        store.submit(changing(row.id, about, None, _ANY, operator())).result()
        after = store.people.find(row.id)
    if as_json:
        print(json_text(told(after)))
    else:
        does = "may sign in again" if enable else "is signed out everywhere, and may sign in no more"
        print(plain(f"{after.name} {does}."))
    return FINE


def give_password(who: str, as_json: bool) -> int:
    """Gives a person another password. Raises NoSuchPerson, InvalidRequest."""
    with opened(load_settings()) as store:
        row = _found(store, who)
        kept = Passwords().hash(_read_password())
        store.submit(changing(row.id, About(), kept, _ANY, operator())).result()
        after = store.people.find(row.id)
    if as_json:
        print(json_text(told(after)))
    else:
        print(plain(f"{after.name} has another password, and is signed out everywhere."))
    return FINE


def _read_password() -> str:
    """One from the terminal, twice, unseen; else the first line of standard input. Never from the arguments, which
    every process of the machine can read. Raises InvalidRequest.
    """
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("Password: ")
    if getpass.getpass("The same again: ") != first:
        raise InvalidRequest([Problem("wrong_value", "the two are not the same", "nothing was changed", "/password")])
    return first


def _found(store: Store, who: str) -> PersonRow:
    """Who has this id or this e-mail address. Raises NoSuchPerson."""
    wanted = email_of(who)
    for row in _everybody(store):
        if wanted in (row.id, row.email):
            return row
    raise NoSuchPerson("there is nobody of that id or e-mail address", hint="sayso people list shows everybody")


def _everybody(store: Store) -> list[PersonRow]:
    rows: list[PersonRow] = []
    while True:
        page = store.people.page(rows[-1].id if rows else None, _PAGE)
        rows += page
        if len(page) < _PAGE:
            return rows


def _roles(roles: Sequence[str]) -> str:
    return " and ".join(role.replace("_", " ") for role in roles)
