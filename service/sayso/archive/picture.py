"""How does the impact of a rubric look? An SVG with a text that says the same to whoever cannot see it.

On the left each grade before against each grade after, darker where more claims are; on the right how far the numbers
move. Nothing is told by colour alone: every cell and bar has its count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from sayso.archive.impact import STEP, Flip, Impact, Moves

_SVG = "http://www.w3.org/2000/svg"
_NONE = "none"
_MOST_BANDS = 12
_CELL_WIDTH, _CELL_HEIGHT = 64, 26
_LEFT, _TOP = 110, 96
_BAR_WIDTH, _BARS_HEIGHT = 26, 220
_STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#1a1a1a}.h{font-size:17px;font-weight:600}.s{fill:#555}"
    ".n{text-anchor:middle;font-size:11px}.r{text-anchor:end}.same{stroke:#1a1a1a;stroke-width:1.5;fill-opacity:.9}"
)


def picture(found: Impact, before: str, after: str) -> str:
    """The SVG; ``before`` and ``after`` name the rubrics."""
    axis, flips = _flips(found)
    bands = _bands(flips)
    name, moves = next(iter(found.moves.items()), ("", None))
    right = _LEFT + _CELL_WIDTH * len(bands) + 90
    bars = len(moves.histogram) if moves is not None else 0
    width = max(right + _BAR_WIDTH * max(bars, 4) + 40, 640)
    height = max(_TOP + _CELL_HEIGHT * len(bands), _TOP + _BARS_HEIGHT) + 64
    title = f"From {before} to {after}: {found.changed:,} of {found.claims:,} claims change grade"
    size = f'width="{width}" height="{height}"'
    parts = [
        f'<svg xmlns="{_SVG}" {size} viewBox="0 0 {width} {height}" role="img" aria-labelledby="title words">',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="words">{escape(_words(axis, flips, name, moves))}</desc>',
        f"<style>{_STYLE}</style>",
        f'<rect {size} fill="#fff"/>',
        _text(20, 32, title, "h"),
        *_matrix(axis, flips, bands),
        *(_histogram(name, moves, right) if moves is not None else ()),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _flips(found: Impact) -> tuple[str, Mapping[Flip, int]]:
    """The grades, or the bands of the first axis where there are too many grades to be seen at once."""
    if len(_bands(found.grades)) <= _MOST_BANDS or not found.bands:
        return "grade", found.grades
    axis, flips = next(iter(found.bands.items()))
    return axis, flips


def _bands(flips: Mapping[Flip, int]) -> list[str]:
    return sorted({band or _NONE for flip in flips for band in flip}, key=lambda band: (band == _NONE, band))


def _matrix(axis: str, flips: Mapping[Flip, int], bands: Sequence[str]) -> list[str]:
    most = max(flips.values(), default=1)
    parts = [_text(20, 60, f"{axis.replace('_', ' ')}: before down, after across", "s")]
    for at, band in enumerate(bands):
        parts.append(_text(_LEFT + _CELL_WIDTH * at + _CELL_WIDTH // 2, _TOP - 8, band, "n"))
        parts.append(_text(_LEFT - 8, _TOP + _CELL_HEIGHT * at + 18, band, "r"))
    for (before, after), count in flips.items():
        row, column = bands.index(before or _NONE), bands.index(after or _NONE)
        x, y = _LEFT + _CELL_WIDTH * column, _TOP + _CELL_HEIGHT * row
        shade = 20 + 65 * count // most
        same = ' class="same"' if before == after else ""
        parts.append(
            f'<rect x="{x}" y="{y}" width="{_CELL_WIDTH - 2}" height="{_CELL_HEIGHT - 2}" fill="#2a6fb0" '
            f'opacity="0.{shade:02}"{same}/>'
        )
        parts.append(_text(x + _CELL_WIDTH // 2 - 1, y + 17, f"{count:,}", "n"))
    return parts


def _histogram(name: str, moves: Moves, left: int) -> list[str]:
    parts = [_text(left, 60, f"{name.replace('_', ' ')}: points moved", "s")]
    most = max(moves.histogram.values(), default=1) or 1
    base = _TOP + _BARS_HEIGHT
    for place, (at, count) in enumerate(moves.histogram.items()):
        height = (_BARS_HEIGHT - 30) * count // most
        x = left + _BAR_WIDTH * place
        parts.append(f'<rect x="{x}" y="{base - height}" width="{_BAR_WIDTH - 4}" height="{height}" fill="#2a6fb0"/>')
        if count:
            parts.append(_text(x + _BAR_WIDTH // 2 - 2, base - height - 4, _short(count), "n"))
        parts.append(_text(x + _BAR_WIDTH // 2 - 2, base + 16, f"{at * STEP // 1000:+d}", "n"))
    return parts


def _words(axis: str, flips: Mapping[Flip, int], name: str, moves: Moves | None) -> str:
    moved = [
        f"{before or _NONE} to {after or _NONE} {count:,}"
        for (before, after), count in flips.items()
        if before != after
    ]
    said = f"By {axis.replace('_', ' ')}: {'; '.join(moved[:40]) or 'nothing changes'}."
    if moves is not None:
        ways = f"rises in {moves.up:,} claims, falls in {moves.down:,} and stays in {moves.same:,}"
        said += f" The number {name.replace('_', ' ')} {ways}."
    return said


def _short(count: int) -> str:
    return f"{count}" if count < 10_000 else f"{count // 1000:,}k"


def _text(x: int, y: int, text: str, kind: str) -> str:
    return f'<text x="{x}" y="{y}" class="{kind}">{escape(text)}</text>'
