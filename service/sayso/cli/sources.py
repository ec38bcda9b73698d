"""How is the registry of sources filled and looked into from the command line?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sayso.api.watch import Watch
from sayso.cli.ending import FINE, FOUND, UnusableFile, complain, line
from sayso.cli.kept import operator
from sayso.cli.plain import json_text, plain
from sayso.errors import InvalidRequest, Problem, did_you_mean
from sayso.facts.vocabulary import Vocabulary, load_vocabulary
from sayso.lasting import storage_of
from sayso.settings import load_settings
from sayso.store.ids import written_time
from sayso.store.port import Store
from sayso.usecases.desk import VOCABULARY_FILE
from sayso.usecases.sources.checking import InvalidSource
from sayso.usecases.sources.doubts import doubts_of
from sayso.usecases.sources.formats.given import FORMATS, Ratings, Reading
from sayso.usecases.sources.formats.own import read_ratings
from sayso.usecases.sources.formats.reading import read_given
from sayso.usecases.sources.importing import SAME, Plan, import_change, plan_import
from sayso.usecases.sources.index import Asked as AskedSource
from sayso.usecases.sources.index import Index, Kept, Match, kept_of
from sayso.usecases.sources.keeping import told
from sayso.usecases.sources.periods import moment_of
from sayso.usecases.sources.quoting import quoted
from sayso.usecases.sources.resolving import like_words
from sayso.usecases.sources.searching import Wanted, find_entries

_MOST_WARNINGS = 20


@dataclass(frozen=True)
class Asked:
    """What is to be imported, and how it is to be read."""

    file: str
    format: str | None
    ratings: str | None
    registry: str | None
    valid_from: str | None
    dry_run: bool


def import_file(asked: Asked, as_json: bool) -> int:
    """Takes a file into the registry. Raises UnusableFile with everything that is wrong in it."""
    _refuse_options(asked)
    vocabulary = _vocabulary()
    how = Reading(asked.registry, asked.valid_from, _ratings(asked.ratings, vocabulary))
    with _naming(asked.file):
        given = read_given(Path(asked.file).read_bytes(), asked.file, asked.format, how, vocabulary)
    with closing(_open()) as store:
        number = store.sources.number()
        with _naming(asked.file):
            plan = plan_import(_index(store), given, vocabulary)
        if not asked.dry_run:
            store.submit(import_change(plan, number, operator(), written_time(datetime.now(UTC)))).result()
    _tell(plan, asked, as_json)
    return FINE


def show_source(named: str, as_json: bool) -> int:
    """Shows the source that is meant; with several, or none, what they are, and the exit code for a finding."""
    with closing(_open()) as store:
        index = _index(store)
    kept = index.entries.get(named)
    match = Match(kept, "id") if kept else index.match(AskedSource(named, None, None, relays=True))
    if match.kept is None:
        complain([f"sayso: {words}" for words in _nobody(named, match, index)])
        return FOUND
    doubts = doubts_of(match.kept.entry, index)
    if as_json:
        print(json_text({**told(match.kept), "by": match.by, "warnings": [doubt.as_dict() for doubt in doubts]}))
    else:
        print("\n".join(map(plain, _lines(match.kept))))
        complain(_doubt(doubt) for doubt in doubts)
    return FINE


def list_sources(name: str | None, as_json: bool) -> int:
    """Lists the entries whose names hold this."""
    with closing(_open()) as store:
        index = _index(store)
    found = find_entries(index, Wanted(name), None, len(index.entries))
    if as_json:
        print(json_text({"sources": [told(kept) for kept in found]}))
    elif not found:
        print("The registry has no such source." if index.entries else "The registry is empty.")
    else:
        width = max(len(kept.entry.id) for kept in found)
        for kept in found:
            entry = kept.entry
            records = f"{len(entry.records)} record{'' if len(entry.records) == 1 else 's'}"
            print(plain(f"{entry.id:<{width}}  {entry.name}  ({entry.kind}, {records})"))
    return FINE


@contextmanager
def _naming(file: str) -> Iterator[None]:
    """Tells whatever is wrong in a file with the file's name."""
    try:
        yield
    except InvalidSource as error:
        raise UnusableFile(file, error.problems) from error


