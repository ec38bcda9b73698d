"""Is a link that was met before the link that reading it afresh gives, and is what is kept of links bounded?"""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.generated.claims import claims, everything
from tests.generated.vocabulary import shipped_vocabulary

from sayso.facts.derive import derive, derive_link
from sayso.facts.kept_links import LINKS_KEPT, LONGEST_KEPT, KeptLinks, NotKept
from sayso.facts.quick import QuickClaims
from sayso.facts.schema import DEFAULT_LIMITS

VOCABULARY = shipped_vocabulary()


def fresh() -> KeptLinks:
    return QuickClaims(VOCABULARY, DEFAULT_LIMITS)._links


def kept(links: KeptLinks) -> int:
    return len(links._kept)


def raw(link: object) -> msgspec.Raw:
    return msgspec.Raw(json.dumps(link).encode())


WARM = fresh()


@given(claims(everything(), gaps=0))
def test_a_link_met_before_is_the_link_read_afresh_and_so_is_what_follows_from_it(claim: dict[str, Any]) -> None:
    for attribution in claim["attributions"]:
        chain = [raw(link) for link in attribution["chain"]]
        try:
            first = WARM.read(chain)
        except NotKept:
            with pytest.raises(NotKept):
                fresh().read(chain)
            continue
        assert WARM.read(chain) == first == fresh().read(chain)
        assert first[1] == [derive_link(link, VOCABULARY) for link in first[0]]
        stated = {"attributions": [{"chain": first[0]}]}
        assert derive(stated, VOCABULARY, None, [first[1]]) == derive(stated, VOCABULARY)


def test_hedges_sent_as_words_are_counted_each_time() -> None:
    links = fresh()
    chain = [raw({"source": "A", "hedges": ["may", {"term": "might"}]}), raw({"source": "B"})]
    assert [links.read(chain)[2] for _ in range(3)] == [1, 1, 1]


@pytest.mark.parametrize(
    "link",
    [
        {"source": " A"}, {"source": "A", "access": "some"}, {"source": "A", "age": "old"}, {"kind": "oracle"},
        {}, [], 7, {"track_record": {}}, {"source": "E\u0301lodie"},
        {"hedges": [{"term": "likely", "yardstick": "icd203"}] * 2},
    ],
)  # fmt: skip
def test_what_is_not_in_the_form_in_which_claims_are_kept_is_refused_each_time_and_not_kept(link: object) -> None:
    links = fresh()
    for _ in range(2):
        with pytest.raises(NotKept):
            links.read([raw(link)])
    assert kept(links) == 0


@given(st.integers(1, 3))
def test_a_key_given_twice_is_refused(times: int) -> None:
    doubled = b'{"source": "A", ' + b'"kind": "eyewitness", ' * times + b'"kind": "rumour"}'
    with pytest.raises(NotKept):
        fresh().read([msgspec.Raw(doubled)])


def test_no_more_links_are_kept_than_the_bound_and_what_comes_after_is_read_as_before() -> None:
    links = fresh()
    for number in range(LINKS_KEPT + 10):
        assert links.read([raw({"source": f"S{number}"})])[0] == [{"source": f"S{number}"}]
    assert kept(links) == 10


def test_a_long_link_is_read_and_not_kept() -> None:
    links = fresh()
    for length, count in ((LONGEST_KEPT, 0), (10, 1)):
        link = {"source": "A" * length}
        assert links.read([raw(link)])[0] == [link]
        assert kept(links) == count
