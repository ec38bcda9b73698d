"""Which commands are there? The page is made from the command line's own help."""

from __future__ import annotations

from collections.abc import Iterator

import click
import typer.main
from sayso.cli import app

HEAD = """# Command line

Exit codes: 0 fine (warnings included), 1 something was found in a file, a claim or a test, 2 wrong usage or unreadable
input, 3 a fault of Sayso. `NO_COLOR` is respected; progress goes to standard error.

"""


def page() -> str:
    return HEAD + "\n".join(
        _section(path, command) for path, command in _commands("sayso", typer.main.get_command(app))
    )


def _commands(path: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    if not hasattr(command, "commands"):
        yield path, command
        return
    for name, child in command.commands.items():
        yield from _commands(f"{path} {name}", child)


def _section(path: str, command: click.Command) -> str:
    words = [
        param.make_metavar(click.Context(command)) for param in command.params if isinstance(param, click.Argument)
    ]
    lines = [f"## {path}", "", f"`{' '.join([path, *words])}`", "", (command.help or "").strip(), ""]
    options = [param for param in command.params if isinstance(param, click.Option) and param.name != "help"]
    if options:
        lines += ["| option | what it does |", "|---|---|"]
        lines += [
            f"| `{', '.join([*option.opts, *option.secondary_opts])}` | {option.help or ''} |" for option in options
        ]
        lines.append("")
    return "\n".join(lines)
