"""How is a source phrase built: a person with an office, an outlet, a document with its author, or a description?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sayso.extract.chains.layout import Layout
from sayso.extract.chains.lexicon import listed
from sayso.extract.chains.lexicon.documents import HEADS, PLURALS
from sayso.extract.chains.lexicon.outlets import MEDIA_HEADS, SHORT_FORMS
from sayso.extract.chains.names import (
    Run,
    gender_of,
    is_outlet_name,
    office_after,
    role_of_word,
    runs_in,
    singular,
    sort_of,
    titled,
)
from sayso.extract.relation import Span

Form = Literal["none", "pronoun", "document", "outlet", "person", "body", "description"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A source as it is written. ``behind`` are further phrases that it names, nearest first; ``behind_by`` says by
    which word each is joined ("by", "based on", "'s").
    """

    form: Form
    words: tuple[int, ...]
    mention: tuple[Span, ...]
    name: str = ""
    head: str = ""
    definite: bool = False
    plural: bool = False
    office: str = ""
    office_span: tuple[Span, ...] = ()
    modifiers: tuple[str, ...] = ()
    behind: tuple[Phrase, ...] = ()
    behind_by: tuple[str, ...] = ()
    partitive: bool = False
    """One or some of several: "one of the reports"."""
    gender: str = ""
    """``he`` or ``she`` where "Mr." or the like says so."""
    named: bool = False
    """Whether a description holds the name of an outlet or a body that it is about."""


NOBODY = Phrase("none", (), ())

PRONOUNS = listed(
    "he she they it we i you who which that whom this these those him her them us me himself herself itself "
    "themselves his its their my our whose"
)


def read_phrase(layout: Layout, words: Sequence[int], depth: int = 0) -> Phrase:
    """Reads the words of a source; at most three phrases deep."""
    words = _trimmed(layout, words)
    if not words:
        return NOBODY
    lower = [layout.lower[at] for at in words]
    start, partitive = _after_partitive(lower)
    definite = lower[start] in _DEFINITE or (partitive and start > 0 and lower[start - 1] in _DEFINITE)
    stop = _end_of_head(layout, words, start)
    core = words[start:stop]
    if lower[start] in PRONOUNS and partitive and lower[start] not in ("whom", "which"):
        return _make(layout, "description", words, name=_described(layout, words), head="others", plural=True)
    if lower[start] in PRONOUNS and (stop - start == 1 or not _nominal(layout, core)):
        return _make(
            layout, "pronoun", words, head=lower[start], partitive=partitive, plural=lower[start] in _PLURAL_PRONOUNS
        )
    head_at = _head_of(layout, core)
    head = layout.lower[head_at]
    noun = PLURALS.get(head, head)
    plural = head in PLURALS or (head not in HEADS and singular(head) != head) or lower[0] in _SEVERAL
    if (noun in HEADS or head in HEADS) and not _in_a_name(layout, core, head_at):
        return _document(layout, words, start, head_at, depth, definite, plural, partitive)
    outlet = _outlet(layout, words, core, depth) or _reporter_of(layout, words, head)
    if outlet is not None:
        return outlet
    plainly = bool(role_of_word(head)) and layout.tokens[head_at].text[0].isupper() and _alone(layout, core, words)
    person = None if plainly else _person(layout, words, core, start)
    if person is not None:
        return person
    runs = list(runs_in(layout, core[0], core[-1] + 1)) if core else []
    if runs and not definite and all(layout.lower[at] in _PLAIN or role_of_word(layout.lower[at]) for at in core):
        runs = []
    if runs and head in _BODY_NOUNS and not plural:
        inner = core[1:] if layout.lower[core[0]] in _ARTICLES else core
        return _make(layout, "body", words, name=layout.slice(layout.span_of(inner)), head=head, definite=definite)
    last = bool(runs) and runs[-1].last == core[-1] + 1 and not plainly
    if last and lower[start] not in _INDEFINITE and not _many(lower[start]):
        run = runs[-1] if len(runs) == 1 or runs[0].first > core[0] else Run(runs[0].first, runs[-1].last)
        long = _extended(layout, run, words)
        return _make(layout, "body", words, name=layout.slice(layout.span_of(long)), head=head, definite=definite)
    return _make(
        layout,
        "description",
        words,
        name=_described(layout, words),
        head=singular(head),
        definite=definite,
        plural=plural,
        partitive=partitive,
        named=_holds_name(layout, words),
        modifiers=tuple(layout.lower[at] for at in core if at != head_at),
    )


