"""Which words report, and which only stand around those that do?

Lists of plain English words, written for this purpose. A verb is listed once; its forms follow from it.
"""

from __future__ import annotations

from collections.abc import Iterator


def _words(spaced: str) -> frozenset[str]:
    return frozenset(spaced.split())


_IRREGULAR = {
    "say": "says said saying", "tell": "tells told telling", "write": "writes wrote written writing",
    "think": "thinks thought thinking", "find": "finds found finding", "show": "shows showed shown showing",
    "know": "knows knew known knowing", "admit": "admits admitted admitting", "quip": "quips quipped quipping",
    "retort": "retorts retorted retorting", "foresee": "foresees foresaw foreseen foreseeing", "read": "reads reading",
    "put": "puts putting", "swear": "swears swore swearing", "understand": "understands understood understanding",
    "hold": "holds held holding", "make": "makes made making", "rebut": "rebuts rebutted rebutting",
    "go": "goes went", "feel": "feels felt feeling", "hear": "hears heard", "see": "sees saw seeing",
}  # fmt: skip
# Verbs that bring what somebody says, writes, shows or holds to be so, with or without "that".
_SAY = (
    "say tell write add argue claim assert allege state contend maintain insist announce declare explain note observe "
    "remark report reveal disclose confirm deny acknowledge admit concede suggest imply indicate warn caution predict "
    "estimate conclude stress emphasize emphasise reiterate repeat recall recount reply respond retort counter quip "
    "joke tweet testify believe think suspect doubt figure reckon complain lament vow pledge promise boast brag hint "
    "speculate theorize assume guess fear worry hope agree argue underscore inform assure remind advise proclaim opine "
    "posit find show demonstrate determine discover calculate project forecast foresee swear understand feel hear "
    "continue ask wonder question shout yell whisper mutter scream exclaim intone muse volunteer charge chant"
)
# Verbs that take what is said of a thing as their object: "called the plan a mistake".
_JUDGE = (
    "call describe accuse blame criticize criticise denounce condemn praise dispute demand urge mention cite dismiss "
    "reject label brand slam blast mock defend"
)
# Verbs that also take a name or a thing, so that only "that" or a quotation beside them shows a report.
_WEAK = _words(
    "find finds found finding show shows showed shown showing know knows knew hear hears heard feel feels "
    "felt feeling figure figures figured figuring determine determines determined fear fears feared worry "
    "worries worried hope hopes hoped hoping question questions questioned questioning project projects "
    "projected doubt doubts doubted promise promises promised pledge pledges pledged hold holds held "
    "discover discovers discovered discovering estimate estimates estimated state states report reports "
    "claim claims note notes counter counters repeat repeats forecast forecasts observe observes observed "
    "make makes made continue continues continued continuing ask asks asked wonder wonders wondered deny "
    "denies denied reveal reveals revealed disclose disclosed confirm confirms confirmed understand "
    "understands understood agree agrees agreed assume assumes assumed guess guesses demonstrate "
    "demonstrates demonstrated recall recalls recalled think thinks remind reminds reminded volunteer "
    "respond charge charges charged"
)
# Nouns in the form of such a verb: after an article or an adjective they are things.
NOUN_FORMS = _words(
    "report reports claim claims note notes state states estimate estimates project projects question "
    "questions doubt doubts fear fears hope hopes worry worries promise promises pledge pledges figure "
    "figures forecast forecasts tweet tweets quip joke jokes hint hints guess guesses counter finding "
    "findings saying writing feeling remark remarks warning understanding boast add vow vows ask show "
    "shows call calls demand demands dispute disputes charge charges blame praise mention label brand "
    "reject chant chants blast defend"
)
# Nouns that are followed by what was said: "the claim that", "his assessment is that".
SAYING_NOUNS = _words(
    "assessment claim claims allegation allegations argument assertion assertions accusation accusations "
    "statement suggestion suggestions conclusion finding findings view belief report reports warning "
    "warnings prediction message estimate explanation fear fears hope rumor rumors rumour rumours charge "
    "theory thinking position contention consensus verdict judgment judgement impression understanding "
    "answer response point idea news word"
)
# "is widely believed to": nobody in particular does.
BELIEVED = _words("expected believed thought said reported alleged rumored rumoured understood considered")
SOURCELESS = frozenset(
    (
        "reportedly",
        "allegedly",
        "purportedly",
        "supposedly",
    )
)
AUXILIARIES = _words(
    "has have had 's 've 'd ’s ’ve ’d is are was were be been being will would can could may might must "
    "should do does did not n't n’t never to wo ca ai"
)
ADVERBS = _words(
    "also later then now once again still even already just often sometimes always further repeatedly "
    "recently previously initially earlier first instead too both all simply since"
)
SUBJECT_PRONOUNS = _words("he she they it we i you who that this which")
OBJECTS = frozenset(
    (
        "me",
        "him",
        "her",
        "us",
        "them",
        "you",
        "it",
    )
)
DETERMINERS = _words(
    "the a an this that these those his her its their our my your some any every each no another one two "
    "three four five several many most"
)
PREPOSITIONS = _words(
    "of in on at by for with from to about over under during after before between against through without "
    "within among across near via like per since until amid"
)
# What may not stand inside the name of a source, seen from its verb.
CLAUSE_WORDS = _words(
    "that because if when while although though unless whether but so as where since until after before "
    "what how why than whereas or"
)
ADDRESSEE_VERBS = _words(
    "tell tells told telling inform informs informed informing remind reminds reminded assure assures "
    "assured advise advises advised warn warns warned ask asks asked"
)
MONTHS_AND_DAYS = _words(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
    "august september october november december today yesterday tonight"
)


def _forms(verb: str) -> Iterator[str]:
    yield verb
    if verb in _IRREGULAR:
        yield from _IRREGULAR[verb].split()
        return
    stem = verb[:-1] if verb.endswith("e") else verb
    if verb.endswith("y") and verb[-2] not in "aeiou":
        yield from (f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing")
        return
    ending = "es" if verb.endswith(("s", "sh", "ch", "x")) else "s"
    yield from (f"{verb}{ending}", f"{stem}ed", f"{stem}ing")


JUDGING = frozenset(form for verb in _JUDGE.split() for form in _forms(verb))
REPORTING = frozenset(form for verb in _SAY.split() for form in _forms(verb))
STRONG = REPORTING - _WEAK - JUDGING
