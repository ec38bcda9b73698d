"""What is left when a document is deleted? Hashes, grades, numbers and structure; no text, no name, no note.

Kept is what is known to be none of somebody's words: of the facts the values that the vocabulary lists, numbers, dates
and positions; of the answer the ids, codes and pointers of the rubric. Everything else goes, also what is added later.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic_core import from_json, to_json

from sayso.facts.claim import Declared, declared_in
from sayso.facts.dates import day_number
from sayso.facts.places import position
from sayso.facts.vocabulary import Vocabulary
from sayso.facts.vocabulary_file import POSITIONS
from sayso.store.document_port import Blank
from sayso.store.port import Assessed, Reply, Stored, Unit
from sayso.usecases.document_shown import whole_document
from sayso.usecases.drafting import name_terms
from sayso.usecases.presence import present_document
from sayso.usecases.reviews import Expected
from sayso.usecases.work.forgetting import forget_words

#: Of an answer, the names under which a text is an id, a code, a pointer, a number or the rubric's own word.
_OURS = frozenset(
    (
        *("id", "version", "digest", "engine", "facts_digest", "as_of", "status", "grade", "label", "exact", "band"),
        *("record", "hedge", "hedges", "axis", "level", "basis", "facts", "reference", "loss", "effect", "before"),
        *("after", "requires", "fact", "code", "points", "remedies", "effort", "pointer", "independence", "flip"),
    )
)
_NULL = ("source", "hint")
_FROM_TO = ("from", "to")


def blank_of(assessed: Assessed, vocabulary: Vocabulary) -> Blank:
    """What is left of an assessment. ``vocabulary`` is the one of then or a later one."""
    facts: Mapping[str, Any] = from_json(assessed.facts)
    declared = declared_in(vocabulary)
    answer = _bare_answer(from_json(assessed.answer), "", declared.words)
    answer["claim"] = {"id": None, "text": None}
    answer["likelihood"] = None
    answer.pop("sources", None)  # the ids of a registry are names
    lost = tuple(dict.fromkeys(name_terms(facts)))
    return Blank(assessed.id, to_json(_bare_facts(facts, declared)), to_json(answer), lost)


def write_deletion(
    unit: Unit,
    document_id: str,
    expected: Expected,
    by: tuple[str, str],
    blanks: Mapping[str, Blank],
    blank: Callable[[Assessed], Blank],
) -> Reply:
    """Blanks a document, all assessments of its claims and the replies about them; gives what is left.

    ``by`` is who deletes, and when; ``blanks`` were made beforehand, by assessment, and what came since is ``blank``ed
    here. Raises NoSuchDocument, Deleted or Changed.
    """
    document = present_document(unit.find_document(document_id))
    expected.check(document.revision, "document")
    found = unit.assessments_of(document_id)
    todo = [each.assessed for each in found if each.deleted is None]
    ready = [blanks.get(assessed.id) or blank(assessed) for assessed in todo]
    actor, now = by
    left = document.wordless(now, actor)
    unit.blank(left, ready)
    forget_words(unit, document_id)
    by_id = {each.assessment_id: each for each in ready}
    return Reply(whole_document(left, [_blanked(each, by_id, now) for each in found], None), document_id, left.revision)


def _blanked(stored: Stored, blanks: Mapping[str, Blank], now: str) -> Stored:
    blank = blanks.get(stored.assessed.id)
    if blank is None:
        return stored
    return stored._replace(assessed=stored.assessed._replace(facts=blank.facts, answer=blank.answer), deleted=now)


def _bare_facts(facts: Mapping[str, Any], declared: Declared) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for name, value in facts.items():
        if name == "found" or name in declared.texts or name not in declared.names:
            continue
        if name in POSITIONS:
            kept[name] = [position(span) for span in value]
        elif isinstance(value, dict):
            kept[name] = _bare_facts(value, declared)
        elif isinstance(value, list):
            kept[name] = [
                _bare_facts(item, declared) if isinstance(item, dict) else item
                for item in value
                if not isinstance(item, str) or item in declared.words
            ]
        elif not isinstance(value, str) or value in declared.words or day_number(value) is not None:
            kept[name] = value
    return kept


def _bare_answer(value: Any, name: str, words: frozenset[str]) -> Any:
    if isinstance(value, dict):
        return {key: _bare_answer(item, key, words) for key, item in value.items()}
    if isinstance(value, list):
        return [_bare_answer(item, name, words) for item in value]
    if not isinstance(value, str) or name in _OURS or (name in _FROM_TO and value in words):
        return value
    return None if name in (*_NULL, *_FROM_TO) else ""


def blanks_of(found: Sequence[Stored], blank: Callable[[Assessed], Blank]) -> dict[str, Blank]:
    """What will be left of each, made before the transaction, which others wait for."""
    return {each.assessed.id: blank(each.assessed) for each in found if each.deleted is None}
