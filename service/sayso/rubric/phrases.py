"""Which words does an editor use for a fact that has a certain value?

Each phrase is a predicate in the third person, said of a link, of the claim or of the chain. A bar separates what
values of one field share from what tells them apart: "is |named" and "is |left unidentified" make "is named or left
unidentified". A field or value that is not listed, such as one of a desk's own vocabulary, is said by its label.
"""

from __future__ import annotations

from collections.abc import Mapping

Phrases = Mapping[object, str]

KINDS: Phrases = {
    "observation": "is |an observation",
    "direct_observation": "is |something the outlet saw itself",
    "eyewitness": "is |an eyewitness",
    "dataset_or_imagery": "is |data or imagery",
    "official": "is |an official",
    "on_record_official": "is |an official on the record",
    "anonymous_official": "is |an unnamed official",
    "document": "is |a public document",
    "official_document": "is |an official document",
    "court_record": "is |a court record",
    "leak": "is |a leak",
    "classified_leak": "is |a classified leak",
    "leaked_document": "is |a leaked document",
    "judgment": "is |a judgment",
    "expert_analysis": "is |the analysis of an expert",
    "author_inference": "is |the writer's own inference",
    "party": "is |a party to the matter",
    "participant_statement": "is |the statement of a participant",
    "press_release": "is |a press release",
    "relay": "is |an outlet that passes on what it was told",
    "wire_service": "is |a news agency",
    "secondhand_media": "is |another outlet",
    "prior_own_reporting": "is |the outlet's own earlier piece",
    "state_media": "is |a state outlet",
    "aligned_media": "is |an outlet on the side of a party",
    "untraced": "is |somebody who cannot be traced",
    "anonymous_unspecified": "is |an unnamed source of unknown standing",
    "hearsay": "is |hearsay",
    "rumour": "is |a rumour",
    "social_media_post": "is |a post on social media",
    "unattributed_assertion": "is |a statement that nobody is named for",
    "machine_generated": "is |made by a machine",
}

