"""The page that is written from the figures, and the picture."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from bench import table
from bench.picture import Curve, Scale, drawn
from bench.table import BEGIN, END, Goal

MEASURES: dict[str, dict[str, Any]] = {
    "delivered": {
        "figures": {"delivered_per_s": 9000.0, "times_spike_delivered_per_s": 0.41, "cpu_s_per_10k": 1.5},
        "spread": {"delivered_per_s": [8800.0, 9100.0]},
        "load_before": 0.4,
        "on": "2026-11-22 20:40",
    },
    "growth": {
        "figures": {"entries_100": 90.0, "entries_1000": 91.0, "conversations_10": 88.0},
        "spread": {},
        "on": "2026-11-22 20:30",
    },
    "room": {"broken": "This run does not count."},
}


def test_a_target_is_met_or_missed_in_its_own_direction() -> None:
    quick = Goal("messages", "delivered", "per_s", 8000, 12000, more_is_better=True)
    assert [quick.verdict(value) for value in (12000, 8000, 7999)] == ["aim met", "met", "missed"]
    light = Goal("cost", "delivered", "cpu", 1.2, 0.8)
    assert [light.verdict(value) for value in (0.8, 1.2, 1.21)] == ["aim met", "met", "missed"]
    assert Goal("told", "delivered", "p95").verdict(3) == ""


def test_a_row_says_target_figure_spread_and_ratio() -> None:
    rows = list(table.table(MEASURES))
    assert "| 8,000 | 12,000 | **9,000** | 8,800 … 9,100 | met |  | 0.41 | `delivered` |" in rows[2]
    assert "| 1.2 | 0.8 | **1.5** |  | missed |" in rows[3]
    assert "| 60,000 | 130,000 | – |  | not measured |" in next(row for row in rows if "room of 200" in row)


def test_what_could_not_be_measured_is_said() -> None:
    assert any("`room`: This run does not count." in part for part in table.broken(MEASURES))


def test_the_page_keeps_what_stands_around_the_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, source = tmp_path / "page.md", tmp_path / "all.json"
    page.write_text(f"# Above\n{BEGIN}\nold\n{END}\nBelow\n")
    source.write_text(json.dumps({"about": {"cores": "2"}, "measures": MEASURES}))
    for name, path in (("ROOT", tmp_path), ("PAGE", page), ("PICTURE", tmp_path / "growth.svg")):
        monkeypatch.setattr(table, name, path)
    assert table.write(tmp_path / "none.json") == 1
    for _twice in range(2):
        assert table.write(source) == 0
        written = page.read_text()
        assert written.startswith(
            f"# Above\n{BEGIN}\nMeasured 2026-11-22 20:30 to 2026-11-22 20:40 UTC: cores 2."
        )
        assert written.endswith(f"{END}\nBelow\n") and "old" not in written
    assert (tmp_path / "growth.svg").exists() and "(pictures/growth.svg)" in page.read_text()


def test_curves_are_read_from_the_names_of_figures() -> None:
    entries, conversations = table.growth_curves(MEASURES)
    assert entries == Curve("entries in the conversation", ((100, 90.0), (1000, 91.0)))
    assert conversations.points == ((10, 88.0),)


def test_the_picture_is_well_made_and_begins_at_nothing() -> None:
    curves = [Curve("entries & more", ((100, 90.0), (1_000_000, 180.0))), Curve("others", ((10, 45.0),))]
    tree = ElementTree.fromstring(drawn("Time < space", curves))
    assert tree.find("{*}title").text == "Time < space"  # type: ignore[union-attr]
    assert len(tree.findall("{*}circle")) == 3
    scale = Scale(curves)
    assert scale.y(0) - scale.y(90) == pytest.approx(scale.y(90) - scale.y(180), abs=0.2)
    assert scale.x(1_000) - scale.x(100) == pytest.approx(scale.x(100) - scale.x(10), abs=0.2)
