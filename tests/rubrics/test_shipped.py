"""Does every shipped rubric pass without a warning, say where its rules come from, and hold to its doctrine?"""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from tests.services import shipped_desk

from sayso.rubric import matcher
from sayso.rubric.model import Rubric
from sayso.usecases.desk import Desk
from sayso.usecases.score import score

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(path for path in (ROOT / "rubrics").glob("*.yaml") if path.name != "vocabulary.yaml")
ADMIRALTY = ("nato-admiralty", "nato-admiralty-fm")
# What each axis of the Admiralty code may rest on: nothing that the other reads.
OF_LETTER = {"record", "root_stated", "kind", "track_record.letter", "track_record.status", "access", "interest"}
OF_DIGIT = {"roots.count", "roots.independence", "consistency", "contradiction", "plausibility"}
LETTERS = "ABCDE"

each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
each_wording = pytest.mark.parametrize("rubric", ADMIRALTY)


@pytest.fixture(scope="module")
def desk() -> Desk:
    return shipped_desk()


def claim_of(*chains: list[dict[str, Any]], independent: bool = True, **facts: Any) -> dict[str, Any]:
    reason = {"independent": {"reason": "nobody of the others runs it"}}
    attributions = [{"chain": chain, **(reason if at and independent else {})} for at, chain in enumerate(chains)]
    return {"attributions": attributions, **facts}


def witness(name: str, **facts: Any) -> list[dict[str, Any]]:
    return [{"source": name, "kind": "eyewitness", "identification": "named", **facts}]


def bands(desk: Desk, rubric: str, claim: dict[str, Any]) -> tuple[str, str]:
    axes = score(desk, claim, rubric=rubric)["axes"]
    return axes["source_reliability"]["band"], axes["information_credibility"]["band"]


def letter(desk: Desk, rubric: str, *chain: dict[str, Any]) -> str:
    return bands(desk, rubric, claim_of(list(chain)))[0]


def digit(desk: Desk, rubric: str, *chains: list[dict[str, Any]], independent: bool = True, **facts: Any) -> str:
    return bands(desk, rubric, claim_of(*chains, independent=independent, **facts))[1]


@each_file
def test_a_shipped_rubric_loads_without_a_warning(path: Path, desk: Desk) -> None:
    found = [problem.text(path.name) for problem in desk.problems[path.name] if problem.severity != "info"]
    assert found == []


@each_file
def test_every_criterion_and_gate_names_its_document(path: Path, desk: Desk) -> None:
    rubric = desk.catalog.get(path.stem)
    silent = [each.id for each in (*rubric.criteria, *rubric.gates) if len(each.reference) < 10]
    assert silent == []


@each_file
def test_the_decision_record_that_a_rubric_names_is_there(path: Path) -> None:
    named = re.findall(r"docs/decisions/[\w.-]+\.md", path.read_text(encoding="utf-8"))
    assert named, f"{path.name} does not say where its points come from"
    assert [name for name in named if not (ROOT / name).is_file()] == []


@each_file
def test_no_two_tests_of_a_rubric_share_a_name(path: Path, desk: Desk) -> None:
    names = [test.name for test in desk.catalog.get(path.stem).tests]
    assert len(names) == len(set(names)) > 0


@each_file
def test_no_sentence_is_broken_where_a_source_has_no_name(path: Path, desk: Desk) -> None:
    nobody = [{"source": "Daily Ledger", "kind": "secondhand_media"}, {"kind": "unattributed_assertion"}]
    answer = score(desk, claim_of(nobody), rubric=path.stem)
    assert [line["because"] for line in answer["criteria"] if "not stated" in line["because"][:-10]] == []


def read_by(rubric: Rubric, axis: str) -> set[str]:
    conditions = [each.when for criterion in rubric.of_axis(axis) for each in criterion.levels]
    return {test.ref.name for when in conditions if when is not None for test in matcher.tests(when)}


@each_wording
def test_letter_and_digit_rest_on_different_facts(rubric: str, desk: Desk) -> None:
    of_letter = read_by(desk.catalog.get(rubric), "source_reliability")
    of_digit = read_by(desk.catalog.get(rubric), "information_credibility")
    assert of_letter <= OF_LETTER
    assert of_digit <= OF_DIGIT
    assert not of_letter & of_digit


