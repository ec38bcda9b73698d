"""Does the help name every key, kind, fact, band, gate and role, and say how a grade is made as the docs do?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from tests.api.asking import ask
from tests.services import service_of
from tests.web.reading import Element, read_page

from sayso.facts.vocabulary import load_vocabulary
from sayso.settings import Settings
from sayso.usecases.desk import Desk
from sayso.usecases.who import ROLES
from sayso.web.view_help import KEYS


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    made = service_of(Settings(data_dir=tmp_path_factory.mktemp("help")))
    yield made
    made.state.storage.close()


@pytest.fixture(scope="module")
def shown(app: FastAPI) -> Element:
    response = ask(app, "GET", "/help")
    assert response.status_code == 200
    return read_page(response.text)


def test_every_kind_and_every_fact_is_explained(shown: Element, root: Path) -> None:
    vocabulary = load_vocabulary(root / "rubrics" / "vocabulary.yaml")
    words = {code.text for code in shown.all("code")}
    fields = {*vocabulary.link, *vocabulary.claim, *vocabulary.attribution}
    assert {*vocabulary.kinds, *fields} <= words


def test_every_band_and_gate_of_every_rubric_is_there(app: FastAPI, shown: Element) -> None:
    desk: Desk = app.state.desk
    cells, codes = {cell.text for cell in shown.all("td")}, {code.text for code in shown.all("code")}
    for rubric in desk.catalog.rubrics:
        assert rubric.ref in codes
        assert {gate.id for gate in rubric.gates} <= codes
        for axis in rubric.axes:
            assert {band.label for band in axis.bands} | {axis.abstain_label} <= cells


def test_every_key_and_every_role_is_there(shown: Element) -> None:
    heads = [cell.text for cell in shown.all("th")]
    assert {keys for keys, _ in KEYS} <= set(heads)
    assert {role.replace("_", " ").capitalize() for role in ROLES} <= set(heads)


def test_how_a_grade_is_made_is_the_page_of_the_docs(shown: Element, root: Path) -> None:
    told = shown.one("div", "prose").text
    text = (root / "docs" / "how-a-grade-is-made.md").read_text(encoding="utf-8")
    for title in re.findall(r"^## (.*)$", text, re.MULTILINE):
        assert title.replace("`", "") in told
    assert "39.330" in told


def test_the_text_brings_no_style_no_link_and_no_second_title(app: FastAPI, shown: Element) -> None:
    prose = shown.one("div", "prose")
    assert not [each for each in prose.all() if "style" in each.attributes or each.tag in ("a", "h1", "h2", "script")]
    assert list(prose.all("td", "figure"))
    assert "script-src 'self'" in ask(app, "GET", "/help").headers["content-security-policy"]


def test_what_the_contents_name_is_on_the_page(shown: Element) -> None:
    ids = {str(each.attributes["id"]) for each in shown.all() if "id" in each.attributes}
    links = [str(each.attributes["href"]) for each in shown.one("ul", "contents").all("a")]
    assert {link.removeprefix("#") for link in links} <= ids
