"""Which page lists the documents and takes new ones, pasted or uploaded? ``/documents``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from fastapi import FastAPI
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sayso.errors import InvalidArticle, InvalidClaim, InvalidInput, InvalidRequest, Problem, SaysoError, UnknownRubric
from sayso.extract.readers.forms import SUFFIXES, form_of, read_bytes
from sayso.store.document_port import DocumentFilters
from sayso.store.ids import first_of, is_id
from sayso.store.port import Change, Reply, Store, Unit
from sayso.store.refusals import NoSuchDocument
from sayso.usecases.counting import count_kept
from sayso.usecases.document import ReadDocument
from sayso.usecases.documents import Made, make_document, read_facts, size_of, unlike_url, write_document
from sayso.usecases.drafting import name_term
from sayso.usecases.presence import present_document
from sayso.usecases.reading import Busy
from sayso.usecases.seed import keep_seed
from sayso.usecases.who import Who
from sayso.web.decision_forms import allow
from sayso.web.forms import EMPTY, FieldError, FormView, errors_of, model_problems, wrong_at
from sayso.web.links import DOCUMENTS, document_links
from sayso.web.sent import Sent
from sayso.web.site import Site, see
from sayso.web.view_documents import DocumentsView, FiltersView, page_href, rows_of, rubric_options
from sayso.wire.documents import DocumentRequest

PAGE = 25
LABELS = {
    "text": "The article",
    "file": "A file",
    "outlet": "Outlet",
    "title": "Headline",
    "date": "Published on",
    "rubric": "Rubric",
    "url": "Its address",
    "replaces": "The text that was edited",
}
_MOST_WORDS = 500


@dataclass(frozen=True)
class _Wanted:
    """Which documents are listed, as the address says it."""

    outlet: str = ""
    since: str = ""
    cursor: str | None = None


class DocumentsPage:
    """The handlers of the list and of the form beside it."""

    def __init__(self, site: Site, seed: ReadDocument | None) -> None:
        self._site = site
        self._seed = seed

    async def show(self, request: Request, who: Who) -> Response:
        query: Mapping[str, str] = request.query_params
        cursor = query.get("cursor", "")
        wanted = _Wanted(query.get("outlet", "")[:_MOST_WORDS], query.get("since", "")[:40], cursor or None)
        edit = query.get("edit", "")
        form = await run_in_threadpool(self._edited, await self._site.store(), edit) if is_id(edit) else EMPTY
        return await self._page(who, wanted, form)

    async def add(self, request: Request, who: Who) -> Response:
        sent = await self._site.sent(request)
        allow(who, "score")
        if sent.get("do") == "seed" and self._seed is not None:
            store, by = await self._site.store(), self._site.by(who)
            kept = await run_in_threadpool(keep_seed, self._site.desk, store, self._seed, by)
            return see(document_links(kept).home())
        try:
            written = await run_in_threadpool(self._written, sent)
        except _NotReadable as wrong:
            return await self._again(who, sent, wrong.errors, wrong.status)
        try:
            kept = await self._keep(written, who)
        except Busy:
            says = "Too many articles are being read just now. Send it again in a few seconds."
            return await self._again(who, sent, (wrong_at(says),), 503, written)
        except UnknownRubric as wrong:
            return await self._again(who, sent, (wrong_at(wrong.message, "rubric", LABELS["rubric"]),), 422, written)
        except (InvalidInput, InvalidRequest) as wrong:
            return await self._again(who, sent, errors_of(wrong.problems, LABELS), 422, written)
        except SaysoError as wrong:
            says = f"{wrong.message}: {wrong.hint}" if wrong.hint else wrong.message
            return await self._again(who, sent, (wrong_at(says),), self._site.status_of(wrong), written)
        return see(f"{document_links(kept).home()}?done=kept")

    async def _keep(self, body: Mapping[str, str], who: Who) -> str:
        """The same as ``POST /v1/documents``; gives the id."""
        site = self._site
        problems = unlike_url(body)
        try:
            facts = read_facts(site.desk, body, strict=False)
        except InvalidClaim as wrong:
            raise InvalidClaim([*problems, *wrong.problems]) from wrong
        if problems:
            raise InvalidRequest(problems)
        asked = DocumentRequest.model_validate(body)
        by = site.by(who)

        def make() -> Made:
            return make_document(site.desk, asked, facts, site.reading.open_reader, by)

        made = await site.reading.queue.run(make)

        def write(unit: Unit) -> Reply:
            return write_document(unit, made)

        await site.commit(Change(who.actor, "keepDocument", write, size_of(made)))
        count_kept(site.counted, made.drafts)
        return made.document.id

    def _written(self, sent: Sent) -> dict[str, str]:
        """The body of a request, as the form says it; a file is read. Raises _NotReadable."""
        body = {
            name: value
            for name in ("outlet", "title", "date", "rubric", "url", "replaces")
            if (value := sent.word(name))
        }
        text, file = sent.get("text"), sent.files.get("file")
        if file is not None and file.content:
            if text.strip():
                says = "there is a text in the form as well: empty one of them, so that it is clear which is meant"
                raise _NotReadable(wrong_at(says, "file", LABELS["file"]))
            form = form_of(file.name)
            if form is None:
                says = f"its name has to end in one of {', '.join(SUFFIXES)}, so that it is clear what it is"
                raise _NotReadable(wrong_at(says, "file", LABELS["file"]))
            try:
                article = read_bytes(file.content, form, self._site.desk.limits.text)
            except InvalidArticle as wrong:
                at_file = [Problem(each.code, each.message, each.hint, "/file") for each in wrong.problems]
                raise _NotReadable(*errors_of(at_file, LABELS)) from wrong
            read = {"title": article.title, "outlet": article.outlet, "date": article.date}
            body = {name: value for name, value in read.items() if value} | body
            text = article.text
        if not text.strip():
            raise _NotReadable(wrong_at("paste an article, or choose a file", "text", LABELS["text"]))
        body["text"] = text
        try:
            DocumentRequest.model_validate(body)
        except ValidationError as wrong:
            problems = model_problems(wrong)
            raise _NotReadable(*errors_of(problems, LABELS)) from wrong
        return body

    async def _again(
        self,
        who: Who,
        sent: Sent,
        errors: tuple[FieldError, ...],
        status: int,
        written: Mapping[str, str] | None = None,
    ) -> Response:
        """The form with all that was written; of a file that could be read, its text."""
        values = {name: sent.get(name) for name in LABELS if name in sent.fields} | dict(written or {})
        return await self._page(who, _Wanted(), FormView(values, errors, open=True), status)

    async def _page(self, who: Who, wanted: _Wanted, form: FormView = EMPTY, status: int = 200) -> Response:
        store = await self._site.store()
        view = await run_in_threadpool(self._view, store, wanted, form)
        return self._site.render("documents.html", who, status, page=view)

    def _edited(self, store: Store, id_: str) -> FormView:
        """The form with a kept text in it, to be edited. Raises NoSuchDocument or Deleted."""
        document = present_document(store.find_document(id_))
        given = {name: getattr(document, name) for name in ("outlet", "title", "date", "url")}
        values = {name: value for name, value in given.items() if value is not None}
        text = "" if document.text is None else document.text.decode()
        return FormView(values | {"text": text, "rubric": document.rubric_id, "replaces": id_}, open=True)

    def _view(self, store: Store, wanted: _Wanted, form: FormView) -> DocumentsView:
        since, wrong = _moment(wanted.since)
        outlet = wanted.outlet.strip()
        if "\0" in outlet:
            outlet, wrong = "", "An outlet's name has no such character."
        cursor = wanted.cursor if wanted.cursor is not None and is_id(wanted.cursor) else None
        filters = DocumentFilters(name_term(outlet) if outlet else None, None, since)
        found = store.documents(filters, cursor, PAGE + 1)
        shown = found[:PAGE]
        asked = {"outlet": outlet, "since": wanted.since}
        desk = self._site.desk
        return DocumentsView(
            title="Documents",
            rows=rows_of(shown, [store.work.find(each.id) for each in shown]),
            filters=FiltersView(outlet, wanted.since, wrong),
            more=page_href(asked, shown[-1].id) if len(found) > len(shown) else None,
            newest=page_href(asked) if cursor else None,
            form=form,
            choices=rubric_options(desk, form.value("rubric")),
            most=f"{desk.limits.text:,}",
            most_file=f"{self._site.most_bytes // 1024:,} KiB",
            edits=_edits(store, form.value("replaces")),
        )


class _NotReadable(Exception):
    """What was sent is no article, for these reasons."""

    status = 422

    def __init__(self, *errors: FieldError) -> None:
        super().__init__()
        self.errors = errors


def add_documents_page(app: FastAPI, site: Site, page: DocumentsPage) -> None:
    """Adds the list of documents and what its form is sent to."""
    site.add(app, "GET", DOCUMENTS, page.show)
    site.add(app, "POST", DOCUMENTS, page.add)


def _edits(store: Store, id_: str) -> tuple[str, str] | None:
    if not is_id(id_):
        return None
    try:
        document = store.find_document(id_)
    except NoSuchDocument:
        return None
    return document.title or document.outlet or "a text without a headline", document_links(id_).home()


def _moment(written: str) -> tuple[str | None, str | None]:
    """The beginning of the ids of that moment, or why it is none."""
    if not written.strip():
        return None, None
    try:
        found = datetime.fromisoformat(written.strip())
        since = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
        return first_of(since), None
    except (ValueError, OverflowError):
        return None, "That is no date; write it as 2026-01-31."
