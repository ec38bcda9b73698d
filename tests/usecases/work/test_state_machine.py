"""Does a document's life at the desk agree with a plain model of it, whatever its people do, and in which order?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from tests.usecases.work.office import ANA, ANY, BEA, CLEO, DORA, EVE, Office, claim

from sayso.errors import SaysoError
from sayso.usecases.who import AUTHOR, REVIEWER, SENIOR, Who
from sayso.usecases.work.beside import release_hold
from sayso.usecases.work.leases import end_lease, take_lease
from sayso.usecases.work.refusals import Leased
from sayso.usecases.work.signing import SignOff, sign_off

PEOPLE = st.sampled_from([ANA, BEA, CLEO, DORA])
PLACES = st.integers(0, 1)


@dataclass
class Claim:
    """What the model knows of a claim: whether its root is named, and how often it was reviewed since."""

    named: bool
    number: int
    reviews: int = 0
    released: bool = False
    verdict: str = "open"

    @property
    def holds(self) -> bool:
        return not self.named and not self.released


@dataclass
class Text:
    """What the model knows of a document."""

    claims: list[Claim]
    holder: str | None = None
    until: int = 0
    begun: bool = False
    signed: dict[str, tuple[str, Any]] = field(default_factory=dict)

    def bound(self, role: str) -> Any:
        """What a sign-off as this is of."""
        return [each.number if role == AUTHOR else (each.number, each.reviews) for each in self.claims]

    def holding(self, role: str) -> str | None:
        """Who has signed as this, where it still holds."""
        by, of = self.signed.get(role, (None, None))
        return by if of == self.bound(role) else None


class Life(RuleBasedStateMachine):
    """One document, its edited texts, four people, and minutes that pass."""

    office: ClassVar[Office]

    @initialize(named=st.tuples(st.booleans(), st.booleans()))
    def begin(self, named: tuple[bool, bool]) -> None:
        self.minute = self.made = 0
        self.text = Text([self._claim(each) for each in named])
        self.document = self.office.keep(*map(_facts, self.text.claims))

    @rule(minutes=st.integers(1, 40))
    def wait(self, minutes: int) -> None:
        self.office.later(minutes)
        self.minute += minutes

    @rule(who=PEOPLE, minutes=st.integers(1, 60), take_over=st.booleans())
    def lease(self, who: Who, minutes: int, take_over: bool) -> None:
        free = self._holder() in (None, who.actor) or (take_over and SENIOR in who.roles)
        refused = None if free else "not_allowed" if take_over else "leased"
        assert self._code(lambda: take_lease(self.office.act(who), self.document, minutes, take_over)) == refused
        if free:
            self.text.holder, self.text.until = who.actor, self.minute + minutes
            self.text.begun = self.text.begun or REVIEWER in who.roles

    @rule(who=PEOPLE)
    def end(self, who: Who) -> None:
        holder = self._holder()
        refused = holder not in (None, who.actor) and SENIOR not in who.roles
        assert self._code(lambda: end_lease(self.office.act(who), self.document)) == ("leased" if refused else None)
        if not refused and holder is not None:
            self.text.holder = None
            self.text.begun = any(each.verdict != "open" for each in self.text.claims)

    @rule(place=PLACES, verdict=st.sampled_from(["agree", "abstain"]))
    def review(self, place: int, verdict: str) -> None:
        self.office.review(BEA, self._assessment(place), verdict)
        one = self.text.claims[place]
        one.reviews, one.verdict, self.text.begun = one.reviews + 1, verdict, True

    @rule(place=PLACES, named=st.booleans())
    def correct(self, place: int, named: bool) -> None:
        corrected = self._claim(named)
        self.office.correct(BEA, self._assessment(place), _facts(corrected))
        self.text.claims[place], self.text.begun = corrected, True

    @rule(place=PLACES, who=st.sampled_from([BEA, DORA, EVE]))
    def release(self, place: int, who: Who) -> None:
        one, assessment = self.text.claims[place], self._assessment(place)
        may = SENIOR in who.roles or bool(who.releases)
        refused = "invalid_request" if one.named else "not_allowed" if not may else None
        refused = refused or ("already_released" if one.released else None)
        note = "read by two of us"
        assert self._code(lambda: release_hold(self.office.act(who), assessment, "refer", note, ANY)) == refused
        one.released = one.released or refused is None

    @rule(who=PEOPLE, role=st.sampled_from([AUTHOR, REVIEWER]), same_person=st.booleans())
    def sign(self, who: Who, role: str, same_person: bool) -> None:
        other = self.text.holding(REVIEWER if role == AUTHOR else AUTHOR)
        missing = (
            self._holder() not in (None, who.actor)
            or any(each.holds for each in self.text.claims)
            or (role == REVIEWER and any(each.verdict == "open" for each in self.text.claims))
            or (other == who.actor and not (same_person and SENIOR in who.roles))
        )
        refused = None if not missing else "not_ready_to_sign"
        if self.text.holding(role) is not None:
            refused = "already_signed"
        if not who.may_sign_as(role):
            refused = "not_allowed"
        signs = SignOff(role, same_person=same_person)
        assert self._code(lambda: sign_off(self.office.act(who), self.document, signs, ANY)) == refused
        if refused is None:
            self.text.signed[role] = who.actor, self.text.bound(role)

    @rule(who=PEOPLE, role=st.sampled_from([AUTHOR, REVIEWER]))
    def finish(self, who: Who, role: str) -> None:
        """All that stands in the way of a sign-off is done away with; by chance alone that is rare."""
        for place, each in enumerate(self.text.claims):
            if each.verdict == "open":
                self.review(place, "agree")
            if each.holds:
                self.release(place, EVE)
        self.sign(who, role, True)

    @rule(who=PEOPLE)
    def edit(self, who: Who) -> None:
        earlier, facts = self.document, [_facts(each) for each in self.text.claims]
        if self._holder() not in (None, who.actor):
            with pytest.raises(Leased):
                self.office.keep(*facts, by=who, replaces=earlier)
            return
        self.document = self.office.keep(*facts, text=f"Edited {self.made}.", by=who, replaces=earlier)
        before = self.office.work(earlier)
        assert (before.replaced_by, before.lease, before.reviewer_state) == (self.document, None, "open")
        assert not any(each.holds for each in before.sign_offs)
        self.text = Text([self._claim(each.named) for each in self.text.claims])

    @invariant()
    def it_is_as_the_model_says(self) -> None:
        work, text = self.office.work(self.document), self.text
        assert (None if work.lease is None else work.lease.holder) == self._holder()
        assert [each.review for each in work.claims] == [_state(each.verdict) for each in text.claims]
        assert [bool(each.holds) and each.holds[0].released is None for each in work.claims] == [
            each.holds for each in text.claims
        ]
        assert work.author_state == ("done" if text.holding(AUTHOR) else "open")
        reviewed = (
            "signed" if text.holding(REVIEWER) else "in_review" if text.begun or text.signed.get(REVIEWER) else "open"
        )
        assert work.reviewer_state == reviewed
        blocked = {(each.code, each.pointer) for each in work.blockers}
        assert {pointer for code, pointer in blocked if code == "hold"} == {
            f"/claims/{place}" for place, each in enumerate(text.claims) if each.holds
        }

    def _claim(self, named: bool) -> Claim:
        self.made += 1
        return Claim(named, self.made)

    def _holder(self) -> str | None:
        return self.text.holder if self.text.until > self.minute else None

    def _assessment(self, place: int) -> str:
        return self.office.assessments(self.document)[place]

    def _code(self, change: Any) -> str | None:
        """The code of what it is refused with, None where it is done."""
        try:
            self.office.do(change())
        except SaysoError as error:
            return error.code
        return None


def test_the_life_of_a_document_at_the_desk_agrees_with_a_plain_model_of_it(office: Office) -> None:
    class AtThisOffice(Life):
        pass

    AtThisOffice.office = office
    run_state_machine_as_test(AtThisOffice, settings=settings(max_examples=12, stateful_step_count=20, deadline=None))  # type: ignore[no-untyped-call]
    assert office.store.verify().broken is None


def _facts(one: Claim) -> dict[str, Any]:
    return claim(f"The harbour was closed, {one.number} said.", "named" if one.named else "bare")


def _state(verdict: str) -> str:
    return {"agree": "agreed", "abstain": "abstained"}.get(verdict, verdict)
