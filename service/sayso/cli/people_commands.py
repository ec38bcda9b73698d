"""sayso people: which commands are there, and what do they take?"""

from __future__ import annotations

from typing import Annotated

import typer

people_app = typer.Typer(help="Looks after the people who may sign in.", no_args_is_help=True, rich_markup_mode=None)

Json = Annotated[bool, typer.Option("--json", help="Print JSON, for another program.")]
Name = Annotated[str, typer.Argument(metavar="NAME", hidden=True)]
Email = Annotated[str, typer.Argument(metavar="EMAIL", hidden=True)]
Who = Annotated[str, typer.Argument(metavar="WHO", hidden=True)]


@people_app.command("add")
def people_add(
    name: Name,
    email: Email,
    role: Annotated[
        list[str] | None,
        typer.Option(metavar="ROLE", help="author, reviewer, senior_editor or admin; may be repeated."),
    ] = None,
    releases: Annotated[
        list[str] | None,
        typer.Option(metavar="HOLD", help="A hold that they may release beside those of their roles; may be repeated."),
    ] = None,
    no_password: Annotated[
        bool, typer.Option("--no-password", help="They sign in with the house's own account only.")
    ] = False,
    json: Json = False,
) -> None:
    """Adds a person.

    NAME is how colleagues know them, EMAIL is what they sign in with. The password is asked for, or is the first line
    of standard input. The first person has to be an admin. Running services know them within about a second; with the
    first one they ask everybody to sign in, or for a key.
    """
    from sayso.cli.people import add_person
    from sayso.usecases.people import About

    raise typer.Exit(add_person(About(name, email, role or [], releases or []), not no_password, json))


@people_app.command("list")
def people_list(json: Json = False) -> None:
    """Lists everybody that there ever was."""
    from sayso.cli.people import list_people

    raise typer.Exit(list_people(json))


@people_app.command("disable")
def people_disable(
    who: Who,
    undo: Annotated[bool, typer.Option("--undo", help="Let them in again instead.")] = False,
    json: Json = False,
) -> None:
    """Signs a person out everywhere, and lets them in no more.

    WHO is an id or an e-mail address. It counts at their next click. The last admin cannot be disabled.
    """
    from sayso.cli.people import disable_person

    raise typer.Exit(disable_person(who, undo, json))


@people_app.command("password")
def people_password(who: Who, json: Json = False) -> None:
    """Gives a person another password, and signs them out everywhere.

    WHO is an id or an e-mail address. The password is asked for, or is the first line of standard input.
    """
    from sayso.cli.people import give_password

    raise typer.Exit(give_password(who, json))
