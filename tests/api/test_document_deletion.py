"""Is no word left of what was deleted, in no table and in no file, and are its hash and its grades?"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import MetaData, create_engine, select
from tests.api.articles import PATH, claim, delete, kept, post, shown
from tests.api.asking import ask, assert_problem
from tests.services import service_of

from sayso.lasting import EMBEDDED, engine_of
from sayso.settings import Settings
from sayso.wire.assessments import Kept, KeptList
from sayso.wire.documents import DocumentKept

MARKS = [f"mrk{number:02}" for number in range(20)]
"""Each stands in one kind of place; they are looked for without regard to capitals."""
TEXT = f"{MARKS[0]} said the harbour would stay closed, {MARKS[1]} reported. " * 200


@dataclass(frozen=True)
class Place:
    """A service with a database of its own, and where that is."""

    app: FastAPI
    settings: Settings

    def tables(self) -> bytes:
        """Everything that stands in any table, in small letters."""
        engine = engine_of(self.settings)
        found = MetaData()
        found.reflect(engine)
        seen: list[bytes] = []
        with engine.connect() as connection:
            for table in found.sorted_tables:
                for row in connection.execute(select(table)):
                    seen += [cell if isinstance(cell, bytes) else str(cell).encode() for cell in row]
        engine.dispose()
        return b"\n".join(seen).lower()

    def files(self) -> bytes:
        """The embedded database and its log as they stand on the disk, in small letters."""
        folder = self.settings.data_dir
        return b"".join(file.read_bytes() for file in sorted(folder.glob(f"{EMBEDDED}*"))).lower()


@pytest.fixture
def place(storage: dict[str, Any]) -> Iterator[Place]:
    settings = Settings(**storage)
    app = service_of(settings)
    yield Place(app, settings)
    app.state.storage.close()


def telling(number: int = 0) -> dict[str, Any]:
    """A claim with a word of its own wherever a claim can have words."""
    quote = {"quote": TEXT[: len(MARKS[0])], "prefix": "", "suffix": TEXT[len(MARKS[0]) : 20], "start": 0, "end": 5}
    link = {
        "source": f"{MARKS[2]} {number}",
        "kind": "on_record_official",
        "identification": "named",
        "role_text": MARKS[3],
        "note": MARKS[4],
        "lineage": MARKS[5],
        "source_id": MARKS[6],
        "url": f"https://{MARKS[7]}.example",
        "mention": [quote],
        "hedges": [{"term": MARKS[8], "span": [[0, 5]]}],
        "track_record": {"letter": "B", "topic": MARKS[9], "registry": MARKS[10]},
    }
    return {
        "id": f"{MARKS[11]}-{number}",
        "text": f"{MARKS[12]} says {'at length ' * 400}",
        "topic": MARKS[13],
        "spans": [quote, [0, 5]],
        "hedges": [MARKS[14]],
        "likelihood": {"term": MARKS[15], "yardstick": "icd203"},
        "found": {"/text": {"rule": MARKS[16], "span": [[0, 5]]}},
        "attributions": [
            {
                "chain": [{"source": MARKS[17].upper(), "kind": "secondhand_media", "relation": "quotes"}, link],
                "independent": {"reason": MARKS[18]},
            }
        ],
    }


def kept_with_everything(place: Place) -> dict[str, Any]:
    """A document with reviews and corrections, each written under a key, so that replies hold its words as well."""
    claims = [telling(number) for number in range(3)]
    about = {"title": f"T {MARKS[19]}", "outlet": f"O {MARKS[19]}", "url": f"https://{MARKS[19]}.example"}
    body = {"text": TEXT, **about, "date": "2026-01-31", "claims": claims, "include": ["all"]}
    response = post(place.app, {"idempotency-key": "document"}, **body)
    assert response.status_code == 201, response.text
    document: dict[str, Any] = response.json()
    for number, each in enumerate(document["claims"][:2]):
        one = f"/v1/assessments/{each['assessment']['id']}"
        headers = {"if-match": '"r0"', "idempotency-key": f"change-{number}"}
        if number % 2:
            asked: dict[str, Any] = {"claim": telling(number + 100)}
            assert ask(place.app, "POST", f"{one}/corrections", json=asked, headers=headers).status_code == 201
        else:
            asked = {"verdict": "agree", "note": f"{MARKS[1]} was asked and said the same"}
            assert ask(place.app, "POST", f"{one}/reviews", json=asked, headers=headers).status_code == 201
    return shown(place.app, document["id"])


def test_no_word_of_a_deleted_document_is_left_and_its_hash_and_grades_are(place: Place) -> None:
    before = kept_with_everything(place)
    other = kept(place.app, text="Another article.", outlet="Evening Star", claims=[claim()])
    told = place.tables()
    assert [mark for mark in MARKS if mark.encode() not in told] == []  # else this could not fail
    response = delete(place.app, before["id"])
    assert response.status_code == 200
    left = place.tables()
    assert [mark for mark in MARKS if mark.encode() in left] == []
    if place.settings.database_url is None:
        assert [mark for mark in MARKS if mark.encode() in place.files()] == []
    after = DocumentKept.model_validate_json(response.content)
    assert (after.text, after.title, after.outlet, after.url, after.roots, after.warnings) == (None,) * 4 + ([], [])
    assert (after.sha256, after.characters, after.date) == (before["sha256"], len(TEXT), "2026-01-31")
    assert after.deleted is not None
    assert after.deleted.by == "local"
    for was, now in zip(before["claims"], after.claims, strict=True):
        assert now.assessment.model_dump() == was["assessment"]
        assert now.positions == was["positions"]
        assert (now.id, now.text, now.spans) == (None, None, [])
    assert after.reviews.model_dump() == before["reviews"]
    assert shown(place.app, other["id"]) == other


def test_what_is_left_is_found_again_and_its_assessments_have_their_numbers(place: Place) -> None:
    before = kept_with_everything(place)
    listed = ask(place.app, "GET", "/v1/assessments", params={"document": before["id"]}).json()["assessments"]
    answers = {each["id"]: ask(place.app, "GET", f"/v1/assessments/{each['id']}").json() for each in listed}
    deleted = delete(place.app, before["id"])
    found = ask(place.app, "GET", f"{PATH}/{before['id']}")
    assert (found.content, found.headers["etag"]) == (deleted.content, deleted.headers["etag"])
    page = ask(place.app, "GET", PATH, params={"sha256": before["sha256"]}).json()["documents"]
    assert [each["deleted"] for each in page] == [found.json()["deleted"]]
    assert ask(place.app, "GET", PATH, params={"outlet": before["outlet"]}).json() == {"documents": []}
    name = before["roots"][0]["root"]
    assert ask(place.app, "GET", "/v1/assessments", params={"root": name}).json() == {"assessments": []}
    again = ask(place.app, "GET", "/v1/assessments", params={"document": before["id"]})
    assert len(KeptList.model_validate_json(again.content).assessments) == len(listed) == 4
    for id_, was in answers.items():
        response = ask(place.app, "GET", f"/v1/assessments/{id_}")
        now = Kept.model_validate_json(response.content)
        assert now.deleted == found.json()["deleted"]["at"]
        assert [review.note for review in now.reviews] == [None] * len(was["reviews"])
        told = response.json()["result"]
        for name in ("grade", "overall", "axes", "derived", "facts_digest", "rubric", "engine", "status", "as_of"):
            assert told[name] == was["result"][name], name
        losses = [{k: v for k, v in line.items() if k != "because"} for line in was["result"]["losses"]]
        assert [{k: v for k, v in line.items() if k != "because"} for line in told["losses"]] == losses


def test_with_what_was_deleted_nothing_can_be_done(place: Place) -> None:
    before = kept(place.app, claims=[claim()])
    one = f"/v1/assessments/{before['claims'][0]['assessment']['id']}"
    tag = delete(place.app, before["id"]).headers["etag"]
    headers = {"if-match": "*"}
    bodies = {"replay": None, "what-if": {}, "reviews": {"verdict": "agree"}, "corrections": {"claim": claim()}}
    for path, body in bodies.items():
        response = ask(place.app, "POST", f"{one}/{path}", json=body, headers=headers)
        assert_problem(response, 410, "deleted")
    assert_problem(delete(place.app, before["id"], tag), 410, "deleted")


def test_a_key_under_which_something_deleted_was_kept_brings_nothing_back(place: Place) -> None:
    body = {"outlet": "Daily Ledger", "claims": [claim()]}
    document = post(place.app, {"idempotency-key": "k"}, **body).json()
    first = delete(place.app, document["id"], '"r0"', **{"idempotency-key": "gone"})
    assert delete(place.app, document["id"], '"r0"', **{"idempotency-key": "gone"}).content == first.content
    assert_problem(post(place.app, {"idempotency-key": "k"}, **body), 410, "deleted")
    assert len(ask(place.app, "GET", PATH).json()["documents"]) == 1
    assert post(place.app, {"idempotency-key": "another"}, **body).status_code == 201


def test_only_who_has_seen_it_as_it_is_deletes_it(place: Place) -> None:
    document = kept(place.app, claims=[claim()])
    one = f"/v1/assessments/{document['claims'][0]['assessment']['id']}/reviews"
    assert_problem(ask(place.app, "DELETE", f"{PATH}/{document['id']}"), 428, "precondition_required")
    assert_problem(delete(place.app, document["id"], "r0"), 422, "invalid_request")
    assert_problem(delete(place.app, document["id"], 'W/"r0"'), 412, "changed")
    assert ask(place.app, "POST", one, json={"verdict": "agree"}, headers={"if-match": "*"}).status_code == 201
    assert_problem(delete(place.app, document["id"], '"r0"'), 412, "changed")
    assert shown(place.app, document["id"])["text"] == document["text"]
    assert delete(place.app, document["id"], '"r1"').status_code == 200


def test_of_two_who_delete_at_once_one_does(place: Place) -> None:
    document = kept(place.app, claims=[claim()])
    found: list[int] = []

    def one() -> None:
        found.append(delete(place.app, document["id"], '"r0"').status_code)

    both = [threading.Thread(target=one) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert sorted(found) in ([200, 410], [200, 412])


def test_what_was_let_go_of_would_be_found_in_the_file_without_care(tmp_path: Path) -> None:
    """What the other tests look for is really left by a database that is not told to overwrite: they can fail."""
    place = Place(service_of(Settings(data_dir=tmp_path)), Settings(data_dir=tmp_path))
    kept_with_everything(place)
    place.app.state.storage.close()
    engine = create_engine(f"sqlite:///{tmp_path / EMBEDDED}")
    with engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA secure_delete=OFF")
        connection.exec_driver_sql("UPDATE assessments SET facts = x'', answer = x''")
        connection.exec_driver_sql("UPDATE documents SET text = NULL")
    engine.dispose()
    assert MARKS[12].encode() in place.files()
