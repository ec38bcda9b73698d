"""Do pages call people and keys by their names, and not by what they are kept under?"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.people import Peopled, peopled

from sayso.store.people_port import PersonRow
from sayso.usecases.people import About, changing
from sayso.usecases.reviews import Expected

TEXT = "The harbour is closed, Ana Ruiz said."
CLAIM = {"id": "one", "text": "The harbour is closed.", "attributions": [{"chain": [{"source": "Ana Ruiz"}]}]}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peopled]:
    yield from peopled(request, tmp_path_factory.mktemp("desk"))


@pytest.fixture
def reviewer(desk: Peopled) -> PersonRow:
    return desk.add("author", "reviewer", name="Bea <b> Brandt")


def document(desk: Peopled, bearer: dict[str, str]) -> str:
    kept = desk.ask("POST", "/v1/documents", json={"text": TEXT, "claims": [CLAIM]}, headers=bearer)
    assert kept.status_code == 201, kept.text
    return str(kept.json()["id"])


def test_the_queue_the_document_and_its_history_name_who_did_what(desk: Peopled, reviewer: PersonRow) -> None:
    id_ = document(desk, {"authorization": f"Bearer {desk.key('score')}"})
    token = desk.session(reviewer)
    assert desk.form(f"/documents/{id_}/lease", token, do="take").status_code == 303
    other = desk.session(desk.add("reviewer", name="Cleo Clark"))
    named = "Bea &lt;b&gt; Brandt"
    for path in ("/queue", f"/documents/{id_}"):
        page = desk.ask("GET", path, other).text
        assert named in page, path
        assert f"person:{reviewer.id}" not in page, path
    page = desk.ask("GET", "/documents", other).text
    assert "tool (key)" in page
    assert "key:" not in page
    refused = desk.form(f"/documents/{id_}/lease", other, do="take")
    assert refused.status_code == 409
    assert f"held by {named} until" in refused.text
    assert "person:" not in refused.text


def test_two_of_one_name_are_told_apart_by_their_addresses(desk: Peopled, reviewer: PersonRow) -> None:
    twin = desk.add("reviewer", name=reviewer.name)
    assert desk.store.people.names() == {
        **{each.id: each.name for each in desk.store.people.page(None, 9) if each.name != twin.name},
        reviewer.id: f"{reviewer.name} ({reviewer.email})",
        twin.id: f"{twin.name} ({twin.email})",
    }


def test_who_is_renamed_is_called_by_the_new_name_at_once(desk: Peopled, reviewer: PersonRow) -> None:
    id_ = document(desk, {"authorization": f"Bearer {desk.key('score')}"})
    token = desk.session(reviewer)
    assert desk.form(f"/documents/{id_}/lease", token, do="take").status_code == 303
    other = desk.session(desk.add("reviewer", name="Cleo Clark"))
    about = About("Bea Berger", reviewer.email, reviewer.roles, ())
    desk.store.submit(changing(reviewer.id, about, None, Expected(None), "test")).result(30)
    page = desk.ask("GET", "/queue", other).text
    assert "Bea Berger" in page
    assert "Brandt" not in page
