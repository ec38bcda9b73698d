"""Do the rubrics for descriptors, open sources and leaks keep what their decision records promise?"""

from __future__ import annotations

import json
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from sayso.engine.explain import explain
from sayso.engine.plan import compile_rubric
from sayso.engine.scalar import judge
from sayso.facts.claim import read_claim
from sayso.facts.derive import derive
from sayso.facts.vocabulary import Vocabulary, load_vocabulary
from sayso.rubric.model import Rubric
from sayso.usecases.desk import read_file

ROOT = Path(__file__).resolve().parents[2]
FURTHER = ("icd206-descriptor", "osint-verification", "leak-and-anonymous")
SEED = {claim["id"]: claim for claim in json.loads((ROOT / "fixtures" / "seed" / "claims.json").read_text())["claims"]}

# As the decision records list them, best first: 2 a full element of twenty points, and points of sixty and of fifty.
PUBLISHED = {
    "icd206-descriptor": (
        5,
        {
            **dict.fromkeys(["access", "record", "bias", "completeness", "precision", "age"], (2, 1, 0)),
            **dict.fromkeys(["directness", "corroboration", "deception", "judgment"], (2, 1, 0)),
        },
    ),
    "osint-verification": (
        4,
        {
            "provenance": (8, 4, 0),
            "uploader": (5, 2, 0),
            "independence": (5, 2, 0),
            "specificity": (4, 3, 2, 1, 0),
            "attenuation": (3, 2, 1),
            "geolocation": (8, 4, 0),
            "chronolocation": (7, 3, 0),
            "inner": (4, 0),
            "outer": (6, 3, 0),
        },
    ),
    "leak-and-anonymous": (
        2,
        {
            "seen": (10, 7, 4, 2, 0),
            "authentication": (10, 6, 3, 0),
            "custody": (6, 4, 1, 0),
            "document_class": (5, 4, 2, 1, 0),
            "motive": (5, 3, 0),
            "response": (5, 3, 2, 0),
            "roots": (6, 3, 0),
            "anonymity": (3, 2, 0),
        },
    ),
}
FILE_OF_TEN = {"file": (6, 3, 1, 0), "preserved": (4, 0)}

VIDEO = {
    "source": "a video of the bridge",
    "kind": "social_media_post",
    "medium": "video",
    "provenance": "first_upload",
    "uploader_history": "established",
    "interest": "neutral",
    "observed_at": "2026-03-01",
    "reported_at": "2026-03-01",
    "original_file": "original",
    "archived": True,
    "geolocation": "confirmed",
    "chronolocation": "confirmed",
    "internal_consistency": "consistent",
    "manipulation": "none_found",
    "earlier_copy": "none_found",
}
LEAK = {
    "source": "the inspection report",
    "kind": "leaked_document",
    "identification": "named",
    "seen": "full_original",
    "authentication": "independent",
    "obtained_from": "originator",
    "leak_class": "primary_reporting",
    "motive": "examined_disclosed",
    "official_response": "confirmed",
}
OUTLET = {"source": "Daily Ledger", "kind": "secondhand_media", "relation": "quotes", "identification": "named"}
RELAY = {"source": "Evening Star", "kind": "secondhand_media", "relation": "quotes"}


@lru_cache
def vocabulary() -> Vocabulary:
    return load_vocabulary(ROOT / "rubrics" / "vocabulary.yaml")


@lru_cache
def rubric(name: str) -> Rubric:
    found = read_file((ROOT / "rubrics" / f"{name}.yaml").read_bytes(), name, vocabulary(), {}).rubric
    assert found is not None
    return found


def graded(name: str, *chains: list[dict[str, Any]], **claim: Any) -> dict[str, Any]:
    stated = claim.pop("claim", {"attributions": [{"chain": deepcopy(chain)} for chain in chains], **claim})
    reading = read_claim(stated, vocabulary(), strict=True)
    result = judge(compile_rubric(rubric(name)), derive(reading.claim, vocabulary()))
    return explain(result, reading.claim, vocabulary(), engine="", as_of=None)


