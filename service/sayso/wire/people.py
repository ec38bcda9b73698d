"""How are people and keys made, changed and shown?"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sayso.wire.assessments import Moment
from sayso.wire.model import WireModel

Role = Literal["author", "reviewer", "senior_editor", "admin"]
Scope = Literal["score", "review", "rubric:write", "admin"]
KeyState = Literal["in use", "expired", "revoked"]
Name = Annotated[str, Field(min_length=1, max_length=80, description="One line.")]
Email = Annotated[str, Field(min_length=3, max_length=254, description="With it they sign in; capitals do not matter.")]
Hold = Annotated[str, Field(min_length=1, max_length=80)]
Releases = Annotated[
    list[Hold], Field(max_length=20, description="Holds that they may release beside those of their roles.")
]
Roles = Annotated[list[Role], Field(min_length=1, max_length=4)]
Once = "Shown this once, and never again: null where the same request is repeated."


class PersonRequest(WireModel):
    """A person to add."""

    name: Name
    email: Email
    roles: Roles
    releases: Releases = Field(default=[])
    password: bool = Field(True, description="Make a first password; without one they sign in by the house's account.")


class PersonPatch(WireModel):
    """What is to be different about a person; what is left out stays as it is."""

    name: Name | None = None
    email: Email | None = None
    roles: Roles | None = None
    releases: Releases | None = None
    disabled: bool | None = Field(None, description="True ends their sessions at once; false lets them in again.")
    new_password: bool = Field(False, description="Make a new password, and end their sessions.")


class PersonShown(WireModel):
    """A person. Their password is nowhere but with them."""

    id: str
    name: str
    email: str
    roles: list[Role]
    releases: list[str]
    has_password: bool
    has_account: bool = Field(description="Whether they have signed in with the house's account.")
    created: Moment
    disabled: Moment | None = Field(description="Since when they are let in no more.")
    revision: int = Field(ge=1, description="Counts their changes; the ETag is made of it.")


class PersonMade(PersonShown):
    """A person as they are from now on, and their password where one was made."""

    password: str | None = Field(description=Once)


class PeopleList(WireModel):
    """A page of people, oldest first. The header `Link` leads to the next one, where there is one."""

    people: list[PersonShown]


class KeyRequest(WireModel):
    """A key to make."""

    name: Name
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=4)] = Field(description="`admin` implies the others.")
    expires: Annotated[str, Field(max_length=40)] | None = Field(
        None, description="A while (90d, 12h, 30m) or a moment (ISO 8601); null: it does not expire."
    )


class KeyShown(WireModel):
    """A key; the key itself is nowhere but with its holder."""

    id: str
    name: str
    scopes: list[Scope]
    created: Moment
    expires: Moment | None
    revoked: Moment | None
    state: KeyState


class KeyMade(KeyShown):
    """A key as it is from now on, and the key itself."""

    key: str | None = Field(description=Once)


class KeyList(WireModel):
    """A page of keys, oldest first. The header `Link` leads to the next one, where there is one."""

    keys: list[KeyShown]
