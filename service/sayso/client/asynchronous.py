"""How are calls sent by a program that does other things meanwhile? ``AsyncSayso``, over httpx and asyncio."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Iterable
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

    def __init__(self, address: Address, retries: Retries, http: httpx.AsyncClient) -> None:
        self._address = address
        self._retries = retries
        self._http = http

    async def send(self, call: Call[T]) -> T:
        attempts, request = Attempts(self._retries), request_of(call, self._address)
        while True:
            try:
                found = outcome(await self._http.request(**request))
            except httpx.RequestError as error:
                found = no_outcome(error)
            if isinstance(found, Answer):
                return call.read(found)
            await asyncio.sleep(attempts.wait_after(found))


class Part:
    """A part of the client: what belongs together is asked under one name."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender


class Later(Generic[P, T]):
    """A method that sends the call which a function describes, and gives the result when it is awaited."""

    def __init__(self, describe: Callable[P, Call[T]]) -> None:
        self._describe = describe
        self.__doc__ = describe.__doc__

    def __get__(self, part: Part, kind: type[Part]) -> Callable[P, Awaitable[T]]:
        describe = self._describe
        if part is None:  # asked of the class, for its documentation
            return self  # type: ignore[unreachable]

        @wraps(describe)
        async def ask(*args: P.args, **kwargs: P.kwargs) -> T:
            return await part._sender.send(describe(*args, **kwargs))

        return ask


class Each(Generic[P, T]):
    """A method that goes through all pages of a list, each asked for when it is needed."""

    def __init__(self, describe: Callable[P, Call[Page[T]]]) -> None:
        self._describe = describe
        self.__doc__ = describe.__doc__

    def __get__(self, part: Part, kind: type[Part]) -> Callable[P, AsyncIterator[T]]:
        describe = self._describe
        if part is None:
            return self  # type: ignore[unreachable]

        @wraps(describe)
        async def ask(*args: P.args, **kwargs: P.kwargs) -> AsyncIterator[T]:
            call = describe(*args, **kwargs)
            while True:
                found = await part._sender.send(call)
                for item in found.items:
                    yield item
                if found.next is None:
                    return
                call = replace(call, query=found.next)

        return ask


class AsyncAssessments(Part):
    """What is kept: ``sayso.assessments``."""

    create = Later(assessments.create)
    create_many = Later(assessments.create_many)
    get = Later(assessments.get)
    list = Each(assessments.pages)
    what_if = Later(assessments.what_if)
    replay = Later(assessments.replay)
    review = Later(assessments.review)
    correct = Later(assessments.correct)


class AsyncDocuments(Part):
    """Articles that are kept with their claims: ``sayso.documents``."""

    create = Later(documents.create)
    get = Later(documents.get)
    list = Each(documents.pages)
    delete = Later(documents.delete)


class AsyncRubrics(Part):
    """The desk's rubrics: ``sayso.rubrics``."""

    list = Later(rubrics.every)
    get = Later(rubrics.get)
    versions = Later(rubrics.versions)
    check = Later(rubrics.check)
    test = Later(rubrics.test)
    put = Later(rubrics.put)
    activate = Later(rubrics.activate)
    impact = Later(rubrics.impact)
    rescore = Later(rubrics.rescore)


class AsyncSayso(Part):
    """A running Sayso, asked from Python with asyncio. Tasks of one event loop may share one.

        async with AsyncSayso("https://sayso.example.org", key) as sayso:
            print((await sayso.score(claim, "newsroom")).grade)

    ``url`` and ``key`` are taken from SAYSO_URL and SAYSO_KEY where they are not given; ``timeout`` is the longest
    wait for one answer, in seconds. For certificates and proxies bring an ``httpx.AsyncClient`` of your own, which is
    not closed.
    Raises InvalidInput where the address or the key cannot be used; every method raises a CallFailed.
    """

    batch = Later(scoring.batch)
    extract = Later(scoring.extract)

    def __init__(
        self,
        url: str | None = None,
        key: str | None = None,
        *,
        timeout: float = 60.0,
        retries: Retries = Retries(),  # noqa: B008  # a plain constant: it is frozen
        http: httpx.AsyncClient | None = None,
    ) -> None:
        address = Address.of(url, key)
        self._http, self._is_ours = http or httpx.AsyncClient(timeout=timeout), http is None
        super().__init__(Sender(address, retries, self._http))
        self.assessments = AsyncAssessments(self._sender)
        self.documents = AsyncDocuments(self._sender)
        self.rubrics = AsyncRubrics(self._sender)

    @overload
    async def score(self, claim: Claim, rubric: str | None = None, **options: Unpack[Options]) -> Assessment: ...
    @overload
    async def score(
        self, claim: Claim, rubric: list[str] | tuple[str, ...], **options: Unpack[Options]
    ) -> Comparison: ...
    async def score(
        self, claim: Claim, rubric: str | list[str] | tuple[str, ...] | None = None, **options: Unpack[Options]
    ) -> Assessment | Comparison:
        """The grade of a claim; with several rubrics, a comparison of its grades. Keeps nothing.

        print((await sayso.score(claim, "newsroom", include=["raise"])).grade)
        print([each.grade for each in (await sayso.score(claim, ["newsroom", "nato-admiralty"])).results])
        """
        if isinstance(rubric, (list, tuple)):
            return await self._sender.send(scoring.compare(claim, rubric, **options))
        return await self._sender.send(scoring.score(claim, rubric, **options))

    async def stream(
        self,
        claims: Iterable[Line] | AsyncIterable[Line],
        rubric: str | None = None,
        *,
        window: int = WINDOW,
        **options: Unpack[Options],
    ) -> AsyncIterator[Item]:
        """An item for each claim, in their order, for any number of claims; what gives them may be awaited as well.

            async for item in sayso.stream(claims, "newsroom"):
                print(item.index, isinstance(item, BatchResult))

        ``window`` claims are sent together: 1 answers each as it comes, more is faster.
        """
        sending = windows(window, rubric, **options)
        async for claim in _each(claims):
            call = sending.add(claim)
            if call is not None:
                for item in await self._sender.send(call):
                    yield item
        call = sending.rest()
        if call is not None:
            for item in await self._sender.send(call):
                yield item

    async def aclose(self) -> None:
        """Lets go of the connections."""
        if self._is_ours:
            await self._http.aclose()

    async def __aenter__(self) -> AsyncSayso:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self.aclose()


async def _each(claims: Iterable[Line] | AsyncIterable[Line]) -> AsyncIterator[Line]:
    if isinstance(claims, AsyncIterable):
        async for claim in claims:
            yield claim
    else:
        for claim in claims:
            yield claim
