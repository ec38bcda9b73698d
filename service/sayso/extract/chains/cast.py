"""Who and what has the text named, where, and by which office?"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from sayso.extract.chains.layout import Layout
from sayso.extract.chains.lexicon import listed
from sayso.extract.chains.lexicon.first_names import HE, SHE
from sayso.extract.chains.lexicon.offices import BEFORE_NAMES, BODIES, ORGANISATION_NOUNS, PROPER_BODIES, PUBLIC_BODIES
from sayso.extract.chains.lexicon.outlets import WITH_ARTICLE
from sayso.extract.chains.names import (
    PARTICLES,
    Run,
    gender_of,
    headline,
    is_constituency,
    office_after,
    role_of_word,
    runs_in,
    sort_of,
    titled,
)
from sayso.extract.relation import Span


@dataclass(slots=True, eq=False)
class Figure:
    """A person, body, outlet or place that the text names. ``offices``: what it is said to be, with its place."""

    name: str
    sort: str
    gender: str = ""
    offices: list[tuple[str, Span]] = field(default_factory=list)

    @property
    def surname(self) -> str:
        return _plain(self.name).split()[-1] if self.name else ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure met at a run of tokens; ``possessive`` where it only owns what is spoken of."""

    figure: Figure
    first: int
    last: int
    possessive: bool


@dataclass(frozen=True, slots=True)
class Cast:
    """All figures of a text with their mentions in order."""

    figures: tuple[Figure, ...]
    mentions: tuple[Mention, ...]
    _at: tuple[int, ...]
    _by_name: dict[str, Figure]
    _by_surname: dict[str, list[Figure]]

    def named(self, name: str) -> Figure | None:
        """The figure of that full name, article and case aside, or of that abbreviation."""
        return self._by_name.get(_plain(name))

    def of_surname(self, surname: str) -> list[Figure]:
        return self._by_surname.get(_plain(surname), [])

    def before(self, word: int, floor: int = 0) -> Iterator[Mention]:
        """The mentions before a token, the latest first, down to the token ``floor``."""
        for at in range(bisect_left(self._at, word) - 1, -1, -1):
            if self.mentions[at].first < floor:
                return
            yield self.mentions[at]

    def within(self, first: int, last: int) -> Iterator[Mention]:
        for at in range(bisect_left(self._at, first), bisect_left(self._at, last)):
            yield self.mentions[at]


def read_cast(layout: Layout) -> Cast:
    """Reads every name of the text, once for the full names and once for the surnames that stand for them."""
    builder = _Builder(layout)
    runs = [run for sentence in range(len(layout.sentences)) for run in _runs_of(layout, sentence)]
    for run in runs:
        builder.read(run)
    builder.settle()
    mentions: list[Mention] = []
    for run in runs:
        figure = builder.at(run)
        if figure is not None:
            owner = run.last < len(layout.tokens) and layout.lower[run.last] in ("'s", "'")
            mentions.append(Mention(figure, run.first, run.last, owner))
    return Cast(
        figures=tuple(builder.figures),
        mentions=tuple(mentions),
        _at=tuple(mention.first for mention in mentions),
        _by_name=builder.by_name,
        _by_surname=builder.by_surname,
    )


def plain_name(name: str) -> str:
    """The name in lower case, single spaces, without an article or a possessive ending."""
    return _plain(name)


def _runs_of(layout: Layout, sentence: int) -> Iterator[Run]:
    """The names of a sentence; in a headline, where every word has a capital, only first names with what follows."""
    runs = runs_in(layout, *layout.sentences[sentence])
    if not headline(layout, sentence):
        yield from runs
        return
    for run in runs:
        for at in range(run.first, run.last - 1):
            if layout.lower[at] in HE | SHE and layout.lower[at + 1] not in BEFORE_NAMES:
                yield Run(at, at + 2)
                break


