"""Whether the door is open, from what is true now: hours, holidays, people on shift, the line, works."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from beside.desk import actions, queries, waits
from beside.desk.hours import Opening, Special, door
from beside.desk.models import Chat, Request, Service, Shift, Standstill
from beside.foundation import clock
from tests.desk.conftest import NIGHT, Cast
from tests.world import make_seeker

PARIS = ZoneInfo("Europe/Paris")
EVENINGS = [Opening(day, time(18), 240) for day in range(7)]


def at(*parts: int) -> datetime:
    """A moment, in UTC."""
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


def now_is(**changes: object) -> queries.Openness:
    """What the first service says, after these changes to it."""
    Service.objects.filter(pk=1).update(**changes)
    queries.forget_service()
    return queries.openness(language="en")


def test_a_holiday_stands_in_for_the_week() -> None:
    christmas = Special(date(2024, 12, 24), date(2024, 12, 26), yearly=True)
    shut = door(EVENINGS, PARIS, at(2026, 12, 24, 18, 0), [christmas])
    assert not shut.is_open and shut.special
    assert shut.opens_at == at(2026, 12, 27, 17, 0)
    before = door(EVENINGS, PARIS, at(2026, 12, 23, 18, 0), [christmas])
    assert before.is_open and not before.special
    assert before.again_at == at(2026, 12, 27, 17, 0)


def test_a_night_that_began_before_the_holiday_goes_on() -> None:
    nights = [Opening(day, time(20), 8 * 60) for day in range(7)]
    new_year = Special(date(2027, 1, 1), date(2027, 1, 1))
    assert door(nights, PARIS, at(2027, 1, 1, 1, 0), [new_year]).is_open
    assert not door(nights, PARIS, at(2027, 1, 1, 20, 0), [new_year]).is_open
    assert not door(nights, PARIS, at(2027, 1, 2, 1, 0), [new_year]).is_open


def test_a_holiday_can_have_hours_of_its_own() -> None:
    eve = Special(date(2026, 12, 31), date(2026, 12, 31), opens=time(10), minutes=120)
    assert door(EVENINGS, PARIS, at(2026, 12, 31, 9, 30), [eve]).is_open
    assert not door(EVENINGS, PARIS, at(2026, 12, 31, 18, 0), [eve]).is_open


def test_days_over_the_turn_of_the_year_and_a_long_pause() -> None:
    turn = Special(date(2020, 12, 30), date(2020, 1, 2), yearly=True)
    assert [turn.covers(date(2027, 1, day)) for day in (1, 2, 3)] == [True, True, False]
    summer = Special(date(2026, 7, 20), date(2026, 8, 31))
    assert door(EVENINGS, PARIS, at(2026, 7, 25, 12, 0), [summer]).opens_at == at(2026, 9, 1, 16, 0)


def test_holidays_keep_the_wall_clock_when_the_clocks_change() -> None:
    sunday = Special(date(2026, 10, 25), date(2026, 10, 25))
    assert door(EVENINGS, PARIS, at(2026, 10, 25, 17, 0), [sunday]).opens_at == at(2026, 10, 26, 17, 0)


def test_open_only_with_somebody_who_stays_long_enough(cast: Cast) -> None:
    assert now_is(needs_staff=False).state == "open"
    nobody = now_is(needs_staff=True)
    assert (nobody.state, nobody.reason, nobody.takes_danger) == ("closed", "nobody", False)
    actions.start_shift(person=cast.maya, until=NIGHT + timedelta(minutes=60))
    assert now_is().state == "open"
    with clock.frozen(NIGHT + timedelta(minutes=16)):
        closing = now_is()
        assert (closing.state, closing.reason, closing.takes_danger) == ("closed", "closing", True)
        actions.start_shift(person=cast.tomasz, until=NIGHT + timedelta(hours=3))
        assert now_is().state == "open"


def test_somebody_paused_or_of_another_language_or_service_keeps_no_door_open(cast: Cast) -> None:
    actions.start_shift(person=cast.maya)
    assert now_is(needs_staff=True).state == "open"
    assert queries.openness(language="fr").reason == "nobody"
    Shift.objects.update(services=[77])
    assert now_is().reason == "nobody"
    Shift.objects.update(services=[1])
    assert now_is().state == "open"
    actions.pause(person=cast.maya)
    assert now_is().reason == "nobody"


def test_busy_and_full_by_the_numbers_of_the_service(cast: Cast) -> None:
    actions.start_shift(person=cast.maya, slots=1)
    chat = cast.talking()
    Chat.objects.filter(pk=chat.pk).update(accepted_at=clock.now())
    now = now_is(busy_minutes=240, full_minutes=240)
    assert now.wait_low and now.wait_high and now.state == "open"
    likely = int(waits.likely((now.wait_low, now.wait_high)))
    assert now_is(busy_minutes=likely - 1).state == "busy"
    assert now_is(full_minutes=likely - 1).state == "full"


def test_standing_still_shuts_every_door_and_opens_it_in_time(cast: Cast) -> None:
    actions.start_shift(person=cast.maya)
    until = NIGHT + timedelta(hours=1)
    actions.stand_still(actor=cast.odile, until=until)
    down = now_is()
    assert (down.state, down.reason, down.opens_at, down.takes_danger) == ("closed", "down", until, False)
    actions.stand_still(actor=cast.odile, until=None)
    assert Standstill.objects.filter(is_running=True).count() == 1
    assert now_is().opens_at is None
    actions.go_on(actor=cast.odile)
    actions.go_on(actor=cast.odile)
    assert now_is().state == "open"
    actions.stand_still(actor=cast.odile, until=until)
    with clock.frozen(until):
        assert now_is().state == "open"


def test_the_wait_is_that_of_the_services_own_line(cast: Cast) -> None:
    actions.open_service(actor=cast.odile, slug="young", words={"en": WORDS})
    Service.objects.filter(slug="young").update(needs_staff=False)
    queries.forget_service()
    actions.start_shift(person=cast.maya, services=[1])
    for _each in range(4):
        cast.seeker_asks()
    main, young = queries.openness(language="en"), queries.openness(language="en", slug="young")
    assert main.wait_high and main.wait_high > 30
    assert (young.reason, young.on_shift) == ("nobody", 0)
    young_one = Service.objects.get(slug="young")
    actions.start_shift(person=cast.tomasz, services=[young_one.pk])
    young = queries.openness(language="en", slug="young")
    assert (young.state, young.wait_high, young.on_shift) == ("open", 4, 1)
    asked = actions.ask(person=make_seeker().person, safe="yes", language="en", service=young_one)
    assert queries.standing_of(asked).place == 1
    assert actions.take_next(listener=cast.tomasz).request == asked


WORDS = {"name": "Young Line", "headline": "Say it here.", "lead": "For people under 25."}


@pytest.fixture(autouse=True)
def afresh() -> None:
    """No service is remembered from another test."""
    queries.forget_service()


def test_requests_belong_to_the_service_they_asked(cast: Cast) -> None:
    young = actions.open_service(actor=cast.odile, slug="young", words={"en": WORDS})
    before = cast.seeker_asks()
    assert before.service_id == 1
    assert queries.current(Request(service=young)).slug == "young"
