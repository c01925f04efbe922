"""Rows of the pair files, and what a reader makes of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "pairs"


@dataclass(frozen=True)
class Pair:
    """Words that must be seen with at least an urgency, and a near twin that must not be seen with more."""

    at_least: int
    grave: str
    at_most: int
    light: str

    def faults(self, urgency: Callable[[str], int]) -> list[str]:
        """What a reader gets wrong."""
        seen, over = urgency(self.grave), urgency(self.light)
        said = [f"missed: {self.grave!r} is {seen}, at least {self.at_least}"] if seen < self.at_least else []
        return said + (
            [f"alarm: {self.light!r} is {over}, at most {self.at_most}"] if over > self.at_most else []
        )


def pairs(language: str) -> Iterator[Pair]:
    """The pairs of a language."""
    for line in (FOLDER / f"{language}.txt").read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            at_least, grave, at_most, light = (part.strip() for part in line.split("|"))
            yield Pair(int(at_least), grave, int(at_most), light)
