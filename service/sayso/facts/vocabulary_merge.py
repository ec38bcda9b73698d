"""What does a desk's own vocabulary file add, and does it leave alone what is there?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sayso.errors import Problem
from sayso.facts.vocabulary_file import FORMAT, NEEDED, fault
from sayso.facts.yaml_reader import Node, plain


def merge_extra(base: Node, extra: Node) -> tuple[Node, tuple[Problem, ...]]:
    """The vocabulary with a desk's additions, and every place where the desk's file changes what is there."""
    problems: list[Problem] = []
    if not isinstance(extra.value, dict) or "sayso" not in extra.value:
        message = "the file does not say what it is"
        problems.append(
            Problem("unknown_format", message, f"write sayso: {FORMAT} in the first line", line=1, column=1)
        )
    merged = _merge(base, extra, (), problems)
    problems += _moved_hedges(base, extra)
    return merged, tuple(sorted(problems, key=Problem.sort_key))


_ADD_HERE = (  # paths outside the tree of kinds under which a new key may stand; * is any key
    *((section,) for section in NEEDED),
    *((section, "*", "fields") for section in NEEDED),
    ("yardsticks",),
    ("yardsticks", "*", "terms"),
    ("statuses",),
)


def _merge(base: Node, extra: Node, path: tuple[str, ...], problems: list[Problem]) -> Node:
    if isinstance(base.value, dict) and isinstance(extra.value, dict):
        value, keys = dict(base.value), dict(base.keys)
        for key, item in extra.value.items():
            if key in value:
                value[key] = _merge(value[key], item, (*path, key), problems)
            elif _may_add(path, value):
                value[key], keys[key] = item, extra.keys[key]
            else:
                problems.append(
                    fault("vocabulary_changed", _refusal(path, key), extra.keys[key], "a desk's file may only add")
                )
        return Node(value, base.line, base.column, keys)
    if isinstance(base.value, list) and isinstance(extra.value, list) and path[:1] == ("hedges",):
        there = [plain(word) for word in base.value]
        more = [word for word in extra.value if plain(word) not in there]
        return Node([*base.value, *more], base.line, base.column)
    if plain(base) != plain(extra):
        message = f'"{".".join(path)}" is declared already and cannot be changed'
        problems.append(fault("vocabulary_changed", message, (extra.line, extra.column), "a desk's file may only add"))
    return base


def _moved_hedges(base: Node, extra: Node) -> Iterator[Problem]:
    """The words that the desk's file gives another strength than they have."""
    strengths = {str(word.value).casefold(): strength for strength, word in _hedges(base)}
    for strength, word in _hedges(extra):
        already = strengths.get(str(word.value).casefold(), strength)
        if already != strength:
            message = f'"{word.value}" is declared as {already} already and cannot be changed'
            yield fault("vocabulary_changed", message, (word.line, word.column), "a desk's file may only add")


def _hedges(tree: Node) -> Iterator[tuple[str, Node]]:
    lexicon = tree.value.get("hedges") if isinstance(tree.value, dict) else None
    for strength, words in lexicon.value.items() if lexicon is not None and isinstance(lexicon.value, dict) else ():
        for word in words.value if isinstance(words.value, list) else ():
            yield strength, word


def _may_add(path: tuple[str, ...], siblings: Mapping[str, Node]) -> bool:
    if path[:1] == ("kinds",):
        return len(path) == 1 or path[-1] == "children" or (len(path) % 2 == 0 and "children" not in siblings)
    if path[-1:] == ("values",) and path[0] in NEEDED:
        return True
    return any(
        len(path) == len(rule) and all(r in ("*", p) for r, p in zip(rule, path, strict=True)) for rule in _ADD_HERE
    )


def _refusal(path: tuple[str, ...], key: str) -> str:
    if path[:1] == ("derived",):
        return f'"{key}" cannot be added: derived facts are computed by Sayso itself'
    return f'"{key}" cannot be added under "{".".join(path) or "the file"}"'
