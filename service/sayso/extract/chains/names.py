"""Where does a name stand among the words, what does it name, and which office is said with it?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from sayso.extract.chains.layout import Layout
from sayso.extract.chains.lexicon import listed
from sayso.extract.chains.lexicon.first_names import EITHER, HE, SHE
from sayso.extract.chains.lexicon.offices import (
    BEFORE_NAMES,
    BODIES,
    COURTESY,
    HE_TITLES,
    PUBLIC_BODIES,
    ROLE_OF,
    SHE_TITLES,
)
from sayso.extract.chains.lexicon.outlets import (
    AGENCIES,
    FACT_CHECKERS,
    MEDIA_HEADS,
    OUTLETS,
    PLATFORMS,
    POLLSTERS,
    PUBLISHERS_OF_LEAKS,
    STATE_MEDIA,
)
from sayso.extract.chains.lexicon.places import PLACES

Sort = Literal["person", "body", "outlet", "platform", "place", "thing", "name"]


class Run(NamedTuple):
    """Capitalised words in a row, ``[first, last)`` among the tokens."""

    first: int
    last: int


class Titled(NamedTuple):
    """A name without what stands before it, and the words of its office (empty without one)."""

    name: Run
    office: Run


def runs_in(layout: Layout, first: int, last: int) -> Iterator[Run]:
    """The capitalised runs between two tokens; "of", "for" and "the" join the parts of a body's name."""
    at = first
    while at < last:
        known = _known_outlet(layout, at, last)
        if known:
            yield Run(at, at + known)
            at += known
            continue
        if not _capital(layout, at):
            at += 1
            continue
        start, end, body = at, at + 1, layout.lower[at] in BODIES
        while end < last:
            if _capital(layout, end) and not (end > start and _known_outlet(layout, end, last)):
                body = body or layout.lower[end] in BODIES
                end += 1
                continue
            step = _joined(layout, end, last) if body else _and_body(layout, end, last) or _particle(layout, end, last)
            if not step:
                break
            end += step
        yield Run(start, end)
        at = end


def sort_of(layout: Layout, run: Run) -> Sort:
    """What a name names, as far as its words show; an empty one is only a name."""
    if run.first >= run.last:
        return "name"
    words = [layout.lower[at] for at in range(*run)]
    name = " ".join(words).replace(" - ", "-")
    if name in FACT_CHECKERS or name in POLLSTERS:
        return "body"
    if name in _OUTLET_NAMES:
        return "outlet"
    if name in PLATFORMS:
        return "platform"
    if name in PLACES:
        return "place"
    if len(words) > 1 and words[0] in HE | SHE and words[-1] not in BODIES:
        return "person"
    if len(words) > 1 and (words[-1] in MEDIA_HEADS or "news" in words):
        return "outlet"
    if any(word in BODIES or word in PUBLIC_BODIES for word in words):
        return "body"
    if words[-1] in _THINGS:
        return "thing"
    if len(words) == 1 and len(name) > 1 and layout.tokens[run.first].text.isupper():
        return "body"
    return "name"


def is_outlet_name(name: str) -> bool:
    """Whether the words, in lower case and without an article, are an outlet that is known by name."""
    return name in _OUTLET_NAMES


def titled(layout: Layout, run: Run) -> Titled:
    """Parts "House Speaker Ann Smith" into the office and the name; what is no title stays with the name."""
    cut = run.first
    for at in range(run.first, run.last):
        if layout.lower[at].rstrip(".") in BEFORE_NAMES and (at + 1 < run.last or not _named_already(layout, run, at)):
            cut = at + 1
    if cut == run.last:
        return Titled(Run(run.last, run.last), run)
    office = Run(run.first, cut)
    if cut == run.first or layout.lower[cut - 1].rstrip(".") not in COURTESY:
        before = run.first
        while before > 0 and (step := _title_step(layout, before)):
            before -= step
        if before < run.first and any(_is_role(layout.lower[at]) for at in range(before, run.first)):
            office = Run(before, cut)
    else:
        office = Run(run.first, run.first)
    if not any(_is_role(layout.lower[at]) for at in range(*office)):
        office = Run(run.first, run.first)
    return Titled(Run(cut, run.last), office)


