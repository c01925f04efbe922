"""The directory: checked on the day of the release, honest about hours, never surer than its sources."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from beside import RELEASED
from beside.foundation.errors import NotForYou
from beside.safety import resources
from beside.safety.resources import Directory
from beside.safety.resources.hours import parsed
from beside.safety.resources.linting import TRUSTED_FOR
from beside.safety.resources.loading import read
from beside.safety.resources.nouns import SHOWN

LINES = [line for country in resources.directory().countries.values() for line in country.lines]


def test_all_is_well_on_the_day_of_the_release() -> None:
    assert resources.lint(RELEASED) == []


def test_the_release_is_not_from_the_future() -> None:
    """Whoever releases moves the day, and with it the numbers have to be checked again."""
    assert datetime.now(UTC).date() + timedelta(days=1) >= RELEASED


def test_a_number_past_its_day_is_found() -> None:
    late = RELEASED + TRUSTED_FOR["medium"] + timedelta(days=1)
    assert any("SOS Amitié: expired on" in sentence for sentence in resources.lint(late))
    assert not any("3114 Numéro" in sentence for sentence in resources.lint(late))


def test_other_faults_are_found() -> None:
    france = resources.for_country("fr")
    line = france.lines[0]
    way = replace(line.ways[0], number="three")
    wrong = replace(
        line, checked=date(2030, 1, 1), expires=date(2032, 1, 1), source="", hint={"en": "x"}, ways=(way,)
    )
    broken = Directory({"FR": replace(france, lines=(wrong,), emergency=())}, ())
    said = " ".join(resources.lint(RELEASED, broken))
    for fault in (
        "still to come",
        "longer than its confidence",
        "source",
        "language",
        "'three'",
        "no emergency",
    ):
        assert fault in said


def test_a_file_with_a_wrong_row_does_not_load() -> None:
    with pytest.raises(ValueError, match="hours"):
        parsed("nine to five")
    with pytest.raises(ValueError, match="not in the file"):
        read(
            'country = []\ndirectory = []\n[[line]]\ncountry = "ZZ"\nname = "x"\nlanguages = []\nways = []\n'
            'audience = "all"\nconfidence = "high"\nmethod = "page"\nsource = "x"\nchecked = 2026-01-01\n'
            "expires = 2026-01-02\n"
        )


def test_the_world_is_large_enough() -> None:
    assert len(resources.directory().countries) >= 65
    assert len(LINES) >= 110


def test_low_confidence_is_never_shown() -> None:
    low = [line for line in LINES if line.confidence not in SHOWN]
    assert low
    for line in low:
        country = resources.for_country(line.country)
        assert line not in country.fresh(RELEASED) + country.stale(date(2040, 1, 1))


def test_every_country_has_a_way_to_help() -> None:
    for country in resources.directory().countries.values():
        assert country.emergency
        assert all(way.href or way.kind == "whatsapp" for line in country.lines for way in line.ways)


@pytest.mark.parametrize(
    ("country", "number", "href"),
    [("fr", "09 72 39 40 50", "tel:0972394050"), ("cl", "*4141", "tel:*4141"), ("us", "988", "tel:988")],
)
def test_calls_are_tapped(country: str, number: str, href: str) -> None:
    ways = [way for line in resources.for_country(country).lines for way in line.ways]
    assert href in {way.href for way in ways if way.number == number}


def test_a_text_carries_its_word() -> None:
    ways = [way for line in resources.for_country("us").lines for way in line.ways if way.number == "741741"]
    assert ways[0].href == "sms:741741?&body=HOME"


def test_no_list_is_said_as_missing() -> None:
    with pytest.raises(NotForYou):
        resources.for_country("zz")


@pytest.mark.parametrize(
    ("text", "at", "open_"),
    [
        ("always", "2026-11-22T03:00", True),
        ("", "2026-11-22T03:00", False),
        ("daily 09:00-23:00", "2026-11-22T09:00", True),
        ("daily 09:00-23:00", "2026-11-22T23:00", False),
        ("daily 15:30-00:30", "2026-11-22T00:29", True),
        ("daily 15:30-00:30", "2026-11-22T00:30", False),
        ("daily 10:00-24:00", "2026-11-22T23:59", True),
        ("daily 10:00-24:00", "2026-11-22T00:00", False),
        ("mon-sat 14:00-20:00", "2026-11-22T15:00", False),
        ("mon-sat 14:00-20:00", "2026-11-21T15:00", True),
        ("sat 22:00-02:00", "2026-11-22T01:00", True),
        ("sat 22:00-02:00", "2026-11-21T01:00", False),
    ],
)
def test_hours(text: str, at: str, open_: bool) -> None:
    assert parsed(text).holds(datetime.fromisoformat(at)) is open_


@pytest.mark.parametrize(
    ("country", "moment", "name", "is_awake"),
    [
        ("FR", datetime(2026, 11, 23, 21, 30, tzinfo=UTC), "Fil Santé Jeunes", True),
        ("FR", datetime(2026, 11, 23, 22, 30, tzinfo=UTC), "Fil Santé Jeunes", False),
        ("FR", datetime(2027, 4, 1, 21, 30, tzinfo=UTC), "Fil Santé Jeunes", False),  # summer time
        ("PT", datetime(2026, 11, 23, 0, 15, tzinfo=UTC), "SOS Voz Amiga", True),
        ("DE", datetime(2026, 11, 23, 14, 0, tzinfo=UTC), "Nummer gegen Kummer", True),
        ("DE", datetime(2026, 11, 22, 14, 0, tzinfo=UTC), "Nummer gegen Kummer", False),
        ("DE", datetime(2026, 11, 22, 14, 0, tzinfo=UTC), "TelefonSeelsorge", True),
    ],
)
def test_who_is_awake(country: str, moment: datetime, name: str, is_awake: bool) -> None:
    assert (name in {line.name for line in resources.awake(country, moment)}) is is_awake


def test_nobody_is_awake_where_we_know_nobody() -> None:
    assert resources.awake("", datetime(2026, 11, 22, tzinfo=UTC)) == []
    assert resources.awake("EC", datetime(2026, 11, 22, tzinfo=UTC)) == []


@pytest.mark.parametrize(
    ("accepted", "home", "guessed"),
    [
        ("fr-CA,fr;q=0.9", "", "CA"),
        ("fr-CA,fr;q=0.9", "BE", "CA"),
        ("fr,en;q=0.5", "be", "BE"),
        ("fr,en;q=0.5", "", "FR"),
        ("en", "", ""),
        ("en-ZZ", "", ""),
        ("", "", ""),
        ("zh-Hant-TW", "", "TW"),
        ("*;q=0.1,,-,-" * 50, "IE", "IE"),
    ],
)
def test_a_guess_from_the_browser(accepted: str, home: str, guessed: str) -> None:
    assert resources.guess(accepted, home=home) == guessed


@pytest.mark.parametrize(("language", "first"), [("en", "Argentina"), ("fr", "Afrique du Sud")])
def test_countries_have_names(language: str, first: str) -> None:
    names = [name for _, name in resources.countries(language)]
    assert names[0] == first
    assert not any(len(name) == 2 for name in names)
    if language == "fr":
        assert names.index("Égypte") < names.index("Espagne")
