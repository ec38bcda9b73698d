"""How does Schemathesis send what the document says of application/x-ndjson? Imported by whoever runs it."""

from __future__ import annotations

import json
from typing import Any

import schemathesis
from schemathesis import SerializationContext


@schemathesis.serializer("application/x-ndjson")
def as_lines(context: SerializationContext, value: Any) -> bytes:
    """A stream is sent as it was made: text, of which some lines are claims by chance, and most are not."""
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else json.dumps(value).encode()
