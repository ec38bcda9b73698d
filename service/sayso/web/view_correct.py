"""Which facts of the chosen claim can be corrected, what are they now, and what would a correction change?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sayso.facts.vocabulary import Field, Vocabulary
from sayso.rubric.digest import conditions
from sayso.rubric.english import capital, plain
from sayso.rubric.matcher import tests
from sayso.rubric.model import Rubric
from sayso.usecases.document_opened import OpenedDocument
from sayso.usecases.who import Who
from sayso.web.forms import EMPTY, FormView
from sayso.web.links import document_links
from sayso.web.view_decide import Forms, may
from sayso.web.words import fact_words, value_words

_ALWAYS = {"source", "kind", "identification", "relation"}
_NEVER = {"id", "found", "source_id"}
_LINE = "text"


@dataclass(frozen=True, slots=True)
class OptionView:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FactInput:
    """One fact in the form. ``how`` is select, checks, text, number, date or long."""

    name: str
    id: str
    label: str
    gloss: str
    how: str
    value: str
    options: tuple[OptionView, ...]


@dataclass(frozen=True, slots=True)
class HolderView:
    """The claim, or one link of a chain: the facts that its rubric reads or that are stated, then all others."""

    id: str
    title: str
    source: str | None
    read: tuple[FactInput, ...]
    other: tuple[FactInput, ...]
    open: bool
    other_open: bool


@dataclass(frozen=True, slots=True)
class ChangeView:
    """Something that the correction would change, before and after."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What would come out. ``facts`` are the changed ones, ``changes`` what follows; nothing is kept yet."""

    facts: tuple[ChangeView, ...]
    changes: tuple[ChangeView, ...]
    grade: ChangeView


@dataclass(frozen=True, slots=True)
class CorrectView:
    """The form for correcting facts."""

    action: str
    may: bool
    assessment: str
    revision: int
    holders: tuple[HolderView, ...]
    form: FormView
    preview: Preview | None


def correct_view(opened: OpenedDocument, place: int, who: Who, forms: Forms, preview: Preview | None) -> CorrectView:
    stored, claim = opened.holding[place], opened.facts[place]
    form = forms.get("correct", EMPTY)
    written = form.values if form.open else {}
    return CorrectView(
        action=document_links(opened.document.id).action(place, "correct"),
        may=may(who, "review"),
        assessment=stored.assessed.id,
        revision=stored.revision,
        holders=tuple(_holders(claim, opened, written)),
        form=form,
        preview=preview,
    )


def inputs_of(claim: Mapping[str, Any], vocabulary: Vocabulary) -> Iterator[tuple[str, Field, Any]]:
    """Every fact that the form has: its pointer, its field, and what it is now (None where that is not stated)."""
    for prefix, fields, holder in _places(claim, vocabulary):
        for name, field in fields.items():
            if field.matchable and name not in _NEVER:
                yield f"{prefix}/{name.replace('.', '/')}", field, _at(holder, name)


def written_of(value: Any) -> str:
    """How a fact stands in the form."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        if not value:
            return "none"
        return ", ".join(str(part["term"]) if isinstance(part, Mapping) else str(part) for part in value)
    return str(value)


def input_id(pointer: str) -> str:
    """The id of a fact's field in the page."""
    return "f" + pointer.replace("/", "-")


def preview_of(
    told: Mapping[str, Any],
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    changed: Sequence[str],
    vocabulary: Vocabulary,
) -> Preview:
    """``told`` is ``wire.assessments.WhatIf``: what would come out with the changed facts."""
    was, now, difference = told["before"], told["after"], told["difference"]
    facts = {pointer: (field, value) for pointer, field, value in inputs_of(before, vocabulary)}
    later = {pointer: value for pointer, _, value in inputs_of(after, vocabulary)}
    rows = tuple(
        ChangeView(
            capital(fact_words(pointer, before, vocabulary)),
            value_words(facts[pointer][1], facts[pointer][0], vocabulary),
            value_words(later.get(pointer), facts[pointer][0], vocabulary),
        )
        for pointer in changed
        if pointer in facts
    )
    grade = ChangeView("Grade", was["grade"] or "not applicable", now["grade"] or "not applicable")
    return Preview(rows, tuple(_follows(difference, was, now)), grade)


