"""Which words hold back, and which of them are words of likelihood?"""

from __future__ import annotations

from sayso.extract.chains.lexicon import listed

STANCE = listed(
    "reportedly allegedly apparently purportedly supposedly seemingly presumably ostensibly possibly probably "
    "perhaps maybe potentially likely arguably conceivably"
)
"""Adverbs that hold back wherever they stand."""

MODALS = listed("may might could")
VERBS = listed("appear appears appeared seem seems seemed suggest suggests suggested suggesting")
PARTICIPLES = listed(
    "alleging purporting purported alleged supposed presumed suspected unconfirmed unverified rumored rumoured"
)
DISTANCING = listed("claim claims claimed claiming")
"""Verbs of speech by which the writer stands back from what is said."""

LIKELIHOOD = frozenset(
    {
        "likely",
        "unlikely",
        "probable",
        "improbable",
        "probably",
        "possibly",
        "remote",
        "almost certain",
        "almost certainly",
        "very likely",
        "very unlikely",
        "highly likely",
        "highly unlikely",
        "roughly even chance",
        "even chance",
        "almost no chance",
        "realistic possibility",
        "highly probable",
        "highly improbable",
        "nearly certain",
    }
)
