"""Is a domain the same however it is written, and nothing else taken for one?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.usecases.sources.domains import core_of, domain_of, is_bare, shown_domain


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("washingtonpost.com", "washingtonpost.com"),
        ("WWW.WashingtonPost.com.", "washingtonpost.com"),
        ("https://www.washingtonpost.com/world/?a=b#c", "washingtonpost.com"),
        ("http://desk@jpost.com:8080/x", "jpost.com"),
        ("blogs.jpost.com", "blogs.jpost.com"),
        ("www.com", "www.com"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("BÜCHER.example", "xn--bcher-kva.example"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("washingtonpost。com", "washingtonpost.com"),
    ],
)
def test_a_domain_has_one_form(text: str, domain: str) -> None:
    assert domain_of(text) == domain


@pytest.mark.parametrize(
    "text",
    ["", " ", "Reuters", "The Washington Post", "Dr. No", "U.S.", "127.0.0.1", "a.b.1", ".com", "-a.com", "a-.com",
     "a..com", "x" * 64 + ".com", "a." * 130 + "com", "xn--a.com", "xn--999999999.com", "https://", "http:///x",
     "a_b.com", "one of the reports, e.g. this.one today", "\ud800.com"],
)  # fmt: skip
def test_what_is_no_domain_is_none(text: str) -> None:
    assert domain_of(text) is None


def test_only_a_host_alone_is_bare() -> None:
    assert is_bare("jpost.com")
    assert not is_bare("https://jpost.com")
    assert not is_bare("jpost.com/en")


@pytest.mark.parametrize(
    ("domain", "core"),
    [("jpost.com", "jpost"), ("news.bbc.co.uk", "bbc"), ("washingtonpost.com.co", "washingtonpost"), ("co.uk", "co"),
     ("xn--bcher-kva.example", "bücher")],
)  # fmt: skip
def test_the_chosen_label_is_found(domain: str, core: str) -> None:
    assert core_of(domain) == core


@given(st.text(max_size=80))
def test_any_text_is_a_domain_in_one_form_or_none(text: str) -> None:
    domain = domain_of(text)
    assert domain is None or (domain_of(domain) == domain and domain.isascii() and shown_domain(domain))
