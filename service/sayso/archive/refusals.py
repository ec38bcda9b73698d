"""What ends the work on an archive, in words that an operator can act on?"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sayso.errors import SaysoError

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class ArchiveError(SaysoError):
    """An input that cannot be read, an output that cannot be written, or two that do not go together.

    A bad claim is none: it is refused by itself, and the work goes on.
    """

    code = "archive_error"


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Translates what the system says while a file is read."""
    try:
        yield
    except OSError as error:
        if isinstance(error, FileNotFoundError):
            raise ArchiveError(
                f"{path}: there is no such file", code="input_unreadable", hint="see to its name and folder"
            ) from error
        raise ArchiveError(
            f"{path} cannot be read: {_reason(error)}", code="input_unreadable", hint="see to the file and the disk"
        ) from error


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Translates what the system says while a file is written."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            hint = (
                "make room, or name an output on another disk; what was finished before is kept, and is not done again"
            )
            raise ArchiveError(f"{path}: there is no room left to write", code="not_written", hint=hint) from error
        hint = "see to the permissions of its folder"
        raise ArchiveError(f"{path} cannot be written: {_reason(error)}", code="not_written", hint=hint) from error


def _reason(error: OSError) -> str:
    return (error.strerror or "unknown reason").lower()
