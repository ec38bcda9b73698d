"""What does the registry of sources take, and how does it show what it has?"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sayso.wire.answer import Warned
from sayso.wire.model import WireModel

SourceKind = Literal["outlet", "person", "office", "document"]
SourceId = Annotated[
    str,
    Field(
        pattern=r"^[a-z0-9]+([._-][a-z0-9]+)*$",
        max_length=80,
        description="Small letters, digits, and single hyphens, dots or underscores between them.",
    ),
]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Domain = Annotated[str, Field(min_length=1, max_length=300)]
PartialDate = Annotated[
    str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$", description="A day, a month or a year: 2023-11-16, 2023-11, 2023.")
]
Note = Annotated[str, Field(max_length=2_000)]


class SourceRecord(WireModel):
    """What one registry says of a source, for a topic and a time. At least a letter, a status or a rating is stated."""

    registry: Annotated[str, Field(min_length=1, max_length=100)] = Field(description="Who keeps this record.")
    topic: Name | None = Field(None, description="Null: every topic that no other record of the source names.")
    letter: str | None = Field(None, description="The reliability letter that it stands for at this desk.")
    status: str | None = Field(None, description="The status, in the words of the vocabulary.")
    rating: Annotated[str, Field(min_length=1, max_length=100)] | None = Field(
        None, description="What the registry itself says, in its own words or numbers. It grades nothing."
    )
    valid_from: PartialDate | None = Field(None, description="Null: it is not known when it began.")
    valid_to: PartialDate | None = Field(None, description="The first day on which it held no more. Null: it holds.")
    note: Note | None = None


class SourceEntry(WireModel):
    """A source as the desk knows it."""

    id: SourceId | None = Field(None, description="As in the address; it may be left out here.")
    kind: SourceKind = "outlet"
    name: Name
    aliases: list[Name] = Field(default=[], max_length=100, description="Other names that mean this source alone.")
    domains: list[Domain] = Field(default=[], max_length=100, description="Hosts; www. counts for nothing.")
    owner: Name | None = Field(None, description="Who owns it: the id of an entry, or a name. Null: not known.")
    lineage: Name | None = Field(None, description="A name for what several sources come from, such as one state.")
    look_alike_of: SourceId | None = Field(None, description="The entry that this one imitates. It inherits nothing.")
    note: Note | None = None
    records: list[SourceRecord] = Field(default=[], max_length=200)


class SourceShown(WireModel):
    """An entry, and which of its states this is."""

    revision: int = Field(ge=1, description="Counts its changes; the ETag is made of it.")
    changed: str = Field(description="When it became so, in UTC.")
    by: str = Field(description="Who made it so.")
    source: SourceEntry


class SourceSaved(SourceShown):
    """An entry as it is from now on, and what in it an editor should look at."""

    warnings: list[Warned] = Field(description="Names it shares with others, and others that it looks like.")


class SourceList(WireModel):
    """A page of entries in the order of their ids. The header `Link` leads to the next one, where there is one."""

    sources: list[SourceShown]
