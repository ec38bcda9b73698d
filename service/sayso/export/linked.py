"""How does a review become linked data? JSON-LD in the words of schema.org, and our own where it has none.

The context stands in the document and names every word, so that nothing is fetched to read it. A grade is a property
of a ``Claim`` in our own namespace: it is about the attribution. A ``ClaimReview`` is there only where a person has
entered a verdict, and says of what; to abstain is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic_core import to_json

from sayso.export.review import Claim, Review, Reviewed
from sayso.export.words import review_words

_SCHEMA = (
    *("Article", "Claim", "ClaimReview", "Rating", "CreativeWork", "Quotation"),
    *("appearance", "author", "citation", "dateCreated", "datePublished", "headline", "identifier", "itemReviewed"),
    *("name", "publisher", "alternateName", "ratingExplanation", "reviewAspect", "reviewBody", "reviewRating", "text"),
    *("url", "hasPart", "position"),
)
_OURS = (
    *(
        "Assessment",
        "Loss",
        "Gate",
        "Axis",
        "Link",
        "Backing",
        "Note",
        "Release",
        "SignOff",
        "RubricVersion",
        "Abstention",
    ),
    *("sha256", "rubric", "version", "digest", "asOf", "deleted", "signOff", "role", "holds", "by", "engine"),
    *("factsDigest", "assessment", "status", "computedGrade", "humanGrade", "overridden", "axis", "band", "label"),
    *("score", "low", "high", "exact", "known", "overall", "loss", "code", "points", "because", "reference", "gate"),
    *("effect", "before", "after", "requires", "attribution", "chain", "kind", "relation", "rationale", "backing"),
    *("locator", "note", "release", "reason", "verdict", "againOn", "withdrawn", "start", "end", "replaces"),
)
_LISTS = ("chain", "attribution")
CONTEXT: Mapping[str, Any] = {
    "schema": "https://schema.org/",
    "sayso": "urn:sayso:export:",
    **{name: f"schema:{name}" for name in _SCHEMA},
    **{name: f"sayso:{name}" for name in _OURS if name not in _LISTS},
    **{name: {"@id": f"sayso:{name}", "@container": "@list"} for name in _LISTS},
}
"""Chains are lists: nearest first is their meaning."""
ASPECT = "The attribution of the claim, not its truth"


def json_ld_of(review: Reviewed) -> bytes:
    """One graph: the article, its claims, and what people have said to them."""
    graph = [_article(review)]
    for claim in review.claims:
        graph += [_claim(claim, review), *_reviews(claim, review)]
    return to_json({"@context": CONTEXT, "@graph": graph}, indent=2) + b"\n"


def _article(review: Reviewed) -> dict[str, Any]:
    return _stated(
        {
            "@id": _document(review.id),
            "@type": "Article",
            "identifier": review.id,
            "headline": review.title,
            "publisher": review.outlet and {"name": review.outlet},
            "datePublished": review.date,
            "url": review.url,
            "sha256": review.sha256,
            "text": review.text,
            "rubric": {
                "@type": "RubricVersion",
                "identifier": review.rubric.id,
                "version": review.rubric.version,
                "digest": review.rubric.digest,
            },
            "asOf": review.as_of,
            "deleted": review.deleted and {"dateCreated": review.deleted, "by": review.deleted_by},
            "signOff": [
                _stated(
                    {
                        "@type": "SignOff",
                        "dateCreated": each.created,
                        "by": each.by,
                        "role": each.role,
                        "sha256": each.sha256,
                        "holds": each.holds,
                        "because": each.because,
                        "note": each.note,
                    }
                )
                for each in review.sign_offs
            ],
        }
    )


def _claim(claim: Claim, review: Reviewed) -> dict[str, Any]:
    told = claim.told
    roots = dict.fromkeys(chain[-1].source for chain in claim.chains if chain[-1].source)
    return _stated(
        {
            "@id": _assessment(claim.assessment),
            "@type": "Claim",
            "identifier": claim.id,
            "position": claim.index,
            "text": claim.text,
            "appearance": {"@id": _document(review.id)},
            "author": [{"name": name} for name in roots],
            "hasPart": [
                _stated({"@type": "Quotation", "text": place.quote, "start": place.start, "end": place.end})
                for place in claim.places
            ],
            "attribution": [
                {
                    "chain": [
                        _stated({"@type": "Link", "name": x.source, "kind": x.kind, "relation": x.relation})
                        for x in chain
                    ]
                }
                for chain in claim.chains
            ],
            "assessment": _stated(
                {
                    "@type": "Assessment",
                    "dateCreated": claim.created,
                    "by": claim.by,
                    "replaces": claim.replaces,
                    "engine": told["engine"],
                    "factsDigest": told["facts_digest"],
                    "status": told["status"],
                    "rationale": told["rationale"],
                    "axis": [{"@type": "Axis", "name": name, **_figures(axis)} for name, axis in told["axes"].items()],
                    "overall": told["overall"] and _figures(told["overall"]),
                    "loss": [_loss(loss) for loss in told["losses"]],
                    "gate": [_gate(gate) for gate in told["gates"]],
                }
            ),
            "computedGrade": claim.computed,
            "humanGrade": claim.human,
            "overridden": bool(claim.overrides),
            "backing": [
                _stated(
                    {
                        "@type": "Backing",
                        "name": each.label,
                        "locator": each.locator,
                        "sha256": each.sha256,
                        "withdrawn": each.withdrawn,
                        "url": each.url,
                        "note": each.note,
                        "by": each.by,
                        "dateCreated": each.created,
                    }
                )
                for each in claim.backing
            ],
            "note": [
                _stated({"@type": "Note", "text": each.text, "by": each.by, "dateCreated": each.created})
                for each in claim.notes
            ],
            "release": [
                _stated(
                    {
                        "@type": "Release",
                        "gate": each.gate,
                        "requires": each.requires,
                        "note": each.note,
                        "by": each.by,
                        "dateCreated": each.created,
                    }
                )
                for each in claim.releases
            ],
        }
    )


def _reviews(claim: Claim, review: Reviewed) -> Iterator[dict[str, Any]]:
    for number, each in enumerate(claim.reviews, start=1):
        rated = each.grade and {"@type": "Rating", "alternateName": each.grade, **_explained(each)}
        yield _stated(
            {
                "@id": f"{_assessment(claim.assessment)}:review:{number}",
                "@type": "Abstention" if each.verdict == "abstain" else "ClaimReview",
                "itemReviewed": {"@id": _assessment(claim.assessment)},
                "reviewAspect": ASPECT,
                "author": {"name": each.by},
                "dateCreated": each.created,
                "reviewBody": review_words(each, claim, review.rubric),
                "reviewRating": rated,
                "verdict": each.verdict,
                "axis": each.axis,
                "band": each.band,
                "reason": each.reason,
                "againOn": each.again_on,
                "holds": each.holds,
            }
        )


def _explained(review: Review) -> dict[str, str]:
    return {"ratingExplanation": review.note} if review.note else {}


def _figures(axis: Mapping[str, Any]) -> dict[str, Any]:
    names = ("status", "band", "label", "score", "low", "high", "exact", "known")
    return _stated({name: axis.get(name) for name in names})


def _loss(loss: Mapping[str, Any]) -> dict[str, Any]:
    return _stated(
        {"@type": "Loss", **{name: loss[name] for name in ("code", "axis", "points", "because", "reference")}}
    )


def _gate(gate: Mapping[str, Any]) -> dict[str, Any]:
    names = ("effect", "status", "axis", "before", "after", "requires", "because", "reference")
    return _stated({"@type": "Gate", "identifier": gate["id"], **{name: gate[name] for name in names}})


def _stated(told: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is not stated: a null says nothing in JSON-LD, nor does an empty list."""
    return {name: value for name, value in told.items() if value is not None and value != [] and value != ""}


def _document(id_: str) -> str:
    return f"urn:sayso:document:{id_}"


def _assessment(id_: str) -> str:
    return f"urn:sayso:assessment:{id_}"
