"""Which calls show, try and change the desk's rubrics?"""

from __future__ import annotations

from sayso.client.calls import YAML, Answer, Call, Json, path
from sayso.client.reading import anything, model
from sayso.wire.rubrics import RubricList, RubricReport, RubricSummary, RubricTrial, RubricVersion

ROOM = "rubrics"


def every() -> Call[list[RubricSummary]]:
    """Every rubric and version that can be asked for.

    print([rubric.id for rubric in sayso.rubrics.list()])
    """
    return Call("GET", path(ROOM), lambda answer: model(RubricList)(answer).rubrics)


def get(rubric_id: str, version: str | None = None) -> Call[RubricVersion]:
    """A rubric's current version, or the one that is named, whole.

    print(sayso.rubrics.get("newsroom").digest)
    """
    steps = (ROOM, rubric_id) if version is None else (ROOM, rubric_id, "versions", version)
    return Call("GET", path(*steps), model(RubricVersion))


def versions(rubric_id: str) -> Call[list[RubricSummary]]:
    """Every version of one rubric.

    print([each.version for each in sayso.rubrics.versions("newsroom")])
    """

    def of_one(answer: Answer) -> list[RubricSummary]:
        return [each for each in model(RubricList)(answer).rubrics if each.id == rubric_id]

    return Call("GET", path(ROOM), of_one)


def check(text: str) -> Call[RubricReport]:
    """Whether a rubric, as YAML, could be used as it stands, and everything that is wrong with it.

    report = sayso.rubrics.check(Path("ours.yaml").read_text())
    """
    return Call("POST", path(ROOM, "check"), model(RubricReport)).sending(text, YAML)


def test(text: str) -> Call[RubricTrial]:
    """The same, and what the rubric's tests reach."""
    return Call("POST", path(ROOM, "test"), model(RubricTrial)).sending(text, YAML)


def put(rubric_id: str, version: str, text: str) -> Call[Json]:
    """Adds a version. It never changes: the same again is no fault, another under its name raises Conflict."""
    return Call("PUT", path(ROOM, rubric_id, "versions", version), anything).sending(text, YAML).once(None)


def activate(rubric_id: str, version: str, etag: str) -> Call[Json]:
    """Makes a version the one in use, if the one in use is still that of the ``etag``, its digest. Raises Changed.

    now = sayso.rubrics.get("newsroom")
    sayso.rubrics.activate("newsroom", "1.1.0", etag=now.digest)
    """
    call = Call("POST", path(ROOM, rubric_id, "activate"), anything).sending({"version": version})
    return call.matching(etag).once(None)


def impact(text: str) -> Call[Json]:
    """What this draft would change in everything that is stored; changes nothing."""
    return Call("POST", path(ROOM, "impact"), anything).sending(text, YAML)
