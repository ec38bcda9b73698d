"""How does a chain look in the annotation guidelines' form, so that it can be scored against chains made by hand?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sayso.extract.chains.cast import read_cast
from sayso.extract.chains.cue_class import CLAIMS
from sayso.extract.chains.hedging import Hedge, hedges_in
from sayso.extract.chains.kinds import RELAYS
from sayso.extract.chains.layout import Layout, lay_out
from sayso.extract.chains.link import Publication
from sayso.extract.chains.trace import Trace, trace_all
from sayso.extract.prose import Prose
from sayso.extract.relation import Relation


def chain_lines(prose: Prose, relations: Sequence[Relation], publication: Publication) -> list[dict[str, Any]]:
    """For each relation, in the order given: source, cue, content, chain, hedges, statement type, claim, root_stated.

    In that form the chain begins with the outlet, ``inner`` means inside the content, a verb such as "claims" is a
    hedge, and an adjective such as "potential" is none.
    """
    layout = lay_out(prose)
    traces = trace_all(layout, read_cast(layout), relations, publication)
    return [_line(layout, trace, publication) for trace in traces]


def _line(layout: Layout, trace: Trace, publication: Publication) -> dict[str, Any]:
    relation = trace.relation
    chain = [_publisher(trace, publication)]
    chain += [
        {
            "name": link.name,
            "kind": link.kind,
            "mention": list(link.mention[-1]) if link.mention else None,
            "identification": link.identification,
        }
        for link in trace.links
    ]
    inner = [_hedge(hedge, "inner") for hedge in hedges_in(layout, relation.content) if not hedge.attributive]
    around = hedges_in(layout, (*relation.source, *relation.cue))
    outer = [_hedge(hedge, "outer") for hedge in around if not hedge.attributive]
    last = trace.links[-1].kind if trace.links else "publisher"
    return {
        "source": [list(span) for span in relation.source],
        "source_text": " ".join(layout.slice(span) for span in relation.source),
        "cue": [list(span) for span in relation.cue],
        "content": [list(span) for span in relation.content],
        "claim": trace.cue_class in CLAIMS,
        "statement_type": trace.statement_type,
        "hedges": inner + outer,
        "chain": chain,
        "root_stated": last not in RELAYS | {"unattributed_assertion"},
    }


def _publisher(trace: Trace, publication: Publication) -> dict[str, Any]:
    kind = trace.alone or ("prior_own_reporting" if trace.own else "secondhand_media")
    return {"name": publication.outlet, "kind": kind, "mention": None, "identification": "named"}


def _hedge(hedge: Hedge, place: str) -> dict[str, Any]:
    return {"term": hedge.term, "span": list(hedge.span), "place": place}
