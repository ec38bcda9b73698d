"""Through whom did an attributed content come? Reads each attribution, those inside others included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sayso.extract.chains.cast import Cast
from sayso.extract.chains.cue_class import CLAIMS, class_of
from sayso.extract.chains.dateline import agency_of
from sayso.extract.chains.kinds import RELAYS, kind_of_document
from sayso.extract.chains.layout import Layout
from sayso.extract.chains.lexicon import listed
from sayso.extract.chains.lexicon.cues import ACT, DOCUMENT, EVALUATION, EVIDENCE, IMPRESSION, INTENTION, SPEECH
from sayso.extract.chains.link import Link, Publication
from sayso.extract.chains.nesting import parents_of
from sayso.extract.chains.own_reporting import told_before
from sayso.extract.chains.phrase import NOBODY, Phrase
from sayso.extract.chains.phrase_reader import read_phrase
from sayso.extract.chains.sources import UNRESOLVED, Said, Sources
from sayso.extract.chains.statements import type_of, wording
from sayso.extract.relation import Relation, Span


@dataclass(frozen=True, slots=True)
class Trace:
    """One attribution understood: ``links`` nearest first, without the outlet being read.

    ``alone`` is the kind of that outlet where it is itself the witness or the analyst; ``own`` says where it cites its
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
    tracer = _Tracer(layout, Sources(layout, cast, publication.outlet or ""))
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
    agency = agency_of(layout, publication.outlet or "")
    return [_by_way_of(agency, done[at]) for at in range(len(relations))]


def trustworthy(trace: Trace) -> bool:
    """Whether an attribution found inside a content is worth a claim: it asserts, and neither "they" nor "the data",
    left open, is all that it names.
    """
    if trace.cue_class not in CLAIMS:
        return False
    last = trace.links[-1] if trace.links else None
    return last is None or last.resolved or (trace.cue_class != EVIDENCE and last.rule != UNRESOLVED)


class _Tracer:
    """Reads attributions one after another, in the order of the text."""

    def __init__(self, layout: Layout, sources: Sources) -> None:
        self.layout = layout
        self.sources = sources

    def trace(self, relation: Relation, up: int | None, parent: Trace | None) -> Trace:
        said = self._said(relation, nested=parent is not None)
        before = parent.links if parent is not None and parent.cue_class in CLAIMS else ()
        links, alone, own = self._origin(relation, said, before, nested=parent is not None)
        kind = alone or _speaking_kind(links)
        tags = [self.layout.tokens[at].tag for at in self.layout.words_of(relation.content)]
        statement_type = type_of(wording(said.content, tags), said.cue, said.cue_class, kind)
        return Trace(relation, said.cue_class, links, statement_type, up, alone, own)

    def _said(self, relation: Relation, *, nested: bool) -> Said:
        layout = self.layout
        source, cue = layout.words_of(relation.source), layout.words_of(relation.cue)
        content = tuple(layout.lower[at] for at in layout.words_of(relation.content))
        words = tuple(layout.lower[at] for at in cue)
        size = sum(end - start for start, end in relation.content) or 1
        quoted = not nested and sum(layout.quoted_length(span) for span in relation.content) * 2 >= size
        phrase = read_phrase(layout, source) if source else NOBODY
        reduced = bool(cue) and self._reduced(cue[0], source)
        cue_class = class_of(words, content, quoted=quoted, source=bool(source), reduced=reduced)
        if cue_class == SPEECH and phrase.form == "document":
            cue_class = DOCUMENT
        word = (source or cue or [0])[0]
        said = [at for at in layout.words_of(relation.content) if at < word]
        same = bool(said) and layout.sentence_of(said[-1]) == layout.sentence_of(word)
        before = (said[0], said[-1] + 1) if same else (0, 0)
        return Said(phrase, word, words, tuple(cue), content, cue_class, before)

    def _reduced(self, cue: int, source: list[int]) -> bool:
        """Whether the cue is a participle after its noun (", called ..."), not a verb after an apposition."""
        commas = sum(self.layout.lower[at] == "," for at in source[:-1])
        return (
            cue > 0 and self.layout.lower[cue - 1] == "," and not commas and self.layout.tokens[cue].tag in ("VBN", "")
        )

    def _origin(
        self, relation: Relation, said: Said, before: tuple[Link, ...], *, nested: bool
    ) -> tuple[tuple[Link, ...], str, tuple[Span, ...]]:
        """The links, the kind of the outlet where it stands alone, and where it cites its own earlier piece."""
        respondents = self.sources.respondents(said)
        if respondents is not None:
            return before or respondents, "", ()
        alone = "" if nested else self._alone(said)
        if alone:
            return (), alone, ()
        if said.phrase.form == "none":
            nobody = Link("", "nobody", "unattributed_assertion", "no_source_named", "none")
            return ((*before, nobody) if not before or said.cue_class != IMPRESSION else before), "", ()
        own = () if nested else told_before(self.layout, relation, said.cue_words)
        if self.sources.is_publisher(said.phrase) and not nested:
            if said.phrase.form == "pronoun" and not own:
                return (), "author_inference", ()
            words = sorted({*said.phrase.words, *said.cue_words})
            return (), "", own or (self.layout.span_of(words),)
        own = own or self.sources.own_again(said.phrase)
        links = self.sources.links_of(relation, said, nested=nested, own=own)
        return (_behind(before, links) if before else links), "", own

    def _alone(self, said: Said) -> str:
        """The outlet's own kind where the writer concludes it, whatever is named as the source."""
        phrase = said.phrase
        if said.cue_class == IMPRESSION:
            return "author_inference"
        if phrase.form == "pronoun" and phrase.head in ("this", "that", "it") and len(phrase.words) == 1:
            open_ = phrase.head != "it" or self.sources.discourse.pronouns.resolve("it", said.word) is None
            if self._opens(phrase) and open_ and (phrase.head != "it" or said.cue_class == EVIDENCE):
                return "author_inference"
            return ""
        if phrase.form == "pronoun" and phrase.head == "i":
            return "" if self.layout.quoted(self.layout.tokens[said.word].start) else "author_inference"
        if phrase.form == "document" and phrase.behind and self.sources.is_publisher(phrase.behind[0]):
            kind, _ = kind_of_document(phrase, ())
            return kind if kind == "dataset_or_imagery" else "author_inference"
        if phrase.form == "none" and said.cue and said.cue[0] in _SHOWING:
            return "author_inference"
        return "author_inference" if self._hypothetical(said) else ""

    def _opens(self, phrase: Phrase) -> bool:
        """Whether "this" opens its sentence, so that it points back at what was said and not at somebody."""
        word = phrase.words[0]
        return self.layout.sentence_words(self.layout.sentence_of(word)).start == word

    def _hypothetical(self, said: Said) -> bool:
        """Whether an act is only imagined: "could decline", "should the court strike it down"."""
        if said.cue_class not in (ACT, INTENTION, EVALUATION) or not said.cue_words:
            return False
        if set(said.cue) & _IMAGINED:
            return "expected" not in said.cue
        at = said.cue_words[0]
        if self.layout.tokens[at].tag not in ("VB", "VBP"):
            return False
        first = max(self.layout.sentence_words(self.layout.sentence_of(at)).start, at - _CLAUSE)
        return any(self.layout.lower[each] in _IMAGINED | {"should"} for each in range(first, at))


