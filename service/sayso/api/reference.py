"""GET /v1/vocabulary and /v1/schemas: which facts and which rubric keys are there? Encoded once, served as bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Annotated

from fastapi import Path
from pydantic_core import to_json
from starlette.responses import Response

from sayso.api.refusals import NotHere
from sayso.api.tags import IfNoneMatch, respond_tagged

SchemaName = Annotated[str, Path(description="The schema's file name.", examples=["rubric-1.json"], max_length=200)]


class ReferenceEndpoints:
    """The handlers for one vocabulary and the published schemas (file name -> JSON Schema)."""

    def __init__(self, vocabulary: Mapping[str, object], schemas: Mapping[str, Mapping[str, object]]) -> None:
        self._vocabulary = to_json(vocabulary)
        self._schemas = {name: to_json(schema) for name, schema in schemas.items()}

    async def get_vocabulary(self, if_none_match: IfNoneMatch = None) -> Response:
        return respond_tagged(self._vocabulary, _tag(self._vocabulary), if_none_match)

    async def get_schema(self, name: SchemaName, if_none_match: IfNoneMatch = None) -> Response:
        schema = self._schemas.get(name)
        if schema is None:
            raise NotHere("there is no schema of that name", hint=f"there are {', '.join(sorted(self._schemas))}")
        return respond_tagged(schema, _tag(schema), if_none_match, "application/schema+json")


def _tag(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
