"""How is a condition of a rubric said in plain English?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any as AnyValue

from sayso.facts.vocabulary import Field, Vocabulary
from sayso.rubric.english import a, counted, denied, listed, lower, number
from sayso.rubric.fields import fields_of
from sayso.rubric.matcher import All, Any, Attributions, FactRef, Links, Node, Not, Operator, Test
from sayso.rubric.phrases import COUNTS, HOLDS, MOMENTS, STATED, SUBJECTS, phrases_of

BEFORE_IT = "the link before it"
_COMPARED = {"gte": "at least", "gt": "more than", "lte": "at most", "lt": "fewer than"}
_OPPOSITE: Mapping[Operator, Operator] = {"in": "ne", "ne": "in", "gte": "lt", "lt": "gte", "lte": "gt", "gt": "lte"}
_ON = {"gte": "on {} or later", "gt": "after {}", "lte": "on {} or earlier", "lt": "before {}"}


@dataclass(frozen=True)
class Said:
    """One statement: of a subject, or whole where ``subject`` is None."""

    subject: str | None
    words: str

    @property
    def mixed(self) -> bool:
        """Whether it has an "or" or an "and" of its own, which must not run into those around it."""
        return self.subject is None or " or " in self.words or " and " in self.words


def say(node: Node, vocabulary: Vocabulary) -> str:
    """The condition as a clause without capital and full stop: "the root is a leak and the claim has one root"."""
    return _joined(_statements(node, vocabulary))


def say_value(scope: str, name: str, value: object, vocabulary: Vocabulary) -> str:
    """What is so where a fact has a value; ``"+1"`` is one more of what it counts."""
    field = fields_of(vocabulary, scope)[name]
    ref = FactRef(scope, name, 0)
    if isinstance(value, str) and field.type == "integer":
        return f"{SUBJECTS[scope]} {_more(scope, name, field, int(value))}"
    values = tuple(value) if isinstance(value, list) else (value,)
    if field.type == "list":
        return f"{SUBJECTS[scope]} {_contents(name, field, values, 'and')}"
    return f"{SUBJECTS[scope]} {_one_of(ref, field, values, vocabulary)}"


def _statements(node: Node, vocabulary: Vocabulary) -> list[Said]:
    if isinstance(node, Test):
        return [Said(SUBJECTS[node.ref.scope], _predicate(node, vocabulary))]
    if isinstance(node, All):
        return [said for part in _of_one_fact(node.parts) for said in _all_of(part, vocabulary)]
    if isinstance(node, Any):
        return [_either(node.parts, vocabulary)]
    if isinstance(node, Links):
        inner = _statements(node.part, vocabulary)
        subject = "some link of the chain" if node.quantifier == "any" else "every link of the chain"
        return [Said(subject, listed([said.words for said in inner], "and"))]
    if isinstance(node, Attributions):
        where = "in at least one attribution" if node.quantifier == "any" else "in every attribution"
        return [Said(None, f"{where} {say(node.part, vocabulary)}")]
    return [_not(node, vocabulary)]


def _of_one_fact(parts: Sequence[Node]) -> list[tuple[Node, ...]]:
    """The parts in order, neighbours that test one fact together."""
    groups: list[tuple[Node, ...]] = []
    for part in parts:
        last = groups[-1][0] if groups else None
        if isinstance(part, Test) and isinstance(last, Test) and last.ref == part.ref:
            groups[-1] = (*groups[-1], part)
        else:
            groups.append((part,))
    return groups


def _all_of(parts: tuple[Node, ...], vocabulary: Vocabulary) -> list[Said]:
    """Tests of one fact in as few words as they need; anything else by itself."""
    first = parts[0]
    if not isinstance(first, Test):
        return _statements(first, vocabulary)
    tests = [part for part in parts if isinstance(part, Test)]
    rest = [test for test in tests if not (test.operator == "exists" and test.operand[0])]
    stated = len(rest) < len(tests)
    edges = {test.operator: test.operand for test in rest}
    if edges.keys() == {"gte", "lte"} and edges["gte"] == edges["lte"] and len(rest) == 2:
        rest = [Test(first.ref, "in", edges["gte"], frozenset(edges["gte"]))]
    said = [_statements(test, vocabulary)[0] for test in rest or tests[:1]]
    if rest and stated:
        said[-1] = Said(said[-1].subject, f"{said[-1].words} (where stated)")
    return said


def _not(node: Not, vocabulary: Vocabulary) -> Said:
    if isinstance(node.part, Not):
        return Said(None, say(node.part.part, vocabulary))
    if isinstance(node.part, Test):
        return Said(SUBJECTS[node.part.ref.scope], _denied(node.part, vocabulary))
    inner = _statements(node.part, vocabulary)
    if isinstance(node.part, Links) and node.part.quantifier == "any":
        return Said("no link of the chain", inner[0].words)
    return Said(None, f"it is not so that {_joined(inner)}")


def _denied(test: Test, vocabulary: Vocabulary) -> str:
    """What is so where a known fact fails the test."""
    operator = _OPPOSITE.get(test.operator)
    if operator is not None:
        field = fields_of(vocabulary, test.ref.scope)[test.ref.name]
        rest = frozenset(field.values) - test.true if operator in _COMPARED and field.ordered else test.true
        return _predicate(Test(test.ref, operator, test.operand, rest, test.maybe), vocabulary)
    if test.operator == "exists":
        return _predicate(Test(test.ref, "exists", (not test.operand[0],)), vocabulary)
    return denied(_predicate(test, vocabulary))


def _either(parts: Sequence[Node], vocabulary: Vocabulary) -> Said:
    several = [_statements(part, vocabulary) for part in parts]
    if len(several) == 1:
        only = several[0]
        return only[0] if len(only) == 1 else Said(None, _joined(only))
    subjects = {said.subject for statements in several for said in statements}
    if len(subjects) == 1 and None not in subjects:
        words = [_bracketed([said.words for said in statements], statements) for statements in several]
        return Said(subjects.pop(), _or(words))
    return Said(None, _or([_bracketed([_joined(statements)], statements) for statements in several]))


def _bracketed(words: Sequence[str], statements: Sequence[Said]) -> str:
    """One side of an "or"; in brackets where it would otherwise be read wrongly."""
    text = listed(words, "and")
    return f"({text})" if len(statements) > 1 and any(said.mixed for said in statements) else text


def _or(words: Sequence[str]) -> str:
    if any(" and " in each or ", " in each for each in words):
        return f"either {', or '.join(words)}"
    return f"either {listed(words, 'or')}"


def _joined(statements: Iterable[Said]) -> str:
    """Statements of one subject after each other share it; the teller follows the root as "the link before it"."""
    groups: list[tuple[str | None, list[Said]]] = []
    for said in statements:
        if groups and said.subject is not None and groups[-1][0] == said.subject:
            groups[-1][1].append(said)
        else:
            groups.append((said.subject, [said]))
    clauses = []
    named_root = False
    for subject, group in groups:
        shown = BEFORE_IT if subject == SUBJECTS["teller"] and named_root else subject
        mixed = any(said.mixed for said in group)
        words = [said.words for said in group]
        text = ", and ".join(words) if mixed and len(words) > 1 else listed(words, "and")
        clauses.append(f"{shown} {text}" if shown else text)
        named_root = subject == SUBJECTS["root"]
    simple = len(clauses) == 2 and not any(said.mixed for said in groups[0][1])
    return " and ".join(clauses) if simple else ", and ".join(clauses)


def _predicate(test: Test, vocabulary: Vocabulary) -> str:
    ref, operator = test.ref, test.operator
    field = fields_of(vocabulary, ref.scope)[ref.name]
    if operator == "exists":
        noun = STATED.get(ref.name, f"a stated {lower(field.label)}")
        return f"has {noun if test.operand[0] else noun.replace('a', 'no', 1)}"
    if operator == "ne" and field.type == "boolean" and len(test.operand) == 1:
        return _one_of(ref, field, (not test.operand[0],), vocabulary)
    if operator.startswith("contains"):
        return _contents(ref.name, field, test.operand, "and" if operator == "contains_all" else "or")
    if operator == "in":
        return _one_of(ref, field, test.operand, vocabulary)
    if operator == "ne":
        return _none_of([_phrase(ref, field, value, vocabulary) for value in test.operand])
    if field.type == "date":
        return _moment(ref.name, field, _ON[operator].format(_day(test.operand[0])))
    if field.type == "integer":
        return _count(ref, field, test.operand[0], _COMPARED[operator] + " ")
    return _ranked(test, field, vocabulary)


def _ranked(test: Test, field: Field, vocabulary: Vocabulary) -> str:
    """An order test on words, best first: said by the word at its edge."""
    chosen = [value for value in field.values if value in test.true]
    if not chosen:
        side = "better" if test.operator in ("gte", "gt") else "worse"
        return f"has {a(lower(field.label))} {side} than any there is"
    if len(chosen) == 1:
        return "".join(_phrase(test.ref, field, chosen[0], vocabulary))
    better = test.operator in ("gte", "gt")
    edge = "".join(_phrase(test.ref, field, chosen[-1] if better else chosen[0], vocabulary))
    return f"{edge}, or {'better' if better else 'worse'}"


def _one_of(ref: FactRef, field: Field, values: Sequence[AnyValue], vocabulary: Vocabulary) -> str:
    phrases = [_phrase(ref, field, value, vocabulary) for value in values]
    return _shared(phrases, "or")


def _shared(phrases: Sequence[tuple[str, str]], joiner: str) -> str:
    heads = {head for head, _ in phrases}
    if len(heads) == 1:
        return heads.pop() + listed([tail for _, tail in phrases], joiner)
    return listed([head + tail for head, tail in phrases], joiner)


def _none_of(phrases: Sequence[tuple[str, str]]) -> str:
    if len(phrases) > 1 and len({head for head, _ in phrases}) == 1:
        return denied(phrases[0][0] + listed([tail for _, tail in phrases], "or"))
    return listed([denied(head + tail) for head, tail in phrases], "and")


def _phrase(ref: FactRef, field: Field, value: AnyValue, vocabulary: Vocabulary) -> tuple[str, str]:
    """What values of one field share, and what tells this one apart."""
    told = phrases_of(ref.scope, ref.name)
    if value in told:
        head, bar, tail = told[value].partition("|")
        return (head, tail) if bar else ("", head)
    if isinstance(value, bool):
        if field.type == "boolean" and True in told:
            return "", denied(told[True].replace("|", ""))
        return "has ", f"{'yes' if value else 'no'} for {lower(field.label)}"
    if field.type == "date":
        return "", _moment(ref.name, field, f"on {_day(value)}")
    if field.type == "integer":
        return "", _count(ref, field, value, "")
    if field.type == "kind":
        return "is ", a(lower(vocabulary.kinds[value].label))
    return f"has as its {lower(field.label)} ", f"“{field.values.get(value, value)}”"


def _contents(name: str, field: Field, values: Sequence[AnyValue], joiner: str) -> str:
    words = [lower(field.values[value]) if value in field.values else f"“{value}”" for value in values]
    return f"{HOLDS.get(name, f'has among its {lower(field.label)}')} {listed(words, joiner)}"


def _count(ref: FactRef, field: Field, value: AnyValue, compared: str) -> str:
    verb, noun, rest = COUNTS.get(f"{ref.scope}.{ref.name}", ("", "", ""))
    if not verb:
        return f"has {compared or 'exactly '}{value} as its {lower(field.label)}"
    if (value == 0 and compared.startswith("at most")) or (value == 1 and compared.startswith("fewer")):
        value, compared = 0, ""
    if value == 0 and not compared and noun == "time":
        return verb.replace("is", "is never", 1)
    exactly = "" if value == 0 else "exactly "
    if noun == "day" and compared == "fewer than ":
        compared = "less than "
    return f"{verb} {compared or exactly}{counted(value, noun)}{rest}"


def _more(scope: str, name: str, field: Field, more: int) -> str:
    verb, noun, rest = COUNTS.get(f"{scope}.{name}", ("", "", ""))
    if not verb:
        return f"has {more} more as its {lower(field.label)}"
    return f"{verb} {number(more)} more {noun if more == 1 else noun + 's'}{rest}"


def _moment(name: str, field: Field, when: str) -> str:
    return f"{MOMENTS.get(name, f'has its {lower(field.label)} date')} {when}"


def _day(value: AnyValue) -> str:
    """A date as the matcher holds it, or as a remedy writes it."""
    return date.fromordinal(value).isoformat() if isinstance(value, int) else str(value)
