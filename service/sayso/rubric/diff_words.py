"""What differs that changes no grade: sentences, labels, references, remedies and tests?"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sayso.facts.vocabulary import Vocabulary
from sayso.rubric.describe import describe
from sayso.rubric.diff_model import Change
from sayso.rubric.diff_rules import changes
from sayso.rubric.model import Axis, Band, Chain, Criterion, Entry, Gate, Keep, Missing, Rubric
from sayso.rubric.say import say

Words = dict[str, str]


def word_changes(was: Rubric, now: Rubric, graded: Collection[str], vocabulary: Vocabulary) -> Iterator[Change]:
    """Sentences and references of what both versions have, and conditions that are written differently and mean the
    same: those of whatever is not ``graded`` differently.
    """
    one, other = _words(was, graded, vocabulary), _words(now, graded, vocabulary)
    there = one.keys() & other.keys()
    for owner in (key for key in one if key in there):
        for change in changes(one[owner], other[owner]):
            yield Change(f"{owner}: {change.what}", change.before, change.after)
    for what in ("criteria", "gates"):
        ids = [[each.id for each in getattr(rubric, what)] for rubric in (was, now)]
        both = [", ".join(each for each in some if each in ids[0] and each in ids[1]) for some in ids]
        yield from changes({f"order of {what}": both[0]}, {f"order of {what}": both[1]})


def remedy_changes(was: Rubric, now: Rubric, vocabulary: Vocabulary) -> Iterator[Change]:
    """What an editor can do, where it says or sets something else."""
    yield from changes(_remedies(was, vocabulary), _remedies(now, vocabulary))


def test_changes(was: Rubric, now: Rubric) -> Iterator[Change]:
    """Tests by name: ``there`` in one version only, or with another claim or another expectation."""
    one, other = {test.name: test for test in was.tests}, {test.name: test for test in now.tests}
    for name in dict.fromkeys((*one, *other)):
        if name not in other:
            yield Change(name, "there", None)
        elif name not in one:
            yield Change(name, None, "there")
        elif which := [word for key, word in _ASKED.items() if getattr(one[name], key) != getattr(other[name], key)]:
            yield Change(name, "there", f"with another {' and another '.join(which)}")


test_changes.__test__ = False  # type: ignore[attr-defined]  # it compares tests, and is none

_ASKED = {"claim": "claim", "expect": "expectation", "as_of": "day"}


def _words(rubric: Rubric, graded: Collection[str], vocabulary: Vocabulary) -> dict[str, Words]:
    """By owner, then by what of it: ``criterion named, level by_name`` -> ``because``."""
    found: dict[str, Words] = {"rubric": {"title": rubric.title, "reference": rubric.reference}}
    for axis in rubric.axes:
        found |= _axis(axis)
    found |= _bands("overall", rubric.overall.bands)
    for criterion in rubric.criteria:
        found |= _criterion(criterion, criterion.id not in graded, vocabulary)
    if rubric.chain is not None:
        found |= _chain(rubric.chain, "chain" not in graded, vocabulary)
    for gate in rubric.gates:
        found[f"gate {gate.id}"] = _gate(gate, f"gate.{gate.id}" not in graded, vocabulary)
    return found


def _axis(axis: Axis) -> dict[str, Words]:
    return {f"axis {axis.id}": {"abstain label": axis.abstain_label}, **_bands(f"axis {axis.id}", axis.bands)}


def _bands(owner: str, bands: Collection[Band]) -> dict[str, Words]:
    return {f"{owner}, band {band.id}": {"label": band.label} for band in bands}


def _criterion(criterion: Criterion, conditions: bool, vocabulary: Vocabulary) -> dict[str, Words]:
    owner = f"criterion {criterion.id}"
    own = {"ask": criterion.ask, "reference": criterion.reference}
    if conditions and criterion.applies is not None:
        own["applies"] = say(criterion.applies, vocabulary)
    if conditions and criterion.over is not None and criterion.over.only is not None:
        own["over"] = say(criterion.over.only, vocabulary)
    if conditions:  # levels that changed places, and nobody notices
        own["order of levels"] = ", ".join(level.id for level in criterion.levels)
    found = {owner: own}
    for entry in criterion.entries:
        found[f"{owner}, level {entry.id}"] = _entry(entry, conditions, vocabulary)
    if criterion.unknown is not None:
        found[f"{owner}, unknown"] = _missing(criterion.unknown)
    return found


def _entry(entry: Entry | Keep, conditions: bool, vocabulary: Vocabulary) -> Words:
    told = {"because": entry.because}
    if isinstance(entry, Entry) and entry.remedy is not None:
        told["raise"] = entry.remedy
    if conditions and entry.when is not None:
        told["when"] = say(entry.when, vocabulary)
    return told


def _missing(missing: Missing) -> Words:
    return {"because": missing.because} | ({} if missing.fact is None else {"fact": missing.fact})


def _chain(chain: Chain, conditions: bool, vocabulary: Vocabulary) -> dict[str, Words]:
    found: dict[str, Words] = {"chain": {"reference": chain.reference}}
    for keep in (*chain.keeps, *([] if chain.otherwise is None else [chain.otherwise])):
        found[f"chain, keep {keep.id}"] = _entry(keep, conditions, vocabulary)
    if chain.unknown is not None:
        found["chain, unknown"] = _missing(chain.unknown)
    return found


def _gate(gate: Gate, conditions: bool, vocabulary: Vocabulary) -> Words:
    told = {"because": gate.because, "reference": gate.reference}
    if gate.remedy is not None:
        told["raise"] = gate.remedy
    if conditions:
        told["when"] = say(gate.when, vocabulary)
    return told


def _remedies(rubric: Rubric, vocabulary: Vocabulary) -> Words:
    told = describe(rubric, vocabulary).remedies
    return {name: f"{text}, {then}" for name, (text, then) in zip(rubric.remedies, told, strict=True)}
