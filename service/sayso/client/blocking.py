"""How are calls sent by a program that waits for them? ``Sayso``, over httpx."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import wraps
from types import TracebackType
from typing import Generic, ParamSpec, TypeVar, Unpack, overload

import httpx

from sayso.client import assessments, documents, rubrics, scoring
from sayso.client.address import Address
from sayso.client.calls import Answer, Call, Claim, Page
from sayso.client.exchange import no_outcome, outcome, request_of
from sayso.client.retrying import Attempts, Retries
from sayso.client.scoring import Options
from sayso.client.streaming import WINDOW, Item, Line, windows
from sayso.wire.answer import Assessment, Comparison

P = ParamSpec("P")
T = TypeVar("T")


class Sender:
    """Sends what is described, again where that may help, and reads the answer."""

    def __init__(self, address: Address, retries: Retries, http: httpx.Client) -> None:
        self._address = address
        self._retries = retries
        self._http = http

    def send(self, call: Call[T]) -> T:
        attempts, request = Attempts(self._retries), request_of(call, self._address)
        while True:
            try:
                found = outcome(self._http.request(**request))
            except httpx.RequestError as error:
                found = no_outcome(error)
            if isinstance(found, Answer):
                return call.read(found)
            time.sleep(attempts.wait_after(found))


class Part:
    """A part of the client: what belongs together is asked under one name."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender


class Now(Generic[P, T]):
    """A method that sends the call which a function describes, and waits for the result."""

    def __init__(self, describe: Callable[P, Call[T]]) -> None:
        self._describe = describe
        self.__doc__ = describe.__doc__

    def __get__(self, part: Part, kind: type[Part]) -> Callable[P, T]:
        describe = self._describe
        if part is None:  # asked of the class, for its documentation
            return self  # type: ignore[unreachable]

        @wraps(describe)
        def ask(*args: P.args, **kwargs: P.kwargs) -> T:
            return part._sender.send(describe(*args, **kwargs))

        return ask


class Each(Generic[P, T]):
    """A method that goes through all pages of a list, each asked for when it is needed."""

    def __init__(self, describe: Callable[P, Call[Page[T]]]) -> None:
        self._describe = describe
        self.__doc__ = describe.__doc__

    def __get__(self, part: Part, kind: type[Part]) -> Callable[P, Iterator[T]]:
        describe = self._describe
        if part is None:
            return self  # type: ignore[unreachable]

        @wraps(describe)
        def ask(*args: P.args, **kwargs: P.kwargs) -> Iterator[T]:
            call = describe(*args, **kwargs)
            while True:
                found = part._sender.send(call)
                yield from found.items
                if found.next is None:
                    return
                call = replace(call, query=found.next)

        return ask


class Assessments(Part):
    """What is kept: ``sayso.assessments``."""

    create = Now(assessments.create)
    create_many = Now(assessments.create_many)
    get = Now(assessments.get)
    list = Each(assessments.pages)
    what_if = Now(assessments.what_if)
    replay = Now(assessments.replay)
    review = Now(assessments.review)
    correct = Now(assessments.correct)


class Documents(Part):
    """Articles that are kept with their claims: ``sayso.documents``."""

    create = Now(documents.create)
    get = Now(documents.get)
    list = Each(documents.pages)
    delete = Now(documents.delete)


class Rubrics(Part):
    """The desk's rubrics: ``sayso.rubrics``."""

    list = Now(rubrics.every)
    get = Now(rubrics.get)
    versions = Now(rubrics.versions)
    check = Now(rubrics.check)
    test = Now(rubrics.test)
    put = Now(rubrics.put)
    activate = Now(rubrics.activate)
    impact = Now(rubrics.impact)
    rescore = Now(rubrics.rescore)


class Sayso(Part):
    """A running Sayso, asked from Python. Threads may share one.

        with Sayso("https://sayso.example.org", key) as sayso:
            print(sayso.score(claim, "newsroom").grade)

    ``url`` and ``key`` are taken from SAYSO_URL and SAYSO_KEY where they are not given; ``timeout`` is the longest
    wait for one answer, in seconds. For certificates and proxies bring an ``httpx.Client`` of your own, which is
    not closed.
    Raises InvalidInput where the address or the key cannot be used; every method raises a CallFailed.
    """

    batch = Now(scoring.batch)
    extract = Now(scoring.extract)

    def __init__(
        self,
        url: str | None = None,
        key: str | None = None,
        *,
        timeout: float = 60.0,
        retries: Retries = Retries(),  # noqa: B008  # a plain constant: it is frozen
        http: httpx.Client | None = None,
    ) -> None:
        address = Address.of(url, key)
        self._http, self._is_ours = http or httpx.Client(timeout=timeout), http is None
        super().__init__(Sender(address, retries, self._http))
        self.assessments = Assessments(self._sender)
        self.documents = Documents(self._sender)
        self.rubrics = Rubrics(self._sender)

    @overload
    def score(self, claim: Claim, rubric: str | None = None, **options: Unpack[Options]) -> Assessment: ...
    @overload
    def score(self, claim: Claim, rubric: list[str] | tuple[str, ...], **options: Unpack[Options]) -> Comparison: ...
    def score(
        self, claim: Claim, rubric: str | list[str] | tuple[str, ...] | None = None, **options: Unpack[Options]
    ) -> Assessment | Comparison:
        """The grade of a claim; with several rubrics, a comparison of its grades. Keeps nothing.

        print(sayso.score(claim, "newsroom", include=["raise"]).grade)
        print([each.grade for each in sayso.score(claim, ["newsroom", "nato-admiralty"]).results])
        """
        if isinstance(rubric, (list, tuple)):
            return self._sender.send(scoring.compare(claim, rubric, **options))
        return self._sender.send(scoring.score(claim, rubric, **options))

    def stream(
        self, claims: Iterable[Line], rubric: str | None = None, *, window: int = WINDOW, **options: Unpack[Options]
    ) -> Iterator[Item]:
        """An item for each claim, in their order, for any number of claims; lines of an NDJSON file will do as well.

            with open("claims.ndjson") as lines:
                for item in sayso.stream(lines, "newsroom"):
                    print(item.index, isinstance(item, BatchResult))

        ``window`` claims are sent together: 1 answers each as it comes, more is faster.
        """
        sending = windows(window, rubric, **options)
        for claim in claims:
            call = sending.add(claim)
            if call is not None:
                yield from self._sender.send(call)
        call = sending.rest()
        if call is not None:
            yield from self._sender.send(call)

    def close(self) -> None:
        """Lets go of the connections."""
        if self._is_ours:
            self._http.close()

    def __enter__(self) -> Sayso:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
