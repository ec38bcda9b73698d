"""Which rooms does the desk have, and in which order do they stand on top of every page?"""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import FastAPI

from sayso.web.audit_pages import add_audit_pages
from sayso.web.document_pages import DocumentPages, add_document_pages
from sayso.web.help_page import add_help_page
from sayso.web.links import AUDIT, DOCUMENTS, HELP, SOURCES
from sayso.web.print_pages import add_print_pages
from sayso.web.site import Site
from sayso.web.source_pages import add_source_pages


@dataclass(frozen=True, slots=True)
class Room:
    """A room by its name, its address and the keys that lead there."""

    name: str
    href: str
    keys: str


ROOMS: tuple[Room, ...] = (
    Room("Documents", DOCUMENTS, "g d"),
    Room("Sources", SOURCES, "g s"),
    Room("Audit", AUDIT, "g a"),
    Room("Help", HELP, ""),
)


def add_rooms(app: FastAPI, site: Site) -> None:
    """Adds the pages of every room."""
    site.templates.globals["desk_pages"] = ROOMS
    documents = DocumentPages(site)
    add_document_pages(app, site, documents)
    add_print_pages(app, site)
    add_source_pages(app, site)
    add_audit_pages(app, site)
    add_help_page(app, site)
