"""sayso replay: are kept assessments still what would be answered, and where not?"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rich.console import Console
from rich.progress import track

from sayso.cli.desks import desk_for
from sayso.cli.ending import FINE, FOUND, USAGE, complain
from sayso.cli.kept import opened_to_read
from sayso.cli.plain import json_text, plain
from sayso.errors import InvalidRequest, Problem
from sayso.rubric.english import tally
from sayso.settings import load_settings
from sayso.usecases.past import PastDesks
from sayso.usecases.replaying import Replayed, everything, named, replay_each

_SHOWN = 10
_LONGEST = 60


def replay_kept(ids: Sequence[str], all_of_them: bool, as_json: bool) -> int:
    """Replays what is named, or everything. Raises SaysoError where the database cannot be read."""
    if bool(ids) == all_of_them:
        message = "name the assessments to replay, or ask for --all" if not ids else "either name ids, or ask for --all"
        raise InvalidRequest([Problem("missing_key", message, "sayso replay --all")])
    settings = load_settings()
    with opened_to_read(settings) as store:
        found, unknown = ([], []) if all_of_them else named(store, ids)
        complain(f'sayso: nothing is kept under the id "{id_[:_LONGEST]}"' for id_ in unknown)
        if unknown:
            return USAGE
        each = replay_each(everything(store) if all_of_them else iter(found), store, PastDesks(desk_for(settings)))
        return _tell_json(each) if as_json else _tell(each)


def _tell(replayed: Iterable[Replayed]) -> int:
    same = gone = 0
    wrong: list[Replayed] = []
    console = Console(file=sys.stderr)
    for each in track(replayed, "Replaying", console=console, transient=True, disable=not console.is_terminal):
        if not each.sound:
            wrong.append(each)
        elif each.replay is None:
            gone += 1
        else:
            same += 1
    for each in wrong:
        for line in _lines(each):
            print(plain(line))
    passed = f" {tally(gone, 'assessment')} of deleted documents passed over." if gone else ""
    verdict = f"{len(wrong)} of {tally(same + len(wrong), 'assessment')} cannot be shown to be the same."
    print((verdict if wrong else f"{tally(same, 'assessment')} replayed to the same bytes.") + passed)
    return FOUND if wrong else FINE


def _lines(wrong: Replayed) -> Iterator[str]:
    if wrong.replay is None:
        yield f"{wrong.id}: {wrong.refusal}"
        return
    differences = wrong.replay.differences
    engine = wrong.replay.engine
    yield f"{wrong.id}: differs in {tally(len(differences), 'place')} (engine {engine.stored}, now {engine.now})"
    for each in differences[:_SHOWN]:
        yield f"  {each.pointer}: {_short(each.stored)} was kept, and now it is {_short(each.now)}"
    if len(differences) > _SHOWN:
        yield f"  and {len(differences) - _SHOWN} more; --json shows them"


def _short(value: Any) -> str:
    told = f'"{value}"' if isinstance(value, str) else "nothing" if value is None else str(value)
    return told if len(told) <= _LONGEST else f"{told[: _LONGEST - 1]}…"


def _tell_json(replayed: Iterable[Replayed]) -> int:
    """``{results: [{id, identical, engine, differences} or {id, refusal}], deleted: [ids]}``"""
    results: list[dict[str, Any]] = []
    deleted: list[str] = []
    sound = True
    for each in replayed:
        sound = sound and each.sound
        if each.replay is not None:
            results.append({"id": each.id, **each.replay.model_dump()})
        elif each.refusal is not None:
            results.append({"id": each.id, "refusal": each.refusal})
        else:
            deleted.append(each.id)
    print(json_text({"results": results, "deleted": deleted}))
    return FINE if sound else FOUND
