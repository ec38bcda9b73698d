"""Is each format read as it is published, and everything wrong in a file told with its line?"""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.usecases.sources.making import ROOT, VOCABULARY

from sayso.facts.yaml_reader import plain
from sayso.usecases.sources.checking import InvalidSource
from sayso.usecases.sources.formats.given import Given, Means, Ratings, Reading
from sayso.usecases.sources.formats.own import read_ratings
from sayso.usecases.sources.formats.reading import format_of, read_given
from sayso.usecases.sources.formats.tables import read_tables

LUA = r"""{
  {
    content_qualifier = "(general topics)", -- a remark
    discussion = { rsn = { "a, b" }, other = {} },
    domain = "harbour.example",
    id = "Harbour Gazette",
    name = "Harbour Gazette ",
    rsnl = { { notice_id = "1", notice_year = "2023", rfc = true }, { notice_year = "rfc=y" } },
    rsp_last = "2019",
    status = "nc",
    summary = "It said \"so\" \\ there.\
And more."
  },
  { domain = "harbour.example", id = "Gazette (sport)", name = "Harbour Gazette", content_qualifier = "(sport)",
    status = "gu" },
  { domain = "mill.example", ["id"] = "Mill", name = "", content_qualifier = "(2019–2021)", status = "d" },
  { domain = "dock.example/en", id = "Dock", name = "The Dock", status = "gr", rsp_last = "2020" },
  { domain = "quay.example", id = "Quay", name = "Quay", status = "m" },
}
""".encode()


PLAIN = Reading()


def read(data: bytes, how: Reading = PLAIN, format_: str | None = None) -> list[Given]:
    return read_given(data, "file", format_, how, VOCABULARY)


def problems(data: bytes, format_: str | None = None, how: Reading = PLAIN) -> list[tuple[int | None, str]]:
    with pytest.raises(InvalidSource) as caught:
        read(data, how, format_)
    assert all(problem.message for problem in caught.value.problems)
    return [(problem.line, problem.code) for problem in caught.value.problems]


def test_our_own_file_of_the_seed_is_read() -> None:
    found = read((ROOT / "fixtures" / "seed" / "sources.yaml").read_bytes())
    assert [each.entry.id for each in found][:2] == ["jerusalem-post", "washington-post"]
    assert all(each.is_whole for each in found)


def test_scores_are_ratings_and_stand_for_nothing_unless_the_desk_says_so() -> None:
    data = "domain,afm,pc1\nwww.a.example,0.1,0.819\nb.example,,1\n\nc.example,,0\nb.example,,1.0\n".encode("utf-8-sig")
    found = read(data, Reading(registry="r", valid_from="2023"))
    records = [each.entry.records[0] for each in found]
    assert [each.entry.domains for each in found] == [("a.example",), ("b.example",), ("c.example",)]
    assert [each.line for each in found] == [2, 3, 5]
    bands = ["0.819 (band 0.8 to 1)", "1.000 (band 0.8 to 1)", "0.000 (band 0 to 0.2)"]
    assert [record.rating for record in records] == bands
    assert {(record.letter, record.status, record.registry, record.valid_from) for record in records} == {
        (None, None, "r", "2023")
    }
    ratings = read_ratings(
        b"sayso: source-ratings/1\nscores: [{from: 0.82, letter: B}, {from: 0.5, status: no_consensus}]\n",
        "x",
        VOCABULARY,
    )
    mapped = [each.entry.records[0] for each in read(data, Reading(ratings=ratings))]
    assert [(record.letter, record.status) for record in mapped] == [(None, "no_consensus"), ("B", None), (None, None)]


def test_status_codes_become_the_statuses_that_they_name() -> None:
    found = {each.entry.id: each.entry for each in read(LUA)}
    assert list(found) == ["harbour-gazette", "mill", "the-dock", "quay"]
    harbour = found["harbour-gazette"]
    assert (harbour.name, harbour.domains) == ("Harbour Gazette", ("harbour.example",))
    assert [(each.topic, each.status, each.rating, each.valid_from) for each in harbour.records] == [
        (None, "no_consensus", "nc", "2023"),
        ("sport", "generally_unreliable", "gu", None),
    ]
    (mill,) = found["mill"].records
    assert (mill.status, mill.valid_from, mill.valid_to) == ("deprecated", "2019", "2022")
    assert found["the-dock"].domains == ()
    assert found["quay"].records[0][2:5] == (None, None, "m")
    assert all(record.note is None for entry in found.values() for record in entry.records)


def test_the_same_list_in_json_and_in_lines_of_json_says_the_same() -> None:
    (table,) = read_tables(LUA.decode())
    rows = plain(table)
    assert isinstance(rows, list)
    whole, lines = json.dumps(rows).encode(), "\n".join(json.dumps(row) for row in rows).encode()
    expected = [each.entry for each in read(LUA)]
    assert [each.entry for each in read(whole)] == [each.entry for each in read(lines)] == expected


