"""Is YAML read as YAML 1.2 says, with every value at its place, and is every file refused that could surprise?"""

from __future__ import annotations

import json
import math
import time
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.facts.yaml_reader import DEPTH_LIMIT, SIZE_LIMIT, VALUE_LIMIT, Node, plain, read_yaml

SHIPPED = sorted((Path(__file__).resolve().parents[2] / "rubrics").glob("*.yaml"))
A_SECOND = 5.0  # no timing, a fuse: what is refused at once takes milliseconds, what is walked would take hours


def values(text: str) -> Any:
    node, problems = read_yaml(text.encode(), "f.yaml")
    assert node is not None, problems
    assert problems == ()
    return plain(node)


def refused(text: str | bytes) -> tuple[str, int | None, int | None]:
    """Code, line and column of what is said first of a file that cannot be used."""
    node, problems = read_yaml(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"), "f.yaml")
    assert node is None
    assert all(problem.hint for problem in problems)
    return problems[0].code, problems[0].line, problems[0].column


@pytest.mark.parametrize(
    ("word", "value"),
    [
        *[(word, True) for word in ("true", "True", "TRUE")],
        *[(word, False) for word in ("false", "False", "FALSE")],
        *[(word, None) for word in ("null", "Null", "NULL", "~", "")],
        *[
            (word, word)
            for word in ("NO", "no", "on", "off", "Yes", "y", "nULL", "tRUE", "2026-01-31", "1:30", "1_000")
        ],
        *[("0o17", 15), ("017", 17), ("0x1F", 31), ("-3", -3), ("+3", 3), ("0b1", "0b1"), ("1.5", 1.5), ("1e2", 100.0)],
        *[("'3'", "3"), ('"true"', "true"), ("1.2.3", "1.2.3"), ("=", "="), ("--", "--"), ("٣", "٣")],
    ],
)
def test_a_plain_word_is_read_by_the_core_schema_of_yaml_1_2(word: str, value: object) -> None:
    found = values(f"a: {word}")["a"]
    assert (found, type(found)) == (value, type(value))


def test_block_text_keeps_or_folds_its_lines() -> None:
    assert values("a: |\n  one\n  two\nb: >-\n  one\n  two\n") == {"a": "one\ntwo\n", "b": "one two"}


def test_a_sentence_with_quotation_marks_and_brackets_is_read_whole() -> None:
    assert values("""a: 'it''s {root.source}, told: so'\nb: "a \\"b\\" \\u00e9"\n""") == {
        "a": "it's {root.source}, told: so",
        "b": 'a "b" é',
    }


def test_every_value_and_key_knows_its_place() -> None:
    node, _ = read_yaml(b"# head\na: 1\nb:\n  - {c: x, d: [y]}\n", "f")
    assert node is not None
    top = node.value
    assert isinstance(top, dict)
    assert (node.line, node.column) == (2, 1)
    assert node.keys == {"a": (2, 1), "b": (3, 1)}
    assert (top["a"].line, top["a"].column) == (2, 4)
    items = top["b"].value
    assert isinstance(items, list)
    assert (items[0].line, items[0].column) == (4, 5)
    assert items[0].keys == {"c": (4, 6), "d": (4, 12)}
    inner = items[0].value
    assert isinstance(inner, dict)
    assert (inner["c"].line, inner["c"].column) == (4, 9)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_places_do_not_depend_on_line_ends_or_a_byte_order_mark(line_end: str, mark: str) -> None:
    text = mark + line_end.join(["a: 1", "# é 😀", "b: 😀 x", "b: 2", ""])
    node, problems = read_yaml(text.encode(), "f.yaml")
    assert node is not None
    assert plain(node) == {"a": 1, "b": "😀 x"}
    assert [(p.code, p.line, p.column) for p in problems] == [("duplicate_key", 4, 1)]
    assert node.keys["b"] == (3, 1)


def test_a_place_counts_characters_not_bytes() -> None:
    assert refused("é😀é: &x 1") == ("yaml_alias", 1, 6)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: &x 1\nb: *x\n", ("yaml_alias", 1, 4)),
        ("a: 1\nb: *x\n", ("yaml_alias", 2, 4)),
        ("a: 1\n<<: {b: 2}\n", ("yaml_alias", 2, 1)),
        ("a: !!str 1", ("yaml_tag", 1, 4)),
        ("a: ! x", ("yaml_tag", 1, 4)),
        ("%TAG ! tag:x,2000:\n---\na: !b 1", ("yaml_tag", 3, 4)),
        ("!!map {a: 1}", ("yaml_tag", 1, 1)),
        ("a: 1\n---\nb: 2\n", ("yaml_documents", 2, 1)),
        ("a: 1\n...\nb: 2\n", ("yaml_documents", 3, 1)),
        ("a: 1\n\tb: 2\n", ("yaml_syntax", 2, 1)),
        ("a:\n\t- 1\n", ("yaml_syntax", 2, 1)),
        ("a: it says: so\n", ("yaml_syntax", 1, 11)),
        ("a: [1\n", ("yaml_syntax", 2, 1)),
        ("a: 'x\n", ("yaml_syntax", 2, 1)),
        ("a: x\0y", ("yaml_syntax", 1, 5)),
        ('a: "\\0"', ("yaml_syntax", 1, 4)),
        ('a: "\\e"', ("yaml_syntax", 1, 4)),
        ('a: "\\ud83d"', ("yaml_syntax", 1, 4)),
        ('\na: "\\UFFFFFFFF"', ("yaml_syntax", 2, 5)),
        ("a: x\u2028y", ("yaml_syntax", 1, 5)),
        ("a: " + "9" * 41, ("yaml_syntax", 1, 4)),
        ("a: .inf", ("yaml_syntax", 1, 4)),
        ("a: .nan", ("yaml_syntax", 1, 4)),
        ("a: 1e999", ("yaml_syntax", 1, 4)),
        ("%YAML " + "9" * 5000 + ".1\n---\na: 1", ("yaml_syntax", 1, 1)),
        ("? [a]\n: 1", ("key_not_text", 1, 3)),
        ("? {a: 1}\n: 1", ("key_not_text", 1, 3)),
        ("a: " + "[" * DEPTH_LIMIT + "]" * DEPTH_LIMIT, ("yaml_depth", 1, 3 + DEPTH_LIMIT)),
        ("- " * 50 + "x", ("yaml_depth", 1, 2 * DEPTH_LIMIT + 1)),
        ("", ("not_a_mapping", 1, 1)),
        ("# nothing\n", ("not_a_mapping", 1, 1)),
        ("- a\n", ("not_a_mapping", 1, 1)),
        ("a", ("not_a_mapping", 1, 1)),
        (b"a: 1\nb: caf\xe9\n", ("yaml_encoding", 2, 7)),
        (b"\xff\xfea\x00", ("yaml_encoding", 1, 1)),
        (b"a: \xed\xa0\x80", ("yaml_encoding", 1, 4)),
    ],
)
def test_what_could_surprise_is_refused_where_it_stands(text: str | bytes, found: tuple[str, int, int]) -> None:
    assert refused(text) == found


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("a: 1\nb: 2\na: 3\n", [("duplicate_key", 3, 1)]),
        ("a: {b: 1, b: 2}\n", [("duplicate_key", 1, 11)]),
        ("1: a\ntrue: b\n~: c\n", [("key_not_text", 1, 1), ("key_not_text", 2, 1), ("key_not_text", 3, 1)]),
        ("1: a\n'1': b\n", [("key_not_text", 1, 1), ("duplicate_key", 2, 1)]),
    ],
)
def test_a_wrong_key_is_told_and_the_rest_is_still_read(text: str, keys: list[tuple[str, int, int]]) -> None:
    node, problems = read_yaml(text.encode(), "f.yaml")
    assert node is not None
    assert [(p.code, p.line, p.column) for p in problems] == keys


