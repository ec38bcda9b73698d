"""What does a desk grade with: its vocabulary, its rubrics ready to judge, and what is wrong with those that are
not?
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sayso.engine.plan import Plan, compile_rubric
from sayso.engine.trial import Trial, try_rubric
from sayso.errors import InvalidRubric, NoRubrics, Problem
from sayso.facts.vocabulary import Vocabulary, load_vocabulary
from sayso.facts.yaml_reader import read_yaml
from sayso.rubric.catalog import Catalog
from sayso.rubric.load import load_rubric
from sayso.rubric.model import Rubric

VOCABULARY_FILE = "vocabulary.yaml"


@dataclass(frozen=True, eq=False)
class Desk:
    """A snapshot, never changed: ``problems`` has, by file name, everything noted while reading the rubrics."""

    vocabulary: Vocabulary
    catalog: Catalog
    default_rubric: str
    plans: Mapping[str, Plan]
    problems: Mapping[str, tuple[Problem, ...]]
    files: Mapping[str, bytes]

    def plan(self, ref: str | None) -> Plan:
        """The plan of a rubric, or of the default one. Raises UnknownRubric."""
        return self.plans[self.catalog.get(ref or self.default_rubric).digest]

    @property
    def broken(self) -> Mapping[str, tuple[Problem, ...]]:
        """The files with an error, which serve nothing."""
        return {
            name: found
            for name, found in self.problems.items()
            if any(problem.severity == "error" for problem in found)
        }


@dataclass(frozen=True)
class Read:
    """One file: its rubric, None where an error stands in the way, what its tests said, and all problems, sorted."""

    rubric: Rubric | None
    trial: Trial | None
    problems: tuple[Problem, ...]


def open_desk(rubrics_dir: Path, vocabulary_extra: Path | None, default_rubric: str) -> Desk:
    """Reads a folder of rubrics. A broken file is left out and reported; raises NoRubrics where nothing is left.

    The order in which files are read changes nothing: two files that claim the same id and version with different
    contents are both left out.
    """
    vocabulary = load_vocabulary(rubrics_dir / VOCABULARY_FILE, vocabulary_extra)
    texts = {
        path.name: path.read_bytes() for path in sorted(rubrics_dir.glob("*.yaml")) if path.name != VOCABULARY_FILE
    }
    files = {ref: text for text in texts.values() if (ref := _ref(text)) is not None}
    read = {name: read_file(text, name, vocabulary, files) for name, text in texts.items()}
    problems = {name: found.problems for name, found in read.items()}
    rubrics: dict[str, Rubric] = {}
    for name, found in read.items():
        rubric = found.rubric
        twins = (
            []
            if rubric is None
            else [n for n, o in read.items() if o.rubric is not None and o.rubric.ref == rubric.ref]
        )
        if rubric is None:
            continue
        if any(read[twin].rubric.digest != rubric.digest for twin in twins):  # type: ignore[union-attr]  # twins have one
            others = ", ".join(twin for twin in twins if twin != name)
            message = f"{rubric.ref} is also in {others}, and says something else there"
            problem = Problem("same_version", message, "raise the version of one of them", line=1, column=1)
            problems[name] = (*problems[name], problem)
            continue
        rubrics[rubric.ref] = rubric
    if not rubrics:
        first = next(
            (f"{name}: {found[0].message}" for name, found in problems.items() if found), "the folder has no rubric"
        )
        raise NoRubrics(f"no rubric can be used from {rubrics_dir}; {first}", hint="see sayso rubric check")
    return desk_of(vocabulary, Catalog.of(rubrics.values()), default_rubric, problems, files)


def desk_of(
    vocabulary: Vocabulary,
    catalog: Catalog,
    default_rubric: str,
    problems: Mapping[str, tuple[Problem, ...]],
    files: Mapping[str, bytes],
) -> Desk:
    plans = {rubric.digest: compile_rubric(rubric) for rubric in catalog.rubrics}
    return Desk(vocabulary, catalog, default_rubric, plans, problems, files)


def with_rubric(desk: Desk, text: bytes, name: str) -> tuple[Desk, str]:
    """The desk with one more rubric, and how to ask for it. Raises InvalidRubric with everything wrong in the file."""
    found = read_file(text, name, desk.vocabulary, desk.files)
    if found.rubric is None:
        raise InvalidRubric(found.problems)
    others = [rubric for rubric in desk.catalog.rubrics if rubric.ref != found.rubric.ref]
    larger = desk_of(
        desk.vocabulary, Catalog.of([*others, found.rubric]), desk.default_rubric, desk.problems, desk.files
    )
    return replace(larger), f"{found.rubric.id}@{found.rubric.digest}"


def read_file(text: bytes, name: str, vocabulary: Vocabulary, files: Mapping[str, bytes]) -> Read:
    """Reads one rubric and runs its tests; ``files`` has what it may extend, by ``id@version``."""
    loaded = load_rubric(text, name, vocabulary, files.get)
    if loaded.rubric is None:
        return Read(None, None, loaded.problems)
    trial = try_rubric(loaded.rubric, vocabulary)
    problems = tuple(sorted((*loaded.problems, *trial.problems), key=Problem.sort_key))
    fails = any(problem.severity == "error" for problem in problems)
    return Read(None if fails else loaded.rubric, trial, problems)


def _ref(text: bytes) -> str | None:
    """``id@version`` as a file claims it, without asking whether the rest of it makes sense."""
    node, _ = read_yaml(text, "")
    if node is None or not isinstance(node.value, dict) or not {"id", "version"} <= node.value.keys():
        return None
    return f"{node.value['id'].value}@{node.value['version'].value}"
