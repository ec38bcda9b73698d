"""What does a desk grade with: its vocabulary, its rubrics ready to judge, and what is wrong with those that are
not?
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sayso.engine.plan import Plan, compile_rubric
from sayso.engine.trial import Trial, try_rubric
from sayso.errors import InvalidRubric, NoRubrics, Problem
from sayso.facts.schema import DEFAULT_LIMITS, Limits
from sayso.facts.vocabulary import Vocabulary, load_vocabulary
from sayso.facts.yaml_reader import read_yaml
from sayso.rubric.catalog import Catalog
from sayso.rubric.load import load_rubric
from sayso.rubric.model import Rubric

VOCABULARY_FILE = "vocabulary.yaml"
SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, eq=False)
class Desk:
    """A snapshot, never changed: ``problems`` has, by file name, everything noted while reading the rubrics."""

    vocabulary: Vocabulary
    catalog: Catalog
    default_rubric: str
    plans: Mapping[str, Plan]
    problems: Mapping[str, tuple[Problem, ...]]
    files: Mapping[str, bytes]
    limits: Limits = DEFAULT_LIMITS

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


def open_desk(
    rubrics_dir: Path, vocabulary_extra: Path | None, default_rubric: str, limits: Limits = DEFAULT_LIMITS
) -> Desk:
    """Reads a folder of rubrics. A broken file is left out and reported; raises NoRubrics where nothing is left.

    The order in which files are read changes nothing: two files that claim the same id and version with different
    contents are both left out, and so is what extends them.
    """
    vocabulary = load_vocabulary(rubrics_dir / VOCABULARY_FILE, vocabulary_extra)
    texts, problems = _texts(rubrics_dir)
    claimants: dict[str, list[str]] = {}
    for name, text in texts.items():
        if (ref := _ref(text)) is not None:
            claimants.setdefault(ref, []).append(name)
    files = {ref: texts[names[0]] for ref, names in claimants.items()}
    read = _read_all(texts, vocabulary, files)
    meant = {ref: texts[one] for ref, names in claimants.items() if (one := _meant(names, read)) is not None}
    if meant != files:
        files, read = meant, _read_all(texts, vocabulary, meant)
    rubrics: dict[str, Rubric] = {}
    for name, found in read.items():
        problems[name] = found.problems
        if found.rubric is None:
            continue
        others = _contradicting(name, read)
        if others:
            message = f"{found.rubric.ref} is also in {', '.join(others)}, and says something else there"
            problem = Problem("same_version", message, "raise the version of one of them", line=1, column=1)
            problems[name] = (*found.problems, problem)
        else:
            rubrics.setdefault(found.rubric.ref, found.rubric)
    if not rubrics:
        errors = (f"{name}: {each.message}" for name in problems for each in problems[name] if each.severity == "error")
        first = next(errors, "the folder has no rubric")
        raise NoRubrics(f"no rubric can be used from {rubrics_dir}; {first}", hint="see sayso rubric check")
    return desk_of(vocabulary, Catalog.of(rubrics.values()), default_rubric, problems, files, limits)


def _texts(folder: Path) -> tuple[dict[str, bytes], dict[str, tuple[Problem, ...]]]:
    """The rubric files of a folder by name, and a problem for each that cannot be read. Hidden files are no rubrics."""
    texts: dict[str, bytes] = {}
    problems: dict[str, tuple[Problem, ...]] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix not in SUFFIXES or path.name.startswith(".") or path.name == VOCABULARY_FILE:
            continue
        try:
            texts[path.name] = path.read_bytes()
        except OSError as error:
            message = f"{path.name} cannot be read: {error.strerror or 'unknown reason'}"
            problems[path.name] = (Problem("file_unreadable", message, "see to its permissions"),)
    return texts, problems


def _read_all(texts: Mapping[str, bytes], vocabulary: Vocabulary, files: Mapping[str, bytes]) -> dict[str, Read]:
    return {name: read_file(text, name, vocabulary, files) for name, text in texts.items()}


def _contradicting(name: str, read: Mapping[str, Read]) -> list[str]:
    """The other files that claim the same id and version as this good one, and mean something else."""
    own = read[name].rubric
    return [
        other
        for other, found in read.items()
        if own is not None and found.rubric is not None
        if found.rubric.ref == own.ref and found.rubric.digest != own.digest
    ]


def _meant(claimants: Sequence[str], read: Mapping[str, Read]) -> str | None:
    """Which of the files that claim one ``id@version`` has it; None where good ones mean different things."""
    good = [name for name in claimants if read[name].rubric is not None]
    return None if any(_contradicting(name, read) for name in good) else (good or claimants)[0]


def desk_of(
    vocabulary: Vocabulary,
    catalog: Catalog,
    default_rubric: str,
    problems: Mapping[str, tuple[Problem, ...]],
    files: Mapping[str, bytes],
    limits: Limits = DEFAULT_LIMITS,
) -> Desk:
    plans = {rubric.digest: compile_rubric(rubric) for rubric in catalog.rubrics}
    return Desk(vocabulary, catalog, default_rubric, plans, problems, files, limits)


def with_rubric(desk: Desk, text: bytes, name: str) -> tuple[Desk, str]:
    """The desk with one more rubric, and how to ask for it. Raises InvalidRubric with everything wrong in the file."""
    found = read_file(text, name, desk.vocabulary, desk.files)
    if found.rubric is None:
        raise InvalidRubric(found.problems)
    others = [rubric for rubric in desk.catalog.rubrics if rubric.ref != found.rubric.ref]
    catalog = Catalog.of([*others, found.rubric])
    larger = desk_of(desk.vocabulary, catalog, desk.default_rubric, desk.problems, desk.files, desk.limits)
    return larger, f"{found.rubric.id}@{found.rubric.digest}"


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
