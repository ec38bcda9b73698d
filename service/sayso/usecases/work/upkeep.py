"""What becomes of the work on a document when one of its claims is reviewed, corrected, or written about?"""

from __future__ import annotations

from sayso.store.document_port import Document
from sayso.store.ids import is_id
from sayso.store.port import Stored, Unit
from sayso.store.refusals import NoSuchDocument
from sayso.store.work_port import IN_REVIEW, OPEN, Work
from sayso.usecases.document_shown import current
from sayso.usecases.presence import present_document
from sayso.usecases.work.grades import read_scale
from sayso.usecases.work.refusals import DocumentReplaced
from sayso.usecases.work.standing import Folder, with_states
from sayso.usecases.work.summary import summarise


def opened(unit: Unit, document_id: str) -> Folder:
    """A document with the work on it, held until the end. Raises NoSuchDocument, Deleted or DocumentReplaced."""
    if not is_id(document_id):
        raise NoSuchDocument("there is no document of that id")
    document = present_document(unit.find_document(document_id))
    work = unit.work.find(document_id)
    if work.replaced_by is not None:
        message = f"the document was replaced by {work.replaced_by}"
        raise DocumentReplaced(message, hint="work on that one; what was said of this one stays with it")
    return folder_of(unit, document, work)


def folder_of(unit: Unit, document: Document, work: Work) -> Folder:
    """The same of a document that was found."""
    found = unit.assessments_of(document.id)
    return Folder(document, work, current(document, found), unit.work.entries(document.id))


def keep_up(unit: Unit, document_id: str | None, reviewed: bool = False) -> None:
    """Brings the work on a document to what its assessments are now: states, counts, terms. Its revision counts all
    that happens to the document and its claims. ``reviewed`` where somebody has just looked at a claim.
    """
    if document_id is None:
        return
    document = unit.find_document(document_id)
    work = unit.work.find(document_id)
    if document.deleted is not None or work.replaced_by is not None:
        return
    if reviewed and work.reviewer_state == OPEN:
        work = work._replace(reviewer_state=IN_REVIEW)
    folder = folder_of(unit, document, work)
    tally, terms = summarise(folder.holding, folder.entries, read_scale(work.scale))
    unit.work.save(with_states(folder)._replace(tally=tally, revision=work.revision + 1), terms)


def fresh_work(document: Document, holding: list[Stored], scale: bytes) -> tuple[Work, tuple[tuple[str, str], ...]]:
    """The work on a document that was just made, and its terms."""
    tally, terms = summarise(holding, (), read_scale(scale))
    return Work(document.id, 0, True, scale, tally=tally), terms
