"""Are documents listed, and is an article kept that was pasted or uploaded; and what if it cannot be?"""

from __future__ import annotations

import asyncio
import html
import sys
from collections.abc import Iterator
from importlib.machinery import ModuleSpec
from io import BytesIO
from types import ModuleType
from typing import Any

import httpx
import pytest
from docx import Document
from tests.web.reviewing import Desk

from sayso.app import build_app
from sayso.settings import Settings

TEXT = "The minister will resign on Monday, two officials told the Daily Ledger. Nobody else has said so.\n\nIt rained."


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    app = build_app(Settings(data_dir=tmp_path_factory.mktemp("documents"), extractor="rules"))
    yield Desk(app)
    app.state.storage.close()


def run(work: Any) -> Any:
    return asyncio.run(work)


async def send(desk: Desk, fields: dict[str, str], file: tuple[str, bytes] | None = None) -> httpx.Response:
    files = {"file": file} if file else {"file": ("", b"")}
    return await desk.ask("POST", "/documents", data=fields, files=files)


def docx(*paragraphs: str) -> bytes:
    document, out = Document(), BytesIO()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(out)
    return out.getvalue()


def test_a_desk_without_documents_offers_to_begin(tmp_path: Any) -> None:
    app = build_app(Settings(data_dir=tmp_path, extractor="rules"))
    empty = Desk(app)

    async def begin() -> None:
        page = await empty.get("/documents")
        assert "Nothing is here yet" in page.text
        kept = await empty.send("/documents", {"do": "seed"})
        assert kept.status_code == 303
        assert "Claim 1 <span" in (await empty.get(kept.headers["location"])).text
        again = await empty.send("/documents", {"do": "seed"})
        assert again.headers["location"] == kept.headers["location"]

    run(begin())
    app.state.storage.close()


def test_a_pasted_article_is_kept_to_the_letter_and_stands_in_the_list(desk: Desk) -> None:
    async def paste() -> None:
        fields = {
            "text": TEXT.replace("\n", "\r\n"),
            "outlet": "Daily <i>Ledger",
            "title": "Minister",
            "date": "2026-01-31",
        }
        kept = await send(desk, fields)
        assert kept.status_code == 303
        id_ = kept.headers["location"].removeprefix("/documents/").partition("?")[0]
        told = (await desk.get(f"/v1/documents/{id_}")).json()
        assert told["text"] == TEXT
        assert (told["title"], told["date"]) == ("Minister", "2026-01-31")
        assert "Daily &lt;i&gt;Ledger" in (await desk.get("/documents")).text
        audit = (await desk.get("/v1/audit?limit=5")).json()
        assert "keepDocument" in str(audit)

    run(paste())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", TEXT.encode()),
        ("a.md", b"# Minister\n\n" + TEXT.encode()),
        ("a.html", f"<html><title>Minister</title><body><article><p>{TEXT * 3}</p></article></body></html>".encode()),
        ("A.DOCX", docx(*TEXT.split("\n\n"))),
    ],
)
def test_a_file_is_read_by_its_form(desk: Desk, name: str, content: bytes) -> None:
    async def upload() -> None:
        kept = await send(desk, {"text": "", "outlet": "Daily Ledger"}, (name, content))
        assert kept.status_code == 303, kept.text
        id_ = kept.headers["location"].removeprefix("/documents/").partition("?")[0]
        assert "two officials told the Daily Ledger" in (await desk.get(f"/v1/documents/{id_}")).json()["text"]

    run(upload())


@pytest.mark.parametrize(
    ("fields", "file", "field"),
    [
        ({"text": "  \n "}, None, "text"),
        ({"text": "a\0b"}, None, "text"),
        ({"text": TEXT, "date": "soon"}, None, "date"),
        ({"text": TEXT, "url": "javascript:alert(1)"}, None, "url"),
        ({"text": TEXT, "rubric": "nowhere"}, None, "rubric"),
        ({"text": TEXT, "title": "x" * 3_000}, None, "title"),
        ({"text": "x" * 500_001}, None, "text"),
        ({"text": TEXT}, ("a.txt", b"both"), "file"),
        ({}, ("a.exe", b"MZ"), "file"),
        ({}, ("a", TEXT.encode()), "file"),
        ({}, ("a.docx", b"no package"), "file"),
        ({}, ("a.docx", b"\xd0\xcf\x11\xe0" + bytes(600)), "file"),
        ({}, ("a.docx", docx()), "file"),
        ({}, ("a.txt", b"\xff\xfe\x00"), "file"),
        ({}, ("a.html", b"<html></html>"), "file"),
    ],
)
def test_what_cannot_be_kept_comes_back_with_what_was_written(
    desk: Desk, fields: dict[str, str], file: tuple[str, bytes] | None, field: str
) -> None:
    async def paste() -> None:
        before = (await desk.get("/v1/documents")).json()["documents"]
        reply = await send(desk, {"outlet": "The <b> Ledger & Co", **fields}, file)
        assert reply.status_code == 422
        assert f'href="#{field}"' in reply.text
        assert html.escape("The <b> Ledger & Co") in reply.text
        text = fields.get("text", "")
        if "\0" not in text and text.strip():
            assert html.escape(text[:60]) in html.escape(html.unescape(reply.text))
        assert (await desk.get("/v1/documents")).json()["documents"] == before

    run(paste())


