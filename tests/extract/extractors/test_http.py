"""Is a desk's own extractor asked over a socket, and is an answer refused that would misplace anyone's words?"""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.robustness.effort import share

from sayso.errors import ExtractorFailed
from sayso.extract.article import Article
from sayso.extract.extractors.http import open_extractor
from sayso.extract.finders import Options
from sayso.extract.prose import take_apart
from sayso.extract.relation import Relation
from sayso.usecases.extract import ArticleReader

TEXT = (
    "The harbour master said the harbour would stay closed until the end of the week, and that nobody was hurt by it."
)
RELATION = {"source": [[0, 18]], "cue": [[19, 23]], "content": [[24, 111]]}
Answer = tuple[int, bytes]


class Server(ThreadingHTTPServer):
    """One that says nothing when an asker has given it up."""

    def handle_error(self, *_: Any) -> None:
        """Says nothing."""


class Desk:
    """A small service of a desk's own; ``answer`` gives status and body for what it is sent."""

    def __init__(self) -> None:
        self.answer: Callable[[bytes], Answer] = lambda _: (200, b"{}")
        self.asked: list[tuple[str, str | None, bytes]] = []
        desk = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                desk.asked.append((self.path, self.headers["content-type"], body))
                status, answer = desk.answer(body)
                self.send_response(status)
                self.send_header("location", "/elsewhere")
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *args: Any) -> None:
                """Says nothing."""

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/find?by=us"

    def find(self, seconds: float = 10.0) -> tuple[Relation, ...]:
        return tuple(open_extractor(Options(self.url, seconds)).find(take_apart(TEXT)))

    def says(self, value: Any) -> None:
        self.answer = lambda _: (200, json.dumps(value).encode())


@pytest.fixture(scope="module")
def running() -> Iterator[Desk]:
    desk = Desk()
    thread = threading.Thread(target=desk.server.serve_forever, daemon=True)
    thread.start()
    yield desk
    desk.server.shutdown()
    desk.server.server_close()
    thread.join()


@pytest.fixture
def desk(running: Desk) -> Desk:
    running.asked.clear()
    return running


def test_the_text_is_sent_and_the_relations_come_back(desk: Desk) -> None:
    desk.says({"relations": [RELATION], "version": "7"})
    assert desk.find() == (Relation(((0, 18),), ((19, 23),), ((24, 111),)),)
    ((path, content_type, body),) = desk.asked
    assert (path, content_type, json.loads(body)) == ("/find?by=us", "application/json", {"text": TEXT})


def test_relations_are_put_in_the_order_of_the_text(desk: Desk) -> None:
    later = {"cue": [[85, 89]], "content": [[90, 110]]}
    desk.says({"relations": [later, RELATION]})
    assert [relation.cue[0][0] for relation in desk.find()] == [19, 85]


def test_nobody_needs_to_be_named(desk: Desk) -> None:
    desk.says({"relations": [{"cue": [[19, 23]], "content": [[24, 111]]}]})
    assert desk.find()[0].source == ()


def test_positions_count_code_points(desk: Desk) -> None:
    text = "😀 he said yes"
    desk.says({"relations": [{"source": [[2, 4]], "cue": [[5, 9]], "content": [[10, 13]]}]})
    (relation,) = open_extractor(Options(desk.url)).find(take_apart(text))
    assert [text[start:end] for start, end in relation.content] == ["yes"]
    assert json.loads(desk.asked[0][2]) == {"text": text}


def test_claims_are_read_from_what_the_desk_found(desk: Desk) -> None:
    desk.says({"relations": [RELATION]})
    found = ArticleReader("http", Options(desk.url), 1_000).read(Article(TEXT, outlet="Daily Ledger"))
    assert found.extractor.id == "http"
    chain = found.claims[0]["attributions"][0]["chain"]
    assert [link["source"] for link in chain] == ["Daily Ledger", "The harbour master"]


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ((500, b"{}"), "status 500"),
        ((404, b""), "status 404"),
        ((302, b""), "status 302"),
        ((204, b""), "status 204"),
        ((200, b""), "no JSON"),
        ((200, b"said"), "no JSON"),
        ((200, b"\xff"), "no JSON"),
        ((200, b"[" * 100_000), "JSON"),
    ],
)
def test_an_answer_that_is_none_is_refused(desk: Desk, answer: Answer, says: str) -> None:
    desk.answer = lambda _: answer
    with pytest.raises(ExtractorFailed, match=says):
        desk.find()


