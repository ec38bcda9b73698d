"""sayso keys: who has a key, and how is one given and taken back?"""

from __future__ import annotations

from collections.abc import Sequence

from sayso.cli.ending import FINE, complain
from sayso.cli.kept import opened, operator
from sayso.cli.paper import SOFT, STRONG, columns, paper, words
from sayso.cli.plain import json_text, plain
from sayso.settings import load_settings
from sayso.store.ids import Ids
from sayso.usecases.keys import IN_USE, NOW_REVOKED, creation, make_key, revocation, state_of, told


def create_key(name: str, scopes: Sequence[str], expires: str | None, as_json: bool) -> int:
    """Makes a key and prints it. Raises InvalidRequest, and what the database raises."""
    settings = load_settings()
    key, row = make_key(name, scopes, expires, Ids())
    with opened(settings, make=True) as store:
        store.submit(creation(row, operator())).result()
    if as_json:
        print(json_text({"key": key, **told(row)}))
        return FINE
    until = "does not expire" if row.expires is None else f"expires at {row.expires}"
    print(key)
    complain(  # on standard error, so that the key alone can be sent on
        [
            f"This is the key of {row.name}, for {', '.join(row.scopes)}; it {until}.",
            f"It is shown this once: Sayso keeps only its digest. To take it back: sayso keys revoke {row.id}",
        ]
    )
    return FINE


def list_keys(as_json: bool) -> int:
    """Prints every key."""
    with opened(load_settings()) as store:
        rows = store.keys()
    if as_json:
        print(json_text({"keys": [told(row) for row in rows]}))
        return FINE
    if not rows:
        print("There is no key.")
        return FINE
    table = columns("left", "wide", "left", "left", "left", "left", indent=0)
    table.add_row(*(words(head, SOFT) for head in ("id", "name", "scopes", "made", "expires", "is")))
    for row in rows:
        state = state_of(row)
        table.add_row(
            words(row.id),
            words(row.name, STRONG),
            words(" ".join(row.scopes)),
            words(row.created[:10]),
            words("never" if row.expires is None else row.expires[:10]),
            words(state, "" if state == IN_USE else SOFT),
        )
    paper().print(table)
    return FINE


def revoke_key(key_id: str, as_json: bool) -> int:
    """Takes a key back. Raises NoSuchKey."""
    with opened(load_settings()) as store:
        reply = store.submit(revocation(key_id, operator())).result()
        rows = store.keys()
    (row,) = (each for each in rows if each.id == key_id)
    if as_json:
        print(json_text(told(row)))
    elif reply.body == NOW_REVOKED:
        print(plain(f"The key of {row.name} is revoked."))
    else:
        print(plain(f"The key of {row.name} was revoked before, at {row.revoked}."))
    return FINE