def test_the_text_of_a_file_is_not_lost_where_something_else_is_wrong(desk: Desk) -> None:
    reply = run(send(desk, {"date": "soon"}, ("a.docx", docx(*TEXT.split("\n\n")))))
    assert reply.status_code == 422
    assert "two officials told the Daily Ledger" in reply.text


def test_a_file_larger_than_a_request_may_be_is_told(desk: Desk) -> None:
    reply = run(send(desk, {}, ("a.txt", b"x" * (2 * 1024 * 1024 + 1))))
    assert reply.status_code == 413


def test_a_form_from_another_site_keeps_nothing(desk: Desk) -> None:
    reply = run(desk.send("/documents", {"text": TEXT}, **{"sec-fetch-site": "cross-site"}))
    assert reply.status_code == 403


def test_the_list_is_filtered_and_goes_on(desk: Desk) -> None:
    async def look() -> None:
        for at in range(26):
            body = {"text": f"Article {at}.", "outlet": "The Paging Post", "title": f"Number {at}", "claims": []}
            assert (await desk.ask("POST", "/v1/documents", json=body)).status_code == 201
        first = (await desk.get("/documents?outlet=the+paging+post")).text
        assert "Number 25" in first
        assert "Number 0<" not in first
        older = html.unescape(first[first.index('<a href="/documents?outlet=') :].split('"')[1])
        second = (await desk.get(older)).text
        assert "Number 0<" in second
        assert "Newest" in second
        assert "No document is like that" in (await desk.get("/documents?outlet=nowhere")).text
        assert "No document is like that" in (await desk.get("/documents?since=2999-01-01")).text

    run(look())


@pytest.mark.parametrize(
    "query", ["since=soon", "cursor=nowhere", "outlet=%00", "since=%00", "cursor=" + "f" * 32, "outlet=" + "x" * 9_000]
)
def test_an_odd_address_is_answered_with_a_page(desk: Desk, query: str) -> None:
    assert run(desk.get(f"/documents?{query}")).status_code == 200


def test_an_edited_text_takes_the_place_of_the_kept_one_and_has_to_be_signed_anew(desk: Desk) -> None:
    async def edit() -> None:
        first = (await send(desk, {"text": TEXT, "title": 'Minister "resigns"'})).headers["location"].partition("?")[0]
        id_ = first.removeprefix("/documents/")
        page = await desk.get(first)
        assert f'href="/documents?edit={id_}#add"' in page.text
        form = (await desk.get(f"/documents?edit={id_}")).text
        assert f'<input type="hidden" name="replaces" value="{id_}">' in form
        assert "Nobody else has said so." in form
        assert "Minister &#34;resigns&#34;" in form
        edited = await send(desk, {"text": TEXT.replace("Monday", "Tuesday"), "replaces": id_})
        assert edited.status_code == 303
        second = edited.headers["location"].partition("?")[0]
        assert second != first
        assert f'<a href="{second}">go to the edited text</a>' in (await desk.get(first)).text
        assert f'<a href="{first}">the one before</a>' in (await desk.get(second)).text
        queued = [each["document"] for each in (await desk.get("/v1/queue?order=newest")).json()["documents"]]
        assert second.removeprefix("/documents/") in queued
        assert id_ not in queued
        again = await send(desk, {"text": TEXT, "replaces": id_})
        assert again.status_code == 409
        assert f'value="{id_}"' in again.text

    run(edit())


@pytest.mark.parametrize("replaces", ["nonsense", "0" * 32, "<script>"])
def test_an_edit_of_what_is_not_there_is_told_and_keeps_nothing(desk: Desk, replaces: str) -> None:
    async def edit() -> None:
        before = (await desk.get("/v1/documents")).json()
        reply = await send(desk, {"text": TEXT, "replaces": replaces})
        assert reply.status_code in (404, 422)
        assert "Nobody else has said so." in reply.text
        assert "<script>" not in reply.text
        assert (await desk.get("/v1/documents")).json() == before
        shown = await desk.get(f"/documents?edit={'0' * 32}")
        assert shown.status_code == 404
        assert (await desk.get("/documents?edit=nonsense")).status_code == 200

    run(edit())


@pytest.mark.parametrize("draws", [True, False], ids=["with what draws a PDF", "without"])
def test_a_stored_document_leads_to_its_print_sheet_and_exports(
    desk: Desk, draws: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = ModuleType("weasyprint")
    module.__spec__ = ModuleSpec("weasyprint", None)
    monkeypatch.setitem(sys.modules, "weasyprint", module if draws else None)  # type: ignore[arg-type]

    async def take() -> None:
        place = (await send(desk, {"text": TEXT})).headers["location"].partition("?")[0]
        page = (await desk.get(place)).text
        assert f'href="{place}/print"' in page
        for form in ("csv", "ndjson", "json-ld", "pdf"):
            assert (f'href="/v1{place}/export?format={form}"' in page) == (form != "pdf" or draws)
        assert (await desk.get(f"{place}/print")).status_code == 200

    run(take())
