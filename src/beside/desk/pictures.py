"""Pictures of figures: bars beside one another, as numbers that a template writes as SVG. Pure.

The table under a picture says the same; a picture never stands alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 720, 220
_LEFT, _TOP, _BOTTOM = 40, 12, 24
_GAP = 0.3
_STEPS = (1, 2, 5, 10, 15, 20, 30, 50, 60, 100, 120, 200, 300, 500, 1000, 2000, 5000, 10000)


@dataclass(frozen=True, slots=True)
class Series:
    """One row of bars. A value of None is not known, or not shown."""

    name: str
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle; `css` names its series."""

    x: str
    y: str
    width: str
    height: str
    css: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A word at a place: of a column, or of a height."""

    at: str
    words: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything the template draws. `legend`: (css, name) of each series."""

    title: str
    bars: list[Bar]
    columns: list[Mark]
    heights: list[Mark]
    legend: list[tuple[str, str]]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    base: int = HEIGHT - _BOTTOM


def bars(title: str, labels: Sequence[str], series: Sequence[Series], every: int = 1) -> Picture:
    """Bars for each label, one per series. `every`: how many labels share a word below."""
    top = max((value for one in series for value in one.values if value is not None), default=0.0)
    step = next((each for each in _STEPS if top <= each * 4), _STEPS[-1])
    scale = (HEIGHT - _TOP - _BOTTOM) / (step * 4)
    column = (WIDTH - _LEFT) / max(1, len(labels))
    found = [
        _bar(number, which, len(series), column, value * scale)
        for which, one in enumerate(series)
        for number, value in enumerate(one.values)
        if value is not None
    ]
    words = [
        Mark(_digits(_LEFT + (number + 0.5) * column), label)
        for number, label in enumerate(labels)
        if number % every == 0
    ]
    heights = [Mark(_digits(HEIGHT - _BOTTOM - each * step * scale), str(each * step)) for each in range(5)]
    legend = [(f"series-{which + 1}", one.name) for which, one in enumerate(series)]
    return Picture(title, found, words, heights, legend)


def _bar(number: int, which: int, many: int, column: float, height: float) -> Bar:
    width = column * (1 - _GAP) / many
    x = _LEFT + number * column + column * _GAP / 2 + which * width
    y = HEIGHT - _BOTTOM - height
    return Bar(_digits(x), _digits(y), _digits(width), _digits(height), f"series-{which + 1}")


def _digits(value: float) -> str:
    return f"{value:.1f}"
