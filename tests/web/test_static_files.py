"""Are the style sheet and the icon served with type and ETag, and nothing else of the disk?"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from fastapi import FastAPI
from tests.api.asking import ask, assert_problem
from tests.web.reading import read_page

from sayso import web

TEMPLATES = Path(web.__file__).parent / "templates"


def test_the_page_names_the_style_sheet_by_its_content_and_it_may_be_kept(service: FastAPI) -> None:
    links = [each.attributes for each in read_page(ask(service, "GET", "/").text).all("link")]
    types = {"stylesheet": "text/css; charset=utf-8", "icon": "image/svg+xml"}
    assert sorted(str(link["rel"]) for link in links) == ["icon", "stylesheet", "stylesheet"]
    for link in links:
        response = ask(service, "GET", str(link["href"]))
        assert response.status_code == 200
        assert response.headers["content-type"] == types[str(link["rel"])]
        assert "immutable" in response.headers["cache-control"]
        assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/static/sayso.css", "/static/sayso.css?v=0000000000000000"])
def test_an_address_without_the_content_is_asked_for_anew(service: FastAPI, path: str) -> None:
    first = ask(service, "GET", path)
    assert first.headers["cache-control"] == "no-cache"
    again = ask(service, "GET", path, headers={"if-none-match": f'"other", W/{first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "name",
    ["", "nothing.css", "..%2fview_page.py", "%2e%2e/view_page.py", "sayso.css/", "%2fetc%2fhosts", "S.CSS"],
)
def test_nothing_else_is_served(service: FastAPI, name: str) -> None:
    assert_problem(ask(service, "GET", f"/static/{name}"), 404, "not_found")


def test_the_style_sheet_asks_for_nothing(service: FastAPI) -> None:
    css = ask(service, "GET", "/static/sayso.css").text
    assert not re.search(r"@import|@font-face|url\(|https?:", css)


def test_every_class_that_the_style_sheet_speaks_of_is_used(service: FastAPI) -> None:
    css = re.sub(r"/\*.*?\*/", "", ask(service, "GET", "/static/sayso.css").text, flags=re.DOTALL)
    named = set(re.findall(r"\.([a-z][a-z0-9-]*)(?=[\s,.:>{\[)])", css))
    used: set[str] = set()
    for number in range(1, 26):
        for rubric in ("newsroom", "nato-admiralty", "osint-verification"):
            tree = read_page(ask(service, "GET", f"/claims/seed-{number:02}?rubric={rubric}").text)
            used |= {name for each in tree.all() for name in (each.attributes.get("class") or "").split()}
    nothing = read_page(ask(service, "GET", "/claims/nowhere").text)
    used |= {name for each in nothing.all() for name in (each.attributes.get("class") or "").split()}
    article = {"text": "He said it was so. The mayor said we had lost. It shows that they are not."}
    for pasted in (ask(service, "GET", "/read"), ask(service, "POST", "/read", data=article)):
        used |= {name for each in read_page(pasted.text).all() for name in (each.attributes.get("class") or "").split()}
    for template in ("people.html", "sign_in.html"):
        html = (TEMPLATES / template).read_text(encoding="utf-8")
        used |= {name for classes in re.findall(r' class="([^"{]*)"', html) for name in classes.split()}
    unseen_in_the_seed = {"depth2", "warnings", "t2"}
    assert sorted(named - used - unseen_in_the_seed) == []


def test_htmx_is_the_file_that_was_published_as_4_0_1() -> None:
    content = (TEMPLATES.parent / "static" / "htmx.min.js").read_bytes()
    assert hashlib.sha256(content).hexdigest() == "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130"
