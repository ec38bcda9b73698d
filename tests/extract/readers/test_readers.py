"""What text comes out of a file of each form, and what is told of a file from which none can?"""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.robustness.effort import share
from tests.robustness.strange_text import SAMPLES, strange

from sayso.errors import InvalidArticle
from sayso.extract.article import Article
from sayso.extract.readers.forms import FORMS, SUFFIXES, Form, form_named, form_of, most_bytes, read_bytes, read_text

PLAIN, MARKDOWN, HTML = (form_named(name) for name in ("plain", "markdown", "html"))
PAGE = """<!doctype html><html lang="en"><head><title>Bridge shut - Daily Ledger</title>
<meta property="og:site_name" content="Daily Ledger"><meta property="og:title" content="Bridge shut">
<meta property="article:published_time" content="2023-11-16T10:00:00Z">
<script>var said = "<p>not text</p>";</script><style>p { color: red }</style></head>
<body><nav><a href="/">Home</a> <a href="/w">World</a></nav>
<article><h1>Bridge shut</h1>
<p>The bridge was <b>shut</b> on Monday, the mayor said.
&ldquo;It will open,&rdquo; he added, &ldquo;when it is safe.&rdquo;</p>
<aside><p>Sign up for our letter and never miss a bridge, a tunnel or a road again.</p></aside>
<p>According to a report in the Ledger,<br>the rust was known. The ministry did not comment on it,
and neither did the builder.</p>
<!-- the editor's own remark --><p>It was unclear who knew of the rust, or for how long, or why nobody had acted.</p>
</article><footer><p>All rights reserved by the Daily Ledger and its heirs.</p></footer></body></html>"""


def codes(error: InvalidArticle) -> list[str]:
    return [problem.code for problem in error.problems]


@given(strange.filter(lambda text: text.strip() != ""))
def test_plain_text_is_kept_as_it_was_given(text: str) -> None:
    with suppress(InvalidArticle):  # of control characters only
        assert read_text(text, PLAIN) == Article(text)


def test_the_paragraphs_of_a_page_come_out_and_nothing_around_them() -> None:
    article = read_text(PAGE, HTML)
    rust = (
        "According to a report in the Ledger, the rust was known. The ministry did not comment on it, and neither did"
    )
    assert article.text.split("\n\n") == [
        "The bridge was shut on Monday, the mayor said. “It will open,” he added, “when it is safe.”",
        f"{rust} the builder.",
        "It was unclear who knew of the rust, or for how long, or why nobody had acted.",
    ]


def test_a_page_states_its_title_outlet_and_day() -> None:
    article = read_text(PAGE, HTML)
    assert (article.title, article.outlet, article.date) == ("Bridge shut", "Daily Ledger", "2023-11-16")


def test_what_a_page_does_not_state_is_not_guessed() -> None:
    article = read_text("<p>The bridge was shut on Monday, the mayor said, and will not open soon.</p>", HTML)
    assert (article.outlet, article.date) == (None, None)


@pytest.mark.parametrize("date", ["16 November 2023", "2023-13-01", "soon", ""])
def test_a_day_that_is_none_is_left_out(date: str) -> None:
    page = f'<meta name="date" content="{date}"><p>The bridge was shut on Monday, the mayor said in the evening.</p>'
    assert read_text(page, HTML).date is None


def test_whoever_gives_an_article_knows_better_than_the_file() -> None:
    article = read_text(PAGE, HTML).told("Another title", None, "2024-01-01")
    assert (article.title, article.outlet, article.date) == ("Another title", "Daily Ledger", "2024-01-01")


def test_an_xml_declaration_does_no_harm() -> None:
    page = f'<?xml version="1.0" encoding="utf-8"?>{PAGE}'
    assert read_text(page, HTML) == read_text(PAGE, HTML)


def test_markdown_loses_its_marks_and_keeps_its_words() -> None:
    head = "# Bridge *shut*\n\n"
    text = head + 'The **bridge** was\nshut, [the mayor](http://x) said.\n\n> "It will open."\n\n- one `x`\n- two\n'
    article = read_text(text, MARKDOWN)
    assert article == Article(
        'The bridge was shut, the mayor said.\n\n"It will open."\n\none x\n\ntwo', title="Bridge shut"
    )


def test_markdown_leaves_out_what_is_no_prose() -> None:
    text = "Said.\n\n```\ncode = said\n```\n\n<div>raw</div>\n\n![a picture](x.png)\n\n---\n\nDone."
    assert read_text(text, MARKDOWN).text == "Said.\n\nDone."


