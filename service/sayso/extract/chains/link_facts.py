"""What else does the text say of a source: its part, its interest, why it is not named, how a document was come by?"""

from __future__ import annotations

import re
from collections.abc import Iterable

from sayso.extract.chains.kinds import ROLE_FIELD
from sayso.extract.chains.layout import Layout
from sayso.extract.chains.lexicon import documents, listed
from sayso.extract.chains.lexicon.offices import EXPERT
from sayso.extract.chains.link import Found
from sayso.extract.chains.names import role_in, role_of_word
from sayso.extract.chains.phrase import Phrase
from sayso.extract.relation import Span

ANONYMOUS_KINDS = frozenset({"anonymous_official", "anonymous_unspecified"})


def facts_of_person(offices: Iterable[tuple[str, Span]]) -> dict[str, Found]:
    """``role`` and ``role_text`` from what the text calls somebody."""
    facts: dict[str, Found] = {}
    for text, span in offices:
        role = role_in(text)
        if role in ROLE_FIELD and "role" not in facts:
            facts["role"] = Found(ROLE_FIELD[role], "office_beside_the_name", (span,))
        if role and "role_text" not in facts:
            facts["role_text"] = Found(_tidy(text), "office_beside_the_name", (span,))
        if role == EXPERT:
            facts["expertise"] = Found("specialist", "called_a_specialist", (span,))
    return facts


def facts_of_description(phrase: Phrase, kind: str, layout: Layout) -> dict[str, Found]:
    """``role``, ``role_text``, ``plural``, ``access`` and ``anonymity_reason`` of somebody who is not named."""
    facts: dict[str, Found] = {}
    role = role_of_word(phrase.head)
    if role in ROLE_FIELD:
        facts["role"] = Found(ROLE_FIELD[role], "noun_of_the_source", phrase.mention)
        facts["role_text"] = Found(_tidy(phrase.name), "noun_of_the_source", phrase.mention)
    text = phrase.name.lower()
    if any(words in text for words in _DIRECT):
        facts["access"] = Found("direct", "says_how_it_knows", phrase.mention)
    if kind in ANONYMOUS_KINDS:
        if phrase.plural and role in ("source", "") and not _NUMBER.search(text):
            facts["plural"] = Found(True, "plural_without_a_number", phrase.mention)
        reason = reason_given(phrase, layout)
        facts["anonymity_reason"] = reason or Found("not_stated", "no_reason_beside_the_source", phrase.mention)
    return facts


def facts_of_outlet(phrase: Phrase, kind: str, layout: Layout) -> dict[str, Found]:
    """``interest`` where the text says whose side an outlet is on."""
    if kind not in ("aligned_media", "state_media"):
        return {}
    side = [at for at in phrase.words if _side(layout.lower[at])]
    if not side:
        return {}
    span = layout.span_of(side[:1])
    noun = next((layout.tokens[at].text for at in phrase.words if layout.lower[at] in _OUTLET_NOUNS), "media")
    words = " ".join(layout.tokens[at].text for at in side)
    return {
        "interest": Found("aligned", "side_stated", (span,)),
        "interest_disclosed": Found(True, "side_stated", (span,)),
        "role_text": Found(f"{words} {noun}", "side_stated", (span,)),
    }


def facts_of_document(phrase: Phrase, kind: str, layout: Layout) -> dict[str, Found]:
    """``medium``, and ``custody`` where the text says how a document was obtained."""
    sort = documents.HEADS.get(phrase.head, documents.REPORT)
    facts: dict[str, Found] = {}
    if kind in ANONYMOUS_KINDS:
        facts["plural"] = Found(True, "plural_without_a_number", phrase.mention)
        facts["anonymity_reason"] = Found("not_stated", "no_reason_beside_the_source", phrase.mention)
        return facts
    if sort == documents.POST:
        facts["medium"] = Found("post", "noun_of_the_document", phrase.mention)
    elif phrase.head in _PICTURES:
        facts["medium"] = Found(_PICTURES[phrase.head], "noun_of_the_document", phrase.mention)
    elif sort != documents.DATA:
        facts["medium"] = Found("document", "noun_of_the_document", phrase.mention)
    around = _sentence_text(layout, phrase)
    if _AUTHENTICATED.search(around):
        facts["custody"] = Found("authenticated", "says_it_was_authenticated", phrase.mention)
    elif _OBTAINED.search(around):
        facts["custody"] = Found("obtained_how_stated", "says_how_it_was_obtained", phrase.mention)
    return facts