def gates(answer: dict[str, Any]) -> set[str]:
    return {gate["id"] for gate in answer["gates"] if gate["status"] != "possible"}


def scores(answer: dict[str, Any]) -> list[int | None]:
    return [axis["score"] for axis in answer["axes"].values()]


@pytest.mark.parametrize("name", FURTHER)
def test_the_checker_has_no_warning_and_every_test_of_the_file_holds(name: str) -> None:
    found = read_file((ROOT / "rubrics" / f"{name}.yaml").read_bytes(), name, vocabulary(), {})
    assert [problem.text(name) for problem in found.problems if problem.severity != "info"] == []
    assert found.trial is not None
    assert found.trial.coverage.missed == ()
    assert all(test.ok for test in found.trial.tests)


@pytest.mark.parametrize("name", FURTHER)
def test_points_are_those_of_the_decision_record_times_its_factor(name: str) -> None:
    factor, published = PUBLISHED[name]
    expected = {id_: [factor * points for points in each] for id_, each in published.items()}
    if name == "osint-verification":
        expected |= {id_: [10 * points for points in each] for id_, each in FILE_OF_TEN.items()}
    assert {c.id: sorted({e.points for e in c.entries}, reverse=True) for c in rubric(name).criteria} == expected


def test_the_overall_of_open_sources_counts_sixty_points_as_one_sum() -> None:
    assert dict(rubric("osint-verification").overall.weights) == {"source": 417, "technical": 166, "content": 417}


@pytest.mark.parametrize("name", FURTHER)
def test_every_loss_has_its_sentence_and_every_rule_its_document(name: str) -> None:
    for criterion in rubric(name).criteria:
        assert criterion.reference
        assert all(entry.because for entry in criterion.entries if entry.points < criterion.maximum)
    assert all(gate.because and gate.reference for gate in rubric(name).gates)


# The description of a source


def test_silence_about_a_source_is_a_certain_zero_and_never_an_abstention() -> None:
    answer = graded(
        "icd206-descriptor", [OUTLET, {"source": "a source", "kind": "anonymous_unspecified", "identification": "bare"}]
    )
    certain = {line["id"] for line in answer["criteria"] if line["basis"] == "fact"}
    assert certain == set(PUBLISHED["icd206-descriptor"][1]) - {"corroboration", "judgment"}
    assert answer["status"] == "scored"
    assert answer["axes"]["description"]["score"] == 5  # it was quoted, so it came from somebody else


def test_a_poor_source_may_be_well_described() -> None:
    described = {
        "source": "a fabricator",
        "kind": "anonymous_official",
        "access": "none",
        "track_record": {"letter": "E", "topic": "troops"},
    }
    answer = graded("icd206-descriptor", [OUTLET, described])
    points = {line["id"]: line["points"] for line in answer["criteria"]}
    assert (points["access"], points["record"], points["directness"]) == (10, 10, 10)


def test_that_nobody_could_verify_it_describes_the_source_as_well_as_that_somebody_did() -> None:
    told = [
        graded("icd206-descriptor", [{**OUTLET, "publisher_verification": word}, LEAK])
        for word in ("could_not_verify", "verified_independently")
    ]
    assert scores(told[0]) == scores(told[1])


def test_confidence_and_likelihood_in_one_sentence_are_noted_only_where_a_likelihood_is_stated() -> None:
    stated = {"likelihood": {"term": "likely", "yardstick": "icd203"}}
    assert "one_sentence" in gates(
        graded("icd206-descriptor", [OUTLET, LEAK], confidence_beside_likelihood=True, **stated)
    )
    assert "one_sentence" not in gates(
        graded("icd206-descriptor", [OUTLET, LEAK], confidence_beside_likelihood=False, **stated)
    )
    assert graded("icd206-descriptor", [OUTLET, LEAK])["gates"] == []


def test_a_chain_of_one_has_no_link_before_its_root_whether_it_is_read_alone_or_beside_another() -> None:
    own = [{"source": "Daily Ledger", "kind": "prior_own_reporting"}]
    for chains in ([own], [own, own]):
        lines = {line["id"]: line["level"] for line in graded("icd206-descriptor", *chains)["criteria"]}
        assert (lines["directness"], lines["corroboration"]) == ("nothing", "nothing")


