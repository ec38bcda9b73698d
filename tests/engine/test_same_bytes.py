"""Do the same facts, rubric and engine give the same bytes: again, in another process, in another order?"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from tests.generated.cases import AS_OF, Case, cases, files, fixed
from tests.generated.vocabulary import RUBRICS, shipped_vocabulary
from tests.robustness.effort import INVARIANT

from sayso.engine.explain import explain
from sayso.engine.plan import compile_rubric
from sayso.engine.scalar import judge
from sayso.facts.canonical import canonical
from sayso.facts.claim import read_claim
from sayso.facts.derive import derive
from sayso.rubric.catalog import Catalog
from sayso.usecases.desk import open_desk
from sayso.usecases.score import score

CLAIMS = Path(__file__).resolve().parents[2] / "fixtures" / "seed" / "claims.json"
AGAIN = """
import json, sys
from pathlib import Path
from sayso.usecases.desk import open_desk
from sayso.usecases.score import score
desk = open_desk(Path(sys.argv[1]), None, "newsroom")
for claim in json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")):
    for rubric in desk.catalog.rubrics:
        ref = f"{rubric.id}@{rubric.digest}"
        print(json.dumps(score(desk, claim, rubric=ref, as_of="2026-02-01", include=["all"])))
"""


def in_bytes(case: Case) -> bytes:
    return json.dumps(case.answer()).encode()


@INVARIANT
@given(cases())
def test_judging_again_and_with_a_plan_compiled_anew_gives_the_same_bytes(case: Case) -> None:
    anew = Case(replace(case.sample, plan=compile_rubric(case.sample.rubric)), case.claim, case.as_of)
    assert in_bytes(case) == in_bytes(case) == in_bytes(anew)


@INVARIANT
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_in_which_keys_are_written_changes_nothing(case: Case, random: Random) -> None:
    shuffled = json.loads(_shuffled(case.claim, random))
    read = read_claim(shuffled, shipped_vocabulary()).claim
    assert in_bytes(Case(case.sample, read, case.as_of)) == in_bytes(case)


def _shuffled(value: object, random: Random) -> str:
    if isinstance(value, dict):
        names = list(value)
        random.shuffle(names)
        return "{" + ",".join(f"{json.dumps(name)}:{_shuffled(value[name], random)}" for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(_shuffled(item, random) for item in value) + "]"
    return json.dumps(value)


@INVARIANT
@given(cases())
def test_what_is_judged_before_does_not_change_what_comes_after(case: Case) -> None:
    alone = judge(compile_rubric(case.sample.rubric), derive(case.claim, shipped_vocabulary(), case.as_of))
    told = explain(alone, case.claim, shipped_vocabulary(), engine="0", as_of=case.as_of)
    assert canonical(told) == canonical(case.answer())


def seed_claims() -> list[object]:
    found = json.loads(CLAIMS.read_text(encoding="utf-8"))
    claims: list[object] = found["claims"] if isinstance(found, dict) else found
    return claims


def test_another_process_with_another_hash_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    file = tmp_path / "claims.json"
    file.write_text(json.dumps(seed_claims()), encoding="utf-8")
    outputs = []
    for hash_seed in ("1", "4242"):
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        command = [sys.executable, "-c", AGAIN, str(RUBRICS), str(file)]
        done = subprocess.run(command, env=environment, check=False, capture_output=True, cwd=tmp_path)
        assert done.returncode == 0, done.stderr.decode()
        outputs.append(done.stdout)
    assert outputs[0] == outputs[1]
    assert len(outputs[0].splitlines()) == len(seed_claims()) * len(files())


def test_files_read_in_another_order_give_the_same_digests_and_scores(tmp_path: Path) -> None:
    found = []
    for turn, names in enumerate((sorted(files()), sorted(files(), reverse=True))):
        folder = tmp_path / str(turn)
        folder.mkdir()
        (folder / "vocabulary.yaml").write_bytes((RUBRICS / "vocabulary.yaml").read_bytes())
        for at, name in enumerate(names):
            (folder / f"{at:02}.yaml").write_bytes(files()[name])
        desk = open_desk(folder, None, "newsroom")
        digests = [(rubric.ref, rubric.digest) for rubric in desk.catalog.rubrics]
        answers = [score(desk, claim, rubric=ref, as_of=AS_OF) for ref, _ in digests for claim in seed_claims()]
        found.append(json.dumps([digests, answers]))
    assert found[0] == found[1]


@INVARIANT
@given(st.randoms(use_true_random=False))
def test_a_catalog_stands_in_one_order_however_it_was_filled(random: Random) -> None:
    rubrics = [sample.rubric for sample in fixed()]
    expected = [rubric.digest for rubric in Catalog.of(rubrics).rubrics]
    random.shuffle(rubrics)
    assert [rubric.digest for rubric in Catalog.of(rubrics).rubrics] == expected
