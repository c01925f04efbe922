"""Figures: gathered over runs, then the median of each and how far the runs lay apart."""

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Figures = dict[str, float]


@dataclass
class Tally:
    """What the runs gave, by name."""

    values: dict[str, list[float]] = field(default_factory=dict)

    def add(self, figures: Mapping[str, float], prefix: str = "") -> None:
        """One run's figures."""
        for name, value in figures.items():
            self.values.setdefault(prefix + name, []).append(value)

    def medians(self) -> Figures:
        """The median of each."""
        return {name: statistics.median(values) for name, values in self.values.items()}

    def spread(self) -> dict[str, tuple[float, float]]:
        """The least and the most of each that was measured more than once."""
        return {name: (min(values), max(values)) for name, values in self.values.items() if len(values) > 1}


def percentile(values: Sequence[float], share: float) -> float:
    """The value that so large a share does not exceed (nearest rank); not a number for no values."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share) - 1)] if ordered else math.nan


def milliseconds(microseconds: Sequence[int], prefix: str = "") -> Figures:
    """p50, p95 and p99 in milliseconds."""
    shares = {"p50_ms": 0.5, "p95_ms": 0.95, "p99_ms": 0.99}
    return {prefix + name: percentile(microseconds, share) / 1000 for name, share in shares.items()}


def ratio(one: float, other: float) -> float:
    """How many times the other; not a number where there is no other."""
    return one / other if other else math.nan


def rounded(value: float) -> float:
    """Four figures that mean something, and no more."""
    if not value or not math.isfinite(value):
        return value
    return round(value, 3 - math.floor(math.log10(abs(value)))) if abs(value) < 1000 else round(value)