# Open sources


@pytest.mark.parametrize(
    ("fact", "gate"),
    [
        ({"earlier_copy": "found"}, "recycled"),
        ({"manipulation": "synthetic"}, "rejected"),
        ({"manipulation": "manipulated"}, "rejected"),
    ],
)
def test_recycled_or_altered_material_is_worth_nothing_on_any_axis(fact: dict[str, str], gate: str) -> None:
    answer = graded(
        "osint-verification", [{**VIDEO, **fact}], consistency="all", specifics=["who", "what", "where", "when"]
    )
    assert scores(answer) == [0, 0, 0]
    assert answer["overall"]["score"] == 0
    assert gates(answer) == {gate}


def test_material_that_was_neither_traced_nor_placed_reaches_a_quarter_at_most() -> None:
    answer = graded(
        "osint-verification",
        [{**VIDEO, "provenance": "untraced", "geolocation": "none"}],
        consistency="all",
        specifics=["who", "what", "where", "when"],
    )
    assert scores(answer) == [25, 25, 25]
    assert answer["overall"] == {"score": 25, "low": 25, "high": 25, "exact": "25.000", "label": "Unverified"}
    for found in (
        {"provenance": "earliest_known", "geolocation": "none"},
        {"provenance": "untraced", "geolocation": "approximate"},
    ):
        assert gates(graded("osint-verification", [{**VIDEO, **found}])) == set()


@pytest.mark.parametrize("medium", ["speech", "interview"])
def test_words_alone_have_no_file_and_the_other_axes_are_scaled(medium: str) -> None:
    answer = graded(
        "osint-verification",
        [{**VIDEO, "medium": medium, "provenance": "earliest_known"}],
        consistency="some",
        specifics=["who", "what", "where", "when"],
    )
    assert answer["axes"]["technical"]["status"] == "not_applicable"
    assert (answer["axes"]["source"]["score"], answer["axes"]["content"]["score"]) == (84, 88)
    assert answer["overall"]["exact"] == "86.000"  # (84 + 88) / 2: both weigh 417
    assert answer["grade"] == "strong/strong"


@pytest.mark.parametrize("medium", ["image", "video", "sensor", "feed", "post", "document"])
def test_a_thing_that_can_be_kept_has_a_file(medium: str) -> None:
    assert graded("osint-verification", [{**VIDEO, "medium": medium}])["axes"]["technical"]["score"] == 100


def test_until_somebody_looked_for_an_earlier_copy_the_range_begins_at_nothing() -> None:
    unlooked = {name: value for name, value in VIDEO.items() if name != "earlier_copy"}
    axes = graded("osint-verification", [unlooked], consistency="all")["axes"].values()
    assert all(axis["low"] == 0 and axis["score"] > 0 for axis in axes)


def test_an_altered_piece_beside_a_sound_one_takes_nothing_from_it() -> None:
    alone = graded("osint-verification", [VIDEO], consistency="all")
    beside = graded(
        "osint-verification", [{**VIDEO, "source": "another", "manipulation": "synthetic"}], [VIDEO], consistency="all"
    )
    assert scores(beside) == scores(alone)


# Leaks and unnamed sources


def test_whatever_the_first_outlet_saw_the_second_has_at_most_two_points_of_ten() -> None:
    for sight in ("full_original", "extract", "read_to_reporter", "described"):
        answer = graded("leak-and-anonymous", [RELAY, OUTLET, {**LEAK, "seen": sight}])
        assert next(line["points"] for line in answer["criteria"] if line["id"] == "seen") == 4
    whole = graded("leak-and-anonymous", [OUTLET, LEAK])["criteria"]
    assert next(line["points"] for line in whole if line["id"] == "seen") == 20