@each_wording
def test_the_two_axes_are_never_merged(rubric: str, desk: Desk) -> None:
    claim = claim_of(witness("the pilot", track_record={"letter": "A"}), consistency="all", contradiction="none")
    assert score(desk, claim, rubric=rubric)["overall"]["score"] is None


@each_wording
def test_no_letter_changes_the_digit_and_no_digit_the_letter(rubric: str, desk: Desk) -> None:
    met: dict[tuple[str, str], set[str]] = {}
    of_digit = list(product(("all", "conflicts"), ("none", "direct"), ("logical", "illogical"), (1, 2)))
    of_letter = list(product(LETTERS, ("neutral", "aligned"), ("direct", "none")))
    for at, (consistency, contradiction, plausibility, count) in enumerate(of_digit):
        for place, (record, interest, access) in enumerate(of_letter):
            first = witness("the pilot", track_record={"letter": record}, interest=interest, access=access)
            second = [witness("the harbour master")] if count == 2 else []
            facts = {"consistency": consistency, "contradiction": contradiction, "plausibility": plausibility}
            found = bands(desk, rubric, claim_of(first, *second, **facts))
            met.setdefault(("letter", str(place)), set()).add(found[0])
            met.setdefault(("digit", str(at)), set()).add(found[1])
    assert {case: found for case, found in met.items() if len(found) > 1} == {}
    words = {axis: {found for (each, _), those in met.items() if each == axis for found in those} for axis, _ in met}
    assert words["letter"] == set(LETTERS)
    assert {"1", "2", "5"} <= words["digit"]


@each_wording
@pytest.mark.parametrize("record", LETTERS)
def test_an_interest_costs_one_letter_and_no_more(rubric: str, record: str, desk: Desk) -> None:
    known = {"track_record": {"letter": record}, "access": "direct"}
    lower = LETTERS[min(LETTERS.index(record) + 1, 4)]
    for interest, expected in (
        ("neutral", record),
        ("against_interest", record),
        ("aligned", lower),
        ("party_to_dispute", lower),
    ):
        assert letter(desk, rubric, *witness("the pilot", **known, interest=interest)) == expected


@each_wording
@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("generally_reliable", "B"),
        ("no_consensus", "C"),
        ("generally_unreliable", "D"),
        ("deprecated", "D"),
        ("blacklisted", "E"),
    ],
)
def test_a_registry_status_makes_its_letter(rubric: str, status: str, expected: str, desk: Desk) -> None:
    outlet = {
        "source": "Evening Star",
        "kind": "secondhand_media",
        "identification": "named",
        "track_record": {"status": status},
    }
    assert letter(desk, rubric, outlet) == expected


@each_wording
@pytest.mark.parametrize("record", LETTERS)
@pytest.mark.parametrize("relation", ["quotes", "paraphrases", "contradicts", None])
def test_a_relay_keeps_a_letter_or_lowers_it(rubric: str, record: str, relation: str | None, desk: Desk) -> None:
    root = witness("the pilot", track_record={"letter": record}, access="direct", interest="neutral")
    relay = {"source": "Daily Ledger", "kind": "secondhand_media", **({"relation": relation} if relation else {})}
    chain = [root[0]]
    before = letter(desk, rubric, *chain)
    for number in range(11):
        chain = [{**relay, "source": f"Outlet {number}", "track_record": {"letter": "A"}}, *chain]
        after = letter(desk, rubric, *chain)
        assert after >= before
        before = after


@each_wording
def test_once_retold_by_a_named_outlet_a_letter_holds(rubric: str, desk: Desk) -> None:
    for record in LETTERS:
        root = witness("the pilot", track_record={"letter": record}, interest="neutral")[0]
        relay = {"source": "Daily Ledger", "kind": "secondhand_media", "relation": "paraphrases"}
        assert letter(desk, rubric, relay, root) == record


