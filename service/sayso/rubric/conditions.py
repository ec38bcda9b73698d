"""How does a ``when`` in a rubric file become a condition, and what is wrong with it where it does not?"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from sayso.errors import did_you_mean
from sayso.facts.dates import day_number
from sayso.facts.spelling import spelled
from sayso.facts.vocabulary import Field, Vocabulary
from sayso.facts.yaml_reader import Node as Yaml
from sayso.rubric.fields import NUMBERS, fact_ref, fields_of, kinds_matching
from sayso.rubric.matcher import All, Any, Attributions, FactRef, Links, Node, Not, Operator, Test, Value
from sayso.rubric.model import Place
from sayso.rubric.reading import Notes, shown

CHAIN_SCOPES = ("chain", "root", "teller", "outlet", "any_link", "all_links")
LINK_SCOPES = frozenset({"root", "teller", "outlet", "link", "any_link", "all_links"})
OF_ATTRIBUTION = ("claim", *CHAIN_SCOPES)
OF_LINK = (*OF_ATTRIBUTION, "link")
OF_CLAIM = ("claim",)
OF_CLAIM_GATE = ("claim", "any_attribution", "all_attributions")
_JOINERS = ("all", "any", "not")
_COMPARISONS = ("gte", "gt", "lte", "lt")
_TEXT = ("text", "put it in quotation marks")
_WANTED = {
    "boolean": ("true or false", "without quotation marks"),
    "integer": ("a whole number", "digits without quotation marks, at most 1,000,000,000"),
    "date": ("a date", 'in quotation marks, such as "2026-01-31"'),
}
LARGEST = 1_000_000_000
_OPERATORS = (*_COMPARISONS, "ne", "contains_all", "contains_any", "exists")


@dataclass(frozen=True)
class Conditions:
    """Reads conditions against one vocabulary; problems go to ``notes``, and a broken condition reads as None."""

    vocabulary: Vocabulary
    notes: Notes

    def read(self, node: Yaml | None, scopes: Collection[str], what: str, place: Place) -> Node | None:
        if node is None:
            self.notes.error("empty_condition", place, f'{what} has no "when"', "say when it holds")
            return None
        if not isinstance(node.value, dict) or not node.value:
            message = f"{what}: when is {shown(node) if node.value else 'empty'}, but a condition is expected"
            self.notes.error(
                "empty_condition", (node.line, node.column), message, "name a scope, such as root: {kind: eyewitness}"
            )
            return None
        parts: list[Node] = []
        for key, value in node.value.items():
            part = self._part(key, value, node.keys[key], scopes, what)
            if part is not None:
                parts.append(part)
        if len(parts) != len(node.value):
            return None
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def bare(self, node: Yaml, what: str) -> Node | None:
        """The ``links: {..}`` filter of an ``over``: link fields without a scope."""
        return self._scope("link", node, what)

    def _part(self, key: str, node: Yaml, place: Place, scopes: Collection[str], what: str) -> Node | None:
        if key in ("all", "any"):
            if not isinstance(node.value, list) or not node.value:
                self.notes.error(
                    "wrong_type", place, f'{what}: "{key}" needs a list of conditions', f"write {key}: [{{..}}, {{..}}]"
                )
                return None
            parts = [self.read(item, scopes, what, (item.line, item.column)) for item in node.value]
            known = tuple(part for part in parts if part is not None)
            if len(known) != len(parts):
                return None
            return All(known) if key == "all" else Any(known)
        if key == "not":
            inner = self.read(node, scopes, what, place)
            return None if inner is None else Not(inner)
        if key not in scopes:
            self._scope_error(key, place, scopes, what)
            return None
        if key in ("any_attribution", "all_attributions"):
            inner = self.read(node, OF_ATTRIBUTION, what, place)
            return None if inner is None else Attributions("any" if key.startswith("any") else "all", inner)
        if key in ("any_link", "all_links"):
            inner = self._scope("link", node, what)
            return None if inner is None else Links("any" if key.startswith("any") else "all", inner)
        return self._scope(key, node, what)

    def _scope_error(self, key: str, place: Place, scopes: Collection[str], what: str) -> None:
        known = (*scopes, *_JOINERS)
        if tuple(scopes) == OF_CLAIM and key in (*OF_LINK, "any_attribution", "all_attributions"):
            message = f'{what} reads "{key}", but a criterion of a claim axis reads only "claim"'
            self.notes.error("link_scope_in_claim", place, message, "judge the chain on an axis of: attribution")
        elif key in CHAIN_SCOPES:
            message = f'{what} reads "{key}" of every attribution at once'
            self.notes.error(
                "bare_chain_scope", place, message, f"put it inside any_attribution: {{{key}: ..}} or all_attributions"
            )
        elif key in OF_LINK or key in OF_CLAIM_GATE:
            self.notes.error("scope_not_here", place, f'{what} cannot read "{key}"', f"known here: {', '.join(known)}")
        else:
            self.notes.error(
                "unknown_scope",
                place,
                f'{what}: "{key}" is no scope',
                did_you_mean(key, known) or f"known here: {', '.join(known)}",
            )

    def _scope(self, scope: str, node: Yaml, what: str) -> Node | None:
        if not isinstance(node.value, dict) or not node.value:
            message = (
                f"{what}: {scope} is {shown(node) if node.value else 'empty'}, but fields and their values are expected"
            )
            self.notes.error("empty_condition", (node.line, node.column), message, "such as {kind: eyewitness}")
            return None
        parts: list[Node] = []
        broken = False
        for name, value in node.value.items():
            tests = self._tests(scope, name, value, node.keys[name], what)
            broken = broken or tests is None
            parts.extend(tests or ())
        if broken:
            return None
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _tests(self, scope: str, name: str, node: Yaml, place: Place, what: str) -> list[Node] | None:
        ref, field = self.fact(scope, name, place, what)
        if ref is None or field is None:
            return None
        if isinstance(node.value, dict):
            if not node.value:
                message = f"{what}: {ref.path} has no test"
                self.notes.error("empty_condition", (node.line, node.column), message, "give a value, or a test")
                return None
            tests = [
                self._test(ref, field, operator, item, node.keys[operator], what)
                for operator, item in node.value.items()
            ]
            return None if any(test is None for test in tests) else [test for test in tests if test is not None]
        test = self._test(ref, field, "in", node, place, what)
        return None if test is None else [test]

    def fact(self, scope: str, name: str, place: Place, what: str) -> tuple[FactRef | None, Field | None]:
        """The declared fact of a scope, or a problem with the nearest declared name."""
        fields = fields_of(self.vocabulary, scope)
        field = fields.get(name)
        if field is None:
            near = did_you_mean(name, fields) or did_you_mean(name.split(".")[-1], fields)
            near = near or f"declared: {', '.join(fields)}"
            self.notes.error("unknown_fact", place, f'{what}: the vocabulary has no fact "{scope}.{name}"', near)
            return None, None
        return fact_ref(self.vocabulary, scope, name), field

    def settable(self, scope: str, name: str, node: Yaml, place: Place, what: str) -> None:
        """Checks what a remedy sets: a declared fact, and a value of it or ``"+n"``."""
        ref, field = self.fact(scope, name, place, what)
        if ref is None or field is None:
            return
        if field.type == "integer" and isinstance(node.value, str) and re.fullmatch(r"\+[1-9]\d?", node.value):
            return
        listy = field.type == "list"
        if isinstance(node.value, list) != listy:
            wanted = "a list" if listy else 'one value, or "+1" to add to a number'
            message = f"{what}: {ref.path} is set to {shown(node)}, but {wanted} is expected"
            self.notes.error("wrong_type", (node.line, node.column), message, f"give {wanted}")
            return
        for item in node.value if isinstance(node.value, list) else [node]:
            self._value(ref, field, item, what)

    def _test(self, ref: FactRef, field: Field, operator: str, node: Yaml, place: Place, what: str) -> Test | None:
        if operator != "in" and operator not in _OPERATORS:
            hint = did_you_mean(operator, _OPERATORS) or f"known: {', '.join(_OPERATORS)}"
            self.notes.error("unknown_operator", place, f'{what}: "{operator}" is no test for {ref.path}', hint)
            return None
        if operator == "exists":
            if not isinstance(node.value, bool):
                message = f"{what}: exists is {shown(node)}, but true or false is expected"
                self.notes.error("wrong_type", (node.line, node.column), message, "write exists: true or exists: false")
                return None
            return Test(ref, "exists", (node.value,))
        listy = field.type == "list"
        if listy != operator.startswith("contains"):
            hint = "use contains_all or contains_any" if listy else "give the value, or a list of values"
            self.notes.error(
                "wrong_operator", place, f"{what}: {ref.path} {'holds a list' if listy else 'holds one value'}", hint
            )
            return None
        if operator in _COMPARISONS and not (field.type in NUMBERS or field.ordered):
            message = f"{what}: {ref.path} has no order, so {operator} says nothing"
            self.notes.error("no_order", place, message, "list the values that count")
            return None
        nodes = node.value if isinstance(node.value, list) and operator not in _COMPARISONS else [node]
        values = [self._value(ref, field, item, what) for item in nodes]
        if not values or any(value is None for value in values):
            if not values:
                message = f"{what}: {ref.path} has an empty list of values"
                self.notes.error("empty_condition", (node.line, node.column), message, "list the values that count")
            return None
        return self._built(ref, field, operator, tuple(values))

    def _built(self, ref: FactRef, field: Field, operator: str, values: tuple[Value, ...]) -> Test:
        kind: Operator = operator  # type: ignore[assignment]  # checked against _OPERATORS above
        if field.type == "kind":
            true, maybe = kinds_matching(self.vocabulary, frozenset(str(value) for value in values))
            return Test(ref, kind, values, true, maybe)
        if operator in _COMPARISONS and field.ordered:
            words = list(field.values)
            at = words.index(str(values[0]))
            chosen = {"gte": words[: at + 1], "gt": words[:at], "lte": words[at:], "lt": words[at + 1 :]}[operator]
            return Test(ref, kind, values, frozenset(chosen))
        return Test(ref, kind, values, frozenset(values) if operator not in _COMPARISONS else frozenset())

    def _value(self, ref: FactRef, field: Field, node: Yaml, what: str) -> Value:
        place, value = (node.line, node.column), node.value
        if value == "unknown" or value is None:
            message = f"{what}: {ref.path} is compared with unknown, which is no value"
            self.notes.error("unknown_as_value", place, message, "use exists: false, or the criterion's unknown entry")
            return None
        kinds = field.type == "kind"
        if kinds or field.values:
            choices = list(self.vocabulary.kinds) if kinds else list(field.values)
            if value in choices and isinstance(value, str):
                return value
            hint = did_you_mean(str(value), choices) or f"choose one of {', '.join(choices)}"
            self.notes.error("unknown_value", place, f"{what}: {ref.path} cannot be {shown(node)}", hint)
            return None
        found = _typed(field, value)
        if found is None:
            wanted, hint = _WANTED.get(field.type, _TEXT)
            message = f"{what}: {ref.path} is compared with {shown(node)}, but {wanted} is expected"
            self.notes.error("wrong_type", place, message, hint)
        return found


def _typed(field: Field, value: object) -> Value:
    """The value as facts of this type hold it, None where it is none."""
    match field.type:
        case "boolean":
            return value if isinstance(value, bool) else None
        case "integer":
            return value if type(value) is int and abs(value) <= LARGEST else None
        case "date":
            return day_number(value) if isinstance(value, str) else None
    if not isinstance(value, str) or not value.strip():
        return None
    text = spelled(value)
    return text.casefold() if text is not None and field.format == "hedges" else text
