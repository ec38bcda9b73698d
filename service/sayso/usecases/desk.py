"""What does a desk grade with: its vocabulary, its rubrics ready to judge, and what is wrong with those that are
not?
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sayso.engine.plan import Plan, compile_rubric
from sayso.engine.trial import try_rubric
from sayso.errors import InvalidRubric, NoRubrics, Problem
from sayso.facts.read_once import ReadOnce
from sayso.facts.schema import DEFAULT_LIMITS, Limits
from sayso.facts.vocabulary import Vocabulary, load_vocabulary
from sayso.facts.yaml_reader import read_yaml
from sayso.rubric.catalog import Catalog
from sayso.rubric.load import Reader, load_rubric
from sayso.rubric.model import Rubric
from sayso.store.rubric_port import NO_RUBRICS, RubricsKept
from sayso.usecases.kept_rubrics import Origin, Read, add_kept, place_of
from sayso.usecases.sources.live import LiveSources

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
    origins: Mapping[str, Origin] = field(default_factory=dict)
    """Where each rubric comes from, by ``id@version``."""
    sources: LiveSources = field(default_factory=LiveSources)
    """The registry, which changes while the rest stays; empty unless somebody fills it."""

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


class NothingUsable(NoRubrics):
    """A folder from which no rubric can be used; ``by_file`` has each error with the file it is in."""

    def __init__(self, folder: Path, by_file: tuple[tuple[str, Problem], ...]) -> None:
        first = f"{by_file[0][0]}: {by_file[0][1].message}" if by_file else "the folder has no rubric"
        super().__init__(f"no rubric can be used from {folder}; {first}", hint="see sayso rubric check")
        self.by_file = by_file


def open_desk(
    rubrics_dir: Path,
    vocabulary_extra: Path | None,
    default_rubric: str,
    limits: Limits = DEFAULT_LIMITS,
    readings: Readings | None = None,
) -> Desk:
    """Reads a folder of rubrics and makes a desk of it. Raises NothingUsable where no file can be used."""
    readings = Readings() if readings is None else readings
    return desk_from(read_folder(rubrics_dir, vocabulary_extra, readings), default_rubric, limits, readings)


@dataclass(frozen=True)
class Folder:
    """A rubrics folder as it was at one moment; ``unreadable`` has a problem for each file that could not be read."""

    path: Path
    vocabulary: Vocabulary
    texts: Mapping[str, bytes]
    unreadable: Mapping[str, tuple[Problem, ...]]


def read_folder(rubrics_dir: Path, vocabulary_extra: Path | None, readings: Readings) -> Folder:
    """What is in a rubrics folder. Raises InvalidVocabulary."""
    vocabulary = readings.vocabulary(rubrics_dir / VOCABULARY_FILE, vocabulary_extra)
    return Folder(rubrics_dir, vocabulary, *_texts(rubrics_dir))


def desk_from(
    folder: Folder, default_rubric: str, limits: Limits, readings: Readings, kept: RubricsKept = NO_RUBRICS
) -> Desk:
    """A desk of the rubrics in a folder, and of those that the database keeps. A broken file is left out and reported;
    raises NothingUsable where nothing is left.

    The order in which files are read changes nothing: two files that claim the same id and version with different
    contents are both left out, and so is what extends them. Where a file and the database claim the same, the file
    wins (ADR 0017). ``readings`` has what an earlier call read.
    """
    vocabulary, texts, problems = folder.vocabulary, folder.texts, dict(folder.unreadable)
    every = {**texts, **{place_of(each.ref): each.text for each in kept.versions}}
    beside = {each.ref: each.text for each in kept.versions}
    claimants: dict[str, list[str]] = {}
    trees = ReadOnce()
    for name, text in texts.items():
        if (ref := readings.ref(text, trees)) is not None:
            claimants.setdefault(ref, []).append(name)
    files = {ref: texts[names[0]] for ref, names in claimants.items()}
    read = readings.read_all(every, vocabulary, beside | files, trees)
    in_files = {name: read[name] for name in texts}
    meant = {ref: texts[one] for ref, names in claimants.items() if (one := _meant(names, in_files)) is not None}
    if meant != files:
        files, read = meant, readings.read_all(every, vocabulary, beside | meant, trees)
        in_files = {name: read[name] for name in texts}
    rubrics: dict[str, Rubric] = {}
    origins: dict[str, Origin] = {}
    for name, found in in_files.items():
        problems[name] = found.problems
        if found.rubric is None:
            continue
        others = _contradicting(name, in_files)
        if others:
            message = f"{found.rubric.ref} is also in {', '.join(others)}, and says something else there"
            problem = Problem("same_version", message, "raise the version of one of them", line=1, column=1)
            problems[name] = (*found.problems, problem)
        elif rubrics.setdefault(found.rubric.ref, found.rubric) is found.rubric:
            origins[found.rubric.ref] = Origin(name)
    active = add_kept(kept, read, rubrics, origins, problems)
    if not rubrics:
        errors = [(name, each) for name in problems for each in problems[name] if each.severity == "error"]
        raise NothingUsable(folder.path, tuple(errors))
    catalog = Catalog.of(rubrics.values(), active)
    plans = readings.plans(catalog)
    return Desk(vocabulary, catalog, default_rubric, plans, problems, beside | files, limits, origins)


def rubric_files(folder: Path) -> list[Path]:
    """The files of a folder that rubrics are read from, the vocabulary aside. Hidden files are no rubrics."""
    return [
        path
        for path in sorted(folder.iterdir())
        if path.suffix in SUFFIXES and not path.name.startswith(".") and path.name != VOCABULARY_FILE
    ]


class Readings:
    """What was read before: a file that has not changed, nor what it extends, need not be read and tested again.

    Kept are the files of the last folder that was opened. What has not changed is the same object, so that what the
    engine has worked out for it holds on.
    """

    def __init__(self) -> None:
        self._vocabulary: tuple[list[bytes], Vocabulary] | None = None
        self._read: dict[tuple[str, bytes], tuple[Vocabulary, Read, dict[str, bytes | None]]] = {}
        self._plans: dict[str, Plan] = {}
        self._refs: dict[bytes, str | None] = {}

    def ref(self, text: bytes, trees: Reader) -> str | None:
        """``id@version`` as a file claims it."""
        if text not in self._refs:
            self._refs[text] = _ref(text, trees)
        return self._refs[text]

    def vocabulary(self, path: Path, extra: Path | None) -> Vocabulary:
        """The vocabulary in these files. Raises InvalidVocabulary."""
        paths = [each for each in (path, extra) if each is not None]
        before = _bytes_of(paths)
        if self._vocabulary is not None and self._vocabulary[0] == before:
            return self._vocabulary[1]
        vocabulary = load_vocabulary(path, extra)
        if _bytes_of(paths) == before:  # else it may be of neither
            self._vocabulary = before, vocabulary
        return vocabulary

    def read_all(
        self, texts: Mapping[str, bytes], vocabulary: Vocabulary, files: Mapping[str, bytes], trees: Reader
    ) -> dict[str, Read]:
        """Each file by its name, read with what it may extend."""
        kept, self._read = self._read, {}
        self._refs = {text: self._refs[text] for text in texts.values() if text in self._refs}
        found: dict[str, Read] = {}
        for name, text in texts.items():
            known, read, asked = kept.get((name, text), (None, None, {}))
            if read is None or known is not vocabulary or any(files.get(ref) != on for ref, on in asked.items()):
                asking = _Asked(files)
                read, asked = read_file(text, name, vocabulary, asking, trees), asking.found
            self._read[name, text] = vocabulary, read, asked
            found[name] = read
        return found

    def plans(self, catalog: Catalog) -> dict[str, Plan]:
        """The plan of each rubric by its digest."""
        kept = self._plans
        self._plans = {
            rubric.digest: kept[rubric.digest]
            if rubric.digest in kept and kept[rubric.digest].rubric is rubric
            else compile_rubric(rubric)
            for rubric in catalog.rubrics
        }
        return dict(self._plans)


class _Asked(Mapping[str, bytes]):
    """A mapping that remembers what it was asked for, found or not."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self.found: dict[str, bytes | None] = {}

    def __getitem__(self, ref: str) -> bytes:
        self.found[ref] = self._files.get(ref)
        return self._files[ref]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def _bytes_of(paths: Sequence[Path]) -> list[bytes]:
    found = []
    for path in paths:
        try:
            found.append(path.read_bytes())
        except OSError:  # told by whoever needs what is in it
            found.append(b"")
    return found


