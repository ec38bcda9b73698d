"""Which rooms does the desk have, and in which order do they stand on top of every page?"""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import FastAPI

from sayso.web.audit_pages import add_audit_pages
from sayso.web.correction_forms import CorrectionForms, add_correction_forms
from sayso.web.decision_forms import DecisionForms, DeskForms, add_decision_forms
from sayso.web.document_pages import DocumentPages, add_document_pages
from sayso.web.documents_page import DocumentsPage, add_documents_page
from sayso.web.help_page import add_help_page
from sayso.web.links import AUDIT, DOCUMENTS, HELP, RUBRICS, SOURCES
from sayso.web.people_pages import PEOPLE
from sayso.web.print_pages import add_print_pages
from sayso.web.queue_page import QUEUE, add_queue_pages
from sayso.web.rubric_pages import add_rubric_pages
from sayso.web.site import Site
from sayso.web.source_pages import add_source_pages


@dataclass(frozen=True, slots=True)
class Room:
    """A room by its name, its address and the keys that lead there."""

    name: str
    href: str
    keys: str


ROOMS = (
    Room("Queue", QUEUE, "g q"),
    Room("Documents", DOCUMENTS, "g d"),
    Room("Sources", SOURCES, "g s"),
    Room("Rubrics", RUBRICS, "g r"),
    Room("Audit", AUDIT, "g a"),
    Room("People", PEOPLE, "g p"),
    Room("Help", HELP, ""),
)


def add_rooms(app: FastAPI, site: Site) -> None:
    """Adds the pages of every room."""
    site.templates.globals["desk_pages"] = ROOMS
    add_queue_pages(app, site)
    add_documents_page(app, site, DocumentsPage(site, site.seed))
    documents = DocumentPages(site)
    add_document_pages(app, site, documents)
    decisions = DecisionForms(site, documents)
    add_correction_forms(app, site, CorrectionForms(site, documents, decisions))
    add_decision_forms(app, site, decisions, DeskForms(site, documents, decisions))
    add_rubric_pages(app, site)
    add_print_pages(app, site)
    add_source_pages(app, site)
    add_audit_pages(app, site)
    add_help_page(app, site)