_DEFINITE = listed("the this that these those his her its their our such said")
_INDEFINITE = listed("a an another some several many most few other others")
_SEVERAL = listed(
    "some several many most few two three four five six seven eight nine ten multiple various both other "
    "numerous dozens hundreds thousands"
)
_PLURAL_PRONOUNS = listed("they we these those them us")
_PARTITIVES = listed(
    "one some many most several each any none two three four five half all both few majority number member "
    "members dozens hundreds thousands percent percentage part portion handful"
)
_PREPOSITIONS = listed(
    "of at in by from for with to on about into after before during against close near inside within under over "
    "across among between like including such while as without"
)
_CLAUSES = listed("who which that whose whom where when")
_BREAKS = listed(", ( ) – — - -- : ;")
_MADE = listed("written prepared commissioned issued filed compiled produced signed drafted authored conducted")
_PASSED_ON = _MADE | listed(
    "published released obtained seen reviewed leaked conducted written prepared commissioned issued filed "
    "compiled posted cited quoted produced signed drafted authored carried aired broadcast"
)
_BASED = listed("citing quoting based")
_NOUNS = listed("NN NNS NNP NNPS")
_BEFORE_NOUNS = listed("NN NNS NNP NNPS JJ")


def _trimmed(layout: Layout, words: Sequence[int]) -> tuple[int, ...]:
    first, last = 0, len(words)
    while first < last and not layout.tokens[words[first]].text[0].isalnum():
        first += 1
    while first < last and layout.lower[words[first]] in _LEADING and last - first > 1:
        first += 1
    while last > first and (not _worded(layout, words[last - 1]) or layout.lower[words[last - 1]] in ("'s", "'")):
        last -= 1
    return tuple(words[first:last])


_LEADING = listed("from by of for to with among both even")


def _worded(layout: Layout, at: int) -> bool:
    return any(sign.isalnum() for sign in layout.tokens[at].text)


def _in_a_name(layout: Layout, core: Sequence[int], head_at: int) -> bool:
    """Whether the noun is a part of a proper name, as in "the Springfield Post" or "the Post"."""
    if not layout.tokens[head_at].text[0].isupper():
        return False
    for run in runs_in(layout, core[0], core[-1] + 1):
        if run.first <= head_at < run.last:
            alone = run.last - run.first == 1
            return layout.lower[head_at] in SHORT_FORMS if alone else sort_of(layout, run) in ("outlet", "body")
    return False


def _after_partitive(lower: Sequence[str]) -> tuple[int, bool]:
    """Where the noun phrase of "one of the ..." or "52 percent of ..." begins."""
    for at in range(min(len(lower) - 1, _PARTITIVE_REACH)):
        if lower[at] == ",":
            break
        if lower[at] == "of" and at and (lower[at - 1] in _PARTITIVES or lower[at - 1].isdigit()):
            return at + 1, True
    return 0, False


_PARTITIVE_REACH = 7


def _end_of_head(layout: Layout, words: Sequence[int], start: int) -> int:
    """Where the noun phrase proper ends: before its first preposition, relative clause, participle or mark."""
    for at in range(start, len(words)):
        word = layout.lower[words[at]]
        if at > start and (word in _PREPOSITIONS or word in _CLAUSES or word in _BREAKS or word in _BASED):
            return at
        tag = layout.tokens[words[at]].tag
        participle = tag in ("VBG", "VBN") or word in _PASSED_ON
        noun_before = at > start and layout.tokens[words[at - 1]].tag in _NOUNS
        noun_follows = at + 1 < len(words) and layout.tokens[words[at + 1]].tag in _BEFORE_NOUNS
        if at > start and participle and (noun_before or not noun_follows):
            return at
    return len(words)


def _nominal(layout: Layout, core: Sequence[int]) -> bool:
    """Whether a noun follows a pronoun that may be a determiner ("his lawyer", "that report")."""
    first = layout.lower[core[0]]
    return len(core) > 1 and first in {
        "his",
        "her",
        "its",
        "their",
        "my",
        "our",
        "this",
        "that",
        "these",
        "those",
        "whose",
    }


def _head_of(layout: Layout, core: Sequence[int]) -> int:
    for at in reversed(core):
        if layout.lower[at] not in ("'s", "'") and layout.tokens[at].text[0].isalnum():
            return at
    return core[-1]


