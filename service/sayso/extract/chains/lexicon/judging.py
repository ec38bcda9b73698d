"""Which words judge, oblige or attack, and which count and date?"""

from __future__ import annotations

from sayso.extract.chains.lexicon import listed

EVALUATIVE = listed(
    "wrong right good bad better best worse worst great terrible horrible unfair fair unfit fit important "
    "critical crucial essential necessary dangerous reckless irresponsible ridiculous absurd disaster disastrous "
    "champion hero unfounded baseless misleading true false fear hoax historic unprecedented "
    "outrageous disappointing pleased proud happy confident strong weak stronger weaker tough smart excellent "
    "wonderful beautiful incredible tremendous obvious obviously clear clearly too very really quite unacceptable "
    "inappropriate appropriate reasonable unreasonable legitimate illegitimate unconstitutional constitutional "
    "moral immoral injustice doubt hope believe think impossible difficult easy hard mistake "
    "correct qualified unqualified honest dishonest trust truth welcome credibility "
    "hurt hurts hurting reason unworthy lacks lack successful failed shameful unwise wise foolish risky "
    "vital key significant serious seriously simply merely exaggerating exaggerated overstated"
)
OBLIGATION = listed("should must ought need needs needed cannot shouldn't mustn't")
ATTACKS = listed(
    "liar liars lie lies crooked corrupt racist racism fraud disgrace disgusting rabble thug thugs idiot idiots stupid "
    "incompetent incapable shameful pathetic coward cowards evil bigot misogynist xenophobe hypocrite traitor treason "
    "rigged criminal deplorable deplorables sham"
)
OPINIONS_ASKED = listed(
    "justified enough should approve approves disapprove good bad right wrong honest trustworthy unfit fit qualified "
    "favorable unfavorable better best worse same"
)
"""Words by which a poll tells what people think rather than what they do."""

FACTUAL = listed(
    "percent percentage million billion thousand thousands dozens hundreds yesterday monday tuesday wednesday thursday "
    "friday saturday sunday"
)
