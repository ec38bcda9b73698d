"""How does a rubric version get into the database, and how does a plain id come to mean it?"""

from __future__ import annotations

from dataclasses import dataclass

from pydantic_core import to_json

from sayso.errors import InvalidRubric, Problem, SaysoError, UnknownRubric
from sayso.facts.yaml_reader import read_yaml
from sayso.rubric.model import Rubric
from sayso.store.port import Change, Reply, Unit
from sayso.store.refusals import Changed
from sayso.store.rubric_port import Activation, RubricKept
from sayso.usecases.desk import Desk
from sayso.usecases.kept_rubrics import place_of
from sayso.usecases.rubrics import check

NEW, SAME = b"new", b"same"


class VersionTaken(SaysoError):
    """There is this version of the rubric, and it says something else. A version never changes."""

    code = "version_taken"


@dataclass(frozen=True)
class SeenVersions:
    """The digests of the versions that the asker takes to be active; None where any will do."""

    digests: frozenset[str] | None

    def check(self, active: str | None) -> None:
        """Raises Changed where another one is."""
        if self.digests is not None and active not in self.digests:
            message = "another version is active" if active is not None else "no version is active yet"
            hint = "GET the rubric again and send its ETag in If-Match" if active is not None else "send If-Match: *"
            raise Changed(message, hint=hint)


def checked(desk: Desk, text: bytes, rubric_id: str, version: str) -> Rubric:
    """The rubric in this text, sound and named as its address says. Raises InvalidRubric with all its problems."""
    found = check(desk, text)
    problems = [*found.problems, *_misnamed(text, {"id": rubric_id, "version": version})]
    if found.rubric is None or any(problem.severity == "error" for problem in problems):
        raise InvalidRubric(sorted(problems, key=Problem.sort_key))
    return found.rubric


def keeping(desk: Desk, rubric: Rubric, text: bytes, actor: str, now: str) -> Change:
    """The change that keeps this version. Raises VersionTaken, as its reply may, where another of this name is there;
    the reply is NEW, or SAME where this one is.
    """
    there, origin = desk.catalog.find(rubric.ref), desk.origins.get(rubric.ref)
    if there is not None and origin is not None and origin.file is not None and there.digest != rubric.digest:
        raise _taken(rubric.ref, f"the file {origin.file}")

    def write(unit: Unit) -> Reply:
        kept = unit.rubrics.find(rubric.id, rubric.version)
        if kept is None:
            unit.rubrics.keep(RubricKept(rubric.id, rubric.version, rubric.digest, text, now, actor))
            return Reply(NEW)
        if rubric.digest not in (kept.digest, _digest_now(desk, kept)) and kept.text != text:
            raise _taken(rubric.ref, "the database")
        return Reply(SAME)

    return Change(actor, "putRubricVersion", write)


def activating(desk: Desk, rubric_id: str, version: str, seen: SeenVersions, actor: str, now: str) -> Change:
    """The change after which a plain id means this version. Raises InvalidRubric or UnknownRubric where it cannot be
    used; its reply may be Changed, where another version is active than was seen.
    """
    ref = f"{rubric_id}@{version}"
    rubric = desk.catalog.find(ref)
    if rubric is None or rubric.version != version:
        if problems := desk.problems.get(place_of(ref), ()):
            raise InvalidRubric(problems)
        versions = ", ".join(each.version for each in desk.catalog.rubrics if each.id == rubric_id)
        raise UnknownRubric(f"{rubric_id} has no version of that name", hint=f"its versions are {versions}")
    newest = desk.catalog.find(rubric_id)

    def write(unit: Unit) -> Reply:
        activated = unit.rubrics.active(rubric_id)
        # Where none was activated, the files say what a plain id means, and they are not the database's to know.
        active = newest if activated is None else desk.catalog.find(f"{rubric_id}@{activated}")
        seen.check(None if active is None else active.digest)
        if activated != version:
            unit.rubrics.activate(Activation(rubric_id, version, now, actor))
        return Reply(to_json(version))

    return Change(actor, "activateRubric", write)


def _digest_now(desk: Desk, kept: RubricKept) -> str | None:
    """Its digest as the vocabulary of now makes it, where it is the one that serves."""
    origin, rubric = desk.origins.get(kept.ref), desk.catalog.find(kept.ref)
    return rubric.digest if rubric is not None and origin is not None and origin.kept is not None else None


def _taken(ref: str, where: str) -> VersionTaken:
    message = f"{ref} is in {where} and says something else"
    return VersionTaken(message, hint="a version never changes: raise the version in the rubric and in the address")


def _misnamed(text: bytes, address: dict[str, str]) -> list[Problem]:
    """Where a text names itself otherwise than its address, as far as it can be read."""
    node, _ = read_yaml(text, "")
    entries = node.value if node is not None and isinstance(node.value, dict) else {}
    problems = []
    for name, wanted in address.items():
        said = entries.get(name)
        if said is not None and said.value != wanted:
            message = f"{name} is not as in the address, which says {wanted[:60]}"
            hint = "a version is put under its own id and version"
            problems.append(Problem("misnamed", message, hint, line=said.line, column=said.column))
    return problems
