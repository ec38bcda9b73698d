"""Does an attribution say, show, believe, want or judge what follows?"""

from __future__ import annotations

from collections.abc import Sequence

from sayso.extract.chains.lexicon import listed
from sayso.extract.chains.lexicon.cues import (
    ACT,
    BELIEF,
    CLAIMING,
    CLASSES,
    EMOTION,
    EVALUATION,
    EVIDENCE,
    IMPRESSION,
    INTENTION,
    LABEL,
    QUESTION,
    SPEECH,
    lemma,
)

CLAIMS = CLAIMING


def class_of(cue: Sequence[str], content: Sequence[str], *, quoted: bool, source: bool, reduced: bool = False) -> str:
    """The class of a cue, from its words and those of the content (lower case, in order), whether the content is
    mostly quoted, whether a source is named, and whether the cue is a participle after a comma (", called ...").
    """
    forms = [lemma(word) for word in cue]
    words = set(cue)
    opening = content[0] if content else ""
    if not any(word[:1].isalnum() for word in cue):
        return SPEECH
    if "according" in words or "per" in words:
        return SPEECH
    if words & _DUBBED and (not source or (reduced and len(cue) < _SHORT_CUE)):
        return LABEL
    if "expected" in words and words & _BE:
        return INTENTION
    if words & _IMPRESSIONS and words & (_BE | _SEEMING) and not source:
        return IMPRESSION
    if words <= _BE and source and opening in ("that", '"', "“", "``"):
        return SPEECH
    if words & {"appears", "appear", "seems", "seem", "apparently"}:
        return IMPRESSION
    if words & _CONDITIONAL and words & _ACTS_OF_WILL:
        return ACT
    emotion = next((form for form in forms if EMOTION in CLASSES.get(form, ())), "")
    main = _main(forms)
    if (emotion and main in ("", "express", "have", "face")) or (emotion and main == emotion):
        return EMOTION
    if source and words & _PLAIN:
        return SPEECH
    if not main:
        return SPEECH if quoted else ACT
    return _settled(main, words, opening, content, quoted)


def _main(forms: Sequence[str]) -> str:
    """The word that decides: the first clear one of speech, else the last that the lists know."""
    for form in forms:
        if form in _CLEAR:
            return form
    known = [form for form in forms if form in CLASSES and form not in _LIGHT]
    for wanted in (SPEECH, EVIDENCE):
        for form in reversed(known):
            if CLASSES[form][0] == wanted and form not in _BOTH:
                return form
    return known[0] if known else next((form for form in reversed(forms) if form in CLASSES), "")


def _settled(main: str, words: set[str], opening: str, content: Sequence[str], quoted: bool) -> str:
    classes = CLASSES[main]
    infinitive = opening in ("to", "not") and "to" in content[:2]
    if main == "call" and (words & {"for", "on", "upon"} or opening in ("for", "on", "upon")):
        return INTENTION
    if main in ("ask", "inquire", "wonder", "question"):
        return INTENTION if infinitive or (main == "ask" and "for" in words) else QUESTION
    if main in ("promise", "pledge", "vow", "threaten", "promising", "threat"):
        return SPEECH
    if main in _TOPICAL and (words & {"about", "of", "on", "to"} or opening in ("about", "of") or main == "discuss"):
        return ACT
    if (main in ("rule", "decide") and opening in ("against", "for", "in")) or words & {"against"}:
        return EVALUATION
    if main == "respond" and "not" in words:
        return ACT
    if main == "see":
        return BELIEF if not infinitive else INTENTION
    if main == "propose":
        return SPEECH if opening == "that" else INTENTION
    if main == "agree":
        return INTENTION if infinitive else SPEECH
    if quoted and main not in _WILLS:
        return SPEECH
    if main in _EITHER_WAY and not infinitive:
        return _EITHER_WAY[main]
    if infinitive and INTENTION in classes:
        return INTENTION
    if EVALUATION in classes and SPEECH not in classes:
        return EVALUATION
    return classes[0]


_SHORT_CUE = 3
_CLEAR = listed(
    "say tell add argue announce contend assert insist warn write state acknowledge admit accuse deny conclude "
    "explain report reply describe reveal predict point"
)
_LIGHT = listed("make have be do go hold mean consider continue open close begin respond publish file")
_BOTH = listed("plan decision call criticism opinion words conclude")
_DUBBED = listed("known dubbed called nicknamed titled named labeled labelled branded billed")
_BE = listed("is are was were be been being")
_IMPRESSIONS = listed("apparent clear obvious evident appears seems appear seem appeared seemed looks")
_PLAIN = listed("clear plain obvious evident")
"""Words that a source makes something ("she made it clear"), or that the writer finds in it."""

_SEEMING = listed("appears appear appeared seems seem seemed looks")
_CONDITIONAL = listed("could would might may")
_ACTS_OF_WILL = listed("choose back support decline overridden override reverse veto")
_TOPICAL = listed("talk speak discuss debate read lecture recite")
_WILLS = listed("want hope wish support back endorse oppose fear worry seek love hate like vote")
_EITHER_WAY = {"decide": BELIEF, "determine": BELIEF, "recommend": SPEECH, "hold": BELIEF}
