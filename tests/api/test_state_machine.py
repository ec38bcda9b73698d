"""Does the whole life of kept assessments agree with a plain model of it, whatever is asked and in which order?"""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import httpx
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from tests.api.asking import ask, assert_problem
from tests.robustness.effort import cases

from sayso.wire.assessments import Kept, KeptBatch, KeptList, Replay, WhatIf

PATH = "/v1/assessments"
RUBRICS = ("newsroom", "nato-admiralty")
NOTE = "The desk spoke to the analyst who wrote the report."
STATES = {"agree": "agreed", "override": "overridden", "abstain": "abstained"}
SOMEBODY = st.sampled_from(["Ana Ruiz", "ANA RUIZ", "the harbour master", "Ümit", None])
KINDS = st.sampled_from(["eyewitness", "on_record_official", "classified_leak", "author_inference", "hearsay", None])
WRONG: tuple[dict[str, Any], ...] = ({"attributions": []}, {"zzz": 1}, {"attributions": [{"chain": [{"kind": 7}]}]})
FUTURE, PAST = "2999-01-31", "2020-01-31"


class Request(NamedTuple):
    """A write as it was sent."""

    path: str
    body: Any
    headers: dict[str, str]


@dataclass
class One:
    """What the model knows of an assessment."""

    id: str
    created: str
    claim: dict[str, Any]
    result: dict[str, Any]
    replaces: str | None = None
    replaced_by: str | None = None
    revision: int = 0
    state: str = "open"
    human: str | None = None
    overridden: dict[str, str] = field(default_factory=dict)
    reviews: list[dict[str, Any]] = field(default_factory=list)

    @property
    def bands(self) -> dict[str, str | None]:
        return {axis: told["band"] for axis, told in self.result["axes"].items()}

    def sources(self) -> set[str]:
        chains = (attribution["chain"] for attribution in self.claim["attributions"])
        return {link["source"].casefold() for chain in chains for link in chain if "source" in link}

    def roots(self) -> set[str]:
        last = (attribution["chain"][-1] for attribution in self.claim["attributions"])
        return {link["source"].casefold() for link in last if "source" in link}


@st.composite
def claims(draw: st.DrawFn) -> dict[str, Any]:
    """A claim that can be graded; who is read is filled in by the machine."""
    attributions = []
    for _ in range(draw(st.integers(1, 2))):
        root = {"source": draw(SOMEBODY), "kind": draw(KINDS), "access": draw(st.sampled_from(["direct", None]))}
        known = {name: value for name, value in root.items() if value is not None}
        attributions.append({"chain": [{"kind": "secondhand_media", "relation": "quotes"}, known]})
    seriousness = draw(st.sampled_from(["routine", "serious_allegation"]))
    return {"text": draw(st.text("ab é", min_size=1)) + ".", "seriousness": seriousness, "attributions": attributions}


