"""Which numbers of a rubric can be turned on the page, and what is written beside each?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sayso.facts.vocabulary import Vocabulary
from sayso.rubric.describe import name_of, template
from sayso.rubric.english import capital, plain, sentence, share
from sayso.rubric.model import Criterion, Rubric
from sayso.rubric.say import say
from sayso.usecases.desk import Desk
from sayso.usecases.knobs import OFF, Knob, Turned, of_chain, of_criterion, of_gate, switch_of
from sayso.usecases.who import Who
from sayso.web.links import RUBRICS
from sayso.web.view_impact import ImpactView
from sayso.web.view_rubric import may_change, rubric_href, try_href


@dataclass(frozen=True, slots=True)
class KnobView:
    """A number with its box; ``now`` is what the rubric says, ``value`` what was typed."""

    field: str
    at: str
    label: str
    because: str
    value: str
    now: int
    most: int
    step: int
    wrong: str | None
    changed: bool


@dataclass(frozen=True, slots=True)
class GroupView:
    """The numbers of one criterion, or of the chain."""

    title: str
    ask: str
    unit: str
    knobs: tuple[KnobView, ...]
    changed: bool


@dataclass(frozen=True, slots=True)
class GateKnobView:
    field: str
    at: str
    id: str
    sentence: str
    on: bool
    caps: tuple[KnobView, ...]


@dataclass(frozen=True, slots=True)
class DocumentChoice:
    id: str
    title: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class SimulatorPage:
    title: str
    heading: str
    ref: str
    href: str
    list_href: str
    action: str
    groups: tuple[GroupView, ...]
    gates: tuple[GateKnobView, ...]
    documents: tuple[DocumentChoice, ...]
    document: str
    impact: ImpactView
    may_save: bool


@dataclass(frozen=True)
class Shown:
    """What the page is drawn of: the form as it was sent, the documents to choose from, and what came of it."""

    turned: Turned
    documents: Sequence[tuple[str, str]]
    document: str
    impact: ImpactView


def simulator_page(rubric: Rubric, desk: Desk, shown: Shown, who: Who) -> SimulatorPage:
    """The page of a rubric's version."""
    groups = [*_criteria(rubric, desk.vocabulary, shown.turned), *_chain(rubric, desk.vocabulary, shown.turned)]
    chosen = shown.document
    documents = tuple(DocumentChoice(id_, title, id_ == chosen) for id_, title in shown.documents)
    if chosen and all(not each.chosen for each in documents):
        documents = (*documents, DocumentChoice(chosen, chosen, True))
    return SimulatorPage(
        title=f"What if: {rubric.title}",
        heading=rubric.title,
        ref=rubric.ref,
        href=rubric_href(rubric.id, rubric.version),
        list_href=RUBRICS,
        action=try_href(rubric),
        groups=tuple(groups),
        gates=tuple(_gates(rubric, desk.vocabulary, shown.turned)),
        documents=documents,
        document=chosen,
        impact=shown.impact,
        may_save=may_change(who),
    )


def knob_words(rubric: Rubric) -> dict[str, str]:
    """What each field of the form is called where it is named alone."""
    words = {}
    for criterion in rubric.criteria:
        for knob in of_criterion(criterion):
            words[knob.key] = f"{capital(name_of(criterion.id))}: {_entry_name(knob)}"
    if rubric.chain is not None:
        for knob in of_chain(rubric.chain):
            words[knob.key] = f"A link keeps: {_entry_name(knob)}"
    for gate in rubric.gates:
        words[switch_of(gate).key] = f"Gate {gate.id}"
        for knob in of_gate(gate):
            words[knob.key] = f"Gate {gate.id}: at most, on {name_of(knob.path[-1])}"
    return words


def field_ids(rubric: Rubric) -> dict[str, str]:
    """The id of each field's box on the page: keys hold signs that an id should not."""
    return {key: f"knob-{number}" for number, key in enumerate(knob_words(rubric))}


def one_knob(rubric: Rubric, desk: Desk, turned: Turned, key: str) -> KnobView | None:
    """The box of one field, as it stands on the page."""
    groups = [*_criteria(rubric, desk.vocabulary, turned), *_chain(rubric, desk.vocabulary, turned)]
    caps = [knob for gate in _gates(rubric, desk.vocabulary, turned) for knob in gate.caps]
    every = [*(knob for group in groups for knob in group.knobs), *caps]
    return next((knob for knob in every if knob.field == key), None)


