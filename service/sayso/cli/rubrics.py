"""sayso rubric list, show and schema: which rubrics are there, and what does one say?"""

from __future__ import annotations

from pathlib import Path

from rich.text import Text

from sayso.cli.desks import desk_and_rubric, desk_for
from sayso.cli.ending import FINE, FOUND
from sayso.cli.paper import SOFT, STRONG, columns, paper, words
from sayso.cli.plain import json_text
from sayso.cli.sheet import print_sheet
from sayso.errors import UnknownRubric
from sayso.facts.vocabulary import load_vocabulary
from sayso.facts.vocabulary_schema import vocabulary_schema
from sayso.rubric.describe import describe
from sayso.rubric.model import Rubric
from sayso.rubric.schema import rubric_schema
from sayso.settings import load_settings
from sayso.usecases.desk import VOCABULARY_FILE, Desk
from sayso.usecases.shown_rubrics import summary_of, version_shown
from sayso.wire.rubrics import RubricList


def list_rubrics(as_json: bool) -> int:
    """The rubrics that can be used; a file that cannot is named on standard error, and is a finding."""
    settings = load_settings()
    desk = desk_for(settings)
    if as_json:
        found = RubricList(
            rubrics=[summary_of(rubric, desk, _is_default(rubric, desk)) for rubric in desk.catalog.rubrics]
        )
        print(json_text(found.model_dump(mode="json", by_alias=True)))
    else:
        table = columns("name", "name", "wide", "name", indent=0)
        for rubric in desk.catalog.rubrics:
            default = Text("the default", SOFT) if _is_default(rubric, desk) else Text()
            table.add_row(words(rubric.id, STRONG), rubric.version, words(rubric.title), default)
        paper().print(table)
    return FOUND if desk.broken else FINE


def show_rubric(named: str, as_json: bool) -> int:
    """One rubric in sentences, or as GET /v1/rubrics/{id} answers it."""
    desk, ref = desk_and_rubric(load_settings(), named)
    rubric = desk.plan(ref).rubric
    if as_json:
        shown = version_shown(rubric, desk)
        print(json_text(shown.model_dump(mode="json", by_alias=True)))
    else:
        print_sheet(paper(), describe(rubric, desk.vocabulary))
    return FINE


def print_schema(of_vocabulary: bool) -> int:
    """The JSON Schema of rubric files, with the desk's own facts in it, or that of vocabulary files."""
    if of_vocabulary:
        print(json_text(vocabulary_schema()))
        return FINE
    settings = load_settings()
    folder: Path = settings.rubrics_dir
    print(json_text(rubric_schema(load_vocabulary(folder / VOCABULARY_FILE, settings.vocabulary))))
    return FINE


def _is_default(rubric: Rubric, desk: Desk) -> bool:
    try:
        return desk.plan(None).rubric == rubric
    except UnknownRubric:
        return False