def _follows(difference: Mapping[str, Any], was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[ChangeView]:
    overall = difference["overall"]
    if overall is not None:
        yield ChangeView("Overall", *(_figure(overall[side]) for side in ("before", "after")))
    for axis, pair in difference["axes"].items():
        yield ChangeView(plain(axis), *(_figure(pair[side]) for side in ("before", "after")))
    because = {(loss["axis"], loss["code"]): loss["because"] for told in (now, was) for loss in told["losses"]}
    for loss in difference["losses"]:
        what = f"{plain(loss['axis'])}: {because.get((loss['axis'], loss['code']), loss['code'])}"
        yield ChangeView(what, *(f"−{loss[side]}" if loss[side] else "nothing" for side in ("before", "after")))
    gates = difference["gates"]
    if gates is not None:
        named = {gate["id"]: gate["because"] for told in (was, now) for gate in told["gates"]}
        yield ChangeView(
            "Rules above the points",
            *("; ".join(named[gate] for gate in gates[side]) or "none applies" for side in ("before", "after")),
        )


def _figure(told: Mapping[str, Any]) -> str:
    words = [told.get(name) for name in ("band", "label", "exact")]
    return ", ".join(str(word) for word in words if word is not None) or "cannot be judged"


def _holders(claim: Mapping[str, Any], opened: OpenedDocument, written: Mapping[str, str]) -> Iterator[HolderView]:
    vocabulary = opened.desk.vocabulary
    read = _read_facts(opened.rubric)
    chains = claim["attributions"]
    for prefix, fields, holder in _places(claim, vocabulary):
        parts = prefix.split("/")
        of_link = "chain" in parts
        scope = "link" if of_link else "claim"
        inputs = [
            (name, _input(f"{prefix}/{name.replace('.', '/')}", field, _at(holder, name), vocabulary, written))
            for name, field in fields.items()
            if field.matchable and name not in _NEVER
        ]
        first = {
            name for name, shown in inputs if (scope, name) in read or shown.value or (of_link and name in _ALWAYS)
        }
        yield HolderView(
            id="fix" + "-".join(part for part in parts if part.isdecimal()),
            title=_title(parts, chains),
            source=holder.get("source") if of_link else None,
            read=tuple(shown for name, shown in inputs if name in first),
            other=tuple(shown for name, shown in inputs if name not in first),
            open=_is_root(parts, chains) or any(shown.name in written for _, shown in inputs),
            other_open=any(shown.name in written for name, shown in inputs if name not in first),
        )


def _places(
    claim: Mapping[str, Any], vocabulary: Vocabulary
) -> Iterator[tuple[str, Mapping[str, Field], Mapping[str, Any]]]:
    for at, attribution in enumerate(claim["attributions"]):
        for index, link in enumerate(attribution["chain"]):
            yield f"/attributions/{at}/chain/{index}", vocabulary.link, link
    yield "", vocabulary.claim, claim


def _is_root(parts: list[str], chains: list[Any]) -> bool:
    return "chain" in parts and int(parts[4]) == len(chains[int(parts[2])]["chain"]) - 1


def _title(parts: list[str], chains: list[Any]) -> str:
    if "chain" not in parts:
        return "The claim itself"
    at, index = int(parts[2]), int(parts[4])
    length = len(chains[at]["chain"])
    role = (
        "Outlet and root"
        if length == 1
        else "Outlet"
        if index == 0
        else "Root"
        if index == length - 1
        else "Passed on by"
    )
    return role if len(chains) == 1 else f"{role}, chain {at + 1}"


def _at(holder: Mapping[str, Any], name: str) -> Any:
    value: Any = holder
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _input(pointer: str, field: Field, value: Any, vocabulary: Vocabulary, written: Mapping[str, str]) -> FactInput:
    now = written.get(pointer, written_of(value))
    options: tuple[tuple[str, str], ...] = ()
    how = _LINE
    if field.type == "kind":
        how, options = "select", tuple((kind.id, kind.label) for kind in vocabulary.kinds.values())
    elif field.type == "enum":
        how, options = "select", tuple(field.values.items())
    elif field.type == "boolean":
        how, options = "select", (("true", "yes"), ("false", "no"))
    elif field.type == "integer":
        how = "number"
    elif field.type == "date":
        how = "date"
    elif field.long:
        how = "long"
    known = {option for option, _ in options}
    if how == "select" and now and now not in known:  # an undeclared kind is kept as it is
        options = (*options, (now, now))
    return FactInput(
        name=pointer,
        id=input_id(pointer),
        label=field.label,
        gloss=_gloss(field),
        how=how,
        value=now,
        options=tuple(OptionView(option, label, option == now) for option, label in options),
    )


def _gloss(field: Field) -> str:
    if field.type == "list":
        allowed = f" Of: {', '.join(field.values)}." if field.values else ""
        return f"{field.gloss}{allowed} Separate them by commas; write none for a known none."
    if field.type == "date":
        return f"{field.gloss} As 2026-01-31, or 2026-01, or 2026."
    return field.gloss


def _read_facts(rubric: Rubric) -> frozenset[tuple[str, str]]:
    """The facts that the rubric's conditions name, by scope: claim or link."""
    named = (test.ref for node in conditions(rubric) for test in tests(node))
    return frozenset(("claim" if ref.scope == "claim" else "link", ref.name) for ref in named)