@pytest.mark.parametrize(
    "value",
    [
        [],
        {},
        "relations",
        {"relations": None},
        {"relations": {}},
        {"relations": [7]},
        {"relations": [{}]},
        {"relations": [{"cue": [[19, 23]]}]},
        {"relations": [{"content": [[24, 111]]}]},
        {"relations": [{**RELATION, "cue": []}]},
        {"relations": [{**RELATION, "cue": [19, 23]}]},
        {"relations": [{**RELATION, "cue": [["19", "23"]]}]},
        {"relations": [{**RELATION, "cue": [[19.0, 23.0]]}]},
        {"relations": [{**RELATION, "cue": [[True, 23]]}]},
        {"relations": [{**RELATION, "cue": [[19, 23, 24]]}]},
        {"relations": [{**RELATION, "cue": [[-1, 23]]}]},
        {"relations": [{**RELATION, "cue": [[23, 19]]}]},
        {"relations": [{**RELATION, "cue": [[23, 23]]}]},
        {"relations": [{**RELATION, "content": [[24, 9_999]]}]},
        {"relations": [{**RELATION, "content": [[24, 60], [50, 111]]}]},
        {"relations": [{**RELATION, "source": "harbour master"}]},
        {"relations": [{**RELATION, "source": None}]},
        {"relations": [RELATION] * 20_001},
    ],
)
def test_a_relation_that_cannot_be_placed_is_refused(desk: Desk, value: Any) -> None:
    desk.says(value)
    with pytest.raises(ExtractorFailed, match="SAYSO_EXTRACTOR_URL"):
        desk.find()


def test_one_that_takes_too_long_is_given_up(desk: Desk) -> None:
    waiting = threading.Event()

    def late(_: bytes) -> Answer:
        waiting.wait(10)
        return 200, b"{}"

    desk.answer = late
    try:
        with pytest.raises(ExtractorFailed, match=r"within 0\.2 seconds"):
            desk.find(0.2)
    finally:
        waiting.set()


def test_one_that_answers_a_byte_at_a_time_is_given_up_too() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drip() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n")
                try:
                    for _ in range(200):
                        connection.sendall(b" ")
                        time.sleep(0.05)
                except OSError:
                    return

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        with pytest.raises(ExtractorFailed, match=r"within 0\.4 seconds"):
            open_extractor(Options(url, 0.4)).find(take_apart(TEXT))
        thread.join(20)


def test_one_that_is_not_there_is_said_not_to_be() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    with pytest.raises(ExtractorFailed, match="cannot be reached"):
        open_extractor(Options(url, 2)).find(take_apart(TEXT))


@pytest.mark.parametrize("url", [None, "", "file:///etc/passwd", "ftp://x", "http://", "//x", "gopher://x/"])
def test_an_address_that_is_none_is_refused_before_anything_is_asked(url: str | None) -> None:
    with pytest.raises(ExtractorFailed, match="no address"):
        open_extractor(Options(url))


def test_no_refusal_repeats_the_article(desk: Desk) -> None:
    desk.answer = lambda body: (200, body)
    with pytest.raises(ExtractorFailed) as refused:
        desk.find()
    assert "harbour" not in refused.value.message


NUMBERS = st.one_of(st.integers(-2, 120), st.none(), st.text(max_size=2), st.floats(allow_nan=False))
SPANS = st.one_of(st.lists(st.lists(NUMBERS, max_size=3), max_size=3), NUMBERS)
RELATIONS = st.fixed_dictionaries({}, optional={"source": SPANS, "cue": SPANS, "content": SPANS})


@share(dev=60, ci=200, long=2_000)
@given(st.one_of(st.lists(RELATIONS, max_size=3), SPANS))
def test_any_answer_is_usable_or_refused(running: Desk, relations: Any) -> None:
    running.says({"relations": relations})
    try:
        found = running.find()
    except ExtractorFailed:
        return
    for relation in found:
        assert relation.cue
        assert all(0 <= start < end <= len(TEXT) for start, end in relation.source + relation.cue + relation.content)
