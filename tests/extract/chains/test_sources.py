"""Who is meant, and what kind of source is it? Invented articles with their attributions marked."""

from __future__ import annotations

import pytest
from tests.extract.chains.articles import attributed, links, names, read

LEDGER = "The Daily Ledger"

KINDS = [
    ("{Mayor Ann Holt} [said] <it was closed>.", "on_record_official", "named_with_position"),
    ("{Presidential candidate Ann Holt} [said] <it was closed>.", "participant_statement", "named_with_position"),
    ("{Ann Holt, a professor of geology at Sylvania University,} [said] <it was closed>.", "expert_analysis",
     "named_with_position"),
    ("{Ann Holt} [said] <it was closed>.", "participant_statement", "named"),
    ("{A senior official} [said] <it was closed>.", "anonymous_official", "role"),
    ("{Officials} [said] <it was closed>.", "anonymous_official", "group"),
    ("{A source} [said] <it was closed>.", "anonymous_unspecified", "bare"),
    ("{People familiar with the matter} [said] <it was closed>.", "anonymous_unspecified", "role_and_access"),
    ("{Several witnesses} [said] <it was closed>.", "eyewitness", "group"),
    ("{Critics} [say] <it was closed>.", "anonymous_unspecified", "group"),
    ("{The Sylvanian Interior Ministry} [said] <it was closed>.", "on_record_official", "named"),
    ("{The Supreme Court} [ruled] <that it was closed>.", "court_record", "named"),
    ("{State television} [said] <it was closed>.", "state_media", "group"),
    ("{Reuters} [reported] <that it was closed>.", "wire_service", "named"),
    ("{Satellite images} [show] <that it was closed>.", "dataset_or_imagery", "bare"),
    ("{A leaked memo} [said] <it was closed>.", "leaked_document", "bare"),
    ("{A secret intelligence report} [said] <it was closed>.", "classified_leak", "bare"),
    ("{The indictment} [says] <it was closed>.", "court_record", "bare"),
    ("{A tweet} [said] <it was closed>.", "social_media_post", "bare"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "identification"), KINDS)
def test_the_kind_and_identification_of_a_root_follow_from_its_words(text: str, kind: str, identification: str) -> None:
    _, findings = read(text)
    root = links(attributed(findings)[0])[-1]
    assert (root["kind"], root["identification"]) == (kind, identification)


