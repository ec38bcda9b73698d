"""Which rooms does the desk have, and in which order do they stand on top of every page?"""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import FastAPI

from sayso.web.people_pages import PEOPLE
from sayso.web.queue_page import QUEUE, add_queue_pages
from sayso.web.site import Site


@dataclass(frozen=True, slots=True)
class Room:
    """A room by its name, its address and the keys that lead there."""

    name: str
    href: str
    keys: str


ROOMS = (Room("Queue", QUEUE, "g q"), Room("People", PEOPLE, "g p"))


def add_rooms(app: FastAPI, site: Site) -> None:
    """Adds the pages of every room."""
    site.templates.globals["desk_pages"] = ROOMS
    add_queue_pages(app, site)
