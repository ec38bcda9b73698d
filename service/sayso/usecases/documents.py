"""How does an article become a document with an assessment for each of its claims, and how is it written?"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

from sayso.errors import InvalidArticle, InvalidClaim, Problem
from sayso.facts.claim import Reading, read_claim
from sayso.facts.document import Document as ReadFacts
from sayso.facts.document import read_document
from sayso.facts.places import Places
from sayso.store.document_port import Document
from sayso.store.ids import Ids, made
from sayso.store.port import OPEN, Assessed, Draft, Reply, Store, Stored, Text, Unit
from sayso.usecases.desk import Desk
from sayso.usecases.document_shown import whole_document
from sayso.usecases.drafting import By, draft, name_term, of_document, rubric_text, vocabulary_text
from sayso.usecases.presence import present_document
from sayso.usecases.work.grades import scale_of, written_scale
from sayso.usecases.work.replacing import replaced, take_place
from sayso.usecases.work.upkeep import fresh_work
from sayso.wire.documents import DocumentRequest
from sayso.wire.request import Asked

if TYPE_CHECKING:  # else a service that only grades claims would load what reads articles
    from sayso.usecases.extract import ArticleReader

FACTS = ("title", "outlet", "date", "text", "sha256", "claims")
"""What of a request is said in the vocabulary's words."""
_BLANK_TEXT = Problem("empty_text", "there is no text in it", "give the text of the article itself", "/text")
_MOST_PROBLEMS = 500
_URL = re.compile(r"https?://[^\s\x00-\x20\x7f]+", re.IGNORECASE)
_WEIGHT = 64 * 1024


@dataclass(frozen=True)
class Made:
    """A document that is ready to be written, and what it is answered with."""

    document: Document
    drafts: tuple[Draft, ...]
    texts: tuple[Text, Text]
    reply: Reply
    scale: bytes
    ids: Ids
    replaces: str | None = None
    """The document of which this one is an edited text."""


@dataclass(frozen=True)
class _Claims:
    """The claims as they were read, and who found them."""

    readings: Sequence[Reading]
    extractor: bytes | None = None
    warnings: bytes | None = None


def read_facts(desk: Desk, body: Mapping[str, Any], strict: bool) -> ReadFacts:
    """The article and its claims, without the options. Raises InvalidClaim with everything wrong, 500 at most."""
    raw = {name: body[name] for name in FACTS if name in body}
    try:
        found = read_document(raw, desk.vocabulary, strict=strict, limits=desk.limits)
    except InvalidClaim as error:
        problems = error.problems
        if len(problems) > _MOST_PROBLEMS:
            more = Problem("more", f"{len(problems) - _MOST_PROBLEMS} more problems are not shown", pointer="")
            raise InvalidClaim([*problems[:_MOST_PROBLEMS], more]) from error
        raise
    if not str(found.fields.get("text", "")).strip():
        raise InvalidClaim([_BLANK_TEXT])
    return found


def make_document(
    desk: Desk, asked: DocumentRequest, facts: ReadFacts, open_reader: Callable[[], ArticleReader], by: By
) -> Made:
    """Every claim graded, nothing written. Where no claims were sent the article is read for them.

    Raises InvalidArticle where that cannot be done, with pointers into the request.
    """
    plan = desk.plan(asked.rubric)
    text = facts.fields["text"]
    claims = _Claims(facts.claims) if asked.claims is not None else _found(desk, facts, open_reader)
    options = Asked(as_of=asked.as_of, include=asked.include, strict=asked.strict)
    id_ = by.ids.next()  # before those of its assessments
    drafts = tuple(
        of_document(draft(desk, plan, reading, options, by), id_, place)
        for place, reading in enumerate(claims.readings)
    )
    outlet = facts.fields.get("outlet")
    document = Document(
        id=id_,
        created=made(id_),
        actor=by.actor,
        title=facts.fields.get("title"),
        outlet=outlet,
        outlet_name=None if outlet is None else name_term(outlet),
        date=facts.fields.get("date"),
        url=asked.url,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        characters=len(text),
        claims=len(drafts),
        rubric_id=plan.rubric.id,
        rubric_version=plan.rubric.version,
        rubric_digest=plan.rubric.digest,
        as_of=asked.as_of,
        extractor=claims.extractor,
        text=text.encode(),
        warnings=claims.warnings,
    )
    fresh = [Stored(each.assessed, 0, OPEN, None, None) for each in drafts]
    reply = Reply(whole_document(document, fresh, desk.vocabulary), id_)
    texts = rubric_text(plan), vocabulary_text(desk.vocabulary)
    return Made(document, drafts, texts, reply, written_scale(scale_of(plan.rubric)), by.ids, asked.replaces)


