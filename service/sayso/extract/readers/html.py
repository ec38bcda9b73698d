"""What is the article in an HTML page? Its main text, and the title, outlet and date that the page states.

The main text is found by readability-lxml, the page is parsed by lxml; neither asks for anything on the network. What
comes out are paragraphs with an empty line between, white space folded.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

from lxml import etree, html
from readability import Document
from readability.readability import Unparseable

from sayso.extract.article import Article
from sayso.facts.dates import day_number

_LOG, _SILENT = logging.getLogger("readability.readability"), logging.NullHandler()
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_NO_PROSE = {
    "script", "style", "noscript", "template", "nav", "aside", "form", "button", "select", "textarea", "iframe",
    "object", "svg", "figure", "figcaption", "picture", "video", "audio", "footer", "head", "title",
}  # fmt: skip
_BLOCKS = {
    "address", "article", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "ol", "p", "pre", "section", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
_TITLES = ("og:title", "twitter:title", "headline")
_OUTLETS = ("og:site_name", "application-name", "publisher")
_DATES = ("article:published_time", "datepublished", "date", "dc.date", "dcterms.date", "parsely-pub-date", "pubdate")
_DATE_LENGTH = 10


def read(text: str) -> Article:
    _LOG.addHandler(_SILENT)  # a page that it cannot read is told to whoever gave it, not to the log
    source = _NOT_IN_XML.sub("", _DECLARATION.sub("", text))
    try:
        title, outlet, date = _stated(html.document_fromstring(source))
        document = Document(source)
        paragraphs = list(_paragraphs(document.summary(html_partial=True)))
        title = title or _folded(document.short_title()) or None
    except (etree.ParserError, Unparseable):  # nothing in it, or nothing but comments and scripts
        return Article("")
    if title in paragraphs[:2]:  # the headline is what the article is called, not a sentence of it
        paragraphs.remove(title)
    return Article("\n\n".join(paragraphs), title, outlet, date)


def _stated(page: html.HtmlElement) -> tuple[str | None, str | None, str | None]:
    """Title, outlet and date as the page's own metadata has them."""
    found: dict[str, str] = {}
    for meta in page.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        content = _folded(meta.get("content") or "")
        if name and content:
            found.setdefault(name, content)
    dates = (found.get(name, "")[:_DATE_LENGTH] for name in _DATES)
    return (
        next((found[name] for name in _TITLES if name in found), None),
        next((found[name] for name in _OUTLETS if name in found), None),
        next((date for date in dates if day_number(date)), None),
    )


def _paragraphs(summary: str) -> Iterator[str]:
    pieces: list[str] = []
    for piece in _pieces(html.document_fromstring(summary)):
        if piece is not None:
            pieces.append(piece)
            continue
        if paragraph := _folded("".join(pieces)):
            yield paragraph
        pieces = []


def _pieces(root: html.HtmlElement) -> Iterator[str | None]:
    """The text in order, with None wherever a block begins or ends. Walked without recursion: pages nest deeply."""
    left_out = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            if not left_out:
                yield element.tail or ""
            continue
        silent = element.tag in _NO_PROSE
        if event == "start":
            left_out += silent
            if element.tag in _BLOCKS:
                yield None
            if not left_out:
                yield " " if element.tag == "br" else element.text or ""
        else:
            left_out -= silent
            if element.tag in _BLOCKS:
                yield None
            if not left_out and element is not root:
                yield element.tail or ""
    yield None


def _folded(text: str) -> str:
    return " ".join(text.split())
