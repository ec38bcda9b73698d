"""sayso archive facts and score: what do the claims of an archive state, and how well are they sourced?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sayso.api.body import read_json
from sayso.archive.claims import PART, ClaimFiles
from sayso.archive.facts import REFUSED, derive_facts
from sayso.archive.gather import Asked as Reading
from sayso.archive.gather import Parse
from sayso.archive.inputs import Sizes, input_of
from sayso.archive.refusals import ArchiveError
from sayso.archive.scores import Source, Wanted, score_archive
from sayso.archive.shards import shard_of
from sayso.archive.stored import facts_in, is_facts
from sayso.cli.archive_progress import progress
from sayso.cli.desks import desk_and_rubric
from sayso.cli.ending import FINE, FOUND, complain
from sayso.cli.paper import SOFT, STRONG, columns, indented, paper, words
from sayso.cli.plain import json_text
from sayso.errors import InvalidInput, InvalidRequest
from sayso.facts.vocabulary import Vocabulary, load_vocabulary
from sayso.rubric.english import tally
from sayso.settings import Settings, load_settings
from sayso.usecases.desk import VOCABULARY_FILE
from sayso.usecases.score import wrong_options

_WHOLE = 256 << 20
"""The largest JSON file that is read: all of it is in memory."""


@dataclass(frozen=True)
class Asked:
    """What was named on the command line."""

    inputs: Sequence[str]
    out: Path
    as_of: str | None = None
    strict: bool = False
    shard: str | None = None
    part: int | None = None


def derive(asked: Asked, as_json: bool) -> int:
    """Makes the folder of facts. Raises SaysoError."""
    settings = load_settings()
    vocabulary = load_vocabulary(settings.rubrics_dir / VOCABULARY_FILE, settings.vocabulary)
    source, shard = claim_files(asked, settings, vocabulary), shard_of(asked.shard)
    with progress("deriving", source.bytes, "bytes") as step:
        manifest = derive_facts(source, asked.out, shard, step)
    told = f"{tally(manifest['claims'], 'claim')}, {tally(manifest['rows'], 'attribution')}"
    return _ended(asked, manifest, as_json, told)


def grade(asked: Asked, rubric: str | None, as_json: bool, *, explain: bool, records: bool) -> int:
    """Makes the folder of scores. Raises SaysoError."""
    settings = load_settings()
    desk, ref = desk_and_rubric(settings, rubric)
    source = source_of(asked, settings, desk.vocabulary)
    wanted = Wanted(shard_of(asked.shard), explain, records)
    with progress("grading", source.bytes, "bytes") as step:
        manifest = score_archive(source, desk.plan(ref), asked.out, step, wanted)
    chosen = desk.plan(ref).rubric
    return _ended(asked, manifest, as_json, f"{tally(manifest['claims'], 'claim')} graded by {chosen.ref}")


def source_of(asked: Asked, settings: Settings, vocabulary: Vocabulary) -> Source:
    """Where the facts come from: folders of facts, or files of claims. Raises ArchiveError or InvalidRequest."""
    paths = [Path(name) for name in asked.inputs]
    if not all(map(is_facts, paths)):
        if any(map(is_facts, paths)):
            hint = "name one or the other"
            raise ArchiveError(
                "folders of facts and files of claims do not go together", code="not_together", hint=hint
            )
        return claim_files(asked, settings, vocabulary)
    found = facts_in(paths, vocabulary)
    if asked.as_of is not None and asked.as_of != found.as_of:
        message = f"the ages in these facts are counted to {found.as_of or 'no day'}, not to {asked.as_of}"
        raise ArchiveError(message, code="not_together", hint="derive the facts anew with --as-of")
    return found


def claim_files(asked: Asked, settings: Settings, vocabulary: Vocabulary) -> ClaimFiles:
    """The files of claims that were named. Raises ArchiveError or InvalidRequest."""
    if problems := wrong_options(asked.as_of, ()):
        raise InvalidRequest(problems)
    limits = settings.limits
    return ClaimFiles(
        inputs=tuple(map(input_of, asked.inputs)),
        vocabulary=vocabulary,
        limits=settings.fact_limits,
        sizes=Sizes(settings.max_line_bytes, _WHOLE),
        parse=_parse(limits.json_depth),
        asked=Reading(asked.as_of, asked.strict),
        size=asked.part or PART,
    )


def _parse(depth: int) -> Parse:
    def parse(text: bytes) -> object:
        try:
            return read_json(text, depth)
        except InvalidInput as error:
            said = [replace(each, message=each.message.replace("the body", "the claim")) for each in error.problems]
            raise InvalidInput(said) from error

    return parse


def _ended(asked: Asked, manifest: Mapping[str, Any], as_json: bool, told: str) -> int:
    refused = manifest["refused"]
    if as_json:
        print(json_text({name: value for name, value in manifest.items() if name != "parts"}))
    else:
        console = paper()
        console.print(words(f"{asked.out}: {told}, in {tally(len(manifest['parts']), 'part')}", STRONG))
        for name in ("grades", "gates"):
            if manifest.get(name):
                _counts(name, manifest[name], manifest["claims"])
    if refused:
        where = asked.out / REFUSED
        complain([f"sayso: {tally(refused, 'claim')} could not be read, and why is said in {where}"])
    return FOUND if refused else FINE


def _counts(title: str, counts: Mapping[str, int], claims: int) -> None:
    table = columns("name", "right", "right", indent=0)
    for name, count in sorted(counts.items(), key=lambda each: (-each[1], each[0])):
        table.add_row(words(name), f"{count:,}", words(f"{100 * count / max(claims, 1):.1f} %", SOFT))
    console = paper()
    console.print(words(title, SOFT))
    console.print(indented(table))
