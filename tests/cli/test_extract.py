"""Does ``sayso extract`` show an article, does ``score`` grade them, and is what is no article refused?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.calling import ROOT, Ran, process

from sayso.cli.ending import FINE, USAGE

ARTICLE = (
    "Ana Ruiz, the harbour master, said the harbour would stay closed.\n\n"
    "According to two officials, a ship lost fuel. "
    "“Nobody was hurt,” a spokesman told Reuters. The town wants to be paid."
)
GERMAN = (
    "Der Minister sagte am Montag in Berlin, die Regierung werde das Gesetz noch in dieser Woche vorlegen, hieß es."
)
SEED = str(ROOT / "fixtures" / "seed" / "article.txt")
Sayso = Callable[..., Ran]


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An article in a file, read by the extractor that needs no weights."""
    monkeypatch.setenv("SAYSO_EXTRACTOR", "rules")
    file = tmp_path / "harbour.txt"
    file.write_text(ARTICLE, encoding="utf-8")
    return file


def test_each_claim_is_shown_with_its_line_chain_and_words(sayso: Sayso, article: Path) -> None:
    ran = sayso("extract", str(article), "--outlet", "Daily Ledger", "--date", "2026-01-31")
    assert (ran.code, ran.err) == (FINE, "")
    assert "found by rules" in " ".join(ran.out.split())  # lines break where the name of the file is long
    for shown in ("c1  line 1", "Ana Ruiz", "Daily Ledger", "said", "line 3", "According to", "two officials"):
        assert shown in ran.out


def test_each_fact_is_shown_with_the_rule_that_found_it(sayso: Sayso, article: Path) -> None:
    ran = sayso("extract", str(article), "--outlet", "Daily Ledger")
    assert "Daily Ledger [given_with_the_document]" in ran.out


def test_an_outlet_that_is_not_given_is_asked_for(sayso: Sayso, article: Path) -> None:
    assert "--outlet" in sayso("extract", str(article)).out


def test_json_has_the_document_of_every_file(sayso: Sayso, article: Path) -> None:
    ran = sayso("extract", str(article), str(article), "--outlet", "Daily Ledger", "--json")
    first, second = ran.json["results"]
    assert first == second
    assert list(first) == ["file", "document", "rest", "extractor", "warnings"]
    assert first["document"]["text"] == ARTICLE
    assert first["rest"] is None
    for claim in first["document"]["claims"]:
        assert all(ARTICLE[start:end] for start, end in claim["spans"])


def test_what_asserts_nothing_is_shown_on_request(sayso: Sayso, desk: Path, tmp_path: Path) -> None:
    file = tmp_path / "wish.txt"
    file.write_text("The mayor said the harbour would close. The Ledger called the plan a mistake.", encoding="utf-8")
    with_rest = sayso("extract", str(file), "--rest", "--json").json["results"][0]["rest"]
    assert isinstance(with_rest, list)
    assert sayso("extract", str(file), "--rest").out.count("What asserts nothing") == 1


def test_an_article_comes_on_standard_input_too(sayso: Sayso, article: Path) -> None:
    ran = sayso("extract", "-", given=ARTICLE.encode())
    assert ran.code == FINE
    assert ran.out.startswith("standard input  ")


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        (".txt", ARTICLE),
        (".md", f"# Harbour\n\n**{ARTICLE}**"),
        (".html", f"<nav>Home</nav><article><p>{ARTICLE}</p></article>"),
    ],
)
def test_the_claims_of_an_article_are_graded(sayso: Sayso, article: Path, suffix: str, text: str) -> None:
    file = article.with_suffix(suffix)
    file.write_text(text, encoding="utf-8")
    ran = sayso("score", str(file), "--outlet", "Daily Ledger", "--json")
    assert ran.code == FINE, ran.err
    found = sayso("extract", str(file), "--outlet", "Daily Ledger", "--json").json["results"][0]["document"]["claims"]
    assert [item["result"]["claim"]["text"] for item in ran.json["results"]] == [claim["text"] for claim in found]


def test_the_report_of_an_article_ends_with_how_many_claims_were_graded(sayso: Sayso, article: Path) -> None:
    assert "claims graded by harbour" in sayso("score", str(article)).out


def test_articles_and_claims_may_be_graded_together(sayso: Sayso, article: Path, tmp_path: Path) -> None:
    claim = tmp_path / "claim.json"
    claim.write_text('{"attributions": [{"chain": [{"source": "A", "kind": "eyewitness"}]}]}', encoding="utf-8")
    ran = sayso("score", str(article), str(claim), "--json")
    assert ran.code == FINE
    assert ran.json["results"][-1]["result"]["claim"] == {"id": None, "text": None}


@pytest.mark.parametrize("command", ["extract", "score"])
@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("latin.txt", "café said".encode("latin-1"), "not_utf8"),
        ("empty.txt", b"", "empty_text"),
        ("paper.txt", b"%PDF-1.7", "binary"),
        ("german.txt", GERMAN.encode(), "not_english"),
        ("nothing.html", b"<nav>Home</nav>", "empty_text"),
        ("long.txt", b"he said so. " * 50_000, "too_long"),
        ("nul.md", b"he said\0", "bad_text"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(
    sayso: Sayso, article: Path, tmp_path: Path, command: str, name: str, data: bytes, code: str
) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    ran = sayso(command, str(file))
    assert ran.code == USAGE
    assert len(ran.err.splitlines()) == 1
    assert f"error {code} " in ran.err
    assert ran.err.startswith(str(file))


def test_a_file_that_cannot_be_read_keeps_none_of_the_others_from_it(
    sayso: Sayso, article: Path, tmp_path: Path
) -> None:
    ran = sayso("extract", str(tmp_path / "missing.txt"), str(article), "--json")
    assert ran.code == USAGE
    missing, read = ran.json["results"]
    assert missing["problem"]["errors"][0]["code"] == "file_unreadable"
    assert read["document"]["claims"]


@pytest.mark.parametrize("command", ["extract", "score"])
def test_a_day_that_is_none_is_refused(sayso: Sayso, article: Path, command: str) -> None:
    ran = sayso(command, str(article), "--date", "soon")
    assert ran.code == USAGE
    assert "--date" in ran.err


def test_an_extractor_that_is_not_there_is_refused_with_the_choices(
    sayso: Sayso, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAYSO_EXTRACTOR", "magic")
    ran = sayso("extract", str(article))
    assert ran.code == USAGE
    assert "SAYSO_EXTRACTOR" in ran.err


def test_nothing_in_an_article_reaches_the_terminal_as_a_command(sayso: Sayso, article: Path) -> None:
    article.write_text(f"{ARTICLE} “\x1b[31m\u202eRed,”\u202c he said.", encoding="utf-8")
    ran = sayso("extract", str(article))
    assert "\x1b" not in ran.out
    assert "\u202e" not in ran.out


def test_the_seed_article_is_read_by_the_extractor_that_comes_with_sayso(tmp_path: Path) -> None:
    ran = process("score", SEED, "--outlet", "The Jerusalem Post", "--date", "2023-11-16", "--json", cwd=tmp_path)
    assert ran.code == FINE, ran.err
    assert 20 <= len(ran.json["results"]) <= 35