def _criteria(rubric: Rubric, vocabulary: Vocabulary, turned: Turned) -> Iterator[GroupView]:
    ids = field_ids(rubric)
    for criterion in rubric.criteria:
        words = dict(_answers(criterion, vocabulary))
        knobs = []
        for knob in of_criterion(criterion):
            when, because = words[knob.path[3] if knob.path[2] == "levels" else f".{knob.path[2]}"]
            knobs.append(_knob(knob, ids, when, because, turned))
        changed = any(knob.changed for knob in knobs)
        title = f"{capital(name_of(criterion.id))}, on {name_of(criterion.axis)}"
        yield GroupView(title, criterion.ask, "points", tuple(knobs), changed)


def _answers(criterion: Criterion, vocabulary: Vocabulary) -> Iterator[tuple[str, tuple[str, str]]]:
    for level in criterion.levels:
        when = capital(say(level.when, vocabulary)) if level.when is not None else level.id
        yield level.id, (when, template(level.because, vocabulary))
    if criterion.otherwise is not None:
        yield ".else", ("Otherwise", template(criterion.otherwise.because, vocabulary))
    if criterion.nowhere is not None:
        yield ".none", ("If there is no such link", template(criterion.nowhere.because, vocabulary))
    if criterion.unknown is not None:
        yield ".unknown", ("While that is not known", template(criterion.unknown.because, vocabulary))


def _chain(rubric: Rubric, vocabulary: Vocabulary, turned: Turned) -> Iterator[GroupView]:
    chain = rubric.chain
    if chain is None:
        return
    ids = field_ids(rubric)
    words = {f".{word}": (when, "") for word, when in (("else", "Otherwise"), ("unknown", "While that is not known"))}
    for keep in chain.keeps:
        when = capital(say(keep.when, vocabulary)) if keep.when is not None else keep.id
        words[keep.id] = when, template(keep.because, vocabulary)
    knobs = []
    for knob in of_chain(chain):
        when, because = words[knob.path[2] if knob.path[1] == "keep" else f".{knob.path[1]}"]
        knobs.append(_knob(knob, ids, when, because, turned))
    ask = f"What does a link keep of what reached it, on {name_of(chain.axis)}?"
    yield GroupView("Passing on", ask, "per mille", tuple(knobs), any(knob.changed for knob in knobs))


def _gates(rubric: Rubric, vocabulary: Vocabulary, turned: Turned) -> Iterator[GateKnobView]:
    ids = field_ids(rubric)
    for gate in rubric.gates:
        key = switch_of(gate).key
        caps = tuple(_knob(knob, ids, f"At most, on {plain(knob.path[-1])}", "", turned) for knob in of_gate(gate))
        told = sentence(f"where {say(gate.when, vocabulary)}")
        told = f"{told} {_does(gate.effect, gate.hold)}"
        yield GateKnobView(key, ids[key], gate.id, told, turned.typed.get(key) != OFF, caps)


def _does(effect: str, hold: str | None) -> str:
    if hold is not None:
        return f"The claim waits for the {name_of(hold)}."
    words = {"cap": "A score is held down.", "note": "This is noted.", "not_applicable": "The claim is not graded."}
    return words[effect]


def _knob(knob: Knob, ids: Mapping[str, str], label: str, because: str, turned: Turned) -> KnobView:
    value = turned.typed.get(knob.key, str(knob.now))
    return KnobView(
        knob.key,
        ids[knob.key],
        label,
        because,
        value,
        knob.now,
        knob.most,
        knob.step,
        turned.wrong.get(knob.key),
        value != str(knob.now),
    )


def _entry_name(knob: Knob) -> str:
    if knob.path[-2] in ("else", "none", "unknown"):
        return {"else": "otherwise", "none": "no such link", "unknown": "not known"}[knob.path[-2]]
    return name_of(knob.path[-2])


def change_words(rubric: Rubric, turned: Turned) -> Iterator[str]:
    """What was turned, one line for each."""
    words = knob_words(rubric)
    now = {knob.path: knob for criterion in rubric.criteria for knob in of_criterion(criterion)}
    now |= {} if rubric.chain is None else {knob.path: knob for knob in of_chain(rubric.chain)}
    now |= {knob.path: knob for gate in rubric.gates for knob in of_gate(gate)}
    for edit in turned.edits:
        if edit.path in now:
            knob = now[edit.path]
            if knob.most == 1000 and isinstance(edit.value, int):
                yield f"{words[knob.key]}: {share(knob.now)} becomes {share(edit.value)}"
            else:
                yield f"{words[knob.key]}: {knob.now} becomes {edit.value}"
        elif edit.value is None:
            yield f"Gate {edit.path[1]}: off"
