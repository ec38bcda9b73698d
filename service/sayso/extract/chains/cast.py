"""Who and what has the text named, where, and by which office?"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from sayso.extract.chains.layout import Layout
from sayso.extract.chains.lexicon.first_names import HE, SHE
from sayso.extract.chains.lexicon.offices import BEFORE_NAMES, BODIES, PROPER_BODIES, PUBLIC_BODIES
from sayso.extract.chains.lexicon.outlets import WITH_ARTICLE
from sayso.extract.chains.names import (
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
    builder.learn_surnames()
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
    """Collects the figures while the text is read."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.figures: list[Figure] = []
        self.by_name: dict[str, Figure] = {}
        self.by_surname: dict[str, list[Figure]] = {}
        self.met: dict[Run, Figure] = {}
        self.instead: dict[int, Figure] = {}
        self.openings = {first for first, _ in layout.sentences}

    def read(self, run: Run) -> None:
        layout = self.layout
        name, office = titled(layout, run)
        if name.first == name.last:
            return
        sort = sort_of(layout, name)
        after = office_after(layout, name.last)
        words = name.last - name.first
        if words == 1 and sort == "body" and self._common(name.first):
            return
        if words == 1 and (role_of_word(layout.lower[name.first]) or is_constituency(layout.tokens[name.first].text)):
            return
        proper = layout.tokens[name.last - 1].tag[:3] in ("NNP", "")
        if sort == "name" and 1 < words <= _LONGEST_PERSON and proper and (after or office.first < office.last):
            sort = "person"
        if sort == "name" and words == 1 and office.first == office.last:
            return
        figure = self._figure(
            layout.slice(layout.span_of(range(*name))), "person" if sort == "name" and words == 1 else sort
        )
        self.met[run] = figure
        article = figure.name.lower() in WITH_ARTICLE or self._with_article(name.first)
        if figure.sort == "outlet" and article and not figure.name.startswith("The "):
            figure.name = f"The {figure.name}"
        if figure.sort == "person":
            figure.gender = figure.gender or gender_of(layout, name, office)
        for place in (office, after):
            named = figure.sort in ("person", "name") and len(figure.offices) < _MOST_OFFICES
            if place is not None and place.first < place.last and named:
                span = layout.span_of(range(*place))
                figure.offices.append((layout.slice(span), span))

    def _common(self, word: int) -> bool:
        """Whether a capitalised noun such as "Bank" stands alone, so that it names nobody in particular."""
        noun = self.layout.lower[word]
        return (
            noun in BODIES | PUBLIC_BODIES and noun not in PROPER_BODIES and not self.layout.tokens[word].text.isupper()
        )

    def _with_article(self, first: int) -> bool:
        """Whether "The" belongs to the name: it has its capital inside a sentence."""
        at = first - 1
        return at > 0 and self.layout.tokens[at].text == "The" and at not in self.openings

    def learn_surnames(self) -> None:
        for figure in self.figures:
            if figure.sort in ("person", "name") and " " in figure.name:
                self.by_surname.setdefault(figure.surname, []).append(figure)
        for figure in [*self.figures]:
            if figure.sort == "person" and " " not in figure.name:
                self._merge_surname(figure)
        for figure in [*self.figures]:
            if figure.sort == "body" and " " not in figure.name and figure.name.isupper():
                self._shouted(figure)
        for figure in self.figures:
            if figure.sort in ("body", "outlet") and " " in figure.name:
                short = "".join(word[0] for word in figure.name.split() if word[0].isupper()).lower()
                if len(short) > 1:
                    self._abbreviate(short, figure)

    def at(self, run: Run) -> Figure | None:
        """Who is met at a run, once all names are known."""
        figure = self.met.get(run) or self._known(run)
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

    def _shouted(self, figure: Figure) -> None:
        """ "SMITH:" in a transcript is Ann Smith."""
        namesakes = self.by_surname.get(_plain(figure.name), [])
        if len(namesakes) == 1 and namesakes[0].sort == "person":
            self.by_name[_plain(figure.name)] = namesakes[0]
            self.instead[id(figure)] = namesakes[0]

    def _merge_surname(self, short: Figure) -> None:
        """ "President Obama" and "Barack Obama" are one, if only one bears the name."""
        namesakes = self.by_surname.get(_plain(short.name), [])
        if not namesakes:
            self.by_surname.setdefault(_plain(short.name), []).append(short)
            return
        full = namesakes[0]
        full.offices.extend(short.offices[: _MOST_OFFICES - len(full.offices)])
        full.gender = full.gender or short.gender
        self.by_name[_plain(short.name)] = full
        self.instead[id(short)] = full

    def _abbreviate(self, short: str, figure: Figure) -> None:
        other = self.by_name.get(short)
        if other is None:
            self.by_name[short] = figure
        elif other is not figure and " " not in other.name:
            self.by_name[short] = figure
            self.instead[id(other)] = figure


_LONGEST_PERSON, _MOST_OFFICES = 4, 12


def _plain(name: str) -> str:
    words = name.lower().replace("’", "'").replace("‘", "'").split()
    if words and words[0] in ("the", "a", "an"):
        words = words[1:]
    text = " ".join(words).strip('.,;:()[]"“”')
    return text.removesuffix("'s").removesuffix("'").strip()
