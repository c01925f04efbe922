"""A small picture of one row of values as numbers that a template writes as SVG. Pure.

A table beside it says the same; the picture never stands alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 480, 88
_EDGE = 5.0


@dataclass(frozen=True, slots=True)
class Spark:
    """`line` and `area` are lists of points; `target` is the height of the dashed line."""

    line: str
    area: str
    target: str
    width: int = WIDTH
    height: int = HEIGHT


def spark(values: Sequence[float], target: float) -> Spark:
    """A line through the values, equally far apart. The target always fits into the picture."""
    top = max(*values, target * 1.25, 1.0)
    step = (WIDTH - 2 * _EDGE) / max(1, len(values) - 1)
    points = [(_EDGE + at * step, _height(value, top)) for at, value in enumerate(values)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    base = f"{HEIGHT - _EDGE:.1f}"
    area = f"{points[0][0]:.1f},{base} {line} {points[-1][0]:.1f},{base}"
    return Spark(line, area, f"{_height(target, top):.1f}")


def _height(value: float, top: float) -> float:
    return HEIGHT - _EDGE - value / top * (HEIGHT - 2 * _EDGE)
