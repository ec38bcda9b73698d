"""How does the impact of a rubric look? An SVG with a text that says the same to whoever cannot see it.

For each axis each band before against each band after, darker where more claims are, and beside it how far the number
moves. Nothing is told by colour alone: every cell and bar has its count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from sayso.archive.impact import STEP, Flip, Impact, Moves

_SVG = "http://www.w3.org/2000/svg"
_NONE = "none"
_CELL_WIDTH, _CELL_HEIGHT = 64, 26
_LEFT, _FIRST, _HEAD = 110, 56, 44
_BAR_WIDTH, _BARS_HEIGHT = 30, 170
_BETWEEN, _LETTER = 90, 9
_STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#1a1a1a}.h{font-size:17px;font-weight:600}.s{fill:#555}"
    ".n{text-anchor:middle;font-size:11px}.r{text-anchor:end}.same{stroke:#1a1a1a;stroke-width:1.5}"
)


def picture(found: Impact, before: str, after: str) -> str:
    """The SVG; ``before`` and ``after`` name the rubrics."""
    title = f"From {before} to {after}: {found.changed:,} of {found.claims:,} claims change grade"
    names = list(dict.fromkeys([*found.bands, *found.moves]))
    bands = {name: _bands(found.bands.get(name, {})) for name in names}
    widest = max((len(each) for each in bands.values()), default=0)
    right = _LEFT + _CELL_WIDTH * widest + _BETWEEN
    bars = max((len(moves.histogram) for moves in found.moves.values()), default=0)
    width = max(right + _BAR_WIDTH * bars, right + 240, 40 + _LETTER * len(title))
    parts = [f'<title id="title">{escape(title)}</title>', f'<desc id="words">{escape(_words(found))}</desc>']
    parts += [f"<style>{_STYLE}</style>", '<rect width="100%" height="100%" fill="#fff"/>', _text(20, 32, title, "h")]
    top = _FIRST
    for name in names:
        head = top + _HEAD
        parts += _matrix(name, found.bands.get(name, {}), bands[name], head)
        if name in found.moves:
            parts += _histogram(name, found.moves[name], right, head)
        top = head + max(_CELL_HEIGHT * len(bands[name]), _BARS_HEIGHT if name in found.moves else 0) + 40
    size = f'width="{width}" height="{top}" viewBox="0 0 {width} {top}"'
    opened = f'<svg xmlns="{_SVG}" {size} role="img" aria-labelledby="title words">'
    return "\n".join([opened, *parts, "</svg>"]) + "\n"


def _bands(flips: Mapping[Flip, int]) -> list[str]:
    return sorted({band or _NONE for flip in flips for band in flip}, key=lambda band: (band == _NONE, band))


def _matrix(axis: str, flips: Mapping[Flip, int], bands: Sequence[str], top: int) -> list[str]:
    if not flips:
        return []
    most = max(flips.values())
    parts = [_text(20, top - 26, f"{_said(axis)}: before down, after across", "s")]
    for at, band in enumerate(bands):
        parts.append(_text(_LEFT + _CELL_WIDTH * at + _CELL_WIDTH // 2, top - 8, band, "n"))
        parts.append(_text(_LEFT - 8, top + _CELL_HEIGHT * at + 18, band, "r"))
    for (before, after), count in flips.items():
        row, column = bands.index(before or _NONE), bands.index(after or _NONE)
        x, y = _LEFT + _CELL_WIDTH * column, top + _CELL_HEIGHT * row
        same = ' class="same"' if before == after else ""
        size = f'width="{_CELL_WIDTH - 2}" height="{_CELL_HEIGHT - 2}"'
        shade = 10 + 50 * count // most
        parts.append(f'<rect x="{x}" y="{y}" {size} fill="#2a6fb0" fill-opacity="0.{shade}"{same}/>')
        parts.append(_text(x + _CELL_WIDTH // 2 - 1, y + 17, f"{count:,}", "n"))
    return parts


def _histogram(name: str, moves: Moves, left: int, top: int) -> list[str]:
    parts = [_text(left, top - 26, f"{_said(name)}: points moved", "s")]
    most = max(moves.histogram.values(), default=1) or 1
    base = top + _BARS_HEIGHT
    for place, (at, count) in enumerate(moves.histogram.items()):
        height = (_BARS_HEIGHT - 20) * count // most
        x = left + _BAR_WIDTH * place
        size = f'width="{_BAR_WIDTH - 4}" height="{height}"'
        parts.append(f'<rect x="{x}" y="{base - height}" {size} fill="#2a6fb0"/>')
        if count:
            parts.append(_text(x + _BAR_WIDTH // 2 - 2, base - height - 4, _short(count), "n"))
        parts.append(_text(x + _BAR_WIDTH // 2 - 2, base + 16, f"{at * STEP // 1000:+d}", "n"))
    return parts


def _words(found: Impact) -> str:
    said = []
    for axis, flips in found.bands.items():
        moved = [f"{a or _NONE} to {b or _NONE} {count:,}" for (a, b), count in flips.items() if a != b]
        said.append(f"{_said(axis)}: {'; '.join(moved) or 'no band changes'}.")
    for name, moves in found.moves.items():
        ways = f"rises in {moves.up:,} claims, falls in {moves.down:,} and stays in {moves.same:,}"
        said.append(f"The number {_said(name)} {ways}.")
    return " ".join(said)


def _said(name: str) -> str:
    return name.replace("_", " ")


def _short(count: int) -> str:
    return f"{count}" if count < 10_000 else f"{count // 1000:,}k"


def _text(x: int, y: int, text: str, kind: str) -> str:
    return f'<text x="{x}" y="{y}" class="{kind}">{escape(text)}</text>'