def _make(layout: Layout, form: Form, words: tuple[int, ...], **parts: object) -> Phrase:
    return Phrase(form, words, (layout.span_of(words),), **parts)  # type: ignore[arg-type]


def _document(
    layout: Layout,
    words: tuple[int, ...],
    start: int,
    head_at: int,
    depth: int,
    definite: bool,
    plural: bool,
    partitive: bool,
) -> Phrase:
    """A document: whose it is, in which outlet it stands, on what it is based."""
    at = words.index(head_at)
    before = words[start:at]
    lower = [layout.lower[word] for word in before]
    behind: list[Phrase] = []
    joined: list[str] = []
    owner = _owner(layout, before)
    if owner and depth < _DEEPEST:
        behind.append(read_phrase(layout, owner, depth + 1))
        joined.append("'s")
    tail = at + 1
    while tail < len(words) and depth < _DEEPEST:
        step = _joint(layout, words, tail)
        if step is None:
            tail += 1
            continue
        joint, begin = step
        end = _next_joint(layout, words, begin)
        part = read_phrase(layout, words[begin:end], depth + 1)
        if part.form != "none" and (joint != "in" or part.form == "outlet"):
            behind.append(part)
            joined.append(joint)
        tail = end
    end = _end_of_description(layout, words, at + 1)
    mention = words[: end if end > at else at + 1]
    named = [word for word in before if layout.lower[word] not in ("'s", "'")]
    name_from = next((n for n, word in enumerate(named) if layout.lower[word] not in _ARTICLES), len(named))
    name_words = (*named[name_from:], *words[at:end]) if not owner or owner[0] not in named else tuple(words[start:end])
    return Phrase(
        "document",
        words,
        (layout.span_of(mention),),
        name=layout.slice(layout.span_of(name_words)),
        head=PLURALS.get(layout.lower[head_at], layout.lower[head_at]),
        definite=definite,
        plural=plural,
        modifiers=tuple(lower),
        behind=tuple(behind),
        behind_by=tuple(joined),
        partitive=partitive,
    )


_DEEPEST = 3
_ARTICLES = listed("the a an this that these those")


def _owner(layout: Layout, before: Sequence[int]) -> list[int]:
    """The words of the owner or maker in "Ann Smith's brief", "her report", "a recent Springfield Herald survey"."""
    for at, word in enumerate(before):
        if layout.lower[word] in ("'s", "'") and at:
            return list(before[:at])
    if before and layout.lower[before[0]] in ("his", "her", "its", "their", "our", "my"):
        return [before[0]]
    runs = list(runs_in(layout, before[0], before[-1] + 1)) if before else []
    made = [run for run in runs if sort_of(layout, run) in ("outlet", "body", "person", "platform")]
    if made:
        return list(range(made[0].first, made[-1].last))
    return []


def _joint(layout: Layout, words: Sequence[int], at: int) -> tuple[str, int] | None:
    """The word by which a further source hangs on a document, and where that source begins."""
    word = layout.lower[words[at]]
    following = layout.lower[words[at + 1]] if at + 1 < len(words) else ""
    if word in _PASSED_ON and following in ("by", "in", "on", "at"):
        made = word in _MADE
        return ("in" if following != "by" else "by" if made else "passed on"), at + 2
    if word == "based" and following in ("on", "upon"):
        return "based on", at + 2
    if word in ("citing", "quoting"):
        return "based on", at + 1
    if word in ("by", "from"):
        return "by", at + 1
    if word in ("at", "in", "on"):
        return "in", at + 1
    return None


def _next_joint(layout: Layout, words: Sequence[int], begin: int) -> int:
    for at in range(begin + 1, len(words)):
        word = layout.lower[words[at]]
        if word in _CLAUSES or word in _BASED or word == "," or (word in _PASSED_ON and at > begin + 1):
            return at
    return len(words)


def _end_of_description(layout: Layout, words: Sequence[int], at: int) -> int:
    """How far the description of a document goes: its topic and its making, but not the one who passed it on."""
    end = at
    while end < len(words):
        word = layout.lower[words[end]]
        if word in _CLAUSES or word in _BREAKS or word in _BASED or word in _PASSED_ON or word in ("by", "at", "from"):
            break
        end += 1
    return end