def test_the_lines_at_the_top_of_a_markdown_file_are_read() -> None:
    text = '---\ntitle: "Bridge shut"\ndate: 2023-11-16\npublisher: Daily Ledger\ntags: [a]\n---\n\nIt was shut.'
    assert read_text(text, MARKDOWN) == Article("It was shut.", "Bridge shut", "Daily Ledger", "2023-11-16")


def test_a_line_of_dashes_alone_begins_no_such_lines() -> None:
    assert read_text("---\n\nIt was shut.\n\n---\n", MARKDOWN).text == "It was shut."


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_form_is_known_by_the_end_of_the_name(suffix: str) -> None:
    form = form_of(f"A Story{suffix.upper()}")
    assert form is not None
    assert suffix in form.suffixes


@pytest.mark.parametrize("name", ["story", "story.doc", "story.pdf", "txt", ".json", ""])
def test_other_names_show_no_form(name: str) -> None:
    assert form_of(name) is None


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert read_bytes("\ufeffIt was shut.".encode(), PLAIN).text == "It was shut."


@pytest.mark.parametrize(
    ("data", "code", "says"),
    [
        (b"", "empty_text", "no text"),
        (b" \n\t ", "empty_text", "no text"),
        ("It was shut.".encode("utf-16"), "not_utf8", "UTF-16"),
        ("caf\u00e9 said".encode("latin-1"), "not_utf8", "not UTF-8"),
        (b"%PDF-1.7\n", "binary", "PDF"),
        (b"PK\x03\x04rest", "binary", ".docx"),
        (b"\x89PNG\r\n", "binary", "picture"),
        (b"\xd0\xcf\x11\xe0\x00", "binary", "Word"),
        (b"{\\rtf1 said}", "binary", "Rich Text"),
        (b"\x1f\x8b\x08", "binary", "compressed"),
        (b"\x00\x01\xff\xfe", "binary", "no text"),
        (b"said\x00so", "bad_text", "NUL"),
        (b"\x01\x02\x03said", "binary", "control"),
    ],
)
def test_what_is_no_text_is_refused_and_named(data: bytes, code: str, says: str) -> None:
    with pytest.raises(InvalidArticle, match=says) as refused:
        read_bytes(data, PLAIN)
    assert codes(refused.value) == [code]
    assert all(problem.hint for problem in refused.value.problems)


def test_where_a_file_stops_being_utf_8_is_told() -> None:
    with pytest.raises(InvalidArticle) as refused:
        read_bytes(b"one\ntwo \xe9", PLAIN)
    (problem,) = refused.value.problems
    assert (problem.line, problem.column) == (2, 5)


def test_half_of_a_surrogate_pair_is_refused_with_its_place() -> None:
    with pytest.raises(InvalidArticle) as refused:
        read_text("one\nab\ud83d", PLAIN)
    (problem,) = refused.value.problems
    assert (problem.code, problem.line, problem.column) == ("bad_text", 2, 3)


@pytest.mark.parametrize("page", ["<html></html>", "<!-- only this -->", "<script>said</script>", "<nav>Home</nav>"])
def test_a_page_without_an_article_is_refused(page: str) -> None:
    with pytest.raises(InvalidArticle) as refused:
        read_text(page, HTML)
    assert codes(refused.value) == ["empty_text"]


@pytest.mark.parametrize("form", [form for form in FORMS if not form.packed], ids=lambda form: form.name)
def test_a_text_of_more_than_the_limit_is_refused_before_it_is_read(form: Form) -> None:
    for too_long in (b"a" * (most_bytes(form, 10) + 1), b"a" * (10 * form.markup + 1)):
        with pytest.raises(InvalidArticle, match="at most 10 characters") as refused:
            read_bytes(too_long, form, 10)
        assert codes(refused.value) == ["too_long"]


def test_a_text_of_just_the_limit_is_read() -> None:
    assert read_text("a" * 500_000, PLAIN).text == "a" * 500_000


@share(dev=60, ci=200, long=2_000)
@given(st.lists(st.one_of(st.sampled_from(["<p>", "</p>", "<div>", "<br>", "<!--", "&", "said, ", *SAMPLES]), strange)))
def test_any_page_is_read_or_refused_with_a_problem(pieces: list[str]) -> None:
    for form in (HTML, MARKDOWN):
        with suppress(InvalidArticle):
            assert read_text("".join(pieces), form).text.strip()


@pytest.mark.parametrize(
    "piece", ["<div>", "<b>", "<p>said, ", "<", "&", "<table><tr><td>", "a<br>", "[", "![](", "> ", "*a ", "`", "- "]
)
def test_a_large_strange_page_is_read_or_refused(piece: str) -> None:
    for form in (HTML, MARKDOWN):
        with suppress(InvalidArticle):
            assert read_text(piece * (40_000 // len(piece)), form).text.strip()
