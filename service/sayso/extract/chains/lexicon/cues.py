"""Of which class is the word that attributes: is it said, written, shown, believed, wanted or judged?"""

from __future__ import annotations

SPEECH, DOCUMENT, EVIDENCE, BELIEF = "speech", "document", "evidence", "belief"
INTENTION, EVALUATION, EMOTION, QUESTION, ACT, LABEL = (
    "intention",
    "evaluation",
    "emotion",
    "question",
    "act",
    "label",
)
IMPRESSION = "impression"
"""The writer's own impression: "appears", "seems"."""

CLAIMING = frozenset({SPEECH, DOCUMENT, EVIDENCE, BELIEF, IMPRESSION})
"""The classes whose content is asserted as true, or reported as said or found."""

_WORDS: dict[str, str] = {
    SPEECH: (
        "say tell add state note claim argue announce declare acknowledge admit allege assert accuse affirm agree "
        "answer assure blast boast brag call caution charge cite clarify comment complain concede conclude "
        "confess confirm contend counter criticize criticise declare defend denounce deny describe disclose "
        "dismiss dispute emphasize emphasise estimate exclaim explain highlight hint imply inform insist "
        "interject interview joke label laud lament liken maintain mention mock mutter observe opine outline "
        "praise predict proclaim promise promising project pronounce quip quote read recall recite recount "
        "reference refer reiterate relate relay remark remind repeat reply report respond retort reveal rule "
        "shout speculate speak stress suggest swear tease testify tout tweet utter volunteer vouch vow warn "
        "whisper write pledge threaten forecast portray characterize characterise slam rip hail credit blame "
        "bemoan decry cheer profess purport contradict rebut refute correct continue go begin open close talk "
        "lecture preach echo point make finish interrupt post publish broadcast air inform brief message signal "
        "communicate theorize theorise posit submit counsel advise elaborate paraphrase summarize summarise "
        "recommend argument statement remarks comments claims assertion allegation accusation warning "
        "announcement assessment account testimony description explanation contention admission confirmation "
        "denial prediction promise suggestion words pitch case according per opinion charge criticism"
    ),
    EVIDENCE: (
        "show find indicate reveal demonstrate prove document detail contain suggest list record reflect confirm "
        "display depict measure capture track rank finding conclusion"
    ),
    BELIEF: (
        "believe think feel consider know assume suspect deem view see regard understand learn hear judge figure "
        "reckon perceive realize realise recognize recognise accept doubt conclude determine hold belief view "
        "thinking notion idea assumption theory suspicion impression conclude reason guess imagine"
    ),
    INTENTION: (
        "want wish hope plan intend seek aim try attempt vow propose prefer decide choose desire look prepare "
        "need demand ask call request urge press push lobby order command instruct invite encourage beg implore "
        "require refuse decline agree offer threat bid mean promise plead petition appeal sue file nominate "
        "consider commit pledge intention goal decision request proposal plan effort demand desire hope strategy "
        "expect expected anticipate await"
    ),
    EVALUATION: (
        "support back endorse oppose favor favour reject approve disapprove embrace condemn welcome like dislike "
        "love hate admire respect trust distrust praise critical supportive opposed champion applaud side vote "
        "select elect prefer reject criticism support opposition endorsement supporter opponent critic approval "
        "praise disagree dismissive sympathetic skeptical sceptical faith confidence challenge overrule overturn "
        "uphold strike break"
    ),
    EMOTION: (
        "fear worry regret enjoy resent mourn celebrate concern concerned angry upset surprised proud happy glad "
        "afraid anxious outraged outrage frustrated frustration disappointed disappointment excited eager "
        "confident fathom confused shocked stunned pleased delighted sorry outcry anger joy care mind"
    ),
    QUESTION: ("ask wonder question inquire query whether"),
    ACT: (
        "appoint pass repeal sign veto ban block issue enact approve overturn overrule grant dismiss sentence "
        "convict arrest launch win lose appeal discuss debate mention name respond specify swear nominee know "
        "speculation register"
    ),
    IMPRESSION: ("appear seem apparently look apparent clear obvious evident"),
}

_ORDER = (SPEECH, EVIDENCE, BELIEF, IMPRESSION, EMOTION, EVALUATION, INTENTION, QUESTION, ACT)
"""Of two classes that list the same word, the first that asserts something holds."""

IRREGULAR = {
    "said": "say",
    "says": "say",
    "told": "tell",
    "wrote": "write",
    "written": "write",
    "found": "find",
    "thought": "think",
    "felt": "feel",
    "knew": "know",
    "known": "know",
    "saw": "see",
    "seen": "see",
    "heard": "hear",
    "held": "hold",
    "spoke": "speak",
    "spoken": "speak",
    "made": "make",
    "went": "go",
    "began": "begin",
    "sought": "seek",
    "chose": "choose",
    "chosen": "choose",
    "meant": "mean",
    "showed": "show",
    "shown": "show",
    "proven": "prove",
    "understood": "understand",
    "swore": "swear",
    "sworn": "swear",
    "struck": "strike",
    "broke": "break",
    "led": "lead",
    "was": "be",
    "is": "be",
    "are": "be",
    "were": "be",
    "been": "be",
    "has": "have",
    "had": "have",
    "did": "do",
    "does": "do",
    "won": "win",
    "lost": "lose",
    "gave": "give",
    "given": "give",
    "kept": "keep",
    "left": "leave",
    "took": "take",
    "taken": "take",
    "put": "put",
    "bade": "bid",
    "overrode": "override",
    "overridden": "override",
    "denies": "deny",
    "denied": "deny",
    "implies": "imply",
    "implied": "imply",
    "replies": "reply",
    "replied": "reply",
    "testifies": "testify",
    "testified": "testify",
    "clarified": "clarify",
    "specified": "specify",
    "worried": "worry",
    "tried": "try",
    "tries": "try",
    "trying": "try",
    "lying": "lie",
}


def lemma(word: str) -> str:
    """The word's dictionary form, as far as the lists need it."""
    word = word.lower().replace("’", "'")
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word in CLASSES:
        return word
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word[: -len(ending)]
            for form in (stem + instead, stem + "e", stem[:-1] if stem[-1:] == stem[-2:-1] else stem):
                if form in CLASSES:
                    return form
    return word


_ENDINGS = (("ies", "y"), ("ied", "y"), ("es", ""), ("s", ""), ("ing", ""), ("ed", ""), ("d", ""))


def _classes() -> dict[str, tuple[str, ...]]:
    classes: dict[str, tuple[str, ...]] = {}
    for name in _ORDER:
        for word in _WORDS[name].split():
            if name not in classes.get(word, ()):
                classes[word] = (*classes.get(word, ()), name)
    return classes


CLASSES = _classes()
"""For each dictionary form its classes, the likeliest first."""
