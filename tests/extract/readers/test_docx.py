"""Is a Word document read in its order, and what becomes of one that is broken, locked or a trap?"""

from __future__ import annotations

import random
import zipfile
from contextlib import suppress
from io import BytesIO
from typing import Any

import pytest
from docx import Document

from sayso.errors import InvalidArticle
from sayso.extract.article import Article
from sayso.extract.readers.forms import form_named, form_of, read_bytes

DOCX = form_named("docx")


def written(document: Any) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def packed(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def with_body(xml: str) -> bytes:
    """A whole document whose body is this."""
    parts = unpacked(written(Document()))
    head = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    head += 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    parts["word/document.xml"] = f"{head}<w:body>{xml}</w:body></w:document>".encode()
    return packed(parts)


def read(data: bytes) -> Article:
    return read_bytes(data, DOCX)


def code_of(data: bytes, most: int = 500_000) -> str:
    with pytest.raises(InvalidArticle) as caught:
        read_bytes(data, DOCX, most)
    return caught.value.problems[0].code


def article() -> Any:
    document = Document()
    document.add_heading("Minister resigns", 0)
    document.add_paragraph("The minister said she would go.")
    document.add_heading("What was said", 2)
    table = document.add_table(2, 2)
    for row, words in zip(table.rows, (("Who", "What"), ("The minister", "I am going")), strict=True):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    document.add_paragraph("She spoke in Paris \U0001f600 \u05e9\u05dc\u05d5\u05dd.")
    return document


def test_paragraphs_headings_and_tables_come_in_their_order() -> None:
    found = read(written(article()))
    assert found.title == "Minister resigns"
    assert found.text.split("\n\n") == [
        "The minister said she would go.",
        "What was said",
        "Who | What",
        "The minister | I am going",
        "She spoke in Paris \U0001f600 \u05e9\u05dc\u05d5\u05dd.",
    ]


def test_a_file_is_known_by_its_name() -> None:
    assert form_of("Draft 3.DOCX") == DOCX


def test_what_was_struck_out_is_no_text_and_what_was_inserted_is() -> None:
    body = (
        "<w:p><w:r><w:t>He said </w:t></w:r><w:del><w:r><w:t>no</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t>yes</w:t></w:r></w:ins><w:r><w:tab/><w:t>twice</w:t></w:r></w:p>"
    )
    assert read(with_body(body)).text == "He said yes twice"


def test_text_in_a_content_control_and_in_a_link_is_read_once() -> None:
    body = (
        "<w:sdt><w:sdtContent><w:p><w:hyperlink><w:r><w:t>The Post</w:t></w:r></w:hyperlink><w:r><w:t> wrote.</w:t>"
        "</w:r></w:p></w:sdtContent></w:sdt>"
    )
    assert read(with_body(body)).text == "The Post wrote."


def test_a_table_inside_a_table_belongs_to_the_outer_row() -> None:
    inner = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>deep</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    body = f"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p>{inner}</w:tc></w:tr></w:tbl>"
    assert "deep" in read(with_body(body)).text
    assert "\n\n" not in read(with_body(body)).text


def test_a_cell_that_says_it_spans_a_billion_columns_is_one_cell() -> None:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr><w:p><w:r><w:t>wide</w:t></w:r></w:p></w:tc>'
    assert read(with_body(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>")).text == "wide"


def test_nothing_in_it_is_told() -> None:
    assert code_of(written(Document())) == "empty_text"


def test_too_long_a_text_is_told() -> None:
    assert code_of(written(article()), most=20) == "too_long"


def test_an_old_or_locked_file_is_told() -> None:
    assert code_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000)) == "locked"


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.7", b"\x00" * 100])
def test_what_is_no_package_is_told(data: bytes) -> None:
    assert code_of(data) == "binary"


def test_a_package_of_something_else_is_told() -> None:
    assert code_of(packed({"mimetype": b"application/vnd.oasis.opendocument.text"})) == "broken"


def test_a_bomb_is_not_unpacked() -> None:
    parts = unpacked(written(article())) | {f"word/media/{n}.bin": bytes(45 * 1024 * 1024) for n in range(3)}
    data = packed(parts)
    assert len(data) < 1024 * 1024
    assert code_of(data) == "too_long"


def test_more_parts_than_any_article_has_are_not_unpacked() -> None:
    assert code_of(packed({f"p{n}": b"" for n in range(10_001)})) == "too_long"


def test_entities_are_not_resolved() -> None:
    parts = unpacked(written(article()))
    parts["word/document.xml"] = (
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
        b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
        b"<w:t>before &e; after</w:t></w:r></w:p></w:body></w:document>"
    )
    assert read(packed(parts)).text.split()[0] == "before"
    assert len(read(packed(parts)).text) < 30


def test_deep_nesting_is_told_and_does_not_crash() -> None:
    assert code_of(with_body("<w:p>" * 3_000 + "</w:p>" * 3_000)) == "broken"


def test_whatever_is_cut_off_or_changed_it_is_read_or_refused() -> None:
    whole, chance = written(article()), random.Random(5)
    for _ in range(150):
        data = bytearray(whole[: chance.randrange(len(whole) // 2, len(whole) + 1)])
        for _ in range(chance.randrange(6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        with suppress(InvalidArticle):
            assert isinstance(read(bytes(data)), Article)
