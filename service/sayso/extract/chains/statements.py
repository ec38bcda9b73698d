"""What sort of thing is said: an observation, a judgment, a forecast, an intention, somebody's words?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sayso.extract.chains.lexicon import listed
from sayso.extract.chains.lexicon.cues import (
    ACT,
    CLASSES,
    EMOTION,
    EVALUATION,
    IMPRESSION,
    INTENTION,
    LABEL,
    QUESTION,
    SPEECH,
    lemma,
)
from sayso.extract.chains.lexicon.judging import ATTACKS, EVALUATIVE, FACTUAL, OBLIGATION, OPINIONS_ASKED

OBSERVATION, REPORT, JUDGMENT, FORECAST, INTENT, BACKGROUND = (
    "observation",
    "report_of_speech",
    "judgment",
    "forecast",
    "intent",
    "background",
)


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a content in lower case, without marks, and their tags (empty where there are none)."""

    words: tuple[str, ...]
    tags: tuple[str, ...]

    @property
    def verb(self) -> int:
        """Where the finite verb of the main clause stands; the number of words where there is none."""
        return _main_verb(self.words, self.tags)


def wording(words: Sequence[str], tags: Sequence[str]) -> Wording:
    kept = [(word, tag) for word, tag in zip(words, tags, strict=True) if word[:1].isalnum() or word in _CLITICS]
    return Wording(tuple(word for word, _ in kept), tuple(tag for _, tag in kept))


def type_of(content: Wording, cue: Sequence[str], cue_class: str, kind: str) -> str:
    """The type of a content, given the words and the class of the cue and the kind of the root."""
    forms = {lemma(word) for word in cue}
    if cue_class == LABEL:
        return BACKGROUND
    if forms & _PLANS or (cue_class == IMPRESSION and "set" in cue):
        return INTENT
    if forms & _EXPECTS or (kind == "author_inference" and cue_class in (ACT, INTENTION, EVALUATION)):
        return FORECAST
    if kind == "dataset_or_imagery" and cue_class not in (EVALUATION, INTENTION):
        if _own_plan(content):
            return INTENT
        return JUDGMENT if set(content.words) & OPINIONS_ASKED or "would" in cue else OBSERVATION
    if cue_class in (QUESTION, EMOTION, EVALUATION, INTENTION, ACT):
        return _unasserted(content, forms, cue_class, kind)
    if forms & _RECITES:
        return REPORT
    if kind == "court_record" or forms & _NAMES_IT or cue_class == IMPRESSION:
        return JUDGMENT
    if _own_plan(content):
        return INTENT
    if _reports_speech(content):
        return REPORT
    if _ahead(content) or forms & _FORECASTS:
        return FORECAST
    verb = content.words[content.verb] if content.verb < len(content.words) else ""
    return JUDGMENT if verb in _ESTIMATES or _leaning(content, forms, kind) > 0 else OBSERVATION


def content_of(statement_type: str, words: Sequence[str]) -> str:
    """Whether it is a fact that can be checked, a characterisation, or an opinion or attack."""
    if set(words) & ATTACKS:
        return "opinion_or_attack"
    return "characterisation" if statement_type in (JUDGMENT, FORECAST, INTENT) else "fact"


def author_type(content: Wording, *, inference: bool) -> str:
    """The type of a sentence in the author's own voice."""
    if inference:
        return JUDGMENT
    if _ahead(content):
        return FORECAST
    return JUDGMENT if _evaluations(content.words) >= _CLEARLY else BACKGROUND


_ESTIMATES = frozenset(["may", "might"])
"""Main verbs that make a statement an estimate."""

_CLITICS = listed("'s 're 'm 'll 've 'd n't")
_CLEARLY = 2
_PLANS = listed("promise promising pledge vow threaten threat plan intend nominee seek")
_EXPECTS = listed("expect expected anticipate await speculation")
_FORECASTS = listed("predict forecast project")
_OWN_WILL = listed("want wish plan intend seek aim attempt decide choose refuse decline prepare hesitate")
_LEGISLATES = listed("pass repeal enact sign approve specify win lose")
_RECITES = listed("recite recount")
_NAMES_IT = listed("call liken label slam blast praise criticize criticise dismiss describe rule")
_JUDGES = listed("argue contend conclude believe think feel consider agree insist suggest warn opine maintain decry")
_OBSERVES = listed(
    "acknowledge cite specify report find show learn reveal disclose announce confirm indicate accuse deny record "
    "note know estimate"
)
_LEANING = {
    "participant_statement": 1,
    "expert_analysis": 1,
    "author_inference": 1,
    "unattributed_assertion": 0,
    "court_paper": 0,
    "on_record_official": 0,
    "anonymous_unspecified": 0,
}
_ELSE_LEANING = -1
_AHEAD = listed("will 'll would could")
_COPULAS = listed("is are 's 're am 'm be")
_PAST = listed("was were had did")
_PERFECT = listed("has have 've")
_AUXILIARY = _COPULAS | _PAST | _PERFECT | _AHEAD | listed("do does may might must should can cannot ca shall wo")
_SUBORDINATE = listed("if when while because since although though as after before unless whether who which that")
_SAYING = listed("say tell talk announce warn argue claim state insist deny accuse allege promise acknowledge admit")