def _refuse_options(asked: Asked) -> None:
    problems = []
    if asked.format is not None and asked.format not in FORMATS:
        hint = did_you_mean(asked.format[:40], FORMATS) or f"choose from {', '.join(FORMATS)}"
        problems.append(Problem("unknown_option", f"there is no format {quoted(asked.format)}", hint))
    if asked.valid_from is not None and moment_of(asked.valid_from) is None:
        message = f"--valid-from is {quoted(asked.valid_from)}, but a date is expected"
        problems.append(Problem("wrong_value", message, "such as 2023-11-16, 2023-11 or 2023"))
    if problems:
        raise InvalidRequest(problems)


def _ratings(file: str | None, vocabulary: Vocabulary) -> Ratings:
    if file is None:
        return Ratings()
    with _naming(file):
        return read_ratings(Path(file).read_bytes(), file, vocabulary)


def _vocabulary() -> Vocabulary:
    settings = load_settings()
    return load_vocabulary(settings.rubrics_dir / VOCABULARY_FILE, settings.vocabulary)


def _open() -> Store:
    return storage_of(load_settings(), Watch()).open()


def _index(store: Store) -> Index:
    return Index([kept_of(kept) for kept in store.sources.since(0)])


def _tell(plan: Plan, asked: Asked, as_json: bool) -> None:
    counts = plan.counts()
    if as_json:
        steps = [{"id": step.entry.id, "becomes": step.becomes, "line": step.line} for step in plan.steps]
        warnings = [doubt.as_dict() for doubt in plan.warnings]
        print(json_text({"written": not asked.dry_run, **counts, "sources": steps, "warnings": warnings}))
        return
    complain(line(doubt, asked.file) for doubt in plan.warnings[:_MOST_WARNINGS])
    if len(plan.warnings) > _MOST_WARNINGS:
        complain([f"{asked.file}: {len(plan.warnings) - _MOST_WARNINGS} more warnings; --json shows all"])
    for step in plan.steps if len(plan.steps) <= _MOST_WARNINGS else ():
        if step.becomes != SAME:
            print(plain(f"{step.becomes} {step.entry.id}"))
    would = "would be " if asked.dry_run else ""
    print(f"{counts['added']} {would}added, {counts['changed']} {would}changed, {counts['same']} the same already.")


def _nobody(named: str, match: Match, index: Index) -> Sequence[str]:
    if match.several:
        return [f"{quoted(named)} may mean {' or '.join(match.several)}: ask by the id"]
    if match.like:
        return [f"the registry has no {quoted(named)}, which {_which(named, like)}" for like in match.like]
    near = did_you_mean(named[:200], index.entries)
    return [f"the registry has no {quoted(named)}" + (f" ({near})" if near else "")]


def _which(named: str, like: Any) -> str:
    return like_words(named, like).removeprefix(f"{quoted(named)} ")


def _lines(kept: Kept) -> Iterator[str]:
    entry = kept.entry
    yield f"{entry.name}  ({entry.id}, {entry.kind})"
    for label, value in (
        ("also", ", ".join(entry.aliases)),
        ("domains", ", ".join(entry.domains)),
        ("owner", entry.owner or "not known"),
        ("lineage", entry.lineage),
        ("look-alike of", entry.look_alike_of),
        ("note", entry.note),
    ):
        if value:
            yield f"  {label}: {value}"
    for record in entry.records:
        what = ", ".join(word for word in (record.letter, record.status) if word) or "grades nothing"
        dates = f"from {record.valid_from or 'not known'}" + (f" to {record.valid_to}" if record.valid_to else "")
        topic = f" on {record.topic}" if record.topic else ""
        rating = f", rated {record.rating}" if record.rating else ""
        yield f"  record of {record.registry}{topic}: {what}{rating}, {dates}"
    yield f"  revision {kept.revision}, {kept.changed}, by {kept.by}"


def _doubt(doubt: Problem) -> str:
    return f"sayso: {doubt.message}" + (f" ({doubt.hint})" if doubt.hint else "")