def _texts(folder: Path) -> tuple[dict[str, bytes], dict[str, tuple[Problem, ...]]]:
    """The rubric files of a folder by name, and a problem for each that cannot be read."""
    texts: dict[str, bytes] = {}
    problems: dict[str, tuple[Problem, ...]] = {}
    for path in rubric_files(folder):
        try:
            texts[path.name] = path.read_bytes()
        except OSError as error:
            message = f"{path.name} cannot be read: {error.strerror or 'unknown reason'}"
            problems[path.name] = (Problem("file_unreadable", message, "see to its permissions"),)
    return texts, problems


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
    catalog = Catalog.of([*others, found.rubric], desk.catalog.active)
    larger = desk_of(desk.vocabulary, catalog, desk.default_rubric, desk.problems, desk.files, desk.limits)
    return larger, f"{found.rubric.id}@{found.rubric.digest}"


def read_file(
    text: bytes, name: str, vocabulary: Vocabulary, files: Mapping[str, bytes], trees: Reader = read_yaml
) -> Read:
    """Reads one rubric and runs its tests; ``files`` has what it may extend, by ``id@version``."""
    loaded = load_rubric(text, name, vocabulary, files.get, trees)
    if loaded.rubric is None:
        return Read(None, None, loaded.problems)
    trial = try_rubric(loaded.rubric, vocabulary)
    problems = tuple(sorted((*loaded.problems, *trial.problems), key=Problem.sort_key))
    fails = any(problem.severity == "error" for problem in problems)
    return Read(None if fails else loaded.rubric, trial, problems)


def _ref(text: bytes, trees: Reader) -> str | None:
    """``id@version`` as a file claims it, without asking whether the rest of it makes sense."""
    node, _ = trees(text, "")
    if node is None or not isinstance(node.value, dict) or not {"id", "version"} <= node.value.keys():
        return None
    return f"{node.value['id'].value}@{node.value['version'].value}"
