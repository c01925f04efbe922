"""Until when there is somebody, where nobody is, and what the door makes of it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from beside.desk import actions, queries, turns
from beside.desk.actions import rota, rota_claims
from beside.desk.models import OpeningHours, Service, Shift
from beside.desk.queries import rota as known
from beside.desk.queries import rota_cover
from beside.foundation import clock
from tests.desk.conftest import NIGHT, Cast
from tests.desk.rota import MONDAY, PARIS, planned, settled

HOUR = timedelta(hours=1)


def cover() -> dict[str, known.Cover]:
    """What the board reads, by language."""
    return {one.language: one for one in known.cover()}


def at_work(cast: Cast, hours: float | None = 2) -> Shift:
    """Maya is on shift."""
    return actions.start_shift(person=cast.maya, until=clock.now() + hours * HOUR if hours else None)


def test_nobody_is_there(cast: Cast) -> None:
    assert list(cover()) == ["en", "fr"]
    assert cover()["en"] == known.Cover("en", 0, None, None)
    assert not cover()["fr"].is_covered


def test_running_shifts_say_until_when(cast: Cast) -> None:
    at_work(cast)
    english, french = cover()["en"], cover()["fr"]
    assert (english.here, english.until, english.again_at) == (1, NIGHT + 2 * HOUR, None)
    assert (french.here, french.until) == (0, None)
    actions.pause(person=cast.maya)
    assert (cover()["en"].here, cover()["en"].until) == (0, NIGHT + 2 * HOUR)


def test_an_end_that_is_not_known_and_one_that_is_past(cast: Cast) -> None:
    at_work(cast, None)
    assert cover()["en"].is_open_ended and cover()["en"].until is None
    Shift.objects.update(until=NIGHT - HOUR)
    assert cover()["en"].until == NIGHT and cover()["en"].is_covered


def test_a_claimed_shift_that_follows_carries_on(cast: Cast) -> None:
    at_work(cast)
    follows = planned(cast, day=date(2026, 11, 22), begins=6, ends=8)
    rota_claims.claim_shift(person=cast.tomasz, planned=follows)
    assert cover()["en"].until == NIGHT + 4 * HOUR
    assert (cover()["fr"].until, cover()["fr"].again_at) == (None, NIGHT + 2 * HOUR)
    later = planned(cast, day=MONDAY, begins=9, ends=11)
    rota_claims.give_shift(actor=cast.ines, person=cast.tomasz, planned=later)
    assert cover()["en"].again_at == later.begins_at
    rota.call_off(actor=cast.ines, planned=follows)
    assert cover()["en"].until == NIGHT + 2 * HOUR


def test_who_has_not_come_does_not_count(cast: Cast) -> None:
    shift = planned(cast, day=date(2026, 11, 22), begins=5, ends=7)
    rota_claims.claim_shift(person=cast.maya, planned=shift)
    for minutes, is_covered in ((14, True), (15, False)):
        with clock.frozen(shift.begins_at + timedelta(minutes=minutes)):
            assert cover()["en"].is_covered is is_covered
    with clock.frozen(shift.begins_at + timedelta(minutes=20)):
        at_work(cast, 0.5)
        assert cover()["en"].until == shift.ends_at


def door(cast: Cast, **changes: object) -> queries.Openness:
    """What the first page says in English, where somebody has to be on shift."""
    Service.objects.filter(pk=1).update(needs_staff=True, **changes)
    queries.forget_service()
    return queries.openness(language="en")


def test_the_door_stays_open_when_a_colleague_follows(cast: Cast) -> None:
    at_work(cast, 0.5)
    assert door(cast).reason == "closing"
    shift = planned(cast, day=date(2026, 11, 22), begins=4, ends=6)
    Shift.objects.update(until=shift.begins_at + HOUR / 2)
    assert door(cast).reason == "closing"
    rota_claims.claim_shift(person=cast.tomasz, planned=shift)
    assert door(cast).state == "open"
    assert queries.openness(language="fr").reason == "nobody"


def test_a_colleague_who_comes_later_does_not_keep_the_door_open(cast: Cast) -> None:
    at_work(cast, 0.5)
    shift = planned(cast, day=date(2026, 11, 22), begins=5, ends=7)
    rota_claims.claim_shift(person=cast.tomasz, planned=shift)
    found = door(cast)
    assert (found.reason, found.opens_at) == ("closing", shift.begins_at)


def test_the_first_page_says_when_somebody_comes(cast: Cast) -> None:
    assert (door(cast).reason, door(cast).opens_at) == ("nobody", None)
    shift = planned(cast, day=date(2026, 11, 22), begins=20, ends=22)
    rota_claims.claim_shift(person=cast.maya, planned=shift)
    assert door(cast).opens_at == shift.begins_at
    OpeningHours.objects.all().delete()
    OpeningHours.objects.create(service_id=1, weekday=6, opens=time(3), closes=time(10))
    assert door(cast).opens_at != shift.begins_at  # the door is shut by its hours then


def cells(day: rota_cover.Day, language: str = "") -> dict[int, rota_cover.Cell]:
    """The hours of a day."""
    return {cell.hour: cell for cell in dict(day.rows)[language]}


def test_the_hours_of_a_day_say_where_somebody_is_missing(cast: Cast) -> None:
    settled(cast)
    OpeningHours.objects.all().delete()
    OpeningHours.objects.create(service_id=1, weekday=0, opens=time(18), closes=time(22))
    queries.forget_service()
    rota_claims.claim_shift(person=cast.maya, planned=planned(cast, begins=18, ends=20, seats=2))
    rota_claims.claim_shift(person=cast.tomasz, planned=planned(cast, begins=20, ends=21))
    [monday] = rota_cover.days(MONDAY, 1)
    states = {hour: cell.state for hour, cell in cells(monday).items() if cell.state != "shut"}
    assert states == {18: "few", 19: "few", 20: "enough", 21: "none"}
    assert (cells(monday)[18].here, cells(monday)[18].wanted) == (1, 2)
    assert cells(monday, "fr")[18].state == "none" and cells(monday, "fr")[20].state == "enough"
    said = [(gap.language, gap.begins.hour, gap.ends.hour, gap.here, gap.wanted) for gap in monday.gaps]
    assert said == [("", 17, 19, 1, 2), ("fr", 17, 19, 0, 1), ("", 20, 21, 0, 1)]


def test_a_gap_that_is_over_is_none(cast: Cast) -> None:
    [today] = rota_cover.days(date(2026, 11, 22), 1)
    assert [gap.begins for gap in today.gaps] == [NIGHT]


@pytest.mark.parametrize(("day", "length"), [(date(2027, 3, 28), 23), (date(2027, 10, 31), 25)])
def test_days_on_which_the_clocks_change(cast: Cast, day: date, length: int) -> None:
    begins, ends = turns.day_of(day, PARIS)
    assert ends - begins == length * HOUR
    assert len(turns.quarters(begins, ends)) == length * 4
    [found] = rota_cover.days(day, 1)
    skipped = [cell.hour for cell in cells(found).values() if cell.state == "skipped"]
    assert skipped == ([2] if length == 23 else [])


def test_turns_are_one_when_one_follows_another() -> None:
    at = datetime(2026, 11, 23, 18, tzinfo=UTC)
    assert turns.merged([(at, at + HOUR), (at + HOUR, at + 2 * HOUR)]) == [(at, at + 2 * HOUR)]
    late = at + HOUR + turns.A_CHANGE
    assert turns.merged([(at, at + HOUR), (late, late + HOUR)], turns.A_CHANGE) == [(at, late + HOUR)]
    later = late + timedelta(seconds=1)
    assert len(turns.merged([(at, at + HOUR), (later, later + HOUR)], turns.A_CHANGE)) == 2
