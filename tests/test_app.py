"""Does the whole service refuse to start on rubrics it cannot use, and come up whole otherwise?"""

from __future__ import annotations

import asyncio
import gc
import shutil
import threading
import time
import warnings
import weakref
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.types import Message
from tests.api.asking import LOOPBACK, ask

from sayso.api.watch import Watch
from sayso.app import LiveApp, build_app
from sayso.errors import SaysoError
from sayso.lasting import lasting_of
from sayso.settings import Settings


def test_rubrics_that_are_not_there_stop_the_start(tmp_path: Path) -> None:
    with pytest.raises(SaysoError):
        build_app(Settings(rubrics_dir=tmp_path))


def test_a_default_rubric_that_is_not_there_stops_the_start() -> None:
    with pytest.raises(SaysoError, match="newsrom"):
        build_app(Settings(rubric="newsrom"))


def test_a_default_rubric_that_is_broken_stops_the_start_and_the_place_is_told(rubrics: Path) -> None:
    (rubrics / "newsroom.yaml").write_text("sayso: rubric/1\nid: [", encoding="utf-8")
    with pytest.raises(SaysoError, match=r'no rubric "newsroom".*newsroom\.yaml:2:'):
        build_app(Settings(rubrics_dir=rubrics))


def test_an_application_that_was_replaced_is_let_go(rubrics: Path) -> None:
    settings = Settings(rubrics_dir=rubrics)
    lasting = lasting_of(settings, Watch())
    apps = [weakref.ref(build_app(settings, lasting=lasting)) for _ in range(3)]
    gc.collect()
    assert [app() for app in apps] == [None, None, None]


@pytest.fixture
def rubrics(tmp_path: Path, root: Path) -> Path:
    """A folder with the shipped vocabulary, and the newsroom rubric under its own name and as a second one."""
    folder = tmp_path / "rubrics"
    folder.mkdir()
    shutil.copy(root / "rubrics" / "vocabulary.yaml", folder)
    text = (root / "rubrics" / "newsroom.yaml").read_text(encoding="utf-8")
    (folder / "newsroom.yaml").write_text(text, encoding="utf-8")
    (folder / "second.yaml").write_text(text.replace("\nid: newsroom\n", "\nid: second\n"), encoding="utf-8")
    return folder


def test_a_broken_file_is_left_out_at_the_start_and_the_service_says_so(rubrics: Path) -> None:
    (rubrics / "third.yaml").write_text("sayso: rubric/1\nid: [", encoding="utf-8")
    service = build_app(Settings(rubrics_dir=rubrics))
    ready = ask(service, "GET", "/readyz").json()
    assert (ready["status"], ready["rubrics"]) == ("degraded", 2)
    assert "third.yaml:2" in ready["detail"]
    with pytest.raises(SaysoError, match=r"third\.yaml:2"):
        build_app(Settings(rubrics_dir=rubrics), whole=True)


def test_a_rubric_that_breaks_goes_on_serving_as_it_was_until_it_is_mended(rubrics: Path) -> None:
    live = LiveApp(Settings(rubrics_dir=rubrics, reload_seconds=0.01))
    good = (rubrics / "second.yaml").read_text(encoding="utf-8")

    async def seen() -> list[tuple[str, int]]:
        found = []
        async with (
            running(live),
            httpx.AsyncClient(transport=httpx.ASGITransport(app=live), base_url=LOOPBACK) as ask_,
        ):
            for text, wanted in ((good + "zzz: 1\n", "degraded"), (good, "ready")):
                (rubrics / "second.yaml").write_text(text, encoding="utf-8")
                async with asyncio.timeout(60):
                    while (await ask_.get("/readyz")).json()["status"] != wanted:
                        await asyncio.sleep(0.02)
                found.append((wanted, (await ask_.get("/v1/rubrics/second")).status_code))
        return found

    assert asyncio.run(seen()) == [("degraded", 200), ("ready", 200)]


@asynccontextmanager
async def running(app: LiveApp) -> AsyncIterator[None]:
    """The lifespan of a service, as a server runs it."""
    messages: asyncio.Queue[Message] = asyncio.Queue()
    started = asyncio.Event()

    async def send(message: Message) -> None:
        if message["type"] == "lifespan.startup.complete":
            started.set()

    life = asyncio.create_task(app({"type": "lifespan"}, messages.get, send))
    await messages.put({"type": "lifespan.startup"})
    await started.wait()
    yield
    await messages.put({"type": "lifespan.shutdown"})
    await life


def test_two_applications_are_never_put_together_at_once(
    tmp_path: Path, rubrics: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The framework silences a warning for every thread meanwhile: the first to end would end it for the other."""
    inside: set[int] = set()
    together: list[int] = []

    class Seen(warnings.catch_warnings):  # type: ignore[type-arg]
        def __enter__(self) -> Any:
            inside.add(threading.get_ident())
            time.sleep(0.001)
            together.append(len(inside))
            return super().__enter__()

        def __exit__(self, *raised: object) -> None:
            super().__exit__(*raised)  # type: ignore[arg-type]
            inside.discard(threading.get_ident())

    settings = Settings(data_dir=tmp_path / "data", rubrics_dir=rubrics)
    lasting = lasting_of(settings, Watch())
    monkeypatch.setattr(warnings, "catch_warnings", Seen)
    with ThreadPoolExecutor(2) as threads:
        made = [threads.submit(build_app, settings, lasting=lasting) for _ in range(2)]
        assert all(each.result().routes for each in made)
    assert set(together) == {1}
