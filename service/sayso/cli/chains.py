"""sayso extractor evaluate --chains: how far do the chains agree with those that people made?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sayso.cli.ending import FINE
from sayso.cli.plain import json_text
from sayso.extract.chains.by_hand import Comparison, compare_chains
from sayso.extract.chains.measuring import Agreement
from sayso.extract.finders import Options, open_extractor


def evaluate_chains(data: Path, chains: Path, as_json: bool) -> int:
    """Shows the figures on the spans that people marked and on those that the learned finder finds itself."""
    found = compare_chains(chains, data, open_extractor("learned", Options()))
    if as_json:
        print(json_text({"on_their_spans": _figures(found.on_their_spans), "end_to_end": _figures(found.end_to_end)}))
    else:
        _show(found)
    return FINE


def _figures(agreement: Agreement) -> dict[str, Any]:
    """Per cent, but for the sources, which are numbers."""
    return {
        "matched": round(100 * agreement.matched.f1, 1),
        **{name: round(100 * share, 1) for name, share in agreement.shares.items()},
        "links": round(100 * agreement.links.f1, 1),
        "hedges": round(100 * agreement.hedges.f1, 1),
        "sources": {name: agreement.sources.get(name, 0) for name in ("right", "unresolved", "wrong")},
    }


def _show(found: Comparison) -> None:
    theirs, whole = _figures(found.on_their_spans), _figures(found.end_to_end)
    print(f"{'':22} {'on their spans':>15} {'end to end':>12}")
    for name, value in theirs.items():
        if name != "sources":
            print(f"{name.replace('_', ' '):22} {value:15.1f} {whole[name]:12.1f}")
    for name, number in theirs["sources"].items():
        print(f"{f'sources {name}':22} {number:15} {whole['sources'][name]:12}")
