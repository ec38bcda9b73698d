"""Our own format, ``sayso: sources/1``: entries as the API takes them, in YAML, each problem with its line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sayso.errors import Problem
from sayso.facts.vocabulary import Vocabulary
from sayso.facts.yaml_reader import Node, plain, read_yaml
from sayso.usecases.sources.checking import InvalidSource, read_entry
from sayso.usecases.sources.formats.given import Given, Means, Ratings
from sayso.usecases.sources.quoting import quoted

FIRST_LINE, RATINGS_LINE = "sources/1", "source-ratings/1"
_KEYS = ("sayso", "notice", "sources")


def read_own(data: bytes, name: str, vocabulary: Vocabulary) -> list[Given]:
    """The entries of a file. Raises InvalidSource with everything that is wrong, each with its line."""
    top, problems = _opened(data, name, FIRST_LINE, _KEYS)
    found: list[Given] = []
    ids: dict[str, int] = {}
    for node in _items(top, "sources", problems):
        try:
            entry = read_entry(plain(node), vocabulary)
        except InvalidSource as error:
            problems += [at_node(node, problem) for problem in error.problems]
            continue
        if entry.id in ids:
            message = f"the id {entry.id} stands on line {ids[entry.id]} already"
            problems.append(Problem("duplicate_id", message, "keep one of them", None, node.line, node.column))
        ids.setdefault(entry.id, node.line)
        found.append(Given(entry, node.line, is_whole=True))
    if problems:
        raise InvalidSource(problems)
    return found


def read_ratings(data: bytes, name: str, vocabulary: Vocabulary) -> Ratings:
    """What scores and codes stand for at this desk. Raises InvalidSource with everything that is wrong."""
    top, problems = _opened(data, name, RATINGS_LINE, ("sayso", "scores", "codes"))
    scores: list[tuple[int, Means]] = []
    for node in _items(top, "scores", problems) if _has(top, "scores") else ():
        raw = plain(node)
        begins = raw.get("from") if isinstance(raw, dict) else None
        if isinstance(begins, bool) or not isinstance(begins, (int, float)) or not 0 <= begins <= 1:
            message = "each band begins at a number from 0 to 1"
            problems.append(Problem("wrong_value", message, "{from: 0.8, letter: B}", None, node.line, node.column))
            continue
        begin = round(begins * 1000)
        if scores and begin >= scores[-1][0]:
            message = "bands stand best first, each beginning lower than the one before"
            problems.append(Problem("wrong_value", message, "put them in order", None, node.line, node.column))
        scores.append((begin, _means(node, ("from",), vocabulary, problems)))
    codes = {}
    node_of_codes = top.value.get("codes") if top is not None and isinstance(top.value, dict) else None
    if node_of_codes is not None:
        if not isinstance(node_of_codes.value, dict):
            place = node_of_codes.line, node_of_codes.column
            problems.append(Problem("wrong_type", "codes is a map", "{gr: {status: generally_reliable}}", None, *place))
        else:
            codes = {code: _means(each, (), vocabulary, problems) for code, each in node_of_codes.value.items()}
    if problems:
        raise InvalidSource(problems)
    return Ratings(tuple(scores), codes)


def at_node(node: Node, problem: Problem) -> Problem:
    """A problem with the line on which its pointer stands, counted from ``node``."""
    at, place = node, (node.line, node.column)
    for step in (problem.pointer or "").split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        if isinstance(at.value, dict) and name in at.value:
            place, at = at.keys.get(name, place), at.value[name]
        elif isinstance(at.value, list) and name.isdigit() and int(name) < len(at.value):
            at = at.value[int(name)]
            place = at.line, at.column
        else:
            break
    return replace(problem, pointer=None, line=place[0], column=place[1])


def _opened(data: bytes, name: str, first: str, keys: Sequence[str]) -> tuple[Node | None, list[Problem]]:
    top, found = read_yaml(data, name)
    problems = [problem for problem in found if problem.severity == "error"]
    if top is None:
        return None, problems
    if not isinstance(top.value, dict):
        return None, [*problems, Problem("wrong_type", f"{name} is no map", f"begin with: sayso: {first}", None, 1, 1)]
    said = top.value.get("sayso")
    if said is None or said.value != first:
        place = (top.line, top.column) if said is None else (said.line, said.column)
        problems.append(
            Problem("wrong_format", f"{name} is no file of {first}", f"begin with: sayso: {first}", None, *place)
        )
    for key, place in top.keys.items():
        if key not in keys:
            hint = f"the keys are {', '.join(keys)}"
            problems.append(Problem("unknown_key", f"there is no key {quoted(key)} here", hint, None, *place))
    return top, problems


def _items(top: Node | None, key: str, problems: list[Problem]) -> Iterator[Node]:
    if top is None or not isinstance(top.value, dict):
        return
    listed = top.value.get(key)
    if listed is None or not isinstance(listed.value, list):
        place = (top.line, top.column) if listed is None else (listed.line, listed.column)
        problems.append(Problem("missing_key", f"{key} is missing, or is no list", None, None, *place))
        return
    yield from listed.value


def _has(top: Node | None, key: str) -> bool:
    return top is not None and isinstance(top.value, dict) and key in top.value


def _means(node: Node, besides: Sequence[str], vocabulary: Vocabulary, problems: list[Problem]) -> Means:
    raw = plain(node)
    if not isinstance(raw, dict):
        problems.append(
            Problem("wrong_type", "this is a map", "{letter: B} or {status: deprecated}", None, node.line, node.column)
        )
        return Means()
    said = {key: value for key, value in raw.items() if key not in besides}
    try:  # as a record says it
        record = read_entry({"id": "x", "name": "x", "records": [{"registry": "x", **said}]}, vocabulary).records[0]
    except InvalidSource as error:
        for problem in error.problems:
            pointer = (problem.pointer or "").removeprefix("/records/0")
            problems.append(at_node(node, replace(problem, pointer=pointer)))
        return Means()
    return Means(record.letter, record.status)
