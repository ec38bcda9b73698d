"""A list of domains with a score from 0 to 1, as CSV: the columns ``domain`` and ``pc1`` (or ``score``).

The form is that of the published ratings of Lin and others (PNAS Nexus 2023, doi 10.1093/pnasnexus/pgad286). A score
says nothing of its own to a rubric. It is kept as the registry's rating with the fifth that it lies in, and stands for
a letter or a status only where the desk says so.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from sayso.errors import Problem
from sayso.usecases.sources.checking import InvalidSource
from sayso.usecases.sources.domains import domain_of, is_bare
from sayso.usecases.sources.entry import Entry, Record
from sayso.usecases.sources.formats.given import Given, Means, Ratings, Reading
from sayso.usecases.sources.quoting import quoted

REGISTRY = "domain-quality"
COLUMNS = ("pc1", "score")
_MOST_PROBLEMS = 100
_LONGEST_LINE = 100_000


def read_scores(data: bytes, name: str, how: Reading) -> list[Given]:
    """A source for each row. Raises InvalidSource with everything that is wrong, each with its line."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InvalidSource(
            [Problem("wrong_encoding", f"{name} is not UTF-8 text", "save it as UTF-8", None, line, 1)]
        ) from error
    csv.field_size_limit(_LONGEST_LINE)
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    problems: list[Problem] = []
    found: list[Given] = []
    try:
        header = next(rows, [])
        column = next((header.index(each) for each in COLUMNS if each in header), None)
        if "domain" not in header or column is None:
            hint = f"the first line names the columns: domain and {' or '.join(COLUMNS)}"
            raise InvalidSource([Problem("missing_key", f"{name} has no such columns", hint, None, 1, 1)])
        found.extend(_sources(rows, header.index("domain"), column, how, problems))
    except csv.Error as error:
        problems.append(
            Problem(
                "wrong_format", f"the line is no CSV: {error}", "see to its quotation marks", None, rows.line_num, 1
            )
        )
    if problems:
        raise InvalidSource(problems)
    return found


def _sources(
    rows: Iterator[list[str]], at_domain: int, at_score: int, how: Reading, problems: list[Problem]
) -> Iterator[Given]:
    lines: dict[str, tuple[int, int]] = {}
    for row in rows:
        line = rows.line_num  # type: ignore[attr-defined]  # of csv's reader
        if not row:
            continue
        if len(problems) >= _MOST_PROBLEMS:
            problems.append(Problem("more", "reading ends here: too much is wrong", None, None, line, 1))
            return
        if len(row) <= max(at_domain, at_score):
            problems.append(Problem("missing_key", "the line has too few columns", None, None, line, 1))
            continue
        domain, score = domain_of(row[at_domain]), _thousandths(row[at_score])
        if domain is None or not is_bare(row[at_domain]):
            message = f"{quoted(row[at_domain])} is no domain"
            problems.append(Problem("wrong_value", message, "write the host alone", None, line, 1))
        if score is None:
            message = f"{quoted(row[at_score])} is no score"
            problems.append(Problem("wrong_value", message, "a number from 0 to 1", None, line, 1))
        if domain is None or score is None:
            continue
        if domain in lines:
            if lines[domain][1] != score:
                message = f"{domain} has another score on line {lines[domain][0]}"
                problems.append(Problem("duplicate_id", message, "keep one of them", None, line, 1))
            continue
        lines[domain] = line, score
        yield Given(_entry(domain, score, how), line, is_whole=False)


def _entry(domain: str, score: int, how: Reading) -> Entry:
    means = _means(how.ratings, score)
    record = Record(
        registry=how.registry or REGISTRY,
        letter=means.letter,
        status=means.status,
        rating=f"{_shown(score)} ({_fifth(score)})",
        valid_from=how.valid_from,
    )
    return Entry(domain.replace(".", "-")[:80].strip("-"), "outlet", domain, domains=(domain,), records=(record,))


def _means(ratings: Ratings, score: int) -> Means:
    return next((means for begins, means in ratings.scores if score >= begins), Means())


def _fifth(score: int) -> str:
    """The band that a score lies in: a name, and no judgement."""
    band = min(score // 200, 4)
    return f"band {band * 2 / 10:g} to {(band + 1) * 2 / 10:g}"


def _shown(score: int) -> str:
    return f"{score // 1000}.{score % 1000:03d}"


def _thousandths(text: str) -> int | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return int(number * 1000) if number.is_finite() and 0 <= number <= 1 else None
