"""How does a test work at a desk: a rubric with a hold, a database, people, and a clock that it turns itself?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic_core import from_json
from tests.usecases.small import desk, rubric

from sayso.facts.claim import read_claim
from sayso.lasting import engine_of
from sayso.settings import Settings
from sayso.store.database import Database
from sayso.store.ids import Ids, written_time
from sayso.store.port import Change, Once, Reply
from sayso.store.upgrading import upgrade
from sayso.usecases.documents import correct_in_document, make_document, read_facts, write_document
from sayso.usecases.drafting import By, draft, rubric_text, vocabulary_text
from sayso.usecases.reviews import Expected, check_review, write_correction, write_review
from sayso.usecases.who import AUTHOR, REVIEWER, SENIOR, Who, local
from sayso.usecases.work.acting import Act
from sayso.usecases.work.told import document_work
from sayso.wire.assessments import ReviewRequest
from sayso.wire.documents import DocumentRequest
from sayso.wire.request import Asked
from sayso.wire.work import DocumentWork

Json = dict[str, Any]
ANY = Expected(None)
ANA = Who("person:ana", frozenset({AUTHOR}))
BEA, CLEO = Who("person:bea", frozenset({REVIEWER})), Who("person:cleo", frozenset({REVIEWER}))
DORA = Who("person:dora", frozenset({REVIEWER, SENIOR}))
EVE = Who("person:eve", frozenset({REVIEWER}), frozenset({"standards_editor"}))
LOCAL = local()
HELD = """\
gates:
  - id: refer
    when: {all_attributions: {root: {identification: [bare, none]}}}
    hold: standards_editor
    because: nobody is named
tests:
"""
TEXT = "The harbour was closed. A witness said so. Nobody was hurt, a sailor said. "


def claim(text: str = "The harbour was closed.", identification: str | None = "named", **more: Any) -> Json:
    """A claim: graded A where its root is named, B and held where it is not, held as possible where that is unknown."""
    link = {"source": "a witness", "kind": "eyewitness"}
    if identification is not None:
        link["identification"] = identification
    return {"text": text, "attributions": [{"chain": [link]}], **more}


class Office:
    """A desk with its database. ``at`` is the moment that its people take for now."""

    def __init__(self, path: Path, storage: dict[str, Any]) -> None:
        self.desk = desk(path, small=rubric().replace("tests:\n", HELD))
        self.settings = Settings(**storage)
        self.engine = engine_of(self.settings)
        upgrade(self.engine)
        self.store = Database(self.engine, 5_000, lambda _: None)
        self.ids = Ids()
        self.at = datetime.now(UTC)

    def close(self) -> None:
        self.store.close()

    def later(self, minutes: int) -> None:
        self.at += timedelta(minutes=minutes)

    def now(self) -> str:
        self.at += timedelta(milliseconds=1)
        return written_time(self.at)

    def act(self, who: Who, once: Once | None = None) -> Act:
        return Act(who, self.now(), self.ids.next(), once)

    def change(self, change: Change) -> Reply:
        return self.store.submit(change).result(30)

    def do(self, change: Change) -> Json:
        told: Json = from_json(self.change(change).body)
        return told

    def keep(self, *claims: Json, text: str = TEXT, by: Who = ANA, replaces: str | None = None) -> str:
        """The id of a document that is kept with these claims."""
        body = {"text": text, "claims": list(claims or (claim(),))}
        asked = DocumentRequest(**body, replaces=replaces)
        facts = read_facts(self.desk, body, False)
        ids = Ids(lambda: int(datetime.fromisoformat(self.now()).timestamp() * 1000) * 1_000_000)
        made = make_document(self.desk, asked, facts, lambda: None, By(by.actor, ids))  # type: ignore[arg-type,return-value]
        self.change(Change(by.actor, "keepDocument", lambda unit: write_document(unit, made)))
        return made.document.id

    def work(self, document: str) -> DocumentWork:
        return document_work(self.store, document, self.now())

    def assessments(self, document: str) -> list[str]:
        return [each.assessment for each in self.work(document).claims]

    def review(self, who: Who, assessment: str, verdict: str = "agree", **more: Any) -> None:
        asked = ReviewRequest.model_validate({"verdict": verdict, **more})
        plan = self.desk.plan(None)
        check_review(asked, plan.rubric)
        at = self.now()
        self.change(
            Change(
                who.actor,
                "reviewAssessment",
                lambda unit: write_review(unit, assessment, asked, plan.rubric, ANY, who.actor, at),
            )
        )

    def correct(self, who: Who, assessment: str, facts: Json) -> str:
        plan, stored = self.desk.plan(None), self.store.find(assessment).assessed
        reading = read_claim(facts, self.desk.vocabulary)
        made = draft(self.desk, plan, reading, Asked(), By(who.actor, self.ids), assessment)
        made = correct_in_document(self.store, made, stored, reading)
        texts = rubric_text(plan), vocabulary_text(self.desk.vocabulary)
        self.change(
            Change(who.actor, "correctAssessment", lambda unit: write_correction(unit, assessment, made, texts, ANY))
        )
        return made.assessed.id