class _Builder:
    """Collects the figures while the text is read; surnames alone wait until all full names are known."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.figures: list[Figure] = []
        self.by_name: dict[str, Figure] = {}
        self.by_surname: dict[str, list[Figure]] = {}
        self.alone: set[str] = set()
        self.located: set[str] = set()
        self.short: dict[tuple[str, str], Figure] = {}
        self.met: dict[Run, Figure] = {}
        self.instead: dict[int, Figure] = {}
        self.openings = {first for first, _ in layout.sentences}

    def read(self, run: Run) -> None:
        layout = self.layout
        name, office = titled(layout, run)
        if name.first == name.last or self._names_nobody(name):
            return
        sort, words = sort_of(layout, name), name.last - name.first
        gender, after = gender_of(layout, name, office), office_after(layout, name.last)
        if after is not None and any(layout.lower[at] in ORGANISATION_NOUNS for at in range(*after)) and not gender:
            sort = "body" if sort == "name" else sort
        if sort == "name" and words == 1:
            self.alone.add(layout.lower[name.first])
        before = layout.lower[run.first - 1] if run.first else ""
        if before in _LOCATIVE and office.first == office.last and not gender:
            self.located.add(_plain(layout.slice(layout.span_of(range(*name)))))
        introduced = (after is not None and before not in _LOCATIVE) or office.first < office.last
        if sort == "name" and words == 1 and (introduced or gender):
            figure = self._short(layout.slice(layout.span_of(range(*name))), gender)
        elif sort == "name" and words == 1:
            return
        else:
            proper = layout.tokens[name.last - 1].tag[:3] in ("NNP", "")
            person = sort == "name" and words <= _LONGEST_PERSON and proper and introduced
            figure = self._figure(layout.slice(layout.span_of(range(*name))), "person" if person else sort)
        self.met[run] = figure
        self._learn(figure, name, office, after, gender)

    def _learn(self, figure: Figure, name: Run, office: Run, after: Run | None, gender: str) -> None:
        """What a mention says of somebody: the article of an outlet's name, the gender, the office."""
        article = figure.name.lower() in WITH_ARTICLE or self._with_article(name.first)
        if figure.sort == "outlet" and article and not figure.name.startswith("The "):
            figure.name = f"The {figure.name}"
        if figure.sort not in ("person", "name"):
            return
        figure.gender = figure.gender or gender or gender_of(self.layout, name, office)
        for place in (office, after):
            if place is not None and place.first < place.last and len(figure.offices) < _MOST_OFFICES:
                span = self.layout.span_of(range(*place))
                figure.offices.append((self.layout.slice(span), span))

    def _names_nobody(self, name: Run) -> bool:
        """Whether a capitalised noun stands alone: "Bank", "Republicans", "R-Ohio"."""
        if name.last - name.first > 1:
            return False
        word, noun = self.layout.tokens[name.first].text, self.layout.lower[name.first]
        if noun in BODIES | PUBLIC_BODIES:
            return noun not in PROPER_BODIES and not word.isupper()
        return bool(role_of_word(noun)) or is_constituency(word)

    def _with_article(self, first: int) -> bool:
        """Whether "The" belongs to the name: it has its capital inside a sentence."""
        at = first - 1
        return at > 0 and self.layout.tokens[at].text == "The" and at not in self.openings

    def settle(self) -> None:
        """Finds who the surnames, the names in capitals and the abbreviations stand for."""
        for figure in self.figures:
            located = _plain(figure.name) in self.located
            if figure.sort == "name" and figure.name.count(" ") in (1, 2) and figure.surname in self.alone:
                figure.sort = "name" if located else "person"
            if figure.sort in ("person", "name") and " " in figure.name:
                self.by_surname.setdefault(figure.surname, []).append(figure)
        for (surname, gender), short in sorted(self.short.items(), key=lambda item: not item[0][1]):
            self._merge(short, surname, gender or short.gender)
        for figure in [*self.figures]:
            if figure.sort == "body" and " " not in figure.name:
                self._shouted(figure)
            elif figure.sort in ("person", "name") and _plain(figure.name).split()[:1] in _PARTICLE_FIRST:
                self._shortened(figure)
            elif figure.sort in ("body", "outlet") and " " in figure.name:
                short_form = "".join(word[0] for word in figure.name.split() if word[0].isupper()).lower()
                if len(short_form) > 1:
                    self._abbreviate(short_form, figure)

    def at(self, run: Run) -> Figure | None:
        """Who is met at a run, once all names are known."""
        figure = self.met.get(run) or self._known(run)
        if figure is not None and figure.sort == "place" and " " not in figure.name:
            namesakes = self.by_surname.get(_plain(figure.name), [])
            figure = namesakes[0] if namesakes else figure
        return self.instead.get(id(figure), figure) if figure is not None else None

    def _known(self, run: Run) -> Figure | None:
        """Whom a bare surname, or a name met before it was understood, stands for."""
        name, _ = titled(self.layout, run)
        if name.first == name.last:
            return None
        text = _plain(self.layout.slice(self.layout.span_of(range(*name))))
        namesakes = self.by_surname.get(text, [])
        return self.by_name.get(text) or (namesakes[0] if namesakes else None)

    def _figure(self, name: str, sort: str) -> Figure:
        key = _plain(name)
        figure = self.by_name.get(key)
        if figure is None:
            figure = Figure(name, sort)
            self.by_name[key] = figure
            self.figures.append(figure)
        elif figure.sort == "name" and sort == "person":
            figure.sort = sort
        return figure

    def _short(self, name: str, gender: str) -> Figure:
        """Somebody called by title and surname only, so far."""
        return self.short.setdefault((_plain(name), gender), Figure(name, "person", gender))

    def _merge(self, short: Figure, surname: str, gender: str) -> None:
        """ "President Smith" and "Ann Smith" are one unless "Mr." or "Mrs." says otherwise."""
        namesakes = self.by_surname.setdefault(surname, [])
        fitting = [figure for figure in namesakes if not gender or figure.gender in ("", gender)]
        alone = [figure for figure in fitting if " " not in figure.name]
        sure = [figure for figure in fitting if gender and figure.gender == gender]
        for choice in (alone if not gender else [], sure, fitting):
            if choice:
                full = choice[0]
                full.offices.extend(short.offices[: _MOST_OFFICES - len(full.offices)])
                full.gender = full.gender or gender
                self.instead[id(short)] = full
                return
        if not gender and surname in self.located and not namesakes:
            short.sort = "thing"
        namesakes.append(short)
        self.figures.append(short)

    def _shouted(self, figure: Figure) -> None:
        """ "SMITH:" in a transcript is Ann Smith, and so is "Smith, whose company ..."."""
        namesakes = self.by_surname.get(_plain(figure.name), [])
        if len(namesakes) == 1:
            self.by_name[_plain(figure.name)] = namesakes[0]
            self.instead[id(figure)] = namesakes[0]

    def _shortened(self, figure: Figure) -> None:
        """ "De Witt" at the head of a sentence is Ann de Witt."""
        longer = [each for each in self.by_surname.get(figure.surname, []) if each is not figure]
        if longer and figure.name.count(" ") == 1:
            self.by_name[_plain(figure.name)] = longer[0]
            self.instead[id(figure)] = longer[0]

    def _abbreviate(self, short: str, figure: Figure) -> None:
        other = self.by_name.get(short)
        if other is None:
            self.by_name[short] = figure
        elif other is not figure and " " not in other.name:
            self.by_name[short] = figure
            self.instead[id(other)] = figure


_LOCATIVE = listed("in at near from to into outside across")
"""Words before the name of a place; whoever is only ever met after them is no person."""

_PARTICLE_FIRST = [[particle] for particle in sorted(PARTICLES)]
_LONGEST_PERSON, _MOST_OFFICES = 4, 12


def _plain(name: str) -> str:
    words = name.lower().replace("’", "'").replace("‘", "'").split()
    if words and words[0] in ("the", "a", "an"):
        words = words[1:]
    text = " ".join(words).strip('.,;:()[]"“”')
    return text.removesuffix("'s").removesuffix("'").strip()
