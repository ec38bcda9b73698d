"""What does the registry add to a claim? Whom each link means, the record that counts, and who is independent of whom.

It adds facts and takes none away: what the caller states stays as it is. The engine sees the facts alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec
from pydantic_core import to_json

from sayso.errors import Problem
from sayso.facts.claim import Reading
from sayso.facts.dates import day_number
from sayso.facts.derive import derive_link
from sayso.facts.vocabulary import Vocabulary
from sayso.usecases.sources.entry import Record
from sayso.usecases.sources.independence import independence
from sayso.usecases.sources.index import (
    DISAGREES,
    FALSE_ADDRESS,
    NOBODY,
    SUBDOMAIN,
    UNKNOWN_ID,
    Asked,
    Done,
    Index,
    Match,
)
from sayso.usecases.sources.look_alikes import SAYS, LookAlike
from sayso.usecases.sources.quoting import quoted
from sayso.usecases.sources.records import Choice, record_of

Claim = Mapping[str, Any]
_MOST_DONE = 4_096
_sorted_json = msgspec.json.Encoder(order="sorted").encode


class Moment(NamedTuple):
    """What decides which record counts."""

    topic: str | None
    as_of: str | None
    day: int | None


def resolve(
    index: Index, reading: Reading, as_of: str | None, vocabulary: Vocabulary, settled: Collection[str] = ()
) -> Reading:
    """The reading with what the registry knows of its sources; the same object where it knows nothing.

    ``settled`` are the pointers of links that are left as they are.
    """
    claim = reading.claim
    relays = _relays(vocabulary)
    found: dict[tuple[int, int], Match] = {}
    for at, attribution in enumerate(claim["attributions"]):
        for position, link in enumerate(attribution["chain"]):
            get = link.get
            asked = Asked(get("source"), get("source_id"), get("url"), get("kind") in relays)
            match = index.match(asked)
            if match is not NOBODY and not (settled and pointer_of(at, position) in settled):
                found[at, position] = match
    if not found:
        return reading
    return _Resolving(index, reading, as_of, vocabulary).result(found)


def pointer_of(attribution: int, link: int) -> str:
    """A link of a claim, as a JSON pointer."""
    return f"/attributions/{attribution}/chain/{link}"


class _Resolving:
    """One claim of which the registry knows something."""

    def __init__(self, index: Index, reading: Reading, as_of: str | None, vocabulary: Vocabulary) -> None:
        self._index = index
        self._reading = reading
        self._vocabulary = vocabulary
        day = None if as_of is None else day_number(as_of)
        self._moment = Moment(reading.claim.get("topic"), as_of, day)
        self._warnings: list[Problem] = []
        self._told: list[bytes] = []

    def result(self, found: Mapping[tuple[int, int], Match]) -> Reading:
        reading = self._reading
        attributions = list(reading.claim["attributions"])
        links = None if reading.links is None else [list(facts) for facts in reading.links]
        for (at, position), match in found.items():
            pointer = pointer_of(at, position)
            link = attributions[at]["chain"][position]
            if match.kept is None:
                self._warnings += _doubts(match, link, pointer)
                continue
            done = self._done(link, match, pointer, known=links is not None)
            self._told.append(b'{"pointer":"%b",%b' % (pointer.encode(), done.told))
            if done.fresh is not link:
                chain = list(attributions[at]["chain"])
                chain[position] = done.fresh
                attributions[at] = {**attributions[at], "chain": chain}
                if links is not None and done.facts is not None:
                    links[at][position] = done.facts
        claim = {**reading.claim, "attributions": attributions}
        reasons: list[dict[str, Any]] = []
        if len(attributions) > 1:
            said = independence(self._index, claim, self._vocabulary)
            self._warnings += said.warnings
            for at, reason in said.reasons.items():
                attributions[at] = dict(sorted({**attributions[at], "independent": {"reason": reason}}.items()))
                reasons.append({"attribution": at, "reason": reason})
        warnings = tuple(sorted((*reading.warnings, *self._warnings), key=Problem.sort_key))
        if not self._told and not reasons:
            return reading._replace(warnings=warnings)
        form = None if reading.form is None else _sorted_json(claim)
        sources = b'{"links":[%b],"independent":%b}' % (b",".join(self._told), to_json(reasons))
        return Reading(claim, warnings, form, links, sources)

    def _done(self, link: Claim, match: Match, pointer: str, known: bool) -> Done:
        """What the registry makes of a link. One whose facts are ``known`` is met again (``kept_links``): what is made
        of it without a doubt is kept with it, for as long as the registry stays as it is.
        """
        key = id(link), self._moment.topic, self._moment.as_of
        done = self._index.done.get(key) if known else None
        if done is not None and done.link is link and done.vocabulary is self._vocabulary:
            return done
        doubts = len(self._warnings)
        fresh, told = self._with_entry(link, match, pointer)
        facts = derive_link(fresh, self._vocabulary) if known and fresh is not link else None
        done = Done(link, self._vocabulary, fresh, facts, to_json(told)[1:])
        if known and len(self._warnings) == doubts:
            if len(self._index.done) >= _MOST_DONE:
                self._index.done.clear()
            self._index.done[key] = done
        return done

    def _with_entry(self, link: Claim, match: Match, pointer: str) -> tuple[Claim, dict[str, Any]]:
        assert match.kept is not None
        entry, revision = match.kept.entry, match.kept.revision
        if entry.look_alike_of is not None:
            message = f"{entry.name} is known as a look-alike of {entry.look_alike_of}, and is not it"
            self._warnings.append(_warning("look_alike", message, "make sure which of the two is meant", pointer))
        added: dict[str, Any] = {} if link.get("source_id") == entry.id else {"source_id": entry.id}
        choice = Choice() if link.get("track_record") else record_of(entry, *self._moment_for(), self._vocabulary)
        self._warnings += _open_records(choice, entry.name, self._moment.as_of, f"{pointer}/track_record")
        if choice.record is not None:
            added["track_record"] = _stated(choice.record, self._moment.as_of)
        record = None if choice.record is None else _shown_record(choice.record)
        told = {"source_id": entry.id, "revision": revision, "by": match.by, "record": record}
        return (dict(sorted({**link, **added}.items())) if added else link), told

    def _moment_for(self) -> tuple[str | None, int | None]:
        return self._moment.topic, self._moment.day


def _stated(record: Record, as_of: str | None) -> dict[str, Any]:
    """A record as a fact about a link, keys in order."""
    facts = {
        "as_of": as_of,
        "letter": record.letter,
        "registry": record.registry,
        "status": record.status,
        "topic": record.topic,
    }
    return {name: value for name, value in facts.items() if value is not None}


def _shown_record(record: Record) -> dict[str, Any]:
    told = record._asdict()
    del told["note"]
    return told


def _open_records(choice: Choice, name: str, as_of: str | None, pointer: str) -> Iterator[Problem]:
    if choice.disagreeing:
        said = " and ".join(f"{_rating(record)} ({record.registry})" for record in choice.disagreeing)
        message = f"the registry's records of {name} disagree, so that none counts: {said}"
        yield _warning("records_disagree", message, "end the record that the desk does not follow", pointer)
    for record in choice.undated:
        dates = f"from {record.valid_from or 'ever'}" + (f" to {record.valid_to}" if record.valid_to else "")
        message = f"whether {name} was {_rating(record)} ({record.registry}, {dates}) on {as_of} is not certain"
        yield _warning("record_not_dated", message, "look up the day, and write it into the registry", pointer)


def _rating(record: Record) -> str:
    return str(record.status or record.letter or record.rating)


def _doubts(match: Match, link: Claim, pointer: str) -> Iterator[Problem]:
    """Why a link is left as it is, though the registry has something to say."""
    source = link.get("source") or link.get("url")
    if match.stray == UNKNOWN_ID:
        message = f"the registry has no entry {quoted(link['source_id'])}"
        yield _warning("unknown_source_id", message, "correct the id, or add the entry", f"{pointer}/source_id")
    elif match.stray == DISAGREES:
        message = f"the id is that of {match.several[0]}, and the name is that of {', '.join(match.several[1:])}"
        yield _warning("source_disagrees", message, "correct the one or the other", f"{pointer}/source_id")
    elif match.stray == SUBDOMAIN:
        message = f"{quoted(source)} stands under a domain of {', '.join(match.several)}, and may be somebody else's"
        hint = "where it is the same source, add it to the domains of the entry"
        yield _warning("source_unresolved", message, hint, f"{pointer}/source")
    elif match.several:
        message = f"{quoted(source)} may be {' or '.join(match.several)}, so that it is taken for neither"
        yield _warning("source_ambiguous", message, "state the source_id of the one that is meant", f"{pointer}/source")
    for like in match.like:
        imitator = link.get("url") if match.stray == FALSE_ADDRESS else source
        place = "url" if match.stray == FALSE_ADDRESS or "source" not in link else "source"
        yield _warning("look_alike", like_words(str(imitator), like), _HINT, f"{pointer}/{place}")


_HINT = "it is taken for nobody; where it is the same source, add it to the aliases or domains of the entry"


def like_words(text: str, like: LookAlike) -> str:
    """A look-alike in a sentence."""
    return f"{quoted(text)} {SAYS[like.how]} {like.known}, which is {like.id}"


def _warning(code: str, message: str, hint: str, pointer: str) -> Problem:
    return Problem(code, message, hint, pointer, severity="warning")


@lru_cache(maxsize=16)
def _relays(vocabulary: Vocabulary) -> frozenset[str]:
    return frozenset(kind.id for kind in vocabulary.kinds.values() if kind.relay)
