"""Can a text from outside become markup, hide a character, or turn the order of the page?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from tests.api.asking import ask
from tests.services import shipped_desk
from tests.web.reading import Element, read_page

from sayso.facts.claim import read_claim
from sayso.usecases.desk import Desk
from sayso.usecases.document import ReadDocument
from sayso.web.routes import add_pages

SCRIPT = "<script>alert(1)</script>"
ATTRIBUTE = '" onmouseover="alert(1)" style="color:red" x="'
OVERRIDE = "sworn \u202eesle\u202c statement"
HEBREW = "מקור בכיר 🚀 אמר כך"


@pytest.fixture(scope="module")
def desk() -> Desk:
    return shipped_desk()


def served(desk: Desk, text: str, *claims: dict[str, Any]) -> FastAPI:
    """A service of pages only, about this document."""
    read = tuple(read_claim(claim, desk.vocabulary).claim for claim in claims)
    app = FastAPI(openapi_url=None)
    add_pages(app, desk, ReadDocument("d", text[:60], "An outlet", "2026-11-01", text, read))
    return app


def claim_with(words: str, length: int) -> dict[str, Any]:
    root = {"source": words, "kind": "classified_leak", "identification": "bare", "note": words, "role_text": words}
    outlet = {"source": words, "kind": "secondhand_media", "relation": "quotes", "mention": [[0, 3]]}
    return {
        "id": f"a/{words}"[:60],
        "text": words,
        "seriousness": "serious_allegation",
        "spans": [[0, length]],
        "hedges": [{"term": words[:20], "span": [[0, 1]]}],
        "attributions": [{"chain": [outlet, root]}, {"chain": [outlet, {"source": words, "kind": "rumour"}]}],
    }


def shown(app: FastAPI, path: str = "/") -> tuple[str, Element]:
    response = ask(app, "GET", path)
    assert response.status_code == 200
    return response.text, read_page(response.text)


MARKUP = [SCRIPT, ATTRIBUTE, "{{ 7 * 7 }}{% raise %}", "&lt;b&gt;", "']]>--><svg/onload=alert(1)>"]


@pytest.mark.parametrize("words", MARKUP)
def test_markup_in_any_text_stays_text(desk: Desk, words: str) -> None:
    html, tree = shown(served(desk, words, claim_with(words, len(words))))
    assert "<script>" not in html
    for element in tree.all():
        assert not {name for name in element.attributes if name == "style" or name.startswith("on")}, element.tag
    assert tree.one("blockquote").text == " ".join(words.split())
    assert words.split()[0] in tree.one("article", "text").one("h1").text


def test_a_claim_whose_id_is_markup_has_a_page_of_its_own(desk: Desk) -> None:
    app = served(desk, SCRIPT, claim_with(SCRIPT, 5))
    _, tree = shown(app)
    target = str(tree.one("section", "claims").one("tbody").one("a").attributes["href"]).partition("#")[0]
    assert set(target) & set("<>\" '") == set()
    assert shown(app, target)[1].one("title").text.startswith("Claim 1 (")


def test_characters_that_turn_the_order_are_written_out(desk: Desk) -> None:
    html, tree = shown(served(desk, OVERRIDE, claim_with(OVERRIDE, len(OVERRIDE))))
    assert "\u202e" not in html
    assert tree.one("blockquote").text == "sworn [U+202E]esle[U+202C] statement"


def test_control_characters_are_written_out(desk: Desk) -> None:
    html, tree = shown(served(desk, "a\x07b\x1b[31mc", claim_with("plain words", 4)))
    assert not {chr(point) for point in (*range(9), *range(0x0E, 0x20))} & set(html)
    assert "[U+0007]" in tree.one("div", "words").text


def test_text_of_another_direction_is_set_apart(desk: Desk) -> None:
    _, tree = shown(served(desk, HEBREW, claim_with(HEBREW, len(HEBREW))))
    for found in (tree.one("blockquote"), *tree.one("div", "words").all("p"), tree.one("h1"), *tree.all("p", "who")):
        assert found.attributes.get("dir") == "auto"
    assert tree.one("blockquote").text == HEBREW


def test_a_document_without_claims_says_so(desk: Desk) -> None:
    _, tree = shown(served(desk, "Nothing is claimed here."))
    assert tree.one("section", "claim").one("h2").text == "No claims"
    assert "Nothing is claimed here." in tree.one("div", "words").text


def test_several_chains_are_drawn_and_the_page_says_which_speaks(desk: Desk) -> None:
    _, tree = shown(served(desk, "It is so.", claim_with("A source", 5)))
    assert [each.text for each in tree.one("section", "claim").all("h4")] == ["Chain 1 of 2", "Chain 2 of 2"]
    said = [note.text for note in tree.one("section", "claim").all("p", "note") if "speak" in note.text.lower()]
    assert sorted(note.partition(" (")[0] for note in said) == [
        "Does not speak on source reliability", "Speaks for the claim on source reliability.",
    ]  # fmt: skip


def test_a_claim_that_stands_nowhere_in_the_text_is_still_listed(desk: Desk) -> None:
    claim = {**claim_with("A source", 5), "spans": []}
    _, tree = shown(served(desk, "It is so.", claim))
    assert list(tree.one("div", "words").all("mark")) == []
    assert len(list(tree.one("section", "claims").one("tbody").all("tr"))) == 1


def test_templates_are_escaped_by_default_and_never_opt_out() -> None:
    for file in sorted((Path(__file__).parents[2] / "service" / "sayso" / "web" / "templates").glob("*.html")):
        text = file.read_text(encoding="utf-8")
        assert "| safe" not in text, file.name
        assert "|safe" not in text, file.name
        assert "autoescape" not in text, file.name
