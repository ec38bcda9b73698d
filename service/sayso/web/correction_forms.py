"""What becomes of facts that were corrected in the form: shown what follows, then kept with who and why?"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from fastapi import FastAPI
from pydantic_core import from_json
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sayso.errors import InvalidClaim, InvalidRequest, Problem, SaysoError
from sayso.facts.vocabulary import Field, Vocabulary
from sayso.store.port import Change, Reply, Store, Stored, Unit
from sayso.store.refusals import NoSuchAssessment, StorageBusy, StorageUnavailable
from sayso.usecases.correcting import Correction, correct
from sayso.usecases.counting import count_corrected
from sayso.usecases.document_shown import current
from sayso.usecases.past import Bench
from sayso.usecases.presence import present
from sayso.usecases.what_if import what_if
from sayso.usecases.work.beside import add_note
from sayso.web.decision_forms import STALE, DecisionForms, Tried, back
from sayso.web.document_pages import Again, Asked, DocumentPages
from sayso.web.forms import FieldError, FormView, wrong_at
from sayso.web.links import DOCUMENTS
from sayso.web.site import Site, see
from sayso.web.view_correct import Preview, input_id, inputs_of, preview_of, written_of
from sayso.web.words import fact_words
from sayso.wire.assessments import LEAST_NOTE

_MOST_WHY = 1_900
_NONE = "none"
_REASON = "Corrected: "


@dataclass(frozen=True)
class _Meant:
    """What was sent: ``changed`` facts as they were written, by pointer, and the claim with them in it."""

    stored: Stored
    bench: Bench
    before: Mapping[str, Any]
    claim: Mapping[str, Any]
    changed: Mapping[str, str]
    stale: bool

    def shown(self, why: str, *errors: FieldError) -> FormView:
        return FormView({**self.changed, "why": why}, errors, open=True)


class CorrectionForms:
    """The handler of the form that corrects facts."""

    def __init__(self, site: Site, pages: DocumentPages, forms: DecisionForms) -> None:
        self._site = site
        self._pages = pages
        self._forms = forms

    async def correct(self, request: Request, who: Any) -> Response:
        tried = await self._forms.tried(request, who, "review")
        store = await self._site.store()
        why = tried.sent.get("why")
        meant = await run_in_threadpool(self._meant, store, tried)
        try:
            preview = await run_in_threadpool(_preview, meant)
        except InvalidClaim as wrong:
            return await self._again(tried, meant.shown(why, *_errors(wrong, meant)), 422)
        if meant.stale:
            return await self._again(tried, meant.shown(why), 412, preview, STALE)
        if not meant.changed:
            return await self._again(tried, meant.shown(why, wrong_at("no fact was changed")), 422)
        if tried.sent.get("do") != "keep":
            return await self._again(tried, meant.shown(why), 200, preview)
        if not LEAST_NOTE <= len(why.strip()) <= _MOST_WHY or "\0" in why:
            says = f"say why, in {LEAST_NOTE} to {_MOST_WHY:,} characters"
            wrong_why = wrong_at(says, "correct-why", "Why it is to be corrected")
            return await self._again(tried, meant.shown(why, wrong_why), 422, preview)
        try:
            await self._keep(store, tried, meant, why)
        except (StorageBusy, StorageUnavailable):
            raise
        except InvalidClaim as wrong:  # it points at what is not in the text
            return await self._again(tried, meant.shown(why, *_errors(wrong, meant)), 422)
        except SaysoError:  # somebody was first between the look and the writing
            return await self._again(tried, meant.shown(why), 412, None, STALE)
        return see(back(tried, "corrected"))

    async def _keep(self, store: Store, tried: Tried, meant: _Meant, why: str) -> None:
        site = self._site
        correction = Correction(tried.assessment, meant.claim, tried.expected)
        change, made = await run_in_threadpool(correct, correction, store, site.past, site.by(tried.who))
        await site.commit(_with_reason(change, self._forms.act(tried.who), why))
        count_corrected(site.counted, site.desk, made)

    async def _again(
        self, tried: Tried, form: FormView, status: int, preview: Preview | None = None, alert: str | None = None
    ) -> Response:
        again = Again(status, alert, {"correct": form}, preview)
        return await self._pages.page(Asked(tried.document, tried.place), tried.who, again)

    def _meant(self, store: Store, tried: Tried) -> _Meant:
        """Raises NoSuchAssessment where the form is about another claim, Deleted, or NotReplayable."""
        seen = present(store.find(tried.assessment))
        document = store.find_document(tried.document)
        holding = {each.assessed.place: each for each in current(document, store.assessments_of(tried.document))}
        stored = holding.get(tried.place)
        if stored is None or (seen.assessed.document, seen.assessed.place) != (tried.document, tried.place):
            raise NoSuchAssessment("the form is about another claim")
        bench = self._site.past.of(stored.assessed, store)
        vocabulary = bench.desk.vocabulary
        changed = _changed(from_json(seen.assessed.facts), vocabulary, tried.written())
        before = from_json(stored.assessed.facts)
        claim = _applied(before, vocabulary, changed)
        fits = tried.expected.revisions is not None and stored.revision in tried.expected.revisions
        stale = stored.assessed.id != seen.assessed.id or not fits
        return _Meant(stored, bench, before, claim, changed, stale)


def add_correction_forms(app: FastAPI, site: Site, forms: CorrectionForms) -> None:
    """Adds what the form for correcting facts is sent to."""
    site.add(app, "POST", DOCUMENTS + "/{id}/claims/{n}/correct", forms.correct)


def _with_reason(change: Change, act: Any, why: str) -> Change:
    """The same change, and with it the reason as a note beside the assessment that it makes."""

    def write(unit: Unit) -> Reply:
        reply = change.write(unit)
        assert reply.subject is not None
        add_note(act, reply.subject, f"{_REASON}{why}").write(unit)
        return reply

    return replace(change, write=write)


def _preview(meant: _Meant) -> Preview:
    """What would follow. Raises InvalidClaim."""
    told = from_json(what_if(meant.stored.assessed, patch_between(meant.before, meant.claim), meant.bench))
    return preview_of(told, meant.before, meant.claim, [*meant.changed], meant.bench.desk.vocabulary)


def patch_between(before: Any, after: Any) -> dict[str, Any]:
    """The merge patch (RFC 7396) that makes the one of the other."""
    patch: dict[str, Any] = {name: None for name in before if name not in after}
    for name, value in after.items():
        was = before.get(name)
        if isinstance(was, dict) and isinstance(value, dict):
            if inner := patch_between(was, value):
                patch[name] = inner
        elif was != value:
            patch[name] = value
    return patch


def _changed(seen: Mapping[str, Any], vocabulary: Vocabulary, written: Mapping[str, str]) -> dict[str, str]:
    """The facts that were written otherwise than the form had shown them."""
    return {
        pointer: written[pointer].strip()
        for pointer, _, value in inputs_of(seen, vocabulary)
        if pointer in written and written[pointer].strip() != written_of(value)
    }


def _applied(claim: Mapping[str, Any], vocabulary: Vocabulary, changed: Mapping[str, str]) -> dict[str, Any]:
    """The claim with these facts in it; what is no longer there to be changed is passed over."""
    result: dict[str, Any] = deepcopy(dict(claim))
    for pointer, field, value in inputs_of(claim, vocabulary):
        if pointer in changed:
            _put(result, pointer.split("/")[1:], _read(changed[pointer], field, value))
    if "found" in result:  # a rule no longer says it
        result["found"] = {name: how for name, how in result["found"].items() if name not in changed}
    return result


def _put(target: Any, steps: list[str], value: Any) -> None:
    step, rest = steps[0], steps[1:]
    if isinstance(target, list):
        _put(target[int(step)], rest, value)
    elif not rest:
        if value is None:
            target.pop(step, None)
        else:
            target[step] = value
    else:
        inner = target.setdefault(step, {})
        _put(inner, rest, value)
        if inner == {}:
            del target[step]


def _read(written: str, field: Field, before: Any) -> Any:
    """A fact as the form says it; what cannot be read is left for the reader of claims to refuse."""
    if not written:
        return None
    if field.type == "boolean":
        return {"true": True, "false": False}.get(written, written)
    if field.type == "integer":
        return int(written) if written.isascii() and written.isdecimal() and len(written) < 10 else written
    if field.type == "list":
        known = {part["term"]: part for part in before or () if isinstance(part, Mapping)}
        words = [] if written == _NONE else [word.strip() for word in written.split(",") if word.strip()]
        return [known.get(word, word) for word in words]
    return written


def _errors(wrong: InvalidClaim | InvalidRequest, meant: _Meant) -> tuple[FieldError, ...]:
    return tuple(_error(problem, meant) for problem in wrong.problems if problem.severity == "error")


def _error(problem: Problem, meant: _Meant) -> FieldError:
    pointer = (problem.pointer or "").removeprefix("/claim")
    says = problem.message + (f": {problem.hint}" if problem.hint else "")
    at = next((known for known in meant.changed if pointer == known or pointer.startswith(f"{known}/")), None)
    if at is None:
        return wrong_at(says)
    return wrong_at(says, input_id(at), fact_words(at, meant.before, meant.bench.desk.vocabulary))
