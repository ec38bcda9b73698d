"""Is what a rubric says said to the letter: its sentences with a claim's own words in them, its labels, its bands?"""

from __future__ import annotations

import json
from time import process_time
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.generated.vocabulary import shipped_vocabulary
from tests.robustness.effort import share
from tests.robustness.strange_text import SAMPLES, names, strange
from tests.rubric.making import criterion, rubric

from sayso.engine.explain import explain
from sayso.engine.plan import compile_rubric
from sayso.engine.scalar import judge
from sayso.facts.claim import read_claim
from sayso.facts.derive import derive
from sayso.usecases.desk import Read, read_file

Json = dict[str, Any]
unbraced = strange.map(lambda text: text.replace("{", "(").replace("}", ")"))
ids = st.one_of(
    names, st.from_regex(r"[a-z][a-z0-9_-]{0,70}", fullmatch=True), st.sampled_from(["else", "unknown", "a b"])
)


def odd(because: str, id_: str = "low", label: str = "Bad") -> bytes:
    """A rubric that takes 60 points of every claim with this sentence, and caps it with the same one."""
    level = {"id": "high", "when": {"root": {"access": "direct"}}, "points": 100, "because": "so it is"}
    last = {"id": id_, "points": 40, "because": because}
    gate = {"id": "g", "when": {"root": {"kind": "rumour"}}, "cap": {"it": 10}, "because": because, "reference": "none"}
    made = rubric([criterion([level], **{"else": last})], gates=[gate])
    made["axes"]["it"]["bands"][1]["label"] = label
    return json.dumps(made, ensure_ascii=False).encode("utf-8", "surrogatepass")


def read(text: bytes) -> Read:
    return read_file(text, "odd.yaml", shipped_vocabulary(), {})


def answered(found: Read, source: str = "Ledger") -> Json:
    assert found.rubric is not None, found.problems
    vocabulary = shipped_vocabulary()
    chain = [{"source": source, "kind": "rumour", "access": "indirect"}]
    claim = read_claim({"attributions": [{"chain": chain}]}, vocabulary).claim
    plan = compile_rubric(found.rubric)
    return explain(judge(plan, derive(claim, vocabulary, None)), claim, vocabulary, engine="0", as_of=None)


@share(60, 120, 2_000)
@given(before=unbraced, after=unbraced, source=names)
@example(before="", after=" said so", source="ßarah")
@example(before="", after=" said so", source="émile")
@example(before="\\", after='"', source='\\"{root.source}\\u0000 </script>')
def test_a_sentence_is_said_to_the_letter_whatever_the_name_in_it(before: str, after: str, source: str) -> None:
    found = read(odd(f"{before}{{root.source}}{after}"))
    if found.rubric is None:
        assert any(problem.line for problem in found.problems)
        assert not is_harmless(before + after), found.problems
        return
    answer = answered(found, source)
    kept = normal(source)
    said = f"{before}{kept}{after}"
    assert [loss["because"] for loss in answer["losses"]] == [said, said]
    assert [gate["because"] for gate in answer["gates"]] == [said]
    begun = said[:1].upper() + said[1:] if len(said[:1].upper()) == 1 else said  # the capital of ß is two letters
    _, once, rest = answer["rationale"].partition(said)
    assert once, "the loss is told in the rationale"
    assert begun in rest, "and the gate, which begins a sentence"


def is_harmless(text: str) -> bool:
    """Printable text, which no file could be refused for."""
    return text.isprintable()


def normal(text: str) -> str:
    claim = read_claim({"attributions": [{"chain": [{"source": text}]}]}, shipped_vocabulary()).claim
    source: str = claim["attributions"][0]["chain"][0]["source"]
    return source


@share(60, 120, 2_000)
@given(label=strange)
def test_a_label_is_shown_to_the_letter(label: str) -> None:
    found = read(odd("so it is", label=label))
    if found.rubric is None:
        assert not (is_harmless(label) and label.strip()), found.problems
    else:
        assert answered(found)["axes"]["it"]["label"] == label


@share(60, 120, 2_000)
@given(id_=ids)
def test_an_id_is_a_plain_word_or_is_refused_where_it_stands(id_: str) -> None:
    found = read(odd("so it is", id_))
    if found.rubric is None:
        assert all(problem.line for problem in found.problems)
    else:
        assert id_.isascii()
        assert answered(found)["losses"][0]["code"] == f"c.{id_}"


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_problems_of_a_strange_rubric_can_be_told(sample: str) -> None:
    found = read(odd(sample + "{nothing}", sample, sample))
    assert found.rubric is None
    for problem in found.problems:
        json.dumps(problem.as_dict(), ensure_ascii=False).encode()
        assert problem.line


def test_braces_that_are_no_fact_are_refused() -> None:
    for text in ("{", "}", "{}", "{{root.source}}", "{root.source", "{claim.nothing}", "{root.source.nothing}"):
        codes = {problem.code for problem in read(odd(text)).problems if problem.severity == "error"}
        assert codes == {"unknown_placeholder"}, text


def test_a_mountain_of_marks_in_a_condition_is_refused_without_putting_them_in_order() -> None:
    level = {"id": "high", "when": {"root": {"source": "a" + "\u0301\u0316" * 40_000}}, "points": 100}
    made = rubric([criterion([level], **{"else": {"id": "low", "points": 0}})])
    began = process_time()
    found = read(json.dumps(made, ensure_ascii=False).encode())
    assert process_time() - began < 3  # five seconds and more, were they put in order
    assert found.rubric is None
    assert "wrong_type" in {problem.code for problem in found.problems}