def office_after(layout: Layout, end: int) -> Run | None:
    """The office in an apposition after a name: ", the mayor of Springfield," or "(R-Ohio)" or ", R-Ohio,"."""
    if end >= len(layout.tokens):
        return None
    mark = layout.tokens[end].text
    if mark not in (",", "(", "–", "—"):
        return None
    stop = end + 1
    while stop < len(layout.tokens) and stop - end < _LONGEST_OFFICE and layout.tokens[stop].text not in _STOPS:
        stop += 1
    office = Run(end + 1, stop)
    if stop == end + 1:
        return None
    if _CONSTITUENCY.match(layout.text[layout.tokens[end + 1].start : layout.tokens[stop - 1].end]):
        return office
    head = next((at for at in range(*office) if _is_role(layout.lower[at])), None)
    if layout.lower[end + 1] in ("a", "an") and any(layout.lower[at] in _SAW for at in range(*office)):
        return office
    opening = layout.lower[end + 1]
    if (
        head is None
        or opening in _NO_APPOSITION
        or any(layout.tokens[at].tag[:2] == "VB" for at in range(end + 1, head))
    ):
        return None
    return office if head - end <= _FURTHEST_HEAD else None


def gender_of(layout: Layout, name: Run, office: Run) -> str:
    """``he``, ``she`` or an empty text."""
    before = {layout.lower[at].rstrip(".") for at in range(min(office.first, name.first), name.first)}
    if before & HE_TITLES:
        return "he"
    if before & SHE_TITLES:
        return "she"
    first = layout.lower[name.first] if name.last - name.first > 1 else ""
    if first in EITHER:
        return ""
    return "he" if first in HE else "she" if first in SHE else ""


def role_in(words: str) -> str:
    """The part that a description gives its bearer: its last telling noun before a preposition; empty without one."""
    plain = words.lower().replace("’", "'")
    if _CONSTITUENCY.search(words) or plain.strip(" .") in _RANKS or any(each in plain for each in _OFFICIALS):
        return "legislator" if _CONSTITUENCY.search(words) else "official"
    found, before = "", ""
    for raw in plain.split():
        word = raw.strip(".,()\"'“”")
        if word in _PREPOSITIONS and found:
            break
        role = "expert" if word == "fellow" and before in _FELLOWS else role_of_word(word)
        if word in ("leader", "leaders") and before not in _LED:
            role = "party"
        found, before = role or found, word
    return found


def is_constituency(word: str) -> bool:
    """ "R-Ohio": the party and the state of a lawmaker."""
    return bool(_CONSTITUENCY.match(word))


def role_of_word(word: str) -> str:
    """The part that a noun gives its bearer, in the singular or the plural; empty where it gives none."""
    for form in (word, *_singulars(word)):
        if form in ROLE_OF:
            return ROLE_OF[form]
    return ""


def singular(word: str) -> str:
    """The word in the singular, as far as its ending tells; the form that the lists know where there are several."""
    forms = list(_singulars(word))
    return next((form for form in forms if form in ROLE_OF), forms[0] if forms else word)


def headline(layout: Layout, sentence: int) -> bool:
    """Whether every word of the sentence but the small ones begins with a capital, so that capitals name nobody."""
    words = [layout.tokens[at].text for at in layout.sentence_words(sentence)[:_LONGEST_HEADLINE]]
    telling = [word for word in words if word[0].isalpha() and word.lower() not in _SMALL]
    return len(telling) > 2 and sum(not word[0].isupper() for word in telling) <= len(telling) * _FEW


_OUTLET_NAMES = OUTLETS | AGENCIES | STATE_MEDIA | PUBLISHERS_OF_LEAKS
PARTICLES = listed("de von van der den bin al el la du di da ben ibn del")
_THINGS = listed(
    "hill islands mountains street avenue road river mountain act plan war day city county lake island bridge "
    "square valley"
)
_LONGEST_OFFICE, _FURTHEST_HEAD, _LONGEST_HEADLINE, _FEW = 14, 7, 40, 0.1
_RANKS = listed("general major captain")
"""Words that are a rank alone and something else beside others ("Major League", "general manager")."""

