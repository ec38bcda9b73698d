"""Does ``sayso people`` add people, give them passwords and shut them out, without a password in the arguments?"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cli.calling import Ran, call
from tests.services import service_of

from sayso.settings import Settings
from sayso.usecases.passwords import Passwords

Call = Callable[..., Ran]
GOOD = b"correct horse battery\n"


@pytest.fixture
def sayso(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Call:
    """One call on the database of a folder, in this process; ``typed`` is standard input."""

    def run(*arguments: str, typed: bytes = GOOD) -> Ran:
        for name in [name for name in os.environ if name.startswith("SAYSO_")]:
            monkeypatch.delenv(name)
        for name, value in {"SAYSO_DATA_DIR": str(tmp_path / "data"), "COLUMNS": "200"}.items():
            monkeypatch.setenv(name, value)
        return call(arguments, typed, capsys, monkeypatch)

    return run


def admin(sayso: Call, email: str = "ana@desk.example") -> dict[str, Any]:
    ran = sayso("people", "add", "Ana Ruiz", email, "--role", "admin", "--json")
    assert (ran.code, ran.err) == (0, "")
    return ran.json


def test_a_person_is_added_listed_and_shut_out(sayso: Call) -> None:
    admin(sayso)
    said = sayso("people", "add", "Ben Okoro", "Ben@Desk.Example", "--role", "reviewer", "--releases", "lawyer")
    assert (said.code, said.out) == (0, "Ben Okoro may sign in as ben@desk.example, reviewer.\n")
    listed = sayso("people", "list")
    assert [word in listed.out for word in ("Ana Ruiz", "ben@desk.example", "password")] == [True] * 3
    gone = sayso("people", "disable", "ben@desk.example")
    assert gone.out == "Ben Okoro is signed out everywhere, and may sign in no more.\n"
    everybody = sayso("people", "list", "--json").json["people"]
    assert [(each["roles"], each["disabled"] is None) for each in everybody] == [
        (["admin"], True),
        (["reviewer"], False),
    ]
    assert everybody[1]["releases"] == ["lawyer"]
    back = sayso("people", "disable", everybody[1]["id"], "--undo", "--json").json
    assert (back["disabled"], back["revision"]) == (None, 3)


def test_the_password_is_kept_as_argon2id_and_shown_nowhere(sayso: Call, tmp_path: Path) -> None:
    ana = admin(sayso)
    app = service_of(Settings(data_dir=tmp_path / "data"))
    store = app.state.storage.use()
    kept = store.people.find(ana["id"]).password
    assert kept.startswith("$argon2id$")
    assert Passwords().is_right(kept, "correct horse battery")
    assert sayso("people", "password", "ana@desk.example", typed=b"another long sentence\n").code == 0
    after = store.people.find(ana["id"]).password
    assert Passwords().is_right(after, "another long sentence")
    assert not Passwords().is_right(after, "correct horse battery")
    assert [entry.operation for entry in store.audit(_all(), None, 9)] == ["changePerson", "addPerson"]
    app.state.storage.close()


def _all() -> Any:
    from sayso.store.audit import AuditFilters

    return AuditFilters()


def test_the_first_person_is_an_admin_and_the_last_admin_stays(sayso: Call) -> None:
    first = sayso("people", "add", "Ben", "ben@desk.example", "--role", "reviewer")
    assert first.code != 0
    assert "the first person here has to be an admin" in first.err
    admin(sayso)
    last = sayso("people", "disable", "ana@desk.example")
    assert last.code != 0
    assert "this is the last admin" in last.err


@pytest.mark.parametrize(
    ("arguments", "typed", "says"),
    [
        (("add", "Ana", "ana"), GOOD, "this is no e-mail address"),
        (("add", "Ana", "ana@desk.example", "--role", "editor"), GOOD, 'there is no role "editor"'),
        (("add", "Ana", "ana@desk.example"), GOOD, "a person needs a role"),
        (("add", "Ana", "ana@desk.example", "--role", "admin"), b"short\n", "a password has 12 to 200 characters"),
        (("add", "Ana", "ana@desk.example", "--role", "admin"), b"", "a password has 12 to 200 characters"),
        (("add", "Ana\n", "a@b", "--role", "admin", "--releases", "The Lawyer"), GOOD, "names of holds"),
    ],
)
def test_what_cannot_be_used_is_told_and_nobody_is_added(
    sayso: Call, arguments: tuple[str, ...], typed: bytes, says: str
) -> None:
    ran = sayso("people", *arguments, typed=typed)
    assert ran.code in (1, 2)
    assert says in ran.err
    assert "Traceback" not in ran.err


def test_who_is_not_there_cannot_be_changed(sayso: Call) -> None:
    admin(sayso)
    for command in ("disable", "password"):
        ran = sayso("people", command, "nobody@desk.example")
        assert ran.code != 0
        assert "there is nobody of that id or e-mail address" in ran.err
    assert sayso("people", "add", "Eve", "ANA@desk.example", "--role", "admin").code != 0
