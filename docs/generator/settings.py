"""Which settings are there? The page is made from the settings class itself."""

from __future__ import annotations

from pathlib import Path

from pydantic_core import PydanticUndefined

from sayso.settings import PREFIX, Settings

HEAD = """# Settings

Each is read from the environment. `sayso serve --host` and `--port` come before it. An unknown `SAYSO_` name stops the
start, with a hint. Only `SAYSO_URL` and `SAYSO_KEY` are passed over: they are for the
[Python client](../guides/python.md).

| setting | default | what it is |
|---|---|---|
"""


def page() -> str:
    return HEAD + "".join(
        f"| `{PREFIX}{name.upper()}` | {_default(field.default)} | {field.description} |\n"
        for name, field in Settings.model_fields.items()
    )


def _default(value: object) -> str:
    if value is PydanticUndefined:
        return "the shipped one"
    if value is None:
        return "none"
    return f"`{value.as_posix() if isinstance(value, Path) else value}`"
