"""Does a desk open whatever stands in its folder, leave out what is broken, and say so?"""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest
from tests.usecases.small import CLAIM, SHIPPED, desk, folder, rubric

from sayso.errors import InvalidRubric, InvalidVocabulary, NoRubrics, UnknownRubric
from sayso.usecases.desk import Desk, open_desk, with_rubric
from sayso.usecases.score import score

CHILD = "sayso: rubric/1\nid: child\nversion: 1.0.0\ntitle: Child\nextends: small@1.0.0\n"


def refs(opened: Desk) -> list[str]:
    return [rubric.ref for rubric in opened.catalog.rubrics]


def codes(opened: Desk) -> dict[str, list[str]]:
    return {name: [p.code for p in found if p.severity == "error"] for name, found in opened.broken.items()}


def test_the_shipped_folder_opens_with_nothing_broken() -> None:
    opened = open_desk(SHIPPED, None, "newsroom")
    assert opened.broken == {}
    assert opened.plan(None).rubric.id == "newsroom"
    assert len(refs(opened)) == len({*refs(opened)}) == len(list(SHIPPED.glob("*.yaml"))) - 1


def test_a_rubric_is_found_by_id_version_and_digest_and_the_newest_by_its_id(tmp_path: Path) -> None:
    texts = {"a": rubric(version="1.2.0"), "b": rubric(version="1.10.0"), "c": rubric(version="1.9.9")}
    opened = desk(tmp_path, **texts)
    assert refs(opened) == ["small@1.10.0", "small@1.9.9", "small@1.2.0"]
    assert opened.plan("small").rubric.version == "1.10.0"
    digest = opened.plan("small@1.2.0").rubric.digest
    assert opened.plan(f"small@{digest}").rubric.version == "1.2.0"
    for wrong in ("smal", "small@1.0.0", "small@sha256:00", "@1.2.0", "small@1.2", "SMALL", "small@1.2.0@1.2.0"):
        with pytest.raises(UnknownRubric):
            opened.plan(wrong)


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ("", "not_a_mapping"),
        ("[", "yaml_syntax"),
        (rubric("other", points=101), "points_range"),
        (rubric("other").replace("axis: sourcing", "axis: sorcing"), "dangling"),
        (rubric("other").replace("score: 100", "score: 99"), "test_fails"),
    ],
)
def test_a_broken_file_is_left_out_and_reported_and_the_others_serve(tmp_path: Path, broken: str, code: str) -> None:
    opened = desk(tmp_path, small=rubric(), broken=broken)
    assert refs(opened) == ["small@1.0.0"]
    assert list(codes(opened)) == ["broken.yaml"]
    assert code in codes(opened)["broken.yaml"]
    assert score(opened, CLAIM)["grade"] == "A"


def test_a_folder_where_nothing_can_be_used_says_the_first_error(tmp_path: Path) -> None:
    with pytest.raises(NoRubrics, match="the folder has no rubric"):
        open_desk(folder(tmp_path), None, "small")
    with pytest.raises(NoRubrics, match=r"bad\.yaml"):
        desk(tmp_path, bad="[")


