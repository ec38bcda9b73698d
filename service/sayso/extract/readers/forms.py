"""Which forms can an article have, and which reader takes each?

A reader is imported when it is first used: most services never see HTML, and its library costs more to load than a
thousand claims to grade. A further form is one module with ``read(text) -> Article``, or ``read(bytes)`` where it is no
text, and one line here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import cast

from sayso.errors import InvalidArticle, Problem
from sayso.extract.article import MOST_CHARACTERS, Article
from sayso.extract.readers.decoding import characters_in, decoded

Reader = Callable[[str], Article]
PackageReader = Callable[[bytes], Article]


@dataclass(frozen=True, slots=True)
class Form:
    """One form of article: its name, the files that have it, its reader, its size per character, and whether it is
    ``packed``: no text.
    """

    name: str
    suffixes: tuple[str, ...]
    module: str
    markup: int
    packed: bool = False


FORMS = (
    Form("plain", (".txt", ".text"), "sayso.extract.readers.plain", 1),
    Form("markdown", (".md", ".markdown"), "sayso.extract.readers.markdown", 1),
    Form("html", (".html", ".htm", ".xhtml"), "sayso.extract.readers.html", 8),
    Form("docx", (".docx",), "sayso.extract.readers.docx", 8, packed=True),
)
NAMES = tuple(form.name for form in FORMS)
_BYTES = 4  # the most that UTF-8 takes for one character
SUFFIXES = tuple(suffix for form in FORMS for suffix in form.suffixes)


def form_of(file: str) -> Form | None:
    """The form that a file's name shows; None where it shows none."""
    suffix = PurePath(file).suffix.lower()
    return next((form for form in FORMS if suffix in form.suffixes), None)


def form_named(name: str) -> Form:
    """The form of that name, one of NAMES."""
    return next(form for form in FORMS if form.name == name)


def most_bytes(form: Form, most: int = MOST_CHARACTERS) -> int:
    """The most bytes of a file of this form that are read."""
    return _BYTES * form.markup * most


def read_bytes(data: bytes, form: Form, most: int = MOST_CHARACTERS) -> Article:
    """The article in a file. Raises InvalidArticle."""
    if len(data) > most_bytes(form, most):
        raise InvalidArticle([_too_long(f"it has more than {most_bytes(form, most):,} bytes", most)])
    if form.packed:
        article = cast(PackageReader, import_module(form.module).read)(data)
        return _checked(article, bool(data), most)
    return read_text(decoded(data), form, most)


def read_text(text: str, form: Form, most: int = MOST_CHARACTERS) -> Article:
    """The article in a text of this form. Raises InvalidArticle.

    Plain text is kept as it was given, every character of it, since positions count them.
    """
    if len(text) > form.markup * most:
        raise InvalidArticle([_too_long(f"it has {len(text):,} characters", most)])
    problems = list(characters_in(text))
    if problems:
        raise InvalidArticle(problems)
    reader = cast(Reader, import_module(form.module).read)
    return _checked(reader(text), bool(text.strip()), most)


def _checked(article: Article, something: bool, most: int) -> Article:
    """The article, where there is one and it is not too long. Raises InvalidArticle."""
    if not article.text.strip():
        message = "no article was found in it, only what stands around" if something else "there is no text in it"
        raise InvalidArticle([Problem("empty_text", message, "give the text of the article itself")])
    if len(article.text) > most:
        raise InvalidArticle([_too_long(f"its text has {len(article.text):,} characters", most)])
    return article


def _too_long(message: str, most: int) -> Problem:
    return Problem(
        "too_long", f"{message}, and at most {most:,} characters of text are read at once", "give it in parts"
    )