def unlike_url(body: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with the address that a request gives, as far as it is a text."""
    url = body.get("url")
    if not isinstance(url, str) or _URL.fullmatch(url):
        return []
    message = f"url is {url[:60]!r}, but an address is expected" if url.isprintable() else "url is no address"
    return [Problem("wrong_value", message, "such as https://example.org/article", "/url")]


def size_of(made_: Made) -> int:
    """How much of the writer's queue it takes: one place for each claim, and more where texts are long."""
    words = len(made_.document.text or b"") + sum(len(each.assessed.answer) for each in made_.drafts)
    return 1 + len(made_.drafts) + words // _WEIGHT


def write_document(unit: Unit, made_: Made) -> Reply:
    """Writes all of it. Raises, where it replaces another, NoSuchDocument, Deleted, DocumentReplaced or Leased."""
    document, assessed = made_.document, [each.assessed for each in made_.drafts]
    earlier = None
    if made_.replaces is not None:
        earlier = replaced(unit, made_.replaces, document.actor, document.created)
    unit.keep(made_.drafts, *made_.texts)
    unit.keep_document(document, *made_.texts)  # a text in which nothing is claimed brings them itself
    work, terms = fresh_work(document, [Stored(each, 0, OPEN, None, None) for each in assessed], made_.scale)
    if earlier is not None:
        work = work._replace(replaces=made_.replaces, desk=earlier.work.desk, assignee=earlier.work.assignee)
    unit.work.begin(work, terms)
    if earlier is not None:
        take_place(unit, earlier, document, assessed, made_.ids.next)
    return made_.reply


def correct_in_document(store: Store, made_: Draft, earlier: Assessed, reading: Reading) -> Draft:
    """The draft that corrects a claim of a document, as another of that claim. Raises InvalidClaim where it points at
    what is not in the document's text, Deleted where that is gone.
    """
    assert earlier.document is not None
    assert earlier.place is not None
    document = present_document(store.find_document(earlier.document))
    assert document.text is not None
    problems = [*islice(Places(document.text.decode()).wrong(reading.claim, "/claim"), _MOST_PROBLEMS)]
    if problems:
        raise InvalidClaim(problems)
    return of_document(made_, earlier.document, earlier.place)


def _found(desk: Desk, facts: ReadFacts, open_reader: Callable[[], ArticleReader]) -> _Claims:
    # Imported here, with what reads articles: a service that is sent claims does without.
    from sayso.extract.readers.forms import form_named, read_text

    fields = facts.fields
    try:
        article = read_text(fields["text"], form_named("plain"), desk.limits.text)
        found = open_reader().read(article.told(fields.get("title"), fields.get("outlet"), fields.get("date")))
    except InvalidArticle as error:
        problems = [Problem(each.code, each.message, each.hint, "/text") for each in error.problems]
        raise InvalidArticle(problems) from error
    told = found.answer(with_rest=False)
    readings = [read_claim(claim, desk.vocabulary, limits=desk.limits) for claim in found.claims]
    return _Claims(readings, to_json(told["extractor"]), to_json(told["warnings"]))