_OFFICIALS = ("attorney general", "inspector general", "surgeon general", "solicitor general", "national security")
_SAW = listed("witnessed saw survived")
_LED = listed("majority minority supreme house senate")
_FELLOWS = listed("senior research visiting policy nonresident a")
_SMALL = listed(
    "a an the of in on to for and or nor at by with from as is are was be but not over up off out vs per via than"
)
_STOPS = frozenset([",", ".", ";", ")", "(", "—", "–", ":", "“", '"', "”"])
_PREPOSITIONS = listed("of for at in from with on to who which that and")
_NO_APPOSITION = listed(
    "whose whom and or but who which where when while as in on at for with after before because if although though "
    "he she they it to not saying"
)
_CONSTITUENCY = re.compile(r"\(?[DRI]-[A-Z][\w.]{1,8}")
_NEVER = listed(
    "the a an this that these those it he she they we i you his her its their our my in on at by for from with "
    "to of and or but if when while as after before since until because although though however also there here "
    "then now what who which why how where not no yes so such some many most few several other others all both "
    "each every another one two three four five six seven eight nine ten according despite during under over "
    "among between about against without within following monday tuesday wednesday thursday friday saturday "
    "sunday january february march april may june july august september october november december jan feb mar "
    "apr jun jul aug sept sep oct nov dec meanwhile still even just only once last next earlier later today "
    "yesterday tomorrow is was are were has have had do does did will would can could should may might must let "
    "please photo image read more advertisement editor's reporting editing additional"
)
_JOINERS = listed("of for the & de del la al bin")


def _capital(layout: Layout, at: int) -> bool:
    word = layout.tokens[at].text
    if not word[0].isupper():
        return False
    shouted = len(word) > 1 and word.isupper()
    opens = not shouted and layout.opens_sentence(at) and layout.lower[at] not in layout.capitalised
    common = opens and layout.tokens[at].tag[:3] not in ("NNP", "")
    return not common and layout.lower[at].rstrip(".") not in _NEVER


def _known_outlet(layout: Layout, at: int, last: int) -> int:
    """How many words from here are the name of an outlet that has several, such as "USA Today"; 0 for none."""
    if not layout.tokens[at].text[0].isupper():
        return 0
    for words in range(min(4, last - at), 1, -1):
        if " ".join(layout.lower[at : at + words]) in OUTLETS and layout.tokens[at + words - 1].text[0].isupper():
            return words
    return 0


def _joined(layout: Layout, at: int, last: int) -> int:
    """How many joining words lead on to a further capitalised part of a name."""
    step = 0
    while at + step < last and layout.lower[at + step] in _JOINERS and step < 2:
        step += 1
    return step if step and at + step < last and _capital(layout, at + step) else 0


def _named_already(layout: Layout, run: Run, at: int) -> bool:
    """Whether the last word is a surname although it is a title too: "Mr. King", "Stephen King"."""
    before = layout.lower[at - 1].rstrip(".") if at > run.first else ""
    return before in COURTESY or before in HE or before in SHE


def _particle(layout: Layout, at: int, last: int) -> int:
    """1 or 2 where small words join the parts of a person's name: "Bill de Blasio", "Ursula von der Leyen"."""
    step = 0
    while at + step < last and layout.lower[at + step] in PARTICLES and step < 2:
        step += 1
    return step if step and at + step < last and _capital(layout, at + step) else 0


def _and_body(layout: Layout, at: int, last: int) -> int:
    """1 where "and" joins the parts of a body's name: "Securities and Exchange Commission"."""
    if layout.lower[at] != "and":
        return 0
    end = at + 1
    while end < last and end - at < _LONGEST_BODY and _capital(layout, end):
        end += 1
    return int(at + 1 < end and layout.lower[end - 1] in BODIES and end - at > 2)


_LONGEST_BODY = 6


def _title_step(layout: Layout, first: int) -> int:
    """How many words before a title still belong to it: "the Republican", "Secretary of"."""
    if _attributive(layout, first - 1):
        return 1
    of = first > 1 and layout.lower[first - 1] in ("of", "for") and _is_role(layout.lower[first - 2])
    return 2 if of else 0


def _attributive(layout: Layout, at: int) -> bool:
    """Whether the word may belong to a title before a name: a role, an adjective, a noun beside it."""
    word, tag = layout.lower[at], layout.tokens[at].tag
    if word.rstrip(".") in BEFORE_NAMES or _is_role(word):
        return True
    if not tag:
        return False
    return tag in ("JJ", "NN", "NNP", "NNS") and word not in _NEVER and layout.tokens[at].text[0].isalnum()


def _is_role(word: str) -> bool:
    stem = word.rstrip(".")
    return bool(role_of_word(stem)) or (stem in BEFORE_NAMES and stem not in COURTESY and stem not in _PARTIES)


_PARTIES = listed("democratic republican democrat gop libertarian former acting interim radio television state")


def _singulars(word: str) -> Iterator[str]:
    if word == "people":
        return
    if word.endswith(("women", "men")):
        yield word[:-2] + "an"
    if word.endswith("ies"):
        yield word[:-3] + "y"
    if word.endswith("s") and not word.endswith("ss"):
        yield word[:-1]
    if word.endswith("es"):
        yield word[:-2]
