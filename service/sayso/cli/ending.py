"""How does a command end: with which exit code, and with which words where something went wrong?"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from traceback import print_exception
from typing import TextIO

from sayso.cli.plain import plain
from sayso.errors import Bug, InvalidInput, InvalidRubric, Problem, SaysoError

_MORE = "sayso --traceback, before the command, shows where it happens"
FINE, FOUND, USAGE, FAULT = 0, 1, 2, 3


class UnusableFile(InvalidInput):
    """A file named on the command line that cannot be read as what it should be; ``name`` is as it was given."""

    code = "unusable_file"

    def __init__(self, name: str, problems: Iterable[Problem]) -> None:
        super().__init__(problems)
        self.name = name


class InvalidRubricFile(InvalidRubric):
    """A rubric file with errors, so that nothing can be graded by it."""

    def __init__(self, name: str, problems: Iterable[Problem]) -> None:
        super().__init__(problems)
        self.name = name


def ending(command: Callable[[], object], *, with_traceback: bool) -> int:
    """Runs a command to its exit code; nothing but the code and a line or two leaves it, whatever happens."""
    for stream in (sys.stdout, sys.stderr):
        _never_fail_on_a_letter(stream)
    try:
        command()
        sys.stdout.flush()
    except SystemExit as left:
        if isinstance(left.__context__, BrokenPipeError):
            return _nobody_reads_on()
        return _flushed(left.code if isinstance(left.code, int) else FINE if left.code is None else USAGE)
    except BrokenPipeError:
        return _nobody_reads_on()
    except Exception as error:  # noqa: BLE001 - the last line of defence: whatever is left is told in one line
        return told(error, with_traceback=with_traceback)
    return FINE


def told(error: Exception, *, with_traceback: bool = False) -> int:
    """Says what went wrong, on standard error, and gives the exit code for it."""
    if isinstance(error, (UnusableFile, InvalidRubricFile)):
        complain(line(problem, error.name) for problem in error.problems)
        return USAGE if isinstance(error, UnusableFile) else FOUND
    if isinstance(error, InvalidInput):
        complain(f"sayso: {_with_hint(problem.message, problem.hint)}" for problem in error.problems)
        return USAGE
    if isinstance(error, SaysoError) and not isinstance(error, Bug):
        complain([f"sayso: {_with_hint(error.message, error.hint)}"])
        return USAGE
    if isinstance(error, OSError) and error.filename is not None:
        complain([f"sayso: {error.filename} cannot be read: {error.strerror or 'unknown reason'}"])
        return USAGE
    if with_traceback:
        print_exception(error)
    complain([f"sayso: a fault of Sayso itself ({type(error).__name__}). Please report it; {_MORE}"])
    return FAULT


def line(problem: Problem, file: str) -> str:
    """One problem as one line: file, line and column, severity, code, pointer, message, hint."""
    place = f"{file}:{problem.line}:{problem.column}" if problem.line is not None else file
    pointer = f"at {problem.pointer}: " if problem.pointer else ""
    return f"{place} {problem.severity} {problem.code} {pointer}{_with_hint(problem.message, problem.hint)}"


def complain(lines: Iterable[str]) -> None:
    """Prints lines on standard error, made harmless for a terminal."""
    for each in lines:
        print(plain(each), file=sys.stderr)


def _with_hint(message: str, hint: str | None) -> str:
    return f"{message} ({hint})" if hint else message


def _never_fail_on_a_letter(stream: TextIO) -> None:
    """A terminal that cannot show a letter gets a question mark, not an error."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")


def _flushed(code: int) -> int:
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        return _nobody_reads_on()
    return code


def _nobody_reads_on() -> int:
    """``sayso ... | head`` is no fault: what is still buffered goes nowhere, and nothing is said."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    return FINE
