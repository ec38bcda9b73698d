"""Does every example in the README and the guides work, and print what the page says it prints?

A fenced block is an example when its info string says so:

    ```sh example         run, in order, in one folder for each page; the service is running where the page calls it
    ```sh example exit=1  the same, and it ends with this exit code
    ```python example     run the same way
    ```json file=a.json   written to that folder (any language)
    ```json output        what the block before printed: these parts of it; a text that ends in ".." is its beginning
    ```text output        what the block before printed: these lines, in this order; "..." stands for any lines
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = "127.0.0.1:8321"
FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<text>.*?)^```\s*$", re.MULTILINE | re.DOTALL)
PAGES = [ROOT / "README.md", *sorted(p for p in (ROOT / "docs").rglob("*.md") if "decisions" not in p.parts)]


@dataclass(frozen=True, slots=True)
class Block:
    line: int
    words: tuple[str, ...]
    text: str


def blocks(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    return [
        Block(text.count("\n", 0, m.start()) + 1, tuple(m["info"].split()), m["text"]) for m in FENCE.finditer(text)
    ]


def is_used(block: Block) -> bool:
    return bool({"example", "output"} & set(block.words[1:])) or any(word.startswith("file=") for word in block.words)


@pytest.mark.parametrize(
    "page", [p for p in PAGES if any(map(is_used, blocks(p)))], ids=lambda p: str(p.relative_to(ROOT))
)
def test_every_example_prints_what_the_page_says(page: Path, tmp_path: Path) -> None:
    for name in ("rubrics", "fixtures"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "home").mkdir()
    used = [block for block in blocks(page) if is_used(block)]
    with service(tmp_path, wanted=any(ADDRESS in block.text for block in used)) as address:
        printed = ""
        for block in used:
            place = f"{page.relative_to(ROOT)}:{block.line}"
            file = next((word.removeprefix("file=") for word in block.words if word.startswith("file=")), None)
            if file is not None:
                (tmp_path / file).write_text(block.text, encoding="utf-8")
            elif "example" in block.words:
                printed = run(block, tmp_path, address, place)
            elif block.words[0] == "json":
                assert_part_of(json.loads(block.text), json.loads(printed), place)
            else:
                assert_lines_of(block.text, printed, place)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_what_is_shown_and_not_run_is_a_target_of_the_makefile_or_can_be_read(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for block in (each for each in blocks(page) if not is_used(each)):
        place = f"{page.relative_to(ROOT)}:{block.line}"
        language = block.words[0] if block.words else ""
        assert language in ("sh", "json", "yaml", "text"), f"{place}: a block of {language!r} that nothing runs"
        if language == "json":
            json.loads(block.text)
        if language == "yaml":
            YAML(typ="safe", pure=True).load(block.text)
        for line in block.text.splitlines() if language == "sh" else ():
            words = line.split()
            assert words[0] == "make", f"{place}: {line!r} is run by nothing"
            assert words[1] in targets, f"{place}: the Makefile has no {words[1]!r}"


def test_the_readme_shows_a_request_and_its_answer() -> None:
    words = [block.words for block in blocks(ROOT / "README.md")]
    assert ("sh", "example") in words
    assert ("json", "output") in words


def test_a_wrong_part_of_an_answer_is_noticed() -> None:
    answer = {"grade": "E3", "losses": [{"code": "a"}, {"code": "b"}], "because": "nobody saw it"}
    assert_part_of({"because": "nobody.."}, answer, "here")
    for wrong in ({"grade": "E4"}, {"losses": [{"code": "c"}]}, {"score": 1}, {"because": "somebody.."}):
        with pytest.raises(AssertionError):
            assert_part_of(wrong, answer, "here")
    with pytest.raises(AssertionError):
        assert_lines_of("first\nsecond", "second\nfirst", "here")


def test_another_exit_code_than_the_page_says_is_noticed(tmp_path: Path) -> None:
    assert run(Block(1, ("sh", "example", "exit=1"), "echo found; exit 1"), tmp_path, ADDRESS, "here") == "found\n"
    for words, text in ((("sh", "example", "exit=1"), "true"), (("sh", "example"), "exit 1")):
        with pytest.raises(AssertionError):
            run(Block(1, words, text), tmp_path, ADDRESS, "here")


@contextmanager
def service(folder: Path, *, wanted: bool) -> Iterator[str]:
    """Sayso on a free port, on the copied rubrics; nothing where the page does not call it."""
    if not wanted:
        yield ADDRESS
        return
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("sayso")), "serve", "--port", str(port)]
    with (folder / "service.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment(folder), stdout=log, stderr=log)
    try:
        wait_until_ready(f"http://127.0.0.1:{port}/readyz", process, folder / "service.log")
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_until_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the service did not come up:\n{log.read_text(encoding='utf-8')}")


def environment(folder: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("SAYSO_")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{kept.get('PATH', os.defpath)}"
    return {
        **kept,
        "PATH": path,
        "HOME": str(folder / "home"),
        "SAYSO_RUBRICS_DIR": str(folder / "rubrics"),
        "NO_COLOR": "1",
        "COLUMNS": "120",
    }


def run(block: Block, folder: Path, address: str, place: str) -> str:
    text = block.text.replace(ADDRESS, address)
    command = [sys.executable, "-c", text] if block.words[0] == "python" else ["bash", "-euo", "pipefail", "-c", text]
    done = subprocess.run(
        command, cwd=folder, env=environment(folder), capture_output=True, text=True, timeout=120, check=False
    )
    wanted = next((int(word.removeprefix("exit=")) for word in block.words if word.startswith("exit=")), 0)
    assert done.returncode == wanted, f"{place} ended with {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


def assert_part_of(part: Any, whole: Any, place: str, pointer: str = "") -> None:
    where = f"{place}: {pointer or 'the answer'}"
    if isinstance(part, dict):
        assert isinstance(whole, dict), f"{where} is {whole!r}"
        for key, value in part.items():
            assert key in whole, f"{where} has no {key}"
            assert_part_of(value, whole[key], place, f"{pointer}/{key}")
    elif isinstance(part, list):
        assert isinstance(whole, list), f"{where} is {whole!r}"
        assert len(whole) >= len(part), f"{where} has {len(whole)} items, the page shows {len(part)}"
        for number, value in enumerate(part):
            assert_part_of(value, whole[number], place, f"{pointer}/{number}")
    elif isinstance(part, str) and part.endswith(".."):
        assert str(whole).startswith(part.rstrip(".")), f"{where} is {whole!r}, the page says {part!r}"
    else:
        assert part == whole, f"{where} is {whole!r}, the page says {part!r}"


def assert_lines_of(part: str, whole: str, place: str) -> None:
    remaining = iter(line.strip() for line in whole.splitlines())
    for line in filter(None, (line.strip() for line in part.splitlines())):
        assert line == "..." or line in remaining, (
            f"{place}: not printed, or not there: {line!r}\nprinted was:\n{whole}"
        )