LINK: Mapping[str, Phrases] = {
    "kind": KINDS,
    "identification": {
        "named_with_position": "is |named with a position",
        "named": "is |named",
        "role_and_access": "is |described by role and by how it knows",
        "role": "is |described by role only",
        "group": "is |described as one of a group",
        "bare": "is |called a source and no more",
        "none": "is |left unidentified",
    },
    "role": {
        "official": "speaks as |an official",
        "witness": "speaks as |a witness",
        "expert": "speaks as |an expert",
        "party": "speaks as |a party to the matter",
        "journalist": "speaks as |a journalist",
    },
    "access": {
        "direct": "had |direct access",
        "indirect": "had |it from those who knew",
        "inferred": "had |to infer it",
        "none": "had |no access",
    },
    "interest": {
        "neutral": "has no apparent interest in it",
        "against_interest": "speaks against its own interest",
        "aligned": "is |on the side of a party",
        "party_to_dispute": "is |a party to the dispute",
    },
    "interest_disclosed": {
        True: "has an interest that the reader is told of",
        False: "has an interest that the reader is not told of",
    },
    "expertise": {
        "specialist": "is a specialist",
        "general": "has |general knowledge of it",
        "none": "has |no knowledge of it",
    },
    "track_record.letter": {
        "A": "has the letter |A (completely reliable)",
        "B": "has the letter |B (usually reliable)",
        "C": "has the letter |C (fairly reliable)",
        "D": "has the letter |D (not usually reliable)",
        "E": "has the letter |E (unreliable)",
    },
    "track_record.status": {
        "generally_reliable": "is listed as |generally reliable",
        "no_consensus": "is listed as |of no agreed reliability",
        "generally_unreliable": "is listed as |generally unreliable",
        "deprecated": "is listed as |deprecated",
        "blacklisted": "is listed as |blacklisted",
    },
    "authority": {
        "authoritative": "is |an authority on the subject",
        "non_authoritative": "is |without authority on the subject",
    },
    "medium": {
        "speech": "comes as |speech",
        "interview": "comes as |an interview",
        "document": "comes as |a document",
        "image": "comes as |an image",
        "video": "comes as |a video",
        "sensor": "comes as |the reading of a sensor",
        "post": "comes as |a post",
        "feed": "comes as |a data feed",
    },
    "relation": {
        "quotes": "quotes it",
        "paraphrases": "retells it",
        "relies_on_primary": "relies on the original",
        "updates": "updates it",
        "contradicts": "contradicts it",
    },
    "publisher_verification": {
        "verified_independently": "says it |verified it independently",
        "original_seen": "says it |saw the original",
        "partial": "says it |verified parts of it",
        "could_not_verify": "says it |could not verify it",
        "not_stated": "says nothing about verifying it",
    },
    "anonymity_reason": {
        "stated": "comes with a reason for its anonymity",
        "not_stated": "comes without a reason for its anonymity",
        "not_applicable": "is on the record",
    },
    "custody": {
        "authenticated": "is |obtained and authenticated",
        "obtained_how_stated": "is |obtained in a way that is told",
        "not_stated": "is |obtained in a way that nobody tells",
        "disputed": "is |disputed",
    },
    "official_response": {
        "confirmed": "is |confirmed by those with authority",
        "declined": "is |met with a refusal to comment",
        "denied": "is |denied by those with authority",
        "not_sought": "is |never put to those with authority",
        "not_disputed": "is |left undisputed by those with authority",
        "denied_with_specifics": "is |denied in detail by those with authority",
    },
    "seen": {
        "full_original": "is |seen whole",
        "extract": "is |seen in part",
        "read_to_reporter": "is |read out to a reporter",
        "described": "is |described by somebody who saw it",
        "not_stated": "is |seen by nobody who says so",
    },
    "authentication": {
        "independent": "is |authenticated by somebody independent",
        "consistent": "is |like known examples",
        "holder_only": "is |called genuine by its holder only",
        "none": "is |called genuine by nobody",
        "forged": "is |shown to be forged",
    },
    "obtained_from": {
        "originator": "is |traced back to whoever made it",
        "known_intermediary": "is |brought by somebody the editors know",
        "anonymous_drop": "is |left by nobody knows whom",
        "not_stated": "is |had from nobody knows where",
    },
    "leak_class": {
        "primary_reporting": "is |a report at first hand",
        "finished_assessment": "is |a finished assessment",
        "raw_report": "is |a single raw report",
        "not_stated": "is |a document of no stated kind",
    },
    "motive": {
        "examined_disclosed": "comes with a motive that was |examined and told",
        "plausible_benign": "comes with a motive that was |found harmless at a glance",
        "unexamined": "comes with a motive that was |never examined",
        "adversary_benefit": "comes with a motive that was |found to serve an adversary",
    },
    "provenance": {
        "first_upload": "is |traced to its first upload",
        "earliest_known": "is |traced to the earliest copy known",
        "untraced": "is |untraced",
    },
    "uploader_history": {
        "established": "comes from |an account whose long history fits",
        "limited": "comes from |an account with a short or mixed history",
        "none": "comes from |an account without a history, or with one that speaks against it",
    },
    "original_file": {
        "original": "is |in hand as the original file",
        "copy": "is |in hand as a copy",
        "screenshot": "is |in hand as a screenshot",
        "none": "is |not in hand as a file",
    },
    "archived": {True: "is archived or hashed"},
    "geolocation": {
        "confirmed": "is |matched to one place",
        "approximate": "is |narrowed to an area",
        "none": "is |not placed",
    },
    "chronolocation": {
        "confirmed": "is |matched to one time",
        "approximate": "is |narrowed to a span of time",
        "none": "is |not dated",
    },
    "internal_consistency": {"consistent": "is |consistent in its parts", "inconsistent": "is |at odds with itself"},
    "manipulation": {
        "none_found": "is |found to be unaltered",
        "suspected": "is |suspected to be altered",
        "manipulated": "is |found to be altered",
        "synthetic": "is |found to be made by a machine or staged",
    },
    "earlier_copy": {"none_found": "is |older nowhere that was searched", "found": "is |found in an earlier copy"},
    "plural": {True: "is said to be several, though one is evident"},
    "hedge": {
        "none": "passes it on |without a hedge",
        "weak": "passes it on |with a weak hedge",
        "strong": "passes it on |with a strong hedge",
    },
}

