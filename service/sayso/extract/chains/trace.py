"""Through whom did an attributed content come? Reads the links of each attribution, those inside others included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sayso.extract.chains.cast import Cast, Figure, plain_name
from sayso.extract.chains.cue_class import class_of
from sayso.extract.chains.discourse import Discourse, Spoken
from sayso.extract.chains.kinds import (
    identification_of_description,
    kind_of_body,
    kind_of_description,
    kind_of_document,
    kind_of_outlet,
    kind_of_person,
)
from sayso.extract.chains.layout import Layout
from sayso.extract.chains.lexicon import listed
from sayso.extract.chains.lexicon.cues import ACT, IMPRESSION, INTENTION, SPEECH, lemma
from sayso.extract.chains.lexicon.outlets import SHORT_FORMS
from sayso.extract.chains.link import Link, Publication
from sayso.extract.chains.link_facts import facts_of_description, facts_of_document, facts_of_outlet, facts_of_person
from sayso.extract.chains.names import role_in, role_of_word
from sayso.extract.chains.nesting import parents_of
from sayso.extract.chains.phrase import NOBODY, Phrase, read_phrase
from sayso.extract.chains.statements import type_of
from sayso.extract.chains.venue import venue_of
from sayso.extract.relation import Relation, Span

RELAYS = listed("wire_service secondhand_media prior_own_reporting state_media aligned_media")


@dataclass(frozen=True, slots=True)
class Trace:
    """One attribution understood: ``links`` nearest first, without the outlet being read.

    ``alone`` is the kind of that outlet where it is itself the witness or the analyst; ``own`` says that it cites its
    own earlier piece; ``parent`` is the place of the attribution that this one stands inside of.
    """

    relation: Relation
    cue_class: str
    links: tuple[Link, ...]
    statement_type: str
    parent: int | None = None
    alone: str = ""
    own: tuple[Span, ...] = ()


def trace_all(layout: Layout, cast: Cast, relations: Sequence[Relation], publication: Publication) -> list[Trace]:
    """One trace for each relation, in the order given; each is read after those that stand before and around it."""
    tracer = _Tracer(layout, cast, publication)
    parents = parents_of(relations)
    order = sorted(range(len(relations)), key=lambda at: _first(relations[at]))
    done: dict[int, Trace] = {}
    for at in order:
        waiting = [at]
        while (up := parents[waiting[-1]]) is not None and up not in done:
            waiting.append(up)
        for each in reversed(waiting):
            if each not in done:
                up = parents[each]
                done[each] = tracer.trace(relations[each], up, done[up] if up is not None else None)
    for at in order:
        up = parents[at]
        if up is not None:
            done[up] = _through(done[up], done[at])
    return [done[at] for at in range(len(relations))]


class _Tracer:
    """Reads attributions one after another, remembering who has spoken."""

    def __init__(self, layout: Layout, cast: Cast, publication: Publication) -> None:
        self.layout = layout
        self.cast = cast
        self.discourse = Discourse(layout, cast)
        self.publisher = plain_name(publication.outlet or "")
        self.passage: Link | None = None
        self.interviewed: set[int] = set()

    def trace(self, relation: Relation, up: int | None, parent: Trace | None) -> Trace:
        layout = self.layout
        source, cue = layout.words_of(relation.source), layout.words_of(relation.cue)
        content = [layout.lower[at] for at in layout.words_of(relation.content)]
        cue_words = [layout.lower[at] for at in cue]
        size = sum(end - start for start, end in relation.content) or 1
        quoted = sum(layout.quoted_length(span) for span in relation.content) * 2 >= size
        phrase = read_phrase(layout, source) if source else NOBODY
        cue_class = class_of(cue_words, content, quoted=quoted, source=bool(source))
        word = (source or cue or [0])[0]
        before = parent.links if parent is not None else ()

        alone = self._alone(phrase, cue_class, cue_words, word, parent)
        if alone:
            kind = self._own_kind(phrase, alone)
            return Trace(relation, cue_class, before, self._type(content, cue_words, cue_class, kind), up, kind)
        if phrase.form == "none":
            nobody = Link("", "nobody", "unattributed_assertion", "no_source_named", "none")
            links: tuple[Link, ...] = (nobody,) if not before or cue_class != IMPRESSION else ()
            return Trace(
                relation, cue_class, (*before, *links), self._type(content, cue_words, cue_class, nobody.kind), up
            )
        own = () if parent is not None else self._own(relation, cue or source)
        if self._is_publisher(phrase) and parent is None:
            own = own or (layout.span_of(sorted({*source, *cue})),)
            return Trace(
                relation, cue_class, (), self._type(content, cue_words, cue_class, "secondhand_media"), up, "", own
            )

        own = own or self._again_own(phrase)
        links = self._with_venue(
            phrase, word, relation, content, cue_words, cue_class, nested=parent is not None, own=own
        )
        if before and links[: len(before)] != before:
            known = {link.name for link in before}
            links = (
                *before,
                *(link for link in links if link.name not in known or (link.name == before[0].name and False)),
            ) or before
            links = links if len(links) > len(before) else before
        kind = links[-1].kind if links else ""
        return Trace(relation, cue_class, links, self._type(content, cue_words, cue_class, kind), up, "", own)

    def _own(self, relation: Relation, cue: list[int]) -> tuple[Span, ...]:
        """Where the sentence says, outside the content, that the outlet being read has told it before: "we noted"."""
        if not cue:
            return ()
        content = relation.content
        words = [
            at
            for at in self.layout.sentence_words(self.layout.sentence_of(cue[0]))
            if not any(start <= self.layout.tokens[at].start < end for start, end in content)
        ][:_OWN_REACH]
        for n, at in enumerate(words):
            if self.layout.lower[at] != "we" or self.layout.quoted(self.layout.tokens[at].start):
                continue
            for step, verb in enumerate(words[n + 1 : n + 4], n + 1):
                if lemma(self.layout.lower[verb]) in _TOLD_BEFORE:
                    return (self.layout.span_of([at, self._where_told(words, step)]),)
        return ()

    def _where_told(self, words: list[int], verb: int) -> int:
        """The last word of "noted at the Herald", or the verb itself."""
        lower = [self.layout.lower[at] for at in words[verb + 1 : verb + 7]]
        if lower[:1] and lower[0] in ("at", "in", "on"):
            for step, word in enumerate(lower):
                if word in ("that", ",", "."):
                    return words[verb + step]
        return words[verb]

    def _again_own(self, phrase: Phrase) -> tuple[Span, ...]:
        if phrase.form != "document" or not (phrase.definite or phrase.partitive) or phrase.behind:
            return ()
        earlier = self.discourse.document(phrase.head)
        return earlier.own if earlier is not None else ()

    def _type(self, content: list[str], cue: list[str], cue_class: str, kind: str) -> str:
        return type_of(content, cue, cue_class, kind)

    def _alone(self, phrase: Phrase, cue_class: str, cue: list[str], word: int, parent: Trace | None) -> bool:
        """Whether the writer concludes it, whatever is named as the source."""
        if parent is not None:
            return False
        if cue_class == IMPRESSION:
            return True
        if phrase.form == "pronoun" and phrase.head == "i" and not self.layout.quoted(self.layout.tokens[word].start):
            return True
        if phrase.form == "document" and phrase.behind and self._is_publisher(phrase.behind[0]):
            return True
        return cue_class == ACT and bool(set(cue) & {"could", "would", "might"})

    def _own_kind(self, phrase: Phrase, alone: bool) -> str:
        if phrase.form == "document":
            kind, _ = kind_of_document(phrase, ())
            return kind if kind == "dataset_or_imagery" else "author_inference"
        return "author_inference" if alone else ""

    def _is_publisher(self, phrase: Phrase) -> bool:
        if phrase.form == "pronoun" and phrase.head == "we":
            return True
        name = plain_name(phrase.name)
        if not self.publisher or not name:
            return False
        short = name in SHORT_FORMS and name in self.publisher.split() and phrase.form in ("outlet", "body")
        return name == self.publisher or (short and self.discourse.outlet_called(phrase, phrase.words[0]) is None)

    def _with_venue(
        self,
        phrase: Phrase,
        word: int,
        relation: Relation,
        content: list[str],
        cue: list[str],
        cue_class: str,
        *,
        nested: bool,
        own: tuple[Span, ...],
    ) -> tuple[Link, ...]:
        """The speaker's links, with the document or outlet that it spoke in before them."""
        respondents = self._respondents(phrase, word)
        if respondents is not None:
            return respondents
        links, figure = self._links(phrase, word, content, cue_class)
        venue = () if nested else self._venue(phrase, word, relation, cue, cue_class, links, figure)
        if phrase.form != "pronoun" or phrase.head not in ("who", "which", "that"):
            head = phrase.head if phrase.form in ("description", "document") else ""
            self.discourse.remember(Spoken(word, links, head, phrase.plural, figure, venue, own=own))
        if venue and links and venue[-1].name != links[0].name:
            return (*venue, *links)
        return links

    def _venue(
        self,
        phrase: Phrase,
        word: int,
        relation: Relation,
        cue: list[str],
        cue_class: str,
        links: tuple[Link, ...],
        figure: Figure | None,
    ) -> tuple[Link, ...]:
        if phrase.form == "document" or (links and links[0].kind in RELAYS):
            if {"learned", "learnt"} & set(cue) and links and links[0].kind in RELAYS:
                self.passage = links[0]
            return ()
        found = venue_of(self.layout, relation)
        if found is not None:
            if found.phrase.form == "outlet" and self._is_publisher(found.phrase):
                self.interviewed.add(id(figure))
                return ()
            inner, _ = self._links(found.phrase, found.word, [], SPEECH)
            venue = inner[:1]
            if found.phrase.form == "document":
                self.discourse.remember_document(found.word, (*venue, *links), found.phrase.head)
            return venue
        last = self.discourse.last()
        if phrase.form == "description" and self.passage is not None and role_of_word(phrase.head) == "source":
            return (self.passage,)
        if (
            last is None
            or not last.venue
            or cue_class not in (SPEECH, "belief")
            or figure is None
            or last.figure is not figure
        ):
            return ()
        if self.discourse.paragraphs_back(last, word) > 1 or (
            last.venue[0].sort == "outlet" and id(figure) in self.interviewed
        ):
            return ()
        return last.venue

    def _respondents(self, phrase: Phrase, word: int) -> tuple[Link, ...] | None:
        """A share of those who were asked speaks through the poll."""
        if phrase.form not in ("description", "body") or not phrase.words:
            return None
        words = {self.layout.lower[at] for at in phrase.words}
        share = "percent" in words or "majority" in words or "%" in words or words & _RESPONDENTS
        data = self.discourse.latest_data(word) if share else None
        return data.links if data is not None else None

    def _links(
        self, phrase: Phrase, word: int, content: list[str], cue_class: str
    ) -> tuple[tuple[Link, ...], Figure | None]:
        """The links of a source phrase, nearest first, and the figure that it names."""
        match phrase.form:
            case "document":
                return self._document(phrase, word, content), None
            case "outlet":
                return self._outlet(phrase, word, content, cue_class)
            case "pronoun":
                return self._found(self.discourse.pronoun(phrase.head, word), phrase, content)
            case "person" | "body":
                figure = self.discourse.figure(phrase.name, word)
                return (self._named(phrase, figure, content),), figure
            case "description":
                found = self.discourse.description(phrase, word) if phrase.definite and not phrase.plural else None
                if found is not None:
                    return self._found(found, phrase, content)
                return (self._described(phrase),), None
            case _:
                return (), None

    def _found(
        self, found: Spoken | Figure | None, phrase: Phrase, content: list[str]
    ) -> tuple[tuple[Link, ...], Figure | None]:
        if found is None:
            kind, rule = ("participant_statement", "pronoun_unresolved")
            name = self.layout.slice(phrase.mention[0])
            return (Link(name, "group", kind, rule, "none", phrase.mention, resolved=False),), None
        if isinstance(found, Spoken):
            links = (*found.links[:-1], found.links[-1].at(*phrase.mention)) if found.links else ()
            if len(links) == 1 and found.figure is not None:
                links = (self._of_figure(found.figure, content).at(*links[0].mention),)
            return links, found.figure
        return (self._of_figure(found, content).at(*phrase.mention),), found

    def _named(self, phrase: Phrase, figure: Figure | None, content: list[str]) -> Link:
        if figure is None or phrase.plural:
            sort = "person" if phrase.form == "person" else "body"
            figure = Figure(phrase.name, sort)
        offices = list(figure.offices)
        if phrase.office and (phrase.office, phrase.office_span[0]) not in offices:
            offices.insert(0, (phrase.office, phrase.office_span[0]))
        return self._of_figure(replace(figure, offices=offices), content).at(*phrase.mention)

    def _of_figure(self, figure: Figure, content: list[str]) -> Link:
        if figure.sort == "outlet":
            kind, rule = kind_of_outlet(figure.name, ())
            return Link(figure.name, "outlet", kind, rule, "named")
        if figure.sort in ("body", "place", "platform"):
            kind, rule = kind_of_body(figure.name, counts=_counts(content))
            return Link(figure.name, "body", kind, rule, "named")
        offices = [text for text, _ in figure.offices]
        kind, rule = kind_of_person(offices, electoral=self._electoral(content))
        position = any(role_in(text) for text in offices)
        return Link(
            figure.name,
            "person",
            kind,
            rule,
            "named_with_position" if position else "named",
            (),
            facts_of_person(figure.offices),
        )

    def _described(self, phrase: Phrase) -> Link:
        kind, rule = kind_of_description(phrase)
        facts = facts_of_description(phrase, kind, self.layout)
        return Link(
            phrase.name,
            "group",
            kind,
            rule,
            identification_of_description(phrase),
            phrase.mention,
            facts,
            resolved=not (phrase.definite and not phrase.plural),
        )

    def _outlet(
        self, phrase: Phrase, word: int, content: list[str], cue_class: str
    ) -> tuple[tuple[Link, ...], Figure | None]:
        figure = self.discourse.outlet_called(phrase, word) or self.cast.named(phrase.name)
        name = figure.name if figure is not None and figure.sort == "outlet" else phrase.name
        kind, rule = kind_of_outlet(name, phrase.modifiers)
        if cue_class in (INTENTION, ACT) and kind in RELAYS:
            kind, rule = "participant_statement", "outlet_as_a_party"
        named = "group" if phrase.head != "outlet" and figure is None and not name[:1].isupper() else "named"
        link = Link(name, "outlet", kind, rule, named, phrase.mention, facts_of_outlet(phrase, kind, self.layout))
        behind = [each for part in phrase.behind for each in self._links(part, word, content, SPEECH)[0]]
        return (link, *behind), figure

    def _document(self, phrase: Phrase, word: int, content: list[str]) -> tuple[Link, ...]:
        kind, rule = kind_of_document(phrase, content)
        outlets: list[Link] = []
        authors: list[Link] = []
        deeper: list[Link] = []
        for part, by in zip(phrase.behind, phrase.behind_by, strict=True):
            links, _ = self._links(part, word, content, SPEECH)
            if by == "based on":
                deeper.extend((replace(links[0], taken="relies_on_primary"), *links[1:]) if links else ())
            elif part.form == "outlet" and kind in _NEWS_PIECES and by in ("in", "by", "'s", "passed on"):
                outlets.extend(links)
            elif by == "passed on":
                outlets.extend(
                    replace(link, kind="secondhand_media", rule="passed_it_on") if link.sort == "body" else link
                    for link in links
                )
            elif by != "in":
                authors.extend(links)
        earlier = self.discourse.document(phrase.head) if phrase.definite or phrase.partitive else None
        if earlier is not None and not authors and not outlets:
            return self._again(phrase, earlier)
        if outlets and kind in _NEWS_PIECES:
            self.discourse.remember_document(word, (*outlets, *deeper), phrase.head)
            return (*outlets, *deeper)
        named = "named" if any(link.identification in _NAMED and link.sort != "person" for link in authors) else "bare"
        facts = facts_of_document(phrase, kind, self.layout)
        document = Link(phrase.name, "document", kind, rule, named, phrase.mention, facts, resolved=not phrase.definite)
        if kind == "dataset_or_imagery":
            authors = [
                replace(link, kind=kind, rule="maker_of_the_data") if link.sort in ("body", "outlet") else link
                for link in authors
            ]
            last = self.discourse.last()
            if (
                phrase.definite
                and not authors
                and last is not None
                and last.figure is not None
                and last.figure.sort == "body"
            ):
                authors = [link for link in last.links if link.sort == "body"]
        return (*outlets, document, *authors, *deeper)

    def _again(self, phrase: Phrase, earlier: Spoken) -> tuple[Link, ...]:
        """A document that was named before, with everybody who stands around it."""
        links = list(earlier.links)
        at = earlier.document
        if at < len(links):
            one = (
                "one of the "
                if earlier.links[at].sort == "document"
                and phrase.partitive
                and phrase.words
                and self.layout.lower[phrase.words[0]] == "one"
                else ""
            )
            name = links[at].name if links[at].name.startswith(one) else one + links[at].name
            links[at] = replace(
                links[at].at(*phrase.mention), name=name if links[at].sort == "document" else links[at].name
            )
        return tuple(links)

    def _electoral(self, content: list[str]) -> bool:
        return bool(set(content) & _ELECTORAL) or any(
            role_in(text) == "candidate"
            for word in set(content)
            for figure in self.cast.of_surname(word)[:3]
            for text, _ in figure.offices[:10]
        )


