"""What stands on the page of all documents: those that are kept, and a form to add one?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from sayso.store.document_port import Document
from sayso.store.work_port import Work
from sayso.usecases.desk import Desk
from sayso.web.forms import FormView
from sayso.web.links import DOCUMENTS, document_links
from sayso.web.words import day, moment


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document in the list. ``decided`` of ``claims`` have been decided on; ``held`` wait for a release."""

    href: str
    title: str
    outlet: str | None
    date: str | None
    kept: str
    by: str
    rubric: str
    claims: int
    decided: int
    held: int
    signed: bool
    deleted: bool


@dataclass(frozen=True, slots=True)
class RubricOption:
    name: str
    title: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FiltersView:
    """The filters as they were asked for; ``wrong`` says why one was not used."""

    outlet: str
    since: str
    wrong: str | None

    @property
    def any(self) -> bool:
        return bool(self.outlet or self.since)


@dataclass(frozen=True, slots=True)
class DocumentsView:
    """The page. ``more`` leads to older documents, ``newest`` back to the first ones."""

    title: str
    rows: tuple[DocumentRow, ...]
    filters: FiltersView
    more: str | None
    newest: str | None
    form: FormView
    choices: tuple[RubricOption, ...]
    most: str
    most_file: str
    edits: tuple[str, str] | None = None
    """Of a text that is edited: its name, and where it stands."""


def document_row(document: Document, work: Work) -> DocumentRow:
    tally = work.tally
    date = None if document.date is None else day(document.date)
    untitled = ", ".join(part for part in (document.outlet, date) if part) or "Without a headline"
    return DocumentRow(
        href=document_links(document.id).home(),
        title="Deleted document" if document.deleted else document.title or untitled,
        outlet=document.outlet if document.title else None,
        date=date if document.title else None,
        kept=moment(document.created),
        by=document.actor,
        rubric=document.rubric_id,
        claims=document.claims,
        decided=tally.claims_agreed + tally.claims_overridden + tally.claims_abstained,
        held=tally.held,
        signed=work.reviewer_state == "signed",
        deleted=document.deleted is not None,
    )


def rubric_options(desk: Desk, chosen: str) -> tuple[RubricOption, ...]:
    """The rubrics of the desk by their ids."""
    ids = dict.fromkeys(rubric.id for rubric in desk.catalog.rubrics)
    chosen = chosen or desk.default_rubric
    return tuple(
        RubricOption(id_, meant.title, id_ == chosen) for id_ in ids if (meant := desk.catalog.find(id_)) is not None
    )


def page_href(filters: Mapping[str, str], cursor: str | None = None) -> str:
    """The address of a page of the list."""
    query = {name: value for name, value in filters.items() if value} | ({"cursor": cursor} if cursor else {})
    return f"{DOCUMENTS}?{urlencode(query)}" if query else DOCUMENTS


def rows_of(documents: Sequence[Document], works: Sequence[Work]) -> tuple[DocumentRow, ...]:
    return tuple(document_row(document, work) for document, work in zip(documents, works, strict=True))
