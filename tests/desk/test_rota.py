"""The rota: planning, taking, swapping, letting go, and what nobody may go beyond."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connections

from beside.desk.actions import rota, rota_claims, rota_swaps
from beside.desk.models import Claim, Planned, RotaRules, Series, Swap, SwapState
from beside.desk.queries.rota import claims, free_seats
from beside.desk.queries.rota_pages import held_out
from beside.foundation import clock
from beside.foundation.errors import Closed, DomainError, Invalid, NotForYou
from beside.people import actions as people
from beside.people.models import Person, Role
from tests.desk.conftest import NIGHT, Cast
from tests.desk.rota import MONDAY, PARIS, planned, settled
from tests.world import make_colleague

EVENING = {"begins": time(18), "ends": time(22)}


def held(shift: Planned) -> list[str]:
    """Who comes."""
    return [one.person.name for one in claims().filter(planned=shift)]


def test_only_who_plans_plans(cast: Cast) -> None:
    for person in (cast.maya, cast.tomasz):
        with pytest.raises(NotForYou):
            planned(cast, actor=person)
    assert planned(cast, actor=cast.odile).seats == 1
    shift = planned(cast, begins=22, ends=2)
    assert shift.ends_at - shift.begins_at == timedelta(hours=4)


@pytest.mark.parametrize(
    "wrong",
    [{"day": date(2026, 11, 21)}, {"begins": 8, "ends": 21}, {"seats": 0}, {"service": 99}, {"role": "boss"}],
)
def test_what_cannot_be_planned_is_refused(cast: Cast, wrong: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        planned(cast, **wrong)  # type: ignore[arg-type]
    assert not Planned.objects.exists()


def test_every_week_is_laid_out_once_and_keeps_the_wall_clock(cast: Cast) -> None:
    with clock.frozen(datetime(2027, 3, 10, 12, tzinfo=UTC)):
        rota.plan_series(actor=cast.ines, first=date(2027, 3, 14), wanted=rota.Wanted(seats=2), **EVENING)
        rota.lay_out()
        rota.look_after_rota()
        rows = list(Planned.objects.all())
    assert [row.day.isoformat() for row in rows[:3]] == ["2027-03-14", "2027-03-21", "2027-03-28"]
    assert len(rows) == 6
    assert {row.begins_at.astimezone(PARIS).hour for row in rows} == {18}
    assert {row.begins_at.hour for row in rows} == {17, 16}  # the clocks change on the 28th


def test_a_night_over_the_change_of_clocks_is_as_long_as_the_wall_says(cast: Cast) -> None:
    spring = planned(cast, day=date(2027, 3, 27), begins=22, ends=6)
    autumn = planned(cast, day=date(2027, 10, 30), begins=22, ends=6)
    assert spring.ends_at - spring.begins_at == timedelta(hours=7)
    assert autumn.ends_at - autumn.begins_at == timedelta(hours=9)
    with pytest.raises(Invalid):
        planned(cast, day=date(2027, 3, 28), begins=2, ends=3)


def test_a_series_that_ends_calls_off_what_was_laid_out(cast: Cast) -> None:
    made = rota.plan_series(actor=cast.ines, first=MONDAY, wanted=rota.Wanted(), **EVENING)
    first, second, *_rest = Planned.objects.all()
    rota_claims.give_shift(actor=cast.ines, person=cast.maya, planned=second)
    rota.end_series(actor=cast.ines, series=made, from_day=second.day)
    with clock.frozen(NIGHT + timedelta(days=30)):
        rota.look_after_rota()
    assert list(Planned.objects.filter(cancelled_at=None)) == [first]
    assert held(second) == []
    assert Series.objects.get().last == MONDAY + timedelta(days=6)


def test_one_called_off_does_not_come_back(cast: Cast) -> None:
    rota.plan_series(actor=cast.ines, first=MONDAY, wanted=rota.Wanted(), **EVENING)
    one = Planned.objects.all()[0]
    for _twice in range(2):
        rota.call_off(actor=cast.odile, planned=one)
    rota.lay_out()
    assert Planned.objects.filter(day=MONDAY, cancelled_at=None).count() == 0


def test_the_last_place_is_taken_once(cast: Cast) -> None:
    shift = planned(cast)
    for _twice in range(2):
        rota_claims.claim_shift(person=cast.maya, planned=shift)
    assert held(shift) == ["Maya"]
    with pytest.raises(Closed):
        rota_claims.claim_shift(person=cast.tomasz, planned=shift)
    with pytest.raises(NotForYou):
        rota_claims.claim_shift(person=cast.odile, planned=shift)


def at_once(*verbs: Callable[[], object]) -> list[DomainError]:
    """Run them at the same moment; what was refused."""
    refused: list[DomainError] = []
    gate = threading.Barrier(len(verbs))

    def run(verb: Callable[[], object]) -> None:
        gate.wait(10)
        try:
            verb()
        except DomainError as refusal:
            refused.append(refusal)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(verb,)) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return refused


def test_two_who_want_the_last_place_at_once(live_cast: Cast) -> None:
    day = clock.today() + timedelta(days=3)
    shift = planned(live_cast, day=day)
    takers = (live_cast.maya, live_cast.tomasz)
    refused = at_once(*[lambda who=who: rota_claims.claim_shift(person=who, planned=shift) for who in takers])
    assert [type(one) for one in refused] == [Closed]
    assert Claim.objects.count() == 1


def test_two_tabs_cannot_go_beyond_the_limit(live_cast: Cast) -> None:
    day = clock.today() + timedelta(days=3)
    shifts = [planned(live_cast, day=day, begins=hour, ends=hour + 2) for hour in (10, 12)]
    refused = at_once(
        *[lambda one=one: rota_claims.claim_shift(person=live_cast.maya, planned=one) for one in shifts]
    )
    assert len(refused) == 1 and Claim.objects.count() == 1


def test_who_is_wanted(cast: Cast) -> None:
    french, trained = planned(cast, language="fr"), planned(cast, begins=20, ends=22, role="counsellor")
    for shift in (french, trained):
        with pytest.raises(Invalid):
            rota_claims.claim_shift(person=cast.maya, planned=shift)
    rota_claims.claim_shift(person=cast.tomasz, planned=french)
    assert held(french) == ["Tomasz"]


def test_nobody_is_at_two_places(cast: Cast) -> None:
    settled(cast)
    cast.maya.refresh_from_db()
    rota_claims.claim_shift(person=cast.maya, planned=planned(cast, begins=18, ends=20))
    with pytest.raises(Closed):
        rota_claims.claim_shift(person=cast.maya, planned=planned(cast, begins=19, ends=21))
    with pytest.raises(Closed):
        rota_claims.give_shift(actor=cast.ines, person=cast.maya, planned=planned(cast, begins=17, ends=19))
    rota_claims.claim_shift(person=cast.maya, planned=planned(cast, begins=20, ends=22))


def test_nobody_goes_beyond_the_hours(cast: Cast) -> None:
    first_month = planned(cast, begins=10, ends=13)
    with pytest.raises(Closed, match="2 hours"):
        rota_claims.claim_shift(person=cast.maya, planned=first_month)
    settled(cast)
    cast.maya.refresh_from_db()
    rota_claims.claim_shift(person=cast.maya, planned=first_month)
    with pytest.raises(Closed, match="4 hours without 11"):
        rota_claims.claim_shift(person=cast.maya, planned=planned(cast, begins=20, ends=22))
    for after in (1, 2):
        day = MONDAY + timedelta(days=after)
        rota_claims.claim_shift(person=cast.maya, planned=planned(cast, day=day, begins=18, ends=22))
    friday = planned(cast, day=MONDAY + timedelta(days=4))
    with pytest.raises(Closed, match="12 hours in that week"):
        rota_claims.claim_shift(person=cast.maya, planned=friday)
    rota_claims.give_shift(actor=cast.ines, person=cast.maya, planned=friday)
    next_week = planned(cast, day=MONDAY + timedelta(days=7))
    rota_claims.claim_shift(person=cast.maya, planned=next_week)


def test_limits_can_be_turned_off(cast: Cast) -> None:
    rota.set_rota_rules(actor=cast.odile, longest_hours=0, first_month_hours=0, week_hours=0)
    rota_claims.claim_shift(person=cast.maya, planned=planned(cast, begins=8, ends=20))
    with pytest.raises(NotForYou):
        rota.set_rota_rules(actor=cast.ines, longest_hours=1)
    with pytest.raises(Invalid):
        rota.set_rota_rules(actor=cast.odile, early_minutes=999)


def test_letting_go_is_always_possible_and_late_is_marked(cast: Cast) -> None:
    soon, later = planned(cast), planned(cast, day=MONDAY + timedelta(days=3))
    mine = [rota_claims.claim_shift(person=cast.maya, planned=one) for one in (soon, later)]
    with pytest.raises(NotForYou):
        rota_claims.drop_shift(actor=cast.tomasz, claim=mine[1])
    for claim in mine:
        for _twice in range(2):
            rota_claims.drop_shift(actor=cast.maya, claim=claim)
    assert [one.late for one in Claim.objects.order_by("pk")] == [False, False]
    again = rota_claims.claim_shift(person=cast.maya, planned=soon)
    with clock.frozen(soon.begins_at - timedelta(hours=23)):
        rota_claims.drop_shift(actor=cast.maya, claim=again)
    assert again.late and free_seats(soon) == 1
    with clock.frozen(later.ends_at), pytest.raises(Closed):
        rota_claims.drop_shift(actor=cast.ines, claim=_claim(cast, later))


def _claim(cast: Cast, shift: Planned) -> Claim:
    return Claim.objects.create(planned=shift, person=cast.tomasz, claimed_at=NIGHT)


def test_who_leaves_comes_no_more(cast: Cast) -> None:
    shift = planned(cast)
    rota_claims.claim_shift(person=cast.maya, planned=shift)
    people.deactivate(actor=cast.odile, person=cast.maya)
    assert held(shift) == [] and free_seats(shift) == 1
    rota.look_after_rota()
    assert Claim.objects.get().dropped_at == NIGHT


def test_a_colleague_takes_it(cast: Cast) -> None:
    shift = planned(cast)
    mine = rota_claims.claim_shift(person=cast.maya, planned=shift)
    swap = rota_swaps.hold_out(person=cast.maya, claim=mine, to=cast.tomasz)
    assert held_out(cast.tomasz) == [swap] and held_out(cast.ines) == []
    assert held(shift) == ["Maya"]
    for person in (cast.ines, cast.maya):
        with pytest.raises(NotForYou):
            rota_swaps.take_over(person=person, swap=swap)
    for _twice in range(2):
        rota_swaps.take_over(person=cast.tomasz, swap=swap)
    assert held(shift) == ["Tomasz"]
    assert held_out(cast.tomasz) == []


def test_two_change_shifts(cast: Cast) -> None:
    mine = rota_claims.claim_shift(person=cast.maya, planned=planned(cast))
    theirs = rota_claims.claim_shift(person=cast.tomasz, planned=planned(cast, begins=19, ends=21))
    swap = rota_swaps.hold_out(person=cast.maya, claim=mine, to=cast.tomasz, against=theirs)
    rota_swaps.take_over(person=cast.tomasz, swap=swap)
    assert (held(mine.planned), held(theirs.planned)) == (["Tomasz"], ["Maya"])


def test_a_change_that_no_longer_fits_is_refused_whole(cast: Cast) -> None:
    mine = rota_claims.claim_shift(person=cast.maya, planned=planned(cast))
    theirs = rota_claims.claim_shift(person=cast.tomasz, planned=planned(cast, begins=10, ends=12))
    swap = rota_swaps.hold_out(person=cast.maya, claim=mine, to=cast.tomasz, against=theirs)
    rota_claims.give_shift(actor=cast.ines, person=cast.maya, planned=planned(cast, begins=11, ends=12))
    with pytest.raises(Closed):
        rota_swaps.take_over(person=cast.tomasz, swap=swap)
    assert (held(mine.planned), held(theirs.planned)) == (["Maya"], ["Tomasz"])
    assert Swap.objects.get().state == SwapState.OPEN


def test_two_say_yes_at_once(live_cast: Cast) -> None:
    day = clock.today() + timedelta(days=3)
    mine = rota_claims.claim_shift(person=live_cast.maya, planned=planned(live_cast, day=day))
    swap = rota_swaps.hold_out(person=live_cast.maya, claim=mine)
    takers = (live_cast.tomasz, live_cast.ines)
    refused = at_once(*[lambda who=who: rota_swaps.take_over(person=who, swap=swap) for who in takers])
    assert len(refused) == 1 and len(held(mine.planned)) == 1
    assert held(mine.planned) != ["Maya"]


def test_everybody_it_suits_is_asked(cast: Cast) -> None:
    shift = planned(cast, language="fr")
    mine = rota_claims.claim_shift(person=cast.tomasz, planned=shift)
    rota_swaps.hold_out(person=cast.tomasz, claim=mine)
    assert held_out(cast.maya) == [] and len(held_out(cast.ines)) == 1


def test_who_asks_again_asks_another(cast: Cast) -> None:
    mine = rota_claims.claim_shift(person=cast.maya, planned=planned(cast))
    first = rota_swaps.hold_out(person=cast.maya, claim=mine, to=cast.tomasz)
    second = rota_swaps.hold_out(person=cast.maya, claim=mine, to=cast.ines)
    with pytest.raises(Closed):
        rota_swaps.take_over(person=cast.tomasz, swap=first)
    with pytest.raises(NotForYou):
        rota_swaps.decline_swap(person=cast.tomasz, swap=second)
    rota_swaps.decline_swap(person=cast.ines, swap=second)
    assert held(mine.planned) == ["Maya"] and held_out(cast.ines) == []


def test_letting_go_or_keeping_takes_the_question_back(cast: Cast) -> None:
    mine = rota_claims.claim_shift(person=cast.maya, planned=planned(cast))
    kept = rota_swaps.hold_out(person=cast.maya, claim=mine)
    rota_swaps.withdraw_swap(person=cast.maya, swap=kept)
    asked = rota_swaps.hold_out(person=cast.maya, claim=mine)
    rota_claims.drop_shift(actor=cast.maya, claim=mine)
    assert {one.state for one in Swap.objects.all()} == {SwapState.WITHDRAWN}
    with pytest.raises(Closed):
        rota_swaps.take_over(person=cast.tomasz, swap=asked)


def test_a_colleague_whom_it_does_not_suit_cannot_be_asked(cast: Cast) -> None:
    shift = planned(cast, language="fr")
    mine = rota_claims.claim_shift(person=cast.tomasz, planned=shift)
    for to in (cast.maya, cast.tomasz):
        with pytest.raises(Invalid):
            rota_swaps.hold_out(person=cast.tomasz, claim=mine, to=to)
    with pytest.raises(NotForYou):
        rota_swaps.hold_out(person=cast.maya, claim=mine)


def test_fewer_are_wanted_only_when_fewer_come(cast: Cast) -> None:
    shift = planned(cast, seats=2)
    for person in (cast.maya, cast.tomasz):
        rota_claims.claim_shift(person=person, planned=shift)
    with pytest.raises(Invalid):
        rota.set_seats(actor=cast.ines, planned=shift, seats=1)
    assert rota.set_seats(actor=cast.ines, planned=shift, seats=3).seats == 3
    rota_claims.claim_shift(person=make_colleague("Noah", Role.LISTENER), planned=shift)
    assert free_seats(shift) == 0


def test_old_plans_are_forgotten(cast: Cast) -> None:
    rota_claims.claim_shift(person=cast.maya, planned=planned(cast))
    with clock.frozen(NIGHT + rota.KEPT):
        rota.look_after_rota()
        assert Planned.objects.exists()
    with clock.frozen(NIGHT + rota.KEPT + timedelta(days=3)):
        rota.look_after_rota()
    assert not Claim.objects.exists() and not Planned.objects.exists()


def test_rules_have_one_row(cast: Cast) -> None:
    for hours in (3, 4):
        rota.set_rota_rules(actor=cast.odile, longest_hours=hours)
    assert RotaRules.objects.get().longest_hours == 4
    assert Person.objects.get(pk=cast.odile.pk).has_role(Role.MANAGER)