MEANT = [
    ("{1 Mayor Ann Holt} [1 said] <1 it rained>. {2 Holt} [2 added] <2 that it snowed>.", "Ann Holt"),
    ("{1 Mayor Ann Holt} [1 said] <1 it rained>. {2 She} [2 added] <2 that it snowed>.", "Ann Holt"),
    ("{1 Mayor Ann Holt} [1 said] <1 it rained>. {2 The mayor} [2 added] <2 that it snowed>.", "Ann Holt"),
    ("{1 The Harbour Committee} [1 said] <1 it rained>. {2 It} [2 added] <2 that it snowed>.", "Harbour Committee"),
    ("{1 A source} [1 said] <1 it rained>. {2 The source} [2 added] <2 that it snowed>.", "A source"),
    ("Ann Holt and Bob Reyes met. {2 He} [2 said] <2 that it snowed>.", "Bob Reyes"),
    ("Ann Holt met a lawyer, {2 who} [2 said] <2 that it snowed>.", "a lawyer"),
    ("{1 Bob Reyes} and Ann Holt met; he [1 said] <1 so>. <2 Ann Holt was late>, {2 he} [2 said].", "Bob Reyes"),
    ("{1 A report by the Harbour Committee} [1 found] <1 that it rained>. {2 The study} [2 said] <2 it snowed>.",
     "Harbour Committee"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name"), MEANT)
def test_a_later_mention_finds_whoever_was_named_before(text: str, name: str) -> None:
    _, findings = read(text)
    claim = attributed(findings)[-1]
    assert names(claim)[-1] == name
    assert not findings.warnings


OPEN = [
    "{She} [said] <that it snowed>.",
    "Ann Holt left. {He} [said] <that it snowed>.",
    "{The report} [says] <that it snowed>.",
    "{The senator} [said] <that it snowed>.",
    "Senator Ann Holt met Senator Eve Lang. {The senator} [said] <that it snowed>.",
    "{They} [said] <that it snowed>.",
]


@pytest.mark.parametrize("text", OPEN)
def test_whoever_cannot_be_settled_stays_as_written_with_a_warning(text: str) -> None:
    plain, findings = read(text)
    claim = attributed(findings)[-1]
    assert (names(claim)[-1] or "").lower() in plain.lower()
    (warning,) = findings.warnings
    assert warning.code == "unresolved_source"
    assert warning.severity == "warning"


def test_namesakes_are_told_apart_by_mr_and_mrs() -> None:
    _, findings = read(
        "Ann Holt and Bob Holt met. {1 Mr. Holt} [1 said] <1 it rained>. {2 Mrs. Holt} [2 said] <2 that it snowed>."
    )
    assert [names(claim)[-1] for claim in attributed(findings)] == ["Bob Holt", "Ann Holt"]


def test_a_pronoun_outside_a_quotation_means_nobody_inside_it() -> None:
    _, findings = read("{1 Ann Holt} [1 spoke]. <2 “Eve Lang is late,”> {2 she} [2 said].")
    assert names(attributed(findings)[-1])[-1] == "Ann Holt"


def test_a_place_is_no_speaker_for_he() -> None:
    _, findings = read(
        "Bob Reyes moved to Millbrook, a mayor's dream, in May. Life in Millbrook is slow. {He} [said] <so it is>."
    )
    assert names(attributed(findings)[0])[-1] == "Bob Reyes"


def test_what_was_said_in_a_statement_stays_in_it_for_the_next_sentence_of_the_speaker() -> None:
    _, findings = read("In a statement, {1 Ann Holt} [1 said] <1 it rained>. {2 She} [2 added] <2 that it snowed>.")
    assert [names(claim) for claim in attributed(findings)] == [[LEDGER, "statement", "Ann Holt"]] * 2


def test_a_share_of_those_asked_speaks_through_the_poll() -> None:
    _, findings = read(
        "{1 A Gallup poll} [1 showed] <1 that rain is disliked>. {2 Sixty percent of voters} [2 said] <2 they stay in>."
    )
    assert names(attributed(findings)[-1]) == [LEDGER, "Gallup poll", "Gallup"]


def test_an_office_is_filled_by_its_only_bearer_who_is_named_soon_after() -> None:
    _, findings = read("{1 A judge} [1 said] <1 the bridge may open>.\n\nJustice Eve Lang heard both sides on Monday.")
    assert names(attributed(findings)[0])[-1] == "Eve Lang"


FACTS = [
    ("{Ann Holt, the mayor of Springfield,} [said] <so it was>.",
     {"role": "official", "role_text": "mayor of Springfield"}),
    ("{Sources} [said] <so it was>.", {"plural": True, "anonymity_reason": "not_stated"}),
    ("{An official} [said] <so it was>, speaking anonymously because she was not authorized to talk.",
     {"anonymity_reason": "stated", "role": "official"}),
    ("{The pro-Sylvania Harbour News channel} [said] <so it was>.",
     {"interest": "aligned", "interest_disclosed": True, "role_text": "pro-Sylvania channel"}),
    ("{Two people who saw the fire} [said] <so it was>.", {"access": "direct"}),
    ("{A memo obtained through a Freedom of Information request} [said] <so it was>.",
     {"custody": "obtained_how_stated", "medium": "document"}),
    ("{Ann Holt, a professor of geology,} [said] <so it was>.", {"role": "expert", "expertise": "specialist"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "facts"), FACTS)
def test_facts_of_a_source_are_read_from_its_words_with_rule_and_place(text: str, facts: dict[str, object]) -> None:
    _, findings = read(text)
    claim = attributed(findings)[0]
    chain = links(claim)
    assert {name: chain[-1].get(name) for name in facts} == facts
    for name in facts:
        assert claim["found"][f"/attributions/0/chain/{len(chain) - 1}/{name}"]["rule"]


def test_what_the_words_do_not_show_stays_absent() -> None:
    _, findings = read("{Ann Holt} [said] <so it was>.")
    root = links(attributed(findings)[0])[-1]
    assert not {"role", "interest", "access", "custody", "plural", "expertise", "reported_at", "observed_at"} & set(
        root
    )
