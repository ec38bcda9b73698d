"""Which calls show, try and change the desk's rubrics?"""

from __future__ import annotations

from sayso.client.calls import YAML, Answer, Call, path
from sayso.client.reading import model
from sayso.wire.rubric_versions import Impact, Rescored
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


def put(rubric_id: str, version: str, text: str) -> Call[RubricVersion]:
    """Adds a version. It never changes: the same again is no fault, another under its name raises Conflict."""
    call = Call("PUT", path(ROOM, rubric_id, "versions", version), model(RubricVersion))
    return call.sending(text, YAML).once(None)


def activate(rubric_id: str, version: str, etag: str) -> Call[RubricVersion]:
    """Makes a version the one in use, if the one in use is still that of the ``etag``, its digest. Raises Changed.

    now = sayso.rubrics.get("newsroom")
    sayso.rubrics.activate("newsroom", "1.1.0", etag=now.digest)
    """
    call = Call("POST", path(ROOM, rubric_id, "activate"), model(RubricVersion)).sending({"version": version})
    return call.matching(etag).once(None)


def impact(text: str, against: str | None = None) -> Call[Impact]:
    """What this draft would change in everything that is stored under its id, or ``against`` another; changes nothing.

    print(sayso.rubrics.impact(Path("ours.yaml").read_text()).flips)
    """
    return Call("POST", path(ROOM, "impact"), model(Impact)).sending(text, YAML).asking(against=against)


def rescore(rubric_id: str) -> Call[Rescored]:
    """Grades everything stored under an id by its active version, beside the old; what is done already is left."""
    return Call("POST", path(ROOM, rubric_id, "rescore"), model(Rescored)).once(None)
