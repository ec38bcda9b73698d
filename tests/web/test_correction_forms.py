"""Are facts corrected on a claim's page: shown first, kept with the reason, and never over somebody else's head?"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from tests.services import service_of
from tests.web.reviewing import Desk, opened, run, shown_in, two_claims

from sayso.settings import Settings

NASTY = "<script>alert(1)</script> \"'> \u202eevil {{ 7*7 }} =cmd|"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    app = service_of(Settings(data_dir=tmp_path_factory.mktemp("pages")))
    yield Desk(app)
    app.state.storage.close()


@pytest.fixture
def claims() -> list[Any]:
    return two_claims()


ACCESS = "/attributions/0/chain/2/access"


def test_a_correction_is_shown_first_and_then_kept_with_its_reason(desk: Desk, claims: list[Any]) -> None:
    async def correct() -> None:
        id_, page, seen = await opened(desk, claims)
        before = await desk.assessment(id_)
        shown = await desk.send(f"{page}/correct", seen | {ACCESS: "direct", "do": "preview"})
        assert shown.status_code == 200
        assert "What would follow" in shown.text
        assert (await desk.assessment(id_))["id"] == before["id"]
        fields = {ACCESS: "direct", "do": "keep", "why": f"The report says so. {NASTY}"}
        assert (await desk.send(f"{page}/correct", seen | fields)).status_code == 303
        after = await desk.assessment(id_)
        assert after["replaces"] == before["id"]
        patch = {"attributions": deepcopy(claims[0]["attributions"])}
        patch["attributions"][0]["chain"][2]["access"] = "direct"
        tried = await desk.ask("POST", f"/v1/assessments/{before['id']}/what-if", json=patch)
        assert tried.json()["after"]["axes"] == after["result"]["axes"]
        text = (await desk.get(page)).text
        assert "Facts corrected" in text
        assert "Corrected: The report says so." in text
        assert "<script>alert" not in text

    run(correct())


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"do": "preview"}, 422),
        ({ACCESS: "sideways"}, 422),
        ({ACCESS: "direct", "do": "keep", "why": "short"}, 422),
        ({ACCESS: "direct", "do": "keep", "why": "with NUL\0 in it, long enough"}, 422),
        ({"/roots/count": "many"}, 422),
        ({"/specifics": "who, nonsense"}, 422),
        ({"/attributions/0/chain/2/observed_at": "soon"}, 422),
        ({"/attributions/0/chain/0/plural": "perhaps"}, 422),
        ({"/nowhere": "x", "/attributions/9/chain/0/access": "direct"}, 422),
    ],
)
def test_a_correction_that_cannot_be_kept_comes_back(
    desk: Desk, claims: list[Any], fields: dict[str, str], status: int
) -> None:
    async def correct() -> None:
        id_, page, seen = await opened(desk, claims)
        before = await desk.assessment(id_)
        reply = await desk.send(f"{page}/correct", seen | fields)
        assert reply.status_code == status
        assert "This was not kept" in reply.text
        assert (await desk.assessment(id_))["id"] == before["id"]

    run(correct())


def test_a_correction_of_what_was_corrected_meanwhile_shows_both(desk: Desk, claims: list[Any]) -> None:
    async def correct() -> None:
        id_, page, seen = await opened(desk, claims)
        first = {ACCESS: "direct", "do": "keep", "why": "The first one to see it."}
        await desk.send(f"{page}/correct", seen | first)
        mine = {"/attributions/0/chain/2/medium": "speech", "do": "keep", "why": "The second one to see it."}
        reply = await desk.send(f"{page}/correct", seen | mine)
        assert reply.status_code == 412
        assert "The second one to see it." in reply.text
        assert "What would follow" in reply.text
        again = shown_in(reply.text)
        assert (await desk.send(f"{page}/correct", again | mine)).status_code == 303
        facts = (await desk.assessment(id_))["result"]
        assert facts["criteria"]
        text = (await desk.get(page)).text
        assert "Corrected: The first one to see it." in text
        assert "Corrected: The second one to see it." in text

    run(correct())


def test_what_is_kept_on_pages_is_counted_by_rubric_and_grade_once_it_is(tmp_path: Path) -> None:
    app = service_of(Settings(data_dir=tmp_path, extractor="rules"))
    fresh = Desk(app)

    async def graded() -> int:
        figures = (await fresh.get("/metrics")).text.splitlines()
        return sum(int(float(line.rsplit(" ")[-1])) for line in figures if line.startswith("sayso_assessments_total{"))

    async def keep() -> None:
        kept = await fresh.send("/documents", {"text": "The mayor said on Monday that the bridge will close."})
        assert kept.status_code == 303
        claims = (await fresh.get(f"/v1{kept.headers['location'].partition('?')[0]}")).json()["claim_count"]
        assert claims > 0
        assert await graded() == claims
        _, page, seen = await opened(fresh, two_claims())
        before = await graded()
        assert (await fresh.send(f"{page}/correct", seen | {ACCESS: "direct", "do": "preview"})).status_code == 200
        assert await graded() == before
        fields = {ACCESS: "direct", "do": "keep", "why": "The report says so."}
        assert (await fresh.send(f"{page}/correct", seen | fields)).status_code == 303
        assert await graded() == before + 1
        assert (await fresh.send(f"{page}/correct", seen | fields)).status_code == 412
        assert await graded() == before + 1

    run(keep())
    app.state.storage.close()
