"""sayso rubric put and activate: how does a version get into the database, and to be the active one?"""

from __future__ import annotations

from sayso.api.conditions import now
from sayso.cli.desks import read_bytes, shown_name
from sayso.cli.ending import FINE, InvalidRubricFile
from sayso.cli.kept import opened_desk, operator
from sayso.cli.plain import json_text
from sayso.errors import UnknownRubric
from sayso.rubric.model import Rubric
from sayso.settings import load_settings
from sayso.usecases.desk import Desk
from sayso.usecases.rubric_versions import NEW, SeenVersions, activating, keeping
from sayso.usecases.rubrics import check


def put_version(named: str, as_json: bool) -> int:
    """Keeps the rubric in a file. Raises InvalidRubricFile, UnusableFile, or VersionTaken."""
    settings = load_settings()
    text = read_bytes(named, settings.max_rubric_bytes)
    with opened_desk(settings) as here:
        rubric = _sound(here.desk, text, named)
        reply = here.write(keeping(here.desk, rubric, text, operator(), now()))
    new = reply.body == NEW
    if as_json:
        print(json_text({"id": rubric.id, "version": rubric.version, "digest": rubric.digest, "new": new}))
    else:
        print(f"{rubric.ref} is kept" + ("." if new else " already."))
    return FINE


def activate_version(named: str, as_json: bool) -> int:
    """Makes ``id@version`` the active one. Raises UnknownRubric or InvalidRubric where it cannot be used."""
    id_, at, version = named.partition("@")
    if not at:
        raise UnknownRubric("which version is to be active?", hint=f"write {id_[:60]}@1.0.0, with its version")
    with opened_desk(load_settings()) as here:
        here.write(activating(here.desk, id_, version, SeenVersions(None), operator(), now()))
    if as_json:
        print(json_text({"id": id_, "version": version}))
    else:
        print(f"{id_} means version {version} from now on.")
    return FINE


def _sound(desk: Desk, text: bytes, named: str) -> Rubric:
    found = check(desk, text, shown_name(named))
    if found.rubric is None:
        raise InvalidRubricFile(shown_name(named), found.problems)
    return found.rubric