def test_a_folder_or_a_vocabulary_that_is_not_there_is_an_error_of_ours(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(InvalidVocabulary, match=r"vocabulary\.yaml cannot be read"):
            open_desk(path, None, "small")


def test_a_file_that_cannot_be_read_is_reported_and_the_others_serve(tmp_path: Path) -> None:
    path = folder(tmp_path, small=rubric())
    (path / "gone.yaml").symlink_to(path / "nowhere.yaml")
    (path / "folder.yaml").mkdir()
    opened = open_desk(path, None, "small")
    assert refs(opened) == ["small@1.0.0"]
    assert codes(opened) == {"folder.yaml": ["file_unreadable"], "gone.yaml": ["file_unreadable"]}


def test_both_endings_are_read_and_hidden_and_other_files_are_not(tmp_path: Path) -> None:
    path = folder(tmp_path, small=rubric())
    (path / "short.yml").write_text(rubric("short"), encoding="utf-8")
    for other in (".#small.yaml", ".hidden.yml", "README.md", "small.yaml~", "small.yaml.bak"):
        (path / other).write_text("[", encoding="utf-8")
    opened = open_desk(path, None, "small")
    assert refs(opened) == ["short@1.0.0", "small@1.0.0"]
    assert opened.broken == {}


def test_two_files_of_one_version_with_different_contents_are_both_left_out(tmp_path: Path) -> None:
    opened = desk(tmp_path, a=rubric(), b=rubric(title="Other"), c=rubric("third"))
    assert refs(opened) == ["third@1.0.0"]
    assert codes(opened) == {"a.yaml": ["same_version"], "b.yaml": ["same_version"]}
    messages = [found[-1].message for found in opened.broken.values()]
    assert "b.yaml" in messages[0]
    assert "a.yaml" in messages[1]


def test_two_files_that_differ_in_comments_and_tests_alone_are_one_rubric(tmp_path: Path) -> None:
    opened = desk(tmp_path, a=rubric(), b="# the same\n" + rubric().split("tests:")[0])
    assert refs(opened) == ["small@1.0.0"]
    assert opened.broken == {}


def test_a_broken_twin_does_not_take_the_good_one_with_it(tmp_path: Path) -> None:
    for good, bad in (("a", "b"), ("b", "a")):
        texts = {good: rubric(), bad: rubric(points=101), "child": CHILD}
        opened = desk(tmp_path / good, **texts)
        assert refs(opened) == ["child@1.0.0", "small@1.0.0"]
        assert list(codes(opened)) == [f"{bad}.yaml"]


def test_what_extends_a_version_that_is_two_things_is_left_out_as_well(tmp_path: Path) -> None:
    opened = desk(tmp_path, a=rubric(), b=rubric(title="Other"), c=rubric("third"), child=CHILD)
    assert refs(opened) == ["third@1.0.0"]
    assert codes(opened)["child.yaml"] == ["dangling"]


def test_the_order_of_files_changes_neither_digests_nor_scores(tmp_path: Path) -> None:
    texts = [rubric(), rubric(version="2.0.0", title="Second"), rubric("other"), CHILD]
    seen = set()
    for number, names in enumerate(permutations("abcd")):
        opened = desk(tmp_path / str(number), **dict(zip(names, texts, strict=True)))
        answers = [repr(score(opened, CLAIM, rubric=ref)) for ref in refs(opened)]
        seen.add(repr([[rubric.digest for rubric in opened.catalog.rubrics], answers]))
    assert len(seen) == 1


def test_a_draft_serves_beside_the_desk_that_it_leaves_alone(tmp_path: Path) -> None:
    opened = desk(tmp_path)
    larger, name = with_rubric(opened, rubric(title="Draft").encode(), "draft.yaml")
    assert score(larger, CLAIM, rubric=name)["grade"] == "A"
    assert larger.plan(name).rubric.title == "Draft"
    assert opened.plan("small").rubric.title == "Small"
    child, name = with_rubric(opened, CHILD.encode(), "child.yaml")
    assert score(child, CLAIM, rubric=name)["grade"] == "A"


def test_a_draft_that_is_broken_is_refused_with_everything_wrong(tmp_path: Path) -> None:
    with pytest.raises(InvalidRubric) as caught:
        with_rubric(desk(tmp_path), rubric(points=101).replace("axis: s", "axis: z").encode(), "draft.yaml")
    assert len([problem for problem in caught.value.problems if problem.severity == "error"]) >= 2


def test_a_desks_own_facts_can_be_stated_and_read(tmp_path: Path) -> None:
    ours = tmp_path / "ours.yaml"
    ours.write_text(
        "sayso: vocabulary/1\nlink:\n  dialect: {label: Dialect, gloss: G., reference: R, type: enum, "
        "values: {north: North, south: South}}\n",
        encoding="utf-8",
    )
    text = rubric().replace("identification: [named_with_position, named]", "dialect: north").replace(
        "identification: named}", "dialect: north}"
    ).replace("identification: bare", "dialect: south").replace("root.identification", "root.dialect")  # fmt: skip
    opened = open_desk(folder(tmp_path / "rubrics", small=text), ours, "small")
    claim = {"attributions": [{"chain": [{"kind": "eyewitness", "dialect": "north"}]}]}
    assert score(opened, claim)["grade"] == "A"