def test_the_desk_says_what_a_code_stands_for() -> None:
    ratings = Ratings(codes={"m": Means(letter="C")})
    found = {each.entry.id: each.entry.records[0] for each in read(LUA, Reading(ratings=ratings))}
    assert (found["quay"].letter, found["mill"].status) == ("C", "deprecated")


@pytest.mark.parametrize(
    ("data", "format_"),
    [(LUA, "statuses"), (b'[{"id": "x"}]', "statuses"), (b"\xef\xbb\xbfdomain,pc1\n", "scores"),
     (b"# x\nsayso: sources/1", "yaml"), (b"", None), (b"hello", None), (b"a,b\n", None),
     (b"\xff\xfe\x00", None), (b"\n\n", None)],
)  # fmt: skip
def test_the_format_is_seen(data: bytes, format_: str | None) -> None:
    assert format_of(data) == format_


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", [(1, "wrong_format")]),
        (b"hello", [(1, "wrong_format")]),
        (b"domain,quality\na.example,1\n", [(1, "missing_key")]),
        (b"domain,pc1\nx y,0.5\na.example,2\nb.example\nc.example,nan\nd.example,1e999\n",
         [(2, "wrong_value"), (3, "wrong_value"), (4, "missing_key"), (5, "wrong_value"), (6, "wrong_value")]),
        (b"domain,pc1\na.example,0.5\nwww.a.example,0.6\n", [(3, "duplicate_id")]),
        (b'domain,pc1\n"a.example,0.5\n', [(2, "wrong_format")]),
        (b"domain,pc1\n\xff,1\n", [(2, "wrong_encoding")]),
        (b"sayso: sources/2\nsource: []\n", [(1, "missing_key"), (1, "wrong_format"), (2, "unknown_key")]),
        (b"sayso: sources/1\nsources:\n- {id: a, name: A}\n- {id: a, name: B}\n- {id: b, kind: c}\n- 7\n",
         [(4, "duplicate_id"), (5, "missing_key"), (5, "unknown_value"), (6, "wrong_type")]),
        (b"sayso: sources/1\nsources:\n- id: a\n  name: A\n  records:\n  - registry: r\n    status: bad\n",
         [(7, "unknown_value")]),
        (b"sayso: sources/1\nsources: [{id: a, name: A}\n", [(3, "yaml_syntax")]),
        (b"{ { id = 'a', status = 'gr' },\n  { name = 1, status = 'gr' },\n 7, { name = 'b' } }",
         [(2, "wrong_type"), (2, "missing_key"), (3, "missing_key"), (3, "wrong_type")]),
        (b"{ { id = 'a', status = 'gr'", [(1, "wrong_format")]),
        (b"{\n { id = os.exit() } }", [(2, "wrong_format")]),
        (b'[{"name": "\\ud800", "status": "gr"}]', [(1, "wrong_value")]),
        (b"[" * 50, [(1, "wrong_format")]),
        (b"{{name='a',status='gr',domain='a.example'},\n{name='\x07',status='gr'}}", [(2, "wrong_value")]),
    ],
)  # fmt: skip
def test_everything_wrong_in_a_file_is_told_with_its_line(data: bytes, expected: list[tuple[int, str]]) -> None:
    assert sorted(problems(data)) == sorted(expected)


def test_reading_ends_where_too_much_is_wrong() -> None:
    assert len(problems(b"domain,pc1\n" + b"x,9\n" * 5000)) < 300


@pytest.mark.parametrize(
    "data",
    [b"", b"sayso: sources/1\n", b"sayso: source-ratings/1\nscores: 7\n",
     b"sayso: source-ratings/1\nscores: [{letter: B}]\n",
     b"sayso: source-ratings/1\nscores: [{from: 0.1, letter: B}, {from: 0.5, letter: A}]\n",
     b"sayso: source-ratings/1\nscores: [{from: 1.5, letter: B}]\n",
     b"sayso: source-ratings/1\nscores: [{from: 1, letter: F}]\n",
     b"sayso: source-ratings/1\ncodes: [gr]\n", b"sayso: source-ratings/1\ncodes: {gr: B}\n",
     b"sayso: source-ratings/1\nx: 1\n"],
)  # fmt: skip
def test_a_reading_of_ratings_that_is_none_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidSource) as caught:
        read_ratings(data, "x", VOCABULARY)
    assert caught.value.problems


@given(st.binary(max_size=60) | st.text(alphabet="{}[]=:,\"'\\ab1-\n ", max_size=60).map(str.encode))
def test_any_file_is_read_or_refused(data: bytes) -> None:
    for format_ in (None, "yaml", "scores", "statuses"):
        with suppress(InvalidSource):
            assert all(each.entry.name for each in read(data, format_=format_))
