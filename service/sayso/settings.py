"""How is this service set up? One frozen value, read once from SAYSO_* at start-up and passed down."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from sayso.api.keys import Keys
from sayso.api.limits import Limits
from sayso.api.log_forms import Format, Level
from sayso.client.address import KEY, URL
from sayso.errors import InvalidInput, Problem, did_you_mean
from sayso.facts.schema import Limits as FactLimits
from sayso.usecases.hosts import is_loopback

PREFIX = "SAYSO_"
OF_THE_CLIENT = (URL, KEY)
"""What a program beside the service reads, in the same shell as like as not; no setting may have such a name."""
_POSTGRES = re.compile(r"postgres(ql)?://[^/\s]*/[^/\s]+$")
_KEY_LETTERS = 32  # 256 bits, written in hex or base64, are longer than this


class InvalidSettings(InvalidInput):
    """A setting that cannot be used; nothing is started."""

    code = "invalid_settings"


def shipped(name: str) -> Path:
    """A folder that comes with Sayso (``rubrics``, ``fixtures/seed``): the checkout's own, else the installed copy."""
    package = Path(__file__).parent
    checkout = package.parent.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / name).is_dir():
        return checkout / name
    return package / "_shipped" / name


class Settings(BaseSettings):
    """Every setting of the service. Each is read from the environment as SAYSO_ and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", env_ignore_empty=True)

    host: str = Field("127.0.0.1", description="Address to listen on. Without a key it must be a loopback address.")
    port: int = Field(8321, ge=0, le=65535, description="Port to listen on; 0 takes any free one.")
    rubrics_dir: Path = Field(
        default_factory=lambda: shipped("rubrics"), description="Folder of the rubrics and the vocabulary file."
    )
    vocabulary: Path | None = Field(None, description="A vocabulary file of the desk's own; it may only add.")
    rubric: str = Field("newsroom", min_length=1, description="The rubric used when a request names none.")
    data_dir: Path = Field(
        Path("data"),
        description="Folder for what the service keeps; it is made with the first assessment that is kept.",
    )
    database_url: SecretStr | None = Field(
        None,
        description="PostgreSQL instead of a file in the folder: postgresql://user:password@host:5432/name.",
    )
    seed: bool = Field(
        False, description="Keep the seed article as a document, once, so that there is something to look at."
    )
    database_password_file: Path | None = Field(
        None, description="File with the password for that PostgreSQL: one line, which need not stand in the address."
    )
    max_waiting: int = Field(
        5_000, ge=1, description="Most assessments that wait to be written; beyond it the answer is 503."
    )
    key_file: Path | None = Field(
        None, description="File with the first key: one line, at least 32 characters. With it /v1 needs the key."
    )
    oidc_issuer: str | None = Field(
        None,
        pattern=r"^https://[^\s?#@]+$|^http://(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(/[^\s?#]*)?$",
        description="The house's own sign-in (OpenID Connect): its issuer, https://.., exactly as it names itself.",
    )
    oidc_client_id: str | None = Field(
        None, validate_default=True, description="As which client Sayso is known there; needed with the issuer."
    )
    oidc_client_secret_file: Path | None = Field(
        None, description="File with that client's secret: one line. Without it the client is a public one."
    )
    rate: str | None = Field(
        None,
        pattern=r"^[1-9]\d{0,8}/(second|minute|hour|day)$",
        description="Most requests to /v1 of one key, or of one address without keys, such as 600/minute.",
    )
    max_body_bytes: int = Field(2 * 1024 * 1024, ge=1024, description="Largest request body, judged before parsing.")
    max_json_depth: int = Field(32, ge=8, le=100, description="Deepest nesting of a JSON body, judged before parsing.")
    max_rubric_bytes: int = Field(256 * 1024, ge=1024, description="Largest rubric text.")
    max_line_bytes: int = Field(
        2 * 1024 * 1024, ge=1024, description="Longest line of a stream of claims, in bytes; a stream has no limit."
    )
    max_spool_bytes: int = Field(
        1024 * 1024 * 1024,
        ge=0,
        description="Most of a stream that is kept in a temporary file for a client who sends without reading.",
    )
    max_text: int = Field(500_000, ge=1, description="Most characters of a claim's or a document's text.")
    max_claims: int = Field(1_000, ge=1, description="Most claims in one document or one batch.")
    max_attributions: int = Field(32, ge=1, le=32, description="Most attributions of one claim.")
    max_links: int = Field(12, ge=1, le=12, description="Most links in one chain.")
    extractor: Literal["learned", "rules", "http"] = Field(
        "learned", description="What finds attributions in articles: learned, rules (no weights), or http (your own)."
    )
    extractor_url: str | None = Field(
        None,
        validate_default=True,
        description="Address of a service of your own that finds attributions; for the extractor http.",
    )
    extractor_seconds: float = Field(30.0, gt=0, le=600, description="How long that service may take for an article.")
    max_extractions: int = Field(2, ge=1, le=64, description="Most articles read at the same time; others wait.")
    max_facts_kept: int = Field(
        200_000,
        ge=0,
        description="Most stored assessments whose facts stay in memory, so that a draft is held against all of them "
        "at once; beyond it they are graded row by row. 0 keeps none. 100,000 take some 100 MB.",
    )
    reload_seconds: float = Field(
        1.0, ge=0, le=3600, description="How often the rubrics folder is looked at for changes; 0 means never."
    )
    sources_seconds: float = Field(
        2.0, ge=0, le=3600, description="How often the registry of sources is looked at for changes; 0 means never."
    )
    log_level: Level = Field(
        "info", description="debug, info, warning or error. Requests are info; the health addresses debug."
    )
    log_format: Format = Field("json", description="json (one object a line) or console (in words, for a terminal).")

    @field_validator("database_url")
    @classmethod
    def _is_a_postgresql(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None and not _POSTGRES.match(url.get_secret_value()):
            raise ValueError("write it as postgresql://user:password@host:5432/name")
        return url

    @field_validator("oidc_client_id")
    @classmethod
    def _know_as_whom_to_ask(cls, client: str | None, given: ValidationInfo) -> str | None:
        if given.data.get("oidc_issuer") is not None and not client:
            raise ValueError("the house's sign-in has to know Sayso by a client id")
        return client

    @field_validator("extractor_url")
    @classmethod
    def _know_whom_to_ask(cls, url: str | None, given: ValidationInfo) -> str | None:
        if given.data.get("extractor") == "http" and not (url or "").startswith(("http://", "https://")):
            raise ValueError("the extractor http needs an address to ask, http://.. or https://..")
        return url

    @property
    def limits(self) -> Limits:
        """What is refused before anything is parsed."""
        return Limits(
            self.max_body_bytes,
            self.max_json_depth,
            self.max_rubric_bytes,
            self.max_line_bytes,
            self.max_spool_bytes,
        )

    @property
    def fact_limits(self) -> FactLimits:
        """What is refused while facts are read."""
        return FactLimits(
            text=self.max_text, claims=self.max_claims, attributions=self.max_attributions, links=self.max_links
        )


def load_settings(**given: Any) -> Settings:
    """Settings from SAYSO_* and, over them, what the command line gave (None = not given). Raises InvalidSettings."""
    names = [PREFIX + name.upper() for name in Settings.model_fields]
    problems = [
        Problem("unknown_setting", f"there is no setting {key}", _nearest(key, names), pointer=key)
        for key in sorted(os.environ)
        if key.startswith(PREFIX) and key not in (*names, *OF_THE_CLIENT)
    ]
    try:
        settings = Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        problems += [_problem(wrong["loc"], wrong["msg"]) for wrong in error.errors(include_url=False)]
    if problems:
        raise InvalidSettings(problems)
    return settings


def check_host(settings: Settings, keyed: bool) -> None:
    """Raises InvalidSettings where a service without a key would answer to another machine."""
    if not keyed and not is_loopback(settings.host):
        message = f"without a key the service listens on this machine only, not on {settings.host}"
        hint = "make one with sayso keys create, set SAYSO_KEY_FILE to a file with one, or listen on 127.0.0.1"
        raise InvalidSettings([Problem("invalid_setting", message, hint, pointer="SAYSO_HOST")])


def read_keys(settings: Settings) -> Keys:
    """The key of the key file; those of the database come with it. Raises InvalidSettings where the file is no use."""
    if settings.key_file is None:
        return Keys()
    try:
        key = settings.key_file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise _key_problem("cannot be read as one line of plain text", settings.key_file) from error
    if len(key) < _KEY_LETTERS or len(key.split()) != 1:
        raise _key_problem(f"must hold one key of at least {_KEY_LETTERS} characters", settings.key_file)
    return Keys(key)


def read_password(settings: Settings) -> str | None:
    """The password of the database, where a file has it. Raises InvalidSettings where the file is no use."""
    return _secret_in(settings.database_password_file, "SAYSO_DATABASE_PASSWORD_FILE", "the password of the database")


def read_client_secret(settings: Settings) -> str | None:
    """The secret of the client at the house's sign-in, where a file has it. Raises InvalidSettings."""
    return _secret_in(settings.oidc_client_secret_file, "SAYSO_OIDC_CLIENT_SECRET_FILE", "the client's secret")