def _main_verb(words: Sequence[str], tags: Sequence[str]) -> int:
    """The first finite verb that no subordinate clause holds."""
    inside = False
    for at, word in enumerate(words):
        if word in _SUBORDINATE and not (word == "that" and at == 0):
            inside = True
        finite = word in _AUXILIARY or tags[at] in ("VBD", "VBZ", "VBP", "MD")
        if word == "'s" and tags[at] == "POS":
            continue
        if finite and inside:
            inside = False
            continue
        if finite:
            return at
    return next((at for at, word in enumerate(words) if word in _AUXILIARY), len(words))


def _unasserted(content: Wording, forms: set[str], cue_class: str, kind: str) -> str:
    """The type of what is wished, asked, voted, felt or done rather than said."""
    if kind == "court_record":
        return JUDGMENT
    if cue_class in (INTENTION, EVALUATION) and forms & _OWN_WILL:
        return INTENT
    if cue_class == EMOTION and _ahead(content):
        return FORECAST
    return OBSERVATION if cue_class == ACT and forms & _LEGISLATES else JUDGMENT


def _own_plan(content: Wording) -> bool:
    """ "we will appeal", "they plan to tune in", "she did not want it": the speaker's own plan or wish."""
    words = content.words
    head = words[: content.verb + _PLAN_REACH]
    for at, word in enumerate(head):
        if word in _PLANNING and words[at + 1 : at + 2] == ("to",):
            return True
        if word in ("want", "wants", "wanted") and {"n't", "not"} & set(head[:at]):
            return True
        if word in ("i", "we") and words[at + 1 : at + 2] in (("will",), ("'ll",)):
            return True
    if words[:1] == ("if",) and ("we", "will") in pairwise(words):
        return True
    return "committed" in head or ("focused" in head and "on" in words[: len(head) + 1])


_PLAN_REACH = 5
_PLANNING = listed("plan plans planned planning intend intends intended vow vows vowed")


def _reports_speech(content: Wording) -> bool:
    """Whether the main clause of the content itself says that somebody said something."""
    for at in range(content.verb, min(content.verb + 3, len(content.words))):
        word, tag = content.words[at], content.tags[at]
        form = lemma(word)
        if form in _SAYING and at > 0 and SPEECH in CLASSES.get(form, ()) and (not tag or tag[:2] == "VB"):
            return word not in ("called", "state", "states")
    noun_phrase = content.verb == len(content.words) or content.verb > _EARLY
    return noun_phrase and any(word in _SAYING_THAT for word in content.words[:_EARLY])


def _ahead(content: Wording) -> bool:
    """Whether the main clause speaks of what is to come."""
    content = _unframed(content)
    words, verb = content.words, content.verb
    if verb < len(words) and words[verb] in _AHEAD:
        negated = words[verb] == "could" and words[verb + 1 : verb + 2] in (("not",), ("n't",))
        return "have" not in words[verb + 1 : verb + 3] and not negated
    if "expects" in words[:_EARLY] or "going" in words[verb : verb + 3] or "potentially" in words:
        return True
    if verb + 1 < len(words) and "assumption" in words[:verb] and "will" in words:
        return True
    return verb == len(words) and bool(set(words) & (_AHEAD | {"potential", "future"}))


def _unframed(content: Wording) -> Wording:
    """The content without a frame such as "it believes"."""
    for at in range(1, min(_FRAME, len(content.words))):
        if lemma(content.words[at]) in _FRAMES and content.verb in (at, len(content.words)):
            rest = slice(at + 1, None)
            return Wording(content.words[rest], content.tags[rest])
    return content


_FRAME = 4
_FRAMES = listed("believe think feel expect")


_EARLY = 8
_SAYING_THAT = listed("alleging saying claiming arguing asserting")


def _leaning(content: Wording, forms: set[str], kind: str) -> int:
    """Above zero where the content judges, from its main verb, its words, its cue and who says it."""
    words, verb = content.words, content.verb
    points = _LEANING.get(kind, _ELSE_LEANING)
    points += bool(forms & _JUDGES) - 2 * bool(forms & _OBSERVES)
    points += min(_evaluations(words), 2)
    if verb < len(words):
        head = words[verb]
        near = set(words[verb + 1 : verb + 5])
        follows = [tag for tag in content.tags[verb + 1 : verb + 4] if tag[:2] != "RB"]
        if head in _COPULAS | {"was", "were"} and near & (EVALUATIVE | {"no", "view"}):
            points += 2
        elif head in _COPULAS:
            points += follows[:1] != ["VBG"]
        elif head in _PAST or content.tags[verb] == "VBD":
            points -= 2
        elif head in _PERFECT:
            points += -1 if follows[:1] in (["VBN"], []) else 1
        elif head in ("do", "does", "must", "should", "can", "cannot", "ca"):
            points += 1
    points -= any(word[:1].isdigit() for word in words) or bool(set(words) & FACTUAL)
    return points


def _evaluations(words: Sequence[str]) -> int:
    found = set(words)
    return len(found & EVALUATIVE) + 2 * bool(found & OBLIGATION) + 2 * bool(found & ATTACKS)
