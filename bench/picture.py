"""A small picture of curves over a scale of tens, readable on light and on dark pages. No library."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 720, 360
LEFT, RIGHT, TOP, BOTTOM = 64, 44, 56, 48
_STYLE = """
  text { font: 14px system-ui, sans-serif; fill: #333 } .title { font-weight: 600 }
  .grid { stroke: #8886; stroke-width: 1 } .curve { fill: none; stroke-width: 2.5 }
  .a { stroke: #0b6e6e } .b { stroke: #a4501b; stroke-dasharray: 7 4 } .dot { stroke: none }
  .dot.a { fill: #0b6e6e } .dot.b { fill: #a4501b }
  @media (prefers-color-scheme: dark) {
    text { fill: #ddd } .a { stroke: #5fc9c0 } .b { stroke: #f0a877 }
    .dot.a { fill: #5fc9c0 } .dot.b { fill: #f0a877 }
  }
"""


@dataclass(frozen=True)
class Curve:
    """Points (how many, figure), sorted; `name` says how many of what."""

    name: str
    points: tuple[tuple[int, float], ...]


def drawn(title: str, curves: Sequence[Curve]) -> str:
    """The picture as SVG. The figure's axis begins at nothing: a curve that is flat looks flat."""
    scale = Scale(curves)
    told = "; ".join(
        f"{each.name}: " + ", ".join(f"{x:,} {y:.0f}" for x, y in each.points) for each in curves
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
        f"<title>{escape(title)}</title><desc>{escape(told)}</desc><style>{_STYLE}</style>",
        f'<text class="title" x="{LEFT}" y="22">{escape(title)}</text>',
        *scale.grid(),
        *(
            line
            for number, each in enumerate(curves)
            for line in _curve(each, "ab"[number % 2], number, scale)
        ),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


class Scale:
    """Where a point lies: tens from left to right, figures from nothing upwards."""

    def __init__(self, curves: Sequence[Curve]) -> None:
        points = [point for curve in curves for point in curve.points]
        self.first = math.floor(math.log10(min(x for x, _ in points)))
        self.last = max(self.first + 1, math.ceil(math.log10(max(x for x, _ in points))))
        self.step = _step(max(y for _, y in points) * 1.1)
        self.top = math.ceil(max(y for _, y in points) * 1.1 / self.step) * self.step

    def x(self, value: float) -> float:
        """Pixels from the left."""
        share = (math.log10(value) - self.first) / (self.last - self.first)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def y(self, value: float) -> float:
        """Pixels from the top."""
        return round(HEIGHT - BOTTOM - value / self.top * (HEIGHT - TOP - BOTTOM), 1)

    def grid(self) -> Iterator[str]:
        """Lines and their labels."""
        for number in range(round(self.top / self.step) + 1):
            value, y = number * self.step, self.y(number * self.step)
            yield f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}"/>'
            yield f'<text x="{LEFT - 8}" y="{y + 5}" text-anchor="end">{value:,.0f}</text>'
        for power in range(self.first, self.last + 1):
            yield f'<text x="{self.x(10**power)}" y="{HEIGHT - 20}" text-anchor="middle">{10**power:,}</text>'


def _curve(curve: Curve, look: str, number: int, scale: Scale) -> Iterator[str]:
    places = [(scale.x(x), scale.y(y)) for x, y in curve.points]
    path = " ".join(f"{x},{y}" for x, y in places)
    yield f'<polyline class="curve {look}" points="{path}"/>'
    yield from (f'<circle class="dot {look}" cx="{x}" cy="{y}" r="4"/>' for x, y in places)
    left = LEFT + number * 300
    yield f'<line class="curve {look}" x1="{left}" x2="{left + 32}" y1="40" y2="40"/>'
    yield f'<text x="{left + 40}" y="45">{escape(curve.name)}</text>'


def _step(most: float) -> float:
    """A round step that gives four to eight lines."""
    power: float = 10 ** math.floor(math.log10(most / 4))
    return next(power * factor for factor in (1, 2, 5, 10) if most / (power * factor) <= 8)
