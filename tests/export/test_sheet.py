"""Does the print sheet show every word as text, both grades, and one claim in one block, with nothing fetched?"""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest
from pydantic_core import to_json
from tests.export.making import answer, claim, full, override, review
from tests.web.reading import Element, read_page

from sayso.export import pdf
from sayso.export.refusals import PdfNotInstalled
from sayso.export.review import Reviewed
from sayso.export.sheet import file_of, policy_of, sheet_of, style_of

MARKUP = [
    "<script>alert(1)</script>",
    '" onload="alert(1)" style="x',
    "{{ 7 * 7 }}",
    "']]>--></style><svg/onload=a(1)>",
]
HIDDEN = "sworn \u202eesle\u202c\x07"


def tree(made: Reviewed) -> Element:
    return read_page(sheet_of(made))


@pytest.mark.parametrize("words", MARKUP)
def test_markup_in_any_text_stays_text(words: str) -> None:
    html = sheet_of(full(words))
    assert "<script" not in html
    assert "<svg" not in html
    assert "<style" not in html
    for element in read_page(html).all():
        assert not {name for name in element.attributes if name == "style" or name.startswith("on")}, element.tag
    assert tree(full(words)).one("blockquote").text == " ".join(words.split())


def test_characters_that_hide_or_turn_are_written_out() -> None:
    html = sheet_of(full(HIDDEN))
    assert not {"\u202e", "\u202c", "\x07"} & set(html)
    assert tree(full(HIDDEN)).one("blockquote").text == "sworn [U+202E]esle[U+202C][U+0007]"


def test_an_override_is_boxed_with_both_grades_in_words() -> None:
    (section,) = tree(review(claim(human="A", reviews=(override(),)))).all("section", "claim")
    box = section.one("div", "box").text
    assert "A by a person, B computed" in box
    assert "OVERRIDDEN by key:k1" in box
    assert "computed was B, Poor" in box
    assert section.one("span", "grade").text == "B"


def test_without_an_override_nothing_is_boxed() -> None:
    assert list(tree(review(claim())).all("div", "box")) == []


def test_a_grade_stands_in_words_with_the_stored_figures() -> None:
    said = [each.text for each in tree(review(claim())).one("ul", "in-words").all("li")]
    assert said == ["Sourcing B, Poor: 41 (40.872), range 37 to 53"]


def test_what_cannot_be_judged_has_no_number() -> None:
    made = claim(answer=to_json(answer(status="abstained")), computed="F")
    said = tree(review(made)).one("ul", "in-words").one("li").text
    assert said == "Sourcing F, Cannot be judged: cannot be judged, open from 37 to 53"
    assert list(tree(review(made)).all("table", "losses")) == []


def test_the_foot_says_hash_rubric_and_page_and_no_name_can_end_it() -> None:
    style = style_of(review(claim()))
    assert f'content: "Text sha256 {"5" * 64}\\A small@1.0.0 eeeeeeeeeeee"' in style
    assert "counter(page)" in style
    assert "counter(pages)" in style
    assert not re.search(r"@import|@font-face|url\(|https?:", style)


def test_the_file_carries_its_style_and_its_policy_lets_only_that_in() -> None:
    made = review(claim())
    html = file_of(made).decode()
    style = html.partition("<style>")[2].partition("</style>")[0]
    assert base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() in policy_of(made)
    assert list(read_page(html).all("link")) == []


def test_what_is_left_of_a_deleted_document_says_that_it_was_deleted() -> None:
    gone = review(
        claim(text=None, id=None, places=()),
        title=None,
        outlet=None,
        url=None,
        text=None,
        deleted="now",
        deleted_by="local",
    )
    said = tree(gone).text
    assert "Deleted by local on now" in said
    assert "5" * 64 in said


@pytest.mark.pdf
def test_the_same_review_is_drawn_to_the_same_bytes() -> None:
    drawn = pdf.pdf_of(full("words"))
    assert drawn.startswith(b"%PDF-")
    assert drawn == pdf.pdf_of(full("words"))


@pytest.mark.pdf
def test_drawing_reads_no_file_even_where_a_sheet_would_ask_for_one(tmp_path: Path) -> None:
    from sayso.export.weasy import draw

    style = tmp_path / "style.css"
    style.write_text("p { font-size: 60pt }", encoding="utf-8")
    inside = f"<style>{style.read_text(encoding='utf-8')}</style><p>words"
    assert draw(f'<link rel="stylesheet" href="{style.as_uri()}"><p>words') == draw("<p>words") != draw(inside)


def test_where_nothing_can_draw_the_refusal_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "sayso.export.weasy", None)
    with pytest.raises(PdfNotInstalled) as refused:
        pdf.pdf_of(review(claim()))
    assert "sayso[pdf]" in (refused.value.hint or "")
