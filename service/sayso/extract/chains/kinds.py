"""What kind of source is it, and how far could a reader go back to it?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sayso.extract.chains.lexicon import documents, listed
from sayso.extract.chains.lexicon.offices import (
    CANDIDATE,
    CHAMBERS,
    COURTS,
    CROWD,
    EXPERT,
    JOURNALIST,
    JUDGE,
    LEGISLATOR,
    OFFICIAL,
    PARTY,
    PUBLIC_BODIES,
    PUBLIC_NAMES,
    SOURCE,
    SPOKESPERSON,
    UNIQUE_OFFICES,
    WITNESS,
)
from sayso.extract.chains.lexicon.outlets import AGENCIES, FACT_CHECKERS, PLATFORMS, POLLSTERS, STATE_MEDIA
from sayso.extract.chains.lexicon.places import PLACES, STATES
from sayso.extract.chains.names import role_in, role_of_word
from sayso.extract.chains.phrase import Phrase

RELAYS = listed("wire_service secondhand_media prior_own_reporting state_media aligned_media")
"""The kinds that only pass on what they were told."""

ROLE_FIELD = {
    OFFICIAL: "official",
    LEGISLATOR: "official",
    JUDGE: "official",
    SPOKESPERSON: "official",
    WITNESS: "witness",
    EXPERT: "expert",
    PARTY: "party",
    CANDIDATE: "party",
    JOURNALIST: "journalist",
}
"""How the vocabulary's field ``role`` calls a part in the matter."""


def kind_of_outlet(name: str, modifiers: Iterable[str]) -> tuple[str, str]:
    """The kind of an outlet and the rule that tells it; ``modifiers`` are the words of its phrase in lower case.

    Who runs an outlet is known of some; that one is on a side is only said where the text says so: a list of such
    outlets would be a rating (record 0013).
    """
    plain = name.lower().removeprefix("the ")
    words = set(modifiers)
    if plain in FACT_CHECKERS:
        return "expert_analysis", "fact_checker_known"
    if plain in STATE_MEDIA:
        return "state_media", "state_outlet_known"
    if words & _STATE_RUN:
        return "state_media", "called_state_run"
    if any(
        word.startswith("pro-") or word.endswith(("-backed", "-aligned", "-affiliated", "-linked")) for word in words
    ):
        return "aligned_media", "called_aligned"
    if plain in AGENCIES:
        return "wire_service", "agency_known"
    return "secondhand_media", "outlet"


def kind_of_document(phrase: Phrase, content: Sequence[str]) -> tuple[str, str]:
    """The kind of a document; ``content`` is what it says, in lower case."""
    words = set(phrase.modifiers)
    tail = set(phrase.behind_by)
    sort = documents.HEADS.get(phrase.head, documents.REPORT)
    passed = " ".join(part.name.lower() for part in phrase.behind)
    if words & documents.SECRET and sort in (documents.REPORT, documents.PRIVATE, documents.PUBLIC, documents.STUDY):
        return "classified_leak", "called_classified"
    if words & documents.LEAKED or "wikileaks" in passed:
        return "leaked_document", "called_leaked"
    if sort == documents.DATA:
        return "dataset_or_imagery", "data_or_picture"
    if sort == documents.COURT:
        return "court_record", "court_paper"
    if sort == documents.POST:
        return "social_media_post", "post"
    if sort == documents.RELEASE:
        return "press_release", "statement"
    if sort == documents.PUBLIC:
        return "official_document", "public_record"
    if sort == documents.STUDY:
        counted = any(word[:1].isdigit() or word == "percent" for word in content)
        return ("dataset_or_imagery", "study_with_counts") if counted else ("expert_analysis", "study")
    if sort == documents.REPORTING or words & {"news", "media", "published", "press"}:
        return "secondhand_media", "news_report"
    if sort == documents.PRIVATE:
        return ("leaked_document", "passed_on_document") if "passed on" in tail else ("official_document", "document")
    if phrase.plural and not phrase.definite and not phrase.behind:
        return "anonymous_unspecified", "reports_of_nobody"
    return "official_document", "report"


def kind_of_person(offices: Sequence[str], *, official: bool) -> tuple[str, str]:
    """The kind of a named person by what the text calls them; ``official``: a lawmaker speaks of official business."""
    roles = [role for role in map(role_in, offices) if role]
    texts = " ".join(offices).lower()
    if CANDIDATE in roles:
        return "participant_statement", "candidate"
    if WITNESS in roles or " who witnessed" in texts or " who saw" in texts:
        return "eyewitness", "witness"
    if SPOKESPERSON in roles or "press secretary" in texts:
        private = set(texts.replace(",", " ").split()) & (_PRIVATE_BODIES | listed("workers industries"))
        return ("participant_statement" if private else "on_record_official"), "spokesperson"
    if "campaign" in texts or "party chair" in texts:
        return "participant_statement", "campaign_office"
    for role in (JUDGE, OFFICIAL, LEGISLATOR):
        if role in roles and role == JUDGE:
            return "on_record_official", "judge"
        if role == OFFICIAL and role in roles and _privately(texts):
            return "participant_statement", "private_office"
        if role in roles and all("former" in text.lower() for text in offices if role_in(text) == role):
            return "participant_statement", "former_office"
        if role in roles:
            if role == LEGISLATOR and not official:
                return "participant_statement", "lawmaker_on_politics"
            return "on_record_official", "office_holder"
    if (
        EXPERT in roles
        or "fellow at" in texts
        or "senior fellow" in texts
        or ("director" in texts and "policy" in texts)
    ):
        return "expert_analysis", "specialist"
    return "participant_statement", "named_person" if not roles else "party"


