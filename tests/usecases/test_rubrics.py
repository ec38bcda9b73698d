"""Is a draft checked with everything that is wrong in it and what its tests say, and never raised at?"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.services import shipped_desk
from tests.usecases.small import SHIPPED, desk, rubric

from sayso.usecases.desk import Desk
from sayso.usecases.rubrics import check

DESK = shipped_desk()


@pytest.fixture
def small(tmp_path: Path) -> Desk:
    return desk(tmp_path)


def test_a_good_draft_has_its_digest_and_its_tests(small: Desk) -> None:
    report = check(small, rubric().encode())
    assert report.ok
    assert report.digest == small.plan("small").rubric.digest
    assert [(test.name, test.ok) for test in report.tests] == [("named", True), ("not named", True)]
    assert report.as_dict()["tests"][0] == {"name": "named", "ok": True, "message": None}


def test_a_draft_whose_test_fails_says_which_and_is_not_ok(small: Desk) -> None:
    report = check(small, rubric().replace("score: 100", "score: 99").encode(), "draft.yaml")
    assert (report.ok, report.digest, report.rubric) == (False, None, None)
    assert [test.ok for test in report.tests] == [False, True]
    assert report.tests[0].message
    failed = [problem for problem in report.problems if problem.severity == "error"]
    assert rubric().splitlines()[failed[0].line - 1].strip().startswith(("- name: named", "expect"))  # type: ignore[operator]


def test_everything_wrong_is_told_at_once_with_its_line(small: Desk) -> None:
    text = rubric(points=101).replace("of: attribution", "of: atribution").replace("title: Small", "titel: Small")
    report = check(small, text.encode())
    errors = [problem for problem in report.problems if problem.severity == "error"]
    assert len({problem.line for problem in errors}) >= 3
    assert all(problem.line and problem.column and problem.message for problem in errors)
    assert list(report.problems) == sorted(report.problems, key=lambda problem: problem.sort_key())


def test_every_shipped_rubric_checks_without_a_warning() -> None:
    for name, text in ((path.name, path.read_bytes()) for path in sorted(SHIPPED.glob("*.yaml"))):
        if name != "vocabulary.yaml":
            report = check(DESK, text, name)
            assert report.ok
            assert [problem.text(name) for problem in report.problems if problem.severity != "info"] == []


@given(st.data())
def test_a_draft_cut_or_changed_anywhere_is_a_report(data: st.DataObject) -> None:
    text = rubric()
    at = data.draw(st.integers(0, len(text)))
    put = data.draw(
        st.sampled_from(["", "\x00", ": ", "- ", "{", "]", "&a ", "*a", "!!x ", "\t", "'", "9" * 50, "\ud800"])
    )
    drop = data.draw(st.integers(0, 40))
    raw = (text[:at] + put + text[at + drop :]).encode("utf-8", "surrogatepass")
    report = check(DESK, raw)
    assert report.ok is (report.digest is not None)
    assert report.ok or any(problem.severity == "error" for problem in report.problems)
