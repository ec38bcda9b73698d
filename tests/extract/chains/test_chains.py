"""Through whom did it come? Chains from marked attributions, nearest link first."""

from __future__ import annotations

import pytest
from tests.extract.chains.articles import attributed, kinds, links, names, read

from sayso.extract.chains.dates import day_in

LEDGER = "The Daily Ledger"

CHAINS = [
    ("{Mayor Ann Holt} [said] <the bridge was closed in May>.", [LEDGER, "Ann Holt"]),
    ("<The bridge was closed>, {Mayor Ann Holt} [told] The Springfield Herald on Monday.",
     [LEDGER, "The Springfield Herald", "Ann Holt"]),
    ("<The bridge was closed>, {Mayor Ann Holt} [told] The Daily Ledger.", [LEDGER, "Ann Holt"]),
    ("In a statement, {Mayor Ann Holt} [said] <the bridge was closed>.", [LEDGER, "statement", "Ann Holt"]),
    ("[According to] {a report at The Springfield Herald that is based on classified navy reports}, <it was mined>.",
     [LEDGER, "The Springfield Herald", "classified navy reports"]),
    ("[According to] {an assessment in the pro-Sylvania Harbour News media}, <the bridge was mined>.",
     [LEDGER, "Harbour News"]),
    ("{A survey by Gallup} [found] <that 62 percent want the bridge>.", [LEDGER, "survey", "Gallup"]),
    ("{Ann Holt's brief} [said] <the bridge was closed>.", [LEDGER, "Ann Holt's brief", "Ann Holt"]),
    ("{A memo seen by The Herald} [says] <it was mined>.", [LEDGER, "The Herald", "memo"]),
    ("{A memo seen by the navy} [says] <it was mined>.", [LEDGER, "memo"]),
    ("{Emails released by WikiLeaks} [show] <it was mined>.", [LEDGER, "WikiLeaks", "Emails"]),
    ("{A report written by Ann Holt} [says] <it was mined>.", [LEDGER, "report", "Ann Holt"]),
    ("{Two officials} [said], citing satellite images, <that it was mined>.",
     [LEDGER, "Two officials", "satellite images"]),
    ("{A reporter for The Herald} [said] <it was mined>.", [LEDGER, "The Herald"]),
    ("{Ann Holt and Bob Lang} [said] <it was mined>.", [LEDGER, "Ann Holt and Bob Lang"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "chain"), CHAINS)
def test_each_link_that_a_source_names_is_in_the_chain_nearest_first(text: str, chain: list[str]) -> None:
    _, findings = read(text)
    (claim,) = attributed(findings)
    assert names(claim) == chain


def test_a_claim_without_a_source_ends_in_an_unattributed_assertion() -> None:
    _, findings = read("The bridge was closed in May.")
    (claim,) = findings.claims
    assert kinds(claim) == ["secondhand_media", "unattributed_assertion"]
    assert claim["attribution_distance"] == "absent"


def test_agency_copy_came_through_the_agency_that_its_dateline_names() -> None:
    text = "SPRINGFIELD (AP) - {Mayor Ann Holt} [said] <the bridge was closed>. It rained."
    _, findings = read(text)
    assert [names(claim)[:2] for claim in findings.claims] == [[LEDGER, "AP"], [LEDGER, "AP"]]
    _, own = read(text, outlet="AP")
    assert [len(links(claim)) for claim in own.claims] == [2, 2]


def test_a_dateline_is_no_part_of_a_claim() -> None:
    _, findings = read("<SPRINGFIELD (AP) - The bridge was closed>, {Mayor Ann Holt} [said].")
    assert findings.claims[0]["text"] == "The bridge was closed."


def test_several_who_were_described_are_met_again_with_the_reason_given_later() -> None:
    _, findings = read(
        "{1 Two navy officials} [1 said] <1 it was mined>. {2 The officials, who spoke anonymously because they "
        "feared for their jobs,} [2 said] <2 that it sank>."
    )
    last = links(attributed(findings)[-1])[-1]
    assert (last["source"], last["anonymity_reason"]) == ("Two navy officials", "stated")


def test_an_unknown_publisher_is_a_first_link_without_a_source() -> None:
    _, findings = read("{Mayor Ann Holt} [said] <the bridge was closed>.", outlet=None, date=None)
    first = links(findings.claims[0])[0]
    assert first["kind"] == "secondhand_media"
    assert "source" not in first
    assert "reported_at" not in first


def test_an_outlet_that_names_nobody_leaves_the_root_unstated() -> None:
    _, findings = read("{The Springfield Herald} [reported] <that the bridge was closed>.")
    assert kinds(findings.claims[0]) == ["secondhand_media", "secondhand_media"]


def test_a_citation_of_the_own_earlier_piece_and_the_article_are_one_link() -> None:
    _, findings = read(
        "In June we noted at the Ledger that <it may be mined>, [according to] {a report at The Springfield Herald}."
    )
    (claim,) = attributed(findings)
    assert kinds(claim) == ["prior_own_reporting", "secondhand_media"]
    assert names(claim) == [LEDGER, "The Springfield Herald"]


def test_two_cues_over_one_content_are_one_claim_with_one_chain() -> None:
    _, findings = read(
        "{1 Mayor Ann Holt} [1 said] <1<2 that the bridge was closed by the river police on Sunday>>, "
        "[2 according to] {2 The Springfield Herald}."
    )
    (claim,) = attributed(findings)
    assert names(claim) == [LEDGER, "The Springfield Herald", "Ann Holt"]


def test_an_attribution_inside_a_content_hangs_behind_the_one_around_it() -> None:
    _, findings = read("{1 Mayor Ann Holt} [1 said] <1 that {2 Governor Paul Reyes} [2 warned] <2 of a second flood>>.")
    assert [LEDGER, "Ann Holt", "Paul Reyes"] in [names(claim) for claim in attributed(findings)]


def test_an_outlet_that_relays_a_speaker_has_the_speaker_behind_it() -> None:
    _, findings = read(
        "[1 According to] {1 The Springfield Herald}, <1 {2 Mayor Ann Holt} [2 said] <2 the bridge was closed>>."
    )
    assert all(names(claim) == [LEDGER, "The Springfield Herald", "Ann Holt"] for claim in attributed(findings))


def test_a_weekday_beside_the_cue_is_dated_from_the_day_of_publication() -> None:
    _, findings = read("<The bridge was closed>, {Mayor Ann Holt} [said] Monday.")
    assert links(findings.claims[0])[-1]["reported_at"] == "2024-03-11"


@pytest.mark.parametrize("words", ["in June", "next Monday", "Monday's vote", "in 2023", "31 June 2024", ""])
def test_no_day_is_made_of_words_that_give_none(words: str) -> None:
    assert day_in(words, (0, len(words)), "2024-03-14") is None


@pytest.mark.parametrize("published", [None, "", "14 March", "2024-13-40"])
def test_a_weekday_has_no_date_where_the_day_of_publication_is_unknown(published: str | None) -> None:
    assert day_in("on Monday", (0, 9), published) is None


def test_what_a_witness_saw_is_dated_where_the_claim_gives_the_day() -> None:
    _, findings = read("{Several witnesses} [said] <two boats sank on 3 March 2024>.")
    assert links(attributed(findings)[0])[-1]["observed_at"] == "2024-03-03"


def test_what_an_official_tells_of_an_event_is_no_observation_of_it() -> None:
    _, findings = read("{An official} [said] <two boats sank on 3 March 2024>.")
    assert "observed_at" not in links(attributed(findings)[0])[-1]


EVERYTHING = (
    "{1 An official who saw a secret report} reportedly [1 told] The Herald on Monday <1 that it was likely mined>.\n\n"
    "{2 The pro-Sylvania Harbour News media} [2 say] <2 “it may rain”>. Therefore nobody left. It rained."
)


def test_every_fact_that_is_found_says_by_which_rule() -> None:
    text, findings = read(EVERYTHING)
    assert len(findings.claims) > 3
    for claim in findings.claims:
        stated = {f"/{name}" for name in claim} - {"/id", "/text", "/spans", "/attributions", "/found"}
        for at, link in enumerate(links(claim)):
            stated |= {f"/attributions/0/chain/{at}/{name}" for name in link if name != "mention"}
        assert stated == set(claim["found"])
        places = [span for how in claim["found"].values() for span in how.get("span", [])]
        assert all(0 <= start < end <= len(text) for start, end in places)
