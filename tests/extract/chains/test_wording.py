"""What does the wording of a claim show: hedges, type, particulars, who checked it, where the writer concludes?"""

from __future__ import annotations

import pytest
from tests.extract.chains.articles import attributed, kinds, links, read

from sayso.extract.chains.cue_class import class_of
from sayso.extract.chains.hedging import hedges_in
from sayso.extract.chains.layout import lay_out
from sayso.extract.prose import take_apart

HEDGED = [
    ("The bridge may be mined.", ["may"]),
    ("The bridge was reportedly mined.", ["reportedly"]),
    ("It appears that the bridge was allegedly mined.", ["appears", "allegedly"]),
    ("About 40 boats were probably lost.", ["About", "probably"]),
    ("The mayor could resign.", ["could"]),
    ("In May the likely voters met about a bridge.", []),
    ("On May 3 the boats appeared on the river.", []),
    ("He asked what could be done by the man who could swim.", []),
    ("The Might of the navy was supposed to sail.", []),
    ("It would rain.", []),
]


@pytest.mark.parametrize(("text", "terms"), HEDGED)
def test_only_words_that_hold_back_are_hedges(text: str, terms: list[str]) -> None:
    assert [hedge.term for hedge in hedges_in(lay_out(take_apart(text)), [(0, len(text))])] == terms


def test_a_hedge_is_inner_inside_quotation_marks_and_outer_outside() -> None:
    _, findings = read("{Ann Holt} reportedly [said] <“the bridge may be mined”>.")
    places = {hedge["term"]: hedge["place"] for hedge in attributed(findings)[0]["hedges"]}
    assert places["may"] == "inner"


def test_a_clause_of_hearsay_is_a_claim_of_its_own_with_the_same_chain() -> None:
    _, findings = read("{Ann Holt} [said] <the navy tested one of the mines, which reportedly tore a hull open>.")
    whole, clause = attributed(findings)
    assert whole["hedges"] == []
    assert [hedge["term"] for hedge in clause["hedges"]] == ["reportedly"]
    assert clause["text"].startswith("One of the mines, which reportedly")
    assert links(whole)[-1]["source"] == links(clause)[-1]["source"]


def test_a_word_of_likelihood_is_stated_without_a_yardstick() -> None:
    _, findings = read("{Ann Holt} [said] <a flood is very likely in May>.")
    assert attributed(findings)[0]["likelihood"] == {"term": "very likely"}


TYPES = [
    ("{Mayor Ann Holt} [said] <we will close the bridge>.", "intent"),
    ("{Mayor Ann Holt} [promised] <to close the bridge>.", "intent"),
    ("{Mayor Ann Holt} [said] <the river will flood in May>.", "forecast"),
    ("{Ann Holt} [said] <the plan is a terrible mistake>.", "judgment"),
    ("{Ann Holt} [called] <the plan a disgrace>.", "judgment"),
    ("{A survey} [found] <that 40 percent of the boats leak>.", "observation"),
    ("{An official} [said] <two boats were lost on Monday>.", "report_of_speech"),
    ("{Several witnesses} [said] <two boats were lost on Monday>.", "observation"),
]


@pytest.mark.parametrize(("text", "statement_type"), TYPES)
def test_the_type_of_a_statement_follows_from_its_main_verb_and_its_root(text: str, statement_type: str) -> None:
    _, findings = read(text)
    assert attributed(findings)[0]["statement_type"] == statement_type


CLASSES = [
    ("said", "that it rains", "speech"),
    ("shows", "that it rains", "evidence"),
    ("believes", "that it rains", "belief"),
    ("wants", "to leave", "intention"),
    ("called for", "an inquiry", "intention"),
    ("called", "it a disgrace", "speech"),
    ("supports", "the bill", "evaluation"),
    ("asked", "whether it rains", "question"),
    ("is worried about", "the rain", "emotion"),
    ("promised", "to leave", "speech"),
    ("is expected", "to leave", "intention"),
    ("according to", "it rains", "speech"),
    (":", "it rains", "speech"),
    ("ruled against", "the plan", "evaluation"),
    ("talked about", "the rain", "act"),
    ("made clear", "that it rains", "speech"),
]


@pytest.mark.parametrize(("cue", "content", "expected"), CLASSES)
def test_a_cue_says_shows_believes_wants_or_judges(cue: str, content: str, expected: str) -> None:
    assert class_of(cue.split(), content.split(), quoted=False, source=True) == expected


def test_what_speaks_of_itself_inside_a_quotation_names_nobody_further_back() -> None:
    _, findings = read("{1 Ann Holt} [1 said] <1 “{2 I} [2 think] <2 it rained in May>.”>")
    assert [len(links(claim)) for claim in attributed(findings)] == [2, 2]


def test_wishes_and_votes_stand_apart_from_claims_and_lose_nothing() -> None:
    text, findings = read("{The Harbour Committee} [supports] <the bridge>.")
    (rest,) = findings.rest
    assert rest.cue_class == "evaluation"
    (claim,) = findings.claims
    assert claim["text"] == text
    assert kinds(claim) == ["secondhand_media", "unattributed_assertion"]