class Life(RuleBasedStateMachine):
    """Everything that can be asked of kept assessments."""

    app: FastAPI
    known = Bundle("known")
    sent = Bundle("sent")

    @initialize()
    def begin(self) -> None:
        self.outlet = f"Ledger {uuid.uuid4().hex}"  # no other life has its claims
        self.all: dict[str, One] = {}

    # Writing

    @rule(target=known, claim=claims(), rubric=st.sampled_from(RUBRICS))
    def keep_one(self, claim: dict[str, Any], rubric: str) -> str:
        claim = self.mine(claim)
        response = self.post(Request(PATH, {"claim": claim, "rubric": rubric}, {}))
        assert response.status_code == 201
        return self.made(response, claim, self.graded(claim, rubric))

    @rule(target=sent, claim=claims())
    def keep_one_under_a_key(self, claim: dict[str, Any]) -> tuple[Request, bytes]:
        claim = self.mine(claim)
        request = Request(PATH, {"claim": claim, "rubric": "newsroom"}, {"idempotency-key": uuid.uuid4().hex})
        response = self.post(request)
        assert response.status_code == 201
        self.made(response, claim, self.graded(claim, "newsroom"))
        return request, response.content

    @rule(target=known, several=st.lists(claims() | st.sampled_from(WRONG), min_size=1, max_size=4))
    def keep_many(self, several: list[dict[str, Any]]) -> Any:
        several = [self.mine(claim) if claim not in WRONG else claim for claim in several]
        response = self.post(Request(PATH, {"claims": several, "rubric": "newsroom"}, {}))
        assert response.status_code == 200
        KeptBatch.model_validate_json(response.content)
        ids = []
        for index, (claim, item) in enumerate(zip(several, response.json()["results"], strict=True)):
            assert item["index"] == index
            assert ("problem" in item) == (claim in WRONG)
            if claim not in WRONG:
                ids.append(self.learn(item["assessment"], claim, self.graded(claim, "newsroom")))
        return multiple(*ids)

    @rule(wrong=st.sampled_from(WRONG))
    def keep_what_is_no_claim(self, wrong: dict[str, Any]) -> None:
        assert_problem(self.post(Request(PATH, {"claim": wrong}, {})), 422, "invalid_claim")

    @rule(before=sent)
    def send_the_same_again(self, before: tuple[Request, bytes]) -> None:
        request, answer = before
        response = self.post(request)
        assert (response.status_code, response.content) == (201, answer)

    @rule(before=sent, claim=claims())
    def send_something_else_under_that_key(self, before: tuple[Request, bytes], claim: dict[str, Any]) -> None:
        request, _ = before
        key = {"idempotency-key": request.headers["idempotency-key"]}
        other = Request(PATH, {"claim": {**self.mine(claim), "text": "Something else."}}, key)
        assert_problem(self.post(other), 422, "idempotency_key_reused")

    @rule(target=sent, id_=known, verdict=st.sampled_from(["agree", "abstain", "override"]), data=st.data())
    def review(self, id_: str, verdict: str, data: st.DataObject) -> Any:
        one = self.all[id_]
        body: dict[str, Any] = {"verdict": verdict}
        if verdict == "override":
            axis = data.draw(st.sampled_from(sorted(one.bands)))
            choices = ["A", "C", "F"] if "reliability" in axis else ["1", "3", "6"]
            body |= {"axis": axis, "band": data.draw(st.sampled_from(choices))}
            body |= {"reason": "source_known_better", "note": NOTE}
        tag = self.tag(one, data)
        request = Request(f"{PATH}/{id_}/reviews", body, {"idempotency-key": uuid.uuid4().hex, **tag.headers})
        response = self.post(request)
        if not tag.holds:
            assert_problem(response, tag.status, tag.code)
            return multiple()
        assert response.status_code == 201, response.text
        self.reviewed(one, body)
        assert response.headers["etag"] == f'"r{one.revision}"'
        self.agrees(one, response.json())
        return request, response.content

    @rule(
        id_=known,
        verdicts=st.lists(st.sampled_from(["agree", "abstain", "override", "override"]), min_size=2, max_size=4),
    )
    def review_in_turn(self, id_: str, verdicts: list[str]) -> None:
        """Several people, each of whom has seen what the one before made of it; the axes take turns."""
        one = self.all[id_]
        for number, verdict in enumerate(verdicts):
            axis = sorted(one.bands)[number // 2 % 2]
            band = {"axis": axis, "band": "B" if "reliability" in axis else "2", "reason": "other", "note": NOTE}
            body = {"verdict": verdict, **(band if verdict == "override" else {})}
            response = self.post(Request(f"{PATH}/{id_}/reviews", body, {"if-match": f'"r{one.revision}"'}))
            assert response.status_code == 201
            self.reviewed(one, body)
            self.agrees(one, response.json())

    @rule(id_=known)
    def review_without_sense(self, id_: str) -> None:
        one = self.all[id_]
        wrong = Request(f"{PATH}/{id_}/reviews", {"verdict": "override", "axis": "zzz"}, {"if-match": "*"})
        assert_problem(self.post(wrong), 422, "invalid_request")
        self.get(one.id)

    @rule(target=known, id_=known, claim=claims(), data=st.data())
    def correct(self, id_: str, claim: dict[str, Any], data: st.DataObject) -> Any:
        one, claim = self.all[id_], self.mine(claim)
        tag = self.tag(one, data)
        response = self.post(Request(f"{PATH}/{id_}/corrections", {"claim": claim}, tag.headers))
        if not tag.holds:
            assert_problem(response, tag.status, tag.code)
            return multiple()
        if one.replaced_by is not None:
            assert_problem(response, 409, "already_replaced")
            return multiple()
        assert response.status_code == 201
        made = self.made(response, claim, self.graded(claim, one.result["rubric"]["id"]), replaces=id_)
        one.replaced_by, one.revision = made, one.revision + 1
        return made

    # Reading

    @rule(id_=known)
    def get(self, id_: str) -> None:
        response = ask(self.app, "GET", f"{PATH}/{id_}")
        assert response.status_code == 200
        assert response.headers["etag"] == f'"r{self.all[id_].revision}"'
        self.agrees(self.all[id_], response.json())
        tag = {"if-none-match": response.headers["etag"]}
        assert ask(self.app, "GET", f"{PATH}/{id_}", headers=tag).status_code == 304

    @rule(what=st.sampled_from(["", "/replay", "/what-if"]), id_=st.sampled_from(["0" * 32, "x", "F" * 32]))
    def ask_for_what_is_not_there(self, what: str, id_: str) -> None:
        method, body = ("POST", {}) if what else ("GET", None)
        assert_problem(ask(self.app, method, f"{PATH}/{id_}{what}", json=body), 404, "unknown_assessment")

    @rule(id_=known)
    def replay(self, id_: str) -> None:
        response = ask(self.app, "POST", f"{PATH}/{id_}/replay")
        assert Replay.model_validate_json(response.content).identical

    @rule(id_=known, patch=st.sampled_from([{}, {"seriousness": None}, {"seriousness": "routine"}, {"topic": "ports"}]))
    def what_if(self, id_: str, patch: dict[str, Any]) -> None:
        one = self.all[id_]
        response = ask(self.app, "POST", f"{PATH}/{id_}/what-if", json=patch)
        told = response.json()
        WhatIf.model_validate_json(response.content)
        claim = {name: value for name, value in {**one.claim, **patch}.items() if value is not None}
        after = self.graded(claim, one.result["rubric"]["id"])
        assert (told["before"], told["after"]) == (one.result, after)
        grades = {"before": one.result["grade"], "after": after["grade"]}
        assert told["difference"]["grade"] == (None if grades["before"] == grades["after"] else grades)

    @rule(data=st.data(), limit=st.integers(1, 4))
    def list_some(self, data: st.DataObject, limit: int) -> None:
        asked, holds = {"source": self.outlet}, []
        for name, value, test in data.draw(
            st.lists(st.sampled_from([*self.filters()]), max_size=3, unique_by=lambda f: f[0])
        ):
            asked[name] = value
            holds.append(test)
        wanted = [one for one in self.newest() if all(test(one) for test in holds)]
        self.lists(wanted, {**asked, "limit": str(limit)})

    @invariant()
    def everything_is_listed(self) -> None:
        if hasattr(self, "all"):
            self.lists(self.newest(), {"source": self.outlet, "limit": "200"})

    # The model

    def mine(self, claim: dict[str, Any]) -> dict[str, Any]:
        claim = deepcopy(claim)
        for attribution in claim["attributions"]:
            attribution["chain"][0]["source"] = self.outlet
        return claim

    def graded(self, claim: dict[str, Any], rubric: str) -> dict[str, Any]:
        result: dict[str, Any] = ask(self.app, "POST", "/v1/score", json={"claim": claim, "rubric": rubric}).json()
        return result

    def post(self, request: Request) -> httpx.Response:
        return ask(self.app, "POST", request.path, json=request.body, headers=request.headers)

    def made(
        self, response: httpx.Response, claim: dict[str, Any], result: dict[str, Any], replaces: str | None = None
    ) -> str:
        id_ = self.learn(response.json(), claim, result, replaces)
        assert (response.headers["location"], response.headers["etag"]) == (f"{PATH}/{id_}", '"r0"')
        return id_

    def learn(
        self, told: dict[str, Any], claim: dict[str, Any], result: dict[str, Any], replaces: str | None = None
    ) -> str:
        id_: str = told["id"]
        assert id_ not in self.all
        one = self.all[id_] = One(id_, told["created"], claim, {**result, "id": id_}, replaces)
        self.agrees(one, told)
        return id_

    def reviewed(self, one: One, body: dict[str, Any]) -> None:
        if body["verdict"] == "override":
            one.overridden[body["axis"]] = body["band"]
            bands = {**one.bands, **one.overridden}
            one.human = "".join(band for band in bands.values() if band is not None)
        else:
            one.overridden = {}
            one.human = one.result["grade"] if body["verdict"] == "agree" else None
        one.revision += 1
        one.state = STATES[body["verdict"]]
        empty = dict.fromkeys(("axis", "band", "reason", "note", "again_on"))
        one.reviews.append({"revision": one.revision, "by": "local", **empty, **body, "grade": one.human})

    class Tag(NamedTuple):
        headers: dict[str, str]
        status: int
        code: str
        holds: bool

    def tag(self, one: One, data: st.DataObject) -> Tag:
        """If-Match as somebody sends it who has seen this state, another, any, or none."""
        kind = data.draw(st.sampled_from(["fresh", "fresh", "any", "one of two", "stale", "weak", "none", "broken"]))
        now = f'"r{one.revision}"'
        written = {
            "fresh": now,
            "any": "*",
            "one of two": f'"r77", {now}',
            "stale": f'"r{one.revision + 1}"',
            "weak": f"W/{now}",
            "broken": f"r{one.revision}",
        }
        if kind == "none":
            return self.Tag({}, 428, "precondition_required", False)
        headers = {"if-match": written[kind]}
        if kind == "broken":
            return self.Tag(headers, 422, "invalid_request", False)
        return self.Tag(headers, 412, "changed", kind in ("fresh", "any", "one of two"))

    def agrees(self, one: One, told: dict[str, Any]) -> None:
        """Whether an assessment is told as the model knows it."""
        Kept.model_validate(told)
        moments = [told.pop("created"), *(review.pop("created") for review in told["reviews"])]
        assert moments == sorted(moments)
        assert told == {
            "id": one.id,
            "by": "local",
            "grade": {"computed": one.result["grade"], "human": one.human},
            "review": one.state,
            "replaces": one.replaces,
            "replaced_by": one.replaced_by,
            **dict.fromkeys(("rescored_from", "document", "deleted")),
            "reviews": one.reviews,
            "result": one.result,
        }

    def newest(self) -> list[One]:
        return [self.all[id_] for id_ in sorted(self.all, reverse=True)]

    def lists(self, wanted: list[One], asked: dict[str, str]) -> None:
        """Whether these are listed, newest first, in pages that follow one another."""
        found: list[Any] = []
        address: str | None = f"{PATH}?{httpx.QueryParams(asked)}"
        while address is not None:
            response = ask(self.app, "GET", address)
            assert response.status_code == 200, response.text
            page = KeptList.model_validate_json(response.content).assessments
            link = response.headers.get("link")
            assert len(page) <= int(asked["limit"])
            assert link is None or len(page) == int(asked["limit"])
            found += [(each.id, each.grade.human, each.review, each.replaces, each.replaced_by) for each in page]
            address = None if link is None else link[1 : link.index(">")]
        assert found == [(one.id, one.human, one.state, one.replaces, one.replaced_by) for one in wanted]

    def filters(self) -> Iterator[tuple[str, str, Callable[[One], bool]]]:
        """Every filter with a value and what it lets through."""
        for rubric in (*RUBRICS, "nobody"):
            yield "rubric", rubric, lambda one, rubric=rubric: one.result["rubric"]["id"] == rubric
        for state in ("open", *STATES.values()):
            yield "review", state, lambda one, state=state: one.state == state
        for name in ("ana ruiz", "The Harbour Master", "Ümit", "nobody"):
            yield "root", name, lambda one, name=name: name.casefold() in one.roots()
        for moment in (PAST, FUTURE, *itertools.islice((one.created for one in self.newest()), 2)):
            yield "since", moment, lambda one, moment=moment: one.created >= moment
        for one in self.newest()[:2]:
            if one.result["grade"] is not None:
                grade = one.result["grade"]
                yield "grade", grade, lambda other, grade=grade: other.result["grade"] == grade
            for axis, band in one.bands.items():
                if band is not None:
                    both = f"{axis}:{band}"
                    yield "band", band, lambda other, band=band: band in other.bands.values()
                    yield "band", both, lambda other, axis=axis, band=band: other.bands.get(axis) == band
        for gate in ("lone_leak", "inference", "nobody"):
            yield "gate", gate, lambda one, gate=gate: gate in applied(one)


def applied(one: One) -> set[str]:
    return {gate["id"] for gate in one.result["gates"] if gate["status"] == "applied"}


def test_the_life_of_assessments_agrees_with_a_plain_model_of_it(keeper: FastAPI) -> None:
    run_state_machine_as_test(
        type("LifeHere", (Life,), {"app": keeper}),
        settings=settings(
            max_examples=cases(dev=6, ci=12, long=400),
            stateful_step_count=cases(dev=15, ci=20, long=40),
            deadline=None,
            phases=[Phase.reuse, Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
