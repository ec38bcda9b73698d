"""Which record of a source counts on a day, for a topic?"""

from __future__ import annotations

from typing import NamedTuple

from sayso.facts.roots import normal_name
from sayso.facts.vocabulary import Vocabulary
from sayso.usecases.sources.entry import Entry, Record


class Choice(NamedTuple):
    """The record that counts; else those between which nothing decides, or those whose dates leave it open."""

    record: Record | None = None
    disagreeing: tuple[Record, ...] = ()
    undated: tuple[Record, ...] = ()


def record_of(entry: Entry, topic: str | None, day: int | None, vocabulary: Vocabulary) -> Choice:
    """The record of the topic that certainly stands on the day, else the one for every topic that no other names.

    Of several registries the one that began last counts where they come to one letter. Where they do not, none does:
    which registry to follow is for the desk to say. A record without letter and status is for people only.
    """
    wanted = None if topic is None else normal_name(topic)
    graded = [record for record in entry.records if record.letter is not None or record.status is not None]
    for subject in dict.fromkeys((wanted, None)):
        of_subject = [record for record in graded if record.subject == subject]
        standing = [record for record in of_subject if record.period.holds(day) is True]
        undated = tuple(record for record in of_subject if record.period.holds(day) is None)
        if undated:  # it may be the one that counts, so that no other can be taken in its place
            return Choice(undated=undated)
        if standing:
            letters = {record.letter or vocabulary.status_letters.get(record.status or "") for record in standing}
            if len(letters) > 1:
                return Choice(disagreeing=tuple(standing))
            return Choice(max(standing, key=lambda record: (record.valid_from or "", record.registry)))
    return Choice()
