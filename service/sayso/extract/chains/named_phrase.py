"""Is the source called by name: an outlet, a person with an office, a body?"""

from __future__ import annotations

from collections.abc import Sequence

from sayso.extract.chains.layout import Layout
from sayso.extract.chains.lexicon import listed
from sayso.extract.chains.lexicon.first_names import HE, SHE
from sayso.extract.chains.lexicon.offices import BODIES, PROPER_BODIES, PUBLIC_BODIES
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
from sayso.extract.chains.noun_phrase import ARTICLES, INDEFINITE, NounPhrase, many
from sayso.extract.chains.phrase import DEEPEST, Phrase, Read


def outlet_phrase(layout: Layout, noun: NounPhrase, depth: int, read: Read) -> Phrase | None:
    """The phrase as one of an outlet, by its name, by "media" or the like, or through its reporter."""
    core = noun.core
    outlets = [
        run
        for run in runs_in(layout, core[0], core[-1] + 1)
        if sort_of(layout, run) == "outlet" or _short_name(layout, run, core)
    ]
    run = outlets[-1] if outlets else None
    if run is None and noun.head not in _MEDIA_NOUNS and singular(noun.head) not in _MEDIA_NOUNS:
        return _reporter(layout, noun, read)
    if run is not None and (not _is_the_source(noun, run) or _is_a_title(layout, run)):
        return _reporter(layout, noun, read)
    cites = next((n for n, at in enumerate(noun.words) if layout.lower[at] in ("citing", "quoting")), None)
    behind = (read(noun.words[cites + 1 :], depth + 1),) if cites is not None and depth < DEEPEST else ()
    named: Sequence[int] = core
    if run is not None:
        article = run.first > 0 and layout.tokens[run.first - 1].text == "The" and run.first - 1 in noun.words
        named = range(run.first - article, run.last)
    return Phrase(
        "outlet",
        noun.words,
        (layout.span_of(named),),
        name=layout.slice(layout.span_of(named)),
        head=noun.head if run is None else "outlet",
        definite=noun.definite,
        plural=run is None and noun.plural,
        modifiers=tuple(layout.lower[at] for at in core),
        behind=behind,
        behind_by=("based on",) * len(behind),
    )


def person_phrase(layout: Layout, noun: NounPhrase) -> Phrase | None:
    """The phrase as one of a named person, before or after a description of the office, or of two persons."""
    core = noun.core
    if stands_for_several(layout, noun):
        return None
    runs = list(runs_in(layout, core[0], core[-1] + 1))
    if not runs or runs[-1].last != core[-1] + 1:
        return _described_first(layout, noun)
    name, office = titled(layout, runs[0] if _two_persons(layout, runs) else runs[-1])
    sort = sort_of(layout, name) if name.first < name.last else "body"
    length = name.last - name.first
    if length == 1 and (noun.opening in INDEFINITE or many(noun.opening)):
        return None
    short = sort == "name" and (length == 1 or (length <= _LONGEST_PERSON and not noun.partitive))
    if sort != "person" and not short:
        return None
    shown = office if office.first < office.last else office_after(layout, name.last)
    return _with_office(layout, noun.words, name, shown)


def body_phrase(layout: Layout, noun: NounPhrase) -> Phrase | None:
    """The phrase as one of a named body: "the Harbour Committee", "the Sylvanian government"."""
    core = noun.core
    runs = list(runs_in(layout, core[0], core[-1] + 1))
    common = all(layout.lower[at] in _PLAIN or role_of_word(layout.lower[at]) for at in core)
    if not runs or (common and not noun.definite):
        return None
    if noun.head in _BODY_NOUNS and not noun.plural:
        named: Sequence[int] = core[1:] if layout.lower[core[0]] in ARTICLES else core
    elif (
        runs[-1].last != core[-1] + 1
        or stands_for_several(layout, noun)
        or noun.opening in INDEFINITE
        or many(noun.opening)
    ):
        return None
    else:
        run = runs[-1] if len(runs) == 1 or runs[0].first > core[0] else Run(runs[0].first, runs[-1].last)
        named = _extended(layout, run, noun.words)
    name = layout.slice(layout.span_of(named))
    return Phrase("body", noun.words, (layout.span_of(noun.words),), name, noun.head, definite=noun.definite)


def stands_for_several(layout: Layout, noun: NounPhrase) -> bool:
    """Whether the head alone has a capital and names a kind of people: "some Republicans", "one Democrat"."""
    at = noun.head_at
    if not role_of_word(noun.head) or not layout.tokens[at].text[0].isupper():
        return False
    run = next((run for run in runs_in(layout, noun.core[0], noun.words[-1] + 1) if run.first <= at < run.last), None)
    return run is not None and run.last - run.first == 1


