"""Which rubrics does this desk have, and which one is meant by a name?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sayso.errors import UnknownRubric, did_you_mean
from sayso.rubric.model import Rubric


def newest_first(rubric: Rubric) -> tuple[int, ...]:
    """Orders versions by number, not by letter."""
    return tuple(-int(part) for part in rubric.version.split("."))


@dataclass(frozen=True)
class Catalog:
    """Rubrics by id, version and digest; ``rubrics`` stands in the same order whatever order they were read in.

    ``active`` has, by id, the digest of the version that the plain id means, or None where it means none. An id that is
    not in it means its newest version.
    """

    rubrics: tuple[Rubric, ...]
    active: Mapping[str, str | None] = field(default_factory=dict)

    @staticmethod
    def of(rubrics: Iterable[Rubric], active: Mapping[str, str | None] | None = None) -> Catalog:
        order = sorted(rubrics, key=lambda rubric: (rubric.id, newest_first(rubric), rubric.digest))
        return Catalog(tuple(order), active or {})

    def get(self, ref: str) -> Rubric:
        """The rubric of ``id`` (its active version, else its newest), ``id@version`` or ``id@sha256:...``. Raises
        UnknownRubric.
        """
        if (found := self.find(ref)) is not None:
            return found
        versions = [rubric.ref for rubric in self.rubrics if rubric.id == ref]
        if versions:
            hint = f"name one of {', '.join(versions)}, or activate one"
            raise UnknownRubric(f'no version of the rubric "{ref}" is active', hint=hint)
        which = ref.partition("@")[2]
        known = [rubric.id for rubric in self.rubrics] if not which else [rubric.ref for rubric in self.rubrics]
        hint = did_you_mean(ref, known) or f"known here: {', '.join(dict.fromkeys(known)) or 'none'}"
        raise UnknownRubric(f'there is no rubric "{ref[:100]}"', hint=hint)

    def find(self, ref: str) -> Rubric | None:
        """What ``get`` gives, None where there is none."""
        id_, at, which = ref.partition("@")
        if not at and id_ in self.active:
            at, which = "@", self.active[id_] or ""
        for rubric in self.rubrics:
            if rubric.id == id_ and (not at or which in (rubric.version, rubric.digest)):
                return rubric
        return None
