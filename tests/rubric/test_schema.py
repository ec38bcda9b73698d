"""Does the published JSON Schema take every good rubric, and refuse what an editor can see while typing?"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.rubric.making import ROOT, Json, vocabulary

from sayso.facts.yaml_reader import plain, read_yaml
from sayso.rubric.fields import fields_of
from sayso.rubric.schema import rubric_schema

SCHEMA = rubric_schema(vocabulary())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
SHIPPED = [path for path in sorted((ROOT / "rubrics").glob("*.yaml")) if path.name != "vocabulary.yaml"]
BROKEN = Path(__file__).with_name("broken")
SEEN_WHILE_TYPING = [
    *("unknown_key", "unknown_fact", "unknown_value", "unknown_value_choice", "unknown_value_bind", "unknown_scope"),
    *("unknown_operator", "unknown_as_value", "wrong_type", "wrong_type_list", "wrong_type_number", "wrong_type_all"),
    *("wrong_type_exists", "missing_key_empty", "points_range", "keep_range", "bad_id", "bad_id_remedy", "bad_version"),
    *("format", "empty_condition", "empty_condition_scope", "empty_condition_list", "no_order", "wrong_operator"),
    *("band_id_not_text", "gate_effect_false", "wrong_type_item", "wrong_type_version"),
]


def document(path: Path) -> Json:
    node, _ = read_yaml(path.read_bytes(), path.name)
    assert node is not None
    found = plain(node)
    assert isinstance(found, dict)
    return found


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_every_definition_is_used_and_every_use_defined() -> None:
    used = set(re.findall(r'"#/\$defs/(\w+)"', json.dumps(SCHEMA)))
    assert used == set(SCHEMA["$defs"])


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_rubric_fits(path: Path) -> None:
    VALIDATOR.validate(document(path))


def test_every_rubric_of_which_only_the_compiler_can_tell_that_it_is_wrong_fits() -> None:
    for name in ("covered", "covered_union", "maxima_sum", "better_loses", "dangling_raise", "shared_fact", "no_tests"):
        VALIDATOR.validate(document(BROKEN / f"{name}.yaml"))


@pytest.mark.parametrize("name", SEEN_WHILE_TYPING)
def test_what_can_be_seen_while_typing_is_refused(name: str) -> None:
    assert not VALIDATOR.is_valid(document(BROKEN / f"{name}.yaml"))


@pytest.mark.parametrize("scope", ["claim", "chain", "root", "link"])
def test_every_fact_of_a_scope_can_be_completed_with_its_words(scope: str) -> None:
    properties: dict[str, Any] = SCHEMA["$defs"][f"facts_of_{scope}"]["properties"]
    for name, field in fields_of(vocabulary(), scope).items():
        assert properties[name]["title"] == field.label
        assert field.gloss in properties[name]["description"]
    assert set(properties) == set(fields_of(vocabulary(), scope))
