"""The checked data file, read once. No database: these pages open when nothing else does."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from beside.safety.resources.hours import parsed
from beside.safety.resources.nouns import CHAT, SITE, Country, Directory, Emergency, Finder, Helpline, Way

FILE = Path(__file__).parents[1] / "data" / "helplines.toml"


@cache
def directory() -> Directory:
    """Every country, every line."""
    return read(FILE.read_text("utf-8"))


def read(text: str) -> Directory:
    """A data file as nouns. Raises ValueError, KeyError or TypeError for a row that cannot be one."""
    raw = tomllib.loads(text)
    lines = [_line(row) for row in raw["line"]]
    countries = {row["code"]: _country(row, lines) for row in raw["country"]}
    homeless = {line.country for line in lines} - countries.keys()
    if homeless:
        raise ValueError(f"lines of countries that are not in the file: {sorted(homeless)}")
    return Directory(countries, tuple(Finder(**row) for row in raw["directory"]))


def _country(row: dict[str, Any], lines: list[Helpline]) -> Country:
    own = sorted((line for line in lines if line.country == row["code"]), key=_order)
    emergency = tuple(Emergency(**one) for one in row["emergency"])
    return Country(row["code"], ZoneInfo(row["zone"]), emergency, tuple(own))


def _order(line: Helpline) -> tuple[bool, bool, str]:
    return line.audience not in ("all", "adults"), line.confidence != "high", line.name


def _line(row: dict[str, Any]) -> Helpline:
    ages = row.get("ages")
    return Helpline(
        country=row["country"],
        name=row["name"],
        languages=tuple(row["languages"]),
        ways=tuple(_way(way) for way in row["ways"]),
        audience=row["audience"],
        ages=(ages[0], ages[1]) if ages else None,
        hint=row.get("hint", {}),
        confidence=row["confidence"],
        method=row["method"],
        source=row["source"],
        checked=row["checked"],
        expires=row["expires"],
        note=row.get("note", ""),
    )


def _way(row: dict[str, Any]) -> Way:
    hours = parsed(row.get("hours", ""))
    if not (row.get("url") if row["kind"] in (CHAT, SITE) else row.get("number")):
        raise ValueError(f"a way without number or address: {row}")
    known = {name: row[name] for name in ("number", "then", "send", "url") if name in row}
    return Way(kind=row["kind"], hours=hours, **known)
