"""Which claims stand in the files of a command line: as JSON, or in articles in which they are yet to be found?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sayso.cli.claim_files import Given, Limits, read_claims
from sayso.cli.desks import opened, shown_name
from sayso.cli.ending import UnusableFile, complain, line, told
from sayso.errors import InvalidArticle, InvalidRequest, Problem
from sayso.extract.article import Article
from sayso.extract.finders import Options
from sayso.extract.readers.forms import Form, form_named, form_of, most_bytes, read_bytes
from sayso.facts.dates import day_number
from sayso.facts.vocabulary import Vocabulary
from sayso.settings import Settings

if TYPE_CHECKING:
    from sayso.usecases.extract import ArticleReader, Extracted

_MOST_WARNINGS = 5


@dataclass(frozen=True)
class Known:
    """What the command line says of an article; it counts more than what the file says."""

    title: str | None = None
    outlet: str | None = None
    date: str | None = None

    def __post_init__(self) -> None:
        if self.date is not None and day_number(self.date) is None:
            message = f'--date is "{self.date[:40]}", but a date is expected'
            raise InvalidRequest([Problem("wrong_type", message, "such as 2026-01-31")])


@dataclass(frozen=True)
class Articles:
    """Reads article files with the extractor of the settings, which is opened once, when the first one comes."""

    settings: Settings
    known: Known

    @cached_property
    def reader(self) -> ArticleReader:
        # Imported here, so that who grades claims that are there already does without.
        from sayso.usecases.extract import ArticleReader

        settings = self.settings
        options = Options(settings.extractor_url, settings.extractor_seconds)
        return ArticleReader(settings.extractor, options, settings.max_claims)

    def read(self, named: str) -> Extracted:
        """The article in a file and its claims. Raises UnusableFile."""
        name, form = shown_name(named), form_of(named) or form_named("plain")
        try:
            article = read_bytes(self._bytes(named, form), form, self.settings.max_text)
            return self.reader.read(article.told(self.known.title, self.known.outlet, self.known.date))
        except InvalidArticle as error:
            raise UnusableFile(name, error.problems) from error

    def _bytes(self, named: str, form: Form) -> bytes:
        with opened(named) as stream:
            return stream.read(most_bytes(form, self.settings.max_text) + 1)


def claims_in(
    files: Iterable[str], settings: Settings, vocabulary: Vocabulary, known: Known
) -> tuple[list[Given], bool]:
    """Every claim of these files in order, and whether all files could be read; what could not be is told."""
    articles = Articles(settings, known)
    limits = Limits(settings.max_body_bytes, settings.max_json_depth)
    given: list[Given] = []
    whole = True
    for file in files:
        try:
            given += read_claims(file, limits, vocabulary) if form_of(file) is None else _found_in(file, articles)
        except UnusableFile as error:
            told(error)
            whole = False
    return given, whole


def warn(name: str, warnings: Sequence[Problem]) -> None:
    """The first few of what is doubtful in an article, on standard error."""
    complain(line(problem, name) for problem in warnings[:_MOST_WARNINGS])
    if len(warnings) > _MOST_WARNINGS:
        complain([f"{name} and {len(warnings) - _MOST_WARNINGS} more warnings: sayso extract --json shows them"])


def _found_in(file: str, articles: Articles) -> list[Given]:
    found = articles.read(file)
    name = shown_name(file)
    warn(name, [problem for problem in found.warnings if problem.code != "unresolved_source"])
    return [Given(claim, name, "", first_line=line_of(found.article, claim)) for claim in found.claims]


def line_of(article: Article, claim: dict[str, object]) -> int:
    """The line of the article's text on which a claim begins."""
    spans = claim.get("spans")
    start = spans[0][0] if isinstance(spans, list) and spans else 0
    return article.text.count("\n", 0, start) + 1