def test_a_second_paper_that_relies_on_the_first_is_no_second_origin() -> None:
    answer = graded("leak-and-anonymous", [OUTLET, LEAK], [RELAY, OUTLET, LEAK])
    assert answer["derived"]["roots"]["count"] == 1
    assert "roots.alone" in {loss["code"] for loss in answer["losses"]}


def test_an_unnamed_leak_beside_a_named_witness_adds_no_origin() -> None:
    witness = {"source": "Ana Ruiz", "kind": "eyewitness", "identification": "named"}
    unnamed = {**LEAK, "source": "one of the reports", "identification": "bare"}
    assert graded("leak-and-anonymous", [OUTLET, unnamed], [RELAY, witness])["derived"]["roots"]["count"] == 1


def test_a_third_origin_costs_nothing_though_nobody_showed_that_it_is_independent() -> None:
    two = graded("leak-and-anonymous", [OUTLET, LEAK], roots={"count": 2, "independence": "established"})
    three = graded("leak-and-anonymous", [OUTLET, LEAK], roots={"count": 3, "independence": "not_established"})
    assert scores(two) == scores(three) == [100]


@pytest.mark.parametrize("word", ["consistent", "holder_only", "none", None])
def test_without_independent_authentication_a_leak_is_c_at_best(word: str | None) -> None:
    root = {name: value for name, value in {**LEAK, "authentication": word}.items() if value is not None}
    answer = graded("leak-and-anonymous", [OUTLET, root], roots={"count": 2, "independence": "established"})
    assert scores(answer) == [64]
    assert answer["grade"] == "C"


def test_a_forgery_is_worth_nothing_and_an_unnamed_person_cannot_be_one() -> None:
    assert scores(graded("leak-and-anonymous", [OUTLET, {**LEAK, "authentication": "forged"}])) == [0]
    person = {"source": "an official", "kind": "anonymous_official", "identification": "role"}
    assert graded("leak-and-anonymous", [OUTLET, person])["gates"] == []


def test_an_unnamed_source_without_a_document_reaches_nineteen_of_fifty() -> None:
    person = {
        "source": "an official",
        "kind": "anonymous_official",
        "identification": "role_and_access",
        "anonymity_reason": "stated",
        "motive": "examined_disclosed",
        "official_response": "confirmed",
    }
    assert scores(
        graded("leak-and-anonymous", [OUTLET, person], roots={"count": 2, "independence": "established"})
    ) == [38]


def test_the_rationale_tells_what_the_document_says_from_what_is_so() -> None:
    assert "document says so, not that it is so" in graded("leak-and-anonymous", [OUTLET, LEAK])["rationale"]


# The seed


def test_the_seed_under_the_rubric_for_leaks() -> None:
    grades = {id_: graded("leak-and-anonymous", claim=claim) for id_, claim in SEED.items()}
    judged = {id_: answer["grade"] for id_, answer in grades.items() if answer["status"] != "not_applicable"}
    assert judged == {"seed-12": "E", "seed-14": "F", "seed-15": "F", "seed-16": "F"}


def test_the_seed_under_the_rubric_for_descriptors() -> None:
    answers = {id_: graded("icd206-descriptor", claim=claim) for id_, claim in SEED.items()}
    of_twenty = {
        id_: answer["axes"]["description"]["score"] // 5
        for id_, answer in answers.items()
        if answer["status"] == "scored"
    }
    al_mayadeen = dict.fromkeys(["seed-02", "seed-03", "seed-04", "seed-06", "seed-07", "seed-10"], 4)
    leak = dict.fromkeys(["seed-12", "seed-14", "seed-15", "seed-16"], 1)
    nobody = dict.fromkeys(["seed-01", "seed-08", "seed-13", "seed-20", "seed-21", "seed-22", "seed-24", "seed-25"], 0)
    assert of_twenty == al_mayadeen | leak | nobody
    assert all(answer["grade"] in ("inadequate", None) for answer in answers.values())


def test_the_seed_shows_no_material_so_nothing_in_it_is_verified() -> None:
    answers = [graded("osint-verification", claim=claim) for claim in SEED.values()]
    assert {answer["grade"] for answer in answers} == {None, "open/open/open"}
