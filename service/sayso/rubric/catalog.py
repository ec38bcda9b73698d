"""Which rubrics does this desk have, and which one is meant by a name?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sayso.errors import UnknownRubric, did_you_mean
from sayso.rubric.model import Rubric


def newest_first(rubric: Rubric) -> tuple[int, ...]:
    """Orders versions by number, not by letter."""
    return tuple(-int(part) for part in rubric.version.split("."))


@dataclass(frozen=True)
class Catalog:
    """Rubrics by id, version and digest; ``rubrics`` stands in the same order whatever order they were read in."""

    rubrics: tuple[Rubric, ...]

    @staticmethod
    def of(rubrics: Iterable[Rubric]) -> Catalog:
        return Catalog(tuple(sorted(rubrics, key=lambda rubric: (rubric.id, newest_first(rubric), rubric.digest))))

    def get(self, ref: str) -> Rubric:
        """The rubric of ``id`` (its newest version), ``id@version`` or ``id@sha256:...``. Raises UnknownRubric."""
        if (found := self.find(ref)) is not None:
            return found
        which = ref.partition("@")[2]
        known = [rubric.id for rubric in self.rubrics] if not which else [rubric.ref for rubric in self.rubrics]
        hint = did_you_mean(ref, known) or f"known here: {', '.join(dict.fromkeys(known)) or 'none'}"
        raise UnknownRubric(f'there is no rubric "{ref[:100]}"', hint=hint)

    def find(self, ref: str) -> Rubric | None:
        """What ``get`` gives, None where there is none."""
        id_, at, which = ref.partition("@")
        for rubric in self.rubrics:
            if rubric.id == id_ and (not at or which in (rubric.version, rubric.digest)):
                return rubric
        return None