def test_of_a_repeated_key_the_first_value_holds() -> None:
    node, _ = read_yaml(b"a: 1\na: 2\n", "f")
    assert node is not None
    assert plain(node) == {"a": 1}


def test_the_size_is_judged_before_a_byte_is_read() -> None:
    exact = b"a: " + b"x" * (SIZE_LIMIT - 3)
    assert read_yaml(exact, "f")[0] is not None
    node, problems = read_yaml(b"\xff" * (SIZE_LIMIT + 1), "f")
    assert node is None
    assert [p.code for p in problems] == ["yaml_size"]


def test_a_character_written_as_two_escapes_is_one_character() -> None:
    assert values('a: "\\ud83d\\ude00"') == {"a": "😀"}


def test_at_most_so_many_values_are_kept() -> None:
    assert refused("a: [" + "1," * VALUE_LIMIT + "]")[0] == "yaml_size"


def _laughs(levels: int) -> str:
    lines = ['a0: &a0 ["ha", "ha"]']
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, levels)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    "text",
    [
        _laughs(400),
        "[" * SIZE_LIMIT,
        "{a: " * (SIZE_LIMIT // 4),
        "- " * (SIZE_LIMIT // 2),
        "? " * (SIZE_LIMIT // 2),
        "&a " * (SIZE_LIMIT // 3),
        "a: &x 1\n" + "b: *x\n" * (SIZE_LIMIT // 7),
        "a: 1\n" * (SIZE_LIMIT // 5),
        "!" * SIZE_LIMIT,
        "a:" * (SIZE_LIMIT // 2),
        "\n" * SIZE_LIMIT,
    ],
    ids=["laughs", "brackets", "maps", "dashes", "keys", "anchors", "aliases", "repeats", "tags", "colons", "lines"],
)
def test_a_file_built_to_explode_is_refused_before_anything_of_it_is_walked(text: str) -> None:
    tracemalloc.start()
    began = time.process_time()
    node, problems = read_yaml(text.encode(), "f")
    spent, (_, peak) = time.process_time() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert node is None
    assert len(problems) <= 50
    assert spent < A_SECOND
    assert peak < 64 * 2**20


def _numbers_are_finite(node: Node) -> bool:
    value = node.value
    if isinstance(value, dict):
        return all(map(_numbers_are_finite, value.values()))
    if isinstance(value, list):
        return all(map(_numbers_are_finite, value))
    return not isinstance(value, float) or math.isfinite(value)


def _judged(data: bytes) -> None:
    node, problems = read_yaml(data, "f.yaml")
    assert node is not None or problems
    lines = data.count(b"\n") + data.count(b"\r") + 1
    for problem in problems:
        assert problem.code != "yaml_size" or len(data) > VALUE_LIMIT
        assert problem.line is not None
        assert problem.column is not None
        assert 1 <= problem.line <= lines + 1
        assert problem.column >= 1
    assert node is None or _numbers_are_finite(node)


@given(data=st.data(), path=st.sampled_from(SHIPPED))
def test_a_shipped_rubric_with_changed_bytes_is_read_or_refused_with_a_line(data: st.DataObject, path: Path) -> None:
    changed = bytearray(path.read_bytes()[:6000])
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(changed) - 1))
        piece = data.draw(st.one_of(st.binary(max_size=3), st.sampled_from(_PIECES)))
        changed[at : at + data.draw(st.integers(0, 3))] = piece
    _judged(bytes(changed))


_PIECES = [
    b"&a ",
    b"*a",
    b"!x ",
    b"---\n",
    b"{",
    b"}",
    b"[",
    b"]",
    b": ",
    b"- ",
    b"'",
    b'"',
    b"\t",
    b"\r\n",
    b"\0",
    b"#",
]
_PIECES += [
    b"<<: ",
    b"? ",
    b"|\n",
    b">\n",
    b"\\",
    b"%",
    b"@",
    b"`",
    b"~",
    b"\xc2\x85",
    b"\xe2\x80\xa8",
    b"\xef\xbb\xbf",
]


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_with_a_line(data: bytes) -> None:
    _judged(data)


_SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-(10**30), 10**30), st.text(max_size=20))
_WORDS = st.text(min_size=1, max_size=12)
_TREES = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_WORDS, inner, max_size=4)),
    max_leaves=15,
)


@given(st.dictionaries(_WORDS, _TREES, min_size=1, max_size=5))
def test_json_with_its_escapes_is_read_as_what_it_holds(tree: dict[str, Any]) -> None:
    node, problems = read_yaml(json.dumps(tree).encode(), "f")
    written = json.dumps(tree, ensure_ascii=False)
    if any(ord(letter) < 32 or ord(letter) == 127 for letter in _texts(tree)):
        assert node is None or plain(node) == tree  # control characters are refused
    else:
        assert problems == (), written
        assert node is not None
        assert plain(node) == tree


def _texts(tree: object) -> str:
    if isinstance(tree, dict):
        return "".join([*tree, *(_texts(item) for item in tree.values())])
    if isinstance(tree, list):
        return "".join(_texts(item) for item in tree)
    return tree if isinstance(tree, str) else ""
