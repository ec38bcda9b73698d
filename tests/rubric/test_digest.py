"""Is a digest the same for every way of writing a rubric, and another for every other meaning?"""

from __future__ import annotations

import copy
import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from tests.robustness.effort import share
from tests.rubric.making import ROOT, Json, load, vocabulary

from sayso.facts.vocabulary import Field, Vocabulary
from sayso.facts.yaml_reader import plain, read_yaml
from sayso.rubric.digest import digest_form

TEXT = (ROOT / "tests" / "rubric" / "broken" / "unreached.yaml").read_bytes()


def digest(text: bytes | str, words: Vocabulary | None = None) -> str:
    loaded = load(text, words=words)
    assert loaded.rubric is not None, loaded.problems
    return loaded.rubric.digest


def tree() -> Json:
    node, _ = read_yaml(TEXT, "f")
    assert node is not None
    found = plain(node)
    assert isinstance(found, dict)
    return found


def shuffled(value: Any, draw: Callable[[Any], Any], path: tuple[str, ...] = ()) -> Any:
    """The same value with the keys of its maps in another order, but for those of ``axes``, which have one."""
    if isinstance(value, dict):
        keys = list(value) if path == ("axes",) else draw(st.permutations(list(value)))
        return {key: shuffled(value[key], draw, (*path, key)) for key in keys}
    if isinstance(value, list):
        return [shuffled(item, draw, (*path, "-")) for item in value]
    return value


@share(60, 100, 10_000)
@given(st.data(), st.booleans(), st.integers(20, 200), st.booleans())
def test_formatting_never_changes_it(data: st.DataObject, flow: bool, width: int, comments: bool) -> None:
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = flow
    yaml.width = width
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]  # the library's own spelling of "no"
    out = io.StringIO()
    yaml.dump(shuffled(tree(), data.draw), out)
    text = out.getvalue()
    if comments and not flow:
        text = "# a comment\n" + text.replace("\n", "\r\n")
    assert digest(text) == digest(TEXT)


def test_json_is_one_way_of_writing_it() -> None:
    assert digest(json.dumps(tree())) == digest(json.dumps(tree(), indent=3, ensure_ascii=False)) == digest(TEXT)


def test_tests_are_left_out() -> None:
    other = tree()
    other["tests"] = [{"name": "another", "claim": {}, "expect": {}}]
    assert digest(json.dumps(other)) == digest(TEXT)
    del other["tests"]
    assert digest(json.dumps(other)) == digest(TEXT)


def _changes() -> list[tuple[str, Callable[[Json], None]]]:
    """A change of every sentence, word and number of the rubric, one at a time."""
    found: list[tuple[str, Callable[[Json], None]]] = []

    def walk(value: Any, path: tuple[Any, ...]) -> None:
        if isinstance(value, dict):
            for key, item in value.items():
                walk(item, (*path, key))
        elif isinstance(value, list):
            for at, item in enumerate(value):
                walk(item, (*path, at))
        else:
            words = path[-1] in ("because", "title", "label", "ask", "reference", "text", "version")
            new = {"version": "1.0.1"}.get(str(path[-1]), f"{value}!") if words else _OTHER.get((path[-1], value))
            if new is not None:
                found.append(("/".join(map(str, path)), lambda top: _put(top, path, new)))

    walk({key: value for key, value in tree().items() if key != "tests"}, ())
    return found


_OTHER: dict[tuple[Any, Any], Any] = {
    ("points", 40): 30,
    ("points", 0): 1,
    ("per_mille", 900): 899,
    ("per_mille", 700): 699,
    ("source", 500): None,
    ("from", 50): 51,
    ("effort", "high"): "low",
    ("gte", 2): 3,
    ("access", "direct"): None,
    ("relation", "quotes"): "updates",
    ("interest", "party_to_dispute"): "aligned",
    ("source", "B"): 30,
    ("fact", "root.access"): "root.expertise",
    ("id", "told"): "was_told",
    ("claim.roots.count", "+1"): "+2",
}


def _put(top: Json, path: tuple[Any, ...], value: Any) -> None:
    inner: Any = top
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value