def _outlet(layout: Layout, words: tuple[int, ...], core: Sequence[int], depth: int) -> Phrase | None:
    runs = list(runs_in(layout, core[0], core[-1] + 1))
    outlets = [run for run in runs if sort_of(layout, run) == "outlet" or _short_name(layout, run, core)]
    head = layout.lower[_head_of(layout, core)]
    if not outlets and not (head in _MEDIA_NOUNS or singular(head) in _MEDIA_NOUNS):
        return None
    if outlets and not (outlets[-1].last == core[-1] + 1 or head in MEDIA_HEADS):
        return None
    run = outlets[-1] if outlets else None
    if (
        run is not None
        and titled(layout, run).name != run
        and not is_outlet_name(layout.slice(layout.span_of(range(*run))).lower())
    ):
        return None
    behind: list[Phrase] = []
    joined: list[str] = []
    for at in range(len(core), len(words)):
        if layout.lower[words[at]] in ("citing", "quoting") and depth < _DEEPEST:
            behind.append(read_phrase(layout, words[at + 1 :], depth + 1))
            joined.append("based on")
            break
    if run is not None:
        article = run.first > 0 and layout.tokens[run.first - 1].text == "The" and run.first - 1 in words
        name = layout.slice(layout.span_of(range(run.first - article, run.last)))
        mention: tuple[Span, ...] = (layout.span_of(range(run.first - article, run.last)),)
    else:
        name, mention = layout.slice(layout.span_of(core)), (layout.span_of(core),)
    return Phrase(
        "outlet",
        words,
        mention,
        name=name,
        head=head if run is None else "outlet",
        definite=layout.lower[core[0]] in _DEFINITE,
        plural=run is None and singular(head) != head,
        modifiers=tuple(layout.lower[at] for at in core),
        behind=tuple(behind),
        behind_by=tuple(joined),
    )


def _reporter_of(layout: Layout, words: tuple[int, ...], head: str) -> Phrase | None:
    """ "a reporter for the Springfield Herald" speaks as the outlet."""
    if role_of_word(head) != "journalist":
        return None
    for n, at in enumerate(words[:-1]):
        if layout.lower[at] in ("for", "from", "at", "with", "of"):
            found = read_phrase(layout, words[n + 1 :], _DEEPEST)
            return found if found.form == "outlet" else None
    return None


def _alone(layout: Layout, core: Sequence[int], words: Sequence[int]) -> bool:
    """Whether the noun is the only capitalised word: "some Republicans", "one Democrat"."""
    run = next((run for run in runs_in(layout, core[0], words[-1] + 1) if run.first <= core[-1] < run.last), None)
    return run is not None and run.last - run.first == 1 and run.first == core[-1]


def _short_name(layout: Layout, run: Run, core: Sequence[int]) -> bool:
    """ "the Post", "The Times": a capitalised short form after an article."""
    return run.last - run.first == 1 and layout.lower[run.first] in SHORT_FORMS and layout.lower[core[0]] == "the"


_MEDIA_NOUNS = listed("media newspaper magazine television tv broadcaster outlet website network tabloid")


def _person(layout: Layout, words: tuple[int, ...], core: Sequence[int], start: int) -> Phrase | None:
    """A named person, before or after a description of the office."""
    runs = list(runs_in(layout, core[0], core[-1] + 1))
    if runs and runs[-1].last == core[-1] + 1:
        first = runs[0] if _two_persons(layout, runs) else runs[-1]
        name, office = titled(layout, first)
        sort = sort_of(layout, name) if name.first < name.last else "body"
        length = name.last - name.first
        if length == 1 and (layout.lower[core[0]] in _INDEFINITE or _many(layout.lower[core[0]])):
            return None
        if sort == "person" or (sort == "name" and (length == 1 or (length <= _LONGEST_PERSON and start == 0))):
            after = office_after(layout, name.last)
            shown = office if office.first < office.last else after
            return _with_office(layout, words, name, shown)
        return None
    comma = next((n for n, at in enumerate(words) if layout.lower[at] == "," and n >= len(core)), None)
    if comma is not None and comma + 1 < len(words):
        later = next(runs_in(layout, words[comma + 1], words[-1] + 1), None)
        described = any(role_of_word(layout.lower[at]) for at in core)
        if later is None or not described or later.first != words[comma + 1] or later.last - later.first < 2:
            return None
        if sort_of(layout, later) in ("person", "name"):
            return _with_office(layout, words, later, Run(core[0], words[comma]))
    return None


