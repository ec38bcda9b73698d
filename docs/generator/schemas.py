"""Which JSON Schemas complete and check the files as an editor types? The same that the service serves."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from docs.generator.facts import VOCABULARY

from sayso.facts.vocabulary import load_vocabulary
from sayso.facts.vocabulary_schema import vocabulary_schema
from sayso.rubric.schema import rubric_schema


def rubric() -> str:
    return _text(rubric_schema(load_vocabulary(VOCABULARY)))


def vocabulary() -> str:
    return _text(vocabulary_schema())


def _text(schema: Mapping[str, Any]) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