@pytest.mark.parametrize(("path", "change"), _changes(), ids=lambda value: value if isinstance(value, str) else "")
def test_every_sentence_word_and_number_changes_it(path: str, change: Callable[[Json], None]) -> None:
    other = tree()
    change(other)
    assert digest(json.dumps(other)) != digest(TEXT)


def test_there_are_enough_of_those_changes_to_mean_something() -> None:
    assert len(_changes()) >= 40


def test_the_order_of_axes_changes_it_because_the_grade_is_written_in_that_order() -> None:
    other = tree()
    other["axes"] = dict(reversed(other["axes"].items()))
    assert digest(json.dumps(other)) != digest(TEXT)


def test_the_order_of_levels_criteria_and_gates_changes_it() -> None:
    other = tree()
    other["criteria"].reverse()
    assert digest(json.dumps(other)) != digest(TEXT)


def _relabelled(change: Callable[[Field], Field], group: str, name: str) -> Vocabulary:
    words = vocabulary()
    fields = {**getattr(words, group)}
    fields[name] = change(fields[name])
    return replace(words, **{group: fields})


def _label(field: Field) -> Field:
    return replace(field, label=field.label + "!")


def _values(field: Field) -> Field:
    return replace(field, values={key: label + "!" for key, label in field.values.items()})


@pytest.mark.parametrize(
    ("change", "group", "name"),
    [
        (_label, "link", "access"),
        (_values, "link", "access"),
        (lambda field: replace(field, ordered=False), "link", "interest"),
        (_values, "link", "interest"),
        (_label, "link", "source"),  # only a sentence speaks of it
        (_label, "derived_claim", "roots.count"),
        (lambda field: replace(field, values=dict(reversed(field.values.items()))), "link", "relation"),
    ],
)
def test_a_vocabulary_entry_that_the_rubric_reads_changes_it(
    change: Callable[[Field], Field], group: str, name: str
) -> None:
    changed = _relabelled(change, group, name)
    same = change(getattr(vocabulary(), group)[name]) == getattr(vocabulary(), group)[name]
    assert (digest(TEXT, changed) == digest(TEXT)) == same


def test_a_vocabulary_entry_that_the_rubric_does_not_read_leaves_it() -> None:
    assert digest(TEXT, _relabelled(_label, "link", "custody")) == digest(TEXT)
    assert digest(TEXT, _relabelled(_label, "claim", "plausibility")) == digest(TEXT)


def _reading(when: Json) -> str:
    other = tree()
    other["criteria"][0]["levels"][0]["when"] = when
    return json.dumps(other)


@pytest.mark.parametrize(
    ("when", "change"),
    [
        ({"chain": {"record": "A"}}, {"status_letters": {**vocabulary().status_letters, "deprecated": "E"}}),
        ({"claim": {"hedge": "none"}}, {"hedges": replace(vocabulary().hedges, strong=frozenset({"allegedly"}))}),
        (
            {"root": {"kind": "eyewitness"}},
            {"kinds": {k: replace(v, label=v.label + "!") for k, v in vocabulary().kinds.items()}},
        ),
    ],
)
def test_what_stands_behind_a_derived_fact_changes_it(when: Json, change: Json) -> None:
    assert digest(_reading(when), replace(vocabulary(), **change)) != digest(_reading(when))


def test_it_is_the_hash_of_the_rfc_8785_form() -> None:
    loaded = load(TEXT)
    assert loaded.rubric is not None
    form = digest_form(loaded.rubric, vocabulary())
    assert loaded.rubric.digest == "sha256:" + hashlib.sha256(rfc8785.dumps(form)).hexdigest()
    assert form["rubric"] == {key: value for key, value in tree().items() if key != "tests"}


_SIGNS = st.text(max_size=12).filter(lambda text: not any(0xD800 <= ord(letter) <= 0xDFFF for letter in text))


@share(60, 100, 10_000)
@given(_SIGNS, _SIGNS)
def test_two_sentences_have_one_digest_only_where_they_are_the_same(one: str, other: str) -> None:
    digests = []
    for sentence in (one, other):
        changed = copy.deepcopy(tree())
        changed["title"] = "t" + "".join(letter for letter in sentence if letter.isprintable())
        digests.append((changed["title"], digest(json.dumps(changed))))
    assert (digests[0][0] == digests[1][0]) == (digests[0][1] == digests[1][1])
