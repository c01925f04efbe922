"""The days after: what was promised, what is kept, what is gone, and the night in which clocks change."""

from datetime import UTC, datetime, timedelta

from beside.client import Visitor
from tests.evening.arriving import NO_HOURS
from tests.evening.book import Chapter
from tests.evening.evening import Evening
from tests.evening.life import until
from tests.throwaway import wait_until

steps = Chapter()

SUNDAYS = {**NO_HOURS, "d6_1_opens": "08:00", "d6_1_closes": "20:00"}


@steps.shows("abandoned: nobody came in time", "queue with zero staff")
def a_place_that_nobody_took_ends_after_a_day(evening: Evening) -> None:
    hana = evening["Hana"]
    evening.kept["look"] = evening.house.hand("look")
    evening.house.later(hours=24)
    hana.reads(f"/wait/{hana.place}", "Nobody could take your place within a day.")
    assert hana.page.status == 410
    hana.sees_the_end(hana.place).closes_the_page()


@steps.shows("follow-up")
def the_promised_line_waits_behind_five_words(evening: Evening) -> None:
    ben, noor = evening["Ben"], evening.noor
    noor.signs_in().goes(f"/desk/c/{ben.place}/promise")
    noor.visitor.fills("/promise", words="Noor here. I thought of your long day.")
    assert noor.page.path == "/desk", noor.page.words[:300]
    with Visitor(evening.house.url, "en") as phone:
        phone.goes("/back")
        phone.fills("/back", words=evening.kept["five words"])
        assert "Noor here. I thought of your long day." in phone.goes(f"/c/{ben.place}/follow").words


@steps.shows("archived")
def the_helper_keeps_a_page_without_words(evening: Evening) -> None:
    ben, noor = evening["Ben"], evening.noor
    evening.house.later(hours=1)
    page = noor.goes(f"/desk/c/{ben.place}")
    assert page.status == 200
    assert "The words are gone." in page.words
    assert "It has been a long day." not in page.words


@steps.shows("purged", "survey after purge")
def what_has_no_five_words_is_gone_and_an_old_survey_changes_nothing(evening: Evening) -> None:
    ana, house = evening["Ana"], evening.house
    before = house.hand("look")["helped"]
    until(lambda: ana.goes(f"/c/{ana.place}").status in (404, 410), "the chat is gone")
    ana.visitor.page = evening.kept["survey"]
    late = ana.visitor.fills("/after", answer="no")
    assert late.status in (404, 410), f"{late.status} {late.path}"
    look = house.hand("look")
    assert look["helped"] == before
    assert look["tombstones"] > 0
    assert look["sealed_after_purge"] == 0


@steps.shows("clock change in reminders")
def a_reminder_comes_a_whole_day_before_a_short_night(evening: Evening) -> None:
    """On 28 March 2027 clocks in Paris go forward: eight in the morning is six in UTC, and no more seven."""
    odile, noor, house = evening.odile, evening.noor, evening.house
    odile.signs_in()
    odile.changes("/settings/hours", time_zone="Europe/Paris", **SUNDAYS)
    house.goes_to(datetime(2027, 3, 26, 12, 0, tzinfo=UTC))
    odile.signs_in().goes("/rota")
    odile.visitor.fills("/rota", day="2027-03-28", begins="08:00", ends="10:00")
    assert odile.page.path == "/rota" and odile.page.status == 200, odile.page.words[:300]
    page = noor.signs_in().goes("/desk/shifts?from=2027-03-28")
    noor.visitor.sends(next(form for form in page.forms if "/desk/shifts/free/" in form.action))
    assert "08:00" in noor.page.words
    _is_reminded(evening, datetime(2027, 3, 27, 6, 0, tzinfo=UTC))


@steps.shows("clock change in reminders", "deflected")
def the_door_names_the_hour_on_the_wall(evening: Evening) -> None:
    ana, house = evening["Ana"], evening.house
    house.goes_to(datetime(2027, 3, 27, 21, 0, tzinfo=UTC))
    ana.reads("/", "No one is here until Sunday 8:00.")
    _is_reminded(evening, datetime(2027, 3, 28, 4, 0, tzinfo=UTC))
    house.goes_to(datetime(2027, 3, 28, 5, 58, tzinfo=UTC))
    ana.reads("/", "No one is here until 8:00.")
    house.later(minutes=3)
    ana.reads("/", "Talk to someone now")


def _is_reminded(evening: Evening, due: datetime) -> None:
    """Noor has a letter soon after a moment, which names the hour on the wall; and none a moment before."""
    evening.house.goes_to(due - timedelta(minutes=10))
    evening.swept()
    before = _letters_to_noor(evening)
    evening.house.later(minutes=20)
    wait_until(lambda: len(_letters_to_noor(evening)) == len(before) + 1, "one letter to Noor", 25)
    assert "Sunday 28 March, 08:00–10:00" in _letters_to_noor(evening)[-1]


def _letters_to_noor(evening: Evening) -> list[str]:
    mine = [letter for letter in list(evening.sink.letters) if "noor@" in str(letter["To"])]
    return [letter.get_content() for letter in mine if "Your shift is near" in str(letter["Subject"])]