def kind_of_body(name: str, *, counts: bool) -> tuple[str, str]:
    """The kind of a named body; ``counts``: the content gives statistics."""
    words = {word.strip(".,") for word in name.lower().replace("’s", "").replace("'s", "").split()}
    plain = name.lower().removeprefix("the ").replace("'s", "").replace("’s", "")
    words.add(plain.replace(".", ""))
    if plain in FACT_CHECKERS:
        return "expert_analysis", "fact_checker_known"
    if plain in POLLSTERS:
        return "dataset_or_imagery", "pollster_known"
    if "campaign" in words:
        return "participant_statement", "campaign"
    if words & COURTS:
        return "court_record", "court"
    public = bool(words & PUBLIC_BODIES) and (not words & _PRIVATE_BODIES or bool(words & CHAMBERS))
    if public or plain in STATES or plain in PUBLIC_NAMES:
        if counts:
            return "dataset_or_imagery", "statistics_of_a_public_body"
        return "on_record_official", "public_body"
    return "participant_statement", "body"


def kind_of_description(phrase: Phrase) -> tuple[str, str]:
    """The kind of somebody who is described and not named."""
    words = [*phrase.modifiers, phrase.head]
    role = role_of_word(phrase.head)
    if phrase.head in ("user", "poster", "account") and set(words) & PLATFORMS:
        return "social_media_post", "user_of_a_platform"
    if role == CROWD and phrase.head in ("many", "some", "other", "most", "few", "others"):
        later = role_in(_core(phrase).replace(phrase.head, "", 1))
        role = later or role
    if role == SOURCE or not role:
        office = role_in(_core(phrase))
        if phrase.head in ("source", "person", "people", "insider") and office in (OFFICIAL,):
            return "anonymous_official", "unnamed_official"
        if "familiar" in phrase.name.lower() or role == SOURCE:
            return "anonymous_unspecified", "unnamed_source"
        if office == "":
            return _unknown(phrase, words)
        role = office
    if phrase.definite and not phrase.plural and phrase.head in UNIQUE_OFFICES:
        return ("participant_statement", "candidate") if role == CANDIDATE else ("on_record_official", "known_office")
    if role in (OFFICIAL, SPOKESPERSON, LEGISLATOR):
        if phrase.head in ("administration", "government", "ministry", "authority"):
            return "on_record_official", "government"
        return "anonymous_official", "unnamed_official"
    if role == JUDGE:
        return "court_record", "court"
    if role == WITNESS:
        return "eyewitness", "witness"
    if role == CROWD:
        return "anonymous_unspecified", "crowd"
    if role in (EXPERT, JOURNALIST):
        return "anonymous_unspecified", "unnamed_specialist"
    return "participant_statement", "party"


def identification_of_description(phrase: Phrase) -> str:
    text = phrase.name.lower()
    if phrase.named:
        return "named"
    if any(words in text for words in _ACCESS):
        return "role_and_access"
    role = role_of_word(phrase.head)
    if role == SOURCE and role_in(_core(phrase).replace(phrase.head, "")) in (CROWD, ""):
        return "bare"
    if not phrase.plural and role not in (CROWD, ""):
        return "role"
    if " for " in text or _COUNTED.match(text):
        return "role" if role else "group"
    return "group"


_STATE_RUN = listed("state-run state-owned state-controlled state-backed state government-run state-funded")
_PRESIDENT_OF = re.compile(
    r"\b(?:president|chairman|chairwoman|chief executive|director) (?:and [\w ]{2,30} )?of (?:the )?([\w' -]+)"
)
_COUNTED = re.compile(r"(?:one|two|three|four|five|six|seven|eight|nine|ten|\d+) ")
_PRIVATE_BODIES = listed(
    "university association union committee party chapter club campaign foundation action institute coalition alliance "
    "fund trust league society firm magazine federation company bank inc corporation"
)
_ACCESS = (
    "familiar with",
    "who saw",
    "who has seen",
    "who have seen",
    "with knowledge",
    "with direct knowledge",
    "briefed on",
    "who attended",
    "who was present",
    "who were present",
    "involved in",
    "close to",
    "who reviewed",
)


def _privately(texts: str) -> bool:
    """Whether an office belongs to a private body: "president of the Harbour Institute"."""
    if set(texts.replace(",", " ").split()) & _PRIVATE_BODIES:
        return True
    of = _PRESIDENT_OF.search(texts)
    return of is not None and not set(of[1].split()) & PUBLIC_BODIES and not _a_place(of[1])


def _a_place(name: str) -> bool:
    words = name.split()
    return any(" ".join(words[:length]) in PLACES for length in range(1, min(4, len(words) + 1)))


def _core(phrase: Phrase) -> str:
    """The noun phrase itself, without what hangs on it."""
    return " ".join((*phrase.modifiers, phrase.head))


def _unknown(phrase: Phrase, words: Sequence[str]) -> tuple[str, str]:
    if not phrase.plural and any(word in PUBLIC_BODIES for word in words):
        return "on_record_official", "public_body"
    if any(word in COURTS for word in words):
        return "court_record", "court"
    return "participant_statement", "described"
