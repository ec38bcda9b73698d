"""How are a grade, a review and a place said in words? The same words in every format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sayso.export.review import Backing, Claim, Link, Release, Review, Rubric, SignOff
from sayso.rubric.english import plain

_STATES = {"abstained": "cannot be judged", "not_applicable": "not applicable"}
_REASONS = {
    "facts_wrong": "the facts are wrong",
    "facts_missing": "facts are missing",
    "source_known_better": "the source is known better",
    "rubric_does_not_fit": "the rubric does not fit",
    "other": "another reason",
}
NOT_STATED = "not stated"


def axis_words(name: str, axis: Mapping[str, Any]) -> str:
    """One axis of the stored answer: "Source reliability E, Unreliable: 24 (24.480), range 19 to 45"."""
    if axis["status"] == "not_applicable":
        return f"{plain(name)}: {_STATES['not_applicable']}"
    label = f", {axis['label']}" if axis.get("label") else ""
    head = f"{plain(name)} {axis['band']}{label}"
    open_ = "" if axis["low"] is None else f"range {axis['low']} to {axis['high']}"
    if axis["status"] != "scored":
        return f"{head}: {_STATES['abstained']}" + (f", open from {axis['low']} to {axis['high']}" if open_ else "")
    return f"{head}: {axis['score']} ({axis['exact']}), {open_}"


def overall_words(overall: Mapping[str, Any] | None) -> str | None:
    """The axes in one number or word: "Overall 40 (39.792), range 38 to 48: Hold"."""
    if overall is None or (overall["label"] is None and overall["low"] is None):
        return None
    label = f": {overall['label']}" if overall["label"] else ""
    if overall["low"] is None:
        return f"Overall{label}"
    open_ = f"range {overall['low']} to {overall['high']}"
    if overall["score"] is None:
        return f"Overall {_STATES['abstained']}, {open_}{label}"
    return f"Overall {overall['score']} ({overall['exact']}), {open_}{label}"


def band_words(rubric: Rubric, axis: str | None, band: str | None) -> str:
    """A band with its label: "C, Adequately sourced"."""
    label = rubric.bands.get(axis or "", {}).get(band or "")
    return f"{band}, {label}" if label else str(band)


def review_words(review: Review, claim: Claim, rubric: Rubric) -> str:
    """A review in one sentence, who and when included."""
    when = f"by {review.by} on {review.created}"
    note = f" Note: {review.note}" if review.note else ""
    again = f" To be looked at again on {review.again_on}." if review.again_on else ""
    if review.verdict == "override":
        computed = (claim.told["axes"].get(review.axis) or {}).get("band")
        axis = plain(review.axis or "").lower()
        head = f"OVERRIDDEN {when}: {axis} set to {band_words(rubric, review.axis, review.band)}; "
        head += f"computed was {band_words(rubric, review.axis, computed)}."
        ended = "" if review.holds else " It no longer holds: a later review took its place."
        return (
            f"{head} Reason: {_REASONS.get(review.reason or '', review.reason)} ({review.reason}).{note}{again}{ended}"
        )
    said = "Agreed" if review.verdict == "agree" else "Not judged: the reviewer abstained"
    return f"{said} {when}.{note}{again}"


def link_words(link: Link) -> str:
    """ "The Washington Post (secondhand media; quotes)"."""
    more = "; ".join(part for part in (link.kind, link.relation) if part)
    return (link.source or "source not stated") + (f" ({more})" if more else "")


def chain_words(chain: tuple[Link, ...]) -> str:
    """Nearest first, as it is told."""
    return " < ".join(link_words(link) for link in chain)


def backing_words(backing: Backing) -> str:
    """ "Court file 12/23, page 4 (seen by local on 2026-01-31)"."""
    gone = "WITHDRAWN: " if backing.withdrawn else ""
    where = f", {backing.locator}" if backing.locator else ", no place in it is named"
    digest = backing.sha256 and f"sha256 {backing.sha256}"
    more = "".join(f"; {part}" for part in (backing.url, digest, backing.note) if part)
    return f"{gone}{backing.label or 'its words are gone'}{where}{more} (added by {backing.by} on {backing.created})"


def gate_words(gate: Mapping[str, Any]) -> str:
    """A gate line of the stored answer with its figures as they stand."""
    effect = {"cap": "caps", "hold": "holds", "note": "notes", "not_applicable": "ends"}[gate["effect"]]
    cap = f" from {gate['before']} to {gate['after']}" if gate["effect"] == "cap" and gate["after"] is not None else ""
    axis = f" {plain(gate['axis']).lower()}" if gate["axis"] else ""
    who = f" for {plain(gate['requires']).lower()}" if gate["requires"] else ""
    because = f": {gate['because']}" if gate["because"] else ""
    return f"{gate['id']} ({gate['status']}) {effect}{axis}{cap}{who}{because}"


def release_words(release: Release) -> str:
    note = f": {release.note}" if release.note else ""
    return f"{release.gate} released by {release.by} on {release.created}{note}"


def sign_off_words(sign_off: SignOff) -> str:
    ended = "" if sign_off.holds else f" (NO LONGER HOLDS: {sign_off.because or 'it was opened again'})"
    role = plain(sign_off.role).lower()
    note = f". Note: {sign_off.note}" if sign_off.note else ""
    return f"Signed as {role} by {sign_off.by} on {sign_off.created} for text {sign_off.sha256}{ended}{note}"


def holds(told: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The gates of an answer that hold it back until somebody releases it."""
    return (gate for gate in told["gates"] if gate["effect"] == "hold" and gate["status"] == "applied")
