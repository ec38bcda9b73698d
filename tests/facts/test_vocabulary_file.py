"""Is a broken vocabulary refused at its line, and may a desk's own file add but never change?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML
from tests.facts.reading import FILE, claim_of, codes, of_chain, read

from sayso.errors import InvalidVocabulary, Problem
from sayso.facts.derive import derive
from sayso.facts.vocabulary import Vocabulary, load_vocabulary
from sayso.facts.vocabulary_schema import vocabulary_schema

SHIPPED = FILE.read_text(encoding="utf-8")
FIRST = "sayso: vocabulary/1\n"
WORDS = "label: L, gloss: G., reference: R"

ADDITIONS = {
    "a kind": f"kinds:\n  oracle: {{{WORDS}}}",
    "a kind under another": f"kinds:\n  untraced:\n    children:\n      graffiti: {{{WORDS}}}",
    "a first kind under another": f"kinds:\n  leak:\n    children:\n      leaked_document:\n        children:\n"
    f"          leaked_mail: {{{WORDS}}}",
    "a fact of a link": f"link:\n  dialect: {{{WORDS}, type: enum, values: {{north: North, south: South}}}}",
    "a fact of a claim": f"claim:\n  urgent: {{{WORDS}, type: boolean, better: 'true'}}",
    "a fact of a record": f"link:\n  track_record:\n    fields:\n      years: {{{WORDS}, type: integer, minimum: 0}}",
    "a record": f"claim:\n  embargo: {{{WORDS}, type: record, fields: {{until: {{{WORDS}, type: date}}}}}}",
    "a value": "link:\n  medium:\n    values: {telegram: Telegram}",
    "a status with its letter": "link:\n  track_record:\n    fields:\n      status: {values: {praised: Praised}}\n"
    "statuses: {praised: A}",
    "a hedge": "hedges: {strong: [bogus], weak: [perchance]}",
    "a hedge that is there": "hedges: {strong: [allegedly]}",
    "a yardstick": "yardsticks:\n  house: {label: House, reference: R, terms: {sure: [90, 100]}}",
    "a word of a yardstick": "yardsticks:\n  kent:\n    terms: {sure as fate: [98, 100]}",
    "what is there, said again": f"{SHIPPED.split('document:')[0].split('kinds:')[1].join(['kinds:', ''])}",
    "nothing": "",
}


def desk(tmp_path: Path, more: str, first: str = FIRST) -> Path:
    path = tmp_path / "ours.yaml"
    path.write_text(first + more, encoding="utf-8")
    return path


def problems(path: Path, extra: Path | None = None) -> tuple[Problem, ...]:
    with pytest.raises(InvalidVocabulary) as caught:
        load_vocabulary(path, extra)
    assert caught.value.problems
    return caught.value.problems


def with_additions(tmp_path: Path, more: str) -> Vocabulary:
    return load_vocabulary(FILE, desk(tmp_path, more))


@pytest.mark.parametrize("name", ADDITIONS)
def test_a_desk_may_add(tmp_path: Path, name: str) -> None:
    assert with_additions(tmp_path, ADDITIONS[name]).kinds


def test_what_a_desk_adds_can_be_stated_and_is_derived_from(tmp_path: Path) -> None:
    sections: dict[str, Any] = {}
    for name, text in ADDITIONS.items():
        if name not in ("what is there, said again", "a hedge that is there"):
            merge(sections, YAML(typ="safe", pure=True).load(text) or {})
    path = tmp_path / "all.yaml"
    with path.open("w", encoding="utf-8") as file:
        YAML(typ="safe", pure=True).dump({"sayso": "vocabulary/1", **sections}, file)
    ours = load_vocabulary(FILE, path)
    claim = claim_of(
        [{"source": "x", "kind": "graffiti", "dialect": "north", "medium": "telegram",
          "track_record": {"status": "praised", "years": 3}}],
        urgent=True, embargo={"until": "2024-01-01"}, hedges=["bogus"],
        likelihood={"term": "sure", "yardstick": "house"},
    )  # fmt: skip
    facts = derive(read(claim, ours, strict=True), ours)
    assert facts.chains[0].chain[ours.layout.chain["record"]] == "A"
    assert facts.chains[0].links[0][ours.layout.link["track_record.years"]] == 3
    assert facts.claim[ours.layout.claim["hedge"]] == "strong"
    assert facts.claim[ours.layout.claim["embargo.until"]] is not None
    assert ours.kinds["graffiti"].untraced
    assert ours.kind_and_below("leak") == {"leak", "classified_leak", "leaked_document", "leaked_mail"}
    assert set(codes(claim)) >= {"/urgent", "/embargo", "/attributions/0/chain/0/dialect"}


def merge(into: dict[str, Any], more: dict[str, Any]) -> None:
    for key, value in more.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            merge(into[key], value)
        else:
            into[key] = value


@pytest.mark.parametrize(
    ("more", "line"),
    [
        ("kinds:\n  leak: {label: Another label}", 3),
        ("kinds:\n  leak:\n    gloss: Another gloss.", 4),
        ("kinds:\n  leak: gone", 3),
        ("kinds:", 2),
        ("link:\n  access: {type: text}", 3),
        ("link:\n  access:\n    ordered: false", 4),
        ("link:\n  role:\n    ordered: true", 4),
        ("link:\n  plural:\n    better: 'true'", 4),
        ("link:\n  access:\n    values:\n      direct: First-hand", 5),
        ("link:\n  access:\n    values: [direct]", 4),
        ("claim:\n  roots:\n    fields:\n      count: {minimum: 1}", 5),
        ("claim: []", 2),
        (f"derived:\n  claim:\n    mood: {{{WORDS}, type: text}}", 4),
        ("derived:\n  chain:\n    record:\n      values: {F: Cannot be judged}", 5),
        ("statuses: {deprecated: C}", 2),
        ("hedges: {medium: [perhaps]}", 2),
        ("hedges: {strong: allegedly}", 2),
        ("hedges:\n  weak: [perchance]\n  strong: [bogus, Reportedly]", 4),
        ("yardsticks:\n  kent:\n    terms:\n      likely: [50, 90]", 5),
        ("yardsticks:\n  kent: {label: Sherman Kent}", 3),
        ("colours: {red: Red}", 2),
    ],
)
def test_a_desk_may_change_nothing_and_is_told_the_line(tmp_path: Path, more: str, line: int) -> None:
    (problem,) = problems(FILE, desk(tmp_path, more))
    assert (problem.code, problem.line) == ("vocabulary_changed", line)
    assert problem.hint == "a desk's file may only add"


@pytest.mark.parametrize(
    ("more", "code", "line"),
    [
        (f"kinds:\n  hearsay: {{{WORDS}}}", "duplicate_id", None),
        ("kinds:\n  oracle: {label: L}", "missing_field", 3),
        (f"kinds:\n  unknown: {{{WORDS}}}", "reserved_name", 3),
        (f"kinds:\n  'two words': {{{WORDS}}}", "bad_name", 3),
        (f"link:\n  dialect: {{{WORDS}}}", "missing_field", 3),
        (f"link:\n  dialect: {{{WORDS}, type: colour}}", "unknown_value", 3),
        (f"link:\n  dialect: {{{WORDS}, type: enum}}", "missing_field", 3),
        (f"link:\n  dialect: {{{WORDS}, type: text, values: {{a: A}}}}", "unknown_field", 3),
        (f"link:\n  dialect: {{{WORDS}, type: enum, values: {{unknown: U}}}}", "reserved_name", 3),
        (f"link:\n  dialect: {{{WORDS}, type: boolean, better: higher}}", "unknown_value", 3),
        (f"link:\n  dialect: {{{WORDS}, type: text, position: true}}", "wrong_type", 3),
        (f"link:\n  dialect: {{{WORDS}, type: text, minimum: 3}}", "wrong_type", 3),
        (f"link:\n  dialect: {{{WORDS}, type: record}}", "wrong_type", 3),
        (f"link:\n  dialect: {{{WORDS}, type: record, fields: {{r: {{{WORDS}, type: record, fields: {{}}}}}}}}",
         "wrong_type", 3),
        (f"link:\n  hedge: {{{WORDS}, type: text}}", "duplicate_id", 3),
        (f"claim:\n  specificity: {{{WORDS}, type: integer}}", "duplicate_id", 3),
        (f"link:\n  dialect: {{{WORDS}, type: text, colour: red}}", "unknown_field", 3),
        ("link:\n  dialect: {label: 7, gloss: G., reference: R, type: text}", "wrong_type", 3),
        ("link:\n  track_record:\n    fields:\n      status: {values: {praised: Praised}}", "missing_field", None),
        ("statuses: {praised: A}", "unknown_value", 2),
        ("link:\n  track_record:\n    fields:\n      letter: {values: {F: Cannot be judged}}", "unknown_value", 5),
        ("claim:\n  roots:\n    fields:\n      independence: {values: {partly: Partly}}", "unknown_value", 5),
        ("hedges: {strong: [bogus, Bogus]}", "duplicate_id", 2),
        ("hedges: {strong: [7]}", "wrong_type", 2),
        ("yardsticks:\n  house: {label: H, reference: R, terms: {sure: [100, 90]}}", "wrong_type", 3),
        ("yardsticks:\n  house: {label: H, reference: R, terms: {sure: [0.5, 1]}}", "wrong_type", 3),
        ("yardsticks:\n  house: {label: H, terms: {sure: [1, 2]}}", "missing_field", 3),
        ("link: [", "yaml_syntax", None),
        ("link: &a {}", "yaml_alias", 2),
        ("link: {}\nlink: {}", "duplicate_key", 3),
    ],
)  # fmt: skip
def test_an_addition_that_is_not_well_formed_is_refused(tmp_path: Path, more: str, code: str, line: int | None) -> None:
    found = problems(FILE, desk(tmp_path, more))
    assert code in [problem.code for problem in found]
    assert line is None or line in [problem.line for problem in found if problem.code == code]


def test_every_change_is_told_at_once(tmp_path: Path) -> None:
    found = problems(
        FILE, desk(tmp_path, "kinds:\n  leak: {label: X, gloss: Y.}\ncolours: {}\nstatuses: {deprecated: A}")
    )
    assert [problem.line for problem in found] == [3, 3, 4, 5]


@pytest.mark.parametrize("first", ["", "sayso: vocabulary/2\n", "sayso: rubric/1\n"])
def test_a_desks_file_says_what_it_is(tmp_path: Path, first: str) -> None:
    found = problems(FILE, desk(tmp_path, ADDITIONS["a value"], first))
    assert found[0].code in ("unknown_format", "vocabulary_changed")
    assert found[0].line == 1


def test_a_file_that_cannot_be_read_is_told_by_name(tmp_path: Path) -> None:
    for path, extra in ((tmp_path / "none.yaml", None), (tmp_path, None), (FILE, tmp_path / "none.yaml")):
        (problem,) = problems(path, extra)
        assert problem.code == "file_unreadable"
        assert (extra or path).name in problem.message


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("sayso: vocabulary/1", "sayso: vocabulary/2", "unknown_format"),
        ("\n  untraced:\n", "\n  untracked:\n", "missing_field"),
        ("\n  lineage:\n    type: text", "\n  lineage:\n    type: boolean", "wrong_type"),
        ("\n  lineage:\n", "\n  line_age:\n", "missing_field"),
        ("\n    specificity:\n", "\n    precision:\n", "unknown_field"),
        ("\n    hops:\n      type: integer", "\n    hops:\n      type: text", "wrong_type"),
        ("\nstatuses: {generally_reliable: B, ", "\nstatuses: {", "missing_field"),
        ("blacklisted: E}", "blacklisted: F}", "unknown_value"),
        ("\n  mention:\n    type: spans\n    position: true", "\n  mention:\n    type: spans", "wrong_type"),
        ("\n  kent:\n    label: Kent (1964)", "\n  kent:\n    lable: Kent (1964)", "unknown_field"),
        ("\nderived:\n", "\nderives:\n", "missing_field"),
    ],
)
def test_a_broken_vocabulary_is_refused(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert SHIPPED.count(old) == 1
    path = tmp_path / "vocabulary.yaml"
    path.write_text(SHIPPED.replace(old, new), encoding="utf-8")
    found = problems(path)
    assert code in [problem.code for problem in found]
    assert all(problem.line for problem in found)


# The JSON Schema, as an editor uses it

SCHEMA = jsonschema.Draft202012Validator(vocabulary_schema())


def as_data(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


def test_the_schema_is_one_and_takes_the_shipped_file() -> None:
    jsonschema.Draft202012Validator.check_schema(vocabulary_schema())
    SCHEMA.validate(as_data(SHIPPED))


@pytest.mark.parametrize("name", ADDITIONS)
def test_the_schema_takes_every_addition(name: str) -> None:
    SCHEMA.validate(as_data(FIRST + ADDITIONS[name]))


@pytest.mark.parametrize(
    "text",
    [
        "kinds: {}",
        "sayso: vocabulary/2",
        FIRST + "colours: {}",
        FIRST + "kinds: []",
        FIRST + "kinds: {oracle: {label: 7}}",
        FIRST + "kinds: {unknown: {label: L}}",
        FIRST + "kinds: {oracle: {lable: L}}",
        FIRST + "link: {dialect: {type: colour}}",
        FIRST + "link: {dialect: {type: text, minimum: low}}",
        FIRST + "link: {dialect: {type: text, ordered: 'yes'}}",
        FIRST + "link: {dialect: {type: boolean, better: more}}",
        FIRST + "link: {dialect: {type: enum, values: [a]}}",
        FIRST + "link: {'two words': {type: text}}",
        FIRST + "hedges: {strong: [7]}",
        FIRST + "hedges: {medium: [x]}",
        FIRST + "yardsticks: {house: {terms: {sure: [1]}}}",
        FIRST + "yardsticks: {house: {terms: {sure: [1, 101]}}}",
        FIRST + "statuses: {deprecated: 4}",
        FIRST + "derived: {mood: {}}",
    ],
)
def test_the_schema_refuses_what_no_vocabulary_says(text: str) -> None:
    assert list(SCHEMA.iter_errors(as_data(text)))


def test_the_shipped_chain_of_records_is_the_same_with_a_desks_file(tmp_path: Path) -> None:
    assert of_chain(claim_of([{"track_record": {"status": "deprecated"}}]), "record") == "D"
    ours = with_additions(tmp_path, ADDITIONS["a value"])
    facts = derive(read(claim_of([{"track_record": {"status": "deprecated"}}]), ours), ours)
    assert facts.chains[0].chain[ours.layout.chain["record"]] == "D"