CLAIM: Mapping[str, Phrases] = {
    "statement_type": {
        "observation": "is |something observed",
        "report_of_speech": "is |what somebody said",
        "judgment": "is |a judgment",
        "forecast": "is |a forecast",
        "intent": "is |an intention",
        "background": "is |background",
    },
    "content": {
        "fact": "is |a fact that can be checked",
        "characterisation": "is |a characterisation",
        "opinion_or_attack": "is |an opinion or an attack",
    },
    "separation": {
        "labelled": "labels fact and opinion",
        "inferable": "lets a careful reader tell fact from opinion",
        "mixed": "mixes fact and opinion",
    },
    "roots.independence": {
        "established": "has roots that are |shown to be independent",
        "not_established": "has roots that are |not shown to be independent",
        "single": "has one root by one path",
        "dependent": "has one root by several paths",
    },
    "consistency": {
        "all": "agrees with |all other information",
        "some": "agrees with |some other information",
        "none_available": "has nothing to compare it with",
        "conflicts": "conflicts with other information",
    },
    "contradiction": {
        "none": "meets no contradiction",
        "tension": "is |at odds with something",
        "direct": "is |contradicted",
        "authoritative_refutation": "is |refuted by an authority",
    },
    "plausibility": {
        "logical": "is |logical",
        "reasonable": "is |reasonably logical",
        "possible_not_logical": "is |possible but not logical",
        "illogical": "is |illogical",
    },
    "falsifiable": {
        "yes": "can |be shown false",
        "in_principle": "can |be shown false in principle",
        "no": "can |never be shown false",
    },
    "seriousness": {"routine": "is |routine", "serious_allegation": "is |a serious allegation"},
    "attribution_distance": {
        "same_sentence": "has its source |in the same sentence",
        "same_paragraph": "has its source |in the same paragraph",
        "elsewhere": "has its source |elsewhere in the text",
        "absent": "has its source |nowhere in the text",
    },
    "representation_fidelity": {
        "faithful": "is |retold faithfully",
        "overstated": "is |overstated",
        "understated": "is |understated",
    },
    "reply": {
        "carried": "carries a reply",
        "sought": "reports that a reply was sought",
        "not_sought": "shows that no reply was sought",
    },
    "hedge": {"none": "is |not hedged", "weak": "is |weakly hedged", "strong": "is |strongly hedged"},
    "confidence_beside_likelihood": {True: "is stated with confidence and likelihood in one sentence"},
}

CHAIN: Mapping[str, Phrases] = {
    "circular": {True: "runs in a circle"},
    "root_stated": {True: "says where it began"},
    "record": {
        "A": "has the record |A (completely reliable)",
        "B": "has the record |B (usually reliable)",
        "C": "has the record |C (fairly reliable)",
        "D": "has the record |D (not usually reliable)",
        "E": "has the record |E (unreliable)",
    },
}

COUNTS: Mapping[str, tuple[str, str, str]] = {
    "claim.roots.count": ("has", "root", ""),
    "claim.specificity": ("gives", "particular", ""),
    "claim.age_days": ("is", "day", " old"),
    "chain.hops": ("is passed on", "time", ""),
    "root.attenuation_days": ("tells it", "day", " after seeing it"),
}
"""Verb, noun and the rest of the phrase for facts that count something."""

MOMENTS: Mapping[str, str] = {
    "observed_at": "saw it",
    "reported_at": "told it",
    "track_record.as_of": "has a track record kept",
}

STATED: Mapping[str, str] = {
    "access": "a stated way of knowing it",
    "relation": "a stated way of taking it over",
    "publisher_verification": "a stated verification",
    "observed_at": "a stated day of seeing it",
    "reported_at": "a stated day of telling it",
    "role_text": "a role in words",
    "plural": "a statement of whether it is several",
    "archived": "a statement of whether it was archived",
    "interest_disclosed": "a statement of whether its interest is disclosed",
    "circular": "a statement of whether it runs in a circle",
    "root_stated": "a statement of whether it says where it began",
    "confidence_beside_likelihood": "a statement of whether confidence and likelihood share a sentence",
    "record": "a record that counts",
    "track_record.topic": "a stated subject of its record",
    "track_record.as_of": "a stated day of its record",
    "specifics": "a list of its particulars",
    "hedges": "a list of its hedges",
    "likelihood.term": "a stated likelihood",
    "likelihood.yardstick": "a named yardstick",
    "hedge": "a stated strength of its hedges",
    "attenuation_days": "a stated delay",
    "age_days": "a known age",
    "hops": "a known length",
    "specificity": "a known number of particulars",
    "roots.count": "a known number of roots",
    "roots.independence": "a known independence of its roots",
}
"""What is there where a fact is stated, for facts whose label does not follow "a stated"."""

HOLDS: Mapping[str, str] = {"specifics": "gives", "hedges": "holds back with"}
"""Verbs for lists."""

SUBJECTS: Mapping[str, str] = {
    "claim": "the claim",
    "chain": "the chain",
    "root": "the root",
    "teller": "the link before the root",
    "outlet": "the outlet being read",
    "link": "the link",
}


def phrases_of(scope: str, name: str) -> Phrases:
    """The phrases for the values of a fact, by value; empty where labels have to do."""
    table = CLAIM if scope == "claim" else CHAIN if scope == "chain" else LINK
    return table.get(name, {})
