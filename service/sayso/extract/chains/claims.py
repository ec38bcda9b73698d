"""What does a claim look like once its attribution is understood, and what does its wording show?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sayso.extract.chains.author_voice import Voice
from sayso.extract.chains.cast import Cast
from sayso.extract.chains.dateline import agency_of
from sayso.extract.chains.dates import day_in
from sayso.extract.chains.hedging import hedges_in, likelihood_in
from sayso.extract.chains.kinds import RELAYS
from sayso.extract.chains.layout import Layout
from sayso.extract.chains.link import Found, Link, Publication
from sayso.extract.chains.link_facts import verification_in
from sayso.extract.chains.specifics import specifics_of
from sayso.extract.chains.statements import author_type, content_of, wording
from sayso.extract.chains.trace import Trace
from sayso.extract.chains.writing import (
    Claim,
    Facts,
    claim_text,
    content_spans,
    joined,
    link_facts,
    outlet_fields,
    pairs,
)
from sayso.extract.relation import Span

NOBODY = Link("", "nobody", "unattributed_assertion", "no_source_named", "none")


class Writer:
    """Writes claims down in the vocabulary's field names."""

    def __init__(self, layout: Layout, cast: Cast, publication: Publication) -> None:
        self.layout = layout
        self.cast = cast
        self.publication = publication
        self.agency = agency_of(layout, publication.outlet or "")

    def attributed(self, trace: Trace) -> Claim | None:
        """The claim of an attribution, or None where its content holds no word."""
        spans = content_spans(self.layout, trace.relation.content)
        text = claim_text(self.layout, self._sentence(trace, spans))
        if not text:
            return None
        facts, found = self._claim(text, spans)
        cue = joined((*trace.relation.source, *trace.relation.cue, *trace.own), self.layout)
        kind = _retold(trace)
        facts.put("statement_type", kind, "statement_type_by_wording", spans)
        self._content(facts, kind, spans)
        self._hedges(facts, spans, (*trace.relation.source, *trace.relation.cue))
        if trace.alone:
            facts.put("separation", "inferable", "writer_concludes", cue)
        else:
            nobody = any(link.sort == "nobody" for link in trace.links)
            distance = "absent" if nobody else self._distance(cue, spans)
            facts.put("attribution_distance", distance, "place_of_the_cue", cue)
        chain = self._chain(trace, spans, cue, found)
        return self._finished(facts, found, chain, cue)

    def _sentence(self, trace: Trace, spans: list[Span]) -> list[Span]:
        """What is claimed in words: the content, with its source and cue where it is no clause ("called it a lie")."""
        tags = self._tags(spans)
        content = wording(self._words(spans), tags)
        quoted = sum(self.layout.quoted_length(span) for span in spans) * 2 >= sum(end - start for start, end in spans)
        if quoted or content.verb < len(content.words) or not any(tags):
            return spans
        return joined((*trace.relation.source, *trace.relation.cue, *spans), self.layout)

    def author(self, voice: Voice) -> Claim | None:
        """A claim in the author's own voice: nobody is credited, or the writer concludes it."""
        spans = [voice.span]
        text = claim_text(self.layout, spans)
        if not text:
            return None
        facts, found = self._claim(text, spans)
        kind = author_type(wording(self._words(spans), self._tags(spans)), inference=voice.inference)
        facts.put("statement_type", kind, "statement_type_by_wording", spans)
        self._content(facts, kind, spans)
        self._hedges(facts, spans, ())
        if voice.inference:
            facts.put("separation", "inferable", "writer_concludes", voice.cue or spans)
            chain = [self._alone("author_inference", found)]
        else:
            facts.put("attribution_distance", "absent", "no_source_named", spans)
            unchecked = Found("not_stated", "says_nothing_of_a_check")
            outlet = outlet_fields(
                *self._outlet("secondhand_media"), {"publisher_verification": unchecked}, _AT.format(0), found
            )
            further = [NOBODY] if self.agency is None else [self.agency, NOBODY]
            chain = [outlet, *(link_facts(link, _AT.format(at), found) for at, link in enumerate(further, 1))]
        return self._finished(facts, found, chain, voice.cue)

    def _claim(self, text: str, spans: Sequence[Span]) -> tuple[Facts, dict[str, Any]]:
        found: dict[str, Any] = {}
        facts = Facts("", found)
        facts.fields["text"] = text
        facts.fields["spans"] = pairs(spans)
        facts.put("specifics", specifics_of(self.layout, self.cast, spans), "particulars_in_the_claim", spans)
        return facts, found

    def _content(self, facts: Facts, statement_type: str, spans: Sequence[Span]) -> None:
        facts.put("content", content_of(statement_type, self._words(spans)), "content_by_wording", spans)

    def _hedges(self, facts: Facts, spans: Sequence[Span], around: Sequence[Span]) -> None:
        found = (*hedges_in(self.layout, spans), *hedges_in(self.layout, around))
        kept = [hedge for hedge in found if not hedge.distancing][:_MOST_HEDGES]
        hedges = [
            {
                "term": hedge.term.lower(),
                "place": "inner" if self.layout.quoted(hedge.span[0]) else "outer",
                "span": [list(hedge.span)],
            }
            for hedge in kept
        ]
        facts.put("hedges", hedges, "hedge_lexicon", [hedge.span for hedge in kept])
        likelihood = likelihood_in(self.layout, spans)
        if likelihood is not None:
            facts.put("likelihood", {"term": likelihood.term.lower()}, "likelihood_word", (likelihood.span,))

    def _chain(self, trace: Trace, spans: Sequence[Span], cue: Sequence[Span], found: dict[str, Any]) -> list[Claim]:
        if trace.alone and not trace.links:
            return [self._alone(trace.alone, found)]
        links = trace.links[:_MOST_LINKS]
        extra: dict[str, Found] = {}
        size = sum(end - start for start, end in trace.relation.content) or 1
        quoted = sum(self.layout.quoted_length(span) for span in trace.relation.content) * 3 >= size * 2
        taken = Found("quotes" if quoted else "paraphrases", "quotation_marks", tuple(spans))
        nobody = all(link.sort == "nobody" for link in links)
        if not nobody and (len(links) < 2 or not quoted or trace.own):
            extra["relation"] = taken if not (quoted and trace.own) else taken._replace(value="paraphrases")
        elif not nobody:
            extra["relation"] = taken
        if not trace.own:
            value, rule = verification_in(self._around(cue, spans), self.publication.outlet or "")
            extra["publisher_verification"] = Found(value, rule, tuple(cue) if value != "not_stated" else ())
        kind = trace.alone or ("prior_own_reporting" if trace.own else "secondhand_media")
        chain = [outlet_fields(*self._outlet(kind), extra, _AT.format(0), found)]
        if trace.own:
            chain[0]["mention"] = pairs(trace.own)
        for at, link in enumerate(links, 1):
            written = link_facts(link, _AT.format(at), found)
            following = links[at] if at < len(links) else None
            if following is not None and following.taken:
                Facts(_AT.format(at), found, written).put("relation", following.taken, "based_on", following.mention)
            elif following is not None and trace.own:
                Facts(_AT.format(at), found, written).put("relation", taken.value, taken.rule, taken.spans)
            if following is not None and link.kind in RELAYS:
                unchecked = ("publisher_verification", "not_stated", "says_nothing_of_a_check")
                Facts(_AT.format(at), found, written).put(*unchecked)
            chain.append(written)
        self._dated(chain, cue, found)
        self._observed(chain, spans, found)
        return chain

    def _dated(self, chain: list[Claim], cue: Sequence[Span], found: dict[str, Any]) -> None:
        """The day on which the root said it, where the words beside the cue give a full date."""
        if len(chain) < 2 or not cue or "source" not in chain[-1]:
            return
        words = self.layout.words_of(cue)
        if not words:
            return
        stop = min(words[-1] + _BESIDE, len(self.layout.tokens) - 1)
        inside = (cue[-1][0], self.layout.tokens[stop].end)
        sentence = self.layout.sentence_words(self.layout.sentence_of(words[-1]))
        if sentence:
            inside = (inside[0], min(inside[1], self.layout.tokens[sentence[-1]].end))
        day = day_in(self.layout.text, inside, self.publication.date)
        if day is not None:
            Facts(_AT.format(len(chain) - 1), found, chain[-1]).put(
                "reported_at", day.iso, "day_beside_the_cue", (day.span,)
            )

    def _observed(self, chain: list[Claim], spans: Sequence[Span], found: dict[str, Any]) -> None:
        """The day of the event, where somebody who saw it is the root and the claim gives a full date."""
        if chain[-1].get("kind") not in _SEERS:
            return
        days = (day_in(self.layout.text, span, self.publication.date) for span in spans)
        day = next((day for day in days if day is not None), None)
        if day is not None:
            Facts(_AT.format(len(chain) - 1), found, chain[-1]).put(
                "observed_at", day.iso, "day_in_the_claim", (day.span,)
            )

    def _alone(self, kind: str, found: dict[str, Any]) -> Claim:
        """The outlet as its own root: the writer's conclusion, or what the outlet measured or saw."""
        facts = Facts(_AT.format(0), found, outlet_fields(*self._outlet(kind), {}, _AT.format(0), found))
        if self.publication.outlet:
            facts.put("identification", "named", "given_with_the_document")
        if kind == "author_inference":
            facts.put("access", "inferred", "writer_concludes")
        return facts.fields

    def _outlet(self, kind: str) -> tuple[str | None, str, str | None]:
        return self.publication.outlet, kind, self.publication.date

    def _finished(self, facts: Facts, found: dict[str, Any], chain: list[Claim], cue: Sequence[Span]) -> Claim:
        attribution: Claim = {"chain": chain}
        if cue:
            attribution["cue"] = pairs(cue)
        return {**facts.fields, "attributions": [attribution], "found": found}

    def _distance(self, cue: Sequence[Span], spans: Sequence[Span]) -> str:
        cues, words = self.layout.words_of(cue), self.layout.words_of(spans)
        if not cues or not words:
            return "elsewhere"
        if {self.layout.sentence_of(at) for at in cues} & {self.layout.sentence_of(at) for at in (words[0], words[-1])}:
            return "same_sentence"
        paragraphs = {self.layout.paragraph_of(at) for at in cues}
        return (
            "same_paragraph"
            if paragraphs & {self.layout.paragraph_of(at) for at in (words[0], words[-1])}
            else "elsewhere"
        )

    def _around(self, cue: Sequence[Span], spans: Sequence[Span]) -> str:
        """The sentence of the cue and the one after it, where an outlet says what it checked."""
        words = self.layout.words_of(cue) or self.layout.words_of(spans)
        if not words:
            return ""
        sentence = self.layout.sentence_of(words[0])
        reach = [at for step in (sentence, sentence + 1) for at in self.layout.sentence_words(step)[:_AROUND]]
        if not reach:
            return ""
        start, end = self.layout.span_of(reach)
        inside = [span for span in spans if span[0] < end and span[1] > start]
        text = self.layout.text[start:end]
        for first, last in inside:
            text = text.replace(self.layout.text[max(first, start) : min(last, end)], " ")
        return text

    def _tags(self, spans: Sequence[Span]) -> list[str]:
        return [self.layout.tokens[at].tag for at in self.layout.words_of(spans)]

    def _words(self, spans: Sequence[Span]) -> list[str]:
        return [self.layout.lower[at] for at in self.layout.words_of(spans)]


def _retold(trace: Trace) -> str:
    """What a source tells is an observation only where the source itself recorded it; else it is what somebody said."""
    if trace.statement_type != "observation":
        return trace.statement_type
    root = trace.alone or (trace.links[-1].kind if trace.links else "")
    return "observation" if root in ("direct_observation", "eyewitness", "dataset_or_imagery") else "report_of_speech"


_SEERS = frozenset({"eyewitness", "direct_observation"})
_AT = "/attributions/0/chain/{}"
_MOST_HEDGES, _MOST_LINKS, _BESIDE, _AROUND = 200, 11, 6, 200
