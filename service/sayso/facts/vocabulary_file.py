"""Is a vocabulary file well formed?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from sayso.errors import Problem, did_you_mean
from sayso.facts.yaml_reader import Node

FORMAT = "vocabulary/1"
FIELD_TYPES = ("text", "enum", "list", "boolean", "integer", "date", "kind", "hedges", "yardstick", "record")
STRUCTURE_TYPES = ("chain", "attributions", "claims", "spans", "found")

# What the derivation reads and writes by name. A vocabulary without them cannot be used.
NEEDED: Mapping[str, Mapping[str, str]] = {
    "document": {"text": "text", "sha256": "text", "claims": "claims"},
    "claim": {
        "id": "text",
        "text": "text",
        "specifics": "list",
        "hedges": "hedges",
        "likelihood": "record",
        "roots": "record",
        "attributions": "attributions",
    },
    "attribution": {"chain": "chain", "independent": "record"},
    "link": {
        "source": "text",
        "source_id": "text",
        "kind": "kind",
        "lineage": "text",
        "identification": "enum",
        "track_record": "record",
        "hedges": "hedges",
        "observed_at": "date",
        "reported_at": "date",
    },
    "hedge": {"term": "text", "place": "enum", "yardstick": "yardstick"},
}
DERIVED: Mapping[str, Mapping[str, str]] = {
    "chain": {"hops": "integer", "circular": "boolean", "root_stated": "boolean", "record": "enum"},
    "claim": {
        "roots.count": "integer",
        "roots.independence": "enum",
        "specificity": "integer",
        "hedge": "enum",
        "age_days": "integer",
    },
    "root": {"attenuation_days": "integer"},
    "link": {"hedge": "enum"},
}
# Where a derived fact takes its value from a stated one, both have the same values: derived place, then stated place.
TWINS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("chain", "record"), ("link", "track_record", "fields", "letter")),
    (("claim", "roots.independence"), ("claim", "roots", "fields", "independence")),
)
POSITIONS = frozenset({"spans", "found", "cue", "mention", "span"})
"""The names under which positions and provenance travel: never graded, left out of the facts digest."""
NEEDED_KINDS = ("relay", "untraced", "prior_own_reporting")

_TOP = ("sayso", "kinds", *NEEDED, "derived", "statuses", "hedges", "yardsticks")
_WORDS = ("label", "gloss", "reference")
_FIELD_KEYS = (*_WORDS, "type", "values", "ordered", "better", "position", "required", "long", "minimum", "fields")
_DIRECTIONS = {"integer": ("higher", "lower"), "boolean": ("true", "false")}
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_DOTTED = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?")


def check_shape(tree: Node) -> tuple[Problem, ...]:
    """Everything wrong with a complete vocabulary."""
    return tuple(sorted(_Check().vocabulary(tree), key=Problem.sort_key))


class _Check:
    """One pass over a vocabulary; each method yields what is wrong with its part."""

    def vocabulary(self, tree: Node) -> Iterator[Problem]:
        yield from _keys(tree, "the vocabulary", needed=_TOP)
        top = _map(tree)
        if "sayso" in top and top["sayso"].value != FORMAT:
            yield _at(
                top["sayso"],
                "unknown_format",
                f"the first line says sayso: {top['sayso'].value}",
                f"write sayso: {FORMAT}",
            )
        if "kinds" in top:
            yield from self.kinds(top["kinds"])
        yardsticks = tuple(_map(top["yardsticks"])) if "yardsticks" in top else ()
        for section, names in NEEDED.items():
            if section in top:
                yield from self.fields(top[section], section, names)
        if "derived" in top:
            yield from _keys(top["derived"], "derived", needed=tuple(DERIVED))
            for section, names in DERIVED.items():
                if section in _map(top["derived"]):
                    yield from self.fields(_map(top["derived"])[section], f"derived.{section}", names, only=True)
        if "link" in top:
            yield from self.overlaps(top)
        yield from self.twins(tree)
        if "statuses" in top and "link" in top:
            yield from self.statuses(top)
        if "hedges" in top:
            yield from self.lexicon(top["hedges"])
        if "yardsticks" in top:
            yield from _is_map(top["yardsticks"], "yardsticks")
            for name in yardsticks:
                yield from self.yardstick(name, _map(top["yardsticks"])[name])

    def kinds(self, node: Node) -> Iterator[Problem]:
        yield from _is_map(node, "kinds")
        seen: dict[str, int] = {}
        yield from self._branch(node, seen)
        for name in NEEDED_KINDS:
            if name not in seen:
                yield _at(node, "missing_field", f'the kind "{name}" is missing; roots cannot be counted without it')

    def _branch(self, node: Node, seen: dict[str, int]) -> Iterator[Problem]:
        for name, entry in _map(node).items():
            place = node.keys[name]
            if name in seen:
                yield fault(
                    "duplicate_id", f'the kind "{name}" is on line {seen[name]} already', place, "rename one of them"
                )
            seen.setdefault(name, place[0])
            yield from _name(name, place)
            yield from _keys(entry, f'the kind "{name}"', needed=_WORDS, allowed=(*_WORDS, "children"))
            yield from _texts(entry, _WORDS)
            if "children" in _map(entry):
                yield from _is_map(_map(entry)["children"], f'the children of "{name}"')
                yield from self._branch(_map(entry)["children"], seen)

    def fields(self, node: Node, section: str, names: Mapping[str, str], only: bool = False) -> Iterator[Problem]:
        yield from _is_map(node, section)
        derived = section.startswith("derived.")
        for name, wanted in names.items():
            entry = _map(node).get(name)
            if entry is None:
                yield _at(node, "missing_field", f'{section} has no "{name}", which Sayso needs')
                continue
            type_ = _map(entry).get("type")
            if type_ is not None and type_.value != wanted:
                message = f'"{section}.{name}" is of type {type_.value}, but Sayso reads it as {wanted}'
                yield _at(type_, "wrong_type", message, f"write type: {wanted}")
        for name, entry in _map(node).items():
            if only and name not in names:
                hint = did_you_mean(name, names) or "declare it as a stated fact instead"
                yield fault("unknown_field", f'Sayso derives no "{name}"', node.keys[name], hint)
            yield from self.field(name, entry, node.keys[name], section, derived)

    def field(
        self, name: str, entry: Node, place: tuple[int, int], section: str, dotted: bool = False
    ) -> Iterator[Problem]:
        title = f'"{section}.{name}"'
        if not (_DOTTED if dotted else _NAME).fullmatch(name) or name == "unknown":
            yield from _name(name, place, always=True)
        yield from _keys(entry, title, needed=(*_WORDS, "type"), allowed=_FIELD_KEYS)
        yield from _texts(entry, _WORDS)
        got = _map(entry)
        kind = got["type"].value if "type" in got else None
        types = (*FIELD_TYPES, *STRUCTURE_TYPES)
        if "type" in got and kind not in types:
            hint = did_you_mean(str(kind), types) or f"choose one of {', '.join(types)}"
            yield _at(got["type"], "unknown_value", f'{title} has the type "{kind}", which is none', hint)
        for flag in ("ordered", "position", "required", "long"):
            if flag in got and not isinstance(got[flag].value, bool):
                yield _at(got[flag], "wrong_type", f'{title}: {flag} is "{got[flag].value}", but it is true or false')
        if "minimum" in got and (not isinstance(got["minimum"].value, int) or kind != "integer"):
            yield _at(got["minimum"], "wrong_type", f"{title}: minimum is a whole number, and belongs to an integer")
        marked = "position" in got and got["position"].value is True
        if marked != (name in POSITIONS):
            word = "carries a position, so it says position: true" if name in POSITIONS else "cannot be a position"
            yield fault(
                "wrong_type", f"{title} {word}", place, f"positions are {', '.join(sorted(POSITIONS))}, and only those"
            )
        if (kind in ("enum", "list")) != ("values" in got):
            word = "needs values" if kind in ("enum", "list") else f"is of type {kind} and has no use for values"
            yield fault("missing_field" if "values" not in got else "unknown_field", f"{title} {word}", place)
        if "values" in got:
            yield from self.values(got["values"], title)
        if "better" in got and got["better"].value not in _DIRECTIONS.get(str(kind), ()):
            choices = ", ".join(f'"{word}"' for word in _DIRECTIONS.get(str(kind), ())) or "no direction"
            yield _at(
                got["better"],
                "unknown_value",
                f'{title}: better is "{got["better"].value}"',
                f"a {kind} takes {choices}",
            )
        yield from self._record(got, title, place, f"{section}.{name}", kind)

    def _record(
        self, got: Mapping[str, Node], title: str, place: tuple[int, int], path: str, kind: object
    ) -> Iterator[Problem]:
        if (kind == "record") != ("fields" in got):
            yield fault("wrong_type", f"{title}: fields belong to a record, and a record has fields", place)
        if "fields" not in got:
            return
        yield from _is_map(got["fields"], f"{title}: fields")
        for name, part in _map(got["fields"]).items():
            inner = _map(part).get("type")
            if inner is not None and inner.value in ("record", *STRUCTURE_TYPES):
                yield _at(
                    inner, "wrong_type", f'{title}: "{name}" is a {inner.value}, but a record holds plain facts only'
                )
            else:
                yield from self.field(name, part, got["fields"].keys[name], path)

    def values(self, node: Node, title: str) -> Iterator[Problem]:
        yield from _is_map(node, f"{title}: values")
        for value, label in _map(node).items():
            yield from _name(value, node.keys[value])
            if not isinstance(label.value, str) or not label.value.strip():
                yield _at(label, "wrong_type", f'{title}: the value "{value}" needs a label in words')

    def overlaps(self, top: Mapping[str, Node]) -> Iterator[Problem]:
        for name in (*DERIVED["link"], *DERIVED["root"], *DERIVED["chain"]):
            if name in _map(top["link"]):
                yield fault(
                    "duplicate_id",
                    f'"{name}" is derived and cannot be stated on a link',
                    top["link"].keys[name],
                    "rename it",
                )
        for name in DERIVED["claim"]:
            if "claim" in top and name in _map(top["claim"]):
                yield fault(
                    "duplicate_id",
                    f'"{name}" is derived and cannot be stated on a claim',
                    top["claim"].keys[name],
                    "rename it",
                )

    def twins(self, tree: Node) -> Iterator[Problem]:
        for derived, stated in TWINS:
            ours = _inside(tree, ("derived", *derived, "values"))
            theirs = _inside(tree, (*stated, "values"))
            for word, place in theirs.keys.items():
                if word not in _map(ours):
                    message = f'"{word}" is no value of the fact that Sayso derives from it, "{".".join(derived)}"'
                    yield fault("unknown_value", message, place, f"choose from {', '.join(_map(ours))}")

    def statuses(self, top: Mapping[str, Node]) -> Iterator[Problem]:
        yield from _is_map(top["statuses"], "statuses")
        record = ("track_record", "fields")
        words = _map(_inside(top["link"], (*record, "status", "values")))
        letters = _map(_inside(top["link"], (*record, "letter", "values")))
        for word in words:
            if word not in _map(top["statuses"]):
                yield _at(top["statuses"], "missing_field", f'the status "{word}" has no letter')
        for word, letter in _map(top["statuses"]).items():
            if word not in words:
                hint = did_you_mean(word, words)
                yield fault(
                    "unknown_value", f'"{word}" is no status of a track record', top["statuses"].keys[word], hint
                )
            if letter.value not in letters:
                yield _at(
                    letter, "unknown_value", f'"{letter.value}" is no letter', f"choose one of {', '.join(letters)}"
                )

    def lexicon(self, node: Node) -> Iterator[Problem]:
        yield from _keys(node, "hedges", needed=("strong", "weak"))
        seen: dict[str, int] = {}
        for strength, words in _map(node).items():
            for word in words.value if isinstance(words.value, list) else [words]:
                if not isinstance(word.value, str):
                    yield _at(word, "wrong_type", f"hedges.{strength} is a list of words", "put each word in the list")
                elif word.value.casefold() in seen:
                    yield _at(
                        word, "duplicate_id", f'"{word.value}" is listed on line {seen[word.value.casefold()]} already'
                    )
                else:
                    seen[word.value.casefold()] = word.line

    def yardstick(self, name: str, node: Node) -> Iterator[Problem]:
        yield from _keys(node, f'the yardstick "{name}"', needed=("label", "reference", "terms"))
        yield from _texts(node, ("label", "reference"))
        terms = _map(node).get("terms", _NOTHING)
        yield from _is_map(terms, f'the terms of "{name}"')
        for term, span in _map(terms).items():
            ends = [end.value for end in span.value] if isinstance(span.value, list) else []
            whole = [end for end in ends if isinstance(end, int) and not isinstance(end, bool)]
            if len(ends) != 2 or whole != ends or not 0 <= whole[0] < whole[1] <= 100:
                message = f'the range of "{term}" is two whole numbers from 0 to 100, the lower first'
                yield _at(span, "wrong_type", message, "for example [55, 80]")


_NOTHING = Node({}, 1, 1)


def _inside(node: Node, path: Iterable[str]) -> Node:
    for name in path:
        node = _map(node).get(name, _NOTHING)
    return node


def _map(node: Node) -> Mapping[str, Node]:
    return node.value if isinstance(node.value, dict) else {}


def _is_map(node: Node, title: str) -> Iterator[Problem]:
    if not isinstance(node.value, dict):
        yield _at(node, "wrong_type", f"{title} is a map of names")


def _keys(node: Node, title: str, needed: Iterable[str], allowed: Iterable[str] | None = None) -> Iterator[Problem]:
    needed = tuple(needed)
    choices = needed if allowed is None else tuple(allowed)
    if not isinstance(node.value, dict):
        yield _at(node, "wrong_type", f"{title} is a map with {', '.join(needed)}")
        return
    for key in needed:
        if key not in node.value:
            yield _at(node, "missing_field", f'{title} has no "{key}"')
    for key in node.value:
        if key not in choices:
            hint = did_you_mean(key, choices) or f"known here: {', '.join(choices)}"
            yield fault("unknown_field", f'{title} has an unknown key "{key}"', node.keys[key], hint)


def _texts(node: Node, names: Iterable[str]) -> Iterator[Problem]:
    for name in names:
        given = _map(node).get(name)
        if given is not None and (not isinstance(given.value, str) or not given.value.strip()):
            yield _at(
                given,
                "wrong_type",
                f'"{name}" is a sentence for editors; "{given.value}" is not text',
                "put it in quotation marks",
            )


def _name(name: str, place: tuple[int, int], always: bool = False) -> Iterator[Problem]:
    if name == "unknown":
        yield fault(
            "reserved_name", '"unknown" is never declared: a fact is unknown where it is left out', place, "remove it"
        )
    elif always or not _NAME.fullmatch(name):
        yield fault("bad_name", f'"{name}" is no name', place, "use letters, digits and underscores, a letter first")


def _at(node: Node, code: str, message: str, hint: str | None = None) -> Problem:
    return fault(code, message, (node.line, node.column), hint)


def fault(code: str, message: str, place: tuple[int, int], hint: str | None = None) -> Problem:
    return Problem(code, message, hint, line=place[0], column=place[1])