def _secret_in(file: Path | None, setting: str, what: str) -> str | None:
    if file is None:
        return None
    try:
        secret = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        secret = ""
    if len(secret.splitlines()) != 1 or "\0" in secret:
        message = f"the file {file} cannot be read as one line of text"
        hint = f"write {what} into it, and nothing else"
        raise InvalidSettings([Problem("invalid_password_file", message, hint, pointer=setting)])
    return secret


def _key_problem(what: str, path: Path) -> InvalidSettings:
    hint = "python -c 'import secrets; print(secrets.token_urlsafe(32))' makes one"
    return InvalidSettings([Problem("invalid_key_file", f"the key file {path} {what}", hint, pointer="SAYSO_KEY_FILE")])


def _problem(place: tuple[int | str, ...], said: str) -> Problem:
    name = PREFIX + str(place[0]).upper()
    described = Settings.model_fields.get(str(place[0]))
    hint = described.description if described else None
    return Problem("invalid_setting", f"{name}: {said[:1].lower()}{said[1:]}", hint, pointer=name)


def _nearest(key: str, names: Iterable[str]) -> str:
    known = [name.removeprefix(PREFIX) for name in names]  # the prefix is common to all and would make all look near
    near = did_you_mean(key.removeprefix(PREFIX), known)
    return near.replace('"', f'"{PREFIX}', 1) if near else f"the settings are {', '.join(sorted(names))}"
