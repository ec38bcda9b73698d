"""How well does a finder do on annotated articles, told in per cent?"""

from __future__ import annotations

from collections.abc import Sequence

from sayso.extract.evaluation import Compared, Figures, figures
from sayso.extract.relation import Finder
from sayso.extract.training.corpus import Article


def measure(finder: Finder, articles: Sequence[Article]) -> Figures:
    """How well a finder does on annotated articles."""
    return figures(Compared(each.prose.text, each.relations, finder(each.prose)) for each in articles)


def summary(found: Figures) -> dict[str, object]:
    """The figures in per cent, for the header of the weights and the file beside them."""
    relation = found.relation
    return {
        "texts": found.texts,
        "relation": [round(100 * rate, 1) for rate in (relation.precision, relation.recall, relation.f1)],
        "relation_exact": round(100 * found.exact.f1, 1),
        "spans": {role: round(100 * tally.f1, 1) for role, tally in found.spans.items()},
        "recall": {name: round(100 * tally.recall, 1) for name, tally in found.by_type.items()},
        "false": found.false,
    }
