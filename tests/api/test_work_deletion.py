"""Is no word that the desk wrote about a document left when it is deleted, in no table and in no file?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.api.asking import ask
from tests.api.test_document_deletion import Place
from tests.services import service_of
from tests.usecases.small import folder, rubric
from tests.usecases.work.office import HELD, claim

from sayso.settings import Settings
from sayso.wire.work import DocumentWork

WORDS = [f"wrd{number:02}" for number in range(10)]
KEY = {"if-match": "*"}


@pytest.fixture
def place(storage: dict[str, Any], tmp_path: Path) -> Iterator[Place]:
    rubrics = folder(tmp_path / "rubrics", small=rubric().replace("tests:\n", HELD))
    settings = Settings(rubrics_dir=rubrics, rubric="small", **storage)
    app = service_of(settings)
    yield Place(app, settings)
    app.state.storage.close()


def send(place: Place, method: str, path: str, key: str | None = None, **body: Any) -> dict[str, Any]:
    headers = KEY if key is None else KEY | {"idempotency-key": key}
    response = ask(place.app, method, f"/v1{path}", headers=headers, json=body or None)
    assert response.status_code in (200, 201), response.text
    told: dict[str, Any] = response.json()
    return told


def worked_on(place: Place) -> str:
    """An edited text about which the desk has written wherever it can, each time under a key of its own."""
    body = {"text": "The harbour was closed.", "claims": [claim(identification="bare")]}
    old = send(place, "POST", "/documents", **body)
    beside = f"/assessments/{old['claims'][0]['assessment']['id']}"
    send(place, "POST", f"{beside}/notes", note=f"{WORDS[0]} said so")
    new = send(place, "POST", "/documents", **body, replaces=old["id"])
    beside = f"/assessments/{new['claims'][0]['assessment']['id']}"
    send(place, "PUT", f"/documents/{new['id']}/desk", desk=f"desk {WORDS[1]}", assignee=f"person:{WORDS[2]}")
    send(place, "POST", f"{beside}/notes", "a", note=f"call {WORDS[3]}")
    url = f"https://{WORDS[4]}.example"
    paper = {"label": f"of {WORDS[5]}", "locator": f"page {WORDS[6]}", "url": url, "note": WORDS[7]}
    backing = send(place, "POST", f"{beside}/backing", "b", **paper)["backing"][0]["id"]
    send(place, "POST", f"{beside}/backing", "c", withdraws=backing, note=f"{WORDS[8]} was wrong")
    send(place, "POST", f"{beside}/releases", "d", gate="refer", note=f"{WORDS[9]} has read it")
    send(place, "POST", f"/documents/{new['id']}/sign-offs", "e", **{"as": "author"}, note=f"{WORDS[9]} agrees")
    send(place, "DELETE", f"/documents/{old['id']}")
    return str(new["id"])


def test_no_word_of_the_desks_work_is_left_and_who_did_what_is(place: Place) -> None:
    document = worked_on(place)
    told = place.tables()
    assert [word for word in WORDS if word.encode() not in told] == []  # else this could not fail
    before = DocumentWork.model_validate(send(place, "GET", f"/documents/{document}/work"))
    send(place, "DELETE", f"/documents/{document}")
    left = place.tables()
    assert [word for word in WORDS if word.encode() in left] == []
    if place.settings.database_url is None:
        assert [word for word in WORDS if word.encode() in place.files()] == []
    after = DocumentWork.model_validate(send(place, "GET", f"/documents/{document}/work"))
    done = [(event.created, event.by, event.what) for event in before.history]
    assert [(event.created, event.by, event.what) for event in after.history[:-1]] == done
    assert after.history[-1].what == "deleted"
    assert (after.desk, after.assignee, after.lease, after.blockers) == (None, None, None, [])
    (backing,) = after.claims[0].backing
    assert (backing.label, backing.locator, backing.withdrawn) == (None, None, True)
    (signed,) = after.sign_offs
    assert (signed.note, signed.holds, signed.because) == (None, False, "the text was deleted")
    assert signed.sha256 == before.sign_offs[0].sha256
    assert send(place, "GET", "/queue") == {"documents": []}


def test_a_key_under_which_the_desk_wrote_brings_nothing_back(place: Place) -> None:
    document = worked_on(place)
    assessment = send(place, "GET", f"/documents/{document}/work")["claims"][0]["assessment"]
    send(place, "DELETE", f"/documents/{document}")
    headers = {"idempotency-key": "a"}
    again = ask(
        place.app, "POST", f"/v1/assessments/{assessment}/notes", headers=headers, json={"note": f"call {WORDS[3]}"}
    )
    assert (again.status_code, again.json()["code"]) == (410, "deleted")
