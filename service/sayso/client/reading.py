"""How does an answer become a value? Strictly in what is known, and passing over what a newer service says more."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pydantic import BaseModel, PrivateAttr, ValidationError

from sayso.client.calls import Answer, Page, next_of
from sayso.client.failures import unexpected
from sayso.wire.assessments import Kept
from sayso.wire.documents import DocumentKept

Model = TypeVar("Model", bound=BaseModel)
T = TypeVar("T")


class StoredAssessment(Kept):
    """A kept assessment as it was read, with the ETag of that state: what you have seen when you review it."""

    _etag: str = PrivateAttr("")

    @property
    def etag(self) -> str:
        """The ETag that came with it, in its quotation marks."""
        return self._etag


class StoredDocument(DocumentKept):
    """A kept document as it was read, with the ETag of that state: what you have seen when you delete it."""

    _etag: str = PrivateAttr("")

    @property
    def etag(self) -> str:
        """The ETag that came with it, in its quotation marks."""
        return self._etag


def model(kind: type[Model]) -> Callable[[Answer], Model]:
    """Reads a body as this model."""

    def read(answer: Answer) -> Model:
        try:
            return kind.model_validate_json(answer.content, extra="ignore")
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            place = "/".join(map(str, first["loc"]))
            raise unexpected(answer, f"{first['msg']} at /{place} of {kind.__name__}") from error

    return read


def stored(answer: Answer) -> StoredAssessment:
    """Reads a kept assessment."""
    found = model(StoredAssessment)(answer)
    found._etag = answer.headers.get("etag", "")  # a value is made here, and not changed afterwards
    return found


def document(answer: Answer) -> StoredDocument:
    """Reads a kept document."""
    found = model(StoredDocument)(answer)
    found._etag = answer.headers.get("etag", "")
    return found


def page(kind: type[Model], items: Callable[[Model], list[T]]) -> Callable[[Answer], Page[T]]:
    """Reads a part of a list."""
    read = model(kind)
    return lambda answer: Page(items(read(answer)), next_of(answer))
