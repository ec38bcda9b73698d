"""Which commands are there? The page is made from the command line's own help."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

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


def _commands(path: str, command: Any) -> Iterator[tuple[str, Any]]:
    """Typer brings its own Click, whose classes are not the installed ones, so attributes are asked, not types."""
    if not hasattr(command, "commands"):
        yield path, command
        return
    for name, child in command.commands.items():
        yield from _commands(f"{path} {name}", child)


def _section(path: str, command: Any) -> str:
    words = [_argument(param) for param in command.params if param.param_type_name == "argument"]
    lines = [f"## {path}", "", f"`{' '.join([path, *words])}`", "", (command.help or "").strip(), ""]
    options = [param for param in command.params if param.param_type_name == "option" and param.name != "help"]
    if options:
        lines += ["| option | what it does |", "|---|---|"]
        lines += [
            f"| `{', '.join([*option.opts, *option.secondary_opts])}` | {option.help or ''} |" for option in options
        ]
        lines.append("")
    return "\n".join(lines)


def _argument(param: Any) -> str:
    word = str(param.metavar or param.name) + ("..." if param.nargs < 0 else "")
    return word if param.required else f"[{word}]"
