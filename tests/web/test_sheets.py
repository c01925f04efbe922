"""Style: old engines, writing directions, one place for colours, nothing that runs out of hand."""

import gzip
import re
from pathlib import Path

import pytest

from tests.web import sheets

TOO_NEW = ("@layer", "&", ":has(", "oklch(", "light-dark(", "color-mix(", "@container", "@scope", "subgrid")
PHYSICAL = re.compile(
    r"(?:^|[;{\s])((?:margin|padding|border)-(?:left|right|top|bottom)[\w-]*|left|right|top|bottom|"
    r"(?:min-|max-)?(?:width|height)|border-(?:top|bottom)-(?:left|right)-radius)\s*:"
)
SIDES = re.compile(r"(?:text-align|float|clear|justify-content)\s*:\s*(?:left|right)\b")
RAW = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(")
FACES = ("system-ui", "serif", "monospace", "inherit")


def too_new(text: str) -> list[str]:
    """What a browser of 2021 would not know and lose a rule, or a sheet, over."""
    return [each for each in TOO_NEW if each in text]


def physical(text: str) -> list[str]:
    """Properties that do not turn round with the writing direction. Media features are no properties."""
    text = re.sub(r"@media[^{]*", "", text)
    return [found.strip() for found in PHYSICAL.findall(text)] + SIDES.findall(text)


@pytest.mark.parametrize("path", sheets.SEEKER, ids=lambda path: path.name)
def test_seekers_style_is_for_old_phones(path: Path) -> None:
    assert too_new(sheets.bare(path)) == []


def test_something_too_new_is_found() -> None:
    assert too_new(".a:has(b){& c{color:oklch(1 0 0)}}") == ["&", ":has(", "oklch("]


@pytest.mark.parametrize("path", sheets.ALL, ids=lambda path: path.name)
def test_style_turns_round_with_the_writing(path: Path) -> None:
    assert physical(sheets.bare(path)) == []


def test_a_physical_property_is_found() -> None:
    assert physical(".a{margin-left:1px}.b{ width: 2px;float:left}") == ["margin-left", "width", "float:left"]
    assert physical("@media (max-width: 20em) { .a { inline-size: 1px; min-block-size: 0; } }") == []


@pytest.mark.parametrize(
    "path", [p for p in sheets.ALL if p.name != "tokens.css"], ids=lambda path: path.name
)
def test_colours_come_from_the_tokens(path: Path) -> None:
    assert RAW.findall(sheets.bare(path)) == []


def test_every_token_that_is_used_exists() -> None:
    made = set().union(*(re.findall(r"(--[\w-]+)\s*:", sheets.bare(path)) for path in sheets.ALL))
    made |= {"--free"}  # written by viewport.js
    used = set().union(*(re.findall(r"var\((--[\w-]+)", sheets.bare(path)) for path in sheets.ALL))
    assert used - made == set()


def test_staff_colours_stay_with_staff() -> None:
    for path in sheets.SEEKER[1:]:
        rules = [head for head, body in sheets.blocks(sheets.bare(path)) if "heather" in body]
        assert rules in ([], [".chip-staff"])


def test_nothing_moves_for_people_who_want_less_motion() -> None:
    assert "--t-1: 1ms" in (sheets.WEB / "tokens.css").read_text()
    chat = sheets.bare(sheets.WEB / "chat.css")
    outside = re.sub(
        r"@media \(prefers-reduced-motion: no-preference\) \{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", chat
    )
    assert "animation" not in outside


def test_the_sheets_of_a_first_page_are_small() -> None:
    first = b"".join((sheets.WEB / name).read_bytes() for name in ("tokens.css", "base.css", "forms.css"))
    assert len(gzip.compress(first)) < 14_000
