"""Does the seed open as it was published, and is a seed that does not hold together refused?"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tests.usecases.small import ROOT, SHIPPED

from sayso.errors import InvalidClaim
from sayso.facts.vocabulary import load_vocabulary
from sayso.usecases.seed import open_seed

FOLDER = ROOT / "fixtures" / "seed"
VOCABULARY = load_vocabulary(SHIPPED / "vocabulary.yaml")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(FOLDER, tmp_path / "seed")
    return tmp_path / "seed"


def test_the_seed_has_its_text_to_the_letter_and_its_claims() -> None:
    seed = open_seed(FOLDER, VOCABULARY)
    assert seed.text.encode() == (FOLDER / "article.txt").read_bytes()
    assert seed.outlet == "The Jerusalem Post"
    assert [claim["id"] for claim in seed.claims] == [f"seed-{number:02}" for number in range(1, len(seed.claims) + 1)]


def test_a_seed_whose_text_was_touched_is_refused(copy: Path) -> None:
    with (copy / "article.txt").open("a", encoding="utf-8") as file:
        file.write("\n")
    with pytest.raises(InvalidClaim, match="sha256"):
        open_seed(copy, VOCABULARY)


def test_a_seed_that_is_no_json_is_refused_and_one_that_is_not_there_is_an_os_error(copy: Path) -> None:
    (copy / "claims.json").write_text("{", encoding="utf-8")
    with pytest.raises(InvalidClaim, match=r"claims\.json is no JSON"):
        open_seed(copy, VOCABULARY)
    (copy / "claims.json").unlink()
    with pytest.raises(OSError, match=r"claims\.json"):
        open_seed(copy, VOCABULARY)


@pytest.mark.parametrize("content", ["[]", "7", "null"])
def test_a_seed_that_is_no_document_is_refused(copy: Path, content: str) -> None:
    (copy / "claims.json").write_text(content, encoding="utf-8")
    with pytest.raises(InvalidClaim):
        open_seed(copy, VOCABULARY)


def test_an_undeclared_kind_in_the_seed_is_an_error(copy: Path) -> None:
    raw = json.loads((copy / "claims.json").read_text(encoding="utf-8"))
    raw["claims"][2]["attributions"][0]["chain"][0]["kind"] = "secondhand"
    (copy / "claims.json").write_text(json.dumps(raw), encoding="utf-8")
    with pytest.raises(InvalidClaim) as caught:
        open_seed(copy, VOCABULARY)
    assert [problem.pointer for problem in caught.value.problems] == ["/claims/2/attributions/0/chain/0/kind"]