_RULINGS = listed("ruling rulings judgment verdict opinion decision order")
_SHOWING = listed("shows show sends means suggests reveals proves demonstrates")
_IMAGINED = listed("could would might")
_CLAUSE = 10
_HEAD = 25


def _first(relation: Relation) -> int:
    starts = [start for spans in (relation.source, relation.cue, relation.content) for start, _ in spans]
    return min(starts, default=0)


def _speaking_kind(links: tuple[Link, ...]) -> str:
    """The kind of the root as far as the type of a statement goes: a court judges, a paper filed in court may not."""
    if any(link.rule in ("judge", "court") or (link.rule == "court_paper" and _rules(link.name)) for link in links):
        return "court_record"
    if links and links[-1].rule == "court_paper":
        return "court_paper"
    return links[-1].kind if links else "secondhand_media"


def _rules(name: str) -> bool:
    return bool(set(name.lower().split()) & _RULINGS)


def _by_way_of(agency: Link | None, trace: Trace) -> Trace:
    """In agency copy everything came to the outlet through the agency."""
    if agency is None or trace.alone or (trace.links and trace.links[0].name == agency.name):
        return trace
    return replace(trace, links=(agency, *trace.links))


def _behind(before: tuple[Link, ...], links: tuple[Link, ...]) -> tuple[Link, ...]:
    """What stands inside another's words came through them; nobody is passed through twice in a row."""
    if links[: len(before)] == before:
        return links
    last = before[-1].name
    if len(links) > 1 and links[-1].name == last:
        return (*before[:-1], *links)
    while links and links[0].name == last:
        links = links[1:]
    return (*before, *links)


def _through(outer: Trace, inner: Trace) -> Trace:
    """An outlet that only passes on what a speaker in its own words says: the speaker is the next link."""
    if not outer.links or outer.links[-1].kind not in RELAYS or len(inner.links) <= len(outer.links):
        return outer
    start = outer.relation.content[0][0] if outer.relation.content else 0
    begins = min((span[0] for span in inner.relation.source), default=start + _HEAD + 1)
    if begins - start > _HEAD or inner.cue_class not in (SPEECH, DOCUMENT, EVIDENCE) or not trustworthy(inner):
        return outer
    return replace(outer, links=inner.links)
