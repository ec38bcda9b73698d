"""Which rooms does the desk have, and in which order do they stand on top of every page?"""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import FastAPI

from sayso.web.document_pages import DocumentPages, add_document_pages
from sayso.web.links import DOCUMENTS
from sayso.web.site import Site


@dataclass(frozen=True, slots=True)
class Room:
    """A room by its name, its address and the keys that lead there."""

    name: str
    href: str
    keys: str


ROOMS: tuple[Room, ...] = (Room("Documents", DOCUMENTS, "g d"),)


def add_rooms(app: FastAPI, site: Site) -> None:
    """Adds the pages of every room."""
    site.templates.globals["desk_pages"] = ROOMS
    documents = DocumentPages(site)
    add_document_pages(app, site, documents)
