"""What is the article in a Word document? Its paragraphs, headings and tables, in the order of the document.

python-docx opens the package and says which part is the document; its XML is walked here, since what was inserted by a
tracked change, or stands in a link or a content control, belongs to the text as well. Nothing is asked for on the
network, and no entity is resolved. A row of a table is one paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from sayso.errors import InvalidArticle, Problem
from sayso.extract.article import Article

_MOST_UNPACKED = 128 * 1024 * 1024
_MOST_PARTS = 10_000
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
_PACKED = b"PK"
_TEXT, _TAB, _PARAGRAPH, _ROW, _CELL = qn("w:t"), qn("w:tab"), qn("w:p"), qn("w:tr"), qn("w:tc")
_BREAKS = {qn("w:br"), qn("w:cr")}
# What was struck out or moved away, what another part of the file repeats for older programs, and footnote marks.
_NO_TEXT = {qn("w:del"), qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_NO_TEXT |= {qn("w:pPr"), qn("w:rPr"), qn("w:tblPr"), qn("w:instrText"), qn("w:sectPr")}
_STYLE, _VALUE = qn("w:pStyle"), qn("w:val")
_HEADLINES = {"title", "heading1"}
_HINT = "open it in the word processor, save it again as .docx, or copy its text into a .txt file"


def read(data: bytes) -> Article:
    """The article; its title is the first paragraph where that is set as a title. Raises InvalidArticle where the file
    is broken, locked by a password, of the old format, or far larger unpacked than any article.
    """
    body = _opened(data)
    paragraphs = [*_paragraphs(body)]
    title = None
    if paragraphs and paragraphs[0].headline:
        title = paragraphs.pop(0).text
    return Article("\n\n".join(paragraph.text for paragraph in paragraphs), title)


@dataclass
class _Paragraph:
    """A paragraph, or a row of a table whose cells are ``pieces``."""

    pieces: list[str] = field(default_factory=list)
    headline: bool = False

    @property
    def text(self) -> str:
        return " ".join("".join(self.pieces).split())


def _opened(data: bytes) -> Any:
    if data.startswith(_OLD_OR_LOCKED):
        raise InvalidArticle([Problem("locked", "it is locked by a password, or of the old Word format (.doc)", _HINT)])
    if not data.startswith(_PACKED):
        raise InvalidArticle([Problem("binary", "it is no Word document", _HINT)])
    try:
        with ZipFile(BytesIO(data)) as package:
            parts = package.infolist()
    except (BadZipFile, ValueError, RuntimeError, OSError) as error:
        raise InvalidArticle([Problem("broken", "it is broken", _HINT)]) from error
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        message = f"unpacked it has more than {_MOST_UNPACKED // 2**20} MiB or {_MOST_PARTS:,} parts"
        raise InvalidArticle([Problem("too_long", message, _HINT)])
    if any(part.flag_bits & 1 for part in parts):
        raise InvalidArticle([Problem("locked", "it is locked by a password", _HINT)])
    try:
        return Document(BytesIO(data)).element.body
    except Exception as error:
        raise InvalidArticle([Problem("broken", "it is broken, or no Word document", _HINT)]) from error


def _paragraphs(body: Any) -> Iterator[_Paragraph]:
    """Walked without recursion: tables stand in tables. What is in a row belongs to the outermost row."""
    open_: list[_Paragraph] = []
    rows = silent = 0
    for event, element in etree.iterwalk(body, events=("start", "end")):
        tag = element.tag
        start = event == "start"
        if tag in _NO_TEXT:
            if tag == qn("w:pPr") and start and open_ and not rows:
                open_[-1].headline = _is_headline(element)
            silent += 1 if start else -1
        elif tag == _ROW:
            rows += 1 if start else -1
            if start and rows == 1:
                open_.append(_Paragraph())
            elif not start and rows == 0:
                yield from _told(open_.pop())
        elif tag == _PARAGRAPH and not rows:
            if start:
                open_.append(_Paragraph())
            else:
                yield from _told(open_.pop())
        elif start and not silent and open_:
            open_[-1].pieces.append(_piece(element, tag))
        elif not start and open_ and tag == _CELL:
            open_[-1].pieces.append(" | ")
        elif not start and open_ and tag == _PARAGRAPH:
            open_[-1].pieces.append(" ")


def _piece(element: Any, tag: str) -> str:
    if tag == _TEXT:
        return element.text or ""
    return " " if tag == _TAB or tag in _BREAKS else ""


def _told(paragraph: _Paragraph) -> Iterator[_Paragraph]:
    text = paragraph.text.strip("| ")
    if text:
        yield _Paragraph([text], paragraph.headline)


def _is_headline(properties: Any) -> bool:
    style = properties.find(_STYLE)
    return style is not None and str(style.get(_VALUE, "")).lower() in _HEADLINES
