"""The tokens: sources, contrast, and the dark block that stands twice."""

import re

import pytest

from tests.web import colour, sheets

SOURCED = re.compile(r"--([\w-]+): (#[0-9a-f]{6});\s*/\* oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)")

BODY = [
    (
        "text",
        ("bg", "surface", "sunken", "mine", "theirs", "sea-soft", "lamp-soft", "clay-soft", "moss-soft"),
    ),
    ("text", ("heather-soft",)),
    ("text-muted", ("bg", "surface", "sunken")),
    ("on-sea", ("sea", "sea-hover")),
    ("sea-text", ("bg", "surface", "sea-soft")),
    ("lamp-text", ("lamp-soft", "surface")),
    ("clay-text", ("clay-soft", "surface", "bg")),
    ("moss-text", ("moss-soft", "surface")),
    ("heather-text", ("heather-soft",)),
    ("on-exit", ("exit",)),
]
SMALL = [
    ("text-faint", ("bg", "surface", "sunken")),
    ("text-muted", ("mine",)),
    ("sea-text", ("mine",)),
    ("on-clay", ("clay", "clay-hover")),
    ("on-lamp", ("lamp",)),
]
EDGES = [
    ("line-strong", ("surface", "bg")),
    ("sea", ("surface",)),
    ("clay", ("surface",)),
    ("moss", ("surface",)),
    ("heather", ("surface",)),
    ("focus", ("bg", "surface", "mine")),
    ("exit", ("bg",)),
    *((f"chart-{n}", ("surface",)) for n in range(1, 6)),
]


def too_faint(palette: dict[str, str]) -> list[str]:
    """Pairs below their minimum, as sentences."""
    found = []
    for minimum, pairs in ((7, BODY), (4.5, SMALL), (3, EDGES)):
        for ink, papers in pairs:
            for paper in papers:
                ratio = colour.contrast(palette[ink], palette[paper])
                if ratio < minimum:
                    found.append(f"{ink} on {paper}: {ratio:.1f}, needs {minimum}")
    return found


@pytest.mark.parametrize("theme", ["light", "system", "chosen"])
def test_every_pair_has_its_contrast(theme: str) -> None:
    tokens = sheets.tokens()
    assert too_faint(_unprefixed(tokens, theme)) == []


def test_too_little_contrast_is_found() -> None:
    tokens = sheets.tokens()
    assert "text on bg: 1.0, needs 7" in too_faint(_unprefixed(tokens, "light") | {"text": "#f9f4f0"})


def test_hex_values_are_their_sources() -> None:
    text = (sheets.WEB / "tokens.css").read_text()
    found = SOURCED.findall(text)
    assert len(found) > 130
    wrong = [
        (name, value)
        for name, value, light, chroma, hue in found
        if not _near(colour.hex_of(float(light) / 100, float(chroma), float(hue)), value)
    ]
    assert wrong == []


def test_the_dark_block_stands_twice_and_equal() -> None:
    tokens = sheets.tokens()
    assert len(tokens["system"]) > 45
    assert tokens["system"] == tokens["chosen"]


def test_dark_redefines_every_colour_of_light() -> None:
    tokens = sheets.tokens()
    coloured = {name for name, value in tokens["light"].items() if value.startswith("#")}
    same_in_both = {name for name in coloured if name.startswith("--art-")} | {"--on-lamp"}
    assert coloured - same_in_both - set(tokens["system"]) == set()


def test_the_arithmetic_is_right() -> None:
    assert colour.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert colour.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert colour.hex_of(1, 0, 0) == "#ffffff"


def _unprefixed(tokens: dict[str, dict[str, str]], theme: str) -> dict[str, str]:
    return {name.removeprefix("--"): value for name, value in {**tokens["light"], **tokens[theme]}.items()}


def _near(one: str, other: str) -> bool:
    return all(abs(int(one[at : at + 2], 16) - int(other[at : at + 2], 16)) <= 1 for at in (1, 3, 5))