_LONGEST_PERSON = 4


def _with_office(layout: Layout, words: tuple[int, ...], name: Run, office: Run | None) -> Phrase:
    span = layout.span_of(range(*office)) if office is not None and office.first < office.last else None
    more = _second_person(layout, words, name)
    text = layout.slice(layout.span_of(range(*name)))
    return Phrase(
        "person",
        words,
        (layout.span_of(words),),
        name=f"{text} and {more}" if more else text,
        head=layout.lower[name.last - 1],
        office=layout.slice(span) if span else "",
        office_span=(span,) if span else (),
        plural=bool(more),
        gender=gender_of(layout, name, Run(max(name.first - 3, words[0]), name.first)),
    )


def _two_persons(layout: Layout, runs: Sequence[Run]) -> bool:
    """Whether the phrase is "Ann Smith and Mr. Jones"."""
    if len(runs) != 2 or layout.lower[runs[0].last] != "and" or runs[1].first != runs[0].last + 1:
        return False
    names = [titled(layout, run).name for run in runs]
    courtesy = any(name.first > run.first for name, run in zip(names, runs, strict=True))
    return all(name.first < name.last and sort_of(layout, name) in ("person", "name") for name in names) and (
        courtesy or all(name.last - name.first > 1 for name in names)
    )


def _second_person(layout: Layout, words: Sequence[int], name: Run) -> str:
    """The second of two persons joined by "and"."""
    for n, at in enumerate(words[:-1]):
        if layout.lower[at] == "and" and at > name.last - 1:
            later = list(runs_in(layout, words[n + 1], words[-1] + 1))
            if later and later[0].first == words[n + 1]:
                second, _ = titled(layout, later[0])
                courtesy = second.first > later[0].first
                if (courtesy or second.last - second.first in (2, 3)) and sort_of(layout, second) in ("person", "name"):
                    return layout.slice(layout.span_of(range(*second)))
    return ""


def _extended(layout: Layout, run: Run, words: Sequence[int]) -> range:
    """A body's name with what belongs to it after "of the"."""
    last = run.last
    for longer in runs_in(layout, run.first, words[-1] + 1):
        if longer.first == run.first:
            last = max(last, longer.last)
    return range(run.first, last)


def _many(word: str) -> bool:
    return word in _SEVERAL or word.isdigit()


def _described(layout: Layout, words: Sequence[int]) -> str:
    return layout.slice(layout.span_of(words))


def antecedent_of(layout: Layout, word: int) -> Phrase:
    """The noun phrase right before a relative pronoun: "the harbour police, who"."""
    last = word - 1
    while last >= 0 and layout.tokens[last].text in _BETWEEN:
        last -= 1
    first = last
    while first >= 0 and last - first < _LONGEST_ANTECEDENT:
        tag = layout.tokens[first].tag
        joint = layout.lower[first] == "of" and first < last
        if not (tag in _NOUNS or tag in ("JJ", "CD", "POS", "DT", "PRP$") or joint):
            break
        first -= 1
        if tag in ("DT", "PRP$"):
            break
    found = read_phrase(layout, range(first + 1, last + 1)) if first < last else NOBODY
    vague = found.form == "description" and not (found.definite or found.plural or found.named)
    return NOBODY if vague and layout.lower[first + 1] not in ("a", "an") else found


_LONGEST_ANTECEDENT = 12
_BETWEEN = frozenset([",", "—", "–", ")", "of", "many", "some", "most", "all", "both"])
_PLAIN = listed("federal state district appeals supreme national local the a court democratic republican")
_BODY_NOUNS = listed(
    "administration government campaign ministry department police military army navy party committee office court "
    "embassy commission council union company parliament regime"
)


def _holds_name(layout: Layout, words: Sequence[int]) -> bool:
    """Whether a description begins with a body's or an outlet's name, or belongs to one: "a panel of the Court"."""
    for run in runs_in(layout, words[0], words[-1] + 1):
        before = layout.lower[run.first - 1] if run.first > words[0] else ""
        opening = run.first <= words[0] + 1 and layout.lower[words[0]] != "a"
        of = before == "of" or (before == "the" and run.first > words[0] + 1 and layout.lower[run.first - 2] == "of")
        if sort_of(layout, run) in ("outlet", "body") and ((opening and run.last <= words[-1]) or of):
            return True
    return False
