"""Which links does a source phrase stand for? What was said before fills in who "he" and "the report" are."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sayso.extract.chains.cast import Cast, Figure, plain_name
from sayso.extract.chains.discourse import Discourse
from sayso.extract.chains.kinds import (
    RELAYS,
    identification_of_description,
    kind_of_body,
    kind_of_description,
    kind_of_document,
    kind_of_outlet,
    kind_of_person,
)
from sayso.extract.chains.layout import Layout
from sayso.extract.chains.lexicon import listed
from sayso.extract.chains.lexicon.cues import ACT, BELIEF, INTENTION, SPEECH
from sayso.extract.chains.lexicon.outlets import SHORT_FORMS, SHORT_NAMES
from sayso.extract.chains.link import Link
from sayso.extract.chains.link_facts import (
    ANONYMOUS_KINDS,
    facts_of_description,
    facts_of_document,
    facts_of_outlet,
    facts_of_person,
    reason_given,
)
from sayso.extract.chains.memory import Spoken
from sayso.extract.chains.names import role_in, role_of_word
from sayso.extract.chains.phrase import Phrase
from sayso.extract.chains.phrase_reader import antecedent_of
from sayso.extract.chains.venue import Venue, cited_document, venue_of
from sayso.extract.relation import Relation, Span

UNRESOLVED = "pronoun_unresolved"
"""The rule of a link whose pronoun the text does not settle."""

Reached = tuple[tuple[Link, ...], Figure | None]


@dataclass(frozen=True, slots=True)
class Said:
    """What a rule needs to know of one attribution; all words in lower case.

    ``word`` is the first token of the source, or of the cue where there is none; ``cue_words`` are the cue's tokens.
    """

    phrase: Phrase
    word: int
    cue: tuple[str, ...]
    cue_words: tuple[int, ...]
    content: tuple[str, ...]
    cue_class: str
    before: tuple[int, int] = (0, 0)
    """The tokens of the content, ``[first, last)``, where it stands before the source in its sentence."""


class Sources:
    """Turns source phrases into links, one after another, remembering who has spoken and where."""

    def __init__(self, layout: Layout, cast: Cast, outlet: str) -> None:
        self.layout = layout
        self.cast = cast
        self.discourse = Discourse(layout, cast)
        self.publisher = _in_full(outlet)
        self.campaign = any(role_in(text) == "candidate" for figure in cast.figures for text, _ in figure.offices)
        self.passage: Link | None = None
        self.interviewed: set[int] = set()

    def is_publisher(self, phrase: Phrase) -> bool:
        """Whether the outlet being read is named: "we", its name, or its short name where no other outlet has it."""
        if phrase.form == "pronoun" and phrase.head == "we":
            return not self.layout.quoted(phrase.mention[0][0])
        name = _in_full(phrase.name)
        if not self.publisher or not name:
            return False
        short = name in SHORT_FORMS and name in self.publisher.split() and phrase.form in ("outlet", "body")
        longer = self.publisher not in SHORT_FORMS and name.startswith(f"{self.publisher} ") and phrase.form == "outlet"
        return (
            name == self.publisher
            or longer
            or (short and self.discourse.descriptions.outlet_called(phrase, phrase.words[0]) is None)
        )

    def own_again(self, phrase: Phrase) -> tuple[Span, ...]:
        """Where the outlet said that it had told of this document before."""
        if phrase.form != "document" or not (phrase.definite or phrase.partitive) or phrase.behind:
            return ()
        earlier = self.discourse.memory.document(phrase.head)
        return earlier.own if earlier is not None else ()

    def respondents(self, said: Said) -> tuple[Link, ...] | None:
        """The links of a poll, if those who speak are a share of the people whom it asked."""
        if said.phrase.form not in ("description", "body") or not said.phrase.words:
            return None
        words = {self.layout.lower[at] for at in said.phrase.words}
        share = "percent" in words or "majority" in words or "%" in words or words & _RESPONDENTS
        data = self.discourse.memory.latest_data(said.word) if share else None
        return data.links if data is not None else None

    def links_of(self, relation: Relation, said: Said, *, nested: bool, own: tuple[Span, ...]) -> tuple[Link, ...]:
        """The links of an attribution's source, with the document or outlet that it spoke in before them."""
        phrase = said.phrase
        links, figure = self._links(phrase, said)
        venue = () if nested else self._venue(relation, said, links, figure)
        if phrase.form != "pronoun" or phrase.head not in _RELATIVE:
            head = phrase.head if phrase.form in ("description", "document") else ""
            kept = venue or self._adjacent_venue(said, figure)
            self.discourse.memory.remember(Spoken(said.word, links, head, phrase.plural, figure, kept, own=own))
        if links and links[-1].sort != "document":
            links = (*links, *self._cited(relation, said))
        if venue and links and venue[-1].name != links[0].name:
            return (*venue, *links)
        return links

    def _cited(self, relation: Relation, said: Said) -> tuple[Link, ...]:
        """The document that a speaker cites beside the cue: "said, citing satellite images"."""
        if not said.cue_words or "citing" in said.cue:
            return ()
        found = cited_document(self.layout, relation)
        if found is None:
            return ()
        links, _ = self._links(found, Said(found, found.words[0], (), (), (), SPEECH))
        return (replace(links[0], taken="relies_on_primary"), *links[1:]) if links else ()

    def _venue(
        self, relation: Relation, said: Said, links: tuple[Link, ...], figure: Figure | None
    ) -> tuple[Link, ...]:
        """The document or outlet that somebody spoke in: named in the sentence, or carried over from the last one."""
        if said.phrase.form == "document" or (links and links[0].kind in RELAYS):
            if links and links[0].kind in RELAYS and {"learned", "learnt"} & set(said.cue):
                self.passage = links[0]
            return ()
        found = venue_of(self.layout, relation, spoken=said.cue_class == SPEECH)
        if found is not None:
            return self._named_venue(found, links, figure)
        if (
            said.phrase.form == "description"
            and role_of_word(said.phrase.head) == "source"
            and self.passage is not None
        ):
            return (self.passage,)
        if said.cue_class not in (SPEECH, BELIEF, "evaluation") or figure is None:
            return ()
        judge = links[-1].kind in ("on_record_official", "court_record") and self._is_judge(figure)
        ruling = self.discourse.memory.document("ruling") if judge else None
        if ruling is not None and any(link.name == figure.name for link in ruling.links):
            return ruling.links[:1]
        return self._adjacent_venue(said, figure) if said.cue_class != "evaluation" else ()

    def _named_venue(self, found: Venue, links: tuple[Link, ...], figure: Figure | None) -> tuple[Link, ...]:
        if found.phrase.form == "outlet" and self.is_publisher(found.phrase):
            self.interviewed.add(id(figure))
            return ()
        inner, _ = self._links(found.phrase, Said(found.phrase, found.word, (), (), (), SPEECH))
        if found.phrase.form == "document":
            self.discourse.memory.remember_document(found.word, (*inner[:1], *links), found.phrase.head)
        return inner[:1]

    def _adjacent_venue(self, said: Said, figure: Figure | None) -> tuple[Link, ...]:
        """Where the same speaker spoke last, no further back than two paragraphs in which nobody else speaks."""
        last = self.discourse.memory.last()
        if last is None or not last.venue or figure is None or last.figure is not figure:
            return ()
        if self.discourse.memory.paragraphs_back(last, said.word) > 2:
            return ()
        return () if last.venue[0].sort == "outlet" and id(figure) in self.interviewed else last.venue

    def _is_judge(self, figure: Figure) -> bool:
        return any(role_in(text) == "judge" for text, _ in figure.offices)

    def _links(self, phrase: Phrase, said: Said) -> Reached:
        """The links of a source phrase, nearest first, and the figure that it names."""
        match phrase.form:
            case "document":
                return self._document(phrase, said), None
            case "outlet":
                return self._outlet(phrase, said)
            case "pronoun":
                return self._pronoun(phrase, said)
            case "person" | "body":
                return self._by_name(phrase, said)
            case "description":
                found = self.discourse.descriptions.resolve(phrase, said.word)
                return self._found(found, phrase, said) if found is not None else ((self._described(phrase),), None)
            case _:
                return (), None

    def _pronoun(self, phrase: Phrase, said: Said) -> Reached:
        if phrase.head in _SPEAKERS and self.layout.quoted(phrase.mention[0][0]):
            return (), None
        found = self.discourse.pronouns.resolve(phrase.head, said.word, said.before)
        if found is None and phrase.head in _RELATIVE:
            before = antecedent_of(self.layout, phrase.words[0])
            if before.form not in ("none", "pronoun"):
                share = self.layout.lower[phrase.words[0]] if phrase.partitive else ""
                if share and before.form == "description":
                    before = replace(before, name=f"{share} {before.name}", mention=phrase.mention, plural=True)
                return self._links(before, said)
        return self._found(found, phrase, said)

    def _found(self, found: Spoken | Figure | None, phrase: Phrase, said: Said) -> Reached:
        if found is None:
            name = self.layout.slice(phrase.mention[0])
            kind = "participant_statement"
            return (Link(name, "group", kind, UNRESOLVED, "none", phrase.mention, resolved=False),), None
        if isinstance(found, Spoken):
            links = (*found.links[:-1], found.links[-1].at(*phrase.mention)) if found.links else ()
            reason = reason_given(phrase, self.layout) if links and phrase.form == "description" else None
            if reason is not None and links[-1].kind in ANONYMOUS_KINDS:
                links = (*links[:-1], replace(links[-1], facts={**links[-1].facts, "anonymity_reason": reason}))
            if len(links) == 1 and found.figure is not None:
                links = (self._of_figure(found.figure, said).at(*links[0].mention),)
            return links, found.figure
        return (self._of_figure(found, said).at(*phrase.mention),), found

    def _by_name(self, phrase: Phrase, said: Said) -> Reached:
        """Whoever bears a name; two persons joined by "and" are one link, each with the full name."""
        if phrase.form == "person" and phrase.plural:
            figures = [self.discourse.figure(name, said.word) for name in phrase.name.split(" and ")]
            full = [each.name if each else name for each, name in zip(figures, phrase.name.split(" and "), strict=True)]
            offices = [office for each in figures if each for office in each.offices]
            both = Figure(" and ".join(full), "person", "", offices)
            return (self._named(replace(phrase, name=both.name), both, said),), both
        figure = self.discourse.figure(phrase.name, said.word, phrase.gender)
        return (self._named(phrase, figure, said),), figure

    def _named(self, phrase: Phrase, figure: Figure | None, said: Said) -> Link:
        if figure is None:
            figure = Figure(phrase.name, "person" if phrase.form == "person" else "body")
        offices = list(figure.offices)
        if phrase.office and (phrase.office, phrase.office_span[0]) not in offices:
            offices.insert(0, (phrase.office, phrase.office_span[0]))
        return self._of_figure(replace(figure, offices=offices), said).at(*phrase.mention)

    def _of_figure(self, figure: Figure, said: Said) -> Link:
        if figure.sort == "outlet":
            kind, rule = kind_of_outlet(figure.name, ())
            return Link(figure.name, "outlet", kind, rule, "named")
        if figure.sort in ("body", "place", "platform"):
            kind, rule = kind_of_body(figure.name, counts=_counts(said.content))
            return Link(figure.name, "body", kind, rule, "named")
        offices = [text for text, _ in figure.offices]
        kind, rule = kind_of_person(offices, official=self._official_business(said))
        position = any(role_in(text) or text.lower().startswith(("a ", "an ", "the ")) for text in offices)
        named = "named_with_position" if position else "named"
        return Link(figure.name, "person", kind, rule, named, (), facts_of_person(figure.offices))

    def _official_business(self, said: Said) -> bool:
        """Whether a lawmaker speaks of the office's work; where somebody runs for office only such words tell."""
        return not self.campaign or bool(set(said.content) & _LEGISLATION)

    def _described(self, phrase: Phrase) -> Link:
        kind, rule = kind_of_description(phrase)
        facts = facts_of_description(phrase, kind, self.layout)
        named = identification_of_description(phrase)
        owned = bool(set(phrase.modifiers[:1]) & _OWNED)
        open_ = phrase.definite and not phrase.plural and named != "named" and not owned
        return Link(phrase.name, "group", kind, rule, named, phrase.mention, facts, resolved=not open_)

    def _outlet(self, phrase: Phrase, said: Said) -> Reached:
        figure = self.discourse.descriptions.outlet_called(phrase, said.word) or self.cast.named(phrase.name)
        name = figure.name if figure is not None and figure.sort == "outlet" else phrase.name
        kind, rule = kind_of_outlet(name, phrase.modifiers)
        if said.cue_class in (INTENTION, ACT) and kind in RELAYS:
            kind, rule = "participant_statement", "outlet_as_a_party"
        named = "group" if phrase.head != "outlet" and figure is None else "named"
        link = Link(name, "outlet", kind, rule, named, phrase.mention, facts_of_outlet(phrase, kind, self.layout))
        behind = [each for part in phrase.behind for each in self._links(part, said)[0]]
        return (link, *behind), figure

    def _document(self, phrase: Phrase, said: Said) -> tuple[Link, ...]:
        kind, rule = kind_of_document(phrase, said.content)
        outlets, authors, deeper = self._around_a_document(phrase, said, kind)
        earlier = self.discourse.memory.document(phrase.head) if phrase.definite or phrase.partitive else None
        if earlier is not None and not authors and not outlets:
            return self._again(phrase, earlier)
        inside = any(by in ("in", "by", "'s") for by in phrase.behind_by)
        if outlets and inside and kind in _NEWS_PIECES:
            self.discourse.memory.remember_document(said.word, (*outlets, *deeper), phrase.head)
            return (*outlets, *deeper)
        if phrase.definite and not phrase.behind and kind in ("dataset_or_imagery", "court_record"):
            authors = self._maker(kind, said)
        if kind == "dataset_or_imagery":
            authors = [
                replace(link, kind=kind, rule="maker_of_the_data") if link.sort in ("body", "outlet") else link
                for link in authors
            ]
        named = any(link.identification in _NAMED and link.sort != "person" for link in authors) and phrase.behind
        facts = facts_of_document(phrase, kind, self.layout)
        open_ = phrase.definite and not phrase.behind and not authors
        document = Link(
            phrase.name, "document", kind, rule, "named" if named else "bare", phrase.mention, facts, resolved=not open_
        )
        return (*outlets, document, *authors, *deeper)

    def _around_a_document(self, phrase: Phrase, said: Said, kind: str) -> tuple[list[Link], list[Link], list[Link]]:
        """Who passed a document on, who made it, and what it is itself based on."""
        outlets: list[Link] = []
        authors: list[Link] = []
        deeper: list[Link] = []
        for part, by in zip(phrase.behind, phrase.behind_by, strict=True):
            links, _ = self._links(part, said)
            if by == "based on" and links:
                deeper += [replace(links[0], taken="relies_on_primary"), *links[1:]]
            elif part.form == "outlet" and kind in _NEWS_PIECES:
                outlets += links
            elif by in ("passed on", "seen by"):
                outlets += [link for link in links if link.sort == "outlet" or by == "passed on"]
            elif by != "in":
                authors += links
        return outlets, authors, deeper

    def _maker(self, kind: str, said: Said) -> list[Link]:
        """Whose "the data" or "the ruling" is: the body, or the court, that spoke last."""
        last = self.discourse.memory.last()
        if last is None or not last.links or self.discourse.memory.paragraphs_back(last, said.word) > 1:
            return []
        maker = last.links[-1]
        court = maker.kind == "court_record" and maker.sort != "document"
        return [maker] if (court if kind == "court_record" else maker.sort == "body") else []

    def _again(self, phrase: Phrase, earlier: Spoken) -> tuple[Link, ...]:
        """A document that was named before, with everybody through whom it came."""
        links = list(earlier.links)
        at = earlier.document
        if at < len(links):
            one = phrase.partitive and self.layout.lower[phrase.words[0]] == "one"
            name = links[at].name
            if one and links[at].sort == "document" and not name.startswith("one of"):
                name = f"one of the {name}"
            links[at] = replace(links[at].at(*phrase.mention), name=name)
        return tuple(replace(link, taken="") for link in links)


_SPEAKERS = listed("i me my we us our you your")
"""Inside a quotation these mean whoever speaks there, or is spoken to: nobody further back."""

_RELATIVE = listed("who which that whom whose")
_OWNED = listed("his her its their my our whose")
_NEWS_PIECES = listed("secondhand_media official_document anonymous_unspecified")
_NAMED = listed("named named_with_position")
_RESPONDENTS = listed("voters respondents adults")
_LEGISLATION = listed(
    "bill bills legislation law laws veto override amendment resolution budget committee hearing senate congress house "
    "court judge investigation nomination treaty sanctions"
)
_COUNT_REACH = 4


def _in_full(outlet: str) -> str:
    """An outlet's name in lower case, without an article, in full where it is one of those that desks shorten."""
    plain = plain_name(outlet).replace("-", " ")
    return SHORT_NAMES.get(plain, plain)


def _counts(content: tuple[str, ...]) -> bool:
    """Whether a content is about a number that somebody counted."""
    head = content[:_COUNT_REACH]
    return "percent" in head or any(word[:1].isdigit() and "," in word for word in head)
