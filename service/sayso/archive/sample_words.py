"""Who appears in a made-up archive, how often, and what is usually known of each kind of source?

The names are invented. What goes together does so as in newspapers: an unnamed official is told of by an outlet that
could not verify it, a leak is described rather than seen, a post says little about itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Odds = Mapping[str | None, int]
"""How often each value comes, in parts of any sum; None leaves the fact unknown."""


@dataclass(frozen=True)
class Outlet:
    """Somebody who relays: the kind, and the letter or status of the record (empty: there is none)."""

    name: str
    kind: str
    letter: str | None = None
    status: str | None = None


@dataclass(frozen=True)
class Scene:
    """How claims with one kind of root look: how often they come, who the root is, and what is known of it."""

    kind: str
    weight: int
    sources: tuple[str, ...]
    facts: Mapping[str, Odds]
    lengths: Mapping[int, int]
    hedged: int
    """Of a hundred claims, how many hedge."""


OUTLETS = (
    Outlet("Daily Ledger", "secondhand_media", "B"),
    Outlet("Evening Star", "secondhand_media", "C"),
    Outlet("The Harbour Post", "secondhand_media", None, "generally_reliable"),
    Outlet("Northern Courier", "secondhand_media"),
    Outlet("Morning Register", "secondhand_media", "B"),
    Outlet("City Gazette", "secondhand_media", None, "no_consensus"),
    Outlet("Weekly Mirror of Arden", "secondhand_media", "D"),
    Outlet("Arden Today", "secondhand_media", None, "generally_unreliable"),
    Outlet("The Lighthouse", "secondhand_media"),
    Outlet("Radio Estuary", "secondhand_media", "B"),
    Outlet("Continental Wire", "wire_service", "A"),
    Outlet("Press Union", "wire_service", "B"),
    Outlet("Northwire", "wire_service"),
    Outlet("State Broadcasting of Veld", "state_media", None, "deprecated"),
    Outlet("Veld Herald", "state_media", "D"),
    Outlet("The Loyal Voice", "aligned_media", None, "generally_unreliable"),
    Outlet("Front Dispatch", "aligned_media", "E", "blacklisted"),
)
OFFICES = ("finance minister", "police chief", "harbour master", "army spokesman", "mayor", "chief prosecutor")
PEOPLE = ("Ana Ruiz", "Ivo Marek", "Lena Osei", "Tomas Berg", "Mira Castellan", "Joel Amadi", "Petra Nilsen")
PLACES = ("Arden", "Veld", "Port Salis", "the estuary", "Old Quarter", "Northgate")
TOPICS = ("harbour", "budget", "border", "courts", "energy", "health", "elections")
EVENTS = ("closed on Monday", "was hit by three shells", "will be rebuilt", "lost two million", "was searched")

_NAMED: Odds = {"named_with_position": 55, "named": 25, "role_and_access": 6, None: 14}
_UNNAMED: Odds = {"role_and_access": 25, "role": 38, "group": 14, "bare": 15, "none": 3, None: 5}
_SPEECH: Odds = {"speech": 40, "interview": 25, "post": 8, None: 27}
_FILED: Odds = {"document": 80, "feed": 5, None: 15}
_SHORT = {1: 20, 2: 45, 3: 22, 4: 9, 5: 3, 6: 1}
_TOLD = {2: 38, 3: 34, 4: 17, 5: 7, 6: 3, 12: 1}

SCENES = (
    Scene(
        "on_record_official",
        24,
        OFFICES,
        {
            "identification": _NAMED,
            "access": {"direct": 45, "indirect": 20, "inferred": 4, None: 31},
            "medium": _SPEECH,
            "interest": {"neutral": 22, "aligned": 22, "party_to_dispute": 12, "against_interest": 3, None: 41},
            "authority": {"authoritative": 60, None: 40},
            "role": {"official": 90, None: 10},
        },
        _SHORT,
        12,
    ),
    Scene(
        "anonymous_official",
        14,
        OFFICES,
        {
            "identification": _UNNAMED,
            "access": {"direct": 20, "indirect": 32, "inferred": 4, None: 44},
            "anonymity_reason": {"stated": 38, "not_stated": 52, None: 10},
            "interest": {"aligned": 20, "party_to_dispute": 12, "neutral": 4, None: 64},
            "role": {"official": 92, None: 8},
            "official_response": {"declined": 24, "not_disputed": 8, "denied": 12, "confirmed": 6, None: 50},
        },
        _TOLD,
        38,
    ),
    Scene(
        "eyewitness",
        9,
        PEOPLE,
        {
            "identification": {"named": 45, "role_and_access": 20, "role": 12, "group": 10, None: 13},
            "access": {"direct": 82, "indirect": 6, None: 12},
            "medium": {"interview": 45, "video": 14, "post": 12, "image": 6, None: 23},
            "role": {"witness": 85, None: 15},
        },
        _SHORT,
        22,
    ),
    Scene(
        "official_document",
        9,
        ("the budget report", "the accident inquiry", "the census office"),
        {
            "identification": {"named": 62, "bare": 8, None: 30},
            "medium": _FILED,
            "custody": {"authenticated": 34, "obtained_how_stated": 24, None: 42},
            "access": {"direct": 50, None: 50},
            "authority": {"authoritative": 70, None: 30},
        },
        _SHORT,
        6,
    ),
    Scene(
        "court_record",
        4,
        ("the indictment", "the judgment", "a sworn statement"),
        {"identification": {"named": 60, None: 40}, "medium": _FILED, "access": {"direct": 40, None: 60}},
        _SHORT,
        18,
    ),
    Scene(
        "classified_leak",
        5,
        ("an intelligence report", "the classified cable", "a secret memorandum"),
        {
            "identification": {"bare": 70, "role": 10, None: 20},
            "seen": {"full_original": 18, "extract": 16, "read_to_reporter": 10, "described": 26, None: 30},
            "authentication": {"independent": 10, "consistent": 14, "holder_only": 14, "none": 18, None: 44},
            "obtained_from": {"originator": 8, "known_intermediary": 22, "anonymous_drop": 10, None: 60},
            "leak_class": {"finished_assessment": 26, "raw_report": 22, "primary_reporting": 10, None: 42},
            "motive": {"examined_disclosed": 8, "unexamined": 34, "adversary_benefit": 6, None: 52},
            "medium": _FILED,
        },
        _TOLD,
        42,
    ),
    Scene(
        "expert_analysis",
        8,
        PEOPLE,
        {
            "identification": _NAMED,
            "expertise": {"specialist": 58, "general": 18, None: 24},
            "access": {"inferred": 45, "indirect": 18, "direct": 8, None: 29},
            "role": {"expert": 88, None: 12},
            "interest": {"neutral": 46, "aligned": 10, None: 44},
        },
        _SHORT,
        45,
    ),
    Scene(
        "press_release",
        7,
        ("the shipping company", "the hospital trust", "the opposition party"),
        {
            "identification": {"named": 75, None: 25},
            "interest": {"aligned": 52, "party_to_dispute": 20, None: 28},
            "medium": {"document": 60, "feed": 10, None: 30},
            "role": {"party": 80, None: 20},
        },
        _SHORT,
        10,
    ),
    Scene(
        "social_media_post",
        7,
        ("a post by @salis_watch", "a post by @arden_eye", "a clip on a channel"),
        {
            "identification": {"bare": 40, "none": 14, "named": 8, None: 38},
            "medium": {"post": 45, "video": 30, "image": 18, None: 7},
            "provenance": {"first_upload": 16, "earliest_known": 26, "untraced": 22, None: 36},
            "uploader_history": {"established": 18, "limited": 22, "none": 10, None: 50},
            "original_file": {"original": 6, "copy": 26, "screenshot": 14, None: 54},
            "geolocation": {"confirmed": 26, "approximate": 18, "none": 10, None: 46},
            "chronolocation": {"confirmed": 16, "approximate": 16, "none": 10, None: 58},
            "manipulation": {"none_found": 34, "suspected": 6, "manipulated": 3, "synthetic": 2, None: 55},
            "earlier_copy": {"none_found": 30, "found": 8, None: 62},
        },
        _SHORT,
        34,
    ),
    Scene(
        "direct_observation",
        4,
        ("our correspondent", "our photographer"),
        {
            "identification": {"named": 50, "role": 30, None: 20},
            "access": {"direct": 95, None: 5},
            "role": {"journalist": 90, None: 10},
        },
        {1: 70, 2: 20, 3: 10},
        4,
    ),
    Scene(
        "author_inference",
        3,
        ("the author",),
        {"identification": {"named": 60, None: 40}, "access": {"inferred": 70, None: 30}},
        {1: 75, 2: 20, 3: 5},
        55,
    ),
    Scene(
        "anonymous_unspecified",
        3,
        ("a source", "people familiar with the matter"),
        {"identification": {"bare": 60, "none": 20, None: 20}, "anonymity_reason": {"not_stated": 80, None: 20}},
        _TOLD,
        48,
    ),
    Scene("hearsay", 2, ("residents",), {"identification": {"group": 60, "bare": 20, None: 20}}, _TOLD, 60),
    Scene("unattributed_assertion", 1, (), {}, {2: 80, 3: 20}, 30),
)
RELATION: Odds = {"quotes": 34, "paraphrases": 40, "relies_on_primary": 6, "updates": 2, "contradicts": 1, None: 17}
VERIFIED: Odds = {
    "verified_independently": 5,
    "original_seen": 7,
    "partial": 6,
    "could_not_verify": 12,
    "not_stated": 42,
    None: 28,
}
OF_CLAIM: Mapping[str, Odds] = {
    "content": {"fact": 70, "characterisation": 12, "opinion_or_attack": 6, None: 12},
    "consistency": {"all": 10, "some": 18, "none_available": 24, "conflicts": 6, None: 42},
    "contradiction": {"none": 30, "tension": 10, "direct": 4, "authoritative_refutation": 1, None: 55},
    "plausibility": {"logical": 34, "reasonable": 24, "possible_not_logical": 5, "illogical": 1, None: 36},
    "falsifiable": {"yes": 46, "in_principle": 12, "no": 4, None: 38},
    "seriousness": {"routine": 60, "serious_allegation": 16, None: 24},
    "attribution_distance": {"same_sentence": 58, "same_paragraph": 18, "elsewhere": 8, "absent": 3, None: 13},
    "representation_fidelity": {"faithful": 30, "overstated": 4, "understated": 2, None: 64},
    "reply": {"carried": 14, "sought": 10, "not_sought": 12, None: 64},
    "separation": {"labelled": 20, "inferable": 20, "mixed": 8, None: 52},
}
HEDGES = ("reportedly", "allegedly", "apparently", "may", "suggests", "purportedly", "likely", "unconfirmed")
