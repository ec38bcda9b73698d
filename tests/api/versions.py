"""How does a test ask a service that follows its database: with a small desk, and claims that are kept?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from typing import Any

import httpx
from tests.api.asking import ask
from tests.usecases.small import folder, rubric

from sayso.app import LiveApp
from sayso.settings import Settings

YAML = {"content-type": "application/yaml"}


class Live:
    """A service on a desk of one file, ``small`` 1.0.0, and a database."""

    def __init__(self, path: Path, storage: dict[str, Any], **files: str) -> None:
        self.rubrics = folder(path, **(files or {"small": rubric()}))
        self.settings = Settings(rubrics_dir=self.rubrics, rubric="small", reload_seconds=0.05, **storage)
        self.app = LiveApp(self.settings)

    @contextmanager
    def beside(self) -> Iterator[Live]:
        """Another service on the same files and the same database."""
        other = copy(self)
        other.app = LiveApp(self.settings)
        yield other
        other.close()

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        return ask(self.app, method, path, **more)

    def put(self, text: str, version: str, id: str = "small") -> httpx.Response:  # noqa: A002
        return self.ask("PUT", f"/v1/rubrics/{id}/versions/{version}", content=text.encode(), headers=YAML)

    def activate(self, version: Any, seen: str = "*", id: str = "small") -> httpx.Response:  # noqa: A002
        headers = {"if-match": seen}
        return self.ask("POST", f"/v1/rubrics/{id}/activate", json={"version": version}, headers=headers)

    def served(self, id: str = "small") -> tuple[str, str]:  # noqa: A002
        """The version that a plain id means, and its ETag."""
        found = self.ask("GET", f"/v1/rubrics/{id}")
        return found.json()["version"], found.headers["etag"]

    def keep(self, *names: str | None, **more: Any) -> list[str]:
        """One assessment for each: of a source that is identified so. Gives their ids."""
        claims = [claim(name) for name in names]
        kept = self.ask("POST", "/v1/assessments", json={"claims": claims, **more}).json()["results"]
        return [each["assessment"]["id"] for each in kept]

    def impact(self, text: str, **query: Any) -> httpx.Response:
        return self.ask("POST", "/v1/rubrics/impact", content=text.encode(), headers=YAML, params=query)

    def rescore(self, id: str = "small", **query: Any) -> httpx.Response:  # noqa: A002
        return self.ask("POST", f"/v1/rubrics/{id}/rescore", params=query)

    def close(self) -> None:
        self.app._lasting.storage.close()


def claim(identification: str | None) -> dict[str, Any]:
    link: dict[str, Any] = {"source": "a witness", "kind": "eyewitness"}
    if identification is not None:
        link["identification"] = identification
    return {"text": "The harbour was closed.", "attributions": [{"chain": [link]}]}


def stricter(version: str = "1.1.0") -> str:
    """The small rubric where silence gives 10 points, not 40, and a band M begins at 5."""
    text = rubric(version=version, title="Stricter").replace("{points: 40,", "{points: 10,")
    return text.replace("label: Good}, ", "label: Good}, {id: M, from: 5, label: Fair}, ")
