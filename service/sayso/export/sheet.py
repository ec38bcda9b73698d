"""How does a review look on paper? The print sheet: one HTML page, its figures as they are stored, no script.

Under the address of the page it links to its style; a file that is taken away carries it inside. The style ends with
what stands at the foot of every sheet of paper: the hash of the text, the rubric, page n of m.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from sayso.export import words
from sayso.export.review import Claim, Reviewed
from sayso.facts.visible import visible
from sayso.rubric.english import plain

_FOLDER = Path(__file__).parent
STYLE = "print.css"
"""The address of the style, beside that of the page."""
_SAFE = re.compile(r"[^A-Za-z0-9 @:._-]")
_TONES = 5


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim as the template shows it; every text is ready. ``reviews`` are those that stand in no box."""

    number: int
    tone: str
    grade: str
    human: str | None
    text: str | None
    overrides: tuple[str, ...]
    reviews: tuple[str, ...]
    axes: tuple[str, ...]
    overall: str | None
    losses: tuple[tuple[str, tuple[Any, ...]], ...]
    gates: tuple[str, ...]
    backing: tuple[str, ...]
    claim: Claim


def sheet_of(review: Reviewed, style: str | None = None, icon: str | None = None) -> str:
    """The page. ``style`` is put inside it; without one it links to ``print.css`` beside its own address.
    ``icon`` is the address of the picture that a browser shows for it.
    """
    template = _templates().get_template("sheet.html")
    said = [words.sign_off_words(each) for each in review.sign_offs]
    claims = [_view(claim, review) for claim in review.claims]
    named = ", ".join(part for part in (review.outlet, review.date) if part and not review.deleted)
    heading = review.title or named or f"document {review.id}"
    shown = {"review": review, "heading": heading, "claims": claims, "sign_offs": said}
    return template.render(**shown, style=style, icon=icon, link=STYLE, words=words, plain=plain)


def file_of(review: Reviewed) -> bytes:
    """The page as a file that needs nothing beside it."""
    return sheet_of(review, style_of(review)).encode()


def style_of(review: Reviewed) -> str:
    """The style of the sheet, with the foot of this document."""
    foot = f"Text sha256 {review.sha256}"
    rubric = f"{review.rubric.ref} {review.rubric.digest.removeprefix('sha256:')[:12]}"
    return f'{_style()}\n@page {{ @bottom-left {{ content: "{_quoted(foot)}\\A {_quoted(rubric)}" }} }}\n'


def policy_of(review: Reviewed) -> str:
    """The Content-Security-Policy of the file: its own style and nothing else."""
    digest = base64.b64encode(hashlib.sha256(style_of(review).encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def _quoted(text: str) -> str:
    """As it may stand in a string of CSS: whatever could end it is escaped."""
    return _SAFE.sub(lambda found: f"\\{ord(found[0]):x} ", text)


def _view(claim: Claim, review: Reviewed) -> ClaimView:
    told, boxed = claim.told, claim.overrides
    return ClaimView(
        number=claim.index + 1,
        tone=_tone(claim, review),
        grade=claim.computed or "not applicable",
        human=claim.human,
        text=claim.text,
        overrides=tuple(words.review_words(each, claim, review.rubric) for each in boxed),
        reviews=tuple(words.review_words(each, claim, review.rubric) for each in claim.reviews if each not in boxed),
        axes=tuple(words.axis_words(name, axis) for name, axis in told["axes"].items()),
        overall=words.overall_words(told["overall"]),
        losses=tuple(_losses(told)),
        gates=tuple(map(words.gate_words, told["gates"])),
        backing=tuple(map(words.backing_words, claim.backing)),
        claim=claim,
    )


def _losses(told: Any) -> Iterator[tuple[str, tuple[Any, ...]]]:
    for name, axis in told["axes"].items():
        if axis["exact"] is not None:
            yield name, tuple(loss for loss in told["losses"] if loss["axis"] == name)


def _tone(claim: Claim, review: Reviewed) -> str:
    """The pattern of the border: that of the first axis that applies, t1 to t5 from best to worst, or of a state."""
    for name, axis in claim.told["axes"].items():
        if axis["status"] == "not_applicable":
            continue
        bands = list(review.rubric.bands.get(name, {}))[:-1]
        if axis["status"] != "scored" or axis["band"] not in bands:
            return "tx"
        return f"t{1 + bands.index(axis['band']) * (_TONES - 1) // max(len(bands) - 1, 1)}"
    return "tx"


@lru_cache(maxsize=1)
def _style() -> str:
    return (_FOLDER / STYLE).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_FOLDER / "templates", encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters["style_text"] = Markup  # of our own style only, in which every word of a document is escaped
    return made