def reason_given(phrase: Phrase, layout: Layout) -> Found | None:
    """Why the source is not named, if the sentence says that it asked for it and why."""
    words = layout.sentence_words(layout.sentence_of(phrase.words[0]))
    start, end = layout.span_of(words)
    text = layout.text[start : min(end, start + _LONGEST)]
    if not _ANONYMITY.search(text):
        return None
    found = _REASON.search(text)
    if found is None:
        return None
    return Found("stated", "reason_given", ((start + found.start(), start + found.end()),))


def verification_in(text: str, publisher: str) -> tuple[str, str]:
    """``publisher_verification`` and its rule from the words around a claim."""
    if _NOT_VERIFIED.search(text):
        return "could_not_verify", "says_it_could_not_verify"
    if _VERIFIED.search(text):
        return "verified_independently", "says_it_verified"
    seen = _SEEN.search(text)
    if seen and publisher and publisher.lower().removeprefix("the ") in text[seen.end() : seen.end() + 60].lower():
        return "original_seen", "says_it_saw_the_original"
    return "not_stated", "says_nothing_of_a_check"


_NUMBER = re.compile(r"\b(?:two|three|four|five|six|seven|eight|nine|ten|\d+)\b")
_DIRECT = (
    "who saw",
    "who has seen",
    "who have seen",
    "who witnessed",
    "with direct knowledge",
    "who attended",
    "who was present",
    "who were present",
    "who reviewed",
)
_OUTLET_NOUNS = listed("media television newspaper agency channel outlet website broadcaster network")
_PICTURES = {
    "video": "video",
    "footage": "video",
    "videotape": "video",
    "image": "image",
    "images": "image",
    "photo": "image",
    "photograph": "image",
    "imagery": "image",
    "tape": "video",
}
_REASON = re.compile(
    r"because (?:he|she|they|of|it)\b[^.]{0,120}|not authori[sz]ed[^.]{0,80}|for fear of[^.]{0,80}|"
    r"to (?:speak|talk|discuss)[^.]{0,40}(?:candidly|freely|publicly)|"
    r"citing [^.]{0,40}(?:sensitivity|safety|retribution)",
    re.IGNORECASE,
)
_ANONYMITY = re.compile(
    r"anonym|not to be (?:named|identified)|declined to be (?:named|identified)|withheld|not authori[sz]ed",
    re.IGNORECASE,
)
_NOT_VERIFIED = re.compile(
    r"(?:could|can|cannot|has|have|had|was|were|not)(?:n[’']t| not|not)? (?:been |immediately |be |able to )*"
    r"(?:independently )?(?:been )?(?:able to )?(?:independently )?(?:verif(?:y|ied)|confirm(?:ed)?|authenticate)",
    re.IGNORECASE,
)
_VERIFIED = re.compile(r"independently (?:verified|confirmed|corroborated|authenticated)", re.IGNORECASE)
_SEEN = re.compile(r"\b(?:seen|reviewed|obtained|viewed|examined|inspected) by ", re.IGNORECASE)
_AUTHENTICATED = re.compile(
    r"authenticated|authenticity (?:was|has been|had been)? ?(?:confirmed|verified)", re.IGNORECASE
)
_OBTAINED = re.compile(
    r"obtained (?:from|through|under|via|after)|(?:leaked|provided|given|handed over|passed|shared|released|published) "
    r"(?:to|by|through|under)|freedom of information|hacked",
    re.IGNORECASE,
)


def _tidy(text: str) -> str:
    words = text.strip(" ,.()").split()
    if words and words[0].lower() in ("the", "a", "an"):
        words = words[1:]
    return " ".join(words)


def _side(word: str) -> bool:
    return word.startswith("pro-") or word.endswith(
        ("-backed", "-aligned", "-run", "-owned", "-affiliated", "-linked", "-controlled")
    )


def _sentence_text(layout: Layout, phrase: Phrase) -> str:
    words = layout.sentence_words(layout.sentence_of(phrase.words[0])) if phrase.words else range(0)
    if not words:
        return ""
    start, end = layout.span_of(words)
    return layout.slice((start, min(end, start + _LONGEST)))


_LONGEST = 4000
