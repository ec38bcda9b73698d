"""What does this article claim, through whom did each claim come, and how well is each of them sourced?"""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from typing import Any

from sayso.errors import Problem
from sayso.extract.article import Article
from sayso.extract.chains import Publication, Rest, read_claims
from sayso.extract.finders import Extractor, Options, open_extractor
from sayso.extract.language import check_language
from sayso.extract.prose import take_apart
from sayso.facts.places import in_whole_characters

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Extracted:
    """A document with the claims that were found in it, and what was found beside them.

    ``claims`` are in the vocabulary's field names, in the order of the text, each with ``found``: how each fact was
    found and where. ``rest`` asserts nothing; ``warnings`` point into the document.
    """

    article: Article
    claims: tuple[Answer, ...]
    rest: tuple[Rest, ...]
    warnings: tuple[Problem, ...]
    extractor: Extractor

    def document(self) -> Answer:
        """The document as design section 2 has it; nothing stands in it that is not known."""
        article = self.article
        known = {"title": article.title, "outlet": article.outlet, "date": article.date}
        digest = hashlib.sha256(article.text.encode()).hexdigest()
        stated = {name: value for name, value in known.items() if value is not None}
        return {**stated, "text": article.text, "sha256": digest, "claims": list(self.claims)}

    def answer(self, *, with_rest: bool) -> Answer:
        """The document, who found its claims, and what is doubtful; the rest where it is asked for."""
        extractor = self.extractor
        rest = [{"cue_class": each.cue_class, "claim": each.claim} for each in self.rest]
        return {
            "document": self.document(),
            "rest": rest if with_rest else None,
            "extractor": {"id": extractor.id, "version": extractor.version, "weights": extractor.weights},
            "warnings": [_warned(problem) for problem in self.warnings],
        }


class ArticleReader:
    """Finds the claims of articles with one extractor, which is opened when the first article comes."""

    def __init__(self, extractor: str, options: Options, most_claims: int) -> None:
        self._name = extractor
        self._options = options
        self._most_claims = most_claims
        self._opened: Extractor | None = None
        self._lock = threading.Lock()

    def read(self, article: Article) -> Extracted:
        """Everything the article claims.

        Raises:
            InvalidArticle: it is not in English.
            SaysoError: the extractor cannot be used or does not answer.
        """
        doubts = check_language(article.text)
        extractor = self._extractor()
        prose = extractor.tagged(take_apart(article.text))
        publication = Publication(article.outlet, article.title, article.date)
        found = read_claims(prose, extractor.find(prose), publication, extractor.nested)
        claims = found.claims[: self._most_claims]
        warnings = [*doubts, *found.warnings]
        if len(claims) < len(found.claims):
            message = f"{len(found.claims)} claims were found, and only the first {len(claims)} are kept"
            warnings.append(
                Problem("too_many_claims", message, "give the article in parts", "/claims", severity="warning")
            )
        if (
            not article.text.isascii() or "\r" in article.text
        ):  # words are found by their letters, and a letter may have marks of its own
            claims = tuple(in_whole_characters(claim, article.text) for claim in claims)
        return Extracted(article, claims, found.rest, tuple(warnings), extractor)

    def _extractor(self) -> Extractor:
        with self._lock:
            if self._opened is None:
                self._opened = open_extractor(self._name, self._options)
            return self._opened


def _warned(problem: Problem) -> Answer:
    return {
        "code": problem.code,
        "pointer": problem.pointer,
        "message": problem.message,
        "hint": problem.hint,
    }
