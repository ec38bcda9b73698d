"""Which criteria, keeps and gates answer differently in two versions of a rubric, and in which cases?"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from itertools import chain as joined

from sayso.facts.vocabulary import Vocabulary
from sayso.rubric.cases import MOST_CELLS, Cell, truth
from sayso.rubric.diff_cases import Reader, Shift, shifts
from sayso.rubric.diff_model import Change, GateDiff, Moved, RuleDiff, Worth
from sayso.rubric.levels import estimate, span, standing
from sayso.rubric.matcher import FALSE, TRUE, UNKNOWN, Node, Truth
from sayso.rubric.model import Chain, Criterion, Entry, Gate, Keep, Over
from sayso.rubric.say import say

NOT_KNOWN, NOT_APPLICABLE = "unknown", "not_applicable"
_TOO_MANY = f"the two versions together tell more than {MOST_CELLS} cases apart"
_OTHER_LINKS = "it is not asked of the same links"
_RANK = {FALSE: 0, UNKNOWN: 1, TRUE: 2}


def criterion_diff(was: Criterion, now: Criterion, lowest: tuple[bool, bool], vocabulary: Vocabulary) -> RuleDiff:
    """How one criterion grades differently; empty where it does not."""
    settings = list(changes(_settings(was, vocabulary), _settings(now, vocabulary)))
    if (_grading(was), lowest[0]) == (_grading(now), lowest[1]):
        return RuleDiff(now.id, now.axis, tuple(settings))
    settings += changes({"at most": str(was.maximum)}, {"at most": str(now.maximum)})
    why = None if _same_links(was.over, now.over) else _OTHER_LINKS
    if why is None:
        nodes = [*_conditions(was), *_conditions(now)]
        found = shifts(_criterion_reader(was, lowest[0]), _criterion_reader(now, lowest[1]), nodes, vocabulary)
        if found.of is not None:
            if not found.found:  # written differently, and meaning the same
                settings = [each for each in settings if each.what == "axis"]
            return RuleDiff(now.id, now.axis, tuple(settings), found.of, largest_first(found.found))
        why = _TOO_MANY
    levels = changes(_levels(was, lowest[0], vocabulary), _levels(now, lowest[1], vocabulary))
    return RuleDiff(now.id, now.axis, tuple(settings), None, (), why, tuple(levels))


def chain_diff(was: Chain, now: Chain, lowest: tuple[bool, bool], vocabulary: Vocabulary) -> RuleDiff:
    """How what a link keeps differs, per mille; empty where it does not."""
    settings = tuple(changes({"axis": was.axis}, {"axis": now.axis}))
    if (_keeping(was), lowest[0]) == (_keeping(now), lowest[1]):
        return RuleDiff("chain", now.axis, settings)
    nodes = [keep.when for each in (was, now) for keep in each.keeps if keep.when is not None]
    found = shifts(_chain_reader(was, lowest[0]), _chain_reader(now, lowest[1]), nodes, vocabulary)
    if found.of is not None:
        return RuleDiff("chain", now.axis, settings, found.of, largest_first(found.found))
    levels = changes(_keeps(was, vocabulary), _keeps(now, vocabulary))
    return RuleDiff("chain", now.axis, settings, None, (), _TOO_MANY, tuple(levels))


def gate_diff(was: Gate, now: Gate, vocabulary: Vocabulary) -> GateDiff:
    """How one gate acts differently; empty where it does not."""
    settings = tuple(changes(_effects(was), _effects(now)))
    if was.when == now.when:
        return GateDiff(now.id, settings)
    found = shifts(_gate_reader(was), _gate_reader(now), [was.when, now.when], vocabulary)
    said = Change("when", say(was.when, vocabulary), say(now.when, vocabulary))
    if found.of is None:
        return GateDiff(now.id, settings, "moved", None, (), _TOO_MANY, said)
    if not found.found:  # written differently, and meaning the same
        return GateDiff(now.id, settings)
    ordered = sorted(found.found, key=lambda each: (-_RANK[each.after], _RANK[each.before], -each.cases, each.when))
    return GateDiff(now.id, settings, _moved(found.found), found.of, tuple(ordered), None, said)


def changes(was: dict[str, str], now: dict[str, str]) -> Iterator[Change]:
    """What stands under a name in one of two maps and not, or otherwise, in the other."""
    for what in dict.fromkeys((*was, *now)):
        if was.get(what) != now.get(what):
            yield Change(what, was.get(what), now.get(what))


def largest_first(found: tuple[Shift[Worth], ...]) -> tuple[Shift[Worth], ...]:
    """By the points that are won or lost, then by how far the range moves, then by how many cases."""

    def size(each: Shift[Worth]) -> tuple[int, int, int, str]:
        before, after = each.before, each.after
        ends = abs(after.low - before.low) + abs(after.high - before.high)
        return -abs(after.points - before.points), -ends, -each.cases, each.when

    return tuple(sorted(found, key=size))


def _conditions(criterion: Criterion) -> Iterator[Node]:
    only = criterion.over.only if criterion.over is not None else None
    for node in (criterion.applies, only, *(level.when for level in criterion.levels)):
        if node is not None:
            yield node


def _grading(criterion: Criterion) -> Hashable:
    """All of a criterion that decides about points; sentences, references and remedies do not."""
    missing = None if criterion.unknown is None else criterion.unknown.points
    entries = tuple(map(_entry, criterion.levels))
    last = tuple(None if each is None else _entry(each) for each in (criterion.otherwise, criterion.nowhere))
    return entries, last, missing, criterion.applies, criterion.over


def _entry(entry: Entry) -> Hashable:
    return entry.id, entry.points, entry.abstain, entry.when


def _same_links(was: Over | None, now: Over | None) -> bool:
    if was is None or now is None:
        return was is now
    return (was.links, was.take) == (now.links, now.take)


def _criterion_reader(criterion: Criterion, lowest: bool) -> Reader[Worth]:
    levels = [level.when for level in criterion.levels if level.when is not None]
    over = criterion.over

    def read(cell: Cell) -> tuple[Worth, Hashable]:
        applies = TRUE if criterion.applies is None else truth(criterion.applies, cell)
        if applies == FALSE:
            full = criterion.maximum
            return Worth(NOT_APPLICABLE, full, full, full), None
        truths = [truth(node, cell) for node in levels]
        if over is not None:
            member = TRUE if over.only is None else truth(over.only, cell)
            return _of_one_link(criterion, applies, member, truths, lowest)
        found = span(criterion, applies, truths, lowest)
        level = found.possible[0] if found.certain else None
        name, abstain = (NOT_KNOWN, False) if level is None else (level.id, level.abstain)
        return Worth(name, found.points, found.low, found.high, abstain), None

    return read


def _of_one_link(
    criterion: Criterion, applies: Truth, member: Truth, truths: list[Truth], lowest: bool
) -> tuple[Worth, Hashable]:
    """What a single link gives; beside other links, what may speak decides, so that it is compared as well."""
    possible = list(span(criterion, TRUE, truths, lowest).possible) if member != FALSE else []
    nowhere = criterion.nowhere or criterion.otherwise
    if member != TRUE and nowhere is not None:
        possible.append(nowhere)
    all_of_it = (applies, member, tuple((entry.id, entry.points, entry.abstain) for entry in possible))
    values = [entry.points for entry in possible]
    if applies == TRUE and len({entry.id for entry in possible}) == 1:
        points = values[0]
        return Worth(possible[0].id, points, points, points, possible[0].abstain), all_of_it
    if applies == UNKNOWN:
        values.append(criterion.maximum)
    low, high = min(values), max(values)
    return Worth(NOT_KNOWN, estimate(criterion, low, high, lowest), low, high), all_of_it


def _chain_reader(chain: Chain, lowest: bool) -> Reader[Worth]:
    keeps = [keep.when for keep in chain.keeps if keep.when is not None]
    everything = _every_keep(chain)
    declared = None if chain.unknown is None or lowest else chain.unknown.points

    def read(cell: Cell) -> tuple[Worth, Hashable]:
        truths = [truth(node, cell) for node in keeps]
        found = standing(truths, None if chain.otherwise is None else len(chain.keeps))
        shares = [everything[at].per_mille for at in found.possible]
        low, high = min(shares), max(shares)
        if found.certain:
            return Worth(everything[found.possible[0]].id, low, low, low), None
        return Worth(NOT_KNOWN, low if declared is None else max(low, min(declared, high)), low, high), None

    return read


def _gate_reader(gate: Gate) -> Callable[[Cell], tuple[Truth, Hashable]]:
    def read(cell: Cell) -> tuple[Truth, Hashable]:
        return truth(gate.when, cell), None

    return read


def _moved(found: tuple[Shift[Truth], ...]) -> Moved:
    wider = {_RANK[each.after] > _RANK[each.before] for each in found}
    return "moved" if len(wider) > 1 else "widened" if wider.pop() else "narrowed"


def _effects(gate: Gate) -> dict[str, str]:
    """What a gate does where it holds."""
    told = {"effect": gate.effect}
    told |= {f"cap {axis}": str(points) for axis, points in gate.caps.items()}
    if gate.hold is not None:
        told["hold"] = gate.hold
    if gate.caps:
        told["if_unknown"] = "bind" if gate.binds_unknown else "lower the low end only"
    return told


def _settings(criterion: Criterion, vocabulary: Vocabulary) -> dict[str, str]:
    told = {"axis": criterion.axis}
    over = criterion.over
    if over is not None:
        links = "every link" if over.links == "all" else "every link but the root"
        links = links if over.only is None else f"every link where {say(over.only, vocabulary)}"
        told |= {"asked of": links, "take": over.take}
    if criterion.applies is not None:
        told["applies"] = say(criterion.applies, vocabulary)
    return told


def _levels(criterion: Criterion, lowest: bool, vocabulary: Vocabulary) -> dict[str, str]:
    """Each level in words, for what cannot be gone through case by case."""
    told = {}
    for entry in criterion.entries:
        worth = "abstains" if entry.abstain else str(entry.points)
        told[entry.id] = worth if entry.when is None else f"{worth}, if {say(entry.when, vocabulary)}"
    missing = criterion.unknown
    declared = "lowest" if lowest or missing is None or missing.points is None else str(missing.points)
    return {**told, NOT_KNOWN: declared, "order": ", ".join(told)}


def _keeps(chain: Chain, vocabulary: Vocabulary) -> dict[str, str]:
    told = {}
    for keep in _every_keep(chain):
        told[keep.id] = f"{keep.per_mille}{'' if keep.when is None else f', if {say(keep.when, vocabulary)}'}"
    missing = chain.unknown
    declared = "lowest" if missing is None or missing.points is None else str(missing.points)
    return {**told, NOT_KNOWN: declared, "order": ", ".join(told)}


def _keeping(chain: Chain) -> Hashable:
    missing = None if chain.unknown is None else chain.unknown.points
    return tuple((keep.id, keep.per_mille, keep.when) for keep in _every_keep(chain)), missing


def _every_keep(chain: Chain) -> tuple[Keep, ...]:
    return tuple(joined(chain.keeps, () if chain.otherwise is None else (chain.otherwise,)))
