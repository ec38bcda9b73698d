"""sayso sources: which commands look after the registry, and what do they take?"""

from __future__ import annotations

from typing import Annotated

import typer

sources_app = typer.Typer(help="Looks after the registry of sources.", no_args_is_help=True, rich_markup_mode=None)
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for another program.")]
File = Annotated[str, typer.Argument(metavar="FILE", hidden=True)]
Named = Annotated[str, typer.Argument(metavar="SOURCE", hidden=True)]


@sources_app.command("import")
def sources_import(
    file: File,
    format_: Annotated[
        str | None, typer.Option("--format", metavar="FORMAT", help="yaml, scores or statuses; else it is seen.")
    ] = None,
    ratings: Annotated[
        str | None, typer.Option(metavar="FILE", help="What scores and codes stand for at this desk (YAML).")
    ] = None,
    registry: Annotated[
        str | None, typer.Option(metavar="NAME", help="The name of the registry that the file is of.")
    ] = None,
    valid_from: Annotated[
        str | None, typer.Option("--valid-from", metavar="DATE", help="Since when what it says holds.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")] = False,
    json: Json = False,
) -> None:
    """Takes the sources in a file into the registry, all or none.

    A FILE is YAML of our own (sayso: sources/1), a CSV of domains with a score from 0 to 1 (scores), or a table in JSON
    or Lua of outlets with status codes (statuses). A score becomes the registry's own rating with the fifth it lies in,
    and grades nothing unless --ratings says what it stands for; the codes gr, nc, gu, d and b become the statuses that
    they name. Everything wrong is told at once, with its line, and then nothing is written.
    """
    from sayso.cli.sources import Asked, import_file

    raise typer.Exit(import_file(Asked(file, format_, ratings, registry, valid_from, dry_run), json))


@sources_app.command("show")
def sources_show(source: Named, json: Json = False) -> None:
    """Shows a source of the registry, with its records and what is doubtful.

    SOURCE is an id, a name, an alias, or a domain.
    """
    from sayso.cli.sources import show_source

    raise typer.Exit(show_source(source, json))


@sources_app.command("list")
def sources_list(
    name: Annotated[str | None, typer.Option(metavar="TEXT", help="Only those with this in a name.")] = None,
    json: Json = False,
) -> None:
    """Lists the sources of the registry."""
    from sayso.cli.sources import list_sources

    raise typer.Exit(list_sources(name, json))
