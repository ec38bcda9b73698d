"""Do the rules find in each kind of sentence the attribution that a reader finds, and none where there is none?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from sayso.extract.prose import take_apart
from sayso.extract.relation import Relation
from sayso.extract.rules.finder import find

PAIRS: list[dict[str, Any]] = YAML(typ="safe").load(Path(__file__).with_name("pairs.yaml"))


def told(text: str, relation: Relation) -> str:
    parts = (relation.source, relation.cue, relation.content)
    return " | ".join(" ... ".join(text[start:end] for start, end in spans) for spans in parts)


@pytest.mark.parametrize("pair", PAIRS, ids=[pair["name"] for pair in PAIRS])
def test_a_sentence_is_read_as_its_pair_says(pair: dict[str, Any]) -> None:
    text = pair["text"]
    assert [told(text, relation) for relation in find(take_apart(text))] == pair["found"]
