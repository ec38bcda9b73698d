"""The words that the rules know: reporting verbs, offices, outlets, documents, first names, places, hedges."""


def listed(text: str) -> frozenset[str]:
    """The words of a list, which are parted by white space."""
    return frozenset(text.split())
