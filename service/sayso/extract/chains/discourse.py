"""Who is meant? Names, descriptions and pronouns, each resolved from what the text has said before."""

from __future__ import annotations

from sayso.extract.chains.cast import Cast, Figure, plain_name
from sayso.extract.chains.descriptions import Descriptions
from sayso.extract.chains.layout import Layout
from sayso.extract.chains.memory import Memory
from sayso.extract.chains.names import PARTICLES
from sayso.extract.chains.pronouns import Pronouns


class Discourse:
    """What the text has said so far, and the ways of asking whom it means."""

    def __init__(self, layout: Layout, cast: Cast) -> None:
        self.cast = cast
        self.memory = Memory(layout, cast)
        self.descriptions = Descriptions(layout, cast, self.memory)
        self.pronouns = Pronouns(layout, cast, self.memory, self.descriptions)

    def figure(self, name: str, word: int, gender: str = "") -> Figure | None:
        """Who bears the name, in full or as a surname; of several, who spoke last or else was named first.

        ``gender`` is what "Mr." or "Mrs." says.
        """
        words = plain_name(name).split()
        exact = self.cast.named(name)
        if len(words) > 1 and exact is None and words[0] in PARTICLES:
            words = words[-1:]
        if len(words) != 1 or (exact is not None and exact.sort != "place"):
            return exact
        namesakes = [each for each in self.cast.of_surname(words[0]) if not gender or each.gender in ("", gender)]
        if len(namesakes) > 1:
            return self._speaking(namesakes, word) or namesakes[0]
        return namesakes[0] if namesakes else exact

    def _speaking(self, figures: list[Figure], word: int) -> Figure | None:
        """The one of several namesakes who spoke last, in this sentence or the one before."""
        wanted = {id(figure) for figure in figures}
        for spoken in self.memory.back(_RECENT):
            if self.memory.sentences_back(spoken, word) > 1:
                return None
            if id(spoken.figure) in wanted:
                return spoken.figure
        return None


_RECENT = 6
