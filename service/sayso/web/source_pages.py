"""Which pages show the registry of sources? ``/sources`` and ``/sources/{id}``, with a form that changes an entry.

A change is the one that ``PUT /v1/sources/{id}`` makes, and names the state that was seen.
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlencode

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sayso.errors import InvalidInput, SaysoError
from sayso.store.port import SOURCE, Change, Filters, Reply, Store, Stored, Unit
from sayso.store.refusals import Changed
from sayso.usecases.drafting import name_term
from sayso.usecases.reviews import Expected
from sayso.usecases.sources.checking import read_entry
from sayso.usecases.sources.doubts import doubts_of
from sayso.usecases.sources.entry import KINDS, Entry
from sayso.usecases.sources.index import Index, Kept, kept_of
from sayso.usecases.sources.keeping import EntryExists, put_entry
from sayso.usecases.sources.searching import Wanted, find_entries
from sayso.usecases.who import ADMIN, REVIEWER, SENIOR, Who
from sayso.web import view_sources as views
from sayso.web.forms import FieldError
from sayso.web.links import SOURCES
from sayso.web.sent import Sent
from sayso.web.site import Site, Trouble, see
from sayso.web.source_form import ChoiceView, SourceForm, entry_sent, errors_in, records_of, values_of, written
from sayso.web.spelled import spelled

MAY_CHANGE = frozenset({REVIEWER, SENIOR, ADMIN})
_PAGE = 50
_BEHIND = 50
_MOST_NAMES = 8
_CURSOR = re.compile(r"[a-z0-9._-]{1,80}")
_NOTICES = {"kept": "The entry is kept. Claims that are graded from now on are graded with it."}


class SourcePages:
    """The handlers."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def list(self, request: Request, who: Who) -> Response:
        return await run_in_threadpool(self._list, await self._site.store(), request, who, SourceForm(), 200)

    async def one(self, request: Request, who: Who) -> Response:
        store = await self._site.store()
        return await run_in_threadpool(self._one, store, request, who, None, 200)

    async def make(self, request: Request, who: Who) -> Response:
        """Makes an entry of the form on the list."""
        sent = await self._site.sent(request)
        if not who.roles & MAY_CHANGE:
            return self._not_theirs(who)
        try:
            id_ = await self._kept(sent, sent.get("id").strip(), None, who)
        except (InvalidInput, EntryExists) as wrong:
            form = self._again(sent, wrong, None)
            status = self._site.status_of(wrong)
            return await run_in_threadpool(self._list, await self._site.store(), request, who, form, status)
        return see(f"{views.href_of(id_)}?done=kept")

    async def change(self, request: Request, who: Who) -> Response:
        """Changes an entry; where somebody else was first, both states are shown and nothing is lost."""
        sent = await self._site.sent(request)
        if not who.roles & MAY_CHANGE:
            return self._not_theirs(who)
        id_ = request.path_params["id"]
        seen = sent.get("seen")
        store = await self._site.store()
        expected = Expected(
            frozenset({int(seen)}) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else frozenset()
        )
        try:
            await self._kept(sent, id_, expected, who)
        except (InvalidInput, Changed) as wrong:
            kept = await run_in_threadpool(store.sources.find, id_)
            revision = kept.revision if isinstance(wrong, Changed) else int(seen or 0)
            form = self._again(sent, wrong, revision)
            return await run_in_threadpool(self._one, store, request, who, form, self._site.status_of(wrong))
        return see(f"{views.href_of(id_)}?done=kept")

    async def _kept(self, sent: Sent, id_: str, expected: Expected | None, who: Who) -> str:
        entry = read_entry(entry_sent(sent), self._site.desk.vocabulary, id_)
        moment = self._site.now()

        def write(unit: Unit) -> Reply:
            return put_entry(unit, entry, expected, who.actor, moment)

        await self._site.commit(Change(who.actor, "putSource", write))
        return entry.id

    def _again(self, sent: Sent, wrong: SaysoError, seen: int | None) -> SourceForm:
        values, records = written(sent)
        if isinstance(wrong, InvalidInput):
            errors = errors_in(wrong.problems)
        elif isinstance(wrong, Changed):
            says = "Somebody else changed the entry meanwhile. Above stands how it is now, below what you wrote. "
            errors = (FieldError(None, "", says + "Put both together, and keep it again."),)
        else:
            errors = (FieldError("id", "Id", "There is such an entry already. Open it, and change it there."),)
        return self._with_choices(SourceForm(values, records, seen, errors=errors))

    def _with_choices(self, form: SourceForm) -> SourceForm:
        link = self._site.desk.vocabulary.link
        letters, statuses = (link[f"track_record.{name}"].values for name in ("letter", "status"))
        return replace(
            form,
            letters=tuple(ChoiceView(value, label) for value, label in letters.items()),
            statuses=tuple(ChoiceView(value, label) for value, label in statuses.items()),
        )

    def _list(self, store: Store, request: Request, who: Who, form: SourceForm, status: int) -> Response:
        sources = self._site.desk.sources
        sources.refresh(store.sources)
        query = request.query_params
        search = views.SearchView(*(query.get(name, "")[:500].replace("\0", "") for name in ("name", "domain", "kind")))
        wanted = Wanted(
            search.name.strip() or None, search.domain.strip() or None, search.kind if search.kind in KINDS else None
        )
        after = query.get("after", "")
        found = find_entries(sources.now, wanted, after if _CURSOR.fullmatch(after) else None, _PAGE + 1)
        shown, more = found[:_PAGE], None
        if len(found) > len(shown):
            asked = {
                name: value
                for name, value in (("name", search.name), ("domain", search.domain), ("kind", search.kind))
                if value
            }
            more = f"{SOURCES}?{urlencode(asked | {'after': shown[-1].entry.id})}"
        vocabulary = self._site.desk.vocabulary
        view = views.SourcesView(
            search=search,
            kinds=KINDS,
            rows=tuple(views.row_of(each, vocabulary) for each in shown),
            more=more,
            registry_is_empty=sources.now is None or not sources.now.entries,
            form=self._with_choices(form),
            may_change=bool(who.roles & MAY_CHANGE),
        )
        return self._site.render("sources.html", who, status, page=view)

    def _one(self, store: Store, request: Request, who: Who, form: SourceForm | None, status: int) -> Response:
        sources = self._site.desk.sources
        kept = kept_of(store.sources.find(request.path_params["id"]))
        sources.refresh(store.sources)
        index = sources.now or Index(())
        shown = self._with_choices(form or SourceForm(values_of(kept.entry), records_of(kept.entry), kept.revision))
        notice = _NOTICES.get(request.query_params.get("done", ""))
        view = self._view(kept, index, store, shown, bool(who.roles & MAY_CHANGE))
        return self._site.render("source.html", who, status, page=replace(view, notice=notice))

    def _view(self, kept: Kept, index: Index, store: Store, form: SourceForm, may_change: bool) -> views.SourceView:
        entry = kept.entry
        others = [each.entry for each in index.entries.values() if each.entry.id != entry.id]
        behind = _behind(store, entry)
        return views.SourceView(
            id=entry.id,
            kind=entry.kind,
            name=spelled(entry.name),
            aliases=tuple(map(spelled, entry.aliases)),
            domains=tuple(map(spelled, entry.domains)),
            owner=views.link_of(entry.owner, index),
            lineage=entry.lineage,
            imitates=views.link_of(entry.look_alike_of, index),
            imitated_by=views.links_of(each for each in others if each.look_alike_of == entry.id),
            owns=views.links_of(each for each in others if each.owner in (entry.id, entry.name)),
            note=entry.note,
            records=views.record_views(entry.records, self._site.desk.vocabulary),
            alike=views.alike_views(entry, index),
            doubts=views.doubts_in_words(doubts_of(entry, index)),
            behind=views.behind_views(behind[:_BEHIND]),
            behind_more=len(behind) > _BEHIND,
            revision=kept.revision,
            changed=kept.changed,
            by=kept.by,
            form=form,
            may_change=may_change,
            notice=None,
        )

    def _not_theirs(self, who: Who) -> Response:
        says = "The registry is changed by a reviewer, a senior editor or an admin."
        return self._site.trouble(
            403, Trouble("That is not yours to change", says, None, SOURCES, "To the sources"), who
        )


def _behind(store: Store, entry: Entry) -> list[Stored]:
    """The newest assessments in which one of its names stands, and one more than is shown."""
    found: dict[str, Stored] = {}
    for name in list(views.names_of(entry))[:_MOST_NAMES]:
        filters = Filters(terms=((SOURCE, name_term(name)),))
        found |= {each.assessed.id: each for each in store.page(filters, None, _BEHIND + 1)}
    return [found[id_] for id_ in sorted(found, reverse=True)]


def add_source_pages(app: FastAPI, site: Site) -> None:
    pages = SourcePages(site)
    site.add(app, "GET", SOURCES, pages.list)
    site.add(app, "POST", SOURCES, pages.make)
    site.add(app, "GET", SOURCES + "/{id}", pages.one)
    site.add(app, "POST", SOURCES + "/{id}", pages.change)