@each_wording
def test_without_a_record_there_is_no_letter(rubric: str, desk: Desk) -> None:
    paper = {"source": "Daily Ledger", "kind": "secondhand_media", "track_record": {"letter": "A"}}
    unrated = [
        [witness("the pilot")[0]],
        [paper, {"source": "sources", "kind": "anonymous_unspecified"}],
        [paper, {"source": "the talk of the town", "kind": "rumour"}],
        [paper, {"kind": "unattributed_assertion", "identification": "none"}],
        [paper, {"source": "@harbour", "kind": "social_media_post"}],
        [paper, {"source": "the party paper", "kind": "aligned_media", "identification": "named"}],
        [paper, {"source": "somebody of no stated kind"}],
    ]
    assert [letter(desk, rubric, *chain) for chain in unrated] == ["F"] * len(unrated)


@each_wording
def test_an_unnamed_source_is_c3_at_best_on_each_axis(rubric: str, desk: Desk) -> None:
    for named in ("role_and_access", "role", "group", "bare", "none"):
        root = {
            "source": "a diplomat",
            "kind": "anonymous_official",
            "identification": named,
            "track_record": {"letter": "A"},
        }
        claim = claim_of([root], consistency="all", contradiction="none", plausibility="logical")
        assert bands(desk, rubric, claim) == ("C", "3")


@each_wording
def test_digit_one_needs_two_origins_whose_independence_is_established(rubric: str, desk: Desk) -> None:
    best = {"consistency": "all", "contradiction": "none", "plausibility": "logical"}
    pilot, master = witness("the pilot"), witness("the harbour master")
    assert digit(desk, rubric, pilot, master, **best) == "1"
    assert digit(desk, rubric, pilot, master, independent=False, **best) == "2"
    assert digit(desk, rubric, pilot, **best) == "2"
    assert digit(desk, rubric, pilot, pilot, **best) == "2"


@each_wording
def test_whatever_else_is_said_a_contradiction_makes_five_and_a_tension_four(rubric: str, desk: Desk) -> None:
    pilot, master = witness("the pilot"), witness("the harbour master")
    for contradiction, expected in (("tension", "4"), ("direct", "5"), ("authoritative_refutation", "5")):
        facts = {"consistency": "all", "contradiction": contradiction, "plausibility": "logical"}
        assert digit(desk, rubric, pilot, master, **facts) == expected


def test_the_two_wordings_part_at_two_to_four_and_at_six(desk: Desk) -> None:
    cases = [("all", "possible_not_logical"), ("all", "reasonable"), ("none_available", "logical"), ("some", "logical")]
    found = {
        rubric: [
            digit(desk, rubric, witness("the pilot"), consistency=agrees, plausibility=sense, contradiction="none")
            for agrees, sense in cases
        ]
        for rubric in ADMIRALTY
    }
    assert found == {"nato-admiralty": ["2", "2", "6", "3"], "nato-admiralty-fm": ["4", "3", "4", "3"]}


@each_wording
def test_a_forecast_gets_its_likelihood_and_no_code(rubric: str, desk: Desk) -> None:
    claim = claim_of(
        witness("the pilot"), statement_type="forecast", likelihood={"term": "likely", "yardstick": "icd203"}
    )
    answer = score(desk, claim, rubric=rubric)
    assert (answer["status"], answer["grade"]) == ("not_applicable", None)
    assert answer["likelihood"] == {"term": "likely", "yardstick": "icd203", "low": 55, "high": 80}


@each_wording
def test_what_cannot_be_judged_says_what_silences_it(rubric: str, desk: Desk) -> None:
    paper = {"source": "Daily Ledger", "kind": "secondhand_media", "track_record": {"letter": "A"}}
    answer = score(desk, claim_of([paper, {"source": "sources", "kind": "anonymous_unspecified"}]), rubric=rubric)
    assert "What cannot be judged: nobody is named who could have a track record" in answer["rationale"]
    assert "stands to gain" not in answer["rationale"]


def test_a_further_origin_never_costs_a_newsroom_claim_points(desk: Desk) -> None:
    stated = [(1, "single"), (2, "established"), (3, "not_established"), (3, "established"), (4, "not_established")]
    scores = []
    for count, independence in stated:
        claim = claim_of(witness("the pilot"), content="fact", roots={"count": count, "independence": independence})
        scores.append(score(desk, claim, rubric="newsroom")["axes"]["information_credibility"]["score"])
    assert scores == sorted(scores)
