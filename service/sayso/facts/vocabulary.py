"""Which facts are there, what may each of them be, and which way is better?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sayso.errors import InvalidVocabulary, Problem
from sayso.facts.vocabulary_file import check_shape
from sayso.facts.vocabulary_merge import merge_extra
from sayso.facts.yaml_reader import Node, plain, read_yaml

UNTRACED = "untraced"
RELAY = "relay"

_STRUCTURE = frozenset({"record", "chain", "attributions", "claims", "spans", "found"})


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of source, and where it stands in the tree; ``untraced`` and ``relay`` say under which branch it falls."""

    id: str
    label: str
    gloss: str
    reference: str
    parent: str | None
    children: tuple[str, ...]
    untraced: bool
    relay: bool


@dataclass(frozen=True, slots=True)
class Field:
    """A fact: ``type`` is text, enum, list, boolean, integer, date or kind, or a structure that holds facts.

    ``values`` maps ids to labels, best first where ``ordered``. ``better`` is higher, lower, "true" or "false".
    ``format`` is yardstick for an enum of yardsticks, and hedges for a list of hedging words.
    """

    name: str
    type: str
    label: str
    gloss: str
    reference: str
    values: Mapping[str, str]
    ordered: bool = False
    better: str | None = None
    position: bool = False
    required: bool = False
    long: bool = False
    minimum: int | None = None
    format: str | None = None

    @property
    def matchable(self) -> bool:
        """Whether a rubric can read it: a fact of its own, neither a structure nor a position."""
        return self.type not in _STRUCTURE and not self.position


@dataclass(frozen=True, slots=True)
class Yardstick:
    """A published scale of likelihood: ``terms`` gives each word its range in per cent."""

    id: str
    label: str
    reference: str
    terms: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Hedges:
    """The lexicon of hedging words; what is not listed is weak."""

    strong: frozenset[str]
    weak: frozenset[str]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each fact stands in the tuples that the engine reads, derived facts among the stated ones."""

    claim: Mapping[str, int]
    chain: Mapping[str, int]
    link: Mapping[str, int]


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Everything that may be stated and everything that follows; one object per desk, compared by identity."""

    kinds: Mapping[str, Kind]
    document: Mapping[str, Field]
    claim: Mapping[str, Field]
    attribution: Mapping[str, Field]
    link: Mapping[str, Field]
    hedge: Mapping[str, Field]
    derived_claim: Mapping[str, Field]
    derived_chain: Mapping[str, Field]
    derived_root: Mapping[str, Field]
    derived_link: Mapping[str, Field]
    status_letters: Mapping[str, str]
    hedges: Hedges
    yardsticks: Mapping[str, Yardstick]
    layout: Layout
    source: Mapping[str, object]

    def kind_and_below(self, kind: str) -> frozenset[str]:
        """The kind and everything under it: what a matcher that names it matches."""
        below = {kind}
        for child in self.kinds[kind].children:
            below |= self.kind_and_below(child)
        return frozenset(below)

    def likelihood_range(self, term: str, yardstick: str | None) -> tuple[int, int] | None:
        """What a word means in per cent; None without a yardstick or where the yardstick does not list it."""
        found = self.yardsticks.get(yardstick) if yardstick is not None else None
        return found.terms.get(" ".join(term.split()).casefold()) if found is not None else None


def load_vocabulary(path: Path, extra: Path | None = None) -> Vocabulary:
    """Read the shipped file and a desk's own additions; raises InvalidVocabulary with everything that is wrong."""
    tree = _checked(_bytes(path), path.name)
    if extra is not None:
        more, problems = read_yaml(_bytes(extra), extra.name)
        if more is None or problems:
            raise InvalidVocabulary(problems)
        tree, problems = merge_extra(tree, more)
        problems = problems or check_shape(tree)
        if problems:
            raise InvalidVocabulary(problems, f"{extra.name}: {problems[0].message}")
    return _built(tree)


def read_vocabulary(data: bytes, name: str) -> Vocabulary:
    """The vocabulary that is written there, all of it; raises InvalidVocabulary with everything that is wrong."""
    return _built(_checked(data, name))


def _checked(data: bytes, name: str) -> Node:
    tree, problems = read_yaml(data, name)
    if tree is not None:
        problems = (*problems, *check_shape(tree))
    if tree is None or problems:
        raise InvalidVocabulary(problems)
    return tree


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        message = f"{path.name} cannot be read: {error.strerror or 'unknown reason'}"
        raise InvalidVocabulary([Problem("file_unreadable", message)]) from error


def _built(tree: Node) -> Vocabulary:
    source = plain(tree)
    assert isinstance(source, dict)
    kinds = {kind.id: kind for kind in _kinds(source["kinds"], None, frozenset())}
    yardsticks = {
        name: Yardstick(
            name,
            entry["label"],
            entry["reference"],
            {term.casefold(): (low, high) for term, (low, high) in entry["terms"].items()},
        )
        for name, entry in source["yardsticks"].items()
    }
    labels = {name: yardstick.label for name, yardstick in yardsticks.items()}
    stated = {
        name: {field.name: field for field in _fields(source[name], labels)}
        for name in ("document", "claim", "attribution", "link", "hedge")
    }
    derived = {
        name: {field.name: field for field in _fields(source["derived"][name], labels)}
        for name in ("claim", "chain", "root", "link")
    }
    return Vocabulary(
        kinds=kinds,
        **stated,
        derived_claim=derived["claim"],
        derived_chain=derived["chain"],
        derived_root=derived["root"],
        derived_link=derived["link"],
        status_letters=dict(source["statuses"]),
        hedges=Hedges(
            frozenset(word.casefold() for word in source["hedges"]["strong"]),
            frozenset(word.casefold() for word in source["hedges"]["weak"]),
        ),
        yardsticks=yardsticks,
        layout=Layout(
            claim=_positions(stated["claim"], derived["claim"]),
            chain=_positions({}, derived["chain"]),
            link=_positions(stated["link"], derived["link"], derived["root"]),
        ),
        source=source,
    )


def _kinds(entries: Mapping[str, dict[str, object]], parent: str | None, above: frozenset[str]) -> Iterator[Kind]:
    for name, entry in entries.items():
        branch = above | {name}
        children = entry.get("children") or {}
        assert isinstance(children, dict)
        label, gloss, reference = (str(entry[key]) for key in ("label", "gloss", "reference"))
        untraced, relay = UNTRACED in branch, RELAY in branch
        yield Kind(name, label, gloss, reference, parent, tuple(children), untraced, relay)
        yield from _kinds(children, name, branch)


def _fields(entries: Mapping[str, dict[str, object]], yardsticks: Mapping[str, str]) -> Iterator[Field]:
    for name, entry in entries.items():
        given = {key: value for key, value in entry.items() if key not in ("fields", "values")}
        values = entry.get("values") or {}
        assert isinstance(values, dict)
        field = Field(name=name, values=dict(values), **given)  # type: ignore[arg-type]  # checked by check_shape
        if field.type == "yardstick":
            field = replace(field, type="enum", values=dict(yardsticks), format="yardstick")
        elif field.type == "hedges":
            field = replace(field, type="list", format="hedges")
        yield field
        parts = entry.get("fields") or {}
        assert isinstance(parts, dict)
        for part in _fields(parts, yardsticks):
            yield replace(part, name=f"{name}.{part.name}")


def _positions(*groups: Mapping[str, Field]) -> dict[str, int]:
    names = dict.fromkeys(name for group in groups for name, field in group.items() if field.matchable)
    return {name: index for index, name in enumerate(names)}
