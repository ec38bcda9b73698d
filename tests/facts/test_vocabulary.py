"""Does the shipped vocabulary declare what the design names, with its document, and does it say what may be matched?"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.facts.reading import VOCABULARY

from sayso.facts.vocabulary import Field

TREE = {
    "observation": ["direct_observation", "eyewitness", "dataset_or_imagery"],
    "official": ["on_record_official", "anonymous_official"],
    "document": ["official_document", "court_record"],
    "leak": ["classified_leak", "leaked_document"],
    "judgment": ["expert_analysis", "author_inference"],
    "party": ["participant_statement", "press_release"],
    "relay": ["wire_service", "secondhand_media", "prior_own_reporting", "state_media", "aligned_media"],
    "untraced": [
        "anonymous_unspecified", "hearsay", "rumour", "social_media_post", "unattributed_assertion",
        "machine_generated",
    ],
}  # fmt: skip


def fields() -> Iterator[tuple[str, Field]]:
    for section in (
        "document", "claim", "attribution", "link", "hedge", "derived_claim", "derived_chain", "derived_root",
        "derived_link",
    ):  # fmt: skip
        for name, field in getattr(VOCABULARY, section).items():
            yield f"{section}.{name}", field


def test_the_kinds_are_the_tree_of_the_design() -> None:
    top = {kind.id: list(kind.children) for kind in VOCABULARY.kinds.values() if kind.parent is None}
    assert top == TREE
    assert {kind.id: kind.parent for kind in VOCABULARY.kinds.values() if kind.parent} == {
        child: parent for parent, children in TREE.items() for child in children
    }


def test_a_kind_matches_everything_under_it() -> None:
    for parent, children in TREE.items():
        assert VOCABULARY.kind_and_below(parent) == {parent, *children}
        for child in children:
            assert VOCABULARY.kind_and_below(child) == {child}


@pytest.mark.parametrize(("name", "field"), list(fields()), ids=lambda value: value if isinstance(value, str) else "")
def test_every_fact_says_what_it_is_and_which_document_it_comes_from(name: str, field: Field) -> None:
    assert field.label.strip()
    assert field.gloss.strip()
    assert field.reference.strip()
    assert "unknown" not in field.values
    assert field.type != "enum" or field.values


@pytest.mark.parametrize(
    ("section", "name", "values"),
    [
        ("link", "identification", "named_with_position named role_and_access role group bare none"),
        ("link", "access", "direct indirect inferred none"),
        ("link", "publisher_verification", "verified_independently original_seen partial could_not_verify not_stated"),
        ("link", "track_record.letter", "A B C D E"),
        ("link", "track_record.status",
         "generally_reliable no_consensus generally_unreliable deprecated blacklisted"),
        ("claim", "content", "fact characterisation opinion_or_attack"),
        ("derived_claim", "roots.independence", "established not_established single dependent"),
        ("derived_claim", "hedge", "none weak strong"),
        ("derived_chain", "record", "A B C D E"),
    ],
)  # fmt: skip
def test_ordered_values_stand_best_first(section: str, name: str, values: str) -> None:
    field = getattr(VOCABULARY, section)[name]
    assert field.ordered
    assert list(field.values) == values.split()


@pytest.mark.parametrize("name", ["lineage", "source_id", "url", "plural", "note", "role", "role_text", "custody"])
def test_a_link_has_the_fields_that_the_design_adds(name: str) -> None:
    assert name in VOCABULARY.link


def test_a_status_is_worth_the_letter_that_the_design_says() -> None:
    assert VOCABULARY.status_letters == {
        "generally_reliable": "B", "no_consensus": "C", "generally_unreliable": "D", "deprecated": "D",
        "blacklisted": "E",
    }  # fmt: skip


def test_the_lexicon_is_that_of_the_design() -> None:
    assert VOCABULARY.hedges.strong == {
        "allegedly", "purportedly", "supposedly", "rumoured", "unconfirmed", "unverified",
    }  # fmt: skip
    assert VOCABULARY.hedges.weak == {
        "reportedly", "apparently", "appears", "seems", "suggests", "may", "might", "could", "possibly", "likely",
        "probably",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("term", "yardstick", "span"),
    [
        ("likely", "icd203", (55, 80)),
        ("LIKELY", "phia", (55, 75)),
        ("highly  likely", "ajp21", (90, 100)),
        ("chances about even", "kent", (40, 60)),
        ("likely", None, None),
        ("likely", "no such yardstick", None),
        ("possibly", "icd203", None),
        ("may", "phia", None),
        ("reportedly", "kent", None),
    ],
)
def test_a_word_has_a_range_only_under_a_yardstick_that_lists_it(
    term: str, yardstick: str | None, span: tuple[int, int] | None
) -> None:
    assert VOCABULARY.likelihood_range(term, yardstick) == span


def test_positions_and_structures_cannot_be_matched_and_every_fact_can() -> None:
    for name, field in fields():
        expected = field.type not in ("record", "chain", "attributions", "claims") and not field.position
        assert field.matchable is expected, name


def test_each_fact_has_a_place_of_its_own_in_its_row() -> None:
    for layout in (VOCABULARY.layout.claim, VOCABULARY.layout.chain, VOCABULARY.layout.link):
        assert sorted(layout.values()) == list(range(len(layout)))
    assert set(VOCABULARY.layout.chain) == {"hops", "circular", "root_stated", "record"}
    assert {"roots.count", "roots.independence", "specificity", "hedge", "age_days"} <= set(VOCABULARY.layout.claim)
    assert {"hedge", "attenuation_days", "track_record.letter"} <= set(VOCABULARY.layout.link)
