"""A list of outlets with a status code each: gr, nc, gu, d, b, as tables in JSON, JSON lines or Lua.

The form is that of the published extract of Wikipedia's list of perennial sources (audiodude, wiki-reliable-sources-
parser, ``data/sources``). Only the name, the domain, the code, what the row is limited to, and the year of the last
decision are taken: no word of its summaries. Rows of one domain are one source with a record for each topic.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from sayso.errors import Problem
from sayso.facts.roots import normal_name
from sayso.facts.vocabulary import Vocabulary
from sayso.facts.yaml_reader import Node, plain
from sayso.usecases.sources.checking import InvalidSource, read_entry
from sayso.usecases.sources.domains import domain_of
from sayso.usecases.sources.formats.given import Given, Means, Reading
from sayso.usecases.sources.formats.own import at_node
from sayso.usecases.sources.formats.tables import read_tables

REGISTRY = "wikipedia-rsp"
CODES = {
    "gr": Means(status="generally_reliable"),
    "nc": Means(status="no_consensus"),
    "gu": Means(status="generally_unreliable"),
    "d": Means(status="deprecated"),
    "b": Means(status="blacklisted"),
}
"""What the registry's own codes mean in the vocabulary, which has its words for them."""
_YEARS = re.compile(r"\(?\s*(\d{4})\s*[–—-]\s*(\d{4}|present)\s*\)?", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}")
_EVERYTHING = frozenset({"general", "general topics"})


def read_statuses(data: bytes, name: str, how: Reading, vocabulary: Vocabulary) -> list[Given]:
    """A source for each domain or name. Raises InvalidSource with everything that is wrong, each with its line."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InvalidSource(
            [Problem("wrong_encoding", f"{name} is not UTF-8 text", "save it as UTF-8", None, line, 1)]
        ) from error
    problems: list[Problem] = []
    sources: dict[str, list[tuple[Node, dict[str, Any]]]] = {}
    for node in _rows(read_tables(text)):
        row = plain(node)
        if not isinstance(row, dict):
            problems.append(Problem("wrong_type", "a row is a table with names", None, None, node.line, node.column))
            continue
        wrong = list(_wrong(row))
        problems += [at_node(node, problem) for problem in wrong]
        if not wrong:
            sources.setdefault(_whose(row), []).append((node, row))
    found: list[Given] = []
    for rows in sources.values():
        node = rows[0][0]
        try:
            found.append(Given(read_entry(_entry(rows, how), vocabulary), node.line, is_whole=False))
        except InvalidSource as error:
            problems += [at_node(node, problem) for problem in error.problems]
    if problems:
        raise InvalidSource(problems)
    return found


def slug(text: str) -> str:
    """An id that is made of a name."""
    plain_letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain_letters).strip("-")[:80].strip("-")


def _rows(tables: list[Node]) -> Iterator[Node]:
    for table in tables:
        if isinstance(table.value, list):
            yield from table.value
        else:
            yield table


def _wrong(row: dict[str, Any]) -> Iterator[Problem]:
    for key in ("id", "name", "domain", "status", "content_qualifier", "rsp_last"):
        if row.get(key) is not None and not isinstance(row[key], str):
            yield Problem("wrong_type", f"{key} must be text", None, f"/{key}")
    if not isinstance(row.get("status"), str) or not row["status"].strip():
        yield Problem("missing_key", "the row has no status", f"one of {', '.join(CODES)}", "/status")
    if not _name(row):
        yield Problem("missing_key", "the row has no name", "each row names its source", "")


def _name(row: dict[str, Any]) -> str:
    names = [row.get("name"), row.get("id")]
    return next((name.strip() for name in names if isinstance(name, str) and name.strip()), "")


def _whose(row: dict[str, Any]) -> str:
    return _domain(row) or normal_name(_name(row))


def _domain(row: dict[str, Any]) -> str | None:
    """Its domain; one with a path is a part of a site, which the rest of the site is not."""
    stated = row.get("domain") or ""
    return None if "/" in stated.strip("/") else domain_of(stated)


def _entry(rows: list[tuple[Node, dict[str, Any]]], how: Reading) -> dict[str, Any]:
    first = rows[0][1]
    name, domain = _name(first), _domain(first)
    taken: set[str | None] = set()
    records: list[dict[str, Any]] = []
    for _, row in rows:
        topic, period = _topic(row, name)
        if (topic is not None and normal_name(topic) in taken) or (topic is None and None in taken):
            topic = f"{topic or _name(row)} ({row.get('id') or len(records) + 1})"
        taken.add(None if topic is None else normal_name(topic))
        records.append(_record(row, topic, period, how))
    own = str(first.get("id") or "").strip()
    return {
        "id": slug(name) or slug(own) or slug(domain or "") or "unnamed",
        "name": name,
        "aliases": [own] if own and len(rows) == 1 else [],
        "domains": [] if domain is None else [domain],
        "records": records,
    }


def _topic(row: dict[str, Any], name: str) -> tuple[str | None, tuple[str | None, str | None]]:
    qualifier = str(row.get("content_qualifier") or "").strip()
    years = _YEARS.fullmatch(qualifier)
    period = (None, None) if years is None else (years[1], None if years[2].lower() == "present" else _after(years[2]))
    words = " ".join(qualifier.removeprefix("(").removesuffix(")").split())
    if years is not None or normal_name(words) in _EVERYTHING:
        words = ""
    if not words and years is None and _name(row) != name:
        words = _name(row)
    return words or None, period


def _record(
    row: dict[str, Any], topic: str | None, period: tuple[str | None, str | None], how: Reading
) -> dict[str, Any]:
    code = row["status"].strip()
    means = how.ratings.codes.get(code) or CODES.get(code) or Means()
    return {
        "registry": how.registry or REGISTRY,
        "topic": topic,
        "letter": means.letter,
        "status": means.status,
        "rating": code,
        "valid_from": period[0] or how.valid_from or _decided(row),
        "valid_to": period[1],
    }


def _decided(row: dict[str, Any]) -> str | None:
    """The year of the last decision that the row names, else of the last discussion: it has stood since then."""
    notices = row.get("rsnl")
    years = [
        notice["notice_year"]
        for notice in (notices if isinstance(notices, list) else ())
        if isinstance(notice, dict) and isinstance(notice.get("notice_year"), str)
    ]
    stated = [year for year in [*years, row.get("rsp_last") or ""] if _YEAR.fullmatch(year)]
    return max(stated, default=None)


def _after(year: str) -> str:
    return f"{int(year) + 1:04d}" if year < "9999" else year
