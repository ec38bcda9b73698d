"""What followed from the stated facts, as the answer shows it?"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from operator import itemgetter

from pydantic_core import to_json

from sayso.facts.derive import Facts, Row, Value
from sayso.facts.vocabulary import Vocabulary

_OF_CLAIM = ("roots.count", "roots.independence", "specificity", "hedge", "age_days")


def derived_json(facts: Facts, vocabulary: Vocabulary) -> bytes:
    """The ``derived`` part of an answer."""
    claim, at = _places(vocabulary)
    own = claim(facts.claim), bool(facts.stated)
    if len(facts.chains) == 1:
        chain = facts.chains[0]
        return _of_one(vocabulary, own, chain.chain, chain.links[-1][at], chain.hedges)
    chains = [_chain(vocabulary, each.chain, each.links[-1][at], each.hedges) for each in facts.chains]
    return _claim(*own) + b",".join(chains) + b"]}"


@lru_cache(maxsize=4096)
def _of_one(
    vocabulary: Vocabulary, own: tuple[Row, bool], chain: Row, attenuation: Value, hedges: tuple[str | None, ...]
) -> bytes:
    return _claim(*own) + _chain(vocabulary, chain, attenuation, hedges) + b"]}"


@lru_cache(maxsize=16)
def _places(vocabulary: Vocabulary) -> tuple[Callable[[Row], tuple[Value, ...]], int]:
    layout = vocabulary.layout
    return itemgetter(*(layout.claim[name] for name in _OF_CLAIM)), layout.link["attenuation_days"]


@lru_cache(maxsize=4096)
def _claim(derived: Row, stated: bool) -> bytes:
    count, independence, specificity, hedge, age = derived
    told = {
        "roots": {"count": count, "independence": independence, "stated": stated},
        "specificity": specificity,
        "hedge": hedge,
        "age_days": age,
    }
    return to_json(told)[:-1] + b',"chains":['


@lru_cache(maxsize=4096)
def _chain(vocabulary: Vocabulary, own: Row, attenuation: Value, hedges: tuple[str | None, ...]) -> bytes:
    named = {name: own[at] for name, at in vocabulary.layout.chain.items()}
    return to_json({**named, "attenuation_days": attenuation, "hedges": hedges})