_NEWS_PIECES = listed("secondhand_media official_document expert_analysis anonymous_unspecified")
_NAMED = frozenset({"named", "named_with_position"})
_RESPONDENTS = listed("voters respondents adults")
_ELECTORAL = listed("campaign campaigning candidate candidates nominee election ballot nomination primary gop")


def _counts(content: list[str]) -> bool:
    """Whether a content is about a number that somebody counted."""
    head = content[:_COUNT_REACH]
    return "percent" in head or any(word[:1].isdigit() and "," in word for word in head)


_COUNT_REACH = 12
_OWN_REACH = 120
_TOLD_BEFORE = listed("note report write say reveal mention publish disclose cover")


def _first(relation: Relation) -> int:
    return min(
        start for spans in (relation.source, relation.cue, relation.content) for start, _ in spans or ((1 << 60, 0),)
    )


def _through(outer: Trace, inner: Trace) -> Trace:
    """An outlet that only passes on what a speaker in its own words says: the speaker is the next link."""
    if not outer.links or outer.links[-1].kind not in RELAYS or len(inner.links) <= len(outer.links):
        return outer
    start = outer.relation.content[0][0] if outer.relation.content else 0
    begins = min((span[0] for span in inner.relation.source), default=start + _HEAD + 1)
    if begins - start > _HEAD or inner.cue_class not in (SPEECH, "evidence"):
        return outer
    return replace(outer, links=inner.links)


_HEAD = 25