def holds_name(layout: Layout, words: Sequence[int]) -> bool:
    """Whether a description begins with a body's or an outlet's name, or belongs to one: "a panel of the Court"."""
    for run in runs_in(layout, words[0], words[-1] + 1):
        before = layout.lower[run.first - 1] if run.first > words[0] else ""
        after = layout.lower[run.last] if run.last <= words[-1] else ""
        opening = run.first <= words[0] + 1 and layout.lower[words[0]] != "a" and after in ("and", ",")
        if run.last - run.first == 1 and layout.lower[run.first] in BODIES | PUBLIC_BODIES - PROPER_BODIES:
            continue
        of = before == "of" or (before == "the" and run.first > words[0] + 1 and layout.lower[run.first - 2] == "of")
        if sort_of(layout, run) in ("outlet", "body") and ((opening and run.last <= words[-1]) or of):
            return True
    return False


_LONGEST_PERSON = 4
_STAFF = listed("unit team desk newsroom staff bureau investigation")
"""What belongs to an outlet and speaks as the outlet: "the Herald's investigative unit"."""

_MEDIA_NOUNS = listed("media newspaper magazine television tv broadcaster outlet website network tabloid")
_PLAIN = listed("federal state district appeals supreme national local the a court democratic republican")
_BODY_NOUNS = listed(
    "administration government campaign ministry department police military army navy party committee office court "
    "embassy commission council union company parliament regime"
)


def _is_the_source(noun: NounPhrase, run: Run) -> bool:
    return run.last == noun.core[-1] + 1 or noun.head in MEDIA_HEADS or noun.head in _STAFF


def _is_a_title(layout: Layout, run: Run) -> bool:
    """Whether the outlet's name only stands before a person's: "Herald reporter Ann Smith"."""
    return titled(layout, run).name != run and not is_outlet_name(layout.slice(layout.span_of(range(*run))).lower())


def _short_name(layout: Layout, run: Run, core: Sequence[int]) -> bool:
    """ "the Post", "The Times": a capitalised short form after an article."""
    return run.last - run.first == 1 and layout.lower[run.first] in SHORT_FORMS and layout.lower[core[0]] == "the"


def _reporter(layout: Layout, noun: NounPhrase, read: Read) -> Phrase | None:
    """ "a reporter for the Springfield Herald" speaks as the outlet."""
    if role_of_word(noun.head) != "journalist":
        return None
    for n, at in enumerate(noun.words[:-1]):
        if layout.lower[at] in ("for", "from", "at", "with", "of"):
            found = read(noun.words[n + 1 :], DEEPEST)
            return found if found.form == "outlet" else None
    return None


def _described_first(layout: Layout, noun: NounPhrase) -> Phrase | None:
    """ "A lawyer for the city, Ann Smith"."""
    words, core = noun.words, noun.core
    comma = next((n for n, at in enumerate(words) if layout.lower[at] == "," and n >= len(core)), None)
    if comma is None or comma + 1 >= len(words) or not any(role_of_word(layout.lower[at]) for at in core):
        return None
    name = next(runs_in(layout, words[comma + 1], words[-1] + 1), None)
    if name is None or name.first != words[comma + 1]:
        return None
    if name.last - name.first < 2 and layout.lower[name.first] not in HE | SHE:
        return None
    person = sort_of(layout, name) in ("person", "name")
    return _with_office(layout, words, name, Run(core[0], words[comma])) if person else None


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
    persons = all(name.first < name.last and sort_of(layout, name) in ("person", "name") for name in names)
    lengths = [name.last - name.first for name in names]
    return persons and (courtesy or min(lengths) > 1 or max(lengths) == 1)


def _second_person(layout: Layout, words: Sequence[int], name: Run) -> str:
    """The second of two persons joined by "and"; empty where there is none."""
    for n, at in enumerate(words[:-1]):
        if layout.lower[at] != "and" or at < name.last:
            continue
        later = next(runs_in(layout, words[n + 1], words[-1] + 1), None)
        if later is None or later.first != words[n + 1]:
            continue
        second, _ = titled(layout, later)
        if second.first == second.last:
            continue
        alike = second.first > later.first or name.last - name.first == second.last - second.first == 1
        if (alike or second.last - second.first in (2, 3)) and sort_of(layout, second) in ("person", "name"):
            return layout.slice(layout.span_of(range(*second)))
    return ""


def _extended(layout: Layout, run: Run, words: Sequence[int]) -> range:
    """A body's name with what belongs to it after "of the"."""
    longer = next(runs_in(layout, run.first, words[-1] + 1), run)
    return range(run.first, max(run.last, longer.last) if longer.first == run.first else run.last)
