"""Does one person at a time hold a document, for as long as they said, and may nobody else take it from them?"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from tests.usecases.work.office import ANA, ANY, BEA, CLEO, DORA, LOCAL, Office, claim

from sayso.errors import InvalidRequest, SaysoError
from sayso.store.audit import AuditFilters
from sayso.store.port import Change, Reply
from sayso.store.refusals import NoSuchDocument
from sayso.usecases.work.desks import Place, assign
from sayso.usecases.work.leases import end_lease, take_lease
from sayso.usecases.work.queue import Wanted, take_next
from sayso.usecases.work.refusals import DocumentReplaced, Leased, NotAllowed


def test_a_lease_runs_for_so_many_minutes_and_no_longer(office: Office) -> None:
    document = office.keep()
    told = office.do(take_lease(office.act(BEA), document, 45))
    assert told["lease"]["holder"] == BEA.actor
    assert told["reviewer_state"] == "in_review"
    office.later(44)
    with pytest.raises(Leased) as refused:
        office.do(take_lease(office.act(CLEO), document))
    assert refused.value.message == f"the document is held by {BEA.actor} until {told['lease']['until']}"
    office.later(1)
    assert office.work(document).lease is None
    assert office.do(take_lease(office.act(CLEO), document))["lease"]["holder"] == CLEO.actor


def test_ones_own_lease_is_renewed_from_now_and_leaves_the_revision(office: Office) -> None:
    document = office.keep()
    first = office.do(take_lease(office.act(BEA), document, 30))
    office.later(20)
    second = office.do(take_lease(office.act(BEA), document, 30))
    assert second["lease"]["until"] > first["lease"]["until"]
    assert second["revision"] == first["revision"] == 1
    assert [event.what for event in office.work(document).history] == ["kept", "leased"]


def test_a_reviewer_may_not_take_a_lease_over_and_a_senior_editor_may(office: Office) -> None:
    document = office.keep()
    office.do(take_lease(office.act(BEA), document))
    with pytest.raises(Leased):
        office.do(take_lease(office.act(DORA), document))
    with pytest.raises(NotAllowed, match="a senior editor or an admin may take it over"):
        office.do(take_lease(office.act(CLEO), document, take_over=True))
    told = office.do(take_lease(office.act(DORA), document, take_over=True))
    assert told["lease"]["holder"] == DORA.actor
    assert office.work(document).history[-1].details["taken_from"] == BEA.actor


def test_a_lease_is_ended_by_who_holds_it_or_a_senior_editor(office: Office) -> None:
    document = office.keep()
    office.do(take_lease(office.act(BEA), document))
    with pytest.raises(Leased):
        office.do(end_lease(office.act(CLEO), document))
    told = office.do(end_lease(office.act(BEA), document))
    assert (told["lease"], told["reviewer_state"]) == (None, "open")
    office.do(take_lease(office.act(BEA), document))
    assert office.do(end_lease(office.act(LOCAL), document))["lease"] is None
    before = office.work(document).revision
    assert office.do(end_lease(office.act(CLEO), document))["revision"] == before


def test_who_began_to_review_stays_in_review_without_a_lease(office: Office) -> None:
    document = office.keep(claim(), claim("Nobody was hurt"))
    office.do(take_lease(office.act(BEA), document))
    office.review(BEA, office.assessments(document)[0])
    assert office.do(end_lease(office.act(BEA), document))["reviewer_state"] == "in_review"


def test_an_author_who_holds_a_document_does_not_review_it(office: Office) -> None:
    document = office.keep()
    assert office.do(take_lease(office.act(ANA), document))["reviewer_state"] == "open"


@pytest.mark.parametrize("minutes", [0, -1, 481, 10**30, -(10**30)])
def test_a_lease_of_any_other_length_is_refused(office: Office, minutes: int) -> None:
    with pytest.raises(InvalidRequest) as refused:
        take_lease(office.act(BEA), office.keep(), minutes)
    assert [problem.pointer for problem in refused.value.problems] == ["/minutes"]


@pytest.mark.parametrize("document", ["0" * 32, "no id", "a\0b", "x" * 10_000, ""])
@pytest.mark.parametrize("ask", [take_lease, end_lease])
def test_what_is_no_document_is_not_leased(office: Office, document: str, ask: Callable[..., Change]) -> None:
    with pytest.raises(NoSuchDocument):
        office.do(ask(office.act(BEA), document))


def test_a_replaced_document_is_not_leased(office: Office) -> None:
    document = office.keep()
    new = office.keep(text="Another text.", replaces=document)
    with pytest.raises(DocumentReplaced, match=new):
        office.do(take_lease(office.act(BEA), document))


def test_every_change_of_a_lease_is_in_the_audit(office: Office) -> None:
    document = office.keep()
    office.do(take_lease(office.act(BEA), document))
    office.do(end_lease(office.act(BEA), document))
    found = office.store.audit(AuditFilters(subject=f"document:{document}"), None, 10)
    assert [(entry.actor, entry.operation) for entry in found] == [
        (BEA.actor, "endLease"),
        (BEA.actor, "takeLease"),
        (ANA.actor, "keepDocument"),
    ]
    assert office.store.verify().broken is None


def test_of_many_who_ask_at_once_one_gets_the_lease(office: Office) -> None:
    document = office.keep()
    people = [BEA, CLEO, DORA]
    changes = [take_lease(office.act(people[number % 3]), document) for number in range(24)]
    told = _together(office, changes)
    holders = {reply.body for reply in told if isinstance(reply, Reply)}
    assert any(isinstance(each, Leased) for each in told)
    assert len({office.work(document).lease.holder}) == 1  # type: ignore[union-attr]
    assert len({body.split(b'"holder":"')[1].split(b'"')[0] for body in holders}) == 1


def test_of_many_who_ask_for_the_next_no_two_get_the_same(office: Office) -> None:
    desk = "together"
    documents = {office.keep() for _ in range(12)}
    for document in documents:
        office.do(assign(office.act(DORA), document, Place(desk, None, frozenset({"desk"})), ANY))
    people = [BEA, CLEO, DORA]
    changes = [take_next(office.act(people[number % 3]), Wanted(desk=desk)) for number in range(15)]
    told = [reply for reply in _together(office, changes) if isinstance(reply, Reply)]
    taken = [reply.subject for reply in told if reply.subject is not None]
    assert sorted(taken) == sorted(documents)
    assert sum(reply.body == b"null" for reply in told) == 3


def test_two_services_on_one_database_never_take_the_same(
    office: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    desk = "replicas"
    documents = {office.keep() for _ in range(8)}
    for document in documents:
        office.do(assign(office.act(DORA), document, Place(desk, None, frozenset({"desk"})), ANY))
    other = Office(tmp_path_factory.mktemp("other") / "rubrics", _storage(office))
    other.at = office.at  # their clocks agree
    try:
        with ThreadPoolExecutor(2) as threads:
            runs = [threads.submit(_take_all, each, desk) for each in (office, other)]
            taken = [document for run in runs for document in run.result(60)]
    finally:
        other.close()
    assert sorted(taken) == sorted(documents)


def _take_all(office: Office, desk: str) -> list[str]:
    found = []
    while (reply := office.change(take_next(office.act(BEA), Wanted(desk=desk)))).subject is not None:
        found.append(reply.subject)
    return found


def _storage(office: Office) -> dict[str, object]:
    url = office.settings.database_url
    where: dict[str, object] = {"data_dir": office.settings.data_dir}
    return where if url is None else where | {"database_url": url}


def _together(office: Office, changes: list[Change]) -> list[Reply | SaysoError]:
    def send(change: Change) -> Reply | SaysoError:
        future: Future[Reply] = office.store.submit(change)
        try:
            return future.result(30)
        except SaysoError as error:
            return error

    with ThreadPoolExecutor(len(changes)) as threads:
        return list(threads.map(send, changes))
