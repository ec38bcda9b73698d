"""sayso keys and sayso audit: which commands are there, and what do they take?"""

from __future__ import annotations

from typing import Annotated

import typer

keys_app = typer.Typer(help="Gives and takes back keys.", no_args_is_help=True, rich_markup_mode=None)
audit_app = typer.Typer(help="Looks after the audit.", no_args_is_help=True, rich_markup_mode=None)

Json = Annotated[bool, typer.Option("--json", help="Print JSON, for another program.")]
Name = Annotated[str, typer.Argument(metavar="NAME", hidden=True)]
Id = Annotated[str, typer.Argument(metavar="ID", hidden=True)]


@keys_app.command("create")
def keys_create(
    name: Name,
    scope: Annotated[
        list[str] | None,
        typer.Option(metavar="SCOPE", help="score, review, rubric:write or admin; may be repeated."),
    ] = None,
    expires: Annotated[
        str | None, typer.Option(metavar="WHEN", help="A while (90d, 12h, 30m) or a date; else it does not expire.")
    ] = None,
    json: Json = False,
) -> None:
    """Makes a key and shows it, this once.

    NAME says who has it. Running services know the key within about a second; with the first one they ask everybody
    for a key.
    """
    from sayso.cli.keys import create_key

    raise typer.Exit(create_key(name, scope or [], expires, json))


@keys_app.command("list")
def keys_list(json: Json = False) -> None:
    """Lists all keys that there ever were."""
    from sayso.cli.keys import list_keys

    raise typer.Exit(list_keys(json))


@keys_app.command("revoke")
def keys_revoke(key: Id, json: Json = False) -> None:
    """Takes a key back, for good.

    ID is as sayso keys list shows it. Running services refuse the key within about a second.
    """
    from sayso.cli.keys import revoke_key

    raise typer.Exit(revoke_key(key, json))


@audit_app.command("verify")
def audit_verify(
    expect: Annotated[
        str | None,
        typer.Option(metavar="POSITION:HASH", help="A head that an earlier call has shown: it must be there."),
    ] = None,
    json: Json = False,
) -> None:
    """Checks that nobody has changed the audit.

    Goes through every entry; ends with 1 and names the first that does not fit. Note the head that is shown somewhere
    else: with --expect it finds later what the audit alone cannot show, an end that was cut off or made anew.
    """
    from sayso.cli.auditing import verify_audit

    raise typer.Exit(verify_audit(expect, json))