PARTICULARS = [
    ("Mayor Ann Holt closed two bridges in Springfield on Monday.", ["who", "what", "where", "when", "how_many"]),
    ("Rain fell.", ["what"]),
    ("She left.", ["who", "what"]),
    ("The flood of 1953 was great.", ["what", "when"]),
    ("Boats sank in Ohio.", ["what", "where"]),
]


@pytest.mark.parametrize(("text", "particulars"), PARTICULARS)
def test_particulars_are_those_that_the_claim_gives(text: str, particulars: list[str]) -> None:
    _, findings = read(text)
    assert findings.claims[0]["specifics"] == particulars


CHECKED = [
    ("{Ann Holt} [said] <so it was>. The Daily Ledger could not independently verify the claim.", "could_not_verify"),
    ("{Ann Holt} [said] <so it was>. The claim has not been verified.", "could_not_verify"),
    ("{A memo} reviewed by The Daily Ledger [said] <so it was>.", "original_seen"),
    ("{A memo} seen by The Herald [said] <so it was>.", "not_stated"),
    ("{Ann Holt} [said] <so it was>, which the Ledger independently confirmed.", "verified_independently"),
    ("{Ann Holt} [said] <so it was>.", "not_stated"),
]


@pytest.mark.parametrize(("text", "check"), CHECKED)
def test_what_the_outlet_says_of_its_own_check_is_kept(text: str, check: str) -> None:
    _, findings = read(text)
    assert links(attributed(findings)[0])[0]["publisher_verification"] == check


CONCLUDED = [
    ("Therefore the navy has lost its way.", "Therefore", "The navy has lost its way."),
    ("This shows that the plan was bad.", "This shows that", "The plan was bad."),
    ("This is because the boats are old.", "This is because", "The boats are old."),
    ("The navy appears to have lost.", "appears", "The navy appears to have lost."),
]


@pytest.mark.parametrize(("text", "cue", "claim_text"), CONCLUDED)
def test_a_conclusion_of_the_writer_has_the_outlet_as_its_only_link(text: str, cue: str, claim_text: str) -> None:
    plain, findings = read(text)
    (claim,) = findings.claims
    assert kinds(claim) == ["author_inference"]
    assert [plain[start:end] for start, end in claim["attributions"][0]["cue"]] == [cue]
    assert claim["text"] == claim_text
    assert "attribution_distance" not in claim


def test_a_guess_about_the_source_is_a_claim_of_the_writer_and_no_link() -> None:
    _, findings = read(
        "{1 A report in the pro-Sylvania Harbour News media} [1 says] <1 so it was>. "
        "{2 The report, apparently by the navy's own captains who watch the coast,} [2 says] <2 that it was so>."
    )
    chains = [kinds(claim) for claim in findings.claims]
    assert chains.count(["secondhand_media", "aligned_media"]) == 2
    assert ["author_inference"] in chains


def test_a_second_document_that_speaks_inside_a_content_speaks_for_itself() -> None:
    _, findings = read(
        "{The report} [says] <that boats sank, the overall assessment is that the navy has to use old ones>."
    )
    assert [claim["text"] for claim in attributed(findings)] == ["Boats sank.", "The navy has to use old ones."]


def test_a_document_of_which_something_is_that_speaks_though_the_finder_saw_nothing() -> None:
    _, findings = read("The assessment, apparently by captains who watch the coast, is that the navy has grown weak.")
    said, guessed = (
        attributed(findings)[0],
        findings.claims[-1 if kinds(findings.claims[0])[-1] != "author_inference" else 0],
    )
    assert said["text"] == "The navy has grown weak."
    assert links(said)[-1]["source"] == "assessment"
    assert kinds(guessed) == ["author_inference"]


def test_a_source_that_stands_in_the_cue_is_the_source() -> None:
    _, findings = read("[The overall assessment is] <that the navy has grown weak>.")
    assert links(attributed(findings)[0])[-1]["source"] == "overall assessment"


@pytest.mark.parametrize("text", ["The bridge is that old thing.", "The report is long.", "That is that."])
def test_a_copula_alone_attributes_nothing(text: str) -> None:
    _, findings = read(text)
    assert attributed(findings) == []


def test_what_the_source_does_besides_speaking_is_told_of_the_source() -> None:
    _, findings = read("{Ann Holt} has taken a boat to the island, [saying] <that the bridge is closed>.")
    assert "Ann Holt has taken a boat to the island." in [claim["text"] for claim in findings.claims]


def test_bylines_dates_and_credits_are_no_claims() -> None:
    _, findings = read(
        "By Ann Holt\n\n2024-03-14 The bridge was closed.\n\n(Reporting by Eve Lang; Editing by Bo Lee.)"
    )
    assert [claim["text"] for claim in findings.claims] == ["The bridge was closed."]


def test_the_marks_and_the_leading_that_are_left_out_of_a_claim() -> None:
    plain, findings = read("{Ann Holt} [said] <that the bridge, she built, was closed,> on Monday.")
    claim = attributed(findings)[0]
    assert claim["text"] == "The bridge, she built, was closed."
    assert [plain[start:end] for start, end in claim["spans"]] == ["the bridge, she built, was closed"]
