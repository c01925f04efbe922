"""A day is planned from the house's own weeks: from rows and counts alike, and only when enough came."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from beside.desk import actions, trials
from beside.desk.actions import rota_claims
from beside.desk.figures import Contact, tallies_of
from beside.desk.models import Chat, Request, RequestState
from beside.desk.queries import history
from beside.desk.queries.service import service
from beside.desk.staffing.history import Past, past_of
from beside.desk.staffing.planning import Goal, Team
from beside.foundation import clock
from tests.desk.conftest import Cast
from tests.desk.figures.test_trials import NEED
from tests.desk.rota import planned
from tests.world import sign_in

MONDAY = date(2026, 11, 16)


def contacts(day: date, hour: int, many: int, **facts: object) -> Iterator[Contact]:
    """So many who came in one hour and were answered at once."""
    facts = {"waited": 10.0, "talked": 1800.0, "answered": True, **facts}
    return (Contact(day, hour, 1, "en", 0, **facts) for _each in range(many))  # type: ignore[arg-type]


def a_week(monday: date, evening: int = 12) -> Iterator[Contact]:
    """Few on weekdays at noon and in the evening, twice as many on Sunday."""
    for day in range(7):
        times = 2 if day == 6 else 1
        yield from contacts(monday + timedelta(days=day), 12, 4 * times)
        yield from contacts(monday + timedelta(days=day), 20, evening * times)


def test_hours_and_days_come_together() -> None:
    past = past_of([tallies_of(a_week(MONDAY)), tallies_of(a_week(MONDAY - timedelta(weeks=1))), {}])
    assert past is not None and past.weeks == 2
    monday, sunday = past.per_hour(0), past.per_hour(6)
    assert sum(monday) == pytest.approx(16, rel=0.3) and sum(sunday) == pytest.approx(32, rel=0.1)
    assert monday[20] / monday[12] == pytest.approx(3, rel=0.1)
    assert monday[3] == 0
    assert past.chat == pytest.approx(30, abs=0.1)


def test_no_count_but_tens_goes_into_a_plan() -> None:
    past = past_of([tallies_of([*a_week(MONDAY), *contacts(MONDAY, 4, 3)])])
    more = past_of([tallies_of([*a_week(MONDAY), *contacts(MONDAY, 4, 4)])])
    assert past is not None and more is not None
    assert all(count % 10 == 0 for count in past.hours + past.days)
    assert (past.hours, past.days) == (more.hours, more.days)


def test_who_gives_up_says_how_long_people_stay() -> None:
    week = [*a_week(MONDAY)]
    patient = past_of([tallies_of(week)])
    gone = contacts(MONDAY, 20, 60, waited=300.0, talked=None, answered=False, left=True)
    hasty = past_of([tallies_of([*week, *gone])])
    assert patient is not None and hasty is not None
    assert 5 < hasty.patience < 9 < patient.patience


def test_too_few_are_no_history() -> None:
    assert past_of([tallies_of(contacts(MONDAY, 20, 99))]) is None
    assert past_of([tallies_of(contacts(MONDAY, 20, 100))]) is not None
    assert past_of([]) is None


def test_a_day_as_it_was_is_planned_and_tried() -> None:
    hours = (10,) * 12 + (40,) * 12
    past = Past(weeks=1, hours=hours, days=(240,) * 7, chat=30.0, patience=12.0)
    plan = trials.planned(trials.as_it_was(past, 2), Goal(0.8, 5.0), Team())
    night, evening = plan.needs[20], plan.needs[80]
    assert evening.places > night.places
    assert plan.busiest.people == max(need.people for need in plan.needs)
    assert plan.hours == pytest.approx(sum(need.people for need in plan.needs) / 4)
    mean = sum(need.outcome.within for need in plan.needs) / len(plan.needs)
    assert plan.checked is not None and abs(plan.checked - mean) < 0.06


def _came(cast: Cast, many: int, at: datetime) -> None:
    """Places in line of one evening, without the way there."""
    for number in range(many):
        row = cast.seeker_asks()
        joined = at + timedelta(seconds=5 * number)
        ends = joined + timedelta(minutes=31)
        Request.objects.filter(pk=row.pk).update(
            joined_at=joined, state=RequestState.ENDED, matched_at=joined + timedelta(minutes=1)
        )
        Chat.objects.create(
            conversation=row.conversation, request_id=row.pk, listener=cast.maya,
            accepted_at=joined + timedelta(minutes=1), ends_at=ends, ended_at=ends,
        )  # fmt: skip


def test_what_has_faded_and_what_has_not_say_the_same(cast: Cast, client: Client) -> None:
    zone: ZoneInfo = service().zone
    _came(cast, 100, datetime(2026, 11, 18, 20, 0, 5, tzinfo=zone))
    with clock.frozen(datetime(2026, 11, 25, 12, tzinfo=zone)):
        sign_in(client, cast.odile)
        before = history.past()
        assert before is not None and before.days == (0, 0, 100, 0, 0, 0, 0)
        assert before.hours[20] == 100 and before.chat == pytest.approx(30, abs=0.1)
        for number, request in enumerate(Request.objects.all()):
            if number % 2:
                actions.fade(conversation_id=request.conversation_id)
        assert history.past() == before
        page = client.get("/staffing", {**NEED, "day": "own-2"})
        assert page.status_code == 200
        assert page.context["plan"].checked > 0.6
        assert "From 1 week of your own: a chat took 30 minutes" in page.content.decode()
        assert page.context["missing"] == page.context["plan"].busiest.people
        quiet = client.get("/staffing", {**NEED, "day": "own-0"}).context["plan"]
        assert {need.people for need in quiet.needs} == {2}


def test_who_said_they_will_come_is_taken_off_what_is_missing(cast: Cast) -> None:
    with clock.frozen(datetime(2026, 11, 20, 12, tzinfo=service().zone)):
        for person in (cast.tomasz, cast.ines):
            rota_claims.claim_shift(planned=planned(cast, begins=20, ends=22), person=person)
        day, coming = history.on_the_rota(0)
        assert day == date(2026, 11, 23)
        assert (coming[19], coming[20], coming[21], coming[22]) == (0, 2, 2, 0)
        assert history.on_the_rota(4)[0] == date(2026, 11, 27), "today is over or on its way"


def test_a_house_without_a_past_begins_with_a_made_up_day(cast: Cast, client: Client) -> None:
    sign_in(client, cast.ines)
    page = client.get("/staffing", {**NEED, "day": "own-2"})
    assert page.status_code == 422
    assert "Begin with a made-up day" in page.content.decode()
    assert client.get("/staffing", {**NEED, "day": "own-9"}).status_code == 422
