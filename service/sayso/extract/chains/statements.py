"""What sort of thing is said: an observation, a judgment, a forecast, an intention, somebody's words?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.extract.chains.lexicon import listed
from sayso.extract.chains.lexicon.cues import (
    ACT,
    CLASSES,
    EMOTION,
    EVALUATION,
    INTENTION,
    LABEL,
    QUESTION,
    SPEECH,
    lemma,
)

OBSERVATION, REPORT, JUDGMENT, FORECAST, INTENT, BACKGROUND = (
    "observation",
    "report_of_speech",
    "judgment",
    "forecast",
    "intent",
    "background",
)


def type_of(content: Sequence[str], cue: Sequence[str], cue_class: str, kind: str) -> str:
    """The type of a content (its words in lower case), given the cue's words and class and the kind of the root."""
    forms = {lemma(word) for word in cue}
    opening = [word for word in content if word[:1].isalnum()][:_OPENING]
    first = opening[0] if opening else ""
    if cue_class == LABEL:
        return BACKGROUND
    if forms & _PLANS:
        return INTENT
    if forms & _EXPECTS:
        return FORECAST
    if cue_class in (QUESTION, EMOTION, EVALUATION):
        return JUDGMENT
    if cue_class == INTENTION:
        return INTENT if forms & _OWN_WILL and first == "to" else JUDGMENT
    if forms & _FORECASTS:
        return FORECAST
    words = [word for word in content if word[:1].isalnum() or word in ("'ll", "n't")]
    if cue_class == ACT:
        return JUDGMENT
    if kind == "dataset_or_imagery":
        return JUDGMENT if set(words) & _VALUES else OBSERVATION
    if _own_plan(words, forms):
        return INTENT
    if _reports_speech(words):
        return REPORT
    score = _judging(words) + (1 if forms & _JUDGES else 0) - (_OBSERVING if forms & _OBSERVES else 0)
    ahead = _ahead(words)
    if ahead and score < 2:
        return FORECAST
    score -= _factual(words)
    if kind == "author_inference":
        score += 1
    return JUDGMENT if score >= 0 else OBSERVATION


def content_of(statement_type: str, words: Sequence[str]) -> str:
    """Whether it is a fact that can be checked, a characterisation, or an opinion or attack."""
    if set(words) & _ATTACKS:
        return "opinion_or_attack"
    if statement_type in (JUDGMENT, FORECAST) or statement_type == INTENT:
        return "characterisation"
    return "fact"


def author_type(words: Sequence[str], *, inference: bool) -> str:
    """The type of a sentence in the author's own voice."""
    if inference:
        return JUDGMENT
    if _ahead(words):
        return FORECAST
    return JUDGMENT if _judging(words) >= 2 else BACKGROUND


_OPENING = 6
_OBSERVING = 2
_PLANS = listed("promise promising pledge vow threaten threat plan intend nominee")
_EXPECTS = listed("expect expected anticipate await")
_FORECASTS = listed("predict forecast project warn")
_OWN_WILL = listed("want wish hope plan intend seek aim try attempt decide choose refuse decline prepare agree")
_JUDGES = listed(
    "argue contend conclude rule believe think feel consider criticize criticise slam blast call agree warn "
    "dismiss praise insist suggest describe liken"
)
_OBSERVES = listed("report find show learn reveal disclose announce confirm indicate accuse deny acknowledge record")
_ATTACKS = listed(
    "liar liars lie lies crooked corrupt racist racism fraud disgrace disgusting rabble thug thugs idiot idiots "
    "stupid incompetent incapable shameful pathetic coward cowards evil bigot misogynist xenophobe hypocrite "
    "traitor treason rigged criminal deplorable deplorables sham"
)
_VALUES = listed(
    "justified enough should approve approves disapprove good bad right wrong honest trustworthy unfit fit "
    "qualified favorable unfavorable better best worse same"
)
_EVALUATIVE = listed(
    "should must ought wrong right good bad better best worse worst great terrible horrible unfair fair unfit "
    "fit important critical crucial essential necessary need needs dangerous reckless irresponsible ridiculous "
    "absurd disaster disastrous champion hero unfounded baseless misleading true false fear desperation hoax "
    "victory win loss failure success historic unprecedented outrageous disappointing pleased proud happy "
    "confident serious strong weak stronger weaker tough smart excellent wonderful beautiful incredible "
    "tremendous huge obvious obviously clear clearly too very really quite never always unacceptable "
    "inappropriate appropriate reasonable unreasonable legitimate illegitimate unconstitutional constitutional "
    "principle moral immoral justice injustice un-american overstepped exaggerating doubt hope believe think "
    "cannot impossible possible difficult easy hard reason because mistake business risk threat lose like real "
    "correct qualified unqualified temperament judgment character honest dishonest trust truth tired welcome "
    "committed barrier less more credibility"
)
_FACT_WORDS = listed(
    "percent percentage million billion thousand thousands dozens hundreds yesterday monday tuesday wednesday "
    "thursday friday saturday sunday"
)
_PAST = listed("was were had did been")
_FIRST_PERSON = listed("i we i'm we're i've we've")
_GOING = re.compile(r"\b(?:will|'ll|won't|going to|gonna|(?:could|might|may|would) (?!have\b|not\b)\w+)")


def _own_plan(words: Sequence[str], forms: set[str]) -> bool:
    """ "we will appeal", "they plan to tune in": the speaker's own plan."""
    head = list(words[:_PLAN_REACH])
    for at, word in enumerate(head[:-1]):
        following = words[at + 1 : at + 3]
        if word in ("i", "we", "he", "she", "they") and following[:1] in (["will"], ["'ll"]):
            return word in ("i", "we")
        if word in ("plan", "plans", "intend", "intends", "vow", "vowed", "pledged") and "to" in following:
            return True
    if words[:1] == ["to"] and forms & {"say", "tell"}:
        return False
    text = " ".join(words)
    return (
        (" we will " in f" {text} " and "if" in words[:3]) or "focused on" in text[:40] or "committed to" in text[:60]
    )


_PLAN_REACH = 8


def _reports_speech(words: Sequence[str]) -> bool:
    """Whether the main clause of the content itself says that somebody said something."""
    for at, word in enumerate(words[:_REPORT_REACH]):
        if word in ("which", "who", "because", "if", "when", "said"):
            return word == "said" and at > 0
        form = lemma(word)
        if form in _SAYING and word != form and at > 0 and SPEECH in CLASSES.get(form, ()):
            return word not in ("called",)
        if word in ("saying", "alleging"):
            return True
    return False


_REPORT_REACH = 10
_SAYING = listed("say tell talk announce warn argue claim state insist deny accuse allege promise acknowledge admit")


def _ahead(words: Sequence[str]) -> bool:
    """Whether the main clause speaks of what is to come."""
    text = " ".join(words)
    found = _GOING.search(text)
    if found is None:
        return "expects" in words[:8] or "about to" in text
    before = text[: found.start()].split()
    return not (set(before[-4:]) & {"who", "that", "which", "what"}) and len(before) < _AHEAD_REACH


_AHEAD_REACH = 25


def _judging(words: Sequence[str]) -> int:
    found = len(set(words) & _EVALUATIVE)
    return found + (1 if set(words) & _FIRST_PERSON else 0) + (2 if set(words) & _ATTACKS else 0)


def _factual(words: Sequence[str]) -> int:
    points = 1
    points += any(word[:1].isdigit() for word in words) + bool(set(words) & _FACT_WORDS)
    points += bool(set(words[:14]) & _PAST) + any(word.endswith("ed") for word in words[:10])
    return points
