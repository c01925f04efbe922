"""Helplines by country, from a checked data file. Works without a database."""

from beside.safety.resources.choosing import awake, countries, for_country, guess
from beside.safety.resources.linting import lint
from beside.safety.resources.loading import directory
from beside.safety.resources.nouns import Country, Directory, Emergency, Finder, Helpline, Way

__all__ = [
    "Country",
    "Directory",
    "Emergency",
    "Finder",
    "Helpline",
    "Way",
    "awake",
    "countries",
    "directory",
    "for_country",
    "guess",
    "lint",
]
